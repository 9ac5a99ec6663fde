//! Names of files: composed or decomposed they are one, and those that cannot be part of a site are told of.
#![cfg(unix)]

use crate::support::{files, planpress, site};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use unicode_normalization::UnicodeNormalization;

/// Names that change in one of the forms, and some that do not.
const NAMES: [&str; 12] = ["é", "が", "각", "ﬁ", "𠀀", "﨑", "Å", "ế", "計劃é", "ばパ각", "ｶﾞ", "a\u{323}"];

fn composed(text: &str) -> String {
    text.nfc().collect()
}

fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// A site whose files have names of one form and whose texts have those of another.
fn named(stored: fn(&str) -> String, said: fn(&str) -> String) -> tempfile::TempDir {
    let mut all = vec![("planpress.yaml".to_owned(), "title: S\n".to_owned())];
    for (at, name) in NAMES.iter().enumerate() {
        let (file, word) = (stored(name), said(name));
        let next = said(NAMES[(at + 1) % NAMES.len()]);
        let plan = format!(
            "---\nkind: {word}\ntitle: T\nowner: {word}\ntags: [{word}]\n---\n\n![p]({word}.png) [[{next}]] [s](/{word}.svg) [[{word}/x]] [p](/pages/{word}/x.md)\n\n- [ ] Do. @{word}\n"
        );
        all.push((format!("plans/{file}.md"), plan));
        all.push((format!("plans/{file}.png"), format!("png {at}")));
        all.push((format!("static/{file}.svg"), format!("svg {at}")));
        all.push((format!("pages/{file}/x.md"), "---\ntitle: X\n---\ny\n".to_owned()));
        all.push((format!("schemas/{file}.yaml"), "title: K\n".to_owned()));
    }
    site(&all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn composed_and_decomposed_names_are_one() {
    let build = |folder: &tempfile::TempDir| {
        planpress(folder.path(), &["--site", "site", "build"]).exits(0);
        files(&folder.path().join("public"))
    };
    let expected = build(&named(composed, composed));
    assert!(expected.len() > 5 * NAMES.len());
    for (path, _) in &expected {
        assert_eq!(*path, composed(path));
    }
    let built = build(&named(decomposed, composed));
    for (one, other) in built.iter().zip(&expected) {
        assert!(one == other, "{} {}", one.0, other.0);
    }
    assert_eq!(built.len(), expected.len());
    let names = |built: &[(String, Vec<u8>)]| built.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    for folder in [named(composed, decomposed), named(decomposed, decomposed)] {
        assert_eq!(names(&build(&folder)), names(&expected));
    }
}

/// One plan says its owner in one form, the next in the other.
#[test]
fn an_owner_is_one_in_both_forms() {
    let plan = |owner: String| format!("---\nkind: k\ntitle: T\nowner: {owner}\ntags: [{owner}]\n---\n\ny\n");
    let (one, other) = (plan(composed("Zoé")), plan(decomposed("Zoé")));
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/a.md", &one),
        ("plans/b.md", &other),
    ]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn a_file_of_a_decomposed_name_is_mended_where_it_lies() {
    let path = format!("plans/{}.md", decomposed("é"));
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("schemas/k.yaml", "title: K\nfields: { owner: {} }\n"),
        (&path, "---\nkind: k\ntitel: T\n---\n\ny\n"),
    ]);
    planpress(folder.path(), &["--site", "site", "check", "--fix"]).exits(0);
    let text = fs::read_to_string(folder.path().join("site").join(&path)).unwrap();
    assert!(text.contains("title: T"), "{text}");
    assert_eq!(fs::read_dir(folder.path().join("site/plans")).unwrap().count(), 1);
}

/// Fails unless just these files of a small site, made otherwise, cannot be read, and why.
#[track_caller]
fn unreadable(make: &dyn Fn(&std::path::Path), found: &[(&str, &str)]) {
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/a.md", "---\nkind: k\ntitle: A\n---\n\nx\n"),
        ("away/b.md", "---\nkind: k\ntitle: B\n---\n\nx\n"),
    ]);
    make(&folder.path().join("site"));
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "short"]);
    let expected: Vec<String> =
        found.iter().map(|(path, why)| format!("{path}:1:1: error: {why} [unreadable-file]")).collect();
    assert_eq!(ran.out.lines().collect::<Vec<_>>(), expected);
    assert_eq!(ran.code, i32::from(!found.is_empty()));
}

/// A pipe is not opened, which would wait for somebody to write into it.
#[test]
fn what_is_no_file_is_no_source_in_silence() {
    let folder = "this is a folder, not a file";
    let make_folder =
        |path: &'static str| move |root: &std::path::Path| fs::create_dir_all(root.join(path)).unwrap();
    for path in ["plans/dir.md", "pages/x/dir.md", "data/dir.csv", "schemas/q.yaml", "dimensions.yaml"] {
        unreadable(&make_folder(path), &[(path, folder)]);
    }
    for path in
        ["plans/dir", "plans/dir.csv", "away/dir.md", "data/sub/dir.csv", "static/x.md", "metrics.yml"]
    {
        unreadable(&make_folder(path), &[]);
    }
    unreadable(
        &|root| {
            fs::create_dir_all(root.join("plans/dir.md")).unwrap();
            fs::write(root.join("plans/dir.md/b.md"), "---\nkind: k\ntitle: B\n---\n\nx\n").unwrap();
            fs::create_dir_all(root.join("metrics.yaml")).unwrap();
            fs::write(root.join("metrics.yaml/units.yaml"), "units: { unit: 套 }\n").unwrap();
        },
        &[("metrics.yaml", folder)],
    );
    for path in ["plans/b.md", "data/f.csv", "metrics.yaml", "static/a.png"] {
        unreadable(
            &|root| {
                fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                let made = std::process::Command::new("mkfifo").arg(root.join(path)).status().unwrap();
                assert!(made.success());
            },
            &[(path, "this is a pipe, not a file")],
        );
    }
    unreadable(
        &|root| drop(std::os::unix::net::UnixListener::bind(root.join("plans/s.md")).unwrap()),
        &[("plans/s.md", "this is a socket, not a file")],
    );
    for path in ["data", "pages", "static", "themes", "templates"] {
        let why = format!("`{path}` is a file, not a folder");
        unreadable(&|root| fs::write(root.join(path), "x").unwrap(), &[(path, &why)]);
    }
    unreadable(
        &|root| {
            fs::remove_dir_all(root.join("plans")).unwrap();
            fs::write(root.join("plans"), "x").unwrap();
        },
        &[("plans", "`plans` is a file, not a folder")],
    );
}

#[test]
fn names_that_cannot_be_part_of_a_site_are_findings() {
    let address = "the name cannot be a part of an address";
    let link = "this is a link of the file system, and links are not followed";
    let twice = "another name differs from this one only in how its characters are composed";
    let write = |name: &'static [u8]| {
        move |root: &std::path::Path| {
            fs::create_dir_all(root.join("pages")).unwrap();
            fs::write(root.join(OsStr::from_bytes(name)), "---\nkind: k\ntitle: B\n---\n\nx\n").unwrap();
        }
    };
    unreadable(&write(b"plans/caf\xe9.md"), &[("plans/caf\\xE9.md", address)]);
    unreadable(&write(b"plans/a\nb.md"), &[("plans/a\\nb.md", address)]);
    unreadable(&write(b"plans/a\\b.md"), &[("plans/a\\\\b.md", address)]);
    unreadable(&write(b"pages/caf\xe9.md"), &[("pages/caf\\xE9.md", address)]);
    unreadable(&write(b"plans/caf\xe9.png"), &[]);
    unreadable(&write(b"away/caf\xe9.md"), &[]);
    let to = |from: &'static str, to: &'static str| {
        move |root: &std::path::Path| symlink(to, root.join(from)).unwrap()
    };
    unreadable(&to("plans/b.md", "../away/b.md"), &[("plans/b.md", link)]);
    unreadable(&to("plans/sub", "../away"), &[("plans/sub", link)]);
    unreadable(&to("pages", "away"), &[("pages", link)]);
    unreadable(&to("metrics.yaml", "schemas/k.yaml"), &[("metrics.yaml", link)]);
    unreadable(&to("static", "away"), &[("static", link)]);
    unreadable(&to("away/c.md", "b.md"), &[]);
    unreadable(
        &|root| {
            for name in [composed("é"), decomposed("é")] {
                fs::write(root.join(format!("plans/{name}.md")), "---\nkind: k\ntitle: B\n---\n\nx\n")
                    .unwrap();
            }
        },
        &[("plans/é.md", twice)],
    );
    let folder = site(&[("other.yaml", "title: S\n")]);
    symlink("other.yaml", folder.path().join("site/planpress.yaml")).unwrap();
    let ran = planpress(folder.path(), &["--site", "site", "check"]).exits(2);
    assert!(ran.err.contains(&format!("planpress.yaml: {link}")), "{}", ran.err);
}
