//! Ids that nobody can tell apart.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::fold::looks;
use crate::text::{Place, nfc};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "look-alike-id",
    severity: Some(Severity::Warning),
    group: Group::FrontMatter,
    summary: "ids of two plans that look the same",
    docs: include_str!("look_alike_id.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    // Ids of plain letters look like nothing but themselves.
    if context.site.graph.ids.keys().all(|id| id.is_ascii()) {
        return;
    }
    let mut known: BTreeMap<String, (String, Place)> = BTreeMap::new();
    for plan in context.plans() {
        let own = plan.entry("id").map_or(plan.source().beginning(), |entry| entry.value.span);
        let id = std::iter::once((&*plan.plan.id.value, own));
        let aliases = plan.plan.aliases.iter().map(|alias| (&*alias.value, alias.span));
        for (id, span) in id.chain(aliases) {
            let (id, place) = (nfc(id), plan.place(span));
            match known.get(&looks(&id)) {
                Some((first, _)) if *first == id => {}
                Some((first, at)) => {
                    let letter = id.chars().zip(first.chars()).find(|(own, other)| own != other);
                    let letters = letter.map(|(own, other)| {
                        format!("`{own}` is U+{:04X} here and U+{:04X} there; ", own as u32, other as u32)
                    });
                    sink.report(place, format!("the id `{id}` looks like another one"))
                        .related(at.clone(), "this one")
                        .help(letters.unwrap_or_default() + "write one of the two in other letters");
                }
                None => drop(known.insert(looks(&id), (id, place))),
            }
        }
    }
}
