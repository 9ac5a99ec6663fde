//! The tables of the page on quantities and periods: every form in them is read.

use super::{manual, read};
use planpress::period::{self, PeriodContext};
use planpress::quantity;

/// The rows of the table below a heading: for each cell its code spans.
fn table(heading: &str) -> Vec<Vec<Vec<String>>> {
    let page = read(&manual().join("quantities.md"));
    let (_, rest) = page.split_once(&format!("# {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let lines = rest.lines().skip_while(|line| !line.starts_with('|')).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    let rows: Vec<_> = rows
        .map(|row| {
            let cells = row.trim_matches('|').split('|');
            cells.map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()).collect()
        })
        .collect();
    assert!(rows.len() > 2, "{heading}: rows were found");
    rows
}

fn quantity(text: &str) {
    if let Err(error) = quantity::parse(text) {
        panic!("{text:?}: {error}");
    }
}

#[test]
fn every_form_of_a_quantity_in_the_manual_is_read() {
    for row in table("Numbers") {
        row[0].iter().for_each(|text| quantity(text));
    }
    for row in table("Comparators and approximations") {
        row[1].iter().for_each(|word| quantity(&format!("{word} 5")));
        row[2].iter().for_each(|word| quantity(&format!("5{word}")));
        for (word, mark) in row[1].iter().map(|word| (word, &row[3][0])) {
            let shown = quantity::parse(&format!("{word} 5")).unwrap().to_canonical_string();
            let mark = mark.replace('≥', ">=").replace('≤', "<=").replace('≈', "~");
            assert_eq!(shown, format!("{mark}5"), "{word}");
        }
    }
    for row in table("Scales") {
        for scale in &row[0] {
            let text = if scale.starts_with(|c: char| c.is_ascii_digit()) {
                scale.clone()
            } else {
                format!("3{scale}")
            };
            quantity(&text);
        }
    }
    for row in table("Units") {
        let units: Vec<_> = row[1].iter().map(|word| quantity::canonical_unit(word)).collect();
        assert!(units.windows(2).all(|pair| pair[0] == pair[1]), "{units:?}");
        row[1].iter().for_each(|word| quantity(&format!("1,800 {word}")));
    }
}

#[test]
fn every_form_of_a_period_in_the_manual_is_read() {
    let year = period::parse("2026", &PeriodContext::default()).unwrap();
    let context = PeriodContext { within: Some(year), ..PeriodContext::default() };
    for row in table("Periods") {
        for text in &row[0] {
            if let Err(error) = period::parse(text, &context) {
                panic!("{text:?}: {error}");
            }
        }
    }
}

#[test]
fn the_table_on_rounding_is_true() {
    let page = read(&manual().join("quantities.md"));
    for (stated, computed, slack, right, row) in [
        ("13%", "12.5", "0", true, "| share `13%` | 5 of 40 = 12.5 % | yes"),
        ("12%", "12.5", "0", true, "| share `12%` | 12.5 % | yes"),
        ("12.4%", "12.5", "0", false, "| share `12.4%` | 12.5 % | no |"),
        ("123萬", "1231700", "0", true, "| total `123萬` | 1,231,700 | yes |"),
        ("1,230,000", "1231700", "0", false, "| total `1,230,000` | 1,231,700 | no"),
        ("100%", "99.9", "0.15", true, "| shares `33.3%`, three times, total `100%` | 99.9 % | yes"),
    ] {
        let amount = quantity::parse(computed).unwrap().amount;
        let slack = slack.parse().unwrap();
        assert_eq!(quantity::parse(stated).unwrap().accepts_with(&amount, slack), right, "{stated}");
        assert!(page.contains(row), "{row}");
    }
    for (terms, sum) in [
        (["10", "5–7"], "15–17"),
        (["10", "≥ 5"], "≥ 15"),
        (["10", "≤ 5"], "≤ 15"),
        (["≥ 5", "≤ 5"], "—"),
        (["10", "≈ 5"], "≈ 15"),
    ] {
        let total: quantity::Amount = terms.iter().map(|text| quantity::parse(text).unwrap().amount).sum();
        assert_eq!(quantity::format::amount(&total, 1.into(), (1.into(), "")), sum, "{terms:?}");
        assert!(page.contains(&format!("`{sum}`")), "{sum}");
    }
}
