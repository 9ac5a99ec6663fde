//! What the other pages show.

use super::checks::ProblemView;
use super::lists::{FilterView, ListView, PlanTableView};
use super::numbers::{AnswerView, MiniView, PanelView, StatView};
use super::plan::ContentView;
use super::shell::LinkView;
use serde::Serialize;

/// `metric`: the page of a metric.
#[derive(Clone, Debug, Serialize)]
pub struct MetricView {
    /// Its title.
    pub title: String,
    /// Unit, how it adds up, other names.
    pub facts: Vec<String>,
    /// The figures at the head.
    pub mini: Vec<MiniView>,
    /// The words in the field that filters the first table.
    pub filter: String,
    /// Its tables: by quarter of a year, then by year.
    pub tables: Vec<AnswerView>,
    /// The first table as CSV.
    pub csv: String,
    /// The first table as JSON.
    pub json: String,
    /// The first table as charts, on one scale.
    pub panels: Vec<PanelView>,
    /// Their unit, in words.
    pub panels_note: String,
    /// What they show, in a sentence made from their numbers; empty where nothing can be compared.
    pub panels_conclusion: String,
    /// The plans that state it; of many the first.
    pub plans: Option<PlanTableView>,
    /// Where the others are, where there are more.
    pub plans_more: Option<LinkView>,
    /// How many statements, in words.
    pub sources_count: String,
    /// The statements behind the numbers.
    pub sources: ListView,
}

/// `home`: the home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The theme's option `home`: `figures`, `plans`, `quarter`, `late`, `changes`, `findings`, `pages`, in
    /// the order to show them.
    pub parts: Vec<String>,
    /// The day, the quarter, how much of the year has passed, how many plans.
    pub lead: Vec<String>,
    /// The figures that lead.
    pub figures: Vec<StatView>,
    /// The plan tree.
    pub plans: PlanTableView,
    /// How many plans there are, where the tree shows not all.
    pub more: Option<String>,
    /// The phases of the running quarter.
    pub quarter: Option<crate::render::gantt::GanttView>,
    /// How many things are late, in words.
    pub late_count: String,
    /// More are late than are listed here.
    pub late_more: bool,
    /// What is late, the worst first.
    pub late: Vec<LateView>,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// Suppressed findings.
    pub suppressed: usize,
    /// How many findings count, in words.
    pub findings_count: String,
    /// Errors and warnings, in words.
    pub findings_label: String,
    /// What changed, the newest first; empty where the site tells no history.
    pub changes: Vec<super::changes::ChangeView>,
    /// Free pages.
    pub pages: Vec<LinkView>,
}

/// Something that is late.
#[derive(Clone, Debug, Serialize)]
pub struct LateView {
    /// What.
    pub link: LinkView,
    /// How far it is behind; may be empty.
    pub text: String,
    /// How many days it is overdue; may be empty.
    pub late: String,
    /// Numbers, dates, people.
    pub notes: Vec<String>,
}

/// `free`: a free page.
#[derive(Clone, Debug, Serialize)]
pub struct FreePageView {
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Where it can be edited.
    pub edit: Option<String>,
    /// What it holds.
    pub contents: Vec<ContentView>,
    /// Its text.
    pub body_html: String,
    /// All pages by folder.
    pub groups: Vec<PageGroupView>,
    /// The page before it.
    pub previous: Option<LinkView>,
    /// The page behind it.
    pub next: Option<LinkView>,
}

/// Pages of a folder.
#[derive(Clone, Debug, Serialize)]
pub struct PageGroupView {
    /// The folder below `pages/`, or the title of its `index`; empty for those in none.
    pub folder: String,
    /// The current page is one of them.
    pub open: bool,
    /// The pages; the current one has no address.
    pub links: Vec<LinkView>,
}

/// `plans`: the page of all plans.
#[derive(Clone, Debug, Serialize)]
pub struct PlansView {
    /// How many, in words.
    pub count: String,
    /// What they can be filtered by.
    pub filters: Vec<FilterView>,
    /// The plans.
    pub table: PlanTableView,
    /// All plans for programs.
    pub files: super::numbers::FilesView,
}

/// `overview`: the page of all metrics.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewView {
    /// One table a year, the running one first and by quarter.
    pub tables: Vec<AnswerView>,
    /// Metrics without a target.
    pub others: Vec<LinkView>,
}

/// `group`: the page of a value of a dimension, a kind, an owner or a tag.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// What it is: the dimension's title, `種類`, `負責人`, `標籤`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// How many plans, in words.
    pub count: String,
    /// Values directly below.
    pub below: Vec<LinkView>,
    /// Its numbers: one table a year, the running one first and by quarter.
    pub tables: Vec<AnswerView>,
    /// Its plans; of many the first.
    pub plans: PlanTableView,
    /// Where the others are, where there are more.
    pub plans_more: Option<LinkView>,
    /// An owner's tasks, those that are due first; of many the first.
    pub tasks: Option<ListView>,
    /// Where the others are, where there are more.
    pub tasks_more: Option<LinkView>,
    /// The sections of a kind.
    pub sections: Vec<SectionView>,
}

/// A section of a kind.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// Its title.
    pub title: String,
    /// Its depth.
    pub depth: usize,
    /// Whether plans must have it, always or under a condition.
    pub required: bool,
}

/// `timeline`: the page of all phases.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// How many plans, from when to when.
    pub lead: Vec<String>,
    /// The phases.
    pub chart: Option<crate::render::gantt::GanttView>,
    /// What is wrong with them.
    pub problems: Vec<ProblemView>,
    /// All phases for programs.
    pub files: super::numbers::FilesView,
}

/// `budget`: the page of all budgets.
#[derive(Clone, Debug, Serialize)]
pub struct BudgetView {
    /// How many plans, in words.
    pub lead: String,
    /// What they can be filtered by.
    pub filters: Vec<FilterView>,
    /// The items.
    pub table: ListView,
}

/// `tasks`: the page of all tasks.
#[derive(Clone, Debug, Serialize)]
pub struct TasksView {
    /// How many are open and late, in words.
    pub lead: String,
    /// What they can be filtered by.
    pub filters: Vec<FilterView>,
    /// The tasks.
    pub table: ListView,
}

/// `graph`: the page of what ties plans together.
#[derive(Clone, Debug, Serialize)]
pub struct GraphView {
    /// How many plans and ties, in words.
    pub label: String,
    /// The picture.
    pub svg_html: String,
    /// The ties as a table.
    pub table: ListView,
}
