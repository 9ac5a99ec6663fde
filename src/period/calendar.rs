//! The calendar: what days a period of each grain has, how periods lie in one another, what comes next.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use rust_decimal::Decimal;

/// Years in which periods can begin.
pub const YEARS: RangeInclusive<i16> = 1900..=2199;

/// What a period is, from the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// A calendar year.
    Year,
    /// A fiscal year that does not begin in January, named by the calendar year in which it begins.
    FiscalYear,
    /// Half of a calendar year.
    Half,
    /// A quarter of a calendar year.
    Quarter,
    /// A month.
    Month,
    /// The first, middle or last part of a month (上旬 1–10, 中旬 11–20, 下旬 21 to the end).
    TenDays,
    /// An ISO week, Monday to Sunday.
    Week,
    /// One day.
    Day,
    /// Anything else from one day to another.
    Range,
}

/// Grains that [`Period::between`] looks for, the fiscal year last.
const NAMED: [Grain; 8] = [
    Grain::Day,
    Grain::Week,
    Grain::TenDays,
    Grain::Month,
    Grain::Quarter,
    Grain::Half,
    Grain::Year,
    Grain::FiscalYear,
];

/// A span of days; both ends are inclusive. Ordered by start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// What it is.
    pub grain: Grain,
}

impl Period {
    /// A calendar year within [`YEARS`].
    pub fn year(year: i16) -> Option<Self> {
        Self::months(year, 1, 12, Grain::Year)
    }

    /// The fiscal year that begins in a calendar year, in the month `first`; a calendar year for 1.
    pub fn fiscal_year(year: i16, first: i8) -> Option<Self> {
        if first == 1 { Self::year(year) } else { Self::months(year, first, 12, Grain::FiscalYear) }
    }

    /// The first or second half of a year.
    pub fn half(year: i16, number: i8) -> Option<Self> {
        if (1..=2).contains(&number) { Self::months(year, number * 6 - 5, 6, Grain::Half) } else { None }
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, number: i8) -> Option<Self> {
        if (1..=4).contains(&number) { Self::months(year, number * 3 - 2, 3, Grain::Quarter) } else { None }
    }

    /// A month, 1 to 12.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Self::months(year, month, 1, Grain::Month)
    }

    /// A third of a month, 1 to 3.
    pub fn ten_days(year: i16, month: i8, third: i8) -> Option<Self> {
        let whole = Self::month(year, month)?;
        let start = Date::new(year, month, third.checked_mul(10)?.checked_sub(9)?).ok()?;
        let end = match third {
            1 | 2 => Date::new(year, month, third * 10).ok()?,
            3 => whole.end,
            _ => return None,
        };
        Some(Self { start, end, grain: Grain::TenDays })
    }

    /// An ISO week of an ISO year.
    pub fn week(year: i16, week: i8) -> Option<Self> {
        let monday =
            ISOWeekDate::new(year, week, Weekday::Monday).ok().filter(|_| YEARS.contains(&year))?.date();
        Some(Self { start: monday, end: later(monday, 6)?, grain: Grain::Week })
    }

    /// One day.
    pub fn day(date: Date) -> Self {
        Self { start: date, end: date, grain: Grain::Day }
    }

    /// From one day to another; `None` where the end lies before the start. Of the grain that has exactly these
    /// days, where there is one; `fiscal_start` is the month in which fiscal years begin.
    pub fn between(start: Date, end: Date, fiscal_start: i8) -> Option<Self> {
        let range = Self { start, end, grain: Grain::Range };
        let named = NAMED.iter().filter_map(|grain| Self::of(*grain, start, fiscal_start));
        let named = named.into_iter().find(|named| named.start == start && named.end == end);
        (start <= end).then(|| named.unwrap_or(range))
    }

    /// The period of a grain in which a day lies; none for a range. A week's year may differ from the day's.
    pub fn of(grain: Grain, date: Date, fiscal_start: i8) -> Option<Self> {
        let (year, month) = (date.year(), date.month());
        match grain {
            Grain::Year => Self::year(year),
            Grain::FiscalYear => {
                Self::fiscal_year(if month < fiscal_start { year - 1 } else { year }, fiscal_start)
            }
            Grain::Half => Self::half(year, (month + 5) / 6),
            Grain::Quarter => Self::quarter(year, (month + 2) / 3),
            Grain::Month => Self::month(year, month),
            Grain::TenDays => Self::ten_days(year, month, ((date.day() + 9) / 10).min(3)),
            Grain::Week => {
                let week = date.iso_week_date();
                Self::week(week.year(), week.week())
            }
            Grain::Day => Some(Self::day(date)),
            Grain::Range => None,
        }
    }

    /// Whether another period lies in this one: day by day, but a week lies in its ISO year.
    pub fn contains(&self, other: &Self) -> bool {
        if self.grain == Grain::Year && other.grain == Grain::Week {
            return other.start.iso_week_date().year() == self.start.year();
        }
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a day lies in it.
    pub fn contains_date(&self, date: Date) -> bool {
        self.start <= date && date <= self.end
    }

    /// Whether both have a day in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Its number of days, at least 1.
    pub fn days(&self) -> i64 {
        days_between(self.start, self.end) + 1
    }

    /// The periods of a grain that lie in it, in order: the quarters of a year, the weeks of an ISO year. Itself for
    /// its own grain; nothing for a range, nor for fiscal years.
    pub fn parts(&self, grain: Grain) -> Vec<Self> {
        if grain == self.grain {
            return vec![*self];
        }
        if grain == Grain::FiscalYear {
            return Vec::new();
        }
        let from_start = std::iter::successors(Self::of(grain, self.start, 1), Self::next);
        let starting = from_start.take_while(|part| part.start <= self.end);
        starting.filter(|part| self.contains(part)).collect()
    }

    /// The period of a grain in which it lies entirely: the quarter of a month. `None` where it reaches over an end
    /// (a year has no quarter), and for ranges.
    pub fn enclosing(&self, grain: Grain, fiscal_start: i8) -> Option<Self> {
        let found = if grain == Grain::Year && self.grain == Grain::Week {
            Self::year(self.start.iso_week_date().year())
        } else {
            Self::of(grain, self.start, fiscal_start)
        };
        found.filter(|found| found.contains(self))
    }

    /// The next one of the same grain; a range moves on by its number of days. `None` at the end of [`YEARS`].
    pub fn next(&self) -> Option<Self> {
        let after = self.end.tomorrow().ok()?;
        match self.grain {
            Grain::Range => Self::between(after, later(after, self.days() - 1)?, 1),
            grain => Self::of(grain, after, self.start.month()),
        }
    }

    /// The previous one of the same grain; a range moves back by its number of days. `None` at the start of [`YEARS`].
    pub fn previous(&self) -> Option<Self> {
        let before = self.start.yesterday().ok()?;
        match self.grain {
            Grain::Range => Self::between(later(before, 1 - self.days())?, before, 1),
            grain => Self::of(grain, before, self.start.month()),
        }
    }

    /// How much of it is past on a day, from 0 to 1 in whole days; that day itself counts, as what is
    /// reached on it does.
    pub fn elapsed(&self, today: Date) -> Decimal {
        let past = (days_between(self.start, today) + 1).clamp(0, self.days());
        Decimal::from(past) / Decimal::from(self.days())
    }

    /// Whether its last day is past.
    pub fn is_over(&self, today: Date) -> bool {
        self.end < today
    }

    /// The canonical form, which [`parse`](crate::period::parse) reads back: `2026`, `2026-H1`, `2026-Q3`, `2026-03`,
    /// `2026-W05`, `2026-03-01`, `FY2026`; from day to day (`2026-03-01..2026-08-31`) for all else.
    pub fn key(&self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        match self.grain {
            Grain::Year => format!("{year:04}"),
            Grain::FiscalYear => format!("FY{year:04}"),
            Grain::Half => format!("{year:04}-H{}", (month + 5) / 6),
            Grain::Quarter => format!("{year:04}-Q{}", (month + 2) / 3),
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Week => {
                let week = self.start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Grain::Day => self.start.to_string(),
            Grain::TenDays | Grain::Range => format!("{}..{}", self.start, self.end),
        }
    }

    fn months(year: i16, first: i8, count: i8, grain: Grain) -> Option<Self> {
        let start = Date::new(year, first, 1).ok().filter(|_| YEARS.contains(&year))?;
        let last = first - 1 + count - 1;
        let end = Date::new(year + i16::from(last / 12), last % 12 + 1, 1).ok()?.last_of_month();
        Some(Self { start, end, grain })
    }
}

/// The canonical form.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key())
    }
}

/// A date some days later (or earlier).
fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::SignedDuration::from_hours(days.checked_mul(24)?)).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
