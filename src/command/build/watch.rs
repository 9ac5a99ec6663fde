//! `planpress build --watch`: the site is built again after every change, for those with a web server of their
//! own. What did not change is not written, and a state with errors leaves the last good site as it was.

use super::super::Outcome;
use super::super::console::Console;
use super::super::following::{self, Ends, Following, Run, or_left_out};
use super::super::told::Told;
use super::{describe, has_errors, human, write_site};
use crate::cli::{Build, Global};
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::Made;
use crate::pipeline::{self, Loaded};
use crate::serve::is_broken;
use crate::watch::Changes;
use crate::write::Writer;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// So many files are named, more are counted.
const NAMED: usize = 3;

pub(super) fn run(global: &Global, args: &Build, console: Console) -> Result<Outcome, String> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM]).map_err(|error| format!("signals cannot be heard: {error}"))?;
    let watch = following::watch(global, args.poll, &console)?;
    let root = watch.tree().root().to_path_buf();
    // Refused at once, as without `--watch`.
    drop(Writer::open(&args.output, &root, args.force)?);
    let stop = Arc::new(Stop::default());
    let mut building = Building {
        following: Following::start(watch, global, args.drafts, Made::Page)?,
        console,
        args: args.clone(),
        quiet: global.quiet,
        root,
        told: Told::default(),
        stop: Arc::clone(&stop),
    };
    let ends = Ends(signals.handle());
    following::beside("build", move || {
        let _ends = ends;
        building.follow();
    })?;
    match signals.forever().next() {
        None => Err("the building has ended by itself".into()),
        Some(_) => {
            stop.now();
            Ok(Outcome::Done)
        }
    }
}

/// How a build is stopped that has begun to write: it is given up before the program ends, and takes away what
/// it has staged.
#[derive(Default)]
struct Stop {
    is_asked: AtomicBool,
    writing: Mutex<()>,
}

impl Stop {
    fn now(&self) {
        self.is_asked.store(true, Ordering::Relaxed);
        // Kept until the process ends: no other build begins.
        std::mem::forget(self.writing.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

struct Building {
    following: Following,
    console: Console,
    args: Build,
    quiet: bool,
    root: PathBuf,
    /// What was said of findings that count.
    told: Told,
    stop: Arc<Stop>,
}

impl Building {
    fn follow(&mut self) {
        let keep_going = self.args.keep_going;
        while let Some(run) = self.following.next(|loaded| !keep_going && has_errors(loaded)) {
            if !run.changes.is_empty() {
                self.console.say(&tell(&run.changes));
            }
            match self.build(&run) {
                Ok(Some(done)) => {
                    let time = run.start.elapsed().as_secs_f64();
                    self.console.say(&describe(&done, &self.args.output.display().to_string(), time));
                }
                Ok(None) => self.console.say("nothing is written until that is mended"),
                Err(_) if self.stop.is_asked.load(Ordering::Relaxed) => return,
                Err(message) => self.console.error(&message),
            }
        }
    }

    /// Writes a state of the site; nothing where it has errors.
    fn build(&mut self, run: &Run) -> Result<Option<crate::write::Summary>, String> {
        let loaded = run.loaded.as_ref().map_err(|fatal| fatal.0.clone())?;
        self.tell_findings(loaded);
        if has_errors(loaded) && !self.args.keep_going {
            return Ok(None);
        }
        let history = or_left_out(self.following.history(loaded), &self.console);
        let writer = Writer::open(&self.args.output, &self.root, self.args.force)?;
        let _writing = self.stop.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let is_stopped = || self.stop.is_asked.load(Ordering::Relaxed);
        match write_site(loaded, &run.tree, history, writer, &is_stopped)? {
            Ok(summary) => Ok(Some(summary)),
            Err(fault) => {
                self.console.report(&human(&[*fault], loaded, &self.console));
                Ok(None)
            }
        }
    }

    /// Says which findings are new and which are mended.
    fn tell_findings(&mut self, loaded: &Loaded) {
        let is_told = |finding: &&Diagnostic| !self.quiet || finding.severity == Severity::Error;
        let counted: Vec<Diagnostic> = pipeline::counted(&loaded.findings).filter(is_told).cloned().collect();
        let is_broken = is_broken(&loaded.findings);
        let told = self.told.update(counted, is_broken, self.console.has_error_colour());
        if !told.is_empty() {
            self.console.report(&told);
            self.console.say(&loaded.summary(&loaded.findings).to_string());
        }
    }
}

/// What has changed, for people.
fn tell(changes: &Changes) -> String {
    let kinds = [(&changes.changed, "changed"), (&changes.added, "added"), (&changes.removed, "removed")];
    let mut parts: Vec<String> = kinds
        .into_iter()
        .filter(|(paths, _)| !paths.is_empty())
        .map(|(paths, verb)| match paths.len() {
            ..=NAMED => format!("{} {verb}", paths.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
            more => format!("{more} files {verb}"),
        })
        .collect();
    if changes.followed && parts.is_empty() {
        parts.push("git has another version".into());
    }
    if changes.day {
        parts.push("another day has begun".into());
    }
    parts.extend(changes.notice.clone());
    parts.join("; ")
}
