//! A tree drawn from the top down, one node a line, with arcs at the side for what is tied across it. It
//! stays readable at any size, because it only grows longer.

use super::{fit, labelled, px};
use crate::render::number::escape;

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What it is.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its depth.
    pub depth: usize,
    /// Words at the right.
    pub note: String,
    /// The shape of its status.
    pub class: &'static str,
}

/// A tie between two nodes, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tie {
    /// From.
    pub from: usize,
    /// To.
    pub to: usize,
    /// A relation rather than a link in the text.
    pub relation: bool,
}

const LINE: f64 = 26.0;
const INDENT: f64 = 22.0;

/// The tree, `width` pixels wide.
pub(crate) fn tree(nodes: &[Node], ties: &[Tie], width: f64, label: &str) -> String {
    let height = nodes.len() as f64 * LINE + 8.0;
    // Arcs stand right of the words and may take a third of the width.
    let reach = if ties.is_empty() { 0.0 } else { (width / 3.0).min(260.0) };
    let right = width - reach - 8.0;
    let y = |index: usize| index as f64 * LINE + LINE / 2.0 + 2.0;
    let size = format!("viewBox=\"0 0 {} {}\" width=\"{}\"", px(width), px(height), px(width));
    let mut svg = labelled("tree", &size, label).replace("role=\"img\"", "role=\"group\"");
    let mut above: Vec<usize> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        above.truncate(node.depth);
        let x = node.depth as f64 * INDENT + 8.0;
        if let Some(parent) = above.last().filter(|_| node.depth > 0) {
            let from = y(*parent) + 7.0;
            svg.push_str(&format!(
                "<path class=\"c-b\" fill=\"none\" d=\"M{} {}V{}H{}\"/>",
                px(x - INDENT),
                px(from),
                px(y(index)),
                px(x - 7.0)
            ));
        }
        above.push(index);
        svg.push_str(&format!(
            "<circle class=\"n {}\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>",
            node.class,
            px(x),
            px(y(index))
        ));
        let note_width = crate::render::gantt::words_width(&node.note) * 1.1;
        svg.push_str(&format!(
            "<a href=\"{}\"><text x=\"{}\" y=\"{}\">{}</text></a>",
            escape(&node.href),
            px(x + 11.0),
            px(y(index) + 4.5),
            escape(&fit(&node.name, right - x - 20.0 - note_width))
        ));
        if !node.note.is_empty() {
            svg.push_str(&format!(
                "<text class=\"m\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                px(right),
                px(y(index) + 4.5),
                escape(&node.note)
            ));
        }
    }
    let farthest = ties.iter().map(|tie| tie.from.abs_diff(tie.to)).max().unwrap_or(1).max(1) as f64;
    for tie in ties {
        let (a, b) = (y(tie.from), y(tie.to));
        let far = (tie.from.abs_diff(tie.to) as f64 / farthest).sqrt();
        let out = right + 8.0 + 20.0 + far * (reach - 32.0).max(8.0);
        let class = if tie.relation { "l-a" } else { "l-t" };
        svg.push_str(&format!(
            "<path class=\"{class}\" fill=\"none\" d=\"M{0} {1}C{2} {1} {2} {3} {0} {3}\"/>",
            px(right + 6.0),
            px(a),
            px(out),
            px(b)
        ));
        let tip = if b > a { -1.0 } else { 1.0 };
        svg.push_str(&format!(
            "<path fill=\"currentColor\" d=\"M{} {}l7 {}v{}z\"/>",
            px(right + 5.0),
            px(b),
            px(-3.5 + tip),
            px(7.0)
        ));
    }
    svg.push_str("</svg>");
    svg
}
