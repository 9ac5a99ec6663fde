//! A site as it lay on disk at one moment. What differs from the moment before is found by comparing what
//! the file system says of each file, and then the contents: times can lie (an older copy moved in, two saves
//! in one tick of the clock), contents cannot.

mod changes;
#[cfg(test)]
mod tests;

pub use changes::Changes;

use crate::pipeline::{Refused, Tree};
use crate::source::DiskTree;
use crate::text::{DecodeFault, SourceFile};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::Xxh3;

/// No file system counts time in larger steps. A file that changed less than this before it was looked at
/// may change again without a sign: it is read anew at the next look.
const CLOCK_STEP: Duration = Duration::from_secs(2);

/// Files with these endings are read into the snapshot, for they are what the stages read.
const TEXTS: [&str; 9] = [".md", ".yaml", ".csv", ".html", ".css", ".js", ".svg", ".txt", ".xml"];

/// The files of a site at one moment: the texts are held, other files are read from disk when asked for.
/// A file keeps its [`SourceFile`] from one snapshot to the next for as long as its content stays the same.
#[derive(Debug)]
pub struct Snapshot {
    disk: DiskTree,
    files: BTreeMap<String, Entry>,
}

/// What the file system says of a site, without contents.
#[derive(Debug)]
pub(super) struct Listing {
    disk: DiskTree,
    /// Of each path, in order; `None` for a file that went away while the site was listed.
    stats: Vec<Option<Stat>>,
    taken: SystemTime,
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    inode: u64,
    size: u64,
    /// Seconds and nanoseconds; of the content, and of the content or anything else about the file.
    modified: (i64, i64),
    changed: (i64, i64),
}

#[derive(Clone, Debug)]
struct Entry {
    stat: Stat,
    /// Whether each later change must show in the stat.
    settled: bool,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Text(Result<Arc<SourceFile>, DecodeFault>),
    /// The hash of the bytes that were last handed out, if any were.
    Other(Arc<OnceLock<u128>>),
}

impl Listing {
    /// Lists a site and asks for each file's state, in parallel.
    ///
    /// # Errors
    /// Where the root cannot be read.
    pub(super) fn take(root: &Path) -> Result<Self, String> {
        let taken = now();
        let disk = DiskTree::list(root)?;
        let paths: Vec<&String> = disk.paths().iter().collect();
        let stats = paths.par_iter().map(|path| Stat::listed(&disk.place(path))).collect();
        Ok(Self { stats, disk, taken })
    }

    /// Whether all files are in the state of another listing.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.stats == other.stats
            && self.disk.paths() == other.disk.paths()
            && self.disk.refused() == other.disk.refused()
    }

    fn files(&self) -> impl Iterator<Item = (&String, Stat)> {
        self.disk.paths().iter().zip(&self.stats).filter_map(|(path, stat)| Some((path, (*stat)?)))
    }
}

impl Snapshot {
    /// The first snapshot of a site.
    pub(super) fn first(listing: Listing) -> Self {
        next((&BTreeMap::new(), &[]), listing).0
    }

    /// Whether a listing shows that nothing has changed.
    pub(super) fn is_like(&self, listing: &Listing) -> bool {
        self.files.values().all(|entry| entry.settled)
            && listing.files().eq(self.files.iter().map(|(path, entry)| (path, entry.stat)))
            && listing.disk.refused() == self.refused()
    }

    /// The snapshot of a listing, and how it differs from this one. Only what may differ is read.
    pub(super) fn next(&self, listing: Listing) -> (Self, Changes) {
        next((&self.files, self.refused()), listing)
    }

    /// The snapshot after a change of a few known files, and how it differs from this one; `None` where more than
    /// their contents may have changed (a file is new, gone or no file any more), or nothing.
    pub(super) fn after(&self, told: &BTreeSet<PathBuf>) -> Option<(Self, Changes)> {
        let taken = now();
        let mut next = Self { disk: self.disk.clone(), files: self.files.clone() };
        let mut changes = Changes::default();
        for path in told {
            let name = path.strip_prefix(self.root()).ok()?.to_str()?;
            match (next.files.get(name), stat(path)) {
                (Some(old), Ok(Some(stat))) => {
                    let entry = match old.again(&self.disk, name, stat, taken) {
                        Found::Changed(entry) => {
                            changes.changed.insert(name.to_owned());
                            entry
                        }
                        Found::Same(entry) | Found::Added(entry) => entry,
                        Found::Gone => return None,
                    };
                    next.files.insert(name.to_owned(), entry);
                }
                // It was there for the moment of saving another one.
                (None, Err(error)) if error.kind() == ErrorKind::NotFound && !self.has_below(name) => {}
                _ => return None,
            }
        }
        (!changes.is_empty()).then_some((next, changes))
    }

    /// Whether there are files below a folder.
    fn has_below(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        let next = self.files.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).next();
        next.is_some_and(|(path, _)| path.starts_with(&below))
    }

    /// A hash of all that the files say; `None` where one cannot be read. Files that were handed out count as
    /// they were then.
    pub fn fingerprint(&self) -> Option<u128> {
        self.fingerprint_of(|_| true)
    }

    /// The same of some of the files.
    pub fn fingerprint_of(&self, counts: impl Fn(&str) -> bool) -> Option<u128> {
        let hash = |(path, entry): (&String, &Entry)| match &entry.content {
            Content::Text(text) => text.as_ref().ok().map(|source| hash_of(source.text.as_bytes())),
            Content::Other(known) => match known.get() {
                Some(known) => Some(*known),
                None => self.bytes(path).ok().map(|bytes| *known.get_or_init(|| hash_of(&bytes))),
            },
        };
        let files: Vec<_> = self.files.iter().filter(|(path, _)| counts(path)).collect();
        let hashes: Vec<Option<u128>> = files.par_iter().map(|file| hash(*file)).collect();
        let mut all = Xxh3::new();
        for ((path, _), hash) in files.into_iter().zip(hashes) {
            all.update(path.as_bytes());
            all.update(b"\0");
            all.update(&hash?.to_le_bytes());
        }
        // These may be findings.
        for refused in self.refused().iter().filter(|refused| refused.counts()) {
            all.update(refused.path.as_bytes());
            all.update(refused.why.as_bytes());
        }
        Some(all.digest128())
    }

    /// What was passed over and why, for people.
    pub fn notes(&self) -> &[String] {
        &self.disk.notes
    }

    /// The root, resolved.
    pub fn root(&self) -> &Path {
        self.disk.root()
    }
}

impl Tree for Snapshot {
    fn paths(&self) -> &BTreeSet<String> {
        self.disk.paths()
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault> {
        match self.files.get(path).map(|entry| &entry.content) {
            Some(Content::Text(text)) => text.clone(),
            _ => self.disk.read(path),
        }
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault> {
        match self.files.get(path).map(|entry| &entry.content) {
            Some(Content::Text(Ok(source))) => Ok(source.text.as_bytes().to_vec()),
            Some(Content::Other(hash)) => {
                let bytes = self.disk.bytes(path)?;
                hash.get_or_init(|| hash_of(&bytes));
                Ok(bytes)
            }
            _ => self.disk.bytes(path),
        }
    }

    fn refused(&self) -> &[Refused] {
        self.disk.refused()
    }
}

/// How a file stands to the snapshot before.
enum Found {
    Same(Entry),
    Changed(Entry),
    Added(Entry),
    Gone,
}

/// The snapshot of a listing, and how it differs from the files and the refused ones of another.
fn next((before, refused): (&BTreeMap<String, Entry>, &[Refused]), listing: Listing) -> (Snapshot, Changes) {
    let listed: Vec<(&String, Stat)> = listing.files().collect();
    let look = |(path, stat): &(&String, Stat)| match before.get(*path) {
        Some(old) if old.settled && old.stat == *stat => Found::Same(old.clone()),
        Some(old) => old.again(&listing.disk, path, *stat, listing.taken),
        None => {
            let entry = |content| Entry::new(*stat, listing.taken, content);
            Content::read(&listing.disk, path).map_or(Found::Gone, |content| Found::Added(entry(content)))
        }
    };
    let found: Vec<Found> = listed.par_iter().map(look).collect();
    let mut changes = Changes::default();
    let mut files = BTreeMap::new();
    for ((path, _), found) in listed.into_iter().zip(found) {
        let entry = match found {
            Found::Gone => continue,
            Found::Same(entry) => entry,
            Found::Changed(entry) => {
                changes.changed.insert(path.clone());
                entry
            }
            Found::Added(entry) => {
                changes.added.insert(path.clone());
                entry
            }
        };
        files.insert(path.clone(), entry);
    }
    changes.removed = before.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
    changes.refuse(refused, listing.disk.refused());
    let mut disk = listing.disk;
    disk.keep(|path| files.contains_key(path));
    (Snapshot { disk, files }, changes)
}

impl Entry {
    fn new(stat: Stat, taken: SystemTime, content: Content) -> Self {
        Self { stat, settled: stat.is_settled(taken), content }
    }

    /// The file of this entry as it is now, read again.
    fn again(&self, disk: &DiskTree, path: &str, stat: Stat, taken: SystemTime) -> Found {
        match self.content.again(disk, path, self.stat == stat) {
            Again::Same => Found::Same(Self::new(stat, taken, self.content.clone())),
            Again::Changed(content) => Found::Changed(Self::new(stat, taken, content)),
            Again::Gone => Found::Gone,
        }
    }
}

/// What reading a file anew shows.
enum Again {
    Same,
    Changed(Content),
    Gone,
}

impl Content {
    /// `None` where the file has gone since it was listed.
    fn read(disk: &DiskTree, path: &str) -> Option<Self> {
        let is_text = !path.starts_with("static/") && TEXTS.iter().any(|ending| path.ends_with(ending));
        match is_text {
            true => disk.read_if_there(path).map(Self::Text),
            false => Some(Self::Other(Arc::default())),
        }
    }

    fn again(&self, disk: &DiskTree, path: &str, is_same_stat: bool) -> Again {
        match self {
            Self::Text(old) => match disk.read_if_there(path) {
                None => Again::Gone,
                Some(new) if *old == new => Again::Same,
                Some(new) => Again::Changed(Self::Text(new)),
            },
            Self::Other(hash) => {
                let is_same = match hash.get() {
                    // Nobody has seen its content.
                    None => is_same_stat,
                    Some(old) => disk.bytes(path).is_ok_and(|bytes| hash_of(&bytes) == *old),
                };
                if is_same { Again::Same } else { Again::Changed(Self::Other(Arc::default())) }
            }
        }
    }
}

impl Stat {
    /// `None` where there is no such file.
    pub(super) fn of(path: &Path) -> Option<Self> {
        stat(path).ok().flatten()
    }

    /// The same for a file that was listed: where the system does not say, reading it will show what it is.
    fn listed(path: &Path) -> Option<Self> {
        match stat(path) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(_) => Some(Self { inode: 0, size: 0, modified: (0, 0), changed: (i64::MAX / 2, 0) }),
        }
    }

    /// Whether the last change lies so far back that another one would get another time.
    fn is_settled(&self, at: SystemTime) -> bool {
        let at = at.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0));
        let step = i64::try_from(CLOCK_STEP.as_secs()).unwrap_or(0);
        self.changed.0.max(self.modified.0) + step < at
    }
}

/// `None` for what is no plain file.
#[expect(clippy::disallowed_methods, reason = "part of the edge that watches a site")]
fn stat(path: &Path) -> io::Result<Option<Stat>> {
    let found = fs::symlink_metadata(path)?;
    Ok(found.is_file().then(|| Stat {
        inode: found.ino(),
        size: found.len(),
        modified: (found.mtime(), found.mtime_nsec()),
        changed: (found.ctime(), found.ctime_nsec()),
    }))
}

#[expect(clippy::disallowed_methods, reason = "times of files are compared with the clock")]
fn now() -> SystemTime {
    SystemTime::now()
}

fn hash_of(bytes: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(bytes)
}
