//! What the page of findings shows.

use serde::Serialize;

/// `checks`: the page of findings.
#[derive(Clone, Debug, Serialize)]
pub struct ChecksView {
    /// How many plans and files.
    pub summary: String,
    /// How many errors, warnings and suppressed findings, in words.
    pub counts: String,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// Suppressed findings.
    pub suppressed: usize,
    /// How often each rule, most often first.
    pub rules: Vec<RuleCountView>,
    /// The findings by file.
    pub groups: Vec<FindingGroupView>,
}

/// How often a rule was broken.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCountView {
    /// Its name, and the anchor of its first finding.
    pub name: String,
    /// `err` or `wrn`.
    pub class: &'static str,
    /// How often.
    pub count: usize,
    /// What it finds, in one line, in English; empty for a rule of the site's own.
    pub summary: &'static str,
    /// The command that says more.
    pub explain: String,
}

/// The findings of one file.
#[derive(Clone, Debug, Serialize)]
pub struct FindingGroupView {
    /// The document's title, else the path.
    pub title: String,
    /// The document's page.
    pub href: Option<String>,
    /// The file.
    pub path: String,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// The findings in the order of the file.
    pub findings: Vec<FindingView>,
}

/// A finding with its excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// Its anchor.
    pub id: String,
    /// `err`, `wrn` or `off`.
    pub class: &'static str,
    /// The same as a word.
    pub severity: String,
    /// What is wrong.
    pub message_html: String,
    /// The rule's name.
    pub rule: &'static str,
    /// What to do.
    pub help_html: Option<String>,
    /// `plans/a.md:96:14`.
    pub place: String,
    /// Where that can be edited.
    pub edit: Option<String>,
    /// `schemas/a.yaml:41`, where a schema asked.
    pub schema: Option<String>,
    /// The lines that it is about.
    pub lines: Vec<ExcerptView>,
}

/// A line of an excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct ExcerptView {
    /// Its number.
    pub number: u32,
    /// The text before the offending words.
    pub before: String,
    /// The offending words.
    pub marked: String,
    /// The text behind them.
    pub after: String,
    /// What is said under them.
    pub say: Option<String>,
}

/// A finding in a few words.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    /// `err` or `wrn`.
    pub class: &'static str,
    /// The same as a word.
    pub severity: String,
    /// The finding on the page of findings.
    pub href: String,
    /// What is wrong.
    pub message_html: String,
    /// The plan and the section.
    pub notes: Vec<String>,
}
