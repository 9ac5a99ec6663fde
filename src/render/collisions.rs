//! Two things that would be written to one file. File systems that fold case or normalise names decide
//! what is one, so names are compared folded.

use super::body::output_of_file;
use super::lists::Lists;
use super::naming::first_named;
use super::paths;
use crate::config::{DimensionId, MetricId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::PlanIndex;
use crate::site::Site;
use crate::text::{Place, Span};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Every collision of outputs, at the later one, with the other as related.
pub fn collisions(site: &Site, lists: &Lists) -> Vec<Diagnostic> {
    let mut taken: BTreeMap<String, Output> = BTreeMap::new();
    let mut findings = Vec::new();
    for output in outputs(site, lists) {
        let folded: String = output.path.nfc().collect::<String>().to_lowercase();
        match taken.get(&folded) {
            None => {
                taken.insert(folded, output);
            }
            // The same id twice is `duplicate-id`.
            Some(first) if first.what == output.what && first.path == output.path => {}
            Some(first) => findings.extend(finding(first, &output)),
        }
    }
    findings
}

fn finding(first: &Output, second: &Output) -> Option<Diagnostic> {
    // What every site has stands nowhere; what collides with it does.
    let place = second.place.as_ref().or(first.place.as_ref())?;
    let message = format!("{} and {} would be one file", second.what, first.what);
    let finding = Diagnostic::new("output-collision", Severity::Error, place.clone(), message)
        .label(format!("`{}`", second.path))
        .help("file systems do not tell capitals apart: rename one of them");
    Some(match &first.place {
        Some(first_place) if first_place != place => {
            finding.related(first_place.clone(), format!("`{}`", first.path))
        }
        _ => finding,
    })
}

/// A file of the site, what it is, and where that is said.
struct Output {
    path: String,
    what: String,
    place: Option<Place>,
}

/// Every output; what every site has comes first.
fn outputs(site: &Site, lists: &Lists) -> Vec<Output> {
    let fixed = paths::FIXED.iter().map(|(_, path)| *path).chain(paths::FOLDERS);
    let mut list: Vec<Output> = Vec::new();
    let mut add = |path: String, what: String, place: Option<Place>| list.push(Output { path, what, place });
    for name in fixed {
        add(name.to_owned(), format!("the site's own `{name}`"), None);
    }
    let shown = |index: PlanIndex| site.drafts || !site.plan(index).draft;
    let plans: Vec<_> = site.indexed_plans().filter(|(index, _)| shown(*index)).collect();
    for (index, plan) in &plans {
        let place = site.place(*index, plan.id.span);
        add(paths::plan(plan), format!("`{}`", plan.id.value), Some(place));
    }
    for (index, plan) in &plans {
        for alias in &plan.aliases {
            let place = site.place(*index, alias.span);
            add(paths::alias(&alias.value), format!("`{}`", alias.value), Some(place));
        }
    }
    for page in &site.pages {
        let place = Place::new(&page.document.source, Span::default());
        add(paths::page(page), format!("`{}`", page.key), Some(place));
    }
    for (at, metric) in site.config.metrics.iter().enumerate() {
        let path = paths::metric(&site.config, MetricId(at as u16), "targets", "html");
        add(path, format!("the metric `{}`", metric.id), Some(metric.place.clone()));
    }
    for (id, value, place) in values(site, lists) {
        let Some(dimension) = site.config.dimensions.get(usize::from(id.0)) else { continue };
        add(paths::value(&site.config, id, value), format!("`{value}` of `{}`", dimension.id), Some(place));
    }
    for kind in lists.kinds.keys() {
        let place = site.schemas.get(kind).map(|schema| schema.place.clone());
        add(paths::listed("kinds", kind), format!("the kind `{kind}`"), place);
    }
    for file in &site.graph.files {
        add(output_of_file(file).to_owned(), format!("the file `{file}`"), None);
    }
    list.extend(people_and_tags(site, lists));
    list
}

/// The values of dimensions with their places: those of the configuration first, then those of open dimensions,
/// where they are first named.
fn values<'l>(site: &Site, lists: &'l Lists) -> Vec<(DimensionId, &'l str, Place)> {
    let mut spellings: BTreeMap<(DimensionId, String), usize> = BTreeMap::new();
    for (id, value) in lists.values.keys() {
        *spellings.entry((*id, value.to_lowercase())).or_default() += 1;
    }
    let mut values = Vec::new();
    for (id, value) in lists.values.keys() {
        let Some(dimension) = site.config.dimensions.get(usize::from(id.0)) else { continue };
        let declared = dimension.values.iter().find(|known| known.id == *value);
        // Where a value stands is looked for only where it matters.
        let is_clash = spellings.get(&(*id, value.to_lowercase())).is_some_and(|count| *count > 1);
        let named = if is_clash && declared.is_none() { first_named(site, *id, value) } else { None };
        let place = declared.map_or(&dimension.place, |known| &known.place);
        values.push((named.is_some(), *id, value.as_str(), named.unwrap_or_else(|| place.clone())));
    }
    values.sort_by_cached_key(|(is_named, id, _, place)| {
        (*is_named, *id, place.source.path.clone(), place.span.start)
    });
    values.into_iter().map(|(_, id, value, place)| (id, value, place)).collect()
}

/// Owners and tags, each at the first plan that names it.
fn people_and_tags(site: &Site, lists: &Lists) -> Vec<Output> {
    let mut list = Vec::new();
    let mut add = |path: String, what: String, place: Option<Place>| list.push(Output { path, what, place });
    for (name, plans) in &lists.owners {
        let place = plans.first().map(|index| {
            let plan = site.plan(*index);
            let phases = plan.phases.iter().filter_map(|phase| phase.owner.as_ref());
            let tasks = plan.tasks.iter().filter_map(|task| task.owner.as_ref());
            let mut named = plan.owners.iter().chain(phases).chain(tasks);
            let span = named.find(|owner| owner.value == *name).map_or(plan.id.span, |owner| owner.span);
            site.place(*index, span)
        });
        add(paths::listed("owners", name), format!("`{name}`"), place);
    }
    for (name, plans) in &lists.tags {
        let place = plans.first().map(|index| {
            let plan = site.plan(*index);
            let span = plan.tags.iter().find(|tag| tag.value == *name).map_or(plan.id.span, |tag| tag.span);
            site.place(*index, span)
        });
        add(paths::listed("tags", name), format!("`{name}`"), place);
    }
    list
}
