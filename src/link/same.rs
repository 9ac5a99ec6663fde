//! Whether two versions of a site link and are linked alike: then one graph serves both. Only what lies
//! elsewhere in its file, or is said in other words around links and headings, may differ.

use super::{DocumentIndex, Graph, PageIndex, PlanIndex};
use crate::model::{Page, Plan};
use crate::parse::Document;
use std::sync::Arc;

/// Whether the graph of some documents is that of others as well. A document at fault must be the very same,
/// since faults have places. What files there are is not looked at.
pub fn links_the_same(
    graph: &Graph,
    (plans_before, pages_before): (&[Arc<Plan>], &[Arc<Page>]),
    (plans, pages): (&[Arc<Plan>], &[Arc<Page>]),
) -> bool {
    let is_at_fault = |index| graph.faults.iter().any(|fault| fault.document == index);
    let same_plan = |(at, (before, now)): (u32, (&Arc<Plan>, &Arc<Plan>))| {
        Arc::ptr_eq(before, now) || (plan(before, now) && !is_at_fault(DocumentIndex::Plan(PlanIndex(at))))
    };
    let same_page = |(at, (before, now)): (u32, (&Arc<Page>, &Arc<Page>))| {
        Arc::ptr_eq(before, now)
            || (before.key == now.key
                && before.draft == now.draft
                && document(&before.document, &now.document)
                && !is_at_fault(DocumentIndex::Page(PageIndex(at))))
    };
    plans_before.len() == plans.len()
        && pages_before.len() == pages.len()
        && (0..).zip(plans_before.iter().zip(plans)).all(same_plan)
        && (0..).zip(pages_before.iter().zip(pages)).all(same_page)
}

fn plan(before: &Plan, now: &Plan) -> bool {
    let aliases = |plan: &'_ Plan| plan.aliases.iter().map(|alias| alias.value.clone()).collect::<Vec<_>>();
    let references = before.references.iter().zip(&now.references).all(|(before, now)| {
        before.relation == now.relation
            && before.id.value == now.id.value
            && before.is_relation == now.is_relation
    });
    // Anchors are looked up by the ids of the schema's sections.
    let schemas = match (&before.schema, &now.schema) {
        (Some(before), Some(now)) => Arc::ptr_eq(before, now),
        (None, None) => true,
        _ => false,
    };
    before.id.value == now.id.value
        && before.draft == now.draft
        && schemas
        && before.sections == now.sections
        && aliases(before) == aliases(now)
        && before.references.len() == now.references.len()
        && references
        && document(&before.document, &now.document)
}

fn document(before: &Document, now: &Document) -> bool {
    let headings = before.sections.iter().zip(&now.sections).all(|(before, now)| {
        match (&before.heading, &now.heading) {
            (Some(before), Some(now)) => {
                before.anchor == now.anchor && before.title == now.title && before.text.text == now.text.text
            }
            (None, None) => true,
            _ => false,
        }
    });
    let links = before.links.iter().zip(&now.links).all(|(before, now)| {
        before.kind == now.kind && before.target == now.target && before.section == now.section
    });
    before.source.path == now.source.path
        && before.sections.len() == now.sections.len()
        && before.links.len() == now.links.len()
        && headings
        && links
}
