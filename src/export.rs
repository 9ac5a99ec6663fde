//! Answers as text for programs and terminals: CSV as shown, tidy CSV, JSON, Markdown. Apart, because the
//! command line and the site's data files must say the same in the same form. Numbers are plain decimals
//! in the metric's unit, whatever pages show.

mod lines;

pub use lines::to_lines;

use crate::aggregate::{Answer, Cell, Head, Key, Role, Series, StatementRef};
use crate::config::MetricId;
use crate::quantity::Amount;
use crate::site::Site;
use crate::spread::BuildSpread;
use crate::view::Measure;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;

/// The version of the JSON form.
const VERSION: u32 = 2;

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

/// The answer as it is shown, numbers in machine form: `2500..3000`, `>=185200`, `<=9`, `~400000`.
pub fn grid(answer: &Answer, site: &Site) -> Grid {
    let mut head = vec![String::new()];
    for column in &answer.columns {
        head.extend(answer.series.iter().map(|series| heading(answer, column, *series, site)));
    }
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
    let mut rows = vec![TIDY.map(str::to_owned).to_vec()];
    for_each(answer, |row, column, series, cell| {
        let Some(amount) = cell.amount.as_ref() else { return };
        let metric = metric_of(row, column, series);
        rows.push(vec![
            id(row, site),
            id(column, site),
            metric.map(|metric| site.config.metric(metric).id.clone()).unwrap_or_default(),
            series.measure.name().to_owned(),
            period(row, column),
            amount.single().map(number).unwrap_or_default(),
            amount.low.map(number).unwrap_or_default(),
            amount.high.map(number).unwrap_or_default(),
            precision(amount).to_owned(),
            unit(metric, series.measure, site),
        ]);
    });
    written(&rows)
}

/// The places of statements that many numbers are made from: each is written once, numbers name them by
/// their index.
pub struct Sources<'a> {
    site: &'a Site,
    indices: HashMap<StatementRef, Option<u32>, BuildSpread>,
    places: Vec<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// Those of no number yet.
    pub fn new(site: &'a Site) -> Self {
        Self { site, indices: HashMap::default(), places: Vec::new() }
    }

    /// The indices of a number's statements.
    pub fn of(&mut self, parts: &[StatementRef]) -> Vec<u32> {
        let places = &mut self.places;
        let mut index = |part: &StatementRef| {
            *self.indices.entry(*part).or_insert_with(|| {
                places.push(source(*part, self.site)?);
                u32::try_from(places.len() - 1).ok()
            })
        };
        parts.iter().filter_map(&mut index).collect()
    }

    /// All places, by index.
    pub fn places(self) -> Vec<Source<'a>> {
        self.places
    }
}

/// Where a statement stands: `plans/a.md:12:7`.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    path: &'a str,
    line: u32,
    column: u32,
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

impl Serialize for Source<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One object: `{ version, numbers: [{ row, column, metric, measure, period, value, … }], sources }`.
pub fn json(answer: &Answer, site: &Site) -> Vec<u8> {
    let mut sources = Sources::new(site);
    let mut numbers = Vec::new();
    for_each(answer, |row, column, series, cell| {
        let metric = metric_of(row, column, series);
        numbers.push(Number {
            row: id(row, site),
            row_title: name(row, site),
            column: id(column, site),
            column_title: name(column, site),
            metric: metric.map(|metric| site.config.metric(metric).id.clone()),
            measure: series.measure.name(),
            period: Some(period(row, column)).filter(|period| !period.is_empty()),
            value: cell.amount.as_ref().map(|amount| plain(Some(amount))),
            low: cell.amount.as_ref().and_then(|amount| amount.low).map(number),
            high: cell.amount.as_ref().and_then(|amount| amount.high).map(number),
            precision: cell.amount.as_ref().map(precision),
            unit: unit(metric, series.measure, site),
            stated: cell.coverage.map(|(stated, all)| [stated, all]),
            parts: sources.of(&cell.parts),
        });
    });
    let whole = Whole { version: VERSION, cut_rows: answer.cut, numbers, sources: sources.places() };
    to_lines(&whole)
}

/// The grid as a Markdown table, numbers to the right.
pub fn markdown(grid: &Grid) -> String {
    let line = |cells: &[String]| {
        let cells = cells.iter().map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|"));
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule = format!("| --- |{}\n", " ---: |".repeat(grid.head.len().saturating_sub(1)));
    grid.rows.iter().fold(line(&grid.head) + &rule, |text, row| text + &line(row))
}

/// Where a statement stands.
pub fn source(part: StatementRef, site: &Site) -> Option<Source<'_>> {
    let (file, statement) = (part.source(site)?, part.get(site)?);
    let start = file.position(statement.span.start);
    Some(Source { path: &file.path, line: start.line, column: start.column })
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

fn for_each(answer: &Answer, mut give: impl FnMut(&Head, &Head, Series, &Cell)) {
    for (row, cells) in answer.rows.iter().zip(&answer.cells) {
        for (column, cells) in answer.columns.iter().zip(cells) {
            for (series, cell) in answer.series.iter().zip(cells) {
                give(row, column, *series, cell);
            }
        }
    }
}

/// The metric of a cell: its series', or that of the row or column where these are metrics.
pub fn metric_of(row: &Head, column: &Head, series: Series) -> Option<MetricId> {
    let of = |head: &Head| match head.key {
        Key::Metric(metric) => Some(metric),
        _ => None,
    };
    series.metric.or_else(|| of(row)).or_else(|| of(column))
}

fn period(row: &Head, column: &Head) -> String {
    let of = |head: &Head| match head.key {
        Key::Period(period) => Some(period.key()),
        _ => None,
    };
    of(column).or_else(|| of(row)).unwrap_or_default()
}

fn unit(metric: Option<MetricId>, measure: Measure, site: &Site) -> String {
    match measure {
        Measure::Progress => "%".to_owned(),
        Measure::Count => String::new(),
        _ => metric.map(|metric| site.config.metric(metric).unit.to_string()).unwrap_or_default(),
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
pub fn written<'a, T: AsRef<[u8]> + 'a>(rows: impl IntoIterator<Item = &'a Vec<T>>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    cut_rows: usize,
    numbers: Vec<Number>,
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
struct Number {
    row: String,
    row_title: String,
    column: String,
    column_title: String,
    metric: Option<String>,
    measure: &'static str,
    period: Option<String>,
    value: Option<String>,
    low: Option<String>,
    high: Option<String>,
    precision: Option<&'static str>,
    unit: String,
    stated: Option<[u32; 2]>,
    parts: Vec<u32>,
}
