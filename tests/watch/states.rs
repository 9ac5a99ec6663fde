//! What else happens to a tree: folders made, filled, moved and gone, saves within one tick of the clock,
//! times that go back, a site that is away for a while.

use super::{CONFIG, SCHEMA, Watched, cold, plan, state};
use planpress::pipeline::Tree;
use planpress::watch::Watch;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

type Step = (&'static str, fn(&Path, &Path));

/// Each step is seen, with events and without, and then the tree is as a cold run has it.
const STEPS: [Step; 18] = [
    ("a folder made and filled at once", |site, _| {
        fs::create_dir_all(site.join("plans/x/y/z")).unwrap();
        for name in ["plans/x/1.md", "plans/x/y/2.md", "plans/x/y/z/3.md"] {
            fs::write(site.join(name), plan(name)).unwrap();
        }
    }),
    ("a file in the new folder", |site, _| fs::write(site.join("plans/x/y/z/4.md"), plan("4")).unwrap()),
    ("the folder renamed", |site, _| fs::rename(site.join("plans/x"), site.join("plans/w")).unwrap()),
    ("a file in the renamed folder", |site, _| fs::write(site.join("plans/w/y/2.md"), plan("22")).unwrap()),
    ("the folder moved out", |site, beside| fs::rename(site.join("plans/w"), beside.join("w")).unwrap()),
    ("the folder moved in", |site, beside| fs::rename(beside.join("w"), site.join("pages")).unwrap()),
    ("a file in the folder moved in", |site, _| fs::write(site.join("pages/5.md"), "# 5\n").unwrap()),
    ("a file removed", |site, _| fs::remove_file(site.join("pages/5.md")).unwrap()),
    ("a file takes the place of a folder", |site, _| {
        fs::remove_dir_all(site.join("pages/y")).unwrap();
        fs::write(site.join("pages/y"), "y").unwrap();
    }),
    ("an asset", |site, _| {
        fs::create_dir_all(site.join("static")).unwrap();
        fs::write(site.join("static/a.png"), [0, 159, 146, 150]).unwrap();
    }),
    ("an asset of the same size", |site, _| {
        fs::write(site.join("static/a.png"), [0, 159, 146, 151]).unwrap()
    }),
    ("a file that is no text", |site, _| fs::write(site.join("plans/b.md"), [0, 159, 146, 150]).unwrap()),
    ("a file that is a text again", |site, _| fs::write(site.join("plans/b.md"), plan("b")).unwrap()),
    ("a link, which is a finding", |site, _| symlink("a.md", site.join("plans/c.md")).unwrap()),
    ("the file itself in its place", |site, _| {
        fs::remove_file(site.join("plans/c.md")).unwrap();
        fs::write(site.join("plans/c.md"), plan("c")).unwrap();
    }),
    ("a link in its place", |site, _| {
        fs::remove_file(site.join("plans/c.md")).unwrap();
        symlink("a.md", site.join("plans/c.md")).unwrap();
    }),
    ("the link gone", |site, _| fs::remove_file(site.join("plans/c.md")).unwrap()),
    ("the site away and back", |site, beside| {
        fs::rename(site, beside.join("site")).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        fs::rename(beside.join("site"), site).unwrap();
        fs::write(site.join("plans/a.md"), plan("back")).unwrap();
    }),
];

fn steps(poll: bool) {
    let watched = Watched::start(&[CONFIG, SCHEMA, ("plans/a.md", &plan("a"))], poll);
    let beside = watched.folder.path().join("beside");
    fs::create_dir(&beside).unwrap();
    for (name, step) in STEPS {
        step(&watched.path(""), &beside);
        let expected = cold(&watched.path(""));
        let (time, _) = watched.until(|run| state(&*run.tree) == expected);
        assert!(time < Duration::from_millis(2500), "{name}: {time:?}");
    }
}

#[test]
fn folders_and_files_come_and_go() {
    steps(false);
}

#[test]
fn folders_and_files_come_and_go_without_events() {
    steps(true);
}

/// Saves that follow one another at once, all of one size: the last one is seen, whatever the clock says.
#[test]
fn saves_within_one_tick_are_seen() {
    let watched = Watched::start(&[CONFIG, SCHEMA, ("plans/a.md", &plan("start"))], false);
    let path = watched.path("plans/a.md");
    for round in 0..20 {
        for number in 0..7 {
            fs::write(&path, plan(&format!("{round:02}.{number}"))).unwrap();
            let same = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
            File::options().write(true).open(&path).unwrap().set_modified(same).unwrap();
        }
        watched.until(|run| run.shows(&format!("{round:02}.6")));
    }
}

/// A file whose times changed and whose content did not is no change, and stays the same in memory.
#[test]
fn touched_files_are_no_change() {
    let folder =
        crate::support::site(&[CONFIG, SCHEMA, ("plans/a.md", &plan("a")), ("plans/b.md", &plan("b"))]);
    let root = folder.path().join("site");
    let mut watch = Watch::start(&root, false).unwrap();
    let before = watch.tree();
    fs::write(root.join("plans/a.md"), plan("a")).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    fs::write(root.join("plans/b.md"), plan("c")).unwrap();
    let changes = watch.wait();
    assert_eq!(
        (changes.added, changes.changed, changes.removed),
        (BTreeSet::new(), BTreeSet::from(["plans/b.md".to_owned()]), BTreeSet::new())
    );
    let after = watch.tree();
    assert!(Arc::ptr_eq(&before.read("plans/a.md").unwrap(), &after.read("plans/a.md").unwrap()));
    assert!(before.read("plans/b.md").unwrap().text.ends_with("b\n"), "a run keeps what it has read");
}

/// What editors put beside a file is no part of a site, watched or built.
#[test]
fn what_editors_leave_beside_a_file_is_passed_over() {
    let names =
        ["a.md~", "#a.md#", "a.md.swp", "a.swx", "4913", "a.tmp", "a.md.part", ".a.md", "a.md___jb_old___"];
    let texts: Vec<(String, String)> = names.map(|name| (format!("plans/{name}"), plan("x"))).into();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = crate::support::site(&[&[CONFIG, SCHEMA][..], &files].concat());
    let watch = Watch::start(&folder.path().join("site"), true).unwrap();
    let paths: Vec<String> = watch.tree().paths().iter().cloned().collect();
    assert_eq!(paths, [CONFIG.0, SCHEMA.0]);
}

/// A link that comes and goes is told as a file that does, and as a change where it takes the place of one.
#[test]
fn links_are_told_as_files_are() {
    let folder = crate::support::site(&[CONFIG, SCHEMA, ("plans/a.md", &plan("a"))]);
    let root = folder.path().join("site");
    let mut watch = Watch::start(&root, false).unwrap();
    let mut check = |edit: &dyn Fn(&Path), expected: [&[&str]; 3]| {
        edit(&root.join("plans/b.md"));
        let changes = watch.wait();
        let told = [changes.added, changes.changed, changes.removed];
        assert_eq!(told.map(Vec::from_iter), expected);
    };
    check(&|path| symlink("a.md", path).unwrap(), [&["plans/b.md"], &[], &[]]);
    let replace = |path: &Path| {
        fs::write(path.with_file_name(".b"), plan("b")).unwrap();
        fs::rename(path.with_file_name(".b"), path).unwrap();
    };
    check(&replace, [&[], &["plans/b.md"], &[]]);
    let link = |path: &Path| {
        symlink("a.md", path.with_file_name(".b")).unwrap();
        fs::rename(path.with_file_name(".b"), path).unwrap();
    };
    check(&link, [&[], &["plans/b.md"], &[]]);
    check(&|path| fs::remove_file(path).unwrap(), [&[], &[], &["plans/b.md"]]);
}
