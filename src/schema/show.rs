//! `planpress schema KIND`: the schema with its bases merged in, as YAML that would read the same.

mod parts;
mod table;
mod yaml;

use super::{FieldType, Limits, Required, Schema, TextRule};
use crate::config::{Condition, Config, Level};
use crate::period::Grain;
use yaml::Out;

/// The merged schema of a kind as YAML.
pub fn show(schema: &Schema, config: &Config) -> String {
    let mut out = yaml::Map::default();
    out.text("title", Some(&schema.title));
    if schema.is_abstract {
        out.put("abstract", Out::word("true"));
    }
    if !schema.bases.is_empty() {
        out.comment(format!("merged with: {}", schema.bases.join(", ")));
    }
    out.block(
        "fields",
        schema.fields.iter().map(|field| (field.key.clone(), parts::field(field, config))).collect(),
    );
    out.put("unknown_fields", level(schema.unknown_fields, "allow"));
    out.some("field_order", schema.field_order.as_ref().map(|_| Out::word("strict")));
    out.text("file_name", schema.file_name.as_ref().map(|(form, _)| form));
    out.block(
        "relations",
        schema.relations.iter().map(|rule| (rule.relation.clone(), parts::relation(rule))).collect(),
    );
    out.some("targets", parts::targets(&schema.targets, config));
    out.put("order", Out::word(if schema.ordered { "strict" } else { "any" }));
    out.put("unknown_sections", level(schema.unknown_sections, "allow"));
    out.some("placeholders", schema.placeholders.map(|placeholders| level(placeholders, "off")));
    out.some("intro", schema.intro_denied.as_ref().map(|_| Out::word("deny")));
    out.some("text", schema.text.as_ref().map(text));
    out.some(
        "external_links",
        schema.external_links.as_ref().map(|(patterns, _)| parts::external_links(patterns)),
    );
    out.some("severity", parts::severity(&schema.severity));
    out.items(
        "sections",
        schema.sections.iter().map(|section| parts::section(section, schema, config)).collect(),
    );
    out.items("rules", schema.rules.iter().map(parts::rule).collect());
    out.write()
}

fn level(level: Level, off: &str) -> Out {
    Out::word(match level {
        Level::Off => off,
        Level::Warn => "warn",
        Level::Error => "error",
    })
}

fn condition(condition: &Condition) -> Out {
    let terms = condition.terms.iter().map(|(key, values)| (key.clone(), Out::words(values)));
    Out::Map(terms.collect())
}

/// `when:` or `unless:` with a condition.
fn when(of: &Condition) -> (String, Out) {
    (if of.negated { "unless" } else { "when" }.to_owned(), condition(of))
}

/// `required:`; `absent` says what holds where nothing is written.
fn required(required: &Required, absent: bool) -> Option<Out> {
    match required {
        Required::Never => absent.then(|| Out::word("false")),
        Required::Always(_) => (!absent).then(|| Out::word("true")),
        Required::If(condition) => Some(Out::Map(vec![when(condition)])),
    }
}

fn text(rule: &TextRule) -> Out {
    let mut out = yaml::Map::default();
    out.count(rule.length);
    out.text("must_match", rule.must_match.as_ref().map(regex::Regex::as_str));
    out.text("must_not_match", rule.must_not_match.as_ref().map(regex::Regex::as_str));
    out.into()
}

fn limits(limits: &Limits, out: &mut yaml::Map) {
    out.some("one_of", limits.one_of.as_ref().map(|values| Out::list(values)));
    out.text("pattern", limits.pattern.as_ref().map(regex::Regex::as_str));
    out.text("must_not_match", limits.must_not_match.as_ref().map(regex::Regex::as_str));
    out.text("min", limits.min.as_ref());
    out.text("max", limits.max.as_ref());
    out.text("exactly", limits.exactly.as_ref());
}

fn field_type(kind: &FieldType, config: &Config, out: &mut yaml::Map) {
    out.put("type", Out::word(kind.name()));
    match kind {
        FieldType::Quantity { metric, unit } => {
            out.text("metric", metric.map(|metric| &config.metric(metric).id));
            out.text("unit", unit.as_ref());
        }
        FieldType::Period(grain) => out.some("grain", grain.map(|grain| Out::word(grain_name(grain)))),
        FieldType::Plan(form) => out.text("id", form.as_ref()),
        FieldType::Dimension(dimension) => out.text("dimension", Some(&config.dimension(*dimension).id)),
        FieldType::List(list) => {
            let mut of = yaml::Map::default();
            field_type(&list.of, config, &mut of);
            limits(&list.limits, &mut of);
            out.put("of", of.into());
            out.text("separator", list.separator.as_ref());
            out.some("sorted", list.sorted.then(|| Out::word("true")));
            out.some("unique", list.unique.then(|| Out::word("true")));
        }
        _ => {}
    }
}

fn grain_name(grain: Grain) -> &'static str {
    match grain {
        Grain::Year => "year",
        Grain::FiscalYear => "fiscal_year",
        Grain::Half => "half",
        Grain::Quarter => "quarter",
        Grain::Month => "month",
        Grain::Week => "week",
        Grain::Day | Grain::TenDays | Grain::Range => "day",
    }
}
