//! A table as its rule sees it: which column is what, which rows are totals, what unit a heading gives to
//! the numbers below it. Everything that reads tables starts from here.

use super::reading::HeadingUnit;
use super::units::{Units, split_unit};
use super::written::Written;
use super::{RoleTable, RowKind};
use crate::config::{Config, MetricId};
use crate::fold::{fold, is_near};
use crate::parse::total::{is_total, plain};
use crate::parse::{Cell, SectionIndex, Table};
use crate::schema::{TableRole, TableRule};
use crate::text::Span;
use std::ops::Range;

/// The same for subtotals.
const SUBTOTALS: [&str; 3] = ["小计", "subtotal", "sub-total"];

/// Folded words for the sum of a budget that its last row may have in their place.
const SUMS: [&str; 14] = [
    "总额",
    "总金额",
    "总费用",
    "总预算",
    "总支出",
    "总成本",
    "总花费",
    "总投入",
    "总价",
    "费用总额",
    "预算总额",
    "total cost",
    "total amount",
    "total budget",
];

/// A table and what its rule says of it.
pub(super) struct Sheet<'a> {
    pub(super) table: &'a Table,
    /// Rows of it are cut off.
    pub(super) is_cut: bool,
    pub(super) rule: &'a TableRule,
    /// For each column the index in the rule's `columns`.
    pub(super) columns: Vec<Option<usize>>,
    /// Columns whose heading is one of the rule's but for a typing slip, with the range of its name.
    pub(super) misspelt: Vec<(usize, Range<usize>)>,
    /// For each column the unit that its heading gives.
    pub(super) units: Vec<Option<HeadingUnit>>,
    /// The units that the line above gives to the whole table.
    above: Units,
    pub(super) kinds: Vec<RowKind>,
    /// Its index in [`super::Details::tables`].
    pub(super) index: u32,
}

impl<'a> Sheet<'a> {
    /// `above` is the line above the table. One that is cut does not end with its last row.
    pub(super) fn new(
        config: &Config,
        (table, is_cut): (&'a Table, bool),
        above: Option<&str>,
        rule: &'a TableRule,
        index: u32,
    ) -> Self {
        let headings: Vec<Heading> = table.header.iter().map(|cell| Heading::read(config, cell)).collect();
        let (columns, misspelt) = match_columns(&headings, rule);
        let total = rule.total.as_deref().map(fold);
        let subtotal = rule.subtotal.as_deref().map(fold);
        let kinds = table.rows.iter().map(|row| row_kind(&row.cells, total.as_deref(), subtotal.as_deref()));
        let mut kinds: Vec<RowKind> = kinds.collect();
        if rule.role == TableRole::Budget
            && !is_cut
            && unnamed_sum(table, &kinds).is_some_and(is_sum)
            && let Some(last) = kinds.last_mut()
        {
            *last = RowKind::Total;
        }
        Self {
            kinds,
            units: headings.into_iter().map(|heading| heading.unit).collect(),
            above: above.map(|line| Units::above(config, line)).unwrap_or_default(),
            table,
            is_cut,
            rule,
            columns,
            misspelt,
            index,
        }
    }

    /// How many of its columns are the rule's: two points each, one for a typing slip.
    pub(super) fn score(&self) -> usize {
        let found = self.columns.iter().flatten().count();
        2 * found - self.misspelt.len()
    }

    /// The column that the rule calls by a key.
    pub(super) fn column(&self, key: &str) -> Option<usize> {
        let is = |rule: &Option<usize>| {
            rule.and_then(|rule| self.rule.columns.get(rule)).is_some_and(|column| column.key == key)
        };
        self.columns.iter().position(is)
    }

    /// A cell of a row under a key, where it says something.
    pub(super) fn said(&self, row: usize, key: &str) -> Option<Written<'a>> {
        self.stated(row, self.column(key)?)
    }

    /// A cell, where it says something.
    pub(super) fn stated(&self, row: usize, column: usize) -> Option<Written<'a>> {
        let cell: &'a Cell = self.table.rows.get(row)?.cells.get(column)?;
        let written = Written::cell(cell);
        (!says_nothing(written.text)).then_some(written)
    }

    /// The unit that the heading of a column gives, or the line above the table to what it is about.
    pub(super) fn unit(
        &self,
        config: &Config,
        column: usize,
        metric: Option<MetricId>,
    ) -> Option<&HeadingUnit> {
        let rule = self.columns.get(column)?.and_then(|rule| self.rule.columns.get(rule));
        let counts = rule.is_none_or(|rule| matches!(rule.key.as_str(), "value" | "amount" | "price"));
        self.unit_here(column).or_else(|| self.above.of(config, metric).filter(|_| counts))
    }

    /// The unit that stands in the heading of a column itself.
    pub(super) fn unit_here(&self, column: usize) -> Option<&HeadingUnit> {
        self.units.get(column)?.as_ref()
    }

    /// Whether its first heading says what that of another table says, units aside.
    pub(super) fn has_corner_of(&self, config: &Config, other: &Table) -> bool {
        let corner = |table: &Table| {
            let heading = table.header.first().map(|cell| Heading::read(config, cell));
            heading.map(|heading| heading.stem.unwrap_or(heading.whole))
        };
        corner(self.table) == corner(other)
    }

    /// The label of the last row, where it closes several rows and none of them names a total.
    pub(super) fn unnamed_sum(&self) -> Option<&'a str> {
        unnamed_sum(self.table, &self.kinds).filter(|_| !self.is_cut)
    }

    /// The rows that one of totals sums: those above it, since the last subtotal; where none stand there, those
    /// below. Subtotals stand all above their rows, or all below.
    pub(super) fn summed(&self, row: usize) -> Range<usize> {
        let kinds = &self.kinds;
        let after = |from: usize| kinds[from..].iter().position(|kind| *kind != RowKind::Entry);
        if kinds[row] != RowKind::Subtotal {
            return if kinds[..row].contains(&RowKind::Entry) { 0..row } else { row + 1..kinds.len() };
        }
        if kinds.iter().find(|kind| **kind != RowKind::Total) == Some(&RowKind::Subtotal) {
            return row + 1..after(row + 1).map_or(kinds.len(), |behind| row + 1 + behind);
        }
        let last = kinds[..row].iter().rposition(|kind| *kind == RowKind::Subtotal);
        last.map_or(0, |last| last + 1)..row
    }

    /// Whether a cell says nothing where something must be said.
    pub(super) fn lacks(&self, row: usize, column: usize) -> bool {
        let rule = self.columns.get(column).copied().flatten().and_then(|rule| self.rule.columns.get(rule));
        let cell = self.table.rows.get(row).and_then(|row| row.cells.get(column));
        rule.is_some_and(|rule| !rule.empty) && cell.is_some_and(|cell| cell.text.text.trim().is_empty())
    }

    /// Whether a row has as many cells as there are headings: in another nobody can tell which cell is which.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.table.rows.get(row).is_some_and(|row| row.written as usize == self.table.header.len())
    }

    /// The rows of a kind.
    pub(super) fn rows(&self, kind: RowKind) -> impl Iterator<Item = usize> + '_ {
        self.kinds.iter().enumerate().filter(move |(_, other)| **other == kind).map(|(row, _)| row)
    }

    /// The typed table of a plan.
    pub(super) fn into_role_table(
        self,
        section: SectionIndex,
        span: Span,
        rule: (Vec<u16>, usize),
    ) -> RoleTable {
        let first = |row: &crate::parse::Row| row.cells.first().map_or(row.span, |cell| cell.span);
        RoleTable {
            section,
            span,
            header_span: self.table.header_span,
            rule,
            rows: self.table.rows.iter().map(first).zip(self.kinds).collect(),
            columns: self.columns,
            misspelt: self.misspelt,
        }
    }
}

/// Whether a cell states nothing: it is empty or holds dashes only.
pub(super) fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '−' | '－' | '─' | '―'))
}

/// Whether a heading names a total; `own` is the rule's folded word for it.
pub(super) fn names_total(heading: &str, own: Option<&str>) -> bool {
    let folded = fold(heading);
    own == Some(folded.as_str()) || is_total(&plain(&folded), own)
}

/// Whether a first cell, in the last row, can name the sum of all rows above under a word of its own (`總費用`,
/// `Total cost`): that these add up to it must tell.
pub(super) fn may_name_total(label: &str) -> bool {
    let folded = fold(label);
    let plain = plain(&folded);
    ["总", "total"].iter().any(|word| plain.starts_with(word))
        || ["总额", "总数", "总和", "总价", "总量", "共"].iter().any(|word| plain.ends_with(word))
}

/// Whether a first cell in the last row of a budget names its sum and can be no item.
pub(super) fn is_sum(label: &str) -> bool {
    SUMS.contains(&&*plain(&fold(label)))
}

/// The label of the last row, where it closes several rows and none of them names a total.
fn unnamed_sum<'t>(table: &'t Table, kinds: &[RowKind]) -> Option<&'t str> {
    let is_entry = |kind: &&RowKind| **kind == RowKind::Entry;
    kinds.last().filter(is_entry)?;
    let closes = kinds.iter().filter(is_entry).count() > 2 && !kinds.contains(&RowKind::Total);
    if closes { label(&table.rows.last()?.cells) } else { None }
}

/// What a row is about: its first cell that says something.
fn label(cells: &[Cell]) -> Option<&str> {
    cells.iter().map(|cell| cell.text.text.trim()).find(|text| !text.is_empty())
}

fn row_kind(cells: &[Cell], total: Option<&str>, subtotal: Option<&str>) -> RowKind {
    let Some(label) = label(cells) else { return RowKind::Entry };
    // Words of totals are short: a long first cell need not be folded.
    if label.len() > 48 {
        return RowKind::Entry;
    }
    let folded = fold(label);
    let plain = plain(&folded);
    let is = |word: Option<&str>| word.is_some_and(|word| word == folded || word == plain);
    if is(subtotal) || SUBTOTALS.iter().any(|word| plain.ends_with(word)) {
        RowKind::Subtotal
    } else if is(total) || is_total(&plain, None) {
        RowKind::Total
    } else {
        RowKind::Entry
    }
}

/// A heading cell taken apart.
struct Heading {
    whole: String,
    /// Without its unit and the colon behind it.
    stem: Option<String>,
    /// Where in the cell's text that stands.
    name: Range<usize>,
    unit: Option<HeadingUnit>,
}

impl Heading {
    fn read(config: &Config, cell: &Cell) -> Self {
        let text = cell.text.text.trim();
        let start = cell.text.text.len() - cell.text.text.trim_start().len();
        let whole = fold(text);
        let bare = text.trim_end_matches([':', '：']).trim_end();
        let (stem, unit) = split_unit(config, bare).map_or((bare, None), |(stem, unit)| (stem, Some(unit)));
        let name = start..start + stem.len();
        Self { stem: (stem != text).then(|| fold(stem)), name, unit, whole }
    }
}

/// A column whose heading is misspelt, and where the name stands in it.
type Misspelt = (usize, Range<usize>);

/// Which column is which of the rule's: by heading, with or without its unit, then by typing slips.
fn match_columns(headings: &[Heading], rule: &TableRule) -> (Vec<Option<usize>>, Vec<Misspelt>) {
    let mut columns: Vec<Option<usize>> = vec![None; headings.len()];
    let exact = |heading: &Heading, names: &[String]| {
        names.iter().any(|name| *name == heading.whole || heading.stem.as_ref() == Some(name))
    };
    for (index, wanted) in rule.columns.iter().enumerate() {
        let free = |at: &usize| columns[*at].is_none() && exact(&headings[*at], &wanted.names);
        if let Some(at) = (0..headings.len()).find(free) {
            columns[at] = Some(index);
        }
    }
    let mut misspelt = Vec::new();
    for (index, wanted) in rule.columns.iter().enumerate() {
        if columns.contains(&Some(index)) {
            continue;
        }
        let near = |heading: &Heading| {
            let text = heading.stem.as_ref().unwrap_or(&heading.whole);
            wanted.names.iter().any(|name| is_near(text, name))
        };
        if let Some(at) = (0..headings.len()).find(|at| columns[*at].is_none() && near(&headings[*at])) {
            columns[at] = Some(index);
            misspelt.push((at, headings[at].name.clone()));
        }
    }
    misspelt.sort_unstable_by_key(|(at, _)| *at);
    (columns, misspelt)
}
