//! Files that are there and cannot be part of a site. Where one of their name would be read, the site is not what
//! its folder shows, and that is a finding.

use super::{Tree, unreadable};
use crate::config::{Config, Read};
use crate::diagnostic::Diagnostic;
use crate::text::DecodeFault;

/// A file, or a link of the file system, that is not part of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    tree.refused().iter().filter(|refused| would_be_read(refused, config)).map(|refused| {
        let fault = DecodeFault { message: refused.why.into(), help: refused.help.into() };
        unreadable(&refused.path, fault)
    })
}

fn would_be_read(refused: &Refused, config: &Config) -> bool {
    let path = &refused.path;
    match refused.is_folder {
        false => is_read(path, config),
        true => ["md", "csv", "yaml", "html"].iter().any(|end| is_read(&format!("{path}/x.{end}"), config)),
    }
}

/// Whether a file is read for what it says, rather than copied because a link leads to it.
fn is_read(path: &str, config: &Config) -> bool {
    ["metrics.yaml", "dimensions.yaml", crate::check::baseline::PATH].contains(&path)
        || config.is_plan(path)
        || Read::ALL.iter().any(|read| read.has(path))
}
