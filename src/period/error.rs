//! What can be wrong with the text of a period or day. A day that does not exist is told apart from what
//! cannot be read at all, because each is a finding of its own.

use std::fmt;

use jiff::civil::Date;

use super::calendar::YEARS;

/// Why a text is not a period, or not a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeriodError {
    /// Nothing, or only white space.
    Empty,
    /// No form of a period.
    Unreadable {
        /// The text.
        found: Box<str>,
    },
    /// A day that is not in the calendar: 2027-02-29, 2026-13-01.
    NoSuchDay {
        /// Year as written or found from the context.
        year: i16,
        /// Month as written, perhaps 0 or above 12.
        month: i16,
        /// Day as written.
        day: i16,
    },
    /// A part that no year has: month 13, quarter 5, week 54.
    NoSuchPart {
        /// What it is: `month`, `quarter`, `half`, `week`.
        part: &'static str,
        /// Its number as written.
        number: i16,
        /// How many there are.
        last: i16,
    },
    /// A year that is hardly meant.
    YearOutOfRange {
        /// The year.
        year: i16,
    },
    /// A period without a year where the context has none.
    NeedsYear {
        /// The text.
        found: Box<str>,
    },
    /// A part of a month, and no month to be seen.
    NeedsMonth {
        /// The text.
        found: Box<str>,
    },
    /// A half, quarter or week of a fiscal year that does not begin in January.
    InFiscalYear {
        /// The text.
        found: Box<str>,
        /// The first day of the year.
        start: Date,
    },
    /// A range that ends before it starts.
    Reversed {
        /// Its first day.
        start: Date,
        /// Its last day.
        end: Date,
    },
    /// A period where one day is needed.
    NotADay {
        /// The text.
        found: Box<str>,
    },
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The English name of a month, 1 to 12; empty for others.
pub fn month_name(month: i8) -> &'static str {
    let index = usize::try_from(month).unwrap_or(0).wrapping_sub(1);
    MONTHS.get(index).copied().unwrap_or("")
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("empty, expected a period such as `2026-Q3` or a day such as `2026-03-01`")
            }
            Self::Unreadable { found } => {
                write!(
                    f,
                    "`{found}` is no period, expected one such as `2026`, `2026-Q3`, `2026年3月` or `2026-03-01..2026-03-30`"
                )
            }
            Self::NoSuchDay { year, month, day } => no_such_day(f, *year, *month, *day),
            Self::NoSuchPart { part, number, last } => {
                write!(f, "there is no {part} {number}, the last one is {last}")
            }
            Self::YearOutOfRange { year } => {
                write!(f, "the year {year} is outside {} to {}", YEARS.start(), YEARS.end())
            }
            Self::NeedsYear { found } => {
                write!(f, "`{found}` has no year, and there is no period to take it from")
            }
            Self::NeedsMonth { found } => {
                write!(f, "`{found}` has no month, and there is none to take it from")
            }
            Self::InFiscalYear { found, start } => {
                write!(
                    f,
                    "`{found}` can be counted from January or from {start}, expected one such as `2026-Q3` (July to September) or `2026-07..2026-09`"
                )
            }
            Self::Reversed { start, end } => write!(f, "it ends ({end}) before it starts ({start})"),
            Self::NotADay { found } => {
                write!(f, "`{found}` is not one day, expected one such as `2026-03-01`")
            }
        }
    }
}

fn no_such_day(f: &mut fmt::Formatter<'_>, year: i16, month: i16, day: i16) -> fmt::Result {
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
    match first {
        None => write!(f, "there is no month {month}"),
        Some(_) if day < 1 => write!(f, "there is no day {day}"),
        Some(first) => {
            write!(f, "{} {year} has {} days", month_name(first.month()), first.days_in_month())
        }
    }
}

impl std::error::Error for PeriodError {}
