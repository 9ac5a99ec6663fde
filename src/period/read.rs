//! From text to period: splits ranges, fills in what one end leaves to the other, takes years from the
//! context, and only then asks the calendar.

use super::calendar::{Grain, Period, YEARS};
use super::error::PeriodError;
use super::partial::{Part, Partial, read, tidy};

/// Bytes of the longest text that is looked at as a period.
const LONGEST: usize = 200;

/// The year after that of a range's beginning, before its end; folded.
const NEXT_YEAR: [&str; 4] = ["次年", "翌年", "明年", "隔年"];

/// What a text may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodContext {
    /// The month in which fiscal years begin, 1 to 12.
    pub fiscal_year_start: i8,
    /// The plan's period: the year of what has none is found from it.
    pub within: Option<Period>,
}

impl Default for PeriodContext {
    fn default() -> Self {
        Self { fiscal_year_start: 1, within: None }
    }
}

/// Reads a whole text.
pub(super) fn period(text: &str, context: &PeriodContext) -> Result<Period, PeriodError> {
    let trimmed = text.trim();
    let tidied = tidy(trimmed);
    if tidied.is_empty() {
        return Err(PeriodError::Empty);
    }
    let reader = Reader { found: trimmed, context };
    if tidied.len() > LONGEST {
        return Err(reader.unreadable());
    }
    if let Some(one) = read(&tidied)
        && !matches!(one.part, Part::Bare { .. })
    {
        return reader.resolve(one);
    }
    // Said of an end in a cell of its own: the year after the one that its beginning lies in.
    if let Some(within) = context.within
        && let Some(later) = NEXT_YEAR.iter().find_map(|word| tidied.strip_prefix(word))
        && let Some(one) = read(later).filter(|one| one.year.is_none())
    {
        return reader.resolve(one.of(within.start.year().saturating_add(1)));
    }
    let ends = splits(&tidied).find_map(|(first, separator, last)| {
        let later = NEXT_YEAR.iter().find_map(|word| last.strip_prefix(word));
        Some((read(first)?, separator, read(later.unwrap_or(last))?, later.is_some()))
    });
    match ends {
        Some((first, _, last, true)) if last.year.is_none() => {
            let year = reader.resolve(first)?.start.year();
            reader.range(first.of(year), last.of(year.saturating_add(1)))
        }
        // A year and a part of one are no two ends: `2026-三季度` is a quarter, and what `2026至三季度` is nobody
        // can tell.
        Some((year, separator, part, false)) if year.is_year() && part.year.is_none() => {
            let joined = year.year.is_some() && DASHES.contains(&separator);
            if joined { reader.inside(year, part) } else { Err(reader.unreadable()) }
        }
        Some((part, separator, year, false)) if year.is_year() && part.year.is_none() => {
            let joined = year.year.is_some() && separator == "-";
            if joined { reader.inside(year, part) } else { Err(reader.unreadable()) }
        }
        Some((first, _, last, false)) => reader.range(first, last),
        _ => Err(reader.unreadable()),
    }
}

/// Separators that also join a year and its part.
const DASHES: [&str; 6] = ["——", "–", "—", "−", "―", "-"];

/// All ways to cut a text in two at a range separator, from the left; the separator between the two.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    const SEPARATORS: [&str; 13] = ["..", "——", "–", "—", "−", "―", "~", "〜", "至", "到", " to ", "to", "-"];
    text.char_indices().filter_map(move |(at, _)| {
        let rest = &text[at..];
        let separator = SEPARATORS.iter().find(|separator| rest.starts_with(**separator))?;
        Some((&text[..at], *separator, &rest[separator.len()..]))
    })
}

struct Reader<'a> {
    /// The text as written, for messages.
    found: &'a str,
    context: &'a PeriodContext,
}

impl Reader<'_> {
    fn unreadable(&self) -> PeriodError {
        PeriodError::Unreadable { found: shortened(self.found) }
    }

    /// The period of one end, its year taken from the context where it has none: the year in which it lies
    /// inside the plan's period, else that period's first.
    fn resolve(&self, partial: Partial) -> Result<Period, PeriodError> {
        if let Some(year) = partial.year {
            return self.build(year, partial.part);
        }
        let Some(within) = self.context.within else {
            return Err(PeriodError::NeedsYear { found: shortened(self.found) });
        };
        if partial.part == Part::Year {
            let of = if within.grain == Grain::FiscalYear { Grain::FiscalYear } else { Grain::Year };
            let year = Period::of(of, within.start, within.start.month());
            return year.ok_or(PeriodError::YearOutOfRange { year: within.start.year() });
        }
        // The ISO year of a week can begin before the calendar's and end behind it.
        let years = within.start.year() - 1..=within.end.year() + 1;
        let inside = |year| self.build(year, partial.part).ok().filter(|period| within.contains(period));
        match years.clone().find_map(inside) {
            Some(period) => Ok(period),
            None => self.build(within.start.year(), partial.part),
        }
    }

    /// A part of a year, fiscal ones too: those of their months are found, but whether quarters are counted from
    /// January or from the year's first month is not said.
    fn inside(&self, year: Partial, part: Partial) -> Result<Period, PeriodError> {
        let within = self.resolve(year)?;
        let counted = matches!(part.part, Part::Half(_) | Part::Quarter(_) | Part::Week(_));
        if within.grain == Grain::FiscalYear && counted {
            return Err(PeriodError::InFiscalYear { found: shortened(self.found), start: within.start });
        }
        let context = PeriodContext { within: Some(within), ..*self.context };
        Reader { found: self.found, context: &context }.resolve(part)
    }

    fn range(&self, first: Partial, last: Partial) -> Result<Period, PeriodError> {
        // `3月30日至1日` stays in its month, and so does not roll over.
        let rolls = !matches!(last.part, Part::Day { month: None, .. } | Part::TenDays { month: None, .. });
        let (first, last) = self.completed(first, last)?;
        let (start, end) = match (first.year, last.year) {
            (None, Some(_)) => {
                let end = self.resolve(last)?;
                let year = last.year.unwrap_or(end.start.year());
                let start = self.build(year, first.part).ok().filter(|start| start.start <= end.end);
                (start.map_or_else(|| self.build(year - 1, first.part), Ok)?, end)
            }
            (_, None) => {
                let start = self.resolve(first)?;
                let year = first.year.unwrap_or(start.start.year());
                (
                    start,
                    if rolls {
                        self.following(&start, year, last.part)?
                    } else {
                        self.build(year, last.part)?
                    },
                )
            }
            (Some(_), Some(_)) => (self.resolve(first)?, self.resolve(last)?),
        };
        let (start, end) = (start.start, end.end);
        Period::between(start, end, self.context.fiscal_year_start)
            .ok_or(PeriodError::Reversed { start, end })
    }

    /// Both ends with the units and months that one of them left to the other.
    fn completed(&self, first: Partial, last: Partial) -> Result<(Partial, Partial), PeriodError> {
        let last_part = match (first.part, last.part) {
            (Part::Day { month, .. } | Part::Bare { month, .. }, Part::Day { month: None, day }) => {
                Part::Day { month, day }
            }
            (Part::TenDays { month, .. }, Part::TenDays { month: None, third }) => {
                Part::TenDays { month, third }
            }
            (_, Part::Bare { .. }) => return Err(self.unreadable()),
            (_, part) => part,
        };
        let first_part = match (first.part, last_part) {
            (Part::Bare { month, number }, Part::Day { month: other, .. }) => {
                Part::Day { month: month.or(other), day: number }
            }
            (Part::Bare { month: None, number }, Part::Month(_)) => Part::Month(number),
            (Part::Bare { month: None, number }, Part::Quarter(_)) => Part::Quarter(number),
            (Part::Bare { month: None, number }, Part::Week(_)) => Part::Week(number),
            (Part::Bare { .. }, _) => return Err(self.unreadable()),
            (Part::TenDays { month: None, third }, Part::TenDays { month, .. }) => {
                Part::TenDays { month, third }
            }
            (part, _) => part,
        };
        Ok((Partial { part: first_part, ..first }, Partial { part: last_part, ..last }))
    }

    /// The end of a range that has no year: in that of the start, or in the next where it would lie before.
    fn following(&self, start: &Period, year: i16, part: Part) -> Result<Period, PeriodError> {
        let same = self.build(year, part);
        let next = || self.build(year + 1, part);
        match same {
            Ok(end) if end.end >= start.start => Ok(end),
            Ok(_) => next(),
            // The 29th of February may be one of the next year.
            Err(PeriodError::NoSuchDay { month, day, .. })
                if (month, day) < (start.start.month().into(), start.start.day().into()) =>
            {
                next()
            }
            Err(error) => Err(error),
        }
    }

    /// The period of a part in a year, if the calendar has it.
    fn build(&self, year: i16, part: Part) -> Result<Period, PeriodError> {
        if !YEARS.contains(&year) {
            return Err(PeriodError::YearOutOfRange { year });
        }
        let missing = |part, number, last| PeriodError::NoSuchPart { part, number, last };
        let small = |number: i16| i8::try_from(number).unwrap_or(0);
        match part {
            Part::Year => Period::year(year).ok_or(PeriodError::YearOutOfRange { year }),
            Part::FiscalYear => {
                let first = self.context.fiscal_year_start;
                Period::fiscal_year(year, first).ok_or(missing("month", first.into(), 12))
            }
            Part::Half(number) => Period::half(year, small(number)).ok_or(missing("half", number, 2)),
            Part::Quarter(number) => {
                Period::quarter(year, small(number)).ok_or(missing("quarter", number, 4))
            }
            Part::Month(number) => Period::month(year, small(number)).ok_or(missing("month", number, 12)),
            Part::Week(number) => {
                let last = if Period::week(year, 53).is_some() { 53 } else { 52 };
                Period::week(year, small(number)).ok_or(missing("week", number, last))
            }
            Part::TenDays { month, third } => {
                let month = self.month_or_context(month)?;
                Period::ten_days(year, small(month), third).ok_or(missing("month", month, 12))
            }
            Part::Day { month, day } => {
                let month = self.month_or_context(month)?;
                let date = jiff::civil::Date::new(year, small(month), small(day));
                date.map(Period::day).map_err(|_| PeriodError::NoSuchDay { year, month, day })
            }
            Part::Bare { .. } => Err(self.unreadable()),
        }
    }

    /// The month of `月底` or `30日`: that of the plan, where its period is within one.
    fn month_or_context(&self, month: Option<i16>) -> Result<i16, PeriodError> {
        let within = || self.context.within.and_then(|within| within.enclosing(Grain::Month, 1));
        month
            .or_else(|| within().map(|within| within.start.month().into()))
            .ok_or_else(|| PeriodError::NeedsMonth { found: shortened(self.found) })
    }
}

fn shortened(text: &str) -> Box<str> {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]).into(),
        None => text.into(),
    }
}
