//! A plan's own targets: what it states, what was reached, what the plans below have taken on.

use super::amount::{difference, is_nothing};
use super::cascade::Cascade;
use super::counterpart::Told;
use super::facts::{FactId, Facts, Question, StatementRef, Wholes};
use super::forest::{NodeId, sum};
use super::numbers::{cell, gap, not_negative, progress};
use super::parts::Parts;
use super::ratio;
use super::scope::Scope;
use super::sums::Sum;
use super::table::{Cell, Reason};
use super::together::{Together, add_groups};
use super::unattached::{Unattached, is_inside};
use super::voice::Voice;
use crate::config::{DimensionId, Metric, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::site::Site;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// How much more the plans below may state inside the scope at most: what they state more widely.
    pub perhaps: Decimal,
    /// What this target comes to with others, where plans below state things that lie in them only together, or more
    /// widely: at the first of these targets.
    pub together: Option<Box<Together>>,
}

/// The targets of a plan by metric, in the order of the configuration and then of the file.
pub fn plan_targets(facts: &Facts, site: &Site, plan: PlanIndex) -> Vec<PlanTarget> {
    let mut metrics = BTreeSet::new();
    for id in facts.of_plan(plan) {
        let fact = facts.fact(*id);
        if Voice::Target.has(fact.kind) {
            metrics.insert(fact.metric);
        }
    }
    let mut targets = Vec::new();
    for metric in metrics {
        if let Some(declared) = site.config.metrics.get(usize::from(metric.0)) {
            let looking = Looking { facts, site, plan, metric, declared };
            match declared.kind {
                MetricKind::Ratio(_) => looking.ratios(&mut targets),
                MetricKind::Flow | MetricKind::Stock => looking.sums(&mut targets),
            }
        }
    }
    // They are kept, and each is a thousand bytes.
    targets.shrink_to_fit();
    targets
}

/// What a plan and those below it reached of a flow, in the scopes that are counted, with the data of no plan that are
/// theirs: what a row of the plan shows.
pub(super) fn reached_below(
    facts: &Facts,
    plan: PlanIndex,
    metric: MetricId,
    counts: impl Fn(&Scope) -> bool,
) -> Option<Sum> {
    let mut ids = said_below(facts, plan, metric, Voice::Actual).to_vec();
    let unattached = Unattached::new(facts, metric, Voice::Actual);
    if !unattached.all().is_empty() {
        let targets = said_below(facts, plan, metric, Voice::Target);
        ids.extend(unattached.claimed(targets, &ids.clone(), false));
    }
    ids.retain(|id| counts(&facts.fact(*id).scope));
    if ids.is_empty() { None } else { Sum::of_reality(facts, &ids, false) }
}

/// The facts of a metric that a plan and those below it state.
fn said_below(facts: &Facts, plan: PlanIndex, metric: MetricId, voice: Voice) -> &[FactId] {
    let (all, tree) = (facts.of_voice(metric, voice), &facts.tree);
    // They come in the order of the tree.
    let before =
        |end: u32| all.partition_point(|id| facts.plan_of(*id).is_some_and(|plan| tree.enter(plan) < end));
    &all[before(tree.enter(plan))..before(tree.exit(plan))]
}

/// A plan and a metric that are looked at.
pub(super) struct Looking<'a> {
    pub(super) facts: &'a Facts,
    pub(super) site: &'a Site,
    pub(super) plan: PlanIndex,
    pub(super) metric: MetricId,
    pub(super) declared: &'a Metric,
}

impl Looking<'_> {
    fn is_stock(&self) -> bool {
        self.declared.kind == MetricKind::Stock
    }

    /// The facts of a metric that the plan and those below it state.
    pub(super) fn said_below(&self, metric: MetricId, voice: Voice) -> &[FactId] {
        said_below(self.facts, self.plan, metric, voice)
    }

    fn sums(&self, targets: &mut Vec<PlanTarget>) {
        let cascade = self.wholes();
        let Some(own) = cascade.of(self.facts, self.plan) else { return };
        let (said, first) = (own.said(), targets.len());
        targets.extend(said.iter().map(|id| self.target(&cascade, *id)));
        add_groups(&cascade, own, &mut targets[first..], first, |below| self.children(&cascade, below));
    }

    /// What the plan and those below it aim at, as wholes and parts.
    pub(super) fn wholes(&self) -> Wholes<'_> {
        let question = Question { metric: self.metric, voice: Voice::Target, stock: self.is_stock() };
        // What lies below a plan is the same whatever else there is, but for data of no plan; of a stock nothing beside
        // it says something later.
        let alone = question.stock || self.facts.unattached.contains_key(&(self.metric, Voice::Target));
        match self.facts.everything(question).filter(|_| !alone) {
            Some(cascade) => Wholes::All(cascade),
            None => self.facts.cascade(self.said_below(self.metric, Voice::Target), question),
        }
    }

    fn target(&self, cascade: &Cascade, id: NodeId) -> PlanTarget {
        let node = &cascade.nodes[id];
        let statement = node.by.first().filter(|_| node.stated).copied();
        // A stock's scope has lost its period, which its statement still has.
        let scope = Arc::clone(statement.map_or(&node.scope, |id| &self.facts.fact(id).scope));
        let stated = Sum::said(node);
        let below = cascade.within(id);
        let allocated = Sum::of_nodes(cascade, below);
        let left = match &allocated {
            Some(allocated) => cascade.left_of(id, &allocated.amount),
            None => cascade.base(id),
        };
        let (by, _) = node.made_from(&cascade.nodes);
        let mut target = Sum { amount: left, step: node.step_of(&left), by: Parts::of(&by), as_of: None };
        if let Some(allocated) = &allocated {
            target.add(&Sum { as_of: None, ..allocated.clone() });
        }
        let not_split = node.sets.first().filter(|_| node.stated).and_then(|parts| {
            let rest = difference(&node.amount, &sum(&cascade.nodes, parts));
            (!is_nothing(&rest)).then(|| Sum { amount: rest, step: node.finest.value(), ..stated.clone() })
        });
        let gap = allocated.as_ref().map(|allocated| Sum {
            amount: gap(&stated.amount, &allocated.amount),
            step: stated.step.min(allocated.step),
            by: Parts::both(&stated.by, &allocated.by),
            as_of: None,
        });
        let unallocated = gap.clone().map(|gap| Sum { amount: not_negative(gap.amount), ..gap });
        PlanTarget {
            allocated: self.cell(allocated, Reason::NothingStated),
            gap: self.cell(gap, Reason::NothingToCompare),
            unallocated: self.cell(unallocated, Reason::NothingToCompare),
            not_split: self.cell(not_split, Reason::NothingStated),
            children: self.children(cascade, below),
            ..self.measured(statement, &scope, stated, target)
        }
    }

    /// A target with what was reached and is expected inside its scope.
    fn measured(
        &self,
        statement: Option<FactId>,
        scope: &Arc<Scope>,
        stated: Sum,
        target: Sum,
    ) -> PlanTarget {
        let actual = self.reached(scope, Voice::Actual);
        let forecast = self.reached(scope, Voice::Forecast);
        let progress = match &actual {
            Ok(actual) => progress(&target.amount, &actual.amount, self.declared.better)
                .ok_or(Reason::Division)
                .map(|amount| Sum {
                    amount,
                    step: Decimal::new(1, 1),
                    by: Parts::both(&target.by, &actual.by),
                    as_of: actual.as_of,
                }),
            Err(_) => Err(Reason::NothingToCompare),
        };
        let values = scope.values.iter().filter_map(|(dimension, value)| {
            Some((*dimension, self.facts.space.node(*dimension, *value)?.id.clone()))
        });
        PlanTarget {
            metric: self.metric,
            statement: statement.map(|id| self.facts.statement(id)),
            period: scope.period,
            scope: values.collect(),
            stated: self.cell(Some(stated), Reason::NothingStated),
            target: self.cell(Some(target), Reason::NothingStated),
            actual: self.cell_or(actual),
            progress: self.cell_or(progress),
            forecast: self.cell_or(forecast),
            elapsed: scope.period.map(|period| period.elapsed(self.site.today)),
            allocated: self.cell(None, Reason::NothingStated),
            gap: self.cell(None, Reason::NothingToCompare),
            unallocated: self.cell(None, Reason::NothingToCompare),
            not_split: self.cell(None, Reason::NothingStated),
            children: Vec::new(),
            perhaps: Decimal::ZERO,
            together: None,
        }
    }

    /// The targets of a ratio, which nothing adds up to.
    fn ratios(&self, targets: &mut Vec<PlanTarget>) {
        let mut seen: Vec<&Arc<Scope>> = Vec::new();
        for id in self.facts.of_plan(self.plan) {
            let fact = self.facts.fact(*id);
            let first = !seen.contains(&&fact.scope);
            if fact.metric == self.metric && Voice::Target.has(fact.kind) && first {
                seen.push(&fact.scope);
                let stated =
                    Sum { amount: fact.amount, step: fact.step.value(), by: Parts::one(*id), as_of: None };
                targets.push(self.measured(Some(*id), &fact.scope, stated.clone(), stated));
            }
        }
    }

    /// What was reached (or is expected) inside a scope.
    fn reached(&self, scope: &Arc<Scope>, voice: Voice) -> Result<Sum, Reason> {
        let MetricKind::Ratio(parts) = self.declared.kind else {
            return self.reached_of(self.metric, scope, voice, |_| true).ok_or(Reason::NothingStated);
        };
        if let Some((of, over)) = parts
            && let Some(part) = self.reached_of(of, scope, voice, |_| true)
        {
            let sums = |voice, told: Option<&Told<'_>>| {
                self.reached_of(over, scope, voice, |id| told.is_none_or(|told| told.take_in(id)))
            };
            let lasting = ratio::any_lasting(self.site, &[of, over]);
            let whole = ratio::whole(self.facts, over, (&part, voice, lasting), sums)?;
            let factor = ratio::factor(self.declared);
            let amount = ratio::divide(&part.amount, &whole.amount, factor).ok_or(Reason::Division)?;
            let by = Parts::both(&part.by, &whole.by);
            return Ok(Sum { step: ratio::step(&amount, factor), amount, by, as_of: None });
        }
        self.stated_ratio(scope, voice)
    }

    /// The one statement of a ratio by the plan (or a review of it) on exactly a scope.
    fn stated_ratio(&self, scope: &Arc<Scope>, voice: Voice) -> Result<Sum, Reason> {
        let tree = &self.facts.tree;
        let mine = |plan: PlanIndex| plan == self.plan || tree.reviewed(plan) == Some(self.plan);
        let ids = self.said_below(self.metric, voice);
        let mut exact = ids.iter().filter(|id| {
            let fact = self.facts.fact(**id);
            fact.scope == *scope && self.facts.plan_of(**id).is_some_and(mine)
        });
        let id = *exact.next().ok_or(Reason::NothingStated)?;
        let fact = self.facts.fact(id);
        Ok(Sum { amount: fact.amount, step: fact.step.value(), by: Parts::one(id), as_of: None })
    }

    /// The sum of a metric inside a scope: of what the plan and those below it say, and of data of no plan
    /// where the plan does not report itself. Of a stock the last value up to the end of the scope's
    /// period, since the plan's own began.
    fn reached_of(
        &self,
        metric: MetricId,
        scope: &Arc<Scope>,
        voice: Voice,
        counts: impl Fn(FactId) -> bool,
    ) -> Option<Sum> {
        let kind = self.site.config.metrics.get(usize::from(metric.0))?.kind;
        let stock = match kind {
            MetricKind::Flow => false,
            MetricKind::Stock => true,
            MetricKind::Ratio(_) => return None,
        };
        let scope_of = |id: FactId| &*self.facts.fact(id).scope;
        let said = self.said_below(metric, voice).iter().copied();
        let mut ids: Vec<FactId> =
            said.filter(|id| is_inside(self.facts, scope_of(*id), scope, stock)).collect();
        let unattached = Unattached::new(self.facts, metric, voice);
        if !unattached.all().is_empty() {
            let reported = unattached.reported(self.plan);
            let here = unattached.inside(scope, stock);
            let free =
                |id: &&FactId| !reported.iter().any(|own| is_inside(self.facts, scope_of(**id), own, stock));
            ids.extend(here.iter().filter(free));
        }
        if stock {
            let since = self.site.plan(self.plan).period.as_ref().map(|period| period.value.start);
            ids.retain(|id| {
                scope_of(*id).period.is_none_or(|period| since.is_none_or(|since| period.end >= since))
            });
        }
        ids.retain(|id| counts(*id));
        if ids.is_empty() { None } else { Sum::of_reality(self.facts, &ids, stock) }
    }

    pub(super) fn children(&self, cascade: &Cascade, below: &[NodeId]) -> Vec<(PlanIndex, Cell)> {
        let tree = &self.facts.tree;
        let all: Vec<PlanIndex> = tree.children(self.plan).collect();
        // The last one that is entered before a plan, or with it, is the one that it lies below.
        let child_of = |plan: PlanIndex| {
            let behind = all.partition_point(|child| tree.enter(*child) <= tree.enter(plan));
            all.get(behind.checked_sub(1)?).copied().filter(|child| tree.within(plan, *child))
        };
        let mut children: BTreeMap<u32, (PlanIndex, Vec<NodeId>)> = BTreeMap::new();
        for id in below {
            if let Some(child) = cascade.plan_of(*id).and_then(child_of) {
                children.entry(tree.enter(child)).or_insert((child, Vec::new())).1.push(*id);
            }
        }
        let cells = children.into_values();
        cells
            .map(|(child, nodes)| (child, self.cell(Sum::of_nodes(cascade, &nodes), Reason::NothingStated)))
            .collect()
    }

    pub(super) fn cell(&self, sum: Option<Sum>, reason: Reason) -> Cell {
        self.cell_or(sum.ok_or(reason))
    }

    fn cell_or(&self, sum: Result<Sum, Reason>) -> Cell {
        match sum {
            Ok(sum) => cell(&sum),
            Err(reason) => Cell { why_empty: Some(reason), ..Cell::default() },
        }
    }
}
