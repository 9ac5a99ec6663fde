//! Files that are there and cannot be part of a site. Where one of their name would be read, the site is not what
//! its folder shows, and that is a finding.

use super::{Tree, unreadable};
use crate::config::{Config, FOLDERS, Read};
use crate::diagnostic::Diagnostic;
use crate::link::PassedOver;
use crate::text::DecodeFault;

/// A file or a folder, or a link of the file system, that is not part of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Path relative to the site's root; what cannot be shown is escaped.
    pub path: String,
    /// What it is, or what it leads to.
    pub what: What,
    /// Why.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// What is not part of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A folder that planpress wrote.
    Output,
}

impl Refused {
    /// Whether the site may be another one where this comes or goes. Builds write beside the folders of a site, and
    /// that is no change of it.
    pub fn counts(&self) -> bool {
        self.what != What::Output || self.path.contains('/') || FOLDERS.contains(&self.path.as_str())
    }
}

/// Why a path is no part of the site although there is something.
pub(super) fn passed_over(tree: &dyn Tree, config: &Config, path: &str) -> Option<PassedOver> {
    let refused = tree.refused().iter().find(|refused| lies_in(path, &refused.path))?;
    let is_reported = would_be_read(refused, config);
    Some(PassedOver { path: refused.path.clone(), why: refused.why, help: refused.help, is_reported })
}

/// A finding for each that would be read.
pub(super) fn findings<'t>(tree: &'t dyn Tree, config: &'t Config) -> impl Iterator<Item = Diagnostic> + 't {
    tree.refused()
        .iter()
        .filter(|refused| would_be_read(refused, config))
        .map(|refused| unreadable(&refused.path, DecodeFault::new(refused.why, refused.help)))
}

fn would_be_read(refused: &Refused, config: &Config) -> bool {
    let path = &refused.path;
    let below = |is_read: &dyn Fn(&str) -> bool| {
        ["md", "csv", "yaml", "html"].iter().any(|end| is_read(&format!("{path}/x.{end}")))
    };
    match refused.what {
        What::File => is_read(path, config) || is_folder(path, config),
        What::Folder => below(&|path| is_read(path, config)),
        // A pattern such as `**/*.md` reaches into all folders, and an output may lie beside those of the site.
        What::Output => {
            let mut folders = config.plans.iter().map(|entry| entry.folder()).filter(|path| !path.is_empty());
            below(&is_in_its_folder) || folders.any(|folder| lies_in(path, folder) || lies_in(folder, path))
        }
    }
}

/// Whether a path is a folder or lies below it.
fn lies_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path is that of a folder that the site is read from.
fn is_folder(path: &str, config: &Config) -> bool {
    let is_of_plans = || config.plans.iter().any(|entry| entry.folder() == path);
    (path != "plans" && FOLDERS.contains(&path)) || is_of_plans()
}

/// A finding for each file that would be read if its name ended as it must, or that stands where a folder is read.
pub(super) fn nearly_read<'t>(
    tree: &'t dyn Tree,
    config: &'t Config,
) -> impl Iterator<Item = Diagnostic> + 't {
    tree.paths().iter().filter_map(|path| {
        if is_folder(path, config) {
            let message = format!("`{path}` is a file, not a folder");
            let help = "make it a folder, or give the file another name";
            return Some(unreadable(path, DecodeFault::new(message, help)));
        }
        let (stem, ending) = path.rsplit_once('.')?;
        let wanted = match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => "md",
            "yaml" | "yml" => "yaml",
            "csv" => "csv",
            _ => return None,
        };
        let meant = format!("{stem}.{wanted}");
        if is_read(path, config) || !is_read(&meant, config) {
            return None;
        }
        let name = meant.rsplit('/').next().unwrap_or(&meant);
        let message = format!("the file is passed over: its name ends in `.{ending}`, not in `.{wanted}`");
        Some(unreadable(path, DecodeFault::new(message, format!("rename it to `{name}`"))))
    })
}

/// Whether a file is read for what it says or published as it is, rather than copied because a link leads to it.
fn is_read(path: &str, config: &Config) -> bool {
    ["metrics.yaml", "dimensions.yaml", crate::check::baseline::PATH].contains(&path)
        || config.is_plan(path)
        || is_in_its_folder(path)
}

/// The same of the folders that every site has for something.
fn is_in_its_folder(path: &str) -> bool {
    path.starts_with("static/") || Read::ALL.iter().any(|read| read.has(path))
}
