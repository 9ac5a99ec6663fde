//! `extends`: bases are merged in, what a schema says itself goes before what its bases say. Fields,
//! relations, required targets, sections and rules with an id are overridden whole, by their names.

use super::Schema;
use super::relation::TargetsRule;
use super::section::WrittenSection;
use super::written::Written;
use crate::config::Level;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Place;
use crate::yaml::suggestion;
use rust_decimal::Decimal;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Schemas by kind, each merged with its bases.
pub(super) struct Merging<'w> {
    written: &'w BTreeMap<String, Written>,
    lines: BTreeMap<String, Line>,
    /// The kinds whose bases are being looked through, from the outermost.
    open: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Whose parts a schema has.
#[derive(Clone)]
struct Line {
    /// From the farthest base to the schema itself, each once and behind its own bases: each overrides those
    /// before it.
    kinds: Vec<String>,
    /// It names a base that it does not get.
    lacks_base: bool,
}

impl<'w> Merging<'w> {
    pub(super) fn new(written: &'w BTreeMap<String, Written>) -> Self {
        Self { written, lines: BTreeMap::new(), open: Vec::new(), findings: Vec::new() }
    }

    /// All schemas, merged.
    pub(super) fn all(&mut self) -> BTreeMap<String, Schema> {
        let written = self.written;
        for kind in written.keys() {
            self.line(kind);
        }
        // Bases before those that extend them.
        let mut kinds: Vec<&String> = written.keys().collect();
        kinds.sort_by_key(|kind| self.lines.get(*kind).map_or(0, |line| line.kinds.len()));
        // How many kinds are still to be merged from a base; until then it is kept as it was merged itself.
        let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
        for base in kinds.iter().filter_map(|kind| self.nearest(kind)) {
            *waiting.entry(base).or_default() += 1;
        }
        let mut merged: BTreeMap<&str, Written> = BTreeMap::new();
        let mut schemas = BTreeMap::new();
        for kind in kinds {
            let nearest = self.nearest(kind);
            let whole = match nearest.and_then(|base| merged.get(base)) {
                Some(base) => self.part(kind).map(|own| over(base.clone(), own)),
                None => self.merged(kind),
            };
            let Some(whole) = whole else { continue };
            merged.insert(kind, whole);
            if let Some(left) = nearest.and_then(|base| waiting.get_mut(base)) {
                *left -= 1;
            }
            let done = nearest.into_iter().chain([kind.as_str()]);
            for kind in done.filter(|kind| waiting.get(kind).is_none_or(|left| *left == 0)) {
                if let Some(whole) = merged.remove(kind) {
                    schemas.insert(kind.to_owned(), finish(whole, self.bases(kind)));
                }
            }
        }
        schemas
    }

    /// The base that has all that a kind gets from its bases.
    fn nearest(&self, kind: &str) -> Option<&str> {
        let (_, bases) = self.lines.get(kind)?.kinds.split_last()?;
        let nearest = bases.last()?;
        (self.lines.get(nearest)?.kinds == bases).then_some(nearest)
    }

    /// The bases of a kind from the nearest to the farthest.
    fn bases(&self, kind: &str) -> Vec<String> {
        let line = self.lines.get(kind).map_or(&[][..], |line| &line.kinds);
        line.iter().rev().skip(1).cloned().collect()
    }

    /// What a kind says itself.
    fn part(&self, kind: &str) -> Option<Written> {
        let mut part = self.written.get(kind)?.clone();
        if self.lines.get(kind)?.lacks_base {
            part.allow_unknown();
        }
        Some(part)
    }

    /// The line of a kind, looked for once.
    fn line(&mut self, kind: &str) -> Option<Line> {
        if let Some(line) = self.lines.get(kind) {
            return Some(line.clone());
        }
        let own = self.written.get(kind)?;
        self.open.push(kind.to_owned());
        let mut line = Line { kinds: Vec::new(), lacks_base: false };
        let mut known = BTreeSet::new();
        for (base, place) in &own.extends {
            if !self.may_extend(kind, base, place) {
                line.lacks_base = true;
                continue;
            }
            let kinds = self.line(base).map(|line| line.kinds).unwrap_or_default();
            line.kinds.extend(kinds.into_iter().filter(|further| known.insert(further.clone())));
        }
        self.open.pop();
        line.kinds.push(kind.to_owned());
        self.lines.insert(kind.to_owned(), line.clone());
        Some(line)
    }

    /// A schema with all that its bases say.
    fn merged(&self, kind: &str) -> Option<Written> {
        let kinds = &self.lines.get(kind)?.kinds;
        kinds.iter().filter_map(|kind| self.part(kind)).reduce(over)
    }

    /// Whether a base is there and does not itself extend the kind; the finding where not.
    fn may_extend(&mut self, kind: &str, base: &str, place: &Place) -> bool {
        if let Some(at) = self.open.iter().position(|open| open == base) {
            let mut way = self.open[at..].join("` → `");
            way.push_str("` → `");
            way.push_str(base);
            let message = format!("`{kind}` extends itself: `{way}`");
            self.report(place, message, Some("remove one of these `extends`".to_owned()));
            return false;
        }
        if !self.written.contains_key(base) {
            let known: Vec<&str> =
                self.written.keys().map(String::as_str).filter(|known| *known != kind).collect();
            self.report(place, format!("there is no schema `{base}`"), suggestion(base, &known));
            return false;
        }
        true
    }

    fn report(&mut self, place: &Place, message: String, help: Option<String>) {
        let finding = Diagnostic::new(super::RULE, Severity::Error, place.clone(), message);
        self.findings.push(finding.maybe_help(help));
    }
}

/// What `own` says goes before what `base` says.
fn over(base: Written, own: Written) -> Written {
    let mut targets = base.targets;
    targets.required = by_name(targets.required, own.targets.required, |(metric, _)| metric.0.to_string());
    targets.allowed = own.targets.allowed.or(targets.allowed);
    targets.tolerance = own.targets.tolerance.or(targets.tolerance);
    let mut severity = own.severity;
    let inherited = base.severity.into_iter();
    let fresh: Vec<_> = inherited.filter(|rule| severity.iter().all(|own| own.when != rule.when)).collect();
    severity.extend(fresh);
    Written {
        fields: by_name(base.fields, own.fields, |field| field.key.clone()),
        relations: by_name(base.relations, own.relations, |rule| rule.relation.clone()),
        rules: by_name(base.rules, own.rules, |rule| {
            let place = || format!("{} {}", rule.place.source.path, rule.place.span.start);
            rule.id.clone().unwrap_or_else(place)
        }),
        sections: sections(base.sections, own.sections),
        targets,
        severity,
        unknown_fields: own.unknown_fields.or(base.unknown_fields),
        ordered: own.ordered.or(base.ordered),
        unknown_sections: own.unknown_sections.or(base.unknown_sections),
        placeholders: own.placeholders.or(base.placeholders),
        text: own.text.or(base.text),
        intro_denied: own.intro_denied.or(base.intro_denied),
        field_order: own.field_order.or(base.field_order),
        file_name: own.file_name.or(base.file_name),
        external_links: own.external_links.or(base.external_links),
        ..own
    }
}

/// The base's parts in their order, those that `own` overrides replaced in their places, new ones behind.
fn by_name<T>(base: Vec<T>, own: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    if own.is_empty() {
        return base;
    }
    let mut places: HashMap<String, usize> = HashMap::with_capacity(base.len() + own.len());
    for (at, part) in base.iter().enumerate() {
        places.entry(name(part)).or_insert(at);
    }
    let mut merged = base;
    for part in own {
        match places.entry(name(&part)) {
            Entry::Occupied(place) => merged[*place.get()] = part,
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(part);
            }
        }
    }
    merged
}

/// Sections in the base's order. One that is overridden keeps its place; a new one stands behind the
/// section that is written before it, or, where only later ones are known to the base, before the next of these;
/// where none is, at the end.
fn sections(base: Vec<WrittenSection>, own: Vec<WrittenSection>) -> Vec<WrittenSection> {
    let mut merged = base;
    let mut last: Option<usize> = None;
    let mut pending: Vec<WrittenSection> = Vec::new();
    for section in own {
        if let Some(at) = merged.iter().position(|other| other.id() == section.id()) {
            let moved = pending.len();
            merged.splice(at..at, pending.drain(..));
            merged[at + moved] = section.over(&merged[at + moved]);
            last = Some(at + moved);
        } else if let Some(before) = last {
            merged.insert(before + 1, section);
            last = Some(before + 1);
        } else {
            pending.push(section);
        }
    }
    merged.extend(pending);
    merged
}

/// The schema of a kind, with the defaults of what nobody says.
fn finish(whole: Written, bases: Vec<String>) -> Schema {
    let ordered = whole.ordered.unwrap_or(true);
    let unknown_sections = whole.unknown_sections.unwrap_or(Level::Warn);
    Schema {
        title: whole.title.unwrap_or_else(|| whole.kind.clone()),
        kind: whole.kind,
        is_abstract: whole.is_abstract,
        bases,
        fields: whole.fields,
        unknown_fields: whole.unknown_fields.unwrap_or(Level::Error),
        relations: whole.relations,
        targets: TargetsRule {
            required: whole.targets.required,
            allowed: whole.targets.allowed,
            tolerance: whole.targets.tolerance.unwrap_or(Decimal::ZERO),
        },
        ordered,
        unknown_sections,
        placeholders: whole.placeholders,
        sections: whole
            .sections
            .into_iter()
            .map(|section| section.finish(ordered, unknown_sections))
            .collect(),
        rules: whole.rules,
        text: whole.text,
        intro_denied: whole.intro_denied.flatten(),
        field_order: whole.field_order.flatten(),
        file_name: whole.file_name,
        external_links: whole.external_links.flatten(),
        severity: whole.severity,
        faulty: [].into(),
        place: whole.place,
    }
}
