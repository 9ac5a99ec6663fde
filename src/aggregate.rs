//! Statements and plan tree → answers: what the numbers of all plans add up to, by metric, scope, plan,
//! owner and so on, and from which statements each sum comes.
//!
//! # What lies in what
//! A *scope* is a period and values of dimensions. It lies in another one where its period does and where,
//! for every dimension that the other restricts, it has a value at or below the other's. No value means all of
//! the dimension, no period all time.
//!
//! # One plan
//! A statement that lies in another one of its plan is a part of it . Parts that overlap without one
//! lying in the other (by channel and by month, by month and by week) are alternatives and never added: a
//! query uses the set that answers most of what it asks (rows, columns, conditions; then the one that goes
//! further down in the trees; then the one stated first). A whole that its parts do not fill leaves a rest
//! where the whole stands (*not split*); one that they exceed counts as much as they do. A whole that nobody stated
//! counts as much as the largest alternative.
//!
//! # Targets along the plan tree
//! The tree is that of `parent`; a plan without one hangs below the first plan that it `reviews`. What a
//! review of several plans reports of anything wider than the first is of no plan. A plan's
//! statement gives way to what the plans below it state inside its scope; what these leave of it, never
//! below zero, stays as its remainder. Where a plan below states something wider, all of that which it does not
//! state elsewhere may be what the statement is about, and takes its place. The remainder stands in the parts of the statement only where all that is stated below
//! is stated inside these parts, and where their own remainders do not come to more than its own: a parent's
//! quarters do not fill the cells of children who stated the year. Budgets are targets of their metric.
//! Plans side by side add up, even where their scopes overlap.
//!
//! # Actuals, forecasts, figures
//! These tell of one reality: whoever states it, what lies in another statement's scope is a part of it. Of
//! statements about one scope plans side by side add up; of a plan and those below it, and of all plans and
//! the data of no plan, the larger counts; of figures, which plans quote, the largest. Data of no plan count
//! for a plan (or an owner, a kind …) where they lie inside one of its targets, but not where the plan itself, or a
//! review of it, reports on their scope. What lies in no target of a plan, and in nothing that one says of the same, is
//! nobody's: it has no plan, owner, kind …, so that conditions hold for it where they ask for the contrary.
//!
//! # Cells
//! A piece stands in every row and column in which its scope lies: nodes of a dimension hold everything below
//! them, a rest holds what stands exactly at a node that has rows below it, *not split* what lies in no entry:
//! what is about more, or has no tag, or is nobody's. Rows of plans hold the plan with all below it. Rows of owners, kinds, statuses, tags and parents are
//! queries of their own, as if the row were a condition: they overlap, and only the total counts nothing twice.
//! The sum of a query does not depend on its rows and columns.
//!
//! # Kinds of metrics
//! Flows add. Of stocks, in each cell of time, the last value of each plan and set of dimension values counts
//! ([`Cell::as_of`] says of which day), and these add over dimensions. Ratios are recomputed from the sums of their
//! parts where both tell of the same places (figures stand in for a whole without statements of the kind asked for,
//! those of the part's places alone); else the one statement that is exactly about a cell shows itself, and where one plan
//! alone speaks there, about its own place; else the cell says why it is empty. Progress is actual ÷ target, or target ÷
//! actual where less is better; of floors and ceilings the bound counts. It is empty where something was reached
//! whose target is about more time than the cell, and nothing of that target, nor of a plan above or below its own,
//! stands in the cell for that place.
//!
//! # Intervals
//! Sums add bounds. What is left of a whole is taken bound by bound, at least zero: a floor that is reached leaves
//! nothing. Approximations stay approximate. A sum shows the finest digit of its parts.

mod amount;
mod answer;
mod around;
mod base;
mod boxes;
mod by_scope;
mod cascade;
mod choice;
mod components;
mod containers;
mod counterpart;
mod facts;
mod flow;
mod forest;
mod lane;
mod lead;
mod list;
mod numbers;
mod order;
mod own_parts;
mod own_words;
mod parts;
mod pieces;
mod plan;
mod plan_tree;
mod ratio;
mod reading;
mod realities;
mod said;
mod same;
mod scope;
mod shape;
mod selected;
mod slices;
mod summing;
mod sums;
mod table;
mod tally;
mod targets;
mod things;
mod time;
mod together;
mod touched;
mod unattached;
mod uneven;
mod voice;

pub use answer::{answer, reading};
pub use facts::{Facts, StatementRef};
pub use lead::{PlanLead, elapsed, plan_lead};
pub use list::{Listing, list};
pub use own_parts::{Differing, OwnPart, own_parts, unreached};
pub use parts::Parts;
pub use plan::{PlanTarget, plan_targets};
pub use table::{Answer, Cell, Head, Key, Reason, Role, Series};
pub use things::Item;
pub use together::Together;
