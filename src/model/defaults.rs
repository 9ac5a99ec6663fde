//! `defaults:` of `plans:` in `planpress.yaml` and `default:` of the fields of a kind, read as if they stood in
//! a plan: what is wrong with them is found once, where they are written, and not in every plan that takes them
//! over.

use super::front::{self, Keys};
use super::numbers::{Inherited, Numbers};
use super::reading::Reading;
use super::{head, stated};
use crate::config::{Config, PlanSource};
use crate::diagnostic::Diagnostic;
use crate::parse;
use crate::schema::Schema;
use crate::text::{Place, SourceFile};
use crate::yaml::Entry;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is wrong with the values that `plans:` and kinds give to files that do not have them.
pub(super) fn check(config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> Vec<Diagnostic> {
    let given = config.plans.iter().filter(|source| !source.defaults.is_empty());
    let placed = given.filter_map(|source| Some((source, source.place.as_ref()?)));
    let of_site = placed.flat_map(|(source, place)| of_source(config, schemas, source, place));
    of_site.chain(schemas.values().flat_map(|schema| of_kind(config, schema))).collect()
}

fn of_source(
    config: &Config,
    schemas: &BTreeMap<String, Arc<Schema>>,
    source: &PlanSource,
    place: &Place,
) -> Vec<Diagnostic> {
    let find = |kind: &str| schemas.get(kind).map(|schema| &**schema);
    let schema = source.kind.as_deref().and_then(find);
    // Where the files name their kinds themselves, a key may belong to any.
    let kinds: Vec<&Schema> = match schema {
        Some(_) => source.kinds().filter_map(|(kind, _)| find(kind)).collect(),
        None => schemas.values().map(|schema| &**schema).collect(),
    };
    faults(config, (schema, &kinds), &place.source, &source.defaults)
}

/// Those of the fields that a kind declares itself.
fn of_kind(config: &Config, schema: &Schema) -> Vec<Diagnostic> {
    let source = &schema.place.source;
    let own = schema.fields.iter().filter(|field| Arc::ptr_eq(&field.place.source, source));
    let given = own.filter_map(|field| {
        let value = field.default.clone()?;
        Some(Entry { key: field.key.clone(), key_span: value.span, value })
    });
    let given: Vec<Entry> = given.collect();
    if given.is_empty() {
        return Vec::new();
    }
    let findings = faults(config, (Some(schema), &[schema]), source, &given).into_iter();
    findings.map(|found| Diagnostic { rule: "invalid-schema", schema: None, ..found }).collect()
}

fn faults(
    config: &Config,
    (schema, kinds): (Option<&Schema>, &[&Schema]),
    source: &Arc<SourceFile>,
    given: &[Entry],
) -> Vec<Diagnostic> {
    let mut reading = Reading::new(source, config);
    reading.schema = schema;
    let keys = Keys::new(given, None, schema);
    front::unknown_fields(&mut reading, given, kinds);
    let nothing = parse::parse(&SourceFile::new(&*source.path, ""), parse::Options::default());
    let head = head::read(&mut reading, &keys, &nothing.document);
    let fields = head::fields(&mut reading, &keys);
    head::references(&mut reading, &keys, &fields);
    stated::read(&mut reading, &keys, &Inherited::of(&head), &mut Numbers::default());
    let spans: Vec<_> = given.iter().map(|entry| entry.key_span.to(entry.value.span)).collect();
    let mut findings = reading.findings;
    findings.retain(|found| spans.iter().any(|span| span.contains(found.place.span)));
    findings
}
