//! Answers as text for programs and terminals: CSV as shown, tidy CSV, JSON, Markdown. Apart, because the
//! command line and the site's data files must say the same in the same form. Numbers are plain decimals
//! in the metric's unit, whatever pages show.

mod lines;
mod record;
mod sources;

pub use lines::to_lines;
pub use record::{Lines, Object};
pub use sources::{Numbering, Origins, Places, Source, Sources};

use crate::aggregate::{Answer, Cell, Facts, Head, Key, Role, Series};
use crate::config::MetricId;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::Measure;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The version of the JSON form.
const VERSION: u32 = 3;

/// The heading row of tidy CSV.
pub const TIDY: [&str; 10] =
    ["row", "column", "metric", "measure", "period", "value", "low", "high", "precision", "unit"];

/// An answer as a rectangle of texts: a heading row and rows, the row's name first, one column a column
/// value and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The headings.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The headings of an answer as it is shown.
pub fn heads(answer: &Answer, site: &Site) -> Vec<String> {
    let mut head = vec![String::new()];
    for column in &answer.columns {
        head.extend(answer.series.iter().map(|series| heading(answer, column, *series, site)));
    }
    head
}

/// The answer as it is shown, numbers in machine form: `2500..3000`, `>=185200`, `<=9`, `~400000`.
pub fn grid(answer: &Answer, site: &Site) -> Grid {
    let head = heads(answer, site);
    let rows = answer.rows.iter().zip(&answer.cells).map(|(row, cells)| {
        let mut texts = vec![name(row, site)];
        texts.extend(cells.iter().flatten().map(|cell| plain(cell.amount.as_ref())));
        texts
    });
    Grid { head, rows: rows.collect() }
}

/// The grid as CSV (RFC 4180, LF); the column of names is called `row`.
pub fn csv(grid: &Grid) -> String {
    let mut head = grid.head.clone();
    if let Some(first) = head.first_mut() {
        "row".clone_into(first);
    }
    written(std::iter::once(&head).chain(&grid.rows))
}

/// One row a number, without the empty ones.
pub fn tidy(answer: &Answer, site: &Site) -> String {
    let [rows, columns] = [&answer.rows, &answer.columns].map(|heads| Named::all(heads, site));
    let mut records = vec![TIDY.map(Cow::Borrowed)];
    for ((row, column), series, cell) in numbers(answer) {
        let Some(amount) = cell.amount.as_ref() else { continue };
        let metric = metric_of(&answer.rows[row], &answer.columns[column], series);
        let (row, column) = (&rows[row], &columns[column]);
        let number = |value: Option<Decimal>| Cow::Owned(value.map(number).unwrap_or_default());
        records.push([
            Cow::Borrowed(row.id.as_str()),
            Cow::Borrowed(column.id.as_str()),
            Cow::Borrowed(metric.map_or("", |metric| site.config.metric(metric).id.as_str())),
            Cow::Borrowed(series.measure.name()),
            Cow::Borrowed(column.period.as_deref().or(row.period.as_deref()).unwrap_or("")),
            number(amount.single()),
            number(amount.low),
            number(amount.high),
            Cow::Borrowed(precision(amount)),
            Cow::Borrowed(unit(metric, series.measure, site)),
        ]);
    }
    written(records.iter().map(|record| record.iter().map(|field| field.as_bytes())))
}

/// One object: `{ version, numbers: [{ row, column, metric, measure, period, value, … }] }`. What a number
/// does not have is left out.
pub fn json(answer: &Answer, (site, facts): (&Site, &Facts), mut origins: Origins<'_>) -> Vec<u8> {
    let [rows, columns] = [&answer.rows, &answer.columns].map(|heads| Named::all(heads, site));
    let parts: usize = numbers(answer).map(|(.., cell)| cell.parts.at_most()).sum();
    let count = rows.len() * columns.len() * answer.series.len();
    let mut json = Lines::with_capacity(256 + 256 * count + 8 * parts);
    json.number("version", VERSION as usize);
    json.number("cut_rows", answer.cut);
    json.list("numbers", numbers(answer), |json, ((row, column), series, cell)| {
        let metric = metric_of(&answer.rows[row], &answer.columns[column], series);
        let (row, column) = (&rows[row], &columns[column]);
        let mut number = Object::new(json);
        number.text("row", &row.id);
        number.text("row_title", &row.name);
        number.text("column", &column.id);
        number.text("column_title", &column.name);
        number.given("metric", metric.map(|metric| site.config.metric(metric).id.as_str()));
        number.text("measure", series.measure.name());
        number.given("period", column.period.as_deref().or(row.period.as_deref()));
        number.text("unit", unit(metric, series.measure, site));
        number.amount("value", cell.amount.as_ref());
        if let Some(amount) = cell.amount.as_ref().filter(|amount| !amount.is_exact()) {
            number.decimal("low", amount.low);
            number.decimal("high", amount.high);
            number.text("precision", precision(amount));
        }
        if let Some((stated, all)) = cell.coverage {
            number.field("stated").extend(format!("[{stated},{all}]").bytes());
        }
        if !cell.parts.is_empty() {
            origins.write(number.field("parts"), &cell.parts.statements(facts));
        }
        number.end();
    });
    origins.end(&mut json);
    json.end()
}

/// A head in words.
struct Named {
    id: String,
    name: String,
    period: Option<String>,
}

impl Named {
    fn all(heads: &[Head], site: &Site) -> Vec<Self> {
        let named = |head| Self { id: id(head, site), name: name(head, site), period: period(head) };
        heads.iter().map(named).collect()
    }
}

/// The grid as a Markdown table: so many columns of text, and numbers to the right.
pub fn markdown(grid: &Grid, texts: usize) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| as_it_is(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let numbers = grid.head.len().saturating_sub(texts);
    let rule = format!("|{}{}\n", " --- |".repeat(texts), " ---: |".repeat(numbers));
    grid.rows.iter().fold(line(&grid.head) + &rule, |text, row| text + &line(row))
}

/// A text so that a cell of a Markdown table shows it as it is.
fn as_it_is(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len() + 8);
    let mut before = None;
    let mut rest = cell.chars().peekable();
    while let Some(c) = rest.next() {
        let around = [before, rest.peek().copied()];
        let is_in_word = || around.into_iter().all(|c| c.is_some_and(char::is_alphanumeric));
        match c {
            '<' => text.push_str("&lt;"),
            '&' => text.push_str("&amp;"),
            '\n' => text.push(' '),
            // Inside a word, as in ids, it is no emphasis.
            '_' if is_in_word() => text.push(c),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => text.extend(['\\', c]),
            c => text.push(c),
        }
        before = Some(c);
    }
    text
}

/// The name of a head for people. Of a rest that of the node whose rest it is.
pub fn name(head: &Head, site: &Site) -> String {
    match head.role {
        Role::Entry => head.label.clone(),
        Role::Rest => format!("{} (unallocated)", title(&head.key, site)).trim_start().to_owned(),
        Role::NotSplit => "Not split".to_owned(),
        Role::Total => "Total".to_owned(),
    }
}

/// What a head stands for, in the words of the site's files: an id, a period's key.
pub fn id(head: &Head, site: &Site) -> String {
    match (head.role, &head.key) {
        (Role::NotSplit, _) => "Not split".to_owned(),
        (Role::Total, _) => "Total".to_owned(),
        (Role::Rest, key) => format!("{} (unallocated)", key_id(key, site)).trim_start().to_owned(),
        (Role::Entry, Key::None) => head.label.clone(),
        (Role::Entry, key) => key_id(key, site),
    }
}

fn title(key: &Key, site: &Site) -> String {
    match key {
        Key::Value(dimension, id) => {
            let values = &site.config.dimension(*dimension).values;
            let known = values.iter().find(|value| *value.id == **id);
            known.map_or_else(|| id.to_string(), |value| value.title.clone())
        }
        Key::Plan(plan) => site.plan(*plan).title.value.clone(),
        key => key_id(key, site),
    }
}

fn key_id(key: &Key, site: &Site) -> String {
    match key {
        Key::None => String::new(),
        Key::Value(_, text) | Key::Owner(text) | Key::Kind(text) | Key::Status(text) | Key::Tag(text) => {
            text.to_string()
        }
        Key::Plan(plan) => site.plan(*plan).id.value.clone(),
        Key::Metric(metric) => site.config.metric(*metric).id.clone(),
        Key::Period(period) => period.key(),
    }
}

/// A column's heading: what varies of its name, metric and measure.
fn heading(answer: &Answer, column: &Head, series: Series, site: &Site) -> String {
    let several = |same: fn(&Series, &Series) -> bool| {
        answer.series.first().is_some_and(|first| answer.series.iter().any(|other| !same(first, other)))
    };
    let mut parts = Vec::new();
    if answer.columns.len() > 1 || column.role == Role::Entry {
        parts.push(name(column, site));
    }
    if let Some(metric) = series.metric
        && several(|a, b| a.metric == b.metric)
    {
        parts.push(site.config.metric(metric).title.clone());
    }
    if parts.is_empty() || several(|a, b| a.measure == b.measure) {
        parts.push(series.measure.name().to_owned());
    }
    parts.join(" ")
}

/// All numbers of an answer: the places of row and column, the series, the cell.
fn numbers(answer: &Answer) -> impl Iterator<Item = ((usize, usize), Series, &Cell)> {
    answer.cells.iter().enumerate().flat_map(move |(row, columns)| {
        columns.iter().enumerate().flat_map(move |(column, cells)| {
            let cells = answer.series.iter().zip(cells);
            cells.map(move |(series, cell)| ((row, column), *series, cell))
        })
    })
}

/// The metric of a cell: its series', or that of the row or column where these are metrics.
pub fn metric_of(row: &Head, column: &Head, series: Series) -> Option<MetricId> {
    let of = |head: &Head| match head.key {
        Key::Metric(metric) => Some(metric),
        _ => None,
    };
    series.metric.or_else(|| of(row)).or_else(|| of(column))
}

fn period(head: &Head) -> Option<String> {
    match head.key {
        Key::Period(period) => Some(period.key()),
        _ => None,
    }
}

fn unit(metric: Option<MetricId>, measure: Measure, site: &Site) -> &str {
    match measure {
        Measure::Progress => "%",
        Measure::Count => "",
        _ => metric.map_or("", |metric| &site.config.metric(metric).unit),
    }
}

fn precision(amount: &Amount) -> &'static str {
    match (amount.low, amount.high) {
        _ if amount.about => "about",
        (Some(_), None) => "at_least",
        (None, Some(_)) => "at_most",
        _ => "exact",
    }
}

/// A number in machine form; empty where nothing was stated.
fn plain(amount: Option<&Amount>) -> String {
    amount.map(Amount::to_canonical_string).unwrap_or_default()
}

fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Rows as CSV (RFC 4180, LF).
pub fn written<R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Grid, markdown};

    #[test]
    fn cells_of_markdown_show_what_they_hold() {
        let check = |text: &str, expected: &str| {
            let grid = Grid { head: vec!["row".to_owned()], rows: vec![vec![text.to_owned()]] };
            assert_eq!(markdown(&grid, 1), format!("| row |\n| --- |\n| {expected} |\n"));
        };
        check("a <b>R&D</b> *new*", "a &lt;b>R&amp;D&lt;/b> \\*new\\*");
        check("[x](y) `z` |", "\\[x\\](y) \\`z\\` \\|");
        check("_north_ north_2026_q1 長_沙", "\\_north\\_ north_2026_q1 長_沙");
        check("a\\b\nc ~~d~~", "a\\\\b c \\~\\~d\\~\\~");
        check("≥ 120,000 戶, 2–3 (+5 %)", "≥ 120,000 戶, 2–3 (+5 %)");
    }
}
