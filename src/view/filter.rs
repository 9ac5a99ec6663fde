//! Which plans a filter leaves in, for lists and for choosing statements by their plan.

use super::query::{Condition, Filter};
use crate::link::PlanIndex;
use crate::model::Spanned;
use crate::site::Site;

impl Filter {
    /// Whether a plan is left in: by what it is, and by its own period and dimension values.
    pub fn accepts_plan(&self, site: &Site, plan: PlanIndex) -> bool {
        self.terms.iter().all(|term| term.condition.holds_for_plan(site, plan) != term.negated)
    }
}

impl Condition {
    /// Whether it holds for a plan. Conditions on single statements or tasks, and on metrics, always do.
    pub fn holds_for_plan(&self, site: &Site, index: PlanIndex) -> bool {
        let plan = site.plan(index);
        let any = |values: &[Spanned<String>], words: &[Box<str>]| {
            values.iter().any(|value| words.iter().any(|word| **word == *value.value))
        };
        match self {
            Self::Dimension(dimension, words) => {
                let mut own = plan.dimensions.iter().filter(|(of, _)| of == dimension);
                own.any(|(_, value)| {
                    words.iter().any(|word| site.config.is_within(*dimension, &value.value, word))
                })
            }
            Self::Period(periods) => {
                let own = plan.period.as_ref();
                own.is_some_and(|own| periods.iter().any(|period| period.contains(&own.value)))
            }
            Self::Kind(words) => any(plan.kind.as_slice(), words),
            Self::Status(words) => any(plan.status.as_slice(), words),
            Self::Owner(words) => any(&plan.owners, words),
            Self::Tag(words) => any(&plan.tags, words),
            Self::Plan(plans) => up(site, index).any(|above| plans.contains(&above)),
            Self::Parent(plans) => up(site, index).nth(1).is_some_and(|above| plans.contains(&above)),
            Self::Metric(_) | Self::Statement(_) | Self::Done(_) => true,
        }
    }
}

/// A plan and those above it. Above a plan is its parent, else the first plan that it reviews.
fn up(site: &Site, plan: PlanIndex) -> impl Iterator<Item = PlanIndex> {
    // Reviews can make a ring where parents cannot.
    std::iter::successors(Some(plan), |plan| above(site, *plan)).take(site.plans.len())
}

/// The plan above: the parent, else the first plan that it reviews.
pub fn above(site: &Site, plan: PlanIndex) -> Option<PlanIndex> {
    let index = plan.0 as usize;
    if let Some(parent) = site.graph.parents.get(index).copied().flatten() {
        return Some(parent);
    }
    let references = &site.plan(plan).references;
    let resolved = site.graph.references.get(index).into_iter().flatten();
    let mut reviewed = references.iter().zip(resolved);
    reviewed.find_map(|(reference, target)| target.filter(|_| reference.relation == "reviews"))
}
