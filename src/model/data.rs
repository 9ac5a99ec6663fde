//! `data/*.csv`: statements from other systems. The `csv` crate reads the fields; a scan beside it finds
//! their bytes, since a finding must point at a cell.

use super::numbers::Inherited;
use super::reading::Reading;
use super::written::Written;
use super::{DataFile, Origin, Spanned, Statement, StatementKind};
use crate::config::{Config, DimensionId};
use crate::diagnostic::counted;
use crate::fold::{fold, is_near};
use crate::period::{self, PeriodError};
use crate::text::{BOM, SourceFile, Span, nfc};
use std::sync::Arc;

const RULE: &str = "invalid-data";

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Kind,
    Metric,
    Value,
    Period,
    Plan,
    Owner,
    Note,
    Dimension(DimensionId),
}

/// Columns by their names, those that must be there first.
const COLUMNS: [(&str, Column); 7] = [
    ("kind", Column::Kind),
    ("metric", Column::Metric),
    ("value", Column::Value),
    ("period", Column::Period),
    ("plan", Column::Plan),
    ("owner", Column::Owner),
    ("note", Column::Note),
];
const REQUIRED: usize = 4;
const HEADING: &str =
    "the first line names the columns: `kind,metric,value,period`, then `plan`, dimensions and `note`";

/// A record: its fields and where each stands.
struct Record {
    fields: csv::StringRecord,
    spans: Vec<Span>,
    /// A quote that takes in more than its cell, and what is wrong with it.
    stray: Option<(Span, String)>,
    span: Span,
}

impl Record {
    fn field(&self, index: usize) -> Option<Written<'_>> {
        let text = self.fields.get(index)?;
        let span = self.spans.get(index).copied().unwrap_or(self.span);
        let trimmed = Written::bytes(text, span).part(0..text.len());
        (!trimmed.text.is_empty()).then_some(trimmed)
    }
}

/// Reads a file of statements.
pub(super) fn read(source: &Arc<SourceFile>, config: &Config) -> DataFile {
    let mut reading = Reading::new(source, config);
    reading.fallback = RULE;
    let mut records = records(&mut reading).into_iter();
    let (mut rows, mut yearless) = (Vec::new(), Vec::new());
    let header = records.next();
    if header.is_none() && reading.findings.is_empty() {
        let finding = reading.error(RULE, Span::at(0), "the file is empty").help(HEADING);
        reading.add(finding);
    }
    if let Some(header) = header
        && let Some(columns) = columns(&mut reading, &header)
    {
        for record in records {
            if let Some((row, period)) = row(&mut reading, &columns, header.fields.len(), &record) {
                yearless.extend(period.map(|period| (rows.len(), period)));
                rows.push(row);
            }
        }
    }
    DataFile { source: Arc::clone(source), rows, yearless, findings: reading.findings }
}

/// All records that the `csv` crate reads, blank lines left out.
fn records(reading: &mut Reading) -> Vec<Record> {
    let source = reading.source;
    let skipped = if source.text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let text = &source.text[skipped..];
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut fields = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut fields) {
            Ok(true) => {
                let from = fields.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
                let to = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
                let lines = text.get(from..to).unwrap_or("");
                let start = skipped + from + lines.len() - lines.trim_start_matches(['\r', '\n']).len();
                let lines = lines.trim_matches(['\r', '\n']);
                let (spans, stray) = spans(lines, start);
                let span = Span::new(start, start + lines.len());
                records.push(Record { fields: std::mem::take(&mut fields), spans, stray, span });
            }
            Ok(false) => return records,
            Err(error) => {
                reading.report(RULE, Span::at(skipped), error.to_string());
                return records;
            }
        }
    }
}

/// The bytes of each field of a record, those of quoted ones without their quotes; and a quote at fault.
fn spans(record: &str, offset: usize) -> (Vec<Span>, Option<(Span, String)>) {
    let mut spans = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    let mut stray = None;
    let bytes = record.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if at == start => quoted = true,
            b'"' if quoted && !escaped => {
                // A doubled quote is one of the text; a single one ends it.
                if bytes.get(at + 1) == Some(&b'"') {
                    escaped = true;
                } else {
                    quoted = false;
                    let behind = record[at + 1..].split([',', '\n', '"']).next().unwrap_or("").trim();
                    if !behind.is_empty() && stray.is_none() {
                        let message = format!("the quote of this cell is closed before `{behind}`");
                        stray = Some((Span::new(offset + start, offset + at + 1), message));
                    }
                }
            }
            b'"' => escaped = false,
            b',' if !quoted => {
                spans.push(inner(record, start, at, offset));
                start = at + 1;
            }
            _ => {}
        }
    }
    if quoted {
        let open = Span::new(offset + start, offset + start + 1);
        stray = stray.or_else(|| Some((open, "this quote is never closed".to_owned())));
    }
    spans.push(inner(record, start, bytes.len(), offset));
    (spans, stray)
}

fn inner(record: &str, start: usize, end: usize, offset: usize) -> Span {
    let field = record.get(start..end).unwrap_or("");
    let quoted = field.len() >= 2 && field.starts_with('"') && field.ends_with('"');
    let cut = usize::from(quoted);
    Span::new(offset + start + cut, offset + end - cut)
}

/// Reports a quote that takes in more than its cell: what the record holds cannot be told then.
fn has_stray_quote(reading: &mut Reading, record: &Record) -> bool {
    let Some((span, message)) = &record.stray else { return false };
    let finding = reading
        .error(RULE, *span, message.as_str())
        .help("close the quote at the end of its cell; a quote inside a quoted cell is written twice");
    reading.add(finding);
    true
}

/// What each column holds. `None` where one that every row needs is not there.
fn columns(reading: &mut Reading, header: &Record) -> Option<Vec<Option<Column>>> {
    if has_stray_quote(reading, header) {
        return None;
    }
    if let Some(separator) = other_separator(header) {
        let message = format!("the cells are separated by {separator}, expected commas");
        let finding =
            reading.error(RULE, header.span, message).help("save the file with commas between its cells");
        reading.add(finding);
        return None;
    }
    let config = reading.config;
    let mut columns: Vec<Option<Column>> = Vec::new();
    for index in 0..header.fields.len() {
        let name = header.field(index);
        let found = name.and_then(|name| {
            let folded = fold(name.text);
            let own = COLUMNS.iter().find(|(known, _)| *known == folded).map(|(_, column)| *column);
            own.or_else(|| config.dimension_named(name.text).map(Column::Dimension))
        });
        match (name, found) {
            (Some(_), None) if config.lacks.dimensions => {}
            (Some(name), None) => {
                let dimensions = config.dimensions.iter().map(|dimension| dimension.id.as_str());
                let known = COLUMNS.iter().map(|(name, _)| *name).chain(dimensions);
                let all = known.clone().map(|name| (name, name));
                let finding = reading.unknown(RULE, name, "column", known, all);
                reading.add(finding);
            }
            (Some(name), Some(_)) if columns.contains(&found) => {
                reading.report(RULE, name.span, format!("the column `{}` stands twice", name.text));
            }
            (None, _) => reading.report(RULE, header.span, format!("column {} has no heading", index + 1)),
            _ => {}
        }
        columns.push(found.filter(|_| !columns.contains(&found)));
    }
    let missing = COLUMNS[..REQUIRED].iter().filter(|(_, column)| !columns.contains(&Some(*column)));
    // One that is there but for a typing slip is named already.
    let nearly = |name: &str| {
        (0..header.fields.len()).any(|at| header.field(at).is_some_and(|h| is_near(h.text, name)))
    };
    let nearly_there = missing.clone().any(|(name, _)| nearly(name));
    let missing: Vec<&str> = missing.map(|(name, _)| *name).filter(|name| !nearly(name)).collect();
    if nearly_there && missing.is_empty() {
        return None;
    }
    if missing.is_empty() {
        return Some(columns);
    }
    let finding = reading
        .error(RULE, header.span, format!("the heading has no column `{}`", missing.join("`, `")))
        .help(HEADING);
    reading.add(finding);
    None
}

/// What stands between the cells in the place of commas, where spreadsheets of another country wrote the file.
fn other_separator(header: &Record) -> Option<&'static str> {
    let [only] = header.fields.iter().collect::<Vec<_>>()[..] else { return None };
    let separators = [(';', "semicolons"), ('\t', "tabs")];
    let is_column = |name: &str| COLUMNS.iter().any(|(known, _)| *known == fold(name));
    let separates = |separator: char| only.split(separator).filter(|name| is_column(name)).count() > 1;
    separators.into_iter().find(|(separator, _)| separates(*separator)).map(|(_, name)| name)
}

type Row = (Option<Spanned<String>>, Statement);

/// A row, and its period where that has no year and the plan must say it.
fn row(
    reading: &mut Reading,
    columns: &[Option<Column>],
    expected: usize,
    record: &Record,
) -> Option<(Row, Option<Spanned<String>>)> {
    // Spreadsheets write rows of nothing but commas.
    if record.fields.iter().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    if has_stray_quote(reading, record) || is_torn(reading, columns, record) {
        return None;
    }
    if record.fields.len() != expected {
        let cells = counted(record.fields.len(), "cell");
        let message = format!("{cells}, the heading has {expected}");
        let help = match record.fields.len() < expected {
            true => "give every column its cell: an empty one stands between two commas",
            false => "put cells that hold commas into double quotes",
        };
        let finding = reading.error(RULE, record.span, message).help(help);
        reading.add(finding);
        return None;
    }
    let get = |column: Column| {
        let at = columns.iter().position(|other| *other == Some(column))?;
        record.field(at)
    };
    let needed = |reading: &mut Reading, column: Column, name: &str| {
        let written = get(column);
        if written.is_none() {
            let at = columns.iter().position(|other| *other == Some(column));
            let span = at.and_then(|at| record.spans.get(at).copied()).unwrap_or(record.span);
            reading.report(RULE, span, format!("`{name}` is empty"));
        }
        written
    };
    let kind = needed(reading, Column::Kind, "kind").and_then(|written| kind(reading, written));
    let metric = needed(reading, Column::Metric, "metric").and_then(|written| reading.metric(written));
    let value = needed(reading, Column::Value, "value");
    let quantity = value.and_then(|written| {
        Some(Spanned { value: reading.quantity(written, metric, None)?, span: written.span })
    });
    // Where the row names a plan, that says what the row does not.
    let names_plan = get(Column::Plan).is_some();
    let read = |written: Written| period::parse(written.text, &reading.context(None));
    let yearless = get(Column::Period)
        .filter(|written| names_plan && matches!(read(*written), Err(PeriodError::NeedsYear { .. })));
    let is_plans = names_plan && (get(Column::Period).is_none() || yearless.is_some());
    let period = if is_plans { None } else { needed(reading, Column::Period, "period") };
    let period = period.and_then(|written| reading.period(written, None));
    let yearless = yearless.map(|written| Spanned { value: written.text.to_owned(), span: written.span });
    let mut base = Inherited { period, ..Inherited::default() };
    let mut sound = true;
    for (index, column) in columns.iter().enumerate() {
        if let (Some(Column::Dimension(dimension)), Some(written)) = (column, record.field(index)) {
            match reading.dimension_value(*dimension, written) {
                Some(value) => base.place(*dimension, value),
                None => sound = false,
            }
        }
    }
    if period.is_none() && !is_plans {
        return None;
    }
    base.owner = get(Column::Owner).map(|owner| nfc(owner.text).into());
    base.names_owner = base.owner.is_some();
    let mut statement = base.statement(kind?, metric?, quantity?);
    statement.origin = Origin::Data;
    statement.set_aside(None, get(Column::Note).map(|note| note.text.into()));
    let plan = get(Column::Plan).map(|plan| Spanned { value: plan.text.to_owned(), span: plan.span });
    sound.then_some(((plan, statement), yearless))
}

/// Reports a value whose thousands ended up in the next cell: `1,250` without quotes.
fn is_torn(reading: &mut Reading, columns: &[Option<Column>], record: &Record) -> bool {
    let Some(at) = columns.iter().position(|column| *column == Some(Column::Value)) else { return false };
    let (Some(first), Some(next)) = (record.field(at), record.field(at + 1)) else { return false };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let leads = (1..=3).contains(&digits(first.text)) && digits(first.text) == first.text.len();
    let misplaced = record.fields.len() > columns.len() || columns.get(at + 1) == Some(&Some(Column::Period));
    if !leads || digits(next.text) != 3 || !misplaced || first.span.end + 1 != next.span.start {
        return false;
    }
    let span = Span::new(first.span.start as usize, next.span.end as usize);
    let message = format!("`{}` is torn in two at its comma", reading.source.slice(span));
    let finding = reading.error(RULE, span, message).help("put a value with a comma into double quotes");
    reading.add(finding);
    true
}

fn kind(reading: &mut Reading, written: Written) -> Option<StatementKind> {
    const KINDS: [StatementKind; 5] = [
        StatementKind::Target,
        StatementKind::Actual,
        StatementKind::Forecast,
        StatementKind::Figure,
        StatementKind::Budget,
    ];
    let folded = fold(written.text);
    let found = KINDS.into_iter().find(|kind| folded.strip_suffix('s').unwrap_or(&folded) == kind.name());
    if found.is_none() {
        let names = KINDS.iter().map(|kind| kind.name());
        let finding = reading.unknown(RULE, written, "kind", names.clone(), names.map(|name| (name, name)));
        reading.add(finding);
    }
    found
}
