//! The numbers of every value of an axis (a dimension, owners, kinds, tags), answered once for all of its
//! pages: a page of a value is a row of this answer, turned so that its metrics are the rows. Asked one by
//! one, each page would go through all statements of the site again.

use crate::aggregate::{Answer, Facts, Head, Key, Role, Series, answer};
use crate::config::MetricId;
use crate::memo::Memo;
use crate::period::Period;
use crate::site::Site;
use crate::view::{Axis, Condition, Filter, Measure, Query, Subject, Term};
use std::sync::Arc;

/// The time that a table is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Span {
    /// A year by quarter.
    Quarters(Period),
    /// A year, or a period that lies in none, as a whole.
    Whole(Period),
    /// What lies in none of these periods.
    Outside(Arc<[Period]>),
}

impl Span {
    /// The period, where it is one.
    pub(super) fn period(&self) -> Option<Period> {
        match self {
            Self::Quarters(period) | Self::Whole(period) => Some(*period),
            Self::Outside(_) => None,
        }
    }

    /// The axis of the columns.
    pub(super) fn columns(&self) -> Option<Axis> {
        matches!(self, Self::Quarters(_)).then_some(Axis::Quarter)
    }

    fn term(&self) -> Term {
        match self {
            Self::Quarters(period) | Self::Whole(period) => {
                Term { condition: Condition::Period(vec![*period]), negated: false }
            }
            Self::Outside(periods) => Term { condition: Condition::Period(periods.to_vec()), negated: true },
        }
    }
}

/// An axis in a time.
type Asked = (Axis, Span);

/// Answers that pages have asked for.
#[derive(Default)]
pub(super) struct ByAxis(Memo<Asked, Answer>);

/// What a page of a value shows of each metric.
pub(super) const SHOWN: [Measure; 3] = [Measure::Target, Measure::Actual, Measure::Progress];

impl ByAxis {
    /// The numbers of a value in a time: a row a metric, the columns quarters or none.
    pub(super) fn of(
        &self,
        (site, facts): (&Site, &Facts),
        metrics: &[MetricId],
        (axis, key): (Axis, &Key),
        span: &Span,
    ) -> Answer {
        turned(&self.whole((site, facts), metrics, axis, span), site, key)
    }

    /// Drops the answers: once each page has its row, nobody asks for them, and they hold more than all rows.
    pub(super) fn forget(&self) {
        self.0.forget();
    }

    /// The numbers of all values of an axis in a time, made once.
    pub(super) fn whole(
        &self,
        (site, facts): (&Site, &Facts),
        metrics: &[MetricId],
        axis: Axis,
        span: &Span,
    ) -> Arc<Answer> {
        self.0.get((axis, span.clone()), || answer(facts, site, &query(metrics, axis, span)))
    }
}

/// The query for all values of an axis, or for the metrics themselves.
fn query(metrics: &[MetricId], rows: Axis, span: &Span) -> Query {
    Query {
        subject: Subject::Targets,
        metrics: metrics.to_vec(),
        rows,
        columns: span.columns(),
        filter: Filter { terms: vec![span.term()] },
        show: SHOWN.to_vec(),
        totals: true,
        sort: None,
        limit: None,
    }
}

/// The row of a value with its metrics as rows; of the columns those between the first and the last that
/// have a number, of rests and totals those with one.
fn turned(whole: &Answer, site: &Site, key: &Key) -> Answer {
    let is_it = |head: &Head| head.role == Role::Entry && head.key == *key;
    let series = SHOWN.map(|measure| Series { metric: None, measure }).to_vec();
    let Some(row) = whole.rows.iter().position(is_it) else {
        return Answer { series, ..Answer::default() };
    };
    let cells = &whole.cells[row];
    let has_number = |column: &usize| cells[*column].iter().any(|cell| cell.amount.is_some());
    let numbered: Vec<usize> = (0..whole.columns.len()).filter(has_number).collect();
    let entry = |column: &&usize| whole.columns[**column].role == Role::Entry;
    let entries = numbered.iter().find(entry).zip(numbered.iter().rfind(entry));
    let between = |column: &usize| entries.is_some_and(|(first, last)| (first..=last).contains(&column));
    let columns: Vec<usize> =
        (0..whole.columns.len()).filter(|column| has_number(column) || between(column)).collect();
    let mut turned = Answer { series, ..Answer::default() };
    turned.columns = columns.iter().map(|column| whole.columns[*column].clone()).collect();
    for (at, chunk) in whole.series.chunks(SHOWN.len()).enumerate() {
        let Some(metric) = chunk.first().and_then(|series| series.metric) else { continue };
        turned.rows.push(Head {
            key: Key::Metric(metric),
            label: site.config.metric(metric).title.clone(),
            depth: 0,
            parent: None,
            role: Role::Entry,
        });
        let of_metric = at * SHOWN.len()..(at + 1) * SHOWN.len();
        turned.cells.push(columns.iter().map(|column| cells[*column][of_metric.clone()].to_vec()).collect());
    }
    turned
}
