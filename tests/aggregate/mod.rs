//! What the numbers of all plans add up to: examples worked by hand, and random worlds against a second,
//! slow implementation and against the truth that they were made from.

mod asked;
mod brute;
mod compare;
mod expected;
mod over_time;
mod own;
mod plans;
mod progress;
mod ratios;
mod scopes;
mod shuffled;
mod site;
mod span;
mod truth;
mod wholes;
mod worked;
mod world;
