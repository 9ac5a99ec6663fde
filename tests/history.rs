//! What git remembers of a site: told where the site asks for it and git knows something, left out otherwise.

use crate::support::{files, planpress, site};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs git in a folder as one person on one day.
pub(crate) fn git(folder: &Path, author: &str, day: &str, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .envs([("GIT_AUTHOR_NAME", author), ("GIT_AUTHOR_EMAIL", "a@example.org")])
        .envs([("GIT_COMMITTER_NAME", author), ("GIT_COMMITTER_EMAIL", "a@example.org")])
        .env("GIT_AUTHOR_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn commit(folder: &Path, author: &str, day: &str) {
    git(folder, author, day, &["add", "-A"]);
    git(folder, author, day, &["commit", "-q", "-m", "x"]);
}

fn plan(status: &str, hats: u32) -> String {
    format!(
        "---\nkind: plan\nstatus: {status}\nperiod: 2026\ntargets: {{ hats: {hats} }}\n---\n# A plan\n\nText.\n"
    )
}

#[test]
fn the_history_of_numbers_is_told_where_git_knows_it() {
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\nhistory: git\n"),
        ("metrics.yaml", "hats: { title: Hats, unit: pieces }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/a.md", &plan("draft", 9000)),
        ("plans/old.md", "---\nkind: plan\n---\n# Old\n\nText.\n"),
    ]);
    let root = folder.path();
    let write = |path: &str, text: &str| fs::write(root.join("site").join(path), text).unwrap();
    let build = |output: &str| planpress(root, &["--site", "site", "build", "-o", output]).exits(0);
    let page = |path: &str| fs::read_to_string(root.join(path)).unwrap();

    let ran = build("without");
    assert!(ran.err.contains("the history is left out: git"), "{}", ran.err);
    assert!(!root.join("without/changes.html").exists());
    assert!(!page("without/index.html").contains("h-new"));

    git(root, "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(root, "Ann", "2026-01-08");
    write("plans/a.md", &plan("active", 9600));
    commit(root, "Bo", "2026-03-02");
    // A plan that moves to another file is the same plan.
    fs::rename(root.join("site/plans/a.md"), root.join("site/plans/moved.md")).unwrap();
    write("plans/moved.md", &plan("active", 10000).replace("kind: plan", "id: a\nkind: plan"));
    fs::remove_file(root.join("site/plans/old.md")).unwrap();
    commit(root, "Cy", "2026-09-12");
    build("with");
    let home = page("with/index.html");
    for part in [
        "<a href=\"plans/a.html\">A plan</a> Hats target 9,600 → <b>10,000</b> pieces",
        "+400 <i class=\"d\"></i> Cy <i class=\"d\"></i> 12 September",
        "<a href=\"plans/a.html\">A plan</a> Status Draft → <b>Active</b>",
        "Old was removed",
        "href=\"changes.html\"",
    ] {
        assert!(home.contains(part), "{part}\n{home}");
    }
    let changes = page("with/changes.html");
    assert!(changes.contains("<p>6 changes</p>") && changes.matches(" is new</p>").count() == 2, "{changes}");
    let plan = page("with/plans/a.html");
    for part in ["9,000 → <b>10,000</b>", "History of the numbers", "12 September · Cy", "<b>9,600</b> +600"]
    {
        assert!(plan.contains(part), "{part}\n{plan}");
    }
    crate::links::all_lead_somewhere(&root.join("with"), 100);
    build("again");
    assert!(files(&root.join("with")) == files(&root.join("again")), "the same input gives the same bytes");
}

/// Nothing is told of a plan while it is a draft; one that is published later is new then.
#[test]
fn drafts_have_no_history_that_is_told() {
    let plan = |title: &str, draft: &str, hats: u32| {
        format!(
            "---\nkind: plan\ntitle: {title}\nperiod: 2026\n{draft}targets: {{ hats: {hats} }}\n---\nText.\n"
        )
    };
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\nhistory: git\n"),
        ("metrics.yaml", "hats: { title: Hats }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/open.md", &plan("Open", "", 10)),
    ]);
    let root = folder.path();
    let write = |path: &str, text: &str| fs::write(root.join("site").join(path), text).unwrap();
    let all = |arguments: &[&str]| {
        let command = [&["--site", "site", "build", "-o", "public"], arguments].concat();
        planpress(root, &command).exits(0);
        ["public/index.html", "public/changes.html", "public/plans/open.html", "public/plans/late.html"]
            .map(|path| fs::read_to_string(root.join(path)).unwrap_or_default())
            .concat()
    };
    git(root, "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(root, "Ann", "2026-01-08");
    write("plans/secret.md", &plan("Secret", "draft: true\n", 7777));
    write("plans/late.md", &plan("Late idea", "draft: true\n", 5555));
    // Told of before somebody made a draft of it again.
    write("plans/back.md", &plan("Back", "", 6666));
    commit(root, "Bo", "2026-02-02");
    write("plans/secret.md", &plan("Secret", "draft: true\n", 8888));
    write("plans/late.md", &plan("Late", "", 5600));
    write("plans/back.md", &plan("Back", "draft: true\n", 6667));
    commit(root, "Cy", "2026-03-02");
    write("plans/late.md", &plan("Late", "", 5700));
    commit(root, "Cy", "2026-03-03");

    let told = all(&[]);
    for hidden in ["Secret", "7,777", "8,888", "Late idea", "5,555", "Back", "6,66"] {
        assert!(!told.contains(hidden), "{hidden}\n{told}");
    }
    for shown in [">Late</a> is new", "5,600 → <b>5,700</b>"] {
        assert!(told.contains(shown), "{shown}\n{told}");
    }
    let told = all(&["--drafts"]);
    for shown in ["Secret", "7,777 → <b>8,888</b>", "5,555 → <b>5,600</b>", "6,666 →"] {
        assert!(told.contains(shown), "{shown}\n{told}");
    }
    let told = planpress(root, &["--site", "site", "history", "late"]).exits(0).out;
    assert!(told.contains("5,555") && told.contains("draft"), "{told}");
}

#[test]
fn a_plan_with_another_id_keeps_its_history_and_the_feed_knows_the_day() {
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\nhistory: git\nbase_url: https://plans.example.org\n"),
        ("metrics.yaml", "hats: { title: Hats, unit: pieces }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/a.md", &plan("active", 9000)),
        ("plans/next.md", "---\nkind: plan\nperiod: 2199\n---\n# Next\n\nText.\n"),
    ]);
    let root = folder.path();
    let page = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let build = |output: &str| {
        planpress(root, &["--site", "site", "build", "-o", output]).exits(0);
        page(&format!("{output}/feed.xml"))
    };
    let feed = build("without");
    assert!(feed.contains("<updated>2026-01-01T") && !feed.contains("Next"), "{feed}");

    git(root, "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(root, "Ann", "2026-01-08");
    fs::write(root.join("site/plans/a.md"), plan("active", 9600)).unwrap();
    commit(root, "Bo", "2026-03-02");
    fs::remove_file(root.join("site/plans/a.md")).unwrap();
    let renamed = plan("active", 9600).replace("kind: plan", "id: b\naliases: [a]\nkind: plan");
    fs::write(root.join("site/plans/b.md"), renamed).unwrap();
    commit(root, "Cy", "2026-03-04");
    let feed = build("with");
    for part in [
        "<updated>2026-03-04T00:00:00Z</updated>\n<link href=\"https://plans.example.org/plans/b.html\"/>",
        "<title>Next</title>",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    let changes = page("with/changes.html");
    assert!(!changes.contains("removed") && changes.matches(" is new</p>").count() == 2, "{changes}");
    assert!(page("with/plans/b.html").contains("9,000 → <b>9,600</b>"));
    let sitemap = page("with/sitemap.xml");
    assert!(sitemap.contains("/plans/b.html") && !sitemap.contains("/plans/a.html"), "{sitemap}");
}

/// What `diff` says of two versions, and `history` of a plan, in the plans' terms.
#[test]
fn changes_are_told_in_the_plans_terms() {
    let company = "---\nid: company\nkind: plan\ntitle: Company\nperiod: 2026\ntargets: { revenue: 3000 EUR }\n---\nText.\n";
    let north = |id: &str, status: &str, owner: &str, target: &str| {
        format!(
            "---\nid: {id}\nkind: plan\ntitle: North\nstatus: {status}\nperiod: 2026\nowner: {owner}\nregion: north\nparent: company\ntargets: {{ revenue: {target} }}\n---\nText.\n"
        )
    };
    let south = "---\nkind: plan\ntitle: South\nperiod: 2026\nparent: company\nregion: south\ntargets: { revenue: 800 EUR }\n---\nText.\n";
    let sold = |value: u32| {
        format!(
            "kind,metric,value,period,region\nactual,revenue,{value} EUR,2026-01,north\nactual,revenue,10 EUR,2026-02,north\n"
        )
    };
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("metrics.yaml", "revenue: { title: Revenue, unit: EUR }\n"),
        (
            "dimensions.yaml",
            "region: { title: Region, values: [{ id: north, title: North }, { id: south, title: South }] }\n",
        ),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/company.md", company),
        ("plans/north.md", &north("north", "draft", "Ann", "1500 EUR")),
        ("plans/south.md", south),
        ("data/sold.csv", &sold(200)),
    ]);
    let root = folder.path();
    let write = |path: &str, text: &str| fs::write(root.join("site").join(path), text).unwrap();
    let run = |arguments: &[&str]| planpress(root, &[&["--site", "site"], arguments].concat());
    let outside = run(&["diff", "HEAD"]).exits(2);
    assert!(outside.err.contains("git"), "{}", outside.err);
    git(root, "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(root, "Ann", "2026-01-08");
    write("plans/north.md", &north("north", "active", "Ann", "1200 EUR"));
    write("data/sold.csv", &sold(300));
    commit(root, "Bo", "2026-03-02");

    let table = run(&["diff", "HEAD~1..HEAD"]).exits(0).out;
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let has = |expected: &[&str]| {
        let found =
            lines.iter().any(|line| line.len() >= expected.len() && line[..expected.len()] == *expected);
        assert!(found, "{expected:?}\n{table}");
    };
    has(&["North", "status", "draft", "active"]);
    has(&["North", "Revenue 2026", "1,500 EUR", "1,200 EUR", "−20 %"]);
    has(&["data/sold.csv", "Revenue 2026-01 North actual", "200 EUR", "300 EUR", "+50 %"]);
    has(&["Company", "Revenue 2026 allocated", "2,300 EUR", "2,000 EUR", "−13 %"]);
    has(&["North", "Revenue 2026 North actual", "210 EUR", "310 EUR", "+47.6 %"]);
    has(&["Company", "Revenue 2026 actual", "210 EUR", "310 EUR", "+47.6 %"]);
    has(&["All plans", "Revenue actual", "210 EUR", "310 EUR", "+47.6 %"]);
    assert!(table.contains(" 2026-03-02 Bo") && !table.contains("South"), "{table}");

    // The other way round nothing between the two did it.
    let back = run(&["diff", "HEAD..HEAD~1"]).exits(0).out;
    assert!(back.contains("+25 %") && back.contains(" 2026-01-08 Ann") && !back.contains("9999"), "{back}");

    // The files as they are: moved, renamed, another owner, one gone, one of which only words are others.
    fs::remove_file(root.join("site/plans/north.md")).unwrap();
    let renamed = north("nord", "active", "Cy", "1200 EUR").replace("id: nord", "id: nord\naliases: [north]");
    write("plans/nord.md", &renamed);
    write("plans/company.md", &company.replace("Text.", "Other text."));
    fs::remove_file(root.join("site/plans/south.md")).unwrap();
    let ran = run(&["diff", "HEAD", "--format", "json"]).exits(0);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let what: Vec<(&str, &str, &str)> = told["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let text = |key: &str| change[key].as_str().unwrap();
            assert!(change["version"].is_null());
            (text("plan"), text("what"), text("before"))
        })
        .collect();
    let expected = [
        ("nord", "file", "plans/north.md"),
        ("nord", "id", "north"),
        ("nord", "owner", "Ann"),
        ("south", "removed", ""),
    ];
    assert_eq!(what, expected);
    assert_eq!(told["above"][0]["after"], "1200");
    assert!(ran.err.contains("in 1 file only words changed"), "{}", ran.err);
    let markdown = run(&["diff", "HEAD", "--format", "markdown"]).exits(0).out;
    assert!(
        markdown.starts_with("| Plan | What | Before | After | Change | Version |\n| --- | --- | ---: |"),
        "{markdown}"
    );

    commit(root, "Cy", "2026-04-01");
    let told = run(&["history", "nord"]).exits(0).out;
    for part in
        ["2026-04-01  Cy", "owner", "2026-03-02  Bo", "1,500 EUR      1,200 EUR   −20 %", "2026-01-08  Ann"]
    {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert_eq!(run(&["history", "nord", "Revenue"]).exits(0).out.lines().count(), 3);
    assert!(run(&["history", "nrd"]).exits(2).err.contains("did you mean `nord`?"));
    assert!(run(&["history", "nord", "revenu"]).exits(2).err.contains("did you mean `revenue`?"));
    assert!(run(&["diff", "nope"]).exits(2).err.contains("git knows no revision `nope`"));
    assert!(run(&["diff", "a...b"]).exits(2).err.contains("A..B"));
    assert!(run(&["diff", "HEAD"]).exits(0).out.is_empty());
}

/// Sums above plans that are called otherwise, stand elsewhere or are drafts now.
#[test]
fn sums_follow_plans_that_are_renamed_and_moved() {
    let plan = |lines: &str| format!("---\nkind: plan\nperiod: 2026\n{lines}\n---\nText.\n");
    let part = |parent: &str, hats: u32| plan(&format!("{parent}targets: {{ hats: {hats} }}"));
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("metrics.yaml", "hats: { title: Hats }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/company.md", &plan("targets: { hats: 2000 }")),
        ("plans/group.md", &plan("targets: { hats: 10 }")),
        ("plans/north.md", &part("parent: company\n", 1250)),
        ("plans/south.md", &part("parent: company\n", 750)),
    ]);
    let root = folder.path();
    git(root, "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(root, "Ann", "2026-01-08");
    let check = |edits: &[(&str, &str)], expected: &[&str]| {
        for (path, text) in edits {
            fs::write(root.join("site/plans").join(path), text).unwrap();
        }
        let ran = planpress(root, &["--site", "site", "diff", "HEAD"]).exits(0);
        let lines: Vec<String> =
            ran.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for line in expected {
            assert!(lines.iter().any(|told| told.starts_with(line)), "{line}\n{}\n{}", ran.out, ran.err);
        }
        assert!(!ran.err.contains("only words"), "{}", ran.err);
        git(root, "Ann", "2026-01-08", &["checkout", "-q", "."]);
    };
    let renamed = plan("id: firm\naliases: [company]\ntargets: { hats: 2000 }");
    check(
        &[("company.md", &renamed), ("north.md", &part("parent: company\n", 1300))],
        &["firm id company firm", "firm Hats 2026 allocated 2,000 2,050"],
    );
    check(
        &[("south.md", &part("", 750))],
        &[
            "south parent company —",
            "company Hats 2026 allocated 2,000 1,250",
            "All plans Hats target 2,010 2,760",
        ],
    );
    check(
        &[("south.md", &part("parent: group\n", 750))],
        &[
            "south parent company group",
            "company Hats 2026 allocated 2,000 1,250",
            "group Hats 2026 allocated — 750",
        ],
    );
    check(
        &[("south.md", &part("draft: true\nparent: company\n", 750))],
        &["south draft false true", "company Hats 2026 allocated 2,000 1,250"],
    );
    for arguments in [&["diff", ""][..], &["diff", ".."], &["check", "--changed-since", ""]] {
        let ran = planpress(root, &[&["--site", "site"], arguments].concat()).exits(2);
        assert!(ran.err.contains("the revision is empty"), "{}", ran.err);
    }
    let ran = planpress(root, &["--site", "site", "check", "--changed-since", "nope"]).exits(2);
    assert!(ran.err.contains("git knows no revision `nope`"), "{}", ran.err);
}
