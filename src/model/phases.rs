//! Phases: from tables, from headings with dates inside, from front matter. Days without a year lie in the
//! plan's period; an end without one follows its start.

use super::front::Key;
use super::numbers::Inherited;
use super::reading::Reading;
use super::sections::Sections;
use super::sheet::Sheet;
use super::written::Written;
use super::{Phase, RowKind, Spanned};
use crate::parse::{BlockKind, Parsed, SectionIndex, Text};
use crate::period::{Grain, Period, PeriodError};
use crate::schema::Schema;
use crate::text::nfc;
use crate::yaml::{Entry, Node, Value, shape};
use jiff::ToSpan;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Dates from one day or month to another, or one day, as they stand in running text.
static DATES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day =
        r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*(?:\d{1,2}\s*[日號号]|[底末初])|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}";
    let year = r"(?:(?:\d{4}|[次翌明隔])\s*年\s*)?";
    let month = format!(r"{year}\d{{1,2}}\s*月(?:份|[上中下]旬)?");
    let end = format!(
        r"{year}(?:\d{{1,2}}\s*月\s*)?(?:\d{{1,2}}\s*[日號号]|月?[底末])|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{month}"
    );
    let from_to = format!(r"(?:{day}|{month})\s*(?:—+|–|−|-|~|〜|～|至|到|\.\.|to)\s*(?:{end})");
    Regex::new(&format!("{from_to}|{day}")).ok()
});

/// Phases so far, and how many groups they make.
#[derive(Default)]
pub(super) struct Phases {
    pub(super) phases: Vec<Phase>,
    pub(super) groups: u32,
    /// The groups that have a phase more, whose days are unreadable or still to be filled in.
    pub(super) open: Vec<u32>,
}

impl Phases {
    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups - 1
    }
}

/// Phases in the rows of a table.
pub(super) fn in_table(reading: &mut Reading, sheet: &Sheet, section: SectionIndex, all: &mut Phases) {
    let group = all.group();
    for row in sheet.rows(RowKind::Entry) {
        let period = row_period(reading, sheet, row);
        if has_open_days(sheet, row, period.is_some()) {
            all.open.push(group);
        }
        let Some(period) = period else { continue };
        let name = sheet.said(row, "name");
        let name = name.map_or_else(
            || Spanned { value: period.value.key(), span: period.span },
            |name| Spanned { value: name.text.to_owned(), span: name.span },
        );
        let owner = sheet.said(row, "owner").map(|owner| Spanned {
            value: owner.text.trim_start_matches(['@', '＠']).to_owned(),
            span: owner.span,
        });
        all.phases.push(Phase {
            name,
            milestone: period.value.grain == Grain::Day,
            period,
            owner,
            section,
            group,
            rule: sheet.rule.phases.clone(),
        });
    }
}

/// Whether a row is a phase whose days nobody knows yet: there is a text that gives none, or a cell that must be
/// filled in.
fn has_open_days(sheet: &Sheet, row: usize, is_read: bool) -> bool {
    let mut columns = ["dates", "start", "end"].into_iter().filter_map(|key| sheet.column(key));
    columns.any(|column| sheet.lacks(row, column) || (!is_read && sheet.stated(row, column).is_some()))
}

/// The days of a row: `dates`, or `start` and `end`; a start alone is a milestone.
pub(super) fn row_period(reading: &mut Reading, sheet: &Sheet, row: usize) -> Option<Spanned<Period>> {
    if let Some(dates) = sheet.said(row, "dates") {
        let value = reading.stretch(dates, reading.within, false)?;
        return Some(Spanned { value, span: dates.span });
    }
    let (start, end) = (sheet.said(row, "start"), sheet.said(row, "end"));
    from_to(reading, start, end)
}

/// The period from one text to another; each that is there is read, whatever is wrong with the other.
fn from_to(reading: &mut Reading, start: Option<Written>, end: Option<Written>) -> Option<Spanned<Period>> {
    let first = start.and_then(|start| Some((start, reading.stretch(start, reading.within, end.is_some())?)));
    // An end without a year lies within the year that begins with the start.
    let after = first.and_then(|(_, period)| {
        let last = period.start.checked_add(1.year()).ok()?.yesterday().ok()?;
        Period::between(period.start, last, 1)
    });
    let last = end.and_then(|end| Some((end, reading.stretch(end, after.or(reading.within), false)?)));
    let (start, first) = first?;
    let Some(end) = end else {
        return Some(Spanned { value: Period::day(first.start), span: start.span });
    };
    let (_, last) = last?;
    let Some(value) = Period::between(first.start, last.end, reading.config.fiscal_year_start) else {
        let message = format!("it ends ({}) before it starts ({})", last.end, first.start);
        let finding = reading.error("invalid-period", end.span, message).related_here(
            reading.source,
            start.span,
            "the start",
        );
        reading.add(finding);
        return None;
    };
    Some(Spanned { value, span: start.span.to(end.span) })
}

/// Phases that are sections: their dates stand in the heading, in brackets or not, else in the first
/// paragraph. Sections side by side are one group.
pub(super) fn in_headings(
    reading: &mut Reading,
    parsed: &Parsed,
    schema: &Schema,
    sections: &Sections,
    all: &mut Phases,
) {
    /// Sections of one schema section under one heading.
    type Siblings<'a> = (Option<SectionIndex>, &'a [u16]);
    let mut groups: Vec<(Siblings, u32)> = Vec::new();
    for (section, path) in sections.paths.iter().enumerate() {
        let Some(path) = path else { continue };
        let Some(rule) = schema.section(path).and_then(|wanted| wanted.phases.as_ref()) else { continue };
        let Some(found) = parsed.document.sections.get(section) else { continue };
        let Some(heading) = &found.heading else { continue };
        let key = (found.parent, path.as_slice());
        let group = match groups.iter().find(|(other, _)| *other == key) {
            Some((_, group)) => *group,
            None => {
                groups.push((key, all.group()));
                all.groups - 1
            }
        };
        let Some((period, cut)) = dates_of(reading, parsed, section, &heading.text) else {
            all.open.push(group);
            continue;
        };
        let name = match cut {
            Some(cut) => heading.text.text[..cut.start].to_owned() + &heading.text.text[cut.end..],
            None => heading.text.text.to_string(),
        };
        let name = name.trim().trim_end_matches(['：', ':', '，', ',', '、']).trim().to_owned();
        all.phases.push(Phase {
            name: Spanned { value: name, span: heading.text_span },
            milestone: period.value.grain == Grain::Day,
            period,
            owner: None,
            section,
            group,
            rule: Some(rule.clone()),
        });
    }
}

/// The dates of a section that is a phase, and the part of its heading that they take.
fn dates_of(
    reading: &mut Reading,
    parsed: &Parsed,
    section: SectionIndex,
    heading: &Text,
) -> Option<(Spanned<Period>, Option<Range<usize>>)> {
    for part in in_brackets(&heading.text).into_iter().chain(running(&heading.text)) {
        let Some(written) = Written::visible(heading, part.inner) else { continue };
        use PeriodError::{NoSuchDay, NoSuchPart, Reversed};
        let is_date = match crate::period::parse(written.text, &reading.context(reading.within)) {
            Ok(_) | Err(NoSuchDay { .. } | NoSuchPart { .. } | Reversed { .. }) => true,
            Err(_) => has_day(written.text),
        };
        if is_date {
            let value = reading.stretch(written, reading.within, false)?;
            return Some((Spanned { value, span: written.span }, Some(part.whole)));
        }
    }
    let first = parsed.blocks.of(section).iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text),
        _ => None,
    });
    if let Some((text, part)) = first.and_then(|text| Some((text, running(&text.text).next()?))) {
        let written = Written::visible(text, part.inner)?;
        let value = reading.stretch(written, reading.within, false)?;
        return Some((Spanned { value, span: written.span }, None));
    }
    let waiting =
        reading.is_placeholder(&heading.text) || first.is_some_and(|text| reading.is_placeholder(&text.text));
    if !waiting {
        let span = parsed.document.sections[section].heading.as_ref()?.text_span;
        let finding = reading
            .error("invalid-period", span, "no dates, expected them in the heading of a phase")
            .help("write them behind its name, as in `（3月1日—3月30日）`");
        reading.add(finding);
    }
    None
}

/// A part of a text that may hold dates.
struct Part {
    inner: Range<usize>,
    /// With the brackets.
    whole: Range<usize>,
}

/// What stands in brackets, the last first.
fn in_brackets(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '【' | '[' => open = Some((at, at + c.len_utf8())),
            '）' | ')' | '】' | ']' => {
                if let Some((whole, inner)) = open.take() {
                    parts.push(Part { inner: inner..at, whole: whole..at + c.len_utf8() });
                }
            }
            _ => {}
        }
    }
    parts.reverse();
    parts
}

fn running(text: &str) -> impl Iterator<Item = Part> {
    let found = DATES.iter().flat_map(move |regex| regex.find_iter(text));
    found.map(|found| Part { inner: found.range(), whole: found.range() })
}

/// Whether a text speaks of days: then what is wrong with it is a fault, and not something else.
fn has_day(text: &str) -> bool {
    DATES.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// `phases:` of the front matter: names with periods, or a list of mappings with `name`, and `period`, `date`,
/// or `start` and `end`.
pub(super) fn in_front(reading: &mut Reading, key: &Key, base: &Inherited, all: &mut Phases) {
    let group = all.group();
    let node: &Node = &key.value;
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let Some(written) = Written::node(reading.source, &entry.value) else {
                    let message = format!("`{}` expects a period, found {}", entry.key, shape(&entry.value));
                    reading.report("invalid-period", entry.value.span, message);
                    continue;
                };
                let Some(value) = reading.stretch(written, base.period, false) else { continue };
                let name = Spanned { value: entry.key.clone(), span: entry.key_span };
                all.push(name, Spanned { value, span: written.span }, None, group);
            }
        }
        Value::Seq(items) => {
            for item in items {
                match item.as_map() {
                    Some(entries) => one(reading, item, entries, group, all),
                    None => {
                        let message = format!(
                            "`{}` expects `name` and `period` in each item, found {}",
                            key.name,
                            shape(item)
                        );
                        reading.report("invalid-value", item.span, message);
                    }
                }
            }
        }
        Value::Scalar(_) => {
            let message = format!("`{}` expects names with periods, found {}", key.name, shape(node));
            reading.report("invalid-value", node.span, message);
        }
    }
}

fn one(reading: &mut Reading, item: &Node, entries: &[Entry], group: u32, all: &mut Phases) {
    const KNOWN: [&str; 6] = ["name", "period", "date", "start", "end", "owner"];
    for entry in entries.iter().filter(|entry| !KNOWN.contains(&entry.key.as_str())) {
        let finding = reading.error("unknown-field", entry.key_span, format!("unknown key `{}`", entry.key));
        let written = Written::bytes(&entry.key, entry.key_span);
        let is_free = |key: &&str| !entries.iter().any(|other| other.key == *key);
        let free: Vec<&str> = KNOWN.into_iter().filter(is_free).collect();
        reading.add(super::reading::suggest(finding, written, &free));
    }
    let source = reading.source;
    let get = |key: &str| {
        let entry = entries.iter().find(|entry| entry.key == key && !entry.value.is_null())?;
        Written::node(source, &entry.value)
    };
    let whole = get("period").or(get("date"));
    let period = match (whole, get("start")) {
        (Some(written), _) => {
            reading.stretch(written, reading.within, false).map(|value| Spanned { value, span: written.span })
        }
        (None, Some(start)) => from_to(reading, Some(start), get("end")),
        (None, None) => {
            let span = crate::text::Span::at(item.span.start as usize);
            return reading.report(
                "invalid-period",
                span,
                "a phase needs `period`, `date`, or `start` and `end`",
            );
        }
    };
    let (Some(period), Some(name)) = (period, get("name")) else { return };
    let owner = get("owner").map(|owner| Spanned { value: nfc(owner.text), span: owner.span });
    all.push(Spanned { value: name.text.to_owned(), span: name.span }, period, owner, group);
}

impl Phases {
    fn push(
        &mut self,
        name: Spanned<String>,
        period: Spanned<Period>,
        owner: Option<Spanned<String>>,
        group: u32,
    ) {
        let milestone = period.value.grain == Grain::Day;
        self.phases.push(Phase { name, milestone, period, owner, section: 0, group, rule: None });
    }
}
