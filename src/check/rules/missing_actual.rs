//! A target whose period is over and that has no actual.

use crate::aggregate::unreached;
use crate::check::amounts;
use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::model::StatementKind;
use crate::period::Period;

pub(crate) static RULE: Rule = Rule {
    name: "missing-actual",
    severity: None,
    group: Group::Dates,
    summary: "a target whose period is over and that has no actual",
    docs: include_str!("missing_actual.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    for plan in context.plans() {
        for target in unreached(context.facts, context.site, plan.index) {
            let statement =
                target.get(context.site).filter(|statement| statement.kind == StatementKind::Target);
            let (Some(statement), Some(place)) = (statement, target.place(context.site)) else { continue };
            let Some(period) = statement.period.filter(|period| !is_reported(&plan, *period)) else {
                continue;
            };
            let title = &context.site.config.metric(statement.metric).title;
            sink.report(
                place,
                format!(
                    "there is no actual of {title} against the target of {}",
                    amounts::said(&statement.quantity)
                ),
            )
            .label(format!("its period ended on {}", period.end))
            .help("state it under `actuals:`, in a table of actuals or in `data/`");
        }
    }
}

/// Whether a period is one outside that of its plan which is reported as such: nobody waits for it.
fn is_reported(plan: &LinkedPlan, period: Period) -> bool {
    let whole = plan.plan.period.as_ref().map(|whole| whole.value);
    whole.is_some_and(|whole| !whole.overlaps(&period))
        && plan.plan.findings.iter().any(|found| found.rule == "invalid-period")
}
