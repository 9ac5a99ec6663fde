//! `relations:`, `targets:` and `severity:`: what a kind asks of a plan beside its fields and sections.

use super::context::{Context, Late};
use super::limit::Required;
use crate::config::{Condition, Level, MetricId, read_metric};
use crate::text::Place;
use crate::yaml::{Entry, Fields, Node};
use rust_decimal::Decimal;

/// What a kind asks of a relation.
#[derive(Clone, Debug)]
pub struct RelationRule {
    /// `parent` or a relation of the configuration.
    pub relation: String,
    /// Whether it must be there; a least number asks for it where nothing else says so.
    pub required: Required,
    /// Kinds that the other plan may have; empty: any.
    pub kinds: Vec<String>,
    /// Least number of plans named where there are any.
    pub min: Option<usize>,
    /// Largest number of plans named.
    pub max: Option<usize>,
    /// Where it is declared.
    pub place: Place,
}

/// Reads one entry of `relations:`.
pub(super) fn relation(context: &Context, entry: &Entry) -> Option<RelationRule> {
    let reader = context.reader;
    if entry.key != "parent" && context.config.relation(&entry.key).is_none() {
        let known = context.config.relations.iter().map(|relation| relation.id.as_str());
        reader.unknown(entry.key_span, "relation", &entry.key, std::iter::once("parent").chain(known));
    }
    let mut fields = reader.fields(&entry.value)?;
    let mut count = super::limit::Count::read(&mut fields);
    if entry.key == "parent" && count.min.is_some_and(|min| min > 1) {
        let asked = fields.entry("min").or(fields.entry("exactly"));
        let span = asked.map_or(entry.key_span, |asked| asked.value.span);
        reader.report_with(span, "a plan has one parent", "write `required: true`");
        count.min = Some(1);
    }
    let absent = match count.min {
        None | Some(0) => Required::Never,
        Some(_) => Required::Always(reader.place(entry.key_span)),
    };
    let required = Required::read(context, &mut fields, absent);
    let kinds = fields.get("kind").map_or(&[][..], |node| reader.one_or_many(node));
    let kinds = kinds.iter().filter_map(|node| {
        let kind = reader.text(node)?;
        context.later(Late::Kind(kind.to_owned(), node.span));
        Some(kind.to_owned())
    });
    let kinds = kinds.collect();
    fields.finish();
    let known = entry.key == "parent" || context.config.relation(&entry.key).is_some();
    known.then(|| RelationRule {
        relation: entry.key.clone(),
        required,
        kinds,
        min: count.min,
        max: count.max,
        place: reader.place(entry.key_span),
    })
}

/// What a kind asks of a plan's targets.
#[derive(Clone, Debug, Default)]
pub struct TargetsRule {
    /// Metrics that must have a target.
    pub required: Vec<(MetricId, Required)>,
    /// Metrics that may have one; `None`: any. With the place of the list.
    pub allowed: Option<(Vec<MetricId>, Place)>,
    /// By how much children may differ from the parent, as a fraction (`1%` is 0.01).
    pub tolerance: Decimal,
}

/// `targets:` as written: what is left out comes from the bases.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenTargets {
    pub(super) required: Vec<(MetricId, Required)>,
    pub(super) allowed: Option<(Vec<MetricId>, Place)>,
    pub(super) tolerance: Option<Decimal>,
}

/// Reads `targets:`.
pub(super) fn targets(context: &Context, schema: &mut Fields) -> WrittenTargets {
    let reader = context.reader;
    let Some(mut fields) = schema.fields("targets") else { return WrittenTargets::default() };
    let required = fields.get("required").map_or(&[][..], |node| reader.one_or_many(node));
    let required: Vec<_> = required.iter().filter_map(|node| required_target(context, node)).collect();
    let allowed_entry = fields.entry("allowed");
    // One that is not known may be a slip for any.
    let allowed = fields.get("allowed").and_then(|node| {
        let metrics = reader.one_or_many(node).iter().map(|node| read_metric(reader, node, context.config));
        let metrics: Vec<Option<MetricId>> = metrics.collect();
        metrics.into_iter().collect::<Option<Vec<MetricId>>>()
    });
    let allowed = allowed.zip(allowed_entry.map(|entry| reader.place(entry.key_span)));
    if let Some((allowed, _)) = &allowed {
        for (metric, at) in &required {
            if !allowed.contains(metric) {
                let id = &context.config.metric(*metric).id;
                let span = match at {
                    Required::Always(place) => place.span,
                    Required::If(condition) => condition.place.span,
                    Required::Never => fields.span(),
                };
                reader
                    .report(span, format!("a target of `{id}` is required, but `allowed` does not name it"));
            }
        }
    }
    let tolerance = fields.get("tolerance").and_then(|node| tolerance(context, node));
    fields.finish();
    WrittenTargets { required, allowed, tolerance }
}

/// A metric, or a metric with the condition under which it must have a target.
fn required_target(context: &Context, node: &Node) -> Option<(MetricId, Required)> {
    let reader = context.reader;
    if node.as_str().is_some() {
        let metric = read_metric(reader, node, context.config)?;
        return Some((metric, Required::Always(reader.place(node.span))));
    }
    let mut fields = reader.fields(node)?;
    let metric = fields.required("metric").and_then(|node| read_metric(reader, node, context.config));
    let condition = context.when(&mut fields);
    fields.finish();
    Some((metric?, condition.map_or_else(|| Required::Always(reader.place(node.span)), Required::If)))
}

/// `1%`, or the same as a fraction: `0.01`.
fn tolerance(context: &Context, node: &Node) -> Option<Decimal> {
    let text = node.as_str().unwrap_or("").trim();
    let number = |text: &str| Decimal::from_str_exact(text.trim()).ok();
    let fraction = match text.strip_suffix(['%', '％']) {
        Some(percent) => number(percent).map(|percent| percent / Decimal::ONE_HUNDRED),
        None => number(text),
    };
    let fraction = fraction.filter(|fraction| *fraction >= Decimal::ZERO && *fraction <= Decimal::ONE);
    if fraction.is_none() {
        context.reader.expected(node, "a share such as `1%`");
    }
    fraction
}

/// `severity: [{ when, at_most }]`.
#[derive(Clone, Debug)]
pub struct SeverityRule {
    /// When.
    pub when: Condition,
    /// The ceiling.
    pub at_most: Level,
}

/// Reads one entry of `severity:`.
pub(super) fn severity(context: &Context, node: &Node) -> Option<SeverityRule> {
    let mut fields = context.reader.fields(node)?;
    let when = context.when(&mut fields);
    fields.require_either("when", "unless");
    let at_most = fields.required("at_most").and_then(|node| Level::read(context.reader, node));
    fields.finish();
    Some(SeverityRule { when: when?, at_most: at_most? })
}
