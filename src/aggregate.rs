//! Statements and plan tree → answers: what the numbers of all plans add up to, by metric, scope, plan,
//! owner and so on, and from which statements each sum comes.

mod amount;
mod answer;
mod cascade;
mod choice;
mod components;
mod containers;
mod facts;
mod forest;
mod lane;
mod list;
mod numbers;
mod order;
mod own_words;
mod pieces;
mod plan;
mod plan_tree;
mod ratio;
mod said;
mod scope;
mod sums;
mod table;
mod tally;
mod things;
mod time;
mod unattached;
mod voice;

pub use answer::{answer, reading};
pub use facts::{Facts, StatementRef};
pub use list::{Listing, list};
pub use plan::{PlanTarget, plan_targets};
pub use table::{Answer, Cell, Head, Key, Reason, Role, Series};
pub use things::Item;
