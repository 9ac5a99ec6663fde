//! `planpress targets` on the sample: every flag, columns aligned under Chinese widths, the statements behind a
//! cell, and what is said of what is not there.

use crate::support::{Ran, planpress, sample};
use unicode_width::UnicodeWidthStr;

fn targets(flags: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let sample = sample();
    planpress(folder.path(), &[&["--site", sample.to_str().unwrap(), "targets"], flags].concat())
}

/// How wide each line is on a terminal, spaces at its end included.
fn widths(table: &str) -> Vec<usize> {
    table.lines().map(|line| line.trim_end_matches('\n').width()).collect()
}

#[test]
fn columns_are_aligned_under_chinese_widths() {
    let flags =
        ["--metrics", "revenue", "--rows", "region", "--columns", "quarter", "--show", "target,actual"];
    let out = targets(&[&flags[..], &["--where", "period=2026"]].concat()).exits(0).out;
    let lines: Vec<&str> = out.lines().collect();
    let rule = lines[1];
    // Numbers stand at the right: every line ends where the rule of its last column does.
    assert!(lines.len() > 4 && rule.contains('─'), "{out}");
    assert!(widths(&out).iter().all(|width| *width == rule.width()), "{out}");
    // The rule of each column begins where the column does, in cells of the terminal.
    let begins: Vec<usize> = rule.match_indices(" ─").map(|(at, _)| rule[..at].width() + 1).collect();
    for line in &lines {
        for begin in &begins {
            let before: String = taken(line, *begin);
            assert!(before.ends_with("  ") || before.width() == *begin, "{line:?} at {begin}");
        }
    }
    assert!(out.contains("長沙") && out.contains("1,100 萬元") && out.contains("Not split"), "{out}");
}

/// As much of a line as fills so many cells.
fn taken(line: &str, cells: usize) -> String {
    let mut text = String::new();
    for c in line.chars() {
        if text.width() >= cells {
            break;
        }
        text.push(c);
    }
    text
}

#[test]
fn conditions_orders_and_limits_hold_on_the_terminal() {
    let base = ["--metrics", "revenue", "--rows", "region", "--show", "target", "--format", "csv"];
    let rows = |more: &[&str]| -> Vec<String> {
        let out = targets(&[&base[..], more].concat()).exits(0).out;
        out.lines().skip(1).map(str::to_owned).collect()
    };
    assert_eq!(rows(&["--where", "region=changsha,wuhan", "--no-totals"])[0], "長沙,100000000");
    assert_eq!(rows(&["--where", "kind=quarter-plan", "--no-totals"]), ["全國,20000000", "武漢,20000000"]);
    let without =
        rows(&["--where", "region=national", "--where", "kind=!campaign", "--where", "status=!closed"]);
    assert_eq!(without.last().unwrap(), "Total,220000000");
    let cut = targets(&[&base[..4], &["--sort=-target", "--limit", "2"]].concat()).exits(0);
    assert!(cut.err.contains("more rows; totals are those of the whole"), "{}", cut.err);
    assert!(cut.out.lines().last().unwrap().contains("22,000"), "{}", cut.out);
}

#[test]
fn every_format_says_the_same() {
    let base =
        ["--metrics", "new_accounts", "--rows", "channel", "--show", "target", "--where", "period=2026"];
    let of = |format: &[&str]| targets(&[&base[..], format].concat()).exits(0).out;
    assert!(of(&[]).contains("≥ 120,000 戶"));
    assert!(of(&["--format", "markdown"]).contains("| ≥ 120,000 戶 |"));
    assert!(of(&["--format", "csv"]).contains(",>=120000"));
    assert!(of(&["--format", "csv", "--tidy"]).contains(",120000,,at_least,戶"));
    let json: serde_json::Value = serde_json::from_str(&of(&["--format", "json"])).unwrap();
    let numbers = json["numbers"].as_array().unwrap();
    assert!(numbers.iter().any(|number| number["value"] == ">=120000"), "{json}");
    let rest = targets(&["--metrics", "revenue", "--rows", "region", "--format", "csv"]).exits(0).out;
    assert!(rest.contains("\n長沙 (unallocated),") && !rest.contains("\n (unallocated)"), "{rest}");
}

#[test]
fn a_cell_is_explained_by_its_statements() {
    let base =
        ["--metrics", "revenue", "--rows", "region", "--columns", "quarter", "--show", "target,actual"];
    let out = targets(&[&base[..], &["--explain", "changsha,2026-Q1"]].concat()).exits(0).out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "銷售額 target: 11000000");
    assert_eq!(lines[1], "  plans/changsha/changsha-2026.md:57:19  target 1,100萬元  2026-Q1  changsha");
    assert_eq!(lines[2], "銷售額 actual: 10120000");
    assert_eq!(lines[3..].len(), 15, "{out}");
    // By title, and the total where no column is named.
    let titled = targets(&[&base[..], &["--explain", "長沙"]].concat()).exits(0).out;
    assert!(titled.starts_with("銷售額 target: 100000000"), "{titled}");
}

#[test]
fn what_is_not_there_is_named() {
    let says = |flags: &[&str], words: &str| {
        let ran = targets(flags).exits(2);
        assert!(ran.err.contains(words), "{flags:?}: {}", ran.err);
    };
    says(&["--rows", "regin"], "unknown rows or columns `regin` (did you mean `region`?)");
    says(&["--metrics", "revenu"], "unknown metric `revenu` (did you mean `revenue`?)");
    says(&["--where", "region=changshá"], "unknown value of `region` `changshá`");
    says(&["--where", "region"], "has no `=`");
    says(&["--show", "progres"], "did you mean `progress`?");
    says(
        &["--rows", "region", "--explain", "chansha"],
        "there is no row `chansha`; did you mean `changsha`?",
    );
    says(&["--tidy"], "`--tidy` goes with `--format csv`");
}
