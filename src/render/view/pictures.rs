//! What stands in the place of a `view` block: tables, and pictures with their words.

use super::lists::ListView;
use super::numbers::AnswerView;
use crate::render::gantt::GanttView;
use serde::Serialize;

/// `view`: what stands in the place of a `view` block.
#[derive(Clone, Debug, Serialize)]
pub struct ViewView {
    /// Its anchor.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// What all its numbers are: metric, measure, unit; empty where heads say it.
    pub caption: String,
    /// Numbers by rows and columns.
    pub table: Option<AnswerView>,
    /// Things one by one.
    pub list: Option<ListView>,
    /// Phases along time.
    pub gantt: Option<GanttView>,
    /// Pictures, one under the other.
    pub pictures: Vec<PictureView>,
    /// The table stands behind a picture.
    pub behind: bool,
    /// What has to be known to read it.
    pub notes: Vec<String>,
}

/// A picture: of one metric, on a scale of its own.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PictureView {
    /// Metric, measure and unit; empty where the view has only this one.
    pub title: String,
    /// What the tints stand for.
    pub keys: Vec<KeyView>,
    /// Bars or bullets.
    pub bars: Vec<BarRowView>,
    /// Lines, a ring, or a tree.
    pub svg_html: String,
    /// The shares of a ring.
    pub slices: Vec<SliceView>,
}

/// A row of bars.
#[derive(Clone, Debug, Serialize)]
pub struct BarRowView {
    /// What it is.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// Its depth in the tree.
    pub depth: u32,
    /// The bars.
    pub bar_html: String,
    /// The numbers beside them.
    pub numbers: Vec<Option<String>>,
    /// What is to be reached, bar by bar; empty where no bar of the picture has a target.
    pub targets: Vec<Option<String>>,
}

/// A share of a ring.
#[derive(Clone, Debug, Serialize)]
pub struct SliceView {
    /// What it is.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// Its tint.
    pub class: &'static str,
    /// How much.
    pub number: String,
    /// Of the whole, in percent; empty where that cannot be told.
    pub percent: String,
}

/// What a tint stands for.
#[derive(Clone, Debug, Serialize)]
pub struct KeyView {
    /// The tint; empty for the grey of a target.
    pub class: &'static str,
    /// What it is.
    pub text: String,
    /// `fill`, `line`, `dash`, or `mark` for the target over bars.
    pub shape: &'static str,
}
