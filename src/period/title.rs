//! Periods as readers see them, in the languages of the interface. What a Chinese title says, the reader of
//! periods understands.

use jiff::civil::Date;

use super::calendar::{Grain, Period};
use super::error::month_name;
use crate::language::Language;

impl Period {
    /// Its name for readers: `2026 年第三季度`, `Q3 2026`; ranges of whole months or years by these.
    pub fn title(&self, language: Language) -> String {
        match language {
            Language::En => english(self),
            Language::ZhHans => chinese(self, "周", "财年"),
            Language::ZhHant => chinese(self, "週", "財年"),
        }
    }
}

/// What a range is made of.
enum Whole {
    Years,
    Months,
    Days,
}

fn whole(period: &Period) -> Whole {
    let (start, end) = (period.start, period.end);
    if start.day() != 1 || end != end.last_of_month() {
        Whole::Days
    } else if start.month() == 1 && end.month() == 12 {
        Whole::Years
    } else {
        Whole::Months
    }
}

fn chinese(period: &Period, week_word: &str, fiscal_word: &str) -> String {
    let (start, end) = (period.start, period.end);
    let (year, month) = (start.year(), start.month());
    let in_month = |date: Date| format!("{} 月", date.month());
    let day = |date: Date| format!("{} 月 {} 日", date.month(), date.day());
    match period.grain {
        Grain::Year => format!("{year} 年"),
        Grain::FiscalYear => format!("{year} {fiscal_word}"),
        Grain::Half => format!("{year} 年{}半年", if month == 1 { '上' } else { '下' }),
        Grain::Quarter => {
            format!("{year} 年第{}季度", ["一", "二", "三", "四"][usize::from(quarter(period) - 1)])
        }
        Grain::Month => format!("{year} 年 {month} 月"),
        Grain::TenDays => format!("{year} 年 {month} 月{}旬", ["上", "中", "下"][third(period)]),
        Grain::Week => {
            let week = start.iso_week_date();
            format!("{} 年第 {} {week_word}", week.year(), week.week())
        }
        Grain::Day => format!("{year} 年 {}", day(start)),
        Grain::Range => match whole(period) {
            Whole::Years => format!("{year} 年 – {} 年", end.year()),
            Whole::Months => chinese_ends(start, end, in_month),
            Whole::Days => chinese_ends(start, end, day),
        },
    }
}

/// Both ends, the year of the second where it is another one.
fn chinese_ends(start: Date, end: Date, written: impl Fn(Date) -> String) -> String {
    let year = if start.year() == end.year() { String::new() } else { format!("{} 年 ", end.year()) };
    format!("{} 年 {} – {year}{}", start.year(), written(start), written(end))
}

fn english(period: &Period) -> String {
    let (start, end) = (period.start, period.end);
    let (year, month) = (start.year(), month_name(start.month()));
    match period.grain {
        Grain::Year => year.to_string(),
        Grain::FiscalYear => format!("FY{year}"),
        Grain::Half => format!("H{} {year}", if start.month() == 1 { 1 } else { 2 }),
        Grain::Quarter => format!("Q{} {year}", quarter(period)),
        Grain::Month => format!("{month} {year}"),
        Grain::Week => {
            let week = start.iso_week_date();
            format!("W{:02} {}", week.week(), week.year())
        }
        Grain::Day => format!("{} {month} {year}", start.day()),
        Grain::TenDays | Grain::Range => english_range(start, end, &whole(period)),
    }
}

fn english_range(start: Date, end: Date, whole: &Whole) -> String {
    let (first, last) = (month_name(start.month()), month_name(end.month()));
    let (from, to) = (start.year(), end.year());
    match whole {
        Whole::Years => format!("{from}–{to}"),
        Whole::Months if from == to => format!("{first}–{last} {to}"),
        Whole::Months => format!("{first} {from} – {last} {to}"),
        Whole::Days if from != to => format!("{} {first} {from} – {} {last} {to}", start.day(), end.day()),
        Whole::Days if first != last => format!("{} {first} – {} {last} {to}", start.day(), end.day()),
        Whole::Days => format!("{}–{} {last} {to}", start.day(), end.day()),
    }
}

/// The quarter in which it begins, 1 to 4.
fn quarter(period: &Period) -> u8 {
    u8::try_from((period.start.month() + 2) / 3).unwrap_or(1)
}

/// The third of the month in which it begins, from 0.
fn third(period: &Period) -> usize {
    usize::try_from((period.start.day() - 1) / 10).unwrap_or(0).min(2)
}
