//! `SourceFile → Document`: front matter with spans, and the section tree of headings, paragraphs,
//! lists, tables, links and code, each with its exact bytes in the original file. Parsing never fails:
//! whatever a file holds gives a document, with faults beside it. The body's HTML is made in the same
//! pass, with slots where links and views are filled in once the whole site is known.
//!
//! The parser's events are walked in one loop that never calls itself, so that no nesting can exhaust the
//! stack; the tree itself ends at [`MAX_DEPTH`], deeper blocks stand in the deepest container.

mod allow;
mod anchor;
mod block;
mod builder;
mod document;
mod emphasis;
mod footnote;
mod front;
mod heading;
mod html;
mod inline;
mod letters;
mod lines;
mod link;
mod newlines;
mod raw;
mod raw_html;
mod table;
#[cfg(test)]
mod tests;
mod visible;

pub use block::MAX_DEPTH;
pub use document::{
    Block, BlockKind, Blocks, Cell, Document, DocumentFault, FrontMatter, Heading, Link, LinkKind, List,
    ListItem, Parsed, Row, Section, SectionIndex, Suppression, Table, ViewBlock,
};
pub use html::{Html, Mark, Slot, SlotKind};
pub use visible::{Piece, Text};

use crate::text::SourceFile;
use builder::Builder;
use newlines::Body;
use std::sync::Arc;

/// Options of parsing that come from the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `raw_html: allow`.
    pub raw_html: bool,
}

/// Parses a file. Never fails.
pub fn parse(source: &Arc<SourceFile>, options: Options) -> Parsed {
    let (front, span, fences) = front::split(source);
    let body = Body::new(source.slice(span), span.start as usize);
    let mut document = Document {
        source: Arc::clone(source),
        options,
        front,
        fences,
        body: span,
        sections: Vec::new(),
        links: Vec::new(),
        views: Vec::new(),
        suppressions: Vec::new(),
        faults: Vec::new(),
        html: Html::default(),
    };
    let blocks = Builder::new(&mut document, &body, &[]).run();
    let mut text = String::new();
    for (index, section) in document.sections.iter_mut().enumerate() {
        section.text = lines::of(blocks.of(index), &mut text);
    }
    Parsed { document, blocks }
}

/// The HTML of a document once more, with the given spans of the file wrapped where they lie in text. Of
/// marks that overlap the first one wins, a longer one before a shorter one.
pub fn html_with_marks(document: &Document, marks: &[Mark]) -> Html {
    let body = Body::new(document.source.slice(document.body), document.body.start as usize);
    let mut again = Document {
        front: FrontMatter::Missing,
        fences: Vec::new(),
        sections: Vec::new(),
        links: Vec::new(),
        views: Vec::new(),
        suppressions: Vec::new(),
        faults: Vec::new(),
        html: Html::default(),
        source: Arc::clone(&document.source),
        ..*document
    };
    Builder::new(&mut again, &body, marks).run();
    again.html
}
