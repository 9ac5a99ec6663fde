//! Tables of rows × columns: each cell a statement whose scope its row and its column tell together.

mod sides;

use super::nested::Wholes;
use super::numbers::{Inherited, Numbers};
use super::outside::Stray;
use super::reading::{HeadingUnit, Reading};
use super::sheet::{Sheet, says_nothing};
use super::total::{Figure, Total, origin};
use super::units::Units;
use super::written::Written;
use super::{RowKind, Spanned, StatementKind};
use crate::config::{Config, MetricId};
use crate::diagnostic::counted;
use crate::parse::Cell;
use crate::period::Period;
use crate::schema::{Axis, Layout};
use crate::text::Span;
use compact_str::{CompactString, format_compact};
use rust_decimal::Decimal;
use sides::{Side, column_sides, row_sides, side};
use std::ops::Range;

/// How a pivot lies.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) rows: Axis,
    pub(super) columns: Axis,
    pub(super) column_total: bool,
    pub(super) row_total: bool,
}

impl Shape {
    pub(super) fn of(layout: &Layout) -> Option<Self> {
        match layout {
            Layout::List => None,
            Layout::Pivot { rows, columns, row_total, column_total } => Some(Self {
                rows: *rows,
                columns: *columns,
                column_total: *column_total,
                row_total: *row_total,
            }),
        }
    }
}

/// How many headings of a table could be read along the axes: what tells one pivot from another.
pub(super) fn score(reading: &mut Reading, sheet: &Sheet, shape: Shape, base: &Inherited) -> usize {
    let before = reading.findings.len();
    let headings = sheet.table.header.iter().skip(1);
    let columns = headings.filter(|cell| side(reading, shape.columns, cell, base).is_some()).count();
    let labels = sheet.table.rows.iter().filter_map(|row| row.cells.first());
    let rows = labels.filter(|cell| side(reading, shape.rows, cell, base).is_some()).count();
    reading.findings.truncate(before);
    if columns == 0 { 0 } else { columns + rows }
}

/// Whether any label of a table's rows could be read along an axis that knows its values.
pub(super) fn fits_by_rows(reading: &mut Reading, sheet: &Sheet, shape: Shape, base: &Inherited) -> bool {
    let before = reading.findings.len();
    let mut labels = sheet.table.rows.iter().filter_map(|row| row.cells.first());
    let fits = !matches!(shape.rows, Axis::Owner | Axis::Label)
        && labels.any(|cell| side(reading, shape.rows, cell, base).is_some());
    reading.findings.truncate(before);
    fits
}

/// Whether any heading of a table's columns could be read along the axis, or waits to be filled in: whether it is one
/// at all.
pub(super) fn fits(reading: &mut Reading, sheet: &Sheet, shape: Shape, base: &Inherited) -> bool {
    let before = reading.findings.len();
    let mut headings = sheet.table.header.iter().skip(1);
    let fits = headings.any(|cell| {
        side(reading, shape.columns, cell, base).is_some() || reading.is_placeholder(&cell.text.text)
    });
    reading.findings.truncate(before);
    fits
}

/// Reads a pivot.
pub(super) fn read(
    reading: &mut Reading,
    sheet: &mut Sheet,
    shape: Shape,
    kind: StatementKind,
    base: &Inherited,
    numbers: &mut Numbers,
) {
    let columns = column_sides(reading, sheet, shape, base);
    let rows = row_sides(reading, sheet, shape, base);
    let stray = |side: &Option<Side>, cell: Option<&Cell>| stray(reading.config, side.as_ref()?, cell?, base);
    let strays: (Vec<Option<Stray>>, Vec<Option<Stray>>) = (
        rows.iter().zip(&sheet.table.rows).map(|(side, row)| stray(side, row.cells.first())).collect(),
        columns.iter().zip(&sheet.table.header).map(|(side, cell)| stray(side, Some(cell))).collect(),
    );
    let corner = sheet.table.header.first();
    let corner = corner.map(|cell| Units::corner(reading.config, cell.text.text.trim())).unwrap_or_default();
    let mut figures = Vec::with_capacity(rows.len() * columns.len());
    numbers.statements.reserve(rows.len() * columns.len());
    for (row, row_side) in rows.iter().enumerate() {
        if matches!(row_side, Some(Side::Total)) || sheet.kinds.get(row) != Some(&RowKind::Entry) {
            continue;
        }
        let of_row = About::new(base, sheet.rule.metric).at(row_side.as_ref());
        for (column, column_side) in columns.iter().enumerate() {
            if matches!(column_side, Some(Side::Total)) || column == 0 || is_extra(sheet, column) {
                continue;
            }
            let Some(written) = sheet.stated(row, column) else { continue };
            if is_again(row_side) || is_again(column_side) || !sheet.is_whole(row) {
                figures.push(Figure { row, column, quantity: None, statement: None });
                continue;
            }
            let about = of_row.clone().at(column_side.as_ref());
            let unit = unit(reading.config, sheet, &corner, column, &about);
            let before = reading.findings.len();
            let quantity = reading.quantity(written, about.metric, unit);
            if is_unread(sheet, column_side, column) {
                reading.findings.truncate(before);
            }
            let quantity = quantity.map(|value| Spanned { value, span: written.span });
            let mut figure = Figure { row, column, quantity: quantity.clone(), statement: None };
            let is_read = row_side.is_some() && column_side.is_some();
            if let (Some(quantity), Some(metric), true) = (quantity, about.metric, is_read) {
                let mut statement = about.scope.statement(kind, metric, quantity);
                statement.item = about.item;
                statement.origin = origin(sheet.index, row, column);
                let index = numbers.push(statement);
                figure.statement = Some(index);
                let strays = strays.0[row].iter().chain(&strays.1[column]);
                numbers.outside.extend(strays.map(|stray| stray.clone().of(index, base)));
            }
            figures.push(figure);
        }
    }
    let all = Sides { rows, columns, corner };
    nameless(reading, sheet, &all, &figures);
    totals(reading, sheet, &all, (kind, base), &figures, numbers);
}

/// A heading outside the period or the place that the table is about.
fn stray(config: &Config, side: &Side, cell: &Cell, base: &Inherited) -> Option<Stray> {
    let written = Written::cell(cell);
    match side {
        Side::Period(period) => Stray::in_time(written, *period, base),
        Side::Place(dimension, value) => Stray::in_place(config, written, (*dimension, value), base),
        _ => None,
    }
}

fn is_again(side: &Option<Side>) -> bool {
    matches!(side, Some(Side::Again))
}

/// Whether the heading of a column says something that could not be read: then nobody knows what its cells should be.
fn is_unread(sheet: &Sheet, side: &Option<Side>, column: usize) -> bool {
    let heading = sheet.table.header.get(column);
    side.is_none() && heading.is_some_and(|cell| !says_nothing(&cell.text.text))
}

/// The unit of a cell: that of its headings, else that of the whole table.
fn unit<'s>(
    config: &Config,
    sheet: &'s Sheet,
    corner: &'s Units,
    column: usize,
    about: &'s About,
) -> Option<&'s HeadingUnit> {
    let here = about.unit.as_ref().or(sheet.unit_here(column));
    let over_all = || corner.of(config, about.metric).or_else(|| sheet.unit(config, column, about.metric));
    here.or_else(over_all)
}

/// Reports rows and columns that have numbers and no heading: nobody can tell what these are about.
fn nameless(reading: &mut Reading, sheet: &Sheet, sides: &Sides, figures: &[Figure]) {
    let mut ask = |cell: Option<&Cell>, side: &Option<Side>, what: &str, of: &dyn Fn(&Figure) -> bool| {
        let Some(cell) = cell.filter(|cell| side.is_none() && says_nothing(&cell.text.text)) else { return };
        if figures.iter().any(|figure| figure.quantity.is_some() && of(figure)) {
            let message = format!("the {what} has numbers but no heading, so they count nowhere");
            let finding = reading.error("empty-cell", cell.span, message);
            reading.add(finding.help(format!("say what the {what} is about")));
        }
    };
    for (at, side) in sides.columns.iter().enumerate().skip(1).filter(|(at, _)| !is_extra(sheet, *at)) {
        ask(sheet.table.header.get(at), side, "column", &|figure| figure.column == at);
    }
    for (at, (side, row)) in sides.rows.iter().zip(&sheet.table.rows).enumerate() {
        ask(row.cells.first(), side, "row", &|figure| figure.row == at);
    }
}

struct Sides {
    rows: Vec<Option<Side>>,
    columns: Vec<Option<Side>>,
    corner: Units,
}

/// Columns with a rule of their own (a note) are none of the pivot's.
fn is_extra(sheet: &Sheet, column: usize) -> bool {
    sheet.columns.get(column).is_some_and(Option::is_some)
}

/// What a cell is about by the headings of its row and column.
#[derive(Clone)]
struct About {
    scope: Inherited,
    metric: Option<MetricId>,
    item: Option<CompactString>,
    unit: Option<HeadingUnit>,
}

impl About {
    /// What is said for the whole table.
    fn new(base: &Inherited, metric: Option<MetricId>) -> Self {
        Self { scope: base.clone(), metric, item: None, unit: None }
    }

    /// The same below or beside a heading.
    fn at(mut self, side: Option<&Side>) -> Self {
        match side {
            Some(Side::Metric(id, own)) => {
                self.metric = Some(*id);
                self.unit = own.clone();
            }
            Some(Side::Period(period)) => self.scope.period = Some(*period),
            Some(Side::Place(dimension, value)) => self.scope.place(*dimension, value.clone()),
            Some(Side::Owner(owner)) => {
                self.scope.owner = Some(owner.as_str().into());
                self.scope.names_owner = true;
                self.item = Some(owner.clone());
            }
            Some(Side::Item(label)) => self.item = Some(label.clone()),
            Some(Side::Total | Side::Again) | None => {}
        }
        self
    }
}

/// Totals of rows, of columns and of all.
fn totals(
    reading: &mut Reading,
    sheet: &Sheet,
    sides: &Sides,
    (kind, base): (StatementKind, &Inherited),
    figures: &[Figure],
    numbers: &mut Numbers,
) {
    let is_total = |side: &Option<Side>| matches!(side, Some(Side::Total));
    let wholes = wholes(reading.config, sides);
    for (row, row_side) in sides.rows.iter().enumerate() {
        let row_kind = sheet.kinds.get(row).copied().unwrap_or(RowKind::Entry);
        let is_whole = sheet.is_whole(row);
        for (column, column_side) in sides.columns.iter().enumerate() {
            let (down, across) = (is_total(row_side), is_total(column_side));
            if column == 0 || is_extra(sheet, column) || !(down || across) {
                continue;
            }
            if is_again(row_side) || is_again(column_side) || !is_whole {
                continue;
            }
            let Some(written) = sheet.stated(row, column) else { continue };
            // Figures stand in the order of their rows: those of one row are a slice.
            let rows = if down { sheet.summed(row) } else { row..row + 1 };
            let first = figures.partition_point(|figure| figure.row < rows.start);
            let last = figures.partition_point(|figure| figure.row < rows.end);
            let all: Vec<&Figure> =
                figures[first..last].iter().filter(|figure| across || figure.column == column).collect();
            // Under a heading that cannot be read nobody can tell what lies in what.
            let is_open = |figure: &&&Figure| figure.statement.is_none() && figure.quantity.is_some();
            let is_sure = !all.iter().any(|figure| is_open(&figure));
            if !wholes.is_empty() && !is_sure {
                continue;
            }
            let blanks =
                if wholes.is_empty() { blanks(sheet, sides, rows.clone(), column) } else { Vec::new() };
            let parts = wholes.outermost(reading.config, &all, |figure| numbers.of(figure));
            let cell = if parts.len() < all.len() { "outermost cell" } else { "cell" };
            let about = About::new(base, sheet.rule.metric).at(row_side.as_ref());
            let mut about = about.at(column_side.as_ref());
            about.metric = super::total::common_metric(numbers, &parts).or(about.metric);
            let unit = unit(reading.config, sheet, &sides.corner, column, &about);
            let before = reading.findings.len();
            let value = reading.quantity(written, about.metric, unit);
            if is_unread(sheet, column_side, column) {
                reading.findings.truncate(before);
            }
            let Some(value) = value else { continue };
            // Nor whether it is a part at all.
            let point = |figure: &&Figure| figure.quantity.as_ref()?.value.amount.point();
            let read = all.iter().filter(|figure| !is_open(figure)).map(point);
            if !is_sure && read.sum::<Option<Decimal>>() == value.amount.point() {
                continue;
            }
            let About { mut scope, metric, item, .. } = about;
            let stated = Spanned { value, span: written.span };
            let cells = counted(parts.len(), cell);
            let of = match (down, across) {
                (true, true) => format_compact!("the {cells} of the table"),
                (true, false) if rows.start > row => format_compact!("the {cells} below"),
                (true, false) => format_compact!("the {cells} above"),
                _ => format_compact!("the {cells} of the row"),
            };
            let mut summed: Vec<&Option<Side>> = Vec::new();
            summed.extend(sides.rows.iter().filter(|_| down));
            summed.extend(sides.columns.iter().filter(|_| across));
            let whole = summed_period(&summed, &wholes, reading.config.fiscal_year_start);
            if let Some(Some(period)) = whole {
                scope.period = Some(period);
            }
            // Where rows may be left out, their sum is that of those that are there.
            let is_open = down && sheet.rule.partial && !parts.is_empty();
            let is_told = !summed.iter().any(|side| is_again(side));
            let states = row_kind != RowKind::Subtotal && whole != Some(None) && is_told && !is_open;
            let scope = states.then_some((scope, item));
            let (parts, blanks, table) = (&parts, &blanks, sheet.index);
            let total = Total { kind, stated, parts, blanks, metric, scope, of, table, row, column };
            numbers.total(reading.config, total);
        }
    }
}

/// The cells without a figure that a total sums: those of some rows, in its column or in all.
fn blanks(sheet: &Sheet, sides: &Sides, rows: Range<usize>, column: usize) -> Vec<Span> {
    let is_part = |side: &Option<Side>| side.as_ref().is_some_and(|side| !matches!(side, Side::Total));
    let across = sides.columns.get(column).is_some_and(|side| !is_part(side));
    let mut blanks = Vec::new();
    for row in rows.filter(|row| is_part(&sides.rows[*row])) {
        let cells = sheet.table.rows[row].cells.iter().zip(&sides.columns).enumerate();
        let asked = cells.filter(|(at, (_, side))| is_part(side) && (across || *at == column));
        blanks.extend(
            asked
                .map(|(_, (cell, _))| cell)
                .filter(|cell| says_nothing(&cell.text.text))
                .map(|cell| cell.span),
        );
    }
    blanks
}

/// The headings that hold others.
fn wholes(config: &Config, sides: &Sides) -> Wholes {
    let all = || sides.rows.iter().chain(&sides.columns).flatten();
    let periods = all().filter_map(|side| match side {
        Side::Period(period) => Some(*period),
        _ => None,
    });
    let values = all().filter_map(|side| match side {
        Side::Place(dimension, value) => Some((*dimension, value.as_str())),
        _ => None,
    });
    Wholes::of(config, periods, values)
}

/// The period of a sum over headings: `None` where they are no periods, `Some(None)` where theirs do not make
/// one together.
fn summed_period(sides: &[&Option<Side>], wholes: &Wholes, fiscal_start: i8) -> Option<Option<Period>> {
    let period = |side: &&Option<Side>| match side {
        Some(Side::Period(period)) => Some(Some(*period)),
        _ => None,
    };
    let mut periods: Vec<Option<Period>> = sides.iter().filter_map(period).collect();
    wholes.outermost_periods(&mut periods);
    (!periods.is_empty()).then(|| super::total::joined(periods, fiscal_start).flatten())
}
