//! Syntax errors in the words of people who write plans: where the slip is (which is not always where the
//! parser stops), what is wrong, what to do.

use super::node::{Fault, FaultKind};
use crate::text::Span;
use serde_yaml::granit_parser::{ErrorKind, ScanError};
use std::ops::Range;

/// A fault of the syntax at a range of the text.
pub(super) fn syntax(
    offset: usize,
    at: Range<usize>,
    message: impl Into<String>,
    help: Option<&str>,
) -> Fault {
    Fault {
        kind: FaultKind::Syntax,
        span: Span::new(at.start, at.end).shifted(offset),
        message: message.into(),
        help: help.map(str::to_owned),
    }
}

/// What is known where the parser gives up.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    /// Where the text begins in its file.
    pub(super) offset: usize,
    /// The end of the last value that was read.
    pub(super) read: usize,
    /// Where the outermost open bracket stands.
    pub(super) flow: Option<usize>,
}

/// Explains an error of the parser.
pub(super) fn explain(context: Context<'_>, error: &ScanError) -> Fault {
    let Context { text, offset, .. } = context;
    let at = boundary(text, error.marker().byte_offset().unwrap_or(text.len()));
    let kind = error.kind();
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        return too_deep(offset, at);
    }
    tab(text, offset, at, kind)
        .or_else(|| unclosed_quote(context, at, kind))
        .or_else(|| missing_item(context, at, kind))
        .or_else(|| unclosed_bracket(context, at, kind))
        .or_else(|| wide_comma(context, at, kind))
        .or_else(|| line_before(text, at, line_with_wide_colon).map(|colon| wide_colon(offset, colon)))
        .or_else(|| reserved(text, offset, at, kind))
        .or_else(|| colon_in_value(text, offset, at, kind))
        .or_else(|| misplaced(text, offset, at, kind))
        .unwrap_or_else(|| {
            syntax(offset, at..next(text, at), format!("not valid YAML: {}", error.info()), None)
        })
}

/// A quote that is closed on a later line at the earliest, by a quote that was meant to open a text.
fn unclosed_quote(context: Context<'_>, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let Context { text, offset, read, .. } = context;
    let mark = match kind {
        ErrorKind::UnclosedQuotedScalar => text[at..].chars().next()?,
        ErrorKind::InvalidTrailingSingleQuotedScalar => '\'',
        ErrorKind::InvalidTrailingDoubleQuotedScalar => '"',
        _ => return None,
    };
    let open = boundary(text, read) + text.get(boundary(text, read)..)?.find(mark)?;
    if open > at {
        return None;
    }
    let line = if text.get(open..at)?.contains('\n') || open == at {
        "this quote is never closed"
    } else {
        return Some(syntax(
            offset,
            at..next(text, at),
            "text behind a closing quote",
            Some("put the whole value in quotes"),
        ));
    };
    Some(syntax(offset, open..open + 1, line, Some("close it on its line")))
}

/// A bracket that is still open where the next key of the top level begins.
fn unclosed_bracket(context: Context<'_>, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let Context { text, offset, flow, .. } = context;
    let open = match kind {
        ErrorKind::UnclosedFlowCollection { open } => {
            flow.or_else(|| text[..at.max(1)].rfind(*open)).unwrap_or(at)
        }
        _ => {
            let open = flow?;
            let line = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let indented = text[line..].starts_with([' ', '\t', ']', '}']);
            if line <= open || indented {
                return None;
            }
            open
        }
    };
    let help = "close it, or put the whole value in quotes";
    Some(syntax(offset, open..next(text, open), "this bracket is never closed", Some(help)))
}

/// `[a,, b]`: nothing between two commas.
fn missing_item(context: Context<'_>, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let Context { text, offset, flow, .. } = context;
    if !matches!(kind, ErrorKind::UnexpectedEofImplicitFlowMapping) {
        return None;
    }
    let open = flow.or_else(|| text[..at].rfind(['[', '{']))?;
    let line = text[open..].split('\n').next().unwrap_or("");
    let mut before = None;
    for (place, c) in line.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if c == ',' && matches!(before, Some(',' | '[' | '{')) {
            let help = "remove the comma, or write what is missing";
            let comma = open + place;
            return Some(syntax(offset, comma..comma + 1, "nothing stands before this comma", Some(help)));
        }
        before = Some(c);
    }
    None
}

/// `{ revenue: 1億元，units: 5萬套 }`.
fn wide_comma(context: Context<'_>, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let Context { text, offset, flow, .. } = context;
    if !matches!(
        kind,
        ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
    ) {
        return None;
    }
    let open = flow?;
    let comma = open + text.get(open..at)?.rfind('，')?;
    Some(syntax(
        offset,
        comma..comma + '，'.len_utf8(),
        "a full-width comma `，` does not separate entries",
        Some("write an ASCII comma and a space"),
    ))
}

/// Nested deeper than is read.
pub(super) fn too_deep(offset: usize, at: usize) -> Fault {
    syntax(offset, at..at, format!("nested deeper than {} levels", super::MAX_DEPTH), None)
}

/// A full-width colon where YAML needs `: `.
pub(super) fn wide_colon(offset: usize, colon: usize) -> Fault {
    syntax(
        offset,
        colon..colon + '：'.len_utf8(),
        "a full-width colon `：` does not separate a key from its value",
        Some("write an ASCII colon and a space: `key: value`"),
    )
}

/// The full-width colon behind the first word of a line that has no other separator.
pub(super) fn line_with_wide_colon(line: &str) -> Option<usize> {
    let content = line.trim_start().trim_start_matches("- ");
    let begin = line.len() - content.len();
    let wide = content.find('：')?;
    let key = &content[..wide];
    let quoted = key.contains(['"', '\'', '#', '[', '{', '|', '>']);
    let ascii = key.contains(": ") || key.is_empty();
    (!quoted && !ascii).then_some(begin + wide)
}

/// The colon of a line `key:value`, which YAML takes for one word; not that of an address.
fn line_with_bare_colon(line: &str) -> Option<usize> {
    let content = line.trim_start();
    let key = content.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(0);
    let value = content[key..].strip_prefix(':')?;
    (key > 0 && !value.is_empty() && !value.starts_with([' ', '/']))
        .then_some(line.len() - content.len() + key)
}

/// What is looked for on the line of an error or on one before it that belongs to the same text.
fn line_before(text: &str, at: usize, find: fn(&str) -> Option<usize>) -> Option<usize> {
    let mut end = text[at..].find('\n').map_or(text.len(), |line| at + line);
    // The parser joins lines into one text until it meets a colon: a few lines back are enough.
    for _ in 0..4 {
        let start = text[..end].rfind('\n').map_or(0, |line| line + 1);
        let line = &text[start..end];
        if let Some(colon) = find(line) {
            return Some(start + colon);
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// A first line that is indented.
pub(super) fn indented(text: &str, offset: usize, indent: Range<usize>) -> Fault {
    match text[indent.clone()].find('\t') {
        Some(tab) => {
            let tab = indent.start + tab;
            syntax(offset, tab..tab + 1, "a tab in the indentation", Some("indent with spaces"))
        }
        None => {
            let help = "indent the keys of one mapping alike";
            syntax(offset, indent, "this line is indented, and those below it are not", Some(help))
        }
    }
}

fn tab(text: &str, offset: usize, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let line = text[start..].split('\n').next().unwrap_or("");
    let indent = &line[..line.len() - line.trim_start().len()];
    let named = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    );
    let tab = match indent.find('\t') {
        Some(tab) => start + tab,
        None if named => at + text[at..].find('\t')?,
        None => return None,
    };
    Some(syntax(offset, tab..tab + 1, "a tab in the indentation", Some("indent with spaces")))
}

fn reserved(text: &str, offset: usize, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let (ErrorKind::UnexpectedCharacter { .. }
    | ErrorKind::InvalidDirectiveName
    | ErrorKind::DirectiveDisallowed) = kind
    else {
        return None;
    };
    let c = text[at..].chars().next()?;
    Some(syntax(
        offset,
        at..at + c.len_utf8(),
        format!("a value cannot begin with `{c}`"),
        Some("put the value in quotes"),
    ))
}

/// `title: plan: the second half`.
fn colon_in_value(text: &str, offset: usize, at: usize, kind: &ErrorKind) -> Option<Fault> {
    if !matches!(
        kind,
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement | ErrorKind::SimpleKeyExpected
    ) {
        return None;
    }
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let line = text[start..].split('\n').next().unwrap_or("").trim_end();
    let first = line.find(": ")?;
    let value = line[first + 2..].trim_start();
    let inside = value.find(": ").or_else(|| value.strip_suffix(':').map(str::len))?;
    let colon = start + line.len() - value.len() + inside;
    Some(syntax(
        offset,
        colon..colon + 1,
        "a value that contains `: ` must stand in quotes",
        Some("put the whole value in quotes"),
    ))
}

/// Lines and texts that stand where YAML wants something else.
fn misplaced(text: &str, offset: usize, at: usize, kind: &ErrorKind) -> Option<Fault> {
    let before = text[..at].trim_end_matches(' ');
    let (message, help) = match kind {
        ErrorKind::ExpectedBlockMappingKey if before.ends_with([']', '}']) => {
            ("text behind a closing bracket", "put the whole value in quotes")
        }
        ErrorKind::ExpectedDocumentStart => (
            "this line stands further to the left than the first one",
            "indent the keys of one mapping alike",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::SimpleKeyExpected => {
            if let Some(colon) = line_before(text, at, line_with_bare_colon) {
                let help = Some("write a space behind it: `key: value`");
                return Some(syntax(offset, colon..colon + 1, "a space is missing behind the colon", help));
            }
            ("a key with a colon is expected here", "is a colon missing, or the line indented wrongly?")
        }
        ErrorKind::MappingValueNotAllowed => {
            ("a key cannot stand here", "is the line indented too far, or is it a value that needs quotes?")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("an item of the list is expected here", "begin it with `- `, or indent the line")
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            ("an escape that YAML does not know", "use single quotes, or write `\\\\` for a backslash")
        }
        _ => return None,
    };
    Some(syntax(offset, at..next(text, at), message, Some(help)))
}

/// The end of the character at a position.
fn next(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
