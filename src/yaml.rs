//! YAML as one tree of nodes with spans, for every YAML text that planpress reads: configuration,
//! metrics, dimensions, schemas, front matter, views. Only YAML's plain part is read: anchors, aliases,
//! merge keys, tags, several documents and duplicate keys are refused with their place. Scalars stay
//! text; what they mean is decided by who asks, so `1.10` stays `1.10` and `no` stays a word.

mod align;
mod build;
mod fault;
mod fields;
mod node;
mod read;
mod repair;
mod simple;
#[cfg(test)]
mod tests;

pub use fields::Fields;
pub use node::{Entry, Fault, FaultKind, Node, Scalar, Style, Value, Yaml};
pub use read::{Reader, alternatives, shape, suggestion};

use crate::text::{BOM, SourceFile, Span};
use std::sync::Arc;

/// The longest YAML text that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// How deep sequences and mappings may be nested.
pub const MAX_DEPTH: usize = 32;

/// Reads the YAML under `span` of a file. Never fails: faults are part of the result.
pub fn parse(source: &Arc<SourceFile>, span: Span) -> Yaml {
    let text = source.slice(span);
    if text.len() > MAX_BYTES {
        let fault = Fault {
            kind: FaultKind::Syntax,
            span: Span::at(span.start as usize),
            message: format!("the YAML is longer than 1 MB ({} bytes)", text.len()),
            help: Some("split it, or move the text into the body".to_owned()),
        };
        return Yaml { faults: vec![fault], ..Yaml::default() };
    }
    let skipped = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    repair::read(&text[skipped..], span.start as usize + skipped)
}
