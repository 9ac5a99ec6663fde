//! Every kind of table and every kind of chart, with every key of a view, as the program builds them on the
//! sample: something is shown, pictures have words and the numbers behind them, a cut list says that it is cut.

use crate::support::{files, planpress, sample};
use regex::Regex;
use std::fs;

/// Views with the rows or shapes that each must have at least.
const VIEWS: &[(&str, usize)] = &[
    (
        "table: targets\nmetrics: [revenue, units]\nrows: region\ncolumns: quarter\nwhere: { kind: regional-annual, period: 2026, region: national }\nshow: [target, actual, progress]\ntotals: true\nsort: -target\nlimit: 2",
        2,
    ),
    (
        "table: targets\nmetrics: revenue\nrows: region\nshow: [stated, allocated, gap, unallocated, count, forecast]\nwhere: { region: [changsha, shenzhen] }",
        2,
    ),
    (
        "table: targets\nrows: plan\nmetrics: [revenue]\nwhere: { plan: national-2026, not: { kind: campaign } }",
        4,
    ),
    ("table: targets\nrows: owner\ncolumns: year", 3),
    ("table: targets\nrows: kind\ncolumns: status\nmetrics: [revenue]\nshow: [count]", 2),
    ("table: targets\nrows: tag\nmetrics: [revenue]", 1),
    ("table: targets\nrows: parent\nmetrics: [revenue]", 1),
    ("table: targets\nrows: metric\ncolumns: half\nwhere: { period: 2026 }", 5),
    (
        "table: targets\nrows: month\ncolumns: channel\nmetrics: [units]\nwhere: { region: changsha }\ntotals: true",
        12,
    ),
    ("table: targets\nrows: year\nmetrics: [cost]\nshow: [target]", 2),
    ("table: plans", 15),
    (
        "table: plans\nmetrics: [revenue]\nshow: [target, actual, progress]\nwhere: { period: 2026, kind: regional-annual }\nsort: -target\ntotals: true",
        2,
    ),
    ("table: plans\nrows: kind\ncolumns: status\ntotals: true", 8),
    ("table: plans\nwhere: { parent: national-2026 }\nsort: title", 2),
    ("table: phases\nwhere: { plan: changsha-2026 }\nsort: -start", 4),
    ("table: phases\nrows: owner\ncolumns: year", 3),
    ("table: budget\ntotals: true\nsort: -amount\nlimit: 5", 5),
    ("table: budget\nrows: plan\nshow: [amount, count]\ntotals: true", 5),
    ("table: tasks\nwhere: { done: false, owner: [李明, 陳珊] }\nsort: due", 4),
    ("table: tasks\nrows: owner\ntotals: true", 5),
    (
        "table: statements\nmetrics: [revenue]\nwhere: { statement: actual, region: changsha }\ntotals: true\nlimit: 10",
        10,
    ),
    ("table: statements\nrows: metric\ncolumns: year\nwhere: { period: 2026 }", 5),
    ("chart: bar\nmetrics: [revenue]\nrows: region\nwhere: { period: 2026 }", 3),
    ("chart: bar\nmetrics: [units]\nrows: channel\ncolumns: quarter\nshow: [actual]", 4),
    (
        "chart: line\nmetrics: [units]\nrows: month\nwhere: { period: 2026, region: changsha }\nshow: [target, actual]",
        1,
    ),
    (
        "chart: line\nmetrics: [revenue]\nrows: region\ncolumns: quarter\nwhere: { period: 2026 }\nshow: [target]",
        1,
    ),
    ("chart: pie\nmetrics: [units]\nrows: channel\nwhere: { region: changsha, period: 2026 }", 4),
    ("chart: bullet\nmetrics: [revenue, units]\nrows: region\nwhere: { period: 2026 }", 3),
    ("chart: gantt\nwhere: { plan: national-2026 }", 10),
    ("chart: tree\nmetrics: [revenue]\nwhere: { period: 2026 }", 5),
];

#[test]
fn every_kind_of_view_shows_something() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    for (path, bytes) in files(&sample()) {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut page = "---\ntitle: 全部視圖\n---\n".to_owned();
    for (number, (view, _)) in VIEWS.iter().enumerate() {
        page.push_str(&format!("\n## {number}\n\n```view\ntitle: 第 {number} 個\n{view}\n```\n"));
    }
    fs::write(site.join("pages/views.md"), page).unwrap();
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let html = fs::read_to_string(folder.path().join("public/pages/views.html")).unwrap();
    let figures = Regex::new(r"(?s)<figure.*?</figure>").unwrap();
    let figures: Vec<&str> = figures.find_iter(&html).map(|found| found.as_str()).collect();
    assert_eq!(figures.len(), VIEWS.len());
    // In the first quarter only one city has a target, but two have sold: that is no progress.
    assert!(figures[0].contains("title=\"未拆分\"><span class=\"m\">—") && !figures[0].contains("162.9"));
    for (number, (figure, (view, least))) in figures.iter().zip(VIEWS).enumerate() {
        check(number, figure, view, *least);
        let data = folder.path().join("public/data/pages/views");
        let csv = fs::read_to_string(data.join(format!("view-{}.csv", number + 1))).unwrap();
        assert!(csv.lines().count() > *least || view.starts_with("chart"), "{view}\n{csv}");
        let json = fs::read_to_string(data.join(format!("view-{}.json", number + 1))).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["version"], if json["numbers"].is_array() { 3 } else { 1 });
    }
}

fn check(number: usize, figure: &str, view: &str, least: usize) {
    assert!(figure.contains(&format!("第 {number} 個")), "{view}: its title\n{figure}");
    let body = figure.split("<tbody").nth(1).unwrap_or_default();
    let rows = body.matches("<tr").count();
    assert!(rows >= least, "{view}: {rows} rows\n{figure}");
    if let Some(limit) = view.split("limit: ").nth(1) {
        let cut = figure.contains(&format!("只顯示前 {} 行", limit.trim()));
        let all =
            body.split("</tbody>").next().unwrap().matches("<tr").count() < limit.trim().parse().unwrap();
        assert!(cut || all, "{view}: says that it is cut\n{figure}");
    }
    if view.starts_with("chart: line") || view.starts_with("chart: pie") || view.starts_with("chart: tree") {
        assert!(
            figure.contains("<svg")
                && figure.contains("aria-label=")
                && ["img", "group"].iter().any(|role| figure.contains(&format!("role=\"{role}\""))),
            "{view}\n{figure}"
        );
    }
    if view.starts_with("chart") && !view.starts_with("chart: gantt") {
        assert!(
            figure.contains("<details") && figure.contains("<table"),
            "{view}: the numbers behind it\n{figure}"
        );
    }
}

/// A view that asks for what is not there is an error with its line, in the check and in the build.
#[test]
fn a_view_of_what_is_not_there_is_an_error_with_its_line() {
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: T\n"),
        ("metrics.yaml", "revenue: { kind: flow }\n"),
        (
            "pages/a.md",
            "---\ntitle: A\n---\n\n```view\ntable: targets\nmetrics: [revenu]\nrows: regoin\n```\n",
        ),
    ]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(1);
    assert!(ran.out.contains("pages/a.md:7:11: error: unknown metric `revenu`"), "{}", ran.out);
    assert!(ran.out.contains("pages/a.md:8:7: error: unknown rows or columns `regoin`"), "{}", ran.out);
}

/// What lies at no time is no point of a line, one year is not named at each of its quarters, and what several nodes
/// have not split is told apart where no tree stands around it.
#[test]
fn charts_leave_out_and_name_what_is_not_split() {
    let plan = |id: &str, region: &str, more: &str| {
        format!(
            "---\nid: {id}\ntitle: {id}\nkind: plan\nperiod: 2026\nregion: {region}\n{more}---\n\n# {id}\n"
        )
    };
    let views = "```view\nchart: line\nrows: quarter\nmetrics: [revenue]\n```\n\n```view\nchart: pie\nrows: region\nmetrics: [revenue]\nshow: target\n```\n";
    let all = plan("all", "all", "targets: { revenue: 100 }\n") + views;
    let north = plan(
        "north",
        "north",
        "parent: all\ntargets: { revenue: { value: 60, by: { quarter: { 1: 20, 2: 40 } } } }\n",
    );
    let city = plan("city", "city", "parent: north\ntargets: { revenue: { value: 10, period: 2026-Q1 } }\n");
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: T\nlanguage: en\n"),
        ("metrics.yaml", "revenue: { unit: EUR }\n"),
        (
            "dimensions.yaml",
            "region:\n  values:\n    - id: all\n      title: All\n      children: [{ id: north, title: North, children: [{ id: city, title: City }] }]\n",
        ),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/all.md", &all),
        ("plans/north.md", &north),
        ("plans/city.md", &city),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let html = fs::read_to_string(folder.path().join("public/plans/all.html")).unwrap();
    let labels = Regex::new(r#"aria-label="([^"]*)""#).unwrap();
    let labels: Vec<&str> = labels.captures_iter(&html).map(|found| found.get(1).unwrap().as_str()).collect();
    assert!(labels.contains(&"Target: Q1 20, Q2 40"), "{labels:?}");
    assert!(
        labels.contains(&"City 10, North · Not taken on below 50, All · Not taken on below 40"),
        "{labels:?}"
    );
}

/// A page says what the file below its table says: also where less is better. And whose a plan is: all of its owners.
#[test]
fn pages_say_what_their_files_say() {
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: T\nlanguage: en\n"),
        ("metrics.yaml", "cost: { unit: EUR, better: lower }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        (
            "plans/a.md",
            "---\nkind: plan\nperiod: 2026\nowner: [Ann, Bob]\ntargets: { cost: 100 }\nactuals: { cost: 80 }\n---\n\n# A\n",
        ),
        (
            "pages/v.md",
            "---\ntitle: V\n---\n\n```view\ntable: targets\nrows: plan\nshow: [target, actual, progress]\n```\n\n```view\ntable: plans\n```\n",
        ),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let read = |path: &str| fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    // Nothing costs less than it may by 25 percent where it costs four fifths of that.
    for page in ["pages/v.html", "plans/a.html", "plans.html"] {
        let html = read(page);
        assert!(html.contains("125.0") && !html.contains("80.0"), "{page}: {html}");
    }
    assert!(read("data/pages/v/view-1.csv").contains(",125"), "{}", read("data/pages/v/view-1.csv"));
    // The home page says how much of it was used.
    assert!(read("index.html").contains("80.0 %"), "{}", read("index.html"));
    let page = read("pages/v.html");
    for owner in ["Ann", "Bob"] {
        let link = Regex::new(&format!("<a href=\"[^\"]*\"[^>]*>{owner}</a>")).unwrap();
        assert!(link.is_match(&page), "{owner}: {page}");
    }
}

/// Every column and measure that is asked for is drawn and named, or said to be left out; numbers have their unit.
#[test]
fn charts_draw_all_that_is_asked_for() {
    let plan = |region: &str, targets: &str| {
        format!(
            "---\nkind: plan\nperiod: 2026\nregion: {region}\ntargets: {{ {targets} }}\n---\n\n# {region}\n"
        )
    };
    let quarters = |first: u32| {
        format!("units: {{ value: {}, by: {{ quarter: {{ 1: {first}, 2: 200 }} }} }}", first + 200)
    };
    let views = [
        // Lines along time, one a region, told apart and named.
        (
            "chart: line\nmetrics: units\nrows: quarter\ncolumns: region",
            "north Target: Q1 100, Q2 200; north Actual: Q1 90; south Target: Q1 150, Q2 200; south Actual: Q1 50",
        ),
        (
            "chart: line\nmetrics: units\nrows: region\ncolumns: quarter\nshow: target",
            "north: Q1 100, Q2 200; south: Q1 150, Q2 200",
        ),
        ("chart: bar\nmetrics: units\nrows: region\ncolumns: quarter", "Q1 Actual|Q2 Actual|Target"),
        (
            "chart: bar\nmetrics: units\nrows: region\ncolumns: quarter",
            "<div>90</div><div>—</div></td><td role=\"cell\" class=\"n m\"><div>100</div><div>200</div>",
        ),
        // A target without an actual is drawn alone.
        (
            "chart: bullet\nmetrics: revenue\nrows: region",
            "<div>—</div></td><td role=\"cell\" class=\"n m\"><div>— / 60</div>",
        ),
        ("chart: bullet\nmetrics: units\nrows: region\ncolumns: quarter", "north · Q2"),
        (
            "chart: bullet\nmetrics: [units, revenue]\nrows: region",
            "aria-label=\"Units, pcs · north: progress 30.0 %",
        ),
        ("chart: bar\nmetrics: [units, revenue]\nrows: region", "<b>Revenue, k EUR</b>"),
        ("chart: pie\nmetrics: units\nrows: region", "Units Target, pcs"),
        ("table: targets\nmetrics: revenue\nrows: region", "Revenue, k EUR"),
        ("table: targets\nmetrics: [units, revenue]\nrows: region", "Revenue Target, k EUR"),
        ("table: targets\nmetrics: units\nrows: region\ncolumns: quarter\nshow: target", "Units Target, pcs"),
        (
            "table: plans\nrows: region\ncolumns: status\ntotals: true",
            "<figcaption><span class=\"m s\">Count</span>",
        ),
        (
            "chart: line\nmetrics: units\nrows: quarter\ncolumns: plan",
            "The chart draws the first 7 of 11 lines; the table has all",
        ),
        ("chart: pie\nmetrics: units\nrows: plan", "4 others 806"),
        ("chart: line\nmetrics: empty\nrows: quarter", "Nothing fits"),
        ("table: plans\nlimit: 1", "The first 1 of 9 rows<"),
        (
            "table: plans\nmetrics: units\ntotals: true\nlimit: 1",
            "The first 1 of 9 rows; totals are those of the whole",
        ),
    ];
    let mut page = "---\ntitle: V\n---\n".to_owned();
    views.iter().for_each(|(view, _)| page.push_str(&format!("\n```view\n{view}\n```\n")));
    let north = plan("north", &format!("{}, revenue: 60 k EUR", quarters(100)));
    let south = plan("south", &format!("{}, revenue: 60 k EUR", quarters(150)));
    let others: Vec<(String, String)> =
        (0..7).map(|at| (format!("plans/other-{at}.md"), plan(&format!("r{at}"), &quarters(at)))).collect();
    let mut files = vec![
        ("planpress.yaml", "title: T\nlanguage: en\n"),
        (
            "metrics.yaml",
            "units: { title: Units, unit: pcs }\nrevenue: { title: Revenue, unit: EUR, display: k EUR }\nempty: { title: Empty }\n",
        ),
        (
            "dimensions.yaml",
            "region: { title: Region, values: [north, south, r0, r1, r2, r3, r4, r5, r6] }\n",
        ),
        ("schemas/plan.yaml", "title: Plan\n"),
        (
            "data/a.csv",
            "kind,metric,value,period,region\nactual,units,90,2026-Q1,north\nactual,units,50,2026-Q1,south\n",
        ),
        ("plans/north.md", north.as_str()),
        ("plans/south.md", south.as_str()),
        ("pages/v.md", page.as_str()),
    ];
    files.extend(others.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let folder = crate::support::site(&files);
    planpress(folder.path(), &["--site", "site", "--today", "2026-06-30", "build", "-o", "public"]).exits(0);
    let html = fs::read_to_string(folder.path().join("public/pages/v.html")).unwrap();
    let figures = Regex::new(r"(?s)<figure.*?</figure>").unwrap();
    let keys = Regex::new(r"</svg>([^<]*)</li>").unwrap();
    let figures: Vec<&str> = figures.find_iter(&html).map(|found| found.as_str()).collect();
    assert_eq!(figures.len(), views.len());
    for (figure, (view, expected)) in figures.iter().zip(views) {
        let keys: Vec<&str> =
            keys.captures_iter(figure).map(|found| found.get(1).unwrap().as_str()).collect();
        assert!(figure.contains(expected) || keys.join("|") == expected, "{view}: {expected}\n{figure}");
        assert!(!figure.contains("aria-label=\"\""), "{view}: a picture of nothing\n{figure}");
    }
}

/// A table of two long axes would be mostly empty, and no browser opens it.
#[test]
fn a_table_of_too_many_numbers_is_an_error() {
    let plans: Vec<(String, String)> = (0..330)
        .map(|at| {
            let own = format!("region: r{at}\nchannel: c{at}\ntargets: {{ units: 10 }}");
            (
                format!("plans/p{at}.md"),
                format!("---\nkind: k\ntitle: P{at}\nperiod: 2026\n{own}\n---\n\nx\n"),
            )
        })
        .collect();
    let view = |keys: &str| {
        let page =
            format!("---\ntitle: V\n---\n\n# V\n\n```view\ntable: targets\nmetrics: [units]\n{keys}\n```\n");
        let mut all = vec![
            ("planpress.yaml", "title: S\n"),
            ("metrics.yaml", "units: { title: Units, unit: pcs }\n"),
            ("dimensions.yaml", "region: { title: R, open: true }\nchannel: { title: C, open: true }\n"),
            ("schemas/k.yaml", "title: K\n"),
            ("pages/v.md", &page),
        ];
        all.extend(plans.iter().map(|(path, text)| (&**path, &**text)));
        crate::support::site(&all)
    };
    let check = |keys: &str, expected: &str| {
        let folder = view(keys);
        let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
        assert_eq!(ran.out.trim_end(), expected, "{keys}");
    };
    let error = |numbers: &str| {
        format!("pages/v.md:8:1: error: the view has {numbers}, at most 100000 are shown [invalid-view]")
    };
    let all = "rows: region\ncolumns: channel";
    check(&format!("{all}\nshow: target"), &error("108900 numbers (330 rows × 330 columns)"));
    check(all, &error("326700 numbers (330 rows × 330 columns × 3 numbers)"));
    check(&format!("{all}\nshow: target\nlimit: 300"), "");
    check(&format!("{all}\nwhere: {{ region: [r1, r2] }}"), "");
    check("rows: region\ncolumns: month", "");
    let folder = view(all);
    planpress(folder.path(), &["--site", "site", "build", "--keep-going"]);
    let page = fs::read_to_string(folder.path().join("public/pages/v.html")).unwrap();
    assert!(page.contains("326700 numbers") && page.len() < 100_000, "{page}");
}

/// A plan alone may have many owners: those of its phases, its tasks and of rows of data.
#[test]
fn owners_whom_data_name_make_a_long_axis() {
    let row = |at: usize| format!("actual,units,1,{}-{:02},o{at}\n", 2021 + at % 60 / 12, at % 12 + 1);
    let rows: String = (0..1800).map(row).collect();
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: S\n"),
        ("metrics.yaml", "units: { title: Units, unit: pcs }\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/p.md", "---\nkind: k\ntitle: P\nperiod: 2026\n---\n\nx\n"),
        ("data/a.csv", &format!("kind,metric,value,period,owner\n{rows}")),
        (
            "pages/v.md",
            "---\ntitle: V\n---\n\n# V\n\n```view\ntable: targets\nmetrics: [units]\nrows: owner\ncolumns: month\nshow: actual\n```\n",
        ),
    ]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
    let error = "pages/v.md:8:1: error: the view has 108000 numbers (1800 rows × 60 columns), at most 100000 are shown [invalid-view]";
    assert_eq!(ran.out.trim_end(), error);
}
