//! What an output is, and where that is said: looked for only where two collide.

use crate::config::{DimensionId, Metric};
use crate::link::{PlanIndex, Target};
use crate::model::{Page, Plan, Spanned};
use crate::parse::Document;
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};

/// What an output is.
pub(super) enum Subject<'s> {
    /// What every such site has; it stands nowhere.
    Own,
    Plan(PlanIndex),
    Alias(PlanIndex, &'s Spanned<String>),
    Page(&'s Page),
    Metric(&'s Metric),
    /// With the place that names it.
    Value(DimensionId, &'s str, Place),
    Kind(&'s str),
    /// With the plans that have it.
    Owner(&'s str, &'s [PlanIndex]),
    Tag(&'s str, &'s [PlanIndex]),
    /// A file that is copied.
    File(&'s str),
}

/// A file of the site, and what it is.
pub(super) struct Output<'s> {
    /// With a slash at its end it is a folder.
    pub path: String,
    pub subject: Subject<'s>,
}

impl Output<'_> {
    /// What it is, in words.
    pub(super) fn what(&self, site: &Site) -> String {
        match &self.subject {
            Subject::Own => format!("the site's own `{}`", self.path),
            Subject::Plan(index) => format!("`{}`", site.plan(*index).id.value),
            Subject::Alias(_, alias) => format!("`{}`", alias.value),
            Subject::Page(page) => format!("`{}`", page.key),
            Subject::Metric(metric) => format!("the metric `{}`", metric.id),
            Subject::Value(id, value, _) => {
                let dimension = site.config.dimensions.get(usize::from(id.0));
                format!("`{value}` of `{}`", dimension.map_or("", |dimension| &dimension.id))
            }
            Subject::Kind(kind) => format!("the kind `{kind}`"),
            Subject::Owner(name, _) | Subject::Tag(name, _) => format!("`{name}`"),
            Subject::File(path) => format!("the file `{path}`"),
        }
    }

    /// Where that is said.
    pub(super) fn place(&self, site: &Site) -> Option<Place> {
        match &self.subject {
            Subject::Own => None,
            Subject::Plan(index) => Some(site.place(*index, site.plan(*index).id.span)),
            Subject::Alias(index, alias) => Some(site.place(*index, alias.span)),
            Subject::Page(page) => Some(Place::new(&page.document.source, Span::default())),
            Subject::Metric(metric) => Some(metric.place.clone()),
            Subject::Value(.., place) => Some(place.clone()),
            Subject::Kind(kind) => site.schemas.get(*kind).map(|schema| schema.place.clone()),
            Subject::Owner(name, plans) => first(site, plans, |plan| {
                let phases = plan.phases.iter().filter_map(|phase| phase.owner.as_ref());
                let tasks = plan.tasks.iter().filter_map(|task| task.owner.as_ref());
                let mut named = plan.owners.iter().chain(phases).chain(tasks);
                named.find(|owner| owner.value == *name).map(|owner| owner.span)
            }),
            Subject::Tag(name, plans) => {
                first(site, plans, |plan| plan.tags.iter().find(|tag| tag.value == *name).map(|tag| tag.span))
            }
            Subject::File(path) => Some(of_file(site, path)),
        }
    }
}

/// The place of a name in the first plan that has it.
fn first(site: &Site, plans: &[PlanIndex], find: impl Fn(&Plan) -> Option<Span>) -> Option<Place> {
    let index = plans.first()?;
    let plan = site.plan(*index);
    Some(site.place(*index, find(plan).unwrap_or(plan.id.span)))
}

/// The first link to a file, else the file itself.
fn of_file(site: &Site, path: &str) -> Place {
    let plans = site.plans.iter().map(|plan| &plan.document).zip(&site.graph.plan_links);
    let pages = site.pages.iter().map(|page| &page.document).zip(&site.graph.page_links);
    let linked = plans.chain(pages).find_map(|(document, targets)| link_to(document, targets, path));
    linked.unwrap_or_else(|| Place::new(&SourceFile::new(path, ""), Span::default()))
}

fn link_to(document: &Document, targets: &[Target], path: &str) -> Option<Place> {
    let at = targets.iter().position(|target| matches!(target, Target::File(to) if to == path))?;
    Some(Place::new(&document.source, document.links.get(at)?.span))
}
