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

/// The name of a page's table of what lies in no year.
pub(super) const OTHER: &str = "other";

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

/// The file of a metric.
pub(super) fn metric(config: &Config, id: MetricId) -> String {
    format!("targets/{}.html", metric_name(config, id))
}

/// The data file of a metric. Beside it lie the tables of the overview by time, whose names it leaves to them: no
/// id begins with `_`.
pub(super) fn metric_data(config: &Config, id: MetricId, form: &str) -> String {
    let name = metric_name(config, id);
    let mark = if is_time(&name.to_ascii_lowercase()) { "_" } else { "" };
    format!("data/targets/{mark}{name}.{form}")
}

fn metric_name(config: &Config, id: MetricId) -> String {
    file_name(config.metrics.get(usize::from(id.0)).map_or("", |metric| metric.id.as_str()))
}

/// Whether a table of a time may have this name: `2026`, `2026-11-01--2027-02-28`, `other`.
pub(super) fn is_time(name: &str) -> bool {
    let is_days = || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    name == OTHER || (name.starts_with(|c: char| c.is_ascii_digit()) && is_days())
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
