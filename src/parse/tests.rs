//! Parsing, as tables of Markdown and what must come of it: the tree with its spans shown as slices of the
//! file, or the HTML with its slots shown in braces.

mod dump;
mod hardness;
mod html;
mod beside;
mod tree;

use super::{Document, Html, Options, Parsed, SlotKind, parse};
use crate::text::SourceFile;

fn parsed(text: &str) -> Parsed {
    parse(&SourceFile::new("plans/a.md", text), Options::default())
}

fn document(text: &str) -> Document {
    parsed(text).document
}

/// The HTML with its slots as `{name number}`.
fn with_slots(html: &Html) -> String {
    let mut out = String::new();
    let mut done = 0;
    for slot in &html.slots {
        let at = slot.at as usize;
        out.push_str(&html.text[done..at]);
        done = at;
        out.push_str(&match slot.kind {
            SlotKind::LinkOpen(link) => format!("{{a {link}}}"),
            SlotKind::LinkText(link) => format!("{{title {link}}}"),
            SlotKind::LinkClose(link) => format!("{{/a {link}}}"),
            SlotKind::Image(link) => format!("{{img {link}}}"),
            SlotKind::View(view) => format!("{{view {view}}}"),
            SlotKind::HeadingEnd(section) => format!("{{# {section}}}"),
            SlotKind::TableOpen(table) => format!("{{table {table}}}"),
            SlotKind::TableClose(table) => format!("{{/table {table}}}"),
            SlotKind::Alert(kind) => format!("{{alert {kind}}}"),
            SlotKind::DutyOpen(_) => "{duty}".to_owned(),
            SlotKind::DutyClose(_) => "{/duty}".to_owned(),
        });
    }
    out.push_str(&html.text[done..]);
    out
}
