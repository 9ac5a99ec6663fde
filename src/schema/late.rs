//! Checks of a schema that need it merged with its bases, or need the other schemas: names in conditions
//! and expressions, clashing sections, kinds.

use super::context::Late;
use super::{Field, RULE, Schema, SectionSchema};
use crate::config::{Config, STANDARD_KEYS};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::fold;
use crate::text::Place;
use crate::yaml::{Reader, suggestion};
use std::collections::{BTreeMap, BTreeSet};

/// Keys of `plan` in expressions beside those of front matter.
const PLAN_KEYS: &[&str] = &["parent", "figures", "forecasts", "sections"];

/// Checks the names that one schema file left open, and gives the places of the conditions that name what there is
/// not.
pub(super) fn names(
    reader: &Reader,
    late: Vec<Late>,
    schema: &Schema,
    schemas: &BTreeMap<String, Schema>,
    config: &Config,
) -> Vec<Place> {
    let mut faulty = Vec::new();
    for name in late {
        match name {
            Late::Kind(kind, span) => match schemas.get(&kind) {
                Some(other) if other.is_abstract => {
                    let help = "name the kinds that extend it";
                    reader.report_with(span, format!("`{kind}` is abstract: no plan is of this kind"), help);
                }
                Some(_) => {}
                None => {
                    let known = schemas.values().filter(|schema| !schema.is_abstract);
                    reader.unknown(span, "kind", &kind, known.map(|schema| schema.kind.as_str()));
                }
            },
            // What a base that no plan uses leaves open may be declared by the kinds that extend it.
            _ if schema.is_abstract => {}
            // So may a file of dimensions that could not be read.
            Late::At(..) | Late::FileField(..) | Late::PlanKey(..) if config.lacks.dimensions => {}
            Late::Condition(whole, key, span, values) => {
                if !condition(reader, &key, span, &values, schema, config) {
                    faulty.push(reader.place(whole));
                }
            }
            Late::At(name, span) => {
                let ids = section_ids(&schema.sections);
                if !is_key(&name, schema, config) && !ids.contains(&name.as_str()) {
                    let known = keys(schema, config).into_iter().chain(ids);
                    reader.unknown(span, "key or section", &name, known);
                }
            }
            Late::FileField(name, span) => {
                if !is_key(&name, schema, config) {
                    reader.unknown(span, "field", &name, keys(schema, config));
                }
            }
            Late::PlanKey(name, span) => {
                if !is_key(&name, schema, config) && !PLAN_KEYS.contains(&name.as_str()) {
                    let known = keys(schema, config).into_iter().chain(PLAN_KEYS.iter().copied());
                    reader.unknown(span, "key of a plan", &name, known);
                }
            }
            Late::Section(id, span) => {
                let ids = section_ids(&schema.sections);
                if !ids.contains(&id.as_str()) {
                    reader.unknown(span, "section", &id, ids);
                }
            }
        }
    }
    faulty
}

/// Whether a term of a condition names a key that plans can have, and values that it can have.
fn condition(
    reader: &Reader,
    key: &str,
    span: crate::text::Span,
    values: &[(String, crate::text::Span)],
    schema: &Schema,
    config: &Config,
) -> bool {
    if !is_key(key, schema, config) {
        if !config.lacks.dimensions {
            reader.unknown(span, "key", key, keys(schema, config));
        }
        return false;
    }
    let mut is_known = true;
    let field = schema.fields.iter().find(|field| field.key == key);
    let dimension = config.dimension_named(key).or_else(|| field?.kind.dimension());
    if let Some(dimension) = dimension {
        for (value, span) in values {
            if config.canonical_value(dimension, value).is_none() {
                is_known = false;
                reader.unknown(*span, key, value, config.dimension(dimension).value_names());
            }
        }
        return is_known;
    }
    let one_of = field.and_then(|field| field.limits.one_of.as_ref());
    let known = match (one_of, key) {
        (Some(one_of), _) => one_of,
        (None, "status") => &config.statuses,
        _ => return true,
    };
    for (value, span) in values {
        if !known.contains(value) {
            is_known = false;
            reader.unknown(*span, key, value, known.iter().map(String::as_str));
        }
    }
    is_known
}

/// The keys that front matter of a kind may have.
fn keys<'s>(schema: &'s Schema, config: &'s Config) -> Vec<&'s str> {
    let fields = schema.fields.iter().map(|field| field.key.as_str());
    let relations = config.relations.iter().map(|relation| relation.id.as_str());
    let dimensions = config.dimensions.iter().map(|dimension| dimension.id.as_str());
    let standard = STANDARD_KEYS.iter().copied().chain(["parent"]);
    fields.chain(standard).chain(relations).chain(dimensions).collect()
}

fn is_key(name: &str, schema: &Schema, config: &Config) -> bool {
    keys(schema, config).contains(&name)
}

fn section_ids(sections: &[SectionSchema]) -> Vec<&str> {
    sections
        .iter()
        .flat_map(|section| [vec![section.id.as_str()], section_ids(&section.sections)].concat())
        .collect()
}

/// Fields that stand for one and the same key.
pub(super) fn fields(schema: &Schema) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &Field> = BTreeMap::new();
    let mut findings = Vec::new();
    for field in &schema.fields {
        let Some(means) = field.stands_for.as_deref() else { continue };
        match first.get(means) {
            Some(other) => {
                let message = format!("`{}` and `{}` both stand for `{means}`", other.key, field.key);
                let finding = Diagnostic::new(RULE, Severity::Error, field.place.clone(), message);
                findings.push(finding.related(other.place.clone(), "first here").help("keep one of the two"));
            }
            None => drop(first.insert(means, field)),
        }
    }
    findings
}

/// Sections that share an id anywhere, or a title among siblings.
pub(super) fn sections(schema: &Schema) -> Vec<Diagnostic> {
    let mut clashes = Clashes::default();
    clashes.walk(&schema.sections);
    clashes.findings
}

#[derive(Default)]
struct Clashes<'s> {
    ids: BTreeMap<&'s str, &'s Place>,
    summary: Option<&'s Place>,
    findings: Vec<Diagnostic>,
}

impl<'s> Clashes<'s> {
    fn walk(&mut self, sections: &'s [SectionSchema]) {
        let mut titles: BTreeMap<String, (usize, &Place)> = BTreeMap::new();
        for (index, section) in sections.iter().enumerate() {
            match self.ids.get(section.id.as_str()) {
                Some(first) => {
                    let message = format!("the section id `{}` stands twice", section.id);
                    self.report(&section.place, message, first);
                }
                None => {
                    self.ids.insert(&section.id, &section.place);
                    for title in section.aliases.iter().chain([&section.title]) {
                        match titles.get(&fold(title)) {
                            Some((other, first)) if *other != index => {
                                self.report(&section.place, format!("`{title}` names two sections"), first);
                            }
                            _ => {
                                titles.insert(fold(title), (index, &section.place));
                            }
                        }
                    }
                }
            }
            if section.summary {
                match self.summary {
                    Some(first) => {
                        self.report(&section.place, "two sections give the summary".to_owned(), first);
                    }
                    None => self.summary = Some(&section.place),
                }
            }
            self.walk(&section.sections);
        }
    }

    fn report(&mut self, place: &Place, message: String, first: &Place) {
        let finding = Diagnostic::new(RULE, Severity::Error, place.clone(), message);
        self.findings.push(finding.related(first.clone(), "first here"));
    }
}

/// Kinds that `planpress.yaml` names for its plans.
pub(super) fn plan_sources(schemas: &BTreeMap<String, Schema>, config: &Config) -> Vec<Diagnostic> {
    let named = config.plans.iter().flat_map(|source| source.kinds());
    let wrong = named.filter(|(kind, _)| schemas.get(*kind).is_none_or(|schema| schema.is_abstract));
    let report = |(kind, place): (&str, &Place)| {
        let known: Vec<&str> =
            schemas.values().filter(|schema| !schema.is_abstract).map(|s| s.kind.as_str()).collect();
        let finding = Diagnostic::new(
            "invalid-config",
            Severity::Error,
            place.clone(),
            format!("unknown kind `{kind}`"),
        );
        finding.maybe_help(suggestion(kind, &known))
    };
    wrong.map(report).chain(unknown_keys(schemas, config)).collect()
}

/// Keys of `kind_if` that no plan can have.
fn unknown_keys(schemas: &BTreeMap<String, Schema>, config: &Config) -> Vec<Diagnostic> {
    let asked: Vec<&(String, Place)> = config.plans.iter().flat_map(|source| &source.kind_keys).collect();
    if asked.is_empty() || config.lacks.dimensions {
        return Vec::new();
    }
    let known: BTreeSet<&str> = schemas.values().flat_map(|schema| keys(schema, config)).collect();
    let wrong = asked.into_iter().filter(|(key, _)| !known.is_empty() && !known.contains(key.as_str()));
    let report = |(key, place): &(String, Place)| {
        let known: Vec<&str> = known.iter().copied().collect();
        let message = format!("unknown key `{key}`");
        let finding = Diagnostic::new("invalid-config", Severity::Error, place.clone(), message);
        finding.maybe_help(suggestion(key, &known))
    };
    wrong.map(report).collect()
}
