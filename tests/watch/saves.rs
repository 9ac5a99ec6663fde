//! Every way in which editors and programs save a file, by the system calls that they make or by the program
//! itself: each state is seen, soon.

use super::{CONFIG, SCHEMA, Watched, plan};
use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Saves a text into `plans/sub/a.md` of a site; `beside` is a folder outside the site.
type Save = fn(site: &Path, beside: &Path, text: &str);

const STYLES: [(&str, Save); 13] = [
    ("echo >", echo),
    ("vim", vim),
    ("nano", nano),
    ("emacs", emacs),
    ("VS Code", vs_code),
    ("JetBrains", jetbrains),
    ("sed -i", sed),
    ("mv over", mv),
    ("rsync", rsync),
    ("git checkout and stash", git),
    ("cp -p of an older file", cp),
    ("folder renamed", folder),
    ("hard link", hard_link),
];

const FILE: &str = "plans/sub/a.md";

#[test]
#[expect(clippy::print_stdout, reason = "the figures are shown with --nocapture")]
fn every_way_of_saving_is_seen_at_once() {
    let mut times = each_style(false, 40);
    times.sort();
    let p95 = times[times.len() * 95 / 100];
    println!(
        "{} edits: median {:?}, p95 {p95:?}, most {:?}",
        times.len(),
        times[times.len() / 2],
        times.last()
    );
    assert!(p95 < Duration::from_secs(1), "{p95:?}");
    assert!(*times.last().unwrap() < Duration::from_millis(2500), "{:?}", times.last());
}

#[test]
fn every_way_of_saving_is_seen_without_events() {
    let times = each_style(true, 6);
    let most = times.iter().max().unwrap();
    assert!(*most < Duration::from_millis(2500), "{most:?}");
}

/// How long each edit of each style took until a run showed it.
fn each_style(poll: bool, edits: usize) -> Vec<Duration> {
    let style = |(name, save): (&'static str, Save)| {
        thread::spawn(move || {
            let watched = Watched::start(&[CONFIG, SCHEMA, (FILE, &plan("start 00"))], poll);
            let site = watched.folder.path().join("site");
            let beside = watched.folder.path().join("beside");
            fs::create_dir(&beside).unwrap();
            let edit = |number: usize| {
                let token = format!("token {number:02}");
                save(&site, &beside, &plan(&token));
                let (time, runs) = watched.until(|run| run.shows(&token));
                let stray = runs.iter().flat_map(|run| &run.changes.added).find(|path| path.contains("~"));
                assert_eq!(stray, None, "{name}");
                assert!(number + 1 < edits || runs.last().is_some_and(|run| run.loads(&token)), "{name}");
                time
            };
            (0..edits).map(edit).collect::<Vec<_>>()
        })
    };
    let threads: Vec<_> = STYLES.into_iter().map(style).collect();
    let mut times = Vec::new();
    for ((name, _), thread) in STYLES.into_iter().zip(threads) {
        times.extend(thread.join().unwrap_or_else(|_| panic!("an edit in the style of {name} was missed")));
    }
    times
}

fn echo(site: &Path, _: &Path, text: &str) {
    fs::write(site.join(FILE), text).unwrap();
}

/// Tries whether it may write, moves the old file aside, writes the new one, drops the old one.
fn vim(site: &Path, _: &Path, text: &str) {
    let folder = site.join("plans/sub");
    fs::write(folder.join(".a.md.swp"), "swap").unwrap();
    fs::write(folder.join("4913"), "").unwrap();
    fs::remove_file(folder.join("4913")).unwrap();
    fs::rename(site.join(FILE), folder.join("a.md~")).unwrap();
    let mut file = File::create(site.join(FILE)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_all().unwrap();
    drop(file);
    fs::remove_file(folder.join("a.md~")).unwrap();
    fs::remove_file(folder.join(".a.md.swp")).unwrap();
}

/// Empties the file and writes it in pieces.
fn nano(site: &Path, _: &Path, text: &str) {
    let mut file = OpenOptions::new().write(true).truncate(true).open(site.join(FILE)).unwrap();
    for piece in text.as_bytes().chunks(16) {
        file.write_all(piece).unwrap();
    }
}

/// Keeps an auto-save, a lock (a link that leads nowhere) and a backup beside the file.
fn emacs(site: &Path, _: &Path, text: &str) {
    let folder = site.join("plans/sub");
    std::os::unix::fs::symlink("someone@host.1", folder.join(".#a.md")).unwrap();
    fs::write(folder.join("#a.md#"), text).unwrap();
    fs::rename(site.join(FILE), folder.join("a.md~")).unwrap();
    let mut file = OpenOptions::new().write(true).create_new(true).open(site.join(FILE)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    drop(file);
    fs::remove_file(folder.join("#a.md#")).unwrap();
    fs::remove_file(folder.join(".#a.md")).unwrap();
}

/// Writes over what is there and cuts the file to its new length.
fn vs_code(site: &Path, _: &Path, text: &str) {
    let mut file = OpenOptions::new().write(true).open(site.join(FILE)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let end = file.stream_position().unwrap();
    file.set_len(end).unwrap();
}

fn jetbrains(site: &Path, _: &Path, text: &str) {
    let folder = site.join("plans/sub");
    fs::write(folder.join("a.md___jb_tmp___"), text).unwrap();
    fs::rename(site.join(FILE), folder.join("a.md___jb_old___")).unwrap();
    fs::rename(folder.join("a.md___jb_tmp___"), site.join(FILE)).unwrap();
    fs::remove_file(folder.join("a.md___jb_old___")).unwrap();
}

fn sed(site: &Path, _: &Path, text: &str) {
    let line = text.lines().last().unwrap();
    run(site, "sed", &["-i", &format!("$s/.*/{line}/"), FILE]);
}

fn mv(site: &Path, beside: &Path, text: &str) {
    let from = beside.join("new.md");
    fs::write(&from, text).unwrap();
    run(site, "mv", &["-f", from.to_str().unwrap(), FILE]);
}

/// A hidden file beside it that gets the times of its source, then takes the name.
fn rsync(site: &Path, _: &Path, text: &str) {
    let part = site.join("plans/sub/.a.md.Xy12Zw");
    fs::write(&part, text).unwrap();
    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().write(true).open(&part).unwrap().set_modified(long_ago).unwrap();
    fs::rename(part, site.join(FILE)).unwrap();
}

/// A commit made elsewhere is checked out; every second time the edit is put aside and taken back.
fn git(site: &Path, _: &Path, text: &str) {
    let git = |arguments: &[&str]| {
        let identity =
            ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null"];
        run(site, "git", &[&identity[..], arguments].concat());
    };
    if !site.join(".git").exists() {
        git(&["init", "-q"]);
        git(&["add", "-A"]);
        git(&["commit", "-qm", "first"]);
    }
    fs::write(site.join(FILE), text).unwrap();
    let is_even = text.trim_end().ends_with(['0', '2', '4', '6', '8']);
    if is_even {
        git(&["stash", "-q"]);
        git(&["stash", "pop", "-q"]);
    }
    git(&["commit", "-qam", "edit"]);
    if !is_even {
        git(&["checkout", "-q", "HEAD~1"]);
        git(&["checkout", "-q", "-"]);
    }
}

fn cp(site: &Path, beside: &Path, text: &str) {
    let from = beside.join("older.md");
    fs::write(&from, text).unwrap();
    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().write(true).open(&from).unwrap().set_modified(long_ago).unwrap();
    run(site, "cp", &["-p", from.to_str().unwrap(), FILE]);
}

/// The folder is exchanged for another one.
fn folder(site: &Path, beside: &Path, text: &str) {
    let new = beside.join("new");
    fs::create_dir(&new).unwrap();
    fs::write(new.join("a.md"), text).unwrap();
    fs::rename(site.join("plans/sub"), beside.join("old")).unwrap();
    fs::rename(new, site.join("plans/sub")).unwrap();
    fs::remove_dir_all(beside.join("old")).unwrap();
}

fn hard_link(site: &Path, beside: &Path, text: &str) {
    let from = beside.join("linked.md");
    let _ = fs::remove_file(&from);
    fs::write(&from, text).unwrap();
    fs::remove_file(site.join(FILE)).unwrap();
    fs::hard_link(from, site.join(FILE)).unwrap();
}

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program).current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}
