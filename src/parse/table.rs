//! Tables: cells with their exact spans, and the HTML with the columns of numbers found out.

use super::builder::Builder;
use super::document::{Block, BlockKind, Cell, Row, Table};
use super::emphasis::Piece;
use super::html::{Here, SlotKind};
use super::total::is_named_total;
use super::visible::Text;
use crate::period::{self, Period, PeriodContext};
use crate::quantity::{self, looks_numeric};
use crate::text::Span;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// A table under way.
pub(super) struct TableBuilder {
    ordinal: u32,
    span: Span,
    html: Here,
    header_span: Span,
    header: Vec<Cell>,
    rows: Vec<Row>,
    columns: Vec<Column>,
    in_header: bool,
    /// The row under way: its range without white space at its ends, its cells.
    row: Range<usize>,
    cells: Vec<Cell>,
    /// Where the last row begins in the HTML, and whether it names a total.
    last: (usize, bool),
    /// The offset in the HTML behind `<table`.
    tag: usize,
    /// Offsets in the HTML behind `<td` and `<th`, with what is known only later.
    open: Vec<(usize, Later)>,
}

/// What the tag of a cell lacks.
enum Later {
    /// The class, which the whole column and the whole table tell.
    Class(usize),
    /// What the cell is sorted by.
    Sort(String),
}

/// What is known of a column.
struct Column {
    alignment: Alignment,
    /// A number was seen; something else was seen.
    seen: (bool, bool),
}

/// Cells that a short row lacks are written one by one up to here, else as one that spans them.
const MAX_FILLED: usize = 8;

/// A table with so many columns of numbers is wider than a line: its names and its totals stay in sight.
const WIDE: usize = 6;

impl<'a> Builder<'a> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment], range: Range<usize>) {
        self.block_begins(range.start);
        self.out.html.fresh_line();
        let columns =
            alignments.iter().map(|alignment| Column { alignment: *alignment, seen: (false, false) });
        self.table = Some(TableBuilder {
            ordinal: self.tables,
            span: self.trimmed(&range),
            html: self.out.html.here(),
            header_span: Span::default(),
            header: Vec::new(),
            rows: Vec::new(),
            columns: columns.collect(),
            in_header: false,
            row: 0..0,
            cells: Vec::new(),
            last: (0, false),
            tag: 0,
            open: Vec::new(),
        });
        self.out.html.slot(SlotKind::TableOpen(self.tables));
        self.out.raw("<table");
        let tag = self.out.html.text.len();
        if let Some(table) = &mut self.table {
            table.tag = tag;
        }
        self.out.raw(">\n");
        self.tables += 1;
    }

    pub(super) fn start_row(&mut self, header: bool, range: Range<usize>) {
        let row = self.body.trimmed(&range);
        self.block_begins(row.start);
        let Some(table) = &mut self.table else { return };
        table.row = row;
        table.in_header = header;
        table.cells = Vec::with_capacity(table.columns.len());
        let first = !header && table.rows.is_empty();
        table.last = (self.out.html.text.len(), false);
        self.out.raw(if header { "<thead>\n" } else { "" });
        self.out.raw(if first { "<tbody>\n<tr>" } else { "<tr>" });
    }

    pub(super) fn cell(&mut self, events: &[Piece<'a>], range: &Range<usize>) {
        let Some(table) = &mut self.table else { return };
        let place = self.body.trimmed(range);
        if events.is_empty() && place.start >= table.row.end {
            // A cell that the row lacks: written at the row's end.
            let span = self.body.span(&(table.row.end..table.row.end));
            table.cells.push(Cell { span, text: Text::default() });
            return;
        }
        let (header, column) = (table.in_header, table.cells.len());
        self.out.raw(if header { "<th scope=\"col\"" } else { "<td" });
        let is_last = column + 1 == table.columns.len();
        match table.columns.get(column).map(|column| column.alignment) {
            Some(Alignment::Right) if !is_last => self.out.raw(" class=\"n\""),
            Some(Alignment::Center) => self.out.raw(" class=\"c\""),
            Some(Alignment::None | Alignment::Right) => {
                table.open.push((self.out.html.text.len(), Later::Class(column)));
            }
            Some(Alignment::Left) | None => {}
        }
        let tag_end = self.out.html.text.len();
        self.out.raw(">");
        let span = self.body.span(&place);
        let mut text = self.inline(events);
        if span.is_empty() {
            // Nothing but white space, wide spaces included.
            text = Text::default();
            self.out.point(span);
        }
        self.out.raw(if header { "</th>" } else { "</td>" });
        let Some(table) = &mut self.table else { return };
        let is_asked = !header && self.out.is_asked();
        if is_asked && let Some(key) = sort_key(&text.text) {
            table.open.push((tag_end, Later::Sort(key)));
        }
        if let Some(column) = table.columns.get_mut(column).filter(|column| is_asked && !column.seen.1) {
            match number(&text.text) {
                Some(true) => column.seen.0 = true,
                Some(false) => column.seen.1 = true,
                None => {}
            }
        }
        table.cells.push(Cell { span, text });
    }

    pub(super) fn end_row(&mut self, header: bool) {
        let Some(table) = &mut self.table else { return };
        let cells = std::mem::take(&mut table.cells);
        let end = self.body.span(&(table.row.end..table.row.end));
        let filled = cells.iter().rev().take_while(|cell| cell.span == end).count();
        if filled > MAX_FILLED {
            self.out.raw(&format!("<td colspan=\"{filled}\"></td>"));
        } else {
            for _ in 0..filled {
                self.out.raw("<td>");
                self.out.point(end);
                self.out.raw("</td>");
            }
        }
        self.out.raw(if header { "</tr>\n</thead>\n" } else { "</tr>\n" });
        let span = self.body.span(&table.row);
        if header {
            table.header_span = span;
            table.header = cells;
        } else {
            let written = written_cells(self.body.slice(&table.row), table.header.len());
            table.last.1 =
                self.out.is_asked() && cells.first().is_some_and(|cell| is_named_total(&cell.text.text));
            table.rows.push(Row { span, cells, written });
        }
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let numeric = |column: &Column| column.seen == (true, false) || column.alignment == Alignment::Right;
        let columns: Vec<bool> = table.columns.iter().map(numeric).collect();
        let is_wide = columns.iter().filter(|is_numeric| **is_numeric).count() >= WIDE;
        let has_total = is_wide && table.header.last().is_some_and(|head| is_named_total(&head.text.text));
        let attribute = |later: &Later| match later {
            Later::Class(column) => match (columns.get(*column)?, has_total && column + 1 == columns.len()) {
                (true, true) => Some(" class=\"n last\"".to_owned()),
                (true, false) => Some(" class=\"n\"".to_owned()),
                (false, _) => None,
            },
            Later::Sort(key) => Some(format!(" data-v=\"{key}\"")),
        };
        let mut open: Vec<(usize, String)> =
            table.open.iter().filter_map(|(at, later)| Some((*at, attribute(later)?))).collect();
        if is_wide {
            open.insert(0, (table.tag, " class=\"stick pivot\"".to_owned()));
        }
        let has_foot = table.last.1 && table.rows.len() > 1;
        if has_foot {
            let before = open.partition_point(|(at, _)| *at < table.last.0);
            open.insert(before, (table.last.0, "</tbody>\n<tfoot>\n".to_owned()));
        }
        self.out.html.insert_all(table.html, &open);
        self.out.raw(match (table.rows.is_empty(), has_foot) {
            (true, _) => "</table>",
            (false, false) => "</tbody>\n</table>",
            (false, true) => "</tfoot>\n</table>",
        });
        self.out.html.slot(SlotKind::TableClose(table.ordinal));
        self.out.raw("\n");
        let Table { header_span, header, rows } =
            Table { header_span: table.header_span, header: table.header, rows: table.rows };
        self.push(Block { span: table.span, kind: BlockKind::Table(Table { header_span, header, rows }) });
    }
}

/// How many cells the line of a row has below so many columns. Behind the last column empty ones and comments are
/// none.
fn written_cells(row: &str, columns: usize) -> u32 {
    let mut escaped = false;
    let is_border = |c: char| {
        let is_border = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        is_border
    };
    let mut cells: Vec<&str> = row.strip_prefix('|').unwrap_or(row).split(is_border).map(str::trim).collect();
    // The border at the end of the line closes a cell and opens none.
    if cells.len() > 1 && cells.last() == Some(&"") {
        cells.pop();
    }
    let is_nothing = |cell: &&str| cell.is_empty() || cell.starts_with("<!--");
    while cells.len() > columns && cells.last().is_some_and(is_nothing) {
        cells.pop();
    }
    cells.len() as u32
}

/// What a cell is sorted by, where its text does not say it as it stands: the first day of a period, the value of a
/// quantity (of a range its lower end).
fn sort_key(text: &str) -> Option<String> {
    const LONGEST: usize = 48;
    if text.is_empty() || text.len() > LONGEST || text.parse::<f64>().is_ok() {
        return None;
    }
    let is_dated = text.contains(|c: char| c.is_ascii_alphabetic() || "年月日號号季半旬周週".contains(c))
        || text.matches(['-', '/']).count() > 1;
    if is_dated {
        let any_year = PeriodContext { within: Period::year(2000), ..PeriodContext::default() };
        if let Ok(period) = period::parse(text, &any_year) {
            return Some(period.start.to_string());
        }
    }
    if !looks_numeric(text) {
        return None;
    }
    let amount = quantity::parse(text).ok()?.amount;
    amount.low.or(amount.high).map(|value| value.normalize().to_string())
}

/// Whether the text of a cell is a number (with sign, currency, scale, unit); `None` for an empty cell or a
/// dash. For the looks of a column only.
fn number(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.starts_with(|c: char| {
        c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '約' && c != '约'
    }) {
        return Some(false);
    }
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '－')) {
        return None;
    }
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || "+-＋－−±≥≤><~≈約约¥￥$€£".contains(c));
    let digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    if !body.starts_with(digit) {
        return Some(false);
    }
    let inside = |c: char| digit(c) || ",.，．–~-".contains(c);
    let unit = body.trim_start_matches(inside).trim();
    let dashes = body.chars().filter(|c| matches!(c, '-' | '/')).count();
    let is_date = unit.starts_with(['年', '月', '日', '号', '號', '季', '周', '週', ':', '/']) || dashes > 1;
    Some(!is_date && unit.chars().count() <= 4 && !unit.contains(digit))
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    #[test]
    fn cells_are_sorted_by_what_they_mean() {
        let check = |text: &str, key: Option<&str>| assert_eq!(sort_key(text).as_deref(), key, "{text}");
        check("1亿元", Some("100000000"));
        check("3,320萬元", Some("33200000"));
        check("約40萬套", Some("400000"));
        check("12.5 %", Some("12.5"));
        check("−5%", Some("-5"));
        check("≥ 185,200", Some("185200"));
        check("2,500–3,000", Some("2500"));
        check("2026年1月2日", Some("2026-01-02"));
        check("10 月", Some("2000-10-01"));
        check("四季度", Some("2000-10-01"));
        check("上半年", Some("2000-01-01"));
        check("Q2 2026", Some("2026-04-01"));
        for plain in ["", "—", "12.5", "-30", "張三", "A-10", "north", "合計"] {
            check(plain, None);
        }
    }
}
