//! Fields, relations, targets, sections and rules as YAML.

use super::yaml::{Map, Out};
use super::{field_type, level, limits, required, table, text, when};
use crate::config::{Config, Level};
use crate::schema::{
    ExpressionRule, Field, ListRule, PhaseRule, RelationRule, Schema, SectionSchema, SeverityRule,
    TargetsRule,
};
use crate::yaml::Node;
use regex::Regex;
use rust_decimal::Decimal;

pub(super) fn field(field: &Field, config: &Config) -> Out {
    let mut out = Map::default();
    field_type(&field.kind, config, &mut out);
    out.text("as", field.stands_for.as_ref());
    out.some("required", required(&field.required, false));
    out.some("allowed_if", field.allowed_if.as_ref().map(super::condition));
    limits(&field.limits, &mut out);
    out.some("default", field.default.as_ref().map(written));
    out.text("title", field.title.as_ref());
    out.into()
}

/// A text or a list of texts.
fn written(node: &Node) -> Out {
    let text = |node: &Node| Out::text(node.as_str().unwrap_or_default());
    node.as_seq().map_or_else(|| text(node), |items| Out::List(items.iter().map(text).collect()))
}

pub(super) fn relation(rule: &RelationRule) -> Out {
    let mut out = Map::default();
    out.some("required", required(&rule.required, false));
    out.some("kind", (!rule.kinds.is_empty()).then(|| Out::list(&rule.kinds)));
    out.count(crate::schema::Count { min: rule.min, max: rule.max });
    out.into()
}

pub(super) fn targets(rule: &TargetsRule, config: &Config) -> Option<Out> {
    let mut out = Map::default();
    let asked = rule.required.iter().map(|(metric, required)| {
        let id = &config.metric(*metric).id;
        match required {
            crate::schema::Required::If(condition) => {
                Out::Map(vec![("metric".to_owned(), Out::text(id)), when(condition)])
            }
            _ => Out::text(id),
        }
    });
    out.some("required", (!rule.required.is_empty()).then(|| Out::List(asked.collect())));
    let allowed = rule.allowed.as_ref().map(|(metrics, _)| {
        Out::List(metrics.iter().map(|metric| Out::text(&config.metric(*metric).id)).collect())
    });
    let is_empty = rule.required.is_empty() && allowed.is_none() && rule.tolerance == Decimal::ZERO;
    out.some("allowed", allowed);
    if rule.tolerance != Decimal::ZERO {
        let percent = (rule.tolerance * Decimal::ONE_HUNDRED).normalize();
        out.put("tolerance", Out::word(format!("{percent}%")));
    }
    (!is_empty).then(|| out.into())
}

pub(super) fn external_links(patterns: &[Regex]) -> Out {
    if patterns.is_empty() {
        return Out::word("deny");
    }
    let patterns: Vec<String> = patterns.iter().map(|pattern| pattern.as_str().to_owned()).collect();
    Out::Map(vec![("allow".to_owned(), Out::list(&patterns))])
}

pub(super) fn severity(rules: &[SeverityRule]) -> Option<Out> {
    let rule = |rule: &SeverityRule| {
        Out::Map(vec![when(&rule.when), ("at_most".to_owned(), level(rule.at_most, "off"))])
    };
    (!rules.is_empty()).then(|| Out::List(rules.iter().map(rule).collect()))
}

pub(super) fn rule(rule: &ExpressionRule) -> Out {
    let mut out = Map::default();
    out.text("id", rule.id.as_ref());
    out.text("assert", Some(&rule.text));
    out.text("message", Some(&rule.message));
    if let Some(own) = rule.level {
        out.put("severity", level(own, "off"));
    }
    if let Some(condition) = &rule.when {
        let (key, condition) = when(condition);
        out.put(&key, condition);
    }
    out.text("at", rule.at.as_ref());
    out.into()
}

pub(super) fn section(section: &SectionSchema, schema: &Schema, config: &Config) -> Out {
    write_section(section, 2, (schema.ordered, schema.unknown_sections), config)
}

fn write_section(section: &SectionSchema, depth: u8, above: (bool, Level), config: &Config) -> Out {
    let mut out = Map::default();
    out.text("id", Some(&section.id));
    out.text("title", Some(&section.title));
    out.some("aliases", (!section.aliases.is_empty()).then(|| Out::list(&section.aliases)));
    out.text("title_match", section.title_match.as_ref().map(Regex::as_str));
    out.some("level", (section.level != depth).then(|| Out::word(section.level.to_string())));
    out.some("required", required(&section.required, false));
    out.some("allowed_if", section.allowed_if.as_ref().map(super::condition));
    if let Some((count, _)) = &section.repeat {
        let mut repeat = Map::default();
        repeat.count(*count);
        let free = *count == crate::schema::Count::default();
        out.put("repeat", if free { Out::word("true") } else { repeat.into() });
    }
    out.some("summary", section.summary.then(|| Out::word("true")));
    out.some("text", section.text.as_ref().map(text));
    out.some("list", section.list.as_ref().map(list));
    out.some("labels", section.labels.as_ref().map(|(labels, _)| Out::list(labels)));
    out.some("phases", section.phases.as_ref().map(|rule| phases(rule).into()));
    match &section.tables[..] {
        [] => {}
        [only] => out.put("table", table::table(only, config)),
        several => {
            let tables = several.iter().map(|rule| table::table(rule, config));
            out.put("tables", Out::List(tables.collect()));
        }
    }
    if section.ordered != above.0 {
        out.put("order", Out::word(if section.ordered { "strict" } else { "any" }));
    }
    if section.unknown_sections != above.1 {
        out.put("unknown_sections", level(section.unknown_sections, "allow"));
    }
    let here = (section.ordered, section.unknown_sections);
    let below = section.sections.iter().map(|below| write_section(below, section.level + 1, here, config));
    out.some("sections", (!section.sections.is_empty()).then(|| Out::List(below.collect())));
    out.into()
}

fn list(rule: &ListRule) -> Out {
    let mut out = Map::default();
    out.some("required", required(&rule.required, true));
    out.some("as", rule.tasks.then(|| Out::word("tasks")));
    out.some("ordered", rule.ordered.map(|ordered| Out::word(ordered.to_string())));
    out.count(rule.items);
    let mut each = match &rule.each {
        Some(rule) => match text(rule) {
            Out::Map(entries) => entries,
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    let asked = [("owner", rule.owner), ("due", rule.due)].into_iter().filter(|(_, asked)| *asked);
    each.splice(0..0, asked.map(|(key, _)| (key.to_owned(), Out::word("true"))));
    out.some("each", (!each.is_empty()).then_some(Out::Map(each)));
    let out: Out = out.into();
    match out {
        Out::Map(entries) if entries.is_empty() => Out::word("true"),
        out => out,
    }
}

/// `from`, `overlap`, `gap`, `within`.
pub(super) fn phases(rule: &PhaseRule) -> Map {
    let strict = |level: Level| Out::word(if level == Level::Error { "deny" } else { "warn" });
    let mut out = Map::default();
    out.some("from", rule.from_heading.then(|| Out::word("heading")));
    out.some("overlap", rule.overlap.map(strict));
    out.some("gap", rule.gap.map(strict));
    out.some("within", rule.within.then(|| Out::word("period")));
    out
}
