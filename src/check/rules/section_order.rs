//! Sections in another order than the schema has.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "section-order",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "sections in another order than the schema has",
    docs: include_str!("section_order.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let plan = context.plan;
    for siblings in context.siblings() {
        let misplaced = siblings.misplaced(plan);
        let is_misplaced = |index: usize| misplaced.iter().any(|(other, _)| *other == index);
        for &(index, rank) in &misplaced {
            let stays = |earlier: &usize| siblings.of(*earlier).filter(|at| !is_misplaced(*at)).last();
            let before = (0..rank).rev().find_map(|earlier| stays(&earlier));
            let behind = (rank + 1..siblings.schemas.len()).find_map(|later| siblings.of(later).next());
            let title = &siblings.schemas[rank].title;
            let (help, other) = match (before, behind) {
                (Some(before), _) => {
                    (format!("move it behind \"{}\"", outline::heading_text(plan, before)), Some(before))
                }
                (None, Some(behind)) => {
                    (format!("move it before \"{}\"", outline::heading_text(plan, behind)), Some(behind))
                }
                (None, None) => ("move it".to_string(), None),
            };
            let finding = sink
                .report(plan.section_span(index), format!("section \"{title}\" is out of order"))
                .help(help)
                .schema(&siblings.schemas[rank].place);
            if let Some(other) = other {
                let word =
                    if before.is_some() { "it must stand after this" } else { "it must stand before this" };
                finding.related_here(plan.section_span(other), word);
            }
        }
    }
}
