//! Free pages: a title, a language, a place among their neighbours. They need no schema, so keys that other
//! tools left behind are not minded; only one that is nearly right is named.

use super::Page;
use super::front::{self, Keys};
use super::reading::{Reading, suggest};
use super::written::Written;
use crate::config::{Config, Language};
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::{Document, FrontMatter};
use crate::yaml::{Entry, shape};
use std::sync::Arc;

const KEYS: [&str; 7] = ["title", "lang", "order", "summary", "date", "tags", "draft"];

/// Reads a page.
pub(super) fn read(document: Document, config: &Config) -> Page {
    let file = Arc::clone(&document.source);
    let mut reading = Reading::new(&file, config);
    // A page need not have front matter.
    let entries = match document.front() {
        FrontMatter::Missing => &[],
        _ => front::entries(&mut reading, &document),
    };
    nearly_known(&mut reading, entries);
    no_aliases(&mut reading, entries);
    let keys = Keys::new(entries, None, None);
    let draft = keys.get("draft").and_then(|key| reading.flag(key)).unwrap_or(false);
    let path = file.path.strip_prefix("pages/").unwrap_or(&file.path);
    let key = path.strip_suffix(".md").unwrap_or(path).to_owned();
    let mut text = |key: &str| {
        let entry = entries.iter().find(|entry| entry.key == key && !entry.value.is_null())?;
        let written = Written::node(&file, &entry.value);
        if written.is_none() {
            let message = format!("`{key}` expects text, found {}", shape(&entry.value));
            reading.report("invalid-value", entry.value.span, message);
        }
        written.filter(|written| !written.text.is_empty())
    };
    let title = text("title").map(|title| title.text.to_owned());
    let summary = text("summary").map(|summary| summary.text.to_owned());
    let (lang, order) = (text("lang"), text("order"));
    let lang = lang.and_then(|written| {
        let language = Language::parse(written.text);
        if language.is_none() {
            let message = format!("`lang` expects `en`, `zh-Hans` or `zh-Hant`, found `{}`", written.text);
            let finding = reading.error("invalid-value", written.span, message);
            reading.add(finding.help(Language::hint(written.text)));
        }
        language
    });
    let order = order.and_then(|written| {
        let number = written.text.parse().ok();
        if number.is_none() {
            let message = format!("`order` expects a whole number, found `{}`", written.text);
            reading.report("invalid-value", written.span, message);
        }
        number
    });
    let heading = super::head::first_heading(&document).map(|heading| heading.value);
    let stem = key.rsplit('/').next().unwrap_or(&key).to_owned();
    let findings = reading.findings;
    let title = title.or(heading).unwrap_or(stem);
    Page { title, key, lang, draft, order: order.unwrap_or(0), summary, findings, document }
}

/// Old names of a page, which lead nowhere: what links to them would be broken without a word.
fn no_aliases(reading: &mut Reading, entries: &[Entry]) {
    let Some(entry) = entries.iter().find(|entry| entry.key == "aliases" && !entry.value.is_null()) else {
        return;
    };
    let finding = reading.error("unknown-field", entry.key_span, "a page has no `aliases`, only a plan");
    let finding = Diagnostic { severity: Severity::Warning, ..finding };
    reading.add(finding.help("leave them out, or put a page at the old address that links to this one"));
}

/// Keys that are a typing slip away from one that means something.
fn nearly_known(reading: &mut Reading, entries: &[Entry]) {
    for entry in entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
        if KEYS.iter().any(|key| crate::fold::is_near(&entry.key, key)) {
            let finding =
                reading.error("unknown-field", entry.key_span, format!("unknown key `{}`", entry.key));
            let is_free = |key: &&str| !entries.iter().any(|other| other.key == *key);
            let free: Vec<&str> = KEYS.into_iter().filter(is_free).collect();
            reading.add(suggest(finding, Written::bytes(&entry.key, entry.key_span), &free));
        }
    }
}
