//! Panels of columns: one panel a row of an answer, one scale for all; the target a line, the actual a
//! column, this period's shortfall hatched.

use super::{Scale, Value, fit, labelled, px};
use crate::render::gantt::words_width;
use crate::render::number::escape;

/// A panel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Panel {
    /// What it shows.
    pub title: String,
    /// Its whole: `11,809 / 22,000`.
    pub note: String,
    /// All its numbers, for readers of text.
    pub label: String,
    /// The periods.
    pub groups: Vec<Group>,
}

/// A period of a panel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// Its name.
    pub name: String,
    /// What is to be reached.
    pub target: Option<Value>,
    /// What was reached.
    pub actual: Option<Value>,
    /// Today lies in it.
    pub now: bool,
    /// The target holds for a part only.
    pub partial: bool,
}

const WIDTH: f64 = 400.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 172.0;

/// Each panel as SVG, on one scale.
pub(crate) fn panels(panels: &[Panel]) -> Vec<String> {
    let values = panels.iter().flat_map(|panel| &panel.groups);
    let values = values.flat_map(|group| group.target.iter().chain(&group.actual)).map(|value| value.at);
    let scale = Scale::over(values, 3);
    panels.iter().map(|panel| draw(panel, scale)).collect()
}

struct Frame {
    scale: Scale,
    left: f64,
    /// The width of a period.
    step: f64,
    /// The width of a column.
    bar: f64,
    /// Numbers are written at the columns.
    words: bool,
}

impl Frame {
    fn y(&self, value: f64) -> f64 {
        BOTTOM - self.scale.share(value) * (BOTTOM - TOP)
    }
}

fn draw(panel: &Panel, scale: Scale) -> String {
    let lines = scale.lines();
    let widest = lines.iter().map(|(_, words)| words_width(words) * 1.1).fold(0.0, f64::max);
    let left = (widest + 12.0).clamp(24.0, 120.0);
    let count = panel.groups.len().max(1) as f64;
    let step = (WIDTH - left) / count;
    let frame = Frame { scale, left, step, bar: (step * 0.56).min(40.0), words: panel.groups.len() <= 6 };
    let mut svg = labelled("", "viewBox=\"0 0 400 200\"", &panel.label);
    for (value, words) in &lines {
        let y = frame.y(*value);
        let class = if value.abs() < scale.step / 2.0 { "c-b" } else { "c-g" };
        svg.push_str(&format!("<path class=\"{class}\" d=\"M{} {}H400\"/>", px(left), px(y)));
        svg.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{words}</text>",
            px(left - 8.0),
            px(y + 4.0)
        ));
    }
    // Names are thinned out where they would run into each other.
    let widest = panel.groups.iter().map(|group| words_width(&group.name) * 1.1).fold(0.0, f64::max);
    let every = ((widest.min(80.0) + 6.0) / step).ceil().max(1.0) as usize;
    for (index, group) in panel.groups.iter().enumerate() {
        let middle = frame.left + (index as f64 + 0.5) * frame.step;
        column(&mut svg, &frame, group, middle);
        if index % every == 0 {
            svg.push_str(&format!(
                "<text x=\"{}\" y=\"190\" text-anchor=\"middle\">{}</text>",
                px(middle),
                escape(&fit(&group.name, frame.step * every as f64 + 8.0))
            ));
        }
    }
    svg.push_str("</svg>");
    svg
}

fn column(svg: &mut String, frame: &Frame, group: &Group, middle: f64) {
    let (x, zero) = (middle - frame.bar / 2.0, frame.y(0.0));
    let bar = |y1: f64, y2: f64| {
        format!(
            "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            px(x),
            px(y1.min(y2)),
            px(frame.bar),
            px((y1 - y2).abs())
        )
    };
    if let Some(actual) = &group.actual {
        svg.push_str(&format!("<rect class=\"c-a\" {}/>", bar(frame.y(actual.at), zero)));
    }
    if let (Some(target), true) = (&group.target, group.now) {
        let reached = group.actual.as_ref().map_or(0.0, |actual| actual.at);
        if target.at > reached {
            svg.push_str(&format!(
                "<rect {} fill=\"url(#p:hatch)\"/>",
                bar(frame.y(target.at), frame.y(reached))
            ));
        }
    }
    if let Some(target) = &group.target {
        let y = px(frame.y(target.at));
        let part = if group.partial { " part" } else { "" };
        svg.push_str(&format!("<path class=\"c-h\" d=\"M{} {y}h{}\"/>", px(x), px(frame.bar)));
        let wide = px(frame.bar + 8.0);
        svg.push_str(&format!("<path class=\"c-t{part}\" d=\"M{} {y}h{wide}\"/>", px(x - 4.0)));
    }
    if frame.words {
        words(svg, frame, group, middle);
    }
}

/// The numbers at a column: the actual inside where it fits, the target above its line, or beside it where
/// the column reaches over it.
fn words(svg: &mut String, frame: &Frame, group: &Group, middle: f64) {
    let mut write = |class: &str, x: f64, y: f64, anchor: &str, text: &str| {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        svg.push_str(&format!(
            "<text{class} x=\"{}\" y=\"{}\"{anchor}>{}</text>",
            px(x),
            px(y),
            escape(text)
        ));
    };
    let centred = " text-anchor=\"middle\"";
    let (target, actual) = (group.target.as_ref(), group.actual.as_ref());
    let covered = target.zip(actual).is_some_and(|(target, actual)| actual.at > target.at);
    if let Some(actual) = actual {
        let y = frame.y(actual.at);
        let height = (frame.y(0.0) - y).abs();
        let wide = words_width(&actual.text) * 1.1;
        let line = target.map(|target| frame.y(target.at));
        let clear = line.is_none_or(|line| (line - (y + 10.0)).abs() > 12.0);
        match () {
            () if height >= 20.0 && wide <= frame.bar + 2.0 && clear && actual.at >= 0.0 => {
                write("in", middle, y + 15.0, centred, &actual.text);
            }
            () if height >= 40.0 && wide <= frame.bar + 2.0 && actual.at >= 0.0 => {
                write("in", middle, frame.y(0.0) - 6.0, centred, &actual.text);
            }
            () if line.is_none_or(|line| line > y + 8.0) && wide <= frame.step => {
                write("v", middle, y - 5.0, centred, &actual.text);
            }
            () => {}
        }
    }
    if let Some(target) = target {
        let y = frame.y(target.at);
        let wide = words_width(&target.text) * 1.1;
        if covered {
            let x = middle + frame.bar / 2.0 + 8.0;
            if wide <= (frame.step - frame.bar) / 2.0 + 12.0 {
                write("v", x, y + 4.0, "", &target.text);
            }
        } else if wide <= frame.step + 4.0 {
            write("", middle, y - 6.0, centred, &target.text);
        }
    }
}
