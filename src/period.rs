//! Days and periods as people write them, always civil dates: no clock, no time zone. A period has one
//! grain for its days: two that cover the same days are equal, however they were written.

mod calendar;
mod error;
mod find;
mod memo;
mod partial;
mod read;
mod title;

use jiff::civil::Date;

pub use calendar::{Grain, Period, YEARS};
pub use error::{PeriodError, month_name};
pub use find::find;
pub use read::PeriodContext;

/// Reads a whole text as a period: `2026`, `2026-Q3`, `FY2026`, `2026年3月`, `3月1日—3月30日`, `8月末` …
///
/// # Errors
/// Where the text is no period, one that does not exist, or one whose year neither it nor the context tells.
pub fn parse(text: &str, context: &PeriodContext) -> Result<Period, PeriodError> {
    memo::period(text, context)
}

/// Reads a whole text as the day by which something is meant to be done or happen: a day, or the last day of
/// a period finer than a year (`8月末`, `8月`, `第三季度`).
///
/// # Errors
/// As for [`parse`]; also for a year and for a range.
pub fn parse_date(text: &str, context: &PeriodContext) -> Result<Date, PeriodError> {
    let period = memo::period(text, context)?;
    match period.grain {
        Grain::Year | Grain::FiscalYear | Grain::Range => {
            Err(PeriodError::NotADay { found: text.trim().into() })
        }
        _ => Ok(period.end),
    }
}

/// Reads a whole text as one day, written as such.
///
/// # Errors
/// As for [`parse`]; also for any longer period.
pub fn parse_day(text: &str, context: &PeriodContext) -> Result<Date, PeriodError> {
    match memo::period(text, context)? {
        Period { start, grain: Grain::Day, .. } => Ok(start),
        _ => Err(PeriodError::NotADay { found: text.trim().into() }),
    }
}

#[cfg(test)]
mod tests;
