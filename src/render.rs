//! `Site + Theme + findings → pages`. A page is a function of the edition (site, theme, findings) and its
//! key, and of nothing else: `build` renders all keys in parallel, `serve` the one that is asked for.

mod body;
mod bullet;
mod checks;
pub mod data;
mod dates;
mod edition;
mod fault;
pub mod gantt;
pub mod key;
mod lists;
mod number;
mod output;
mod pages;
mod plan;
mod shell;
mod status;
mod targets;
mod texts;
mod theme;
pub mod view;
mod views;

pub use body::output_of_file;
pub use edition::Edition;
pub use key::PageKey;
pub use output::{keys, page};
pub use theme::{EMBEDDED, Theme};
