//! `plans:`: where the plans lie, and what holds for files that do not say it themselves.

use super::condition::Condition;
use super::glob;
use crate::text::Place;
use crate::yaml::{Entry, Fields, Node, Reader};
use regex::Regex;
use std::cell::RefCell;

/// One entry of `plans:`.
#[derive(Clone, Debug)]
pub struct PlanSource {
    /// The pattern as written: `plans/**/*.md`.
    pub path: String,
    /// The same compiled; matches a path relative to the site's root.
    pub pattern: Regex,
    /// The kind of files that name none.
    pub kind: Option<String>,
    /// Kinds by the value of a field; the first that holds beats `kind`.
    pub kind_if: Vec<(Condition, String)>,
    /// The keys that these ask of, with their places.
    pub kind_keys: Vec<(String, Place)>,
    /// Values of front-matter keys for files that do not have them.
    pub defaults: Vec<Entry>,
    /// Where the kinds are named, in the order of `kind`, `kind_if`.
    pub kind_places: Vec<Place>,
    /// Where the entry stands; `None` for the default entry.
    pub place: Option<Place>,
}

impl PlanSource {
    /// The entry that holds where `planpress.yaml` has none: `plans/**/*.md`.
    pub(super) fn fallback() -> Option<Self> {
        let path = "plans/**/*.md".to_owned();
        let pattern = glob::compile(&path).ok()?;
        Some(Self {
            path,
            pattern,
            kind: None,
            kind_if: Vec::new(),
            kind_keys: Vec::new(),
            defaults: Vec::new(),
            kind_places: Vec::new(),
            place: None,
        })
    }

    /// The folder below which all these files lie; empty where that is the site's own.
    pub fn folder(&self) -> &str {
        let path = self.path.trim_start_matches("./");
        let plain = &path[..path.find(['*', '?', '{', '[']).unwrap_or(path.len())];
        plain.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// All kinds that the entry names, with their places.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &Place)> {
        let named = self.kind.iter().chain(self.kind_if.iter().map(|(_, kind)| kind));
        named.map(String::as_str).zip(&self.kind_places)
    }
}

/// Reads one entry: a path, or a mapping with `path`.
pub(super) fn read(reader: &Reader, node: &Node) -> Option<PlanSource> {
    if node.as_str().is_some() {
        let source = PlanSource { place: Some(reader.place(node.span)), ..PlanSource::fallback()? };
        return with_path(reader, node, source);
    }
    let mut fields = reader.fields(node)?;
    let mut source = PlanSource { place: Some(reader.place(node.span)), ..PlanSource::fallback()? };
    let path = fields.required("path");
    if let Some(kind) = fields.get("kind") {
        source.kind = reader.text(kind).map(str::to_owned);
        source.kind_places.extend(source.kind.as_ref().map(|_| reader.place(kind.span)));
    }
    let defaults = fields.mapping("defaults");
    let is_kind = |entry: &&Entry| entry.key == "kind";
    if let Some(entry) = defaults.iter().find(is_kind) {
        let kind = entry.value.as_str().filter(|kind| !kind.is_empty());
        let help = format!("write `kind: {}` beside `path:`", kind.unwrap_or("…"));
        reader.report_with(entry.key_span, "`kind` cannot be a default", help);
        // It is what was meant: the plans are not without a kind as well.
        if let (Some(kind), None) = (kind, &source.kind) {
            source.kind = Some(kind.to_owned());
            source.kind_places.push(reader.place(entry.value.span));
        }
    }
    read_kind_if(&mut fields, &mut source);
    source.defaults = defaults.iter().filter(|entry| !is_kind(entry)).cloned().collect();
    fields.finish();
    with_path(reader, path?, source)
}

fn read_kind_if(fields: &mut Fields, source: &mut PlanSource) {
    let reader = fields.reader();
    for item in fields.list("kind_if") {
        let Some(mut choice) = reader.fields(item) else { continue };
        let keys = RefCell::new(Vec::new());
        let seen = |entry: &Entry| {
            keys.borrow_mut().push((entry.key.clone(), reader.place(entry.key_span)));
        };
        let condition = Condition::read_either(&mut choice, &|_, entry| seen(entry));
        source.kind_keys.extend(keys.into_inner());
        let kind = choice.required("kind");
        choice.require_either("when", "unless");
        choice.finish();
        if let (Some(condition), Some(kind)) = (condition, kind)
            && let Some(name) = reader.text(kind)
        {
            source.kind_if.push((condition, name.to_owned()));
            source.kind_places.push(reader.place(kind.span));
        }
    }
}

fn with_path(reader: &Reader, node: &Node, source: PlanSource) -> Option<PlanSource> {
    let path = reader.text(node)?;
    match glob::compile(path) {
        Ok(pattern) => Some(PlanSource { path: path.to_owned(), pattern, ..source }),
        Err(why) => {
            reader.report_with(node.span, format!("`{path}` is no pattern of paths"), why);
            None
        }
    }
}
