//! What the numbers of all plans add up to: examples worked by hand, and random worlds against a second,
//! slow implementation and against the truth that they were made from.

mod brute;
mod compare;
mod scopes;
mod truth;
mod worked;
mod world;
