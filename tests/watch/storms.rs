//! Many changes at once: few runs, and the last one has it all.

use super::{CONFIG, Run, SCHEMA, Watched, cold, plan, state};
use std::fs;
use std::io::Write;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// 5,000 files rewritten in two seconds, in bursts as a program does that has other work as well.
fn storm(poll: bool) {
    let names: Vec<String> = (0..5000).map(|number| format!("data/{}/{number}.txt", number % 40)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "start")).collect();
    let watched = Watched::start(&[&[CONFIG][..], &files].concat(), poll);
    let start = Instant::now();
    for (number, name) in names.iter().enumerate() {
        fs::write(watched.path(name), format!("done {number}")).unwrap();
        let due = Duration::from_secs(2) * u32::try_from(number).unwrap() / 5000;
        if number % 50 == 0 {
            sleep(due.saturating_sub(start.elapsed()));
        }
    }
    let time = start.elapsed();
    let runs = watched.rest();
    // On a machine that is busy with other work the storm takes longer.
    let most = usize::try_from(time.as_secs()).unwrap().max(2) + 1;
    assert!(runs.len() <= most, "{} runs in {time:?}", runs.len());
    assert_eq!(state(&*runs.last().unwrap().tree), cold(&watched.path("")));
    let seen: usize = runs.iter().map(|run| run.changes.changed.len()).sum();
    assert!(seen >= 5000, "{seen}");
}

#[test]
fn a_storm_is_three_runs_at_most() {
    storm(false);
}

#[test]
fn a_storm_without_events_is_three_runs_at_most() {
    storm(true);
}

/// One save is one run, however many files the editor touches on the way.
#[test]
fn a_save_is_one_run() {
    let watched = Watched::start(&[CONFIG, SCHEMA, ("plans/a.md", &plan("token 00"))], false);
    let mut runs = 0;
    for number in 1..20 {
        let token = format!("token {number:02}");
        let (old, new) = (watched.path("plans/a.md~"), watched.path("plans/a.md"));
        fs::rename(&new, &old).unwrap();
        fs::write(&new, plan(&token)).unwrap();
        fs::remove_file(&old).unwrap();
        runs += watched.until(|run| run.shows(&token)).1.len();
        sleep(Duration::from_millis(300));
    }
    // A thread that is not let run between two system calls can make two of one.
    assert!(runs <= 22, "{runs}");
    assert_eq!(watched.rest().len(), 0);
}

/// A file that is written in pieces by one who keeps it open is not shown before it is whole; another one
/// that comes and goes beside it hurts nobody.
#[test]
fn half_written_files_are_not_shown() {
    let watched = Watched::start(&[CONFIG, SCHEMA, ("plans/a.md", &plan("token 00"))], false);
    let beside = watched.path("plans/b.md");
    let coming_and_going = thread::spawn(move || {
        for _ in 0..150 {
            fs::write(&beside, plan("beside")).unwrap();
            sleep(Duration::from_millis(7));
            fs::remove_file(&beside).unwrap();
        }
    });
    let mut partial = 0;
    for number in 1..=30 {
        let token = format!("token {number:02}");
        let text = plan(&token);
        let mut file = fs::File::create(watched.path("plans/a.md")).unwrap();
        for piece in text.as_bytes().chunks(text.len().div_ceil(3)) {
            file.write_all(piece).unwrap();
            sleep(Duration::from_millis(12));
        }
        drop(file);
        let is_partial = |run: &&Run| run.plans().any(|source| !source.text.ends_with('\n'));
        partial += watched.until(|run| run.shows(&token)).1.iter().filter(is_partial).count();
    }
    coming_and_going.join().unwrap();
    // Between making a file and writing to it nothing tells that more will come.
    assert!(partial <= 3, "{partial} runs showed a half");
    let last = watched.rest();
    let tree = last.last().map(|run| state(&*run.tree));
    assert!(tree.is_none_or(|tree| tree == cold(&watched.path(""))));
}
