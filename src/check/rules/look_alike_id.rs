//! Ids that nobody can tell apart.

use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::fold::looks;
use crate::link::PlanIndex;
use crate::text::{Place, Span, nfc};
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
    let mut known: BTreeMap<String, Named> = BTreeMap::new();
    for plan in context.plans() {
        let id = std::iter::once((&*plan.plan.id.value, None));
        let aliases = plan.plan.aliases.iter().map(|alias| (&*alias.value, Some(alias.span)));
        for (id, alias) in id.chain(aliases) {
            let id = nfc(id);
            match known.get(&looks(&id)) {
                Some(first) if first.id == id => {}
                Some(Named { id: first, plan: other, alias: other_alias }) => {
                    let letter = id.chars().zip(first.chars()).find(|(own, other)| own != other);
                    let letters = letter.map(|(own, other)| {
                        format!("`{own}` is U+{:04X} here and U+{:04X} there; ", own as u32, other as u32)
                    });
                    sink.report(place(&plan, alias), format!("the id `{id}` looks like another one"))
                        .related(place(&context.plan(*other), *other_alias), "this one")
                        .help(letters.unwrap_or_default() + "write one of the two in other letters");
                }
                None => drop(known.insert(looks(&id), Named { id, plan: plan.index, alias })),
            }
        }
    }
}

/// Who has an id, and where it stands as an alias.
struct Named {
    id: String,
    plan: PlanIndex,
    alias: Option<Span>,
}

/// Where the id of a plan stands, or an alias of it.
fn place(plan: &LinkedPlan, alias: Option<Span>) -> Place {
    let own = || plan.entry("id").map_or(plan.source().beginning(), |entry| entry.value.span);
    plan.place(alias.unwrap_or_else(own))
}
