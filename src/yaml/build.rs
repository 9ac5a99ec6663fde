//! The parser's events become the tree. What planpress refuses of YAML is found here, each with its place;
//! the rest of the text is still read.

use super::MAX_DEPTH;
use super::fault::{self, syntax};
use super::node::{Entry, Fault, FaultKind, Node, Scalar, Style, Value, Yaml};
use crate::text::Span;
use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle};
use std::collections::BTreeMap;
use std::ops::Range;

/// More faults than this in one text help nobody; reading stops.
const MAX_FAULTS: usize = 100;

/// What one pass over a text gave.
pub(super) struct Pass {
    pub(super) yaml: Yaml,
    /// The fault that ended the pass before the end of the text.
    pub(super) stopped: Option<Fault>,
}

/// Reads a text that begins at `offset` of its file, up to its end or the first syntax error.
pub(super) fn read(text: &str, offset: usize) -> Pass {
    let mut builder =
        Builder { text, offset, open: Vec::new(), end: 0, yaml: Yaml::default(), stopped: None };
    let options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        // One more than is allowed, so that the builder sees the level that is too deep.
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let context = fault::Context { text, offset, read: builder.end, flow: builder.first_flow() };
                builder.stopped = Some(fault::explain(context, &error));
            }
        }
        if builder.stopped.is_some() || builder.yaml.faults.len() >= MAX_FAULTS {
            break;
        }
    }
    builder.finish()
}

/// A collection that is being read.
struct Open {
    start: usize,
    flow: bool,
    what: Collection,
}

enum Collection {
    Seq(Vec<Node>),
    Map { entries: Vec<Entry>, seen: BTreeMap<String, Span>, key: Key },
}

/// The key whose value comes next.
enum Key {
    None,
    Read(String, Span),
    /// Refused or doubled: its value is read and dropped.
    Dropped,
}

struct Builder<'a> {
    text: &'a str,
    /// Where the text begins in its file.
    offset: usize,
    open: Vec<Open>,
    /// The end of the last node, in the text.
    end: usize,
    yaml: Yaml,
    stopped: Option<Fault>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) {
        let at = span.byte_range().unwrap_or(self.end..self.end);
        if let Some(tag) = span.tag_span().and_then(|tag| tag.byte_range()) {
            self.refuse(
                tag,
                "tags such as `!name` are not read",
                "leave it out; what a value is follows from its key",
            );
        }
        match event {
            Event::DocumentStart(..) if self.yaml.root.is_some() => {
                let help = Some("keep one document; remove the line `---`");
                self.stopped = Some(syntax(self.offset, at, "a second document begins here", help));
            }
            Event::Scalar(text, style, ..) => self.scalar(text.into_owned(), style, at),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let written = self.text.get(at.clone()).unwrap_or("").to_owned();
                self.refuse(
                    at.clone(),
                    format!("`{written}` is an alias of YAML, and aliases are not read"),
                    "put the text in quotes, or write the value out",
                );
                self.scalar(written, ScalarStyle::Plain, at);
            }
            Event::Anchor(_, name) => self.refuse(
                at,
                format!("`&{name}` is an anchor of YAML, and anchors are not read"),
                "leave it out, or put the text in quotes",
            ),
            Event::SequenceStart(style, ..) => self.start(at.start, style, Collection::Seq(Vec::new())),
            Event::MappingStart(style, ..) => {
                let map = Collection::Map { entries: Vec::new(), seen: BTreeMap::new(), key: Key::None };
                self.start(at.start, style, map);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if self.open.last().is_some_and(|open| open.flow) {
                    self.end = at.end;
                }
                self.close();
            }
            _ => {}
        }
    }

    /// Where the outermost open bracket stands.
    fn first_flow(&self) -> Option<usize> {
        self.open.iter().find(|open| open.flow).map(|open| open.start)
    }

    fn refuse(&mut self, at: Range<usize>, message: impl Into<String>, help: &str) {
        let fault = syntax(self.offset, at, message, Some(help));
        self.yaml.faults.push(Fault { kind: FaultKind::Refused, ..fault });
    }

    fn span(&self, at: Range<usize>) -> Span {
        Span::new(at.start, at.end).shifted(self.offset)
    }

    fn start(&mut self, at: usize, style: granit_parser::StructureStyle, what: Collection) {
        if self.open.len() == MAX_DEPTH {
            self.stopped = Some(fault::too_deep(self.offset, at));
            return;
        }
        let flow = style == granit_parser::StructureStyle::Flow;
        self.open.push(Open { start: at, flow, what });
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.what {
            Collection::Seq(items) => Value::Seq(items),
            Collection::Map { entries, .. } => Value::Map(entries),
        };
        let end = self.end.max(open.start);
        let span = self.span(open.start..end);
        self.end = end;
        self.add(Node { span, value });
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, at: Range<usize>) {
        let written = self.text.get(at.clone()).unwrap_or("");
        let at = at.start..at.start + written.trim_end().len();
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        let (at, text) = match style {
            Style::Plain if at.is_empty() => (self.place_of_nothing(at.start), String::new()),
            Style::Block => (self.block_header(at.start)..at.end, text),
            _ => (at, text),
        };
        self.end = self.end.max(at.end);
        let span = self.span(at);
        self.add(Node { span, value: Value::Scalar(Scalar { text, style }) });
    }

    /// An absent value stands right behind the colon or the dash that announces it.
    fn place_of_nothing(&self, at: usize) -> Range<usize> {
        let mark = match self.open.last() {
            Some(Open { what: Collection::Map { key, .. }, .. }) if !matches!(key, Key::None) => ':',
            Some(Open { what: Collection::Seq(_), flow: false, .. }) => '-',
            _ => return at..at,
        };
        let rest = self.text.get(self.end..).unwrap_or("");
        let content = rest.trim_start();
        let position = if content.starts_with(mark) { self.end + rest.len() - content.len() + 1 } else { at };
        position..position
    }

    /// Where the `|` or `>` of a block scalar stands whose text begins at `at`.
    fn block_header(&self, at: usize) -> usize {
        let between = self.text.get(self.end..at).unwrap_or("");
        between.find(['|', '>']).map_or(at, |header| self.end + header)
    }

    /// Puts a finished node where it belongs: a key, a value, an item, the root.
    fn add(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.yaml.root.get_or_insert(node);
            return;
        };
        match &mut open.what {
            Collection::Seq(items) => items.push(node),
            Collection::Map { entries, seen, key } => match std::mem::replace(key, Key::None) {
                Key::None => {
                    let (read, fault) = read_key(node, seen);
                    *key = read;
                    self.yaml.faults.extend(fault);
                }
                Key::Read(key, key_span) => entries.push(Entry { key, key_span, value: node }),
                Key::Dropped => {}
            },
        }
    }

    /// Closes what a fault left open, so that what was read is kept.
    fn finish(mut self) -> Pass {
        while !self.open.is_empty() {
            self.close();
        }
        if let Some(Node { span, value: Value::Scalar(scalar) }) = &self.yaml.root {
            let start = span.start as usize - self.offset;
            let line = self.text[start..].split('\n').next().unwrap_or("");
            if scalar.style == Style::Plain && self.stopped.is_none() {
                let colon = fault::line_with_wide_colon(line);
                self.stopped = colon.map(|colon| fault::wide_colon(self.offset, start + colon));
            }
        }
        Pass { yaml: self.yaml, stopped: self.stopped }
    }
}

/// What a node means as a key, and the fault where it cannot be one.
fn read_key(node: Node, seen: &mut BTreeMap<String, Span>) -> (Key, Option<Fault>) {
    let fault = |message: String, help: &str| Fault {
        kind: FaultKind::Refused,
        span: node.span,
        message,
        help: Some(help.to_owned()),
    };
    let Value::Scalar(scalar) = &node.value else {
        return (
            Key::Dropped,
            Some(fault("a key must be plain text".to_owned(), "put it in quotes if it is meant as text")),
        );
    };
    if scalar.style == Style::Plain && scalar.text == "<<" {
        let refused = fault("merge keys `<<` are not read".to_owned(), "write the keys out");
        return (Key::Dropped, Some(refused));
    }
    if let Some(first) = seen.get(&scalar.text) {
        let doubled = Fault {
            kind: FaultKind::Duplicate(*first),
            span: node.span,
            message: format!("the key `{}` stands twice", scalar.text),
            help: Some("keep one of the two; the first one counts".to_owned()),
        };
        return (Key::Dropped, Some(doubled));
    }
    seen.insert(scalar.text.clone(), node.span);
    (Key::Read(scalar.text.clone(), node.span), None)
}
