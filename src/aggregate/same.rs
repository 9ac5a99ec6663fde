//! Whether two versions of a site state the same: then what was made ready of one serves the other. Only what
//! lies elsewhere in its file, or is said in other words around it, may differ.

use crate::model::{DataFile, Plan, Spanned};
use crate::site::Site;
use std::sync::Arc;

/// Whether all statements, and all that decides how they add up, are the same. Linear, and quick where plans
/// are shared.
pub fn states_the_same(before: &Site, now: &Site) -> bool {
    Arc::ptr_eq(&before.config, &now.config)
        && before.drafts == now.drafts
        && before.plans.len() == now.plans.len()
        && before.data.len() == now.data.len()
        && (Arc::ptr_eq(&before.graph, &now.graph)
            || (before.graph.ids == now.graph.ids
                && before.graph.parents == now.graph.parents
                && before.graph.references == now.graph.references))
        && before.plans.iter().zip(&now.plans).all(|(before, now)| same_plan(before, now))
        && before.data.iter().zip(&now.data).all(|(before, now)| same_data(before, now))
}

fn same_plan(before: &Arc<Plan>, now: &Arc<Plan>) -> bool {
    if Arc::ptr_eq(before, now) {
        return true;
    }
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
        && before.statements.iter().zip(&now.statements).all(|(before, now)| before.says_the_same(now))
}

fn same_data(before: &Arc<DataFile>, now: &Arc<DataFile>) -> bool {
    let id = |id: &Option<Spanned<String>>| id.as_ref().map(|id| id.value.clone());
    let rows = || before.rows.iter().zip(&now.rows);
    Arc::ptr_eq(before, now)
        || before.rows.len() == now.rows.len()
            && rows().all(|(before, now)| id(&before.0) == id(&now.0) && before.1.says_the_same(&now.1))
}
