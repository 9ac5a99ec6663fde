//! `planpress schema KIND --json-schema`: the front matter of a kind in JSON Schema (draft 2020-12), for
//! editors. It is as strict as JSON Schema can be about texts as people write them, and never refuses what
//! `check` accepts, but for names in another script (`长沙` for `長沙`); `check` knows more.

mod value;

use super::{Field, FieldType, Limits, Required, Schema};
use crate::config::{Condition, Level};
use crate::config::{Config, STANDARD_KEYS};
use crate::yaml::Node;
use serde_json::{Map, Value, json};
use value::{names, one, one_or_many, text, typed, words};

/// JSON Schema of the front matter of a kind.
pub fn json_schema(schema: &Schema, config: &Config) -> Value {
    let mut properties = Map::new();
    for key in STANDARD_KEYS.iter().copied().chain(["parent"]) {
        properties.insert(key.to_owned(), standard(key, schema, config));
    }
    for relation in &config.relations {
        let mut value = one_or_many(&text());
        value["title"] = json!(relation.title);
        properties.insert(relation.id.clone(), value);
    }
    for dimension in &config.dimensions {
        let index = config.dimension_named(&dimension.id);
        let of = |index| typed(&FieldType::Dimension(index), &Limits::default(), config);
        let mut value = one_or_many(&index.map_or_else(text, of));
        value["title"] = json!(dimension.title);
        properties.insert(dimension.id.clone(), value);
    }
    for field in &schema.fields {
        if !matches!(field.key.as_str(), "kind" | "targets" | "actuals" | "allow") {
            properties.insert(field.key.clone(), property(field, config));
        }
    }
    let mut value = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema.title,
        "type": "object",
        "properties": properties,
        "required": required(schema, config),
        "additionalProperties": schema.unknown_fields != Level::Error,
    });
    let conditions = conditions(schema, config);
    if !conditions.is_empty() {
        value["allOf"] = Value::Array(conditions);
    }
    value
}

/// The keys that must stand in the file itself: what `planpress.yaml` or a default gives need not.
fn required<'s>(schema: &'s Schema, config: &Config) -> Vec<&'s str> {
    let kind_is_given = config.plans.iter().any(|source| source.kinds().any(|(kind, _)| kind == schema.kind));
    let mut required: Vec<&str> = if kind_is_given { Vec::new() } else { vec!["kind"] };
    required.extend(always(schema.fields.iter().map(|field| (field.key.as_str(), &field.required))));
    required.extend(always(schema.relations.iter().map(|rule| (rule.relation.as_str(), &rule.required))));
    required.retain(|key| *key == "kind" || !is_given(key, schema, config));
    required.sort_unstable();
    required.dedup();
    required
}

fn always<'s>(parts: impl Iterator<Item = (&'s str, &'s Required)>) -> impl Iterator<Item = &'s str> {
    parts.filter(|(_, required)| matches!(required, Required::Always(_))).map(|(key, _)| key)
}

/// Whether a key can have a value though the file has none: from `plans:`, by its default, or under the name
/// of a field that stands for it.
fn is_given(key: &str, schema: &Schema, config: &Config) -> bool {
    let mut sources = config.plans.iter().flat_map(|source| &source.defaults);
    sources.any(|entry| entry.key == key)
        || schema.fields.iter().any(|field| {
            (field.key == key && field.default.is_some()) || field.stands_for.as_deref() == Some(key)
        })
}

fn standard(key: &str, schema: &Schema, config: &Config) -> Value {
    match key {
        "kind" => json!({ "const": schema.kind }),
        "status" => statuses(config),
        "lang" => names(crate::language::Language::ALL.map(crate::language::Language::code)),
        "draft" => json!({ "type": "boolean" }),
        "owner" | "tags" | "aliases" => one_or_many(&text()),
        "targets" => targets(schema, config),
        "actuals" | "forecasts" | "figures" | "phases" => json!({ "type": ["object", "array"] }),
        "parent" => one(&text()),
        // A list of rules gives no reasons, which is reported.
        "allow" => json!({ "type": "object", "additionalProperties": text() }),
        "date" => typed(&FieldType::Date, &Limits::default(), config),
        _ => text(),
    }
}

fn statuses(config: &Config) -> Value {
    words(config.statuses.iter().map(String::as_str))
}

fn targets(schema: &Schema, config: &Config) -> Value {
    let allowed = match &schema.targets.allowed {
        Some((metrics, _)) => metrics.iter().map(|metric| config.metric(*metric)).collect(),
        None => config.metrics.iter().collect::<Vec<_>>(),
    };
    let amount = json!({ "type": ["string", "number", "object"] });
    let metrics = allowed.iter().map(|metric| {
        // Several statements of one metric may stand in a list.
        let mut value = json!({ "anyOf": [amount, { "type": "array", "items": { "type": "object" } }] });
        value["title"] = json!(metric.title);
        (metric.id.clone(), value)
    });
    let metrics: Map<String, Value> = metrics.collect();
    let names = names(allowed.iter().flat_map(|metric| metric.names()));
    let item = json!({
        "type": "object",
        "properties": { "metric": names, "value": amount },
        "required": ["metric", "value"],
    });
    // A target that must be there may stand in a table of the body as well, so none is required here.
    json!({ "anyOf": [
        { "type": "object", "properties": metrics, "propertyNames": names },
        { "type": "array", "items": item },
    ] })
}

fn property(field: &Field, config: &Config) -> Value {
    let means = field.stands_for.as_deref().unwrap_or(&field.key);
    let mut value = match &field.kind {
        _ if means == "status" && field.limits.one_of.is_none() => statuses(config),
        // Of a standard key or relation a single value counts as a list of one.
        FieldType::List(list) if is_one_or_many(means, config) => {
            let one = typed(&list.of, &list.limits, config);
            let single = if list.separator.is_some() { text() } else { one };
            json!({ "anyOf": [single, typed(&field.kind, &field.limits, config)] })
        }
        kind if means == "parent" => one(&typed(kind, &field.limits, config)),
        kind if is_one_or_many(means, config) => one_or_many(&typed(kind, &field.limits, config)),
        kind => typed(kind, &field.limits, config),
    };
    if let Some(title) = &field.title {
        value["title"] = json!(title);
    }
    if let Some(default) = &field.default {
        let items =
            |items: &[Node]| items.iter().filter_map(Node::as_str).map(str::to_owned).collect::<Vec<_>>();
        value["default"] =
            default.as_seq().map_or_else(|| json!(default.as_str()), |nodes| json!(items(nodes)));
    }
    value
}

fn is_one_or_many(key: &str, config: &Config) -> bool {
    matches!(key, "owner" | "tags" | "aliases")
        || config.relation(key).is_some()
        || config.dimension_named(key).is_some()
}

/// `required` and `allowed_if` with conditions.
fn conditions(schema: &Schema, config: &Config) -> Vec<Value> {
    let fields = schema.fields.iter().map(|field| (field.key.as_str(), &field.required));
    let relations = schema.relations.iter().map(|rule| (rule.relation.as_str(), &rule.required));
    // What a condition asks of may have a value that does not stand in the file, or stand in one string.
    let is_plain = |condition: &Condition| {
        condition.terms.iter().all(|(key, _)| {
            let mut fields = schema.fields.iter().filter(|field| field.key == *key);
            let joined =
                fields.any(|field| matches!(&field.kind, FieldType::List(list) if list.separator.is_some()));
            !joined && !is_given(key, schema, config) && !has_other_forms(key, schema)
        })
    };
    let mut all = Vec::new();
    for (key, required) in fields.chain(relations) {
        if let Required::If(condition) = required
            && is_plain(condition)
            && !is_given(key, schema, config)
        {
            all.push(branch(condition, json!({ "required": [key] }), true));
        }
    }
    for field in &schema.fields {
        if let Some(condition) = field.allowed_if.as_ref().filter(|condition| is_plain(condition)) {
            all.push(branch(condition, json!({ "not": { "required": [field.key] } }), false));
        }
    }
    all
}

/// Whether one value of a key can be written in several ways (`2026年`, `2026`), which a schema of words cannot tell.
fn has_other_forms(key: &str, schema: &Schema) -> bool {
    let field = schema.fields.iter().find(|field| field.key == key);
    let means = field.and_then(|field| field.stands_for.as_deref()).unwrap_or(key);
    let is_typed = |field: &Field| {
        matches!(
            field.kind,
            FieldType::Date
                | FieldType::Period(_)
                | FieldType::Integer
                | FieldType::Number
                | FieldType::Quantity { .. }
        )
    };
    matches!(means, "period" | "date") || field.is_some_and(is_typed)
}

/// What holds where a condition does (or does not). Of a list any item may be the value that is asked for.
fn branch(condition: &Condition, then: Value, where_it_holds: bool) -> Value {
    let term = |(key, values): &(String, Vec<String>)| {
        let value = words(values.iter().map(String::as_str));
        (key.clone(), json!({ "anyOf": [value, { "type": "array", "contains": value }] }))
    };
    let properties: Map<String, Value> = condition.terms.iter().map(term).collect();
    let keys: Vec<&String> = condition.terms.iter().map(|(key, _)| key).collect();
    let key = if where_it_holds != condition.negated { "then" } else { "else" };
    json!({ "if": { "properties": properties, "required": keys }, key: then })
}
