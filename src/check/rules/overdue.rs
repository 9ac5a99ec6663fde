//! A plan or phase that is over and not closed, or a task past due.

use crate::check::context::PlanContext;
use crate::check::phases;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;

pub(crate) static RULE: Rule = Rule {
    name: "overdue",
    severity: None,
    group: Group::Dates,
    summary: "a plan or phase that is over and not closed, or a task past due",
    docs: include_str!("overdue.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let (plan, today) = (context.plan, context.ground.today);
    for task in plan.tasks.iter().filter(|task| !task.done) {
        if let Some(due) = task.due.as_ref().filter(|due| due.value < today) {
            sink.report(task.name.span, format!("the task was due on {}", due.value))
                .related_here(due.span, "due")
                .help("do it and mark it as done, or move the day");
        }
    }
    let last = context.config().statuses.last();
    let Some(status) = plan.status.as_ref().filter(|status| Some(&status.value) != last) else { return };
    let help = format!("set the status to `{}`, or move the end", last.map_or("", |last| last));
    // Where the whole plan is over, so are its phases.
    if let Some(period) = plan.period.as_ref().filter(|period| period.value.is_over(today)) {
        let message = format!("the plan ended on {} and is still `{}`", period.value.end, status.value);
        sink.report(period.span, message).related_here(status.span, "its status").help(help);
        return;
    }
    for phase in plan.phases.iter().filter(|phase| phase.period.value.is_over(today)) {
        let (name, end) = (&phase.name.value, phase.period.value.end);
        sink.report(
            phases::span(phase),
            format!("\"{name}\" ended on {end} and the plan is still `{}`", status.value),
        )
        .related_here(status.span, "its status")
        .help(help.clone());
    }
}
