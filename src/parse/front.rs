//! Front matter: where it begins and ends. Split off before Markdown is read, because Markdown's own
//! extension fails behind a byte-order mark and its offsets are needed anyway.

use super::document::FrontMatter;
use crate::text::{SourceFile, Span};
use crate::yaml;
use std::sync::Arc;

/// The front matter of a file, and the bytes behind it.
pub(super) fn split(source: &Arc<SourceFile>) -> (FrontMatter, Span) {
    let end = source.text.len();
    let first = source.line_span(1);
    if source.slice(first).trim_end() != "---" {
        return (FrontMatter::Missing, Span::new(first.start as usize, end));
    }
    let lines = source.line_count();
    for line in 2..=lines {
        if !matches!(source.slice(source.line_span(line)).trim_end(), "---" | "...") {
            continue;
        }
        let inside = Span { start: source.line_span(2).start, end: source.line_span(line).start };
        let behind = if line < lines { source.line_span(line + 1).start as usize } else { end };
        return (FrontMatter::Present(inside, yaml::parse(source, inside)), Span::new(behind, end));
    }
    let blank = (2..=lines).find(|line| source.slice(source.line_span(*line)).trim().is_empty());
    let body = blank.map_or(end, |line| source.line_span(line).start as usize);
    (FrontMatter::Unclosed(first), Span::new(body, end))
}
