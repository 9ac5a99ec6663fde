//! `planpress schema KIND --json-schema`: the front matter of a kind in JSON Schema (draft 2020-12), for
//! editors. It is as strict as JSON Schema can be about texts as people write them; `check` knows more.

use super::{Field, FieldType, Limits, Required, Schema};
use crate::config::{Condition, Level};
use crate::config::{Config, STANDARD_KEYS};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

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
        let mut value = index.map_or_else(text, |index| typed(&FieldType::Dimension(index), config));
        value["title"] = json!(dimension.title);
        properties.insert(dimension.id.clone(), value);
    }
    for field in &schema.fields {
        if !matches!(field.key.as_str(), "targets" | "actuals" | "allow") {
            properties.insert(field.key.clone(), property(field, config));
        }
    }
    let mut required: Vec<&str> = vec!["kind"];
    required.extend(always(schema.fields.iter().map(|field| (field.key.as_str(), &field.required))));
    required.extend(always(schema.relations.iter().map(|rule| (rule.relation.as_str(), &rule.required))));
    required.sort_unstable();
    required.dedup();
    let mut value = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema.title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": schema.unknown_fields != Level::Error,
    });
    let conditions = conditions(schema);
    if !conditions.is_empty() {
        value["allOf"] = Value::Array(conditions);
    }
    value
}

fn always<'s>(parts: impl Iterator<Item = (&'s str, &'s Required)>) -> impl Iterator<Item = &'s str> {
    parts.filter(|(_, required)| matches!(required, Required::Always(_))).map(|(key, _)| key)
}

/// Text in YAML may look like a number to an editor: `2026`, `1.10`.
fn text() -> Value {
    json!({ "type": ["string", "number"] })
}

fn one_or_many(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

fn standard(key: &str, schema: &Schema, config: &Config) -> Value {
    match key {
        "kind" => json!({ "const": schema.kind }),
        "status" => json!({ "enum": config.statuses }),
        "lang" => json!({ "enum": crate::language::Language::ALL.map(crate::language::Language::code) }),
        "draft" => json!({ "type": "boolean" }),
        "owner" | "tags" | "aliases" => one_or_many(&text()),
        "targets" => targets(schema, config),
        "actuals" | "forecasts" | "figures" | "phases" => json!({ "type": ["object", "array"] }),
        "allow" => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        "date" => typed(&FieldType::Date, config),
        _ => text(),
    }
}

fn targets(schema: &Schema, config: &Config) -> Value {
    let allowed = match &schema.targets.allowed {
        Some((metrics, _)) => metrics.iter().map(|metric| config.metric(*metric)).collect(),
        None => config.metrics.iter().collect::<Vec<_>>(),
    };
    let amount = json!({ "type": ["string", "number", "object"] });
    let metrics = allowed.iter().map(|metric| {
        let mut value = amount.clone();
        value["title"] = json!(metric.title);
        (metric.id.clone(), value)
    });
    let metrics: Map<String, Value> = metrics.collect();
    // A target that must be there may stand in a table of the body as well, so none is required here.
    json!({ "anyOf": [
        { "type": "object", "properties": metrics },
        { "type": "array", "items": { "type": "object", "required": ["metric", "value"] } },
    ] })
}

fn property(field: &Field, config: &Config) -> Value {
    let mut value = typed(&field.kind, config);
    match &field.kind {
        FieldType::List(_) => {
            let items = value.pointer_mut("/anyOf/1");
            if let (Some(items), Some(count)) = (items, counts(&field.limits)) {
                for (key, bound) in [("minItems", count.0), ("maxItems", count.1)] {
                    if let Some(bound) = bound {
                        items[key] = json!(bound);
                    }
                }
            }
        }
        kind => limit(&mut value, kind, &field.limits),
    }
    if let Some(title) = &field.title {
        value["title"] = json!(title);
    }
    if let Some(default) = &field.default {
        value["default"] = json!(default);
    }
    value
}

fn typed(kind: &FieldType, config: &Config) -> Value {
    match kind {
        FieldType::Integer => json!({ "type": "integer" }),
        FieldType::Number => json!({ "type": "number" }),
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Date => json!({ "type": "string", "format": "date" }),
        FieldType::Url => json!({ "type": "string", "format": "uri" }),
        FieldType::Dimension(dimension) => {
            let dimension = config.dimension(*dimension);
            if dimension.open {
                return text();
            }
            let mut seen = BTreeSet::new();
            let names = dimension.values.iter().flat_map(|value| value.names());
            let names: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
            json!({ "enum": names })
        }
        FieldType::List(list) => {
            let mut item = typed(&list.of, config);
            limit(&mut item, &list.of, &list.limits);
            let mut many = one_or_many(&item);
            // A whole list in one string, with separators.
            if list.separator.is_some() {
                many["anyOf"][0] = text();
            }
            if list.unique {
                many["anyOf"][1]["uniqueItems"] = json!(true);
            }
            many
        }
        FieldType::String
        | FieldType::Text
        | FieldType::Quantity { .. }
        | FieldType::Period(_)
        | FieldType::Person
        | FieldType::Plan(_) => text(),
    }
}

fn limit(value: &mut Value, kind: &FieldType, limits: &Limits) {
    if let Some(one_of) = &limits.one_of {
        *value = json!({ "enum": one_of });
    }
    if let Some(pattern) = &limits.pattern {
        value["pattern"] = json!(pattern.as_str());
    }
    let number =
        |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<serde_json::Number>().ok());
    let [least, most] = match kind {
        FieldType::String | FieldType::Text | FieldType::Person | FieldType::Url => {
            ["minLength", "maxLength"]
        }
        FieldType::Integer | FieldType::Number => ["minimum", "maximum"],
        _ => return,
    };
    for (key, bound) in [(least, number(&limits.min)), (most, number(&limits.max))] {
        if let Some(bound) = bound {
            value[key] = Value::Number(bound);
        }
    }
}

/// The least and the largest number of items, where one is given.
fn counts(limits: &Limits) -> Option<(Option<u32>, Option<u32>)> {
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<u32>().ok());
    let exactly = number(&limits.exactly);
    let (min, max) = (exactly.or(number(&limits.min)), exactly.or(number(&limits.max)));
    min.or(max)?;
    Some((min, max))
}

/// `required` and `allowed_if` with conditions.
fn conditions(schema: &Schema) -> Vec<Value> {
    let fields = schema.fields.iter().map(|field| (field.key.as_str(), &field.required));
    let relations = schema.relations.iter().map(|rule| (rule.relation.as_str(), &rule.required));
    let mut all = Vec::new();
    for (key, required) in fields.chain(relations) {
        if let Required::If(condition) = required {
            all.push(branch(condition, json!({ "required": [key] }), true));
        }
    }
    for field in &schema.fields {
        if let Some(condition) = &field.allowed_if {
            all.push(branch(condition, json!({ "not": { "required": [field.key] } }), false));
        }
    }
    all
}

/// What holds where a condition does (or does not).
fn branch(condition: &Condition, then: Value, where_it_holds: bool) -> Value {
    let properties: Map<String, Value> =
        condition.terms.iter().map(|(key, values)| (key.clone(), json!({ "enum": values }))).collect();
    let keys: Vec<&String> = condition.terms.iter().map(|(key, _)| key).collect();
    let key = if where_it_holds != condition.negated { "then" } else { "else" };
    json!({ "if": { "properties": properties, "required": keys }, key: then })
}
