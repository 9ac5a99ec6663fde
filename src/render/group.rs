//! Pages of what plans have in common: a value of a dimension, a kind, an owner, a tag; and the overview of
//! all metrics, which is a table of the same shape.

use super::answers::{NotSplit, Shown};
use super::by_axis::Span;
use super::data::{self, PlanTable, files};
use super::edition::Edition;
use super::key::{PageKey, encode};
use super::metric::{statements, teller};
use super::output::pages_with_tables;
use super::paths::OTHER;
use super::tables::Tables;
use super::texts::Texts;
use super::view::{AnswerView, GroupView, LinkView, ListView, OverviewView, SectionView};
use super::{rows, work, years};
use crate::aggregate::{Answer, Item, Key, Role};
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::model::{StatementKind, Task};
use crate::period::Period;
use crate::schema::{Required, SectionSchema};
use crate::view::{Axis, Subject};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The metrics that anybody has a target of, in the order of the configuration.
pub(super) fn with_targets(edition: &Edition) -> Vec<MetricId> {
    let aimed = |kind: StatementKind| matches!(kind, StatementKind::Target | StatementKind::Budget);
    (0..edition.site.config.metrics.len())
        .map(|at| MetricId(at as u16))
        .filter(|id| {
            let mut list = statements(edition, teller(edition, *id)).iter();
            list.any(|at| at.get(&edition.site).is_some_and(|statement| aimed(statement.kind)))
        })
        .collect()
}

/// The times of which these pages show numbers: the year that runs by quarter, then the others as a whole, the
/// latest first; then the periods that lie in no year, and what lies in none of all these.
pub(super) fn spans(edition: &Edition, metrics: &[MetricId]) -> Vec<Span> {
    let years: BTreeSet<Period> = metrics.iter().flat_map(|id| years::of_metric(edition, *id)).collect();
    let years: Vec<Period> = years.into_iter().collect();
    let first = years::nearest(&years, edition.site.today);
    let others = years.iter().copied().filter(|year| Some(*year) != first).rev();
    let mut spans: Vec<Span> = first.map(Span::Quarters).into_iter().chain(others.map(Span::Whole)).collect();
    if metrics.iter().any(|id| years::has_others(edition, *id)) {
        let over = years::over_ends(edition, metrics);
        spans.extend(over.iter().rev().copied().map(Span::Whole));
        // Parts of ratios may have numbers in more years than the targets.
        let known = years::of_all(edition).into_iter().chain(over);
        spans.push(Span::Outside(known.collect()));
    }
    spans
}

/// The numbers of a page in one time, a row a metric.
pub(super) struct Yearly {
    /// The year, or what lies in none.
    pub span: Span,
    /// The name of its table among those of its page.
    pub name: String,
    /// The numbers.
    pub answer: Arc<Answer>,
}

/// The numbers of what a page is about (of the whole site, where it is the overview), time by time. Times
/// without a number are left out.
pub(super) fn yearly(edition: &Edition, key: &PageKey) -> Arc<Vec<Yearly>> {
    edition.yearly.get(key.clone(), || find_yearly(edition, key))
}

fn find_yearly(edition: &Edition, key: &PageKey) -> Vec<Yearly> {
    let (metrics, spans) = &edition.aims;
    let Some(about) = about(key).filter(|_| !metrics.is_empty()) else { return Vec::new() };
    let numbers = spans.iter().filter_map(|span| {
        let world = (&*edition.site, &*edition.facts);
        let answer = match &about {
            Some((axis, key)) => edition.by_axis.of(world, metrics, (*axis, key), span),
            None => (*edition.by_axis.whole(world, metrics, Axis::Metric, span)).clone(),
        };
        let answer = without_empty_rows(answer);
        let name =
            || span.period().map_or_else(|| OTHER.to_owned(), |period| years::file_name(edition, &period));
        (!answer.rows.is_empty()).then(|| Yearly {
            span: span.clone(),
            name: name(),
            answer: Arc::new(answer),
        })
    });
    numbers.collect()
}

/// What a page is about: a value of an axis; `Some(None)` for everything.
fn about(key: &PageKey) -> Option<Option<(Axis, Key)>> {
    match key {
        PageKey::Targets => Some(None),
        PageKey::Value(id, value) => {
            Some(Some((Axis::Dimension(*id), Key::Value(*id, value.as_str().into()))))
        }
        PageKey::Kind(kind) => Some(Some((Axis::Kind, Key::Kind(kind.as_str().into())))),
        PageKey::Owner(owner) => Some(Some((Axis::Owner, Key::Owner(owner.as_str().into())))),
        PageKey::Tag(tag) => Some(Some((Axis::Tag, Key::Tag(tag.as_str().into())))),
        _ => None,
    }
}

/// The tables of a page's numbers.
fn tables(edition: &Edition, texts: &Texts, key: &PageKey) -> Vec<AnswerView> {
    let from = edition.path(key);
    let table = |numbers: &Yearly| {
        let name = &numbers.name;
        let period = numbers.span.period();
        let mut table = Shown {
            edition,
            texts,
            from: &from,
            id: format!("y{name}"),
            label: period
                .map_or_else(|| texts.get("other_periods").to_owned(), |period| texts.period(&period)),
            corner: texts.get("metric").to_owned(),
            days: period.map(|period| (period.start, period.end)),
            sources: None,
            not_split: NotSplit::along(texts, edition, numbers.span.columns()),
            reduced: true,
        }
        .view(&numbers.answer);
        table.files = Some(files(edition, &from, key, name));
        table
    };
    yearly(edition, key).iter().map(table).collect()
}

/// Finds the numbers of all pages: axis by axis, as the answers of one and what they are made from take more room
/// than the numbers of all pages.
pub(super) fn prepare(edition: &Edition) {
    let (metrics, spans) = &edition.aims;
    let mut pages: BTreeMap<Axis, Vec<PageKey>> = BTreeMap::new();
    for page in pages_with_tables(edition) {
        if let Some(about) = about(&page) {
            pages.entry(about.map_or(Axis::Metric, |(axis, _)| axis)).or_default().push(page);
        }
    }
    for (axis, pages) in pages {
        spans.par_iter().for_each(|span| {
            edition.by_axis.whole((&edition.site, &edition.facts), metrics, axis, span);
        });
        pages.par_iter().for_each(|page| drop(yearly(edition, page)));
        edition.by_axis.forget();
        edition.facts.forget_slices(axis);
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
    let tables = tables(edition, texts, &PageKey::Targets);
    let listed = &edition.aims.0;
    // What is only computed may come to nothing.
    let numbers = yearly(edition, &PageKey::Targets);
    let has_row = |id: MetricId| {
        let mut rows = numbers.iter().flat_map(|numbers| &numbers.answer.rows);
        rows.any(|row| row.key == Key::Metric(id))
    };
    let is_listed =
        |id: &MetricId| listed.contains(id) && (!statements(edition, *id).is_empty() || has_row(*id));
    let others = (0..edition.site.config.metrics.len()).map(|at| MetricId(at as u16));
    let others = others.filter(|id| !is_listed(id)).filter_map(|id| {
        let metric = super::figures::metric(&edition.site.config, id)?;
        Some(LinkView::to(&metric.title, edition.href(&from, &PageKey::Metric(id))))
    });
    OverviewView { tables, others: others.collect() }
}

/// The page of a value of a dimension.
pub(super) fn of_value(edition: &Edition, texts: &Texts, id: DimensionId, value: &str) -> GroupView {
    let key = PageKey::Value(id, value.to_owned());
    let from = edition.path(&key);
    let place = (id, value.to_owned());
    let below = edition.lists.below.get(&place).into_iter().flatten();
    let below = below.map(|name| {
        let key = PageKey::Value(id, name.clone());
        LinkView::to(edition.value_title(id, name), edition.href(&from, &key))
    });
    let dimension = edition.site.config.dimensions.get(usize::from(id.0));
    let base = Group { edition, texts, key: &key, from: &from };
    GroupView {
        kind: dimension.map_or(String::new(), |dimension| dimension.title.clone()),
        title: edition.value_title(id, value).to_owned(),
        below: below.collect(),
        ..base.view()
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

/// The page of a kind.
pub(super) fn of_kind(edition: &Edition, texts: &Texts, kind: &str) -> GroupView {
    let key = PageKey::Kind(kind.to_owned());
    let from = edition.path(&key);
    let mut sections = Vec::new();
    if let Some(schema) = edition.site.schemas.get(kind) {
        list_sections(&schema.sections, 0, &mut sections);
    }
    let base = Group { edition, texts, key: &key, from: &from };
    GroupView {
        kind: texts.get("kind").to_owned(),
        title: edition.kind_title(kind).to_owned(),
        sections,
        ..base.view()
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
    let key = PageKey::Owner(owner.to_owned());
    let from = edition.path(&key);
    let (items, count) = tasks(edition, owner);
    let tables = Tables { edition, texts, from: &from };
    let all = || match work::lists_all_tasks(edition) {
        true => format!("{}?owner={}", edition.href(&from, &PageKey::Tasks), encode(owner)),
        false => files(edition, &from, &PageKey::Tasks, "").csv,
    };
    let tasks = (!items.is_empty()).then(|| {
        let files = Some(files(edition, &from, &key, data::TASKS));
        ListView { files, ..tables.view(Subject::Tasks, &items, "tasks", texts.get("tasks_title")) }
    });
    let base = Group { edition, texts, key: &key, from: &from };
    GroupView {
        kind: texts.get("owner").to_owned(),
        title: owner.to_owned(),
        tasks,
        tasks_more: more(texts, count, all),
        ..base.view()
    }
}

/// The tasks on the page of an owner, what is open first, then by due date; and how many there are in all.
pub(super) fn tasks(edition: &Edition, owner: &str) -> (Vec<Item>, usize) {
    let item = |(item, task): (Item, &Task)| (task.done, task.due.as_ref().map(|due| due.value), item);
    let mut items: Vec<_> = all_tasks(edition, owner).map(item).collect();
    items.sort_by_key(|(done, due, _)| (*done, due.is_none(), *due));
    let count = items.len();
    (items.into_iter().take(LISTED).map(|(.., item)| item).collect(), count)
}

/// Whether an owner has a task.
pub(super) fn has_tasks(edition: &Edition, owner: &str) -> bool {
    all_tasks(edition, owner).next().is_some()
}

fn all_tasks<'e>(edition: &'e Edition, owner: &'e str) -> impl Iterator<Item = (Item, &'e Task)> {
    let plans = edition.lists.owners.get(owner).into_iter().flatten();
    let tasks = plans.flat_map(|index| {
        let tasks = (0..).zip(&edition.site.plan(*index).tasks);
        tasks.map(|(at, task)| (Item::Task(*index, at), task))
    });
    tasks.filter(move |(_, task)| task.owner.as_ref().is_some_and(|of| of.value == owner))
}

/// The page of a tag.
pub(super) fn of_tag(edition: &Edition, texts: &Texts, tag: &str) -> GroupView {
    let key = PageKey::Tag(tag.to_owned());
    let from = edition.path(&key);
    let base = Group { edition, texts, key: &key, from: &from };
    GroupView { kind: texts.get("tags").to_owned(), title: tag.to_owned(), ..base.view() }
}

/// So many plans, and so many tasks, stand on these pages: the others are found where all are.
pub(super) const LISTED: usize = 200;

/// The way to all, where there are more than are listed.
pub(super) fn more(texts: &Texts, count: usize, href: impl Fn() -> String) -> Option<LinkView> {
    let (n, of) = (LISTED.to_string(), count.to_string());
    (count > LISTED).then(|| LinkView::to(texts.fill("group_cut", &[("n", &n), ("of", &of)]), href()))
}

/// The filter of the page of all plans that shows those of a page: its key and value.
fn choice<'c>(edition: &'c Edition, key: &'c PageKey) -> Option<(&'c str, &'c str)> {
    match key {
        PageKey::Value(id, value) => Some((edition.dimension_id(*id), value)),
        PageKey::Kind(kind) => Some(("kind", kind)),
        PageKey::Owner(owner) => Some(("owner", owner)),
        PageKey::Tag(tag) => Some(("tag", tag)),
        _ => None,
    }
}

struct Group<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    key: &'a PageKey,
    from: &'a str,
}

/// All plans that a page is about.
fn plans<'e>(edition: &'e Edition, key: &PageKey) -> &'e [PlanIndex] {
    let lists = &edition.lists;
    let plans = match key {
        PageKey::Value(id, value) => lists.inside.get(&(*id, value.clone())),
        PageKey::Kind(kind) => lists.kinds.get(kind),
        PageKey::Owner(owner) => lists.owners.get(owner),
        PageKey::Tag(tag) => lists.tags.get(tag),
        _ => None,
    };
    plans.map_or(&[], Vec::as_slice)
}

/// Those that it lists.
pub(super) fn listed(edition: &Edition, key: &PageKey) -> PlanTable {
    let all = plans(edition, key);
    PlanTable { plans: first(all).to_vec(), total_count: all.len(), metric: None }
}

fn first(plans: &[PlanIndex]) -> &[PlanIndex] {
    plans.get(..LISTED).unwrap_or(plans)
}

impl Group<'_> {
    /// What all these pages have: the numbers of each year, and the plans.
    fn view(&self) -> GroupView {
        let (edition, texts) = (self.edition, self.texts);
        let tables = tables(edition, texts, self.key);
        let plans = plans(edition, self.key);
        let rows: Vec<_> = first(plans).iter().map(|index| (*index, 0, false)).collect();
        let mut listed = rows::table(edition, texts, self.from, "plans", &rows, None);
        listed.files = (!plans.is_empty()).then(|| files(edition, self.from, self.key, data::PLANS));
        let all = || edition.href(self.from, &PageKey::Plans);
        GroupView {
            kind: String::new(),
            title: String::new(),
            count: texts.count("plans_count", plans.len()),
            below: Vec::new(),
            tables,
            plans: listed,
            plans_more: more(texts, plans.len(), || match choice(edition, self.key) {
                Some((key, value)) => format!("{}?{key}={}", all(), encode(value)),
                None => all(),
            }),
            tasks: None,
            tasks_more: None,
            sections: Vec::new(),
        }
    }
}
