//! Values out of texts, with a finding where a text is none: quantities, periods, days, metrics, values
//! of dimensions. Everything in front matter, tables and data files goes through here, so that one kind
//! of fault has one name and one wording.

use super::written::Written;
use crate::config::{Config, DimensionId, Level, MetricId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::folded;
use crate::period::{self, Period, PeriodContext, PeriodError};
use crate::placeholder;
use crate::quantity::{Power, Quantity};
use crate::schema::Schema;
use crate::text::{Place, SourceFile, Span};
use compact_str::CompactString;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What reading one file needs everywhere, and what it found.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Arc<SourceFile>,
    pub(super) config: &'a Config,
    pub(super) schema: Option<&'a Schema>,
    /// The plan's period: days without a year lie in it.
    pub(super) within: Option<Period>,
    /// The rule for names that are not known and values that nothing more special fits: `invalid-value`
    /// in plans, `invalid-data` in data files.
    pub(super) fallback: &'static str,
    pub(super) findings: Vec<Diagnostic>,
    /// How each value of an open dimension was written first.
    open: BTreeMap<(DimensionId, CompactString), CompactString>,
}

/// Unit and scale that a heading gives to the numbers below it: `銷售額（萬元）`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadingUnit {
    pub(super) unit: CompactString,
    pub(super) scale: Power,
    /// It stands over the whole table (`單位：萬元`): it is meant for the metrics that have such a unit.
    pub(super) over_all: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(source: &'a Arc<SourceFile>, config: &'a Config) -> Self {
        Self {
            source,
            config,
            schema: None,
            within: None,
            fallback: "invalid-value",
            findings: Vec::new(),
            open: BTreeMap::new(),
        }
    }

    /// A finding at error level that is not recorded yet.
    pub(super) fn error(&self, rule: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(rule, Severity::Error, Place::new(self.source, span), message)
    }

    /// Records a finding.
    pub(super) fn add(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Records a finding at error level.
    pub(super) fn report(&mut self, rule: &'static str, span: Span, message: impl Into<String>) {
        let finding = self.error(rule, span, message);
        self.add(finding);
    }

    /// Whether a text is waiting to be filled in, which another rule reports: it is no faulty value. That
    /// rule does not look at data files.
    pub(super) fn is_placeholder(&self, text: &str) -> bool {
        self.reports_placeholders() && !placeholder::find(text, &self.config.placeholders).is_empty()
    }

    /// The same where a number is to stand: a unit alone waits for it. In a name it is a word.
    pub(super) fn is_unfilled(&self, text: &str) -> bool {
        self.is_placeholder(text)
            || self.reports_placeholders() && placeholder::is_bare_unit(text, self.config.unit_names())
    }

    fn reports_placeholders(&self) -> bool {
        if self.fallback == "invalid-data" {
            return false;
        }
        let off = |level: Option<Level>| level == Some(Level::Off);
        !off(self.config.checks.get("placeholder").map(|(level, _)| *level))
            && !off(self.schema.and_then(|schema| schema.placeholders))
    }

    /// A quantity of a metric, in its unit; the unit of the heading above counts where none is written.
    pub(super) fn quantity(
        &mut self,
        written: Written,
        metric: Option<MetricId>,
        heading: Option<&HeadingUnit>,
    ) -> Option<Quantity> {
        let mut quantity = match self.config.known(metric).parse(written.text) {
            Ok(quantity) => quantity,
            Err(error) => {
                if !self.is_unfilled(written.text) {
                    // The whole of it: what the reader stopped at need not be what is wrong.
                    self.report("invalid-quantity", written.inner(), error.to_string());
                }
                return None;
            }
        };
        let meant = |heading: &&HeadingUnit| {
            let accepts = |metric| self.config.units(metric).accepted.contains(&heading.unit);
            !heading.over_all || heading.unit.is_empty() || metric.is_none_or(accepts)
        };
        if let Some(heading) = heading.filter(meant) {
            heading.apply(&mut quantity);
        }
        match metric {
            Some(metric) if !self.config.in_unit_of(metric, &mut quantity) => {
                if !self.is_unfilled(written.text) {
                    self.unit_mismatch(written.span, metric, &quantity);
                }
                None
            }
            _ => Some(quantity),
        }
    }

    /// Reports a quantity in a unit that its metric has not.
    pub(super) fn unit_mismatch(&mut self, span: Span, metric: MetricId, quantity: &Quantity) {
        let metric = self.config.metric(metric);
        let wanted = match metric.unit.as_str() {
            "" => "has no unit".to_owned(),
            unit => format!("is counted in `{unit}`"),
        };
        let (text, unit) = (quantity.text.as_str(), quantity.written_unit());
        if is_phrase(unit, self.config) {
            let message = format!("`{text}` is no quantity: `{unit}` is neither a scale nor a unit");
            return self.report("invalid-quantity", span, message);
        }
        let message = format!("`{text}` is in `{unit}`, but `{}` {wanted}", metric.id);
        let mut finding = self.error("unit-mismatch", span, message).schema(&metric.place);
        let is_zeros = !unit.is_empty() && unit.chars().all(|letter| matches!(letter, 'o' | 'O'));
        if let Some(number) = text.strip_suffix(unit).filter(|_| is_zeros) {
            let digits = format!("{number}{}", "0".repeat(unit.len()));
            finding =
                finding.help(format!("did you mean `{digits}`, with the digit 0 for the letter `{unit}`?"));
        } else if !metric.units.is_empty() {
            finding = finding.help(format!("other names of the unit: {}", metric.units.join(", ")));
        }
        self.add(finding);
    }

    /// A period; days and months without a year lie in `within`.
    pub(super) fn period(&mut self, written: Written, within: Option<Period>) -> Option<Period> {
        let period = period::parse(written.text, &self.context(within));
        self.good_period("invalid-period", written, period)
    }

    /// A day, written as such.
    pub(super) fn day(&mut self, written: Written) -> Option<Date> {
        let context = self.context(self.within);
        let day = period::parse_day(written.text, &context);
        self.good_period("invalid-date", written, day)
    }

    /// The day by which something is due: a day, or the end of a period such as `8月末`.
    pub(super) fn due(&mut self, written: Written) -> Option<Date> {
        let context = self.context(self.within);
        let date = period::parse_date(written.text, &context);
        self.good_period("invalid-date", written, date)
    }

    pub(super) fn context(&self, within: Option<Period>) -> PeriodContext {
        PeriodContext { fiscal_year_start: self.config.fiscal_year_start, within }
    }

    /// A stretch of days, as [`Self::period`] reads it; a day after the end of its month (29 February 2027) is
    /// reported and taken for that end, or, where the stretch begins with it, for the day after, so that what follows
    /// from all other days is found too. `opens`: what is read is the first day of a longer stretch.
    pub(super) fn stretch(
        &mut self,
        written: Written,
        within: Option<Period>,
        opens: bool,
    ) -> Option<Period> {
        let context = self.context(within);
        let read = period::parse(written.text, &context);
        let mended = match &read {
            Err(PeriodError::NoSuchDay { year, month, day }) if *day <= 31 => {
                in_month(written.text, (*year, *month, *day))
            }
            _ => None,
        };
        if let Some(read) = self.good_period("invalid-period", written, read) {
            return Some(read);
        }
        let (last, text) = mended?;
        let period = period::parse(&text, &context).ok()?;
        let begins = period.start == last && (opens || period.end > last);
        match begins.then(|| last.tomorrow().ok()).flatten() {
            Some(first) => Period::between(first, period.end.max(first), self.config.fiscal_year_start),
            None => Some(period),
        }
    }

    /// Reports a fault under the rule that is most special: a day that does not exist has one of its own.
    fn good_period<T>(
        &mut self,
        rule: &'static str,
        written: Written,
        read: Result<T, PeriodError>,
    ) -> Option<T> {
        let error = match read {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        if self.is_placeholder(written.text) {
            return None;
        }
        match error {
            PeriodError::NoSuchDay { month, day, .. } => {
                let span =
                    day_in(written.text, month, day).map_or(written.span, |range| written.span_of(range));
                self.report("invalid-date", span, error.to_string());
            }
            PeriodError::Unreadable { found } if rule == "invalid-date" => {
                let message =
                    format!("`{found}` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末`");
                self.report(rule, written.span, message);
            }
            _ => self.report(rule, written.span, error.to_string()),
        }
        None
    }

    /// The metric that a word names.
    pub(super) fn metric(&mut self, written: Written) -> Option<MetricId> {
        self.metric_beside(written, &[])
    }

    /// The metric that a key names; one of the keys beside it was not meant.
    pub(super) fn metric_beside(&mut self, written: Written, beside: &[MetricId]) -> Option<MetricId> {
        let config = self.config;
        let found = config.metric_named(written.text);
        if found.is_none() && !config.lacks.metrics && !self.is_placeholder(written.text) {
            let free = (0..).zip(&config.metrics).filter(|(at, _)| !beside.contains(&MetricId(*at)));
            let all = config.metrics.iter().map(|m| (m.id.as_str(), m.title.as_str()));
            let finding =
                self.unknown("unknown-metric", written, "metric", free.flat_map(|(_, m)| m.names()), all);
            self.add(finding);
        }
        found
    }

    /// The canonical id of the value that a word names in a dimension; any word where it is open.
    pub(super) fn dimension_value(
        &mut self,
        dimension: DimensionId,
        written: Written,
    ) -> Option<CompactString> {
        let known = self.config.dimension(dimension);
        if let Some(index) = self.config.value_named(dimension, written.text) {
            return known.values.get(index as usize).map(|value| value.id.as_str().into());
        }
        if self.is_placeholder(written.text) {
            return None;
        }
        if known.open {
            let (text, key) = (written.text.trim(), folded(written.text));
            let first = self.open.entry((dimension, key.as_ref().into())).or_insert_with(|| text.into());
            return Some(first.clone());
        }
        let what = format!("value of `{}`", known.id);
        let names = known.values.iter().map(|value| (value.id.as_str(), value.title.as_str()));
        let mut finding =
            self.unknown(self.fallback, written, &what, known.values.iter().flat_map(|v| v.names()), names);
        // A place or a channel that is missing among the values is as likely as one misspelt.
        finding.fix = None;
        self.add(finding);
        None
    }

    /// A finding about a name that is not known, with the nearest one that is; without any the first of `all`,
    /// ids and titles.
    pub(super) fn unknown<'n>(
        &self,
        rule: &'static str,
        written: Written,
        what: &str,
        known: impl Iterator<Item = &'n str>,
        all: impl Iterator<Item = (&'n str, &'n str)>,
    ) -> Diagnostic {
        const SHOWN: usize = 12;
        let message = format!("unknown {what} `{}`", written.text.trim());
        let finding = self.error(rule, written.span, message);
        let mut finding = suggest(finding, written, &known.collect::<Vec<_>>());
        let all: Vec<String> = all.map(|(id, title)| one_name(id, title)).collect();
        if finding.fix.is_none() && !finding.help.as_ref().is_some_and(|help| help.starts_with("did")) {
            let more = match all.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let shown = all[..all.len().min(SHOWN)].join(", ");
            finding.help = (!all.is_empty()).then(|| format!("known: {shown}{more}"));
        }
        finding
    }
}

/// Adds the nearest known word, and the repair where it is the only near one.
pub(super) fn suggest(finding: Diagnostic, written: Written, known: &[&str]) -> Diagnostic {
    let near = crate::fold::nearest_many(written.text, known.iter().copied(), 2);
    match near.as_slice() {
        [] => finding.maybe_help(listed(known)),
        [only] if is_plain(only) => {
            finding.help(format!("did you mean `{only}`?")).fix(written.inner(), *only)
        }
        [first, ..] => finding.help(format!("did you mean `{first}`?")),
    }
}

/// Whether a word means itself in YAML, quoted or not, and in a table: only such a one is written by a repair.
fn is_plain(word: &str) -> bool {
    !word.contains([':', '#', '|', '\'', '"', '\\', '[', ']', '{', '}', ',', '`'])
        && !word.starts_with(['&', '*', '!', '%', '@', '-', '?', '>'])
}

/// An id with its title, where that is another.
fn one_name(id: &str, title: &str) -> String {
    if id == title { format!("`{id}`") } else { format!("`{id}` ({title})") }
}

/// The known words, where they are few enough to be read.
fn listed(known: &[&str]) -> Option<String> {
    (1..=12).contains(&known.len()).then(|| format!("known: {}", known.join(", ")))
}

impl HeadingUnit {
    /// Gives a quantity without unit and scale those of its heading.
    fn apply(&self, quantity: &mut Quantity) {
        if !quantity.unit.is_empty() || quantity.scale != Power::ONE {
            return;
        }
        quantity.amount = quantity.amount.mul(self.scale.value());
        quantity.step = quantity.step.times(self.scale);
        quantity.scale = self.scale;
        quantity.unit = self.unit.clone();
    }
}

/// The last day of a month, and a text with it in the place of one behind it.
fn in_month(text: &str, (year, month, day): (i16, i16, i16)) -> Option<(Date, String)> {
    let date = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.last_of_month();
    let last = date.day();
    let place = day_in(text, month, day)?;
    let at = place.start + text[place].rfind(&day.to_string())?;
    Some((date, format!("{}{last}{}", &text[..at], &text[at + day.to_string().len()..])))
}

/// Where a day stands in a text that holds more, a range of days above all.
fn day_in(text: &str, month: i16, day: i16) -> Option<std::ops::Range<usize>> {
    let numbers =
        format!(r"(?:\d{{4}}\s*[年./-]\s*|(?-u:\b))0?{month}\s*[月./-]\s*0?{day}(?:\s*[日號号]|(?-u:\b))");
    let name = period::month_name(i8::try_from(month).ok()?);
    let name = name.get(..3).map(|name| format!("{name}[a-z]*\\.?"));
    let words = name.map(|name| {
        let day = format!(r"(?-u:\b)0?{day}(?:st|nd|rd|th)?(?-u:\b)");
        format!(r"|(?i:{day}\s+{name}|(?-u:\b){name}\s+{day})")
    });
    let found = regex::Regex::new(&format!("{numbers}{}", words.unwrap_or_default())).ok()?.find(text)?;
    Some(found.range())
}

/// Whether what stands in the place of a unit are words that say how much: `幾萬` of `十幾萬`, `元起` of `5萬元起`.
fn is_phrase(unit: &str, config: &Config) -> bool {
    let unit = folded(unit);
    let rest = config.unit_names().filter_map(|known| unit.strip_prefix(&*folded(known)));
    let is_word = |word: &str| ["起", "起步", "整", "许"].contains(&word);
    unit.starts_with(['几', '数', '来']) || is_word(&unit) || rest.into_iter().any(is_word)
}
