//! What a filter leaves in. Conditions on the plan (kind, status, tag, plan, parent) and on owners choose
//! plans and their statements; conditions on dimensions and periods choose scopes. Data that are nobody's have no kind,
//! status, tag, plan, parent, nor owner.

use super::facts::{FactId, Facts};
use super::pieces::Aim;
use super::scope::{Scope, Space, Value, period_inside};
use super::unattached::Unattached;
use super::voice::Voice;
use crate::config::{DimensionId, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::site::Site;
use crate::view::{Condition, Filter};
use std::collections::BTreeSet;

/// A filter, made ready.
pub(super) struct Choice<'a> {
    facts: &'a Facts,
    site: &'a Site,
    /// For each plan whether the conditions on plans hold.
    plans: Vec<bool>,
    /// Whether there are conditions on plans or owners.
    pub(super) by_plan: bool,
    /// Whether there are conditions on plans.
    asks_plans: bool,
    /// Whether what has no plan and no owner is left in: nothing is asked for but what it must not have.
    nobody: bool,
    owners: Vec<(&'a [Box<str>], bool)>,
    /// For each plan whether its owners are left in; none without conditions on owners.
    named: Vec<bool>,
    pub(super) scopes: Terms,
    metrics: Vec<(&'a [MetricId], bool)>,
}

/// The conditions on scopes, each with whether its contrary is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Terms(Vec<(ScopeTerm, bool)>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ScopeTerm {
    Values(DimensionId, Vec<Value>),
    Periods(Vec<Period>),
}

impl Terms {
    /// Whether all scopes are left in.
    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a scope is left in; of a `stock` whatever its period.
    pub(super) fn leave_in(&self, space: &Space, scope: &Scope, stock: bool) -> bool {
        self.values(space, scope) && (stock || self.period(scope.period))
    }

    fn values(&self, space: &Space, scope: &Scope) -> bool {
        self.0.iter().all(|(term, negated)| match term {
            ScopeTerm::Values(dimension, values) => {
                let inside = scope
                    .value(*dimension)
                    .is_some_and(|value| values.iter().any(|among| space.within(*dimension, value, *among)));
                inside != *negated
            }
            ScopeTerm::Periods(_) => true,
        })
    }

    fn period(&self, period: Option<Period>) -> bool {
        self.0.iter().all(|(term, negated)| match term {
            ScopeTerm::Periods(periods) => {
                periods.iter().any(|during| period_inside(period, Some(*during))) != *negated
            }
            ScopeTerm::Values(..) => true,
        })
    }
}

impl<'a> Choice<'a> {
    pub(super) fn new(facts: &'a Facts, site: &'a Site, filter: &'a Filter) -> Self {
        let mut choice = Self {
            facts,
            site,
            plans: vec![true; site.plans.len()],
            by_plan: false,
            asks_plans: false,
            nobody: true,
            owners: Vec::new(),
            named: Vec::new(),
            scopes: Terms::default(),
            metrics: Vec::new(),
        };
        for term in &filter.terms {
            match &term.condition {
                Condition::Dimension(dimension, ids) => {
                    let values = ids.iter().filter_map(|id| facts.space.value(*dimension, id)).collect();
                    choice.scopes.0.push((ScopeTerm::Values(*dimension, values), term.negated));
                }
                Condition::Period(periods) => {
                    choice.scopes.0.push((ScopeTerm::Periods(periods.clone()), term.negated));
                }
                Condition::Owner(owners) => {
                    choice.by_plan = true;
                    choice.nobody &= term.negated;
                    choice.owners.push((owners, term.negated));
                }
                Condition::Metric(metrics) => choice.metrics.push((metrics, term.negated)),
                Condition::Statement(_) | Condition::Done(_) => {}
                condition => choice.choose_plans(condition, term.negated),
            }
        }
        for (index, _) in site.indexed_plans() {
            choice.plans[index.0 as usize] &= facts.tree.is_shown(index);
        }
        if !choice.owners.is_empty() {
            let named = |(index, _)| choice.named(&choice.owners_of_plan(index));
            let of_plans = site.indexed_plans().map(named).collect();
            choice.named = of_plans;
        }
        choice
    }

    fn choose_plans(&mut self, condition: &Condition, negated: bool) {
        self.by_plan = true;
        self.asks_plans = true;
        self.nobody &= negated;
        for (index, _) in self.site.indexed_plans() {
            if condition.holds_for_plan(self.site, index) == negated {
                self.plans[index.0 as usize] = false;
            }
        }
    }

    /// Whether a plan is left in, by the conditions on plans alone.
    pub(super) fn plan(&self, plan: PlanIndex) -> bool {
        self.plans.get(plan.0 as usize).is_some_and(|chosen| *chosen)
    }

    /// Whether these owners are left in.
    pub(super) fn named(&self, names: &[&str]) -> bool {
        self.owners
            .iter()
            .all(|(owners, negated)| owners.iter().any(|owner| names.contains(&&**owner)) != *negated)
    }

    /// The owners of a plan.
    pub(super) fn owners_of_plan(&self, plan: PlanIndex) -> Vec<&'a str> {
        self.site.plan(plan).owners.iter().map(|owner| owner.value.as_str()).collect()
    }

    /// Whether a fact is left in, its scope aside. Data of no plan are as what they belong to (see [`Self::claimed`]).
    pub(super) fn fact(&self, id: FactId) -> bool {
        let whose = self.facts.whose(id);
        let Some(plan) = whose.plan else {
            let asks_plans = if whose.owner.is_some() { self.asks_plans } else { self.by_plan };
            return self.names_owner_of(id) && (!asks_plans || self.nobody && self.is_nobodys(id));
        };
        let named = |plan: PlanIndex| match &whose.owner {
            Some(owner) => self.named(&[owner]),
            None => self.named.get(plan.0 as usize).is_some_and(|named| *named),
        };
        self.plan(plan) && (self.owners.is_empty() || named(plan))
    }

    /// Whether the owner of data of no plan is left in, where they name one: they are that owner's, whoever claims them.
    pub(super) fn names_owner_of(&self, id: FactId) -> bool {
        self.facts.whose(id).owner.as_ref().is_none_or(|owner| self.named(&[owner]))
    }

    /// Whether no plan states anything in which a fact of no plan lies.
    pub(super) fn is_nobodys(&self, id: FactId) -> bool {
        let fact = self.facts.fact(id);
        let unattached = Unattached::new(self.facts, fact.metric, Voice::of(fact.kind));
        unattached.of_nobody(self.is_stock(fact.metric)).binary_search(&id).is_ok()
    }

    /// The data of no plan that plans which are left in may count as theirs.
    pub(super) fn claimed(&self) -> BTreeSet<FactId> {
        let questions = self.facts.unattached.keys().filter(|(_, voice)| self.by_plan && !voice.is_planned());
        let of = |(metric, voice): &(MetricId, Voice)| {
            let left_in = |voice| {
                let all = self.facts.of_voice(*metric, voice).iter().copied();
                all.filter(|id| self.facts.plan_of(*id).is_some() && self.fact(*id)).collect::<Vec<_>>()
            };
            let unattached = Unattached::new(self.facts, *metric, *voice);
            let mut claimed =
                unattached.claimed(&left_in(Voice::Target), &left_in(*voice), self.is_stock(*metric));
            claimed.retain(|id| self.names_owner_of(*id));
            claimed
        };
        questions.filter(|(metric, _)| !self.is_ratio(*metric)).flat_map(of).collect()
    }

    fn kind(&self, metric: MetricId) -> Option<MetricKind> {
        self.site.config.metrics.get(usize::from(metric.0)).map(|metric| metric.kind)
    }

    pub(super) fn is_stock(&self, metric: MetricId) -> bool {
        self.kind(metric) == Some(MetricKind::Stock)
    }

    pub(super) fn is_ratio(&self, metric: MetricId) -> bool {
        matches!(self.kind(metric), Some(MetricKind::Ratio(_)))
    }

    /// Whether a metric is left in.
    pub(super) fn metric(&self, metric: MetricId) -> bool {
        self.metrics.iter().all(|(metrics, negated)| metrics.contains(&metric) != *negated)
    }

    /// Whether a scope is left in.
    pub(super) fn scope(&self, scope: &Scope) -> bool {
        self.scopes.leave_in(&self.facts.space, scope, false)
    }

    /// Whether a scope's values are left in, whatever its period.
    pub(super) fn values(&self, scope: &Scope) -> bool {
        self.scopes.values(&self.facts.space, scope)
    }

    /// Whether a period is left in.
    pub(super) fn period(&self, period: Option<Period>) -> bool {
        self.scopes.period(period)
    }

    /// Whether a value of a dimension is left in as a row: it lies in what the filter asks for.
    pub(super) fn value(&self, dimension: DimensionId, value: Value) -> bool {
        self.scopes.0.iter().all(|(term, negated)| match term {
            ScopeTerm::Values(of, values) if *of == dimension && !negated => {
                values.iter().any(|among| self.facts.space.within(dimension, value, *among))
            }
            _ => true,
        })
    }

    /// Whether the filter asks for exactly a value.
    pub(super) fn asks_for(&self, dimension: DimensionId, value: Value) -> bool {
        self.scopes.0.iter().any(|(term, negated)| match term {
            ScopeTerm::Values(of, values) => *of == dimension && !negated && values.contains(&value),
            ScopeTerm::Periods(_) => false,
        })
    }

    /// The periods that are asked for, where some are.
    pub(super) fn periods(&self) -> Option<&[Period]> {
        self.scopes.0.iter().find_map(|(term, negated)| match term {
            ScopeTerm::Periods(periods) if !negated => Some(periods.as_slice()),
            _ => None,
        })
    }

    /// Whether periods are asked for or excluded.
    pub(super) fn has_periods(&self) -> bool {
        self.scopes.0.iter().any(|(term, _)| matches!(term, ScopeTerm::Periods(_)))
    }

    /// What the filter asks of scopes.
    pub(super) fn aims(&self) -> impl Iterator<Item = Aim> {
        self.scopes.0.iter().map(|(term, _)| match term {
            ScopeTerm::Values(dimension, values) => Aim::Among(*dimension, values.clone()),
            ScopeTerm::Periods(periods) => Aim::During(periods.clone()),
        })
    }
}
