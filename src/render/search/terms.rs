//! Pieces of texts: pairs of neighbouring characters where writing has no spaces, words elsewhere. The
//! script in the browser cuts the query in the same way.

use crate::fold::fold;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What one chunk of entries gives: pairs of characters, and words, with the entries that hold them.
type Part = (Vec<(u64, u32)>, BTreeMap<String, Vec<u32>>);

/// Terms with the numbers of their documents, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// Pairs of characters; the last character of a run stands alone, with a zero.
    pub pairs: BTreeMap<(char, char), Vec<u32>>,
    /// Words.
    pub words: BTreeMap<String, Vec<u32>>,
}

/// The terms of all entries.
pub(super) fn index<T: Sync>(entries: &[T], texts: impl Fn(&T) -> Vec<String> + Sync) -> Terms {
    // Pairs as numbers, sorted once: far cheaper than a map of lists while they come in.
    let parts: Vec<Part> = entries
        .par_chunks(64)
        .enumerate()
        .map(|(chunk, entries)| {
            let mut pairs = Vec::new();
            let mut words: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for (at, entry) in entries.iter().enumerate() {
                let document = (chunk * 64 + at) as u32;
                let (own_pairs, own_words) = pieces(&texts(entry));
                pairs.extend(own_pairs.into_iter().map(|pair| (pair, document)));
                for word in own_words {
                    words.entry(word).or_default().push(document);
                }
            }
            pairs.sort_unstable();
            (pairs, words)
        })
        .collect();
    let mut terms = Terms::default();
    let mut all: Vec<(u64, u32)> = Vec::with_capacity(parts.iter().map(|(pairs, _)| pairs.len()).sum());
    for (pairs, words) in parts {
        all.extend(pairs);
        for (word, documents) in words {
            terms.words.entry(word).or_default().extend(documents);
        }
    }
    all.par_sort_unstable();
    for (pair, document) in all {
        let (a, b) = ((pair >> 32) as u32, pair as u32);
        let pair = (char::from_u32(a).unwrap_or('\0'), char::from_u32(b).unwrap_or('\0'));
        terms.pairs.entry(pair).or_default().push(document);
    }
    terms
}

/// The pieces of a document's texts, each once.
fn pieces(texts: &[String]) -> (Vec<u64>, BTreeSet<String>) {
    let mut pairs = Vec::new();
    let mut words = BTreeSet::new();
    for text in texts {
        let folded = fold(text);
        let mut last: Option<char> = None;
        let mut word = String::new();
        for c in folded.chars().chain([' ']) {
            let dense = is_dense(c);
            if let Some(last) = last {
                pairs
                    .push(u64::from(u32::from(last)) << 32 | if dense { u64::from(u32::from(c)) } else { 0 });
            }
            last = dense.then_some(c);
            if !dense && c.is_alphanumeric() {
                word.push(c);
            } else if !word.is_empty() {
                // Longer ones are addresses and the like; their beginning finds them.
                words.insert(word.chars().take(24).collect());
                word.clear();
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, words)
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
