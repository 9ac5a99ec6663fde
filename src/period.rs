//! Days and periods as people write them, always civil dates: no clock, no time zone.

use jiff::civil::Date;

/// What a period was written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// A calendar year.
    Year,
    /// A fiscal year, named by the calendar year in which it begins.
    FiscalYear,
    /// Half of a year.
    Half,
    /// A quarter.
    Quarter,
    /// A month.
    Month,
    /// The first, middle or last third of a month (上旬, 中旬, 下旬).
    TenDays,
    /// An ISO week.
    Week,
    /// One day.
    Day,
    /// Anything else from one day to another.
    Range,
}

/// A span of days; both ends are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// What it is.
    pub grain: Grain,
}
