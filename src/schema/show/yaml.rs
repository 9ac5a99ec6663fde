//! A small writer of YAML: block style where things are many, flow style where they fit on a line.

use crate::schema::Count;
use crate::schema::skeleton::quoted;
use std::fmt::Write as _;

/// The longest line that is written in flow style.
const WIDTH: usize = 110;

/// A value to be written.
#[derive(Clone, Debug)]
pub(super) enum Out {
    Text(String),
    List(Vec<Out>),
    Map(Vec<(String, Out)>),
}

impl Out {
    /// A word that needs no quotes.
    pub(super) fn word(word: impl Into<String>) -> Self {
        Self::Text(word.into())
    }

    /// Text, quoted where it must be.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(quoted(text))
    }

    /// A list of texts.
    pub(super) fn list(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(text)).collect())
    }

    /// One text bare, several as a list.
    pub(super) fn words(texts: &[String]) -> Self {
        match texts {
            [only] => Self::text(only),
            _ => Self::list(texts),
        }
    }

    fn flow(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.flow()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Writes the value behind `key:` or `-`, at an indentation.
    fn write(&self, indent: usize, out: &mut String) {
        let flow = self.flow();
        let pad = " ".repeat(indent);
        match self {
            Self::List(items) if indent + flow.chars().count() > WIDTH && !items.is_empty() => {
                for item in items {
                    let _ = write!(out, "\n{pad}-");
                    item.write_item(indent + 2, out);
                }
            }
            Self::Map(entries) if indent + flow.chars().count() > WIDTH => {
                for (key, value) in entries {
                    let _ = write!(out, "\n{pad}{}:", quoted(key));
                    value.write(indent + 2, out);
                }
            }
            _ => {
                let _ = write!(out, " {flow}");
            }
        }
    }

    /// Writes the value behind a dash: its first key stands on the same line.
    fn write_item(&self, indent: usize, out: &mut String) {
        match self {
            Self::Map(entries) if indent + self.flow().chars().count() > WIDTH => {
                let pad = " ".repeat(indent);
                for (index, (key, value)) in entries.iter().enumerate() {
                    let lead = if index == 0 { " ".to_owned() } else { format!("\n{pad}") };
                    let _ = write!(out, "{lead}{}:", quoted(key));
                    value.write(indent + 2, out);
                }
            }
            _ => self.write(indent, out),
        }
    }
}

impl From<Map> for Out {
    fn from(map: Map) -> Self {
        Self::Map(map.entries)
    }
}

/// A mapping that is being put together.
#[derive(Debug, Default)]
pub(super) struct Map {
    entries: Vec<(String, Out)>,
    /// Written as a whole in block style, each with an empty line before it.
    blocks: Vec<usize>,
    comments: Vec<String>,
}

impl Map {
    pub(super) fn put(&mut self, key: &str, value: Out) {
        self.entries.push((key.to_owned(), value));
    }

    pub(super) fn some(&mut self, key: &str, value: Option<Out>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(super) fn text(&mut self, key: &str, text: Option<impl AsRef<str>>) {
        self.some(key, text.map(|text| Out::text(text.as_ref())));
    }

    pub(super) fn count(&mut self, count: Count) {
        let number = |number: usize| Out::word(number.to_string());
        match (count.min, count.max) {
            (Some(min), Some(max)) if min == max => self.put("exactly", number(min)),
            (min, max) => {
                self.some("min", min.map(number));
                self.some("max", max.map(number));
            }
        }
    }

    pub(super) fn comment(&mut self, text: String) {
        self.comments.push(text);
    }

    /// A mapping whose entries stand below each other.
    pub(super) fn block(&mut self, key: &str, entries: Vec<(String, Out)>) {
        if !entries.is_empty() {
            self.blocks.push(self.entries.len());
            self.put(key, Out::Map(entries));
        }
    }

    /// A list whose items stand below each other.
    pub(super) fn items(&mut self, key: &str, items: Vec<Out>) {
        if !items.is_empty() {
            self.blocks.push(self.entries.len());
            self.put(key, Out::List(items));
        }
    }

    /// The whole as a YAML file.
    pub(super) fn write(&self) -> String {
        let mut out: String = self.comments.iter().map(|comment| format!("# {comment}\n")).collect();
        for (index, (key, value)) in self.entries.iter().enumerate() {
            out.push_str(&quoted(key));
            out.push(':');
            match value {
                Out::Map(entries) if self.blocks.contains(&index) => {
                    for (key, value) in entries {
                        let _ = write!(out, "\n  {}:", quoted(key));
                        value.write(4, &mut out);
                    }
                }
                Out::List(items) if self.blocks.contains(&index) => {
                    for item in items {
                        out.push_str("\n  -");
                        item.write_item(4, &mut out);
                    }
                }
                _ => value.write(2, &mut out),
            }
            out.push('\n');
        }
        out
    }
}
