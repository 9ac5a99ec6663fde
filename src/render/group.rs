//! Pages of what plans have in common: a value of a dimension, a kind, an owner, a tag; and the overview of
//! all metrics, which is a table of the same shape.

use super::answers::Shown;
use super::by_value::SHOWN;
use super::edition::Edition;
use super::key::{PageKey, encode};
use super::metric::not_split;
use super::tables::Tables;
use super::texts::Texts;
use super::view::{AnswerView, GroupView, LinkView, ListView, OverviewView, SectionView};
use super::{rows, years};
use crate::aggregate::{Answer, Item, Role, answer};
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::period::Period;
use crate::schema::{Required, SectionSchema};
use crate::view::{Axis, Condition, Filter, Query, Subject, Term};
use std::collections::BTreeSet;

/// The metrics that anybody has a target of, in the order of the configuration.
pub(super) fn with_targets(edition: &Edition) -> Vec<MetricId> {
    let aimed = |kind: StatementKind| matches!(kind, StatementKind::Target | StatementKind::Budget);
    (0..edition.site.config.metrics.len())
        .map(|at| MetricId(at as u16))
        .filter(|id| {
            let mut list = super::metric::statements(edition, *id).iter();
            list.any(|at| at.get(&edition.site).is_some_and(|statement| aimed(statement.kind)))
        })
        .collect()
}

/// The years in which anything is to be reached.
pub(super) fn target_years(edition: &Edition, metrics: &[MetricId]) -> Vec<Period> {
    let years: BTreeSet<Period> = metrics.iter().flat_map(|id| years::of_metric(edition, *id)).collect();
    years.into_iter().collect()
}

/// Numbers by metric: everything that the filter leaves in.
struct Numbers<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    from: &'a str,
    id: String,
    terms: Vec<Condition>,
    year: Option<Period>,
    columns: Option<Axis>,
}

impl Numbers<'_> {
    /// The table; nothing where no number is left.
    fn view(&self) -> Option<AnswerView> {
        let edition = self.edition;
        let metrics = edition.aims.0.clone();
        if metrics.is_empty() {
            return None;
        }
        if let ([Condition::Dimension(id, values)], Some(year)) = (&self.terms[..], self.year)
            && let [value] = &values[..]
        {
            let asked = (year, self.columns.is_some());
            let world = (&*edition.site, &*edition.facts);
            return self.shown(edition.by_value.of(world, &metrics, (*id, value), asked));
        }
        let terms = self.terms.iter().cloned().chain(self.year.map(|year| Condition::Period(vec![year])));
        let terms = terms.map(|condition| Term { condition, negated: false }).collect();
        let query = Query {
            subject: Subject::Targets,
            metrics,
            rows: Axis::Metric,
            columns: self.columns,
            filter: Filter { terms },
            show: SHOWN.to_vec(),
            totals: true,
            sort: None,
            limit: None,
        };
        self.shown(answer(&edition.facts, &edition.site, &query))
    }

    fn shown(&self, answer: Answer) -> Option<AnswerView> {
        let (edition, texts) = (self.edition, self.texts);
        let answer = without_empty_rows(answer);
        if answer.rows.is_empty() {
            return None;
        }
        let title = texts.get("metric");
        let label = match &self.year {
            Some(year) => format!("{title} {}", texts.period(year)),
            None => title.to_owned(),
        };
        Some(
            Shown {
                edition,
                texts,
                from: self.from,
                id: self.id.clone(),
                label,
                corner: title.to_owned(),
                days: self.year.map(|year| (year.start, year.end)),
                sources: None,
                not_split: not_split(texts, edition, self.columns),
                reduced: true,
            }
            .view(&answer),
        )
    }
}

/// Metrics do not add up, and a metric without a number says nothing here.
fn without_empty_rows(mut answer: Answer) -> Answer {
    let keep: Vec<bool> = answer
        .rows
        .iter()
        .zip(&answer.cells)
        .map(|(head, cells)| {
            head.role == Role::Entry && cells.iter().flatten().any(|cell| cell.amount.is_some())
        })
        .collect();
    let mut flags = keep.iter();
    answer.rows.retain(|_| flags.next().copied().unwrap_or(false));
    let mut flags = keep.iter();
    answer.cells.retain(|_| flags.next().copied().unwrap_or(false));
    answer
}

/// The overview of all metrics: this year by quarter, the other years as a whole.
pub(super) fn overview(edition: &Edition, texts: &Texts) -> OverviewView {
    let from = edition.path(&PageKey::Targets);
    let years = &edition.aims.1;
    let first = years::nearest(years, edition.site.today);
    let mut tables = Vec::new();
    let others = years.iter().copied().filter(|year| Some(*year) != first).rev();
    for year in first.into_iter().chain(others) {
        let is_first = Some(year) == first;
        let numbers = Numbers {
            edition,
            texts,
            from: &from,
            id: format!("y{}", year.start.year()),
            terms: Vec::new(),
            year: Some(year),
            columns: is_first.then_some(Axis::Quarter),
        };
        if let Some(mut table) = numbers.view() {
            table.label = texts.period(&year);
            tables.push(table);
        }
    }
    let listed = &edition.aims.0;
    let others = (0..edition.site.config.metrics.len()).map(|at| MetricId(at as u16));
    let others = others.filter(|id| !listed.contains(id)).filter_map(|id| {
        let metric = super::figures::metric(&edition.site.config, id)?;
        Some(LinkView::to(&metric.title, edition.href(&from, &PageKey::Metric(id))))
    });
    OverviewView { tables, others: others.collect() }
}

/// The page of a value of a dimension.
pub(super) fn of_value(edition: &Edition, texts: &Texts, id: DimensionId, value: &str) -> GroupView {
    let key = PageKey::Value(id, value.to_owned());
    let from = edition.path(&key);
    let below: Vec<LinkView> = edition
        .lists
        .values
        .keys()
        .filter(|(other, name)| *other == id && name != value && directly_below(edition, id, name, value))
        .map(|(_, name)| {
            let key = PageKey::Value(id, name.clone());
            LinkView::to(edition.value_title(id, name), edition.href(&from, &key))
        })
        .collect();
    let mut plans: Vec<PlanIndex> = Vec::new();
    for ((other, name), list) in &edition.lists.values {
        if *other == id && rows::above(edition, id, name).any(|above| above == value) {
            plans.extend(list);
        }
    }
    plans.sort_unstable();
    plans.dedup();
    let dimension = edition.site.config.dimensions.get(usize::from(id.0));
    let condition = Condition::Dimension(id, vec![value.into()]);
    let base = Group { edition, texts, from: &from, plans };
    GroupView {
        kind: dimension.map_or(String::new(), |dimension| dimension.title.clone()),
        title: edition.value_title(id, value).to_owned(),
        below,
        ..base.view(condition)
    }
}

/// The way to a value: the overview, then the values above it.
pub(super) fn value_crumbs(edition: &Edition, texts: &Texts, id: DimensionId, value: &str) -> Vec<LinkView> {
    let from = edition.path(&PageKey::Value(id, value.to_owned()));
    let mut way: Vec<LinkView> = rows::above(edition, id, value)
        .enumerate()
        .map(|(at, name)| {
            let title = edition.value_title(id, name);
            match at {
                0 => LinkView::plain(title),
                _ => LinkView::to(title, edition.href(&from, &PageKey::Value(id, name.to_owned()))),
            }
        })
        .collect();
    way.push(LinkView::to(texts.get("nav_targets"), edition.href(&from, &PageKey::Targets)));
    way.reverse();
    way
}

fn directly_below(edition: &Edition, id: DimensionId, value: &str, above: &str) -> bool {
    rows::above(edition, id, value).nth(1) == Some(above)
}

/// The page of a kind.
pub(super) fn of_kind(edition: &Edition, texts: &Texts, kind: &str) -> GroupView {
    let from = edition.path(&PageKey::Kind(kind.to_owned()));
    let plans = edition.lists.kinds.get(kind).cloned().unwrap_or_default();
    let mut sections = Vec::new();
    if let Some(schema) = edition.site.schemas.get(kind) {
        list_sections(&schema.sections, 0, &mut sections);
    }
    let base = Group { edition, texts, from: &from, plans };
    GroupView {
        kind: texts.get("kind").to_owned(),
        title: edition.kind_title(kind).to_owned(),
        sections,
        ..base.view(Condition::Kind(vec![kind.into()]))
    }
}

fn list_sections(sections: &[SectionSchema], depth: usize, list: &mut Vec<SectionView>) {
    for section in sections {
        let required = !matches!(section.required, Required::Never);
        list.push(SectionView { title: section.title.clone(), depth, required });
        if depth < 8 {
            list_sections(&section.sections, depth + 1, list);
        }
    }
}

/// The page of an owner.
pub(super) fn of_owner(edition: &Edition, texts: &Texts, owner: &str) -> GroupView {
    let from = edition.path(&PageKey::Owner(owner.to_owned()));
    let plans = edition.lists.owners.get(owner).cloned().unwrap_or_default();
    let mut items: Vec<(bool, Option<jiff::civil::Date>, Item)> = Vec::new();
    for index in &plans {
        for (at, task) in edition.site.plan(*index).tasks.iter().enumerate() {
            if task.owner.as_ref().is_some_and(|of| of.value == owner) {
                let due = task.due.as_ref().map(|due| due.value);
                items.push((task.done, due, Item::Task(*index, at as u32)));
            }
        }
    }
    items.sort_by_key(|(done, due, _)| (*done, due.is_none(), *due));
    let count = items.len();
    let items: Vec<Item> = items.into_iter().take(LISTED).map(|(.., item)| item).collect();
    let tables = Tables { edition, texts, from: &from };
    let all = || edition.href(&from, &PageKey::Tasks);
    let tasks: Option<ListView> =
        (!items.is_empty()).then(|| tables.view(Subject::Tasks, &items, "tasks", texts.get("tasks_title")));
    let base = Group { edition, texts, from: &from, plans };
    GroupView {
        kind: texts.get("owner").to_owned(),
        title: owner.to_owned(),
        tasks,
        tasks_more: more(texts, count, || format!("{}?owner={}", all(), encode(owner))),
        ..base.view(Condition::Owner(vec![owner.into()]))
    }
}

/// The page of a tag.
pub(super) fn of_tag(edition: &Edition, texts: &Texts, tag: &str) -> GroupView {
    let from = edition.path(&PageKey::Tag(tag.to_owned()));
    let plans = edition.lists.tags.get(tag).cloned().unwrap_or_default();
    let base = Group { edition, texts, from: &from, plans };
    GroupView {
        kind: texts.get("tags").to_owned(),
        title: tag.to_owned(),
        ..base.view(Condition::Tag(vec![tag.into()]))
    }
}

/// So many plans, and so many tasks, stand on these pages: the others are found where all are.
const LISTED: usize = 200;

/// The way to all, where there are more than are listed.
fn more(texts: &Texts, count: usize, href: impl Fn() -> String) -> Option<LinkView> {
    let shown = [("n", LISTED.to_string()), ("of", count.to_string())];
    let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (count > LISTED).then(|| LinkView::to(texts.fill("group_cut", &shown), href()))
}

/// The filter of the page of all plans that shows those of a page: its key and value.
fn choice<'c>(edition: &'c Edition, condition: &'c Condition) -> Option<(&'c str, &'c str)> {
    match condition {
        Condition::Dimension(id, values) => Some((edition.dimension_id(*id), values.first()?)),
        Condition::Kind(kinds) => Some(("kind", kinds.first()?)),
        Condition::Owner(owners) => Some(("owner", owners.first()?)),
        Condition::Tag(tags) => Some(("tag", tags.first()?)),
        _ => None,
    }
}

struct Group<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    from: &'a str,
    plans: Vec<PlanIndex>,
}

impl Group<'_> {
    /// What all these pages have: the numbers of each year, and the plans.
    fn view(&self, condition: Condition) -> GroupView {
        let (edition, texts) = (self.edition, self.texts);
        let years = &edition.aims.1;
        let first = years::nearest(years, edition.site.today);
        let mut tables = Vec::new();
        let others = years.iter().copied().filter(|year| Some(*year) != first).rev();
        for year in first.into_iter().chain(others) {
            let numbers = Numbers {
                edition,
                texts,
                from: self.from,
                id: format!("y{}", year.start.year()),
                terms: vec![condition.clone()],
                year: Some(year),
                columns: (Some(year) == first).then_some(Axis::Quarter),
            };
            if let Some(mut table) = numbers.view() {
                table.label = texts.period(&year);
                tables.push(table);
            }
        }
        let listed = self.plans.get(..LISTED).unwrap_or(&self.plans);
        let all = || edition.href(self.from, &PageKey::Plans);
        GroupView {
            kind: String::new(),
            title: String::new(),
            count: texts.count("plans_count", self.plans.len()),
            below: Vec::new(),
            tables,
            plans: rows::of_group(edition, texts, self.from, listed),
            plans_more: more(texts, self.plans.len(), || match choice(edition, &condition) {
                Some((key, value)) => format!("{}?{key}={}", all(), encode(value)),
                None => all(),
            }),
            tasks: None,
            tasks_more: None,
            sections: Vec::new(),
        }
    }
}
