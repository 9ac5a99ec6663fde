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
    let mut svg = labelled("line", "height=\"220\" width=\"100%\"", label);
    for (value, words) in scale.lines() {
        let at = px(y(value));
        let class = if value.abs() < scale.step / 2.0 { "c-b" } else { "c-g" };
        svg.push_str(&format!("<line class=\"{class}\" x2=\"100%\" y1=\"{at}\" y2=\"{at}\"/>"));
        svg.push_str(&format!("<text y=\"{}\">{words}</text>", px(y(value) - 4.0)));
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
        draw(&mut svg, line, &line.class(), &x, &y, count <= 12.0 && list.len() <= 2 && number == 0);
    }
    svg.push_str("</svg>");
    svg
}

fn draw(
    svg: &mut String,
    line: &Line,
    class: &str,
    x: &impl Fn(usize) -> f64,
    y: &impl Fn(f64) -> f64,
    words: bool,
) {
    let known: Vec<(usize, &Value)> =
        line.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?))).collect();
    for pair in known.windows(2) {
        let [(a, from), (b, to)] = pair else { continue };
        // Nothing is drawn over what is not known.
        if *b != a + 1 {
            continue;
        }
        svg.push_str(&format!(
            "<line class=\"{class}\" x1=\"{}%\" y1=\"{}\" x2=\"{}%\" y2=\"{}\"/>",
            px(x(*a)),
            px(y(from.at)),
            px(x(*b)),
            px(y(to.at))
        ));
    }
    for (at, value) in known {
        svg.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{}%\" cy=\"{}\" r=\"3.5\"><title>{}</title></circle>",
            px(x(at)),
            px(y(value.at)),
            escape(&format!("{}: {}", line.name, value.text))
        ));
        if words {
            svg.push_str(&format!(
                "<text class=\"v\" x=\"{}%\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                px(x(at)),
                px(y(value.at) - 9.0),
                escape(&value.text)
            ));
        }
    }
}
