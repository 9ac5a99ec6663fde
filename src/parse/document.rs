//! The types that a parsed file is made of, apart from the parsing because every later stage reads them.

use super::html::Html;
use super::visible::Text;
use super::{Options, front};
use crate::ordinal::Ordinal;
use crate::text::{SourceFile, Span};
use crate::yaml::Yaml;
use compact_str::CompactString;
use std::sync::{Arc, OnceLock};

/// A file as it was parsed.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What is kept of it.
    pub document: Document,
    /// What only its own reading and checking need.
    pub blocks: Blocks,
}

/// The blocks of a document. They are most of its pieces, and nobody needs them once the plan is typed and
/// checked by itself: kept beside the document, they are dropped then.
#[derive(Clone, Debug, Default)]
pub struct Blocks(pub(super) Vec<Vec<Block>>);

impl Blocks {
    /// The blocks between the heading of a section and the next one of any level.
    pub fn of(&self, section: SectionIndex) -> &[Block] {
        self.0.get(section).map_or(&[], Vec::as_slice)
    }
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<SourceFile>,
    /// How it was parsed.
    pub options: Options,
    /// Its front matter, where it was not dropped since.
    pub(super) front: OnceLock<FrontMatter>,
    /// Lines around it that are meant as `---` and are not written so.
    pub fences: Vec<Fence>,
    /// The bytes behind the front matter.
    pub body: Span,
    /// The section tree, in the order of the text. The first is the root: level 0, without a heading;
    /// its blocks stand before the first heading.
    pub sections: Vec<Section>,
    /// All links and images in the order of the text.
    pub links: Vec<Link>,
    /// Fenced blocks with the info string `view`.
    pub views: Vec<ViewBlock>,
    /// Suppressions in comments.
    pub suppressions: Vec<Suppression>,
    /// Faults that parsing itself sees (raw HTML, unsafe links): rule name and place.
    pub faults: Vec<DocumentFault>,
    /// A hash of all but its prose, where it was asked for: paragraphs that no other page shows anything of.
    pub frame: u128,
    /// See [`Document::lines`], once they are made.
    pub(super) lines: OnceLock<Vec<String>>,
    /// What only its page needs, once it is made.
    pub(super) shown: OnceLock<Shown>,
}

/// A sentence around a link, for backlinks: text before, the link's text, text behind.
pub type Sentence = [String; 3];

/// What only the page of a document needs.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The body as HTML with slots.
    pub(super) html: Html,
    /// See [`Document::sentence`].
    pub(super) sentences: Vec<Sentence>,
}

impl Document {
    /// The body as HTML with slots.
    pub fn html(&self) -> &Html {
        &self.shown().html
    }

    /// The visible text of a section between its heading and the next one of any level; what stands apart is a
    /// line of its own, the cells of a row are joined by ` · `.
    pub fn lines(&self, section: SectionIndex) -> &str {
        self.all_lines().get(section).map_or("", String::as_str)
    }

    /// The sentence around a link. Empty from the 10,000th link of a document on.
    pub fn sentence(&self, link: usize) -> &Sentence {
        const NONE: &Sentence = &[String::new(), String::new(), String::new()];
        self.shown().sentences.get(link).unwrap_or(NONE)
    }

    /// Its front matter. Read again where it was dropped.
    pub fn front(&self) -> &FrontMatter {
        self.front.get_or_init(|| front::split(&self.source).0)
    }

    /// Drops the front matter: once a plan is typed and checked by itself, only few findings look at it.
    pub fn drop_front(&mut self) {
        self.front = OnceLock::new();
    }
}

/// The front matter of a file.
#[derive(Clone, Debug)]
pub enum FrontMatter {
    /// The file does not begin with `---`.
    Missing,
    /// The opening `---` is never closed; its bytes.
    Unclosed(Span),
    /// Bytes between the fences, and what they hold.
    Present(Span, Yaml),
}

/// A line that is meant to open or close the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    /// What stands there.
    pub written: Span,
    /// What a line `---` must replace: with the blanks and lines before it.
    pub whole: Span,
}

/// The index of a section in [`Document::sections`].
pub type SectionIndex = usize;

/// A heading and what stands below it.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading; `None` for the root.
    pub heading: Option<Heading>,
    /// The heading's level, 0 for the root.
    pub level: u8,
    /// The section that it lies in; `None` for the root.
    pub parent: Option<SectionIndex>,
    /// Sections directly below.
    pub children: Vec<SectionIndex>,
    /// From the heading to the end of its last sub-section.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The whole heading with its marks.
    pub span: Span,
    /// The text without marks, attributes and closing `#`s.
    pub text_span: Span,
    /// The visible text, ordinal included.
    pub text: Text,
    /// The ordinal, with its bytes.
    pub ordinal: Option<(Ordinal, Span)>,
    /// The text without ordinal and trailing punctuation.
    pub title: CompactString,
    /// The bytes of `title`.
    pub title_span: Span,
    /// The anchor: `{#id}`, else GitHub's, unique in the document.
    pub anchor: CompactString,
}

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// Kinds of blocks.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A quote (or alert, or footnote definition) with its blocks.
    Quote(Vec<Block>),
    /// A code block: info string and text.
    Code {
        /// The info string.
        info: String,
        /// The text.
        text: String,
    },
    /// A view: the index into [`Document::views`].
    View(usize),
    /// Raw HTML, with the text in it that is shown, line by line.
    Html(Text),
    /// A thematic break.
    Rule,
}

/// A list.
#[derive(Clone, Debug)]
pub struct List {
    /// Numbers rather than bullets.
    pub ordered: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub struct ListItem {
    /// Its bytes, with the mark.
    pub span: Span,
    /// The number as written, and its bytes (the mark for bullets).
    pub number: Option<u64>,
    /// The bytes of the mark: `-`, `1.`
    pub mark: Span,
    /// `- [x]`: done or not.
    pub checked: Option<bool>,
    /// The text of its first paragraph.
    pub text: Text,
    /// The bytes of that text (where findings about the item stand).
    pub text_span: Span,
    /// The blocks behind the first paragraph: nested lists, tables, more paragraphs.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The heading row's bytes.
    pub header_span: Span,
    /// The heading cells.
    pub header: Vec<Cell>,
    /// The rows below; every row has as many cells as the heading (GFM fills and cuts).
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its bytes.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// How many cells it was written with: what it has more than the heading is cut off, what it has less is filled
    /// up.
    pub written: u32,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The bytes of its content without the white space around it; for an empty cell an empty span
    /// between its bars.
    pub span: Span,
    /// Its visible text.
    pub text: Text,
}

/// What a link is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[id]]`, `[[id|text]]`.
    Wiki,
    /// `[text](target)`, reference links and autolinks.
    Markdown,
    /// `![alt](target)`.
    Image,
}

/// A link or an image.
#[derive(Clone, Debug)]
pub struct Link {
    /// From the opening bracket to the end.
    pub span: Span,
    /// What it is.
    pub kind: LinkKind,
    /// The target as written, decoded of entities and escapes.
    pub target: String,
    /// The target's bytes, where they stand in the link itself; else the link's.
    pub target_span: Span,
    /// The visible text (the alternative text of images); empty for `[[id]]`.
    pub text: String,
    /// `"title"` behind the target; empty where there is none.
    pub title: String,
    /// The section that it stands in.
    pub section: SectionIndex,
}

/// A fenced `view` block.
#[derive(Clone, Debug)]
pub struct ViewBlock {
    /// The whole block.
    pub span: Span,
    /// The YAML between the fences, read.
    pub yaml: Yaml,
    /// The YAML's bytes.
    pub yaml_span: Span,
    /// The section that it stands in.
    pub section: SectionIndex,
}

/// `<!-- planpress-allow rule: reason -->`; one a rule where a comment names several.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The whole comment.
    pub span: Span,
    /// The rule's name and its bytes.
    pub rule: (String, Span),
    /// The reason; empty where none is given.
    pub reason: String,
    /// What it silences: from the next block to the end of its section.
    pub scope: Span,
}

/// A fault that parsing itself sees.
#[derive(Clone, Debug)]
pub struct DocumentFault {
    /// The rule: `raw-html`, `unsafe-link`.
    pub rule: &'static str,
    /// The offending bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
