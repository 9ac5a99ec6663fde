//! The visible text of blocks, in the order of the file and with the way back to the bytes: what lengths
//! are counted in, and what patterns and placeholders are looked for in.

use crate::check::context::{PlanContext, PlanHead};
use crate::parse::{Block, BlockKind, Blocks, Document, SectionIndex, Text};
use crate::text::Span;
use std::ops::Range;

/// A piece of visible text, by what it stands in.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// A heading.
    Heading(&'a Text),
    /// A paragraph.
    Paragraph(&'a Text),
    /// The first paragraph of a list item.
    Item(&'a Text),
    /// A heading cell of a table.
    HeaderCell(&'a Text),
    /// A cell of a table, with the text of its column's heading.
    Cell(&'a Text, &'a str),
    /// A code block; patterns do not see it.
    Code(&'a str),
}

impl<'a> Part<'a> {
    /// The text with the way back to the bytes; `None` for code.
    pub(super) fn text(self) -> Option<&'a Text> {
        match self {
            Self::Heading(text) | Self::Paragraph(text) | Self::Item(text) => Some(text),
            Self::HeaderCell(text) | Self::Cell(text, _) => Some(text),
            Self::Code(_) => None,
        }
    }

    /// The number of its visible characters.
    pub(super) fn length(self) -> usize {
        visible_length(self.visible())
    }

    /// The visible text itself.
    fn visible(self) -> &'a str {
        match self {
            Self::Code(code) => code,
            other => other.text().map_or("", |text| &text.text),
        }
    }
}

/// Whether a text holds a placeholder: what it lacks is still to be written, which another rule reports.
pub(super) fn is_unfilled(context: &PlanHead, parts: &[Part]) -> bool {
    let texts = parts.iter().filter_map(|part| part.text());
    texts.into_iter().any(|text| context.is_placeholder(&text.text))
}

/// All pieces of a document.
pub(super) fn of_document<'a>(document: &'a Document, blocks: &'a Blocks) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for index in 0..document.sections.len() {
        push_section(document, blocks, index, &mut parts);
    }
    parts
}

/// All pieces below a heading, sub-sections included; their headings too, its own not.
pub(super) fn of_section<'a>(context: &PlanContext<'a>, index: SectionIndex) -> Vec<Part<'a>> {
    let (document, blocks) = (&context.plan.document, &context.details.blocks);
    let mut parts = Vec::new();
    push_blocks(blocks.of(index), &mut parts);
    // Sections stand in the order of the text, so what lies below comes right behind.
    let level = document.sections[index].level;
    let below = (index + 1..document.sections.len()).take_while(|at| document.sections[*at].level > level);
    for at in below {
        push_section(document, blocks, at, &mut parts);
    }
    parts
}

fn push_section<'a>(
    document: &'a Document,
    blocks: &'a Blocks,
    index: SectionIndex,
    parts: &mut Vec<Part<'a>>,
) {
    parts.extend(document.sections[index].heading.as_ref().map(|heading| Part::Heading(&heading.text)));
    push_blocks(blocks.of(index), parts);
}

/// Adds the pieces of blocks.
pub(super) fn push_blocks<'a>(blocks: &'a [Block], parts: &mut Vec<Part<'a>>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text) => parts.push(Part::Paragraph(text)),
            BlockKind::Quote(inner) => push_blocks(inner, parts),
            BlockKind::Code { text, .. } => parts.push(Part::Code(text)),
            BlockKind::List(list) => {
                for item in &list.items {
                    parts.push(Part::Item(&item.text));
                    push_blocks(&item.blocks, parts);
                }
            }
            BlockKind::Table(table) => {
                parts.extend(table.header.iter().map(|cell| Part::HeaderCell(&cell.text)));
                for row in &table.rows {
                    for (column, cell) in row.cells.iter().enumerate() {
                        let heading = table.header.get(column).map_or("", |cell| cell.text.text.as_str());
                        parts.push(Part::Cell(&cell.text, heading));
                    }
                }
            }
            BlockKind::Html(text) if text.text.is_empty() => {}
            BlockKind::Html(text) => parts.push(Part::Paragraph(text)),
            BlockKind::View(_) | BlockKind::Rule => {}
        }
    }
}

/// The number of visible characters: white space does not count.
pub(super) fn length(parts: &[Part]) -> usize {
    parts.iter().map(|part| part.length()).sum()
}

/// Texts of so many bytes, most of them cells of tables, are counted character by character.
const SHORT: usize = 16;

/// The number of characters of a text that are not white space.
fn visible_length(text: &str) -> usize {
    if text.len() <= SHORT {
        return text.chars().filter(|c| !c.is_whitespace()).count();
    }
    // Every character of every plan passes here: short runs counted in a byte without a branch are what the
    // compiler turns into counting many bytes at once. Characters are the bytes that continue none; white
    // space beyond ASCII begins with one of three bytes (U+0085, U+00A0, U+1680, U+2000 and on) or is U+3000.
    let (mut count, mut wide) = (0, 0);
    for run in text.as_bytes().chunks(128) {
        let mut characters = 0_u8;
        for byte in run {
            let space = (*byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
            characters += u8::from(((byte & 0xc0) != 0x80) & !space);
            wide |= u8::from((*byte == 0xc2) | (*byte == 0xe1) | (*byte == 0xe2));
        }
        count += usize::from(characters);
    }
    if wide == 0 && !has_wide_space(text.as_bytes()) {
        return count;
    }
    count - text.chars().filter(|c| !c.is_ascii() && c.is_whitespace()).count()
}

/// Whether U+3000 stands in a text: all of it is looked at, which is many bytes at once.
fn has_wide_space(bytes: &[u8]) -> bool {
    let ([_, second @ ..], [_, _, third @ ..]) = (bytes, bytes) else { return false };
    let mut found = 0;
    for ((first, second), third) in bytes.iter().zip(second).zip(third) {
        found |= u8::from((*first == 0xe3) & (*second == 0x80) & (*third == 0x80));
    }
    found != 0
}

/// Text for patterns: pieces one a line, code blanked out.
pub(super) struct Searchable<'a> {
    /// The text.
    pub(super) text: String,
    pieces: Vec<(usize, &'a Text)>,
}

impl<'a> Searchable<'a> {
    /// Joins pieces.
    pub(super) fn new(parts: &[Part<'a>]) -> Self {
        let length = parts.iter().filter_map(|part| part.text()).map(|piece| piece.text.len() + 1).sum();
        let (mut text, mut pieces) = (String::with_capacity(length), Vec::with_capacity(parts.len()));
        for piece in parts.iter().filter_map(|part| part.text()) {
            pieces.push((text.len(), piece));
            text.push_str(&piece.without_code());
            text.push('\n');
        }
        Self { text, pieces }
    }

    /// The bytes in the file under a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let mut result: Option<Span> = None;
        let first = self.pieces.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        for (at, piece) in self
            .pieces
            .iter()
            .skip(first)
            .take_while(|(at, _)| *at <= range.start.max(range.end.saturating_sub(1)))
        {
            let start = range.start.saturating_sub(*at).min(piece.text.len());
            let end = range.end.saturating_sub(*at).min(piece.text.len());
            let span = piece.span(start..end);
            result = Some(result.map_or(span, |so_far| so_far.to(span)));
        }
        result.unwrap_or_default()
    }
}
