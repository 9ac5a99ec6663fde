//! Edge: the only file that writes a site. Files are staged beside the output and switched in one step
//! at the end, so that a failed or killed build leaves the old site whole; the old site then waits in the
//! staging folder to be written over. A manifest lists what was written: only listed files are ever
//! dropped, everything else in the folder stays.
#![expect(clippy::disallowed_methods, reason = "this edge is where the output is written")]

mod bytes;
mod manifest;
mod pieces;
mod place;
mod staging;

pub use manifest::{Inputs, Manifest};
pub use pieces::Pieces;

use crate::layout::Layout;
use crate::source::MANIFEST;
use bytes::{hash_of, hash_text, in_pieces, same_bytes};
use rayon::prelude::*;
use rustix::fs::{FlockOperation, RenameFlags};
use staging::{Kept, Staging, is_refusal};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use walkdir::WalkDir;
use xxhash_rust::xxh3::Xxh3Default;

/// What a build did to the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files in the site.
    pub files: usize,
    /// Bytes in the site.
    pub bytes: u64,
    /// Files that are new or differ.
    pub written: usize,
    /// Files that the last build wrote and this one does not have.
    pub removed: usize,
}

/// The name under which a file is copied into the output, before it takes its own in one step.
const PART: &str = ".planpress-part";

/// A site being written. Dropped before [`Writer::finish`] it leaves the output as it was.
#[derive(Debug)]
pub struct Writer {
    target: PathBuf,
    /// Where it lies in the site's folder, if it does.
    inside: Option<String>,
    staging: Staging,
    old: Manifest,
    inputs: Option<Inputs>,
    force: bool,
    state: Mutex<Layout<Written>>,
    is_finished: bool,
    /// Held until the end: a second build of the same folder waits.
    _lock: File,
}

#[derive(Clone, Debug)]
struct Written {
    hash: String,
    length: u64,
    changed: bool,
}

impl Writer {
    /// Prepares to write into `output`. `site` is the site's root, for refusing to overwrite it.
    ///
    /// # Errors
    /// The output is or covers the source, is no folder, or is a folder with files but no manifest.
    pub fn open(output: &Path, site: &Path, force: bool) -> Result<Self, String> {
        let (target, inside) = place::resolve(output, site)?;
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(format!("{}: this cannot be an output folder", output.display()));
        };
        fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        let lock = File::open(parent).map_err(|error| at(parent, &error))?;
        rustix::fs::flock(&lock, FlockOperation::LockExclusive).map_err(|error| at(parent, &error.into()))?;
        let staging = Staging::beside(parent, name);
        // Left behind by a build that was killed; its name is ours alone.
        let _ = fs::remove_file(target.join(PART));
        let old = Manifest::read(&target)?;
        let is_empty = match fs::read_dir(&target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            entries => match entries.and_then(|mut entries| entries.next().transpose()) {
                Ok(first) => first.is_none(),
                Err(error) => return Err(at(&target, &error)),
            },
        };
        if old.is_none() && !is_empty && !force {
            return Err(format!(
                "{}: the folder is not empty and was not written by planpress (no {MANIFEST}); name another one with -o, or keep its files and build into it with --force",
                output.display()
            ));
        }
        Ok(Self {
            target,
            inside,
            staging,
            old: old.unwrap_or_default(),
            inputs: None,
            force,
            state: Mutex::default(),
            is_finished: false,
            _lock: lock,
        })
    }

    /// What the output is, where nobody has touched it since it was written: each file is read.
    pub fn untouched(&self) -> Option<Summary> {
        let bytes =
            self.old.files.par_iter().map(|(path, hash)| self.length(path, hash)).sum::<Option<u64>>()?;
        Some(Summary { files: self.old.files.len(), bytes, written: 0, removed: 0 })
    }

    /// The length of a file of the output; `None` where somebody has touched it.
    fn length(&self, path: &str, hash: &str) -> Option<u64> {
        let mut found = Xxh3Default::new();
        let length = in_pieces(&self.target.join(path), |piece| {
            found.update(piece);
            true
        })?;
        (hash_text(found.digest128()) == hash).then_some(length)
    }

    /// What the output was made from, where that alone decided what it is.
    pub fn was_made_from(&self) -> Option<&Inputs> {
        self.old.inputs.as_ref()
    }

    /// What the site is made from now, where that alone decides what it is.
    pub fn is_made_from(&self) -> Option<&Inputs> {
        self.inputs.as_ref()
    }

    /// Adds all files of the output that `stays` names, as they are; none of them, and false, where somebody has
    /// touched one since.
    ///
    /// # Errors
    /// As of [`Self::put`].
    pub fn keep(&self, stays: impl Fn(&str) -> bool) -> Result<bool, String> {
        let kept: Vec<_> = self.old.files.iter().filter(|(path, _)| stays(path)).collect();
        let lengths: Option<Vec<u64>> = kept.par_iter().map(|(path, hash)| self.length(path, hash)).collect();
        let Some(lengths) = lengths else { return Ok(false) };
        for ((path, hash), length) in kept.into_iter().zip(lengths) {
            self.list(path, Written { hash: hash.clone(), length, changed: false })?;
        }
        Ok(true)
    }

    /// Says what the site is made from, where that alone decides what it is.
    pub fn made_from(&mut self, inputs: Option<Inputs>) {
        self.inputs = inputs;
    }

    /// Adds a file. Files that stand in the output with the same bytes are not written again.
    ///
    /// # Errors
    /// The path and what the system says.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        refuse_unclean(path)?;
        let old = self.target.join(path);
        let changed = !(self.old.files.contains_key(path) && same_bytes(&old, bytes));
        self.list(path, Written { hash: hash_of(bytes), length: bytes.len() as u64, changed })?;
        match changed {
            true => self.staging.write(path, bytes),
            false => Ok(()),
        }
    }

    /// Lists a file of the site.
    fn list(&self, path: &str, written: Written) -> Result<(), String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.add(path, written).map_err(|other| match other == path {
            true => format!("{path}: two pages would be written to this file"),
            false => {
                let [file, inside] = if other.len() < path.len() { [&*other, path] } else { [path, &*other] };
                format!("{file}: this cannot be a file and a folder with {inside} in it")
            }
        })
    }

    /// Switches the output to what was added.
    ///
    /// # Errors
    /// The path and what the system says; the old output stays as it was.
    pub fn finish(mut self) -> Result<Summary, String> {
        let state =
            std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner)).into_files();
        let is_gone = |path: &&String| !state.contains_key(*path) && self.is_there(path);
        let removed: Vec<&String> = self.old.files.keys().filter(is_gone).collect();
        let summary = Summary {
            files: state.len(),
            bytes: state.values().map(|written| written.length).sum(),
            written: state.values().filter(|written| written.changed).count(),
            removed: removed.len(),
        };
        let mut manifest =
            Manifest::new(state.iter().map(|(path, written)| (path.clone(), written.hash.clone())));
        manifest.inputs = self.inputs.take();
        let text = manifest.to_text();
        if summary.written == 0 && summary.removed == 0 && self.old.files == manifest.files {
            if !same_bytes(&self.target.join(MANIFEST), text.as_bytes()) {
                self.staging.write(MANIFEST, text.as_bytes())?;
                self.replace(MANIFEST)?;
            }
            return Ok(summary);
        }
        let foreign = self.foreign()?;
        self.refuse_conflicts(&state, &foreign)?;
        let is_whole = self.complete(&state, &foreign)?;
        self.staging.sweep(|path| state.contains_key(path) || foreign.contains(path))?;
        self.staging.write(MANIFEST, text.as_bytes())?;
        if is_whole && self.switch()? {
            self.staging.put_away();
        } else {
            self.replace_file_by_file(&state, &removed, &manifest)?;
            self.staging.discard();
        }
        self.is_finished = true;
        Ok(summary)
    }

    /// Whether there is something of this name in the output itself, and not behind a link in it.
    fn is_there(&self, path: &str) -> bool {
        let path = self.target.join(path);
        let mut folders = path.ancestors().skip(1).take_while(|folder| *folder != self.target);
        !folders.any(Path::is_symlink) && fs::symlink_metadata(&path).is_ok()
    }

    /// Files (and links) of the old output that planpress did not write.
    fn foreign(&self) -> Result<BTreeSet<String>, String> {
        let mut foreign = BTreeSet::new();
        if !self.target.try_exists().map_err(|error| at(&self.target, &error))? {
            return Ok(foreign);
        }
        for entry in WalkDir::new(&self.target).follow_links(false) {
            let entry = entry.map_err(|error| format!("{}: {error}", self.target.display()))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(&self.target).unwrap_or(entry.path());
            match relative.to_str() {
                Some(path) if path == MANIFEST || self.old.files.contains_key(path) => {}
                Some(path) => drop(foreign.insert(path.to_string())),
                None => {
                    return Err(format!(
                        "{}: its name is not UTF-8, so it cannot be kept",
                        entry.path().display()
                    ));
                }
            }
        }
        Ok(foreign)
    }

    fn refuse_conflicts(
        &self,
        state: &BTreeMap<String, Written>,
        foreign: &BTreeSet<String>,
    ) -> Result<(), String> {
        for path in foreign {
            let inside = |page: &String| {
                page.starts_with(&format!("{path}/")) || path.starts_with(&format!("{page}/"))
            };
            let is_same = state.contains_key(path);
            if (is_same && !self.force) || state.keys().any(inside) {
                return Err(format!(
                    "{}: planpress did not write this file, and the site has a page of that name; move it away",
                    self.target.join(path).display()
                ));
            }
        }
        Ok(())
    }

    /// Completes the staged site with what stays; false where the file systems do not allow it.
    fn complete(
        &self,
        state: &BTreeMap<String, Written>,
        foreign: &BTreeSet<String>,
    ) -> Result<bool, String> {
        let kept: Vec<_> = state.iter().filter(|(_, written)| !written.changed).collect();
        let kept = kept
            .par_iter()
            .map(|(path, written)| self.staging.keep(&self.target.join(path), path, &written.hash));
        let linked = foreign.par_iter().filter(|path| !state.contains_key(*path));
        let linked = linked.map(|path| self.staging.link(&self.target.join(path), path));
        let stop = |kept: Result<Kept, String>| match kept {
            Ok(Kept::Yes) => Ok(()),
            Ok(Kept::Impossible) => Err(None),
            Err(message) => Err(Some(message)),
        };
        match kept.chain(linked).try_for_each(stop) {
            Ok(()) => Ok(true),
            Err(None) => Ok(false),
            Err(Some(message)) => Err(message),
        }
    }

    /// Exchanges the staged site and the output; false where the file systems do not allow it.
    fn switch(&self) -> Result<bool, String> {
        let (new, old) = (self.staging.site(), &self.target);
        let switched = match fs::metadata(old) {
            Err(_) => fs::rename(new, old),
            Ok(metadata) => {
                // The folder keeps its permissions.
                let _ = fs::set_permissions(new, metadata.permissions());
                let here = rustix::fs::CWD;
                rustix::fs::renameat_with(here, new, here, old, RenameFlags::EXCHANGE)
                    .map_err(io::Error::from)
            }
        };
        match switched {
            Err(error) if is_refusal(&error) => Ok(false),
            switched => switched.map(|()| true).map_err(|error| at(old, &error)),
        }
    }

    /// Where the folders cannot be exchanged (the output is a mount point, or the file system knows no
    /// hard links): each file is replaced in one step, what is gone is removed last. Until all is done the
    /// manifest lists the old files and the new ones, so that a build after a killed one knows both.
    fn replace_file_by_file(
        &self,
        state: &BTreeMap<String, Written>,
        removed: &[&String],
        manifest: &Manifest,
    ) -> Result<(), String> {
        let both = self.old.files.iter().chain(&manifest.files);
        let both = Manifest::new(both.map(|(path, hash)| (path.clone(), hash.clone())));
        self.staging.write(MANIFEST, both.to_text().as_bytes())?;
        self.replace(MANIFEST)?;
        let changed = state.iter().filter(|(_, written)| written.changed);
        changed.map(|(path, _)| path).try_for_each(|path| self.replace(path))?;
        for path in removed {
            let path = self.target.join(path);
            if let Err(error) = fs::remove_file(&path)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(at(&path, &error));
            }
        }
        self.staging.write(MANIFEST, manifest.to_text().as_bytes())?;
        self.replace(MANIFEST)
    }

    /// Moves a file of the staged site into the output.
    fn replace(&self, path: &str) -> Result<(), String> {
        let (from, to) = (self.staging.site().join(path), self.target.join(path));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        }
        match fs::rename(&from, &to) {
            Err(error) if is_refusal(&error) => {
                let part = self.target.join(PART);
                let copied = fs::copy(&from, &part).map_err(|error| at(&part, &error));
                let moved = copied.and_then(|_| fs::rename(&part, &to).map_err(|error| at(&to, &error)));
                if moved.is_err() {
                    // It may be half of a page, and the folder may be published.
                    let _ = fs::remove_file(&part);
                }
                moved
            }
            renamed => renamed.map_err(|error| at(&to, &error)),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.is_finished {
            self.staging.give_up();
        }
    }
}

/// Paths that could lead out of the output are none of a site.
fn refuse_unclean(path: &str) -> Result<(), String> {
    match manifest::is_clean(path) {
        true => Ok(()),
        false => Err(format!("{path:?} cannot be a path of the output")),
    }
}

/// An error of the system with its path.
fn at(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}
