//! What is the same in two versions of a site: what was made ready of one serves the other. Only what lies elsewhere
//! in its file, or is said in other words around it, may differ, and a few amounts.

use super::facts::{Facts, StatementRef};
use crate::link::PlanIndex;
use crate::model::{DataFile, Plan, Spanned, Statement};
use crate::site::Site;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A statement with where it stands.
type Found<'a> = (StatementRef, &'a Statement);

impl Facts {
    /// The facts of a site, of which these are of an earlier version, where only some amounts differ, or nothing that
    /// counts; `None` where more does. They are what [`Facts::new`] makes, with less work. Linear, and quick where
    /// plans are shared.
    pub fn follow(&self, before: &Site, now: &Site) -> Option<Self> {
        let changed = changed(before, now)?;
        let same_heads = before.plans.iter().zip(&now.plans).all(|(before, now)| same_head(before, now));
        Some(self.later(now, &changed, same_heads))
    }
}

/// The statements that say another amount than before of the same; `None` where more than amounts differs.
fn changed(before: &Site, now: &Site) -> Option<BTreeSet<StatementRef>> {
    let is_alike = Arc::ptr_eq(&before.config, &now.config)
        && before.drafts == now.drafts
        && before.plans.len() == now.plans.len()
        && before.data.len() == now.data.len()
        && (Arc::ptr_eq(&before.graph, &now.graph)
            || (before.graph.ids == now.graph.ids
                && before.graph.parents == now.graph.parents
                && before.graph.references == now.graph.references));
    if !is_alike {
        return None;
    }
    let mut changed = BTreeSet::new();
    for (index, (before, now)) in (0..).map(PlanIndex).zip(before.plans.iter().zip(&now.plans)) {
        if !Arc::ptr_eq(before, now) {
            let all = (0..).map(|at| StatementRef::Plan(index, at));
            let pairs = all.zip(&now.statements).zip(&before.statements);
            changed.extend(if is_like(before, now) { other_amounts(pairs) } else { None }?);
        }
    }
    for (index, (before, now)) in (0..).zip(before.data.iter().zip(&now.data)) {
        if !Arc::ptr_eq(before, now) {
            let all = (0..).map(|at| StatementRef::Data(index, at));
            let now_said = now.rows.iter().map(|(_, statement)| statement);
            let pairs = all.zip(now_said).zip(before.rows.iter().map(|(_, statement)| statement));
            changed.extend(if has_like_rows(before, now) { other_amounts(pairs) } else { None }?);
        }
    }
    Some(changed)
}

/// Of statements and what stood in their places before: those with another amount; `None` where one is not about
/// the same.
fn other_amounts<'a>(
    pairs: impl Iterator<Item = (Found<'a>, &'a Statement)>,
) -> Option<BTreeSet<StatementRef>> {
    let mut changed = BTreeSet::new();
    for ((at, now), before) in pairs {
        if !before.is_about_the_same(now) {
            return None;
        }
        if before.quantity != now.quantity {
            changed.insert(at);
        }
    }
    Some(changed)
}

/// Whether two versions of a plan are the same in all that decides how their statements count, and have as many.
fn is_like(before: &Plan, now: &Plan) -> bool {
    let values = |plan: &Plan| -> Vec<_> {
        plan.dimensions.iter().map(|(dimension, value)| (*dimension, value.value.clone())).collect()
    };
    let owners = |plan: &Plan| -> Vec<_> { plan.owners.iter().map(|owner| owner.value.clone()).collect() };
    let relations = |plan: &Plan| -> Vec<_> {
        plan.references.iter().map(|named| (named.relation.clone(), named.is_relation)).collect()
    };
    let period = |plan: &Plan| plan.period.as_ref().map(|period| period.value);
    before.draft == now.draft
        && period(before) == period(now)
        && values(before) == values(now)
        && owners(before) == owners(now)
        && relations(before) == relations(now)
        && before.statements.len() == now.statements.len()
}

/// Whether two versions of a plan stand in the same rows where plans are told apart by what they are.
fn same_head(before: &Arc<Plan>, now: &Arc<Plan>) -> bool {
    let tags = |plan: &Plan| plan.tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>();
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Arc::ptr_eq(before, now)
        || (tags(before) == tags(now)
            && text(&before.kind) == text(&now.kind)
            && text(&before.status) == text(&now.status)
            && before.schema.is_some() == now.schema.is_some())
}

/// Whether the rows of two versions of a data file are of the same plans.
fn has_like_rows(before: &DataFile, now: &DataFile) -> bool {
    let id = |id: &Option<Spanned<String>>| id.as_ref().map(|id| id.value.clone());
    let mut rows = before.rows.iter().zip(&now.rows);
    before.rows.len() == now.rows.len() && rows.all(|(before, now)| id(&before.0) == id(&now.0))
}
