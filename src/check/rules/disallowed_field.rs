//! A front-matter field that is not allowed for this plan.

use crate::check::condition;
use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "disallowed-field",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a front-matter field that is not allowed for this plan",
    docs: include_str!("disallowed_field.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for field in context.schema().iter().flat_map(|schema| &schema.fields) {
        let (Some(condition), Some(entry)) = (&field.allowed_if, context.entry(&field.key)) else { continue };
        if context.condition(condition) == Some(false) {
            sink.report(entry.key_span, format!("field `{}` is not allowed here", field.key))
                .label(condition::only(condition))
                .help("remove it, or correct the field that it depends on")
                .schema(&condition.place);
        }
    }
}
