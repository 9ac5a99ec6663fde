//! Days between two phases that belong to none.

use crate::check::context::PlanContext;
use crate::check::phases;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "phase-gap",
    severity: Some(Severity::Warning),
    group: Group::Dates,
    summary: "days between two phases that belong to none",
    docs: include_str!("phase_gap.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for group in phases::groups(context) {
        let Some(level) = group.rule.gap.filter(|_| !group.is_open) else { continue };
        let mut latest: Option<&crate::model::Phase> = None;
        for phase in &group.phases {
            if let Some(before) = latest
                && let Ok(next) = before.period.value.end.tomorrow()
                && next < phase.period.value.start
            {
                let last = phase.period.value.start.yesterday().unwrap_or(next);
                let days =
                    if next == last { format!("{next} belongs") } else { format!("{next} to {last} belong") };
                let finding = sink
                    .report(phases::span(phase), format!("{days} to no phase"))
                    .label(format!("\"{}\" begins on {}", phase.name.value, phase.period.value.start))
                    .related_here(
                        before.period.span,
                        format!("this phase ends on {}", before.period.value.end),
                    )
                    .help("begin the next phase on the day after the end of the one before")
                    .schema(&group.rule.place);
                finding.maybe_level(phases::asked(level, &RULE));
            }
            if latest.is_none_or(|before| before.period.value.end < phase.period.value.end) {
                latest = Some(phase);
            }
        }
    }
}
