//! Data of no plan: which plans may count them as theirs, and what is nobody's.

use super::facts::{FactId, Facts};
use super::scope::{Scope, Value, period_inside};
use super::voice::Voice;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::spread::BuildSpread;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// The facts of one metric and kind that no plan states, by what they are about.
#[derive(Clone, Debug, Default)]
pub(super) struct Data {
    all: Vec<FactId>,
    /// By dimension: the facts that have a value of it, by value.
    by_value: BTreeMap<DimensionId, Vec<(Value, FactId)>>,
    /// Those that lie in nothing that a plan states, once somebody asks.
    of_nobody: OnceLock<Vec<FactId>>,
}

impl Data {
    /// Adds a fact; ids come in order.
    pub(super) fn add(&mut self, id: FactId, scope: &Scope) {
        self.all.push(id);
        for (dimension, value) in &scope.values {
            self.by_value.entry(*dimension).or_default().push((*value, id));
        }
    }

    /// Ends the adding.
    pub(super) fn close(&mut self) {
        self.by_value.values_mut().for_each(|facts| facts.sort_unstable());
    }
}

/// What lies in a scope, of stocks or not, with the scope. Scopes are the same where they are one in memory.
type Known = HashMap<(*const Scope, bool), (Arc<Scope>, Rc<[FactId]>), BuildSpread>;

/// The same, for the time of a query.
pub(super) struct Unattached<'a> {
    facts: &'a Facts,
    metric: MetricId,
    voice: Voice,
    data: Option<&'a Data>,
    /// Many plans ask the same.
    inside: RefCell<Known>,
}

impl<'a> Unattached<'a> {
    pub(super) fn new(facts: &'a Facts, metric: MetricId, voice: Voice) -> Self {
        let data = facts.unattached.get(&(metric, voice));
        Self { facts, metric, voice, data, inside: RefCell::default() }
    }

    /// All of them.
    pub(super) fn all(&self) -> &'a [FactId] {
        self.data.map_or(&[], |data| &data.all)
    }

    /// Those inside a scope. Of a stock: those whose values lie inside, up to the end of its period.
    pub(super) fn inside(&self, scope: &Arc<Scope>, stock: bool) -> Rc<[FactId]> {
        let key = (Arc::as_ptr(scope), stock);
        if let Some((_, known)) = self.inside.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut found: Vec<FactId> = match self.fewest(scope) {
            Some(candidates) => candidates.iter().map(|(_, id)| *id).collect(),
            None if scope.values.is_empty() => self.all().to_vec(),
            None => Vec::new(),
        };
        found.retain(|id| is_inside(self.facts, &self.facts.fact(*id).scope, scope, stock));
        found.sort_unstable();
        let found: Rc<[FactId]> = found.into();
        self.inside.borrow_mut().insert(key, (Arc::clone(scope), Rc::clone(&found)));
        found
    }

    /// The fewest candidates that one of a scope's values leaves; `None` where one of them has none at all,
    /// or where it has no values.
    fn fewest(&self, scope: &Scope) -> Option<&'a [(Value, FactId)]> {
        let mut fewest: Option<&[(Value, FactId)]> = None;
        for (dimension, value) in &scope.values {
            let all = self.data?.by_value.get(dimension)?;
            let end = self.facts.space.node(*dimension, *value).map_or(value + 1, |node| node.end);
            let from = all.partition_point(|(at, _)| at < value);
            let to = all.partition_point(|(at, _)| *at < end);
            let here = &all[from..to];
            if fewest.is_none_or(|fewest| here.len() < fewest.len()) {
                fewest = Some(here);
            }
        }
        fewest
    }

    /// Those that plans may count as theirs: inside the scope of one of their targets, but not where the
    /// topmost of these plans (or a review of it) reports on that scope itself.
    pub(super) fn claimed(&self, targets: &[FactId], own: &[FactId], stock: bool) -> Vec<FactId> {
        let plan = |id: &FactId| self.facts.plan_of(*id);
        let speakers = targets.iter().chain(own).filter_map(plan);
        let mut speakers: Vec<(u32, PlanIndex)> =
            speakers.map(|plan| (self.facts.tree.enter(plan), plan)).collect();
        speakers.sort_unstable();
        let mut tops: Vec<PlanIndex> = Vec::new();
        for (_, plan) in speakers {
            if tops.last().is_none_or(|top| !self.facts.tree.within(plan, *top)) {
                tops.push(plan);
            }
        }
        let mut by_top: Vec<(PlanIndex, FactId)> = Vec::with_capacity(targets.len());
        for id in targets {
            let Some(plan) = plan(id) else { continue };
            let enter = self.facts.tree.enter(plan);
            let at = tops.partition_point(|top| self.facts.tree.enter(*top) <= enter);
            if let Some(top) = at.checked_sub(1).map(|at| tops[at]) {
                by_top.push((top, *id));
            }
        }
        by_top.sort_unstable();
        let mut claimed = Vec::new();
        for same in by_top.chunk_by(|a, b| a.0 == b.0) {
            let reported = same.first().map(|(top, _)| self.reported(*top)).unwrap_or_default();
            for (_, id) in same {
                for inside in self.inside(&self.facts.fact(*id).scope, stock).iter() {
                    let scope = &self.facts.fact(*inside).scope;
                    if !reported.iter().any(|own| is_inside(self.facts, scope, own, stock)) {
                        claimed.push(*inside);
                    }
                }
            }
        }
        claimed.sort_unstable();
        claimed.dedup();
        claimed
    }

    /// Those that lie in no target of a plan and in nothing that one says of the same: no plan claims them, nor tells of
    /// them itself. In order.
    pub(super) fn of_nobody(&self, stock: bool) -> &'a [FactId] {
        self.data.map_or(&[], |data| data.of_nobody.get_or_init(|| self.unclaimed(stock)))
    }

    fn unclaimed(&self, stock: bool) -> Vec<FactId> {
        let voices: BTreeSet<Voice> = [Voice::Target, self.voice].into();
        let stated = voices.into_iter().flat_map(|voice| self.facts.of_voice(self.metric, voice));
        let stated = stated.filter(|id| self.facts.plan_of(**id).is_some());
        let mut left: BTreeSet<FactId> = self.all().iter().copied().collect();
        let mut known = HashSet::new();
        for scope in stated.map(|id| &self.facts.fact(*id).scope) {
            if left.is_empty() {
                break;
            }
            if known.insert(Arc::as_ptr(scope)) {
                for id in self.inside(scope, stock).iter() {
                    left.remove(id);
                }
            }
        }
        left.into_iter().collect()
    }

    /// The scopes on which a plan and its reviews report.
    pub(super) fn reported(&self, plan: PlanIndex) -> Vec<&'a Scope> {
        let tree = &self.facts.tree;
        let below = tree.subtree(plan).iter().copied();
        let reviews = below.filter(|below| tree.reviewed(*below) == Some(plan));
        let facts = [plan].into_iter().chain(reviews).flat_map(|plan| self.facts.of_plan(plan));
        let facts = facts.map(|id| self.facts.fact(*id));
        let reports = facts.filter(|fact| fact.metric == self.metric && self.voice.has(fact.kind));
        reports.map(|fact| &*fact.scope).collect()
    }
}

/// Whether a scope lies in another; for stocks the values, up to the end of the period.
pub(super) fn is_inside(facts: &Facts, inner: &Scope, outer: &Scope, stock: bool) -> bool {
    if !stock {
        return facts.space.inside(inner, outer);
    }
    let in_time = match (inner.period, outer.period) {
        (Some(inner), Some(outer)) => inner.end <= outer.end,
        (inner, outer) => period_inside(inner, outer),
    };
    in_time && facts.space.values_inside(inner, outer)
}
