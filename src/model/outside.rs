//! Rows and columns of a table that lie outside the period or the place of its plan. They may be there for
//! comparison, or as an outlook, and are statements like all others. But where the plan's own total comes out
//! only with them, they are meant as its parts and cannot be: they would count beside it.

use super::nested::Wholes;
use super::numbers::{Inherited, Numbers, adds};
use super::reading::Reading;
use super::written::Written;
use super::{Origin, RoleTable, Statement, StatementKind};
use crate::config::{Config, DimensionId, MetricId};
use crate::period::Period;
use crate::quantity::Amount;
use crate::text::Span;
use std::collections::BTreeMap;

/// A heading or cell outside what its table is about, and what is wrong with it if it is to be a part of that.
#[derive(Clone, Debug)]
pub(super) struct Stray {
    rule: &'static str,
    span: Span,
    message: String,
}

/// A statement outside what its table is about.
#[derive(Debug)]
pub(super) struct Outside {
    statement: u32,
    base: Inherited,
    stray: Stray,
}

impl Stray {
    /// A period that has no day in common with that of the table.
    pub(super) fn in_time(written: Written, period: Period, base: &Inherited) -> Option<Self> {
        let whole = base.period.filter(|whole| period.end < whole.start || whole.end < period.start)?;
        let message = format!("`{}` lies outside {}, the period that is split", written.text, whole.key());
        Some(Self { rule: "invalid-period", span: written.span, message })
    }

    /// A value of a dimension that neither lies in that of the table nor holds it.
    pub(super) fn in_place(
        config: &Config,
        written: Written,
        (dimension, value): (DimensionId, &str),
        base: &Inherited,
    ) -> Option<Self> {
        let within = |value: &str, whole: &str| config.is_within(dimension, value, whole);
        let whole = base.value(dimension).filter(|whole| !within(value, whole) && !within(whole, value))?;
        let message = format!("`{}` is no part of `{whole}`", written.text);
        Some(Self { rule: "invalid-value", span: written.span, message })
    }

    /// The same for one statement.
    pub(super) fn of(self, statement: u32, base: &Inherited) -> Outside {
        Outside { statement, base: base.clone(), stray: self }
    }
}

/// Reports what lies outside and is needed for a total of the plan to come out.
pub(super) fn report(reading: &mut Reading, tables: &[RoleTable], numbers: &Numbers) {
    let mut families: BTreeMap<(StatementKind, MetricId, usize), Vec<&Outside>> = BTreeMap::new();
    for outside in &numbers.outside {
        let Some(statement) = numbers.statements.get(outside.statement as usize) else { continue };
        if let Some(rule) = rule(tables, statement) {
            families.entry((statement.kind, statement.metric, rule)).or_default().push(outside);
        }
    }
    let mut told: Vec<Span> = Vec::new();
    for ((kind, metric, rule), outside) in families {
        let is_counted =
            matches!(kind, StatementKind::Target | StatementKind::Actual | StatementKind::Forecast);
        let whole =
            is_counted.then(|| split(reading.config, tables, numbers, (metric, rule), &outside)).flatten();
        let Some(whole) = whole else { continue };
        for Outside { stray, .. } in outside {
            if told.contains(&stray.span) {
                continue;
            }
            told.push(stray.span);
            let finding = reading.error(stray.rule, stray.span, stray.message.as_str());
            let finding = finding.related_here(reading.source, whole.span, "this comes out only with it");
            reading.add(finding.help("correct it, or take it out of what adds up to the plan's own total"));
        }
    }
}

/// The first table of the rule that a statement's table is read by.
fn rule(tables: &[RoleTable], statement: &Statement) -> Option<usize> {
    let Origin::Table { table, .. } = statement.origin else { return None };
    let own = &tables.get(table as usize)?.rule;
    tables.iter().position(|table| table.rule == *own)
}

/// The statement of the plan about all that the tables of a rule are about, where their parts come to it with
/// those outside and not without.
fn split<'n>(
    config: &Config,
    tables: &[RoleTable],
    numbers: &'n Numbers,
    (metric, of): (MetricId, usize),
    outside: &[&Outside],
) -> Option<&'n Statement> {
    let first = outside.first()?;
    let kind = numbers.statements.get(first.statement as usize)?.kind;
    let is_whole = |statement: &&Statement| {
        (statement.kind, statement.metric, statement.period) == (kind, metric, first.base.period)
            && statement.scope == first.base.scope
            && statement.item.is_none()
    };
    let whole = numbers.statements.iter().find(is_whole)?;
    let is_part = |(index, statement): &(u32, &Statement)| {
        (statement.kind, statement.metric) == (kind, metric)
            && rule(tables, statement) == Some(of)
            && numbers.totals.binary_search(index).is_err()
            && !is_whole(statement)
    };
    let parts: Vec<(u32, &Statement)> = (0..).zip(&numbers.statements).filter(is_part).collect();
    if !adds(config, metric, parts.iter().any(|(_, part)| part.period != whole.period)) {
        return None;
    }
    let mut strays: Vec<u32> = outside.iter().map(|outside| outside.statement).collect();
    strays.sort_unstable();
    let is_inside = |(index, _): &&(u32, &Statement)| strays.binary_search(index).is_err();
    let inside: Vec<(u32, &Statement)> = parts.iter().filter(is_inside).copied().collect();
    let is_sum = |parts: &[(u32, &Statement)]| {
        let wholes = Wholes::among(config, parts.iter().map(|(_, part)| *part));
        let outermost = wholes.outermost(config, parts, |(_, part)| Some(*part));
        let sum: Amount = outermost.iter().map(|(_, part)| &part.quantity.amount).sum();
        (sum.low, sum.high) == (whole.quantity.amount.low, whole.quantity.amount.high)
    };
    (is_sum(&parts) && !is_sum(&inside)).then_some(whole)
}
