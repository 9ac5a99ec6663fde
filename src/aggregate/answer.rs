//! From a query to its answer.

use super::facts::Facts;
use super::table::{Answer, Cell};
use crate::config::MetricId;
use crate::site::Site;
use crate::view::{Filter, Measure, Query};

/// Answers a query.
pub fn answer(facts: &Facts, site: &Site, query: &Query) -> Answer {
    let _ = (facts, site, query);
    Answer::default()
}

/// One number: a measure of a metric over everything that a filter leaves in.
pub fn reading(facts: &Facts, site: &Site, metric: MetricId, measure: Measure, filter: &Filter) -> Cell {
    let _ = (facts, site, metric, measure, filter);
    Cell::default()
}
