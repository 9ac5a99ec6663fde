//! Where the next site comes together: a hidden folder beside the output. After the switch it keeps the
//! site before, and the next build writes over those files in place. To delete files and make new ones
//! instead is up to 17 times slower on ext4, which passes over inodes deleted in the last minutes, and
//! a truncated file is flushed when it is closed. Nothing found here is believed: a file counts only if it
//! was written by this build, is the output's own file under a second name, or belongs to a site that was
//! whole when the manifest beside it was written, and was not touched since.

use super::at;
use super::manifest::Manifest;
use crate::source::MANIFEST;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use walkdir::WalkDir;

/// The folder of a build, looked into when the first file is written.
#[derive(Debug)]
pub(super) struct Staging {
    /// The hidden folder.
    hidden: PathBuf,
    /// The site in it.
    site: PathBuf,
    left: OnceLock<Result<Left, String>>,
    /// Folders that are there: most files lie in few.
    folders: Mutex<BTreeSet<PathBuf>>,
}

/// What the build before left.
#[derive(Debug, Default)]
struct Left {
    files: BTreeSet<String>,
    /// Empty unless those files are a whole site.
    manifest: Manifest,
    is_new: bool,
}

impl Staging {
    /// The staging folder of an output; nothing is touched yet.
    pub(super) fn beside(parent: &Path, output: &std::ffi::OsStr) -> Self {
        let mut name = std::ffi::OsString::from(".");
        name.push(output);
        name.push(".planpress-staging");
        let hidden = parent.join(name);
        Self { site: hidden.join("site"), hidden, left: OnceLock::new(), folders: Mutex::default() }
    }

    /// The staged site.
    pub(super) fn site(&self) -> &Path {
        &self.site
    }

    fn left(&self) -> Result<&Left, String> {
        self.left.get_or_init(|| self.take_over()).as_ref().map_err(Clone::clone)
    }

    /// Takes over what is there. From here on it is no whole site, so its manifest goes first.
    fn take_over(&self) -> Result<Left, String> {
        let is_new = !fs::symlink_metadata(&self.site).is_ok_and(|found| found.is_dir());
        for folder in [&self.hidden, &self.site] {
            if !fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
                clear(folder).map_err(|error| at(folder, &error))?;
                fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
            }
        }
        if is_new {
            return Ok(Left { is_new, ..Left::default() });
        }
        let manifest = Manifest::read(&self.site).ok().flatten().unwrap_or_default();
        let mut files = BTreeSet::new();
        clear(&self.site.join(MANIFEST)).map_err(|error| at(&self.site.join(MANIFEST), &error))?;
        for entry in WalkDir::new(&self.site).min_depth(1).follow_links(false) {
            let entry = entry.map_err(|error| format!("{}: {error}", self.site.display()))?;
            let relative = entry.path().strip_prefix(&self.site).unwrap_or(entry.path());
            match relative.to_str() {
                _ if entry.file_type().is_dir() => {}
                Some(path) if entry.file_type().is_file() => drop(files.insert(path.to_owned())),
                // A link would lead what is written elsewhere.
                _ => clear(entry.path()).map_err(|error| at(entry.path(), &error))?,
            }
        }
        Ok(Left { files, manifest, is_new })
    }

    /// Writes a file of the next site.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let staged = self.place_for(path)?;
        overwrite(&staged, bytes).map_err(|error| at(&staged, &error))
    }

    /// Opens a file of the next site to be written over; gives how long it was.
    pub(super) fn open(&self, path: &str) -> Result<(File, u64), String> {
        let staged = self.place_for(path)?;
        open(&staged).map_err(|error| at(&staged, &error))
    }

    fn place_for(&self, path: &str) -> Result<PathBuf, String> {
        self.left()?;
        let staged = self.site.join(path);
        self.make_folder_of(&staged)?;
        Ok(staged)
    }

    fn make_folder_of(&self, staged: &Path) -> Result<(), String> {
        let Some(folder) = staged.parent() else { return Ok(()) };
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders().contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder)
            .or_else(|_| {
                // A page of the old site may have the name of a folder of the new one.
                let above = folder.ancestors().take_while(|above| above.starts_with(&self.site));
                above.filter(|above| above.is_file()).try_for_each(fs::remove_file)?;
                fs::create_dir_all(folder)
            })
            .map_err(|error| at(folder, &error))?;
        folders().insert(folder.to_path_buf());
        Ok(())
    }

    /// Makes a page that stays as it is a part of the next site: the output's own file under a second name
    /// or a copy with the same time. `hash` is the one of its bytes.
    pub(super) fn keep(&self, from: &Path, path: &str, hash: &str) -> Result<Kept, String> {
        let to = self.site.join(path);
        let known = self.left()?.manifest.files.get(path).is_some_and(|old| old == hash);
        let describe = |error: io::Error| at(&to, &error);
        let there = fs::symlink_metadata(from).map_err(|error| at(from, &error))?;
        match fs::symlink_metadata(&to) {
            Ok(found) if is_one(&found, &there) => Ok(Kept::Yes),
            Ok(found) if found.is_file() && found.nlink() == 1 => {
                let time = there.modified().map_err(describe)?;
                let is_same = known && found.len() == there.len() && found.modified().ok() == Some(time);
                if !is_same {
                    let bytes = fs::read(from).map_err(|error| at(from, &error))?;
                    overwrite(&to, &bytes).map_err(describe)?;
                    let file = File::options().write(true).open(&to).map_err(describe)?;
                    file.set_modified(time).map_err(describe)?;
                }
                Ok(Kept::Yes)
            }
            _ => self.link(from, path),
        }
    }

    /// Gives a file or link of the output a second name in the next site.
    pub(super) fn link(&self, from: &Path, path: &str) -> Result<Kept, String> {
        let to = self.site.join(path);
        self.left()?;
        let describe = |error: io::Error| at(&to, &error);
        let there = fs::symlink_metadata(from).map_err(|error| at(from, &error))?;
        match fs::symlink_metadata(&to) {
            Ok(found) if is_one(&found, &there) => return Ok(Kept::Yes),
            Ok(_) => clear(&to).map_err(describe)?,
            Err(_) => self.make_folder_of(&to)?,
        }
        let linked = match there.is_symlink() {
            true => fs::read_link(from).and_then(|leads_to| std::os::unix::fs::symlink(leads_to, &to)),
            false => fs::hard_link(from, &to),
        };
        match linked {
            Err(error) if is_refusal(&error) => Ok(Kept::Impossible),
            Err(error) => Err(describe(error)),
            Ok(()) => Ok(Kept::Yes),
        }
    }

    /// Drops what the next site does not have.
    pub(super) fn sweep(&self, has: impl Fn(&str) -> bool) -> Result<(), String> {
        for path in self.left()?.files.iter().filter(|path| !has(path)) {
            let path = self.site.join(path);
            // By now a folder of the next site may have its name.
            if path.is_file() {
                clear(&path).map_err(|error| at(&path, &error))?;
            }
            // Folders that have become empty; the first that has not ends it.
            let above = path.ancestors().skip(1).take_while(|above| *above != self.site);
            let _ = above.into_iter().try_for_each(fs::remove_dir);
        }
        Ok(())
    }

    /// After the switch: the old site stays for the next build, hidden from git too; an empty one goes.
    /// What fails here is of no consequence.
    pub(super) fn put_away(&self) {
        let ignored = self.hidden.join(".gitignore");
        let _ = fs::remove_dir(&self.site);
        if !self.site.exists() {
            self.discard();
        } else if !ignored.exists() {
            let _ = fs::write(ignored, "*\n");
        }
    }

    /// Leaves nothing behind.
    pub(super) fn discard(&self) {
        let _ = fs::remove_dir_all(&self.hidden);
    }

    /// A build ends without a switch: what it found stays, half written over as it may be, for the next one
    /// to write over; what it began itself goes.
    pub(super) fn give_up(&self) {
        if self.left.get().is_some_and(|left| left.as_ref().is_ok_and(|left| left.is_new)) {
            self.discard();
        }
    }
}

/// Whether a file could be given a second name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Yes,
    /// The file systems do not allow it.
    Impossible,
}

/// Whether an error says that a file system cannot do something, not that something failed.
pub(super) fn is_refusal(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let refusals =
        [Errno::XDEV, Errno::PERM, Errno::OPNOTSUPP, Errno::MLINK, Errno::NOSYS, Errno::INVAL, Errno::BUSY];
    Errno::from_io_error(error).is_some_and(|error| refusals.contains(&error))
}

fn is_one(found: &Metadata, there: &Metadata) -> bool {
    (found.dev(), found.ino()) == (there.dev(), there.ino())
}

/// Opens a file without truncating it, where it is nobody else's; else makes a new one. Gives its length.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let found = File::options().write(true).create(true).truncate(false).open(path);
    let found = found.and_then(|file| file.metadata().map(|metadata| (file, metadata)));
    match found {
        Ok((file, metadata)) if metadata.nlink() == 1 => Ok((file, metadata.len())),
        _ => {
            clear(path)?;
            Ok((File::options().write(true).create_new(true).open(path)?, 0))
        }
    }
}

/// Writes a file without truncating it first.
fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (mut file, length) = open(path)?;
    file.write_all(bytes)?;
    if length > bytes.len() as u64 {
        file.set_len(bytes.len() as u64)?;
    }
    Ok(())
}

/// Removes whatever has this name.
fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(())
        }
        Err(error) => Err(error),
    }
}
