//! A build of what was built already ends at once; whatever may make a difference is built.

use crate::support::{files, planpress, site};
use std::fs;
use std::path::Path;

const CONFIG: (&str, &str) = ("planpress.yaml", "title: 計劃\n");
const SCHEMA: (&str, &str) = ("schemas/note.yaml", "title: Note\n");
const PLAN: (&str, &str) = ("plans/a.md", "---\nkind: note\ntitle: A\n---\n\n![x](x.png) text\n");

fn built(folder: &Path, arguments: &[&str]) -> String {
    let all = [&["--site", "site", "build", "-o", "public"], arguments].concat();
    planpress(folder, &all).exits(0).err
}

/// Something done between two builds, and whether the second one may end at once.
fn check(what: &str, change: impl Fn(&Path), arguments: &[&str], ends_at_once: bool) {
    let folder = site(&[CONFIG, SCHEMA, PLAN, ("plans/x.png", "png"), ("static/b.txt", "b")]);
    let folder = folder.path();
    let first = built(folder, &[]);
    assert!(!first.contains("nothing has changed"), "{what}: {first}");
    change(folder);
    let second = built(folder, arguments);
    assert_eq!(second.contains("nothing has changed"), ends_at_once, "{what}: {second}");
    // What stands there then is what a build from nothing writes.
    let all = files(&folder.join("public"));
    fs::remove_dir_all(folder.join("public")).unwrap();
    built(folder, arguments);
    assert!(all == files(&folder.join("public")), "{what}: the output is not that of a new build");
}

fn write(path: &'static str, text: &str) -> impl Fn(&Path) {
    move |folder| fs::write(folder.join(path), text).unwrap()
}

fn append(path: &'static str, text: &str) -> impl Fn(&Path) {
    move |folder| {
        let before = fs::read_to_string(folder.join(path)).unwrap();
        fs::write(folder.join(path), before + text).unwrap();
    }
}

#[test]
fn a_build_of_the_same_ends_at_once() {
    check("nothing", |_| {}, &[], true);
    check("a file saved again", write("site/plans/a.md", PLAN.1), &[], true);
    check("a plan", write("site/plans/a.md", "---\nkind: note\ntitle: B\n---\n\ntext\n"), &[], false);
    check("prose", write("site/plans/a.md", &PLAN.1.replace("text", "words")), &[], false);
    check("prose behind which nothing moves", append("site/plans/a.md", "\nmore\n"), &[], false);
    let both = |folder: &Path| {
        append("site/plans/a.md", "\nmore\n")(folder);
        fs::write(folder.join("public/targets.html"), "x").unwrap();
    };
    check("prose, and a page written over", both, &[], false);
    check("a new plan", write("site/plans/b.md", "---\nkind: note\ntitle: B\n---\n\ntext\n"), &[], false);
    check("a picture", write("site/plans/x.png", "gnp"), &[], false);
    check("a file that is copied", write("site/static/b.txt", "c"), &[], false);
    check(
        "a file that is gone",
        |folder| fs::remove_file(folder.join("site/static/b.txt")).unwrap(),
        &[],
        false,
    );
    check("the kind", write("site/schemas/note.yaml", "title: Notes\n"), &[], false);
    check("drafts", |_| {}, &["--drafts"], false);
    check("the day", |_| {}, &["--today", "2026-09-16"], false);
    check("a page written over", write("public/index.html", "x"), &[], false);
    check(
        "a page that is gone",
        |folder| fs::remove_file(folder.join("public/index.html")).unwrap(),
        &[],
        false,
    );
    let manifest = |folder: &Path| fs::remove_file(folder.join("public/.planpress-manifest.json")).unwrap();
    check("the manifest", manifest, &["--force"], false);
}

#[test]
fn findings_are_not_forgotten() {
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", "---\nkind: note\ntitle: A\n---\n\nTBD\n")]);
    let warn = fs::read_to_string(folder.path().join("site/planpress.yaml")).unwrap()
        + "checks: { placeholder: warn }\n";
    fs::write(folder.path().join("site/planpress.yaml"), warn).unwrap();
    assert!(built(folder.path(), &[]).contains("placeholder"));
    let second = built(folder.path(), &[]);
    assert!(second.contains("nothing has changed; `planpress check` shows 1 finding"), "{second}");
}

#[test]
fn a_site_with_errors_is_built_each_time() {
    let folder = site(&[CONFIG, SCHEMA, ("plans/a.md", "---\nkind: note\ntitle: A\n---\n\nTBD\n")]);
    for _ in 0..2 {
        let ran =
            planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]).exits(1);
        assert!(ran.err.contains("placeholder"), "{}", ran.err);
    }
}
