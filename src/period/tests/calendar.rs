//! The calendar: titles, parts, what encloses what, the course of time.

use super::*;
use crate::language::Language;

#[test]
fn titles() {
    let check = |text: &str, english: &str, traditional: &str| {
        let period = parse(text, &context("", 4)).unwrap();
        assert_eq!(period.title(Language::En), english);
        assert_eq!(period.title(Language::ZhHant), traditional);
        let again = parse(&period.title(Language::ZhHans), &context("", 4)).unwrap();
        assert_eq!((again, parse(traditional, &context("", 4)).unwrap()), (period, period), "{traditional}");
        assert_eq!(parse(english, &context("", 4)).unwrap(), period, "{english}");
    };
    check("2026", "2026", "2026 年");
    check("FY2026", "FY2026", "2026 財年");
    check("2026-H2", "H2 2026", "2026 年下半年");
    check("2026-Q3", "Q3 2026", "2026 年第三季度");
    check("2026-03", "March 2026", "2026 年 3 月");
    check("2026-W05", "W05 2026", "2026 年第 5 週");
    check("2026-03-01", "1 March 2026", "2026 年 3 月 1 日");
    check("2026年4月中旬", "11–20 April 2026", "2026 年 4 月中旬");
    check("2026-03-01..2026-03-30", "1–30 March 2026", "2026 年 3 月 1 日 – 3 月 30 日");
    check("2026-03-05..2026-04-05", "5 March – 5 April 2026", "2026 年 3 月 5 日 – 4 月 5 日");
    check(
        "2026-12-05..2027-01-05",
        "5 December 2026 – 5 January 2027",
        "2026 年 12 月 5 日 – 2027 年 1 月 5 日",
    );
    check("2026-03..2026-08", "March–August 2026", "2026 年 3 月 – 8 月");
    check("2026-11..2027-02", "November 2026 – February 2027", "2026 年 11 月 – 2027 年 2 月");
    check("2026..2028", "2026–2028", "2026 年 – 2028 年");
}

#[test]
fn parts_and_wholes() {
    let keys = |text: &str, grain: Grain| {
        plain(text).parts(grain).iter().map(Period::key).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys("2026", Grain::Quarter), "2026-Q1 2026-Q2 2026-Q3 2026-Q4");
    assert_eq!(keys("2026-Q2", Grain::Month), "2026-04 2026-05 2026-06");
    assert_eq!(keys("2026-02-10..2026-04-30", Grain::Month), "2026-03 2026-04");
    assert_eq!(keys("2026-03", Grain::Week), "2026-W10 2026-W11 2026-W12 2026-W13");
    assert_eq!(keys("2026-03", Grain::Quarter), "");
    assert_eq!(keys("2026-03", Grain::Month), "2026-03");
    assert_eq!(plain("2026").parts(Grain::Week).len(), 53);
    assert_eq!(plain("2025").parts(Grain::Week).len(), 52);
    assert_eq!(plain("2028").parts(Grain::Day).len(), 366);
    let check = |text: &str, grain: Grain, expected: Option<&str>| {
        assert_eq!(
            plain(text).enclosing(grain, 1).map(|found| found.key()).as_deref(),
            expected,
            "{text} {grain:?}"
        );
    };
    check("2026-03", Grain::Quarter, Some("2026-Q1"));
    check("2026-03", Grain::Half, Some("2026-H1"));
    check("2026-W05", Grain::Month, None);
    check("2026-W01", Grain::Year, Some("2026"));
    check("2026", Grain::Quarter, None);
    check("2026", Grain::Year, Some("2026"));
    check("2026-03-30..2026-04-02", Grain::Month, None);
    check("2026-03-30..2026-04-02", Grain::Half, Some("2026-H1"));
    check("2026-03-30..2026-04-02", Grain::Range, None);
    assert!(plain("2026").contains(&plain("2026-W01")) && !plain("2025").contains(&plain("2026-W01")));
    assert!(plain("2026").contains_date(date(2026, 12, 31)) && plain("2026-03").overlaps(&plain("2026-Q1")));
}

#[test]
fn time_passes() {
    let check = |text: &str, today: Date, percent: i64, over: bool| {
        let period = plain(text);
        let elapsed = (period.elapsed(today) * rust_decimal::Decimal::ONE_HUNDRED).round();
        assert_eq!((elapsed, period.is_over(today)), (percent.into(), over), "{text} {today}");
    };
    check("2026-04", date(2026, 3, 1), 0, false);
    check("2026-04", date(2026, 4, 1), 3, false);
    check("2026-04", date(2026, 4, 15), 50, false);
    check("2026-04", date(2026, 4, 30), 100, false);
    check("2026-04", date(2026, 5, 1), 100, true);
    check("2026-04-01", date(2030, 5, 1), 100, true);
    assert_eq!(plain("2028-02").days(), 29);
    assert_eq!(plain("2199").next(), None);
    assert_eq!(plain("1900-01").previous(), None);
    assert_eq!(plain("2026-03-05..2026-03-08").next().unwrap().key(), "2026-03-09..2026-03-12");
    assert_eq!(plain("2026-03-05..2026-03-08").previous().unwrap().key(), "2026-03-01..2026-03-04");
}

fn any_date() -> impl Strategy<Value = Date> {
    (1901_i16..2198, 1_i8..13, 1_i8..32).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d).ok())
}

const GRAINS: [Grain; 8] = [
    Grain::Year,
    Grain::FiscalYear,
    Grain::Half,
    Grain::Quarter,
    Grain::Month,
    Grain::TenDays,
    Grain::Week,
    Grain::Day,
];

proptest! {
    #[test]
    fn a_key_is_read_back(date in any_date(), grain in prop::sample::select(&GRAINS[..]), fiscal in 1_i8..13) {
        let period = Period::of(grain, date, fiscal).unwrap();
        prop_assert!(period.contains_date(date));
        let context = context("", fiscal);
        prop_assert_eq!(parse(&period.key(), &context).unwrap(), period);
        for language in [Language::En, Language::ZhHans, Language::ZhHant] {
            prop_assert_eq!(parse(&period.title(language), &context).unwrap(), period);
        }
        prop_assert_eq!(Period::between(period.start, period.end, fiscal), Some(period));
        prop_assert_eq!(period.next().and_then(|next| next.previous()), Some(period));
    }

    #[test]
    fn a_range_is_read_back(a in any_date(), b in any_date(), fiscal in 1_i8..13) {
        let period = Period::between(a.min(b), a.max(b), fiscal).unwrap();
        let context = context("", fiscal);
        prop_assert_eq!(parse(&period.key(), &context).unwrap(), period);
        for language in [Language::En, Language::ZhHans, Language::ZhHant] {
            prop_assert_eq!(parse(&period.title(language), &context).unwrap(), period);
        }
    }

    #[test]
    fn parts_fill_a_year(year in 1901_i16..2199, grain in prop::sample::select(&GRAINS[2..])) {
        let whole = Period::year(year).unwrap();
        let parts = whole.parts(grain);
        prop_assert!(parts.windows(2).all(|pair| pair[0].end.tomorrow().unwrap() == pair[1].start));
        if grain != Grain::Week {
            prop_assert_eq!(parts.iter().map(Period::days).sum::<i64>(), whole.days());
        }
        prop_assert!(parts.iter().all(|part| part.enclosing(Grain::Year, 1) == Some(whole)));
    }
}
