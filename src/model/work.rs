//! What a plan wants to spend and do: budgets, phases, tasks. Apart from the statements because these
//! have names and dates of their own.

use super::Spanned;
use crate::config::MetricId;
use crate::parse::SectionIndex;
use crate::period::Period;
use crate::quantity::Quantity;
use compact_str::CompactString;
use jiff::civil::Date;

/// A budget table.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Index among the typed tables (`Details::tables`).
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
    /// Price of one; with the next two apart, as most budgets have none of them.
    pub price: Option<Box<Spanned<Quantity>>>,
    /// How many.
    pub count: Option<Box<Spanned<Quantity>>>,
    /// How many times.
    pub times: Option<Box<Spanned<Quantity>>>,
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
    pub rule: Option<crate::schema::PhaseRule>,
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
    /// The headings of the columns of its table that say them.
    pub columns: [Option<CompactString>; 2],
    /// The section that it stands in.
    pub section: SectionIndex,
}
