//! Plans as rows: the tree on the home page, all plans, the plans of a kind, owner, tag or region.

use super::dates::sort_key;
use super::edition::Edition;
use super::figures::{self, Standing};
use super::key::PageKey;
use super::lists::people;
use super::number;
use super::status::status;
use super::targets::leading;
use super::texts::Texts;
use super::view::{FilterView, LinkView, OptionView, PlanRowView, PlanTableView};
use crate::config::MetricId;
use crate::link::PlanIndex;
use std::collections::{BTreeMap, BTreeSet};

/// Tables longer than this show progress as a number alone: a bar takes half a kilobyte.
const BARS_UP_TO: usize = 400;

/// The plan tree from its roots, or the part of it that is asked for.
pub(super) fn tree(edition: &Edition, limit: usize, deepest: usize) -> Vec<(PlanIndex, usize, bool)> {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stack: Vec<(PlanIndex, usize)> =
        edition.lists.roots.iter().rev().map(|root| (*root, 0)).collect();
    while let Some((index, depth)) = stack.pop() {
        // A cycle of parents is a finding; here it must only end.
        if !seen.insert(index) || rows.len() >= limit {
            continue;
        }
        let children = children(edition, index);
        rows.push((index, depth, !children.is_empty() && depth < deepest));
        if depth < deepest {
            stack.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
    }
    // Plans that only a cycle holds have no root above them; they are listed at the end.
    for (index, _) in edition.shown() {
        if rows.len() < limit && deepest == usize::MAX && seen.insert(index) {
            rows.push((index, 0, false));
        }
    }
    rows
}

/// The plans directly below that are shown.
pub(super) fn children(edition: &Edition, index: PlanIndex) -> Vec<PlanIndex> {
    let list = edition.site.graph.children.get(index.0 as usize).map_or(&[] as &[_], Vec::as_slice);
    list.iter().copied().filter(|child| edition.is_shown(edition.site.plan(*child))).collect()
}

/// A table of plans.
pub(super) fn table(
    edition: &Edition,
    texts: &Texts,
    from: &str,
    id: &str,
    plans: &[(PlanIndex, usize, bool)],
    metric: Option<MetricId>,
) -> PlanTableView {
    let bars = plans.len() <= BARS_UP_TO;
    let tree = plans.iter().any(|(_, depth, _)| *depth > 0);
    let rows = plans
        .iter()
        .map(|(index, depth, parent)| {
            Row { edition, texts, from, bars, metric }.view(*index, *depth, *parent)
        })
        .collect();
    PlanTableView { id: id.to_owned(), label: texts.get("plans_title").to_owned(), tree, rows, files: None }
}

/// What all rows of a table share.
struct Row<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    from: &'a str,
    /// Progress as a bar, not as a number alone.
    bars: bool,
    /// The metric of the numbers; nothing: what leads in each plan.
    metric: Option<MetricId>,
}

impl Row<'_> {
    fn view(&self, index: PlanIndex, depth: usize, parent: bool) -> PlanRowView {
        let Self { edition, texts, from, bars, metric: wanted } = *self;
        let plan = edition.site.plan(index);
        let config = &edition.site.config;
        let lead = leading(edition, index, wanted);
        let metric = lead.as_ref().and_then(|target| figures::metric(config, target.metric));
        let target = lead.as_ref().and_then(|target| figures::figure(&target.target, metric));
        let actual = lead.as_ref().and_then(|target| figures::figure(&target.actual, metric));
        let gap = lead.as_ref().and_then(|target| figures::figure(&target.gap, metric));
        let standing = lead.as_ref().map(|lead| Standing::of_lead(lead, metric)).unwrap_or_default();
        let bar = if bars { standing.bar(texts, "") } else { standing.bare() };
        let counts = edition.plan_findings.get(index.0 as usize);
        let kind = plan.kind.as_ref().map(|kind| kind.value.as_str());
        let owner = |name: &str| LinkView::to(name, edition.href(from, &PageKey::Owner(name.to_owned())));
        PlanRowView {
            depth,
            parent,
            title: plan.title.value.clone(),
            href: edition.plan_href(from, index),
            draft: plan.draft,
            kind: kind.map(|kind| edition.kind_title(kind).to_owned()).unwrap_or_default(),
            status: plan.status.as_ref().map(|value| status(config, texts, &value.value)),
            status_sort: plan
                .status
                .as_ref()
                .and_then(|value| config.statuses.iter().position(|known| *known == value.value))
                .map_or_else(String::new, |at| at.to_string()),
            owners: plan.owners.iter().map(|name| owner(&name.value)).collect(),
            period: plan.period.as_ref().map(|period| texts.period(&period.value)).unwrap_or_default(),
            period_sort: plan.period.as_ref().map_or_else(String::new, |period| sort_key(&period.value)),
            metric: metric.map_or("", |metric| metric.title.as_str()).to_owned(),
            unit: metric.map_or("", number::unit).to_owned(),
            target_html: number::html(target.as_ref()),
            target_sort: target.map(|figure| figure.sort).unwrap_or_default(),
            actual_html: number::html(actual.as_ref()),
            actual_sort: actual.map(|figure| figure.sort).unwrap_or_default(),
            progress_sort: bar.as_ref().map(|bar| bar.sort.clone()).unwrap_or_default(),
            bar,
            gap_html: number::html(gap.as_ref()),
            gap_sort: gap.map(|figure| figure.sort).unwrap_or_default(),
            errors: counts.map_or(0, |counts| counts.errors),
            warnings: counts.map_or(0, |counts| counts.warnings),
            facets: String::new(),
        }
    }
}

/// What a row can be filtered by: `kind:regional-annual owner:李明 region:changsha year:2026`, separated by
/// a line break so that values may hold anything.
pub(super) fn facets(edition: &Edition, index: PlanIndex) -> String {
    let plan = edition.site.plan(index);
    let mut words = Vec::new();
    words.extend(plan.kind.iter().map(|kind| format!("kind:{}", kind.value)));
    words.extend(plan.status.iter().map(|status| format!("status:{}", status.value)));
    // Whoever owns a phase or a task is found too, as on the pages of owners.
    let mut people: Vec<&str> = people(plan).collect();
    people.sort_unstable();
    people.dedup();
    words.extend(people.iter().map(|owner| format!("owner:{owner}")));
    words.extend(plan.tags.iter().map(|tag| format!("tag:{}", tag.value)));
    for (id, value) in &plan.dimensions {
        let dimension = edition.dimension_id(*id);
        words.extend(above(edition, *id, &value.value).map(|value| format!("{dimension}:{value}")));
    }
    if let Some(period) = &plan.period {
        let (first, last) = (period.value.start.year(), period.value.end.year());
        words.extend((first..=last.min(first.saturating_add(20))).map(|year| format!("year:{year}")));
    }
    words.join("\n")
}

/// A value of a dimension and all above it.
pub(super) fn above<'a>(
    edition: &'a Edition,
    id: crate::config::DimensionId,
    value: &'a str,
) -> impl Iterator<Item = &'a str> {
    let dimension = edition.site.config.dimensions.get(usize::from(id.0));
    let mut at = edition.value_place(id, value);
    let mut first = at.is_none().then_some(value);
    std::iter::from_fn(move || {
        if let Some(value) = first.take() {
            return Some(value);
        }
        let known = dimension?.values.get(at?)?;
        at = known.parent.map(|parent| parent as usize);
        Some(known.id.as_str())
    })
}

/// The selects above the table of all plans: only those with something to choose.
pub(super) fn filters(edition: &Edition, texts: &Texts) -> Vec<FilterView> {
    let mut filters = Vec::new();
    let mut add = |key: &str, title: &str, options: Vec<OptionView>| {
        if options.len() > 1 {
            let all = texts.fill("filter_all", &[("name", title)]);
            filters.push(FilterView { key: key.to_owned(), title: title.to_owned(), all, options });
        }
    };
    let option =
        |value: &str, text: &str| OptionView { value: value.to_owned(), text: text.to_owned(), depth: 0 };
    let kinds = edition.lists.kinds.iter().filter(|(_, plans)| !plans.is_empty());
    add("kind", texts.get("kind"), kinds.map(|(kind, _)| option(kind, edition.kind_title(kind))).collect());
    let used: BTreeSet<&str> =
        edition.shown().filter_map(|(_, plan)| Some(plan.status.as_ref()?.value.as_str())).collect();
    let known = edition.site.config.statuses.iter().filter(|status| used.contains(status.as_str()));
    add(
        "status",
        texts.get("status"),
        known.map(|value| option(value, &super::status::status_word(texts, value))).collect(),
    );
    let owners = edition.lists.owners.keys().map(|owner| option(owner, owner)).collect();
    add("owner", texts.get("owner"), owners);
    let tags: Vec<OptionView> = edition.lists.tags.keys().map(|tag| option(tag, tag)).collect();
    add("tag", texts.get("tags"), tags);
    for (id, title, options) in dimension_options(edition) {
        add(&id, &title, options);
    }
    let years: BTreeSet<i16> = edition
        .shown()
        .filter_map(|(_, plan)| plan.period.as_ref())
        .flat_map(|period| [period.value.start.year(), period.value.end.year()])
        .collect();
    let years = years.into_iter().map(|year| option(&year.to_string(), &year.to_string())).collect();
    add("year", texts.get("period"), years);
    filters
}

/// For each dimension the values that plans have, with those above them, as a tree.
fn dimension_options(edition: &Edition) -> Vec<(String, String, Vec<OptionView>)> {
    let mut used: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
    for (_, plan) in edition.shown() {
        for (id, value) in &plan.dimensions {
            used.entry(id.0).or_default().extend(above(edition, *id, &value.value).map(str::to_owned));
        }
    }
    let mut result = Vec::new();
    for (at, values) in used {
        let Some(dimension) = edition.site.config.dimensions.get(usize::from(at)) else { continue };
        let mut options: Vec<OptionView> = dimension
            .values
            .iter()
            .filter(|value| values.contains(&value.id))
            .map(|value| OptionView {
                value: value.id.clone(),
                text: format!("{}{}", "\u{2003}".repeat(value.depth as usize), value.title),
                depth: value.depth,
            })
            .collect();
        let open = values.iter().filter(|value| !dimension.values.iter().any(|known| known.id == **value));
        options.extend(open.map(|value| OptionView { value: value.clone(), text: value.clone(), depth: 0 }));
        result.push((dimension.id.clone(), dimension.title.clone(), options));
    }
    result
}
