//! Days and periods in the page's language, and in their short international form.

use super::texts::Texts;
use crate::period::{Grain, Period};
use jiff::civil::Date;

/// The keys of the names of months.
const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8", "month_9",
    "month_10", "month_11", "month_12",
];

impl Texts {
    /// `2026 年 9 月 15 日`.
    pub fn date(&self, date: Date) -> String {
        self.date_as("date_full", date)
    }

    /// `9 月 15 日`, with the year where it is not that of `near`.
    pub fn day_near(&self, date: Date, near: Date) -> String {
        self.date_as(if date.year() == near.year() { "date_month_day" } else { "date_full" }, date)
    }

    /// `9/15`.
    pub fn day_tick(&self, date: Date) -> String {
        self.date_as("date_tick", date)
    }

    /// The name of a month on an axis: `9 月`, `Sep`.
    pub fn month_tick(&self, month: i8) -> String {
        self.fill("month_tick", &[("m", self.month(month, true))])
    }

    fn month(&self, month: i8, short: bool) -> &str {
        let Some(key) = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)) else { return "" };
        let short = if short { self.find(&key.replace("month_", "month_short_")) } else { None };
        short.or_else(|| self.find(key)).unwrap_or("")
    }

    fn date_as(&self, key: &str, date: Date) -> String {
        let short = key == "date_tick";
        self.fill(
            key,
            &[
                ("y", &date.year().to_string()),
                ("m", self.month(date.month(), short)),
                ("d", &date.day().to_string()),
            ],
        )
    }

    /// A period in words: `2026 年第三季度`, `2026 年 3 月 1 日 – 8 月 31 日`.
    pub fn period(&self, period: &Period) -> String {
        let start = period.start;
        let year = start.year().to_string();
        let name = |key: &str| {
            self.fill(
                key,
                &[
                    ("y", &year),
                    ("m", self.month(start.month(), false)),
                    ("q", self.get(&format!("quarter_{}", quarter(start)))),
                ],
            )
        };
        match period.grain {
            Grain::Year => name("period_year"),
            Grain::FiscalYear => name("period_fiscal"),
            Grain::Half => name(if start.month() <= 6 { "period_half_1" } else { "period_half_2" }),
            Grain::Quarter => name("period_quarter"),
            Grain::Month => name("period_month"),
            Grain::TenDays => name(&format!("period_tendays_{}", ten_days(start))),
            Grain::Week => {
                let week = start.iso_week_date();
                let (y, w) = (week.year().to_string(), week.week().to_string());
                self.fill("period_week", &[("y", &y), ("w", &w)])
            }
            Grain::Day => self.date(start),
            Grain::Range => self.range(start, period.end),
        }
    }

    /// The name of a period inside a year that is known already: `第三季度`, `3 月`.
    pub fn period_short(&self, period: &Period) -> String {
        let start = period.start;
        let year = start.year().to_string();
        let key = match period.grain {
            Grain::Year => "short_year",
            Grain::Half => match start.month() {
                ..=6 => "short_half_1",
                _ => "short_half_2",
            },
            Grain::Quarter => "short_quarter",
            Grain::Month => "short_month",
            _ => return self.period(period),
        };
        let quarter = format!("quarter_{}", quarter(start));
        self.fill(key, &[("y", &year), ("m", self.month(start.month(), true)), ("q", self.get(&quarter))])
    }

    /// The shortest name, for axes: `三季`, `3 月`.
    pub fn period_tick(&self, period: &Period) -> String {
        match period.grain {
            Grain::Quarter => {
                let quarter = format!("quarter_{}", quarter(period.start));
                self.fill("tick_quarter", &[("q", self.get(&quarter))])
            }
            _ => self.period_short(period),
        }
    }

    /// `2026 年 3 月 1 日 – 8 月 31 日`.
    pub fn range(&self, start: Date, end: Date) -> String {
        if start == end {
            return self.date(start);
        }
        self.fill("period_range", &[("a", &self.date(start)), ("b", &self.day_near(end, start))])
    }
}

/// The quarter of a day, 1 to 4.
pub(super) fn quarter(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

fn ten_days(start: Date) -> i8 {
    match start.day() {
        ..=10 => 1,
        11..=20 => 2,
        _ => 3,
    }
}

/// Days from `a` to `b`; negative where `b` lies before.
pub(super) fn days(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |span| i64::from(span.get_days()))
}

/// What periods are sorted by: their first and last days, whatever they are called.
pub(super) fn sort_key(period: &Period) -> String {
    format!("{}..{}", period.start, period.end)
}
