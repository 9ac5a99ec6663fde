//! The totals of three metrics over regions and quarters, worked out by hand from the sample's plans, are
//! what the terminal, the page and the data files say.
//!
//! Targets, from the tables 按期間, 按季 and 月度分解 of the plans (revenue in 萬元, units in 套):
//!
//! ```text
//! revenue    Q1     Q2     Q3     Q4     not split   year
//! 長沙    1,100  3,980  3,320  1,600           –   10,000   1100+3980+3320+1600
//! 深圳        –      –  2,600  4,400    3,000 H1   10,000   3000+2600+4400
//! 武漢        –      –      –  2,000           –    2,000   450+650+900 (October to December)
//! 全國    1,100  3,980  5,920  8,000    3,000      22,000   gap to the stated 2.2 億元: 0
//!
//! units      Q1      Q2      Q3      Q4  not split      year
//! 長沙    5,500  19,900  16,600   8,000          –    50,000   1500+1200+2800 | 4500+6800+8600 | 8200+5400+3000 | 2600+2600+2800
//! 深圳        –       –  13,000  22,000  15,000 H1    50,000   4500+4500+4000 | 6000+7000+9000
//! 武漢        –       –       –  10,000          –    10,000
//! 全國    5,500  19,900  29,600  40,000  15,000      110,000
//! ```
//!
//! Actuals to 15 September, from `data/actuals.csv` (months added over channels):
//!
//! ```text
//! revenue 長沙   276+222+514 = 1,012 | 902+1,310+1,594 = 3,806 | 1,290+905+390 = 2,585 | 7,403
//! revenue 深圳   232+170+378 =   780 | 520+735+885     = 2,140 |   690+566+230 = 1,486 | 4,406
//! units   長沙   1,400+1,130+2,620 = 5,150 | 4,590+6,660+8,100 = 19,350 | 6,560+4,600+1,980 = 13,140 | 37,640
//! units   深圳   1,150+850+1,880   = 3,880 | 2,580+3,640+4,390 = 10,610 | 3,420+2,810+1,150 =  7,380 | 21,870
//! ```
//!
//! Campaign sales (萬元): 長沙 target 4,200 = 500+800+1,100 (Q2: 2,400) + 1,100+700 (Q3: 1,800); actual
//! 486+842+1,176 = 2,504 and 1,158+718 = 1,876, 4,380 in all. 深圳 target 560 (Q2), 520+420 = 940 (Q3),
//! 1,500 in all; actual 512 and 438+336 = 774, 1,286 in all.

use crate::support::{built, planpress, sample};
use std::collections::BTreeMap;
use std::fs;

/// Metric, measure, row, and the numbers in Q1, Q2, Q3, Q4, not split, total, in 萬元 or 套; 0 is nothing stated.
const EXPECTED: &[(&str, &str, &str, [u32; 6])] = &[
    ("revenue", "target", "changsha", [1100, 3980, 3320, 1600, 0, 10000]),
    ("revenue", "target", "shenzhen", [0, 0, 2600, 4400, 3000, 10000]),
    ("revenue", "target", "wuhan", [0, 0, 0, 2000, 0, 2000]),
    ("revenue", "target", "national", [1100, 3980, 5920, 8000, 3000, 22000]),
    ("revenue", "target", "Total", [1100, 3980, 5920, 8000, 3000, 22000]),
    ("revenue", "actual", "changsha", [1012, 3806, 2585, 0, 0, 7403]),
    ("revenue", "actual", "shenzhen", [780, 2140, 1486, 0, 0, 4406]),
    ("revenue", "actual", "national", [1792, 5946, 4071, 0, 0, 11809]),
    ("units", "target", "changsha", [5500, 19900, 16600, 8000, 0, 50000]),
    ("units", "target", "shenzhen", [0, 0, 13000, 22000, 15000, 50000]),
    ("units", "target", "wuhan", [0, 0, 0, 10000, 0, 10000]),
    ("units", "target", "national", [5500, 19900, 29600, 40000, 15000, 110000]),
    ("units", "actual", "changsha", [5150, 19350, 13140, 0, 0, 37640]),
    ("units", "actual", "shenzhen", [3880, 10610, 7380, 0, 0, 21870]),
    ("units", "actual", "national", [9030, 29960, 20520, 0, 0, 59510]),
    ("campaign_sales", "target", "changsha", [0, 2400, 1800, 0, 0, 4200]),
    ("campaign_sales", "target", "shenzhen", [0, 560, 940, 0, 0, 1500]),
    ("campaign_sales", "actual", "changsha", [0, 2504, 1876, 0, 0, 4380]),
    ("campaign_sales", "actual", "shenzhen", [0, 512, 774, 0, 0, 1286]),
];

const COLUMNS: [&str; 6] = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "Not split", "Total"];

/// The tidy rows: (metric, measure, row, column) → value.
fn numbers(tidy: &str) -> BTreeMap<(String, String, String, String), String> {
    let mut reader = csv::Reader::from_reader(tidy.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head.join(","), "row,column,metric,measure,period,value,low,high,precision,unit");
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| ((row[2].into(), row[3].into(), row[0].into(), row[1].into()), row[5].to_owned()))
        .collect()
}

fn check(tidy: &str) {
    let numbers = numbers(tidy);
    for (metric, measure, row, values) in EXPECTED {
        for (column, value) in COLUMNS.iter().zip(values) {
            // Wholes of 2025 or 2027 would stand in columns of their own; the total is over all years.
            let key = ((*metric).into(), (*measure).into(), (*row).into(), (*column).into());
            let scale = if *metric == "units" { 1 } else { 10_000 };
            let expected = if *value == 0 { String::new() } else { (u64::from(*value) * scale).to_string() };
            let found = numbers.get(&key).cloned().unwrap_or_default();
            assert_eq!(found, expected, "{metric} {measure} {row} {column}");
        }
    }
}

#[test]
fn the_terminal_and_the_site_say_what_was_worked_out_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let sample = sample();
    let sample = sample.to_str().unwrap();
    let flags = ["targets", "--rows", "region", "--columns", "quarter", "--format", "csv", "--tidy"];
    let arguments =
        [&["--site", sample][..], &flags, &["--metrics", "revenue,units,campaign_sales"]].concat();
    check(&planpress(folder.path(), &arguments).exits(0).out);
    let public = built();
    check(&fs::read_to_string(public.join("data/targets.csv")).unwrap());
    let page = fs::read_to_string(public.join("targets/revenue.html")).unwrap();
    for shown in ["10,000", "3,980", "5,920", "8,000", "22,000", "7,403", "4,406", "11,809", "53.7"] {
        assert!(page.contains(shown), "targets/revenue.html shows {shown}");
    }
}

/// A split that answers a filter beats one that answers a column: 長沙 splits its revenue by quarter and by
/// channel, and asked for the dealers by quarter its 2,400 萬元 are not split, but they are not lost.
#[test]
fn a_filter_comes_before_the_columns() {
    let folder = tempfile::tempdir().unwrap();
    let sample = sample();
    let asked =
        ["targets", "--metrics", "revenue", "--rows", "metric", "--columns", "quarter", "--show", "target"];
    let filter = ["--where", "channel=dealer", "--where", "period=2026", "--format", "csv"];
    let arguments = [&["--site", sample.to_str().unwrap()][..], &asked, &filter].concat();
    let out = planpress(folder.path(), &arguments).exits(0).out;
    let head = out.lines().next().unwrap().split(',').position(|column| column == "Total").unwrap();
    let row: Vec<&str> = out.lines().nth(1).unwrap().split(',').collect();
    assert_eq!(row[head], "50000000", "2,400 + 2,100 + 500 萬元\n{out}");
}
