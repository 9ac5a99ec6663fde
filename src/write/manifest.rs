//! The list of what a build wrote, kept in the output: what is listed may be replaced and dropped by the
//! next build, nothing else. It is read with suspicion, since anybody may have edited it.

use crate::source::MANIFEST;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// Files of an output and the hashes of their bytes (XXH3, 128 bits, hexadecimal).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    version: u32,
    /// The program that wrote it.
    generator: String,
    /// What it was made from, where that alone decides what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Inputs>,
    /// Path relative to the output, and hash.
    pub files: BTreeMap<String, String>,
}

/// What an output was made from: a build of the same can end at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// A hash of the site's files, the program and its options.
    pub hash: String,
    /// How many findings that build told of.
    pub findings: usize,
    /// A hash of all but the prose of plans.
    #[serde(default)]
    pub frame: String,
    /// For each plan by its path in the site: a hash of its text, and one of all but its prose.
    #[serde(default)]
    pub plans: BTreeMap<String, String>,
}

impl Manifest {
    /// A manifest of these files.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let generator = concat!("planpress ", env!("CARGO_PKG_VERSION")).to_string();
        Self { version: 1, generator, inputs: None, files: files.into_iter().collect() }
    }

    /// The manifest of an output; `None` where there is none. Paths that could lead out are left out.
    ///
    /// # Errors
    /// The file is there and cannot be read, or is no manifest.
    #[expect(clippy::disallowed_methods, reason = "part of the edge that writes the output")]
    pub fn read(output: &Path) -> Result<Option<Self>, String> {
        let path = output.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let mut manifest: Self = serde_json::from_str(&text)
            .map_err(|error| format!("{}: this is not a manifest of planpress: {error}", path.display()))?;
        manifest.files.retain(|path, _| is_clean(path));
        Ok(Some(manifest))
    }

    /// As JSON, one file a line.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Whether a path is relative, has no dot segments and cannot lead out of a folder.
pub(super) fn is_clean(path: &str) -> bool {
    let parts_are_names = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    parts_are_names && !path.contains(['\\', '\0', '\n']) && path != MANIFEST
}
