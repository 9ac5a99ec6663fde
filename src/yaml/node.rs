//! The tree of nodes and the faults beside it: plain values, apart from the reading that makes them.

use super::align;
use crate::text::{SourceFile, Span};
/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its bytes in the file: for quoted scalars with the quotes, for block scalars with their header.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The three shapes of YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Scalar(Scalar),
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping in the order written; keys are unique.
    Map(Vec<Entry>),
}

/// A scalar: its text after YAML's unescaping and folding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// Literal `|` or folded `>`.
    Block,
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The key's bytes.
    pub key_span: Span,
    /// The value; an absent value is an empty plain scalar right behind the colon.
    pub value: Node,
}

/// Why a YAML text, or a part of it, was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub kind: FaultKind,
    /// The offending bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do, where something is known.
    pub help: Option<String>,
}

/// Kinds of YAML faults that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Not YAML.
    Syntax,
    /// YAML, but a part of it that is not read: anchors, aliases, merge keys, tags, keys that are no text.
    Refused,
    /// A key that stands twice; the first one counts. With the place of the first.
    Duplicate(Span),
}

/// What came of reading a YAML text: as much of the tree as could be read, and the faults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Yaml {
    /// The tree; `None` where the text is empty or could not be read.
    pub root: Option<Node>,
    /// The faults in the order of the text.
    pub faults: Vec<Fault>,
    /// Keys of the top level, with their bytes, that are there but whose values a syntax error made
    /// unreadable: nobody should report them as missing.
    pub unread: Vec<(String, Span)>,
}

impl Node {
    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether nothing was written: an empty plain scalar, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(s) if s.style == Style::Plain && matches!(s.text.as_str(), "" | "~" | "null"))
    }

    /// Whether it is text that says nothing, or a list of nothing else.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Scalar(scalar) => scalar.text.trim().is_empty(),
            Value::Seq(items) => items.iter().all(Self::is_blank),
            Value::Map(_) => false,
        }
    }

    /// The entries of a mapping.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn as_seq(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Seq(items) => Some(items),
            _ => None,
        }
    }

    /// The entry of a mapping under a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.as_map()?.iter().find(|entry| entry.key == key)
    }

    /// The span of a part of a scalar's text (a range of its bytes): exact for plain, quoted and block
    /// scalars, folded over lines or not; the whole scalar where the bytes cannot be told.
    pub fn part_span(&self, source: &SourceFile, part: std::ops::Range<usize>) -> Span {
        let Some(text) = self.as_str() else { return self.span };
        match align::part(text, source.slice(self.span), part) {
            Some(part) => Span::new(part.start, part.end).shifted(self.span.start as usize),
            None => self.span,
        }
    }
}
