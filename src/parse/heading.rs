//! Headings and the sections that they open; what suppressions hold in.

use super::block::extent;
use super::builder::Builder;
use super::document::{Block, BlockKind, DocumentFault, Heading, Section, Suppression};
use super::emphasis::Piece;
use super::heading_id::HeadingId;
use super::html::SlotKind;
use super::visible::Text;
use super::{allow, anchor, newlines};
use crate::ordinal;
use crate::text::Span;
use compact_str::CompactString;
use pulldown_cmark::Event;
use std::borrow::Cow;
use std::ops::Range;

/// Punctuation at the end of a heading that is no part of its title.
const TRAILING: &str = "：:。．.，,、；;！!？?…";

const TAGS: [(&str, &str); 6] = [
    ("<h1 id=\"", "</h1>\n"),
    ("<h2 id=\"", "</h2>\n"),
    ("<h3 id=\"", "</h3>\n"),
    ("<h4 id=\"", "</h4>\n"),
    ("<h5 id=\"", "</h5>\n"),
    ("<h6 id=\"", "</h6>\n"),
];

impl<'a> Builder<'a> {
    pub(super) fn heading(
        &mut self,
        events: &[Piece<'a>],
        range: &Range<usize>,
        level: u8,
        id: Option<HeadingId>,
    ) {
        // Headings in quotes and items are headings for readers, but cut nothing into sections.
        let cuts = self.frames.is_empty() && self.skipped == 0 && !self.footnotes.inside();
        if cuts {
            self.open_section(level, range);
        }
        self.block_begins(range.start);
        self.out.html.fresh_line();
        let here = self.out.html.here();
        let text = self.inline(events);
        let anchor = match &id {
            Some(named) if anchor::of_pages(&named.id).is_none() => self.anchors.explicit(&named.id),
            Some(named) => {
                self.id_of_pages(named);
                self.anchors.of_text(&without_tags(&text.text, events))
            }
            None => self.anchors.of_text(&without_tags(&text.text, events)),
        };
        let content = self.out.html.here();
        let (open, close) = TAGS[usize::from(level.clamp(1, 6)) - 1];
        self.out.raw(open);
        self.out.attribute(&anchor);
        self.out.raw("\">");
        let tag = self.out.html.text.split_off(content.text);
        self.out.html.insert_all(here, &[(here.text, &tag)]);
        let mut whole = self.body.trimmed(range);
        whole.end = whole.end.max(id.map_or(0, |named| named.end));
        let span = self.body.span(&whole);
        if cuts {
            self.out.html.slot(SlotKind::HeadingEnd(self.section() as u32));
            let inner = extent(events).unwrap_or_else(|| empty_text(self.body, range));
            let heading = heading(text, span, self.trimmed(&inner), anchor);
            let section = self.section();
            self.document.sections[section].heading = Some(heading);
        } else {
            self.push(Block { span, kind: BlockKind::Paragraph(text) });
        }
        self.out.raw(close);
    }

    /// A heading names an id that it cannot have.
    fn id_of_pages(&mut self, HeadingId { id, span, .. }: &HeadingId) {
        let begins = anchor::of_pages(id).unwrap_or_default();
        let message = format!(
            "a heading cannot have the id `{id}`: what a page has around its text begins with `{begins}`"
        );
        let help = "choose another id; until then the heading has the anchor that its text makes";
        let fault = DocumentFault { rule: "invalid-id", span: *span, message, help: Some(help.to_owned()) };
        self.document.faults.push(fault);
    }

    fn open_section(&mut self, level: u8, range: &Range<usize>) {
        let start = self.body.offset(self.body.trimmed(range).start);
        while self.open_sections.len() > 1 && self.document.sections[self.section()].level >= level {
            let section = self.section();
            self.document.sections[section].span.end = start as u32;
            self.open_sections.pop();
        }
        let (parent, index) = (self.section(), self.document.sections.len());
        self.document.sections[parent].children.push(index);
        self.document.sections.push(Section {
            heading: None,
            level,
            parent: Some(parent),
            children: Vec::new(),
            span: Span::new(start, self.document.body.end as usize),
        });
        self.blocks.push(Vec::new());
        self.open_sections.push(index);
    }

    /// Ends all sections, and gives suppressions the end of theirs.
    pub(super) fn close_sections(&mut self) {
        for (index, section) in self.allowed_in.iter().enumerate() {
            let whole = self.document.sections[*section].span;
            let end = whole.start as usize + self.document.source.slice(whole).trim_end().len();
            let waits = index >= self.waiting;
            let scope = &mut self.document.suppressions[index].scope;
            *scope = Span::new(if waits { end } else { (scope.start as usize).min(end) }, end);
        }
    }

    /// A block begins: suppressions that stand before it hold from here on.
    pub(super) fn block_begins(&mut self, start: usize) {
        self.block_start = start;
        if self.waiting == self.document.suppressions.len() {
            return;
        }
        let (start, section) = (self.body.offset(start), self.section());
        for index in self.waiting..self.document.suppressions.len() {
            self.document.suppressions[index].scope = Span::at(start);
            self.allowed_in[index] = section;
        }
        self.waiting = self.document.suppressions.len();
    }

    /// A comment, which may be a suppression: between blocks it holds from the next block on, inside a block
    /// from this block on. With the way from the comment's text to the bytes of the file.
    pub(super) fn comment(&mut self, comment: &str, place: impl Fn(Range<usize>) -> Span, inside: bool) {
        let Some(said) = allow::read(comment) else { return };
        let scope = Span::at(self.body.offset(self.block_start));
        let section = self.section();
        for rule in said.rules {
            self.document.suppressions.push(Suppression {
                span: place(0..comment.len()),
                rule: (comment[rule.clone()].to_owned(), place(rule)),
                reason: said.reason.clone(),
                scope,
            });
            self.allowed_in.push(section);
        }
        if inside {
            self.waiting = self.document.suppressions.len();
        }
    }
}

/// The text of a heading without its tags: they are shown as text, but no anchor that GitHub makes has them.
fn without_tags<'t>(text: &'t str, events: &[Piece]) -> Cow<'t, str> {
    let mut kept = Cow::Borrowed("");
    let mut rest = text;
    for (event, _) in events {
        if let Event::InlineHtml(tag) = event
            && let Some(at) = rest.find(&**tag)
        {
            kept.to_mut().push_str(&rest[..at]);
            rest = &rest[at + tag.len()..];
        }
    }
    if kept.is_empty() { Cow::Borrowed(rest) } else { kept + rest }
}

fn heading(text: Text, span: Span, text_span: Span, anchor: CompactString) -> Heading {
    let whole = text.text.trim_end();
    let (found, rest) = ordinal::split(whole).map_or((None, 0), |(found, rest)| (Some(found), rest));
    let ordinal = found.map(|found| {
        let indent = whole.len() - whole.trim_start().len();
        let place = text.span(indent..(indent + found.len).min(whole.len()));
        (found, place)
    });
    let mut title = trim(&whole[rest..], rest);
    if title.is_empty() {
        title = trim(whole, 0);
    }
    if title.is_empty() {
        title = whole.len() - whole.trim_start().len()..whole.len();
    }
    let title_span = text.span(title.clone());
    Heading {
        span,
        text_span,
        ordinal,
        title: text.text[title].into(),
        title_span: if text.text.is_empty() { text_span } else { title_span },
        text,
        anchor,
    }
}

/// The range of a title without white space and trailing punctuation.
fn trim(text: &str, offset: usize) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || TRAILING.contains(c));
    offset + start.min(kept.len())..offset + kept.len()
}

/// Where the text of a heading without text would stand: behind its marks.
fn empty_text(body: &newlines::Body<'_>, range: &Range<usize>) -> Range<usize> {
    let heading = body.slice(range);
    let marks = heading.len() - heading.trim_start_matches([' ', '#']).len();
    let at = range.start + marks.min(heading.trim_end().len());
    at..at
}
