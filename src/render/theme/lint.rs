//! What templates do that lets a plan's text into a page as HTML. Planpress makes some HTML itself, in fields whose
//! names end in `_html`; whatever else is marked `safe` is shown as its author wrote it, tags and all.

use super::is_embedded;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// What is shown as it is.
static SAFE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{\{-?\s*([^{}]*?)\s*\|\s*safe\b").ok());

/// The places in a site's own templates where something is shown as HTML that planpress did not make.
pub(super) fn unescaped(templates: &BTreeMap<String, Arc<SourceFile>>) -> Vec<Diagnostic> {
    let own = templates.values().filter(|source| !is_embedded(source));
    own.flat_map(in_template).collect()
}

fn in_template(source: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let Some(safe) = SAFE.as_ref() else { return Vec::new() };
    let shown = safe.captures_iter(&source.text).filter_map(|found| found.get(1));
    // What a template says itself is no plan's text.
    let is_harmless = |text: &str| text.contains("_html") || text.starts_with(['"', '\'']);
    shown
        .filter(|shown| !is_harmless(shown.as_str()))
        .map(|whole| {
            let place = Place::new(source, Span::new(whole.start(), whole.end()));
            let message = format!("`{}` is shown as HTML, and may hold any text", whole.as_str());
            Diagnostic::new("template-error", Severity::Warning, place, message).help(
                "leave `| safe` out; only fields whose names end in `_html` are HTML that planpress made",
            )
        })
        .collect()
}
