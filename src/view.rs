//! Queries as people write them: the `view` block of plans and pages, and the flags of the command line,
//! become one [`Query`]. What it means is the business of [`crate::aggregate`].

mod filter;
mod flags;
mod names;
mod query;
mod read;

pub use filter::above;
pub use flags::{Flags, filter_from_flags, query_from_flags};
pub use names::Problem;
pub use query::{
    Axis, Chart, Condition, Content, Field, Filter, Form, List, Measure, Query, Sort, SortKey, Subject, Term,
    View,
};
pub use read::read;

#[cfg(test)]
mod tests;
