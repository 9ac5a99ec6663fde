//! Numbers where pages used to lose them: plans over a year's end and without a period, targets of one of
//! several owners, and the way from a plan's own table to its statements.

use crate::support::{planpress, site};
use std::fs;
use std::path::Path;

const PLANS: [(&str, &str); 3] = [
    (
        "plans/year.md",
        "---\nkind: plan\nowner: [Ann, Bo]\nperiod: 2026\nregion: north\ntargets:\n\
         - { metric: revenue, value: 100, owner: Ann }\n- { metric: units, value: 7 }\n---\n# Year\n",
    ),
    (
        "plans/winter.md",
        "---\nkind: plan\nowner: Bo\nperiod: 2026-11-01..2027-02-28\nregion: north\n\
         targets: { revenue: 40 }\n---\n# Winter\n",
    ),
    ("plans/ever.md", "---\nkind: plan\nowner: Bo\nregion: north\ntargets: { revenue: 5 }\n---\n# Ever\n"),
];

#[test]
fn numbers_in_no_whole_year_and_of_single_owners_are_shown() {
    let mut all = vec![
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("metrics.yaml", "revenue: { unit: EUR }\nunits: { unit: pieces }\n"),
        ("dimensions.yaml", "region: { values: [{ id: north }] }\n"),
    ];
    all.extend(PLANS);
    let folder = site(&all);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
    let public = folder.path().join("public");
    let check = |path: &str, expected: &str| assert_eq!(rows(&public, path), expected, "{path}");
    for page in ["targets", "kinds/plan", "region/north"] {
        check(&format!("data/{page}/2026.csv"), "revenue 100 | units 7");
        check(&format!("data/{page}/2026-11-01--2027-02-28.csv"), "revenue 40");
        check(&format!("data/{page}/other.csv"), "revenue 5");
    }
    // A target that names Ann is hers alone; one that names nobody belongs to both owners of its plan.
    check("data/owners/Ann/2026.csv", "revenue 100 | units 7");
    check("data/owners/Bo/2026.csv", "units 7");
    check("data/owners/Bo/2026-11-01--2027-02-28.csv", "revenue 40");
    let told = fs::read_to_string(public.join("data/statements.json")).unwrap();
    let own = told.lines().filter(|line| line.contains("\"owner\":\"Ann\"")).count();
    assert!(own == 1 && !told.contains("\"owner\":\"Bo\""), "{told}");
    let page = fs::read_to_string(public.join("plans/year.html")).unwrap();
    for way in ["../targets/revenue.html#s3\">", "../targets/units.html#s1\">"] {
        assert!(page.contains(way), "{way}\n{page}");
    }
}

#[test]
fn fiscal_and_calendar_years_have_tables_of_their_own() {
    let plan = |period: &str, units: u32| {
        format!("---\nkind: plan\nperiod: {period}\ntargets: {{ units: {units} }}\n---\n# Plan of {period}\n")
    };
    let (calendar, fiscal) = (plan("2026", 7), plan("FY2026", 5));
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\nfiscal_year_start: 4\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("metrics.yaml", "units: { unit: pieces }\n"),
        ("plans/calendar.md", &calendar),
        ("plans/fiscal.md", &fiscal),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]);
    let public = folder.path().join("public");
    for page in ["targets", "kinds/plan"] {
        assert_eq!(rows(&public, &format!("data/{page}/2026.csv")), "units 5");
        assert_eq!(rows(&public, &format!("data/{page}/2026-01-01--2026-12-31.csv")), "units 7");
    }
}

#[test]
fn ratios_that_nobody_states_have_tables_too() {
    let plan = "---\nkind: plan\nperiod: 2026\nregion: north\ntargets: { units: 20 }\nfigures: { market: 100 }\n---\n# P\n";
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("metrics.yaml", "units:\nmarket:\nshare: { unit: '%', kind: ratio, of: units, over: market }\n"),
        ("dimensions.yaml", "region: { values: [{ id: north }] }\n"),
        ("plans/p.md", plan),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]);
    let public = folder.path().join("public");
    assert_eq!(rows(&public, "data/targets/2026.csv"), "units 20 | share 20");
    assert_eq!(rows(&public, "data/targets/share.csv"), "north 20 | Total 20");
    let overview = fs::read_to_string(public.join("targets.html")).unwrap();
    let (_, others) = overview.split_once("Metrics without targets").unwrap();
    assert!(others.contains("targets/market.html") && !others.contains("targets/share.html"), "{others}");
}

/// The target, actual, progress and gap of each plan in the list of all plans.
fn listed(plans: &[(&str, &str)]) -> Vec<String> {
    let schema = "title: Plan\nsections:\n  - { id: parts, title: Parts, table: { as: targets, \
                  columns: { metric: Metric, period: Period, value: Target } } }\n";
    let mut all = vec![
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("schemas/plan.yaml", schema),
        ("metrics.yaml", "units: { unit: pieces }\nmargin: { unit: '%', kind: ratio }\n"),
    ];
    all.extend(plans);
    let folder = site(&all);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
    let list = fs::read_to_string(folder.path().join("public/data/plans/all.csv")).unwrap();
    let numbers = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        format!("{} {}", fields[0], fields[6..fields.len() - 2].join(" "))
    };
    list.lines().skip(1).map(numbers).collect()
}

#[test]
fn lists_of_plans_show_what_the_targets_of_each_come_to() {
    let parts = "---\nkind: plan\nperiod: 2026\n---\n# Parts\n\n## Parts\n\n\
                 | Metric | Period | Target |\n| --- | --- | --- |\n";
    let units = format!("{parts}| units | 2026-Q1 | 10 |\n| units | 2026-Q2 | 20 |\n| units | 2027 | 40 |\n");
    let margin = format!("{parts}| margin | 2026-Q1 | 10% |\n| margin | 2026-Q2 | 20% |\n");
    assert_eq!(listed(&[("plans/u.md", &units)]), ["u units pieces 30   "]);
    assert_eq!(listed(&[("plans/m.md", &margin)]), ["m      "]);
    let plan = |more: &str| format!("---\nkind: plan\nperiod: 2026\n{more}\n---\n# Plan\n");
    let above = plan("targets: { units: 100 }");
    let below = plan("parent: above\ntargets: { units: 200 }\nactuals: { units: 100 }");
    let expected = ["above units pieces 200 100 50 -100", "below units pieces 200 100 50 "];
    assert_eq!(listed(&[("plans/above.md", &above), ("plans/below.md", &below)]), expected);
}

/// A site with plans of complaints by region and channel, in a language, as it is built: a way to the text of its pages.
fn complaints(language: &str) -> impl Fn(&str) -> String {
    let config = format!("title: Ours\nlanguage: {language}\n");
    let plan = |id: &str, more: &str, owner: &str, actual: u32| {
        format!(
            "---\nkind: plan\nid: {id}\nperiod: 2026\n{more}{owner}targets:\n- {{ metric: complaints, value: 60 }}\n- {{ metric: complaints, value: 40, channel: web }}\n- {{ metric: complaints, value: 9, period: 2026-Q1 }}\nactuals: {{ complaints: {actual} }}\n---\n# {id}\n"
        )
    };
    let view = |columns: &str, show: &str| {
        format!(
            "```view\ntable: targets\nrows: region\ncolumns: {columns}\nmetrics: [complaints]\nshow: [{show}]\n```\n"
        )
    };
    let views = [
        view("channel", "target"),
        view("quarter", "target"),
        view("owner", "target"),
        view("owner", "count"),
    ];
    let views = format!("---\ntitle: Views\n---\n\n{}", views.join("\n"));
    let folder = site(&[
        ("planpress.yaml", &config),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("metrics.yaml", "complaints: { unit: pieces, better: lower }\n"),
        (
            "dimensions.yaml",
            "region: { values: [{ id: north }, { id: south }] }\nchannel: { values: [{ id: web }] }\n",
        ),
        ("plans/all.md", &plan("all", "", "owner: Ann\n", 55)),
        ("plans/north.md", &plan("north", "region: north\nparent: all\n", "", 50)),
        ("pages/views.md", &views),
    ]);
    planpress(
        folder.path(),
        &["--site", "site", "build", "-o", "public", "--keep-going", "--today", "2027-02-01"],
    );
    move |path| fs::read_to_string(folder.path().join("public").join(path)).unwrap()
}

/// What is not split has a note that says what it is along the columns, and counts have none.
#[test]
fn notes_say_why_something_is_not_split() {
    for (language, notes) in [
        (
            "en",
            [
                "numbers that name no channel; they are",
                "numbers stated for the whole time only",
                "numbers that belong to none of the other columns",
            ],
        ),
        ("zh-Hans", ["没有写明channel的数", "只写了整段期间", "不属于其他任何一列的数"]),
        ("zh-Hant", ["沒有寫明channel的數", "只寫了整段期間", "不屬於其他任何一欄的數"]),
    ] {
        let page = complaints(language)("pages/views.html");
        let views: Vec<&str> = page.split("<figure").skip(1).collect();
        assert_eq!(views.len(), 4, "{page}");
        for (at, view) in views.into_iter().enumerate() {
            let found: Vec<&str> = notes.into_iter().filter(|note| view.contains(note)).collect();
            assert_eq!(found, notes.get(at).copied().as_slice(), "{language}: {view}");
        }
    }
}

/// A gap is what plans below leave; what is left of a target has other words.
#[test]
fn a_page_has_one_number_called_gap() {
    for (language, gap, away) in
        [("en", "Gap", "Below target"), ("zh-Hans", "差额", "低于目标"), ("zh-Hant", "差額", "低於目標")]
    {
        let read = complaints(language);
        let page = read("targets/complaints.html");
        let (head, _) = page.split_once("<table").unwrap();
        assert!(head.contains(away) && !head.contains(gap), "{language}: {head}");
        let home = read("index.html");
        let (home, _) = home.split_once("</article>").unwrap();
        assert!(home.contains(away) && !home.contains(gap), "{language}: {home}");
    }
}

/// The rows of a table: the label and the first number of each.
fn rows(public: &Path, path: &str) -> String {
    let text = fs::read_to_string(public.join(path)).unwrap_or_else(|_| panic!("no file {path}"));
    let number = |line: &str| {
        let mut fields = line.split(',');
        let label = fields.next().unwrap_or_default().to_owned();
        let number = fields.find(|field| field.parse::<f64>().is_ok()).unwrap_or("-");
        format!("{label} {number}")
    };
    text.lines().skip(1).map(number).collect::<Vec<_>>().join(" | ")
}
