//! The words of faults of links, and what a link that leads nowhere may have meant.

use super::{DocumentIndex, Graph, LinkFault, PassedOver};
use crate::fold::eq_folded;
use crate::model::{Page, Plan};
use crate::ordinal;
use crate::schema::{Required, SectionSchema};
use crate::text::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

impl LinkFault {
    /// A fault that nobody can mend but the writer.
    pub(super) fn new(
        rule: &'static str,
        document: DocumentIndex,
        span: Span,
        message: String,
        help: Option<String>,
    ) -> Self {
        Self { rule, document, span, message, help, fix: None, default: None }
    }
}

/// A link to a draft that is not shown.
pub(super) fn draft(document: DocumentIndex, span: Span, id: &str) -> LinkFault {
    let message = format!("`{id}` is a draft, which is left out of the site");
    let help = "build with `--drafts`, or take `draft: true` out of it".to_string();
    LinkFault::new("draft-link", document, span, message, Some(help))
}

/// A link to what is there and no part of the site.
pub(super) fn passed_over(document: DocumentIndex, span: Span, path: &str, of: &PassedOver) -> LinkFault {
    let rule = if path.ends_with(".md") { "broken-link" } else { "missing-file" };
    let message = match path == of.path {
        true => format!("`{path}` is passed over: {}", of.why),
        false => format!("`{path}` is passed over with all of `{}`: {}", of.path, of.why),
    };
    LinkFault::new(rule, document, span, message, Some(of.help.to_owned()))
}

/// Whether a fragment means a schema section: its id, or its title with or without an ordinal.
pub(super) fn is_meant(section: &SectionSchema, fragment: &str) -> bool {
    let title = ordinal::split(fragment).map_or(fragment, |(_, at)| &fragment[at..]);
    section.id == fragment || eq_folded(&section.title, title)
}

/// Whether a kind requires the section that a fragment means, by its id or title.
pub(super) fn requires(sections: &[SectionSchema], fragment: &str) -> bool {
    sections.iter().any(|section| {
        (is_meant(section, fragment) && matches!(section.required, Required::Always(_)))
            || requires(&section.sections, fragment)
    })
}

/// `did you mean …` for the nearest candidates.
pub(super) fn suggestion(near: &[&str]) -> Option<String> {
    (!near.is_empty()).then(|| format!("did you mean {}?", quoted(near.iter().copied())))
}

pub(super) fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl Graph {
    /// Drops what is said of links to plans whose own files could not be read: that is reported there. `unread`
    /// are the ids that these plans most likely have; rows of data files are forgiven by them as well.
    pub fn forgive(&mut self, unread: BTreeSet<String>, plans: &[Arc<Plan>], pages: &[Arc<Page>]) {
        self.faults.retain(|fault| {
            let written = fault.document.document(plans, pages).source.slice(fault.span);
            let mut words = written.split(['[', ']', '(', ')', '|', '#', '/', ' ']);
            fault.rule != "broken-link"
                || !words.any(|word| unread.contains(word.strip_suffix(".md").unwrap_or(word)))
        });
        self.unread = unread;
    }
}
