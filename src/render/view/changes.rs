//! What changed: on the home page, on a page of its own, and beside a plan.

use super::shell::LinkView;
use serde::Serialize;

/// `changes`: the page of what changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// How many changes, in words.
    pub lead: String,
    /// The changes, the newest first.
    pub list: Vec<ChangeView>,
    /// What has to be known to read it.
    pub notes: Vec<String>,
}

/// A change of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// The plan; without an address where it is gone.
    pub link: LinkView,
    /// What changed, or what happened.
    pub text: String,
    /// What it was; empty where nothing is compared.
    pub before: String,
    /// What it is.
    pub after: String,
    /// The unit of both.
    pub unit: String,
    /// The difference, who, when.
    pub notes: Vec<String>,
}

/// How a number of a plan became what it is.
#[derive(Clone, Debug, Serialize)]
pub struct NumberHistoryView {
    /// What it is.
    pub title: String,
    /// What it was at first.
    pub first: String,
    /// What it is now.
    pub last: String,
    /// The unit.
    pub unit: String,
    /// The same as a line of steps.
    pub svg_html: String,
    /// Its values, the newest first.
    pub steps: Vec<NumberStepView>,
}

/// A value that a number had.
#[derive(Clone, Debug, Serialize)]
pub struct NumberStepView {
    /// The value.
    pub number: String,
    /// The difference from the one before it, with its sign; empty for the first.
    pub change: String,
    /// Who, when, in which version.
    pub notes: Vec<String>,
}
