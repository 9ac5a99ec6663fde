//! Values of front matter in JSON Schema: by their type and limits. Apart from the keys, because items of
//! lists have types and limits too.

use crate::config::Config;
use crate::schema::{FieldType, Limits, ListType};
use regex::Regex;
use serde_json::{Value, json};

/// Text: in YAML it may look like a number or a boolean to an editor (`2026`, `1.10`, `true`).
pub(super) fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// One value of a kind, or a list of them.
pub(super) fn one_or_many(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// One value of a kind, or a list of just one.
pub(super) fn one(item: &Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item, "maxItems": 1 }] })
}

/// One of several words, also as an editor reads those that look like numbers or booleans.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    let mut all: Vec<Value> = Vec::new();
    let mut push = |value: Value| {
        if !all.contains(&value) {
            all.push(value);
        }
    };
    for word in words {
        push(json!(word));
        if let Ok(value @ (Value::Number(_) | Value::Bool(_))) = serde_json::from_str(word) {
            push(value);
        }
    }
    json!({ "enum": all })
}

/// One of several names, in upper or lower case.
pub(super) fn names<'w>(names: impl IntoIterator<Item = &'w str>) -> Value {
    let names: Vec<&str> = names.into_iter().collect();
    let cased: Vec<String> = names
        .iter()
        .filter(|name| name.contains(|c: char| c.is_ascii_alphabetic()))
        .map(|name| in_any_case(name))
        .collect();
    let exact = words(names);
    if cased.is_empty() {
        return exact;
    }
    json!({ "anyOf": [exact, { "type": "string", "pattern": format!("^(?:{})$", cased.join("|")) }] })
}

/// A pattern for a name whatever its case.
fn in_any_case(name: &str) -> String {
    let mut pattern = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphabetic() => {
                pattern.extend(['[', c.to_ascii_uppercase(), c.to_ascii_lowercase(), ']']);
            }
            c if r"\^$.|?*+()[]{}/".contains(c) => pattern.extend(['\\', c]),
            c => pattern.push(c),
        }
    }
    pattern
}

/// A value by its type and limits.
pub(super) fn typed(kind: &FieldType, limits: &Limits, config: &Config) -> Value {
    let mut value = match kind {
        FieldType::Integer => {
            json!({ "type": ["integer", "string"], "pattern": r"^[-+]?[0-9]+(\.0*)?$" })
        }
        FieldType::Number => {
            json!({ "type": ["number", "string"], "pattern": r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)$" })
        }
        FieldType::Boolean => json!({ "type": "boolean" }),
        // As people write days (`2026-03-01`, `2026年3月1日`); `format: date` would refuse the second.
        FieldType::Date => json!({
            "type": "string",
            "pattern": "^[ 　]*(?:[0-9０-９]{1,4}[ 　]*[-./年月－．／][ 　]*[0-9０-９]|[0-9]{1,2}(?:st|nd|rd|th)? +[A-Za-z]{3}|[A-Za-z]{3,9}\\.? +[0-9]|[〇零一二三四五六七八九十]+[年月])",
            "examples": ["2026-03-01"],
        }),
        FieldType::Url => {
            json!({ "type": "string", "pattern": r"^[A-Za-z]+:\S+$", "examples": ["https://example.org"] })
        }
        FieldType::Dimension(dimension) => {
            let dimension = config.dimension(*dimension);
            let values = dimension.values.iter();
            let allowed = values.filter(|value| match &limits.one_of {
                Some(one_of) => value.names().any(|name| one_of.iter().any(|word| word == name)),
                None => true,
            });
            return match dimension.open {
                true => text(),
                false => names(allowed.flat_map(|value| value.names())),
            };
        }
        FieldType::List(list) => return list_of(list, limits, config),
        FieldType::String
        | FieldType::Text
        | FieldType::Quantity { .. }
        | FieldType::Period(_)
        | FieldType::Person
        | FieldType::Plan(_) => text(),
    };
    limit(&mut value, kind, limits);
    value
}

/// A list; where it has a separator, all items may stand in one string.
fn list_of(list: &ListType, limits: &Limits, config: &Config) -> Value {
    let mut items = json!({ "type": "array", "items": typed(&list.of, &list.limits, config) });
    let exactly = number(limits.exactly.as_ref());
    for (key, bound) in [("minItems", &limits.min), ("maxItems", &limits.max)] {
        if let Some(bound) = exactly.clone().or(number(bound.as_ref())) {
            items[key] = bound;
        }
    }
    if list.unique {
        items["uniqueItems"] = json!(true);
    }
    match list.separator {
        Some(_) => json!({ "anyOf": [text(), items] }),
        None => items,
    }
}

fn limit(value: &mut Value, kind: &FieldType, limits: &Limits) {
    if let Some(one_of) = &limits.one_of {
        *value = words(one_of.iter().map(String::as_str));
    }
    let mut also: Vec<Value> = Vec::new();
    if let Some(pattern) = limits.pattern.as_ref().and_then(pattern) {
        also.push(json!({ "pattern": pattern }));
    }
    if let Some(pattern) = limits.must_not_match.as_ref().and_then(pattern) {
        also.push(json!({ "not": { "type": "string", "pattern": pattern } }));
    }
    if !also.is_empty() {
        value["allOf"] = Value::Array(also);
    }
    let [least, most] = match kind {
        FieldType::String | FieldType::Text | FieldType::Person | FieldType::Url => {
            ["minLength", "maxLength"]
        }
        FieldType::Integer | FieldType::Number => ["minimum", "maximum"],
        _ => return,
    };
    let exactly = number(limits.exactly.as_ref());
    for (key, bound) in [(least, &limits.min), (most, &limits.max)] {
        if let Some(bound) = exactly.clone().or(number(bound.as_ref())) {
            value[key] = bound;
        }
    }
}

fn number(text: Option<&String>) -> Option<Value> {
    text?.trim().parse::<serde_json::Number>().ok().map(Value::Number)
}

/// A pattern as ECMAScript reads it too; `None` where it has what only this program's syntax knows. What an
/// editor cannot compile would make it refuse the whole schema.
fn pattern(pattern: &Regex) -> Option<&str> {
    let text = pattern.as_str();
    let own_syntax = ["[:", "&&", "~~", "--", "[^[", "[["].iter().any(|part| text.contains(part));
    let flags = text.match_indices("(?").any(|(at, _)| !text[at + 2..].starts_with(':'));
    let mut characters = text.chars();
    let mut strange = false;
    while let Some(character) = characters.next() {
        if character == '\\' {
            let known = |c: char| "dDsSwWbBnrtfv^$\\.*+?()[]{}|/".contains(c);
            strange |= !characters.next().is_some_and(known);
        }
    }
    (!own_syntax && !flags && !strange).then_some(text)
}
