//! `SourceFile → Document`: front matter with spans, and the section tree of headings, paragraphs,
//! lists, tables, links and code, each with its exact bytes in the original file. Parsing never fails:
//! whatever a file holds gives a document, with faults beside it. The body's HTML is made in the same
//! pass where pages are made of it, with slots where links and views are filled in once the whole site is known.
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
mod frame;
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
pub(crate) mod total;
#[cfg(test)]
mod tests;
mod visible;

pub use block::MAX_DEPTH;
pub use document::{
    Block, BlockKind, Blocks, Cell, Document, DocumentFault, FrontMatter, Heading, Link, LinkKind, List,
    ListItem, Parsed, Row, Section, SectionIndex, Sentence, Suppression, Table, ViewBlock,
};
pub use html::{Html, Mark, Slot, SlotKind};
pub use visible::{Piece, Text};

use crate::text::SourceFile;
use builder::{Builder, Built};
use document::Shown;
use html::Writer;
use newlines::Body;
use std::sync::{Arc, OnceLock};

/// Options of parsing that come from the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `raw_html: allow`.
    pub raw_html: bool,
    /// Pages are made of it: what only they need is made in the same pass, and not when it is asked for.
    pub pages: bool,
}

/// Parses a file. Never fails.
pub fn parse(source: &Arc<SourceFile>, options: Options) -> Parsed {
    let (front, span, fences) = front::split(source);
    let body = Body::new(source.slice(span), span.start as usize);
    let mut document = Document {
        source: Arc::clone(source),
        options,
        front: front.into(),
        fences,
        body: span,
        sections: Vec::new(),
        links: Vec::new(),
        views: Vec::new(),
        suppressions: Vec::new(),
        faults: Vec::new(),
        frame: 0,
        shown: OnceLock::new(),
    };
    let built = Builder::new(&mut document, &body, Writer::new(&body, &[], options.pages)).run();
    let blocks = if options.pages {
        document.frame = frame::of(source, &built.blocks);
        let (shown, blocks) = Shown::new(built);
        document.shown = shown.into();
        blocks
    } else {
        built.blocks
    };
    Parsed { document, blocks }
}

impl Shown {
    fn new(Built { blocks, html, sentences }: Built) -> (Self, Blocks) {
        let mut text = String::new();
        let lines = blocks.0.iter().map(|blocks| lines::of(blocks, &mut text)).collect();
        (Self { html, lines, sentences }, blocks)
    }

    /// That of a document which was parsed for other ends.
    fn of(document: &Document) -> Self {
        Self::new(again(document, &[])).0
    }
}

/// The HTML of a document once more, with the given spans of the file wrapped where they lie in text. Of
/// marks that overlap the first one wins, a longer one before a shorter one.
pub fn html_with_marks(document: &Document, marks: &[Mark]) -> Html {
    again(document, marks).html
}

fn again(document: &Document, marks: &[Mark]) -> Built {
    let body = Body::new(document.source.slice(document.body), document.body.start as usize);
    let mut again = Document {
        front: FrontMatter::Missing.into(),
        fences: Vec::new(),
        sections: Vec::new(),
        links: Vec::new(),
        views: Vec::new(),
        suppressions: Vec::new(),
        faults: Vec::new(),
        shown: OnceLock::new(),
        source: Arc::clone(&document.source),
        ..*document
    };
    Builder::new(&mut again, &body, Writer::new(&body, marks, true)).run()
}
