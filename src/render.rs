//! `Site + Theme + findings → pages`. A page is a function of the edition (site, theme, findings) and its
//! key, and of nothing else: `build` renders all keys in parallel, `serve` the one that is asked for.

mod address;
mod answers;
mod basis;
mod body;
mod bullet;
mod by_axis;
mod chart;
mod changes;
mod checks;
mod collisions;
pub mod data;
mod dates;
mod edition;
mod fault;
mod figures;
pub mod gantt;
mod graph;
mod group;
mod home;
pub mod key;
mod lists;
mod metric;
mod missing;
mod naming;
mod number;
mod options;
mod output;
mod pages;
mod paths;
mod phases;
mod plan;
mod search;
mod shell;
mod rows;
mod status;
mod tables;
mod targets;
mod texts;
mod theme;
mod timeline;
pub mod view;
mod views;
mod work;
mod years;

pub use address::{Addresses, source_of};
pub use basis::{Basis, anew, is_beside_search, text_of};
pub use body::{copied_files, output_of_file};
pub use edition::Edition;
pub use key::PageKey;
pub use lists::Lists;
pub use output::{beside, keys, not_found, page, write};
pub use theme::{EMBEDDED, Theme};

#[cfg(test)]
mod tests;
