//! Two things whose pages would be one file.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::link::nfc;
use crate::text::Place;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "output-collision",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "two things whose pages would be one file",
    docs: include_str!("output_collision.md"),
    scope: Scope::Site(check),
};

/// Something that has a page: what it is called in messages, and where it is named.
struct Named {
    name: String,
    place: Place,
}

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let mut pages: BTreeMap<(&str, String), Named> = BTreeMap::new();
    for (folder, name, place) in names(context) {
        let name = nfc(&name);
        // File systems differ in whether case counts, so it must not matter.
        let file = nfc(&name.to_lowercase());
        match pages.get(&(folder, file.clone())) {
            None => {
                pages.insert((folder, file), Named { name, place });
            }
            // The same id twice is `duplicate-id`, the same owner on two plans is no fault.
            Some(first) if first.name == name => {}
            Some(first) => {
                sink.report(place, format!("`{name}` and `{}` would be one file", first.name))
                    .label(format!("`{folder}/{name}.html`"))
                    .related(first.place.clone(), format!("`{folder}/{}.html`", first.name))
                    .help("file systems do not tell capitals apart: rename one of them");
            }
        }
    }
}

/// Everything that has a page: its folder, its name, where it is named.
fn names(context: &SiteContext) -> Vec<(&'static str, String, Place)> {
    let mut names = Vec::new();
    for plan in context.plans() {
        let id = plan.entry("id").map_or(plan.source().line_span(1).first(), |entry| entry.value.span);
        names.push(("plans", plan.plan.id.value.clone(), plan.place(id)));
    }
    for plan in context.plans() {
        let of = |folder, named: &[crate::model::Spanned<String>]| {
            let named = named.iter().map(|name| (folder, name.value.clone(), plan.place(name.span)));
            named.collect::<Vec<_>>()
        };
        names.extend(of("plans", &plan.plan.aliases));
        names.extend(of("owners", &plan.plan.owners));
        names.extend(of("tags", &plan.plan.tags));
    }
    for page in &context.site.pages {
        let source = &page.document.source;
        names.push(("pages", page.key.clone(), Place::new(source, source.line_span(1).first())));
    }
    names
}
