//! What was most likely meant by a word, out of many. Apart, because most candidates are dropped by cheap looks
//! before their edits are counted: a site has thousands of ids, and a moved folder breaks as many links.

use super::{SIMPLIFIED, aligned, fold, folded, narrow, simplify_by};
use std::borrow::Cow;

/// The candidate that was most likely meant by a word: folded, within a third of the word's length in
/// edits (at least one). The first of several that are as close.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = Word::new(word);
    let mut allowed = word.allowance();
    let mut best = None;
    for candidate in candidates {
        if let Some(edits) = word.edits(&Candidate::new(candidate), allowed) {
            best = Some(candidate);
            if edits == 0 {
                break;
            }
            allowed = edits - 1;
        }
    }
    best
}

/// Up to `n` candidates that were likely meant by a word, the closest first; as close ones in their order.
pub fn nearest_many<'a>(word: &str, candidates: impl Iterator<Item = &'a str>, n: usize) -> Vec<&'a str> {
    Candidates::new(candidates).nearest(word, n)
}

/// Candidates for many words, folded once.
#[derive(Debug, Default)]
pub struct Candidates<'a>(Vec<Candidate<'a>>);

impl<'a> Candidates<'a> {
    /// Folds them.
    pub fn new(candidates: impl Iterator<Item = &'a str>) -> Self {
        Self(candidates.map(Candidate::new).collect())
    }

    /// They as written, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.0.iter().map(|candidate| candidate.written)
    }

    /// As [`nearest_many`].
    pub fn nearest(&self, word: &str, n: usize) -> Vec<&'a str> {
        let word = Word::new(word);
        let allowed = word.allowance();
        let near = |candidate: &Candidate<'a>| Some((word.edits(candidate, allowed)?, candidate.written));
        let mut found: Vec<(usize, &str)> = self.0.iter().filter_map(near).collect();
        found.sort_by_key(|(edits, _)| *edits);
        found.into_iter().take(n).map(|(_, candidate)| candidate).collect()
    }
}

#[derive(Debug)]
struct Candidate<'a> {
    written: &'a str,
    folded: Cow<'a, str>,
    length: usize,
    letters: Letters,
}

impl<'a> Candidate<'a> {
    fn new(written: &'a str) -> Self {
        let folded = folded(written);
        let (length, letters) = (folded.chars().count(), Letters::of(folded.chars()));
        Self { written, folded, length, letters }
    }
}

struct Word {
    chars: Vec<char>,
    letters: Letters,
}

impl Word {
    fn new(word: &str) -> Self {
        let chars: Vec<char> = fold(word).chars().collect();
        let letters = Letters::of(chars.iter().copied());
        Self { chars, letters }
    }

    fn allowance(&self) -> usize {
        (self.chars.len() / 3).max(1)
    }

    /// The edits to a candidate, at most `allowed`.
    fn edits(&self, candidate: &Candidate, allowed: usize) -> Option<usize> {
        let word = &self.chars;
        if candidate.length.abs_diff(word.len()) > allowed
            || !self.letters.may_be_within(candidate.letters, allowed)
        {
            return None;
        }
        let candidate: Vec<char> = candidate.folded.chars().collect();
        // A word of which nothing is left is another one.
        aligned(word, &candidate, allowed)
            .filter(|edits| *edits == 0 || *edits < word.len().max(candidate.len()))
    }
}

/// Which characters a text has, by a bit for each of 64 groups of characters. An edit takes one group away at most
/// and brings one at most.
#[derive(Clone, Copy, Debug)]
struct Letters(u64);

impl Letters {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        Self(chars.fold(0, |letters, c| letters | 1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26)))
    }

    fn may_be_within(self, other: Self, edits: usize) -> bool {
        let most = (self.0 & !other.0).count_ones().max((other.0 & !self.0).count_ones());
        most as usize <= edits
    }
}

/// Whether two texts may be within some edits of each other when they are folded; most are told apart without that.
pub(super) fn may_be_within(a: &str, b: &str, edits: usize) -> bool {
    match (plain_letters(a), plain_letters(b)) {
        (Some(a), Some(b)) => a.may_be_within(b, edits),
        _ => true,
    }
}

/// The letters of a text as it is folded, where that takes its characters one by one. White space is left out: some of
/// it goes.
fn plain_letters(text: &str) -> Option<Letters> {
    let simplified = &*SIMPLIFIED;
    let mut letters = Letters(0);
    for c in text.chars() {
        let c = narrow(c)?;
        if c != ' ' && !('\t'..='\r').contains(&c) {
            letters.0 |= Letters::of(std::iter::once(simplify_by(simplified, c))).0;
        }
    }
    Some(letters)
}
