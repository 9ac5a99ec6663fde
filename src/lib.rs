//! planpress turns a folder of plans (Markdown behind YAML front matter) into a checked, cross-linked
//! static site whose numbers add up.
//!
//! # The pipeline
//!
//! 1. [`config`], [`schema`]: `planpress.yaml`, `metrics.yaml`, `dimensions.yaml` and `schemas/` become types.
//! 2. [`parse`]: each file becomes a `Document`, in parallel.
//! 3. [`model`]: each document and its schema become a typed `Plan`, in parallel.
//!    [`changes`]: the same of older versions, where a site wants its history.
//! 4. [`link`]: one sequential step resolves ids, links and the parent tree.
//! 5. [`site`]: the whole, read and connected.
//! 6. [`view`], [`aggregate`]: queries, and what the numbers of all plans add up to.
//! 7. [`check`]: what is wrong with it.
//! 8. [`render`] makes its pages.
//!
//! # Invariants
//!
//! - A stage never fails: it gives a value and findings. `Result` stands only at the edges.
//! - A file imports only from files above it in the list below; no stage imports an edge.
//! - A number is parsed once, with its place; everything reads that.

// base: plain values, no I/O
pub mod text;
pub mod diagnostic;
pub mod fold;
pub mod ordinal;
pub mod spread;
pub mod memo;
pub mod layout;
pub mod quantity;
pub mod language;
pub mod period;
pub mod placeholder;
pub mod yaml;
pub mod expression;
// stages: pure functions, in pipeline order
pub mod config;
pub mod parse;
pub mod schema;
pub mod model;
pub mod changes;
pub mod link;
pub mod site;
pub mod view;
pub mod aggregate;
pub mod export;
pub mod check;
pub mod report;
pub mod render;
// the spine
pub mod pipeline;
// edges: the only modules that touch disk, clock, environment, terminal
pub mod source;
pub mod write;
pub mod history;
pub mod watch;
pub mod serve;
// commands
pub mod cli;
pub mod command;
