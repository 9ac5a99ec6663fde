//! Views that list things one by one: plans, phases, budget items, tasks, statements.

use super::facts::{Facts, StatementRef};
use super::table::{Cell, Series};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::List;
use rust_decimal::Decimal;

/// A thing in a list. Indices are those of the plan's own lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A plan.
    Plan(PlanIndex),
    /// A phase: index in `Plan::phases`.
    Phase(PlanIndex, u32),
    /// A budget item: indices in `Plan::budgets` and its items.
    Budget(PlanIndex, u32, u32),
    /// A task: index in `Plan::tasks`.
    Task(PlanIndex, u32),
    /// A statement.
    Statement(StatementRef),
}

/// The answer to a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The things in their order.
    pub items: Vec<Item>,
    /// For plans with metrics: the numbers shown beside each.
    pub series: Vec<Series>,
    /// These numbers, for each item one a series; empty for other subjects.
    pub cells: Vec<Vec<Cell>>,
    /// How many there are in all; more than `items` where `limit` cut some.
    pub total_count: usize,
    /// For budgets and statements with `totals`, by metric: the sum over all, also those cut. For
    /// statements only where they are of one kind; then without double counting.
    pub totals: Vec<(crate::config::MetricId, Amount, Decimal)>,
    /// For plans with metrics and `totals`: the numbers of all plans left in.
    pub total_cells: Vec<Cell>,
}

/// Lists things.
pub fn list(facts: &Facts, site: &Site, list: &List) -> Listing {
    let _ = (facts, site, list);
    Listing::default()
}
