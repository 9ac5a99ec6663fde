//! One scope stated twice with different values.

use crate::check::context::{PlanHead, SiteContext};
use crate::check::equations::agree;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::config::{Config, DimensionId, MetricId};
use crate::diagnostic::Severity;
use crate::link::nfc;
use crate::model::{Origin, Plan, Statement, StatementKind};
use crate::period::Period;
use crate::text::Place;
use compact_str::CompactString;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "target-conflict",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "one scope stated twice with different values",
    docs: include_str!("target_conflict.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    for plan in context.plans() {
        in_plan(&plan, sink);
    }
    in_data(context, sink);
}

/// What a row of a data file speaks for: file order, so that the later of two rows is at fault.
type Said<'a> =
    (Option<&'a str>, StatementKind, MetricId, Option<Period>, &'a [(DimensionId, CompactString)]);

/// Targets and forecasts of data files against those of their plans, and against one another. Actuals of one
/// scope in several rows are parts that add up.
fn in_data(context: &SiteContext, sink: &mut SiteSink) {
    let counted = [StatementKind::Target, StatementKind::Forecast];
    let site = context.site;
    let mut rows: BTreeMap<Said, Vec<(Place, &Statement)>> = BTreeMap::new();
    for data in &site.data {
        for (plan, row) in data.rows.iter().filter(|(_, row)| counted.contains(&row.kind)) {
            let id = plan.as_ref().map(|id| id.value.as_str());
            let place = Place::new(&data.source, row.span);
            let said = (id, row.kind, row.metric, row.period, &*row.scope);
            let of_plan = id.and_then(|id| site.graph.ids.get(&nfc(id)));
            let of_plan = of_plan.and_then(|plan| Some((*plan, stated(site.plan(*plan), row)?)));
            let earlier = rows.entry(said).or_default();
            let same_owner = |(_, other): &&(Place, &Statement)| other.owner == row.owner;
            let first = match (of_plan, earlier.iter().find(same_owner)) {
                (Some((plan, statement)), _) => Some((site.place(plan, statement.span), statement)),
                (None, Some((place, other))) => Some((place.clone(), *other)),
                (None, None) => None,
            };
            if let Some((other, first)) = first.filter(|(_, first)| !agree(&first.quantity, &row.quantity)) {
                report(&site.config, (place.clone(), row), (other, first), sink);
            }
            earlier.push((place, row));
        }
    }
}

/// The statement of a plan that a row says again.
fn stated<'a>(plan: &'a Plan, row: &Statement) -> Option<&'a Statement> {
    let owners = |statement: &Statement| statement.owner.is_none() || statement.owner == row.owner;
    plan.statements.iter().find(|statement| {
        (statement.kind, statement.metric, statement.period) == (row.kind, row.metric, row.period)
            && statement.scope == row.scope
            && statement.item.is_none()
            && owners(statement)
    })
}

fn in_plan(context: &PlanHead, sink: &mut SiteSink) {
    let counted = [StatementKind::Target, StatementKind::Actual, StatementKind::Forecast];
    for statement in context.plan.statements.iter().filter(|statement| counted.contains(&statement.kind)) {
        let first = statement.repeats.and_then(|first| context.plan.statements.get(first as usize));
        let Some(first) = first.filter(|first| !agree(&first.quantity, &statement.quantity)) else {
            continue;
        };
        let places = (context.place(statement.span), context.place(first.span));
        report(context.config(), (places.0, statement), (places.1, first), sink);
    }
}

fn report(
    config: &Config,
    (place, statement): (Place, &Statement),
    (other, first): (Place, &Statement),
    sink: &mut SiteSink,
) {
    let (title, kind) = (&config.metric(statement.metric).title, statement.kind.name());
    let word = if place.source.path == other.source.path { "before" } else { "in its plan" };
    let word = if first.origin == Origin::Data { "in a row before" } else { word };
    sink.report(
        place,
        format!("the {kind} of {title} is {} here and {} {word}", statement.quantity, first.quantity),
    )
    .label(format!("here {}", statement.quantity))
    .related(other, format!("here {}", first.quantity))
    .help("make both say the same, or state it only once");
}
