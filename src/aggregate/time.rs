//! Cells of time: years, halves, quarters and months, of fiscal years where a site has them.

use crate::period::{self, Period};
use jiff::civil::Date;

/// A length of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Grain {
    Year,
    Half,
    Quarter,
    Month,
}

impl Grain {
    fn months(self) -> i32 {
        match self {
            Self::Year => 12,
            Self::Half => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// The grain of the calendar that has the same cells.
    fn of_calendar(self, fiscal_year_start: i8) -> Option<period::Grain> {
        let late = i32::from(fiscal_year_start) - 1;
        match self {
            Self::Year if late == 0 => Some(period::Grain::Year),
            Self::Year => Some(period::Grain::FiscalYear),
            _ if late % self.months() != 0 => None,
            Self::Half => Some(period::Grain::Half),
            Self::Quarter => Some(period::Grain::Quarter),
            Self::Month => Some(period::Grain::Month),
        }
    }
}

/// The cell in which a period lies entirely.
pub(super) fn cell(period: Period, grain: Grain, fiscal_year_start: i8) -> Option<Period> {
    match grain.of_calendar(fiscal_year_start) {
        // A week lies in its ISO year, not in that of its first day.
        Some(grain) => period.enclosing(grain, fiscal_year_start),
        None => containing(period.start, grain, fiscal_year_start).filter(|cell| cell.contains(&period)),
    }
}

/// The cell of a day.
pub(super) fn containing(date: Date, grain: Grain, fiscal_year_start: i8) -> Option<Period> {
    if let Some(grain) = grain.of_calendar(fiscal_year_start) {
        return Period::of(grain, date, fiscal_year_start);
    }
    let offset = i32::from(fiscal_year_start) - 1;
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 - offset;
    let first = month.div_euclid(grain.months()) * grain.months() + offset;
    let start = month_of(first)?.start;
    let end = month_of(first + grain.months() - 1)?.end;
    Period::between(start, end, fiscal_year_start)
}

/// The cell after another one.
pub(super) fn next(cell: Period, grain: Grain, fiscal_year_start: i8) -> Option<Period> {
    containing(cell.end.tomorrow().ok()?, grain, fiscal_year_start)
}

fn month_of(months: i32) -> Option<Period> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12)).ok()? + 1;
    Period::month(year, month)
}
