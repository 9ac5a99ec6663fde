//! The headings of a document as links name them. Apart, because they are folded once for all links to it.

use super::fault::{quoted, suggestion};
use crate::fold::{Candidates, fold};
use crate::parse::{Document, Heading};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Headings that are listed where none is near.
const MOST: usize = 8;

/// The headings of a document.
pub(super) struct Headings<'a> {
    document: &'a Document,
    by_anchor: HashMap<&'a str, &'a Heading>,
    /// By their folded words with and without the ordinal; the first of several. Most links name an anchor.
    by_words: OnceCell<HashMap<String, &'a Heading>>,
    titles: OnceCell<Candidates<'a>>,
}

impl<'a> Headings<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut by_anchor = HashMap::new();
        for heading in all(document) {
            by_anchor.entry(&*heading.anchor).or_insert(heading);
        }
        Self { document, by_anchor, by_words: OnceCell::new(), titles: OnceCell::new() }
    }

    /// The heading that a fragment names: by its anchor, or by its words.
    pub(super) fn find(&self, fragment: &str) -> Option<&'a Heading> {
        let by_words = || self.by_words.get_or_init(|| by_words(self.document));
        let by_anchor = self.by_anchor.get(fragment);
        by_anchor.or_else(|| by_words().get(&fold(fragment))).copied()
    }

    /// What to do about a fragment that names none.
    pub(super) fn help(&self, fragment: &str) -> String {
        let titles = self.titles.get_or_init(|| {
            let titles = all(self.document).map(|heading| &*heading.title);
            Candidates::new(titles.filter(|title| !title.is_empty()))
        });
        suggestion(&titles.nearest(fragment, 3)).unwrap_or_else(|| match titles.iter().next() {
            None => "it has no headings: leave out what stands behind `#`".to_string(),
            Some(_) => format!("its headings are {}", quoted(titles.iter().take(MOST))),
        })
    }
}

fn all(document: &Document) -> impl Iterator<Item = &Heading> {
    document.sections.iter().filter_map(|section| section.heading.as_ref())
}

fn by_words(document: &Document) -> HashMap<String, &Heading> {
    let mut by_words = HashMap::new();
    for heading in all(document) {
        for words in [&*heading.title, &*heading.text.text] {
            by_words.entry(fold(words)).or_insert(heading);
        }
    }
    by_words
}
