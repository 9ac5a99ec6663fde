//! What an answer looks like: heads, cells, and why a cell is empty. Apart from the computation because
//! pages, charts and commands read only this.

use super::parts::Parts;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::quantity::Amount;
use crate::view::Measure;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The answer to a query: `cells[row][column][series]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The rows from the top. Trees are in order, each node before what is below it.
    pub rows: Vec<Head>,
    /// The columns from the left. Without a column axis there is one, of role [`Role::Total`].
    pub columns: Vec<Head>,
    /// The numbers of every cell: metric by metric, measure by measure.
    pub series: Vec<Series>,
    /// The cells.
    pub cells: Vec<Vec<Vec<Cell>>>,
    /// Rows that `limit` left out.
    pub cut: usize,
}

/// A number that every cell has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    /// The metric; `None` where the rows or columns are metrics, and for counts of things.
    pub metric: Option<MetricId>,
    /// What of it.
    pub measure: Measure,
}

/// A row's or column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What it stands for. Of a rest: the node whose rest it is.
    pub key: Key,
    /// Its title in the words of the site; empty for roles other than entries.
    pub label: String,
    /// Depth in the tree as shown, 0 at the top.
    pub depth: u32,
    /// The head above it in the tree.
    pub parent: Option<usize>,
    /// What it is.
    pub role: Role,
}

/// What a head stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Nothing: totals, what is not split, plans without a status …
    None,
    /// A value of a dimension (its canonical id).
    Value(DimensionId, Box<str>),
    /// A plan.
    Plan(PlanIndex),
    /// An owner.
    Owner(Box<str>),
    /// A kind.
    Kind(Box<str>),
    /// A status.
    Status(Box<str>),
    /// A tag.
    Tag(Box<str>),
    /// A metric.
    Metric(MetricId),
    /// A period.
    Period(Period),
}

/// What a row or column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A value of the axis, with everything below it.
    Entry,
    /// What belongs to the node above (`parent`) but to none of the nodes below it: *unallocated*.
    Rest,
    /// What belongs to no entry: the yearly target in a table by quarter, the plan without an owner.
    NotSplit,
    /// Everything.
    Total,
}

/// A number with where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The number in the metric's unit; percent for progress. `None`: nothing was stated, never zero.
    pub amount: Option<Amount>,
    /// One unit of its last digit: the finest among the parts, 0.1 for progress and ratios that were
    /// computed, finer where these are small. Zero where there is no number.
    pub step: Decimal,
    /// The statements that it was made from.
    pub parts: Parts,
    /// Why there is no number.
    pub why_empty: Option<Reason>,
    /// How many of the entries below have a number here, where only some do: `(3, 5)` is "3 of 5 have stated".
    pub coverage: Option<(u32, u32)>,
    /// For stocks: the days on which the values that were added held, first and last.
    pub as_of: Option<(Date, Date)>,
}

/// Why a cell is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nobody said anything.
    NothingStated,
    /// Something was said, but for more than this cell (a year, where the cell is a quarter). Of progress also
    /// where only some of what was reached has its target in this cell.
    NotSplit,
    /// A ratio is never added, and its parts are not known.
    RatioNotAdded,
    /// A part of the ratio has no number here.
    RatioPart(MetricId),
    /// The divisor is zero or could be.
    Division,
    /// There is a number, but nothing to compare it with: no target, no actual, nothing allocated.
    NothingToCompare,
}
