//! A tree drawn from the top down, one node a line, with arcs at the side for what is tied across it. It
//! stays readable at any size: it only grows longer, and a tie over more lines than an eye follows is written
//! as a name at both ends.

use super::{fit, labelled, px};
use crate::render::gantt::words_width;
use crate::render::number::escape;
use std::collections::BTreeMap;

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
/// Over how many lines an arc can be followed.
const NEAR: usize = 24;
/// How much wider the picture is where ties are written as names.
const NAMES: f64 = 400.0;
/// How many names stand in a line.
const SHOWN: usize = 3;

/// The tree, `width` pixels wide; wider where ties are far.
pub(crate) fn tree(nodes: &[Node], ties: &[Tie], width: f64, label: &str) -> String {
    let height = nodes.len() as f64 * LINE + 8.0;
    // Arcs stand right of the words and may take a third of the width.
    let reach = if ties.is_empty() { 0.0 } else { (width / 3.0).min(260.0) };
    let right = width - reach - 8.0;
    let y = |index: usize| index as f64 * LINE + LINE / 2.0 + 2.0;
    let (near, far): (Vec<Tie>, Vec<Tie>) = ties.iter().partition(|tie| tie.from.abs_diff(tie.to) <= NEAR);
    let whole = if far.is_empty() { width } else { width + NAMES };
    let size = format!("viewBox=\"0 0 {} {}\" width=\"{}\"", px(whole), px(height), px(whole));
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
        svg.push_str(&mark(node.class, x, y(index)));
        let note_width = words_width(&node.note) * 1.1;
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
    names(&mut svg, nodes, &far, width, y);
    let farthest = near.iter().map(|tie| tie.from.abs_diff(tie.to)).max().unwrap_or(1).max(1) as f64;
    for tie in &near {
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

/// The shape of a status, as [`crate::render::status::status`] names it: a dashed ring, a half disk, a ringed dot,
/// a disk, a square; a ring for all others.
fn mark(class: &str, x: f64, y: f64) -> String {
    let (left, top) = (px(x - 4.5), px(y - 4.5));
    let (x, y) = (px(x), px(y));
    match class {
        "closed" => format!("<rect class=\"n on\" x=\"{left}\" y=\"{top}\" width=\"9\" height=\"9\"/>"),
        _ => {
            let ring = format!("<circle class=\"n {class}\" cx=\"{x}\" cy=\"{y}\" r=\"4.5\"");
            match class {
                "draft" => format!("{ring} stroke-dasharray=\"2.4\"/>"),
                "review" => format!("{ring}/><path class=\"n on\" d=\"M{x} {top}a4.5 4.5 0 0 0 0 9z\"/>"),
                "approved" => format!("{ring}/><circle class=\"n on\" cx=\"{x}\" cy=\"{y}\" r=\"1.5\"/>"),
                _ => format!("{ring}/>"),
            }
        }
    }
}

/// Far ties as the names of what stands at their other ends, right of `left`.
fn names(svg: &mut String, nodes: &[Node], far: &[Tie], left: f64, y: impl Fn(usize) -> f64) {
    let mut ends: BTreeMap<usize, Vec<(&str, &Node)>> = BTreeMap::new();
    for tie in far {
        let (Some(from), Some(to)) = (nodes.get(tie.from), nodes.get(tie.to)) else { continue };
        ends.entry(tie.from).or_default().push(("→", to));
        ends.entry(tie.to).or_default().push(("←", from));
    }
    for (line, others) in ends {
        let room = (NAMES - 40.0) / others.len().min(SHOWN) as f64 - 28.0;
        let mut x = left + 8.0;
        for (arrow, node) in others.iter().take(SHOWN) {
            let name = format!("{arrow} {}", fit(&node.name, room));
            svg.push_str(&format!(
                "<a href=\"{}\"><text x=\"{}\" y=\"{}\">{}</text></a>",
                escape(&node.href),
                px(x),
                px(y(line) + 4.5),
                escape(&name)
            ));
            x += words_width(&name) * 13.0 / 12.0 + 12.0;
        }
        if others.len() > SHOWN {
            svg.push_str(&format!(
                "<text class=\"m\" x=\"{}\" y=\"{}\">+{}</text>",
                px(x),
                px(y(line) + 4.5),
                others.len() - SHOWN
            ));
        }
    }
}
