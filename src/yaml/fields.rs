//! One mapping with known keys: every key that is asked for is known, and what nobody asked for is a
//! finding at the end.

use super::node::{Entry, Node};
use super::read::{Reader, suggestion};
use crate::fold::nearest;
use crate::text::{Place, Span};
use rust_decimal::Decimal;

/// A mapping that is being read. Ask for every key that is known, then call [`Fields::finish`].
#[derive(Debug)]
pub struct Fields<'n, 'r> {
    reader: &'r Reader<'r>,
    span: Span,
    entries: &'n [Entry],
    known: Vec<&'static str>,
    /// Keys that are there but could not be read.
    unread: Vec<String>,
    /// Keys that must be there and are not: told at the end, when it is known which others are misspelt.
    missing: Vec<Missing>,
}

/// A key that must be there, or another one in its place.
type Missing = (&'static str, Option<&'static str>);

impl Drop for Fields<'_, '_> {
    fn drop(&mut self) {
        for (key, or) in &self.missing {
            let or = or.map_or_else(String::new, |or| format!(" or `{or}`"));
            self.reader.report(Span::at(self.span.start as usize), format!("`{key}`{or} is missing"));
        }
    }
}

impl<'n, 'r> Fields<'n, 'r> {
    pub(super) fn new(reader: &'r Reader<'r>, span: Span, entries: &'n [Entry]) -> Self {
        Self { reader, span, entries, known: Vec::new(), unread: Vec::new(), missing: Vec::new() }
    }

    pub(super) fn unread(&mut self, key: &str) {
        self.unread.push(key.to_owned());
    }

    /// The bytes of the mapping.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The reader.
    pub fn reader(&self) -> &'r Reader<'r> {
        self.reader
    }

    /// Every entry, known or not.
    pub fn entries(&self) -> &'n [Entry] {
        self.entries
    }

    /// The entry under a key; the key counts as known from now on.
    pub fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value under a key. A key without a value is a finding.
    pub fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        let entry = self.entry(key)?;
        if entry.value.is_null() {
            let message = format!("`{key}` has no value");
            self.reader.report_with(entry.key_span, message, "write one, or leave the key out");
            return None;
        }
        Some(&entry.value)
    }

    /// The value under a key that must be there; its absence is a finding at the mapping's beginning, unless it is
    /// there misspelt.
    pub fn required(&mut self, key: &'static str) -> Option<&'n Node> {
        let here = self.entry(key).is_some() || self.unread.iter().any(|unread| unread == key);
        if !here {
            self.missing.push((key, None));
        }
        self.get(key)
    }

    /// Asks for one of two keys, as [`Fields::required`] does for one.
    pub fn require_either(&mut self, key: &'static str, or: &'static str) {
        if self.entry(key).or(self.entry(or)).is_none() {
            self.missing.push((key, Some(or)));
        }
    }

    /// Text.
    pub fn text(&mut self, key: &'static str) -> Option<&'n str> {
        self.get(key).and_then(|node| self.reader.text(node))
    }

    /// Text that must be there.
    pub fn required_text(&mut self, key: &'static str) -> Option<&'n str> {
        self.required(key).and_then(|node| self.reader.text(node))
    }

    /// One text or a list of texts; empty where the key is absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<&'n str> {
        self.get(key).map_or_else(Vec::new, |node| self.reader.texts(node))
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        self.get(key).and_then(|node| self.reader.boolean(node))
    }

    /// A whole number that is not negative.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        self.get(key).and_then(|node| self.reader.count(node))
    }

    /// A decimal number.
    pub fn decimal(&mut self, key: &'static str) -> Option<Decimal> {
        self.get(key).and_then(|node| self.reader.decimal(node))
    }

    /// One of several words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.get(key).and_then(|node| self.reader.choice(node, choices))
    }

    /// A list; empty where the key is absent.
    pub fn list(&mut self, key: &'static str) -> &'n [Node] {
        self.get(key).and_then(|node| self.reader.list(node)).unwrap_or_default()
    }

    /// A mapping with known keys.
    pub fn fields(&mut self, key: &'static str) -> Option<Fields<'n, 'r>> {
        self.get(key).and_then(|node| self.reader.fields(node))
    }

    /// The entries of a mapping with free keys; empty where the key is absent.
    pub fn mapping(&mut self, key: &'static str) -> &'n [Entry] {
        self.get(key).and_then(|node| self.reader.entries(node)).unwrap_or_default()
    }

    /// The place of a key's value.
    pub fn place(&mut self, key: &'static str) -> Option<Place> {
        self.entry(key).map(|entry| self.reader.place(entry.key_span.to(entry.value.span)))
    }

    /// Reports every key that nobody asked for, with the nearest that somebody did.
    pub fn finish(self) {
        self.finish_with(&[]);
    }

    /// Like [`Fields::finish`], with further known keys that were not asked for.
    pub fn finish_with(mut self, more: &[&str]) {
        let known: Vec<&str> = self.known.iter().copied().chain(more.iter().copied()).collect();
        for entry in self.entries {
            if !known.contains(&entry.key.as_str()) {
                let meant = nearest(&entry.key, known.iter().copied());
                self.missing.retain(|(key, or)| meant.is_none() || meant != Some(*key) && meant != *or);
                let finding = self.reader.finding(entry.key_span, format!("unknown key `{}`", entry.key));
                self.reader.push(finding.maybe_help(suggestion(&entry.key, &known)));
            }
        }
    }
}
