//! Source files and places in them. Everything that planpress says about a file is anchored here, so
//! that offsets, lines and columns have one meaning: offsets are bytes of the file as it lies on disk
//! (a byte-order mark and CRLF included), columns count characters from 1.

mod decode;
mod hidden;
mod natural;
mod scan;

pub use decode::{DecodeFault, MAX_BYTES, decode};
pub use hidden::{Effect, Hidden, hidden, may_hide, may_reorder, visible};
pub use natural::natural;
pub use scan::{find_byte, is_ascii_space};

use std::fmt;
use std::sync::{Arc, OnceLock};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A half-open range of byte offsets into the original bytes of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Files are limited to 2 MB, so 32 bits always suffice.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: offset(start), end: offset(end.max(start)) }
    }

    /// The empty span at an offset.
    pub fn at(position: usize) -> Self {
        Self::new(position, position)
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The empty span at its beginning.
    pub fn first(self) -> Self {
        Self { start: self.start, end: self.start }
    }

    /// Moved to the right by `by` bytes.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The last byte of each line that ends in a text: LF, CRLF and a lone CR end one.
pub fn line_ends(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let ends = |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(ends)
}

/// Text in Unicode's composed normal form, in which ids, names and paths are compared.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One file of a site: its path relative to the site's root, with `/`, and its text.
pub struct SourceFile {
    /// Path relative to the site's root, always with `/`.
    pub path: Box<str>,
    /// The text, byte for byte as on disk (a byte-order mark included).
    pub text: Box<str>,
    /// Byte offset of the first byte of each line, once a line is asked for: of most files nobody asks.
    lines: OnceLock<Vec<u32>>,
}

/// By path and text, which say all there is.
impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for SourceFile {}

/// The same values without the spare room that a list got while it grew: what is kept of every file is kept
/// exactly, and the room serves the next file.
pub fn exactly<T>(mut grown: Vec<T>) -> Vec<T> {
    if grown.len() == grown.capacity() {
        return grown;
    }
    let mut exact = Vec::with_capacity(grown.len());
    exact.append(&mut grown);
    exact
}

/// The byte-order mark that some editors put before the text.
pub const BOM: char = '\u{feff}';

impl SourceFile {
    /// Takes the text of a file.
    pub fn new(path: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), lines: OnceLock::new() })
    }

    /// Byte offset of the first byte of each line.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let behind = line_ends(bytes).map(|at| offset(at + 1));
            std::iter::once(0).chain(behind).collect()
        })
    }

    /// The text under a span; empty where the span does not lie on character borders of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The empty span at the beginning of the text, behind a byte-order mark.
    pub fn beginning(&self) -> Span {
        Span::at(if self.text.starts_with(BOM) { BOM.len_utf8() } else { 0 })
    }

    /// The line and column of a byte offset. An offset past the end is the end.
    pub fn position(&self, at: u32) -> Position {
        let at = at.min(offset(self.text.len()));
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= at) - 1;
        let start = lines[line] as usize;
        let before = self.text.get(start..at as usize).unwrap_or("");
        let column = before.trim_start_matches(BOM).chars().count() + 1;
        Position { line: offset(line + 1), column: offset(column) }
    }

    /// Number of lines, at least 1.
    pub fn line_count(&self) -> u32 {
        offset(self.lines().len())
    }

    /// The span of a line (from 1) without its line ending and without a byte-order mark.
    pub fn line_span(&self, line: u32) -> Span {
        let lines = self.lines();
        let index = (line.max(1) as usize - 1).min(lines.len() - 1);
        let start = lines[index] as usize;
        let end = lines.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let line = &self.text[start..end];
        let skipped = if line.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        Span::new(start + skipped, start + line.trim_end_matches(['\n', '\r']).len())
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.path, self.text.len())
    }
}

/// A span in a file: what a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// A place in a file.
    pub fn new(source: &Arc<SourceFile>, span: Span) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// Where it begins.
    pub fn start(&self) -> Position {
        self.source.position(self.span.start)
    }

    /// Where it ends (the position after the last character).
    pub fn end(&self) -> Position {
        self.source.position(self.span.end)
    }
}

/// `path:line:column`, as editors and terminals take it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start();
        write!(f, "{}:{}:{}", self.source.path, start.line, start.column)
    }
}

/// A number of terminal or text columns: wide (East Asian) characters take two.
pub fn display_width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
