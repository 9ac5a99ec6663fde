//! A run that takes over what the last one made comes to what a run from nothing comes to: after every
//! sequence of edits each page is the same to the byte, and the findings are the same after every edit.

use super::edits::{Dice, Files, OPTIONS, edit};
use planpress::parse::Made;
use planpress::pipeline::{self, Fatal, Loaded, Memo, Tree};
use planpress::render;
use rayon::prelude::*;
use std::collections::BTreeMap;

const SEQUENCES: u64 = 60;
const EDITS: usize = 50;
/// The findings are compared after this many edits, since a run from nothing takes its time.
const LOOKS: usize = 5;
/// And all pages after this many.
const SHOWN: usize = 25;

#[test]
fn warm_runs_come_to_what_cold_runs_come_to() {
    let first = Files::start();
    let wrong: Vec<String> =
        (1..=SEQUENCES).into_par_iter().filter_map(|seed| sequence(seed, &first).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What pages share is made anew where it must be: numbers by tag, kind and status, and by what plans state, though
/// everything was asked for before the edit.
#[test]
fn what_pages_share_follows_each_edit() {
    let files = Files::start();
    let plans = files.paths().iter().filter(|path| path.starts_with("plans/")).cloned();
    let edit = |key: &str, value: &str, at: usize| {
        let path = plans.clone().nth(at).unwrap();
        let text = files.text(&path);
        let lines = text.lines().filter(|line| !line.starts_with(&format!("{key}:")));
        let mut lines: Vec<String> = lines.map(str::to_owned).collect();
        lines.insert(1, format!("{key}: {value}"));
        (path, lines.join("\n") + "\n")
    };
    let digit = |at: usize| {
        let path = plans.clone().nth(at).unwrap();
        let text = files.text(&path).replace("0 GBP", "5 GBP").replace("0k GBP", "7k GBP");
        (path, text)
    };
    let edits = [
        edit("tags", "[one]", 0),
        edit("tags", "[one, two]", 1),
        edit("tags", "[two]", 0),
        edit("status", "closed", 1),
        digit(0),
        digit(2),
        edit("kind", "launch", 1),
        digit(3),
        edit("owner", "Ines", 2),
    ];
    let (mut now, mut memo) = (files.clone(), Memo::default());
    let mut kept = Vec::new();
    for (path, text) in edits {
        now.put(&path, text);
        let warm = pipeline::reload(&now, OPTIONS, Made::Nothing, &mut memo);
        let cold = pipeline::load(&now, OPTIONS);
        let fault = differing_findings(&warm, &cold).or_else(|| differing_pages(&warm, &cold));
        assert_eq!(fault, None, "after an edit of {path}");
        // Its pages may still be asked for.
        kept.push(warm);
    }
}

/// Makes the edits of a seed, a run after each; the fault says after which of them the runs differ.
fn sequence(seed: u64, first: &Files) -> Result<(), String> {
    let (mut dice, mut files, mut memo) = (Dice::new(seed), first.clone(), Memo::default());
    let mut done = Vec::new();
    for number in 1..=EDITS {
        done.push(edit(&mut dice, &mut files, first));
        // Every second one makes HTML when it is asked for, as `serve` does.
        let made = if number.is_multiple_of(2) { Made::Nothing } else { Made::Page };
        let warm = pipeline::reload(&files, OPTIONS, made, &mut memo);
        if !number.is_multiple_of(LOOKS) {
            continue;
        }
        let cold = pipeline::load(&files, OPTIONS);
        let pages = || number.is_multiple_of(SHOWN).then(|| differing_pages(&warm, &cold)).flatten();
        if let Some(fault) = differing_findings(&warm, &cold).or_else(pages) {
            let last = done.split_off(done.len() - LOOKS).join("\n  ");
            return Err(format!("sequence {seed}, edit {number}: {fault}; after\n  {last}"));
        }
    }
    Ok(())
}

fn differing_findings(warm: &Result<Loaded, Fatal>, cold: &Result<Loaded, Fatal>) -> Option<String> {
    match (warm, cold) {
        (Ok(warm), Ok(cold)) if warm.findings == cold.findings => None,
        (Ok(warm), Ok(cold)) => {
            let lost = cold.findings.iter().find(|finding| !warm.findings.contains(finding));
            let more = warm.findings.iter().find(|finding| !cold.findings.contains(finding));
            Some(format!("lost {lost:?}, not gone {more:?}"))
        }
        (Err(warm), Err(cold)) if warm == cold => None,
        (warm, cold) => Some(format!("warm {:?}, cold {:?}", warm.as_ref().err(), cold.as_ref().err())),
    }
}

fn differing_pages(warm: &Result<Loaded, Fatal>, cold: &Result<Loaded, Fatal>) -> Option<String> {
    let (Ok(warm), Ok(cold)) = (warm, cold) else { return None };
    let (warm, cold) = (pages(warm), pages(cold));
    let paths = warm.keys().chain(cold.keys());
    let path = paths.into_iter().find(|path| warm.get(*path) != cold.get(*path))?;
    Some(format!("{path} differs:\n{:?}\n{:?}", warm.get(path), cold.get(path)))
}

/// All pages, or what is wrong with their templates.
fn pages(loaded: &Loaded) -> BTreeMap<String, Result<String, String>> {
    let edition = loaded.edition();
    let page = |key: &render::PageKey| {
        let bytes = render::page(&edition, key).map_err(|fault| format!("{fault:?}"));
        (edition.path(key), bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    };
    render::keys(&edition).iter().map(page).collect()
}
