//! Bars lying one under the other: a name, the bar drawn in percent of its cell, and the number. They fit
//! any width and any number of rows, and every number is text.

use super::{Scale, Value, px};
use crate::render::number::escape;
use crate::render::view::BarRowView;

/// A row of bars.
#[derive(Clone, Debug, Default)]
pub(crate) struct BarRow {
    /// What it is.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// Its depth in the tree.
    pub depth: u32,
    /// The bars, one under the other.
    pub values: Vec<Option<Value>>,
    /// What is to be reached, bar by bar: drawn as a line over the bar. Empty where nothing is held against bars.
    pub targets: Vec<Option<Value>>,
}

/// The rows as they are shown, on one scale.
pub(crate) fn bars(rows: &[BarRow]) -> Vec<BarRowView> {
    let values = rows.iter().flat_map(|row| row.values.iter().chain(&row.targets).flatten());
    let scale = Scale::over(values.map(|value| value.at), 4);
    rows.iter()
        .map(|row| BarRowView {
            name: row.name.clone(),
            href: row.href.clone(),
            depth: row.depth,
            bar_html: draw(row, scale),
            numbers: row.values.iter().map(text).collect(),
            targets: row.targets.iter().map(text).collect(),
        })
        .collect()
}

fn text(value: &Option<Value>) -> Option<String> {
    value.as_ref().map(|value| value.text.clone())
}

fn draw(row: &BarRow, scale: Scale) -> String {
    let count = row.values.len().max(1);
    let height = if count == 1 { 12 } else { 8 };
    let whole = count * (height + 2) + 4;
    let zero = scale.share(0.0) * 100.0;
    let mut svg = format!("<svg class=\"hbar\" height=\"{whole}\" aria-hidden=\"true\">");
    for (index, value) in row.values.iter().enumerate() {
        let Some(value) = value else { continue };
        let at = scale.share(value.at) * 100.0;
        svg.push_str(&format!(
            "<rect class=\"t-{}\" fill=\"currentColor\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{height}\"/>",
            tint(index),
            px(zero.min(at)),
            2 + index * (height + 2),
            px((at - zero).abs().max(0.2))
        ));
    }
    if scale.low < 0.0 {
        svg.push_str(&format!("<rect class=\"b-e\" x=\"{}%\" width=\"1\" height=\"{whole}\"/>", px(zero)));
    }
    for (index, target) in row.targets.iter().enumerate() {
        let Some(target) = target else { continue };
        let at = scale.share(target.at) * 100.0;
        svg.push_str(&format!(
            "<rect class=\"b-g\" x=\"{}%\" y=\"{}\" width=\"2\" height=\"{}\"><title>{}</title></rect>",
            px(at.min(99.6)),
            index * (height + 2),
            height + 4,
            escape(&target.text)
        ));
    }
    svg.push_str("</svg>");
    svg
}

/// How many series are told apart: by the lightness of one colour.
pub(crate) const TINTS: usize = 6;

/// The class of the nth series.
pub(crate) fn tint(index: usize) -> &'static str {
    const NAMES: [&str; TINTS] = ["a", "2", "3", "4", "5", "6"];
    NAMES[index % TINTS]
}
