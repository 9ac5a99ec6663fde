//! A section or list item with too little or too much text.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::prose::{self, Part};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use crate::schema::TextRule;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "text-length",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section or list item with too little or too much text",
    docs: include_str!("text_length.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    if let Some(rule) = &schema.text {
        report(context, "the plan", rule, context.parts(), context.plan.absent_span(), sink);
    }
    for (index, path) in context.plan.sections.iter().enumerate() {
        let Some(section) = path.as_ref().and_then(|path| schema.section(path)) else { continue };
        if let Some(rule) = &section.text
            && context.is_judged(index)
        {
            let what = format!("section \"{}\"", outline::title(context.plan, index));
            let parts = prose::of_section(context, index);
            report(context, &what, rule, &parts, context.plan.section_span(index), sink);
        }
    }
    for ruled in context.lists() {
        let (Some(rule), Some(list)) = (&ruled.rule.each, &ruled.list) else { continue };
        for (_, item) in &list.items {
            let mut parts = vec![Part::Item(&item.text)];
            prose::push_blocks(&item.blocks, &mut parts);
            report(context, "the list item", rule, &parts, item.text_span, sink);
        }
    }
}

fn report(context: &PlanContext, what: &str, rule: &TextRule, parts: &[Part], span: Span, sink: &mut Sink) {
    let length = prose::length(parts);
    if words::within(rule.length, length) {
        return;
    }
    let short = rule.length.min.is_some_and(|min| length < min);
    if short && prose::is_unfilled(context, parts) {
        return;
    }
    sink.report(
        span,
        format!(
            "{what} has {}, expected {}",
            words::counted(length, "character"),
            words::bounds(rule.length)
        ),
    )
    .help(if short {
        "write more; white space does not count"
    } else {
        "shorten it; white space does not count"
    })
    .schema(&rule.place);
}
