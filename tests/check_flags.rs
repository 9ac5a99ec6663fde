//! `check` in a team's daily work: repairs, the baseline, and only what has changed since a revision.

use crate::support::{planpress, site};
use std::fs;
use std::path::Path;
use std::process::Command;

const CONFIG: (&str, &str) = ("planpress.yaml", "title: 站\n");
const SCHEMA: (&str, &str) = (
    "schemas/note.yaml",
    "title: 記\nfields: { owner: {} }\nsections: [{ id: what, title: 內容概要, required: true }, { id: next, title: 下一步 }]\n",
);

fn plan(text: &str) -> String {
    format!("---\nkind: note\ntitle: 甲\n---\n\n{text}")
}

#[test]
fn fix_repairs_what_is_safe_and_nothing_else() {
    let broken = "---\r\nkind: note\r\ntitel: 甲\r\nowner: 李明\r\n---\r\n\r\n## 一、內容摡要\r\n\r\n見 [[第一劃計書]]。\r\n\r\n## 三、下一步\r\n\r\n字。  \r\n";
    let mended = "---\r\nkind: note\r\ntitle: 甲\r\nowner: 李明\r\n---\r\n\r\n## 一、內容概要\r\n\r\n見 [[第一計劃書]]。\r\n\r\n## 二、下一步\r\n\r\n字。  \r\n";
    let other = plan("## 內容概要\n\n字。\n").replace("title: 甲", "id: 第一計劃書\ntitle: 乙");
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", broken), ("plans/b.md", &other)]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(0);
    assert_eq!(
        fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap(),
        mended,
        "{}\n{}",
        ran.out,
        ran.err
    );
    assert_eq!(fs::read_to_string(folder.path().join("site/plans/b.md")).unwrap(), other);
    for said in
        ["`titel` → `title`", "`內容摡要` → `內容概要`", "`第一劃計書` → `第一計劃書`", "`三、` → `二、`"]
    {
        assert!(ran.err.contains(said), "{said}:\n{}", ran.err);
    }
    let again = planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(0);
    assert!(!again.err.contains("fixed"), "{}", again.err);
}

#[test]
fn fix_leaves_what_could_be_two_things() {
    let text = plan("## 內容概要\n\n見 [[計劃丙]]。\n");
    let one = plan("## 內容概要\n\n字。\n").replace("title: 甲", "id: 計劃甲\ntitle: 一");
    let two = one.replace("計劃甲", "計劃乙").replace("title: 一", "title: 二");
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", &text), ("plans/b.md", &one), ("plans/c.md", &two)]);
    planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(1);
    assert_eq!(fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap(), text);
}

/// What legitimate words become of one another, and what would be read otherwise behind a repair, is left.
#[test]
fn fix_changes_no_meaning() {
    let schema = "title: 記\nunknown_sections: allow\nfields: { region: {}, parent: {} }\nsections: [{ id: a, title: 6.18 大促 }, { id: b, title: 目標 }, { id: c, title: 實施步驟 }]\n";
    let config = "title: 站\nrelations: { parent: { title: 上級 } }\n";
    let check = |path: &str, written: &str, expected: &str| {
        let text = |body: &str| {
            if path.ends_with("md") { format!("---\nkind: note\n{body}") } else { body.to_owned() }
        };
        let folder = site(&[
            ("planpress.yaml", config),
            (
                "metrics.yaml",
                "units: { title: 銷售量, unit: 套, kind: flow }\nmarket: { title: 市場, unit: 套, kind: flow }\n",
            ),
            ("dimensions.yaml", "region: { title: 區域, values: [{ id: changsha, title: 長沙 }] }\n"),
            ("schemas/note.yaml", schema),
            ("plans/changsha-b.md", "---\nkind: note\n---\n\n字。\n"),
            (path, &text(written)),
        ]);
        planpress(folder.path(), &["--site", "site", "check", "--fix"]);
        let after = fs::read_to_string(folder.path().join("site").join(path)).unwrap();
        assert_eq!(after, text(expected));
    };
    let same = |path: &str, text: &str| check(path, text, text);
    let plan = |text: &str| same("plans/a.md", text);
    plan("region: changsah\n---\n\n字。\n");
    plan("region: 長春\nparent: changsha-a\n---\n\n[[changsha-c]]\n");
    plan("---\n## 6.18 大促\n字。\n## 目的\n字。\n## 實施步聚\n字。\n## 8.18 大促\n字。\n");
    plan("---\n## 1. 市場\n字。\n## 3.15 活動\n字。\n## 5.1 活動\n字。\n## 2. 目標\n字。\n");
    plan("---\n## 12.12 收官\n字。\n### 10.1 國慶\n字。\n### 10.7 返程\n字。\n");
    plan("---\n## 一、九月工作\n字。\n## 九、十月工作\n字。\n## 十一月工作\n字。\n");
    same("data/a.csv", "kind,metric,value,perod\nactual,untis,5,2026\n");
    // Two keys that were meant as one.
    check(
        "plans/a.md",
        "targets: { untis: 5, units: 6 }\ntitel: 甲\ntilte: 乙\n---\n\n字。\n",
        "targets: { untis: 5, units: 6 }\ntitle: 甲\ntilte: 乙\n---\n\n字。\n",
    );
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", "----\nkind: note\n————\n\n## 內容概要\n\n字。\n")]);
    planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(0);
    let after = fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap();
    assert_eq!(after, "---\nkind: note\n---\n\n## 內容概要\n\n字。\n");
    // What stands in an item is indented by the width of its mark.
    let list = |text: &str, expected: &str| {
        check("plans/a.md", &format!("---\n\n{text}"), &format!("---\n\n{expected}"))
    };
    list("1. 甲\n3. 乙\n   - 子\n", "1. 甲\n2. 乙\n   - 子\n");
    list("8. 甲\n9. 乙\n9. 丙\n   續\n", "8. 甲\n9. 乙\n10. 丙\n   續\n");
    let long = "8. 甲\n9. 乙\n9. 丙\n   - 子\n\n   段。\n";
    list(long, long);
    list("1. 甲\n20. 乙\n\n    段。\n3. 丙\n", "1. 甲\n2.  乙\n\n    段。\n3. 丙\n");
    let wide = "1. 甲\n10000. 乙\n\n       段。\n3. 丙\n";
    list(wide, wide);
}

/// A unit belongs to the numbers below it, and marks of Markdown are torn apart by a word that is written over them.
#[test]
fn fix_keeps_units_and_marks() {
    let schema = "title: 記\nsections: [{ id: a, title: 活动目的 }, { id: b, title: Goals }, { id: c, title: Price overview }, { id: d, title: Sums, table: { as: targets, columns: { metric: Metric, value: Amount, note: Net|gross } } }]\n";
    let check = |written: &str, expected: &str| {
        let text = |body: &str| format!("---\nkind: note\nperiod: 2026\n---\n\n{body}\n");
        let folder = site(&[
            CONFIG,
            ("metrics.yaml", "spend: { title: Spend, unit: EUR, kind: flow }\n"),
            ("schemas/note.yaml", schema),
            ("plans/p2.md", "---\nkind: note\n---\n\n字。\n"),
            ("plans/a.md", &text(written)),
        ]);
        planpress(folder.path(), &["--site", "site", "check", "--fix"]);
        assert_eq!(fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap(), text(expected));
    };
    let same = |text: &str| check(text, text);
    let sums = |heading: &str| {
        format!("## Sums\n\n| Metric | {heading} | Net\\|gross |\n| - | - | - |\n| Spend | 5 | x |")
    };
    for (written, meant) in [
        ("Amonut", "Amount"),
        ("Amonut (k EUR)", "Amount (k EUR)"),
        ("Amonut（k EUR）", "Amount（k EUR）"),
        ("Amonut, k EUR", "Amount, k EUR"),
        ("*Amonut* (k EUR)", "*Amount* (k EUR)"),
        ("Amonut<br>(k EUR)", "Amount<br>(k EUR)"),
        ("Amo**nut** (k EUR)", "Amo**nut** (k EUR)"),
    ] {
        check(&sums(written), &sums(meant));
    }
    same("## Sums\n\n| Metric | Amount | Net\\|grsos |\n| - | - | - |\n| Spend | 5 | x |");
    same("## 一、活动**目地**：\n\n字。");
    same("## **Gola**s\n\n字。");
    check("## **Golas**\n\n字。", "## **Goals**\n\n字。");
    same("## [[p2|Prcie]] overview\n\n字。");
    same("## `Prcie` overview\n\n字。");
    // Numbers that only a space divides from a title are numbers.
    check(
        "## 1. Goals\n\n字。\n\n## 3. Price overview\n\n字。",
        "## 1. Goals\n\n字。\n\n## 2. Price overview\n\n字。",
    );
    check(
        "## 1 Goals\n\n字。\n\n## 3 Price overview\n\n字。",
        "## 1 Goals\n\n字。\n\n## 2 Price overview\n\n字。",
    );
    same("## **1**. Goals\n\n字。\n\n## **3**. Price overview\n\n字。");
}

/// With another number, a heading that is linked has another anchor.
#[test]
fn fix_leaves_headings_that_links_lead_to() {
    let text = plan("## 1. 甲\n\n字。\n\n## 3. 內容概要\n\n字。\n");
    let linked = plan("見 [[a#3. 內容概要]]。\n\n## 一、內容概要\n\n字。\n\n## 三、下一步\n\n字。\n")
        .replace("title: 甲", "title: 乙");
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", &text), ("plans/b.md", &linked)]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(0);
    assert_eq!(fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap(), text);
    let said = "not fixed: plans/a.md:10:4: a link leads to this heading; change both";
    assert_eq!(ran.err.matches(said).count(), 1, "{}", ran.err);
    assert!(fs::read_to_string(folder.path().join("site/plans/b.md")).unwrap().contains("## 二、下一步"));
}

/// What would need quotes in YAML is suggested, and written by hand.
#[test]
fn fix_writes_only_words_that_mean_themselves() {
    let schema = "title: 記\nfields: { mode: { one_of: ['a: bcd', 'it''s full', open] } }\n";
    let text = "---\nkind: note\nmode: MODE\n---\n\n字。\n";
    for (written, mended) in [("a:bcd", "a:bcd"), ("'its full'", "'its full'"), ("opne", "open")] {
        let folder =
            site(&[CONFIG, ("schemas/note.yaml", schema), ("plans/a.md", &text.replace("MODE", written))]);
        planpress(folder.path(), &["--site", "site", "check", "--fix"]);
        let after = fs::read_to_string(folder.path().join("site/plans/a.md")).unwrap();
        assert_eq!(after, text.replace("MODE", mended));
    }
}

/// A read-only file keeps its faults and its bytes; the others are repaired, and the run says which is not.
#[cfg(unix)]
#[test]
fn fix_passes_by_files_that_cannot_be_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let broken = "---\nkind: note\ntitel: 甲\n---\n\n## 內容概要\n\n字。\n";
    let folder =
        site(&[CONFIG, SCHEMA, ("plans/a.md", broken), ("plans/b.md", broken), ("notes/c.md", broken)]);
    let plans = folder.path().join("site/plans");
    fs::set_permissions(plans.join("a.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = planpress(folder.path(), &["--site", "site", "check", "--fix", "--format", "short"]).exits(1);
    assert!(ran.err.contains("not fixed") && ran.err.contains("a.md: the file is read-only"), "{}", ran.err);
    assert_eq!(fs::read_to_string(plans.join("a.md")).unwrap(), broken);
    assert_eq!(fs::read_to_string(plans.join("b.md")).unwrap(), broken.replace("titel", "title"));
    assert_eq!(ran.out.trim(), "plans/a.md:3:1: error: unknown key `titel` [unknown-field]");
    fs::remove_file(plans.join("a.md")).unwrap();
    symlink("../notes/c.md", plans.join("a.md")).unwrap();
    planpress(folder.path(), &["--site", "site", "check", "--fix"]);
    assert!(fs::symlink_metadata(plans.join("a.md")).unwrap().is_symlink(), "a link stays a link");
}

#[test]
fn a_baseline_makes_old_findings_known_and_says_when_one_is_gone() {
    let old = plan("## 內容概要\n\n待定\n");
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", &old)]);
    let check = |code| planpress(folder.path(), &["--site", "site", "check", "--format", "json"]).exits(code);
    check(1);
    planpress(folder.path(), &["--site", "site", "check", "--write-baseline"]).exits(0);
    let known = check(0);
    let value: serde_json::Value = serde_json::from_str(&known.out).unwrap();
    assert_eq!(value["diagnostics"][0]["suppressed"], true, "{}", known.out);
    assert_eq!(value["summary"]["suppressed"], 1);
    // The finding stays known where lines move; a new one counts.
    let path = folder.path().join("site/plans/a.md");
    fs::write(&path, plan("前言。\n\n## 內容概要\n\n待定\n")).unwrap();
    check(0);
    fs::write(&path, plan("## 內容概要\n\n待定\n\n## 下一步\n\nTBD\n")).unwrap();
    assert!(check(1).out.contains("TBD"));
    // Writing it again keeps what it knew.
    planpress(folder.path(), &["--site", "site", "check", "--write-baseline"]).exits(0);
    check(0);
    fs::write(&path, plan("## 內容概要\n\n寫好了。\n")).unwrap();
    let stale = planpress(folder.path(), &["--site", "site", "check", "--deny", "warnings"]).exits(1);
    assert!(stale.out.contains("stale-baseline") && stale.out.contains("baseline.yaml"), "{}", stale.out);
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let status = Command::new("git").current_dir(folder).args(identity).args(arguments).output().unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

#[test]
fn only_what_changed_since_a_revision_is_reported() {
    let faulty = plan("## 內容概要\n\n待定\n");
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", &faulty)]);
    let outside = planpress(folder.path(), &["--site", "site", "check", "--changed-since", "HEAD"]).exits(2);
    assert!(outside.err.contains("git"), "{}", outside.err);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "one"]);
    let since = |revision: &str, code| {
        planpress(
            folder.path(),
            &["--site", "site", "check", "--format", "short", "--changed-since", revision],
        )
        .exits(code)
    };
    since("HEAD", 0);
    fs::write(folder.path().join("site/plans/計劃 乙.md"), &faulty).unwrap();
    let ran = since("HEAD", 1);
    assert!(ran.out.contains("計劃 乙.md") && !ran.out.contains("plans/a.md"), "{}", ran.out);
    since("no-such-revision", 2);
    since("--output=x", 2);
}
