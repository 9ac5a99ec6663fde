//! Anchors of headings: GitHub's rule for letters of any script, unique in a document.

use super::letters::is_word;
use compact_str::{CompactString, format_compact};
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// How the ids begin that pages give to what stands around their text, to icons and to footnotes.
const OF_PAGES: [&str; 5] = ["p:", "i:", "b:", "fn:", "fnref:"];

/// The anchors of a document: those given so far, and those that headings to come name themselves.
#[derive(Default)]
pub(super) struct Anchors {
    taken: BTreeMap<CompactString, Taken>,
}

/// An anchor that cannot be given any more.
struct Taken {
    /// Kept for a heading to come.
    reserved: bool,
    /// The number that its next double is tried with.
    next: u32,
}

/// What GitHub makes of a heading's text: letters and digits in lower case, `-` for spaces.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '\u{4e00}'..='\u{9fff}' => slug.push(c),
            c if c.is_whitespace() => slug.push('-'),
            c if is_word(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    // Below U+0300 and among ideographs nothing is composed.
    let composed = slug.chars().all(|c| c < '\u{300}' || ('\u{4e00}'..='\u{9fff}').contains(&c));
    if composed || is_nfc(&slug) { slug } else { slug.nfc().collect() }
}

/// The beginning of an id that pages keep for themselves: a heading with it would be a second thing of one id.
pub(super) fn of_pages(id: &str) -> Option<&'static str> {
    OF_PAGES.into_iter().find(|prefix| id.starts_with(prefix))
}

impl Anchors {
    /// Keeps an anchor for the heading that names it, so that no earlier heading takes it.
    pub(super) fn reserve(&mut self, id: &str) {
        self.taken.insert(id.into(), Taken { reserved: true, next: 1 });
    }

    /// The anchor of a heading without an explicit one.
    pub(super) fn of_text(&mut self, text: &str) -> CompactString {
        let slug = slug(text);
        self.give(if slug.is_empty() { "section".into() } else { slug.as_str().into() })
    }

    /// The anchor of a heading that names one; where an earlier heading names the same, it gets a number.
    pub(super) fn explicit(&mut self, id: &str) -> CompactString {
        match self.taken.get_mut(id) {
            Some(taken) if taken.reserved => {
                taken.reserved = false;
                id.into()
            }
            _ => self.give(id.into()),
        }
    }

    fn give(&mut self, wanted: CompactString) -> CompactString {
        let Some(taken) = self.taken.get(&wanted) else {
            self.taken.insert(wanted.clone(), Taken { reserved: false, next: 1 });
            return wanted;
        };
        let mut number = taken.next;
        let id = loop {
            let id = format_compact!("{wanted}-{number}");
            number += 1;
            if !self.taken.contains_key(&id) {
                break id;
            }
        };
        if let Some(taken) = self.taken.get_mut(&wanted) {
            taken.next = number;
        }
        self.taken.insert(id.clone(), Taken { reserved: false, next: 1 });
        id
    }
}
