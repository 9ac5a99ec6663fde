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
mod heading_id;
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
mod undefined;
mod visible;

pub use block::MAX_DEPTH;
pub use document::{
    Block, BlockKind, Blocks, Cell, Document, DocumentFault, Fence, FrontMatter, Heading, Link, LinkKind,
    List, ListItem, Parsed, Row, Section, SectionIndex, Sentence, Suppression, Table, ViewBlock,
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
    /// What is made in the same pass.
    pub made: Made,
}

/// What is made of a file beside its document in the pass that parses it. The rest is made when it is asked for, which
/// takes another pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Made {
    /// Nothing.
    #[default]
    Nothing,
    /// Its visible text, which search needs of all documents, and its frame.
    Text,
    /// Also what its page needs.
    Page,
}

/// Parses a file. Never fails.
pub fn parse(source: &Arc<SourceFile>, options: Options) -> Parsed {
    let (front, span, fences) = front::split(source);
    let mut body = Body::new(source.slice(span), span.start as usize);
    let ids = heading_id::take(&mut body, builder::extensions());
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
        lines: OnceLock::new(),
        shown: OnceLock::new(),
    };
    let made = options.made;
    let Built { blocks, html, sentences } =
        Builder::new(&mut document, (&body, ids), Writer::new(&body, &[], made == Made::Page)).run();
    document.faults.extend(undefined::faults(&body, builder::extensions()));
    if made >= Made::Text {
        document.frame = frame::of(source, &blocks);
        document.lines = lines::of_all(&blocks).into();
    }
    if made == Made::Page {
        document.shown = Shown { html, sentences }.into();
    }
    Parsed { document, blocks }
}

impl Document {
    fn shown(&self) -> &Shown {
        self.shown.get_or_init(|| {
            let Built { html, sentences, .. } = again(self, &[], true);
            Shown { html, sentences }
        })
    }

    fn all_lines(&self) -> &[String] {
        self.lines.get_or_init(|| lines::of_all(&again(self, &[], false).blocks))
    }
}

/// The HTML of a document once more, with the given spans of the file wrapped where they lie in text. Of
/// marks that overlap the first one wins, a longer one before a shorter one.
pub fn html_with_marks(document: &Document, marks: &[Mark]) -> Html {
    again(document, marks, true).html
}

/// Parses a document once more, with its HTML where it `is_shown`.
fn again(document: &Document, marks: &[Mark], is_shown: bool) -> Built {
    let mut body = Body::new(document.source.slice(document.body), document.body.start as usize);
    let ids = heading_id::take(&mut body, builder::extensions());
    let mut again = Document {
        front: FrontMatter::Missing.into(),
        fences: Vec::new(),
        sections: Vec::new(),
        links: Vec::new(),
        views: Vec::new(),
        suppressions: Vec::new(),
        faults: Vec::new(),
        lines: OnceLock::new(),
        shown: OnceLock::new(),
        source: Arc::clone(&document.source),
        ..*document
    };
    Builder::new(&mut again, (&body, ids), Writer::new(&body, marks, is_shown)).run()
}
