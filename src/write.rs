//! Edge: the only file that writes a site. Files are staged beside the output and switched in one step
//! at the end, so that a failed or killed build leaves the old site whole. A manifest lists what was
//! written: only listed files are ever dropped, everything else in the folder stays.
#![expect(clippy::disallowed_methods, reason = "this edge is where the output is written")]

mod manifest;
mod place;

pub use manifest::Manifest;

use crate::source::MANIFEST;
use rustix::fs::{FlockOperation, RenameFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use walkdir::WalkDir;

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

/// A site being written. Dropped before [`Writer::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Writer {
    target: PathBuf,
    staging: PathBuf,
    old: Manifest,
    force: bool,
    state: Mutex<BTreeMap<String, Written>>,
    /// Staged folders that are there: most files lie in few.
    folders: Mutex<BTreeSet<PathBuf>>,
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
        let target = place::resolve(output, site)?;
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(format!("{}: this cannot be an output folder", output.display()));
        };
        fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        let lock = File::open(parent).map_err(|error| at(parent, &error))?;
        rustix::fs::flock(&lock, FlockOperation::LockExclusive).map_err(|error| at(parent, &error.into()))?;
        let mut staging_name = std::ffi::OsString::from(".");
        staging_name.push(name);
        staging_name.push(".planpress-staging");
        let staging = parent.join(staging_name);
        // Left behind by a build that was killed; its name is ours alone.
        remove_staging(&staging)?;
        let old = Manifest::read(&target)?;
        let is_empty = fs::read_dir(&target).map_or(Ok(true), |mut entries| match entries.next() {
            None => Ok(true),
            Some(Ok(_)) => Ok(false),
            Some(Err(error)) => Err(at(&target, &error)),
        })?;
        if old.is_none() && !is_empty && !force {
            return Err(format!(
                "{}: the folder is not empty and was not written by planpress (no {MANIFEST}); name another one with -o, or keep its files and build into it with --force",
                output.display()
            ));
        }
        Ok(Self {
            target,
            staging,
            old: old.unwrap_or_default(),
            force,
            state: Mutex::default(),
            folders: Mutex::default(),
            _lock: lock,
        })
    }

    /// Adds a file. Files that stand in the output with the same bytes are not written again.
    ///
    /// # Errors
    /// The path and what the system says.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        if !manifest::is_clean(path) {
            return Err(format!("{path:?} cannot be a path of the output"));
        }
        let old = self.target.join(path);
        let changed = !(self.old.files.contains_key(path) && same_bytes(&old, bytes));
        if changed {
            let staged = self.staging.join(path);
            if let Some(parent) = staged.parent() {
                self.make_folder(parent)?;
            }
            fs::write(&staged, bytes).map_err(|error| at(&staged, &error))?;
        }
        let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes));
        let written = Written { hash, length: bytes.len() as u64, changed };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.insert(path.to_string(), written) {
            None => Ok(()),
            Some(_) => Err(format!("{path}: two pages would be written to this file")),
        }
    }

    fn make_folder(&self, folder: &Path) -> Result<(), String> {
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders().contains(folder) {
            fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
            folders().insert(folder.to_path_buf());
        }
        Ok(())
    }

    /// Switches the output to what was added.
    ///
    /// # Errors
    /// The path and what the system says; the old output stays as it was.
    pub fn finish(self) -> Result<Summary, String> {
        let state = std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner));
        let removed: Vec<&String> = self.old.files.keys().filter(|path| !state.contains_key(*path)).collect();
        let summary = Summary {
            files: state.len(),
            bytes: state.values().map(|written| written.length).sum(),
            written: state.values().filter(|written| written.changed).count(),
            removed: removed.len(),
        };
        let manifest =
            Manifest::new(state.iter().map(|(path, written)| (path.clone(), written.hash.clone())));
        let text = manifest.to_text();
        let is_same = same_bytes(&self.target.join(MANIFEST), text.as_bytes());
        if summary.written == 0 && summary.removed == 0 && is_same {
            return Ok(summary);
        }
        fs::create_dir_all(&self.staging).map_err(|error| at(&self.staging, &error))?;
        let staged_manifest = self.staging.join(MANIFEST);
        fs::write(&staged_manifest, text).map_err(|error| at(&staged_manifest, &error))?;
        let foreign = self.foreign()?;
        self.refuse_conflicts(&state, &foreign)?;
        if self.switch(&state, &foreign)? {
            remove_staging(&self.staging)?;
        } else {
            self.replace_file_by_file(&state, &removed)?;
        }
        Ok(summary)
    }

    /// Files (and links) of the old output that planpress did not write.
    fn foreign(&self) -> Result<Vec<String>, String> {
        let mut foreign = Vec::new();
        if !self.target.exists() {
            return Ok(foreign);
        }
        for entry in WalkDir::new(&self.target).follow_links(false).sort_by_file_name() {
            let entry = entry.map_err(|error| format!("{}: {error}", self.target.display()))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(&self.target).unwrap_or(entry.path());
            match relative.to_str() {
                Some(path) if path == MANIFEST || self.old.files.contains_key(path) => {}
                Some(path) => foreign.push(path.to_string()),
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

    fn refuse_conflicts(&self, state: &BTreeMap<String, Written>, foreign: &[String]) -> Result<(), String> {
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

    /// Completes the staged folder with what stays and exchanges the two; false where the file systems
    /// do not allow it.
    fn switch(&self, state: &BTreeMap<String, Written>, foreign: &[String]) -> Result<bool, String> {
        if !self.target.exists() {
            fs::rename(&self.staging, &self.target).map_err(|error| at(&self.target, &error))?;
            return Ok(true);
        }
        let kept = state.iter().filter(|(_, written)| !written.changed).map(|(path, _)| path);
        let kept = kept.chain(foreign.iter().filter(|path| !state.contains_key(*path)));
        for path in kept {
            if self.keep(path).is_err() {
                return Ok(false);
            }
        }
        if let Ok(metadata) = fs::metadata(&self.target) {
            // The folder keeps its permissions.
            let _ = fs::set_permissions(&self.staging, metadata.permissions());
        }
        let exchange = rustix::fs::renameat_with(
            rustix::fs::CWD,
            &self.staging,
            rustix::fs::CWD,
            &self.target,
            RenameFlags::EXCHANGE,
        );
        Ok(exchange.is_ok())
    }

    /// Gives a file of the old output a second name in the staged folder.
    fn keep(&self, path: &str) -> io::Result<()> {
        let (from, to) = (self.target.join(path), self.staging.join(path));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        match fs::symlink_metadata(&from)?.file_type() {
            kind if kind.is_symlink() => std::os::unix::fs::symlink(fs::read_link(&from)?, &to),
            _ => fs::hard_link(&from, &to),
        }
    }

    /// Where the folders cannot be exchanged (the output is a mount point, or the file system knows no
    /// hard links): each file is replaced in one step, what is gone is removed last.
    fn replace_file_by_file(
        &self,
        state: &BTreeMap<String, Written>,
        removed: &[&String],
    ) -> Result<(), String> {
        let changed = state.iter().filter(|(_, written)| written.changed).map(|(path, _)| path.as_str());
        for path in changed.chain([MANIFEST]) {
            let (from, to) = (self.staging.join(path), self.target.join(path));
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
            }
            if fs::rename(&from, &to).is_err() {
                let beside = to.with_file_name(".planpress-part");
                fs::copy(&from, &beside).map_err(|error| at(&beside, &error))?;
                fs::rename(&beside, &to).map_err(|error| at(&to, &error))?;
            }
        }
        for path in removed {
            let path = self.target.join(path);
            let has_link =
                path.ancestors().skip(1).take_while(|folder| *folder != self.target).any(Path::is_symlink);
            if !has_link
                && let Err(error) = fs::remove_file(&path)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(at(&path, &error));
            }
        }
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the next build cleans up.
        let _ = remove_staging(&self.staging);
    }
}

fn remove_staging(staging: &Path) -> Result<(), String> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(staging, &error)),
        _ => Ok(()),
    }
}

/// Whether a plain file holds exactly these bytes.
fn same_bytes(path: &Path, bytes: &[u8]) -> bool {
    let is_like =
        fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    is_like && fs::read(path).is_ok_and(|found| found == bytes)
}

/// An error of the system with its path.
fn at(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}
