//! Totals of tables: the equation that a total must satisfy, and the statement that it is: a total states
//! its scope without the axis that was summed.

use super::numbers::{Inherited, Numbers, adds};
use super::{Equation, Origin, Spanned, Statement, StatementKind};
use crate::config::{Config, MetricId};
use crate::period::Period;
use crate::quantity::{Amount, Quantity};
use crate::text::Span;
use compact_str::{CompactString, format_compact};
use rust_decimal::Decimal;

/// A figure of a table: read or not, a statement or not.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) row: usize,
    pub(super) column: usize,
    /// `None` where it could not be read: what follows from it is not checked then.
    pub(super) quantity: Option<Spanned<Quantity>>,
    pub(super) statement: Option<u32>,
}

/// A stated total over figures.
pub(super) struct Total<'t> {
    pub(super) kind: StatementKind,
    pub(super) stated: Spanned<Quantity>,
    pub(super) parts: &'t [&'t Figure],
    /// Cells without one among them: a figure that is missing shows in the sums that it is not in.
    pub(super) blanks: &'t [Span],
    /// The metric where no part tells it.
    pub(super) metric: Option<MetricId>,
    /// Its scope; `None` where it states none of its own.
    pub(super) scope: Option<(Inherited, Option<CompactString>)>,
    pub(super) of: CompactString,
    pub(super) table: u32,
    pub(super) row: usize,
    pub(super) column: usize,
}

/// The metric of all figures, where they have one in common.
pub(super) fn common_metric(numbers: &Numbers, parts: &[&Figure]) -> Option<MetricId> {
    let mut metrics =
        parts.iter().filter_map(|part| Some(numbers.statements[part.statement? as usize].metric));
    let first = metrics.next()?;
    metrics.all(|metric| metric == first).then_some(first)
}

impl Numbers {
    /// Takes a total in.
    pub(super) fn total(&mut self, config: &Config, total: Total) {
        let metric =
            common_metric(self, total.parts).or(total.metric.filter(|_| !self.has_metrics(total.parts)));
        let over_time = self.differ_in_time(total.parts);
        let adds = |over_time| metric.is_none_or(|metric| adds(config, metric, over_time));
        // Over time a stock's last value counts; as a statement its total says nothing about any one time.
        let stock = !adds(over_time) && adds(false);
        if adds(over_time) {
            self.sum(&total, (total.parts, total.blanks), total.of.clone());
        } else if stock && let Some(last) = self.last_in_time(total.parts) {
            self.sum(&total, (&last, &[]), format_compact!("the last of {}", total.of));
        }
        // A part whose heading could not be read leaves open what the total is about.
        let is_sound = total.parts.iter().all(|part| part.statement.is_some() || part.quantity.is_none());
        let scope =
            total.scope.filter(|(scope, _)| is_sound && self.all_in_place(config, total.parts, scope));
        if let (Some(metric), Some((scope, item)), false) = (metric, scope, stock) {
            let mut statement = scope.statement(total.kind, metric, total.stated);
            statement.item = item;
            statement.origin = origin(total.table, total.row, total.column);
            let index = self.push(statement);
            self.totals.push(index);
        }
    }

    /// Whether all parts lie in a place: the sum over a plan's own region and others is not that of its own.
    fn all_in_place(&self, config: &Config, parts: &[&Figure], place: &Inherited) -> bool {
        let mut parts = parts.iter().filter_map(|part| self.of(part));
        parts.all(|part| {
            place.scope.iter().all(|(dimension, whole)| {
                let own = part.scope.iter().find(|(other, _)| other == dimension);
                own.is_some_and(|(_, own)| config.is_within(*dimension, own, whole))
            })
        })
    }

    fn has_metrics(&self, parts: &[&Figure]) -> bool {
        parts.iter().any(|part| part.statement.is_some())
    }

    /// The last figure of each place; `None` where these are not of one time, or not all could be read.
    fn last_in_time<'f>(&self, parts: &[&'f Figure]) -> Option<Vec<&'f Figure>> {
        let mut read = Vec::with_capacity(parts.len());
        for part in parts {
            let statement = self.of(part)?;
            read.push((*part, statement, statement.period?));
        }
        let last = read.iter().map(|(_, _, period)| period.end).max()?;
        let (last, earlier): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|(_, _, period)| period.end == last);
        let goes_on = |before: &Statement| {
            last.iter().any(|(_, now, _)| now.scope == before.scope && now.item == before.item)
        };
        let all_go_on = earlier.iter().all(|(_, before, _)| goes_on(before));
        all_go_on.then(|| last.into_iter().map(|(figure, _, _)| figure).collect())
    }

    fn sum(&mut self, total: &Total, (parts, blanks): (&[&Figure], &[Span]), of: CompactString) {
        let unit = &total.stated.value.unit;
        let adds_up = |part: &&Figure| part.quantity.as_ref().is_some_and(|term| term.value.unit == *unit);
        if parts.is_empty() || !parts.iter().all(adds_up) {
            return;
        }
        let mut terms = Vec::with_capacity(parts.len() + blanks.len());
        terms.extend(parts.iter().filter_map(|part| part.quantity.clone()));
        let nothing = |span: &Span| {
            let value = Quantity {
                amount: Amount::exact(Decimal::ZERO),
                text: CompactString::default(),
                ..total.stated.value.clone()
            };
            Spanned { value, span: *span }
        };
        terms.extend(blanks.iter().map(nothing));
        self.equations.push(Equation {
            rule: "sum-mismatch",
            stated: total.stated.clone(),
            terms,
            of,
            exact: total.kind == StatementKind::Target,
            partial: false,
            table: Some(total.table),
        });
    }

    fn differ_in_time(&self, parts: &[&Figure]) -> bool {
        let mut periods =
            parts.iter().filter_map(|part| Some(self.statements[part.statement? as usize].period));
        let first = periods.next();
        periods.any(|period| Some(period) != first)
    }

    /// What the parts have in common, and otherwise what they take over from their plan. `None` where the
    /// periods of the outermost ones do not make one together.
    pub(super) fn common_scope(
        &self,
        config: &Config,
        parts: &[&Figure],
        outermost: &[&Figure],
        base: &Inherited,
    ) -> Option<(Inherited, Option<CompactString>)> {
        let parts: Vec<&Statement> = parts.iter().filter_map(|part| self.of(part)).collect();
        let Some((first, rest)) = parts.split_first() else { return Some((base.clone(), None)) };
        let mut scope = base.clone();
        let periods = outermost.iter().filter_map(|part| Some(self.of(part)?.period));
        scope.period = joined(periods.collect(), config.fiscal_year_start)?;
        for (dimension, value) in first.scope.iter() {
            let same = |other: &&Statement| other.scope.contains(&(*dimension, value.clone()));
            if rest.iter().all(same) {
                scope.place(*dimension, value.clone());
            }
        }
        if rest.iter().all(|other| other.owner == first.owner) {
            scope.owner = first.owner.clone();
        }
        let item =
            first.item.clone().filter(|item| rest.iter().all(|other| other.item.as_ref() == Some(item)));
        Some((scope, item))
    }
}

/// The one period of several: the same, or that of periods which follow one another without a gap.
pub(super) fn joined(mut periods: Vec<Option<Period>>, fiscal_start: i8) -> Option<Option<Period>> {
    periods.sort_unstable();
    periods.dedup();
    if let [one] = periods.as_slice() {
        return Some(*one);
    }
    let periods: Vec<Period> = periods.into_iter().collect::<Option<_>>()?;
    let follow = |pair: &[Period]| pair[0].end.tomorrow().is_ok_and(|next| next == pair[1].start);
    let whole = periods.windows(2).all(follow);
    let (first, last) = (periods.first()?, periods.last()?);
    whole.then(|| Period::between(first.start, last.end, fiscal_start))
}

/// A cell of a table as the origin of a statement.
pub(super) fn origin(table: u32, row: usize, column: usize) -> Origin {
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    Origin::Table { table, row: number(row), column: number(column) }
}
