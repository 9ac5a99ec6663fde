//! Footnotes: definitions are collected wherever they stand and written at the end, in the order in which
//! the text refers to them. Their ids have a colon, which no heading's anchor can have.

use super::builder::Builder;
use super::html::Html;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// The footnotes of a document.
#[derive(Default)]
pub(super) struct Footnotes {
    /// For each label referred to: its number, from 1.
    numbers: HashMap<String, usize>,
    /// For each number, from 1: how often it is referred to.
    references: Vec<usize>,
    /// Definitions in the order of the text.
    definitions: Vec<(String, Html)>,
    /// Definitions under way, each with the HTML that it interrupts.
    open: Vec<(String, Html)>,
}

impl Footnotes {
    /// Whether a definition is under way.
    pub(super) fn inside(&self) -> bool {
        !self.open.is_empty()
    }
}

impl Builder<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let notes = &mut self.footnotes;
        let number = match notes.numbers.get(label) {
            Some(number) => *number,
            None => {
                notes.references.push(0);
                notes.numbers.insert(label.to_owned(), notes.references.len());
                notes.references.len()
            }
        };
        notes.references[number - 1] += 1;
        let back = back(number, notes.references[number - 1]);
        self.out.raw(&format!(
            "<sup class=\"fn\"><a href=\"#fn:{number}\" id=\"{back}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    pub(super) fn start_footnote(&mut self, label: &str, range: Range<usize>) {
        self.block_begins(range.start);
        let around = self.out.html.put_aside();
        self.footnotes.open.push((label.to_owned(), around));
        self.open_quote(range);
    }

    pub(super) fn end_footnote(&mut self) {
        self.close_quote();
        let Some((label, around)) = self.footnotes.open.pop() else { return };
        let html = std::mem::replace(&mut self.out.html, around);
        self.footnotes.definitions.push((label, html));
    }

    pub(super) fn write_footnotes(&mut self) {
        let Footnotes { numbers, references, definitions, .. } = std::mem::take(&mut self.footnotes);
        if definitions.is_empty() {
            return;
        }
        // Those that are referred to first; of two with one label the second is like one without references.
        let mut notes: Vec<Option<Html>> = references.iter().map(|_| None).collect();
        let mut others = Vec::new();
        for (label, html) in definitions {
            match numbers.get(&label).and_then(|number| notes.get_mut(number - 1)) {
                Some(note) if note.is_none() => *note = Some(html),
                _ => others.push(html),
            }
        }
        self.out.html.fresh_line();
        self.out.raw("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, html) in notes.into_iter().enumerate() {
            let number = index + 1;
            let mut links = String::new();
            for reference in 1..=references[index] {
                let back = back(number, reference);
                let _infallible = write!(links, " <a href=\"#{back}\" role=\"doc-backlink\">↩ {number}");
                if reference > 1 {
                    let _infallible = write!(links, "-{reference}");
                }
                links.push_str("</a>");
            }
            self.out.raw(&format!("<li id=\"fn:{number}\" value=\"{number}\">"));
            self.note(html.unwrap_or_default(), &links);
        }
        for html in others {
            self.out.raw("<li>");
            self.note(html, "");
        }
        self.out.raw("</ol>\n</section>\n");
    }

    /// The text of a note with its links back, which stand inside its last paragraph.
    fn note(&mut self, mut html: Html, links: &str) {
        let last = html.text.strip_suffix("</p>\n").map(str::len);
        if let Some(len) = last {
            html.text.truncate(len);
        }
        self.out.html.append(html);
        self.out.raw(links);
        self.out.raw(if last.is_some() { "</p></li>\n" } else { "</li>\n" });
    }
}

/// The id of a reference.
fn back(number: usize, reference: usize) -> String {
    if reference == 1 { format!("fnref:{number}") } else { format!("fnref:{number}-{reference}") }
}
