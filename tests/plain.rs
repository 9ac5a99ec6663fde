//! The plain theme: that a theme can be another one, with nothing of the default theme but its words. And
//! what a site's own theme can be.

use crate::support::{files, planpress, sample, site};
use std::fs;
use std::path::Path;

/// The sample site with another theme.
fn build_plain(folder: &Path) {
    let site = folder.join("site");
    for (path, bytes) in files(&sample()) {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let config = site.join("planpress.yaml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("theme: plain\n{text}")).unwrap();
    planpress(folder, &["--site", "site", "build", "-o", "public"]).exits(0);
}

#[test]
fn the_plain_theme_shows_every_page_without_a_script() {
    let folder = tempfile::tempdir().unwrap();
    build_plain(folder.path());
    let public = folder.path().join("public");
    let default: Vec<String> = files(crate::support::built()).into_iter().map(|(path, _)| path).collect();
    let plain = files(&public);
    for path in default.iter().filter(|path| path.ends_with(".html")) {
        let (_, bytes) = plain.iter().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}"));
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains("<script") && !text.contains(" onclick"), "{path}");
        assert!(text.contains("http-equiv=\"refresh\"") || text.matches("<h1").count() == 1, "{path}");
    }
    let scripts: Vec<&String> =
        plain.iter().map(|(path, _)| path).filter(|path| path.ends_with(".js")).collect();
    assert!(scripts.is_empty(), "{scripts:?}");
    let style = fs::metadata(public.join("assets/plain.css")).unwrap().len();
    assert!(style < 6 * 1024, "one small stylesheet: {style}");
    crate::links::all_lead_somewhere(&public, 1000);
}

const PLAN: [(&str, &str); 2] =
    [("plans/a.md", "---\nkind: plan\n---\n# A\n\nText.\n"), ("schemas/plan.yaml", "title: Plan\n")];

#[test]
fn a_theme_extends_another_or_stands_alone_or_is_unknown() {
    let base =
        "<html><body>{{ site.options.motto }} {% block body %}{% block main %}{% endblock %}{% endblock %}";
    let check = |theme: &str, code: i32, said: &str, shown: &str| {
        let own = [
            ("planpress.yaml", "title: Ours\nlanguage: en\ntheme: own\ntheme_options: { motto: Go on }\n"),
            ("themes/own/theme.yaml", theme),
            ("themes/own/templates/base.html", base),
        ];
        let folder = site(&[&own[..], &PLAN[..]].concat());
        let ran = planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(code);
        assert!(ran.err.contains(said), "{}", ran.err);
        let page = fs::read_to_string(folder.path().join("public/404.html")).unwrap_or_default();
        assert!(page.contains(shown), "{page}");
    };
    check("name: own\noptions: { motto: '' }\n", 0, "", "<body>Go on <div class=\"head\">");
    check("extends: plain\noptions: { motto: '' }\n", 0, "", "<body>Go on <h1>");
    check("extends: plain\n", 1, "the theme has no option `motto`", "");
    check("options: { motto: { type: font } }\n", 1, "`motto` needs the type `text`, `colour`", "");
    check("options: { motto: { type: choice } }\n", 1, "`motto` needs a list `of` what can be chosen", "");
    check(
        "options: { motto: { type: choice, of: [Stop, Wait] } }\n",
        1,
        "`motto` expects `Stop` or `Wait`, found `Go on`",
        "",
    );
    let config = ("planpress.yaml", "title: Ours\nlanguage: en\ntheme: plane\n");
    let folder = site(&[&[config][..], &PLAN[..]].concat());
    let ran = planpress(folder.path(), &["--site", "site", "check"]).exits(1);
    assert!(
        ran.out.contains("there is no theme `plane`") && ran.out.contains("known: default, plain"),
        "{}",
        ran.out
    );
}

#[test]
fn the_home_page_has_the_parts_that_a_site_chooses() {
    let check = |home: &str, parts: &[&str]| {
        let config = format!("title: Ours\nlanguage: en\ntheme_options: {{ home: {home} }}\n");
        let folder = site(&[&[("planpress.yaml", config.as_str())][..], &PLAN[..]].concat());
        planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
        let page = fs::read_to_string(folder.path().join("public/index.html")).unwrap();
        let found: Vec<&str> = ["h-tree", "h-late", "h-chk"]
            .into_iter()
            .filter(|id| page.contains(&format!("id=\"{id}\"")))
            .collect();
        assert_eq!(found, parts, "{home}");
    };
    check("[plans, late, findings]", &["h-tree", "h-late", "h-chk"]);
    check("plans", &["h-tree"]);
    check("'findings, late'", &["h-late", "h-chk"]);
}
