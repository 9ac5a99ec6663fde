//! The standard keys of a plan: who, when, where, of what kind. Each is read under the same rules in every
//! kind; what a schema adds to one (`period: { grain: year }`) is checked here too.

use super::front::{Key, Keys};
use super::reading::Reading;
use super::stated::is_own_field;
use super::{FieldValue, Reference, Spanned};
use crate::config::{DimensionId, Language, STANDARD_KEYS};
use crate::parse::Document;
use crate::period::Period;
use crate::schema::{Field, FieldType};
use crate::yaml::{Node, Value};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// What the standard keys say.
pub(super) struct Head {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) status: Option<Spanned<String>>,
    pub(super) period: Option<Spanned<Period>>,
    pub(super) owners: Vec<Spanned<String>>,
    pub(super) tags: Vec<Spanned<String>>,
    pub(super) summary: Option<Spanned<String>>,
    pub(super) lang: Option<Spanned<Language>>,
    pub(super) draft: bool,
    pub(super) date: Option<Spanned<Date>>,
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) dimensions: Vec<(DimensionId, Spanned<String>)>,
    pub(super) allowed: Vec<(Spanned<String>, String)>,
}

/// Reads the standard keys. The plan's period is set in `reading` for everything that follows.
pub(super) fn read(reading: &mut Reading, keys: &Keys, document: &Document) -> Head {
    let period = keys.get("period").and_then(|key| reading.quietly(key, Reading::plan_period));
    reading.within = period.as_ref().map(|period| period.value);
    let id = id(reading, keys, document);
    let written_title = keys.get("title").and_then(|key| reading.quietly(key, Reading::one));
    let title = written_title.or_else(|| first_heading(document)).unwrap_or_else(|| id.clone());
    Head {
        status: keys.get("status").and_then(|key| reading.quietly(key, Reading::status)),
        owners: reading.many_of(keys, "owner"),
        tags: reading.many_of(keys, "tags"),
        summary: keys.get("summary").and_then(|key| reading.quietly(key, Reading::one)),
        lang: keys.get("lang").and_then(|key| reading.quietly(key, Reading::language)),
        draft: keys.get("draft").and_then(|key| reading.quietly(key, Reading::flag)).unwrap_or(false),
        date: keys.get("date").and_then(|key| reading.quietly(key, Reading::date_key)),
        aliases: aliases(reading, keys),
        dimensions: dimensions(reading, keys),
        allowed: keys.get("allow").map(|key| allowed(reading, key)).unwrap_or_default(),
        id,
        title,
        period,
    }
}

/// The kind's own fields that are there and could be typed.
pub(super) fn fields(reading: &mut Reading, keys: &Keys) -> Vec<super::Field> {
    let mut fields = Vec::new();
    for key in &keys.0 {
        let is_own = |field: &&Field| !field.is_faulty && (!is_built_in(reading, key) || !keys.counts(key));
        let Some(field) = key.field.filter(is_own) else { continue };
        let value = reading.quietly(key, |reading, key| reading.field_value(field, key));
        if let Some(value) = value {
            fields.push(super::Field { key: key.name.to_owned(), key_span: key.key_span, value });
        }
    }
    fields
}

/// Whether a key is read under a rule of its own rather than as a field of the kind.
fn is_built_in(reading: &Reading, key: &Key) -> bool {
    let standard = STANDARD_KEYS.contains(&key.means) && !is_own_field(key);
    standard
        || key.means == "parent"
        || reading.config.relation(key.means).is_some()
        || reading.config.dimension_named(key.means).is_some()
}

/// Ids under relation keys, and in fields of type plan.
pub(super) fn references(reading: &mut Reading, keys: &Keys, fields: &[super::Field]) -> Vec<Reference> {
    let mut references = Vec::new();
    for key in &keys.0 {
        let relation = reading.config.relation(key.means);
        let is_relation = key.means == "parent" || relation.is_some_and(|relation| !relation.is_disputed);
        if is_relation {
            let ids = reading.quietly(key, |reading, key| Some(reading.related(key))).unwrap_or_default();
            let relation = key.means.to_owned();
            references.extend(ids.into_iter().map(|id| Reference {
                relation: relation.clone(),
                id,
                is_relation,
            }));
        } else if let Some(field) = fields.iter().find(|field| field.key == key.name)
            && key.field.is_some_and(|field| holds_plans(&field.kind))
        {
            references.extend(plan_ids(&field.value).into_iter().map(|id| Reference {
                relation: field.key.clone(),
                id,
                is_relation,
            }));
        }
    }
    // What waits to be filled in is another rule's finding and no broken link.
    references.retain(|reference| !reading.is_placeholder(&reference.id.value));
    references
}

fn holds_plans(kind: &FieldType) -> bool {
    match kind {
        FieldType::Plan(_) => true,
        FieldType::List(list) => matches!(list.of, FieldType::Plan(_)),
        _ => false,
    }
}

fn plan_ids(value: &Spanned<FieldValue>) -> Vec<Spanned<String>> {
    match &value.value {
        FieldValue::Text(id) => vec![Spanned { value: id.nfc().collect(), span: value.span }],
        FieldValue::List(items) => items.iter().flat_map(plan_ids).collect(),
        _ => Vec::new(),
    }
}

/// The id: `id`, else the file's stem.
fn id(reading: &mut Reading, keys: &Keys, document: &Document) -> Spanned<String> {
    let key = keys.get("id").filter(|key| key.written);
    let own = key.and_then(|key| reading.quietly(key, Reading::one));
    let path = &document.source.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let given = own.unwrap_or_else(|| Spanned { value: stem.to_owned(), span: document.source.beginning() });
    let id: String = given.value.nfc().collect();
    if is_id(&id) {
        return Spanned { value: id, span: given.span };
    }
    let what = if key.is_some() { "is no id" } else { "is the file's name and makes no id" };
    let finding = reading
        .error("invalid-id", given.span, format!("`{id}` {what}"))
        .help("use letters, digits, `-`, `_` and `.`, and begin with a letter or digit");
    reading.add(finding);
    Spanned { value: made_id(&id), span: given.span }
}

/// Letters and digits of any script, `-`, `_`, `.`; no dot at the front, which hides files.
fn is_id(id: &str) -> bool {
    id.starts_with(char::is_alphanumeric) && id.chars().all(id_char)
}

fn id_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || unicode_normalization::char::is_combining_mark(c)
}

/// An id made from a text that is none, so that the plan still has a page of its own.
fn made_id(text: &str) -> String {
    let made: String = text.chars().map(|c| if id_char(c) { c } else { '-' }).collect();
    let made = made.trim_start_matches(|c: char| !c.is_alphanumeric());
    if made.is_empty() { "plan".to_owned() } else { made.to_owned() }
}

pub(super) fn first_heading(document: &Document) -> Option<Spanned<String>> {
    let headings = document
        .sections
        .iter()
        .filter_map(|section| section.heading.as_ref().filter(|_| section.level == 1));
    let heading = headings.into_iter().find(|heading| !heading.text.text.trim().is_empty())?;
    Some(Spanned { value: heading.text.text.trim().to_owned(), span: heading.text_span })
}

fn aliases(reading: &mut Reading, keys: &Keys) -> Vec<Spanned<String>> {
    let aliases = reading.many_of(keys, "aliases");
    let (good, bad): (Vec<_>, Vec<_>) = aliases.into_iter().partition(|alias| is_id(&alias.value));
    for alias in bad {
        let finding = reading
            .error("invalid-id", alias.span, format!("`{}` is no id", alias.value))
            .help("use letters, digits, `-`, `_` and `.`, and begin with a letter or digit");
        reading.add(finding);
    }
    good
}

fn dimensions(reading: &mut Reading, keys: &Keys) -> Vec<(DimensionId, Spanned<String>)> {
    let mut values = Vec::new();
    for (dimension, declared) in (0..).map(DimensionId).zip(&reading.config.dimensions) {
        let Some(key) = keys.get(&declared.id) else { continue };
        let found = reading.quietly(key, |reading, key| {
            let (items, _) = reading.items(key);
            Some(
                items.into_iter().filter_map(|item| reading.placed(key, dimension, item)).collect::<Vec<_>>(),
            )
        });
        values.extend(found.into_iter().flatten().map(|value| (dimension, value)));
    }
    values
}

/// `allow:`: a mapping of rules and reasons, or a list of rules (without reasons, which is reported elsewhere).
fn allowed(reading: &mut Reading, key: &Key) -> Vec<(Spanned<String>, String)> {
    let node: &Node = &key.value;
    match &node.value {
        Value::Map(entries) => entries
            .iter()
            .map(|entry| {
                let rule = Spanned { value: entry.key.clone(), span: entry.key_span };
                let reason = entry.value.as_str().filter(|_| !entry.value.is_null()).unwrap_or("");
                (rule, reason.trim().to_owned())
            })
            .collect(),
        Value::Seq(_) | Value::Scalar(_) => {
            let many = reading.many(key).into_iter();
            many.map(|rule| (rule, String::new())).collect()
        }
    }
}
