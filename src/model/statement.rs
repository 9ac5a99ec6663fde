//! The numbers of a plan as types: statements, how they split one another, tables with a role, and the
//! equations that stated figures must satisfy. Apart from the plan itself because aggregates and checks
//! work on these alone.

use super::Spanned;
use crate::config::{DimensionId, MetricId};
use crate::parse::SectionIndex;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::Span;
use compact_str::CompactString;
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::Arc;

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

impl StatementKind {
    /// Its word in data files and findings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Forecast => "forecast",
            Self::Figure => "figure",
            Self::Budget => "budget",
        }
    }
}

/// Values of dimensions, sorted by dimension. Statements of one place share them.
pub type Places = Arc<[(DimensionId, CompactString)]>;

/// What is said of a number beside what counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// Its weight among the plan's targets, as a fraction.
    pub weight: Option<Decimal>,
    /// A note.
    pub note: Option<CompactString>,
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
    pub scope: Places,
    /// Whose: its own, else the plan's first owner.
    pub owner: Option<Arc<str>>,
    /// It names that owner, who has it alone then: what takes its owner over from a plan belongs to all of them.
    pub names_owner: bool,
    /// What tells it from other parts of the same scope: an item of a budget, the free heading of a row.
    pub item: Option<CompactString>,
    /// What few statements have.
    pub aside: Option<Box<Aside>>,
    /// The bytes of the quantity.
    pub span: Span,
    /// Where it comes from.
    pub origin: Origin,
    /// The group of parts that it belongs to. `None`: it stands by itself.
    pub split: Option<Split>,
    /// It says again what an earlier statement of the plan says (same kind, metric, period, scope and
    /// item): the index of the first one. Such a statement never counts; where the two values differ
    /// they are in conflict.
    pub repeats: Option<u32>,
}

impl Statement {
    /// Its weight among the plan's targets, as a fraction.
    pub fn weight(&self) -> Option<Decimal> {
        self.aside.as_ref()?.weight
    }

    /// The owner that it names itself.
    pub fn own_owner(&self) -> Option<&str> {
        self.owner.as_deref().filter(|_| self.names_owner)
    }

    /// What is noted of it.
    pub fn note(&self) -> Option<&str> {
        self.aside.as_ref()?.note.as_deref()
    }

    /// Whether it is a row of data that is one entry among others of its scope: what was reached and what was budgeted
    /// comes in rows that add up, while a target, a forecast or a figure says all of it.
    pub fn is_entry(&self) -> bool {
        self.origin == Origin::Data && matches!(self.kind, StatementKind::Actual | StatementKind::Budget)
    }

    /// Whether several of one scope may be meant: items of a budget may be alike, and figures bear one label in several
    /// groups of rows.
    pub fn may_be_alike(&self) -> bool {
        match self.kind {
            StatementKind::Budget => true,
            StatementKind::Figure => self.item.is_some(),
            StatementKind::Target | StatementKind::Actual | StatementKind::Forecast => false,
        }
    }

    /// Its quantity and place, as a term of an equation.
    pub(super) fn term(&self) -> Spanned<Quantity> {
        Spanned { value: self.quantity.clone(), span: self.span }
    }

    /// Takes down what few statements have.
    pub(super) fn set_aside(&mut self, weight: Option<Decimal>, note: Option<CompactString>) {
        let is_any = weight.is_some() || note.is_some();
        self.aside = is_any.then(|| Box::new(Aside { weight, note }));
    }

    /// Whether another one says how much of the very same: all but its amount, and where it lies in its file, is alike.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        // All of them by name, so that a field that is added is thought of here.
        let Self {
            kind,
            metric,
            quantity: _,
            period,
            scope,
            owner,
            names_owner,
            item,
            aside,
            span: _,
            origin,
            split,
            repeats,
        } = self;
        *kind == other.kind
            && *metric == other.metric
            && *period == other.period
            && *scope == other.scope
            && *owner == other.owner
            && *names_owner == other.names_owner
            && *item == other.item
            && *aside == other.aside
            && *origin == other.origin
            && *split == other.split
            && *repeats == other.repeats
    }
}

/// Membership in a group of parts. The statements of one plan with the same group split one whole
/// together and add up; different groups of one whole are alternatives (by channel, by month) and are
/// never added to each other. A part can itself be the whole of finer parts along the same axes (a
/// quarter of its months). Groups of one kind and metric without a stated whole are alternatives of a
/// whole that nobody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The number of the group in its plan.
    pub group: u32,
    /// The statement of the plan that the group splits (index in [`super::Plan::statements`]), where it
    /// is stated. It never repeats another.
    pub whole: Option<u32>,
}

/// Where a statement was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Front matter.
    FrontMatter,
    /// A table of the body: the index in [`super::Details::tables`], row and column (0-based, without the heading row).
    Table {
        /// Index in [`super::Details::tables`].
        table: u32,
        /// Row.
        row: u32,
        /// Column.
        column: u32,
    },
    /// A line of a CSV file.
    Data,
}

/// A table that a schema knows.
#[derive(Clone, Debug)]
pub struct RoleTable {
    /// The section that it stands in: the schema's, or a free sub-section of it.
    pub section: SectionIndex,
    /// Its bytes.
    pub span: Span,
    /// The heading row's bytes.
    pub header_span: Span,
    /// The path of its schema section and the index in `tables` there.
    pub rule: (Vec<u16>, usize),
    /// For each of its columns: the index in the rule's `columns`, where it is one.
    pub columns: Vec<Option<usize>>,
    /// Columns (indices of the table) that are one of the rule's but for a typing slip in the heading, each with
    /// where its name stands in the heading's text: a unit behind it is no part of that.
    pub misspelt: Vec<(usize, Range<usize>)>,
    /// The first column's bytes of each row, and what the row is.
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
    /// The figure as stated. For weights: 100 %, under the bytes from the first weight to the last.
    pub stated: Spanned<Quantity>,
    /// What it must be: for sums and weights the terms to add, for products the factors, for shares part
    /// and whole, for growth the value now and the one before.
    pub terms: Vec<Spanned<Quantity>>,
    /// The words for the terms in a message: `the 3 rows above`, `price × count`.
    pub of: CompactString,
    /// Targets are exact: no rounding is allowed for.
    pub exact: bool,
    /// The parts may be less than the total (the rest is not split).
    pub partial: bool,
    /// The table that it stands in; `None`: in front matter, or between a total and parts elsewhere.
    /// Those come last in [`super::Details::equations`], so that a fault inside a table is named there.
    pub table: Option<u32>,
}
