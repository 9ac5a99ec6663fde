//! Inline content: visible text, HTML and links, made from the same events in one pass.

use super::builder::Builder;
use super::document::{DocumentFault, Link, LinkKind};
use super::emphasis::Piece;
use super::html::SlotKind;
use super::letters::joins;
use super::link;
use super::visible::Text;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Inline content under way.
#[derive(Default)]
pub(super) struct Inline {
    pub(super) text: Text,
    /// Images that it is inside of: alternative text is visible, but no HTML.
    pub(super) alt: usize,
    /// Open bold, and where the outermost began.
    strong: (usize, usize),
    /// Open links and images.
    open: Vec<OpenLink>,
    /// Links that ended, and where their text stands.
    ended: Vec<(usize, Range<usize>)>,
    /// Inside a wiki link without a text: the page shows the title instead.
    silent: bool,
}

/// A link or image under way.
struct OpenLink {
    /// Its index; `None` where it is no link (unsafe, or inside alternative text).
    index: Option<usize>,
    /// Where its text begins.
    start: usize,
}

/// Links beyond have no sentence: it would cost more than the whole document.
const MAX_SENTENCES: usize = 10_000;

impl<'a> Builder<'a> {
    /// Writes inline content; with its visible text.
    pub(super) fn inline(&mut self, events: &[Piece<'a>]) -> Text {
        let mut inline = Inline::default();
        self.out.enter();
        for (index, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Text(text) => self.inline_text(&mut inline, text, range),
                Event::Code(code) => self.inline_code(&mut inline, code, range),
                Event::SoftBreak => self.soft_break(&mut inline, &events[index + 1..], range),
                Event::HardBreak => {
                    inline.text.push("\n", self.body.span(range), false);
                    self.raw_unless_alt(&inline, "<br>\n");
                }
                Event::InlineHtml(html) | Event::Html(html) => self.inline_html(&mut inline, html, range),
                Event::FootnoteReference(label) if inline.alt == 0 => self.footnote_reference(label),
                Event::Start(tag) => self.start_inline(&mut inline, tag, &events[index..]),
                Event::End(tag) => self.end_inline_tag(&mut inline, *tag, range),
                _ => {}
            }
        }
        self.out.leave();
        if self.out.is_asked() {
            for (index, part) in inline.ended {
                let (before, behind) = link::sentence(&inline.text.text, part);
                self.sentences.resize_with(self.document.links.len(), Default::default);
                self.sentences[index] = [before, self.document.links[index].text.clone(), behind];
            }
        }
        inline.text
    }

    fn raw_unless_alt(&mut self, inline: &Inline, html: &str) {
        if inline.alt == 0 {
            self.out.raw(html);
        }
    }

    fn inline_text(&mut self, inline: &mut Inline, text: &str, range: &Range<usize>) {
        let span = self.body.span(range);
        inline.text.push(text, span, false);
        if inline.alt == 0 && !inline.silent {
            self.out.text(text, span);
        }
    }

    fn inline_code(&mut self, inline: &mut Inline, code: &str, range: &Range<usize>) {
        let inner = code_place(self.body.slice(range), code);
        let place = inner.map_or(range.clone(), |at| range.start + at..range.start + at + code.len());
        let span = self.body.span(&place);
        inline.text.push(code, span, true);
        if inline.alt == 0 {
            self.out.raw("<code>");
            self.out.text(code, span);
            self.out.raw("</code>");
        }
    }

    fn soft_break(&mut self, inline: &mut Inline, rest: &[Piece<'a>], range: &Range<usize>) {
        let before = inline.text.text.chars().next_back();
        if before.zip(next_char(rest)).is_some_and(|(before, behind)| joins(before, behind)) {
            return;
        }
        inline.text.push(" ", self.body.span(range), false);
        self.raw_unless_alt(inline, "\n");
    }

    /// The events begin with the start itself.
    fn start_inline(&mut self, inline: &mut Inline, tag: &Tag<'a>, events: &[Piece<'a>]) {
        let html = match tag {
            Tag::Strong => {
                inline.strong.0 += 1;
                if inline.strong.0 == 1 {
                    inline.strong.1 = inline.text.text.len();
                }
                "<strong>"
            }
            Tag::Emphasis => "<em>",
            Tag::Strikethrough => "<del>",
            Tag::Link { .. } => return self.start_link(inline, tag, events),
            Tag::Image { .. } => {
                inline.alt += 1;
                return self.start_link(inline, tag, events);
            }
            _ => return,
        };
        if inline.alt == 0 {
            self.out.raw(html);
            self.out.enter();
        }
    }

    fn end_inline_tag(&mut self, inline: &mut Inline, tag: TagEnd, range: &Range<usize>) {
        let html = match tag {
            TagEnd::Strong => {
                inline.strong.0 = inline.strong.0.saturating_sub(1);
                let (start, end) = (inline.strong.1 as u32, inline.text.text.len() as u32);
                if inline.strong.0 == 0 && start < end {
                    inline.text.strong.push(start..end);
                }
                "</strong>"
            }
            TagEnd::Emphasis => "</em>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link => return self.end_link(inline),
            TagEnd::Image => return self.end_image(inline, range),
            _ => return,
        };
        if inline.alt == 0 {
            self.out.leave();
            self.out.raw(html);
        }
    }

    fn start_link(&mut self, inline: &mut Inline, tag: &Tag<'a>, events: &[Piece<'a>]) {
        let start = inline.text.text.len();
        let (kind, link_type, target, title) = match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                let wiki = matches!(link_type, LinkType::WikiLink { .. });
                (if wiki { LinkKind::Wiki } else { LinkKind::Markdown }, *link_type, dest_url, title)
            }
            Tag::Image { link_type, dest_url, title, .. } => (LinkKind::Image, *link_type, dest_url, title),
            _ => return,
        };
        if inline.alt > usize::from(kind == LinkKind::Image) {
            return inline.open.push(OpenLink { index: None, start });
        }
        let range = &events[0].1;
        let target = written_target(link_type, target);
        let span = self.body.span(range);
        let scheme = if kind == LinkKind::Wiki { None } else { link::unsafe_scheme(&target) };
        if let Some(scheme) = scheme {
            self.document.faults.push(unsafe_link(span, &scheme, kind));
            if kind != LinkKind::Image {
                self.out.enter();
            }
            return inline.open.push(OpenLink { index: None, start });
        }
        let place = self.target_place(link_type, &target, events);
        let index = self.document.links.len();
        self.document.links.push(Link {
            span,
            kind,
            target_span: place.map_or(span, |place| self.body.span(&place)),
            target,
            text: String::new(),
            title: title.to_string(),
            section: self.section(),
        });
        inline.open.push(OpenLink { index: Some(index), start });
        if kind == LinkKind::Image {
            return;
        }
        self.out.html.slot(SlotKind::LinkOpen(index as u32));
        self.out.enter();
        if link_type == (LinkType::WikiLink { has_pothole: false }) || is_blank(events) {
            self.out.html.slot(SlotKind::LinkText(index as u32));
            inline.silent = true;
        }
    }

    /// The range of the target, where it stands in the link itself.
    fn target_place(&self, link_type: LinkType, target: &str, events: &[Piece<'a>]) -> Option<Range<usize>> {
        let range = &events[0].1;
        match link_type {
            LinkType::Inline => link::inline_target(&self.body.text, range, inner_end(events)),
            LinkType::Autolink | LinkType::Email => Some(range.start + 1..range.end - 1),
            LinkType::WikiLink { .. } => {
                let open = self.body.slice(range).find("[[")? + 2;
                let at = open + self.body.slice(range)[open..].find(target)?;
                Some(range.start + at..range.start + at + target.len())
            }
            _ => None,
        }
    }

    fn end_link(&mut self, inline: &mut Inline) {
        let Some(OpenLink { index, start }) = inline.open.pop() else { return };
        if inline.alt > 0 {
            return;
        }
        self.out.leave();
        let Some(index) = index else { return };
        self.out.html.slot(SlotKind::LinkClose(index as u32));
        let silent = std::mem::take(&mut inline.silent);
        self.ended(inline, index, start, silent);
    }

    fn end_image(&mut self, inline: &mut Inline, range: &Range<usize>) {
        let Some(OpenLink { index, start }) = inline.open.pop() else { return };
        inline.alt -= usize::from(inline.alt > 0);
        if inline.alt > 0 {
            return;
        }
        match index {
            Some(index) => {
                self.out.html.slot(SlotKind::Image(index as u32));
                self.ended(inline, index, start, false);
            }
            None => self.out.text(&inline.text.text[start..], self.body.span(range)),
        }
    }

    /// A link's text is known.
    fn ended(&mut self, inline: &mut Inline, index: usize, start: usize, silent: bool) {
        if !silent {
            self.document.links[index].text = inline.text.text[start..].trim().to_owned();
        }
        if index < MAX_SENTENCES {
            inline.ended.push((index, start..inline.text.text.len()));
        }
    }
}

/// A link's target; of wiki links without white space and without the escape of a table's bar.
fn written_target(link_type: LinkType, target: &CowStr<'_>) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{target}"),
        LinkType::WikiLink { .. } => target.strip_suffix('\\').unwrap_or(target).trim().to_owned(),
        _ => target.to_string(),
    }
}

fn unsafe_link(span: crate::text::Span, scheme: &str, kind: LinkKind) -> DocumentFault {
    let what = if kind == LinkKind::Image { "an image" } else { "a link" };
    let (message, help) = match scheme {
        "//" => (
            format!("{what} to another host without a scheme is written as text"),
            "begin it with `https://`; from the root of the site a path begins with one `/`",
        ),
        _ => (
            format!("{what} with the scheme `{scheme}:` is written as text"),
            "use http, https, mailto, tel or a relative address",
        ),
    };
    DocumentFault { rule: "unsafe-link", span, message, help: Some(help.to_owned()) }
}

/// Whether nothing stands in the link that the events begin with: it is shown by its title.
fn is_blank(events: &[Piece<'_>]) -> bool {
    let mut inside = events[1..].iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Link)));
    inside.all(|(event, _)| matches!(event, Event::Text(text) if text.trim().is_empty()))
}

/// The end of the text of the link that the events begin with.
fn inner_end(events: &[Piece<'_>]) -> usize {
    let mut depth = 0_usize;
    let mut end = events[0].1.start;
    for (event, range) in &events[1..] {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image) if depth == 0 => break,
            Event::End(TagEnd::Link | TagEnd::Image) => depth -= 1,
            _ => {}
        }
        end = end.max(range.end);
    }
    end
}

/// The first visible character behind a line break.
fn next_char(events: &[Piece<'_>]) -> Option<char> {
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => match text.chars().next() {
                Some(c) => return Some(c),
                None => continue,
            },
            Event::SoftBreak | Event::HardBreak => return None,
            _ => {}
        }
    }
    None
}

/// Where the text of a code span stands in its source: between the backticks, less one space at both ends.
fn code_place(source: &str, code: &str) -> Option<usize> {
    let ticks = source.bytes().take_while(|byte| *byte == b'`').count();
    let inner = source.get(ticks..source.len().checked_sub(ticks)?)?;
    if inner == code {
        return Some(ticks);
    }
    (inner.get(1..inner.len().checked_sub(1)?)? == code).then_some(ticks + 1)
}
