//! A file without its prose, as a hash. What others show of a document (its front matter, headings, tables, lists,
//! links) stands in the frame; its plain paragraphs only it shows itself. Two versions with the same frame differ in
//! prose alone, so that a build makes the pages of others anew only where the frame differs.

use super::document::{BlockKind, Blocks};
use super::visible::Text;
use crate::text::{SourceFile, Span, line_ends};
use xxhash_rust::xxh3::Xxh3Default;

/// The hash of all but the prose. What is kept counts with its line, since others tell where it stands.
pub(super) fn of(source: &SourceFile, blocks: &Blocks) -> u128 {
    let mut hash = Xxh3Default::new();
    let (mut end, mut line) = (0, 0);
    for span in prose(source, blocks).chain([Span::at(source.text.len())]) {
        let kept = source.text.get(end..span.start as usize).unwrap_or("");
        let text = kept.trim();
        if !text.is_empty() {
            let before = kept.len() - kept.trim_start().len();
            hash.update(&(line + lines(&kept[..before])).to_le_bytes());
            hash.update(&text.len().to_le_bytes());
            hash.update(text.as_bytes());
        }
        line += lines(kept) + lines(source.slice(span));
        end = span.end as usize;
    }
    hash.digest128()
}

/// The paragraphs that say nothing to others, in the order of the text.
fn prose<'a>(source: &'a SourceFile, blocks: &'a Blocks) -> impl Iterator<Item = Span> + 'a {
    blocks.0.iter().flat_map(|blocks| {
        blocks.iter().enumerate().filter_map(|(at, block)| {
            let BlockKind::Paragraph(text) = &block.kind else { return None };
            // A paragraph above a table may name it.
            let names = blocks.get(at + 1).is_some_and(|next| matches!(next.kind, BlockKind::Table(_)));
            (!names && is_plain(source, block.span, text)).then_some(block.span)
        })
    })
}

/// Whether a paragraph can hold no link, comment or code.
fn is_plain(source: &SourceFile, span: Span, text: &Text) -> bool {
    !text.text.is_empty() && !source.slice(span).contains(['[', ']', '<', '>', '`', '|', ':', '@', '{', '}'])
}

/// How many lines end in a text.
fn lines(text: &str) -> u64 {
    line_ends(text.as_bytes()).count() as u64
}

#[cfg(test)]
mod tests {
    use crate::parse::{Made, Options, parse};
    use crate::text::SourceFile;

    fn frame(text: &str) -> u128 {
        parse(&SourceFile::new("plans/a.md", text), Options { made: Made::Text, ..Options::default() })
            .document
            .frame
    }

    /// Whether two texts have one frame.
    fn check(a: &str, b: &str, same: bool) {
        assert_eq!(frame(a) == frame(b), same, "{a:?} {b:?}");
    }

    #[test]
    fn only_prose_is_no_part_of_the_frame() {
        let text = "---\ntitle: A\n---\n\n## 目標\n\n銷量增長。\n\n- 甲\n\n結語\n";
        let with = |from: &str, to: &str| text.replace(from, to);
        check(text, &with("銷量增長。", "另一句話，長得多。"), true);
        check(text, &with("結語\n", "結語\n\n再一段。\n"), true);
        check(text, &with("結語\n", "結語\n\n\n"), true);
        check(text, &with("結語\n", ""), true);
        // What stands behind a longer paragraph has another line.
        check(text, &with("銷量增長。", "兩行\n的話"), false);
        check(text, &with("銷量增長。\n", "銷量增長。\n\n又一段。\n"), false);
        check(text, &with("title: A", "title: B"), false);
        check(text, &with("## 目標", "## 目的"), false);
        check(text, &with("- 甲", "- 乙"), false);
        check(text, &with("- 甲\n", "| 甲 |\n|---|\n"), false);
        check(text, &with("銷量增長。", "銷量[增長](b.md)。"), false);
        check(text, &with("銷量增長。", "銷量[[b]]增長。"), false);
        check(text, &with("銷量增長。", "銷量<!-- planpress-allow a: b -->增長。"), false);
        check(text, &with("銷量增長。", "### 銷量增長"), false);
        check(text, &with("銷量增長。", "銷量增長\n---"), false);
    }

    #[test]
    fn a_paragraph_above_a_table_is_a_part_of_the_frame() {
        check("甲\n\n| a |\n|---|\n| 1 |\n", "乙\n\n| a |\n|---|\n| 1 |\n", false);
        check("甲\n\n丙\n\n| a |\n|---|\n| 1 |\n", "乙\n\n丙\n\n| a |\n|---|\n| 1 |\n", true);
    }

    #[test]
    fn each_line_ending_counts() {
        check("甲\n乙\n\n# a\n", "甲\r\n乙\n\n# a\n", true);
        check("甲\n乙\n\n# a\n", "甲\r乙\n\n# a\n", true);
        check("甲\r\n乙\n\n# a\n", "甲\n\r乙\n\n# a\n", false);
    }
}
