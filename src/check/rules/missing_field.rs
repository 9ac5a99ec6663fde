//! A front-matter field that the plan must have.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::fold;
use crate::text::Place;
use crate::yaml::Entry;

pub(crate) static RULE: Rule = Rule {
    name: "missing-field",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a front-matter field that the plan must have",
    docs: include_str!("missing_field.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    if !context.front_is_whole() {
        return;
    }
    if context.plan.kind.is_none() && !context.is_misspelt("kind") {
        report_kind(context, sink);
    }
    for field in context.schema().iter().flat_map(|schema| &schema.fields) {
        if let Some(asked) = context.requires(&field.required)
            && context.plan.texts(&field.key).iter().all(|text| text.is_empty())
            && !context.is_misspelt(&field.key)
        {
            report(context, &field.key, asked, sink);
        }
    }
}

fn report_kind(context: &PlanContext, sink: &mut Sink) {
    let message = "the plan does not say of which kind it is";
    let is_it = |entry: &&Entry| {
        !context.config().knows_key(&entry.key)
            && fold::nearest(&entry.key, std::iter::once("kind")).is_some()
    };
    if let Some(meant) = context.plan.front_entries().iter().find(is_it) {
        sink.report(meant.key_span, message).help("did you mean `kind`?");
        return;
    }
    let kinds = context.ground.schemas.values().filter(|schema| !schema.is_abstract);
    let kinds = crate::check::words::any_of(kinds.map(|schema| schema.kind.as_str()));
    let help = if kinds.is_empty() {
        "add `kind:` and a schema for it in `schemas/`".to_string()
    } else {
        format!("add `kind:` with {kinds}")
    };
    let span = context.entry("kind").map_or(context.plan.absent_span(), |entry| entry.key_span);
    sink.report(span, message).help(help);
}

fn report(context: &PlanContext, key: &str, asked: &Place, sink: &mut Sink) {
    let kind = context.schema().map_or("", |schema| &schema.kind);
    match context.entry(key) {
        Some(entry)
            if entry.value.is_null() || entry.value.is_blank() && !context.has_findings_under(key) =>
        {
            sink.report(entry.key_span, format!("field `{key}` has no value"))
                .help("write a value behind it")
                .schema(asked);
        }
        // It has a value that counts for nothing; another finding says why.
        Some(_) => {}
        None => {
            let keys = context.plan.front_entries().iter().map(|entry| entry.key.as_str());
            // One that has a meaning of its own is never a misspelt other one.
            let fields = context.schema().map_or(&[][..], |schema| &schema.fields);
            let is_known = |other: &str| {
                context.config().knows_key(other) || fields.iter().any(|field| field.key == other)
            };
            let near = fold::nearest(key, keys.filter(|other| !is_known(other)));
            sink.report(context.plan.absent_span(), format!("field `{key}` is missing"))
                .label(format!("a plan of kind {kind} needs it"))
                .help(match near {
                    Some(near) => format!("add `{key}:` to the front matter, or is `{near}` meant to be it?"),
                    None => format!("add `{key}:` to the front matter"),
                })
                .schema(asked);
        }
    }
}
