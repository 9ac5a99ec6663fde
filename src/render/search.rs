//! The search index: plans, pages, metrics, values of dimensions and owners by two-character pieces of Chinese and by words, folded so
//! that width, case and Simplified or Traditional do not count. It is written as classic scripts, which
//! browsers load from disk too, and in shards, so that a search reads only what it needs.
//!
//! - `core.js`: how many documents there are, where each shard begins, what can be filtered by.
//! - `fold.js`: Traditional characters and their Simplified ones.
//! - `m0.js` …: documents: title, address, kind, status, owners, period, dimensions, further words.
//! - `t0.js` …: terms from one of the terms in `core.js` on: the documents that hold them.
//! - `x0.js` …: sections of some documents as text, to show the sentence that was found.

mod postings;
mod terms;

use super::edition::Edition;
use super::key::{PageKey, encode, encode_fragment};
use super::status::status_word;
use crate::config::DimensionId;
use crate::link::{PageIndex, PlanIndex};
use crate::parse::Document;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// The largest shard of documents, in bytes: all of them are read.
const DOCUMENTS: usize = 120 * 1024;

/// The largest shard of terms or of texts, in bytes, but for one that holds a single document: each term, and each of
/// the plans that are found, may need another one before the first is shown.
const PARTS: usize = 40 * 1024;

/// The index: which files it has, and those that are made at once.
pub(super) struct SearchIndex {
    entries: Vec<Entry>,
    files: Vec<(String, Content)>,
}

enum Content {
    /// Ready.
    Bytes(Vec<u8>),
    /// The texts of some documents, made when they are asked for.
    Texts(std::ops::Range<usize>),
}

/// Something that is found.
#[derive(Clone)]
enum Entry {
    Plan(PlanIndex),
    Page(PageIndex),
    Metric(usize),
    Value(DimensionId, String),
    Owner(String),
}

impl SearchIndex {
    /// Indexes an edition.
    pub(super) fn new(edition: &Edition) -> Self {
        let entries = entries(edition);
        let index = || {
            let terms = terms::index(&entries, |entry, visit| visit_texts(edition, entry, visit));
            postings::shards(&terms, entries.len(), PARTS)
        };
        let metas = || -> Vec<String> { entries.par_iter().map(|entry| meta(edition, entry)).collect() };
        let ((term_files, firsts), metas) = rayon::join(index, metas);
        let mut files = vec![("fold".to_owned(), Content::Bytes(fold_table()))];
        let meta_shards = shards(metas.iter().map(String::len), DOCUMENTS);
        for (number, range) in meta_shards.iter().enumerate() {
            let body = format!("PP(\"m{number}\",[\n{}\n]);\n", metas[range.clone()].join(",\n"));
            files.push((format!("m{number}"), Content::Bytes(body.into_bytes())));
        }
        for (number, bytes) in term_files.into_iter().enumerate() {
            files.push((format!("t{number}"), Content::Bytes(bytes)));
        }
        let text_shards = shards(entries.iter().map(|entry| size(edition, entry)), PARTS);
        let core = json!({
            "docs": entries.len(),
            "metas": meta_shards.len(),
            "terms": firsts,
            "texts": text_shards.iter().map(|range| range.start).collect::<Vec<_>>(),
            "filters": filters(edition),
        });
        files.push(("core".to_owned(), Content::Bytes(format!("PP(\"core\",{core});\n").into_bytes())));
        for (number, range) in text_shards.into_iter().enumerate() {
            files.push((format!("x{number}"), Content::Texts(range)));
        }
        Self { entries, files }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The name of a file below `assets/search/`, without its ending.
    pub(super) fn name(&self, file: u16) -> &str {
        self.files.get(usize::from(file)).map_or("", |(name, _)| name.as_str())
    }

    /// The file of a name, without its ending.
    pub(super) fn find(&self, name: &str) -> Option<u16> {
        self.files.iter().position(|(known, _)| known == name).and_then(|at| u16::try_from(at).ok())
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, edition: &Edition, file: u16) -> Cow<'_, [u8]> {
        match self.files.get(usize::from(file)) {
            Some((_, Content::Bytes(bytes))) => bytes.into(),
            Some((name, Content::Texts(range))) => {
                texts(edition, name, self.entries.get(range.clone()).unwrap_or_default()).into()
            }
            None => Cow::default(),
        }
    }
}

/// Plans in the order of paths, then pages, metrics, values of dimensions, owners.
fn entries(edition: &Edition) -> Vec<Entry> {
    let plans = edition.shown().map(|(index, _)| Entry::Plan(index));
    let pages = edition.site.shown_pages().map(|(index, _)| Entry::Page(index));
    let metrics = (0..edition.site.config.metrics.len()).map(Entry::Metric);
    let values = edition.lists.values.keys().map(|(id, value)| Entry::Value(*id, value.clone()));
    let owners = edition.lists.owners.keys().cloned().map(Entry::Owner);
    plans.chain(pages).chain(metrics).chain(values).chain(owners).collect()
}

/// Ranges of things whose sizes fit into one shard.
fn shards(sizes: impl Iterator<Item = usize>, largest: usize) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut used, mut count) = (0, 0, 0);
    for (at, size) in sizes.enumerate() {
        if used > 0 && used + size > largest {
            ranges.push(start..at);
            (start, used) = (at, 0);
        }
        used += size + 2;
        count = at + 1;
    }
    if start < count {
        ranges.push(start..count);
    }
    ranges
}

fn document<'e>(edition: &'e Edition, entry: &Entry) -> Option<&'e Document> {
    match entry {
        Entry::Plan(index) => Some(&edition.site.plan(*index).document),
        Entry::Page(index) => edition.site.pages.get(index.0 as usize).map(|page| &page.document),
        Entry::Metric(_) | Entry::Value(..) | Entry::Owner(_) => None,
    }
}

/// What a document says of itself in its front matter; empty where it says it in its body, or nothing.
fn summary<'e>(edition: &'e Edition, entry: &Entry) -> &'e str {
    let said = match entry {
        Entry::Plan(index) => {
            let plan = edition.site.plan(*index);
            let said = plan.summary.as_ref().filter(|said| said.span.start < plan.document.body.start);
            said.map(|said| &said.value)
        }
        Entry::Page(index) => edition.site.pages.get(index.0 as usize).and_then(|page| page.summary.as_ref()),
        Entry::Metric(_) | Entry::Value(..) | Entry::Owner(_) => None,
    };
    said.map_or("", String::as_str)
}

/// About how long the text shard's part of a document is.
fn size(edition: &Edition, entry: &Entry) -> usize {
    document(edition, entry).map_or(8, |document| document.body.len() + document.sections.len() * 40)
}

/// The sections of a document with text: anchor, heading, text.
fn sections(document: &Document) -> impl Iterator<Item = (&str, &str, &str)> {
    document.sections.iter().enumerate().filter_map(|(index, section)| {
        let (heading, text) = (section.heading.as_ref(), document.lines(index));
        let anchor = heading.map_or("", |heading| heading.anchor.as_str());
        let title = heading.map_or("", |heading| heading.text.text.as_str());
        (heading.is_some() || !text.is_empty()).then_some((anchor, title, text))
    })
}

/// Gives all texts of a document that are indexed.
fn visit_texts(edition: &Edition, entry: &Entry, give: &mut dyn FnMut(&str)) {
    let Some(document) = document(edition, entry) else { return };
    give(summary(edition, entry));
    for (index, section) in document.sections.iter().enumerate() {
        if let Some(heading) = &section.heading {
            give(&heading.text.text);
        }
        give(document.lines(index));
    }
}

/// A shard of texts: for each document its sections.
fn texts(edition: &Edition, name: &str, entries: &[Entry]) -> Vec<u8> {
    let mut body = format!("PP(\"{name}\",[").into_bytes();
    for (number, entry) in entries.iter().enumerate() {
        body.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        let above = Some(("", "", summary(edition, entry))).filter(|(_, _, text)| !text.is_empty());
        let sections = above.into_iter().chain(document(edition, entry).into_iter().flat_map(sections));
        let list: Vec<(String, &str, &str)> =
            sections.map(|(anchor, heading, text)| (encode_fragment(anchor), heading, text)).collect();
        // Texts always serialise, and writing into memory does not fail.
        let _ = serde_json::to_writer(&mut body, &list);
    }
    body.extend_from_slice(b"\n]);\n");
    body
}

/// A document: title, address, type, kind, status, owners, period, dimensions, years, further words.
fn meta(edition: &Edition, entry: &Entry) -> String {
    let texts = edition.theme.texts(edition.site.config.language);
    match entry {
        Entry::Plan(index) => {
            let index = *index;
            let plan = edition.site.plan(index);
            let mut dimensions: Vec<Vec<&str>> = vec![Vec::new(); edition.site.config.dimensions.len()];
            for (id, value) in &plan.dimensions {
                if let Some(list) = dimensions.get_mut(usize::from(id.0)) {
                    let above = super::rows::above(edition, *id, &value.value);
                    list.extend(above.map(|value| edition.value_title(*id, value)));
                }
            }
            let years = plan.period.iter().flat_map(|period| {
                let (first, last) = (period.value.start.year(), period.value.end.year());
                first..=last.min(first.saturating_add(20))
            });
            let mut more = vec![plan.id.value.clone()];
            more.extend(plan.aliases.iter().chain(&plan.tags).map(|word| word.value.clone()));
            let people = plan.tasks.iter().filter_map(|task| task.owner.as_ref());
            more.extend(people.map(|owner| owner.value.clone()));
            more.extend(super::plan::field_texts(edition, texts, index));
            more.sort_unstable();
            more.dedup();
            array(&(
                &plan.title.value,
                encode(edition.plan_path(index)),
                0,
                plan.kind.as_ref().map_or("", |kind| edition.kind_title(&kind.value)),
                plan.status.as_ref().map_or_else(String::new, |status| status_word(texts, &status.value)),
                plan.owners.iter().map(|owner| &owner.value).collect::<Vec<_>>(),
                plan.period.as_ref().map_or_else(String::new, |period| texts.period(&period.value)),
                dimensions,
                years.map(|year| year.to_string()).collect::<Vec<_>>(),
                more.join(" "),
            ))
        }
        Entry::Page(index) => {
            let page = &edition.site.pages[index.0 as usize];
            let path = encode(edition.page_path(*index));
            array(&(&page.title, path, 1, texts.get("pages_title"), "", NONE, "", NONE, NONE, &page.key))
        }
        Entry::Metric(at) => {
            let metric = &edition.site.config.metrics[*at];
            let path = encode(&edition.path(&PageKey::Metric(crate::config::MetricId(*at as u16))));
            let more = format!("{} {}", metric.id, metric.aliases.join(" "));
            array(&(&metric.title, path, 2, texts.get("metric"), "", NONE, "", NONE, NONE, more))
        }
        // Pages of what plans have in common count as pages. Their kind is shown and not searched: else all of them
        // would be found by it, before any plan.
        Entry::Value(id, value) => {
            let dimension = edition.site.config.dimensions.get(usize::from(id.0));
            let place = edition.site.config.value_named(*id, value);
            let known = dimension.zip(place).and_then(|(dimension, at)| dimension.values.get(at as usize));
            let more = known.map_or(String::new(), |known| known.aliases.join(" "));
            let path = encode(&edition.path(&PageKey::Value(*id, value.clone())));
            let title = edition.value_title(*id, value);
            let more = format!("{value} {more}");
            let kind = dimension.map_or("", |dimension| &dimension.title);
            array(&(title, path, 1, kind, "", NONE, "", NONE, NONE, more))
        }
        Entry::Owner(name) => {
            let path = encode(&edition.path(&PageKey::Owner(name.clone())));
            array(&(name, path, 1, texts.get("owner"), "", NONE, "", NONE, NONE, ""))
        }
    }
}

/// An empty list.
const NONE: [&str; 0] = [];

fn array(values: &impl Serialize) -> String {
    // Texts, numbers and lists always serialise.
    serde_json::to_string(values).unwrap_or_default()
}

/// What can be filtered by: the place in a document's record, and the words; dimensions by their number.
fn filters(edition: &Edition) -> Vec<Value> {
    let texts = edition.theme.texts(edition.site.config.language);
    let mut filters = vec![
        json!([3, texts.get("kind")]),
        json!([4, texts.get("status")]),
        json!([5, texts.get("owner")]),
        json!([8, texts.get("period")]),
    ];
    // More selects than stand in one line help nobody; the first dimension is the main one.
    let dimensions = edition.site.config.dimensions.iter().enumerate().take(1);
    filters.extend(dimensions.map(|(at, dimension)| json!([7, dimension.title, at])));
    filters
}

/// Every Traditional character with its Simplified one behind it.
fn fold_table() -> Vec<u8> {
    let mut pairs = String::new();
    for c in ('\u{3400}'..='\u{9fff}').filter(|c| crate::fold::simplify(*c) != *c) {
        pairs.push(c);
        pairs.push(crate::fold::simplify(c));
    }
    format!("PP(\"fold\",\"{pairs}\");\n").into_bytes()
}
