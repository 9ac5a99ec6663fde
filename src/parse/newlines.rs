//! Line endings: CRLF and a lone CR are read as LF, so that a file means the same in all three forms. What
//! is read keeps the way back to the offsets of the file.

use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// The body of a file with LF alone, and where it stands in the file.
pub(super) struct Body<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// Offset of its first byte in the file.
    base: usize,
    /// Offsets in `text` of the line feeds before which a CR was dropped.
    dropped: Vec<u32>,
}

impl<'a> Body<'a> {
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        if !text.contains('\r') {
            return Self { text: Cow::Borrowed(text), base, dropped: Vec::new() };
        }
        let mut clean = String::with_capacity(text.len());
        let mut dropped = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('\r') {
            clean.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix('\n') {
                dropped.push(clean.len() as u32);
                rest = behind;
            }
            clean.push('\n');
        }
        clean.push_str(rest);
        Self { text: Cow::Owned(clean), base, dropped }
    }

    /// The offset in the file of an offset in `text`.
    pub(super) fn offset(&self, at: usize) -> usize {
        let at = self.text.floor_char_boundary(at);
        if self.dropped.is_empty() {
            return at + self.base;
        }
        at + self.base + self.dropped.partition_point(|dropped| (*dropped as usize) < at)
    }

    /// The bytes in the file under a range of `text`.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    /// The part of `text` under a range; empty where the range does not lie on character borders.
    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// A range of `text` without the white space at its ends.
    pub(super) fn trimmed(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.slice(range);
        // Nearly every range begins and ends with a letter or mark already, or stands between single spaces as a cell
        // does: ASCII, an ideograph, or one of full width, but for the wide space.
        let inner = text.strip_prefix(' ').unwrap_or(text);
        let start = range.start + (text.len() - inner.len());
        let inner = inner.strip_suffix(' ').unwrap_or(inner);
        let ends = match inner.as_bytes() {
            [.., b'!'..=b'~'] | [.., 0xe4..=0xef, _, _] => true,
            [.., 0xe3, second, third] => [*second, *third] != [0x80, 0x80],
            _ => false,
        };
        if ends && matches!(inner.as_bytes().first(), Some(b'!'..=b'~' | 0xe4..=0xef)) {
            return start..start + inner.len();
        }
        let start = range.start + (text.len() - text.trim_start().len());
        let end = (range.start + text.trim_end().len()).max(start.min(range.end));
        start.min(range.end)..end
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use proptest::prelude::*;

    proptest! {
        /// The short way for what needs little trimming comes to what the long one comes to.
        #[test]
        fn ranges_are_trimmed_as_text_is(text in "[ \\n\\u{3000}a。計！é]{0,6}") {
            let range = Body::new(&text, 0).trimmed(&(0..text.len()));
            prop_assert_eq!(&text[range.clone()], text.trim());
            if text.trim().is_empty() {
                prop_assert_eq!(range, text.len()..text.len());
            }
        }
    }
}
