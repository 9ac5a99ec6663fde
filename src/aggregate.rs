//! Statements and plan tree → answers: what the numbers of all plans add up to, by metric, scope, plan,
//! owner and so on, and from which statements each sum comes.

mod answer;
mod facts;
mod list;
mod plan;
mod table;

pub use answer::{answer, reading};
pub use facts::{Facts, StatementRef};
pub use list::{Item, Listing, list};
pub use plan::{PlanTarget, plan_targets};
pub use table::{Answer, Cell, Head, Key, Reason, Role, Series};
