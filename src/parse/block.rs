//! Blocks and the containers that they stand in: paragraphs, quotes, lists with their items, code, views.

use super::builder::{Builder, CodeBuilder};
use super::document::{Block, BlockKind, List, ListItem, ViewBlock};
use super::emphasis::Piece;
use super::html::SlotKind;
use super::visible::Text;
use crate::text::Span;
use crate::yaml;
use pulldown_cmark::{BlockQuoteKind, Event};
use std::ops::Range;

/// How deep the tree of blocks goes: a nested list counts two, a quote one. Blocks below stand in the
/// deepest container, so that those who walk the tree need no care for their stack.
pub const MAX_DEPTH: usize = 32;

/// A container under way.
pub(super) enum Frame {
    /// A quote, an alert, a footnote.
    Quote(Span, Vec<Block>),
    List(Span, bool, Vec<ListItem>),
    /// An item, and whether its first paragraph may still come.
    Item(ListItem, bool),
}

impl Frame {
    pub(super) fn push(&mut self, block: Block) {
        match self {
            Self::Quote(_, blocks) => blocks.push(block),
            Self::Item(item, fresh) => {
                *fresh = false;
                item.blocks.push(block);
            }
            Self::List(..) => {}
        }
    }
}

impl<'a> Builder<'a> {
    /// Opens a container; whether the tree still has room for it and `below` levels more.
    fn open(&mut self, below: usize) -> bool {
        let room = self.skipped == 0 && self.frames.len() + below < MAX_DEPTH;
        self.skipped += usize::from(!room);
        room
    }

    /// Closes a container; `None` where the tree had no room for it.
    fn close(&mut self) -> Option<Frame> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return None;
        }
        self.frames.pop()
    }

    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) {
        self.block_begins(range.start);
        let (class, alert) = match kind {
            None => ("", None),
            Some(BlockQuoteKind::Note) => (" class=\"alert note\"", Some(0)),
            Some(BlockQuoteKind::Tip) => (" class=\"alert tip\"", Some(1)),
            Some(BlockQuoteKind::Important) => (" class=\"alert important\"", Some(2)),
            Some(BlockQuoteKind::Warning) => (" class=\"alert warning\"", Some(3)),
            Some(BlockQuoteKind::Caution) => (" class=\"alert caution\"", Some(4)),
        };
        self.out.html.fresh_line();
        ["<blockquote", class, ">\n"].into_iter().for_each(|part| self.out.raw(part));
        if let Some(alert) = alert {
            self.out.html.slot(SlotKind::Alert(alert));
        }
        self.open_quote(range);
    }

    pub(super) fn open_quote(&mut self, range: Range<usize>) {
        self.out.enter();
        if self.open(0) {
            let span = self.trimmed(&range);
            self.frames.push(Frame::Quote(span, Vec::new()));
        }
    }

    pub(super) fn end_quote(&mut self) {
        self.close_quote();
        self.out.html.fresh_line();
        self.out.raw("</blockquote>\n");
    }

    pub(super) fn close_quote(&mut self) {
        self.out.leave();
        if let Some(Frame::Quote(span, blocks)) = self.close() {
            self.push(Block { span, kind: BlockKind::Quote(blocks) });
        }
    }

    pub(super) fn start_list(&mut self, first: Option<u64>, range: Range<usize>) {
        self.block_begins(range.start);
        self.out.html.fresh_line();
        match first {
            None => self.out.raw("<ul>\n"),
            Some(1) => self.out.raw("<ol>\n"),
            Some(number) => self.out.raw(&format!("<ol start=\"{number}\">\n")),
        }
        if self.open(1) {
            let span = self.trimmed(&range);
            self.frames.push(Frame::List(span, first.is_some(), Vec::new()));
        }
    }

    pub(super) fn end_list(&mut self, ordered: bool) {
        self.out.raw(if ordered { "</ol>\n" } else { "</ul>\n" });
        if let Some(Frame::List(span, ordered, items)) = self.close() {
            self.push(Block { span, kind: BlockKind::List(List { ordered, items }) });
        }
    }

    pub(super) fn start_item(&mut self, range: Range<usize>) {
        self.block_begins(range.start);
        self.out.html.fresh_line();
        self.out.raw("<li>");
        self.last_li = self.out.html.text.len().saturating_sub(1);
        self.out.enter();
        // A list that found room has room for its items.
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        // An item that a tab indents begins at the tab.
        let range = self.body.trimmed(&range);
        let (mark, number) = mark(self.body.slice(&range));
        let mark = range.start..range.start + mark;
        let item = ListItem {
            span: self.body.span(&range),
            number,
            mark: self.body.span(&mark),
            checked: None,
            text: Text::default(),
            text_span: self.body.span(&(mark.end..mark.end)),
            blocks: Vec::new(),
        };
        self.frames.push(Frame::Item(item, true));
    }

    pub(super) fn end_item(&mut self) {
        self.out.leave();
        self.out.raw("</li>\n");
        if let Some(Frame::Item(item, _)) = self.close()
            && let Some(Frame::List(_, _, items)) = self.frames.last_mut()
        {
            items.push(item);
        }
    }

    /// A paragraph, or the text of a tight item (without `<p>`).
    pub(super) fn paragraph(&mut self, events: &[Piece<'a>], range: &Range<usize>, wrapped: bool) {
        self.block_begins(range.start);
        let task = match events.first() {
            Some((Event::TaskListMarker(done), _)) => Some(*done),
            _ => None,
        };
        let events = if task.is_some() { &events[1..] } else { events };
        let fresh = self.skipped == 0 && matches!(self.frames.last(), Some(Frame::Item(_, true)));
        if let (true, Some(Frame::Item(item, fresh))) = (fresh, self.frames.last_mut()) {
            item.checked = task;
            *fresh = false;
        }
        if wrapped {
            self.out.html.fresh_line();
            self.out.raw("<p>");
        }
        if let Some(done) = task {
            self.out.html.insert(self.last_li, " class=\"task\"");
            self.out.raw("<label><input type=\"checkbox\" disabled");
            self.out.raw(if done { " checked> " } else { "> " });
        }
        let here = self.out.html.here();
        let text = self.inline(events);
        let span = self.trimmed(&extent(events).unwrap_or(range.end..range.end));
        if fresh {
            self.out.html.duty(here, &text.text, span.start);
        }
        self.out.raw(if task.is_some() { "</label>" } else { "" });
        self.out.raw(if wrapped { "</p>\n" } else { "" });
        match self.frames.last_mut() {
            Some(Frame::Item(item, _)) if fresh => {
                item.text = text;
                item.text_span = span;
            }
            _ => self.push(Block { span, kind: BlockKind::Paragraph(text) }),
        }
    }

    pub(super) fn rule(&mut self, range: Range<usize>) {
        self.block_begins(range.start);
        self.out.html.fresh_line();
        self.out.raw("<hr>\n");
        let span = self.trimmed(&range);
        self.push(Block { span, kind: BlockKind::Rule });
    }

    pub(super) fn end_code(&mut self, code: CodeBuilder) {
        self.block_begins(code.range.start);
        self.out.html.fresh_line();
        let span = self.trimmed(&code.range);
        let language = code.info.split([' ', '\t', ',', '{']).next().unwrap_or("");
        if language == "view" {
            let view = self.document.views.len();
            let yaml_span = self.body.span(&self.view_lines(&code));
            let yaml = yaml::parse(&self.document.source, yaml_span);
            let section = self.section();
            self.document.views.push(ViewBlock { span, yaml, yaml_span, section });
            self.out.html.slot(SlotKind::View(view as u32));
            self.out.raw("\n");
            return self.push(Block { span, kind: BlockKind::View(view) });
        }
        // What scrolls sideways on a narrow screen can be reached by keyboard.
        self.out.raw("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.raw(" class=\"language-");
            self.out.attribute(language);
            self.out.raw("\"");
        }
        self.out.raw(">");
        match &code.inner {
            Some(inner) if inner.len() == code.text.len() => {
                self.out.text(&code.text, self.body.span(inner));
            }
            _ => self.out.text(&code.text, span),
        }
        self.out.raw("</code></pre>\n");
        self.push(Block { span, kind: BlockKind::Code { info: code.info, text: code.text } });
    }

    /// The whole lines between the fences of a view, so that the indentation of its first line is like that
    /// of the others.
    fn view_lines(&self, code: &CodeBuilder) -> Range<usize> {
        let block = self.body.slice(&code.range);
        let start = block.find('\n').map_or(code.range.end, |at| code.range.start + at + 1);
        let end = code.inner.as_ref().map_or(start, |inner| inner.end);
        start..end.max(start)
    }
}

impl CodeBuilder {
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>) {
        self.text.push_str(text);
        match &mut self.inner {
            Some(inner) => inner.end = range.end,
            None => self.inner = Some(range.clone()),
        }
    }
}

/// The bytes that events cover.
pub(super) fn extent(events: &[Piece<'_>]) -> Option<Range<usize>> {
    let start = events.iter().map(|(_, range)| range.start).min()?;
    let end = events.iter().map(|(_, range)| range.end).max()?;
    Some(start..end)
}

/// The length of the mark at the head of an item, and its number.
fn mark(item: &str) -> (usize, Option<u64>) {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    match item.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => (digits + 1, item[..digits].parse().ok()),
        Some(b'-' | b'*' | b'+') if digits == 0 => (1, None),
        _ => (0, None),
    }
}
