//! Views that list things one by one: plans, phases, budget items, tasks, statements.

use super::answer::answer;
use super::cascade::Cascade;
use super::choice::Choice;
use super::facts::{FactId, Facts, StatementRef};
use super::said::{flowing, standing};
use super::table::{Cell, Key, Role, Series};
use super::things::{Item, Thing, things};
use super::voice::Voice;
use crate::config::{MetricId, MetricKind};
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
    /// For budgets and statements with `totals`, by metric: the sum over all, also those cut. For
    /// statements only where those of a metric are of one kind; then without double counting.
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
        let at = self.beside.series.iter().position(|series| series.measure == measure)?;
        self.beside.cells.get(&Key::Plan(thing.plan?))?.get(at)?.amount?.point()
    }
}

fn totals(
    facts: &Facts,
    site: &Site,
    subject: Subject,
    all: &[Thing<'_>],
) -> Vec<(MetricId, Amount, Decimal)> {
    match subject {
        Subject::Budget => budget_totals(all),
        Subject::Statements => statement_totals(facts, site, all),
        Subject::Plans | Subject::Phases | Subject::Tasks | Subject::Targets => Vec::new(),
    }
}

fn budget_totals(all: &[Thing<'_>]) -> Vec<(MetricId, Amount, Decimal)> {
    let mut totals: BTreeMap<MetricId, (Amount, Decimal)> = BTreeMap::new();
    for thing in all {
        let Some((metric, (amount, step))) = thing.metric.zip(thing.amount) else { continue };
        let total = totals.entry(metric).or_insert((Amount::zero(), step));
        *total = (total.0.add(&amount), total.1.min(step));
    }
    totals.into_iter().map(|(metric, (amount, step))| (metric, amount, step)).collect()
}

fn statement_totals(facts: &Facts, site: &Site, all: &[Thing<'_>]) -> Vec<(MetricId, Amount, Decimal)> {
    let chosen: BTreeSet<StatementRef> = all
        .iter()
        .filter_map(|thing| if let Item::Statement(at) = thing.item { Some(at) } else { None })
        .collect();
    let mut by_metric: BTreeMap<MetricId, Vec<FactId>> = BTreeMap::new();
    for (id, fact) in (0..).zip(&facts.facts) {
        if chosen.contains(&fact.at) {
            by_metric.entry(fact.metric).or_default().push(id);
        }
    }
    let mut totals = Vec::new();
    for (metric, ids) in by_metric {
        let kinds: BTreeSet<_> = ids.iter().map(|id| facts.fact(*id).kind).collect();
        let declared = site.config.metrics.get(usize::from(metric.0)).map(|metric| metric.kind);
        let (1, Some(kind)) = (kinds.len(), kinds.first()) else { continue };
        let said = match declared {
            Some(MetricKind::Flow) => flowing(facts, &ids),
            Some(MetricKind::Stock) => standing(facts, &ids),
            Some(MetricKind::Ratio(_)) | None => continue,
        };
        let cascade = match Voice::of(*kind) {
            Voice::Target => Cascade::of_plans(facts, said),
            _ => Cascade::of_all(facts, &said),
        };
        let step = ids.iter().map(|id| facts.fact(*id).step).min().unwrap_or_default();
        totals.push((metric, super::amount::settled(cascade.total()), step));
    }
    totals
}
