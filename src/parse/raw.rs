//! Raw HTML in Markdown. Authors are not trusted with scripts, so this is no sanitiser that looks for what
//! is bad: tags from a short list are written anew by name, comments are dropped, and everything else is
//! text. What stands in a file as HTML is cut into tokens here.

use std::ops::Range;

/// Tags that can do no harm, and whether they stand alone.
const HARMLESS: [(&str, bool); 11] = [
    ("br", true),
    ("wbr", true),
    ("sub", false),
    ("sup", false),
    ("kbd", false),
    ("mark", false),
    ("ins", false),
    ("del", false),
    ("small", false),
    ("details", false),
    ("summary", false),
];

/// The tag of the list that a name means, and whether it stands alone.
pub(super) fn harmless(name: &str) -> Option<(&'static str, bool)> {
    HARMLESS.into_iter().find(|(harmless, _)| harmless.eq_ignore_ascii_case(name))
}

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Its bytes.
    pub(super) range: Range<usize>,
}

/// Kinds of pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// Text between tags.
    Text,
    /// A comment; whether it is closed.
    Comment(bool),
    /// A start tag.
    Open {
        name: &'t str,
        /// Something stands behind the name.
        attributes: bool,
        /// It ends in `/>`.
        closed: bool,
    },
    /// An end tag.
    Close(&'t str),
    /// A declaration, a processing instruction, CDATA, or a tag that is never closed.
    Other,
}

/// Cuts HTML into tokens. Linear: a search that finds no end makes the rest one token.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut text_from = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some((kind, len)) = token(&html[start..]) else {
            at = start + 1;
            continue;
        };
        if text_from < start {
            tokens.push(Token { kind: Kind::Text, range: text_from..start });
        }
        tokens.push(Token { kind, range: start..start + len });
        at = start + len;
        text_from = at;
    }
    if text_from < html.len() {
        tokens.push(Token { kind: Kind::Text, range: text_from..html.len() });
    }
    tokens
}

/// The token at the head of HTML that begins with `<`; `None` where it is mere text.
fn token(html: &str) -> Option<(Kind<'_>, usize)> {
    if let Some(inner) = html.strip_prefix("<!--") {
        // `<!-->` and `<!--->` are whole comments.
        if let Some(short) = ["->", ">"].into_iter().find(|short| inner.starts_with(short)) {
            return Some((Kind::Comment(true), 4 + short.len()));
        }
        return Some(match inner.find("-->") {
            Some(len) => (Kind::Comment(true), 4 + len + 3),
            None => (Kind::Comment(false), html.len()),
        });
    }
    let end = match html.as_bytes().get(1)? {
        b'!' if html.starts_with("<![CDATA[") => "]]>",
        b'?' => "?>",
        b'!' => ">",
        b'/' => return close(html),
        first if first.is_ascii_alphabetic() => return Some(open(html)),
        _ => return None,
    };
    Some((Kind::Other, html.find(end).map_or(html.len(), |at| at + end.len())))
}

fn close(html: &str) -> Option<(Kind<'_>, usize)> {
    let name = name(&html[2..]);
    if name.is_empty() {
        return None;
    }
    Some(match html.find('>') {
        Some(end) => (Kind::Close(name), end + 1),
        None => (Kind::Other, html.len()),
    })
}

fn open(html: &str) -> (Kind<'_>, usize) {
    let name = name(&html[1..]);
    let mut quote = None;
    let behind = 1 + name.len();
    for (at, byte) in html.bytes().enumerate().skip(behind) {
        match (quote, byte) {
            (None, b'>') => {
                let inner = html[behind..at].trim();
                let closed = inner.ends_with('/');
                let attributes = !inner.trim_end_matches('/').trim_end().is_empty();
                return (Kind::Open { name, attributes, closed }, at + 1);
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    (Kind::Other, html.len())
}

/// The name at the head of a tag.
fn name(text: &str) -> &str {
    let len = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) { &text[..len] } else { "" }
}
