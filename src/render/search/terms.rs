//! Pieces of texts: pairs of neighbouring characters where writing has no spaces, words elsewhere. The
//! script in the browser cuts the query in the same way.

use crate::fold::for_each_folded;
use crate::spread::{BuildSpread, spread};
use rayon::prelude::*;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

/// Of longer words (addresses and the like) the beginning is enough to find them.
const LONGEST: usize = 24;

/// Terms with the numbers of their documents, all sorted.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Pairs of characters, see [`pair`].
    pub pairs: Postings<u64>,
    /// Words.
    pub words: Postings<String>,
}

/// Terms in order; the documents of one lie side by side.
#[derive(Debug, Default)]
pub(super) struct Postings<T> {
    terms: Vec<(T, Range<usize>)>,
    documents: Vec<u32>,
}

impl<T> Postings<T> {
    /// Each term with its documents.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&T, &[u32])> {
        self.terms.iter().map(|(term, range)| (term, &self.documents[range.clone()]))
    }
}

/// Two characters as a number that sorts like the text that they are. The last character of a run stands
/// alone.
fn pair(first: char, second: Option<char>) -> u64 {
    u64::from(u32::from(first)) << 32 | second.map_or(0, |second| u64::from(u32::from(second)))
}

/// The text of a pair.
pub(super) fn pair_text(pair: u64) -> String {
    let character = |bits: u64| char::from_u32(bits as u32).filter(|c| *c != '\0');
    character(pair >> 32).into_iter().chain(character(pair)).collect()
}

/// The terms of all documents. `visit` gives the texts of one.
pub(super) fn index<T: Sync>(entries: &[T], visit: impl Fn(&T, &mut dyn FnMut(&str)) + Sync) -> Terms {
    const PARTS: usize = 16;
    let size = entries.len().div_ceil(PARTS).max(1);
    let parts: Vec<(Postings<u64>, Postings<String>)> = entries
        .par_chunks(size)
        .enumerate()
        .map(|(chunk, entries)| {
            let mut cutting = Cutting::default();
            for (at, entry) in entries.iter().enumerate() {
                cutting.begin((chunk * size + at) as u32);
                visit(entry, &mut |text| cutting.cut(text));
            }
            (cutting.pairs.sorted(), cutting.words.sorted())
        })
        .collect();
    let (pairs, words): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let (pairs, words) = rayon::join(|| merged(pairs), || merged(words));
    Terms { pairs, words }
}

/// The terms of documents that come in one after the other.
#[derive(Default)]
struct Cutting {
    document: u32,
    /// Pairs that the document had just now, each where its number puts it: most of a text repeats some.
    recent: Vec<u64>,
    pairs: Collected<u64, BuildSpread>,
    words: Collected<String, std::hash::RandomState>,
    word: String,
}

impl Cutting {
    fn begin(&mut self, document: u32) {
        const RECENT: usize = 1 << 12;
        self.document = document;
        self.recent.clear();
        self.recent.resize(RECENT, 0);
    }

    fn add(&mut self, pair: u64) {
        let at = (spread(pair) >> 52) as usize;
        if let Some(recent) = self.recent.get_mut(at).filter(|recent| **recent != pair) {
            *recent = pair;
            self.pairs.add(&pair, self.document);
        }
    }

    fn cut(&mut self, text: &str) {
        let mut last: Option<char> = None;
        let mut letters = 0;
        for_each_folded(text, |c| {
            let dense = is_dense(c).then_some(c);
            if let Some(last) = last {
                self.add(pair(last, dense));
            }
            last = dense;
            if dense.is_none() && is_letter(c) {
                letters += 1;
                if letters <= LONGEST {
                    self.word.push(c);
                }
            } else if letters > 0 {
                letters = 0;
                self.end_word();
            }
        });
        if let Some(last) = last {
            self.add(pair(last, None));
        }
        self.end_word();
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.words.add(self.word.as_str(), self.document);
            self.word.clear();
        }
    }
}

/// Terms numbered as they come in, and which document had which: a map of lists would cost many times
/// as much.
#[derive(Default)]
struct Collected<T, S> {
    numbers: HashMap<T, u32, S>,
    terms: Vec<T>,
    /// For each term the last document that had it.
    last: Vec<u32>,
    /// Number of a term and document, in the order of the documents.
    hits: Vec<(u32, u32)>,
}

impl<T: Hash + Ord + Clone, S: BuildHasher> Collected<T, S> {
    fn add<Q>(&mut self, term: &Q, document: u32)
    where
        T: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = T> + ?Sized,
    {
        let number = match self.numbers.get(term) {
            Some(number) => *number,
            None => {
                let number = self.terms.len() as u32;
                self.numbers.insert(term.to_owned(), number);
                self.terms.push(term.to_owned());
                self.last.push(u32::MAX);
                number
            }
        };
        let last = &mut self.last[number as usize];
        if *last != document {
            *last = document;
            self.hits.push((number, document));
        }
    }

    fn sorted(self) -> Postings<T> {
        let mut ends = vec![0; self.terms.len()];
        self.hits.iter().for_each(|(number, _)| ends[*number as usize] += 1);
        let mut order: Vec<(T, usize)> = self.terms.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut end = 0;
        let mut next = vec![0; order.len()];
        let mut terms = Vec::with_capacity(order.len());
        for (term, number) in order {
            next[number] = end;
            end += ends[number];
            terms.push((term, next[number]..end));
        }
        let mut documents = vec![0; self.hits.len()];
        for (number, document) in self.hits {
            let at = &mut next[number as usize];
            documents[*at] = document;
            *at += 1;
        }
        Postings { terms, documents }
    }
}

/// The terms of parts that follow each other.
fn merged<T: Ord>(parts: Vec<Postings<T>>) -> Postings<T> {
    let mut merged = Postings {
        terms: Vec::new(),
        documents: Vec::with_capacity(parts.iter().map(|part| part.documents.len()).sum()),
    };
    let mut all: Vec<(T, usize, Range<usize>)> = Vec::new();
    let mut lists: Vec<Vec<u32>> = Vec::with_capacity(parts.len());
    for (number, part) in parts.into_iter().enumerate() {
        all.extend(part.terms.into_iter().map(|(term, range)| (term, number, range)));
        lists.push(part.documents);
    }
    // Sorted runs one behind the other, which this sort finds.
    all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for (term, part, range) in all {
        let start = merged.documents.len();
        merged.documents.extend_from_slice(&lists[part][range]);
        let end = merged.documents.len();
        match merged.terms.last_mut() {
            Some((last, range)) if *last == term => range.end = end,
            _ => merged.terms.push((term, start..end)),
        }
    }
    merged
}

/// Letters and digits. Most others are Chinese punctuation, which is told without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        c => c.is_alphanumeric(),
    }
}

/// Writing without spaces: Chinese characters, kana, hangul.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}
