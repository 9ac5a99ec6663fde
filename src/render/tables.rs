//! Things one by one: phases, budget items, tasks, statements. One shape of table for all of them, on pages
//! of their own and in views.

use super::body;
use super::dates::{days, sort_key};
use super::edition::Edition;
use super::figures;
use super::key::{PageKey, encode_fragment, relative};
use super::number;
use super::phases::phase_href;
use super::plan::section_at;
use super::status::status;
use super::texts::Texts;
use super::view::{HeadView, LinkView, ListCellView, ListRowView, ListView, ready_rows};
use crate::aggregate::{Item, StatementRef};
use crate::link::PlanIndex;
use crate::model::{BudgetItem, Origin, Spanned, Statement, StatementKind};
use crate::quantity::Quantity;
use crate::view::Subject;

/// Where the metric stands in a table of statements; a table of one metric leaves the column out.
const METRIC: usize = 4;

/// Makes tables for a page.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    /// All that is known.
    pub edition: &'a Edition,
    /// The words of the page.
    pub texts: &'a Texts,
    /// The file that the tables stand in.
    pub from: &'a str,
}

impl Tables<'_> {
    /// A table of things of one subject.
    pub(super) fn view(&self, subject: Subject, items: &[Item], id: &str, label: &str) -> ListView {
        self.filtered(subject, items, (id, label), |_| String::new())
    }

    /// The same with what each thing can be filtered by. `names` are its anchor and what it is.
    pub(super) fn filtered(
        &self,
        subject: Subject,
        items: &[Item],
        names: (&str, &str),
        facets: impl Fn(Item) -> String,
    ) -> ListView {
        let row = |item: &Item| Some(ListRowView { facets: facets(*item), ..self.row(*item)? });
        ListView { rows: ready_rows(items.iter().filter_map(row)), ..self.blank(subject, names) }
    }

    /// The same without a row.
    pub(super) fn blank(&self, subject: Subject, (id, label): (&str, &str)) -> ListView {
        ListView {
            id: id.to_owned(),
            label: label.to_owned(),
            heads: self.heads(subject),
            rows: Vec::new(),
            foot: Vec::new(),
            notes: Vec::new(),
            files: None,
        }
    }

    /// The heads, what is looked for first behind the name. Phones leave out those marked `opt`.
    fn heads(&self, subject: Subject) -> Vec<HeadView> {
        let words: &[&str] = match subject {
            Subject::Targets | Subject::Plans => &["plan", "kind", "status", "owner", "period"],
            Subject::Phases => &["phase", "phase_dates", "owner", "plan"],
            Subject::Budget => &[
                "budget_item",
                "budget_amount",
                "budget_price",
                "budget_count",
                "budget_times",
                "budget_share",
                "plan",
            ],
            Subject::Tasks => &["task", "task_state", "task_due", "owner", "plan"],
            Subject::Statements => {
                &["plan", "value", "section", "category", "metric", "period", "scope", "origin"]
            }
        };
        let head = |(sort, key): (usize, &&str)| HeadView {
            text: self.texts.get(key).to_owned(),
            span: 1,
            number: key.starts_with("budget_") && *key != "budget_item" || *key == "value",
            class: match *key {
                "budget_price" | "budget_count" | "budget_times" | "category" | "scope" => "opt",
                _ => "",
            },
            wide: false,
            sort,
            shown: true,
        };
        words.iter().enumerate().map(head).collect()
    }

    /// A thing as a row.
    pub(super) fn row(&self, item: Item) -> Option<ListRowView> {
        match item {
            Item::Plan(plan) => Some(self.plan(plan)),
            Item::Phase(plan, phase) => self.phase(plan, phase),
            Item::Budget(plan, budget, item) => self.budget(plan, budget, item),
            Item::Task(plan, task) => self.task(plan, task),
            Item::Statement(statement) => self.statement(statement),
        }
    }

    /// A cell that leads to a plan.
    pub(super) fn plan_cell(&self, index: PlanIndex) -> ListCellView {
        let plan = self.edition.site.plan(index);
        ListCellView::link(&plan.title.value, self.edition.plan_href(self.from, index))
    }

    /// A cell with a person, who has a page.
    pub(super) fn person(&self, owner: Option<&Spanned<String>>) -> ListCellView {
        match owner {
            Some(name) => {
                let key = PageKey::Owner(name.value.clone());
                ListCellView {
                    class: "nw",
                    ..ListCellView::link(&name.value, self.edition.href(self.from, &key))
                }
            }
            None => ListCellView::nothing(),
        }
    }

    fn people(&self, owners: &[Spanned<String>]) -> ListCellView {
        if owners.len() < 2 {
            return self.person(owners.first());
        }
        let names: Vec<&str> = owners.iter().map(|name| name.value.as_str()).collect();
        let link =
            |name: &&str| LinkView::to(*name, self.edition.href(self.from, &PageKey::Owner((*name).into())));
        let links = names.iter().map(link).collect();
        ListCellView { links, ..ListCellView::text(names.join(self.texts.get("list_separator"))) }
    }

    fn plan(&self, index: PlanIndex) -> ListRowView {
        let edition = self.edition;
        let plan = edition.site.plan(index);
        let kind = plan.kind.as_ref().map(|kind| kind.value.as_str());
        let kind = match kind {
            Some(kind) if plan.schema.is_some() => {
                let key = PageKey::Kind(kind.to_owned());
                ListCellView::link(edition.kind_title(kind), edition.href(self.from, &key))
            }
            Some(kind) => ListCellView::text(kind),
            None => ListCellView::nothing(),
        };
        let status = plan.status.as_ref().map_or_else(ListCellView::nothing, |value| {
            let shown = status(&edition.site.config, self.texts, &value.value);
            ListCellView { status: Some(shown), ..ListCellView::text("") }
        });
        let period = plan.period.as_ref().map_or_else(ListCellView::nothing, |period| {
            ListCellView::text(self.texts.period(&period.value)).sorted(sort_key(&period.value))
        });
        ListRowView::of(vec![self.plan_cell(index), kind, status, self.people(&plan.owners), period])
    }

    fn phase(&self, index: PlanIndex, phase: u32) -> Option<ListRowView> {
        let phase = self.edition.site.plan(index).phases.get(phase as usize)?;
        let period = phase.period.value;
        let href = phase_href(self.edition, index, phase, self.from);
        Some(ListRowView::of(vec![
            ListCellView::link(&phase.name.value, href),
            ListCellView::text(super::gantt::when(period.start, period.end, true))
                .sorted(sort_key(&period))
                .number(),
            self.person(phase.owner.as_ref()),
            self.plan_cell(index),
        ]))
    }

    fn budget(&self, index: PlanIndex, budget: u32, item: u32) -> Option<ListRowView> {
        let budget = self.edition.site.plan(index).budgets.get(budget as usize)?;
        let item: &BudgetItem = budget.items.get(item as usize)?;
        let metric = budget.metric.and_then(|id| figures::metric(&self.edition.site.config, id));
        let written = |quantity: Option<&Spanned<Quantity>>| match quantity {
            Some(quantity) => {
                let figure = number::scaled(&quantity.value.amount, rust_decimal::Decimal::ONE);
                ListCellView::figure(&figure)
            }
            None => ListCellView::nothing().number(),
        };
        let amount = match &item.amount {
            Some(quantity) => {
                let unit = metric.map_or("", number::unit);
                let figure = number::figure(&quantity.value.amount, metric);
                ListCellView { unit: unit.to_owned(), ..ListCellView::figure(&figure) }
            }
            // In line with the digits of the others, which have a unit behind them.
            None => ListCellView { unit: "\u{a0}".to_owned(), ..ListCellView::nothing().number() },
        };
        Some(ListRowView::of(vec![
            ListCellView::link(&item.name.value, self.place_href(index, item.name.span.start)),
            amount,
            written(item.price.as_deref()),
            written(item.count.as_deref()),
            written(item.times.as_deref()),
            written(item.share.as_ref()),
            self.plan_cell(index),
        ]))
    }

    fn task(&self, index: PlanIndex, task: u32) -> Option<ListRowView> {
        let task = self.edition.site.plan(index).tasks.get(task as usize)?;
        let today = self.edition.site.today;
        let due = task.due.as_ref().map_or_else(ListCellView::nothing, |due| {
            ListCellView::text(self.texts.day_near(due.value, today))
                .sorted(due.value.to_string())
                .number_left()
        });
        let late = task.due.as_ref().filter(|due| !task.done && due.value < today);
        let state = match late {
            Some(due) => {
                let n = days(due.value, today);
                let words = self.texts.count("late_overdue", n.unsigned_abs() as usize);
                ListCellView { class: "bad", ..ListCellView::text(words) }.sorted(n.to_string())
            }
            None if task.done => {
                ListCellView { class: "m", ..ListCellView::text(self.texts.get("task_done")) }
                    .sorted("-999999".to_owned())
            }
            None => ListCellView::text(self.texts.get("task_open")).sorted("-1".to_owned()),
        };
        Some(ListRowView::of(vec![
            ListCellView::link(
                body::with_titles(self.edition, index, &task.name),
                self.section_href(index, task.section),
            ),
            state,
            due,
            self.person(task.owner.as_ref()),
            self.plan_cell(index),
        ]))
    }

    fn statement(&self, reference: StatementRef) -> Option<ListRowView> {
        let statement = reference.get(&self.edition.site)?;
        let metric = figures::metric(&self.edition.site.config, statement.metric);
        let title = metric.map_or("", |metric| metric.title.as_str());
        let href = self.edition.href(self.from, &PageKey::Metric(statement.metric));
        let mut cells = self.sources(reference)?;
        cells.insert(METRIC, ListCellView::link(title, href));
        Some(ListRowView::of(cells))
    }

    /// A table of statements of one metric without a row.
    pub(super) fn blank_sources(&self, names: (&str, &str)) -> ListView {
        let mut table = self.blank(Subject::Statements, names);
        table.heads.remove(METRIC);
        (0..).zip(&mut table.heads).for_each(|(at, head)| head.sort = at);
        table
    }

    /// The cells of a statement in a table of one metric: plan, value, section, category, period, scope, origin.
    pub(super) fn sources(&self, reference: StatementRef) -> Option<Vec<ListCellView>> {
        let edition = self.edition;
        let statement = reference.get(&edition.site)?;
        let place = reference.place(&edition.site)?;
        let metric = figures::metric(&edition.site.config, statement.metric);
        let figure = number::figure(&statement.quantity.amount, metric);
        let (plan, section) = match reference {
            StatementRef::Plan(index, _) => (self.plan_cell(index), self.statement_section(index, statement)),
            StatementRef::Data(file, row) => {
                let named = edition
                    .site
                    .data
                    .get(file as usize)
                    .and_then(|file| file.rows.get(row as usize))
                    .and_then(|(plan, _)| edition.site.graph.ids.get(plan.as_ref()?.value.as_str()));
                let plan = named.map_or_else(ListCellView::nothing, |index| self.plan_cell(*index));
                (plan, ListCellView::text(self.texts.get("section_data")))
            }
        };
        let period = statement.period.map_or_else(ListCellView::nothing, |period| {
            ListCellView::text(period.key()).sorted(sort_key(&period)).number_left()
        });
        let written = format!("{}:{}", place.source.path, place.start().line);
        let edit = super::checks::edit_url(edition, &place.source.path);
        let origin = ListCellView { class: "path", href: edit, ..ListCellView::text(written) };
        let scope: Vec<&str> =
            statement.scope.iter().map(|(id, value)| edition.value_title(*id, value)).collect();
        Some(vec![
            plan,
            ListCellView {
                title: statement.quantity.text.to_string(),
                unit: metric.map_or("", number::unit).to_owned(),
                ..ListCellView::figure(&figure)
            },
            section,
            ListCellView::text(self.texts.get(kind_key(statement.kind))),
            period,
            ListCellView::text(scope.join(self.texts.get("list_separator"))),
            origin,
        ])
    }

    /// The section of a statement, or the front matter.
    fn statement_section(&self, index: PlanIndex, statement: &Statement) -> ListCellView {
        let plan = self.edition.site.plan(index);
        match (statement.origin, section_at(&plan.document, statement.span.start)) {
            (Origin::FrontMatter, _) | (_, None) => {
                let page = self.edition.plan_href(self.from, index);
                // Only targets have a section of their own; actuals of a review stand in no other place of its page.
                let anchor = if statement.kind == StatementKind::Target { "p:targets" } else { "p:main" };
                ListCellView::link(self.texts.get("section_front"), format!("{page}#{anchor}"))
            }
            (_, Some((title, _))) => ListCellView::link(title, self.place_href(index, statement.span.start)),
        }
    }

    /// The heading above a place in a plan.
    fn place_href(&self, index: PlanIndex, at: u32) -> String {
        let page = relative(self.from, self.edition.plan_path(index));
        match section_at(&self.edition.site.plan(index).document, at) {
            Some((_, anchor)) => format!("{page}#{}", encode_fragment(anchor)),
            None => page,
        }
    }

    /// A section of a plan.
    fn section_href(&self, index: PlanIndex, section: usize) -> String {
        let page = relative(self.from, self.edition.plan_path(index));
        let plan = self.edition.site.plan(index);
        match plan.document.sections.get(section).and_then(|section| section.heading.as_ref()) {
            Some(heading) => format!("{page}#{}", encode_fragment(&heading.anchor)),
            None => page,
        }
    }
}

/// The word of a kind of statement.
pub(super) fn kind_key(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Target => "statement_target",
        StatementKind::Actual => "statement_actual",
        StatementKind::Forecast => "statement_forecast",
        StatementKind::Figure => "statement_figure",
        StatementKind::Budget => "statement_budget",
    }
}
