//! The commands as a person runs them: exit codes, what goes to which stream, wrong input of every kind.

use crate::support::{planpress, sample, site};
use std::fs;

const CONFIG: (&str, &str) = ("planpress.yaml", "title: 站\n");
const SCHEMA: (&str, &str) =
    ("schemas/note.yaml", "title: 記\nsections: [{ id: what, title: 內容, required: true }]\n");
const PLAN: (&str, &str) = ("plans/a.md", "---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n有內容。\n");

/// Errors are said even by a quiet build, warnings are not.
#[test]
fn a_quiet_build_says_its_errors() {
    let folder = crate::support::site(&[
        ("planpress.yaml", "title: T\n"),
        ("metrics.yaml", "revenue: { unitz: EUR }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
        ("plans/a.md", "---\nkind: plan\n---\n# A\n\n## B\n"),
    ]);
    let ran = planpress(folder.path(), &["-q", "--site", "site", "build", "-o", "public"]).exits(1);
    assert!(ran.err.contains("unitz") && ran.err.contains("error"), "{}", ran.err);
    assert!(!ran.err.contains("warning["), "{}", ran.err);
    let ran =
        planpress(folder.path(), &["-q", "--site", "site", "build", "--keep-going", "-o", "public"]).exits(1);
    assert!(ran.err.contains("unitz"), "{}", ran.err);
}

#[test]
fn an_empty_site_builds() {
    let folder = site(&[CONFIG]);
    let ran = planpress(folder.path(), &["--site", "site", "build"]).exits(0);
    assert_eq!(ran.out, "");
    assert!(folder.path().join("public/index.html").is_file());
}

#[test]
fn without_a_site_there_is_one_line_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["build"][..], &["check"], &["--site", ".", "check"], &["list"], &["new", "note"]] {
        let ran = planpress(folder.path(), arguments).exits(2);
        assert_eq!((ran.out.as_str(), ran.err.lines().count()), ("", 1), "{}", ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains("planpress.yaml"), "{}", ran.err);
    }
}

#[test]
fn a_new_plan_has_a_status_that_there_is() {
    let own = ("schemas/own.yaml", "title: 己\nfields: { status: { one_of: [open, done] } }\n");
    let folder = site(&[CONFIG, SCHEMA, own]);
    let new = |kind: &str, status: &str, code: i32| {
        let id = format!("{kind}-{status}");
        planpress(folder.path(), &["--site", "site", "new", kind, &id, "--status", status]).exits(code)
    };
    let ran = new("note", "foo", 2);
    let known = "draft, review, approved, active, closed";
    assert_eq!(ran.err.trim(), format!("error: there is no status `foo`; kind `note` has {known}"));
    new("note", "active", 0);
    new("own", "active", 2);
    new("own", "done", 0);
}

/// A key that YAML reads otherwise bare is quoted.
#[test]
fn a_new_plan_has_the_keys_of_its_kind() {
    let own = ("schemas/own.yaml", "title: 己\nfields: { 'odd: key': { required: true, default: x } }\n");
    let folder = site(&[CONFIG, own]);
    planpress(folder.path(), &["--site", "site", "new", "own", "a", "--title", "甲"]).exits(0);
    let text = fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap();
    assert!(text.contains("\n'odd: key': x\n"), "{text}");
    planpress(folder.path(), &["--site", "site", "check"]).exits(0);
}

#[test]
fn the_site_is_found_from_below_and_beside() {
    let folder = site(&[CONFIG, SCHEMA, PLAN]);
    planpress(&folder.path().join("site/plans"), &["check"]).exits(0);
    fs::rename(folder.path().join("site"), folder.path().join("content")).unwrap();
    planpress(folder.path(), &["check"]).exits(0);
}

/// Whoever links to a plan whose file cannot be read, and whose schema lacks its base, is not at fault.
#[test]
fn a_file_that_cannot_be_read_is_the_only_fault() {
    let front =
        "---\nkind: note\nparent: b\nextra: 1\n---\n\n## 內容\n\n見 [[b]]、[乙](b.md)。\n\n## 其他\n\n字\n";
    let check = |files: &[(&str, &str)], expected: &[&str]| {
        let mut all =
            vec![CONFIG, ("plans/a.md", front), ("schemas/note.yaml", "extends: other\ntitle: 筆記\n")];
        all.extend(files);
        let folder = site(&all);
        let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
        let rules: Vec<&str> =
            ran.out.lines().filter_map(|line| line.split_once(" [")).map(|(_, rule)| rule).collect();
        assert_eq!(rules, expected, "{}", ran.out);
    };
    let metrics = ("metrics.yaml", "hats: { title: 帽 }\n");
    let data = ("data/a.csv", "kind,metric,value,period,plan\nactual,hats,1,2026,b\n");
    let base = (
        "schemas/other.yaml",
        "abstract: true\nfields: { extra: { type: integer } }\nsections:\n- { id: a, title: 內容 }\n- { id: b, title: 其他 }\n",
    );
    let b = ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\n字\n");
    let large = format!("---\nkind: note\n---\n\n{}", "字".repeat(800_000));
    check(&[base, b], &[]);
    check(&[base, ("plans/b.md", &large), metrics, data], &["unreadable-file]"]);
    let four = ["broken-link]"; 4];
    check(&[base, ("plans/bb.md", &large), metrics, data], &[&four[..], &["unreadable-file]"]].concat());
    check(&[base], &["broken-link]"; 3]);
    check(&[b], &["invalid-schema]"]);
}

#[test]
fn other_encodings_are_named() {
    let folder = site(&[CONFIG, SCHEMA, PLAN]);
    fs::write(
        folder.path().join("site/plans/gbk.md"),
        b"---\ntitle: \xcf\xfa\xca\xdb\xbc\xc6\xbb\xae\n---\n",
    )
    .unwrap();
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(1);
    assert!(ran.out.contains("plans/gbk.md:2:8: error:") && ran.out.contains("GBK"), "{}", ran.out);
}

#[test]
fn keep_going_builds_and_still_says_so() {
    let folder =
        site(&[CONFIG, SCHEMA, PLAN, ("plans/b.md", "---\nkind: note\ntitle: 乙\n---\n\n## 內客\n\n字\n")]);
    planpress(folder.path(), &["--site", "site", "build"]).exits(1);
    assert!(!folder.path().join("public").exists());
    planpress(folder.path(), &["--site", "site", "build", "--keep-going"]).exits(1);
    assert!(folder.path().join("public/plans/b.html").is_file());
}

#[test]
fn results_go_to_the_standard_output_and_json_is_whole() {
    let folder =
        site(&[CONFIG, SCHEMA, PLAN, ("plans/b.md", "---\nkind: note\ntitle: 乙\n---\n\n## 內客\n\n字\n")]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "json"]).exits(1);
    assert_eq!(ran.err, "");
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found = &value["diagnostics"][0];
    assert_eq!((value["version"].as_u64(), value["summary"]["errors"].as_u64()), (Some(1), Some(1)));
    assert_eq!(
        (found["rule"].as_str(), found["file"].as_str()),
        (Some("misspelt-section"), Some("plans/b.md"))
    );
    assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(6), Some(4)));
    let named = planpress(folder.path(), &["--site", "site", "check", "site/plans/a.md"]).exits(0);
    assert!(!named.out.contains("b.md"), "{}", named.out);
    planpress(folder.path(), &["--site", "site", "check", "--only", "placeholder"]).exits(0);
    let unknown = planpress(folder.path(), &["--site", "site", "check", "--only", "placeholdr"]).exits(2);
    assert!(unknown.err.contains("did you mean `placeholder`"), "{}", unknown.err);
}

#[test]
fn deny_warnings_makes_a_warning_count() {
    let plan = "---\nkind: note\ntitle: 乙\n---\n\n## 內容\n\n字\n\n## 別的\n\n字\n";
    let folder = site(&[CONFIG, SCHEMA, ("plans/b.md", plan)]);
    planpress(folder.path(), &["--site", "site", "check"]).exits(0);
    planpress(folder.path(), &["--site", "site", "check", "--deny", "warnings"]).exits(1);
}

#[test]
fn init_in_each_language_builds_and_checks_clean() {
    for language in ["en", "zh-Hans", "zh-Hant"] {
        let folder = tempfile::tempdir().unwrap();
        planpress(folder.path(), &["init", "mine", "--lang", language]).exits(0);
        planpress(folder.path(), &["--site", "mine", "check", "--deny", "warnings"]).exits(0);
        planpress(folder.path(), &["--site", "mine", "build"]).exits(0);
        let again = planpress(folder.path(), &["init", "mine"]).exits(2);
        assert!(again.err.contains("already"), "{}", again.err);
        planpress(folder.path(), &["init", "mine", "--theme"]).exits(0);
        planpress(folder.path(), &["--site", "mine", "build"]).exits(0);
    }
}

#[test]
fn init_writes_nothing_where_something_is_there() {
    for there in ["mine/schemas/annual.yaml", "mine/schemas", "mine/themes/default/theme.yaml"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(there);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "title: Own\n").unwrap();
        let ran = planpress(folder.path(), &["init", "mine", "--theme"]).exits(2);
        assert!(ran.err.contains(&format!("{there}: this is there already")), "{}", ran.err);
        assert!(!folder.path().join("mine/planpress.yaml").exists(), "{there}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "title: Own\n");
    }
}

#[test]
fn a_new_plan_lies_where_its_kind_does_and_has_a_period_that_there_is() {
    let config =
        ("planpress.yaml", "title: 站\nplans: [plans/**/*.md, { path: proposals/*.md, kind: note }]\n");
    let steps = (
        "schemas/step.yaml",
        "title: 步\nfile_name: '{code}.md'\nfields: { code: { type: string, required: true } }\n\
         sections: [{ id: a, title_match: '^第.+步', repeat: { exactly: 2 } }]\n",
    );
    let folder = site(&[config, SCHEMA, steps]);
    let new = |kind: &str, id: &str, period: &str, code: i32| {
        planpress(folder.path(), &["--site", "site", "new", kind, id, "--period", period]).exits(code)
    };
    let ran = new("note", "a", "2026-Q9", 2);
    assert_eq!(ran.err.trim(), "error: `--period`: there is no quarter 9, the last one is 4");
    new("note", "a", "2026-Q3", 0);
    assert!(folder.path().join("site/proposals/a.md").is_file());
    new("step", "b", "2026", 0);
    let text = fs::read_to_string(folder.path().join("site/plans/b.md")).unwrap();
    assert!(text.contains("\n## 第一步：") && text.contains("\n## 第二步："), "{text}");
    // The name that the file must have is still to be filled in.
    let ran =
        planpress(folder.path(), &["--site", "site", "check", "--format", "short", "plans/b.md"]).exits(1);
    assert!(!ran.out.contains("[file-name]"), "{}", ran.out);
}

#[test]
fn new_writes_a_skeleton_whose_only_findings_are_placeholders() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("content");
    for entry in walkdir::WalkDir::new(sample()) {
        let entry = entry.unwrap();
        let to = copy.join(entry.path().strip_prefix(sample()).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(&to).unwrap(),
            false => drop(fs::copy(entry.path(), &to).unwrap()),
        }
    }
    let kinds = fs::read_dir(copy.join("schemas")).unwrap().map(|entry| entry.unwrap().path());
    let mut made = 0;
    for kind in kinds {
        if fs::read_to_string(&kind).unwrap().contains("abstract: true") {
            continue;
        }
        let kind = kind.file_stem().unwrap().to_str().unwrap().to_string();
        let id = format!("new-{kind}");
        planpress(folder.path(), &["new", &kind, &id]).exits(0);
        planpress(folder.path(), &["new", &kind, &id]).exits(2);
        made += 1;
        let path = format!("content/plans/{id}.md");
        let ran = planpress(folder.path(), &["check", "--format", "short", &path]).exits(1);
        let others: Vec<&str> = ran
            .out
            .lines()
            .filter(|line| line.contains(": error:") || line.contains(": warning:"))
            .filter(|line| !line.ends_with("[placeholder]"))
            .collect();
        assert!(
            others.is_empty(),
            "{kind}:\n{}\n{}",
            others.join("\n"),
            fs::read_to_string(folder.path().join(&path)).unwrap()
        );
        fs::remove_file(folder.path().join(path)).unwrap();
    }
    assert!(made >= 9, "{made}");
}

#[test]
fn list_and_explain_and_completions_answer() {
    let sample = sample();
    let sample = sample.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let table =
        planpress(folder.path(), &["--site", sample, "list", "--where", "kind=regional-annual"]).exits(0);
    assert_eq!(table.out.lines().count(), 4, "{}", table.out);
    let csv =
        planpress(folder.path(), &["--site", sample, "list", "--format", "csv", "--where", "status=!active"])
            .exits(0);
    assert!(
        csv.out.starts_with("id,title,kind,status,period,owner,parent,path\n")
            && !csv.out.contains(",active,"),
        "{}",
        csv.out
    );
    let json = planpress(folder.path(), &["--site", sample, "list", "--format", "json"]).exits(0);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).unwrap().as_array().unwrap().len() >= 16);
    planpress(folder.path(), &["--site", sample, "list", "--where", "kind=regional-anual"]).exits(2);
    assert!(planpress(folder.path(), &["explain", "sum-mismatch"]).exits(0).out.contains("Fails"));
    assert!(planpress(folder.path(), &["explain"]).exits(0).out.contains("near-copy"));
    planpress(folder.path(), &["explain", "no-such-rule"]).exits(2);
    for shell in ["bash", "zsh", "fish"] {
        assert!(planpress(folder.path(), &["completions", shell]).exits(0).out.contains("planpress"));
    }
    planpress(folder.path(), &["--version"]).exits(0);
    planpress(folder.path(), &["no-such-command"]).exits(2);
}

#[test]
fn check_finds_what_build_would() {
    let template = ("templates/404.html", "<p>{{ plan.title }}</p>");
    let folder = site(&[CONFIG, SCHEMA, PLAN, template]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(1);
    assert!(ran.out.contains("templates/404.html:1:") && ran.out.contains("[template-error]"), "{}", ran.out);

    let draft = ("plans/b.md", "---\nkind: note\ntitle: 乙\ndraft: true\n---\n\n## 內容\n\n見[[a]]。\n");
    let link = ("pages/c.md", "---\ntitle: 丙\n---\n\n見[[b]]。\n");
    let folder = site(&[CONFIG, SCHEMA, PLAN, draft, link]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]).exits(0);
    assert!(ran.out.contains("pages/c.md:5:2: warning") && ran.out.contains("[draft-link]"), "{}", ran.out);
}

#[test]
fn a_key_that_means_something_is_no_other_one_misspelt() {
    let schema = (
        "schemas/note.yaml",
        "title: N\nunknown_fields: allow\nfields: { reason: { required: true }, reasons: {} }\n",
    );
    let dimensions = ("dimensions.yaml", "reson: { title: R, open: true }\n");
    for (key, is_meant) in [("raeson", true), ("reasons", false), ("reson", false)] {
        let plan = format!("---\nkind: note\ntitle: T\n{key}: x\n---\n");
        let folder = site(&[CONFIG, schema, dimensions, ("plans/a.md", &plan)]);
        let ran = planpress(folder.path(), &["--site", "site", "check"]).exits(1);
        assert!(ran.out.contains("field `reason` is missing"), "{}", ran.out);
        assert_eq!(ran.out.contains("meant to be it"), is_meant, "{}", ran.out);
    }
}

#[test]
fn options_of_the_theme_are_checked() {
    for (options, said) in [
        ("{ acent: '#123456' }", "did you mean `accent`?"),
        ("{ accent: red }", "`accent` expects a colour such as `'#27499b'`, found `red`"),
        ("{ density: tight }", "`density` expects `normal` or `compact`"),
        ("{ logo: no.svg }", "`logo` expects a file in `static/`"),
    ] {
        let config = format!("title: 站\ntheme_options: {options}\n");
        let folder = site(&[("planpress.yaml", &config), SCHEMA, PLAN]);
        let ran = planpress(folder.path(), &["--site", "site", "check"]).exits(1);
        assert!(ran.out.contains(said) && ran.out.contains("invalid-config"), "{}", ran.out);
    }
    let config = ("planpress.yaml", "title: 站\ntheme_options: { accent: '#0a6c74', accent_dark: '#9ad' }\n");
    let folder = site(&[config, SCHEMA, PLAN]);
    planpress(folder.path(), &["--site", "site", "build"]).exits(0);
    let home = fs::read_to_string(folder.path().join("public/index.html")).unwrap();
    assert!(home.contains("--link:light-dark(#0a6c74,#9ad)"), "{home}");
}

/// What stands in the way of a command is refused before anything is written.
#[test]
fn odd_arguments_are_refused() {
    let folder = site(&[CONFIG, SCHEMA, PLAN, ("file", "")]);
    let check = |arguments: &[&str], expected: &str| {
        let ran = planpress(folder.path(), arguments).exits(2);
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    };
    check(&["--site", "site", "new", "note", "A"], "the id `A` differs from `a` only in capitals");
    check(&["--site", "site", "build", "-o", "site/file/x"], "file: this is a file");
    check(&["--site", "site", "serve", "--port", "0", "--allow-host", "a b"], "--allow-host \"a b\"");
    check(&["init", "site/plans"], "this lies inside of the site");
    check(&["init", "site/new/deep"], "this lies inside of the site");
    assert!(!folder.path().join("site/new").exists());
}

/// Advice fits where it is given: in a table an owner stands in a cell; an address that is no text is named.
#[test]
fn advice_fits_its_place() {
    let table = "title: T\nsections: [{ id: work, title: Work, table: { as: tasks, columns: { task: Task, owner: Who } } }]\n";
    let folder = site(&[
        CONFIG,
        ("schemas/note.yaml", table),
        ("plans/a.md", "---\nkind: note\n---\n## Work\n| Task | Who |\n| --- | --- |\n| Sell | |\n"),
    ]);
    fs::write(folder.path().join("site/plans/b.md"), b"---\nkind: note\n---\n\nA b\0c\n").unwrap();
    fs::write(folder.path().join("site/plans/c.md"), b"---\nkind: note\nowner: J\xfcrgen\n---\n").unwrap();
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "json"]).exits(1);
    for part in [
        "fill in the cell of column `Who`",
        "\"line\": 5,\n      \"column\": 4",
        "iconv -f WINDOWS-1252 -t UTF-8 'plans/c.md'",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

/// A view that cannot be made says so where it stands.
#[test]
fn a_faulty_view_is_told_on_its_page() {
    let page = "---\nkind: note\n---\n## 內容\n\n```view\ntable: nothing\n```\n";
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", page)]);
    planpress(folder.path(), &["--site", "site", "build", "--keep-going", "-o", "public"]).exits(1);
    let html = fs::read_to_string(folder.path().join("public/plans/a.html")).unwrap();
    assert!(html.contains("<span class=\"wave\">") && html.contains("../checks.html#"), "{html}");
}
