//! A plan that is over and that no other plan reviews.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;

pub(crate) static RULE: Rule = Rule {
    name: "missing-review",
    severity: None,
    group: Group::Dates,
    summary: "a plan that is over and that no other plan reviews",
    docs: include_str!("missing_review.md"),
    scope: Scope::Site(check),
};

/// The relation from a review to what it reviews.
const REVIEWS: &str = "reviews";

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let site = context.site;
    if !site.config.relations.iter().any(|relation| relation.id == REVIEWS) {
        return;
    }
    for plan in context.plans() {
        let Some(period) = plan.plan.period.as_ref().filter(|period| period.value.is_over(site.today)) else {
            continue;
        };
        let relations = &site.graph.relations[plan.index.0 as usize];
        // A review needs none itself: it has `reviews` in one direction, what it reviews in the other.
        if relations.iter().any(|(relation, _, _)| relation == REVIEWS) {
            continue;
        }
        let message = format!("the plan ended on {} and no plan reviews it", period.value.end);
        sink.report(plan.place(plan.plan.absent_span()), message)
            .related(plan.place(period.span), "its period")
            .help(format!("write a review with `{REVIEWS}: {}`", plan.plan.id.value));
    }
}
