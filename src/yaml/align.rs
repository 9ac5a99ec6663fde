//! The way back from a scalar's text to the bytes that it was read from: quotes, doubled quotes, simple
//! escapes, folded lines and the indentation of blocks are walked in step with the text.

use std::ops::Range;

/// The bytes of `written` that a part of `text` was made from; `None` where they cannot be told
/// (numeric escapes, a part that lies outside the text).
pub(super) fn part(text: &str, written: &str, part: Range<usize>) -> Option<Range<usize>> {
    if !text.is_char_boundary(part.start) || !text.is_char_boundary(part.end) || part.start > part.end {
        return None;
    }
    if let Some(at) = exact(text, written) {
        return Some(part.start + at..part.end + at);
    }
    let mut walk = Walk { text, written, read: 0, at: opening(written) };
    let mut start = None;
    let mut end = walk.at;
    while walk.read < part.end {
        let before = walk.read;
        let from = walk.at_of_next();
        walk.step()?;
        if walk.read > part.start && start.is_none() {
            start = Some(from);
        }
        if before < part.end {
            end = walk.at;
        }
    }
    let start = start.unwrap_or(end);
    Some(start..end)
}

/// Where the text stands as it is, bare or between quotes.
fn exact(text: &str, written: &str) -> Option<usize> {
    if written == text {
        return Some(0);
    }
    let inner = ['"', '\''].iter().find_map(|quote| written.strip_prefix(*quote)?.strip_suffix(*quote))?;
    (inner == text).then_some(1)
}

/// Where the text begins at the earliest: behind the quote, or behind the header of a block.
fn opening(written: &str) -> usize {
    match written.as_bytes().first() {
        Some(b'"' | b'\'') => 1,
        Some(b'|' | b'>') => written.find('\n').map_or(written.len(), |at| at + 1),
        _ => 0,
    }
}

struct Walk<'a> {
    text: &'a str,
    written: &'a str,
    /// How far the text is read.
    read: usize,
    /// How far the written bytes are.
    at: usize,
}

impl Walk<'_> {
    /// Where the bytes of the next character begin: behind the indentation of a block or a folded line.
    fn at_of_next(&self) -> usize {
        let next = self.text[self.read..].chars().next();
        let rest = &self.written[self.at..];
        match next {
            Some(c) if !c.is_whitespace() => self.at + rest.len() - rest.trim_start().len(),
            _ => self.at,
        }
    }

    /// Reads one character of the text, or one run of white space.
    fn step(&mut self) -> Option<()> {
        let next = self.text[self.read..].chars().next()?;
        if next.is_whitespace() {
            let rest = &self.text[self.read..];
            self.read += rest.len() - rest.trim_start().len();
            let written = &self.written[self.at..];
            let skipped = written.len() - written.trim_start().len();
            self.at += if skipped > 0 { skipped } else { self.escape(next)? };
            return Some(());
        }
        self.at = self.at_of_next();
        let written = &self.written[self.at..];
        self.at += match next {
            '\'' if self.written.starts_with('\'') && written.starts_with("''") => 2,
            _ if written.starts_with('\\') && self.written.starts_with('"') => self.escape(next)?,
            _ if written.starts_with(next) => next.len_utf8(),
            _ => return None,
        };
        self.read += next.len_utf8();
        Some(())
    }

    /// The length of a two-character escape that stands for `next`.
    fn escape(&self, next: char) -> Option<usize> {
        let mut written = self.written[self.at..].chars();
        let stands_for = match (written.next()?, written.next()?) {
            ('\\', 'n') => '\n',
            ('\\', 't') => '\t',
            ('\\', c @ ('"' | '\\' | '/' | ' ')) => c,
            _ => return None,
        };
        (stands_for == next).then_some(2)
    }
}
