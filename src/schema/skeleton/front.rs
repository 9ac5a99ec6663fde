//! The front matter of a skeleton.

use super::Draft;
use crate::config::STANDARD_KEYS;
use crate::schema::{Field, FieldType, Limits, Required};
use crate::yaml::Node;
use std::fmt::Write as _;

/// Keys that lead, in this order.
const LEADING: [&str; 6] = ["id", "title", "kind", "status", "period", "owner"];

pub(super) fn write(draft: &Draft) -> String {
    let mut text = String::from("---\n");
    for key in keys(draft) {
        if let Some(line) = line(draft, key) {
            text.push_str(&line);
        }
    }
    relations(draft, &mut text);
    targets(draft, &mut text);
    text.push_str("---\n");
    text
}

/// The keys that may be written, in order. With `field_order: strict` the fields keep the schema's order.
fn keys<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    let fields = draft.schema.fields.iter().map(|field| field.key.as_str());
    if draft.schema.field_order.is_some() {
        let fields: Vec<&str> = fields.collect();
        return LEADING
            .into_iter()
            .filter(|key| !fields.contains(key))
            .chain(fields.iter().copied())
            .collect();
    }
    LEADING.into_iter().chain(fields.filter(|key| !LEADING.contains(key))).collect()
}

fn line(draft: &Draft, key: &str) -> Option<String> {
    let field = draft.schema.fields.iter().find(|field| field.key == key);
    let known = known(draft, key).or_else(|| stands_for(field).and_then(|key| known(draft, key)));
    let wanted = field.is_some_and(|field| {
        draft.is_allowed(field.allowed_if.as_ref())
            && (draft.is_required(&field.required) || field.default.is_some())
    });
    // The keys of relations and targets stand below, with what the schema says of them.
    if draft.schema.relations.iter().any(|rule| rule.relation == key) || matches!(key, "targets" | "actuals")
    {
        return None;
    }
    let always = matches!(key, "id" | "title" | "kind" | "status") && !is_replaced(draft, key);
    if known.is_none() && !wanted && !always {
        return None;
    }
    let value = match (known, field) {
        (Some(known), _) => quoted(known),
        (None, Some(field)) => value(draft, field),
        (None, None) => draft.words.placeholder.to_owned(),
    };
    let hint = field.filter(|_| value.contains(draft.words.placeholder)).and_then(|field| hint(draft, field));
    let hint = hint.map(|hint| format!("  # {hint}")).unwrap_or_default();
    Some(format!("{}: {value}{hint}\n", quoted(key)))
}

/// Whether another field of the kind stands for a standard key.
fn is_replaced(draft: &Draft, key: &str) -> bool {
    draft.schema.fields.iter().any(|field| field.key != key && field.stands_for.as_deref() == Some(key))
}

fn stands_for(field: Option<&Field>) -> Option<&str> {
    field?.stands_for.as_deref().filter(|key| STANDARD_KEYS.contains(key))
}

/// What is known of a key beforehand.
fn known<'d>(draft: &'d Draft, key: &str) -> Option<&'d str> {
    match key {
        "id" => draft.options.id.as_deref(),
        "title" => draft.options.title.as_deref(),
        "kind" => Some(&draft.schema.kind),
        "status" => Some(&draft.status),
        "period" => draft.options.period.as_deref(),
        "owner" => draft.options.owner.as_deref(),
        _ => None,
    }
}

fn value(draft: &Draft, field: &Field) -> String {
    if let Some(default) = &field.default {
        return match default.as_seq() {
            Some(items) => {
                let items: Vec<String> = items.iter().filter_map(Node::as_str).map(quoted).collect();
                format!("[{}]", items.join(", "))
            }
            None => default.as_str().map(quoted).unwrap_or_default(),
        };
    }
    if let FieldType::List(list) = &field.kind {
        let count = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<usize>().ok());
        let least = count(&field.limits.exactly).or(count(&field.limits.min)).unwrap_or(1).clamp(1, 20);
        let item = only_choice(&list.limits).unwrap_or_else(|| draft.words.placeholder.to_owned());
        if field.key == "owner" && least == 1 {
            return item;
        }
        return format!("[{}]", vec![item; least].join(", "));
    }
    only_choice(&field.limits).unwrap_or_else(|| draft.words.placeholder.to_owned())
}

/// The value where there is only one.
fn only_choice(limits: &Limits) -> Option<String> {
    match limits.one_of.as_deref() {
        Some([only]) => Some(quoted(only)),
        _ => None,
    }
}

/// What helps to fill a field in.
fn hint(draft: &Draft, field: &Field) -> Option<String> {
    let (kind, limits) = match &field.kind {
        FieldType::List(list) => (&list.of, &list.limits),
        kind => (kind, &field.limits),
    };
    if let Some(one_of) = &limits.one_of {
        return Some(one_of.join(" | "));
    }
    if let Some(pattern) = &limits.pattern {
        return Some(pattern.as_str().replace(['\n', '\r'], " "));
    }
    Some(match kind {
        FieldType::Date => "2026-03-31".to_owned(),
        FieldType::Period(grain) => match grain {
            Some(crate::period::Grain::Half) => "2026-H1".to_owned(),
            Some(crate::period::Grain::Quarter) => "2026-Q3".to_owned(),
            Some(crate::period::Grain::Month) => "2026-03".to_owned(),
            Some(crate::period::Grain::Week) => "2026-W05".to_owned(),
            Some(crate::period::Grain::Day) => "2026-03-31".to_owned(),
            Some(crate::period::Grain::FiscalYear) => "FY2026".to_owned(),
            Some(crate::period::Grain::Year) => "2026".to_owned(),
            _ => "2026, 2026-Q3, 2026-03".to_owned(),
        },
        FieldType::Boolean => "true | false".to_owned(),
        FieldType::Dimension(dimension) => {
            let dimension = draft.config.dimension(*dimension);
            let values: Vec<&str> = dimension.values.iter().map(|value| value.id.as_str()).take(12).collect();
            if values.is_empty() {
                return None;
            }
            let more = if dimension.values.len() > values.len() { " | …" } else { "" };
            format!("{}{more}", values.join(" | "))
        }
        _ => return field.title.clone(),
    })
}

fn relations(draft: &Draft, text: &mut String) {
    let given = draft.options.parent.as_deref();
    let rules = &draft.schema.relations;
    if let (Some(parent), true) = (given, rules.iter().all(|rule| rule.relation != "parent")) {
        let _ = writeln!(text, "parent: {}", quoted(parent));
    }
    for rule in rules {
        let known = given.filter(|_| rule.relation == "parent");
        if known.is_none() && !draft.is_required(&rule.required) && rule.min.unwrap_or(0) == 0 {
            continue;
        }
        let hint =
            if rule.kinds.is_empty() { String::new() } else { format!("  # {}", rule.kinds.join(" | ")) };
        let _ = match known {
            Some(parent) => writeln!(text, "{}: {}", quoted(&rule.relation), quoted(parent)),
            None if rule.relation == "parent" => {
                writeln!(text, "{}: {}{hint}", quoted(&rule.relation), draft.words.placeholder)
            }
            None => {
                let ids = vec![draft.words.placeholder; rule.min.unwrap_or(1).clamp(1, 20)].join(", ");
                writeln!(text, "{}: [{ids}]{hint}", quoted(&rule.relation))
            }
        };
    }
}

fn targets(draft: &Draft, text: &mut String) {
    let required: Vec<_> =
        draft.schema.targets.required.iter().filter(|(_, required)| draft.is_required(required)).collect();
    let asked = draft
        .schema
        .fields
        .iter()
        .any(|field| field.key == "targets" && matches!(&field.required, Required::Always(_)));
    if required.is_empty() && !asked {
        return;
    }
    text.push_str("targets:\n");
    for (metric, _) in &required {
        let metric = draft.config.metric(*metric);
        let unit = metric.display.as_ref().map_or(&metric.unit, |display| &display.unit);
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        let _ =
            writeln!(text, "  {}: {}  # {}{unit}", quoted(&metric.id), draft.words.placeholder, metric.title);
    }
}

/// A text as YAML: bare where it cannot be misread.
pub(in crate::schema) fn quoted(text: &str) -> String {
    let safe = !text.is_empty()
        && text.trim() == text
        && !text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
        ])
        && !text.contains([',', '[', ']', '{', '}', '\n', '\r', '\t', '\\', '"'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !matches!(text, "~" | "null" | "true" | "false");
    if safe {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''").replace(['\n', '\r', '\t'], " "))
    }
}
