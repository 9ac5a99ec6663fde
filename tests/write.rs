//! Writing: what stays, what goes, what is refused.

use planpress::write::{Summary, Writer};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with a site in it and room for outputs beside it.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("plans")).unwrap();
    fs::write(site.join("planpress.yaml"), "title: x\n").unwrap();
    (folder, site)
}

fn build(output: &Path, site: &Path, force: bool, files: &[(&str, &str)]) -> Result<Summary, String> {
    let writer = Writer::open(output, site, force)?;
    for (path, text) in files {
        writer.put(path, text.as_bytes())?;
    }
    writer.finish()
}

/// All files below a folder with their bytes, the manifest left out.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files
        .map(|entry| {
            (
                entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned(),
                entry.path().to_owned(),
            )
        })
        .filter(|(path, _)| path != ".planpress-manifest.json")
        .map(|(path, full)| (path, fs::read_to_string(full).unwrap_or_default()))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn writes_only_what_differs_and_drops_what_is_gone() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    let first =
        build(&out, &site, false, &[("index.html", "a"), ("plans/x.html", "b"), ("plans/y.html", "c")])
            .unwrap();
    assert_eq!((first.files, first.written, first.removed), (3, 3, 0));
    let time = fs::metadata(out.join("index.html")).unwrap().modified().unwrap();
    let same =
        build(&out, &site, false, &[("index.html", "a"), ("plans/x.html", "b"), ("plans/y.html", "c")])
            .unwrap();
    assert_eq!((same.written, same.removed), (0, 0));
    let second =
        build(&out, &site, false, &[("index.html", "a"), ("plans/x.html", "B"), ("z/z.html", "d")]).unwrap();
    assert_eq!((second.files, second.written, second.removed), (3, 2, 1));
    assert_eq!(
        fs::metadata(out.join("index.html")).unwrap().modified().unwrap(),
        time,
        "unchanged files keep their time"
    );
    let expected = [("index.html", "a"), ("plans/x.html", "B"), ("z/z.html", "d")];
    assert_eq!(tree(&out), expected.map(|(path, text)| (path.to_string(), text.to_string())).into());
    assert_eq!(names(folder.path()), [".public.planpress-staging", "public", "site"], "the old site waits");
    let waiting = folder.path().join(".public.planpress-staging");
    assert_eq!(names(&waiting), [".gitignore", "site"]);
    let first = [("index.html", "a"), ("plans/x.html", "b"), ("plans/y.html", "c")];
    assert_eq!(
        tree(&waiting.join("site")),
        first.map(|(path, text)| (path.to_string(), text.to_string())).into()
    );
}

/// What is on the list and was never there, or is gone already, is not removed.
#[test]
fn only_what_was_there_is_counted_as_removed() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    build(&out, &site, false, &[("index.html", "a"), ("x.html", "b"), ("y/y.html", "c")]).unwrap();
    fs::remove_file(out.join("x.html")).unwrap();
    let next = build(&out, &site, false, &[("index.html", "a")]).unwrap();
    assert_eq!((next.files, next.written, next.removed), (1, 0, 1));
    assert_eq!(tree(&out), [("index.html".to_string(), "a".to_string())].into());
    build(&out, &site, false, &[("index.html", "a"), ("x.html", "b")]).unwrap();
    fs::remove_file(out.join("x.html")).unwrap();
    let next = build(&out, &site, false, &[("index.html", "a")]).unwrap();
    assert_eq!((next.written, next.removed), (0, 0));
    let list = fs::read_to_string(out.join(".planpress-manifest.json")).unwrap();
    assert!(!list.contains("\"x.html"), "{list}");
}

#[test]
fn a_file_changed_by_hand_is_written_again() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    build(&out, &site, false, &[("index.html", "a")]).unwrap();
    fs::write(out.join("index.html"), "b").unwrap();
    assert_eq!(build(&out, &site, false, &[("index.html", "a")]).unwrap().written, 1);
    assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "a");
}

#[test]
fn a_build_that_is_given_up_leaves_the_old_output() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    build(&out, &site, false, &[("index.html", "a")]).unwrap();
    let writer = Writer::open(&out, &site, false).unwrap();
    writer.put("index.html", b"new").unwrap();
    writer.put("other.html", b"new").unwrap();
    drop(writer);
    assert_eq!(tree(&out), [("index.html".to_string(), "a".to_string())].into());
    assert_eq!(names(folder.path()), ["public", "site"]);
}

#[test]
fn what_a_killed_build_left_is_cleaned_up() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    fs::create_dir_all(folder.path().join(".public.planpress-staging/plans")).unwrap();
    fs::write(folder.path().join(".public.planpress-staging/plans/half.html"), "half").unwrap();
    build(&out, &site, false, &[("index.html", "a")]).unwrap();
    assert_eq!(names(folder.path()), ["public", "site"]);
    assert_eq!(tree(&out).len(), 1);
}

#[test]
fn files_of_others_stay() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    fs::create_dir_all(out.join(".git/refs")).unwrap();
    fs::write(out.join(".git/refs/x"), "ref").unwrap();
    fs::write(out.join("CNAME"), "plans.example").unwrap();
    std::os::unix::fs::symlink("CNAME", out.join("link")).unwrap();
    let refused = build(&out, &site, false, &[("index.html", "a")]).unwrap_err();
    assert!(refused.contains("not empty") && refused.contains("--force"), "{refused}");
    build(&out, &site, true, &[("index.html", "a")]).unwrap();
    build(&out, &site, false, &[("index.html", "b")]).unwrap();
    let tree = tree(&out);
    assert_eq!(tree["CNAME"], "plans.example");
    assert_eq!(tree[".git/refs/x"], "ref");
    assert_eq!(tree["index.html"], "b");
    assert!(fs::symlink_metadata(out.join("link")).unwrap().is_symlink());
}

#[test]
fn a_page_never_replaces_a_file_of_others() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    build(&out, &site, false, &[("index.html", "a")]).unwrap();
    fs::write(out.join("plans.html"), "mine").unwrap();
    let refused = build(&out, &site, false, &[("index.html", "b"), ("plans.html", "theirs")]).unwrap_err();
    assert!(refused.contains("plans.html") && refused.contains("did not write"), "{refused}");
    assert_eq!(tree(&out)["index.html"], "a");
    assert_eq!(tree(&out)["plans.html"], "mine");
}

#[test]
fn a_forged_manifest_reaches_nothing_outside() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    let canary = folder.path().join("canary");
    fs::write(&canary, "alive").unwrap();
    fs::create_dir_all(&out).unwrap();
    let listed =
        r#"{"version":1,"generator":"x","files":{"../canary":"0","/etc/hostname":"0","a/../../canary":"0"}}"#;
    fs::write(out.join(".planpress-manifest.json"), listed).unwrap();
    build(&out, &site, false, &[("index.html", "a")]).unwrap();
    assert_eq!(fs::read_to_string(canary).unwrap(), "alive");
    let writer = Writer::open(&out, &site, false).unwrap();
    for path in ["../x", "/x", "a//b", "a/./b", "", ".", "a\\b", ".planpress-manifest.json"] {
        assert!(writer.put(path, b"x").is_err(), "{path:?}");
    }
}

#[test]
fn outputs_that_would_hurt_the_source_are_refused() {
    let (folder, site) = place();
    std::os::unix::fs::symlink(&site, folder.path().join("link")).unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let before = tree(folder.path());
    let cases = [
        ("site", "own folder"),
        ("site/.", "own folder"),
        ("link", "own folder"),
        ("site/plans/..", "own folder"),
        (".", "cover"),
        ("site/..", "cover"),
        ("/", "cover"),
        ("site/plans", "among the sources"),
        ("site/plans/out", "among the sources"),
        ("link/schemas", "among the sources"),
        ("site/PAGES/x", "among the sources"),
        ("site/.git", "among the sources"),
        ("file", "is a file"),
    ];
    for (output, why) in cases {
        let refused = Writer::open(&folder.path().join(output), &site, true).map(|_| ()).unwrap_err();
        assert!(refused.contains(why), "{output}: {refused}");
    }
    assert_eq!(tree(folder.path()), before);
    Writer::open(&site.join("public"), &site, false)
        .map(|_| ())
        .expect("a folder of its own inside the site is fine");
}

#[test]
fn one_file_twice_is_an_error() {
    let (folder, site) = place();
    let writer = Writer::open(&folder.path().join("out"), &site, false).unwrap();
    writer.put("a.html", b"1").unwrap();
    assert!(writer.put("a.html", b"2").unwrap_err().contains("two pages"));
    for (first, second) in [("b", "b/c.html"), ("d/e/f.html", "d/e")] {
        writer.put(first, b"1").unwrap();
        assert!(writer.put(second, b"2").unwrap_err().contains("a file and a folder"), "{first} {second}");
    }
}

/// A file that comes in pieces ends as one that comes whole, whatever stood there before.
#[test]
fn pieces_are_written_like_whole_files() {
    let (folder, site) = place();
    let out = folder.path().join("public");
    let path = "data/long.json";
    let in_pieces = |text: &str| {
        let writer = Writer::open(&out, &site, false).unwrap();
        let mut file = writer.begin(path);
        text.as_bytes().chunks(7_000).for_each(|piece| file.write_all(piece).unwrap());
        file.end().unwrap();
        writer.finish().unwrap()
    };
    let long = |end: &str| "0123456789".repeat(30_000) + end;
    let other = long("").replacen('5', "6", 1);
    let texts = ["a", "a", "b", "b, and more", "b", "b", ""].map(long).into_iter();
    let texts = texts.chain([other.clone(), other, "short".to_owned(), "short".to_owned(), long("")]);
    let mut before = String::new();
    for text in texts {
        let summary = in_pieces(&text);
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), text);
        assert_eq!((summary.written, summary.bytes), (usize::from(text != before), text.len() as u64));
        assert_eq!(build(&out, &site, false, &[(path, &text)]).unwrap().written, 0, "whole, it is the same");
        before = text;
    }
}
