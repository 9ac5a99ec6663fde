//! Budgets: items with price × count × times = amount. Amounts are read as statements like those of any
//! other table; this adds what only budgets have.

use super::numbers::Numbers;
use super::reading::Reading;
use super::sheet::{Sheet, says_nothing};
use super::total::Figure;
use super::written::Written;
use super::{Budget, BudgetItem, Equation, RowKind, Spanned};
use crate::config::MetricId;
use crate::quantity::Quantity;

/// The budget of a table whose amounts are read.
pub(super) fn read(
    reading: &mut Reading,
    sheet: &Sheet,
    figures: &[Figure],
    numbers: &mut Numbers,
) -> Budget {
    let mut items = Vec::new();
    for row in sheet.rows(RowKind::Entry) {
        let cells = sheet.table.rows.get(row).map(|row| row.cells.as_slice()).unwrap_or_default();
        let named = sheet.column("item").and_then(|column| cells.get(column)).or(cells.first());
        let Some(name) = named.map(Written::cell) else { continue };
        let amount =
            figures.iter().find(|figure| figure.row == row).and_then(|figure| figure.quantity.clone());
        let stated = figures.iter().find(|figure| figure.row == row).and_then(|figure| numbers.of(figure));
        let metric = stated.map(|stated| stated.metric).or(sheet.rule.metric);
        let item = BudgetItem {
            name: Spanned { value: name.text.to_owned(), span: name.span },
            price: price(reading, sheet, row, metric),
            count: factor(reading, sheet, row, "count"),
            times: factor(reading, sheet, row, "times"),
            share: sheet.column("share").and_then(|column| share(reading, sheet, row, column)),
            amount,
        };
        if !(says_nothing(name.text) && item.amount.is_none()) {
            numbers.equations.extend(product(sheet, row, &item));
            items.push(item);
        }
    }
    let total = total(reading, sheet, figures);
    Budget { table: sheet.index, metric: sheet.rule.metric, items: crate::text::exactly(items), total }
}

fn factor(reading: &mut Reading, sheet: &Sheet, row: usize, key: &str) -> Option<Box<Spanned<Quantity>>> {
    let column = sheet.column(key)?;
    let written = sheet.stated(row, column)?;
    let value = reading.quantity(written, None, sheet.unit(reading.config, column, sheet.rule.metric))?;
    Some(Box::new(Spanned { value, span: written.span }))
}

/// A price, which is in the unit of the amount: by itself or for each of what is counted (`元/套`).
fn price(
    reading: &mut Reading,
    sheet: &Sheet,
    row: usize,
    metric: Option<MetricId>,
) -> Option<Box<Spanned<Quantity>>> {
    let price = factor(reading, sheet, row, "price")?;
    let Some(metric) = metric else { return Some(price) };
    let unit = price.value.unit.split('/').next().unwrap_or_default();
    let units = reading.config.units(metric);
    let fits =
        unit.is_empty() || units.canonical.is_empty() || units.accepted.iter().any(|known| known == unit);
    if !fits {
        reading.unit_mismatch(price.span, metric, &price.value);
    }
    fits.then_some(price)
}

/// The share as it is shown; what is wrong with it is said where shares are checked.
fn share(reading: &mut Reading, sheet: &Sheet, row: usize, column: usize) -> Option<Spanned<Quantity>> {
    let before = reading.findings.len();
    let share = super::rows::percentage(reading, sheet, row, column);
    reading.findings.truncate(before);
    share
}

/// `amount = price × count × times`, where at least two factors are there and every one that is there was read; not
/// where the table lacks the column of one that it must have.
fn product(sheet: &Sheet, row: usize, item: &BudgetItem) -> Option<Equation> {
    let keys = ["price", "count", "times"];
    let factors = [&item.price, &item.count, &item.times];
    let unread =
        keys.iter().zip(factors).any(|(key, factor)| factor.is_none() && sheet.said(row, key).is_some());
    let mut asked = sheet.rule.columns.iter().filter(|column| column.required);
    let lacks_one = asked.any(|column| keys.contains(&&*column.key) && sheet.column(&column.key).is_none());
    let there: Vec<(&str, &Spanned<Quantity>)> =
        keys.into_iter().zip(factors).filter_map(|(key, factor)| Some((key, factor.as_deref()?))).collect();
    if unread || lacks_one || there.len() < 2 {
        return None;
    }
    let names: Vec<&str> = there.iter().map(|(key, _)| *key).collect();
    Some(Equation {
        rule: "product-mismatch",
        stated: item.amount.clone()?,
        terms: there.into_iter().map(|(_, factor)| factor.clone()).collect(),
        of: names.join(" × ").into(),
        exact: false,
        partial: false,
        table: Some(sheet.index),
    })
}

fn total(reading: &mut Reading, sheet: &Sheet, figures: &[Figure]) -> Option<Spanned<Quantity>> {
    let row = sheet.rows(RowKind::Total).last()?;
    let column = figures.first().map(|figure| figure.column).or_else(|| sheet.column("amount"))?;
    let written = sheet.stated(row, column)?;
    let before = reading.findings.len();
    let metric = sheet.rule.metric;
    let value = reading.quantity(written, metric, sheet.unit(reading.config, column, metric));
    reading.findings.truncate(before);
    Some(Spanned { value: value?, span: written.span })
}
