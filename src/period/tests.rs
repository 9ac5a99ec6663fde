//! Periods as people write them, as tables; what cannot be read; texts of any kind.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

mod calendar;

fn context(within: &str, fiscal_year_start: i8) -> PeriodContext {
    let bare = PeriodContext { fiscal_year_start, within: None };
    let within = (!within.is_empty()).then(|| parse(within, &bare).unwrap());
    PeriodContext { within, ..bare }
}

/// The key of what a text is in a plan of a period; what is wrong behind `!`.
fn read(text: &str, within: &str) -> String {
    match parse(text, &context(within, 1)) {
        Ok(period) => period.key(),
        Err(error) => format!("!{error}"),
    }
}

/// Checks `(text, expected)` pairs; where `expected` is a range of keys it stands for its first and last day.
fn check_all(within: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let expected = match expected.split_once("..").filter(|(from, _)| from.len() < 10) {
            Some((from, to)) => format!("{}..{}", plain(from).start, plain(to).end),
            None => (*expected).into(),
        };
        assert_eq!(read(text, within), expected, "{text:?} in {within:?}");
    }
}

fn plain(text: &str) -> Period {
    parse(text, &PeriodContext::default()).unwrap()
}

#[test]
fn iso_forms() {
    check_all(
        "",
        &[
            ("2026", "2026"),
            (" ２０２６ ", "2026"),
            ("2026-H1", "2026-H1"),
            ("2026H1", "2026-H1"),
            ("2026 h2", "2026-H2"),
            ("2026-Q3", "2026-Q3"),
            ("2026Q3", "2026-Q3"),
            ("2026 Q3", "2026-Q3"),
            ("Q3 2026", "2026-Q3"),
            ("H1 2026", "2026-H1"),
            ("2026-03", "2026-03"),
            ("2026-3", "2026-03"),
            ("2026/03", "2026-03"),
            ("2026.3", "2026-03"),
            ("2026-W05", "2026-W05"),
            ("2026W5", "2026-W05"),
            ("2026-W53", "2026-W53"),
            ("2026-03-01", "2026-03-01"),
            ("2026/3/1", "2026-03-01"),
            ("2026.3.1", "2026-03-01"),
            ("2026-3-1", "2026-03-01"),
            ("FY2026", "2026"),
            ("FY 2026", "2026"),
            ("fy26", "2026"),
            ("1900", "1900"),
            ("2199-12-31", "2199-12-31"),
            ("March 2026", "2026-03"),
            ("1 March 2026", "2026-03-01"),
            ("Mar 1, 2026", "2026-03-01"),
        ],
    );
}

#[test]
fn ranges() {
    check_all(
        "",
        &[
            ("2026-03-01..2026-08-31", "2026-03..2026-08"),
            ("2026-03..2026-08", "2026-03..2026-08"),
            ("2026-Q1..2026-08", "2026-01..2026-08"),
            ("2026..2028", "2026..2028"),
            ("2026-2028", "2026..2028"),
            ("2026–2028年", "2026..2028"),
            ("2026-03-01 - 2026-03-30", "2026-03-01..2026-03-30"),
            ("2026-03-01-2026-03-30", "2026-03-01..2026-03-30"),
            ("2026/3/1-2026/3/30", "2026-03-01..2026-03-30"),
            ("2026.3.1~2026.3.30", "2026-03-01..2026-03-30"),
            ("2026-03-01 to 2026-03-30", "2026-03-01..2026-03-30"),
            ("2026年3月1日—3月30日", "2026-03-01..2026-03-30"),
            ("2026年3月1日至30日", "2026-03-01..2026-03-30"),
            ("2026年3月1–15日", "2026-03-01..2026-03-15"),
            ("2026年3月—5月", "2026-03..2026-05"),
            ("2026年3–5月", "2026-03..2026-05"),
            ("2026年1-3月", "2026-Q1"),
            ("2026年第1–2季度", "2026-H1"),
            ("2026年11月—2月", "2026-11..2027-02"),
            ("3月1日—2027年2月28日", "2026-03-01..2027-02-28"),
            ("2026年Q1–Q3", "2026-01..2026-09"),
            ("March–May 2026", "2026-03..2026-05"),
            ("1–30 March 2026", "2026-03-01..2026-03-30"),
            ("2026年4月上旬至中旬", "2026-04-01..2026-04-20"),
            ("2026年11月1日—2月28日", "2026-11-01..2027-02-28"),
            ("2027年11月1日—2月29日", "2027-11-01..2028-02-29"),
            ("2026年3月1日——2026年3月30日", "2026-03-01..2026-03-30"),
            ("FY2026..FY2027", "2026..2027"),
            ("2026-W05..2026-W06", "2026-01-26..2026-02-08"),
        ],
    );
}

#[test]
fn a_dash_joins_a_year_and_its_part() {
    check_all(
        "",
        &[
            ("2026-3月", "2026-03"),
            ("2026-三季度", "2026-Q3"),
            ("2026 - 第三季度", "2026-Q3"),
            ("2026年-Q3", "2026-Q3"),
            ("2026–Q3", "2026-Q3"),
            ("2026—上半年", "2026-H1"),
            ("2026——3月1日", "2026-03-01"),
            ("2026-全年", "2026"),
            ("2026-March", "2026-03"),
            ("2026年-8月末", "2026-08-21..2026-08-31"),
            ("2026-第5週", "2026-W05"),
            ("2026-3-5月", "2026-03..2026-05"),
            ("2026-13月", "!there is no month 13, the last one is 12"),
            ("2026-2月30日", "!February 2026 has 28 days"),
            ("FY2026-Q3", "2026-Q3"),
            ("2026財年-下半年", "2026-H2"),
            ("Q3-2026", "2026-Q3"),
            ("Mar-2026", "2026-03"),
            ("2026年—次年3月", "2026-01..2027-03"),
            ("2026-2027年3月", "2026-01..2027-03"),
        ],
    );
    for text in ["2026至3月", "2026..三季度", "2026年到Q3", "2026~上半年", "Q3至2026", "3月–2026", "全年-3月"]
    {
        let found = read(text, "2026");
        assert!(found.contains("is no period"), "{text}: {found}");
    }
}

#[test]
fn ranges_take_the_grain_of_their_days() {
    check_all(
        "",
        &[
            ("2026-01-01..2026-12-31", "2026"),
            ("2026-07-01..2026-12-31", "2026-H2"),
            ("2026-01-26..2026-02-01", "2026-W05"),
            ("2026-04-11..2026-04-20", "2026-04-11..2026-04-20"),
            ("2026-04-11..2026-04-11", "2026-04-11"),
            ("2026-02-01..2026-02-28", "2026-02"),
            ("2026年2月1日至28日", "2026-02"),
        ],
    );
    assert_eq!(plain("2026-04-11..2026-04-20").grain, Grain::TenDays);
    assert_eq!(plain("2026-04-11..2026-04-21").grain, Grain::Range);
    let fiscal = parse("2026-04-01..2027-03-31", &context("", 4)).unwrap();
    assert_eq!((fiscal.grain, fiscal.key()), (Grain::FiscalYear, "FY2026".into()));
}

#[test]
fn forms_in_words() {
    check_all(
        "",
        &[
            ("2026年", "2026"),
            ("2026 年", "2026"),
            ("2026年度", "2026"),
            ("2026年全年", "2026"),
            ("二〇二六年", "2026"),
            ("2026財年", "2026"),
            ("二零二六年三月", "2026-03"),
            ("2026年上半年", "2026-H1"),
            ("2026 年下半年", "2026-H2"),
            ("2026上半年", "2026-H1"),
            ("2026年3月", "2026-03"),
            ("2026 年 3 月", "2026-03"),
            ("2026年三月", "2026-03"),
            ("2026年十二月", "2026-12"),
            ("2026年3月份", "2026-03"),
            ("2026年第三季度", "2026-Q3"),
            ("2026年第3季", "2026-Q3"),
            ("2026年三季度", "2026-Q3"),
            ("2026年Q3", "2026-Q3"),
            ("2026年第 3 季度", "2026-Q3"),
            ("2026年第5週", "2026-W05"),
            ("2026年3月1日", "2026-03-01"),
            ("2026年3月1號", "2026-03-01"),
            ("２０２６年３月１日", "2026-03-01"),
            ("2026年三月二十一日", "2026-03-21"),
            ("2026年8月末", "2026-08-21..2026-08-31"),
            ("2026年4月中旬", "2026-04-11..2026-04-20"),
            ("2026年8月底", "2026-08-21..2026-08-31"),
            ("2026年底", "2026-12"),
            ("2026年初", "2026-01"),
        ],
    );
}

#[test]
fn years_from_the_plan() {
    check_all(
        "2026",
        &[
            ("3月1日—3月30日", "2026-03-01..2026-03-30"),
            ("3月1日至30日", "2026-03-01..2026-03-30"),
            ("9月1日-次年1月31日", "2026-09-01..2027-01-31"),
            ("9月—翌年10月", "2026-09..2027-10"),
            ("3-5月", "2026-03..2026-05"),
            ("3月", "2026-03"),
            ("三月", "2026-03"),
            ("第三季度", "2026-Q3"),
            ("Q3", "2026-Q3"),
            ("上半年", "2026-H1"),
            ("全年", "2026"),
            ("8月末", "2026-08-21..2026-08-31"),
            ("4月中旬", "2026-04-11..2026-04-20"),
            ("3/1", "2026-03-01"),
            ("3/1-3/30", "2026-03-01..2026-03-30"),
            ("11月1日–2月28日", "2026-11-01..2027-02-28"),
            ("年底", "2026-12"),
            ("March", "2026-03"),
            ("1 March", "2026-03-01"),
            ("第5週", "2026-W05"),
            ("第1週", "2026-W01"),
            ("2027-03", "2027-03"),
        ],
    );
    check_all(
        "2026-07-01..2027-06-30",
        &[
            ("3月1日", "2027-03-01"),
            ("8月1日", "2026-08-01"),
            ("3月", "2027-03"),
            ("12月1日—1月31日", "2026-12-01..2027-01-31"),
            ("全年", "2026"),
        ],
    );
    check_all(
        "2026-03",
        &[
            ("月底", "2026-03-21..2026-03-31"),
            ("上旬", "2026-03-01..2026-03-10"),
            ("15日", "2026-03-15"),
            ("5月1日", "2026-05-01"),
        ],
    );
    check_all("2027-07-01..2028-06-30", &[("2月29日", "2028-02-29")]);
}

#[test]
fn fiscal_years() {
    let check = |text: &str, expected: &str| {
        let period = parse(text, &context("FY2026", 4)).unwrap();
        assert_eq!(period.key(), expected, "{text}");
    };
    let fiscal = parse("FY2026", &context("", 4)).unwrap();
    assert_eq!((fiscal.start, fiscal.end), (date(2026, 4, 1), date(2027, 3, 31)));
    check("2月", "2027-02");
    check("全年", "FY2026");
    check("2026財年", "FY2026");
    check("2026", "2026");
    check("FY2026-3月", "2027-03");
    check("2026財年–5月", "2026-05");
    check("FY2026-全年", "FY2026");
    for text in ["FY2026-Q1", "FY2026-Q4", "2026財年-上半年", "FY2026–第5週"] {
        let found = parse(text, &context("FY2026", 4)).unwrap_err().to_string();
        assert!(
            found.starts_with(&format!("`{text}` can be counted from January or from 2026-04-01")),
            "{found}"
        );
    }
    assert_eq!(fiscal.next().unwrap().key(), "FY2027");
    assert_eq!(fiscal.previous().unwrap().key(), "FY2025");
    assert_eq!(plain("2027-02").enclosing(Grain::FiscalYear, 4), Some(fiscal));
}

#[test]
fn errors() {
    let check = |text: &str, within: &str, expected: &str| {
        let found = read(text, within);
        assert!(found.starts_with('!') && found.contains(expected), "{text:?}: {found}");
    };
    check("", "", "empty");
    check("2027-02-29", "", "February 2027 has 28 days");
    check("2026年4月31日", "", "April 2026 has 30 days");
    check("2026-13-01", "", "there is no month 13");
    check("2026-01-00", "", "there is no day 0");
    check("2月30日", "2026", "February 2026 has 28 days");
    check("2026年2月1日—2月30日", "", "February 2026 has 28 days");
    check("2026-13", "", "there is no month 13, the last one is 12");
    check("2026-Q5", "", "there is no quarter 5");
    check("2026-W54", "", "there is no week 54, the last one is 53");
    check("2027-W53", "", "there is no week 53, the last one is 52");
    check("1899", "", "outside 1900 to 2199");
    check("2200", "", "outside");
    check("3月1日", "", "has no year");
    check("第三季度", "", "has no year");
    check("月底", "2026", "has no month");
    check("2026-08-01..2026-03-01", "", "ends (2026-03-01) before it starts (2026-08-01)");
    check("2026年3月30日至1日", "", "before it starts");
    for text in [
        "待定",
        "26",
        "5",
        "20260301",
        "2026-",
        "..",
        "2026..",
        "2026-03-01T00:00",
        "2026-3-",
        "3月–5",
        "2026年3",
        "+3/1",
        "3.1",
        "三",
        "月",
        "–",
    ] {
        check(text, "2026", "is no period");
    }
}

#[test]
fn dates() {
    let check = |text: &str, due: &str, day: &str| {
        let show = |found: Result<Date, PeriodError>| found.map_or("-".into(), |date| date.to_string());
        let context = context("2026", 1);
        assert_eq!(
            (show(parse_date(text, &context)).as_str(), show(parse_day(text, &context)).as_str()),
            (due, day),
            "{text}"
        );
    };
    check("2026-03-01", "2026-03-01", "2026-03-01");
    check("2026/3/1", "2026-03-01", "2026-03-01");
    check("3月1日", "2026-03-01", "2026-03-01");
    check("8月末", "2026-08-31", "-");
    check("8月初", "2026-08-10", "-");
    check("8月", "2026-08-31", "-");
    check("第三季度", "2026-09-30", "-");
    check("年底", "2026-12-31", "-");
    check("2026", "-", "-");
    check("3月1日—3月5日", "-", "-");
}

#[test]
fn periods_inside_text() {
    let check = |text: &str, expected: Option<(&str, &str)>| {
        let found = find(text, &context("2026", 1));
        let found = found.map(|(at, period)| {
            (text[at].to_string(), period.map_or_else(|error| format!("!{error}"), |period| period.key()))
        });
        let found = found.as_ref().map(|(at, period)| (at.as_str(), period.as_str()));
        assert_eq!(found, expected, "{text}");
    };
    check("第一階段（3月1日—3月30日）：評估", Some(("3月1日—3月30日", "2026-03-01..2026-03-30")));
    check("第一階段 3月1日 – 3月30日 評估", Some(("3月1日 – 3月30日", "2026-03-01..2026-03-30")));
    check("第三階段：2月1日-2月30日", Some(("2月1日-2月30日", "!February 2026 has 28 days")));
    check("此項工作在8月末完成", Some(("8月末", "2026-08-21..2026-08-31")));
    check("4月中旬上市", Some(("4月中旬", "2026-04-11..2026-04-20")));
    check("2026 年目標", Some(("2026 年", "2026")));
    check("第三季度目標", Some(("第三季度", "2026-Q3")));
    check("done by 2026-08-31.", Some(("2026-08-31", "2026-08-31")));
    check("from Q1 to Q3", Some(("Q1 to Q3", "2026-01-01..2026-09-30")));
    check("十大措施", None);
    check("第一階段", None);
    check("1.2 概述", None);
    check("EIP-12026", None);
    check("上中下三策", None);
    check("增長 11.4%", None);
    check("", None);
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "[0-9QHW年月日第季度上下半旬末底初至到—–~./\\- 三十二FYfy]{0,14}") {
        let _ = parse(&text, &context("2026", 4));
        if let Some((at, _)) = find(&text, &context("2026", 4)) {
            prop_assert!(text.get(at).is_some());
        }
    }

    #[test]
    fn any_unicode_is_survived(text in any::<String>()) {
        let _ = parse(&text, &PeriodContext::default());
    }
}
