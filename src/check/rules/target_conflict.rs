//! One scope stated twice with different values.

use crate::check::amounts::{self, like};
use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::equations::agree;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::config::{Config, DimensionId, MetricId, MetricKind};
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use crate::model::{Plan, Statement, StatementKind};
use crate::period::Period;
use crate::quantity::{Amount, Quantity};
use crate::site::Site;
use crate::text::{Place, Span, nfc};
use crate::view;
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
    let reviews = reviews(site);
    // By what they say and the statement that they come to: a plan may state what each of several owners has.
    let mut entries: BTreeMap<(Said, Span), Entries> = BTreeMap::new();
    for data in &site.data {
        for (plan, row) in &data.rows {
            let id = plan.as_ref().map(|id| id.value.as_str());
            let said = (id, row.kind, row.metric, row.period, &*row.scope);
            let of_plan = id.and_then(|id| site.graph.ids.get(&nfc(id)));
            let adds = adds(&site.config, row);
            let of_plan = of_plan.and_then(|plan| {
                let statement = stated(site.plan(*plan), row, adds).map(|said| (*plan, said, "in its plan"));
                let of_review = || in_review(site, reviews.get(plan)?, row, adds);
                let (plan, statement, word) = statement.or_else(of_review)?;
                Some(First { place: site.place(plan, statement.span), statement, word })
            });
            let place = || Place::new(&data.source, row.span);
            if adds {
                if let Some(of) = of_plan {
                    let comes_to = (said, of.statement.span);
                    let new = || Entries { first: (place(), row), amount: Amount::zero(), count: 0, of };
                    let entries = entries.entry(comes_to).or_insert_with(new);
                    entries.amount = entries.amount.add(&row.quantity.amount);
                    entries.count += 1;
                }
                continue;
            }
            let earlier = rows.entry(said).or_default();
            let same_owner = |(_, other): &&(Place, &Statement)| other.owner == row.owner;
            let before = || earlier.iter().find(same_owner).cloned();
            let before =
                || before().map(|(place, statement)| First { place, statement, word: "in a row before" });
            let first = of_plan.or_else(before);
            if let Some(first) = first.filter(|first| !agree(&first.statement.quantity, &row.quantity)) {
                report(&site.config, (place(), row), first, &amounts::said(&row.quantity), sink);
            }
            earlier.push((place(), row));
        }
    }
    for Entries { first: (place, row), amount, count, of } in entries.into_values() {
        let together = Quantity { amount, ..row.quantity.clone() };
        if !agree(&of.statement.quantity, &together) {
            let said = match count {
                1 => amounts::said(&row.quantity),
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
    of: First<'a>,
}

/// What was said before, and where that was.
struct First<'a> {
    place: Place,
    statement: &'a Statement,
    word: &'static str,
}

/// For each plan the plans that report on it: those that hang below it because they review it.
fn reviews(site: &Site) -> BTreeMap<PlanIndex, Vec<PlanIndex>> {
    let mut reviews: BTreeMap<PlanIndex, Vec<PlanIndex>> = BTreeMap::new();
    for (index, _) in site.indexed_plans() {
        let is_alone = site.graph.parents.get(index.0 as usize).is_none_or(Option::is_none);
        if let Some(reviewed) = view::above(site, index).filter(|_| is_alone) {
            reviews.entry(reviewed).or_default().push(index);
        }
    }
    reviews
}

/// What the reviews of a plan say was reached, where a row says it, too.
fn in_review<'a>(
    site: &'a Site,
    reviews: &[PlanIndex],
    row: &Statement,
    adds: bool,
) -> Option<(PlanIndex, &'a Statement, &'static str)> {
    let mut all = reviews.iter().filter(|_| row.kind == StatementKind::Actual);
    all.find_map(|review| Some((*review, stated(site.plan(*review), row, adds)?, "in its review")))
}

/// Whether rows like this one that say one scope add up.
fn adds(config: &Config, row: &Statement) -> bool {
    row.is_entry() && !matches!(config.metric(row.metric).kind, MetricKind::Ratio(_))
}

/// The statement of a plan that a row says again, or that rows which add up come to.
fn stated<'a>(plan: &'a Plan, row: &Statement, adds: bool) -> Option<&'a Statement> {
    // Neither needs to be of one owner: a review has another than its plan. What a plan says of no owner is what the
    // entries of all owners come to.
    let owners = |statement: &Statement| {
        let of_all = statement.owner.is_none() || !statement.names_owner && (adds || !row.names_owner);
        of_all || statement.owner == row.owner
    };
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
    for statement in repeating.filter(|statement| !statement.may_be_alike()) {
        let first = statement.repeats.and_then(|first| context.plan.statements.get(first as usize));
        let Some(first) = first.filter(|first| !agree(&first.quantity, &statement.quantity)) else {
            continue;
        };
        let places = (context.place(statement.span), context.place(first.span));
        let said = amounts::said(&statement.quantity);
        let first = First { place: places.1, statement: first, word: "before" };
        report(context.config(), (places.0, statement), first, &said, sink);
    }
}

fn report(
    config: &Config,
    (place, statement): (Place, &Statement),
    first: First<'_>,
    said: &str,
    sink: &mut SiteSink,
) {
    let (title, kind) = (&config.metric(statement.metric).title, statement.kind.name());
    let First { place: other, statement: first, word } = first;
    let before = amounts::said(&first.quantity);
    sink.report(place, format!("the {kind} of {title} is {said} here and {before} {word}"))
        .label(format!("here {said}"))
        .related(other, format!("here {before}"))
        .help("make both say the same, or state it only once");
}
