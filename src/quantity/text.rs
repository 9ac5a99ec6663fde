//! The text of a quantity as characters of one width and script, each with the byte that it came from, so that
//! the grammar need not know of full width or Traditional characters and errors still point at the source.

use std::ops::Range;

use super::words::as_written;
use crate::fold::simplify;

/// Normalized characters of a text.
pub(super) struct Text<'a> {
    source: &'a str,
    /// Characters: half width, Simplified, one kind of each dash; white space is a space.
    pub(super) chars: Vec<char>,
    /// The byte offset of each character, and the length of the text at the end.
    offsets: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut chars = Vec::with_capacity(source.len());
        let mut offsets = Vec::with_capacity(source.len() + 1);
        for (at, c) in source.char_indices() {
            if !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}') {
                chars.push(normal(c));
                offsets.push(at);
            }
        }
        offsets.push(source.len());
        Self { source, chars, offsets }
    }

    /// Characters `from..to`; empty where there are none.
    pub(super) fn slice(&self, from: usize, to: usize) -> &[char] {
        self.chars.get(from..to).unwrap_or(&[])
    }

    /// A unit as it is written here.
    pub(super) fn unit(&self, unit: &str) -> Box<str> {
        as_written(self.source, unit).unwrap_or(unit).into()
    }

    /// The character at a place.
    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The place of the first character from `at` that is not a space, at most `end`.
    pub(super) fn skip(&self, at: usize, end: usize) -> usize {
        (at..end).find(|at| self.chars[*at] != ' ').unwrap_or(end.max(at))
    }

    /// The place behind the last character before `end` that is not a space, at least `start`.
    pub(super) fn skip_back(&self, start: usize, end: usize) -> usize {
        (start..end).rev().find(|at| self.chars[*at] != ' ').map_or(start, |at| at + 1)
    }

    /// The bytes of characters `from..to`.
    pub(super) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let last = self.offsets.len() - 1;
        let start = self.offsets[from.min(last)];
        let end = match to.checked_sub(1).and_then(|at| Some((self.offsets.get(at)?, self.chars.get(at)?))) {
            Some((at, _)) => at + self.source[*at..].chars().next().map_or(0, char::len_utf8),
            None => start,
        };
        start..end.max(start)
    }

    /// The source of characters `from..to`, shortened for a message.
    pub(super) fn excerpt(&self, from: usize, to: usize) -> Box<str> {
        const LONGEST: usize = 24;
        let text = &self.source[self.bytes(from, to)];
        match text.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", &text[..at]).into(),
            None => text.into(),
        }
    }
}

fn normal(c: char) -> char {
    match c {
        ' '..='~' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '−' | '﹣' | '‐' | '‑' => '-',
        '—' | '―' | '‒' | '─' => '–',
        '〜' | '∼' => '~',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '≒' | '≃' | '≅' => '≈',
        '￥' => '¥',
        '﹪' => '%',
        c if c.is_whitespace() => ' ',
        c => simplify(c),
    }
}
