//! An id or alias that two plans have.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::link::nfc;
use crate::text::Place;
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
    let mut ids: BTreeMap<String, Place> = BTreeMap::new();
    for plan in context.plans() {
        let id = nfc(&plan.plan.id.value);
        let entry = plan.entry("id").map(|entry| entry.value.span);
        let place = plan.place(entry.unwrap_or(plan.source().beginning()));
        match ids.get(&id) {
            Some(first) => {
                let help = match entry {
                    Some(_) => "give one of the two another id; its old one can stay in its `aliases`",
                    None => "the id is the file's name: rename the file, or write an `id:`",
                };
                sink.report(place, format!("the id `{id}` is taken"))
                    .related(first.clone(), "by this plan")
                    .help(help);
            }
            None => {
                ids.insert(id, place);
            }
        }
    }
    for plan in context.plans() {
        for alias in &plan.plan.aliases {
            let place = plan.place(alias.span);
            let id = nfc(&alias.value);
            match ids.get(&id) {
                Some(first) if first.source.path == place.source.path => {
                    sink.report(
                        place,
                        format!("the alias `{id}` is the plan's own id or another of its aliases"),
                    )
                    .related(first.clone(), "this one")
                    .help("leave it out");
                }
                Some(first) => {
                    sink.report(place, format!("the alias `{id}` is the id or alias of another plan"))
                        .related(first.clone(), "this one")
                        .help("remove it here or there");
                }
                None => {
                    ids.insert(id, place);
                }
            }
        }
    }
}
