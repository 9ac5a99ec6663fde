//! References that lead to no definition: `[^note]`, `[text][label]`. Markdown shows them as they are written, and
//! nobody notices. Looked for only where a text has their marks, in a pass of its own.

use super::DocumentFault;
use super::newlines::Body;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::cell::RefCell;
use std::ops::Range;

/// The faults of a text, in its order.
pub(super) fn faults(body: &Body, options: Options) -> Vec<DocumentFault> {
    let text = &*body.text;
    if !text.contains("[^") && !text.contains("][") {
        return Vec::new();
    }
    let links: RefCell<Vec<(Range<usize>, String)>> = RefCell::default();
    let mut notes: Vec<(Range<usize>, String)> = Vec::new();
    let missed = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        if is_meant(text, &link) {
            links.borrow_mut().push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(missed));
    let mut is_code = false;
    // Text that is told in several pieces.
    let mut run = 0..0;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(_) if !is_code && run.end == range.start => {
                run.end = range.end;
                continue;
            }
            _ => {}
        }
        in_run(text, run, &mut notes);
        run = if matches!(event, Event::Text(_)) && !is_code { range } else { 0..0 };
    }
    in_run(text, run, &mut notes);
    let of = |what: &str, label: &str, help: String| (format!("{what} `{label}` is defined nowhere"), help);
    let notes = notes.into_iter().map(|(range, label)| {
        let help = format!("add a line `[^{label}]: …`, or remove it");
        (range, of("the footnote", &label, help))
    });
    let links = links.into_inner().into_iter().map(|(range, label)| {
        let help = format!("add a line `[{label}]: address`, or write `[text](address)`");
        (range, of("the link", &label, help))
    });
    let mut faults: Vec<DocumentFault> = notes
        .chain(links)
        .map(|(range, (message, help))| DocumentFault {
            rule: "broken-link",
            span: body.span(&range),
            message,
            help: Some(help),
        })
        .collect();
    faults.sort_by_key(|fault| fault.span);
    faults.dedup_by_key(|fault| fault.span);
    faults
}

/// The footnotes in a piece of text that was not taken for references.
fn in_run(text: &str, run: Range<usize>, notes: &mut Vec<(Range<usize>, String)>) {
    let mut from = run.start;
    while let Some(at) = text[from..run.end].find("[^") {
        let start = from + at;
        from = start + 2;
        let Some(length) = text[from..run.end].find(']') else { return };
        let label = &text[from..from + length];
        // `[^]` and character classes of patterns such as `[^a-z 0-9]` are none.
        let is_label =
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if is_label && !text[..start].ends_with('\\') {
            notes.push((start..from + length + 1, label.to_owned()));
        }
    }
}

/// Whether two pairs of brackets are meant as a link: not `a[i][j]`, `[1][2]`, a placeholder or a wiki link.
fn is_meant(text: &str, link: &BrokenLink) -> bool {
    let is_whole = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
    let stands_free =
        !text[..link.span.start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '[' || c == ']');
    is_whole && stands_free && link.reference.chars().any(char::is_alphabetic)
}
