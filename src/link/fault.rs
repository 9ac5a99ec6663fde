//! The words of faults of links, and what a link that leads nowhere may have meant.

use super::{DocumentIndex, Graph, LinkFault};
use crate::fold::eq_folded;
use crate::model::{Page, Plan};
use crate::ordinal;
use crate::schema::{Required, SectionSchema};
use crate::text::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A link to a draft that is not shown.
pub(super) fn draft(document: DocumentIndex, span: Span, id: &str) -> LinkFault {
    LinkFault {
        rule: "draft-link",
        document,
        span,
        message: format!("`{id}` is a draft, which is left out of the site"),
        label: None,
        help: Some("build with `--drafts`, or take `draft: true` out of the plan".to_string()),
        fix: None,
    }
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
    /// are the ids that these plans most likely have.
    pub fn forgive(&mut self, unread: &BTreeSet<String>, plans: &[Arc<Plan>], pages: &[Arc<Page>]) {
        if unread.is_empty() {
            return;
        }
        self.faults.retain(|fault| {
            let document = match fault.document {
                DocumentIndex::Plan(plan) => &plans[plan.0 as usize].document,
                DocumentIndex::Page(page) => &pages[page.0 as usize].document,
            };
            let written = document.source.slice(fault.span);
            fault.rule != "broken-link" || !unread.iter().any(|id| written.contains(id.as_str()))
        });
    }
}
