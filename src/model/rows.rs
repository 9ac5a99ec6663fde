//! Tables with one row a statement: targets, actuals, forecasts, figures, budgets. Each row has a scope of
//! its own; totals, weights, shares and growth are equations over the rows.

use super::nested::Wholes;
use super::numbers::{Inherited, Numbers, as_percent};
use super::outside::Stray;
use super::reading::Reading;
use super::sheet::{Sheet, may_name_total};
use super::total::{Figure, Total, common_metric, origin};
use super::{Equation, RowKind, Spanned, StatementKind, shares};
use crate::config::{Config, DimensionId, MetricId};
use crate::diagnostic::counted;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::nfc;
use compact_str::{CompactString, format_compact};
use jiff::ToSpan;
use rust_decimal::Decimal;

/// What a row says beside its figures.
struct Row {
    base: Inherited,
    metric: Option<MetricId>,
    item: Option<CompactString>,
    note: Option<CompactString>,
    /// It names an owner of its own.
    owned: bool,
    /// Its period or place lies outside those of the table.
    stray: Option<Stray>,
    /// Its metric, period and dimensions could be read.
    sound: bool,
}

/// Reads a table with one row a statement; gives its figures by row.
pub(super) fn read(
    reading: &mut Reading,
    sheet: &Sheet,
    kind: StatementKind,
    base: &Inherited,
    numbers: &mut Numbers,
) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let Some(column) = sheet.column("value").or(sheet.column("amount")) else { return figures };
    let (mut weights, mut without_weight, mut all_weights_read) = (Vec::new(), 0, true);
    for row in sheet.rows(RowKind::Entry) {
        let scope = scope(reading, sheet, row, base);
        let weight_column = sheet.column("weight");
        let weight = weight_column.and_then(|column| percentage(reading, sheet, row, column));
        match (&weight, weight_column.and_then(|column| sheet.stated(row, column))) {
            (Some(weight), _) => weights.push(weight.clone()),
            (None, Some(_)) => all_weights_read = false,
            (None, None) => without_weight += 1,
        }
        let Some(written) = sheet.stated(row, column) else { continue };
        let quantity =
            reading.quantity(written, scope.metric, sheet.unit(reading.config, column, scope.metric));
        let quantity = quantity.map(|value| Spanned { value, span: written.span });
        let mut figure = Figure { row, column, quantity: quantity.clone(), statement: None };
        if let (Some(quantity), Some(metric), true) = (quantity, scope.metric, scope.sound) {
            let mut statement = scope.base.statement(kind, metric, quantity);
            statement.item = scope.item;
            let weight =
                weight.and_then(|weight| weight.value.amount.point()?.checked_div(Decimal::ONE_HUNDRED));
            statement.set_aside(weight, scope.note);
            statement.origin = origin(sheet.index, row, column);
            let index = numbers.push(statement);
            numbers.owned.extend(scope.owned.then_some(index));
            numbers.outside.extend(scope.stray.map(|stray| stray.of(index, base)));
            figure.statement = Some(index);
        }
        figures.push(figure);
    }
    totals(reading, sheet, (column, kind), base, &figures, numbers);
    if all_weights_read {
        numbers.weights(weights, without_weight, Some(sheet.index));
    }
    shares::read(reading, sheet, &figures, numbers);
    growth(reading, sheet, &figures, numbers);
    figures
}

/// Takes a last row under a word of its own (`總費用`) for the total, where all rows above add up to it. A name that
/// the site knows is none, whatever it comes to.
pub(super) fn find_total(reading: &mut Reading, sheet: &mut Sheet) {
    let Some(column) = sheet.column("value").or(sheet.column("amount")) else { return };
    let last = sheet.kinds.len().saturating_sub(1);
    let Some(label) = sheet.unnamed_sum() else { return };
    if !may_name_total(label) || is_name(reading.config, label) || sheet.stated(last, column).is_none() {
        return;
    }
    let before = reading.findings.len();
    let metric = sheet.rule.metric;
    let unit = sheet.unit(reading.config, column, metric);
    let cells = sheet.rows(RowKind::Entry).filter_map(|row| sheet.stated(row, column));
    let amounts: Option<Vec<Quantity>> =
        cells.map(|written| reading.quantity(written, metric, unit)).collect();
    reading.findings.truncate(before);
    if let Some((stated, above)) = amounts.as_deref().and_then(<[Quantity]>::split_last)
        && above.len() > 1
        && above.iter().all(|part| part.unit == stated.unit)
        && stated.accepts(&above.iter().map(|part| &part.amount).sum())
    {
        sheet.kinds[last] = RowKind::Total;
    }
}

/// Whether a word is a metric or a value of a dimension.
fn is_name(config: &Config, word: &str) -> bool {
    let mut dimensions = (0..).zip(&config.dimensions).map(|(at, _)| DimensionId(at));
    config.metric_named(word).is_some()
        || dimensions.any(|dimension| config.value_named(dimension, word).is_some())
}

/// Metric, period, dimensions, owner and item of a row.
fn scope(reading: &mut Reading, sheet: &Sheet, row: usize, base: &Inherited) -> Row {
    let mut found = Row {
        base: base.clone(),
        metric: sheet.rule.metric,
        item: None,
        note: None,
        owned: false,
        stray: None,
        sound: true,
    };
    for (column, rule) in sheet.columns.iter().enumerate() {
        let Some(rule) = rule.and_then(|rule| sheet.rule.columns.get(rule)) else { continue };
        let Some(written) = sheet.stated(row, column) else { continue };
        match rule.key.as_str() {
            "metric" => {
                found.metric = reading.metric(written);
                found.sound &= found.metric.is_some();
            }
            "period" => {
                let within = base.period.or(reading.within);
                let period = reading.period(written, within);
                found.sound &= period.is_some();
                let stray = period.and_then(|period| Stray::in_time(written, period, base));
                found.stray = found.stray.or(stray);
                found.base.period = period.or(found.base.period);
            }
            "owner" => {
                found.base.owner = Some(nfc(written.text.trim_start_matches(['@', '＠'])).into());
                found.owned = true;
                found.base.names_owner = true;
            }
            "item" | "name" => found.item = Some(written.text.into()),
            "note" => found.note = Some(written.text.into()),
            key => {
                let Some(dimension) = reading.config.dimension_named(key) else { continue };
                match reading.dimension_value(dimension, written) {
                    Some(value) => {
                        let stray = || Stray::in_place(reading.config, written, (dimension, &value), base);
                        found.stray = found.stray.or_else(stray);
                        found.base.place(dimension, value);
                    }
                    None => found.sound = false,
                }
            }
        }
    }
    found
}

/// A cell in percent: `12.5%`, or `12.5` and `0.125` below a heading that says so.
pub(super) fn percentage(
    reading: &mut Reading,
    sheet: &Sheet,
    row: usize,
    column: usize,
) -> Option<Spanned<Quantity>> {
    let written = sheet.stated(row, column)?;
    let quantity = reading.quantity(written, None, sheet.unit(reading.config, column, None))?;
    match &*quantity.unit {
        "%" | "‰" => Some(Spanned { value: quantity, span: written.span }),
        "" => Some(Spanned { value: as_percent(quantity), span: written.span }),
        unit => {
            let message = format!("`{}` is in `{unit}`, expected a percentage", written.text);
            reading.report("unit-mismatch", written.span, message);
            None
        }
    }
}

fn totals(
    reading: &mut Reading,
    sheet: &Sheet,
    (column, kind): (usize, StatementKind),
    base: &Inherited,
    figures: &[Figure],
    numbers: &mut Numbers,
) {
    if sheet.kinds.iter().all(|kind| *kind == RowKind::Entry) {
        return;
    }
    let wholes = Wholes::among(reading.config, figures.iter().filter_map(|figure| numbers.of(figure)));
    let mut from = 0;
    for (row, row_kind) in sheet.kinds.iter().enumerate() {
        let is_statement = match row_kind {
            RowKind::Entry => continue,
            RowKind::Subtotal => false,
            RowKind::Total => true,
        };
        let from = if is_statement { 0 } else { std::mem::replace(&mut from, row + 1) };
        let all: Vec<&Figure> = figures.iter().filter(|figure| (from..row).contains(&figure.row)).collect();
        let parts = wholes.outermost(reading.config, &all, |figure| numbers.of(figure));
        let Some(written) = sheet.stated(row, column) else { continue };
        let metric = sheet.rule.metric.or_else(|| common_metric(numbers, &parts));
        let Some(value) = reading.quantity(written, metric, sheet.unit(reading.config, column, metric))
        else {
            continue;
        };
        let stated = Spanned { value, span: written.span };
        let name = if parts.len() < all.len() { "outermost row" } else { "row" };
        let of = format_compact!("the {} above", counted(parts.len(), name));
        let table = sheet.index;
        // Where rows may be left out, their sum is that of those that are there.
        let states = is_statement && (parts.is_empty() || !sheet.rule.partial);
        let scope = if states { numbers.common_scope(reading.config, &all, &parts, base) } else { None };
        let total = Total { kind, stated, parts: &parts, metric, scope, of, table, row, column };
        numbers.total(reading.config, total);
    }
}

/// Growth against the same period a year before (同比), or the period before (環比).
fn growth(reading: &mut Reading, sheet: &Sheet, figures: &[Figure], numbers: &mut Numbers) {
    let Some(column) = sheet.column("growth") else { return };
    let heading =
        sheet.table.header.get(column).map_or(String::new(), |cell| crate::fold::fold(&cell.text.text));
    let sequential = ["环比", "qoq", "mom", "wow"].iter().any(|word| heading.contains(word));
    for figure in figures {
        let Some(stated) = percentage(reading, sheet, figure.row, column) else { continue };
        let Some(now) = figure.statement.and_then(|index| numbers.statements.get(index as usize)) else {
            continue;
        };
        let Some(before) =
            now.period.and_then(|period| earlier(period, sequential, reading.config.fiscal_year_start))
        else {
            continue;
        };
        let same = |other: &&super::Statement| {
            other.kind == now.kind
                && other.metric == now.metric
                && other.period == Some(before)
                && other.scope == now.scope
                && other.item == now.item
        };
        let Some(then) = numbers.statements.iter().find(same) else { continue };
        let terms = [now, then].map(|s| Spanned { value: s.quantity.clone(), span: s.span }).to_vec();
        let of = format_compact!("{} against {}", now.quantity.text, then.quantity.text);
        numbers.equations.push(Equation {
            rule: "growth-mismatch",
            stated,
            terms,
            of,
            exact: false,
            partial: false,
            table: Some(sheet.index),
        });
    }
}

/// The period that growth is measured against.
fn earlier(period: Period, sequential: bool, fiscal_start: i8) -> Option<Period> {
    if sequential {
        return period.previous();
    }
    let start = period.start.checked_sub(1.year()).ok()?;
    match Period::of(period.grain, start, fiscal_start) {
        Some(earlier) => Some(earlier),
        None => Period::between(start, period.end.checked_sub(1.year()).ok()?, fiscal_start),
    }
}
