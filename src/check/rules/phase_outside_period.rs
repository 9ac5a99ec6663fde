//! A phase that does not lie in the period of its plan.

use crate::check::context::PlanContext;
use crate::check::phases;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "phase-outside-period",
    severity: Some(Severity::Error),
    group: Group::Dates,
    summary: "a phase that does not lie in the period of its plan",
    docs: include_str!("phase_outside_period.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(period) = &context.plan.period else { return };
    for phase in &context.plan.phases {
        let Some(rule) = phase.rule.as_ref().filter(|rule| rule.within) else { continue };
        if period.value.contains(&phase.period.value) {
            continue;
        }
        let (start, end) = (period.value.start, period.value.end);
        sink.report(
            phases::span(phase),
            format!("\"{}\" does not lie in the period of the plan, {start} to {end}", phase.name.value),
        )
        .label(format!("{} to {}", phase.period.value.start, phase.period.value.end))
        .related_here(period.span, "the period of the plan")
        .help("move the phase, or correct the period")
        .schema(&rule.place);
    }
}
