//! Pictures as inline SVG: scales, and the shapes that pages and views share. Colours come from classes and
//! so from the theme's tokens; every picture carries its text, and the numbers stand beside or behind it.

mod bars;
mod lines;
mod panels;
mod pie;
mod scale;
mod steps;
mod tree;

pub(super) use bars::{BarRow, TINTS, bars, tint};
pub(super) use lines::{Line, lines};
pub(super) use panels::{Group, Panel, panels};
pub(super) use pie::{Slice, pie};
pub(super) use scale::Scale;
pub(super) use steps::{Step, steps};
pub(super) use tree::{Node, Tie, tree};

use super::gantt::words_width;
use super::number::escape;

/// A number in a picture: where it lies and how it reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Value {
    /// In the unit that is shown.
    pub at: f64,
    /// As text.
    pub text: String,
}

/// One decimal, without needless zeros.
fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Words cut to a width in pixels at 13 px.
fn fit(text: &str, width: f64) -> String {
    let factor = 13.0 / 12.0;
    if words_width(text) * factor <= width {
        return text.to_owned();
    }
    let mut result = String::new();
    let mut used = 13.0;
    for c in text.chars() {
        used += words_width(c.encode_utf8(&mut [0; 4])) * factor;
        if used > width {
            break;
        }
        result.push(c);
    }
    result.push('…');
    result
}

/// A label for readers of text.
fn labelled(class: &str, attributes: &str, label: &str) -> String {
    format!("<svg class=\"{class}\" {attributes} role=\"img\" aria-label=\"{}\">", escape(label))
}
