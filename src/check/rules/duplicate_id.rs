//! An id or alias that two plans have.

use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use crate::text::{Place, nfc};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-id",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "an id or alias that two plans have",
    docs: include_str!("duplicate_id.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let names = context.site.plans.iter().map(|plan| 1 + plan.aliases.len()).sum::<usize>();
    // As many different ones as there are at all: none stands twice.
    if context.site.graph.ids.len() == names {
        return;
    }
    let mut ids: BTreeMap<String, PlanIndex> = BTreeMap::new();
    for plan in context.plans() {
        let id = nfc(&plan.plan.id.value);
        if let Some(first) = ids.get(&id) {
            let (place, is_written) = own_id(&plan);
            let help = match is_written {
                true => "give one of the two another id; its old one can stay in its `aliases`",
                false => "the id is the file's name: rename the file, or write an `id:`",
            };
            sink.report(place, format!("the id `{id}` is taken"))
                .related(own_id(&context.plan(*first)).0, "by this plan")
                .help(help);
        } else {
            ids.insert(id, plan.index);
        }
    }
    let mut aliases: BTreeMap<String, Place> = BTreeMap::new();
    for plan in context.plans() {
        for alias in &plan.plan.aliases {
            let place = plan.place(alias.span);
            let id = nfc(&alias.value);
            let first = ids.get(&id).map(|first| own_id(&context.plan(*first)).0);
            match first.or_else(|| aliases.get(&id).cloned()) {
                Some(first) if first.source.path == place.source.path => {
                    sink.report(
                        place,
                        format!("the alias `{id}` is the plan's own id or another of its aliases"),
                    )
                    .related(first, "this one")
                    .help("leave it out");
                }
                Some(first) => {
                    sink.report(place, format!("the alias `{id}` is the id or alias of another plan"))
                        .related(first, "this one")
                        .help("remove it here or there");
                }
                None => {
                    aliases.insert(id, place);
                }
            }
        }
    }
}

/// Where a plan's id stands, and whether it is written in its front matter.
fn own_id(plan: &LinkedPlan) -> (Place, bool) {
    let entry = plan.entry("id").map(|entry| entry.value.span);
    (plan.place(entry.unwrap_or(plan.source().beginning())), entry.is_some())
}
