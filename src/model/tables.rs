//! Which table is which: the tables of a section are dealt out to its rules by their columns, each is read
//! by its role, and its cells are held to the limits of their columns.

use super::limits::Wanted;
use super::meaning::Meaning;
use super::numbers::{Inherited, Numbers};
use super::phases::{self, Phases};
use super::pivot::{self, Shape};
use super::reading::Reading;
use super::sections::Sections;
use super::sheet::Sheet;
use super::written::Written;
use super::{Budget, RoleTable, RowKind, StatementKind, Task, budget, numbers, rows, tasks, units};
use crate::config::MetricId;
use crate::parse::{Block, BlockKind, Parsed, SectionIndex, Table, Text};
use crate::schema::{Layout, Schema, TableRole, TableRule};
use crate::text::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What came of the tables of a plan.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<RoleTable>,
    pub(super) budgets: Vec<Budget>,
    pub(super) phases: Phases,
    pub(super) tasks: Vec<Task>,
}

/// A table of the text.
#[derive(Clone, Copy)]
struct Found<'a> {
    section: SectionIndex,
    span: Span,
    table: &'a Table,
    /// The paragraph right above it.
    above: Option<&'a Text>,
    /// Rows of it are cut off by an empty line: its last row is not where it ends.
    is_cut: bool,
}

/// Reads all tables that the schema knows.
pub(super) fn read<'a>(
    reading: &mut Reading,
    parsed: &'a Parsed,
    schema: &'a Schema,
    sections: &Sections,
    base: &Inherited,
    numbers: &mut Numbers,
) -> Tables {
    let mut all = Tables::default();
    for (section, path) in sections.paths.iter().enumerate() {
        let Some(path) = path else { continue };
        let Some(wanted) = schema.section(path).filter(|wanted| !wanted.tables.is_empty()) else { continue };
        let mut found = Vec::new();
        collect(parsed, section, sections, &mut found);
        let sheet = |reading: &Reading, table: Found<'a>, index: usize, all: &Tables| {
            let number = u32::try_from(all.tables.len()).unwrap_or(u32::MAX);
            Sheet::new(
                reading.config,
                (table.table, table.is_cut),
                table.above.map(|text| text.text.as_str()),
                &wanted.tables[index],
                number,
            )
        };
        // One table for one rule: it is enough that it fits.
        if let ([rule], [table]) = (wanted.tables.as_slice(), found.as_slice()) {
            let sheet = sheet(reading, *table, 0, &all);
            if score(reading, rule, &sheet, base, true) > 0 {
                one(reading, sheet, *table, (path.clone(), 0), base, numbers, &mut all);
            }
            continue;
        }
        for (index, table) in deal(reading, &wanted.tables, &found, base) {
            let sheet = sheet(reading, table, index, &all);
            one(reading, sheet, table, (path.clone(), index), base, numbers, &mut all);
        }
    }
    all
}

/// The tables of a section: its own, those inside lists and quotes, and those of its free sub-sections.
fn collect<'a>(parsed: &'a Parsed, section: SectionIndex, sections: &Sections, found: &mut Vec<Found<'a>>) {
    let Some(own) = parsed.document.sections.get(section) else { return };
    in_blocks(parsed.blocks.of(section), section, found);
    for child in &own.children {
        if sections.paths.get(*child).is_some_and(Option::is_none) {
            collect(parsed, *child, sections, found);
        }
    }
}

fn in_blocks<'a>(blocks: &'a [Block], section: SectionIndex, found: &mut Vec<Found<'a>>) {
    let mut above = None;
    for (at, block) in blocks.iter().enumerate() {
        let before = above.take();
        match &block.kind {
            BlockKind::Paragraph(text) => above = Some(text),
            BlockKind::Table(table) => {
                let is_row = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(text) if text.text.starts_with('|'));
                let is_cut = blocks.get(at + 1).is_some_and(is_row);
                found.push(Found { section, span: block.span, table, above: before, is_cut });
            }
            BlockKind::Quote(inner) => in_blocks(inner, section, found),
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| in_blocks(&item.blocks, section, found));
            }
            _ => {}
        }
    }
}

/// Which table each rule gets: the pair that has most in common first. A table with no right column is
/// nobody's, one more with all the right ones is read too; in the order of the text.
fn deal<'a>(
    reading: &mut Reading,
    rules: &[TableRule],
    found: &[Found<'a>],
    base: &Inherited,
) -> Vec<(usize, Found<'a>)> {
    let mut pairs = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        for (at, table) in found.iter().enumerate() {
            let sheet = Sheet::new(reading.config, (table.table, table.is_cut), None, rule, 0);
            let score = score(reading, rule, &sheet, base, false);
            if score > 0 {
                pairs.push((std::cmp::Reverse(score), index, at));
            }
        }
    }
    pairs.sort_unstable();
    let (mut dealt, mut taken): (Vec<(usize, usize)>, Vec<usize>) = (Vec::new(), Vec::new());
    for (_, index, at) in pairs {
        if !taken.contains(&at) && !dealt.iter().any(|(_, other)| *other == index) {
            dealt.push((at, index));
            taken.push(at);
        }
    }
    let firsts = dealt.clone();
    for (at, table) in found.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let goes_on = |&(first, index): &(usize, usize)| {
            let rule = &rules[index];
            continues(reading, rule, *table, found[first], base).then_some((at, index))
        };
        dealt.extend(firsts.iter().find_map(goes_on));
    }
    dealt.sort_unstable();
    dealt.into_iter().map(|(at, index)| (index, found[at])).collect()
}

/// Whether a table goes on where the rule's first one ended: it has just the rule's headings, or those of a
/// pivot behind the same first one. Where the schema counts rows it means one table.
fn continues(reading: &mut Reading, rule: &TableRule, found: Found, first: Found, base: &Inherited) -> bool {
    let is_counted = rule.rows.min.or(rule.rows.max).is_some();
    if is_counted || matches!(rule.role, TableRole::Matrix | TableRole::Plain) {
        return false;
    }
    let sheet = Sheet::new(reading.config, (found.table, found.is_cut), None, rule, 0);
    if let Some(shape) = Shape::of(&rule.layout) {
        return sheet.has_corner_of(reading.config, first.table) && pivot::fits(reading, &sheet, shape, base);
    }
    let is_there = |index| sheet.columns.contains(&Some(index));
    let mut columns = rule.columns.iter().enumerate();
    !rule.columns.is_empty()
        && sheet.misspelt.is_empty()
        && columns.all(|(index, column)| !column.required || is_there(index))
}

/// How well a table fits a rule, 0 where it does not; `alone` where nothing else comes into question.
fn score(reading: &mut Reading, rule: &TableRule, sheet: &Sheet, base: &Inherited, alone: bool) -> usize {
    match Shape::of(&rule.layout) {
        Some(shape) if alone => {
            let fits =
                pivot::fits(reading, sheet, shape, base) || pivot::fits_by_rows(reading, sheet, shape, base);
            usize::from(sheet.score() > 0 || fits)
        }
        Some(shape) => pivot::score(reading, sheet, shape, base) + sheet.score(),
        None if rule.columns.is_empty() => 1,
        None => sheet.score(),
    }
}

fn one(
    reading: &mut Reading,
    mut sheet: Sheet,
    found: Found,
    rule: (Vec<u16>, usize),
    base: &Inherited,
    numbers: &mut Numbers,
    all: &mut Tables,
) {
    if sheet.rule.layout == Layout::List {
        rows::find_total(reading, &mut sheet);
    }
    limits(reading, &sheet);
    let kind = match sheet.rule.role {
        TableRole::Targets => Some(StatementKind::Target),
        TableRole::Actuals => Some(StatementKind::Actual),
        TableRole::Forecast => Some(StatementKind::Forecast),
        TableRole::Figures => Some(StatementKind::Figure),
        TableRole::Budget => Some(StatementKind::Budget),
        TableRole::Phases | TableRole::Tasks | TableRole::Matrix | TableRole::Plain => None,
    };
    if let Some(kind) = kind.filter(|_| !sheet.rule.is_faulty) {
        let base = fixed(reading, sheet.rule, base);
        let corner = sheet.table.header.first().map(|cell| &cell.text);
        found.above.into_iter().chain(corner).for_each(|text| units::report_unknown(reading, text));
        match Shape::of(&sheet.rule.layout) {
            Some(shape) => pivot::read(reading, &mut sheet, shape, kind, &base, numbers),
            None => {
                let figures = rows::read(reading, &sheet, kind, &base, numbers);
                if kind == StatementKind::Budget {
                    all.budgets.push(budget::read(reading, &sheet, &figures, numbers));
                }
            }
        }
    }
    match sheet.rule.role {
        TableRole::Phases => phases::in_table(reading, &sheet, found.section, &mut all.phases),
        TableRole::Tasks => tasks::in_table(reading, &sheet, found.section, &mut all.tasks),
        _ => {}
    }
    all.tables.push(sheet.into_role_table(found.section, found.span, rule));
}

/// What the rule says for the whole table.
fn fixed(reading: &mut Reading, rule: &TableRule, base: &Inherited) -> Inherited {
    let mut base = base.clone();
    let before = reading.findings.len();
    if let Some(period) = &rule.period {
        let written = Written::bytes(period, Span::default());
        base.period = reading.period(written, base.period).or(base.period);
    }
    for (dimension, value) in &rule.scope {
        let written = Written::bytes(value, Span::default());
        if let Some(value) = reading.dimension_value(*dimension, written) {
            base.place(*dimension, value);
        }
    }
    // The schema's own faults are reported where it is read.
    reading.findings.truncate(before);
    base
}

/// Holds cells to the limits of their columns.
fn limits(reading: &mut Reading, sheet: &Sheet) {
    for (column, rule) in sheet.columns.iter().enumerate() {
        let rule = rule.and_then(|rule| sheet.rule.columns.get(rule));
        let Some(rule) = rule.filter(|rule| !rule.limits.is_empty()) else { continue };
        let key = sheet.table.header.get(column).map_or("", |cell| cell.text.text.trim());
        let wanted = Wanted { key, limits: &rule.limits, place: &rule.place };
        for row in sheet.rows(RowKind::Entry) {
            let Some(written) = sheet.stated(row, column) else { continue };
            let metric = rows::metric(reading.config, sheet, row);
            let meaning = Meaning::of_column(reading.config, &rule.key, metric);
            reading.words_and(wanted, written, meaning, |reading| {
                let value = value(reading, sheet, (row, column), &rule.key);
                bounded(reading, wanted, written, metric, value)
            });
        }
    }
}

/// Whether what a cell says lies between the bounds of its column.
fn bounded(
    reading: &mut Reading,
    wanted: Wanted,
    written: Written,
    metric: Option<MetricId>,
    value: Value,
) -> bool {
    match value {
        Value::Day(day) => reading.day_bounds(wanted, written, day),
        Value::Number(ends) => {
            let config = reading.config;
            let limit = |text: &str| config.known(metric).parse(text).ok();
            reading.bounds(wanted, written, |text| Some((limit(text)?.amount.point()?, ends)))
        }
        Value::Share(ends) => {
            let limit = |text: &str| Some(numbers::as_percent(crate::quantity::parse(text).ok()?));
            reading.bounds(wanted, written, |text| Some((limit(text)?.amount.point()?, ends)))
        }
        Value::Text => reading.count(wanted, written.text.chars().count(), "characters", written.span),
        Value::Unread => true,
    }
}

/// What the bounds of a cell are held against.
enum Value {
    Day(Date),
    Number([Decimal; 2]),
    /// In percent.
    Share([Decimal; 2]),
    Text,
    /// It is none that its column can have, which is said where it counts.
    Unread,
}

/// The value of a cell, read as it is where it counts: with the unit of its heading, in the unit of its metric.
fn value(reading: &mut Reading, sheet: &Sheet, (row, column): (usize, usize), key: &str) -> Value {
    let Some(written) = sheet.stated(row, column) else { return Value::Unread };
    let before = reading.findings.len();
    let value = match key {
        "start" | "end" => {
            let period = match sheet.rule.role {
                TableRole::Phases => phases::row_period(reading, sheet, row).map(|period| period.value),
                _ => reading.stretch(written, reading.within, false),
            };
            period.map(|period| Value::Day(if key == "start" { period.start } else { period.end }))
        }
        "due" => reading.due(written).map(Value::Day),
        "share" | "growth" | "weight" => {
            let share = rows::percentage(reading, sheet, row, column);
            share.and_then(|share| share.value.amount.ends()).map(Value::Share)
        }
        _ => {
            let metric = match key {
                "value" | "amount" => rows::metric(reading.config, sheet, row),
                _ => None,
            };
            let quantity = reading.quantity(written, metric, sheet.unit(reading.config, column, metric));
            let is_number = matches!(key, "value" | "amount" | "price" | "count" | "times");
            let ends = quantity.and_then(|quantity| quantity.amount.ends());
            ends.map(Value::Number).or((!is_number).then_some(Value::Text))
        }
    };
    reading.findings.truncate(before);
    value.unwrap_or(Value::Unread)
}
