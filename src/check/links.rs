//! Faults of links, as connecting the site found them.

use super::context::SiteContext;
use super::sink::SiteSink;
use crate::link::DocumentIndex;
use crate::placeholder;
use crate::text::Place;

/// Reports the faults that connecting the site found, those of the sink's rule.
pub(super) fn report(context: &SiteContext, sink: &mut SiteSink) {
    let (site, name) = (context.site, sink.rule().name);
    for fault in site.graph.faults.iter().filter(|fault| fault.rule == name) {
        let document = match fault.document {
            DocumentIndex::Plan(index) => &site.plan(index).document,
            DocumentIndex::Page(index) => &site.pages[index.0 as usize].document,
        };
        // That something is still to be filled in is said by `placeholder`.
        if !placeholder::find(document.source.slice(fault.span), &site.config.placeholders).is_empty() {
            continue;
        }
        // An id that is still to be filled in is a placeholder, not a link that leads nowhere.
        if let DocumentIndex::Plan(index) = fault.document
            && name == "broken-link"
            && context.plan(index).is_placeholder(document.source.slice(fault.span))
        {
            continue;
        }
        let place = Place::new(&document.source, fault.span);
        let finding = sink.report(place, fault.message.clone()).maybe_help(fault.help.clone());
        let finding = match &fault.label {
            Some(label) => finding.label(label.clone()),
            None => finding,
        };
        if let Some(fix) = &fault.fix {
            finding.fix(fix.span, fix.text.clone());
        }
    }
}
