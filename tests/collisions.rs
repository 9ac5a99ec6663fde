//! Outputs that cannot lie beside each other: a finding with its place, and what `--keep-going` builds all the same.

use crate::support::{files, planpress, site};
use std::fs;

type Files<'f> = &'f [(&'f str, &'f str)];

const USUAL: [(&str, &str); 3] = [
    ("schemas/k.yaml", "title: K\n"),
    ("metrics.yaml", "revenue: { title: Revenue, unit: EUR }\n"),
    ("plans/a.md", "---\nkind: k\ntitle: A\ntargets: { revenue: 5 EUR }\nperiod: 2026\n---\n\nfirst\n"),
];

/// A site with the usual files, but for those of these names.
fn with_usual(own: Files, config: &str) -> tempfile::TempDir {
    let is_usual = |(path, _): &&(&str, &str)| own.iter().all(|(other, _)| other != path);
    let mut all: Vec<(&str, &str)> = USUAL.iter().filter(is_usual).copied().collect();
    let config = format!("title: S\n{config}");
    all.extend(own);
    all.push(("planpress.yaml", &config));
    site(&all)
}

/// Checks and builds a site. `expected` is all that is found, `kept` are files of the site with a word of theirs.
fn check(config: &str, own: Files, expected: &[&str], kept: Files) {
    let folder = with_usual(own, config);
    let run = |arguments: &[&str]| planpress(folder.path(), &[&["--site", "site"], arguments].concat());
    let code = i32::from(!expected.is_empty());
    let found = run(&["check", "--format", "short"]).exits(code).out;
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{own:?}");
    let refused = run(&["build", "-o", "out"]).exits(code).err;
    assert_eq!(folder.path().join("out").exists(), expected.is_empty(), "{own:?}\n{refused}");
    let builds = ["a", "b"].map(|out| {
        run(&["build", "--keep-going", "-o", out]).exits(code);
        files(&folder.path().join(out))
    });
    assert_eq!(builds[0], builds[1], "{own:?}: the same each time");
    for (path, word) in kept {
        let text = fs::read_to_string(folder.path().join("a").join(path)).unwrap_or_default();
        assert!(text.contains(word), "{own:?}: {path} has no `{word}`:\n{text}");
    }
}

#[test]
fn a_file_cannot_be_a_folder() {
    check(
        "",
        &[("pages/r.md", "---\ntitle: R\n---\nx\n"), ("pages/r.html/x.md", "---\ntitle: X\n---\nhere\n")],
        &[
            "pages/r.md:1:1: error: `r` would have the name of a folder that `r.html/x` lies in [output-collision]",
        ],
        &[("pages/r.html/x.html", "here")],
    );
    check(
        "",
        &[("pages/p.md", "---\ntitle: P\n---\n![x](../plans/a.html/x.png)\n"), ("plans/a.html/x.png", "png")],
        &[
            "pages/p.md:4:1: error: `a` would have the name of a folder that the file `plans/a.html/x.png` lies in [output-collision]",
        ],
        &[("plans/a.html", "first"), ("pages/p.html", "x")],
    );
    check(
        "",
        &[("static/plans", "mine")],
        &[
            "static/plans:1:1: error: the file `static/plans` would have the name of a folder that `a` lies in [output-collision]",
        ],
        &[("plans/a.html", "first")],
    );
    check(
        "",
        &[("static/index.html/x", "mine")],
        &[
            "static/index.html/x:1:1: error: the site's own `index.html` would have the name of a folder that the file `static/index.html/x` lies in [output-collision]",
        ],
        &[("index.html", "<html")],
    );
    check(
        "",
        &[(
            "plans/b.md",
            "---\nkind: k\ntitle: B\nid: all.csv\n---\n\n```view\ntable: targets\nmetrics: [revenue]\n```\n",
        )],
        &[
            "plans/b.md:4:5: error: `all.csv` would lie where data of the site's own `plans.html` lies [output-collision]",
        ],
        &[("data/plans/all.csv", "all.csv"), ("plans/all.csv.html", "view")],
    );
    check(
        "",
        &[("metrics.yaml", "revenue: { unit: EUR }\nrevenue.csv: { unit: EUR }\n")],
        &[
            "metrics.yaml:2:1: error: the metric `revenue.csv` would lie where data of the metric `revenue` lies [output-collision]",
        ],
        &[("data/targets/revenue.csv", "5")],
    );
}

#[test]
fn files_that_are_copied_take_no_place_of_an_output() {
    let own = |path: &str, by: &str| {
        format!(
            "static/{path}:1:1: error: the file `static/{path}` and {by} would be one file [output-collision]"
        )
    };
    let its_own = |path: &str| own(path, &format!("the site's own `{path}`"));
    let kept: Files = &[("plans/a.html", "first"), ("plans.html", "<html"), ("index.html", "<html")];
    let check_static = |config: &str, path: &str, finding: &str| {
        check(config, &[(&format!("static/{path}"), "mine")], &[finding], kept);
    };
    for path in ["plans.html", "assets/theme.css", "data/plans.json", "feed.xml", "404.html"] {
        check_static("", path, &its_own(path));
    }
    check_static("", "plans/a.html", &own("plans/a.html", "`a`"));
    check_static("", "data/targets/revenue.csv", &own("data/targets/revenue.csv", "the metric `revenue`"));
    check_static("sources: true\n", "plans/a.md", &own("plans/a.md", "`a`"));
    check_static("", "INDEX.HTML", &own("INDEX.HTML", "the site's own `index.html`"));
    for (path, by) in [
        ("data/targets/2026.csv", "targets.html"),
        ("data/budget.json", "budget.html"),
        ("data/targets/2026.csv/x", "targets.html"),
        ("data/index", "index.html"),
        ("assets/search/core.js", "assets/search/"),
    ] {
        let words = format!("the file `static/{path}` would lie where data of the site's own `{by}` lies");
        check_static("", path, &format!("static/{path}:1:1: error: {words} [output-collision]"));
    }
    let fine = ["plans/b.html", "data/plans.csv", "data/notes.csv", "sitemap.xml", "changes.html", "owners"];
    for path in fine.into_iter().chain(["plans/a.md", "assets/logo.svg", "data/targets/2026/a.csv"]) {
        check("", &[(&format!("static/{path}"), "mine")], &[], &[(path, "mine"), ("plans/a.html", "first")]);
    }
}

#[test]
fn linked_files_collide_where_the_link_stands() {
    let page = |links: &str| format!("---\ntitle: P\n---\n{links}\n");
    let data = "kind,metric,value,period\nactual,revenue,1,2026\n";
    let finding = |column: usize, file: &str, by: &str| {
        format!(
            "pages/p.md:4:{column}: error: the file `{file}` and {by} would be one file [output-collision]"
        )
    };
    for (file, text) in
        [("data/targets.csv", data), ("data/plans.json", "{}"), ("assets/favicon.svg", "<svg/>")]
    {
        let by = format!("the site's own `{file}`");
        let page = page(&format!("See [it](/{file})."));
        check("", &[("pages/p.md", &page), (file, text)], &[&finding(5, file, &by)], &[(file, "")]);
    }
    check(
        "",
        &[("pages/p.md", &page("[x](../plans/a.html)")), ("plans/a.html", "mine")],
        &[&finding(1, "plans/a.html", "`a`")],
        &[("plans/a.html", "first")],
    );
    check(
        "",
        &[
            ("pages/p.md", &page("[a](/logo.svg) [b](/static/logo.svg)")),
            ("logo.svg", "linked"),
            ("static/logo.svg", "static"),
        ],
        &[&finding(16, "static/logo.svg", "the file `logo.svg`")],
        &[("logo.svg", "linked")],
    );
}

/// The first of two has the place, as links have it.
#[test]
fn of_two_plans_or_tags_the_first_is_built() {
    let plan = |more: &str, text: &str| format!("---\nkind: k\ntitle: B\n{more}---\n\n{text}\n");
    check(
        "",
        &[("plans/b.md", &plan("id: a\n", "second"))],
        &["plans/b.md:4:5: error: the id `a` is taken [duplicate-id]"],
        &[("plans/a.html", "first")],
    );
    check(
        "",
        &[("plans/b.md", &plan("aliases: [a]\n", "second"))],
        &["plans/b.md:4:11: error: the alias `a` is the id or alias of another plan [duplicate-id]"],
        &[("plans/a.html", "first"), ("plans/b.html", "second")],
    );
    check(
        "",
        &[("plans/b.md", &plan("tags: [A/B, A-B]\n", "second"))],
        &["plans/b.md:4:8: error: `A/B` and `A-B` would be one file [output-collision]"],
        &[("tags/A-B.html", "A-B"), ("plans/b.html", "second")],
    );
    // Known already, so nothing stands in the way of a build.
    let folder = with_usual(&[("plans/b.md", &plan("id: a\n", "second"))], "");
    let run = |arguments: &[&str]| planpress(folder.path(), &[&["--site", "site"], arguments].concat());
    run(&["check", "--write-baseline"]).exits(0);
    for text in ["second", "third"] {
        fs::write(folder.path().join("site/plans/b.md"), plan("id: a\n", text)).unwrap();
        run(&["build"]).exits(0);
        let page = fs::read_to_string(folder.path().join("public/plans/a.html")).unwrap();
        assert!(page.contains("first") && !page.contains(text), "{page}");
    }
}

/// Where names differ only in capitals the first is built, and links lead there.
#[test]
fn of_two_names_that_differ_in_capitals_the_first_is_built() {
    let folder = with_usual(
        &[
            (
                "plans/foo.md",
                "---\nkind: k\nid: Foo\nowner: Ann\ntags: [Retail]\n---\n\n# One\n\n[other](foo2.md)\n",
            ),
            (
                "plans/foo2.md",
                "---\nkind: k\nid: foo\nowner: ANN\ntags: [RETAIL]\naliases: [A]\n---\n\n# Two\n",
            ),
            ("static/x.txt", "small"),
            ("static/X.txt", "large"),
        ],
        "sources: true\n",
    );
    let run = |arguments: &[&str]| planpress(folder.path(), &[&["--site", "site"], arguments].concat());
    run(&["build", "--keep-going", "-o", "out"]).exits(1);
    let built: Vec<String> = files(&folder.path().join("out")).into_iter().map(|(path, _)| path).collect();
    let mut names: Vec<String> = built.iter().map(|path| path.to_lowercase()).collect();
    names.sort();
    let all = names.len();
    names.dedup();
    assert_eq!(all, names.len(), "{built:?}");
    let text = |path: &str| fs::read_to_string(folder.path().join("out").join(path)).unwrap();
    assert!(text("plans/Foo.html").contains("One") && text("plans/Foo.md").contains("id: Foo"));
    assert!(text("plans/a.html").contains("first"));
    assert_eq!(text("X.txt"), "large");
    // A link to the second leads to what has its place.
    assert!(text("plans/Foo.html").contains("<a href=\"Foo.html\">other</a>"), "{}", text("plans/Foo.html"));
    assert!(text("plans.html").contains("href=\"plans/Foo.html\">Two"), "{}", text("plans.html"));
    let found = run(&["check", "--format", "short"]).exits(1).out;
    for (one, other) in [("foo", "Foo"), ("ANN", "Ann"), ("RETAIL", "Retail")] {
        assert!(found.contains(one) && found.contains(other), "{found}");
    }
}

/// The table of a time on the overview and the table of a metric have different files.
#[test]
fn metrics_may_be_called_like_times() {
    let metrics = "revenue: { unit: EUR }\nother: { unit: EUR }\n'2026': { unit: EUR }\n2026-11-01--2027-02-28: { unit: EUR }\n";
    let plan = "---\nkind: k\ntitle: A\nperiod: 2026\ntargets: { revenue: 5 EUR, other: 6 EUR, '2026': 7 EUR }\n---\n\nfirst\n";
    let names = ["2026", "_2026", "_other", "_2026-11-01--2027-02-28", "revenue"];
    let kept = names.map(|name| (format!("data/targets/{name}.csv"), "row"));
    let kept: Vec<(&str, &str)> = kept.iter().map(|(path, word)| (path.as_str(), *word)).collect();
    check("", &[("metrics.yaml", metrics), ("plans/a.md", plan)], &[], &kept);
}
