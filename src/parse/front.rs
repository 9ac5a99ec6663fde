//! Front matter: where it begins and ends. Split off before Markdown is read, because Markdown's own
//! extension fails behind a byte-order mark and its offsets are needed anyway.

use super::document::{Fence, FrontMatter};
use crate::text::{BOM, SourceFile, Span};
use crate::yaml;
use std::sync::Arc;

/// Front matter, the bytes behind it, and the fences that are not written as they must be.
type Split = (FrontMatter, Span, Vec<Fence>);

/// The front matter of a file.
pub(super) fn split(source: &Arc<SourceFile>) -> Split {
    match well_fenced(source) {
        Some((inside, behind)) => {
            let body = Span::new(behind, source.text.len());
            (FrontMatter::Present(inside, yaml::parse(source, inside)), body, Vec::new())
        }
        None => split_by_lines(source),
    }
}

/// What stands between two lines `---`, the first of which begins the file, and where the text behind them
/// begins: nearly all front matter, told without looking at the lines of the whole file.
fn well_fenced(source: &SourceFile) -> Option<(Span, usize)> {
    let text = &source.text;
    let mut from = source.beginning().start as usize;
    let mut inside = None;
    loop {
        let rest = &text[from..];
        // Whatever stands behind a stray byte-order mark is left to those who know all lines.
        if rest.starts_with(BOM) {
            return None;
        }
        let at = rest.find(['\n', '\r'])?;
        let length = if rest[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
        let line = rest[..at].trim_end();
        match inside {
            None if line != "---" => return None,
            None => inside = Some(from + length),
            Some(start) if matches!(line, "---" | "...") => {
                let behind = from + length;
                let is_plain = !text[behind..].starts_with(BOM);
                return is_plain.then(|| (Span::new(start, from), behind));
            }
            Some(_) => {}
        }
        from += length;
    }
}

/// The front matter of any file, by an index of its lines.
fn split_by_lines(source: &Arc<SourceFile>) -> Split {
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
    let open = written.next()?;
    let start = source.beginning();
    if !is_nearly_fence(line(open)) {
        let missing = Fence { written: start, whole: start };
        return lacks_fence(source).then(|| (0, vec![missing]));
    }
    let is_entry = key(line(written.next()?)).is_some();
    is_entry.then(|| (open, vec![fence(source, open, start.start)]))
}

/// Whether a file begins with keys, one of which only front matter has, and a line `---` ends them.
fn lacks_fence(source: &SourceFile) -> bool {
    let line = |line: u32| source.slice(source.line_span(line));
    let mut is_known = false;
    for at in 1..=source.line_count() {
        let line = line(at).trim_start_matches(BOM);
        if line.trim_end() == "---" {
            return is_known;
        }
        match key(line) {
            Some(key) => is_known |= ["kind", "id", "status", "period", "owner", "parent"].contains(&key),
            None if line.starts_with([' ', '\t', '-', '#', ']', '}']) && at > 1 => {}
            None => return false,
        }
    }
    false
}

/// The key of a line `key: value`.
fn key(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'');
    let behind = line.trim_start_matches(is_key);
    let key = &line[..line.len() - behind.len()];
    (!key.is_empty() && behind.trim_start().starts_with([':', '：'])).then_some(key)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is told without an index of the lines is what the index tells.
        #[test]
        fn well_fenced_is_as_by_lines(
            lines in prop::collection::vec(
                prop::sample::select(vec!["---", "...", "--- ", "----", "a: 1", "", " ---", "標題：計劃", "\u{feff}", "\u{feff}---"]),
                0..6,
            ),
            end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
            ended in any::<bool>(),
        ) {
            let mut text = lines.join(end);
            if ended {
                text.push_str(end);
            }
            let source = SourceFile::new("plan.md", text);
            if let Some((inside, behind)) = well_fenced(&source) {
                let (front, body, fences) = split_by_lines(&source);
                let found = matches!(front, FrontMatter::Present(span, _) if span == inside);
                prop_assert!(found, "{:?}", source.text);
                prop_assert_eq!(body, Span::new(behind, source.text.len()));
                prop_assert!(fences.is_empty());
            }
        }
    }
}
