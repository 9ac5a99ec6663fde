//! `Document + Schema → Plan`: what a plan says, typed. Every number is read here once, with its place,
//! and everything else (checks, aggregates, pages, data files) reads these values.

use crate::config::{DimensionId, MetricId};
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, SectionIndex};
use crate::period::Period;
use crate::quantity::Quantity;
use crate::schema::Schema;
use crate::text::{SourceFile, Span};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A value and the bytes that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The parsed file.
    pub document: Document,
    /// The schema of its kind; `None` where the kind is missing or unknown.
    pub schema: Option<Arc<Schema>>,
    /// The value of `kind` (from the file, or from `planpress.yaml` with the span 0..0).
    pub kind: Option<Spanned<String>>,
    /// Its id, in NFC.
    pub id: Spanned<String>,
    /// Its title, never empty.
    pub title: Spanned<String>,
    /// Its status.
    pub status: Option<Spanned<String>>,
    /// Its period.
    pub period: Option<Spanned<Period>>,
    /// Its owners.
    pub owners: Vec<Spanned<String>>,
    /// Its tags.
    pub tags: Vec<Spanned<String>>,
    /// Its summary: `summary`, or the first paragraph of the section with `summary: true`.
    pub summary: Option<Spanned<String>>,
    /// Its language, where it differs from the site's.
    pub lang: Option<Spanned<crate::config::Language>>,
    /// Left out of `build`.
    pub draft: bool,
    /// `date`.
    pub date: Option<Spanned<Date>>,
    /// Old ids.
    pub aliases: Vec<Spanned<String>>,
    /// Values of dimensions: canonical ids (as written for open dimensions).
    pub dimensions: Vec<(DimensionId, Spanned<String>)>,
    /// The kind's own fields that are there and could be typed, in the order of the file.
    pub fields: Vec<Field>,
    /// Ids in relation keys (and in fields of type plan), in the order of the file.
    pub references: Vec<Reference>,
    /// For each section of the document: the path of the schema section that it is (indices down the
    /// tree of [`Schema::sections`]), where it is one.
    pub sections: Vec<Option<Vec<u16>>>,
    /// Everything that counts, in the order of the file.
    pub statements: Vec<Statement>,
    /// Tables with a role, typed.
    pub tables: Vec<RoleTable>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Phases, in the order of the file.
    pub phases: Vec<Phase>,
    /// Tasks: from task tables and from list items that need an owner or a due date.
    pub tasks: Vec<Task>,
    /// `allow:` of the front matter: rule, reason.
    pub allowed: Vec<(Spanned<String>, String)>,
    /// What reading found: values of the wrong type, impossible dates, unreadable quantities, unknown
    /// fields, misspelt sections … Levels are those of the schema; the sink applies the configuration.
    pub findings: Vec<Diagnostic>,
}

/// A field of the kind's own.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// The key's bytes.
    pub key_span: Span,
    /// Its value.
    pub value: Spanned<FieldValue>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text: string, text, person, url, plan (the resolved id), dimension (the canonical id).
    Text(String),
    /// A number.
    Number(Decimal),
    /// A quantity.
    Quantity(Quantity),
    /// `true` or `false`.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A period.
    Period(Period),
    /// Several.
    List(Vec<Spanned<FieldValue>>),
}

/// An id written in front matter.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The relation (`parent` included), or the field's key.
    pub relation: String,
    /// The id as written, made into an id (`id: 'eip-{}'`).
    pub id: Spanned<String>,
    /// A relation of the configuration (or `parent`), not a field.
    pub is_relation: bool,
}

/// What a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementKind {
    /// What is to be reached.
    Target,
    /// What was reached.
    Actual,
    /// What is expected.
    Forecast,
    /// A number that others are derived from.
    Figure,
    /// What may be spent.
    Budget,
}

/// A number that counts.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// What is counted.
    pub metric: MetricId,
    /// How much, in the metric's unit.
    pub quantity: Quantity,
    /// When. `None` where neither it nor its plan says; then it lies in no period.
    pub period: Option<Period>,
    /// Where: values of dimensions, sorted by dimension, its own before the plan's.
    pub scope: Vec<(DimensionId, Box<str>)>,
    /// Whose: its own, else the plan's first owner.
    pub owner: Option<Box<str>>,
    /// Its weight among the plan's targets, as a fraction.
    pub weight: Option<Decimal>,
    /// A note.
    pub note: Option<Box<str>>,
    /// The bytes of the quantity.
    pub span: Span,
    /// Where it comes from.
    pub origin: Origin,
    /// The group of parts that it belongs to: statements of one plan with the same group split one
    /// whole together; different groups of one whole are alternatives. `None`: it stands by itself.
    pub split: Option<Split>,
}

/// Membership in a group of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The number of the group in its plan.
    pub group: u32,
    /// The statement of the plan that the group splits (index in [`Plan::statements`]), where it is stated.
    pub whole: Option<u32>,
}

/// Where a statement was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Front matter.
    FrontMatter,
    /// A table of the body: the index in [`Plan::tables`], row and column (0-based, without the heading row).
    Table {
        /// Index in [`Plan::tables`].
        table: u32,
        /// Row.
        row: u32,
        /// Column.
        column: u32,
    },
    /// A line of a CSV file.
    Data,
}

/// A table with a role.
#[derive(Clone, Debug)]
pub struct RoleTable {
    /// The section that it stands in.
    pub section: SectionIndex,
    /// Its bytes.
    pub span: Span,
    /// The heading row's bytes.
    pub header_span: Span,
    /// The path of its schema section and the index in `tables` there.
    pub rule: (Vec<u16>, usize),
    /// For each of its columns: the index in the rule's `columns`, where it is one.
    pub columns: Vec<Option<usize>>,
    /// Stated totals and derived figures that must agree with others.
    pub equations: Vec<Equation>,
    /// The first column's bytes of each row, and whether it is a row of totals or subtotals.
    pub rows: Vec<(Span, RowKind)>,
}

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An entry.
    Entry,
    /// A sum of the entries since the last subtotal.
    Subtotal,
    /// The sum of all entries.
    Total,
}

/// A stated figure that follows from others, typed so that one function can check them all.
#[derive(Clone, Debug)]
pub struct Equation {
    /// The rule that checks it: `sum-mismatch`, `share-mismatch`, `product-mismatch`, `growth-mismatch`, `weight-sum`.
    pub rule: &'static str,
    /// The figure as stated.
    pub stated: Spanned<Quantity>,
    /// What it must be: for sums the terms to add, for products the factors, for shares part and whole,
    /// for growth the value now and before.
    pub terms: Vec<Spanned<Quantity>>,
    /// The words for the terms in a message: `rows 2 to 6`, `price × count`.
    pub of: String,
    /// Targets are exact: no rounding is allowed for.
    pub exact: bool,
    /// The parts may be less than the total (the rest is not split).
    pub partial: bool,
}

/// A budget table.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Index in [`Plan::tables`].
    pub table: u32,
    /// The metric of the amounts.
    pub metric: Option<MetricId>,
    /// The items.
    pub items: Vec<BudgetItem>,
    /// The total as stated.
    pub total: Option<Spanned<Quantity>>,
}

/// A row of a budget.
#[derive(Clone, Debug)]
pub struct BudgetItem {
    /// What it is for.
    pub name: Spanned<String>,
    /// Price of one.
    pub price: Option<Spanned<Quantity>>,
    /// How many.
    pub count: Option<Spanned<Quantity>>,
    /// How many times.
    pub times: Option<Spanned<Quantity>>,
    /// The amount.
    pub amount: Option<Spanned<Quantity>>,
    /// Its share of the total, in percent.
    pub share: Option<Spanned<Quantity>>,
}

/// A phase or milestone.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its name, ordinal included.
    pub name: Spanned<String>,
    /// From its first to its last day; a milestone is one day.
    pub period: Spanned<Period>,
    /// A milestone rather than a stretch.
    pub milestone: bool,
    /// Its owner.
    pub owner: Option<Spanned<String>>,
    /// The section that it stands in (or is).
    pub section: SectionIndex,
    /// Phases with the same group follow one another (one table, or one section's headings).
    pub group: u32,
    /// The schema's rule for its group.
    pub rule: Option<Arc<crate::schema::PhaseRule>>,
}

/// Something that somebody has to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// What, without owner and due date.
    pub name: Spanned<String>,
    /// Who (`@李明`).
    pub owner: Option<Spanned<String>>,
    /// Until when.
    pub due: Option<Spanned<Date>>,
    /// Whether it is done.
    pub done: bool,
    /// Whether the schema wants an owner; a due date.
    pub needs: (bool, bool),
    /// The section that it stands in.
    pub section: SectionIndex,
}

/// A free page: Markdown with views.
#[derive(Clone, Debug)]
pub struct Page {
    /// The parsed file.
    pub document: Document,
    /// Path below `pages/` without `.md`: `manual/links`.
    pub key: String,
    /// Its title, never empty.
    pub title: String,
    /// Its language, where it differs from the site's.
    pub lang: Option<crate::config::Language>,
    /// Its place among its neighbours (`order:`), then by title.
    pub order: i64,
    /// Its summary.
    pub summary: Option<String>,
    /// What reading found.
    pub findings: Vec<Diagnostic>,
}

/// Statements of `data/*.csv`, each of one file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Its statements, with the plan's id where the row names one.
    pub rows: Vec<(Option<Spanned<String>>, Statement)>,
    /// What reading found.
    pub findings: Vec<Diagnostic>,
}
