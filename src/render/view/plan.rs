//! What the page of a plan shows.

use super::numbers::{ProgressView, SignedView};
use super::shell::{LinkView, StatusView};
use serde::Serialize;

/// `plan`: the page of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Left out of a regular build.
    pub draft: bool,
    /// What it is, in order.
    pub facts: Vec<FactView>,
    /// Where it can be edited.
    pub edit: Option<String>,
    /// Its file.
    pub source: String,
    /// The file itself, where the site offers it.
    pub raw: Option<String>,
    /// What the page holds.
    pub contents: Vec<ContentView>,
    /// Its numbers.
    pub targets: Option<PlanTargetsView>,
    /// Its phases.
    pub phases: Option<crate::render::gantt::GanttView>,
    /// Its text.
    pub body_html: String,
    /// How many places mention it, in words.
    pub backlinks_count: String,
    /// Who mentions it.
    pub backlinks: Vec<BacklinkView>,
    /// The plan before it under the same parent.
    pub previous: Option<LinkView>,
    /// The plan behind it under the same parent.
    pub next: Option<LinkView>,
    /// For those who sign it on paper.
    pub sign: SignView,
    /// What is wrong with it.
    pub findings: Vec<PlanFindingView>,
    /// How its numbers became what they are; empty where the site tells no history.
    pub history: Vec<super::changes::NumberHistoryView>,
    /// Plans that it belongs with.
    pub relations: Vec<RelationView>,
}

/// A fact: a label and what holds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FactView {
    /// The label.
    pub label: String,
    /// `num`, `path`, `tags` or nothing.
    pub class: &'static str,
    /// The status, where the fact is that.
    pub status: Option<StatusView>,
    /// What holds.
    pub links: Vec<LinkView>,
}

impl FactView {
    /// A fact of words.
    pub fn of(label: &str, links: Vec<LinkView>) -> Self {
        Self { label: label.to_owned(), class: "", status: None, links }
    }
}

/// An entry of the contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentView {
    /// The heading.
    pub text: String,
    /// Where it stands in the page.
    pub href: String,
    /// Headings below it.
    pub children: Vec<ContentView>,
}

impl ContentView {
    /// An entry without any below it.
    pub fn leaf(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), children: Vec::new() }
    }
}

/// The numbers of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTargetsView {
    /// How much of the time has passed, in words.
    pub note: String,
    /// Plans below it have numbers too: the columns `allocated` and `gap` say something.
    pub split: bool,
    /// One row a metric and period.
    pub rows: Vec<PlanTargetView>,
    /// The targets of all plans for programs.
    pub files: super::numbers::FilesView,
}

/// A number of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTargetView {
    /// The metric.
    pub metric: LinkView,
    /// Its unit.
    pub unit: String,
    /// Period and place, where they are not the plan's.
    pub scope: String,
    /// What is to be reached, with its way to the statement, and to the finding about it.
    pub target_html: String,
    /// What was reached, as the other numbers with its way to the statements.
    pub actual_html: String,
    /// Progress, where it can be told.
    pub bar: Option<ProgressView>,
    /// Why there is no progress.
    pub why: Option<String>,
    /// Progress less elapsed time, with its sign.
    pub against_time: Option<SignedView>,
    /// What the plans below add up to.
    pub allocated_html: String,
    /// What they leave.
    pub gap_html: String,
}

/// A sentence elsewhere that mentions the plan.
#[derive(Clone, Debug, Serialize)]
pub struct BacklinkView {
    /// The document's title.
    pub title: String,
    /// The section in it.
    pub href: String,
    /// The section's heading.
    pub section: String,
    /// The sentence before the link.
    pub before: String,
    /// The link's words.
    pub marked: String,
    /// The sentence behind it.
    pub after: String,
}

/// The lines to sign.
#[derive(Clone, Debug, Serialize)]
pub struct SignView {
    /// Who wrote it.
    pub author: String,
    /// Source, date, open findings.
    pub note: String,
}

/// A finding on the page of its plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanFindingView {
    /// Its anchor here.
    pub id: String,
    /// `err` or `wrn`.
    pub class: &'static str,
    /// The same as a word.
    pub severity: String,
    /// The rule's name.
    pub rule: &'static str,
    /// The finding on the page of all findings.
    pub href: String,
    /// What is wrong.
    pub message_html: String,
    /// The section that it stands in.
    pub section: Option<LinkView>,
    /// Its line, in words.
    pub line: String,
}

/// Plans in one relation.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    /// The relation's title.
    pub title: String,
    /// The plans.
    pub links: Vec<LinkView>,
}
