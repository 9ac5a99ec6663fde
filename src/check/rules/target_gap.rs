//! Plans below that do not add up to the target of their parent.

use super::relation_cycle;
use crate::aggregate::{Cell, Differing, OwnPart, PlanTarget, StatementRef, own_parts};
use crate::check::amounts;
use crate::check::context::{LinkedPlan, SiteContext};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::check::unsure::Unsure;
use crate::config::MetricId;
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::parse::FrontMatter;
use crate::quantity::Amount;
use crate::yaml::Entry;
use rayon::prelude::*;
use rust_decimal::Decimal;

pub(crate) static RULE: Rule = Rule {
    name: "target-gap",
    severity: Some(Severity::Warning),
    group: Group::Numbers,
    summary: "plans below that do not add up to the target of their parent",
    docs: include_str!("target_gap.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let children = &context.site.graph.children;
    let parents = context.plans().filter(|plan| !children[plan.index.0 as usize].is_empty());
    let parents: Vec<PlanIndex> = parents.map(|plan| plan.index).collect();
    let gaps: Vec<(PlanIndex, Vec<Gap>)> =
        parents.into_par_iter().map(|plan| (plan, gaps(context, plan))).collect();
    if gaps.iter().all(|(_, gaps)| gaps.is_empty()) {
        return;
    }
    let unsure = unsure(context);
    for (plan, gaps) in &gaps {
        for gap in gaps.iter().filter(|gap| !unsure[plan.0 as usize].has(gap.metric)) {
            report(context, gap, sink);
        }
    }
}

/// A target, or several together, and what the plans below state of it.
struct Gap {
    metric: MetricId,
    statement: StatementRef,
    /// How many targets.
    count: usize,
    stated: Cell,
    allocated: Cell,
    /// How much more the plans below may state there.
    perhaps: Decimal,
    children: Vec<(PlanIndex, Cell)>,
}

/// The targets of a plan that those below do not add up to; targets together where each of them is met.
fn gaps(context: &SiteContext, plan: PlanIndex) -> Vec<Gap> {
    let schema = context.site.plan(plan).schema.as_deref();
    let tolerance = schema.map_or(Decimal::ZERO, |schema| schema.targets.tolerance);
    let targets = context.facts.targets(context.site, plan);
    let mut gaps = Vec::new();
    let mut found = vec![false; targets.len()];
    for (target, found) in targets.iter().zip(&mut found) {
        let gap = alone(target).filter(|gap| has_gap(context, gap, tolerance) == Some(true));
        *found = gap.is_some();
        gaps.extend(gap);
    }
    for target in targets {
        let together = target.together.as_deref().filter(|together| together.members.len() > 1);
        let together = together.filter(|together| !together.members.iter().any(|at| found[*at]));
        let gap = together.and_then(|of| {
            let count = of.members.len();
            let (stated, allocated, children) =
                (of.stated.clone(), of.allocated.clone(), of.children.clone());
            Some(Gap { count, stated, allocated, perhaps: of.perhaps, children, ..alone(target)? })
        });
        gaps.extend(gap.filter(|gap| has_gap(context, gap, tolerance) == Some(true)));
    }
    // Where a whole is met, each of its parts is to be: what one lacks, another has too much.
    let mut met: Vec<StatementRef> = Vec::new();
    let is_met = |gap: &Gap| has_gap(context, gap, tolerance) == Some(false);
    met.extend(targets.iter().filter_map(alone).filter(is_met).map(|gap| gap.statement));
    let parts = if met.is_empty() { Vec::new() } else { own_parts(context.facts, context.site, plan) };
    for OwnPart { metric, statement, whole, differing } in parts {
        if met.contains(&whole) {
            let gap = differing.map(|Differing { stated, allocated, perhaps, children }| Gap {
                metric,
                statement,
                count: 1,
                stated,
                allocated,
                perhaps,
                children,
            });
            match gap.filter(|gap| !is_met(gap)) {
                Some(gap) => gaps.push(gap),
                None => met.push(statement),
            }
        }
    }
    gaps
}

fn alone(target: &PlanTarget) -> Option<Gap> {
    let (metric, statement, perhaps) = (target.metric, target.statement?, target.perhaps);
    let (stated, allocated, children) =
        (target.stated.clone(), target.allocated.clone(), target.children.clone());
    Some(Gap { metric, statement, count: 1, stated, allocated, perhaps, children })
}

/// Whether targets have a gap, whatever the plans below mean by what they state more widely; `None` where there is
/// nothing to compare. Where a plan could not be read at all, nobody knows what is missing below.
fn has_gap(context: &SiteContext, gap: &Gap, tolerance: Decimal) -> Option<bool> {
    let statement = gap.statement.get(context.site)?;
    let (stated, allocated) = (gap.stated.amount?, gap.allocated.amount?);
    let slack =
        gap.allocated.parts.statements(context.facts).into_iter().filter_map(|part| part.get(context.site));
    let slack = slack.filter(|part| part.quantity.amount.about).map(|part| part.quantity.slack());
    let slack = slack.fold(Decimal::ZERO, Decimal::saturating_add);
    let is_target = statement.kind == StatementKind::Target;
    let may_grow = !context.site.graph.unread.is_empty() && allocated.point() < stated.point();
    let allocated = match gap.perhaps.is_zero() {
        true => allocated,
        false => allocated.add(&Amount::range(Decimal::ZERO, gap.perhaps)),
    };
    Some(is_target && !may_grow && !is_met(&stated, &allocated, tolerance, slack, &statement.quantity))
}

/// For each plan the metrics of which it or one below it has targets that could not be read or do not add up: a gap
/// would follow from those, and they are reported.
fn unsure(context: &SiteContext) -> Vec<Unsure> {
    let parents = &context.site.graph.parents;
    let mut own: Vec<Unsure> = (0..context.site.plans.len())
        .into_par_iter()
        .map(|index| {
            let plan = context.plan(PlanIndex(u32::try_from(index).unwrap_or(u32::MAX)));
            if is_double(&plan) { Unsure::All } else { plan.by_itself.unsure.clone() }
        })
        .collect();
    // In a circle nobody knows which plan is the parent.
    let in_circles =
        relation_cycle::cycles(context.site, "parent").into_iter().flatten().map(|(plan, _)| plan);
    for plan in slips(context).into_iter().chain(in_circles) {
        own[plan.0 as usize] = Unsure::All;
    }
    let mut unsure = own.clone();
    for (index, own) in own.iter().enumerate().filter(|(_, own)| **own != Unsure::NONE) {
        let mut above = parents[index];
        while let Some(parent) = above.filter(|parent| !unsure[parent.0 as usize].has_all(own)) {
            unsure[parent.0 as usize].add(own.clone());
            above = parents[parent.0 as usize];
        }
    }
    unsure
}

/// Whether an earlier plan has the id: then one of the two most likely is to be removed.
fn is_double(plan: &LinkedPlan) -> bool {
    plan.site.graph.ids.get(&plan.plan.id.value).is_some_and(|first| *first != plan.index)
}

/// The plans that others most likely mean with a parent that there is not, or under a misspelt `parent:`.
fn slips(context: &SiteContext) -> Vec<PlanIndex> {
    let ids = &context.site.graph.ids;
    let named = |id: &str| {
        let near = || crate::fold::nearest(id, ids.keys().map(String::as_str));
        ids.get(id).or_else(|| ids.get(near()?)).copied()
    };
    let mut meant = Vec::new();
    for plan in context.plans() {
        let resolved = &context.site.graph.references[plan.index.0 as usize];
        for (reference, target) in plan.plan.references.iter().zip(resolved) {
            if target.is_none() && reference.is_relation && reference.relation == "parent" {
                meant.extend(named(&reference.id.value));
            }
        }
        // The key stands there, though nobody could tell where the front matter ends.
        if matches!(plan.plan.document.front(), FrontMatter::Unclosed(_)) {
            let mut lines = plan.source().text.lines().filter_map(|line| line.strip_prefix("parent:"));
            meant.extend(lines.next().and_then(|id| named(id.trim())));
        }
        if plan.is_misspelt("parent") {
            let near = |entry: &&Entry| crate::fold::nearest(&entry.key, ["parent"].into_iter()).is_some();
            let entry = plan.plan.front_entries().iter().find(near);
            meant.extend(entry.and_then(|entry| named(entry.value.as_str()?)));
        }
    }
    meant
}

fn report(context: &SiteContext, gap: &Gap, sink: &mut SiteSink) {
    let (Some(statement), Some(place)) = (gap.statement.get(context.site), gap.statement.place(context.site))
    else {
        return;
    };
    let (Some(stated), Some(allocated)) = (gap.stated.amount, gap.allocated.amount) else { return };
    let title = &context.site.config.metric(gap.metric).title;
    let below = amounts::like(&allocated, &statement.quantity);
    let own = match gap.count {
        1 => statement.quantity.to_string(),
        count => format!("{} in {count} targets", amounts::like(&stated, &statement.quantity)),
    };
    let finding = sink
        .report(place, format!("the plans below state {below} of {title}, this plan {own}"))
        .label(match allocated.point() < stated.point() {
            true => {
                format!("{} are not taken on", amounts::like(&stated.sub(&allocated), &statement.quantity))
            }
            false => {
                format!("{} too much below", amounts::like(&allocated.sub(&stated), &statement.quantity))
            }
        })
        .help(
            "correct the target or those below; `tolerance:` in the schema's `targets:` allows a difference",
        );
    let mut finding = finding;
    for (child, cell) in gap.children.iter().take(8) {
        let Some(amount) = cell.amount else { continue };
        // Its own statement, where it has one beside those below it.
        let parts = cell.parts.statements(context.facts);
        let is_own = |part: &&StatementRef| matches!(part, StatementRef::Plan(plan, _) if plan == child);
        let part = parts.iter().find(is_own).or(parts.first());
        let child = context.site.plan(*child);
        let at = part.and_then(|part| part.place(context.site));
        let at = at.unwrap_or_else(|| crate::text::Place::new(&child.document.source, child.title.span));
        finding = finding
            .related(at, format!("{}: {}", child.title.value, amounts::like(&amount, &statement.quantity)));
    }
}

/// Whether what the children state is the parent's target: intervals that touch agree, a floor is met from
/// above, and the tolerance is a fraction of what is stated.
fn is_met(
    stated: &Amount,
    allocated: &Amount,
    tolerance: Decimal,
    slack: Decimal,
    written: &crate::quantity::Quantity,
) -> bool {
    let point = stated.point().unwrap_or(Decimal::ZERO).abs();
    let own = if stated.about { written.slack() } else { Decimal::ZERO };
    let margin = point.saturating_mul(tolerance).saturating_add(slack).saturating_add(own);
    stated.widened(margin).touches(allocated)
}
