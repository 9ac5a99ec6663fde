//! The plain part of YAML that nearly every front matter keeps to, read in one pass: `key: value` on a line of
//! its own, mappings below a key by their indentation, `[a, b]` and `{ a: b }` on one line. Whatever else a text
//! holds (quotes, comments, lists of dashes, values over several lines, any slip) is left to the whole reader,
//! which gives the same for what is read here.

use super::node::{Entry, Node, Scalar, Style, Value, Yaml};
use crate::text::Span;

/// How deep brackets and indentation may be nested here; what is deeper is left to the whole reader.
const MAX_DEPTH: usize = 8;

/// Reads a text that begins at `offset` of its file; `None` where it holds more than the plain part.
pub(super) fn read(text: &str, offset: usize) -> Option<Yaml> {
    if text.contains(is_odd) {
        return None;
    }
    let mut reader = Reader { text, offset, at: 0 };
    let root = reader.map(0, 0)?;
    (reader.at == text.len()).then(|| Yaml { root: Some(root), ..Yaml::default() })
}

/// Characters that end lines, that are none in YAML, or that it skips; tabs.
fn is_odd(c: char) -> bool {
    matches!(c, '\0'..='\t' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

struct Reader<'a> {
    text: &'a str,
    offset: usize,
    /// How far the text is read.
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shifted(self.offset)
    }

    /// The lines `key: value` from here on that are indented by `indent` spaces.
    fn map(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        while self.indent() == Some(indent) {
            self.at += indent;
            let key_start = self.at;
            let line = self.rest().split('\n').next()?;
            let colon = line.find(':')?;
            let key = plain(&line[..colon], &[])?;
            let behind = &line[colon + 1..];
            let value = behind.trim_matches(' ');
            if key.len() != colon
                || key.len() > 100
                || key == "<<"
                || !(behind.is_empty() || behind.starts_with(' '))
            {
                return None;
            }
            if entries.iter().any(|entry| entry.key == key) || entries.len() == 64 {
                return None;
            }
            let key_span = self.span(key_start, key_start + colon);
            self.at += colon + 1 + (behind.len() - behind.trim_start_matches(' ').len());
            let value = if value.is_empty() {
                self.end_line()?;
                let below = self.indent().filter(|below| *below > indent && depth < MAX_DEPTH)?;
                self.map(below, depth + 1)?
            } else {
                let value = self.value(value)?;
                self.end_line()?;
                // A line that is indented further goes on with the value.
                if self.indent().is_some_and(|next| next > indent) {
                    return None;
                }
                value
            };
            entries.push(Entry { key: key.to_owned(), key_span, value });
        }
        let span = entries.first()?.key_span.to(entries.last()?.value.span);
        Some(Node { span, value: Value::Map(entries) })
    }

    /// How far the next line is indented; `None` at the end, and before an empty line.
    fn indent(&self) -> Option<usize> {
        let rest = self.rest();
        let indent = rest.len() - rest.trim_start_matches(' ').len();
        (!matches!(rest.as_bytes().get(indent), None | Some(b'\n'))).then_some(indent)
    }

    /// The end of a line, spaces before it.
    fn end_line(&mut self) -> Option<()> {
        let rest = self.rest().trim_start_matches(' ');
        let behind = if rest.is_empty() { rest } else { rest.strip_prefix('\n')? };
        self.at = self.text.len() - behind.len();
        Some(())
    }

    /// The value that a line ends with.
    fn value(&mut self, line: &'a str) -> Option<Node> {
        if line.starts_with(['[', '{']) {
            return self.flow(0);
        }
        let text = plain(line, &[])?;
        let start = self.at;
        self.at += text.len();
        Some(self.scalar(text, start))
    }

    fn scalar(&self, text: &str, start: usize) -> Node {
        let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
        Node { span: self.span(start, start + text.len()), value: Value::Scalar(scalar) }
    }

    /// Something between brackets, or a scalar there.
    fn flow(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let (end, is_map) = match self.rest().as_bytes().first()? {
            b'[' => (b']', false),
            b'{' => (b'}', true),
            _ => {
                let text = self.flow_scalar()?;
                return Some(self.scalar(text, start));
            }
        };
        self.at += 1;
        let (mut items, mut entries): (Vec<Node>, Vec<Entry>) = (Vec::new(), Vec::new());
        loop {
            self.spaces();
            if depth == MAX_DEPTH {
                return None;
            }
            if is_map {
                let key_start = self.at;
                let key = self.flow_scalar()?;
                let key_span = self.span(key_start, self.at);
                let is_new =
                    key != "<<" && entries.iter().all(|entry| entry.key != key) && entries.len() < 64;
                self.at += 2 * usize::from(is_new && self.rest().starts_with(": "));
                if self.at == key_start + key.len() {
                    return None;
                }
                self.spaces();
                entries.push(Entry { key: key.to_owned(), key_span, value: self.flow(depth + 1)? });
            } else {
                items.push(self.flow(depth + 1)?);
            }
            self.spaces();
            match self.rest().as_bytes().first()? {
                b',' => self.at += 1,
                byte if *byte == end => break,
                _ => return None,
            }
        }
        self.at += 1;
        let value = if is_map { Value::Map(entries) } else { Value::Seq(items) };
        Some(Node { span: self.span(start, self.at), value })
    }

    fn flow_scalar(&mut self) -> Option<&'a str> {
        const ENDS: [char; 7] = [',', '[', ']', '{', '}', ':', '\n'];
        let text = &self.rest()[..self.rest().find(ENDS)?];
        let text = plain(text, &ENDS)?;
        self.at += text.len();
        Some(text)
    }

    fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(' ').len();
    }
}

/// A scalar without quotes, less the spaces behind it; `None` where it may be anything else.
fn plain<'a>(text: &'a str, ends: &[char]) -> Option<&'a str> {
    const FIRST: [char; 19] =
        ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'];
    let text = text.trim_end_matches(' ');
    let bytes = text.as_bytes();
    let is_mark = |at: usize| match bytes[at] {
        b'#' => true,
        b':' => matches!(bytes.get(at + 1), None | Some(b' ')),
        byte => byte.is_ascii() && ends.contains(&char::from(byte)),
    };
    let odd = text.is_empty()
        || text.trim_end().len() < text.len()
        || text.starts_with(FIRST)
        || text.starts_with("...")
        || (0..bytes.len()).any(is_mark);
    (!odd).then_some(text)
}
