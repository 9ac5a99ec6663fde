//! A plan's own targets: what it states, what was reached, what the plans below have taken on.

use super::facts::{Facts, StatementRef};
use super::table::Cell;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::site::Site;
use rust_decimal::Decimal;

/// A target that a plan states and that is not a part of another of its targets.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanTarget {
    /// The metric.
    pub metric: MetricId,
    /// The statement; `None` where only the parts of a whole are stated, not the whole.
    pub statement: Option<StatementRef>,
    /// Its period.
    pub period: Option<Period>,
    /// Its dimension values.
    pub scope: Vec<(DimensionId, Box<str>)>,
    /// What the plan states.
    pub stated: Cell,
    /// What it comes to with the plans below: more than stated where they took on more.
    pub target: Cell,
    /// What was reached inside the scope.
    pub actual: Cell,
    /// Actual by target, in percent.
    pub progress: Cell,
    /// What is expected inside the scope.
    pub forecast: Cell,
    /// How much of its period is past, 0 to 1; `None` without a period.
    pub elapsed: Option<Decimal>,
    /// What the plans below state inside the scope.
    pub allocated: Cell,
    /// Stated − allocated.
    pub gap: Cell,
    /// The gap where it is not negative.
    pub unallocated: Cell,
    /// What the plan's own split leaves over; empty where it does not split it, or completely.
    pub not_split: Cell,
    /// What each plan directly below comes to inside the scope, where it says anything there.
    pub children: Vec<(PlanIndex, Cell)>,
}

/// The targets of a plan by metric, in the order of the configuration and then of the file.
pub fn plan_targets(facts: &Facts, site: &Site, plan: PlanIndex) -> Vec<PlanTarget> {
    let _ = (facts, site, plan);
    Vec::new()
}
