//! HTML as it is written while a document is parsed: text with slots, escaping, tags that are kept in
//! balance whatever an author wrote, and marks round text that findings point at.

use super::newlines::Body;
use crate::text::{Span, exactly};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use std::cmp::Reverse;

/// HTML with slots that are filled when the page is written.
#[derive(Clone, Debug, Default)]
pub struct Html {
    /// The HTML between the slots.
    pub text: String,
    /// The slots in the order of their offsets.
    pub slots: Vec<Slot>,
    /// Nobody asks for it, so that nothing is written.
    is_idle: bool,
}

/// A place in HTML that is filled later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Byte offset in [`Html::text`].
    pub at: u32,
    /// What is put there.
    pub kind: SlotKind,
}

/// What is put into a slot. Numbers are indices into [`Document::links`](super::Document::links), `views`
/// and `sections`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// `<a href=…>`, or nothing where the link is not to be followed.
    LinkOpen(u32),
    /// The text of a wiki link without one: the title of what it points at.
    LinkText(u32),
    /// `</a>`, or nothing.
    LinkClose(u32),
    /// `<img …>`.
    Image(u32),
    /// A view.
    View(u32),
    /// Behind a heading's text: the anchor to copy.
    HeadingEnd(u32),
    /// Before a table of the text (its ordinal in the document) and behind it: scrolling frame and tools.
    TableOpen(u32),
    /// See `TableOpen`.
    TableClose(u32),
    /// Where an alert begins: its word. 0 to 4 for note, tip, important, warning, caution.
    Alert(u32),
    /// At the end of an item: `@李明 截止 2026-08-31`, with the white space before it, which the page may say
    /// in its own words. The number is where the item's text begins in the file.
    DutyOpen(u32),
    /// Behind it.
    DutyClose(u32),
}

impl Html {
    /// Adds a slot at the end.
    pub(super) fn slot(&mut self, kind: SlotKind) {
        if self.is_idle {
            return;
        }
        self.slots.push(Slot { at: self.text.len() as u32, kind });
    }

    /// Appends other HTML with its slots.
    pub(super) fn append(&mut self, other: Self) {
        let by = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.slots.extend(other.slots.into_iter().map(|slot| Slot { at: slot.at + by, ..slot }));
    }

    /// The end as it is now, to come back to.
    pub(super) fn here(&self) -> Here {
        Here { text: self.text.len(), slots: self.slots.len() }
    }

    /// Sets an owner at the end of an item apart, with what stands behind: short, and no sentence after it.
    /// `text` is the visible text of what was written from `from` on.
    pub(super) fn duty(&mut self, from: Here, text: &str, item: u32) {
        if self.is_idle {
            return;
        }
        let Some(at) = text.rfind(['@', '＠']) else { return };
        let (before, duty) = (text[..at].trim_end(), &text[at..]);
        let glued = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let short = duty.len() < 200 && duty.chars().take(49).count() < 49;
        if before.is_empty() || glued || !short || duty.contains(['。', '；', '！', '？', '\n']) {
            return;
        }
        let Some(start) = self.text[from.text..].rfind(['@', '＠']) else { return };
        let start = from.text + self.text[from.text..from.text + start].trim_end().len();
        if start > from.text && self.slots.last().is_none_or(|slot| slot.at as usize <= start) {
            self.slots.push(Slot { at: start as u32, kind: SlotKind::DutyOpen(item) });
            self.slot(SlotKind::DutyClose(item));
        }
    }

    /// The same without the room that it was written in.
    pub(super) fn exactly(self) -> Self {
        Self { text: self.text.as_str().to_owned(), slots: exactly(self.slots), ..self }
    }

    /// A beginning of its own, to be appended later, in whose place this one is put aside.
    pub(super) fn put_aside(&mut self) -> Self {
        let own = Self { is_idle: self.is_idle, ..Self::default() };
        std::mem::replace(self, own)
    }

    /// Sets an attribute into the tag that ends at an offset.
    pub(super) fn insert(&mut self, at: usize, attribute: &str) {
        if !self.is_idle {
            self.text.insert_str(at, attribute);
        }
    }

    /// Begins a new line, unless one has just begun.
    pub(super) fn fresh_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Leaves of some HTML that stands in the text several times only the last one.
    pub fn keep_last(&mut self, part: &str) {
        let mut places: Vec<usize> = self.text.match_indices(part).map(|(at, _)| at).collect();
        places.pop();
        for at in places.into_iter().rev() {
            self.text.replace_range(at..at + part.len(), "");
            for slot in self.slots.iter_mut().filter(|slot| slot.at as usize > at) {
                slot.at -= part.len() as u32;
            }
        }
    }

    /// Inserts strings at offsets (ascending), none of them before `from`.
    pub(super) fn insert_all<T: AsRef<str>>(&mut self, from: Here, inserted: &[(usize, T)]) {
        if inserted.is_empty() {
            return;
        }
        let tail = self.text.split_off(from.text);
        self.text.reserve(tail.len() + inserted.iter().map(|(_, text)| text.as_ref().len()).sum::<usize>());
        let mut done = 0;
        for (at, text) in inserted {
            self.text.push_str(&tail[done..at - from.text]);
            self.text.push_str(text.as_ref());
            done = at - from.text;
        }
        self.text.push_str(&tail[done..]);
        let (mut next, mut by) = (inserted.iter().peekable(), 0);
        for slot in &mut self.slots[from.slots..] {
            while let Some((_, text)) = next.next_if(|(at, _)| *at <= slot.at as usize) {
                by += text.as_ref().len() as u32;
            }
            slot.at += by;
        }
    }
}

/// A place in HTML under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub(super) text: usize,
    slots: usize,
}

/// A span of the file to be wrapped where it lies in text, with the HTML before and behind it.
pub type Mark = (Span, String, String);

/// The HTML under way.
pub(super) struct Writer<'m> {
    pub(super) html: Html,
    /// Marks that cover bytes: sorted, none overlaps another.
    marks: Vec<(Span, &'m Mark)>,
    /// Marks that cover none.
    points: Vec<&'m Mark>,
    /// Tags of the author's HTML that are open; `None` is the border of an element of our own, over which
    /// no end tag reaches.
    open: Vec<Option<&'static str>>,
}

impl<'m> Writer<'m> {
    /// A writer of the HTML of a body; of nothing where nobody asks for it.
    pub(super) fn new(body: &Body, marks: &'m [Mark], is_asked: bool) -> Self {
        let capacity = if is_asked { body.text.len() + body.text.len() / 2 } else { 0 };
        let mut sorted: Vec<&Mark> = marks.iter().filter(|mark| !mark.0.is_empty()).collect();
        sorted.sort_by_key(|mark| (mark.0.start, Reverse(mark.0.end)));
        let mut clipped: Vec<(Span, &Mark)> = Vec::with_capacity(sorted.len());
        for mark in sorted {
            let start = clipped.last().map_or(0, |last| last.0.end).max(mark.0.start);
            if start < mark.0.end {
                clipped.push((Span { start, end: mark.0.end }, mark));
            }
        }
        let html = Html { text: String::with_capacity(capacity), slots: Vec::new(), is_idle: !is_asked };
        Self {
            html,
            marks: clipped,
            points: marks.iter().filter(|mark| mark.0.is_empty()).collect(),
            open: Vec::new(),
        }
    }

    /// Writes our own HTML.
    pub(super) fn raw(&mut self, html: &str) {
        if !self.html.is_idle {
            self.html.text.push_str(html);
        }
    }

    /// Whether anything is written.
    pub(super) fn is_asked(&self) -> bool {
        !self.html.is_idle
    }

    /// Writes text for an attribute in double quotes.
    pub(super) fn attribute(&mut self, text: &str) {
        if self.is_asked() {
            let _infallible = escape_html(&mut self.html.text, text);
        }
    }

    /// Writes text that was made from the bytes under a span.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.marked(text, span, |html, text| {
            let _infallible = escape_html_body_text(html, text);
        });
    }

    /// Writes text of an HTML block, in which entities are already written as such.
    pub(super) fn html_text(&mut self, text: &str, span: Span) {
        self.marked(text, span, escape_angles);
    }

    fn marked(&mut self, text: &str, span: Span, escape: fn(&mut String, &str)) {
        if self.html.is_idle {
            return;
        }
        let out = &mut self.html.text;
        let exact = text.len() == span.len();
        let mut done = 0;
        let first = self.marks.partition_point(|(mark, _)| mark.end <= span.start);
        for (place, (_, before, behind)) in &self.marks[first..] {
            if place.start >= span.end {
                break;
            }
            let mut from = place.start.saturating_sub(span.start) as usize;
            let mut to = place.end.min(span.end).saturating_sub(span.start) as usize;
            if !exact || !text.is_char_boundary(from) || !text.is_char_boundary(to) {
                (from, to) = (0, text.len());
            }
            // A line feed at the end stays outside, so that what follows begins a line.
            to = from + text[from..to].trim_end_matches('\n').len();
            if from < done || from == to {
                continue;
            }
            escape(out, &text[done..from]);
            out.push_str(before);
            escape(out, &text[from..to]);
            out.push_str(behind);
            done = to;
        }
        escape(out, &text[done..]);
    }

    /// Writes the mark of an empty place, where there is one.
    pub(super) fn point(&mut self, span: Span) {
        if let Some((_, before, behind)) = self.points.iter().find(|mark| mark.0 == span) {
            self.html.text.push_str(before);
            self.html.text.push_str(behind);
        }
    }

    /// Begins an element of our own.
    pub(super) fn enter(&mut self) {
        self.open.push(None);
    }

    /// Ends it: closes what the author left open inside.
    pub(super) fn leave(&mut self) {
        while let Some(Some(name)) = self.open.pop() {
            self.end_tag(name);
        }
    }

    /// Opens a tag of the author's.
    pub(super) fn open_tag(&mut self, name: &'static str, void: bool) {
        ["<", name, ">"].into_iter().for_each(|part| self.raw(part));
        if !void {
            self.open.push(Some(name));
        }
    }

    /// Closes a tag of the author's with all inside it; `false` where it is not open here.
    pub(super) fn close_tag(&mut self, name: &str) -> bool {
        let here = self.open.iter().rev().take_while(|tag| tag.is_some());
        let Some(depth) = here.take(MAX_OPEN).position(|tag| *tag == Some(name)) else { return false };
        for _ in 0..=depth {
            if let Some(Some(name)) = self.open.pop() {
                self.end_tag(name);
            }
        }
        true
    }

    fn end_tag(&mut self, name: &str) {
        ["</", name, ">"].into_iter().for_each(|part| self.raw(part));
    }
}

/// How far an end tag looks back for its start tag; a bound, so that time stays linear.
const MAX_OPEN: usize = 64;

/// Escapes `<` and `>`, and `&` where it begins no entity.
fn escape_angles(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' if !begins_entity(&text[at..]) => "&amp;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(escaped);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Whether text that begins with `&` begins with something of an entity's form.
fn begins_entity(text: &str) -> bool {
    let name = &text.as_bytes()[1..text.len().min(40)];
    let name = name.strip_prefix(b"#").unwrap_or(name);
    let len = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    len > 0 && name.get(len) == Some(&b';')
}
