//! What git is asked: in repositories, under settings and with people that are out of the ordinary.

use crate::history::{commit, git};
use crate::support::site;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A plan with a target; `front` goes before it.
fn plan(front: &str, hats: u32) -> String {
    format!("---\nkind: plan\n{front}period: 2026\ntargets: {{ hats: {hats} }}\n---\nText.\n")
}

/// A site with plans of 1000 hats each, of which git knows one version.
fn versioned(plans: &[&str]) -> TempDir {
    let text = plan("", 1000);
    let mut files = vec![
        ("planpress.yaml", "title: Ours\nlanguage: en\nhistory: git\n"),
        ("metrics.yaml", "hats: { title: Hats }\n"),
        ("schemas/plan.yaml", "title: Plan\n"),
    ];
    files.extend(plans.iter().map(|path| (*path, text.as_str())));
    let folder = site(&files);
    git(folder.path(), "Ann", "2026-01-08", &["init", "-q", "-b", "main"]);
    commit(folder.path(), "Ann", "2026-01-08");
    folder
}

/// What the program writes in a folder where these variables are set, each run of blanks as one.
fn told(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_planpress"))
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1789430400") // 2026-09-15
        .envs(variables.iter().copied())
        .args(["--site", "site"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    String::from_utf8(output.stdout).unwrap().lines().map(words).collect()
}

fn has(lines: &[String], part: &str) {
    assert!(lines.iter().any(|line| line.contains(part)), "{part}\n{}", lines.join("\n"));
}

/// Each change says what it came to then, not what is there today.
#[test]
fn ids_and_files_of_that_time_are_told() {
    let folder = versioned(&["plans/one.md"]);
    let root = folder.path();
    for (from, to, aliases) in [("one", "two", "one"), ("two", "three", "two, one")] {
        fs::remove_file(root.join(format!("site/plans/{from}.md"))).unwrap();
        let text = plan(&format!("aliases: [{aliases}]\n"), 1000);
        fs::write(root.join(format!("site/plans/{to}.md")), text).unwrap();
        commit(root, "Bo", "2026-02-01");
    }
    let lines = told(root, &[], &["history", "three"]);
    for line in
        ["id one two", "file plans/one.md plans/two.md", "id two three", "file plans/two.md plans/three.md"]
    {
        has(&lines, line);
    }
}

/// A change is committed where it is on one side alone, whichever that is.
#[test]
fn what_another_branch_changed_is_committed() {
    let folder = versioned(&["plans/a.md", "plans/b.md"]);
    let root = folder.path();
    let write = |path: &str, text: &str| fs::write(root.join("site").join(path), text).unwrap();
    git(root, "Ann", "2026-01-08", &["checkout", "-q", "-b", "feature"]);
    write("plans/a.md", &plan("", 1300));
    write("plans/new.md", &plan("", 5));
    commit(root, "Bo", "2026-02-02");
    git(root, "Ann", "2026-01-08", &["checkout", "-q", "main"]);
    write("plans/b.md", &plan("", 1400));
    commit(root, "Cy", "2026-03-03");
    let check = |revisions: &str, expected: &[(&str, &str)]| {
        let lines = told(root, &[], &["diff", revisions]);
        let found = |(change, version): &(&str, &str)| {
            lines.iter().any(|line| line.starts_with(change) && line.ends_with(version))
        };
        assert!(expected.iter().all(found), "{revisions}\n{}", lines.join("\n"));
    };
    let back = [
        ("a Hats 2026 1,300 1,000", "2026-01-08 Ann"),
        ("b Hats 2026 1,000 1,400", "2026-03-03 Cy"),
        ("new removed", "2026-03-03 Cy"),
    ];
    check("feature", &back);
    check("feature..HEAD", &back);
    check("HEAD..feature", &[("a Hats 2026 1,000 1,300", "2026-02-02 Bo"), ("b Hats", "2026-01-08 Ann")]);
    write("plans/a.md", &plan("", 1200));
    check("feature", &[("a Hats 2026 1,300 1,200", "not committed"), ("b Hats", "2026-03-03 Cy")]);
}

/// Git tells hooks its folder and its index, and the site is not the top of the work tree.
#[test]
fn a_hook_sees_the_work_tree_that_it_runs_in() {
    let folder = versioned(&["plans/a.md", "plans/b.md"]);
    let linked = folder.path().join("linked");
    fs::write(folder.path().join("site/plans/a.md"), plan("", 1000) + "[[nobody]]\n").unwrap();
    commit(folder.path(), "Ann", "2026-01-08");
    git(folder.path(), "Ann", "2026-01-08", &["worktree", "add", "-q", "linked"]);
    for top in [&linked, folder.path()] {
        fs::write(top.join("site/plans/b.md"), plan("", 1500)).unwrap();
        // A path of a hook's own is relative to the top.
        let program = env!("CARGO_BIN_EXE_planpress");
        let runs = ["diff HEAD", "check --changed-since HEAD --format short"];
        let runs = runs.map(|run| format!("{program} --today 2026-09-15 --site site {run} >> told 2>&1\n"));
        let hooks = folder.path().join(".git/hooks");
        fs::create_dir_all(&hooks).unwrap();
        fs::write(hooks.join("pre-commit"), format!("#!/bin/sh\n{}exit 0\n", runs.concat())).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(hooks.join("pre-commit"), mode).unwrap();
        git(top, "Bo", "2026-02-02", &["commit", "-q", "-a", "-m", "x"]);
        let told = fs::read_to_string(top.join("told")).unwrap();
        let lines: Vec<String> =
            told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        has(&lines, "b Hats 2026 1,000 1,500");
        assert!(!told.contains("new") && !told.contains("git") && !told.contains("plans/a.md"), "{told}");
    }
}

/// Whatever people have set for their own use of git.
#[test]
fn settings_of_git_change_nothing() {
    let folder = versioned(&["plans/a.md"]);
    let root = folder.path();
    // A merge of two branches: what it brings is a version of the main line.
    git(root, "Ann", "2026-01-09", &["checkout", "-q", "-b", "side"]);
    fs::write(root.join("site/plans/a.md"), plan("", 1100)).unwrap();
    commit(root, "Ann", "2026-01-09");
    git(root, "Ann", "2026-01-09", &["checkout", "-q", "main"]);
    fs::write(root.join("site/plans/b.md"), plan("", 7)).unwrap();
    commit(root, "陳大文", "2026-02-02");
    git(root, "陳大文", "2026-02-03", &["merge", "-q", "--no-ff", "-m", "x", "side"]);
    let path = root.join("settings").to_str().unwrap().to_owned();
    let run = |settings: &str| {
        fs::write(&path, settings).unwrap();
        // A file that is written again as it is.
        let text = fs::read(root.join("site/plans/b.md")).unwrap();
        fs::write(root.join("site/plans/b.md"), text).unwrap();
        let variables = [("GIT_CONFIG_GLOBAL", path.as_str()), ("GIT_CONFIG_SYSTEM", "/dev/null")];
        let runs: [&[&str]; 4] = [
            &["history", "a"],
            &["history", "b"],
            &["diff", "HEAD~2..HEAD"],
            &["check", "--changed-since", "HEAD", "--format", "json"],
        ];
        runs.map(|arguments| told(root, &variables, arguments)).concat().join("\n")
    };
    let plain = run("");
    for part in ["2026-01-08 Ann", "new", "陳大文", "1,000 1,100"] {
        assert!(plain.contains(part), "{part}\n{plain}");
    }
    for settings in [
        "[i18n]\nlogOutputEncoding = GBK\n",
        "[i18n]\ncommitEncoding = GBK\n",
        "[log]\nshowRoot = false\n",
        "[log]\nfollow = true\ndecorate = full\ndate = relative\nmailmap = false\nabbrevCommit = false\n",
        "[log]\nshowSignature = true\n",
        "[log]\ndiffMerges = dense-combined\n",
        "[log]\ndiffMerges = off\n",
        "[core]\nabbrev = 20\nquotePath = true\npager = cat\n",
        "[color]\nui = always\ndiff = always\n",
        "[diff]\nrenames = copies\nnoprefix = true\nexternal = false\nrelative = true\n",
        "[diff]\nautoRefreshIndex = false\nignoreSubmodules = all\n",
        "[format]\npretty = oneline\n[status]\nshowUntrackedFiles = no\nrelativePaths = false\n",
    ] {
        assert_eq!(run(settings), plain, "{settings}");
    }
}

/// A name holds whatever its owner wrote into it; nothing of it steers a terminal or cuts a line.
#[test]
fn names_of_people_are_shown_as_they_can_be_seen() {
    let folder = versioned(&["plans/a.md"]);
    let root = folder.path();
    let mut hats = 1000;
    for (name, shown) in [
        ("A\u{1b}[31mB", "A␛[31mB"),
        ("A\tB", "A B"),
        ("A\u{1}B\u{2}\u{7}C", "A␁B␂␇C"),
        ("A\u{202e}B\u{9b}C", "A�B�C"),
        ("Ａnn 陳", "Ａnn 陳"),
    ] {
        hats += 1;
        fs::write(root.join("site/plans/a.md"), plan("", hats)).unwrap();
        commit(root, name, "2026-02-02");
        let lines = told(root, &[], &["history", "a"]);
        has(&lines, &format!("2026-02-02 {shown} "));
        has(&lines, "2026-01-08 Ann");
        has(&told(root, &[], &["diff", "HEAD~1..HEAD"]), shown);
        told(root, &[], &["build", "-o", "public"]);
        let page = fs::read_to_string(root.join("public/changes.html")).unwrap();
        assert!(page.contains(&format!("</i> {shown} <i")), "{page}");
    }
}
