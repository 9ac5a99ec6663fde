//! Edge: watches a site. The truth is a comparison of the whole tree with the last snapshot; events of the
//! system only say when to look, and it is looked without them too. Nothing that was saved is missed.

mod events;
mod snapshot;

pub use snapshot::{Changes, Snapshot};

use crate::source;
use events::{Events, now};
use snapshot::{Listing, Stat};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long nothing may come before a single save is taken for complete: a temporary file and its renaming
/// are one.
const SAVE: Duration = Duration::from_millis(4);
/// More than this in one go is no single save.
const LONGEST_SAVE: Duration = Duration::from_millis(25);
/// The quiet that ends several saves in a row, and after which it is looked once more.
const QUIET: Duration = Duration::from_millis(30);
/// The quiet that ends a storm: a branch that is checked out, a program that writes many files.
const LONG_QUIET: Duration = Duration::from_millis(250);
/// More files at once than this are a storm.
const SAVED_AT_ONCE: usize = 8;
/// How long it may go on before it is looked all the same; doubled while it goes on.
const PATIENCE: Duration = Duration::from_secs(1);
const MOST_DOUBLINGS: u32 = 3;
/// It is looked this often where the system tells of changes, and where it does not.
const HEARTBEAT: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_secs(1);
/// Looking takes at most this part of the time, however large the site.
const LOOKING: u32 = 20;

/// A site being watched.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    /// The folder that `root` was when events were asked for.
    watched: Option<(u64, u64)>,
    events: Events,
    polls: bool,
    snapshot: Arc<Snapshot>,
    /// Files that are no part of the site, and their state.
    followed: Vec<(PathBuf, Option<Stat>)>,
    /// The day when the last snapshot was taken.
    day: jiff::civil::Date,
    /// When the last snapshot with changes was taken.
    last: Instant,
    /// What comes now follows at once on that.
    is_in_row: bool,
    /// How many snapshots in a row were of a storm.
    storm: u32,
    /// It shall be looked once more after this time.
    again: Option<Duration>,
    /// How long the last look took.
    looked: Duration,
    /// Why the site could not be looked at the last time.
    trouble: Option<String>,
}

impl Snapshot {
    /// A site as it lies there now; nothing is watched.
    ///
    /// # Errors
    /// Where the root cannot be read.
    pub fn take(root: &Path) -> Result<Self, String> {
        Ok(Self::first(Listing::take(&canonical(root)?)?))
    }
}

impl Watch {
    /// Begins to watch a site and takes the first snapshot. With `poll` no events are asked for.
    ///
    /// # Errors
    /// Where the root cannot be read.
    pub fn start(root: &Path, poll: bool) -> Result<Self, String> {
        let root = canonical(root)?;
        // Before the first look, so that nothing can happen between the two.
        let events = if poll { Events::none() } else { Events::below(&root) };
        let start = now();
        let snapshot = Arc::new(Snapshot::first(Listing::take(&root)?));
        let watched = folder(&root);
        let looked = start.elapsed();
        Ok(Self {
            root,
            watched,
            events,
            polls: poll,
            snapshot,
            followed: Vec::new(),
            day: source::today().unwrap_or(jiff::civil::Date::ZERO),
            last: start,
            is_in_row: false,
            storm: 0,
            again: Some(QUIET),
            looked,
            trouble: None,
        })
    }

    /// Looks at these files as well, which are no part of the site: those that git writes to.
    pub fn follow(&mut self, files: Vec<PathBuf>) {
        self.followed = files.into_iter().map(|path| (path.clone(), Stat::of(&path))).collect();
    }

    /// The site as it was seen last.
    pub fn tree(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Why it is looked at intervals instead of when the system tells of a change, and what can be done; to be
    /// said once.
    pub fn notice(&mut self) -> Option<String> {
        let reason = self.events.failure()?;
        Some(format!("changes are looked for every second, as the system does not tell of them: {reason}"))
    }

    /// Waits until the content of the site differs from the last snapshot (or a followed file does, or another
    /// day has begun), and takes a new one.
    pub fn wait(&mut self) -> Changes {
        loop {
            let is_told = self.wait_for_sign();
            if is_told {
                self.settle();
            }
            let trouble = self.trouble.clone();
            let told = self.events.told().filter(|_| is_told);
            // First only where the system tells to look: what that leaves unseen is seen soon after.
            let (next, again) = match told.and_then(|told| self.snapshot.after(&told)) {
                Some(next) => (Some(next), LONG_QUIET),
                None => (self.look(is_told).map(|listing| self.snapshot.next(listing)), QUIET),
            };
            let mut changes = Changes::default();
            if let Some((snapshot, found)) = next {
                (self.snapshot, changes) = (Arc::new(snapshot), found);
            }
            let today = source::today().unwrap_or(self.day);
            changes.day = self.day != today;
            self.day = today;
            for (path, stat) in &mut self.followed {
                let now = Stat::of(path);
                changes.followed |= now != *stat;
                *stat = now;
            }
            let is_new_trouble = self.trouble != trouble;
            changes.notice = self.notice().or(self.trouble.clone().filter(|_| is_new_trouble));
            if !changes.is_empty() {
                self.again = Some(again);
                self.last = now();
                self.storm += u32::from(changes.files() > SAVED_AT_ONCE);
                return changes;
            }
        }
    }

    /// Waits for an event, or until it is time to look without one. Whether there was an event.
    fn wait_for_sign(&mut self) -> bool {
        self.is_in_row = true;
        if self.events.are_waiting() {
            return true;
        }
        let interval = if self.events.are_told() { HEARTBEAT } else { POLL };
        let most = self.again.unwrap_or_else(|| interval.max(self.looked * LOOKING));
        let is_told = self.events.wait(most);
        if self.last.elapsed() > LONG_QUIET {
            (self.is_in_row, self.storm) = (false, 0);
        }
        // After what an event told it is looked twice: what happens in a folder before the system watches it
        // is not told.
        self.again = is_told.then_some(QUIET);
        is_told
    }

    /// Waits for the end of a save, or of many, but not for ever.
    fn settle(&mut self) {
        let is_save = !self.is_in_row && self.events.settle(SAVE, LONGEST_SAVE);
        let is_quiet = is_save || self.events.settle(self.quiet(), self.patience());
        self.storm += u32::from(!is_quiet);
    }

    fn quiet(&self) -> Duration {
        if self.storm == 0 { QUIET } else { LONG_QUIET }
    }

    fn patience(&self) -> Duration {
        PATIENCE * 2_u32.pow(self.storm.min(MOST_DOUBLINGS))
    }

    /// What the file system says, where it differs from the snapshot. Without events the end of
    /// the changes shows in two looks that say the same.
    fn look(&mut self, is_told: bool) -> Option<Listing> {
        let mut listing = self.list()?;
        if self.snapshot.is_like(&listing) {
            return None;
        }
        let start = now();
        while !is_told && start.elapsed() < self.patience() {
            sleep(self.quiet());
            let next = self.list()?;
            let is_quiet = next.is_like(&listing);
            listing = next;
            if is_quiet {
                break;
            }
        }
        Some(listing)
    }

    /// A site that cannot be read for the moment (a branch without it is checked out) is waited for.
    fn list(&mut self) -> Option<Listing> {
        let start = now();
        let folder = folder(&self.root);
        if folder.is_some() && !self.polls && self.watched != folder {
            self.events.restart(&self.root);
            self.watched = folder;
        }
        let listing = Listing::take(&self.root);
        self.looked = start.elapsed();
        self.trouble = listing.as_ref().err().cloned();
        listing.ok()
    }
}

#[expect(clippy::disallowed_methods, reason = "this edge is where a site is watched")]
fn canonical(path: &Path) -> Result<PathBuf, String> {
    fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// What a folder is, beyond its name.
#[expect(clippy::disallowed_methods, reason = "this edge is where a site is watched")]
fn folder(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}
