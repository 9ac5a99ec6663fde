//! A front-matter field that is not allowed for this plan.

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
        if !context.plan.condition_holds(condition) {
            let (word, terms) = (if condition.negated { "unless" } else { "where" }, describe(condition));
            sink.report(entry.key_span, format!("field `{}` is not allowed here", field.key))
                .label(format!("only {word} {terms}"))
                .help("remove it, or correct the field that it depends on")
                .schema(&condition.place);
        }
    }
}

/// A condition in words: `` `status` is `closed` or `active` ``.
fn describe(condition: &crate::config::Condition) -> String {
    let terms = condition.terms.iter().map(|(key, values)| {
        format!("`{key}` is {}", crate::check::words::any_of(values.iter().map(String::as_str)))
    });
    terms.collect::<Vec<_>>().join(" and ")
}
