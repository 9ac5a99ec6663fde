//! What the headings of a pivot's rows and columns say.

use super::{Shape, is_extra};
use crate::config::{DimensionId, MetricId};
use crate::fold::fold;
use crate::model::RowKind;
use crate::model::numbers::Inherited;
use crate::model::reading::{HeadingUnit, Reading};
use crate::model::sheet::{Sheet, is_sum, names_total, says_nothing};
use crate::model::units::split_unit;
use crate::model::written::Written;
use crate::parse::Cell;
use crate::period::Period;
use crate::schema::{Axis, TableRole};
use compact_str::CompactString;
use std::collections::BTreeMap;

/// What a row's or column's heading says.
#[derive(Clone, Debug)]
pub(super) enum Side {
    Metric(MetricId, Option<HeadingUnit>),
    Period(Period),
    Place(DimensionId, CompactString),
    Owner(CompactString),
    Item(CompactString),
    Total,
    /// It says again what a heading before it says: nothing below or beside it is read.
    Again,
}

pub(super) fn column_sides(
    reading: &mut Reading,
    sheet: &Sheet,
    shape: Shape,
    base: &Inherited,
) -> Vec<Option<Side>> {
    let own = sheet.rule.total.as_deref().map(fold);
    let last = sheet.table.header.len().saturating_sub(1);
    let mut sides: Vec<Option<Side>> = Vec::new();
    for (column, cell) in sheet.table.header.iter().enumerate() {
        if column == 0 || is_extra(sheet, column) {
            sides.push(None);
            continue;
        }
        let named = names_total(stem(reading, cell), own.as_deref());
        let may_total = shape.column_total || is_sum(stem(reading, cell));
        let last_total = may_total && column == last && !sides.iter().any(|s| matches!(s, Some(Side::Total)));
        if named {
            sides.push(Some(Side::Total));
            continue;
        }
        let before = reading.findings.len();
        let found = side(reading, shape.columns, cell, base);
        if last_total && found.as_ref().is_none_or(|side| may_be_total(reading, side, &sides)) {
            reading.findings.truncate(before);
            sides.push(Some(Side::Total));
        } else {
            sides.push(found);
        }
    }
    once(reading, sheet.rule.role, "column", sheet.table.header.iter().map(Some), &mut sides);
    sides
}

pub(super) fn row_sides(
    reading: &mut Reading,
    sheet: &mut Sheet,
    shape: Shape,
    base: &Inherited,
) -> Vec<Option<Side>> {
    let last = sheet.table.rows.len().saturating_sub(1);
    let named = sheet.kinds.contains(&RowKind::Total);
    let mut sides = Vec::new();
    for (row, cells) in sheet.table.rows.iter().enumerate() {
        let Some(cell) = cells.cells.first() else {
            sides.push(None);
            continue;
        };
        if sheet.kinds[row] != RowKind::Entry {
            sides.push(Some(Side::Total));
            continue;
        }
        let before = reading.findings.len();
        let found = side(reading, shape.rows, cell, base);
        let is_last = row == last && !sheet.is_cut && !named && !says_nothing(&cell.text.text);
        let last_total = is_last && (shape.row_total || is_sum(&cell.text.text));
        if last_total && found.as_ref().is_none_or(|side| may_be_total(reading, side, &sides)) {
            reading.findings.truncate(before);
            sheet.kinds[row] = RowKind::Total;
            sides.push(Some(Side::Total));
        } else {
            sides.push(found);
        }
    }
    let labels = sheet.table.rows.iter().map(|row| row.cells.first());
    once(reading, sheet.rule.role, "row", labels, &mut sides);
    sides
}

/// Reports headings that say what one before them says. A sum over the table would count what stands there, the
/// plan would not: its numbers are about the same.
fn once<'c>(
    reading: &mut Reading,
    role: TableRole,
    what: &str,
    cells: impl Iterator<Item = Option<&'c Cell>>,
    sides: &mut [Option<Side>],
) {
    let mut firsts: BTreeMap<(Option<DimensionId>, Option<Period>, CompactString), &Cell> = BTreeMap::new();
    for (cell, side) in cells.zip(sides) {
        let Some(cell) = cell else { continue };
        let said = match side {
            Some(Side::Period(period)) => (None, Some(*period), CompactString::default()),
            Some(Side::Place(dimension, value)) => (Some(*dimension), None, value.clone()),
            Some(Side::Owner(name)) => (None, None, name.clone()),
            // Figures may bear one label in several groups of rows.
            Some(Side::Item(label)) if role != TableRole::Figures => (None, None, label.clone()),
            _ => continue,
        };
        let Some(first) = firsts.get(&said) else {
            firsts.insert(said, cell);
            continue;
        };
        let text = cell.text.text.trim();
        let message = format!("{what} \"{text}\" stands twice, only the first one counts");
        let finding = reading.error("invalid-value", cell.span, message);
        let finding = finding.related_here(reading.source, first.span, "the first one");
        reading.add(finding.help(format!("correct one of the two, or make one {what} of both")));
        *side = Some(Side::Again);
    }
}

/// Whether a heading in the place of the totals can be theirs under a word of its own (`全年`, `全部`): it is
/// no name that the site knows, or a period that holds all others.
fn may_be_total(reading: &Reading, side: &Side, others: &[Option<Side>]) -> bool {
    match side {
        Side::Metric(..) => false,
        Side::Period(whole) => {
            others.iter().flatten().all(|other| !matches!(other, Side::Period(p) if !whole.contains(p)))
        }
        Side::Place(dimension, value) => reading.config.value_named(*dimension, value).is_none(),
        Side::Owner(_) | Side::Item(_) | Side::Total | Side::Again => true,
    }
}

/// A heading without its unit.
fn stem<'c>(reading: &Reading, cell: &'c Cell) -> &'c str {
    let text = cell.text.text.trim();
    split_unit(reading.config, text).map_or(text, |(stem, _)| stem)
}

/// What a heading says along an axis; reported where it says nothing that can be read.
pub(super) fn side(reading: &mut Reading, axis: Axis, cell: &Cell, base: &Inherited) -> Option<Side> {
    let whole = Written::cell(cell);
    if says_nothing(whole.text) {
        return None;
    }
    let split = split_unit(reading.config, whole.text);
    let unit = split.as_ref().map(|(_, unit)| unit.clone());
    let written = split.map_or(whole, |(stem, _)| whole.part(0..stem.len()));
    match axis {
        Axis::Metric => {
            let metric = reading.config.metric_named(whole.text).or_else(|| reading.metric(written))?;
            Some(Side::Metric(metric, unit))
        }
        Axis::Period => reading.period(written, base.period.or(reading.within)).map(Side::Period),
        Axis::Dimension(dimension) => {
            let named = reading.config.value_named(dimension, whole.text).is_some();
            let word = if named { whole } else { written };
            reading.dimension_value(dimension, word).map(|value| Side::Place(dimension, value))
        }
        Axis::Owner => Some(Side::Owner(whole.text.trim_start_matches(['@', '＠']).into())),
        Axis::Label => Some(Side::Item(whole.text.into())),
    }
}
