//! A rule that the schema states in its own words.

use crate::check::context::{LinkedPlan, PlanHead};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::values;
use crate::diagnostic::Severity;
use crate::expression::{Stop, Value};
use crate::schema::ExpressionRule;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "rule",
    severity: Some(Severity::Error),
    group: Group::Schema,
    summary: "a rule that the schema states in its own words",
    docs: include_str!("rule.md"),
    scope: Scope::Linked(check),
};

fn check(context: &LinkedPlan, sink: &mut Sink) {
    let Some(schema) = context.schema().filter(|schema| !schema.rules.is_empty()) else { return };
    // What could not be read at all says nothing about what holds.
    if !context.front_is_whole() {
        return;
    }
    let plan = values::plan(context);
    for rule in &schema.rules {
        let asked = rule.when.as_ref().is_none_or(|when| context.condition(when) == Some(true));
        let is_faulty = |path| values::is_faulty(context, path) || values::is_broken(context, path);
        if !asked || rule.expression.paths().iter().any(|path| is_faulty(path)) {
            continue;
        }
        match rule.expression.evaluate(&plan) {
            Ok(Value::Bool(true)) | Err(Stop::Missing) => {}
            Ok(Value::Bool(false)) => {
                sink.report(span(context, rule), rule.message.clone())
                    .help(format!("the schema asks for `{}`", rule.text.trim()))
                    .schema(&rule.place)
                    .maybe_level(rule.level);
            }
            Ok(_) => cannot(context, rule, "it comes to neither true nor false", sink),
            Err(Stop::Type(why)) => cannot(context, rule, &why, sink),
            Err(Stop::TooLong) => cannot(context, rule, "it takes too many steps", sink),
        }
    }
}

fn cannot(context: &PlanHead, rule: &ExpressionRule, why: &str, sink: &mut Sink) {
    let message = format!(
        "a rule of kind {} cannot be asked of this plan: {why}",
        context.schema().map_or("", |schema| &schema.kind)
    );
    sink.report(span(context, rule), message)
        .help(format!("correct the rule `{}`", rule.text.trim()))
        .schema(&rule.place)
        .maybe_level(rule.level);
}

/// Where a finding of a rule stands: where `at:` says, else at the first value that it reads and the plan has.
fn span(context: &PlanHead, rule: &ExpressionRule) -> Span {
    if let Some(at) = &rule.at {
        let entry = context.entry_of(at).map(|entry| entry.value.span);
        return entry.or_else(|| values::section(context, at)).unwrap_or_else(|| context.plan.absent_span());
    }
    let read = rule.expression.paths().iter().find_map(|path| values::span(context, path));
    read.unwrap_or_else(|| context.plan.absent_span())
}
