//! Going on behind a syntax error, so that one slip does not hide the rest of a front matter: the
//! top-level entry with the slip is blanked out and the text read again. Where it is plain what the entry
//! was meant to say, it is kept.

use super::build::{self, Pass};
use super::node::{Entry, Fault, Node, Scalar, Style, Value, Yaml};
use super::{fault, simple};
use crate::text::Span;
use std::ops::Range;

/// Longer texts are not read again: their time is bounded by one pass.
const MAX_BYTES: usize = 64 * 1024;

/// How many slips of one text are found.
const MAX_PASSES: usize = 8;

/// Reads a text that begins at `offset` of its file.
pub(super) fn read(text: &str, offset: usize) -> Yaml {
    let indent = first_indent(text);
    let has_tab = text[indent.clone()].contains('\t');
    if !has_tab && let Some(yaml) = simple::read(text, offset) {
        return yaml;
    }
    let Pass { mut yaml, stopped } = build::read(text, offset);
    let mut fault = match stopped {
        _ if has_tab || !indent.is_empty() && stopped.is_some() && is_alone(text, &indent) => {
            fault::indented(text, offset, indent.clone())
        }
        Some(fault) => fault,
        None => {
            yaml.faults.sort_by_key(|fault| fault.span.start);
            return yaml;
        }
    };
    let mut rest = text.to_owned();
    let mut faults = Vec::new();
    let mut entries = Vec::new();
    let mut unread = Vec::new();
    for _ in 0..MAX_PASSES {
        let at = fault.span.start as usize - offset;
        faults.push(fault);
        let chunk =
            chunk(&rest, at).map(|chunk| if indent.contains(&at) { indent.start..chunk.end } else { chunk });
        let Some(chunk) = chunk.filter(|_| text.len() <= MAX_BYTES) else { break };
        match meant(&rest, chunk.clone(), offset) {
            Some(Meant::Entry(entry)) => entries.push(entry),
            Some(Meant::Key(key, span)) => unread.push((key, span)),
            None => {}
        }
        rest = blank(&rest, chunk);
        let pass = build::read(&rest, offset);
        yaml = pass.yaml;
        match pass.stopped {
            Some(next) => fault = next,
            None => break,
        }
    }
    let mut yaml = finish(yaml, faults, entries, unread);
    // Where a text runs into a blank, its end can lie inside of what was a character there.
    yaml.root.iter_mut().for_each(|root| snap(root, text, offset));
    yaml.faults.iter_mut().for_each(|fault| fault.span = snapped(fault.span, text, offset));
    yaml
}

/// The white space before the first word of a text.
fn first_indent(text: &str) -> Range<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            return start..start + line.len() - content.len();
        }
        start += line.len();
    }
    text.len()..text.len()
}

/// Whether lines stand at the left edge below one that is indented.
fn is_alone(text: &str, indent: &Range<usize>) -> bool {
    let behind = text[indent.end..].lines().skip(1);
    behind
        .map(|line| line.chars().next())
        .any(|first| first.is_some_and(|c| !matches!(c, ' ' | '\t' | '#' | ']' | '}' | '\r')))
}

/// Moves the ends of all spans outwards to borders of characters.
fn snap(node: &mut Node, text: &str, offset: usize) {
    node.span = snapped(node.span, text, offset);
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::Seq(items) => items.iter_mut().for_each(|item| snap(item, text, offset)),
        Value::Map(entries) => {
            for entry in entries {
                entry.key_span = snapped(entry.key_span, text, offset);
                snap(&mut entry.value, text, offset);
            }
        }
    }
}

fn snapped(span: Span, text: &str, offset: usize) -> Span {
    let (start, end) = (span.start as usize - offset, span.end as usize - offset);
    Span::new(text.floor_char_boundary(start), text.ceil_char_boundary(end)).shifted(offset)
}

/// Puts together what all passes gave.
fn finish(mut yaml: Yaml, faults: Vec<Fault>, entries: Vec<Entry>, unread: Vec<(String, Span)>) -> Yaml {
    yaml.faults.extend(faults);
    yaml.faults.sort_by_key(|fault| fault.span.start);
    yaml.faults.dedup();
    let kept = entries.iter().map(|entry| entry.key_span.to(entry.value.span));
    let span = kept.chain(unread.iter().map(|(_, span)| *span)).reduce(Span::to);
    yaml.unread = unread;
    let Some(span) = span else { return yaml };
    let root = yaml.root.get_or_insert(Node { span, value: Value::Map(Vec::new()) });
    if let Value::Map(read) = &mut root.value {
        root.span = root.span.to(span);
        for entry in entries {
            if read.iter().all(|other| other.key != entry.key) {
                read.push(entry);
            }
        }
        read.sort_by_key(|entry| entry.key_span.start);
    }
    yaml
}

/// The top-level entry that a position lies in: from a line that begins at the left edge to the next one.
/// `None` where there is nothing there but blanks.
fn chunk(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = 0;
    let mut end = text.len();
    let mut position = 0;
    for line in text.split_inclusive('\n') {
        let begins = !line.starts_with([' ', '\t', '#', '\n', '\r', ']', '}']);
        if begins && position <= at {
            start = position;
        } else if begins {
            end = position;
            break;
        }
        position += line.len();
    }
    (!text[start..end].trim().is_empty()).then_some(start..end)
}

fn blank(text: &str, chunk: Range<usize>) -> String {
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(&text[..chunk.start]);
    for byte in text[chunk.clone()].bytes() {
        blanked.push(if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' });
    }
    blanked.push_str(&text[chunk.end..]);
    blanked
}

/// What an entry with a slip was meant to be.
enum Meant {
    /// A line `key: text` whose text lacks quotes, or whose colon is full-width.
    Entry(Entry),
    /// A key with a value that cannot be guessed.
    Key(String, Span),
}

fn meant(text: &str, chunk: Range<usize>, offset: usize) -> Option<Meant> {
    let content = &text[chunk.clone()];
    let line = content.lines().next()?;
    let indent = line.len() - line.trim_start().len();
    let wide = fault::line_with_wide_colon(line);
    let (key_end, value_start) = match (wide, line.find(':')) {
        (Some(wide), _) => (wide, wide + '：'.len_utf8()),
        (None, Some(colon)) => (colon, colon + 1),
        (None, None) => return None,
    };
    let key = line[..key_end].trim();
    if key.is_empty() || key.contains([' ', '"', '\'', '[', '{', '&', '*', '!']) {
        return None;
    }
    let span = |range: Range<usize>| Span::new(range.start, range.end).shifted(offset + chunk.start);
    let key_span = span(indent..indent + key.len());
    let value = &line[value_start..];
    let value = value.split(" #").next().unwrap_or("").trim_end();
    let written = value.trim_start();
    let plain =
        !written.is_empty() && !written.starts_with(['[', '{', '"', '\'', '|', '>', '&', '*', '!', '%', '`']);
    if !plain || content.trim_end().lines().count() > 1 {
        return Some(Meant::Key(key.to_owned(), key_span));
    }
    let start = value_start + value.len() - written.len();
    let scalar = Scalar { text: written.to_owned(), style: Style::Plain };
    let value = Node { span: span(start..start + written.len()), value: Value::Scalar(scalar) };
    Some(Meant::Entry(Entry { key: key.to_owned(), key_span, value }))
}
