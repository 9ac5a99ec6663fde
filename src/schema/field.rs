//! `fields:`: front matter beyond the standard keys, or standard keys made stricter.

use super::context::Context;
use super::limit::{Limits, Required};
use super::types::{FieldType, read_type, refine_standard, same_type, simple_type, standard_type};
use crate::config::{Condition, STANDARD_KEYS};
use crate::quantity::canonical_unit;
use crate::text::Place;
use crate::yaml::{Entry, Fields, Node, Reader};

/// A front-matter field: one of the kind's own, or a standard key made stricter.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Its type.
    pub kind: FieldType,
    /// The schema names that type; else it is what the format has for the key.
    pub says_type: bool,
    /// Whether it must be there.
    pub required: Required,
    /// Where it may be there at all; `None`: anywhere.
    pub allowed_if: Option<Condition>,
    /// The standard key that it stands for (`as: summary`).
    pub stands_for: Option<String>,
    /// Constraints of the value (for lists: of the number of items).
    pub limits: Limits,
    /// What `new` writes and what counts where the key is absent.
    pub default: Option<Node>,
    /// A word for people, shown on pages; defaults to the key.
    pub title: Option<String>,
    /// Its type could not be read: then nobody knows what its values should be.
    pub is_faulty: bool,
    /// Where it is declared.
    pub place: Place,
}

impl Field {
    /// Whether it is a list because the schema says so, however many values are written.
    pub fn is_list(&self) -> bool {
        matches!(&self.kind, FieldType::List(list) if self.says_type || list.separator().is_some())
    }
}

/// Reads one field. `code: string` is short for `code: { type: string }`.
pub(super) fn read(context: &Context, entry: &Entry) -> Option<Field> {
    let reader = context.reader;
    let mut field = Field {
        key: entry.key.clone(),
        kind: standard_type(&entry.key, context.config),
        says_type: false,
        required: Required::Never,
        allowed_if: None,
        stands_for: None,
        limits: Limits::default(),
        default: None,
        title: None,
        is_faulty: false,
        place: reader.place(entry.key_span),
    };
    if entry.value.as_str().is_some() && !entry.value.is_null() {
        match simple_type(context, &entry.value, entry.value.span) {
            Some(kind) => (field.kind, field.says_type) = (kind, true),
            None => field.is_faulty = true,
        }
        return Some(field);
    }
    if entry.value.is_null() {
        return Some(field);
    }
    let mut fields = reader.fields(&entry.value)?;
    if let Some(kind) = read_type(context, &mut fields, Some(&entry.key)) {
        same_type(context, &mut fields, &entry.key, &kind);
        (field.kind, field.says_type) = (kind, true);
    } else if fields.entry("type").is_none() {
        refine_standard(context, &mut fields, &mut field.kind);
    } else {
        field.is_faulty = true;
    }
    field.required = Required::read(context, &mut fields, Required::Never);
    field.allowed_if = fields.get("allowed_if").and_then(|node| context.condition(node));
    if field.is_faulty {
        // What belongs to it is left unread as well.
        const OF_TYPES: [&str; 16] = [
            "one_of",
            "pattern",
            "must_not_match",
            "min",
            "max",
            "exactly",
            "default",
            "of",
            "separator",
            "sorted",
            "unique",
            "grain",
            "metric",
            "unit",
            "dimension",
            "id",
        ];
        for key in OF_TYPES {
            fields.entry(key);
        }
    } else {
        field.limits = Limits::read(context, &mut fields, field.kind.bound());
        in_units(context, &mut fields, &field.kind, &mut field.limits);
        field.default = default(&mut fields, &field.kind);
    }
    if let FieldType::List(list) = &mut field.kind {
        pass_on(&mut field.limits, &mut list.limits);
    }
    field.stands_for = stands_for(&mut fields);
    field.title = fields.text("title").map(str::to_owned);
    fields.finish();
    Some(field)
}

/// Limits of a quantity are in its unit.
fn in_units(context: &Context, fields: &mut Fields, kind: &FieldType, limits: &mut Limits) {
    let FieldType::Quantity { metric, unit } = kind else { return };
    let config = context.config;
    let bounds = [("min", &mut limits.min), ("max", &mut limits.max), ("exactly", &mut limits.exactly)];
    for (key, bound) in bounds {
        let (Some(text), Some(entry)) = (bound.as_deref(), fields.entry(key)) else { continue };
        let Ok(mut read) = config.known(*metric).parse(text) else { continue };
        let written = read.unit.clone();
        let wanted = match (metric, unit) {
            (Some(metric), _) if !config.in_unit_of(*metric, &mut read) => &config.metric(*metric).unit,
            (None, Some(unit)) if !written.is_empty() && written != canonical_unit(unit) => unit,
            _ => continue,
        };
        let message = format!("`{key}` is in `{written}`, but the field is counted in `{wanted}`");
        context.reader.report(entry.value.span, message);
        *bound = None;
    }
}

/// Constraints of texts that stand at a list are those of its items.
fn pass_on(list: &mut Limits, items: &mut Limits) {
    items.one_of = items.one_of.take().or(list.one_of.take());
    items.pattern = items.pattern.take().or(list.pattern.take());
    items.must_not_match = items.must_not_match.take().or(list.must_not_match.take());
}

fn stands_for(fields: &mut Fields) -> Option<String> {
    let node = fields.get("as")?;
    let reader: &Reader = fields.reader();
    let name = reader.text(node)?;
    let known: Vec<&str> =
        STANDARD_KEYS.iter().copied().filter(|key| !matches!(*key, "kind" | "allow")).collect();
    if !known.contains(&name) {
        reader.unknown(node.span, "standard key", name, known);
        return None;
    }
    Some(name.to_owned())
}

/// A text, or a list of texts; whether it is of the field's type is told where plans are read.
fn default(fields: &mut Fields, kind: &FieldType) -> Option<Node> {
    let node = fields.get("default")?;
    let reader = fields.reader();
    let is_read = match (node.as_seq(), kind) {
        (Some(items), FieldType::List(_)) => items.iter().all(|item| reader.text(item).is_some()),
        _ => reader.text(node).is_some(),
    };
    is_read.then(|| node.clone())
}
