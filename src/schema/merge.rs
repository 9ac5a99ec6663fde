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
use std::collections::BTreeMap;

/// Schemas by kind, each merged with its bases.
pub(super) struct Merging<'w> {
    written: &'w BTreeMap<String, Written>,
    merged: BTreeMap<String, Merged>,
    /// The kinds whose bases are being merged, from the outermost.
    open: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

#[derive(Clone)]
struct Merged {
    whole: Written,
    /// From the nearest to the farthest.
    bases: Vec<String>,
}

impl<'w> Merging<'w> {
    pub(super) fn new(written: &'w BTreeMap<String, Written>) -> Self {
        Self { written, merged: BTreeMap::new(), open: Vec::new(), findings: Vec::new() }
    }

    /// All schemas, merged.
    pub(super) fn all(&mut self) -> BTreeMap<String, Schema> {
        let written = self.written;
        written.keys().filter_map(|kind| Some((kind.clone(), finish(self.merge(kind)?)))).collect()
    }

    fn merge(&mut self, kind: &str) -> Option<Merged> {
        if let Some(merged) = self.merged.get(kind) {
            return Some(merged.clone());
        }
        let own = self.written.get(kind)?;
        self.open.push(kind.to_owned());
        let mut whole: Option<Written> = None;
        let mut bases: Vec<String> = Vec::new();
        let mut lacks_base = false;
        for (base, place) in &own.extends {
            if !self.may_extend(kind, base, place) {
                lacks_base = true;
                continue;
            }
            let Some(merged) = self.merge(base) else { continue };
            let further = std::iter::once(base.clone()).chain(merged.bases);
            bases.splice(0..0, further);
            whole = Some(match whole {
                Some(before) => over(before, merged.whole),
                None => merged.whole,
            });
        }
        self.open.pop();
        let mut seen = std::collections::BTreeSet::new();
        bases.retain(|base| seen.insert(base.clone()));
        let mut whole = match whole {
            Some(base) => over(base, own.clone()),
            None => own.clone(),
        };
        whole.is_abstract = own.is_abstract;
        whole.title.clone_from(&own.title);
        whole.kind.clone_from(&own.kind);
        whole.place = own.place.clone();
        if lacks_base {
            // What plans have that the base would know is not unknown.
            whole.unknown_fields = Some(Level::Off);
            whole.unknown_sections = Some(Level::Off);
        }
        let merged = Merged { whole, bases };
        self.merged.insert(kind.to_owned(), merged.clone());
        Some(merged)
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
    targets.required =
        by_name(targets.required, own.targets.required, |(metric, _)| Some(metric.0.to_string()));
    targets.allowed = own.targets.allowed.or(targets.allowed);
    targets.tolerance = own.targets.tolerance.or(targets.tolerance);
    let mut severity = own.severity;
    let inherited = base.severity.into_iter();
    let fresh: Vec<_> = inherited.filter(|rule| severity.iter().all(|own| own.when != rule.when)).collect();
    severity.extend(fresh);
    Written {
        fields: by_name(base.fields, own.fields, |field| Some(field.key.clone())),
        relations: by_name(base.relations, own.relations, |rule| Some(rule.relation.clone())),
        rules: by_name(base.rules, own.rules, |rule| {
            let place = || format!("{} {}", rule.place.source.path, rule.place.span.start);
            Some(rule.id.clone().unwrap_or_else(place))
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
fn by_name<T>(base: Vec<T>, own: Vec<T>, name: impl Fn(&T) -> Option<String>) -> Vec<T> {
    let mut merged = base;
    for part in own {
        let key = name(&part);
        match merged.iter().position(|other| key.is_some() && name(other) == key) {
            Some(at) => merged[at] = part,
            None => merged.push(part),
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
fn finish(merged: Merged) -> Schema {
    let Merged { whole, bases } = merged;
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
        place: whole.place,
    }
}
