//! `planpress targets` on the sample: every flag, columns aligned under Chinese widths, the statements behind a
//! cell, and what is said of what is not there.

use crate::support::{Ran, planpress, sample, site};
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
    says(&["--rows", "region", "--explain", "changsha,"], "the column is missing");
    says(&["--rows", "region", "--explain", ",Total"], "the row is missing");
    says(&["--tidy"], "`--tidy` goes with `--format csv`");
}

/// A company of two regions, of which one has said more than the other.
const SMALL: [(&str, &str); 7] = [
    ("planpress.yaml", "title: T\n"),
    ("schemas/plan.yaml", "title: 計劃\n"),
    (
        "metrics.yaml",
        "revenue: { title: 銷售額, unit: 元, display: 萬元 }\nstaff: { title: 人數, unit: 人, kind: stock }\n\
         units: { unit: 套 }\nmarket: { title: 市場, unit: 套 }\n\
         share: { title: 占有率, unit: '%', kind: ratio, of: units, over: market }\n\
         margin: { title: 毛利率, unit: '%', kind: ratio }\n",
    ),
    (
        "dimensions.yaml",
        "region: { values: [{ id: all, title: 全國, children: [{ id: cs, title: 長沙 }, { id: sz, title: 深圳 }] }] }\n",
    ),
    (
        "plans/all.md",
        "---\nkind: plan\nperiod: 2026\nregion: all\ntargets: { revenue: 1.2億元 }\n---\n# 全國\n",
    ),
    (
        "plans/cs.md",
        "---\nkind: plan\nperiod: 2026\nregion: cs\nparent: all\ntargets:\n\
         - { metric: revenue, value: 3333萬元, by: { period: { 2026-Q2: 3333萬元 } } }\n\
         - { metric: staff, value: 15, period: 2026-05 }\n- { metric: margin, value: 30% }\n\
         - { metric: units, value: 5 }\nactuals:\n- { metric: revenue, value: 200萬元, period: 2026-04 }\n---\n# 長沙\n",
    ),
    (
        "plans/sz.md",
        "---\nkind: plan\nperiod: 2026\nregion: sz\nparent: all\ntargets:\n\
         - { metric: staff, value: 8, period: 2026-Q2 }\n- { metric: margin, value: 31% }\n\
         - { metric: revenue, value: ≤ 5000萬元, period: 2027 }\n- { metric: revenue, value: ≥ 1萬元, period: 2027-Q1, region: cs }\n---\n# 深圳\n",
    ),
];

fn small(flags: &[&str]) -> String {
    let folder = site(&SMALL);
    let base = ["--site", "site", "--today", "2026-05-01", "targets", "--rows", "region"];
    planpress(folder.path(), &[&base[..], flags].concat()).exits(0).out
}

#[test]
fn what_is_left_of_a_round_number_is_shown_in_full() {
    let out = small(&["--metrics", "revenue", "--show", "target,allocated", "--where", "period=2026"]);
    // 1.2 億 shows tens of millions; what 3,333 萬 leave of it does not.
    let row = |name: &str| {
        let line = out.lines().find(|line| line.trim_start().starts_with(name));
        line.unwrap_or_default().split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("全國 (unallocated)"), "(unallocated) 8,667 萬元 —", "{out}");
    assert_eq!(row("全國 "), "12,000 萬元 3,333 萬元", "{out}");
}

#[test]
fn targets_of_data_and_budgets_are_targets() {
    let folder = site(&[
        ("planpress.yaml", "title: T\n"),
        ("metrics.yaml", "units: { unit: 套 }\ncost: { unit: 元 }\nsold: { unit: 套 }\n"),
        ("dimensions.yaml", "channel: { open: true }\nregion: { open: true }\n"),
        ("schemas/plan.yaml", "title: 計劃\n"),
        ("plans/a.md", "---\nkind: plan\nperiod: 2026\n---\n# 甲\n"),
        ("plans/b.md", "---\nkind: plan\nperiod: 2026\ndraft: true\n---\n# 乙\n"),
        (
            "data/d.csv",
            "kind,metric,value,period,plan,region,channel\ntarget,units,5,2026,a,north,\n\
             budget,cost,7,2026,a,north,\ntarget,sold,9,2026,b,,ka\nactual,sold,9,2026,,,ka\n",
        ),
    ]);
    let run = |more: &[&str]| {
        let base = ["--site", "site", "targets", "--show", "target", "--format", "csv"];
        planpress(folder.path(), &[&base[..], more].concat()).exits(0).out
    };
    // By the first dimension that one of them has; what is actual, or a draft's, is none of them.
    assert_eq!(run(&[]), "row,units,cost\nnorth,5,7\nTotal,5,7\n");
}

#[test]
fn an_explanation_says_what_has_to_be_known() {
    let check = |flags: &[&str], expected: &str| {
        let out = small(flags);
        assert_eq!(out.lines().next(), Some(expected), "{flags:?}: {out}");
    };
    let quarters = ["--columns", "quarter"];
    let of = |metric: &'static str, show: &'static str, cell: &'static str| {
        [&quarters[..], &["--metrics", metric, "--show", show, "--explain", cell]].concat()
    };
    check(&of("staff", "target", "Total,2026-Q2"), "人數 target: 23; as of 2026-05-31 to 2026-06-30");
    check(&of("revenue", "target", "全國,2026-Q2"), "銷售額 target: 33330000; 1 of 2 below have stated");
    check(&of("revenue", "target,progress", "cs,2026-Q2"), "銷售額 target: 33330000");
    check(
        &of("revenue", "progress", "cs,2026-Q2"),
        "銷售額 progress: 6.00060006; 34.1 % of 2026-Q2 has passed",
    );
    check(&of("margin", "target", "Total"), "毛利率 target: nothing: ratios are not added");
    check(&of("units,share", "target", "cs"), "units target: 5");
    let share = small(&of("units,share", "target", "cs"));
    assert!(share.contains("占有率 target: nothing: 市場 has no number here"), "{share}");
    let empty = small(&of("revenue", "target,actual", "全國,2026-Q2"));
    assert!(empty.contains("銷售額 actual: 2000000"), "{empty}");
    let none = small(&["--metrics", "revenue", "--show", "target", "--where", "period=2027"]);
    assert!(none.lines().last().unwrap().ends_with(" —"), "a floor and a ceiling: {none}");
}

/// What a plan below a hidden draft states is a part of what the plan above that states.
#[test]
fn plans_below_a_draft_count_once() {
    let plan = |id: &str, front: &str, target: u32| {
        (
            format!("plans/{id}.md"),
            format!(
                "---\nid: {id}\nkind: plan\nperiod: 2026\n{front}targets: {{ revenue: {target} EUR }}\n---\n"
            ),
        )
    };
    let plans = [
        plan("top", "", 100),
        plan("mid", "parent: top\ndraft: true\n", 60),
        plan("low", "parent: mid\n", 50),
    ];
    let mut files = vec![
        ("planpress.yaml", "title: T\nlanguage: en\n"),
        ("metrics.yaml", "revenue: { title: Revenue, unit: EUR }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
    ];
    files.extend(plans.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let folder = site(&files);
    for drafts in [&[][..], &["--drafts"]] {
        let flags = [
            "--site",
            "site",
            "targets",
            "--rows",
            "metric",
            "--show",
            "target",
            "--format",
            "csv",
            "--no-totals",
        ];
        let out = planpress(folder.path(), &[&flags[..], drafts].concat()).exits(0).out;
        assert!(out.contains("Revenue,100"), "{drafts:?} {out}");
    }
}

/// Commas divide rows from columns and values from each other, but for those of a name.
#[test]
fn names_may_hold_commas() {
    let plan = |owner: &str, region: &str, hats: u32| {
        format!(
            "---\nkind: k\nowner: [\"{owner}\"]\nregion: \"{region}\"\nperiod: 2026-Q1\ntargets: {{ hats: {hats} }}\n---\nText.\n"
        )
    };
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("metrics.yaml", "hats: { title: 'Hats, felt' }\n"),
        ("dimensions.yaml", "region: { title: Region, open: true }\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/a.md", &plan("O'Neil, Jr.", "a", 100)),
        ("plans/b.md", &plan("O'Neil", "b", 20)),
        ("plans/c.md", &plan("Ann", "c, d", 3)),
        ("plans/d.md", &plan("Jr.", "d", 4000)),
    ]);
    let run = |flags: &[&str]| {
        let base = ["--site", "site", "targets", "--show", "target", "--columns", "quarter"];
        planpress(folder.path(), &[&base[..], flags].concat())
    };
    let explained = |rows: &str, cell: &str, expected: &str| {
        let told = run(&["--rows", rows, "--explain", cell]).exits(0).out;
        assert!(told.starts_with(&format!("Hats, felt target: {expected}\n")), "{cell}\n{told}");
    };
    explained("owner", "O'Neil, Jr.", "100");
    explained("owner", "O'Neil, Jr.,2026-Q1", "100");
    explained("owner", "O'Neil", "20");
    explained("owner", "O'Neil, 2026-Q1", "20");
    explained("region", "c, d", "3");
    explained("region", "c, d, Total", "3");
    let says = |cell: &str, expected: &str| {
        let ran = run(&["--rows", "owner", "--explain", cell]).exits(2);
        assert!(ran.err.contains(expected), "{}", ran.err);
    };
    says("O'Neil, Jr.,2027-Q1", "there is no column `2027-Q1`");
    says("O'Neil, Jr.,", "the column is missing");
    says("Bo, Jr.,2026-Q1", "there is no row `Bo`");
    let total = |condition: &str, expected: &str| {
        let flags = ["--rows", "metric", "--where", condition, "--format", "csv"];
        let told = run(&flags).exits(0).out;
        assert!(told.trim_end().ends_with(&format!(",{expected}")), "{condition}\n{told}");
    };
    total("owner=O'Neil, Jr.", "100");
    total("owner=O'Neil,Jr.", "4020");
    total("owner=Ann, O'Neil, Jr.", "103");
    total("owner=O'Neil, Jr.,O'Neil", "120");
    total("owner=!O'Neil, Jr.", "4023");
    total("region=c, d", "3");
    total("region=d,c, d,a", "4103");
    let flags = ["--rows", "metric", "--metrics", "Hats, felt", "--format", "csv"];
    assert!(run(&flags).exits(0).out.trim_end().ends_with(",4123"));
    let list = ["--site", "site", "list", "--where", "owner=O'Neil, Jr.", "--format", "json"];
    let told = planpress(folder.path(), &list).exits(0).out;
    assert!(told.contains("plans/a.md") && !told.contains("plans/b.md"), "{told}");
}
