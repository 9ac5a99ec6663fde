//! What statements are about and whose they are: what versions of a site share where only amounts differ.

use super::facts::{FactId, StatementRef};
use super::plan_tree::PlanTree;
use super::scope::{Scope, Space};
use super::unattached::Data;
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What statements are about and whose they are: all of them but their amounts.
#[derive(Debug, Default)]
pub struct Base {
    pub(super) space: Space,
    pub(super) tree: PlanTree,
    pub(super) whose: Vec<Whose>,
    /// Where each of them is stated: apart, as cells name the statements behind them, and those of totals are many.
    pub(super) statements: Vec<StatementRef>,
    /// Indices into `facts` by metric and voice, in the order of the plan tree, data of no plan last. Budgets stand
    /// among the targets, and by themselves.
    pub(super) by_voice: BTreeMap<(MetricId, Voice), Vec<FactId>>,
    /// Indices into `facts` by plan.
    pub(super) by_plan: Vec<Vec<FactId>>,
    /// What no plan states.
    pub(super) unattached: BTreeMap<(MetricId, Voice), Data>,
    /// For each place of a fact: all there is to say about it at any time.
    pub(super) timeless: Vec<Arc<Scope>>,
}

/// Whose a fact is: apart from the facts, since queries choose by it among all of them.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    /// The plan that says it; `None` for data of no plan.
    pub(super) plan: Option<PlanIndex>,
    /// The owner whom it names, where that is not simply its plan's only one.
    pub(super) owner: Option<Box<str>>,
}

impl Base {
    /// When a fact's turn comes in the order of the tree: data of no plan last.
    pub(super) fn turn(&self, id: FactId) -> u32 {
        self.plan_of(id).map_or(u32::MAX, |plan| self.tree.enter(plan))
    }

    /// Whose a fact is.
    pub(super) fn whose(&self, index: FactId) -> &Whose {
        &self.whose[index as usize]
    }

    /// The plan that says a fact; `None` for data of no plan.
    pub(super) fn plan_of(&self, index: FactId) -> Option<PlanIndex> {
        self.whose(index).plan
    }

    /// All there is to say about the values of a number, at any time.
    pub(super) fn timeless(&self, place: u32) -> &Arc<Scope> {
        &self.timeless[place as usize]
    }

    /// Where a fact is stated.
    pub(super) fn statement(&self, index: FactId) -> StatementRef {
        self.statements[index as usize]
    }

    /// All facts of a metric and voice.
    pub(super) fn of_voice(&self, metric: MetricId, voice: Voice) -> &[FactId] {
        self.by_voice.get(&(metric, voice)).map_or(&[], Vec::as_slice)
    }

    /// All facts of a plan, rows of data files that name it included.
    pub(super) fn of_plan(&self, plan: PlanIndex) -> &[FactId] {
        self.by_plan.get(plan.0 as usize).map_or(&[], Vec::as_slice)
    }
}
