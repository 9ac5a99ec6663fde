//! Whatever a file holds: spans lie in it and on borders of characters, the HTML is well formed and has
//! only tags of our own, line endings do not matter, no nesting exhausts the stack.

use super::dump::dump;
use super::{document, parsed};
use crate::parse::{Block, BlockKind, Document, FrontMatter, Parsed, SlotKind, Text, html_with_marks};
use crate::text::Span;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// All spans of a document.
fn spans(parsed: &Parsed) -> Vec<Span> {
    let document = &parsed.document;
    let mut spans = vec![document.body];
    match document.front() {
        FrontMatter::Missing => {}
        FrontMatter::Unclosed(span) | FrontMatter::Present(span, _) => spans.push(*span),
    }
    for (index, section) in document.sections.iter().enumerate() {
        spans.push(section.span);
        if let Some(heading) = &section.heading {
            spans.extend([heading.span, heading.text_span, heading.title_span]);
            spans.extend(heading.ordinal.as_ref().map(|(_, span)| *span));
            add_text(&heading.text, &mut spans);
        }
        add_blocks(parsed.blocks.of(index), &mut spans);
    }
    for link in &document.links {
        assert!(link.span.contains(link.target_span), "{link:?}");
        spans.extend([link.span, link.target_span]);
    }
    spans.extend(document.views.iter().flat_map(|view| [view.span, view.yaml_span]));
    spans.extend(
        document.suppressions.iter().flat_map(|allowed| [allowed.span, allowed.rule.1, allowed.scope]),
    );
    spans.extend(document.faults.iter().map(|fault| fault.span));
    spans
}

fn add_blocks(blocks: &[Block], spans: &mut Vec<Span>) {
    for block in blocks {
        spans.push(block.span);
        match &block.kind {
            BlockKind::Paragraph(text) => add_text(text, spans),
            BlockKind::Quote(blocks) => add_blocks(blocks, spans),
            BlockKind::Table(table) => {
                spans.push(table.header_span);
                for cell in table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells)) {
                    spans.push(cell.span);
                    add_text(&cell.text, spans);
                }
                for row in &table.rows {
                    assert_eq!(row.cells.len(), table.header.len());
                    spans.push(row.span);
                }
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    spans.extend([item.span, item.mark, item.text_span]);
                    assert!(item.span.contains(item.mark));
                    add_text(&item.text, spans);
                    add_blocks(&item.blocks, spans);
                }
            }
            _ => {}
        }
    }
}

fn add_text(text: &Text, spans: &mut Vec<Span>) {
    let mut last = 0;
    for piece in &text.pieces {
        assert!(piece.at >= last && text.text.is_char_boundary(piece.at as usize), "{text:?}");
        last = piece.at;
        spans.push(piece.span);
    }
    for strong in &text.strong {
        assert!(text.text.get(strong.start as usize..strong.end as usize).is_some(), "{text:?}");
    }
    let ends = text.text.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
    for (start, end) in ends.take(50) {
        spans.push(text.span(start..end));
        spans.push(text.span(start..start));
        spans.push(text.span(0..end));
    }
}

/// What holds for the parse of any text.
fn sound(text: &str) -> Document {
    let parsed = parsed(text);
    for span in spans(&parsed) {
        assert!(span.start <= span.end, "{span:?} in {text:?}");
        assert!(text.get(span.range()).is_some(), "{span:?} does not lie on characters of {text:?}");
    }
    let document = &parsed.document;
    for section in &document.sections[1..] {
        let parent = section.parent.expect("only the root has none");
        assert!(document.sections[parent].span.contains(section.span), "{text:?}");
        assert!(section.heading.is_some());
    }
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    let anchors: Vec<&str> = headings.map(|heading| heading.anchor.as_str()).collect();
    assert_eq!(anchors.iter().collect::<BTreeSet<_>>().len(), anchors.len(), "{anchors:?} in {text:?}");
    let mut last = 0;
    for slot in &document.html().slots {
        assert!(slot.at >= last && document.html().text.is_char_boundary(slot.at as usize), "{text:?}");
        last = slot.at;
        let (index, len) = match slot.kind {
            SlotKind::LinkOpen(i) | SlotKind::LinkText(i) | SlotKind::LinkClose(i) | SlotKind::Image(i) => {
                (i, document.links.len())
            }
            SlotKind::View(i) => (i, document.views.len()),
            SlotKind::HeadingEnd(i) => (i, document.sections.len()),
            SlotKind::TableOpen(i) | SlotKind::TableClose(i) => (i, usize::MAX),
            SlotKind::Alert(i) => (i, 5),
            SlotKind::DutyOpen(i) | SlotKind::DutyClose(i) => (i, text.len()),
        };
        assert!((index as usize) < len, "{slot:?} in {text:?}");
    }
    well_formed(&document.html().text, text);
    parsed.document
}

/// Tags are our own and nest.
fn well_formed(html: &str, text: &str) {
    const OURS: &str = " a blockquote br code dd del details div em h1 h2 h3 h4 h5 h6 hr i input ins kbd label li mark \
                        ol p pre section small strong sub summary sup table tbody td tfoot th thead tr ul wbr ";
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map(|end| at + end);
        let tag = &rest[at + 1..end.unwrap_or_else(|| panic!("a tag is not closed in {html} of {text:?}"))];
        rest = &rest[at + 1 + tag.len()..];
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or("");
        assert!(OURS.contains(&format!(" {name} ")), "<{tag}> in {html} of {text:?}");
        let attributes = tag.strip_prefix('/').unwrap_or(tag).strip_prefix(name).unwrap_or("");
        assert!(attributes_are_ours(attributes), "<{tag}> of {text:?}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "in {html} of {text:?}"),
            None if matches!(name, "br" | "wbr" | "hr" | "input") => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {html} of {text:?}");
}

/// Whether the attributes of a tag are among those that we write, each in quotes.
fn attributes_are_ours(attributes: &str) -> bool {
    const NAMES: [&str; 11] =
        ["class", "id", "href", "role", "type", "start", "value", "scope", "colspan", "tabindex", "data-v"];
    let mut rest = attributes;
    while let Some(inner) = rest.strip_prefix(' ') {
        rest = match inner.strip_prefix("disabled").or_else(|| inner.strip_prefix("checked")) {
            Some(behind) => behind,
            None => {
                match inner.split_once("=\"").and_then(|(name, value)| Some((name, value.split_once('"')?))) {
                    Some((name, (value, behind))) if NAMES.contains(&name) && !value.contains('<') => behind,
                    _ => return false,
                }
            }
        };
    }
    rest.is_empty()
}

const SEEDS: [&str; 12] = [
    "\u{feff}---\nid: a\ntitle: 計劃\n---\n# 一、標題：\n\n文字**重點：**說明，見[[b#目標|乙]]。\n",
    "## 二、目標 {#targets}\n\n| 指標 | 目標 | 占比 |\n|---|--:|:-:|\n| 銷售額 | 1億元 | 50% |\n| `a\\|b` | \\| [[c\\|丙]] |\n\n## 目標\n",
    "1. 甲 @李明\n2. [x] 乙\n   - 丙\n\n     段落\n10) 丁\n\n* [ ] 戊\n*\n",
    "> [!NOTE]\n> 引用\n續行\n> > 二層\n> - 項\n>   ```view\n>   table: plans\n>   ```\n",
    "<!-- planpress-allow near-copy: 同一模板 -->\n段落 <!-- planpress-allow x -->\n\n<details>\n<summary>更多</summary>\n\n內容\n</details>\n",
    "文字[^一]與[^2]。\n\n[^一]: 註腳\n    續\n[^2]: 二 [[x]]\n",
    "[a](b.md \"題\") [c][d] <http://例.tw> ![圖 *e*](圖.png) [x](javascript:alert(1)) &amp;&#x4e00; \\* `code`\n\n[d]: e.md\n",
    "<script>alert('x')</script> a<br/>b <sub class=x>c</sub></sup> <b onclick=\"x\">\n\n<div>\n中\n</div>\n",
    "標題\n===\n\n    縮排\n\n```rust x\nfn 甲() {}\n```\n\n***\n~~「刪」~~ ~400~500 *a*_b_\n",
    "```view\ntable: targets\nrows: region\n```\n\n- ```view\n  a: b\n  ```\n",
    "# a\n# a\n# a-1\n# ？\n#\n### 深 ###\n#### 第四章　說明！\n",
    "a  \nb\\\nc\n中文\n中文\t|\u{3000}|\0\u{202e}é e\u{301} 한국\n어 🎉\u{fe0f}\n",
];

const TOKENS: [&str; 60] = [
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "# ",
    "## ",
    "|",
    "\n|-|-|\n",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```",
    "```view\n",
    "~~~",
    "[",
    "]",
    "[[",
    "]]",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "\\",
    "&amp;",
    "&#0;",
    "<",
    ">",
    "<!--",
    "-->",
    "<!-- planpress-allow x: y -->",
    "<br>",
    "<sub>",
    "</sub>",
    "<details>",
    "</details>",
    "<script>",
    "javascript:",
    "http://x",
    "{#a}",
    "---\n",
    "===\n",
    "：",
    "，",
    "。",
    "「",
    "中文",
    "a",
    "é",
    "\u{feff}",
];

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn border(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }

    /// A seed with a few parts cut, doubled, swapped or replaced.
    fn mutated(&mut self) -> String {
        let mut text = SEEDS[self.below(SEEDS.len())].to_owned();
        for _ in 0..1 + self.below(6) {
            let at = self.border(&text);
            match self.below(6) {
                0..3 => text.insert_str(at, TOKENS[self.below(TOKENS.len())]),
                3 => {
                    let end = text.floor_char_boundary((at + self.below(12)).min(text.len()));
                    text.replace_range(at..end.max(at), "");
                }
                4 => {
                    let other = SEEDS[self.below(SEEDS.len())];
                    let cut = self.border(other);
                    text.insert_str(at, &other[cut..]);
                }
                _ => {
                    let part = text[at..text.floor_char_boundary((at + 20).min(text.len()))]
                        .repeat(1 + self.below(3));
                    text.insert_str(at, &part);
                }
            }
        }
        text
    }
}

#[test]
fn seeds_and_their_mutations_are_sound() {
    for seed in SEEDS {
        sound(seed);
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..4_000 {
        sound(&random.mutated());
    }
}

/// The dump of a text with line endings of another form, in the form of the first.
fn with_endings(text: &str, ending: &str) -> (String, String) {
    let parsed = parsed(&text.replace('\n', ending));
    (dump(&parsed).replace("␍⏎", "⏎").replace('␍', "⏎"), parsed.document.html().text.clone())
}

#[test]
fn line_endings_do_not_matter() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    // Offsets of empty spans differ between the forms; everything else is the same.
    let same = |(dump, html): (String, String)| {
        let dump = regex::Regex::new("‹@[0-9]+›").expect("valid").replace_all(&dump, "‹›").into_owned();
        (dump, html)
    };
    for _ in 0..800 {
        let text = random.mutated().replace("\r\n", "\n").replace('\r', "\n");
        let plain = same(with_endings(&text, "\n"));
        for ending in ["\r\n", "\r"] {
            let other = same(with_endings(&text, ending));
            assert_eq!(other.1, plain.1, "for {text:?} with {ending:?}");
            let lines = other.0.lines().zip(plain.0.lines());
            assert_eq!(
                lines.clone().find(|(other, plain)| other != plain),
                None,
                "for {text:?} with {ending:?}"
            );
        }
    }
}

#[test]
fn marks_change_nothing_but_themselves() {
    let mut random = Random(0x1234_5678_9abc_def1);
    for _ in 0..500 {
        let text = random.mutated();
        let parsed = parsed(&text);
        let (all, document) = (spans(&parsed), parsed.document);
        let marks: Vec<_> =
            (0..4).map(|_| (all[random.below(all.len())], "<i>".to_owned(), "</i>".to_owned())).collect();
        let marked = html_with_marks(&document, &marks);
        well_formed(&marked.text, &text);
        assert_eq!(marked.text.replace("<i>", "").replace("</i>", ""), document.html().text, "for {text:?}");
        assert_eq!(marked.slots.len(), document.html().slots.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tokens_are_sound(tokens in proptest::collection::vec(0..TOKENS.len(), 0..40)) {
        sound(&tokens.into_iter().map(|token| TOKENS[token]).collect::<String>());
    }

    #[test]
    fn any_text_is_sound(text in "[\\PC\n\r\t]{0,60}") {
        sound(&text);
    }
}

/// Runs in a thread with a stack of 256 KB.
fn in_little_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn deep_nesting_needs_no_stack() {
    for part in ["> ", ">", "- ", "1. ", "* [ ] ", "*a ", "**「", "[", "[[", "![", "<sub>", "[^a]: "] {
        in_little_stack(move || {
            let document = document(&format!("{}x", part.repeat(100_000)));
            assert!(document.html().text.len() > 1_000);
            drop(document.clone());
        });
    }
}

#[test]
fn output_is_bounded_by_input() {
    let wide = format!("{}|\n{}|\n{}", "|a".repeat(1_000), "|-".repeat(1_000), "|1\n".repeat(900));
    let patterns = [
        ">".repeat(10_000),
        "#\n".repeat(10_000),
        "[^a]".repeat(10_000) + "\n\n[^a]: b",
        "&".repeat(10_000),
        wide,
    ];
    for text in patterns {
        let html = document(&text).html().clone();
        assert!(html.text.len() < 64 * text.len(), "{} of {}", html.text.len(), text.len());
    }
}
