//! Looking only where the system tells to look.
#![expect(clippy::disallowed_methods, reason = "a site is edited on disk")]

use super::*;

/// A site of two plans and a folder, an edit of it, and of which paths the system tells: which files are found changed
/// by looking there alone, or that all has to be looked at.
fn check(edit: impl Fn(&Path), told: &[&str], expected: Option<&[&str]>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("plans/more")).unwrap();
    for path in ["planpress.yaml", "plans/a.md", "plans/more/b.md"] {
        fs::write(root.join(path), "first").unwrap();
    }
    let before = Snapshot::first(Listing::take(&root).unwrap());
    edit(&root);
    let told: BTreeSet<PathBuf> = told.iter().map(|path| root.join(path)).collect();
    let after = before.after(&told);
    let found =
        after.as_ref().map(|(_, changes)| changes.changed.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found.as_deref(), expected, "{told:?}");
    let Some((after, changes)) = after else { return };
    assert!(changes.added.is_empty() && changes.removed.is_empty());
    // It is what a look at everything shows.
    let (all, _) = before.next(Listing::take(&root).unwrap());
    assert_eq!(after.fingerprint(), all.fingerprint());
    assert_eq!(after.paths(), all.paths());
}

#[test]
fn a_save_is_seen_where_the_system_tells_of_it() {
    let write = |path: &'static str| move |root: &Path| fs::write(root.join(path), "second").unwrap();
    check(write("plans/a.md"), &["plans/a.md"], Some(&["plans/a.md"]));
    check(write("plans/more/b.md"), &["plans/a.md", "plans/more/b.md"], Some(&["plans/more/b.md"]));
    // Written beside it and renamed: the other name is gone again.
    let renamed = |root: &Path| {
        fs::write(root.join("plans/sedX1"), "second").unwrap();
        fs::rename(root.join("plans/sedX1"), root.join("plans/a.md")).unwrap();
    };
    check(renamed, &["plans/sedX1", "plans/a.md"], Some(&["plans/a.md"]));
}

#[test]
fn whatever_else_happens_is_looked_for_everywhere() {
    check(|_| {}, &["plans/a.md"], None);
    check(|root| fs::write(root.join("plans/c.md"), "new").unwrap(), &["plans/c.md"], None);
    check(|root| fs::remove_file(root.join("plans/a.md")).unwrap(), &["plans/a.md"], None);
    let moved = |root: &Path| fs::rename(root.join("plans"), root.join("old")).unwrap();
    check(moved, &["plans", "old"], None);
    check(moved, &["plans"], None);
    let linked = |root: &Path| {
        fs::remove_file(root.join("plans/a.md")).unwrap();
        std::os::unix::fs::symlink(root.join("planpress.yaml"), root.join("plans/a.md")).unwrap();
    };
    check(linked, &["plans/a.md"], None);
    check(|root| fs::write(root.join("plans/a.md"), "second").unwrap(), &["../elsewhere"], None);
}
