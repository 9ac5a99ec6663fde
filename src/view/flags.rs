//! The same query from the flags of the command line.

use super::query::{Axis, Filter, Measure, Query, Subject};
use crate::site::Site;

/// What the flags of `planpress targets` say, as written.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--metrics a,b`; empty: every metric with a target.
    pub metrics: Vec<String>,
    /// `--rows`; by default the first dimension with a target's value, else plans.
    pub rows: Option<String>,
    /// `--columns`.
    pub columns: Option<String>,
    /// `--where key=value`, `key=a,b`, `key=!value`.
    pub conditions: Vec<String>,
    /// `--show a,b`; empty: target, actual, progress.
    pub show: Vec<String>,
    /// `--no-totals`.
    pub no_totals: bool,
    /// `--sort`.
    pub sort: Option<String>,
    /// `--limit`.
    pub limit: Option<usize>,
}

/// A flag that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// The query of the flags.
///
/// # Errors
/// All flags that name what the site does not have.
pub fn query_from_flags(site: &Site, flags: &Flags) -> Result<Query, Vec<Problem>> {
    let _ = (site, flags);
    Ok(Query {
        subject: Subject::Targets,
        metrics: Vec::new(),
        rows: Axis::Plan,
        columns: None,
        filter: Filter::default(),
        show: vec![Measure::Target],
        totals: !flags.no_totals,
        sort: None,
        limit: None,
    })
}
