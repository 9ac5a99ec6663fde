//! Phases that share days.

use crate::check::context::PlanContext;
use crate::check::phases;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "phase-overlap",
    severity: Some(Severity::Error),
    group: Group::Dates,
    summary: "phases that share days",
    docs: include_str!("phase_overlap.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for group in phases::groups(context) {
        let Some(level) = group.rule.overlap else { continue };
        let mut longest: Option<&crate::model::Phase> = None;
        for phase in &group.phases {
            if let Some(before) = longest.filter(|before| phase.period.value.start <= before.period.value.end)
            {
                let first = phase.period.value.start;
                let last = before.period.value.end.min(phase.period.value.end);
                let days =
                    if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
                let finding = sink
                    .report(
                        phases::span(phase),
                        format!("\"{}\" overlaps \"{}\" {days}", phase.name.value, before.name.value),
                    )
                    .related_here(
                        before.period.span,
                        format!("this phase ends on {}", before.period.value.end),
                    )
                    .help("move the beginning or the end; both days belong to a phase")
                    .schema(&group.rule.place);
                finding.maybe_level(phases::asked(level, &RULE));
            }
            if longest.is_none_or(|before| before.period.value.end < phase.period.value.end) {
                longest = Some(phase);
            }
        }
    }
}
