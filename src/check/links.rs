//! Faults of links, as connecting the site found them.

use super::context::SiteContext;
use super::sink::SiteSink;
use crate::link::{DocumentIndex, PlanIndex};
use crate::parse::{Document, LinkKind};
use crate::text::{Place, Span};

/// Reports the faults that connecting the site found, those of the sink's rule.
pub(super) fn report(context: &SiteContext, sink: &mut SiteSink) {
    let (site, name) = (context.site, sink.rule().name);
    let plans = site.plans.iter().map(|plan| &plan.document);
    // References that lead to no definition, which parsing sees.
    for document in plans.chain(site.pages.iter().map(|page| &page.document)) {
        for fault in document.faults.iter().filter(|fault| fault.rule == name) {
            let place = Place::new(&document.source, fault.span);
            sink.report(place, fault.message.clone()).maybe_help(fault.help.clone());
        }
    }
    for fault in site.graph.faults.iter().filter(|fault| fault.rule == name) {
        let document = match fault.document {
            DocumentIndex::Plan(index) => &site.plan(index).document,
            DocumentIndex::Page(index) => &site.pages[index.0 as usize].document,
        };
        // What is still to be filled in is no link that leads nowhere, where `placeholder` says so.
        if let DocumentIndex::Plan(index) = fault.document
            && visible_target(document, fault.span)
                .is_some_and(|target| context.plan(index).is_placeholder(target))
        {
            continue;
        }
        let default = match (fault.document, &fault.default) {
            (DocumentIndex::Plan(index), Some(key)) => default(context, index, key),
            _ => None,
        };
        // One default is one fault, however many plans take it over.
        if let Some(place) = default {
            sink.report(place, format!("{}, which is the default here", fault.message))
                .maybe_help(fault.help.clone());
            continue;
        }
        let place = Place::new(&document.source, fault.span);
        let finding = sink.report(place, fault.message.clone()).maybe_help(fault.help.clone());
        if let Some(fix) = &fault.fix {
            finding.fix(fix.span, fix.text.clone());
        }
    }
}

/// Where the default of a key stands that a plan takes over.
fn default(context: &SiteContext, index: PlanIndex, key: &str) -> Option<Place> {
    let plan = context.site.plan(index);
    let source = context.site.config.plan_source(&plan.document.source.path);
    let of_site = source.and_then(|source| {
        let given = source.defaults.iter().find(|entry| entry.key == key)?;
        Some(Place::new(&source.place.as_ref()?.source, given.value.span))
    });
    of_site.or_else(|| {
        let field = plan.schema.as_ref()?.fields.iter().find(|field| field.key == key)?;
        Some(Place::new(&field.place.source, field.default.as_ref()?.span))
    })
}

/// The target of the link at some bytes, or the id there in the front matter, where it is a part of the text that is
/// read: in `[[id|text]]` and `[text](target)` it is not.
fn visible_target(document: &Document, span: Span) -> Option<&str> {
    let target = match document.links.iter().find(|link| link.span == span) {
        Some(link) if link.kind == LinkKind::Wiki && link.text.is_empty() => link.target_span,
        Some(_) => return None,
        None => span,
    };
    Some(document.source.slice(target))
}
