//! The sample site as it is built: every link leads somewhere, nothing leaves the site, the same input
//! gives the same bytes, and a second build writes nothing.

use crate::support::{built, files, planpress, sample, site};
use regex::Regex;
use std::path::Path;
use std::time::SystemTime;

fn build(folder: &Path, output: &str) {
    let sample = sample();
    planpress(folder, &["--site", sample.to_str().unwrap(), "build", "-o", output]).exits(0);
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    crate::links::all_lead_somewhere(built(), 1000);
}

#[test]
fn the_same_input_gives_the_same_bytes_and_a_second_build_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), "one");
    build(folder.path(), "two/deep/er");
    let one = folder.path().join("one");
    assert!(files(&one) == files(&folder.path().join("two/deep/er")), "two builds are byte-identical");
    let times = || -> Vec<SystemTime> {
        let walk = walkdir::WalkDir::new(&one).sort_by_file_name().into_iter().map(Result::unwrap);
        walk.map(|entry| entry.metadata().unwrap().modified().unwrap()).collect()
    };
    let before = times();
    build(folder.path(), "one");
    assert_eq!(times(), before);
}

#[test]
fn no_page_asks_for_anything_outside_the_site() {
    let outside = Regex::new(r#"(?:src|srcset|action|poster|data|<link[^>]*href)="?(?:https?:)?//|@import|url\(\s*['"]?(?:https?:)?//"#).unwrap();
    for (path, bytes) in files(built()) {
        if path.ends_with(".html") || path.ends_with(".css") || path.ends_with(".js") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!outside.is_match(&text), "{path}: {:?}", outside.find(&text));
        }
    }
}

/// Headings may be called like anything that stands around the text.
#[test]
fn ids_are_unique_whatever_headings_are_called() {
    let ids = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let view = "```view\ntable: targets\nmetrics: [revenue]\n```\n";
    let front =
        "kind: plan\nparent: b\nperiod: 2026\ntargets: { revenue: 5 EUR }\nphases: { Run: 2026-Q1 }\n";
    for theme in ["default", "plain"] {
        let mut headings = String::new();
        for round in 0..2 {
            let folder = site(&[
                ("planpress.yaml", &format!("title: Ours\ntheme: {theme}\n")),
                ("metrics.yaml", "revenue: { unit: EUR }\n"),
                ("schemas/plan.yaml", "title: Plan\n"),
                ("plans/a.md", &format!("---\n{front}---\nSee [[nowhere]].\n\n{view}\n{headings}")),
                ("plans/b.md", "---\nkind: plan\n---\nSee [[a#targets]] [[a]]\n\n# Targets\n"),
                ("pages/p.md", &format!("---\ntitle: P\n---\n{view}\n{headings}")),
            ]);
            planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]).exits(1);
            let mut all = std::collections::BTreeSet::new();
            for path in ["plans/a.html", "pages/p.html"] {
                let page = std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
                let found: Vec<String> = ids.captures_iter(&page).map(|found| found[1].to_owned()).collect();
                let unique: std::collections::BTreeSet<String> = found.iter().cloned().collect();
                assert_eq!(found.len(), unique.len(), "{path}: {found:?}");
                all.extend(unique);
            }
            assert!(all.contains("p:targets") && all.contains("p:view-1") && all.contains("p:f1"), "{all:?}");
            assert_eq!(all.contains("targets"), round == 1, "{all:?}");
            headings = all.iter().map(|id| format!("## {}\n\n", id.trim_start_matches("p:"))).collect();
            headings += &all.iter().map(|id| format!("## {}\n\n", id.replace(':', "-"))).collect::<String>();
        }
    }
}

/// What the checker and the model know of a text shows in the text itself.
#[test]
fn a_text_shows_its_findings_owners_and_alerts() {
    let plan = "---\nkind: plan\nstatus: active\n---\n# A\n\nWe sell **TBD things** here.\n\n\
                See [the TBD list](b.md).\n\n> [!WARNING]\n> Mind the step.\n\n## Work\n\n\
                - Late. @Ann due 2026-08-31\n- [x] Ticked. @Bo due 2026-09-01\n- Open. @Cy-1 due 2027-01-02\n\
                - Write to ann@example.org\n- @Dee alone\n";
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("schemas/plan.yaml", "title: Plan\nsections:\n- { id: work, title: Work, list: { as: tasks } }\n"),
        ("plans/a.md", plan),
        ("plans/b.md", "---\nkind: plan\n---\n# B\n\nText.\n"),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
    let page = std::fs::read_to_string(folder.path().join("public/plans/a.html")).unwrap();
    for part in [
        "<span id=\"a\"></span>",
        "<strong><span class=\"wave\">TBD</span><a class=\"chk np\" href=\"#p:f1\">see 1</a> things</strong>",
        ">the <span class=\"wave\">TBD</span> list</a>",
        "<blockquote class=\"alert warning\">\n<b>Warning</b>\n<p>Mind the step.</p>",
        "<li>Late.<span class=\"who\">Ann <i class=\"d\"></i> <span class=\"bad\">31 August, 15 days overdue</span></span></li>",
        "Ticked.<span class=\"who\">Bo <i class=\"d\"></i> 1 September, done</span></label>",
        "<li>Open.<span class=\"who\">Cy-1 <i class=\"d\"></i> 2 January 2027</span></li>",
        "<li>Write to ann@example.org</li>",
        "<li>@Dee alone</li>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

/// A page of a group is not as long as a site is large: its numbers are those of all, its lists the first of many.
#[test]
fn a_group_lists_the_first_plans_and_leads_to_all() {
    let mut files: Vec<(String, String)> = vec![
        ("planpress.yaml".into(), "title: Ours\nlanguage: en\n".into()),
        ("schemas/plan.yaml".into(), "title: Plan\n".into()),
    ];
    for number in 0..201 {
        let plan = format!(
            "---\nkind: plan\nowner: Ann Lee\n---\n# P{number}\n\n- [ ] Do it. @Ann\n- [ ] Again. @Bo\n"
        );
        files.push((format!("plans/p{number}.md"), plan));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = site(&files);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let page = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let check = |path: &str, rows: usize, parts: &[&str]| {
        let page = page(path);
        assert_eq!(page.matches("<th scope=\"row\">").count(), rows, "{path}");
        parts.iter().for_each(|part| assert!(page.contains(part), "{path}: {part}"));
    };
    let cut = "The first 200 of 201; all of them";
    let link = |href: &str| format!("<a href=\"{href}\">{cut}</a>");
    check(
        "owners/Ann%20Lee.html".replace("%20", "-").as_str(),
        200,
        &["201 plans", &link("../plans.html?owner=Ann%20Lee")],
    );
    check("owners/Bo.html", 400, &[&link("../tasks.html?owner=Bo"), &link("../plans.html?owner=Bo")]);
    check("kinds/plan.html", 200, &[&link("../plans.html?kind=plan")]);
    let all = page("plans.html");
    assert_eq!(all.matches("<th scope=\"row\">").count(), 201);
    // Who owns a task only is a choice there, and found by it.
    assert_eq!(all.matches("owner:Ann\nowner:Ann Lee\nowner:Bo\"").count(), 201);
    assert!(all.contains("<option value=\"Bo\">"), "a choice");
    // The files hold what is listed, and say of how many.
    for list in ["owners/Bo/plans", "owners/Bo/tasks", "kinds/plan/plans"] {
        assert_eq!(page(&format!("data/{list}.csv")).lines().count(), 201, "{list}");
        assert!(page(&format!("data/{list}.json")).contains("\"total_count\": 201"), "{list}");
    }
    assert_eq!(page("data/plans/all.csv").lines().count(), 202);
}

#[test]
fn a_source_file_lies_beside_its_page_where_the_site_offers_it() {
    let plan = "---\nkind: plan\n---\n# A\n\n<!-- for us -->\n";
    for (setting, offered) in [("", false), ("sources: false\n", false), ("sources: true\n", true)] {
        let config = format!("title: Ours\nlanguage: en\n{setting}");
        let files =
            [("planpress.yaml", &*config), ("schemas/plan.yaml", "title: Plan\n"), ("plans/a.md", plan)];
        let folder = site(&files);
        planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
        let read = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path));
        assert_eq!(read("plans/a.md").ok().as_deref(), offered.then_some(plan), "{setting}");
        assert_eq!(read("plans/a.html").unwrap().contains("href=\"a.md\""), offered, "{setting}");
    }
}

#[test]
fn the_page_of_a_kind_names_sections_known_by_a_pattern() {
    let ids = Regex::new("class=\"twig\" style=\"--d:\\d\">([a-z-]+)[ <]").unwrap();
    for kind in ["regional-annual", "incentive-campaign", "market-strategy"] {
        let page = std::fs::read_to_string(built().join(format!("kinds/{kind}.html"))).unwrap();
        assert_eq!(ids.captures(&page).map(|found| found[1].to_owned()), None, "{kind}");
    }
}

/// Neither is the page of a metric: its numbers are those of all plans.
#[test]
fn a_metric_lists_the_first_plans_and_leads_to_all() {
    let mut files: Vec<(String, String)> = vec![
        ("planpress.yaml".into(), "title: Ours\nlanguage: en\n".into()),
        ("metrics.yaml".into(), "hats: { title: Hats }\n".into()),
        ("schemas/plan.yaml".into(), "title: Plan\n".into()),
    ];
    for number in 0..201 {
        let plan = format!("---\nkind: plan\nperiod: 2026\ntargets: {{ hats: 2 }}\n---\n# P{number}\n");
        files.push((format!("plans/p{number}.md"), plan));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = site(&files);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let read = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let page = read("targets/hats.html");
    assert!(
        page.contains("<a href=\"../data/plan-targets.csv\">The first 200 of 201; all of them</a>"),
        "{page}"
    );
    assert!(page.contains(">402<"), "{page}");
    assert_eq!(read("data/plan-targets.csv").lines().count(), 202);
    let listed = read("data/targets/hats/plans.csv");
    assert_eq!(listed.lines().count(), 201);
    assert_eq!(listed.lines().nth(1), Some("p0,P0,plan,,,2026,hats,,2,,,,0,0"));
}

/// The page of all tasks is not as long as a site is large either: it has some of each owner, and the files have all.
#[test]
fn of_many_tasks_the_first_of_each_owner_are_listed() {
    let tasks = |owner: &str, count: usize| {
        (0..count)
            .map(|at| format!("- [ ] Do {at}. @{owner} due 2026-{:02}-01\n", 12 - at % 12))
            .collect::<String>()
    };
    let plan = format!("---\nkind: plan\n---\n# P\n\n{}{}", tasks("Ann", 1100), tasks("Bo", 3));
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/p.md", &plan),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let read = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let page = read("tasks.html");
    assert_eq!(page.matches("<th scope=\"row\">").count(), 503);
    assert!(
        page.contains("The first of each owner, 503 of 1103; the files below hold all of them"),
        "{page}"
    );
    assert!(!page.contains("datetime=\"2026-12-01\""), "Ann's latest are left out");
    assert!(page.contains("1103 open"), "{page}");
    assert_eq!(read("data/tasks.csv").lines().count(), 1104);
    assert!(
        read("owners/Ann.html")
            .contains("<a href=\"../data/tasks.csv\">The first 200 of 1100; all of them</a>")
    );
}

/// What a month owes is asked for until it is there; a summary made from the text shows titles of plans.
#[test]
fn the_home_page_asks_for_actuals_and_summaries_show_titles() {
    let plan = "---\nkind: plan\nstatus: active\nperiod: 2026\nowner: Ann\nplace: south\n---\n# A plan\n\n\
                ## Why\n\nIt follows [[b]] and [[b#why]].\n\n## Months\n\n\
                | Period | Target |\n| --- | --- |\n| 2026-07 | 10 |\n| 2026-08 | 12 |\n| 2026-09 | 14 |\n";
    let schema = "title: Plan\nsections:\n- { id: why, title: Why, summary: true }\n\
                  - { id: months, title: Months, table: { as: targets, metric: hats, columns: { period: Period, value: Target } } }\n";
    let check = |actuals: &str, asked: bool| {
        let folder = site(&[
            ("planpress.yaml", "title: Ours\nlanguage: en\n"),
            ("metrics.yaml", "hats: { title: Hats }\n"),
            ("dimensions.yaml", "place: { title: Place, values: [{ id: all, children: [south, north] }] }\n"),
            ("schemas/plan.yaml", schema),
            ("plans/a.md", plan),
            ("plans/b.md", "---\nkind: plan\n---\n# The other\n\n## Why\n\nText.\n"),
            ("data/a.csv", &format!("kind,metric,value,period,plan,place\n{actuals}")),
        ]);
        planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
        let page = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
        let home = page("index.html");
        assert_eq!(home.contains("has no actuals of Aug yet"), asked, "{actuals}\n{home}");
        let intro = "<p class=\"intro\">It follows The other and The other › Why.</p>";
        assert!(page("plans/a.html").contains(intro), "{}", page("plans/a.html"));
    };
    check("", true);
    check("actual,hats,9,2026-07,,south\n", true);
    check("actual,hats,9,2026-08,,north\n", true);
    check("actual,hats,9,2026-08,,south\n", false);
    check("actual,hats,9,2026-08,a,\n", false);
}
