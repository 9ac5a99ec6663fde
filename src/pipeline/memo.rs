//! What a run leaves for the next one: what was made of each file. A thing is taken over only where all that
//! it was made from is the same, by comparison and never by the kind of an edit, so that a run with a memo
//! comes to what a run without one comes to.

use super::{Options, Refused};
use crate::aggregate::Facts;
use crate::check::ByItself;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::link::{Graph, links_the_same};
use crate::model::{DataFile, Page, Plan};
use crate::render::{Lists, Theme};
use crate::schema::Schema;
use crate::site::Site;
use crate::text::{DecodeFault, SourceFile};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The texts that something was made from: path, and the file or why it could not be read.
pub(super) type Texts = Vec<(String, Result<Arc<SourceFile>, DecodeFault>)>;

/// Lists of plans, and the outputs that collide.
pub(super) type Listed = (Arc<Lists>, Vec<Diagnostic>);

/// What a run leaves for the next one of the same site.
#[derive(Default)]
pub struct Memo {
    options: Option<Options>,
    pub(super) rules: Option<Rules>,
    pub(super) plans: Kept<(Arc<Plan>, Arc<ByItself>)>,
    pub(super) pages: Kept<Arc<Page>>,
    pub(super) data: Kept<Arc<DataFile>>,
    pub(super) theme: Option<Themed>,
    pub(super) last: Option<Last>,
}

/// The site of the last run, and what was made of the whole of it.
pub(super) struct Last {
    paths: BTreeSet<String>,
    refused: Vec<Refused>,
    site: Arc<Site>,
    facts: Arc<Facts>,
    lists: Arc<Lists>,
    /// No two outputs would be one file.
    is_apart: bool,
}

impl Last {
    pub(super) fn new(
        (paths, refused): (&BTreeSet<String>, &[Refused]),
        site: &Arc<Site>,
        facts: &Arc<Facts>,
        lists: &Arc<Lists>,
        is_apart: bool,
    ) -> Self {
        let (site, facts, lists) = (Arc::clone(site), Arc::clone(facts), Arc::clone(lists));
        Self { paths: paths.clone(), refused: refused.to_vec(), site, facts, lists, is_apart }
    }
}

impl Memo {
    /// Forgets what was made under other options.
    pub(super) fn begin(&mut self, options: Options) {
        if self.options != Some(options) {
            *self = Self { options: Some(options), ..Self::default() };
        }
    }

    /// How documents are connected, where others with the same files beside them were connected alike.
    pub(super) fn graph(
        &self,
        (paths, refused): (&BTreeSet<String>, &[Refused]),
        documents: (&[Arc<Plan>], &[Arc<Page>]),
        unread: &BTreeSet<String>,
    ) -> Option<Arc<Graph>> {
        let last = self.last.as_ref()?;
        let Site { plans, pages, graph, .. } = &*last.site;
        let same = last.paths == *paths
            && last.refused == *refused
            && graph.unread == *unread
            && links_the_same(graph, (plans, pages), documents);
        same.then(|| Arc::clone(graph))
    }

    /// The statements of a site made ready, and its lists of plans with the outputs that collide, where those of the
    /// last site serve; the latter only under the same theme.
    pub(super) fn facts_and_lists(&self, site: &Site) -> (Option<Arc<Facts>>, Option<Listed>) {
        let Some(last) = &self.last else { return (None, None) };
        let Some(facts) = last.facts.follow(&last.site, site) else { return (None, None) };
        let same =
            last.is_apart && Arc::ptr_eq(&last.site.graph, &site.graph) && Lists::are_of(&last.site, site);
        (Some(Arc::new(facts)), same.then(|| (Arc::clone(&last.lists), Vec::new())))
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

    /// Remembers these and forgets all others. Mostly all are known but one.
    pub(super) fn set(&mut self, made: impl ExactSizeIterator<Item = (Arc<SourceFile>, T)> + Clone) {
        for (source, made) in made.clone() {
            let known = self.0.get(&source.path);
            if !known.is_some_and(|(known, _)| Arc::ptr_eq(known, &source)) {
                self.0.insert(source.path.clone(), (source, made));
            }
        }
        if self.0.len() > made.len() {
            self.0 = made.map(|(source, made)| (source.path.clone(), (source, made))).collect();
        }
    }
}
