//! Plans whose relations lead in a circle.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use crate::site::Site;
use crate::text::Span;
use smallvec::SmallVec;

pub(crate) static RULE: Rule = Rule {
    name: "relation-cycle",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "plans whose relations lead in a circle",
    docs: include_str!("relation_cycle.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let acyclic = context.site.config.relations.iter().filter(|relation| relation.acyclic);
    let names = std::iter::once("parent").chain(acyclic.map(|relation| relation.id.as_str()));
    for relation in names {
        for cycle in cycles(context.site, relation) {
            report(context.site, relation, &cycle, sink);
        }
    }
}

/// One step of a cycle: the plan, and where it names the next one.
pub(super) type Step = (PlanIndex, Span);

fn report(site: &Site, relation: &str, cycle: &[Step], sink: &mut SiteSink) {
    let Some((first, rest)) = cycle.split_first() else { return };
    let id = |plan: &PlanIndex| site.plan(*plan).id.value.as_str();
    let way: Vec<&str> = cycle.iter().map(|(plan, _)| id(plan)).chain([id(&first.0)]).collect();
    let mut finding = sink
        .report(site.place(first.0, first.1), format!("`{relation}` leads in a circle: {}", way.join(" → ")))
        .help("take one of these relations out");
    for (plan, span) in rest {
        finding = finding.related(site.place(*plan, *span), format!("`{}` goes on here", id(plan)));
    }
}

/// Where each plan's relation leads to: mostly to one other plan.
fn steps(site: &Site, relation: &str) -> Vec<SmallVec<[(Span, PlanIndex); 1]>> {
    let of = |index: usize| {
        let references = site.plans[index].references.iter().zip(&site.graph.references[index]);
        let related =
            references.filter(|(reference, _)| reference.is_relation && reference.relation == relation);
        related.filter_map(|(reference, target)| Some((reference.id.span, (*target)?))).collect()
    };
    (0..site.plans.len()).map(of).collect()
}

/// The cycles of a relation, each once, from its first plan by path. Every plan is walked through once, so
/// of several cycles through one plan the first is found; the others show when it is mended.
pub(super) fn cycles(site: &Site, relation: &str) -> Vec<Vec<Step>> {
    let steps = steps(site, relation);
    let mut done = vec![false; steps.len()];
    let mut cycles = Vec::new();
    // The way here: plan, and which of its steps is tried next.
    let mut way: Vec<(usize, usize)> = Vec::new();
    let mut on_way = Vec::new();
    for start in 0..steps.len() {
        if !done[start] {
            way.push((start, 0));
            on_way.push(start);
        }
        while let Some(&mut (plan, ref mut next)) = way.last_mut() {
            let Some((_, target)) = steps[plan].get(*next) else {
                done[plan] = true;
                way.pop();
                on_way.pop();
                continue;
            };
            *next += 1;
            let target = target.0 as usize;
            if let Some(at) = on_way.iter().position(|plan| *plan == target) {
                cycles.push(turned(&way[at..], &steps));
            } else if !done[target] {
                way.push((target, 0));
                on_way.push(target);
            }
        }
    }
    cycles
}

/// A cycle as steps, beginning with its first plan by path.
fn turned(way: &[(usize, usize)], steps: &[SmallVec<[(Span, PlanIndex); 1]>]) -> Vec<Step> {
    let mut cycle: Vec<Step> = way
        .iter()
        .filter_map(|(plan, next)| {
            let (span, _) = steps[*plan].get(next.checked_sub(1)?)?;
            Some((PlanIndex(u32::try_from(*plan).unwrap_or(u32::MAX)), *span))
        })
        .collect();
    let first = (0..cycle.len()).min_by_key(|at| cycle[*at].0).unwrap_or(0);
    cycle.rotate_left(first);
    cycle
}
