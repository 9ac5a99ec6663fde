//! A text that is to be read and the way from its parts back to the bytes of the file, whether it stands
//! in YAML, in Markdown or in a cell of a data file.

use crate::parse::{Cell, Text};
use crate::text::{SourceFile, Span};
use crate::yaml::{Node, Style, Value};
use std::ops::Range;

/// A text to be read, without white space around it, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'t> {
    pub(super) text: &'t str,
    /// Its bytes, marks such as quotes included.
    pub(super) span: Span,
    base: Base<'t>,
    /// Where `text` begins in the text of the base.
    offset: usize,
}

#[derive(Clone, Copy, Debug)]
enum Base<'t> {
    Yaml(&'t SourceFile, &'t Node),
    Markdown(&'t Text),
    /// Byte for byte where the lengths agree.
    Bytes,
}

impl<'t> Written<'t> {
    /// A scalar of YAML; `None` for lists and mappings.
    pub(super) fn node(source: &'t SourceFile, node: &'t Node) -> Option<Self> {
        let whole = node.as_str()?;
        let text = whole.trim();
        let offset = whole.len() - whole.trim_start().len();
        Some(Self { text, span: node.span, base: Base::Yaml(source, node), offset })
    }

    /// A cell of a table.
    pub(super) fn cell(cell: &'t Cell) -> Self {
        let whole =
            Self { text: &cell.text.text, span: cell.span, base: Base::Markdown(&cell.text), offset: 0 };
        let text = cell.text.text.trim();
        let offset = cell.text.text.len() - cell.text.text.trim_start().len();
        Self { text, offset, ..whole }
    }

    /// A part of visible text; `None` where the range is none of it.
    pub(super) fn visible(text: &'t Text, range: Range<usize>) -> Option<Self> {
        let part = text.text.get(range.clone())?;
        Some(Self {
            text: part,
            span: text.span(range.clone()),
            base: Base::Markdown(text),
            offset: range.start,
        })
    }

    /// Bytes of the file as they are.
    pub(super) fn bytes(text: &'t str, span: Span) -> Self {
        Self { text, span, base: Base::Bytes, offset: 0 }
    }

    /// A part of it, trimmed; the range counts bytes of `text`.
    pub(super) fn part(self, range: Range<usize>) -> Self {
        let Some(part) = self.text.get(range.clone()) else { return self };
        let start = range.start + part.len() - part.trim_start().len();
        let text = part.trim();
        let span = self.span_of(start..start + text.len());
        Self { text, span, base: self.base, offset: self.offset + start }
    }

    /// The bytes of a part; the whole where the part is empty or cannot be told.
    pub(super) fn span_of(self, range: Range<usize>) -> Span {
        if range.is_empty() || range.end > self.text.len() {
            return self.span;
        }
        let inner = self.offset + range.start..self.offset + range.end;
        match self.base {
            Base::Yaml(source, node) => node.part_span(source, inner),
            Base::Markdown(text) => text.span(inner),
            Base::Bytes if self.span.len() == self.text.len() => {
                Span::new(self.span.start as usize + range.start, self.span.start as usize + range.end)
            }
            Base::Bytes => self.span,
        }
    }

    /// Whether it is a value of YAML in quotes.
    pub(super) fn is_quoted(self) -> bool {
        let Base::Yaml(_, node) = self.base else { return false };
        let Value::Scalar(scalar) = &node.value else { return false };
        scalar.style != Style::Plain && scalar.text.trim() == self.text
    }

    /// The bytes of the text itself, without quotes and marks.
    pub(super) fn inner(self) -> Span {
        self.span_of(0..self.text.len())
    }
}
