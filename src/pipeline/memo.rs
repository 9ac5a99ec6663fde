//! What a run leaves for the next one: what was made of each file. A thing is taken over only where all that
//! it was made from is the same, by comparison and never by the kind of an edit, so that a run with a memo
//! comes to what a run without one comes to.

use super::Options;
use crate::aggregate::{Facts, states_the_same};
use crate::check::ByItself;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{DataFile, Page, Plan};
use crate::render::Theme;
use crate::schema::Schema;
use crate::site::Site;
use crate::text::{DecodeFault, SourceFile};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The texts that something was made from: path, and the file or why it could not be read.
pub(super) type Texts = Vec<(String, Result<Arc<SourceFile>, DecodeFault>)>;

/// What a run leaves for the next one of the same site.
#[derive(Default)]
pub struct Memo {
    options: Option<Options>,
    pub(super) rules: Option<Rules>,
    pub(super) plans: Kept<(Arc<Plan>, Arc<ByItself>)>,
    pub(super) pages: Kept<Arc<Page>>,
    pub(super) data: Kept<Arc<DataFile>>,
    pub(super) theme: Option<Themed>,
    /// The statements of a site, ready.
    pub(super) facts: Option<(Arc<Site>, Arc<Facts>)>,
}

impl Memo {
    /// Forgets what was made under other options.
    pub(super) fn begin(&mut self, options: Options) {
        if self.options != Some(options) {
            *self = Self { options: Some(options), ..Self::default() };
        }
    }

    /// The statements of a site, where another one that stated the same had them ready.
    pub(super) fn facts(&self, site: &Site) -> Option<Arc<Facts>> {
        let (before, facts) = self.facts.as_ref()?;
        states_the_same(before, site).then(|| Arc::clone(facts))
    }

    /// What the configuration and the kinds were, where their texts are the same. Where they are not, nothing
    /// that was made under them holds.
    pub(super) fn rules(&mut self, texts: &Texts) -> Option<&Rules> {
        if self.rules.as_ref().is_none_or(|rules| !same_texts(&rules.texts, texts)) {
            *self = Self { options: self.options, ..Self::default() };
        }
        self.rules.as_ref()
    }
}

/// The configuration and the kinds, and what was found in their files.
#[derive(Clone)]
pub(super) struct Rules {
    /// What they were made from.
    pub(super) texts: Texts,
    pub(super) config: Arc<Config>,
    pub(super) schemas: Arc<BTreeMap<String, Arc<Schema>>>,
    pub(super) findings: Vec<Diagnostic>,
}

/// A theme, and what was found in its files.
#[derive(Clone)]
pub(super) struct Themed {
    /// Its texts, and the bytes of its other files.
    pub(super) texts: Texts,
    pub(super) binary: BTreeMap<String, Result<Arc<[u8]>, DecodeFault>>,
    /// All files of the site: options name some of them.
    pub(super) paths: Arc<BTreeSet<String>>,
    pub(super) theme: Arc<Theme>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Themed {
    /// Whether it was made from these.
    pub(super) fn is_of(
        &self,
        texts: &Texts,
        binary: &BTreeMap<String, Result<Arc<[u8]>, DecodeFault>>,
        paths: &BTreeSet<String>,
    ) -> bool {
        same_texts(&self.texts, texts) && self.binary == *binary && *self.paths == *paths
    }
}

fn same_texts(before: &Texts, now: &Texts) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|((old_path, old), (path, new))| {
            old_path == path
                && match (old, new) {
                    (Ok(old), Ok(new)) => same(old, new),
                    (Err(old), Err(new)) => old == new,
                    _ => false,
                }
        })
}

/// Whether two files are the same in path and text.
fn same(a: &Arc<SourceFile>, b: &Arc<SourceFile>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

/// What was made of single files, by their path, each with the text that it was made of.
pub(super) struct Kept<T>(HashMap<Box<str>, (Arc<SourceFile>, T)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone> Kept<T> {
    /// What was made of this very text.
    pub(super) fn get(&self, source: &Arc<SourceFile>) -> Option<T> {
        let (of, made) = self.0.get(&source.path)?;
        same(of, source).then(|| made.clone())
    }

    /// Remembers these and forgets all others.
    pub(super) fn set(&mut self, made: impl Iterator<Item = (Arc<SourceFile>, T)>) {
        self.0 = made.map(|(source, made)| (source.path.clone(), (source, made))).collect();
    }
}
