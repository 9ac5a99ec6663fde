//! Front matter: where it begins and ends. Split off before Markdown is read, because Markdown's own
//! extension fails behind a byte-order mark and its offsets are needed anyway.

use super::document::{Fence, FrontMatter};
use crate::text::{SourceFile, Span};
use crate::yaml;
use std::sync::Arc;

/// The front matter of a file, the bytes behind it, and the fences that are not written as they must be.
pub(super) fn split(source: &Arc<SourceFile>) -> (FrontMatter, Span, Vec<Fence>) {
    let end = source.text.len();
    let first = source.line_span(1);
    let lines = source.line_count();
    let line = |line: u32| source.slice(source.line_span(line));
    let Some((open, mut fences)) = opening(source) else {
        return (FrontMatter::Missing, Span::new(first.start as usize, end), Vec::new());
    };
    let is_exact = |at: &u32| matches!(line(*at).trim_end(), "---" | "...");
    let blank = || (open + 1..=lines).find(|at| line(*at).trim().is_empty());
    let nearly = || (open + 1..blank().unwrap_or(lines + 1)).find(|at| is_nearly_fence(line(*at)));
    let Some(close) = (open + 1..=lines).find(is_exact).or_else(nearly) else {
        if !fences.is_empty() {
            return (FrontMatter::Missing, Span::new(first.start as usize, end), Vec::new());
        }
        let body = blank().map_or(end, |line| source.line_span(line).start as usize);
        return (FrontMatter::Unclosed(first), Span::new(body, end), Vec::new());
    };
    if !is_exact(&close) {
        fences.push(fence(source, close, source.line_span(close).start));
    }
    let inside = Span { start: source.line_span(open + 1).start, end: source.line_span(close).start };
    let behind = if close < lines { source.line_span(close + 1).start as usize } else { end };
    (FrontMatter::Present(inside, yaml::parse(source, inside)), Span::new(behind, end), fences)
}

/// The line that opens front matter, and what is wrong with it: something like `---` that is not quite, or
/// below blank lines, is meant as such where a key follows.
fn opening(source: &Arc<SourceFile>) -> Option<(u32, Vec<Fence>)> {
    let line = |line: u32| source.slice(source.line_span(line));
    if line(1).trim_end() == "---" {
        return Some((1, Vec::new()));
    }
    let mut written = (1..=source.line_count()).filter(|at| !line(*at).trim().is_empty());
    let open = written.next().filter(|at| is_nearly_fence(line(*at)))?;
    let key = line(written.next()?);
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'');
    let behind = key.trim_start_matches(is_key);
    let is_entry = behind.len() < key.len() && behind.trim_start().starts_with([':', '：']);
    is_entry.then(|| (open, vec![fence(source, open, source.line_span(1).start)]))
}

/// Dashes of any kind and number, white space around them.
fn is_nearly_fence(line: &str) -> bool {
    let dashes = line.trim();
    dashes.len() > 1 && dashes.chars().all(|c| matches!(c, '-' | '–' | '—' | '―' | '－' | '─' | '−' | '‐'))
}

/// A line that should be `---`, from some place before it.
fn fence(source: &Arc<SourceFile>, line: u32, from: u32) -> Fence {
    let span = source.line_span(line);
    let text = source.slice(span);
    let indent = text.len() - text.trim_start().len();
    let written = Span::new(indent, text.trim_end().len()).shifted(span.start as usize);
    Fence { written, whole: Span { start: from, end: span.end } }
}
