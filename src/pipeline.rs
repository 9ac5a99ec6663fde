//! The spine: the one place where the stages run, in order. Every command (and the watch loop) reads a
//! site through [`load`]; there is no second way and no shortcut by kind of edit.

use crate::text::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the files of a site come from: the disk, or memory in tests. Paths are relative to the site's
/// root, with `/`.
pub trait Tree: Sync {
    /// All files of the site, whatever they are.
    fn paths(&self) -> &BTreeSet<String>;
    /// The text of one of them.
    ///
    /// # Errors
    /// What is wrong and what to do, where it cannot be read as text.
    fn read(&self, path: &str) -> Result<Arc<SourceFile>, crate::text::DecodeFault>;
}

/// A site in memory, as tests and examples have it.
#[derive(Debug, Default)]
pub struct MemoryTree {
    paths: BTreeSet<String>,
    files: BTreeMap<String, Arc<SourceFile>>,
}

impl MemoryTree {
    /// A site of these files.
    pub fn new<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let files: BTreeMap<String, Arc<SourceFile>> = files
            .into_iter()
            .map(|(path, text)| (path.into(), text.into()))
            .map(|(path, text)| (path.clone(), SourceFile::new(path, text)))
            .collect();
        Self { paths: files.keys().cloned().collect(), files }
    }
}

impl Tree for MemoryTree {
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, crate::text::DecodeFault> {
        self.files.get(path).cloned().ok_or_else(|| crate::text::DecodeFault {
            message: "there is no such file".into(),
            help: "check the path".into(),
        })
    }
}
