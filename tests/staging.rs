//! Writing again and again: whatever earlier builds left beside the output, finished or given up, the next
//! site is the one that was asked for.

use crate::trouble::Random;
use planpress::write::Writer;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::TempDir;

type Pages = BTreeMap<String, String>;

fn place() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(&site).unwrap();
    fs::write(site.join("planpress.yaml"), "title: x\n").unwrap();
    let out = folder.path().join("public");
    (folder, site, out)
}

fn put(writer: &Writer, pages: &Pages) {
    pages.iter().for_each(|(path, text)| writer.put(path, text.as_bytes()).unwrap());
}

fn build(out: &Path, site: &Path, pages: &Pages) {
    let writer = Writer::open(out, site, false).unwrap();
    put(&writer, pages);
    writer.finish().unwrap();
}

/// The files below a folder without the manifest, and the times of their last change.
fn tree(folder: &Path) -> (Pages, BTreeMap<String, SystemTime>) {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = walk.filter(|entry| !entry.file_type().is_dir() && entry.depth() > 0).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let time = fs::symlink_metadata(entry.path()).unwrap().modified().unwrap();
        (path, fs::read_to_string(entry.path()).unwrap(), time)
    });
    let files: Vec<_> = files.filter(|(path, ..)| path != ".planpress-manifest.json").collect();
    let times = files.iter().map(|(path, _, time)| (path.clone(), *time)).collect();
    (files.into_iter().map(|(path, text, _)| (path, text)).collect(), times)
}

/// Pages with names of which some are folders of others, and texts of which many are as long as others.
fn pages(random: &mut Random) -> Pages {
    let names = ["index", "a", "a/b", "a/c", "d/e/f", "d/e", "g", "h", "i/j", "i/k"];
    let mut pages = Pages::new();
    for name in names {
        let is_free = !pages.keys().any(|taken: &String| {
            name.starts_with(&format!("{taken}/")) || taken.starts_with(&format!("{name}/"))
        });
        if is_free && random.below(4) > 0 {
            let text = ["x", "y", "zz", "a longer text"][random.below(4) as usize];
            pages.insert(name.to_owned(), text.repeat(1 + random.below(2) as usize));
        }
    }
    pages
}

/// What may happen between two builds: to the output, to what waits beside it.
fn disturb(
    random: &mut Random,
    out: &Path,
    site: &Path,
    own: &mut Pages,
    copies: &mut Vec<(String, PathBuf)>,
) {
    let waiting = out.with_file_name(".public.planpress-staging/site");
    match random.below(8) {
        // A build that is given up half way.
        0 | 1 => put(&Writer::open(out, site, false).unwrap(), &pages(random)),
        // Somebody changes a page, and one in the staging folder.
        2 if out.join("g").is_file() => fs::write(out.join("g"), "by hand").unwrap(),
        3 => drop(fs::write(waiting.join("h"), "by hand")),
        // Links among what waits, which must not be followed.
        4 => {
            let _ = fs::remove_file(waiting.join("index"));
            let _ = std::os::unix::fs::symlink(site.join("planpress.yaml"), waiting.join("index"));
        }
        // A copy of the output by links, as backups make them.
        5 if out.join("index").is_file() => {
            let copy = site.with_file_name(format!("backup-{}", copies.len()));
            fs::hard_link(out.join("index"), &copy).unwrap();
            copies.push((fs::read_to_string(&copy).unwrap(), copy));
        }
        // A file of somebody's own.
        6 => {
            own.insert("own/file".to_owned(), format!("{}", random.below(3)));
            fs::create_dir_all(out.join("own")).unwrap();
            let _ = fs::remove_file(out.join("own/file"));
            fs::write(out.join("own/file"), &own["own/file"]).unwrap();
        }
        _ => {}
    }
}

#[test]
fn whatever_is_left_the_next_site_is_right() {
    for seed in 0..12 {
        let mut random = Random(seed);
        let (_folder, site, out) = place();
        let (mut own, mut copies) = (Pages::new(), Vec::new());
        build(&out, &site, &pages(&mut random));
        for step in 0..40 {
            disturb(&mut random, &out, &site, &mut own, &mut copies);
            let (before, times) = tree(&out);
            let pages = pages(&mut random);
            build(&out, &site, &pages);
            let (after, new_times) = tree(&out);
            let mut expected = pages;
            expected.extend(own.clone());
            assert_eq!(after, expected, "seed {seed}, step {step}");
            for (path, text) in &after {
                let is_same = before.get(path) == Some(text);
                assert!(
                    !is_same || times[path] == new_times[path],
                    "seed {seed}, step {step}: {path} has a new time"
                );
            }
            assert_eq!(fs::read_to_string(site.join("planpress.yaml")).unwrap(), "title: x\n");
        }
        for (text, copy) in copies {
            assert_eq!(fs::read_to_string(&copy).unwrap(), text, "seed {seed}: a copy was written over");
        }
    }
}

/// Deleting files and making new ones is what makes a disk slow.
#[test]
fn full_rebuilds_write_over_the_files_of_the_site_before_the_last() {
    let (_folder, site, out) = place();
    let pages = |number: usize| -> Pages {
        (0..9).map(|at| (format!("d{at}/p"), "x".repeat(number % 3 * 5000 + at))).collect()
    };
    let inodes = || -> Vec<u64> {
        (0..9).map(|at| fs::metadata(out.join(format!("d{at}/p"))).unwrap().ino()).collect()
    };
    let seen: Vec<Vec<u64>> = (0..6)
        .map(|number| {
            build(&out, &site, &pages(number));
            assert_eq!(tree(&out).0, pages(number));
            inodes()
        })
        .collect();
    assert!(seen[0] != seen[1] && seen[0] == seen[2] && seen[1] == seen[3] && seen[2] == seen[4]);
}
