//! From a query to its answer: the numbers of every metric, the heads that they need, the cells.

use super::facts::Facts;
use super::lane::{Lane, Slot, Way};
use super::numbers::Numbers;
use super::order;
use super::sums::Asked;
use super::table::{Answer, Cell, Head, Role, Series};
use super::tally::tally;
use crate::config::MetricId;
use crate::site::Site;
use crate::view::{Axis, Filter, Measure, Query, Subject};
use std::collections::BTreeSet;

/// Answers a query.
pub fn answer(facts: &Facts, site: &Site, query: &Query) -> Answer {
    if query.subject != Subject::Targets {
        return tally(facts, site, query);
    }
    let asked = Asked::new(facts, site, query);
    let metrics: Vec<MetricId> =
        query.metrics.iter().copied().filter(|metric| asked.choice.metric(*metric)).collect();
    let by_metric = asked.rows.way == Way::Metric || asked.columns.way == Way::Metric;
    let mut series = Vec::new();
    let mut numbers: Vec<Numbers> = Vec::new();
    if by_metric {
        let mut all = Numbers::default();
        for (index, metric) in query.metrics.iter().enumerate().filter(|(_, metric)| metrics.contains(metric))
        {
            all.absorb(&asked, index, Numbers::new(&asked, *metric, &query.show));
        }
        numbers.push(all);
        series.extend(query.show.iter().map(|measure| Series { metric: None, measure: *measure }));
    } else {
        for metric in &metrics {
            numbers.push(Numbers::new(&asked, *metric, &query.show));
            let of_metric = |measure: &Measure| Series { metric: Some(*metric), measure: *measure };
            series.extend(query.show.iter().map(of_metric));
        }
    }
    let (rows, columns) = heads(&asked, query, &numbers, &metrics);
    let cells = |row: usize, column: Slot| -> Vec<Cell> {
        let of = |numbers: &Numbers| -> Vec<Cell> {
            query.show.iter().map(|measure| numbers.cell((rows[row].0, column), *measure)).collect()
        };
        numbers.iter().flat_map(of).collect()
    };
    let cells =
        (0..rows.len()).map(|row| columns.iter().map(|(column, _)| cells(row, *column)).collect()).collect();
    let heads = |heads: Vec<(Slot, Head)>| heads.into_iter().map(|(_, head)| head).collect();
    let mut answer = Answer { rows: heads(rows), columns: heads(columns), series, cells, cut: 0 };
    if matches!(asked.rows.way, Way::Value(_)) {
        order::note_coverage(&mut answer);
    }
    order::arrange(&mut answer, query.sort, query.limit);
    answer
}

type Heads = Vec<(Slot, Head)>;

fn heads(asked: &Asked<'_>, query: &Query, numbers: &[Numbers], metrics: &[MetricId]) -> (Heads, Heads) {
    let mut rows = BTreeSet::new();
    let mut columns = BTreeSet::new();
    for (row, column) in numbers.iter().flat_map(Numbers::places) {
        rows.insert(row);
        columns.insert(column);
    }
    for (lane, used) in [(&asked.rows, &mut rows), (&asked.columns, &mut columns)] {
        if lane.way == Way::Metric {
            // What was asked for is shown even where it has no number.
            let asked_for = query.metrics.iter().enumerate().filter(|(_, metric)| metrics.contains(metric));
            used.extend(asked_for.map(|(index, _)| Lane::slot_of_metric(index)));
        }
    }
    let of = |lane: &Lane, used: &BTreeSet<Slot>| {
        lane.heads(asked.facts, asked.site, &asked.choice, used, query.totals)
    };
    (of(&asked.rows, &rows), of(&asked.columns, &columns))
}

/// One number: a measure of a metric over everything that a filter leaves in.
pub fn reading(facts: &Facts, site: &Site, metric: MetricId, measure: Measure, filter: &Filter) -> Cell {
    let query = Query {
        subject: Subject::Targets,
        metrics: vec![metric],
        rows: Axis::Metric,
        columns: None,
        filter: filter.clone(),
        show: vec![measure],
        totals: false,
        sort: None,
        limit: None,
    };
    let answer = answer(facts, site, &query);
    let cell = answer.cells.into_iter().next().and_then(|row| row.into_iter().next());
    cell.and_then(|cells| cells.into_iter().next()).unwrap_or_default()
}

impl Head {
    /// Whether it is a value of the axis rather than a rest or a total.
    pub fn is_entry(&self) -> bool {
        self.role == Role::Entry
    }
}
