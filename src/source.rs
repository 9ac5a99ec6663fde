//! Edge: the only file that reads a site from disk. Links are not followed, hidden files (but for those to be
//! published) and what editors put beside a file while they save it are not read, and every path is opened beneath
//! the site's root.
#![expect(clippy::disallowed_methods, reason = "this edge is where a site is read from disk")]

mod passed_over;

pub use passed_over::is_passed_over;

use crate::config::is_flat;
use crate::pipeline::{Refused, Tree, What};
use crate::text::{DecodeFault, MAX_BYTES, SourceFile, decode, nfc};
use jiff::civil::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use walkdir::WalkDir;

/// The file that makes a folder a site.
pub const SITE_FILE: &str = "planpress.yaml";

/// The file that makes a folder an output of planpress.
pub const MANIFEST: &str = ".planpress-manifest.json";

/// What to do with an output among the sources: without its list it is a folder like any other.
const OUTPUT_HELP: &str = "move the folder out of the site, or remove its `.planpress-manifest.json` to have its files read and copied";

/// A folder held open, where the system can open files beneath one.
#[cfg(target_os = "linux")]
type Folder = Arc<File>;
#[cfg(not(target_os = "linux"))]
type Folder = ();

/// A site on disk, listed.
#[derive(Clone, Debug)]
pub struct DiskTree {
    root: PathBuf,
    /// The root, held open: every file is opened beneath it.
    folder: Folder,
    /// In NFC, in which paths are compared.
    paths: Arc<BTreeSet<String>>,
    /// How they are written on disk, where that is another way.
    on_disk: BTreeMap<String, String>,
    refused: Vec<Refused>,
    /// What was passed over and why, for people.
    pub notes: Vec<String>,
}

/// The folder of the site: the one given, else the nearest at or above `start` that has a
/// `planpress.yaml`, else `content/` below it.
///
/// # Errors
/// A sentence that says where was looked.
pub fn find_site(given: Option<&Path>, start: &Path) -> Result<PathBuf, String> {
    if let Some(given) = given {
        return match given.join(SITE_FILE).is_file() {
            true => Ok(given.to_path_buf()),
            false => Err(format!("{}: there is no {SITE_FILE} in this folder", given.display())),
        };
    }
    let above = start.ancestors().find(|folder| folder.join(SITE_FILE).is_file());
    if let Some(folder) = above {
        return Ok(folder.to_path_buf());
    }
    let content = start.join("content");
    match content.join(SITE_FILE).is_file() {
        true => Ok(content),
        false => Err(format!(
            "there is no {SITE_FILE} in {} or above it, nor in content/ below it; `planpress init` writes a small site",
            start.display()
        )),
    }
}

/// The site inside of which a folder lies, or would lie.
///
/// # Errors
/// Where the system does not say where the folder is.
pub fn site_around(folder: &Path) -> Result<Option<PathBuf>, String> {
    let absolute = std::path::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let there = absolute.ancestors().find_map(|at| Some((at, at.canonicalize().ok()?)));
    let Some((at, found)) = there else { return Ok(None) };
    let above = found.ancestors().skip(usize::from(at == absolute));
    Ok(above.filter(|folder| folder.join(SITE_FILE).is_file()).map(Path::to_path_buf).next())
}

/// The working folder.
///
/// # Errors
/// Where the system does not say.
pub fn working_folder() -> Result<PathBuf, String> {
    std::env::current_dir().map_err(|error| format!("the working folder cannot be read: {error}"))
}

impl DiskTree {
    /// Lists a site.
    ///
    /// # Errors
    /// Where a folder cannot be read: a site without the plans in it would be another site.
    pub fn list(root: &Path) -> Result<Self, String> {
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let folder = open_folder(&root).map_err(|error| format!("{}: {error}", root.display()))?;
        let (paths, on_disk) = (Arc::default(), BTreeMap::new());
        let mut tree = Self { paths, on_disk, refused: Vec::new(), notes: Vec::new(), root, folder };
        let (base, mut outputs, mut folders) = (tree.root.clone(), Vec::new(), Vec::new());
        let walk = WalkDir::new(&tree.root).follow_links(false).sort_by_file_name().into_iter();
        let shown = |entry: &walkdir::DirEntry| {
            let passed_over = is_passed_over(entry.path().strip_prefix(&base).unwrap_or(entry.path()));
            let output =
                entry.depth() > 0 && entry.file_type().is_dir() && entry.path().join(MANIFEST).exists();
            if output {
                outputs.push(entry.path().to_path_buf());
            }
            !passed_over && !output
        };
        for entry in walk.filter_entry(shown) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => tree.add(entry.path()),
                Ok(entry) if entry.file_type().is_symlink() => {
                    let why = "this is a link of the file system, and links are not followed";
                    let what = if entry.path().is_dir() { What::Folder } else { What::File };
                    tree.refuse(entry.path(), what, why, "put the file itself here");
                }
                Ok(entry) if entry.file_type().is_dir() => folders.push(entry.into_path()),
                Ok(entry) => {
                    let why = passed_over::no_file(entry.file_type());
                    tree.refuse(entry.path(), What::File, why, "put a file of text here, or remove it");
                }
                // Gone since its folder was read.
                Err(error)
                    if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                Err(error) => return Err(unlisted(&error)),
            }
        }
        folders.retain(|folder: &PathBuf| tree.stands_for_a_file(folder));
        for folder in folders {
            let help = "put the file itself here, or give the folder another name";
            tree.refuse(&folder, What::File, "this is a folder, not a file", help);
        }
        for output in outputs {
            let why = "planpress wrote this folder, and what it wrote is no source";
            tree.refuse(&output, What::Output, why, OUTPUT_HELP);
        }
        Ok(tree)
    }

    /// Whether a folder has the name of a file that would be read, and is none that files are read from: folders
    /// of plans and pages may be called anything.
    fn stands_for_a_file(&self, folder: &Path) -> bool {
        let Some(path) = folder.strip_prefix(&self.root).ok().and_then(Path::to_str) else { return false };
        let (below, path) = (nfc(&format!("{path}/")), nfc(path));
        let is_empty =
            || !self.paths.range(below.clone()..).next().is_some_and(|file| file.starts_with(&below));
        let is_free = ["static/", "templates/", "themes/"].iter().any(|above| path.starts_with(above));
        is_flat(&path) || (!is_free && path.ends_with(".md") && is_empty())
    }

    fn add(&mut self, path: &Path) {
        let relative = path.strip_prefix(&self.root).unwrap_or(path).to_str();
        let Some(relative) = relative.filter(|relative| !relative.contains(['\n', '\r', '\\'])) else {
            let help = "rename it: UTF-8 without line breaks and without `\\`";
            return self.refuse(path, What::File, "the name cannot be a part of an address", help);
        };
        let name = nfc(relative);
        if !Arc::make_mut(&mut self.paths).insert(name.clone()) {
            let why = "another name differs from this one only in how its characters are composed";
            return self.refuse(path, What::File, why, "remove one of the two");
        }
        if name != relative {
            self.on_disk.insert(name, relative.to_owned());
        }
    }

    fn refuse(&mut self, path: &Path, what: What, why: &'static str, help: &'static str) {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        // What cannot be shown is escaped.
        let path_text = format!("{relative:?}").trim_matches('"').to_owned();
        self.notes.push(format!("{path_text} is passed over: {why}"));
        self.refused.push(Refused { path: path_text, what, why, help });
    }

    /// Where a listed file lies.
    pub fn place(&self, path: &str) -> PathBuf {
        self.root.join(self.written(path))
    }

    /// A path as it is written on disk.
    fn written<'p>(&'p self, path: &'p str) -> &'p str {
        self.on_disk.get(path).map_or(path, String::as_str)
    }

    /// Leaves a listed file out, as if it were not there.
    pub fn hide(&mut self, path: &str) {
        Arc::make_mut(&mut self.paths).remove(path);
    }

    /// Leaves out all listed files but these.
    pub fn keep(&mut self, is_kept: impl Fn(&str) -> bool) {
        if !self.paths.iter().all(|path| is_kept(path)) {
            Arc::make_mut(&mut self.paths).retain(|path| is_kept(path));
        }
    }

    /// The text of a file; `None` where it has gone since the listing.
    pub fn read_if_there(&self, path: &str) -> Option<Result<Arc<SourceFile>, DecodeFault>> {
        thread_local! {
            /// Where files are read to: the text is copied from there, exactly as long as it is.
            static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        BYTES.with_borrow_mut(|bytes| {
            bytes.clear();
            // One byte more than allowed, so that `decode` sees that the file is too large.
            match self.read_bytes(path, MAX_BYTES as u64 + 1, bytes) {
                Ok(()) => Some(decode(bytes).map(|text| SourceFile::new(path, text))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => Some(Err(unreadable(&error))),
            }
        })
    }

    /// The root, resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn read_bytes(&self, path: &str, limit: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let file = open_beneath(&self.folder, &self.root, self.written(path))?;
        file.take(limit).read_to_end(bytes).map(drop)
    }
}

impl Tree for DiskTree {
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault> {
        self.read_if_there(path).unwrap_or_else(|| Err(unreadable(&io::ErrorKind::NotFound.into())))
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault> {
        let mut bytes = Vec::new();
        self.read_bytes(path, u64::MAX, &mut bytes).map_err(|error| unreadable(&error))?;
        Ok(bytes)
    }

    fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

fn unlisted(error: &walkdir::Error) -> String {
    let path = error.path().unwrap_or(Path::new("")).display();
    let why = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
    format!("{path}: this folder cannot be read: {why}; check its permissions, or move it out of the site")
}

fn unreadable(error: &io::Error) -> DecodeFault {
    DecodeFault::new(format!("the file cannot be read: {error}"), "check its permissions")
}

/// Opens a file below a folder so that no link on the way is followed.
#[cfg(target_os = "linux")]
fn open_beneath(folder: &Folder, root: &Path, path: &str) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, ResolveFlags};
    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    match rustix::fs::openat2(&**folder, path, flags, Mode::empty(), resolve) {
        Ok(file) => Ok(File::from(file)),
        // Kernels before 5.6 and some sandboxes lack the call; the listing followed no links either.
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => File::open(root.join(path)),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn open_beneath((): &Folder, root: &Path, path: &str) -> io::Result<File> {
    File::open(root.join(path))
}

/// Opens a folder as a place to open files from.
#[cfg(target_os = "linux")]
fn open_folder(path: &Path) -> io::Result<Folder> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(Arc::new(File::from(rustix::fs::open(path, flags, Mode::empty())?)))
}

#[cfg(not(target_os = "linux"))]
fn open_folder(_: &Path) -> io::Result<Folder> {
    Ok(())
}

/// Writes a file that must not exist yet; for `new` and `init`.
///
/// # Errors
/// The path and what the system says; a file that exists is left as it is.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), String> {
    use std::io::Write;
    let describe = |error: io::Error| format!("{}: {error}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(describe)?;
    }
    let mut file = File::options().write(true).create_new(true).open(path).map_err(describe)?;
    file.write_all(bytes).map_err(describe)
}

/// Replaces a file of a site in one step, or makes it. `expected` is what it must still hold.
///
/// # Errors
/// The path and what the system says, or that the file has changed since it was read.
pub fn replace(path: &Path, expected: Option<&str>, text: &str) -> Result<(), String> {
    let describe = |error: io::Error| format!("{}: {error}", path.display());
    // Behind a link the file that it leads to is written, not the link.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(format!("{}: the file is read-only", path.display()));
    }
    if let Some(expected) = expected
        && fs::read(path).map_err(describe)? != expected.as_bytes()
    {
        return Err(format!("{}: the file has changed since it was read", path.display()));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.planpress-part"));
    fs::write(&beside, text).map_err(|error| {
        let _ = fs::remove_file(&beside);
        describe(error)
    })?;
    if let Ok(metadata) = fs::metadata(path) {
        let _ = fs::set_permissions(&beside, metadata.permissions());
    }
    fs::rename(&beside, path).map_err(|error| {
        let _ = fs::remove_file(&beside);
        describe(error)
    })
}

/// Reads a file in pieces, since room for all of it costs more than to read it. Gives its length; `None` where it
/// cannot be read, or where `take` says that this is enough.
pub fn in_pieces(mut file: File, mut take: impl FnMut(&[u8]) -> bool) -> Option<u64> {
    thread_local! {
        static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
    }
    ROOM.with_borrow_mut(|room| {
        let mut length = 0;
        loop {
            match file.read(room) {
                Ok(0) => return Some(length),
                Ok(read) if take(room.get(..read)?) => length += read as u64,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => return None,
            }
        }
    })
}

/// A hash of this program, where the system says where it lies: what it makes may change with every build of it.
pub fn program() -> Option<u128> {
    static HASH: LazyLock<Option<u128>> = LazyLock::new(|| {
        let program = File::open(std::env::current_exe().ok()?).ok()?;
        let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
        in_pieces(program, |piece| {
            hash.update(piece);
            true
        })?;
        Some(hash.digest128())
    });
    *HASH
}

/// Today by the system's clock, in UTC; `SOURCE_DATE_EPOCH` (seconds) beats it, as reproducible builds agreed.
///
/// # Errors
/// A sentence, where `SOURCE_DATE_EPOCH` says no day.
pub fn today() -> Result<Date, String> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|epoch| !epoch.is_empty()) else {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        return Ok(day(since.map_or(0, |since| since.as_secs())).unwrap_or(Date::MAX));
    };
    let seconds = epoch.to_str().and_then(|text| text.trim().parse().ok());
    seconds.and_then(day).ok_or_else(|| {
        format!("SOURCE_DATE_EPOCH is {epoch:?}: it must be seconds since 1970, before the year 10000")
    })
}

/// The day of so many seconds since 1970 began, in UTC.
fn day(seconds: u64) -> Option<Date> {
    let days = jiff::Span::new().try_days(i64::try_from(seconds / 86_400).ok()?).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}
