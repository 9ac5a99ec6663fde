//! Files that are there and cannot be part of a site. Where one of their name would be read, the site is not what
//! its folder shows, and that is a finding.

use super::{Tree, unreadable};
use crate::config::{Config, Read};
use crate::diagnostic::Diagnostic;
use crate::text::DecodeFault;

/// A file, or a link of the file system, that is not part of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Path relative to the site's root; what cannot be shown is escaped.
    pub path: String,
    /// It is or leads to a folder.
    pub is_folder: bool,
    /// Why.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
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
    match refused.is_folder {
        false => is_read(path, config),
        true => ["md", "csv", "yaml", "html"].iter().any(|end| is_read(&format!("{path}/x.{end}"), config)),
    }
}

/// A finding for each file that would be read if its name ended as it must.
pub(super) fn nearly_read<'t>(
    tree: &'t dyn Tree,
    config: &'t Config,
) -> impl Iterator<Item = Diagnostic> + 't {
    tree.paths().iter().filter_map(|path| {
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

/// Whether a file is read for what it says, rather than copied because a link leads to it.
fn is_read(path: &str, config: &Config) -> bool {
    ["metrics.yaml", "dimensions.yaml", crate::check::baseline::PATH].contains(&path)
        || config.is_plan(path)
        || Read::ALL.iter().any(|read| read.has(path))
}
