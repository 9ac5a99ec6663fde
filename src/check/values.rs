//! A plan as the expressions of schemas see it: standard keys, fields and relations by name, and the plan's
//! own totals.

use super::context::{Ground, LinkedPlan, PlanContext, PlanHead};
use super::prose;
use crate::config::{MetricId, MetricKind};
use crate::expression::Value;
use crate::model::{self, FieldValue, Plan, Spanned, Statement, StatementKind};
use crate::schema::Field;
use crate::text::Span;
use crate::yaml::Node;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// The value of the variable `plan`.
pub(super) fn plan(context: &LinkedPlan) -> BTreeMap<String, Value> {
    let mut map = standard(context);
    for field in &context.plan.fields {
        map.insert(field.key.clone(), field_value(&field.value.value));
    }
    relations(context, &mut map);
    map.insert("sections".to_string(), context.by_itself.sections.clone());
    map
}

/// Standard keys, dimensions and totals: what a plan in a relation shows too.
fn standard(context: &PlanHead) -> BTreeMap<String, Value> {
    let plan = context.plan;
    let mut map: BTreeMap<String, Value> = BTreeMap::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(key.to_string(), value);
        }
    };
    let text = |value: &Option<Spanned<String>>| value.as_ref().map(|value| value.value.as_str().into());
    set("id", Some(plan.id.value.as_str().into()));
    set("title", Some(plan.title.value.as_str().into()));
    set("kind", text(&plan.kind));
    set("status", text(&plan.status));
    set("summary", text(&plan.summary));
    set("draft", Some(plan.draft.into()));
    set("date", plan.date.as_ref().map(|date| date.value.to_string().as_str().into()));
    set("period", plan.period.as_ref().map(|period| period.value.key().as_str().into()));
    set("lang", plan.texts("lang").first().map(|lang| lang.as_str().into()));
    set("owner", named(context, "owner", &plan.owners));
    set("tags", named(context, "tags", &plan.tags));
    set("aliases", named(context, "aliases", &plan.aliases));
    for (dimension, value) in &plan.dimensions {
        set(&context.config().dimension(*dimension).id, Some(value.value.as_str().into()));
    }
    for (key, kind) in [
        ("targets", StatementKind::Target),
        ("actuals", StatementKind::Actual),
        ("figures", StatementKind::Figure),
    ] {
        set(key, Some(totals(context, kind)));
    }
    map
}

/// Names as they are written: one as text, a list as a list; lists always are tags, aliases, and what the schema
/// says is a list.
fn named(context: &PlanHead, key: &str, names: &[Spanned<String>]) -> Option<Value> {
    let fields = context.schema().map_or(&[][..], |schema| &schema.fields);
    let means = |field: &&Field| field.stands_for.as_deref().unwrap_or(&field.key) == key;
    let is_declared = fields.iter().filter(means).any(Field::is_list);
    let is_written = context.entry_of(key).is_some_and(|entry| entry.value.as_seq().is_some());
    match names {
        [] => None,
        [only] if key == "owner" && !is_declared && !is_written => Some(only.value.as_str().into()),
        names => Some(Value::list(names.iter().map(|name| name.value.as_str().into()))),
    }
}

fn field_value(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) => text.as_str().into(),
        FieldValue::Number(number) => number_value(*number),
        FieldValue::Quantity(quantity) => {
            quantity.amount.low.or(quantity.amount.high).map_or(Value::Null, number_value)
        }
        FieldValue::Boolean(value) => (*value).into(),
        FieldValue::Date(date) => date.to_string().as_str().into(),
        FieldValue::Period(period) => period.key().as_str().into(),
        FieldValue::List(items) => Value::list(items.iter().map(|item| field_value(&item.value))),
    }
}

fn number_value(number: Decimal) -> Value {
    Value::Number(number.to_f64().unwrap_or(f64::NAN))
}

/// The parent as a map, every other relation as a list of maps; fields of plans as lists of maps too.
fn relations(context: &LinkedPlan, map: &mut BTreeMap<String, Value>) {
    let resolved = &context.site.graph.references[context.index.0 as usize];
    let mut lists: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (reference, target) in context.plan.references.iter().zip(resolved) {
        let Some(target) = target else { continue };
        let other = Value::map(standard(&PlanHead {
            ground: Ground::of(context.site),
            plan: context.site.plan(*target),
        }));
        if reference.is_relation && reference.relation == "parent" {
            map.insert("parent".to_string(), other);
        } else {
            lists.entry(&reference.relation).or_default().push(other);
        }
    }
    map.extend(lists.into_iter().map(|(relation, plans)| (relation.to_string(), Value::list(plans))));
}

/// The plan's own totals by metric, in the metric's unit; of a range its low end.
fn totals(context: &PlanHead, kind: StatementKind) -> Value {
    let mut metrics: Vec<MetricId> = own(context.plan, kind).map(|statement| statement.metric).collect();
    metrics.sort_unstable();
    metrics.dedup();
    let total = |metric: MetricId| {
        let total = total(context, kind, metric)?;
        Some((context.config().metric(metric).id.clone(), number_value(total)))
    };
    Value::map(metrics.into_iter().filter_map(total))
}

fn own(plan: &Plan, kind: StatementKind) -> impl Iterator<Item = &Statement> {
    plan.statements.iter().filter(move |statement| statement.kind == kind && statement.repeats.is_none())
}

/// The total of a metric: what is stated for the whole plan; without that, what stands by itself added up;
/// without that, the parts of the first split.
fn total(context: &PlanHead, kind: StatementKind, metric: MetricId) -> Option<Decimal> {
    let plan = context.plan;
    let value = |statement: &Statement| statement.quantity.amount.low.or(statement.quantity.amount.high);
    let all: Vec<&Statement> = own(plan, kind).filter(|statement| statement.metric == metric).collect();
    let alone: Vec<&Statement> = all.iter().copied().filter(|statement| statement.split.is_none()).collect();
    let period = plan.period.as_ref().map(|period| period.value);
    let is_whole = |statement: &Statement| {
        statement.period == period
            && statement.scope.iter().all(|(dimension, value)| {
                plan.dimensions.iter().any(|(other, own)| other == dimension && own.value == **value)
            })
    };
    if let Some(whole) = alone.iter().find(|statement| is_whole(statement)) {
        return value(whole);
    }
    let first = all.iter().find_map(|statement| statement.split).map(|split| split.group);
    let parts: Vec<&Statement> = match alone.is_empty() {
        false => alone,
        true => all.into_iter().filter(|s| s.split.map(|split| split.group) == first).collect(),
    };
    match (parts.as_slice(), context.config().metric(metric).kind) {
        ([only], _) => value(only),
        (many, MetricKind::Flow) => {
            many.iter().try_fold(Decimal::ZERO, |sum, statement| sum.checked_add(value(statement)?))
        }
        // The last value of a stock counts; ratios do not add up.
        (many, MetricKind::Stock) => many
            .iter()
            .max_by_key(|statement| statement.period.map(|period| period.end))
            .and_then(|s| value(s)),
        (_, MetricKind::Ratio(_)) => None,
    }
}

/// The texts of the schema's sections by their ids, where a rule of the schema can ask for them.
pub(super) fn sections(context: &PlanContext) -> Value {
    let Some(schema) = context.schema().filter(|schema| !schema.rules.is_empty()) else {
        return Value::map([]);
    };
    let mut map: BTreeMap<String, Value> = BTreeMap::new();
    for (index, path) in context.plan.sections.iter().enumerate() {
        let Some(section) = path.as_ref().and_then(|path| schema.section(path)) else { continue };
        let parts = prose::of_section(context, index);
        let text = prose::Searchable::new(&parts).text.replace('\0', "");
        let value = Value::map([("text".to_string(), text.trim().into())]);
        map.entry(section.id.clone()).or_insert(value);
    }
    Value::map(map)
}

/// Whether a value that is read stands in the plan but could not be read: another finding says so, and
/// nothing follows from its absence. What is wrong with one number says nothing about those beside it.
pub(super) fn is_faulty(context: &PlanHead, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else { return false };
    let Some(entry) = context.entry_of(first) else { return false };
    let spans = match (stated_under(first), rest.first()) {
        (Some(kind), Some(metric)) => of_metric(context, &entry.value, kind, metric),
        _ => vec![entry.value.span],
    };
    let is_inside = |found: Span| !found.is_empty() && spans.iter().any(|span| span.contains(found));
    context.plan.findings.iter().any(|found| is_inside(found.place.span))
}

/// Where front matter states numbers of a metric; where the plan has none of it, what names no metric at all and
/// may be meant as it.
fn of_metric(context: &PlanHead, value: &Node, kind: StatementKind, metric: &str) -> Vec<Span> {
    let Some(wanted) = context.config().metric_named(metric) else { return vec![value.span] };
    let is_stated = own(context.plan, kind).any(|statement| statement.metric == wanted);
    let is_of = |name: Option<&str>| match name.and_then(|name| context.config().metric_named(name)) {
        Some(named) => named == wanted,
        None => !is_stated,
    };
    if let Some(entries) = value.as_map() {
        // What a comma cut off belongs to the number before it.
        let chunks = entries.chunk_by(|_, next| model::is_cut_off(next)).filter_map(|chunk| {
            let (first, last) = (chunk.first()?, chunk.last()?);
            is_of(Some(&first.key)).then(|| first.key_span.to(last.value.span).to(last.key_span))
        });
        return chunks.collect();
    }
    let Some(items) = value.as_seq() else { return vec![value.span] };
    let mut spans = Vec::new();
    for item in items {
        let metric = item.get("metric");
        if is_of(metric.and_then(|entry| entry.value.as_str())) {
            spans.push(item.span);
        }
    }
    spans
}

/// What is stated under a key of the front matter that rules can read numbers from.
fn stated_under(key: &str) -> Option<StatementKind> {
    match key {
        "targets" => Some(StatementKind::Target),
        "actuals" => Some(StatementKind::Actual),
        "figures" => Some(StatementKind::Figure),
        _ => None,
    }
}

/// Whether a relation that is read names a plan that there is not.
pub(super) fn is_broken(context: &LinkedPlan, path: &[String]) -> bool {
    let Some(relation) = path.first() else { return false };
    let resolved = &context.site.graph.references[context.index.0 as usize];
    let mut references = context.plan.references.iter().zip(resolved);
    references.any(|(reference, target)| target.is_none() && reference.relation == *relation)
}

/// Where a value that is read stands: a statement's quantity, a section's heading, the value of a key.
pub(super) fn span(context: &PlanHead, path: &[String]) -> Option<Span> {
    let (first, rest) = path.split_first()?;
    match (stated_under(first), rest.first()) {
        (Some(kind), Some(metric)) => {
            let metric = context.config().metric_named(metric)?;
            own(context.plan, kind)
                .find(|statement| statement.metric == metric)
                .map(|statement| statement.span)
        }
        (None, Some(id)) if first == "sections" => section(context, id),
        _ => context.entry_of(first).map(|entry| entry.value.span),
    }
}

/// Where the heading of a schema section stands.
pub(super) fn section(context: &PlanHead, id: &str) -> Option<Span> {
    let schema = context.schema()?;
    let is_it = |path: &Option<Vec<u16>>| {
        path.as_ref().and_then(|path| schema.section(path)).is_some_and(|section| section.id == id)
    };
    let index = context.plan.sections.iter().position(is_it)?;
    Some(context.plan.section_span(index))
}
