//! Values of open dimensions, which everybody may add to: one value however it is written (`CBD店`, `ＣＢＤ店`; `万达`,
//! `萬達`), called as it was written first. Apart from reading, because it takes all plans and data files.

use super::{DataFile, Plan, Statement};
use crate::config::{Config, DimensionId};
use crate::fold::folded;
use compact_str::CompactString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// For each value that is written in another way, too: how it was written first.
type Firsts = BTreeMap<(DimensionId, CompactString), CompactString>;

/// Calls every value of an open dimension as it was written first: in a plan by path, else in a data file.
pub fn unify(config: &Config, plans: &mut [Arc<Plan>], data: &mut [Arc<DataFile>]) {
    if !config.dimensions.iter().any(|dimension| dimension.open) {
        return;
    }
    let firsts = firsts(config, plans, data);
    if firsts.is_empty() {
        return;
    }
    let first = |dimension: DimensionId, value: &str| firsts.get(&(dimension, value.into()));
    let is_other = |statement: &Statement| {
        statement.scope.iter().any(|(dimension, value)| first(*dimension, value).is_some())
    };
    let rename = |statement: &mut Statement| {
        let scope = statement
            .scope
            .iter()
            .map(|(dimension, value)| (*dimension, first(*dimension, value).unwrap_or(value).clone()));
        statement.scope = scope.collect();
    };
    for plan in plans {
        let has_other = plan.dimensions.iter().any(|(of, value)| first(*of, &value.value).is_some());
        if has_other || plan.statements.iter().any(is_other) {
            let plan = Arc::make_mut(plan);
            for (dimension, value) in &mut plan.dimensions {
                if let Some(first) = first(*dimension, &value.value) {
                    value.value = first.to_string();
                }
            }
            plan.statements.iter_mut().filter(|statement| is_other(statement)).for_each(rename);
        }
    }
    for file in data {
        if file.rows.iter().any(|(_, statement)| is_other(statement)) {
            let rows = Arc::make_mut(file).rows.iter_mut().map(|(_, statement)| statement);
            rows.filter(|statement| is_other(statement)).for_each(rename);
        }
    }
}

fn firsts(config: &Config, plans: &[Arc<Plan>], data: &[Arc<DataFile>]) -> Firsts {
    let mut by_fold: BTreeMap<(DimensionId, CompactString), CompactString> = BTreeMap::new();
    let mut firsts = Firsts::new();
    // Neighbours mostly name the same.
    let mut last: Vec<&str> = vec![""; config.dimensions.len()];
    let of_plans = plans.iter().flat_map(|plan| {
        let own = plan.dimensions.iter().map(|(dimension, value)| (*dimension, value.value.as_str()));
        own.chain(plan.statements.iter().flat_map(values))
    });
    let of_data = data.iter().flat_map(|file| file.rows.iter().flat_map(|(_, statement)| values(statement)));
    for (dimension, value) in of_plans.chain(of_data) {
        let at = usize::from(dimension.0);
        let is_open = config.dimensions.get(at).is_some_and(|dimension| dimension.open);
        if !is_open || std::mem::replace(&mut last[at], value) == value {
            continue;
        }
        let first = by_fold.entry((dimension, folded(value).as_ref().into())).or_insert_with(|| value.into());
        if first != value {
            firsts.insert((dimension, value.into()), first.clone());
        }
    }
    firsts
}

fn values(statement: &Statement) -> impl Iterator<Item = (DimensionId, &str)> {
    statement.scope.iter().map(|(dimension, value)| (*dimension, value.as_str()))
}
