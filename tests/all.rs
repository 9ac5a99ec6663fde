//! The one test binary: promises that no single module can hold.
#![expect(clippy::disallowed_methods, reason = "tests work on real folders")]

mod aggregate;
#[path = "bench/site.rs"]
mod bench_site;
mod check_flags;
mod checks;
mod collisions;
mod commands;
mod data;
mod edges;
mod english;
mod faults;
mod foreign;
mod formats;
mod history;
mod house;
mod links;
mod long_pages;
mod manual;
mod mutation;
mod names;
mod nine;
mod origins;
mod pages;
mod pages_of_numbers;
mod plain;
mod prose;
mod rules;
mod sample;
mod serve;
mod site;
mod staging;
mod support;
mod targets;
mod theme;
mod totals;
mod trouble;
mod unchanged;
mod versions;
mod views;
mod watch;
mod write;
