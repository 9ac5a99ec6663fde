//! Another team's site: in English, with two kinds of plan, its own colour and logo, written with nothing but
//! the manual at hand. It stands for what a new user makes: no finding, and pages as good as the sample's.

use crate::support::planpress;
use std::fs;
use std::path::{Path, PathBuf};

fn english() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/english/site")
}

#[test]
fn the_english_site_has_no_findings_and_builds() {
    let folder = tempfile::tempdir().unwrap();
    let site = english();
    let site = site.to_str().unwrap();
    let ran = planpress(folder.path(), &["--site", site, "check", "--deny", "warnings"]).exits(0);
    assert!(ran.out.contains("no findings"), "{}", ran.out);
    planpress(folder.path(), &["--site", site, "build", "-o", "public"]).exits(0);
    let public = folder.path().join("public");
    crate::links::all_lead_somewhere(&public, 1000);
    let page = |path: &str| fs::read_to_string(public.join(path)).unwrap();
    let home = page("index.html");
    assert!(home.contains("--link:light-dark(#0b6b53,#6fd0b0)") && home.contains("lark.svg"), "{home}");
    assert!(home.contains(">Idea</span>"), "a status of the site's own has a capital: {home}");
    // No word of another language stands on a page.
    for path in ["index.html", "plans/station-mini.html", "pages/launches.html", "targets/spend.html"] {
        let text = page(path);
        let foreign = text.chars().find(|c| ('\u{3400}'..='\u{9fff}').contains(c));
        assert_eq!(foreign, None, "{path}");
    }
}

/// What the launches and budgets say together, worked out by hand.
#[test]
fn the_numbers_of_the_english_site_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let site = english();
    let check = |metrics: &str, rows: &str, expected: &[&str]| {
        let site = ["--site", site.to_str().unwrap(), "targets", "--format", "csv"];
        let asked =
            ["--metrics", metrics, "--rows", rows, "--where", "period=2026", "--show", "target,actual"];
        let ran = planpress(folder.path(), &[&site[..], &asked[..]].concat()).exits(0);
        assert_eq!(ran.out.lines().skip(1).collect::<Vec<_>>(), expected, "{metrics} by {rows}");
    };
    check(
        "orders,revenue,spend",
        "metric",
        &["Orders,4200,2167", "Revenue,397800,135500", "Spend,420000,270400"],
    );
    // 16,400 + 10,800 + 3,900 + 4,000 in July; 13,700 + 11,000 + 6,300 + 4,000 in August.
    check(
        "spend",
        "quarter",
        &[
            "2026-Q1,96000,94200",
            "2026-Q2,104000,106100",
            "2026-Q3,112000,70100",
            "2026-Q4,108000,",
            "Total,420000,270400",
        ],
    );
    check("orders", "channel", &["Web shop,2900,1648", "Garden centres,1300,519", "Total,4200,2167"]);
}
