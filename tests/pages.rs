//! What single pages say beside their tables: ways to findings, titles in place of ids, a conclusion above the
//! panels of a metric, the order of plans, and branches of a long timeline that begin shut.

use crate::support::{planpress, site};
use std::fs;

const PLAN: &str = "title: Plan\nsections:\n\
    - { id: phase, title_match: '^Phase \\d', repeat: true }\n\
    - { id: work, title: Work, list: { as: tasks } }\n";
const ALPHA: &str = "---\nkind: plan\nid: a\n---\n# Alpha\n\nSee [[nowhere]], [here](gone.md), \
    [[b#lost|there]] and [[c]].\n\n## Work\n\n- Ask for [[c]]. @Ann due 2026-08-01\n";
const GAMMA: &str = "---\nkind: plan\nid: c\nregion: north\nperiod: 2026\ntargets:\n\
    - { metric: revenue, value: 100, period: 2026-Q1 }\n- { metric: revenue, value: 100, period: 2026-Q2 }\n\
    - { metric: revenue, value: 100, period: 2026-Q3 }\nactuals:\n\
    - { metric: revenue, value: 95.06, period: 2026-Q1 }\n- { metric: revenue, value: 120, period: 2026-Q2 }\n\
    - { metric: revenue, value: 80, period: 2026-Q3 }\n---\n# Gamma\n";
const DELTA: &str = "---\nkind: plan\nid: d\nregion: south\nperiod: 2026\ntargets:\n\
    - { metric: revenue, value: 200, period: 2026-Q2 }\n- { metric: revenue, value: 200, period: 2026-Q3 }\n\
    actuals:\n- { metric: revenue, value: 30, period: 2026-Q1 }\n\
    - { metric: revenue, value: 150, period: 2026-Q2 }\n- { metric: revenue, value: 50, period: 2026-Q3 }\n\
    ---\n# Delta\n";

/// What is found beside texts: the fields at the head of a plan, and the pages of values and owners.
#[test]
fn search_knows_fields_values_and_owners() {
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: T\nlanguage: en\n"),
        (
            "dimensions.yaml",
            "region: { title: Region, values: [{ id: cs, title: Changsha, aliases: [Star City] }] }\n",
        ),
        ("schemas/plan.yaml", "title: Plan\nfields:\n  code: { type: text, title: Code }\n"),
        ("plans/a.md", "---\nkind: plan\ncode: CS-2026\nregion: cs\nowner: Li Ming\n---\n\n# A\n"),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let read =
        |name: &str| fs::read_to_string(folder.path().join("public/assets/search").join(name)).unwrap();
    let documents = read("m0.js");
    for expected in [
        "CS-2026",
        "[\"Changsha\",\"region/cs.html\",1,\"Region\"",
        "Star City",
        "[\"Li Ming\",\"owners/Li-Ming.html\",1,\"Owner\"",
    ] {
        assert!(documents.contains(expected), "{expected}: {documents}");
    }
}

#[test]
fn pages_lead_to_findings_say_titles_and_conclude() {
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("metrics.yaml", "revenue: { unit: EUR }\nunits: { unit: pieces }\n"),
        (
            "dimensions.yaml",
            "region: { values: [{ id: north, title: North }, { id: south, title: South }] }\n",
        ),
        ("schemas/plan.yaml", PLAN),
        ("plans/a.md", ALPHA),
        ("plans/b.md", "---\nkind: plan\nid: b\ntargets: { units: 5 }\n---\n# Beta\n"),
        ("plans/c.md", GAMMA),
        ("plans/d.md", DELTA),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
    let page = |path: &str| fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let check = |path: &str, parts: &[&str]| {
        let page = page(path);
        parts.iter().for_each(|part| assert!(page.contains(part), "{path}: {part}\n{page}"));
    };
    // The way to a finding about a link stands behind the link, whether it leads anywhere or not.
    check(
        "plans/a.html",
        &[
            "<span class=\"wave\"><span class=\"m\">nowhere</span></span><a class=\"chk np\" href=\"#p:f1\">see 1</a>",
            "<span class=\"wave\"><span class=\"m\">here</span></span><a class=\"chk np\" href=\"#p:f2\">see 2</a>",
            "<span class=\"wave\"><a href=\"b.html\">there</a></span><a class=\"chk np\" href=\"#p:f3\">see 3</a>",
        ],
    );
    check("tasks.html", &[">Ask for Gamma.</a>"]);
    check("index.html", &[">Ask for Gamma.</a>"]);
    check("data/tasks.csv", &["\nAsk for Gamma.,Ann,2026-08-01,false,a\n"]);
    check("kinds/plan.html", &[">Phase …<"]);
    // What leads comes first, what has no numbers last.
    for path in ["index.html", "plans.html"] {
        let page = page(path);
        let at = |title: &str| page.find(&format!(">{title}</a></span></th>")).unwrap();
        assert!(at("Gamma") < at("Delta") && at("Delta") < at("Beta") && at("Beta") < at("Alpha"), "{page}");
    }
    // 95.06 % is at least 95.0 %, not 95.1 %.
    check(
        "targets/revenue.html",
        &[
            "<p>North made at least 95.0 % of its targets in each of 2 past periods; South made 75.0 % of its \
           target in Q2; South has made 25.0 % of its target for Q3 so far; South: some periods have an actual \
           but no target; dashed targets cover only some of those below and cannot be compared.</p>",
        ],
    );
}

#[test]
fn a_long_timeline_begins_with_its_branches_shut() {
    let shut = |plans: usize| {
        let mut files: Vec<(String, String)> = vec![
            ("planpress.yaml".into(), "title: Ours\nlanguage: en\n".into()),
            (
                "schemas/plan.yaml".into(),
                "title: Plan\nsections:\n- { id: phases, title: Phases, table: { as: phases, columns: { name: Phase, \
                 start: From, end: To } } }\n"
                    .into(),
            ),
        ];
        for number in 0..plans {
            let mut plan = format!(
                "---\nkind: plan\n---\n# P{number}\n\n## Phases\n\n| Phase | From | To |\n| --- | --- | --- |\n"
            );
            for month in 1..=5 {
                plan += &format!("| Phase {month} | 2026-0{month}-01 | 2026-0{month}-20 |\n");
            }
            files.push((format!("plans/p{number}.md"), plan));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let folder = site(&files);
        planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
        let page = fs::read_to_string(folder.path().join("public/timeline.html")).unwrap();
        assert_eq!(page.matches("data-d=\"1\"").count(), plans * 5, "every phase is there");
        (
            page.matches("class=\"tog\" type=\"button\" aria-expanded=\"false\"").count(),
            page.matches(" class=\"in\"").count(),
        )
    };
    assert_eq!(shut(20), (0, 0));
    assert_eq!(shut(210), (210, 1050));
}

/// Periods sort by their days, lists of plans follow the tree, the home page says how much it leaves out, and only the
/// page that speaks for a folder stands above its neighbours.
#[test]
fn lists_and_ways_follow_what_lies_above() {
    let mut files: Vec<(String, String)> = vec![
        ("planpress.yaml".into(), "title: Ours\nlanguage: en\n".into()),
        ("metrics.yaml".into(), "revenue: { unit: EUR }\n".into()),
        ("schemas/plan.yaml".into(), PLAN.into()),
        (
            "plans/a.md".into(),
            "---\nkind: plan\nid: a\nparent: z\nowner: Ann\nperiod: 2026-04-15..2026-12-31\ntargets: { revenue: 5 }\n\
             ---\n# Child\n\n## Work\n\n"
                .into(),
        ),
        (
            "plans/z.md".into(),
            "---\nkind: plan\nid: z\nowner: Ann\nperiod: 2026\ntargets: { revenue: 5 }\n---\n# Parent\n".into(),
        ),
        ("pages/guide/index.md".into(), "# The guide\n".into()),
        ("pages/guide/a.md".into(), "# First steps\n".into()),
        ("pages/guide/deep/b.md".into(), "# Details\n".into()),
        ("pages/reports/c.md".into(), "# C report\n".into()),
        ("pages/reports/d.md".into(), "# D report\n".into()),
    ];
    for day in 1..=12 {
        files[3].1 += &format!("- Task {day}. @Ann due 2026-08-{day:02}\n");
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = site(&files);
    planpress(
        folder.path(),
        &["--site", "site", "--today", "2026-09-15", "build", "-o", "public", "--keep-going"],
    );
    let page = |path: &str| fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let plans = page("plans.html");
    for key in ["2026-01-01..2026-12-31", "2026-04-15..2026-12-31"] {
        assert!(plans.contains(&format!("data-v=\"{key}\"")), "{key}: {plans}");
    }
    for path in ["owners/Ann.html", "kinds/plan.html", "targets/revenue.html"] {
        let page = page(path);
        let list = page.split("id=\"plans\"").nth(1).unwrap();
        let at = |title: &str| list.find(&format!(">{title}</a></span></th>")).unwrap();
        assert!(at("Parent") < at("Child"), "{path}: {page}");
    }
    let home = page("index.html");
    for part in ["first 8 of 12", "href=\"tasks.html?state=late\""] {
        assert!(home.contains(part), "{part}: {home}");
    }
    let way = |path: &str| -> Vec<String> {
        let page = page(path);
        let crumbs = page.split("class=\"crumb\"").nth(1).unwrap().split("</nav>").next().unwrap();
        let words = regex::Regex::new("<[^>]*>").unwrap().replace_all(crumbs, "|").into_owned();
        words.split('|').skip(1).filter(|word| !word.trim().is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(way("pages/guide/index.html"), ["The guide"]);
    assert_eq!(way("pages/guide/a.html"), ["Pages", "First steps"]);
    assert_eq!(way("pages/guide/deep/b.html"), ["Pages", "Details"]);
    assert_eq!(way("pages/reports/d.html"), ["Pages", "D report"]);
    let folders = page("pages/reports/c.html");
    let of = |name: &str| folders.contains(&format!("<summary>{name}</summary>"));
    assert!(of("The guide") && of("reports") && of("guide/deep"), "{folders}");
}
