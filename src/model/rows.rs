//! Tables with one row a statement: targets, actuals, forecasts, figures, budgets. Each row has a scope of
//! its own; totals, weights, shares and growth are equations over the rows.

mod totals;

use super::numbers::{Inherited, Numbers, as_percent};
use super::outside::Stray;
use super::reading::Reading;
use super::sheet::{Sheet, may_name_total};
use super::total::{Figure, origin};
use super::written::Written;
use super::{Equation, RowKind, Spanned, Statement, StatementKind, shares};
use crate::config::{Config, DimensionId, MetricId};
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::{Span, nfc};
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
    let start = numbers.statements.len();
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
        let Some(written) = sheet.stated(row, column) else {
            // A value that is missing leaves open what its table comes to.
            if sheet.lacks(row, column) {
                figures.push(Figure { row, column, quantity: None, statement: None });
            }
            continue;
        };
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
            if let Some(first) =
                numbers.statements[start..].iter().find(|first| says_again(first, &statement))
            {
                again(reading, sheet, row, first.span);
                figures.push(Figure { quantity: None, ..figure });
                continue;
            }
            let index = numbers.push(statement);
            numbers.owned.extend(scope.owned.then_some(index));
            numbers.outside.extend(scope.stray.map(|stray| stray.of(index, base)));
            figure.statement = Some(index);
        }
        figures.push(figure);
    }
    totals::read(reading, sheet, (column, kind), base, &figures, numbers);
    if all_weights_read {
        numbers.weights(weights, without_weight, Some(sheet.index));
    }
    shares::read(reading, sheet, &figures, numbers);
    growth(reading, sheet, &figures, numbers);
    figures
}

/// Whether a statement of a table says just what one before it says.
fn says_again(first: &Statement, again: &Statement) -> bool {
    !again.may_be_alike()
        && (first.metric, first.period) == (again.metric, again.period)
        && first.scope == again.scope
        && first.item == again.item
        && first.owner == again.owner
        && first.quantity.amount == again.quantity.amount
}

/// Reports a row that stands twice.
fn again(reading: &mut Reading, sheet: &Sheet, row: usize, first: Span) {
    const ABOUT: [&str; 5] = ["metric", "period", "owner", "item", "name"];
    let is_about = |column: &usize| {
        let rule = sheet.columns[*column].and_then(|rule| sheet.rule.columns.get(rule));
        let key = rule.map_or("", |rule| rule.key.as_str());
        ABOUT.contains(&key) || reading.config.dimension_named(key).is_some()
    };
    let columns = (0..sheet.columns.len()).filter(is_about);
    let cells: Vec<Written> = columns.filter_map(|column| sheet.stated(row, column)).collect();
    let words: Vec<&str> = cells.iter().map(|cell| cell.text).collect();
    let whole = sheet.table.rows.get(row).map_or(first, |row| row.span);
    let span = cells.iter().map(|cell| cell.span).reduce(Span::to).unwrap_or(whole);
    let message = match words.as_slice() {
        [] => "this row stands twice, only the first one counts".to_owned(),
        words => format!("row \"{}\" stands twice, only the first one counts", words.join(" ")),
    };
    let finding = reading.error("invalid-value", span, message);
    let finding = finding.related_here(reading.source, first, "the first one");
    reading.add(finding.help("correct one of the two, or make one row of both"));
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

/// The metric that a row names, else that of its table.
pub(super) fn metric(config: &Config, sheet: &Sheet, row: usize) -> Option<MetricId> {
    let named = sheet.said(row, "metric").and_then(|written| config.metric_named(written.text));
    named.or(sheet.rule.metric)
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
        _ => {
            let unit = quantity.written_unit();
            let message = format!("`{}` is in `{unit}`, expected a percentage", written.text);
            reading.report("unit-mismatch", written.span, message);
            None
        }
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
        let same = |other: &&Statement| {
            other.kind == now.kind
                && other.metric == now.metric
                && other.period == Some(before)
                && other.scope == now.scope
                && other.item == now.item
        };
        // A table goes on where another one ended, but what it says itself goes before.
        let here = || figures.iter().filter_map(|figure| numbers.of(figure)).find(same);
        let Some(then) = here().or_else(|| numbers.statements.iter().find(same)) else { continue };
        let terms = [now, then].map(Statement::term).to_vec();
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
