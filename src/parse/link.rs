//! Links: which addresses are safe, where the target stands, the sentence around a link.

use std::ops::Range;

/// Schemes that links and images may have.
const SAFE: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Characters that a sentence ends with.
const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '．'];

/// Characters that belong to the sentence before them.
const CLOSING: &str = "」』”’）)\"】》";

/// How many characters of a sentence are shown on each side of a link.
const CONTEXT: usize = 120;

/// The scheme of an address that is not to be followed, or `//` where it names a host without one. Addresses are read as the most lenient reader
/// might: without control and invisible characters, with percent forms decoded.
pub(super) fn unsafe_scheme(target: &str) -> Option<String> {
    // Without a colon in any form there is no scheme, and without two strokes at its beginning no host.
    if !target.contains([':', '%']) && !target.contains("//") && !target.contains('\\') {
        return None;
    }
    let mut decoded = target.to_owned();
    for _ in 0..3 {
        let next = percent_encoding::percent_decode_str(&decoded).decode_utf8_lossy().into_owned();
        if next == decoded {
            break;
        }
        decoded = next;
    }
    let shown = |c: &char| !(c.is_control() || is_invisible(*c));
    let address: String = decoded.chars().filter(shown).collect();
    let address = address.trim_start();
    // Browsers take `\` for `/`.
    if address.chars().take_while(|c| matches!(c, '/' | '\\')).nth(1).is_some() {
        return Some("//".to_owned());
    }
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let scheme = scheme.to_ascii_lowercase();
    (is_scheme && !SAFE.contains(&scheme.as_str())).then_some(scheme)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

/// The bytes of the target of `[text](target)`, given the whole link and the end of its text.
pub(super) fn inline_target(text: &str, link: &Range<usize>, inner_end: usize) -> Option<Range<usize>> {
    let rest = text.get(inner_end..link.end)?;
    let open = rest.find("](")? + 2;
    let inside = &rest[open..];
    // In a quote the line of the target may begin with the quote's mark.
    let start = inner_end + open + (inside.len() - inside.trim_start_matches([' ', '\t', '\n', '>']).len());
    let target = text.get(start..link.end)?;
    if let Some(bracketed) = target.strip_prefix('<') {
        let len = ends_at(bracketed, |byte, _| byte == b'>')?;
        return Some(start + 1..start + 1 + len);
    }
    let len = ends_at(target, |byte, depth| byte.is_ascii_whitespace() || (byte == b')' && depth == 0))?;
    Some(start..start + len)
}

/// Where text ends, escapes skipped and brackets counted.
fn ends_at(text: &str, ends: impl Fn(u8, usize) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if escaped {
            escaped = false;
            continue;
        }
        if ends(byte, depth) {
            return Some(at);
        }
        match byte {
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The sentence around a part of a text: what stands before, and behind.
pub(super) fn sentence(text: &str, part: Range<usize>) -> (String, String) {
    let (before, behind) = (&text[..part.start], &text[part.end..]);
    (last_sentence(before), first_sentence(behind))
}

fn last_sentence(text: &str) -> String {
    let mut start = text.len();
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        if count == CONTEXT {
            return format!("…{}", text[start..].trim_start());
        }
        if is_end(c, &text[at + c.len_utf8()..]) {
            let rest = text[at + c.len_utf8()..].trim_start_matches(|c| CLOSING.contains(c));
            return rest.trim_start().to_owned();
        }
        start = at;
    }
    text.trim_start().to_owned()
}

fn first_sentence(text: &str) -> String {
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count == CONTEXT {
            return format!("{}…", text[..at].trim_end());
        }
        let behind = &text[at + c.len_utf8()..];
        if is_end(c, behind) {
            let rest = behind.trim_start_matches(|c| CLOSING.contains(c));
            return text[..text.len() - rest.len()].to_owned();
        }
    }
    text.trim_end().to_owned()
}

/// Whether a character ends a sentence; a full stop does so before white space only (`1.5`, `a.md`).
fn is_end(c: char, behind: &str) -> bool {
    match c {
        '\n' => true,
        '.' => behind.starts_with(char::is_whitespace),
        _ => ENDS.contains(&c),
    }
}
