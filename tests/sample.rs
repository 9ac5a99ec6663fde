//! The arithmetic of the source plans, as the sample has it: each table is added up once more here from its
//! Markdown, as in a spreadsheet, and what comes out is what the program counts and the pages show.

use crate::support::{built, planpress, sample};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fs;

/// The tables of a plan: rows of cells, heading row first.
fn tables(plan: &str) -> Vec<Vec<Vec<String>>> {
    let text = fs::read_to_string(sample().join("plans").join(plan)).unwrap();
    let mut tables: Vec<Vec<Vec<String>>> = vec![Vec::new()];
    for line in text.lines() {
        if let Some(cells) = line.strip_prefix('|') {
            let cells: Vec<String> =
                cells.trim_end_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            if !cells.iter().all(|cell| cell.trim_matches(['-', ':']).is_empty() && cell.contains('-')) {
                tables.last_mut().unwrap().push(cells);
            }
        } else if !tables.last().unwrap().is_empty() {
            tables.push(Vec::new());
        }
    }
    tables.retain(|table| !table.is_empty());
    tables
}

/// The table with a heading.
fn table(plan: &str, headings: &[&str]) -> Vec<Vec<String>> {
    let mut found = tables(plan).into_iter().filter(|table| table[0] == headings);
    found.next().unwrap_or_else(|| panic!("{plan}: no table {headings:?}"))
}

/// A number as written, in the unit: 96.56萬元 is 965600.
fn number(text: &str) -> Decimal {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let scale = match text {
        text if text.contains('億') => 100_000_000,
        text if text.contains('萬') => 10_000,
        _ => 1,
    };
    digits.parse::<Decimal>().unwrap_or_else(|_| panic!("{text} is no number")) * Decimal::from(scale)
}

fn sum(cells: impl Iterator<Item = Decimal>) -> Decimal {
    cells.sum()
}

fn page(path: &str) -> String {
    fs::read_to_string(built().join(path)).unwrap()
}

#[track_caller]
fn shows(path: &str, words: &[&str]) {
    let page = page(path);
    for words in words {
        assert!(page.contains(words), "{path} shows {words}");
    }
}

/// What the program says of a metric: row → value, of the measure asked for.
fn counted(flags: &[&str]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let sample = sample();
    let arguments =
        [&["--site", sample.to_str().unwrap(), "targets", "--format", "csv", "--tidy"], flags].concat();
    let out = planpress(folder.path(), &arguments).exits(0).out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let key = |row: &csv::StringRecord| match &row[1] {
        "Total" => row[0].to_owned(),
        column => format!("{} {column}", &row[0]),
    };
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| {
        (key(&row), if row[5].is_empty() { format!("{}..{}", &row[6], &row[7]) } else { row[5].to_owned() })
    })
    .collect()
}

fn half_up(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
}

/// P7: price × count × provinces, two sets of prizes, their place in the budget, the shares, the pharmacies.
#[test]
fn the_campaign_adds_up() {
    let plan = "pharmacy/pharmacy-contest-2026.md";
    let head = ["獎項", "單價", "數量", "省數", "金額", "占比"];
    let sets: Vec<_> = tables(plan).into_iter().filter(|table| table[0] == head).collect();
    assert_eq!(sets.len(), 2);
    let mut totals = Vec::new();
    for set in &sets {
        let (total, items) = set[1..].split_last().unwrap();
        for row in items {
            assert_eq!(number(&row[1]) * number(&row[2]) * number(&row[3]), number(&row[4]), "{row:?}");
            let share = number(&row[4]) * Decimal::ONE_HUNDRED / number(&total[4]);
            assert_eq!(half_up(share, 1), number(&row[5]), "{row:?}");
        }
        assert_eq!(sum(items.iter().map(|row| number(&row[4]))), number(&total[4]));
        totals.push(number(&total[4]));
    }
    assert_eq!(totals, [Decimal::from(568_800), Decimal::from(396_800)]);
    let budget = table(plan, &["項目", "金額", "占比"]);
    let (total, items) = budget[1..].split_last().unwrap();
    assert_eq!(number(&items[0][1]), totals.iter().sum::<Decimal>(), "the prizes are the first item");
    assert_eq!(sum(items.iter().map(|row| number(&row[1]))), number(&total[1]));
    for row in items {
        assert_eq!(half_up(number(&row[1]) * Decimal::ONE_HUNDRED / number(&total[1]), 1), number(&row[2]));
    }
    let markets = table(plan, &["市場", "藥店", "占比"]);
    let pharmacies = [2 * 1200, 7 * 1200, 8 * 800].map(Decimal::from);
    assert_eq!(markets[1..].iter().map(|row| number(&row[1])).collect::<Vec<_>>(), pharmacies);
    let plan = ["--where", "plan=pharmacy-contest-2026", "--rows", "metric", "--show", "target"];
    let metrics = ["--metrics", "pharmacies,prize_cost,cost"];
    let counted = counted(&[&plan[..], &metrics].concat());
    assert_eq!(counted["pharmacies"], "17200");
    assert_eq!(counted["prize_cost"], "965600");
    assert_eq!(counted["cost"], "1231700");
    shows("plans/pharmacy-contest-2026.html", &["17,200", "965,600", "568,800元", "396,800元", "123.17萬元"]);
    shows("budget.html", &["96.56", "27.36"]);
    shows("targets/prize_cost.html", &["96.56"]);
}

/// P5 and P6: year → month → channel → store; every split of the same year comes to the same.
#[test]
fn the_splits_of_a_year_come_to_the_year() {
    for (plan, id, quarters) in [
        ("changsha/changsha-2026.md", "changsha-2026", true),
        ("shenzhen/shenzhen-2026.md", "shenzhen-2026", false),
    ] {
        let by_period = table(plan, &["指標", "期間", "目標"]);
        let by_channel = table(plan, &["指標", "渠道", "目標"]);
        let of = |table: &[Vec<String>], metric: &str, at: usize| {
            sum(table[1..].iter().filter(|row| row[0] == metric).map(|row| number(&row[at])))
        };
        assert_eq!(of(&by_period, "銷售額", 2), Decimal::from(100_000_000), "{plan}");
        assert_eq!(of(&by_channel, "銷售額", 2), Decimal::from(100_000_000), "{plan}");
        let by_store = table(plan, &["指標", "渠道", "門店", "目標"]);
        let stores = sum(by_store[1..]
            .iter()
            .filter(|row| row[0] == "銷量" && row[1].contains("賣場"))
            .map(|row| number(&row[3])));
        let pivot = tables(plan).into_iter().find(|table| table[0].contains(&"12月".to_owned())).unwrap();
        let ka = pivot.iter().find(|row| row[0].contains("賣場")).unwrap();
        assert_eq!(stores, number(ka.last().unwrap()), "{plan}: the stores are the whole of {}", ka[0]);
        months_add_up(&pivot);
        if quarters {
            assert_eq!(of(&by_period, "銷量", 2), Decimal::from(50_000), "{plan}");
            assert_eq!(of(&by_channel, "銷量", 2), Decimal::from(50_000), "{plan}");
            quarters_are_their_months(&pivot, &by_channel, &by_period);
        }
        let show =
            ["--metrics", "units,revenue", "--rows", "metric", "--columns", "month", "--show", "target"];
        let counted =
            counted(&[&show[..], &["--where", &format!("plan={id}"), "--where", "period=2026"]].concat());
        assert_eq!(counted["units"], "50000");
        assert_eq!(counted["revenue"], "100000000");
        shows(&format!("plans/{id}.html"), &["10,000", "50,000"]);
    }
    shows("region/changsha.html", &["19,900", "3,980"]);
    shows("store/五一廣場店.html", &["4,200"]);
}

/// A pivot of channels and months: every row and every column comes to its total.
fn months_add_up(pivot: &[Vec<String>]) {
    let (total, rows) = pivot[1..].split_last().unwrap();
    let last = total.len() - 1;
    for row in pivot[1..].iter() {
        assert_eq!(sum(row[1..last].iter().map(|cell| number(cell))), number(&row[last]), "{row:?}");
    }
    for column in 1..=last {
        assert_eq!(sum(rows.iter().map(|row| number(&row[column]))), number(&total[column]), "{column}");
    }
    assert_eq!(number(&total[last]), Decimal::from(50_000));
}

/// The channels and the quarters of the tables above are those of the months.
fn quarters_are_their_months(pivot: &[Vec<String>], by_channel: &[Vec<String>], by_period: &[Vec<String>]) {
    let (total, rows) = pivot[1..].split_last().unwrap();
    for row in rows {
        let channel = by_channel.iter().find(|of| of[0] == "銷量" && of[1] == row[0]).unwrap();
        assert_eq!(number(&channel[2]), number(&row[13]), "{row:?}");
    }
    let quarters = by_period.iter().filter(|row| row[0] == "銷量");
    for (quarter, row) in quarters.enumerate() {
        let months = &total[1 + 3 * quarter..4 + 3 * quarter];
        assert_eq!(sum(months.iter().map(|cell| number(cell))), number(&row[2]), "{row:?}");
    }
}

/// P9: three floors; the channels of one of them come to it, and floors stay floors wherever they are shown.
#[test]
fn floors_of_the_bank_stay_floors() {
    let plan = "bank/bank-2026-h2.md";
    let channels = table(plan, &["指標", "渠道", "目標"]);
    assert_eq!(sum(channels[1..].iter().map(|row| number(&row[2]))), Decimal::from(358_001));
    let counted = counted(&[
        "--metrics",
        "cash_customers,new_accounts,net_accounts",
        "--rows",
        "metric",
        "--show",
        "target",
    ]);
    assert_eq!(counted["cash_customers"], "185200..");
    assert_eq!(counted["new_accounts"], "358001..");
    assert_eq!(counted["net_accounts"], "272430..");
    for path in ["plans/bank-2026-h2.html", "targets/new_accounts.html", "targets.html"] {
        let page = page(path);
        let floors = page.split('≥').skip(1).map(|behind| behind.chars().take(40).collect::<String>());
        assert!(floors.clone().any(|floor| floor.contains("358,001")), "{path} keeps the floor");
    }
    shows("plans/bank-2026-h2.html", &["≥3人", "≥1人"]);
}

/// P2: a series over years with its growth.
#[test]
fn the_series_grows_as_it_says() {
    let rows = table("health/health-strategy-2026.md", &["指標", "年份", "規模", "同比"]);
    for pair in rows[1..].windows(2) {
        let growth = (number(&pair[1][2]) / number(&pair[0][2]) - Decimal::ONE) * Decimal::ONE_HUNDRED;
        assert_eq!(half_up(growth, 1), number(&pair[1][3]), "{pair:?}");
    }
    assert_eq!(rows.len(), 4);
    shows(
        "plans/health-strategy-2026.html",
        &["1.805億元", "2.1494億元", "2.5907億元", "19.1%", "20.5%", "200–400"],
    );
    let market = page("targets/medicine_market.html");
    assert!(["1.805", "2.1494", "2.5907"].iter().all(|shown| market.contains(shown)));
}

/// P8: the months of the half-year, the best of them, and the year's target beside what was reached.
#[test]
fn the_best_month_of_the_half_year_is_found() {
    let rows = table("car/car-adviser-2026-h1-review.md", &["指標", "月份", "實際"]);
    let months: Vec<(Decimal, &str)> =
        rows[1..].iter().map(|row| (number(&row[2]), row[1].as_str())).collect();
    assert_eq!(sum(months.iter().map(|(cars, _)| *cars)), Decimal::from(78));
    let best = months.iter().max().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sample = sample();
    let flags = [
        "targets",
        "--metrics",
        "cars",
        "--rows",
        "month",
        "--where",
        "period=2026-H1",
        "--show",
        "actual",
        "--sort=-actual",
        "--limit",
        "1",
        "--no-totals",
        "--format",
        "csv",
    ];
    let out =
        planpress(folder.path(), &[&["--site", sample.to_str().unwrap()], &flags[..]].concat()).exits(0).out;
    assert_eq!(out.lines().nth(1), Some(&*format!("{},{}", best.1, best.0)), "{out}");
    let page = page("plans/car-adviser-2026-h1-review.html");
    let view = page.split("最好的月份").nth(1).expect("a view of the best month");
    let row = view.split("<tbody").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("6 月") && row.contains(">18<"), "{row}");
    let year =
        counted(&["--metrics", "cars", "--rows", "half", "--where", "period=2026", "--show", "target"]);
    assert_eq!(
        (year["2026-H1"].as_str(), year["2026-H2"].as_str(), year["Total"].as_str()),
        ("72", "38", "110")
    );
}
