//! Where the output may lie: anywhere but on, above or among the sources. Compared by resolved path, so
//! that links, `..` and case-folding file systems cannot hide it.

use super::Writer;
use crate::config::FOLDERS;
use crate::text::nfc;
use std::fs;
use std::path::{Path, PathBuf};

/// The output with links and dot segments resolved; the part that does not exist yet is kept as given. Beside it
/// its path in the site's folder, where it lies there.
///
/// # Errors
/// A sentence that says what the output would overwrite.
pub(super) fn resolve(output: &Path, site: &Path) -> Result<(PathBuf, Option<String>), String> {
    let refuse = |why: &str| Err(format!("{}: {why}; name another folder with -o", output.display()));
    let target = resolved(output)?;
    let site = resolved(site)?;
    if target.is_file() {
        return refuse("the output is a file");
    }
    if target == site {
        return refuse("the output would be the site's own folder");
    }
    if site.starts_with(&target) {
        return refuse("the output would cover the site's folder");
    }
    if let Ok(inside) = target.strip_prefix(&site) {
        let first = inside.components().next().map(|part| part.as_os_str().to_string_lossy().to_lowercase());
        if first.is_some_and(|first| FOLDERS.contains(&first.as_str()) || first.starts_with(".git")) {
            return refuse("the output would lie among the sources");
        }
    }
    let inside = target.strip_prefix(&site).ok().map(|inside| nfc(&inside.to_string_lossy()));
    Ok((target, inside))
}

/// The longest existing part of a path, canonical, with the rest behind it.
#[expect(clippy::disallowed_methods, reason = "part of the edge that writes the output")]
fn resolved(path: &Path) -> Result<PathBuf, String> {
    let absolute = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut rest = Vec::new();
    let mut at = absolute.as_path();
    loop {
        if let Ok(found) = fs::canonicalize(at) {
            if !rest.is_empty() && found.is_file() {
                return Err(format!("{}: this is a file, and the output needs a folder there", at.display()));
            }
            return Ok(rest.iter().rev().fold(found, |so_far, part| so_far.join(part)));
        }
        if fs::symlink_metadata(at).is_ok() {
            return Err(format!("{}: this link leads nowhere", at.display()));
        }
        let (Some(parent), Some(name)) = (at.parent(), at.file_name()) else {
            return Err(format!("{}: `..` below a folder that does not exist", path.display()));
        };
        rest.push(name.to_os_string());
        at = parent;
    }
}

impl Writer {
    /// Refuses an output that lies among what the site is read from: it holds one of these files or lies in one's
    /// folder, or below one of these folders. An empty folder is the site's own, where outputs may lie.
    ///
    /// # Errors
    /// A sentence that says what the output would lie among.
    pub fn keep_off<'s>(
        &self,
        files: impl Iterator<Item = &'s str>,
        folders: impl Iterator<Item = &'s str>,
    ) -> Result<(), String> {
        let Some(inside) = &self.inside else { return Ok(()) };
        let place = folders.map(|folder| (folder, folder)).chain(files.map(|file| {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            (folder, file)
        }));
        let lies_in = |path: &str, folder: &str| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut place = place.filter(|(folder, _)| !folder.is_empty());
        match place.find(|(folder, file)| lies_in(inside, folder) || lies_in(file, inside)) {
            Some((folder, _)) => Err(format!(
                "{}: the output would lie among the sources in {folder}/; name another folder with -o",
                self.target.display()
            )),
            None => Ok(()),
        }
    }
}
