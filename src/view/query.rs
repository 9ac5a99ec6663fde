//! What a query asks, as values. Apart from the readers because everything that answers or draws one works
//! on these types alone.

use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::period::Period;

/// A view: what a fenced `view` block asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The caption, where one is given.
    pub title: Option<String>,
    /// How it is shown.
    pub form: Form,
    /// What is shown.
    pub content: Content,
}

/// How a view is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a table.
    Table,
    /// As a drawing with the table behind it.
    Chart(Chart),
}

/// Kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Bars, one a row.
    Bar,
    /// Lines along the rows.
    Line,
    /// Shares of the whole.
    Pie,
    /// Phases along time.
    Gantt,
    /// Actual against target.
    Bullet,
    /// The plan tree.
    Tree,
}

/// What a view shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Numbers by rows and columns: `targets`, and any other subject with `rows`.
    Numbers(Query),
    /// Things one by one: `plans`, `phases`, `budget`, `tasks`, `statements` without `rows`.
    List(List),
}

/// What a query is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Targets with their actuals, by metric.
    Targets,
    /// Plans.
    Plans,
    /// Phases and milestones.
    Phases,
    /// Items of budgets.
    Budget,
    /// Tasks.
    Tasks,
    /// Statements of every kind.
    Statements,
}

impl Subject {
    /// The word in a view: `table: targets`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::Plans => "plans",
            Self::Phases => "phases",
            Self::Budget => "budget",
            Self::Tasks => "tasks",
            Self::Statements => "statements",
        }
    }
}

/// Numbers by rows and columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What is counted: [`Subject::Targets`] sums statements, the others count things (budgets sum their
    /// items).
    pub subject: Subject,
    /// The metrics, in the order asked; never empty for targets. For other subjects: only those of these
    /// metrics (budgets, statements), empty for all.
    pub metrics: Vec<MetricId>,
    /// What the rows are.
    pub rows: Axis,
    /// What the columns are.
    pub columns: Option<Axis>,
    /// What is left in.
    pub filter: Filter,
    /// The numbers of a cell, in the order asked; never empty.
    pub show: Vec<Measure>,
    /// With the row and the column of totals.
    pub totals: bool,
    /// The order of the rows, where it is not the axis's own.
    pub sort: Option<Sort>,
    /// How many rows at most, without rests and totals; totals are those of the whole.
    pub limit: Option<usize>,
}

/// Things one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What is listed; never [`Subject::Targets`].
    pub subject: Subject,
    /// For plans: metrics shown beside them. For budgets and statements: only those of these metrics.
    pub metrics: Vec<MetricId>,
    /// For plans with metrics: the numbers shown.
    pub show: Vec<Measure>,
    /// What is left in.
    pub filter: Filter,
    /// With a row of totals, where there is something to add up.
    pub totals: bool,
    /// The order, where it is not the subject's own.
    pub sort: Option<Sort>,
    /// How many at most.
    pub limit: Option<usize>,
}

impl List {
    /// All things of a subject in its own order, with totals.
    pub fn all(subject: Subject) -> Self {
        Self {
            subject,
            metrics: Vec::new(),
            show: Vec::new(),
            filter: Filter::default(),
            totals: true,
            sort: None,
            limit: None,
        }
    }
}

/// What rows or columns stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// The values of a dimension, as a tree.
    Dimension(DimensionId),
    /// Plans, as a tree.
    Plan,
    /// Owners.
    Owner,
    /// Kinds of plans.
    Kind,
    /// Statuses of plans.
    Status,
    /// Metrics.
    Metric,
    /// Plans by the plan directly above.
    Parent,
    /// Tags of plans.
    Tag,
    /// Years; fiscal years where the site has them.
    Year,
    /// Halves of these.
    Half,
    /// Quarters of these.
    Quarter,
    /// Months.
    Month,
}

/// A number of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// What is to be reached: the sum without double counting.
    Target,
    /// What was reached.
    Actual,
    /// Actual by target, in percent; target by actual where less is better.
    Progress,
    /// What is expected.
    Forecast,
    /// What the plans of exactly this scope say.
    Stated,
    /// What the plans below them say inside it.
    Allocated,
    /// Stated − allocated, negative where more is allocated than stated.
    Gap,
    /// The gap where it is not negative.
    Unallocated,
    /// How many plans state a target here; for other subjects, how many things there are.
    Count,
    /// For budgets: the sum of the items.
    Amount,
}

impl Measure {
    /// The word in a view: `show: [target]`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Progress => "progress",
            Self::Forecast => "forecast",
            Self::Stated => "stated",
            Self::Allocated => "allocated",
            Self::Gap => "gap",
            Self::Unallocated => "unallocated",
            Self::Count => "count",
            Self::Amount => "amount",
        }
    }
}

/// What is left in: all terms must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The terms, in the order written.
    pub terms: Vec<Term>,
}

/// One condition, or its opposite.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The condition.
    pub condition: Condition,
    /// `not: { … }`, `key=!value`.
    pub negated: bool,
}

/// A condition; it holds where any of its values does.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The scope lies at or below one of the values (canonical ids).
    Dimension(DimensionId, Vec<Box<str>>),
    /// The period lies in one of these.
    Period(Vec<Period>),
    /// The plan is of one of these kinds.
    Kind(Vec<Box<str>>),
    /// The plan has one of these statuses.
    Status(Vec<Box<str>>),
    /// One of these owns it.
    Owner(Vec<Box<str>>),
    /// The plan has one of these tags.
    Tag(Vec<Box<str>>),
    /// The plan is one of these or lies below one.
    Plan(Vec<PlanIndex>),
    /// The plan lies directly below one of these.
    Parent(Vec<PlanIndex>),
    /// The number is of one of these metrics.
    Metric(Vec<MetricId>),
    /// The statement is one of these (`table: statements` only).
    Statement(Vec<StatementKind>),
    /// The task is done (`table: tasks` only).
    Done(bool),
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// `-` before the key: the greatest first.
    pub descending: bool,
}

/// What an order goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// A number of the first metric (in the column of totals).
    Measure(Measure),
    /// The row's label.
    Label,
    /// A field of the things listed.
    Field(Field),
}

/// A field of the things listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The plan's title.
    Title,
    /// The plan's id.
    Plan,
    /// Its kind.
    Kind,
    /// Its status, in the order of the configuration.
    Status,
    /// The owner.
    Owner,
    /// The period: its first day, then its last.
    Period,
    /// The first day.
    Start,
    /// The last day.
    End,
    /// The day by which it is due.
    Due,
    /// Whether it is done.
    Done,
    /// The name of a phase, task or item.
    Name,
    /// The amount.
    Amount,
    /// The metric, in the order of the configuration.
    Metric,
}

impl Field {
    /// The word in a view: `sort: -due`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Plan => "plan",
            Self::Kind => "kind",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Period => "period",
            Self::Start => "start",
            Self::End => "end",
            Self::Due => "due",
            Self::Done => "done",
            Self::Name => "name",
            Self::Amount => "amount",
            Self::Metric => "metric",
        }
    }
}
