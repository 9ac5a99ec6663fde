//! Budgets and tasks across all plans.

use super::data::files;
use super::edition::Edition;
use super::figures;
use super::key::PageKey;
use super::number;
use super::status::status_word;
use super::tables::Tables;
use super::texts::Texts;
use super::view::{BudgetView, FilterView, ListCellView, ListRowView, OptionView, TasksView};
use crate::aggregate::{Item, list};
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::model::{Budget, BudgetItem, Task};
use crate::quantity::Amount;
use crate::view::{List, Subject};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The view of the page of budgets.
pub(super) fn budget(edition: &Edition, texts: &Texts) -> BudgetView {
    let from = edition.path(&PageKey::Budget);
    let listing = list(&edition.facts, &edition.site, &List::all(Subject::Budget));
    let plans = plans_of(&listing.items);
    let listed = largest(edition, &listing.items);
    let tables = Tables { edition, texts, from: &from };
    let names = ("budget", texts.get("budget_title"));
    let mut table = tables.filtered(Subject::Budget, &listed, names, |item| match item {
        Item::Budget(plan, ..) => plan_facets(edition, plan),
        _ => String::new(),
    });
    let mut lead = texts.count("budget_lead", plans.len());
    if listed.len() < listing.items.len() {
        let (n, of) = (listed.len().to_string(), listing.items.len().to_string());
        lead.push_str(" · ");
        lead.push_str(&texts.fill("budget_cut", &[("n", &n), ("of", &of)]));
    }
    for (id, amount, _) in &listing.totals {
        let metric = figures::metric(&edition.site.config, *id);
        let figure = number::figure(amount, metric);
        let title = metric.map_or("", |metric| metric.title.as_str());
        let blank = || ListCellView::text("");
        let added: Amount = listing.items.iter().filter_map(|item| amount_of(edition, *item, *id)).sum();
        if (added.low, added.high) != (amount.low, amount.high) {
            table.notes = vec![texts.get("total_once").to_owned()];
        }
        let amount = ListCellView {
            unit: metric.map_or("", number::unit).to_owned(),
            ..ListCellView::figure(&figure)
        };
        let words = texts.fill("total_of", &[("name", title)]);
        table.foot.push(ListRowView::of(vec![
            ListCellView::link(words, edition.href(&from, &PageKey::Metric(*id))),
            amount,
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
        ]));
    }
    table.files = (!table.rows.is_empty()).then(|| files(edition, &from, &PageKey::Budget, ""));
    BudgetView { lead, filters: plan_filters(edition, texts, &plans_of(&listed)), table }
}

/// The plans whose budgets these are of.
fn plans_of(items: &[Item]) -> BTreeSet<PlanIndex> {
    let plan = |item: &Item| if let Item::Budget(plan, ..) = item { Some(*plan) } else { None };
    items.iter().filter_map(plan).collect()
}

/// The largest items in the order of all, where all would be too many.
fn largest(edition: &Edition, all: &[Item]) -> Vec<Item> {
    let size = |item: &Item| {
        let amount = budget_of(edition, *item)?.1.amount.as_ref()?.value.amount;
        amount.high.or(amount.low)
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    if all.len() > LISTED {
        order.sort_by_cached_key(|at| Reverse(size(&all[*at])));
        order.truncate(LISTED);
        order.sort_unstable();
    }
    order.into_iter().map(|at| all[at]).collect()
}

/// A budget, and the item of it that an item is.
fn budget_of(edition: &Edition, item: Item) -> Option<(&Budget, &BudgetItem)> {
    let Item::Budget(plan, budget, at) = item else { return None };
    let budget = edition.site.plan(plan).budgets.get(budget as usize)?;
    Some((budget, budget.items.get(at as usize)?))
}

/// The amount of a budget's item, where it is of a metric.
fn amount_of(edition: &Edition, item: Item, metric: MetricId) -> Option<Amount> {
    let (budget, item) = budget_of(edition, item)?;
    let amount = item.amount.as_ref()?;
    (budget.metric == Some(metric)).then_some(amount.value.amount)
}

fn plan_facets(edition: &Edition, plan: PlanIndex) -> String {
    let plan = edition.site.plan(plan);
    let mut words = vec![format!("plan:{}", plan.id.value)];
    words.extend(plan.kind.iter().map(|kind| format!("kind:{}", kind.value)));
    words.extend(plan.status.iter().map(|status| format!("status:{}", status.value)));
    words.join("\n")
}

fn plan_filters(edition: &Edition, texts: &Texts, plans: &BTreeSet<PlanIndex>) -> Vec<FilterView> {
    let option =
        |value: &str, text: &str| OptionView { value: value.to_owned(), text: text.to_owned(), depth: 0 };
    let titles = plans
        .iter()
        .map(|index| edition.site.plan(*index))
        .map(|plan| option(&plan.id.value, &plan.title.value))
        .collect();
    let kinds: BTreeSet<&str> = plans
        .iter()
        .filter_map(|index| Some(edition.site.plan(*index).kind.as_ref()?.value.as_str()))
        .collect();
    let statuses: BTreeSet<&str> = plans
        .iter()
        .filter_map(|index| Some(edition.site.plan(*index).status.as_ref()?.value.as_str()))
        .collect();
    let lists: [(&str, &str, Vec<OptionView>); 3] = [
        ("plan", texts.get("plan"), titles),
        (
            "kind",
            texts.get("kind"),
            kinds.iter().map(|kind| option(kind, edition.kind_title(kind))).collect(),
        ),
        (
            "status",
            texts.get("status"),
            statuses.iter().map(|value| option(value, &status_word(texts, value))).collect(),
        ),
    ];
    lists
        .into_iter()
        .filter(|(.., options)| options.len() > 1)
        .map(|(key, title, options)| filter(texts, key, title, options))
        .collect()
}

fn filter(texts: &Texts, key: &str, title: &str, options: Vec<OptionView>) -> FilterView {
    FilterView {
        key: key.to_owned(),
        title: title.to_owned(),
        all: texts.fill("filter_all", &[("name", title)]),
        options,
    }
}

/// All tasks: what is open first, by owner, then by due date.
pub(super) fn tasks_by_owner(edition: &Edition) -> Vec<Item> {
    let mut items = Vec::new();
    for (index, plan) in edition.shown() {
        for (at, task) in (0..).zip(&plan.tasks) {
            let owner = task.owner.as_ref().map(|owner| owner.value.as_str());
            let due = task.due.as_ref().map(|due| due.value);
            items.push(((task.done, owner.is_none(), owner, due.is_none(), due), Item::Task(index, at)));
        }
    }
    items.sort_by(|a, b| a.0.cmp(&b.0));
    items.into_iter().map(|(_, item)| item).collect()
}

/// So many tasks, and items of budgets, stand on the page: one reads and filters these, the files hold all.
const LISTED: usize = 1000;

fn task<'e>(edition: &'e Edition, item: &Item) -> Option<&'e Task> {
    match item {
        Item::Task(index, at) => edition.site.plan(*index).tasks.get(*at as usize),
        _ => None,
    }
}

/// Whether the page of tasks lists them all.
pub(super) fn lists_all_tasks(edition: &Edition) -> bool {
    edition.shown().map(|(_, plan)| plan.tasks.len()).sum::<usize>() <= LISTED
}

/// The first of each owner, open and done, where all would be too many.
fn listed(edition: &Edition, all: &[Item]) -> Vec<Item> {
    if all.len() <= LISTED {
        return all.to_vec();
    }
    let whose = |item: &Item| {
        task(edition, item).map(|task| (task.done, task.owner.as_ref().map(|owner| owner.value.as_str())))
    };
    let groups: Vec<&[Item]> = all.chunk_by(|a, b| whose(a) == whose(b)).collect();
    let each = (LISTED / groups.len()).max(1);
    groups.into_iter().flat_map(|group| group.iter().take(each)).take(LISTED).copied().collect()
}

/// The view of the page of tasks.
pub(super) fn tasks(edition: &Edition, texts: &Texts) -> TasksView {
    let from = edition.path(&PageKey::Tasks);
    let today = edition.site.today;
    let late = |task: &Task| !task.done && task.due.as_ref().is_some_and(|due| due.value < today);
    let all = tasks_by_owner(edition);
    let listed = listed(edition, &all);
    let items: Vec<&Task> = all.iter().filter_map(|item| task(edition, item)).collect();
    let tables = Tables { edition, texts, from: &from };
    let names = ("tasks", texts.get("tasks_title"));
    let mut table = tables.filtered(Subject::Tasks, &listed, names, |item| {
        let Some(task) = task(edition, &item) else { return String::new() };
        let state = match () {
            () if late(task) => "late",
            () if task.done => "done",
            () => "open",
        };
        let owner = task.owner.as_ref().map_or("", |owner| owner.value.as_str());
        format!("owner:{owner}\nstate:{state}")
    });
    if listed.len() < all.len() {
        let (n, of) = (listed.len().to_string(), all.len().to_string());
        table.notes = vec![texts.fill("tasks_cut", &[("n", &n), ("of", &of)])];
    }
    let open = items.iter().filter(|task| !task.done).count().to_string();
    let overdue = items.iter().filter(|task| late(task)).count().to_string();
    let owners: BTreeSet<&str> =
        items.iter().filter_map(|task| Some(task.owner.as_ref()?.value.as_str())).collect();
    let option =
        |value: &str, text: &str| OptionView { value: value.to_owned(), text: text.to_owned(), depth: 0 };
    let owners = owners.into_iter().map(|owner| option(owner, owner)).collect();
    let states = [("late", "task_late"), ("open", "task_open"), ("done", "task_done")];
    let states = states.iter().map(|(value, key)| option(value, texts.get(key))).collect();
    table.files = (!table.rows.is_empty()).then(|| files(edition, &from, &PageKey::Tasks, ""));
    TasksView {
        lead: texts.fill("tasks_lead", &[("open", &open), ("late", &overdue)]),
        filters: vec![
            filter(texts, "owner", texts.get("owner"), owners),
            filter(texts, "state", texts.get("task_state"), states),
        ],
        table,
    }
}
