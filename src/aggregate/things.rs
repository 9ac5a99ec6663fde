//! The things of a site that lists and counts are made of: plans, phases, budget items, tasks, statements,
//! each with what conditions and axes ask of it.

use super::choice::Choice;
use super::facts::{FactId, Facts, StatementRef};
use super::scope::{Scope, Values};
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::model::{Plan, Spanned, StatementKind};
use crate::period::Period;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::{Condition, Filter, Subject};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

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

/// A thing with what is asked of it.
#[derive(Clone, Debug)]
pub(super) struct Thing<'a> {
    pub(super) item: Item,
    pub(super) plan: Option<PlanIndex>,
    pub(super) name: &'a str,
    pub(super) owners: Vec<&'a str>,
    pub(super) scope: Arc<Scope>,
    pub(super) done: bool,
    /// Of statements: their fact and kind.
    pub(super) fact: Option<FactId>,
    pub(super) kind: Option<StatementKind>,
    pub(super) metric: Option<MetricId>,
    pub(super) amount: Option<(Amount, Decimal)>,
}

/// All things of a subject that a filter leaves in (with metrics: only of these), in their own order: plans
/// in the order of the tree, phases by their first day, tasks by the day they are due, the rest as written.
pub(super) fn things<'a>(
    facts: &'a Facts,
    site: &'a Site,
    choice: &Choice<'a>,
    filter: &Filter,
    subject: Subject,
    metrics: &[MetricId],
) -> Vec<Thing<'a>> {
    let mut things = Vec::new();
    if subject == Subject::Statements {
        statements(facts, site, &mut things);
    } else {
        for index in &facts.tree.order {
            let of = Of { facts, index: *index, plan: site.plan(*index) };
            match subject {
                Subject::Phases => of.phases(&mut things),
                Subject::Tasks => of.tasks(&mut things),
                Subject::Budget => of.budgets(&mut things),
                Subject::Plans | Subject::Targets | Subject::Statements => things.push(of.itself()),
            }
        }
    }
    let claimed = if subject == Subject::Statements { choice.claimed() } else { BTreeSet::new() };
    let of_metrics = |metric: Option<MetricId>| match metric {
        Some(metric) => (metrics.is_empty() || metrics.contains(&metric)) && choice.metric(metric),
        None => subject != Subject::Budget || metrics.is_empty(),
    };
    things.retain(|thing| {
        let is_chosen = match (thing.fact, thing.plan) {
            (Some(id), _) => choice.fact(id) || claimed.contains(&id),
            (None, plan) => plan.is_some_and(|plan| choice.plan(plan)) && choice.named(&thing.owners),
        };
        is_chosen
            && choice.scope(&thing.scope)
            && of_metrics(thing.metric)
            && filter.terms.iter().all(|term| match &term.condition {
                Condition::Done(done) => (thing.done == *done) != term.negated,
                Condition::Statement(kinds) => {
                    thing.kind.is_some_and(|kind| kinds.contains(&kind)) != term.negated
                }
                _ => true,
            })
    });
    match subject {
        Subject::Phases => things.sort_by_key(|thing| thing.scope.period),
        Subject::Tasks => things.sort_by_key(|thing| (thing.scope.period.is_none(), thing.scope.period)),
        _ => {}
    }
    things
}

fn statements<'a>(facts: &'a Facts, site: &'a Site, things: &mut Vec<Thing<'a>>) {
    for (id, fact) in (0..).zip(&*facts.facts) {
        let whose = facts.whose(id);
        let plan = whose.plan.map(|plan| site.plan(plan));
        let owners = match (&whose.owner, plan) {
            (Some(owner), _) => vec![&**owner],
            (None, Some(plan)) => texts(&plan.owners),
            (None, None) => Vec::new(),
        };
        things.push(Thing {
            item: Item::Statement(facts.statement(id)),
            plan: whose.plan,
            name: plan.map_or("", |plan| &plan.title.value),
            owners,
            scope: Arc::clone(&fact.scope),
            done: false,
            fact: Some(id),
            kind: Some(fact.kind),
            metric: Some(fact.metric),
            amount: Some((fact.amount, fact.step.value())),
        });
    }
}

fn texts(values: &[Spanned<String>]) -> Vec<&str> {
    values.iter().map(|value| value.value.as_str()).collect()
}

/// A plan whose things are collected.
struct Of<'a> {
    facts: &'a Facts,
    index: PlanIndex,
    plan: &'a Plan,
}

impl<'a> Of<'a> {
    fn itself(&self) -> Thing<'a> {
        let period = self.plan.period.as_ref().map(|period| period.value);
        Thing {
            item: Item::Plan(self.index),
            plan: Some(self.index),
            name: &self.plan.title.value,
            owners: texts(&self.plan.owners),
            scope: self.scope(period),
            done: false,
            fact: None,
            kind: None,
            metric: None,
            amount: None,
        }
    }

    /// The plan's values in another period.
    fn scope(&self, period: Option<Period>) -> Arc<Scope> {
        let mut values: Values = self
            .plan
            .dimensions
            .iter()
            .filter_map(|(dimension, id)| Some((*dimension, self.facts.space.value(*dimension, &id.value)?)))
            .collect();
        values.sort_by_key(|(dimension, _)| *dimension);
        values.dedup_by_key(|(dimension, _)| *dimension);
        Arc::new(Scope::new(period, values))
    }

    fn owners(&self, own: Option<&'a Spanned<String>>) -> Vec<&'a str> {
        own.map_or_else(|| texts(&self.plan.owners), |own| vec![&own.value])
    }

    fn phases(&self, things: &mut Vec<Thing<'a>>) {
        for (at, phase) in (0..).zip(&self.plan.phases) {
            things.push(Thing {
                item: Item::Phase(self.index, at),
                name: &phase.name.value,
                owners: self.owners(phase.owner.as_ref()),
                scope: self.scope(Some(phase.period.value)),
                ..self.itself()
            });
        }
    }

    fn tasks(&self, things: &mut Vec<Thing<'a>>) {
        for (at, task) in (0..).zip(&self.plan.tasks) {
            things.push(Thing {
                item: Item::Task(self.index, at),
                name: &task.name.value,
                owners: self.owners(task.owner.as_ref()),
                scope: self.scope(task.due.as_ref().map(|due| Period::day(due.value))),
                done: task.done,
                ..self.itself()
            });
        }
    }

    fn budgets(&self, things: &mut Vec<Thing<'a>>) {
        for (at, budget) in (0..).zip(&self.plan.budgets) {
            for (row, item) in (0..).zip(&budget.items) {
                let amount =
                    item.amount.as_ref().map(|amount| (amount.value.amount, amount.value.step.value()));
                things.push(Thing {
                    item: Item::Budget(self.index, at, row),
                    name: &item.name.value,
                    metric: budget.metric,
                    amount,
                    ..self.itself()
                });
            }
        }
    }
}
