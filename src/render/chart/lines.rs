//! Lines along time or along any rows: positions across in percent, so that words keep their size at any
//! width.

use super::{Scale, Value, fit, labelled, px};
use crate::render::gantt::words_width;
use crate::render::number::escape;

/// A line: a value at each place, or none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// What it is.
    pub name: String,
    /// Its values.
    pub values: Vec<Option<Value>>,
    /// Its tint; nothing: the grey of a target beside its actuals.
    pub tint: Option<&'static str>,
    /// Drawn dashed: a target beside actuals.
    pub dashed: bool,
    /// The place of a value that is still growing, and up to when it counts.
    pub running: Option<(usize, String)>,
}

impl Line {
    fn class(&self) -> String {
        let dash = if self.dashed { "l-t" } else { "" };
        match self.tint {
            Some(tint) => format!("l t-{tint} {dash}").trim_end().to_owned(),
            None => dash.to_owned(),
        }
    }
}

const TOP: f64 = 22.0;
const BOTTOM: f64 = 196.0;

/// The chart. `places` are the words along the axis.
pub(crate) fn lines(places: &[String], list: &[Line], label: &str) -> String {
    let values = list.iter().flat_map(|line| line.values.iter().flatten()).map(|value| value.at);
    let scale = Scale::over(values, 4);
    let y = |value: f64| BOTTOM - scale.share(value) * (BOTTOM - TOP);
    let count = places.len().max(1) as f64;
    let x = |index: usize| (index as f64 + 0.5) / count * 100.0;
    // The words of the axis stand left of the picture, which overflows.
    let axis = scale.lines();
    let margin = axis.iter().map(|(_, words)| words_width(words) * 13.0 / 12.0).fold(0.0, f64::max) + 8.0;
    let size = format!("height=\"220\" style=\"margin-left:{0}px;width:calc(100% - {0}px)\"", px(margin));
    let mut svg = labelled("line", &size, label);
    for (value, words) in axis {
        let at = px(y(value));
        let class = if value.abs() < scale.step / 2.0 { "c-b" } else { "c-g" };
        svg.push_str(&format!("<line class=\"{class}\" x2=\"100%\" y1=\"{at}\" y2=\"{at}\"/>"));
        svg.push_str(&format!(
            "<text dx=\"-8\" y=\"{}\" text-anchor=\"end\">{words}</text>",
            px(y(value) + 4.5)
        ));
    }
    // The chart is at least 300 px wide; words that would meet there are thinned out.
    let widest = places.iter().map(|place| words_width(place).min(90.0)).fold(0.0, f64::max) + 10.0;
    let every = (widest * count / 300.0).ceil().max(1.0) as usize;
    for (index, place) in places.iter().enumerate().step_by(every) {
        svg.push_str(&format!(
            "<text x=\"{}%\" y=\"214\" text-anchor=\"middle\">{}</text>",
            px(x(index)),
            escape(&fit(place, 90.0))
        ));
    }
    for (number, line) in list.iter().enumerate() {
        draw(&mut svg, line, &line.class(), &x, &y);
        if count <= 12.0 && list.len() <= 2 && number == 0 {
            label_points(&mut svg, line, &x, &y);
        }
    }
    svg.push_str("</svg>");
    svg
}

/// The least width of a picture, on phones and elsewhere, in pixels: words that would meet there are left out there.
const WIDTHS: [f64; 2] = [280.0, 560.0];

/// The values of a line over its points: the first, the last and the highest, then all others that have room. On
/// phones fewer have.
fn label_points<'l>(svg: &mut String, line: &'l Line, x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) {
    let known: Vec<(usize, &Value)> =
        line.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?))).collect();
    let highest = known.iter().max_by(|a, b| a.1.at.total_cmp(&b.1.at).then(b.0.cmp(&a.0)));
    let mut order: Vec<(usize, &Value)> = known.first().into_iter().chain(known.last()).copied().collect();
    order.extend(highest);
    order.extend(&known);
    let meet = |a: (usize, &Value), b: (usize, &Value), width: f64| {
        let room = (words_width(&a.1.text) + words_width(&b.1.text)) / 2.0 * 13.0 / 12.0 + 6.0;
        (x(a.0) - x(b.0)).abs() / 100.0 * width < room && (y(a.1.at) - y(b.1.at)).abs() < 15.0
    };
    let with_room = |points: &[(usize, &'l Value)], width: f64| {
        let mut kept: Vec<(usize, &'l Value)> = Vec::new();
        for point in points {
            if kept.iter().all(|other| !meet(*point, *other, width)) {
                kept.push(*point);
            }
        }
        kept
    };
    let elsewhere = with_room(&order, WIDTHS[1]);
    let on_phones = with_room(&elsewhere, WIDTHS[0]);
    for (at, value) in elsewhere {
        let class = if on_phones.iter().any(|(other, _)| *other == at) { "v" } else { "v opt" };
        svg.push_str(&words(class, x(at), y(value.at) - 9.0, &value.text));
    }
}

/// Words in the middle over a place.
fn words(class: &str, x: f64, y: f64, words: &str) -> String {
    let (x, y) = (px(x), px(y));
    format!("<text class=\"{class}\" x=\"{x}%\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escape(words))
}

fn draw(svg: &mut String, line: &Line, class: &str, x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) {
    let running = line.running.as_ref().map(|(at, _)| *at);
    let known: Vec<(usize, &Value)> =
        line.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?))).collect();
    for pair in known.windows(2) {
        let [(a, from), (b, to)] = pair else { continue };
        // Nothing is drawn over what is not known.
        if *b != a + 1 {
            continue;
        }
        // What is still growing is no fall.
        let dash = if running == Some(*b) { " stroke-dasharray=\"4 3\"" } else { "" };
        svg.push_str(&format!(
            "<line class=\"{class}\"{dash} x1=\"{}%\" y1=\"{}\" x2=\"{}%\" y2=\"{}\"/>",
            px(x(*a)),
            px(y(from.at)),
            px(x(*b)),
            px(y(to.at))
        ));
    }
    for (at, value) in known {
        let running = line.running.as_ref().filter(|(running, _)| *running == at);
        if let Some((_, until)) = running {
            // Below the point, where the axis has no words.
            let below = y(value.at) + 18.0;
            let up = if below < BOTTOM { below } else { y(value.at) - 23.0 };
            svg.push_str(&words("m", x(at), up, until));
        }
        svg.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{}%\" cy=\"{}\" r=\"3.5\"><title>{}</title></circle>",
            px(x(at)),
            px(y(value.at)),
            escape(&match running {
                Some((_, until)) => format!("{}: {} ({until})", line.name, value.text),
                None => format!("{}: {}", line.name, value.text),
            })
        ));
    }
}
