//! The program at its edges: where an output may lie, results that nobody can take, days that are none.

use crate::support::{planpress, site};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const USUAL: [(&str, &str); 2] = [
    ("schemas/k.yaml", "title: K\n"),
    ("work/north/a.md", "---\nkind: k\ntitle: A\n---\n\n![x](../../pictures/x.png)\n"),
];

#[test]
fn an_output_lies_nowhere_among_what_is_read() {
    let check = |plans: &str, output: &str, refused: &str| {
        let config = format!("title: S\nplans: ['{plans}']\n");
        let own =
            [("planpress.yaml", config.as_str()), ("pictures/x.png", "png"), ("public/CNAME", "a.example")];
        let folder = site(&[&own[..], &USUAL].concat());
        let output = format!("site/{output}");
        let ran = planpress(folder.path(), &["--site", "site", "build", "--force", "-o", &output]);
        let manifest = folder.path().join(&output).join(".planpress-manifest.json");
        assert_eq!(ran.code, if refused.is_empty() { 0 } else { 2 }, "{plans} {output}: {}", ran.err);
        assert_eq!(manifest.exists(), refused.is_empty(), "{plans} {output}");
        assert!(
            refused.is_empty() || ran.err.contains(&format!("among the sources in {refused}/")),
            "{}",
            ran.err
        );
    };
    check("work/**/*.md", "work", "work");
    check("work/**/*.md", "work/public", "work");
    check("work/**/*.md", "work/north", "work");
    check("work/**/*.md", "worked", "");
    check("work/*/a.md", "work/public", "work");
    check("work/north/*.md", "work/public", "");
    check("work/north/*.md", "work", "work/north");
    check("./work/north/a.md", "work/north/public", "work/north");
    check("**/*.md", "work/public", "");
    check("**/*.md", "work", "work/north");
    check("**/*.md", "work/north/public", "work/north");
    check("**/*.md", "pictures", "pictures");
    check("**/*.md", "pictures/public", "pictures");
    check("**/*.md", "public", "");
}

#[test]
fn a_folder_that_is_passed_over_as_an_output_is_named() {
    let folder = site(&[&[("planpress.yaml", "title: S\n"), ("pictures/x.png", "png")][..], &USUAL].concat());
    planpress(folder.path(), &["--site", "site", "build", "-o", "site/public"]).exits(0);
    let ran = planpress(folder.path(), &["--site", "site", "-v", "check"]).exits(0);
    assert!(ran.err.contains("note: public is passed over"), "{}", ran.err);
}

#[test]
fn static_files_are_copied_as_they_are() {
    let own = [
        ("planpress.yaml", "title: S\n"),
        ("static/.nojekyll", ""),
        ("static/.well-known/security.txt", "Contact: a@a.example"),
        ("static/.DS_Store", "x"),
        ("static/.gitkeep", ""),
        ("static/.a.css.swp", "x"),
        ("pages/.hidden.md", "# Hidden\n"),
    ];
    let folder = site(&own);
    planpress(folder.path(), &["--site", "site", "build", "-o", "out"]).exits(0);
    let out = crate::support::files(&folder.path().join("out"));
    let hidden: Vec<&str> = out
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| path.contains("hidden") || path.starts_with('.'))
        .collect();
    assert_eq!(hidden, [".nojekyll", ".planpress-manifest.json", ".well-known/security.txt"]);
    std::os::unix::fs::symlink("../planpress.yaml", folder.path().join("site/static/logo.yaml")).unwrap();
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(1);
    assert!(
        ran.out.contains("static/logo.yaml:1:1: error: this is a link of the file system"),
        "{}",
        ran.out
    );
}

/// A draft of a page is checked, and otherwise not there: no page, no entry, no data; links to it become text.
#[test]
fn drafts_of_pages_are_left_out() {
    let page = |front: &str, body: &str| format!("---\ntitle: {front}\n---\n{body}\n");
    let files = [
        ("pages/seen.md", page("Seen", "[what comes](next.md), [[next]], [[next|then]]")),
        ("pages/next.md", page("Unripe\ndraft: true", "![x](../pictures/x.png) [[a]] 待定 [[nobody]]")),
        ("pages/old.md", page("Old\naliases: [older]\ndraft: false", "[x](../work/north/a.md)")),
        ("pages/odd.md", page("Odd\ndraft: yes", "Text.")),
    ];
    let mut own = vec![("planpress.yaml", "title: S\nplans: ['work/**/*.md']\n"), ("pictures/x.png", "png")];
    own.extend([("schemas/k.yaml", "title: K\n"), ("work/north/a.md", "---\nkind: k\ntitle: A\n---\n")]);
    own.extend(files.iter().map(|(path, text)| (*path, text.as_str())));
    let folder = site(&own);
    let found = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(1).out;
    let expected = [
        "pages/next.md:5:34: error: no plan has the id `nobody` [broken-link]",
        "pages/odd.md:3:8: error: `draft` expects `true` or `false`, found `yes` [invalid-value]",
        "pages/old.md:3:1: warning: a page has no `aliases`, only a plan [unknown-field]",
        "pages/seen.md:4:1: warning: `next` is a draft, which is left out of the site [draft-link]",
        "pages/seen.md:4:24: warning: `next` is a draft, which is left out of the site [draft-link]",
        "pages/seen.md:4:34: warning: `next` is a draft, which is left out of the site [draft-link]",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
    let built = |arguments: &[&str], out: &str| {
        let all = [&["--site", "site", "build", "--keep-going", "-o", out][..], arguments].concat();
        planpress(folder.path(), &all).exits(1);
        crate::support::files(&folder.path().join(out))
    };
    let names = |files: &[(String, Vec<u8>)]| {
        let shows = |text: &[u8]| String::from_utf8_lossy(text).contains("Unripe");
        let named = files.iter().filter(|(path, text)| path.ends_with("x.png") || shows(text));
        named.map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&built(&[], "without")), [""; 0]);
    let seen = fs::read_to_string(folder.path().join("without/pages/seen.html")).unwrap();
    assert!(
        seen.contains("what comes</span>, <span class=\"m\">next</span>, <span class=\"m\">then</span>"),
        "{seen}"
    );
    let all = names(&built(&["--drafts"], "with"));
    let there = |path: &str| all.iter().any(|other| other == path);
    assert!(there("pages/next.html") && there("pictures/x.png") && there("data/graph.json"), "{all:?}");
}

/// Rows of data that name a draft are nowhere on the site, and those behind them keep their right numbers.
#[test]
fn rows_of_drafts_are_left_out() {
    let plan = |front: &str| format!("---\nkind: k\n{front}\nperiod: 2026\n---\nText.\n");
    let row = |plan: &str, value: u32| {
        let month = &value.to_string()[..1];
        format!("target,hats,{value},2026-0{month},{plan},{plan}place\n")
    };
    let rows =
        [row("open", 1111), row("secret", 7171), row("", 2222), row("secret", 8181), row("open", 3333)];
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("metrics.yaml", "hats: { title: Hats }\n"),
        ("dimensions.yaml", "place: { title: Place, open: true }\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/open.md", &plan("title: Open")),
        // What is wrong with it is told by `check`, not by pages.
        ("plans/secret.md", &format!("{}The secret\u{200b} word.\n", plan("title: Unripe\ndraft: true"))),
        ("data/rows.csv", &format!("kind,metric,value,period,plan,place\n{}", rows.concat())),
        ("data/second.csv", &format!("kind,metric,value,period,plan,place\n{}", row("open", 4444))),
    ]);
    let built = |arguments: &[&str], out: &str| {
        let all = [&["--site", "site", "build", "-o", out][..], arguments].concat();
        planpress(folder.path(), &all).exits(0);
        crate::links::all_lead_somewhere(&folder.path().join(out), 10);
        crate::support::files(&folder.path().join(out))
    };
    let has = |files: &[(String, Vec<u8>)], words: &[&str]| {
        let shows = |text: &[u8]| words.iter().any(|word| String::from_utf8_lossy(text).contains(word));
        // What the next build knows this one by names the files that it was made from.
        let files = files.iter().filter(|(path, _)| !path.starts_with('.'));
        files.filter(|(path, text)| shows(text) || path.contains("secret")).count()
    };
    let hidden = ["7171", "7,171", "8181", "8,181", "secret"];
    assert_eq!(has(&built(&[], "without"), &hidden), 0);
    let read = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.path().join("without").join(path)).unwrap()).unwrap()
    };
    let all = read("data/statements.json");
    let values: Vec<&str> =
        all["statements"].as_array().unwrap().iter().map(|at| at["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["1111", "2222", "3333", "4444"]);
    let text = fs::read_to_string(folder.path().join("without/data/targets/hats.json")).unwrap();
    assert!(text.contains("\"parts\":[0,2,3]"), "{text}");
    assert!(has(&built(&["--drafts"], "with"), &hidden) > 5);
}

#[test]
fn a_built_site_among_the_sources_is_a_finding() {
    let check = |plans: &str, output: &str, expected: &str| {
        let config = format!("title: S\nplans: ['{plans}']\n");
        let [list, page] = ["/.planpress-manifest.json", "/index.html"].map(|name| output.to_owned() + name);
        let link = format!("# P\n\n[last year](../{page})\n");
        let own = [
            ("planpress.yaml", config.as_str()),
            (list.as_str(), "{}"),
            (page.as_str(), "<p>"),
            ("pages/p.md", link.as_str()),
        ];
        let folder = site(&[&own[..], &USUAL].concat());
        fs::create_dir(folder.path().join("site/pictures")).unwrap();
        fs::write(folder.path().join("site/pictures/x.png"), "png").unwrap();
        let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
        let found: Vec<&str> = ran.out.lines().filter(|line| !line.contains("[orphan]")).collect();
        assert_eq!(found.join("\n"), expected, "{plans} {output}: {}", ran.err);
    };
    let why = "planpress wrote this folder, and what it wrote is no source";
    let among = |output: &str| format!("{output}:1:1: error: {why} [unreadable-file]");
    check("work/**/*.md", "static/2025", &among("static/2025"));
    check("work/**/*.md", "work/2025", &among("work/2025"));
    check("work/**/*.md", "pages/2025", &among("pages/2025"));
    check("work/**/*.md", "work", &among("work"));
    check("work/north/*.md", "work", &among("work"));
    let beside = |output: &str| {
        format!(
            "pages/p.md:3:1: error: `{output}/index.html` is passed over with all of `{output}`: {why} [missing-file]"
        )
    };
    check("work/**/*.md", "public", &beside("public"));
    check("w*/**/*.md", "public", &beside("public"));
    check("w*/**/*.md", "archive/2025", &beside("archive/2025"));
}

fn run(folder: &Path, arguments: &[&str], epoch: Option<&str>, out: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
    match epoch {
        Some(epoch) => command.env("SOURCE_DATE_EPOCH", epoch),
        None => command.env_remove("SOURCE_DATE_EPOCH"),
    };
    command.current_dir(folder).args(["--site", "site"]).args(arguments).stdout(out).output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let folder =
        site(&[&[("planpress.yaml", "title: S\n"), ("metrics.yaml", "m: {}\n")][..], &USUAL].concat());
    for arguments in [
        &["list"][..],
        &["check"],
        &["targets"],
        &["schema", "k"],
        &["explain"],
        &["explain", "placeholder"],
        &["completions", "bash"],
        &["init", "new"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ran = run(folder.path(), arguments, None, full.into());
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("the result cannot be written: No space left"), "{arguments:?}: {said}");
    }
    // Whoever has read enough closes the pipe.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = run(folder.path(), &["explain"], None, writer.into());
    assert_eq!(
        (ran.status.code(), ran.stderr.len()),
        (Some(0), 0),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

#[test]
fn a_day_that_is_none_is_an_error() {
    let folder = site(&[&[("planpress.yaml", "title: S\n"), ("pictures/x.png", "png")][..], &USUAL].concat());
    let check = |epoch: &str, arguments: &[&str], code: i32| {
        let ran = run(folder.path(), arguments, Some(epoch), Stdio::piped());
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(code), "{epoch:?} {arguments:?}: {said}");
        assert_eq!(said.contains("SOURCE_DATE_EPOCH"), code == 2, "{epoch:?} {arguments:?}: {said}");
    };
    for epoch in ["abc", "-5", "1e9", "1.5", "253402300800", "99999999999999", "18446744073709551615", "1e99"]
    {
        check(epoch, &["check"], 2);
        check(epoch, &["build"], 2);
        check(epoch, &["check", "--today", "2026-09-15"], 0);
    }
    for epoch in ["", "0", " 1789430400 ", "253402300799"] {
        check(epoch, &["check"], 0);
    }
    assert!(!fs::exists(folder.path().join("public")).unwrap());
}
