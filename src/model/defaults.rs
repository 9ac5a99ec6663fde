//! `defaults:` of `plans:` in `planpress.yaml`, read as if they stood in a plan: what is wrong with them is
//! found once, where they are written, and not in every plan that takes them over.

use super::front::{self, Keys};
use super::numbers::{Inherited, Numbers};
use super::reading::Reading;
use super::{head, stated};
use crate::config::{Config, PlanSource};
use crate::diagnostic::Diagnostic;
use crate::parse;
use crate::schema::Schema;
use crate::text::{Place, SourceFile};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is wrong with the values that `plans:` gives to files that do not have them.
pub(super) fn check(config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> Vec<Diagnostic> {
    let given = config.plans.iter().filter(|source| !source.defaults.is_empty());
    let placed = given.filter_map(|source| Some((source, source.place.as_ref()?)));
    placed.flat_map(|(source, place)| faults(config, schemas, source, place)).collect()
}

fn faults(
    config: &Config,
    schemas: &BTreeMap<String, Arc<Schema>>,
    source: &PlanSource,
    place: &Place,
) -> Vec<Diagnostic> {
    let schema = source.kind.as_ref().and_then(|kind| schemas.get(kind)).map(|schema| &**schema);
    let mut reading = Reading::new(&place.source, config);
    reading.schema = schema;
    let keys = Keys::new(&source.defaults, None, schema);
    if let Some(schema) = schema {
        front::unknown_fields(&mut reading, &source.defaults, schema);
    }
    let nothing = parse::parse(&SourceFile::new(&*place.source.path, ""), parse::Options::default());
    let head = head::read(&mut reading, &keys, &nothing.document);
    head::fields(&mut reading, &keys);
    stated::read(&mut reading, &keys, &Inherited::of(&head), &mut Numbers::default());
    let spans: Vec<_> = source.defaults.iter().map(|entry| entry.key_span.to(entry.value.span)).collect();
    let mut findings = reading.findings;
    findings.retain(|found| spans.iter().any(|span| span.contains(found.place.span)));
    findings
}
