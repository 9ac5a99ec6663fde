//! The file of every output, from ids alone: one place, for pages, links and the search for collisions.

use super::key::{PageKey, file_name, nested_name};
use crate::config::{Config, DimensionId, MetricId};
use crate::model::{Page, Plan};

/// The outputs that every site has.
pub(super) const FIXED: [(PageKey, &str); 13] = [
    (PageKey::Home, "index.html"),
    (PageKey::Plans, "plans.html"),
    (PageKey::Targets, "targets.html"),
    (PageKey::Timeline, "timeline.html"),
    (PageKey::Budget, "budget.html"),
    (PageKey::Tasks, "tasks.html"),
    (PageKey::Graph, "graph.html"),
    (PageKey::Checks, "checks.html"),
    (PageKey::Changes, "changes.html"),
    (PageKey::Search, "search.html"),
    (PageKey::NotFound, "404.html"),
    (PageKey::Feed, "feed.xml"),
    (PageKey::Sitemap, "sitemap.xml"),
];

/// Folders that hold outputs of one sort; no file may take their names.
pub(super) const FOLDERS: [&str; 8] =
    ["assets", "data", "kinds", "owners", "pages", "plans", "tags", "targets"];

/// The file of an output that every site has.
pub(super) fn fixed(key: &PageKey) -> Option<&'static str> {
    FIXED.iter().find(|(fixed, _)| fixed == key).map(|(_, path)| *path)
}

/// The file of a plan.
pub(super) fn plan(plan: &Plan) -> String {
    alias(&plan.id.value)
}

/// The file of an id, old ones too.
pub(super) fn alias(id: &str) -> String {
    format!("plans/{}.html", file_name(id))
}

/// The file of a free page.
pub(super) fn page(page: &Page) -> String {
    format!("pages/{}.html", nested_name(&page.key))
}

/// The file of a metric below a folder, with an ending.
pub(super) fn metric(config: &Config, id: MetricId, folder: &str, ending: &str) -> String {
    let name = config.metrics.get(usize::from(id.0)).map_or("", |metric| metric.id.as_str());
    format!("{folder}/{}.{ending}", file_name(name))
}

/// The file of a value of a dimension.
pub(super) fn value(config: &Config, id: DimensionId, value: &str) -> String {
    let dimension = config.dimensions.get(usize::from(id.0)).map_or("", |dimension| dimension.id.as_str());
    format!("{}/{}.html", file_name(dimension), file_name(value))
}

/// The file of a kind, owner or tag.
pub(super) fn listed(folder: &str, name: &str) -> String {
    format!("{folder}/{}.html", file_name(name))
}

/// The source file of a plan, beside its page.
pub(super) fn source(page: &str) -> String {
    format!("{}.md", page.strip_suffix(".html").unwrap_or(page))
}
