//! The body of a plan: its sections, then what stands in them.

use super::front::Keys;
use super::numbers::{Inherited, Numbers};
use super::reading::Reading;
use super::sections::{self, Sections};
use super::stated::is_own_field;
use super::tables::{self, Tables};
use super::{Spanned, phases, tasks};
use crate::parse::Parsed;

/// What the body says.
pub(super) struct Body {
    pub(super) sections: Sections,
    pub(super) summary: Option<Spanned<String>>,
    /// Tables, and the phases and tasks of the whole plan.
    pub(super) tables: Tables,
}

/// Reads the body; phases of the front matter are read with those of the body.
pub(super) fn read(
    reading: &mut Reading,
    parsed: &Parsed,
    keys: &Keys,
    base: &Inherited,
    numbers: &mut Numbers,
) -> Body {
    let schema = reading.schema;
    let sections = sections::read(&parsed.document, schema);
    let mut tables = Tables::default();
    if let Some(schema) = schema {
        tables = tables::read(reading, parsed, schema, &sections, base, numbers);
    }
    let phases = &mut tables.phases;
    if let Some(key) = keys.0.iter().find(|key| key.means == "phases" && !is_own_field(key)) {
        phases::in_front(reading, key, base, phases);
    }
    if let Some(schema) = schema {
        phases::in_headings(reading, parsed, schema, &sections, phases);
    }
    phases.phases.sort_by_key(|phase| phase.name.span.start);
    tasks::in_lists(reading, parsed, schema, &sections, &mut tables.tasks);
    let summary = schema.and_then(|schema| sections::summary(&parsed.blocks, schema, &sections));
    Body { sections, summary, tables }
}
