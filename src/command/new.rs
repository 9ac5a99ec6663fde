//! `planpress new`: a plan skeleton from its kind's schema.

use super::console::Console;
use super::{Outcome, list_site, read};
use crate::cli::{Global, New};
use crate::config::is_id;
use crate::fold::nearest;
use crate::period::{self, PeriodContext};
use crate::schema::{self, Schema, SkeletonOptions};
use crate::site::Site;
use crate::source;
use std::sync::Arc;

pub(super) fn run(global: &Global, args: &New, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let site = read(&tree, global, true)?.site;
    let kind = known_kind(&site, &args.kind)?;
    if kind.is_abstract {
        return Err(format!("`{}` is an abstract base, which no plan may use", kind.kind));
    }
    if let Some(section) = &args.section {
        let text = schema::skeleton_section(&kind, &site.config, section).ok_or_else(|| {
            let near = nearest(section, kind.sections.iter().map(|section| section.id.as_str()));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("kind `{}` has no section `{section}`{hint}", kind.kind)
        })?;
        console.result(&text)?;
        return Ok(Outcome::Done);
    }
    let id = args.id.clone().unwrap_or_else(|| match &args.period {
        Some(period) => format!("{}-{period}", kind.kind),
        None => kind.kind.clone(),
    });
    if !is_id(&id) {
        return Err(format!("`{id}` cannot be an id: letters and digits of any script, `-`, `_` and `.`"));
    }
    if let Some(plan) = site.graph.ids.get(&id) {
        return Err(format!("the id `{id}` is taken by {}", site.plan(*plan).document.source.path));
    }
    // On many disks the two files would be one.
    if let Some((known, plan)) =
        site.graph.ids.iter().find(|(known, _)| known.to_lowercase() == id.to_lowercase())
    {
        return Err(format!(
            "the id `{id}` differs from `{known}` only in capitals, which is taken by {}",
            site.plan(*plan).document.source.path
        ));
    }
    if let Some(parent) = args.parent.as_ref().filter(|parent| !site.graph.ids.contains_key(*parent)) {
        let near = nearest(parent, site.graph.ids.keys().map(String::as_str));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("no plan has the id `{parent}`{hint}"));
    }
    if let Some(period) = &args.period {
        let context = PeriodContext { fiscal_year_start: site.config.fiscal_year_start, within: None };
        period::parse(period, &context).map_err(|error| format!("`--period`: {error}"))?;
    }
    if let Some(status) = &args.status {
        let field =
            kind.fields.iter().find(|field| field.stands_for.as_deref().unwrap_or(&field.key) == "status");
        let own = field.and_then(|field| field.limits.one_of.as_ref());
        let statuses = own.unwrap_or(&site.config.statuses);
        if !statuses.contains(status) {
            return Err(format!(
                "there is no status `{status}`; kind `{}` has {}",
                kind.kind,
                statuses.join(", ")
            ));
        }
    }
    let options = SkeletonOptions {
        id: Some(id.clone()),
        title: args.title.clone(),
        owner: args.owner.clone(),
        parent: args.parent.clone(),
        period: args.period.clone(),
        status: args.status.clone(),
    };
    let text = schema::skeleton(&kind, &site.config, &options);
    let path = tree.root().join(file_of(&site, &kind.kind, &id));
    source::create_new(&path, text.as_bytes())?;
    console.result(&format!("{}\n", path.display()))?;
    Ok(Outcome::Done)
}

/// The kind of that name.
pub(super) fn known_kind(site: &Site, name: &str) -> Result<Arc<Schema>, String> {
    if let Some(schema) = site.schemas.get(name) {
        return Ok(Arc::clone(schema));
    }
    let kinds: Vec<&str> =
        site.schemas.values().filter(|kind| !kind.is_abstract).map(|kind| kind.kind.as_str()).collect();
    let hint = match nearest(name, kinds.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if kinds.is_empty() => "the site has no schemas".to_string(),
        None => format!("the site has {}", kinds.join(", ")),
    };
    Err(format!("there is no kind `{name}`; {hint}"))
}

/// Where a plan is written: the folder that an entry of `plans:` begins with, the first one for its kind, else the
/// first one for any.
fn file_of(site: &Site, kind: &str, id: &str) -> String {
    let entries = || site.config.plans.iter();
    let of_kind = entries().find(|entry| entry.kinds().any(|(named, _)| named == kind));
    let of_any = || entries().find(|entry| entry.kinds().next().is_none());
    let entry = of_kind.or_else(of_any).or_else(|| entries().next());
    let pattern = entry.map_or("plans/**/*.md", |entry| entry.path.as_str());
    let fixed: Vec<&str> =
        pattern.split('/').take_while(|part| !part.contains(['*', '?', '{', '['])).collect();
    let folder = fixed.join("/");
    if folder.is_empty() { format!("{id}.md") } else { format!("{folder}/{id}.md") }
}
