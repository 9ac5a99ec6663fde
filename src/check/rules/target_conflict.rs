//! One scope stated twice with different values.

use crate::check::amounts::like;
use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::equations::agree;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::config::{Config, DimensionId, MetricId, MetricKind};
use crate::diagnostic::Severity;
use crate::model::{Origin, Plan, Statement, StatementKind};
use crate::period::Period;
use crate::quantity::{Amount, Quantity};
use crate::text::Place;
use crate::text::nfc;
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

/// Rows of data files that say all of something against their plans, and against one another.
fn in_data(context: &SiteContext, sink: &mut SiteSink) {
    let site = context.site;
    let mut rows: BTreeMap<Said, Vec<(Place, &Statement)>> = BTreeMap::new();
    let mut entries: BTreeMap<Said, Entries> = BTreeMap::new();
    for data in &site.data {
        for (plan, row) in &data.rows {
            let id = plan.as_ref().map(|id| id.value.as_str());
            let said = (id, row.kind, row.metric, row.period, &*row.scope);
            let of_plan = id.and_then(|id| site.graph.ids.get(&nfc(id)));
            let of_plan = of_plan.and_then(|plan| Some((*plan, stated(site.plan(*plan), row)?)));
            let of_plan = of_plan.map(|(plan, statement)| (site.place(plan, statement.span), statement));
            let place = || Place::new(&data.source, row.span);
            if adds(&site.config, row) {
                if let Some((place_of_plan, statement)) = of_plan {
                    let new = || Entries {
                        first: (place(), row),
                        amount: Amount::zero(),
                        count: 0,
                        of: (place_of_plan, statement),
                    };
                    let entries = entries.entry(said).or_insert_with(new);
                    entries.amount = entries.amount.add(&row.quantity.amount);
                    entries.count += 1;
                }
                continue;
            }
            let earlier = rows.entry(said).or_default();
            let same_owner = |(_, other): &&(Place, &Statement)| other.owner == row.owner;
            let first = of_plan.or_else(|| earlier.iter().find(same_owner).cloned());
            if let Some(first) = first.filter(|(_, first)| !agree(&first.quantity, &row.quantity)) {
                report(&site.config, (place(), row), first, &row.quantity.to_string(), sink);
            }
            earlier.push((place(), row));
        }
    }
    for Entries { first: (place, row), amount, count, of } in entries.into_values() {
        let together = Quantity { amount, ..row.quantity.clone() };
        if !agree(&of.1.quantity, &together) {
            let said = match count {
                1 => row.quantity.to_string(),
                count => format!("{} in {count} rows", like(&amount, &row.quantity)),
            };
            report(&site.config, (place, row), of, &said, sink);
        }
    }
}

/// Rows that add up, and what their plan says they come to.
struct Entries<'a> {
    first: (Place, &'a Statement),
    amount: Amount,
    count: usize,
    of: (Place, &'a Statement),
}

/// Whether rows like this one that say one scope add up.
fn adds(config: &Config, row: &Statement) -> bool {
    row.is_entry() && !matches!(config.metric(row.metric).kind, MetricKind::Ratio(_))
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

fn in_plan(context: &LinkedPlan, sink: &mut SiteSink) {
    let repeating = context.by_itself.repeating.iter();
    let repeating = repeating.filter_map(|at| context.plan.statements.get(*at as usize));
    // Items of a budget may be alike, and figures bear one label in several groups of rows.
    let is_one = |statement: &&Statement| match statement.kind {
        StatementKind::Budget => false,
        StatementKind::Figure => statement.item.is_none(),
        StatementKind::Target | StatementKind::Actual | StatementKind::Forecast => true,
    };
    for statement in repeating.filter(is_one) {
        let first = statement.repeats.and_then(|first| context.plan.statements.get(first as usize));
        let Some(first) = first.filter(|first| !agree(&first.quantity, &statement.quantity)) else {
            continue;
        };
        let places = (context.place(statement.span), context.place(first.span));
        let said = statement.quantity.to_string();
        report(context.config(), (places.0, statement), (places.1, first), &said, sink);
    }
}

fn report(
    config: &Config,
    (place, statement): (Place, &Statement),
    (other, first): (Place, &Statement),
    said: &str,
    sink: &mut SiteSink,
) {
    let (title, kind) = (&config.metric(statement.metric).title, statement.kind.name());
    let word = if place.source.path == other.source.path { "before" } else { "in its plan" };
    let word = if first.origin == Origin::Data { "in a row before" } else { word };
    sink.report(place, format!("the {kind} of {title} is {said} here and {} {word}", first.quantity))
        .label(format!("here {said}"))
        .related(other, format!("here {}", first.quantity))
        .help("make both say the same, or state it only once");
}
