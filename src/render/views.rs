//! Views inside plans and pages.

use super::edition::Edition;
use super::texts::Texts;
use crate::link::DocumentIndex;

/// The HTML of each view of a document, in order.
pub(super) fn html(_edition: &Edition, _texts: &Texts, _document: DocumentIndex, _from: &str) -> Vec<String> {
    Vec::new()
}
