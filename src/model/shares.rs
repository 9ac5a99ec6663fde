//! Shares in tables with one row a statement: `share = amount ÷ total`. Apart from the rows, because what a share
//! is a part of must be found first: the whole table, or the group of rows that a subtotal closes.

use super::numbers::{Numbers, percent};
use super::reading::Reading;
use super::rows::percentage;
use super::sheet::Sheet;
use super::total::Figure;
use super::{Equation, RowKind, Spanned};
use crate::config::MetricId;
use crate::quantity::{Amount, Quantity};
use crate::text::Span;
use rust_decimal::Decimal;
use std::ops::Range;

/// The columns of amounts and of their shares, and the metric of the amounts.
struct Columns {
    amount: usize,
    share: usize,
    metric: Option<MetricId>,
}

/// A row with its share and its amount, where they are stated and could be read.
struct Row {
    share: Option<Spanned<Quantity>>,
    amount: Option<Spanned<Quantity>>,
}

/// Asks that the shares of a table follow from its amounts.
pub(super) fn read(reading: &mut Reading, sheet: &Sheet, figures: &[Figure], numbers: &mut Numbers) {
    let (Some(share), Some(first)) = (sheet.column("share"), figures.first()) else { return };
    let metric = figures.iter().find_map(|f| Some(numbers.statements[f.statement? as usize].metric));
    let columns = Columns { amount: first.column, share, metric: metric.or(sheet.rule.metric) };
    let row = |row: usize| Row {
        share: percentage(reading, sheet, row, columns.share),
        amount: match figures.binary_search_by_key(&row, |figure| figure.row) {
            Ok(at) => figures[at].quantity.clone(),
            Err(_) => summed(reading, sheet, &columns, row),
        },
    };
    let rows: Vec<Row> = (0..sheet.kinds.len()).map(row).collect();
    let grand = sheet.rows(RowKind::Total).last();
    let total = grand.and_then(|row| rows[row].amount.clone()).or_else(|| sum(figures));
    let mut ask = |row: &Row, whole: Option<&Spanned<Quantity>>| {
        if let (Some(stated), Some(part), Some(whole)) = (&row.share, &row.amount, whole) {
            numbers.equations.push(Equation {
                rule: "share-mismatch",
                stated: stated.clone(),
                terms: vec![part.clone(), whole.clone()],
                of: "amount ÷ total".into(),
                exact: false,
                partial: false,
                table: Some(sheet.index),
            });
        }
    };
    for group in groups(sheet) {
        let closing = rows.get(group.end).filter(|_| sheet.kinds.get(group.end) == Some(&RowKind::Subtotal));
        let entries = &rows[group];
        let whole = match closing {
            Some(closing) if is_of_subtotal(entries, closing) => closing.amount.as_ref(),
            _ => total.as_ref(),
        };
        entries.iter().chain(closing).for_each(|row| ask(row, whole));
    }
    if let Some(grand) = grand {
        ask(&rows[grand], total.as_ref());
    }
}

/// The entries between one subtotal and the next; the last group may have none.
fn groups(sheet: &Sheet) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    for (row, kind) in sheet.kinds.iter().enumerate() {
        if *kind != RowKind::Entry {
            groups.push(start..row);
            start = row + 1;
        }
    }
    groups.push(start..sheet.kinds.len());
    groups
}

/// Whether shares are parts of their subtotal and not of the whole table: the subtotal says 100 % of itself, or
/// says nothing and the shares above it come to 100 %.
fn is_of_subtotal(entries: &[Row], subtotal: &Row) -> bool {
    let whole = percent(Decimal::ONE_HUNDRED, "100 %");
    if let Some(share) = &subtotal.share {
        return share.value.amount == whole.amount;
    }
    let shares = || entries.iter().filter_map(|row| row.share.as_ref());
    let sum: Amount = shares().map(|share| &share.value.amount).sum();
    let slack = shares().fold(Decimal::ZERO, |sum, share| sum.saturating_add(share.value.slack()));
    whole.accepts_with(&sum, slack)
}

/// The amount of a row of totals; what is wrong with it is reported where totals are read.
fn summed(reading: &mut Reading, sheet: &Sheet, columns: &Columns, row: usize) -> Option<Spanned<Quantity>> {
    let written = sheet.stated(row, columns.amount).filter(|_| sheet.kinds[row] != RowKind::Entry)?;
    let before = reading.findings.len();
    let value =
        reading.quantity(written, columns.metric, sheet.unit(reading.config, columns.amount, columns.metric));
    reading.findings.truncate(before);
    Some(Spanned { value: value?, span: written.span })
}

/// The sum of figures that could all be read, under their bytes; in the words of the first.
fn sum(figures: &[Figure]) -> Option<Spanned<Quantity>> {
    let all: Option<Vec<&Spanned<Quantity>>> =
        figures.iter().map(|figure| figure.quantity.as_ref()).collect();
    let all = all?;
    let first = all.first()?;
    let amount: Amount = all.iter().map(|quantity| &quantity.value.amount).sum();
    let step = all.iter().map(|quantity| quantity.value.step).min()?;
    let span = all.iter().map(|quantity| quantity.span).reduce(Span::to)?;
    Some(Spanned { value: Quantity { amount, step, ..first.value.clone() }, span })
}
