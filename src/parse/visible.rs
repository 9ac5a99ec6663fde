//! Visible text with the way back to the bytes: what patterns, placeholders, quantities and titles are
//! read from. Kept apart because finding the bytes under a piece of text is the one promise that every
//! finding in running text rests on.

use crate::text::Span;
use compact_str::CompactString;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;

/// Visible text of inline content, with the way back to the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The visible text; soft breaks are spaces (nothing between two wide characters), hard breaks `\n`.
    pub text: CompactString,
    /// The pieces that it was made of, in order.
    pub pieces: SmallVec<[Piece; 1]>,
    /// Bold parts: ranges of `text`.
    pub strong: Vec<Range<u32>>,
}

/// A piece of visible text: from `at` on, `text` was made from the bytes under `span`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset in the visible text.
    pub at: u32,
    /// Bytes in the file. Where the lengths agree the mapping is byte for byte.
    pub span: Span,
    /// A code span: not seen by patterns and placeholders.
    pub code: bool,
}

impl Text {
    /// The bytes in the file under a range of the visible text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let first = self.pieces.partition_point(|piece| piece.at as usize <= range.start).saturating_sub(1);
        let mut result: Option<Span> = None;
        for index in first..self.pieces.len() {
            let (piece, covered) = (self.pieces[index], self.covered(index));
            if covered.start >= range.end && !(range.is_empty() && covered.start == range.start) {
                break;
            }
            if covered.end <= range.start {
                continue;
            }
            let part = if piece.span.len() == covered.len() {
                let start = range.start.max(covered.start) - covered.start;
                let end = range.end.clamp(covered.start, covered.end) - covered.start;
                Span::new(start, end.max(start)).shifted(piece.span.start as usize)
            } else {
                piece.span
            };
            result = Some(result.map_or(part, |so_far| so_far.to(part)));
        }
        result
            .or_else(|| self.pieces.last().map(|piece| Span::at(piece.span.end as usize)))
            .unwrap_or_default()
    }

    /// The visible text with every code span's bytes replaced by NUL, so that offsets stay and patterns see
    /// nothing.
    pub fn without_code(&self) -> Cow<'_, str> {
        if !self.pieces.iter().any(|piece| piece.code) {
            return Cow::Borrowed(&self.text);
        }
        let mut result = String::with_capacity(self.text.len());
        for (index, piece) in self.pieces.iter().enumerate() {
            let part = &self.text[self.covered(index)];
            if piece.code {
                result.extend(std::iter::repeat_n('\0', part.len()));
            } else {
                result.push_str(part);
            }
        }
        Cow::Owned(result)
    }

    /// The range of the visible text that a piece made.
    fn covered(&self, index: usize) -> Range<usize> {
        let to = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at as usize);
        self.pieces[index].at as usize..to
    }

    /// Adds visible text made from the bytes under a span.
    pub(super) fn push(&mut self, text: &str, span: Span, code: bool) {
        if text.is_empty() {
            return;
        }
        if self.text.is_empty() {
            // Most texts are short and of one piece: no allocation.
            self.text = text.into();
            self.pieces.push(Piece { at: 0, span, code });
            return;
        }
        let at = self.text.len();
        let joins = self.pieces.last().is_some_and(|last| {
            last.code == code
                && last.span.end == span.start
                && last.span.len() == at - last.at as usize
                && span.len() == text.len()
        });
        match self.pieces.last_mut() {
            Some(last) if joins => last.span.end = span.end,
            _ => self.pieces.push(Piece { at: at as u32, span, code }),
        }
        self.text.push_str(text);
    }
}
