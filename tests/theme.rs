//! The embedded theme: no words outside its tables, no key without words, budgets of what is sent, and a
//! site's own templates.

use crate::support::{built, planpress, site};
use planpress::render::EMBEDDED;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];

fn table(language: &str) -> BTreeMap<String, String> {
    let file = EMBEDDED.get_file(format!("default/i18n/{language}.yaml")).unwrap();
    let text = file.contents_utf8().unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    lines.map(|(key, words)| (key.to_owned(), words.trim().to_owned())).collect()
}

fn templates() -> Vec<(String, &'static str)> {
    let themes = ["default/templates", "plain/templates"];
    let mut stack: Vec<_> = themes.into_iter().map(|path| EMBEDDED.get_dir(path).unwrap()).collect();
    let mut list = Vec::new();
    while let Some(folder) = stack.pop() {
        stack.extend(folder.dirs());
        let files = folder.files();
        list.extend(files.map(|file| (file.path().display().to_string(), file.contents_utf8().unwrap())));
    }
    list.sort();
    list
}

/// Keys that are put together while pages are made: their beginnings.
const MADE: [&str; 6] = ["month_", "quarter_", "status_", "nav_", "period_tendays_", "tick_"];

#[test]
fn every_word_is_in_every_table_and_every_table_word_is_used() {
    let tables = LANGUAGES.map(table);
    let keys = |table: &BTreeMap<String, String>| -> BTreeSet<String> {
        // Only English shortens the names of months.
        table.keys().filter(|key| !key.starts_with("month_short_")).cloned().collect()
    };
    assert_eq!(keys(&tables[0]), keys(&tables[1]));
    assert_eq!(keys(&tables[0]), keys(&tables[2]));
    let places = regex::Regex::new(r"\{(\w+)").unwrap();
    let named = |text: &str| -> BTreeSet<String> {
        places.captures_iter(text).map(|found| found[1].to_owned()).collect()
    };
    for (key, english) in &tables[0] {
        for table in &tables[1..] {
            // What English says by a name of a month or year others may leave out, but nothing is made up.
            let Some(words) = table.get(key) else { continue };
            assert!(named(words).is_subset(&named(english)) || key.starts_with("short_"), "{key}: {words}");
        }
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    let in_template = regex::Regex::new(r"\btext\.(\w+)").unwrap();
    for (path, text) in templates() {
        for found in in_template.captures_iter(text) {
            assert!(tables[0].contains_key(&found[1]), "{path} asks for the unknown word `{}`", &found[1]);
            used.insert(found[1].to_owned());
        }
    }
    let in_source = regex::Regex::new(r#""([a-z0-9_]+)""#).unwrap();
    let called = regex::Regex::new(r#"texts\s*\.(?:get|fill|count)\(\s*"([a-z0-9_]+)""#).unwrap();
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(entry.path()).unwrap();
            for found in called.captures_iter(&text) {
                assert!(
                    tables[0].contains_key(&found[1]),
                    "{:?}: no words for `{}`",
                    entry.path(),
                    &found[1]
                );
            }
            used.extend(in_source.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
    let idle: Vec<&String> = tables[0]
        .keys()
        .filter(|key| !used.contains(*key) && !MADE.iter().any(|made| key.starts_with(made)))
        .collect();
    assert!(idle.is_empty(), "nothing says {idle:?}");
}

#[test]
fn templates_hold_no_words_of_their_own() {
    let markup =
        regex::Regex::new(r"(?s)<style>.*?</style>|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^>]*>")
            .unwrap();
    let attribute =
        regex::Regex::new(r#"\b(?:aria-label|title|placeholder|alt)="([^"{]*[\p{L}][^"{]*)""#).unwrap();
    let safe = regex::Regex::new(r"\{\{([^}]*)\|\s*safe").unwrap();
    for (path, text) in templates() {
        // Keys of the keyboard are called the same everywhere.
        let visible = markup.replace_all(text, " ").replace("Esc", "");
        let words: String = visible.chars().filter(|c| c.is_alphabetic()).collect();
        assert_eq!(words, "", "{path} holds words that belong into the tables");
        let labels: Vec<&str> =
            attribute.captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect();
        assert!(labels.is_empty(), "{path} holds labels that belong into the tables: {labels:?}");
        for found in safe.captures_iter(text) {
            let field = found[1].trim();
            assert!(field.ends_with("_html"), "{path}: `{field} | safe` is no HTML made by the program");
        }
    }
}

/// Words of plans reach a page as text only.
#[test]
fn scripts_never_make_html_from_text() {
    for name in ["theme.js", "search.js"] {
        let script = fs::read_to_string(built().join("assets").join(name)).unwrap();
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!script.contains(way), "{name} uses {way}");
        }
    }
}

#[test]
fn what_is_sent_stays_within_its_budget() {
    let size = |path: &str| fs::metadata(built().join(path)).unwrap().len();
    assert!(size("assets/theme.css") <= 25 * 1024, "stylesheet: {}", size("assets/theme.css"));
    let scripts = size("assets/theme.js") + size("assets/search.js");
    assert!(scripts <= 12 * 1024, "scripts: {scripts}");
    for entry in fs::read_dir(built().join("plans")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::metadata(&path).unwrap().len();
        assert!(bytes < 60_000, "{path:?}: {bytes}");
    }
    for entry in fs::read_dir(built().join("assets/search")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::metadata(&path).unwrap().len();
        assert!(bytes <= 150 * 1024, "{path:?}: {bytes}");
    }
}

#[test]
fn a_site_changes_single_templates_and_words() {
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("plans/a.md", "---\nkind: plan\n---\n# A\n\nText.\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        (
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<p>Ours: {{ site.title }}</p>{% endblock %}\n",
        ),
        ("themes/default/i18n/en.yaml", "nav_plans: Schemes\n"),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let page = fs::read_to_string(folder.path().join("public/404.html")).unwrap();
    assert!(page.contains("<p>Ours: Ours</p>") && page.contains(">Schemes</a>"), "{page}");
}

#[test]
fn a_template_that_fails_on_a_page_says_where_and_what_was_in_scope() {
    let folder = site(&[
        ("planpress.yaml", "title: Ours\nlanguage: en\n"),
        ("templates/404.html", "中文\n{{ page.tite }}\n"),
    ]);
    let ran = planpress(folder.path(), &["--site", "site", "build", "-o", "public"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    for part in ["template-error", "templates/404.html:2:9", "tite", "404.html", "title"] {
        assert!(ran.err.contains(part), "{part} in {}", ran.err);
    }
    assert!(!folder.path().join("public").exists());
}

/// Each fault of a theme where it stands, all of them in one run.
#[test]
fn faults_of_themes_are_found() {
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        let mut all =
            vec![("planpress.yaml", "title: Ours\ntheme: own\n"), ("themes/own/assets/own.css", "a {}\n")];
        all.extend(files);
        let folder = site(&all);
        let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
        let found: Vec<&str> = ran.out.lines().collect();
        assert_eq!(found, expected, "{files:?}\n{}", ran.err);
    };
    let manifest = |text: &'static str| [("themes/own/theme.yaml", text)];
    check(&manifest("name: own\nextends: default\noptions: { motto: Ride, tone: { type: colour } }\n"), &[]);
    check(
        &manifest("extends: defalut\n"),
        &["themes/own/theme.yaml:1:10: error: unknown theme `defalut` [template-error]"],
    );
    check(
        &manifest("extends: own\n"),
        &["themes/own/theme.yaml:1:10: error: the theme `own` extends itself [template-error]"],
    );
    check(
        &[("themes/own/theme.yaml", "extends: other\n"), ("themes/other/theme.yaml", "extends: own\n")],
        &["themes/other/theme.yaml:1:10: error: the theme `own` extends itself [template-error]"],
    );
    check(
        &manifest("extend: default\noption: {}\noptions: { tone: { type: colour, defualt: red } }\n"),
        &[
            "themes/own/theme.yaml:1:1: error: unknown key `extend` [template-error]",
            "themes/own/theme.yaml:2:1: error: unknown key `option` [template-error]",
            "themes/own/theme.yaml:3:34: error: unknown key `defualt` [template-error]",
        ],
    );
    check(
        &manifest(
            "options: { a: { type: colour, default: red }, b: { type: choice, of: [x, y], default: z } }\n",
        ),
        &[
            "themes/own/theme.yaml:1:40: error: the default of `a` must be a colour such as `'#27499b'`, found `red` [template-error]",
            "themes/own/theme.yaml:1:87: error: the default of `b` must be `x` or `y`, found `z` [template-error]",
        ],
    );
    check(
        &[
            ("themes/own/i18n/en.yaml", "nav_plnas: Schemes\nnav_plan: Scheme\nmotto: Ride\n"),
            ("templates/404.html", "{{ text.nav_plan }}"),
        ],
        &["themes/own/i18n/en.yaml:1:1: error: unknown key `nav_plnas` [template-error]"],
    );
    check(
        &[(
            "templates/plan.html",
            "{{ plan.body_html | trim | safe }} {{ '<b>' | safe }}\n{{- site.title | safe }}",
        )],
        &[
            "templates/plan.html:2:5: warning: `site.title` is shown as HTML, and may hold any text [template-error]",
        ],
    );
    check(
        &[("themes/own/i18n/fr.yaml", "nav_plans: Plans\n")],
        &["themes/own/i18n/fr.yaml:1:1: error: there is no language `fr` [template-error]"],
    );
    check(
        &[("templates/base.html", "{% extends \"base.html\" %}")],
        &["templates/base.html:1:1: error: the template extends itself [template-error]"],
    );
    let pages = [
        "404", "budget", "changes", "checks", "graph", "group", "home", "metric", "page", "plans",
        "redirect", "search", "targets", "tasks", "timeline",
    ];
    let pages: Vec<(String, &str)> =
        pages.iter().map(|name| (format!("themes/own/templates/{name}.html"), "<p></p>")).collect();
    check(
        &[("themes/own/theme.yaml", "extends: none\n"), ("themes/own/templates/base.html", "")],
        &[
            "themes/own/theme.yaml:1:10: error: a theme that stands alone needs `404.html`, `budget.html`, `changes.html`, `checks.html`, `graph.html`, `group.html`, `home.html`, `metric.html`, `page.html`, `plan.html`, `plans.html`, `redirect.html`, `search.html`, `targets.html`, `tasks.html`, `timeline.html` in `templates/` [template-error]",
        ],
    );
    let mut alone: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    alone.push(("themes/own/theme.yaml", "extends: none\n"));
    check(
        &alone,
        &[
            "themes/own/theme.yaml:1:10: error: a theme that stands alone needs `plan.html` in `templates/` [template-error]",
        ],
    );
}
