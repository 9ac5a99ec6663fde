//! The one loop over the parser's events: which block an event belongs to. What is done with a block stands
//! beside it, a file for each kind; all of them add to the same document and the same HTML.

use super::anchor::Anchors;
use super::block::Frame;
use super::document::{Block, Blocks, Document, Section, SectionIndex, Sentence};
use super::emphasis::Piece;
use super::footnote::Footnotes;
use super::heading_id::{HeadingId, HeadingIds};
use super::html::{Html, Writer};
use super::newlines::Body;
use super::raw_html::RawBlock;
use super::table::TableBuilder;
use crate::text::{Span, exactly};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A document under way.
pub(super) struct Builder<'a> {
    pub(super) document: &'a mut Document,
    /// The blocks of each section.
    pub(super) blocks: Vec<Vec<Block>>,
    pub(super) body: &'a Body<'a>,
    pub(super) out: Writer<'a>,
    pub(super) anchors: Anchors,
    /// The ids that headings to come name.
    ids: HeadingIds,
    pub(super) footnotes: Footnotes,
    pub(super) table: Option<TableBuilder>,
    /// Tables so far.
    pub(super) tables: u32,
    /// Open containers, down to the deepest that the tree holds.
    pub(super) frames: Vec<Frame>,
    /// Open containers below that.
    pub(super) skipped: usize,
    /// Offset of the `>` of the last `<li>`.
    pub(super) last_li: usize,
    /// Open sections, the root first.
    pub(super) open_sections: Vec<SectionIndex>,
    /// Where the block begins that a suppression inside it counts from.
    pub(super) block_start: usize,
    /// The sections that suppressions hold in; parallel to the document's suppressions.
    pub(super) allowed_in: Vec<SectionIndex>,
    /// The first suppression that waits for its next block.
    pub(super) waiting: usize,
    /// The sentence around each link.
    pub(super) sentences: Vec<Sentence>,
    leaf: Leaf,
    events: Vec<Piece<'a>>,
}

/// What is made beside a document.
pub(super) struct Built {
    pub(super) blocks: Blocks,
    /// Empty where nobody asks for it.
    pub(super) html: Html,
    /// The same.
    pub(super) sentences: Vec<Sentence>,
}

/// The block under way that holds no blocks.
enum Leaf {
    None,
    /// Paragraph, heading, cell, text of a tight item: its events are collected.
    Inline(Container, Range<usize>),
    Code(CodeBuilder),
    Html(RawBlock),
}

/// What inline content stands in.
pub(super) enum Container {
    Paragraph,
    /// Text of an item without a paragraph of its own.
    Tight,
    Heading {
        level: u8,
        id: Option<HeadingId>,
    },
    Cell,
}

/// A code block under way.
pub(super) struct CodeBuilder {
    pub(super) range: Range<usize>,
    pub(super) info: String,
    pub(super) text: String,
    /// The bytes of its text.
    pub(super) inner: Option<Range<usize>>,
}

/// The extensions of the format.
pub(super) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_GFM
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, extensions())
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        document: &'a mut Document,
        (body, ids): (&'a Body<'a>, HeadingIds),
        out: Writer<'a>,
    ) -> Self {
        let root =
            Section { heading: None, level: 0, parent: None, children: Vec::new(), span: document.body };
        document.sections.push(root);
        Self {
            document,
            blocks: vec![Vec::new()],
            body,
            out,
            anchors: Anchors::default(),
            ids,
            footnotes: Footnotes::default(),
            table: None,
            tables: 0,
            frames: Vec::new(),
            skipped: 0,
            last_li: 0,
            open_sections: vec![0],
            block_start: 0,
            allowed_in: Vec::new(),
            waiting: 0,
            sentences: Vec::new(),
            leaf: Leaf::None,
            events: Vec::new(),
        }
    }

    /// Reads the whole body into the document, and gives what is made beside it.
    pub(super) fn run(mut self) -> Built {
        // They must be known before the first heading takes an anchor.
        self.ids.values().for_each(|named| self.anchors.reserve(&named.id));
        self.out.enter();
        for (event, range) in parser(&self.body.text).into_offset_iter() {
            self.event(event, range);
        }
        self.end_tight();
        self.out.leave();
        self.close_sections();
        self.write_footnotes();
        // Copied, so that the ample room it was written in is free for the next document.
        let html = self.out.html.exactly();
        self.document.sections = exactly(std::mem::take(&mut self.document.sections));
        self.document.links = exactly(std::mem::take(&mut self.document.links));
        Built { blocks: Blocks(self.blocks), html, sentences: exactly(self.sentences) }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match (&mut self.leaf, event) {
            (Leaf::Code(code), Event::Text(text)) => code.push(&text, &range),
            (Leaf::Html(raw), Event::Html(text) | Event::Text(text)) => raw.push(&text, &range),
            (_, Event::Start(tag)) => self.start(tag, range),
            (_, Event::End(tag)) => self.end(tag, range),
            (_, Event::Rule) => {
                self.end_tight();
                self.rule(range);
            }
            (_, inline) => self.collect(inline, range),
        }
    }

    /// Keeps an inline event until its container ends.
    fn collect(&mut self, event: Event<'a>, range: Range<usize>) {
        match &mut self.leaf {
            Leaf::None => self.leaf = Leaf::Inline(Container::Tight, range.clone()),
            Leaf::Inline(Container::Tight, whole) => whole.end = whole.end.max(range.end),
            _ => {}
        }
        self.events.push((event, range));
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if is_inline(&tag.to_end()) {
            return self.collect(Event::Start(tag), range);
        }
        self.end_tight();
        match tag {
            Tag::Paragraph => self.leaf = Leaf::Inline(Container::Paragraph, range),
            Tag::TableCell => self.leaf = Leaf::Inline(Container::Cell, range),
            Tag::Heading { level, .. } => {
                let container = Container::Heading { level: level as u8, id: self.ids.remove(&range.start) };
                self.leaf = Leaf::Inline(container, range);
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.trim().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.leaf = Leaf::Code(CodeBuilder { range, info, text: String::new(), inner: None });
            }
            Tag::HtmlBlock => self.leaf = Leaf::Html(RawBlock::new(range)),
            Tag::BlockQuote(kind) => self.start_quote(kind, range),
            Tag::List(first) => self.start_list(first, range),
            Tag::Item => self.start_item(range),
            Tag::FootnoteDefinition(label) => self.start_footnote(&label, range),
            Tag::Table(alignments) => self.start_table(&alignments, range),
            Tag::TableHead => self.start_row(true, range),
            Tag::TableRow => self.start_row(false, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if is_inline(&tag) {
            return self.collect(Event::End(tag), range);
        }
        match std::mem::replace(&mut self.leaf, Leaf::None) {
            Leaf::Inline(container, range) => self.end_inline(container, &range),
            Leaf::Code(code) => return self.end_code(code),
            Leaf::Html(raw) => return self.end_html(&raw),
            Leaf::None => {}
        }
        match tag {
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::List(ordered) => self.end_list(ordered),
            TagEnd::Item => self.end_item(),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_row(true),
            TagEnd::TableRow => self.end_row(false),
            _ => {}
        }
    }

    /// Ends the text of a tight item where a block begins or the item ends.
    fn end_tight(&mut self) {
        if let Leaf::Inline(..) = self.leaf
            && let Leaf::Inline(container, range) = std::mem::replace(&mut self.leaf, Leaf::None)
        {
            self.end_inline(container, &range);
        }
    }

    fn end_inline(&mut self, container: Container, range: &Range<usize>) {
        let mut events = std::mem::take(&mut self.events);
        super::emphasis::rescue(&self.body.text, &mut events);
        match container {
            Container::Paragraph | Container::Tight => {
                self.paragraph(&events, range, matches!(container, Container::Paragraph));
            }
            Container::Heading { level, id } => self.heading(&events, range, level, id),
            Container::Cell => self.cell(&events, range),
        }
        events.clear();
        self.events = events;
    }

    /// The section under way.
    pub(super) fn section(&self) -> SectionIndex {
        self.open_sections.last().copied().unwrap_or(0)
    }

    /// The bytes of the file under a range, without white space at its ends.
    pub(super) fn trimmed(&self, range: &Range<usize>) -> Span {
        self.body.span(&self.body.trimmed(range))
    }

    /// Adds a block to the container under way.
    pub(super) fn push(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(frame) => frame.push(block),
            None => {
                let section = self.section();
                self.blocks[section].push(block);
            }
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
