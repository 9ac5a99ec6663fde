//! Anchors of headings: GitHub's rule for letters of any script, unique in a document.

use super::letters::is_word;
use std::collections::{HashMap, HashSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The anchors given so far.
#[derive(Default)]
pub(super) struct Anchors {
    given: HashSet<String>,
    /// Written in the document as `{#id}` and not yet given.
    reserved: HashSet<String>,
    /// The number that the next double of an anchor is tried with.
    next: HashMap<String, u32>,
}

/// What GitHub makes of a heading's text: letters and digits in lower case, `-` for spaces.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' => slug.push(c),
            c if c.is_whitespace() => slug.push('-'),
            c if is_word(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if slug.is_ascii() || is_nfc(&slug) { slug } else { slug.nfc().collect() }
}

impl Anchors {
    /// Keeps an anchor for the heading that names it, so that no earlier heading takes it.
    pub(super) fn reserve(&mut self, id: &str) {
        self.reserved.insert(id.to_owned());
    }

    /// The anchor of a heading without an explicit one.
    pub(super) fn of_text(&mut self, text: &str) -> String {
        let slug = slug(text);
        self.give(if slug.is_empty() { "section".to_owned() } else { slug })
    }

    /// The anchor of a heading that names one; where an earlier heading names the same, it gets a number.
    pub(super) fn explicit(&mut self, id: &str) -> String {
        self.reserved.remove(id);
        if self.given.insert(id.to_owned()) { id.to_owned() } else { self.give(id.to_owned()) }
    }

    fn give(&mut self, wanted: String) -> String {
        let mut number = self.next.get(&wanted).copied().unwrap_or(0);
        let id = loop {
            let id = if number == 0 { wanted.clone() } else { format!("{wanted}-{number}") };
            number += 1;
            if !self.given.contains(&id) && !self.reserved.contains(&id) {
                break id;
            }
        };
        self.next.insert(wanted, number);
        self.given.insert(id.clone());
        id
    }
}
