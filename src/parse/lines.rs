//! The visible text of blocks as lines: what search finds. Kept with the document, apart from the blocks.

use super::document::{Block, BlockKind, Blocks};

/// The lines of each section of a document.
pub(super) fn of_all(blocks: &Blocks) -> Vec<String> {
    let mut text = String::new();
    blocks.0.iter().map(|blocks| of(blocks, &mut text)).collect()
}

/// The visible text of blocks: what stands apart is a line of its own. It is put together in `text`.
fn of(blocks: &[Block], text: &mut String) -> String {
    text.clear();
    let mut stack: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        match &block.kind {
            BlockKind::Paragraph(inline) | BlockKind::Html(inline) => add(text, &inline.text),
            BlockKind::List(list) => {
                for item in list.items.iter().rev() {
                    stack.extend(item.blocks.iter().rev());
                }
                list.items.iter().for_each(|item| add(text, &item.text.text));
            }
            BlockKind::Table(table) => {
                let rows = std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
                for cells in rows.filter(|cells| !cells.is_empty()) {
                    begin(text);
                    for (at, cell) in cells.iter().enumerate() {
                        text.push_str(if at > 0 { " · " } else { "" });
                        text.push_str(&cell.text.text);
                    }
                }
            }
            BlockKind::Quote(blocks) => stack.extend(blocks.iter().rev()),
            BlockKind::Code { text: code, .. } => add(text, code),
            BlockKind::View(_) | BlockKind::Rule => {}
        }
    }
    text.as_str().to_owned()
}

fn add(text: &mut String, part: &str) {
    if !part.is_empty() {
        begin(text);
        text.push_str(part);
    }
}

fn begin(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}
