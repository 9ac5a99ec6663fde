//! Text that must or must not have a certain form.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::prose::Searchable;
use crate::check::prose::{self, Part};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::schema::TextRule;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "text-pattern",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "text that must or must not have a certain form",
    docs: include_str!("text_pattern.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    if let Some(rule) = &schema.text {
        let parts = context.parts();
        report(context, "the plan", rule, parts, context.plan.absent_span(), sink);
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
    let text = Searchable::new(parts);
    if let Some(pattern) = &rule.must_match
        && !pattern.is_match(&text.text)
        && !prose::is_unfilled(context, parts)
    {
        sink.report(span, format!("nothing in {what} matches `{pattern}`"))
            .help("add what the pattern asks for; code is not searched")
            .schema(&rule.place);
    }
    if let Some(pattern) = &rule.must_not_match {
        for found in pattern.find_iter(&text.text).filter(|found| !found.is_empty()) {
            sink.report(text.span(found.range()), format!("{what} must not match `{pattern}`"))
                .help("write it in another way")
                .schema(&rule.place);
        }
    }
}
