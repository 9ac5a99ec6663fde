//! Views that list things one by one: plans, phases, budget items, tasks, statements.

use super::amount::settled;
use super::answer::answer;
use super::choice::Choice;
use super::facts::{FactId, Facts, Question};
use super::table::{Cell, Key, Role, Series};
use super::things::{Item, Thing, things};
use super::voice::Voice;
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::{Axis, Field, List, Measure, Query, Sort, SortKey, Subject};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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
    /// For budgets and statements with `totals`, by metric: the sum over all, also those cut, without
    /// double counting; for statements only where those of a metric are of one kind.
    pub totals: Vec<(MetricId, Amount, Decimal)>,
    /// For plans with metrics and `totals`: the numbers of all plans left in.
    pub total_cells: Vec<Cell>,
}

/// Lists things.
pub fn list(facts: &Facts, site: &Site, list: &List) -> Listing {
    let choice = Choice::new(facts, site, &list.filter);
    let metrics = if list.subject == Subject::Plans { &[] } else { list.metrics.as_slice() };
    let mut all = things(facts, site, &choice, &list.filter, list.subject, metrics);
    let beside =
        (list.subject == Subject::Plans && !list.metrics.is_empty()).then(|| beside(facts, site, list));
    let beside = beside.unwrap_or_default();
    if let Some(sort) = list.sort {
        let order = Order { site, sort, beside: &beside };
        all.sort_by(|a, b| order.compare(a, b));
    }
    let mut listing = Listing { total_count: all.len(), series: beside.series, ..Listing::default() };
    if list.totals {
        listing.totals = totals(facts, site, list.subject, &all);
        listing.total_cells = beside.total;
    }
    all.truncate(list.limit.unwrap_or(usize::MAX));
    listing.items = all.iter().map(|thing| thing.item).collect();
    if !listing.series.is_empty() {
        let none = vec![Cell::default(); listing.series.len()];
        let cells = listing.items.iter().map(|item| match item {
            Item::Plan(plan) => beside.cells.get(&Key::Plan(*plan)).cloned().unwrap_or(none.clone()),
            _ => none.clone(),
        });
        listing.cells = cells.collect();
    }
    listing
}

/// Numbers beside plans.
#[derive(Default)]
struct Beside {
    series: Vec<Series>,
    cells: BTreeMap<Key, Vec<Cell>>,
    total: Vec<Cell>,
}

fn beside(facts: &Facts, site: &Site, list: &List) -> Beside {
    let query = Query {
        subject: Subject::Targets,
        metrics: list.metrics.clone(),
        rows: Axis::Plan,
        columns: None,
        filter: list.filter.clone(),
        show: list.show.clone(),
        totals: true,
        sort: None,
        limit: None,
    };
    let answer = answer(facts, site, &query);
    let mut beside = Beside { series: answer.series, ..Beside::default() };
    for (head, row) in answer.rows.into_iter().zip(answer.cells) {
        let cells = row.into_iter().next().unwrap_or_default();
        match head.role {
            Role::Entry => {
                beside.cells.insert(head.key, cells);
            }
            Role::Total => beside.total = cells,
            Role::Rest | Role::NotSplit => {}
        }
    }
    beside
}

/// An order of things.
struct Order<'a> {
    site: &'a Site,
    sort: Sort,
    beside: &'a Beside,
}

impl Order<'_> {
    /// Things without what the order goes by come last either way.
    fn compare(&self, a: &Thing<'_>, b: &Thing<'_>) -> Ordering {
        match self.sort.key {
            SortKey::Measure(measure) => self.by(a, b, |thing| self.number(thing, measure)),
            SortKey::Label => self.by(a, b, |thing| Some(thing.name)),
            SortKey::Field(field) => self.by_field(field, a, b),
        }
    }

    fn by<'t, 'a, K: Ord>(
        &self,
        a: &'t Thing<'a>,
        b: &'t Thing<'a>,
        key: impl Fn(&'t Thing<'a>) -> Option<K>,
    ) -> Ordering {
        match (key(a), key(b)) {
            (Some(a), Some(b)) if self.sort.descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    fn by_field(&self, field: Field, a: &Thing<'_>, b: &Thing<'_>) -> Ordering {
        let plan = |thing: &Thing<'_>| thing.plan.map(|plan| self.site.plan(plan));
        match field {
            Field::Title => self.by(a, b, |thing| plan(thing).map(|plan| plan.title.value.clone())),
            Field::Plan => self.by(a, b, |thing| plan(thing).map(|plan| plan.id.value.clone())),
            Field::Kind => self.by(a, b, |thing| plan(thing)?.kind.as_ref().map(|kind| kind.value.clone())),
            Field::Status => self.by(a, b, |thing| {
                let status = &plan(thing)?.status.as_ref()?.value;
                let known = self.site.config.statuses.iter().position(|known| known == status);
                Some((known.unwrap_or(usize::MAX), status.clone()))
            }),
            Field::Owner => self.by(a, b, |thing| thing.owners.first().copied()),
            Field::Period => {
                self.by(a, b, |thing| thing.scope.period.map(|period| (period.start, period.end)))
            }
            Field::Start => self.by(a, b, |thing| thing.scope.period.map(|period| period.start)),
            Field::End | Field::Due => self.by(a, b, |thing| thing.scope.period.map(|period| period.end)),
            Field::Done => self.by(a, b, |thing| Some(thing.done)),
            Field::Name => self.by(a, b, |thing| Some(thing.name)),
            Field::Amount => self.by(a, b, |thing| thing.amount?.0.point()),
            Field::Metric => self.by(a, b, |thing| thing.metric),
        }
    }

    fn number(&self, thing: &Thing<'_>, measure: Measure) -> Option<Decimal> {
        if measure == Measure::Amount {
            return thing.amount?.0.point();
        }
        let at = self.beside.series.iter().position(|series| series.measure == measure)?;
        self.beside.cells.get(&Key::Plan(thing.plan?))?.get(at)?.amount?.point()
    }
}

/// The sums of the statements that are listed, or that the budgets listed are made of, by metric.
fn totals(
    facts: &Facts,
    site: &Site,
    subject: Subject,
    all: &[Thing<'_>],
) -> Vec<(MetricId, Amount, Decimal)> {
    let ids: Vec<FactId> = match subject {
        Subject::Budget => {
            let of = |thing: &Thing<'_>| thing.plan.zip(thing.metric);
            let listed: BTreeSet<(PlanIndex, MetricId)> = all.iter().filter_map(of).collect();
            let budget = |id: &FactId| {
                let fact = facts.fact(*id);
                let here = facts.plan_of(*id).is_some_and(|plan| listed.contains(&(plan, fact.metric)));
                here && fact.kind == StatementKind::Budget
            };
            (0..).take(facts.facts.len()).filter(budget).collect()
        }
        Subject::Statements => all.iter().filter_map(|thing| thing.fact).collect(),
        Subject::Plans | Subject::Phases | Subject::Tasks | Subject::Targets => Vec::new(),
    };
    let mut by_metric: BTreeMap<MetricId, Vec<FactId>> = BTreeMap::new();
    for id in ids {
        by_metric.entry(facts.fact(id).metric).or_default().push(id);
    }
    let total = |(metric, ids): (MetricId, Vec<FactId>)| {
        let (amount, step) = total(facts, site, metric, &ids)?;
        Some((metric, amount, step))
    };
    by_metric.into_iter().filter_map(total).collect()
}

/// The sum of statements of one metric without double counting, where they are of one kind.
fn total(facts: &Facts, site: &Site, metric: MetricId, ids: &[FactId]) -> Option<(Amount, Decimal)> {
    let kinds: BTreeSet<StatementKind> = ids.iter().map(|id| facts.fact(*id).kind).collect();
    let kind = kinds.first().filter(|_| kinds.len() == 1)?;
    let stock = match site.config.metrics.get(usize::from(metric.0))?.kind {
        MetricKind::Flow => false,
        MetricKind::Stock => true,
        MetricKind::Ratio(_) => return None,
    };
    let cascade = facts.cascade(ids, Question { metric, voice: Voice::of(*kind), stock });
    let step = ids.iter().map(|id| facts.fact(*id).step).min()?;
    Some((settled(cascade.total()), step.value()))
}
