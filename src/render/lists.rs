//! The plans behind each list page: by kind, owner, tag and value of a dimension. Drafts that are not
//! built are left out, so that no page lists what has none.

use crate::aggregate::StatementRef;
use crate::config::DimensionId;
use crate::link::PlanIndex;
use crate::model::Plan;
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};

/// Plans by what they have in common, each list in the order of paths.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub(super) kinds: BTreeMap<String, Vec<PlanIndex>>,
    pub(super) owners: BTreeMap<String, Vec<PlanIndex>>,
    pub(super) tags: BTreeMap<String, Vec<PlanIndex>>,
    /// Plans that name the value themselves.
    pub(super) values: BTreeMap<(DimensionId, String), Vec<PlanIndex>>,
    /// Plans that name the value or one below it.
    pub(super) inside: BTreeMap<(DimensionId, String), Vec<PlanIndex>>,
    /// The values directly below one, by id.
    pub(super) below: BTreeMap<(DimensionId, String), Vec<String>>,
    /// The plans without a parent that is shown, in the order of paths.
    pub(super) roots: Vec<PlanIndex>,
    /// For each metric its statements: those of plans in the order of paths, then those of data files.
    pub(super) statements: Vec<Vec<StatementRef>>,
}

impl Lists {
    /// The lists of a site.
    pub fn new(site: &Site) -> Self {
        let mut lists = Self::default();
        for schema in site.schemas.values().filter(|schema| !schema.is_abstract) {
            lists.kinds.entry(schema.kind.clone()).or_default();
        }
        for (id, dimension) in site.config.dimensions.iter().enumerate() {
            for value in &dimension.values {
                lists.values.entry((DimensionId(id as u16), value.id.clone())).or_default();
            }
        }
        let mut named: BTreeSet<(DimensionId, &str)> = BTreeSet::new();
        // Neighbours mostly name the same.
        let mut last: Vec<&str> = vec![""; site.config.dimensions.len()];
        let shown = |index: PlanIndex| site.drafts || !site.plan(index).draft;
        for (index, plan) in site.indexed_plans().filter(|(index, _)| shown(*index)) {
            if let Some(kind) = &plan.kind
                && plan.schema.is_some()
            {
                lists.kinds.entry(kind.value.clone()).or_default().push(index);
            }
            for tag in &plan.tags {
                add(&mut lists.tags, &tag.value, index);
            }
            for owner in people(plan) {
                add(&mut lists.owners, owner, index);
            }
            for (dimension, value) in &plan.dimensions {
                let list = lists.values.entry((*dimension, value.value.clone())).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
            for (dimension, value) in plan.statements.iter().flat_map(|statement| &statement.scope) {
                let before = last.get_mut(usize::from(dimension.0));
                if before.is_some_and(|before| std::mem::replace(before, value) == &**value) {
                    continue;
                }
                if named.insert((*dimension, &**value)) {
                    lists.values.entry((*dimension, value.to_string())).or_default();
                }
            }
            let parent = site.graph.parents.get(index.0 as usize).copied().flatten();
            if parent.is_none_or(|parent| !shown(parent)) {
                lists.roots.push(index);
            }
        }
        for (dimension, value) in
            site.data.iter().flat_map(|file| &file.rows).flat_map(|(_, statement)| &statement.scope)
        {
            lists.values.entry((*dimension, value.to_string())).or_default();
        }
        lists.statements = statements(site, &shown);
        lists.go_up(site);
        lists
    }

    /// Gives every value what the values below it have.
    fn go_up(&mut self, site: &Site) {
        for ((id, name), plans) in &self.values {
            let key = |name: &str| (*id, name.to_owned());
            self.inside.entry(key(name)).or_default().extend(plans);
            let dimension = site.config.dimensions.get(usize::from(id.0));
            let place = site.config.value_named(*id, name);
            let Some((dimension, place)) = dimension.zip(place) else { continue };
            for (distance, above) in dimension.ancestors(place as usize).enumerate() {
                let above = key(&dimension.values[above].id);
                if distance == 0 {
                    self.below.entry(above.clone()).or_default().push(name.clone());
                }
                self.inside.entry(above).or_default().extend(plans);
            }
        }
        for plans in self.inside.values_mut() {
            plans.sort_unstable();
            plans.dedup();
        }
    }
}

fn statements(site: &Site, shown: &dyn Fn(PlanIndex) -> bool) -> Vec<Vec<StatementRef>> {
    let mut by_metric = vec![Vec::new(); site.config.metrics.len()];
    let plans = site.indexed_plans().filter(|(index, _)| shown(*index));
    let plans = plans.flat_map(|(index, plan)| {
        let numbered = plan.statements.iter().enumerate();
        numbered.map(move |(at, statement)| (statement.metric, StatementRef::Plan(index, at as u32)))
    });
    let data = site.data.iter().enumerate().flat_map(|(file, data)| {
        let numbered = data.rows.iter().enumerate();
        numbered.map(move |(at, (_, row))| (row.metric, StatementRef::Data(file as u32, at as u32)))
    });
    for (metric, reference) in plans.chain(data) {
        if let Some(list) = by_metric.get_mut(usize::from(metric.0)) {
            list.push(reference);
        }
    }
    by_metric
}

/// Who owns a plan, one of its phases or one of its tasks; some more than once.
pub(super) fn people(plan: &Plan) -> impl Iterator<Item = &str> {
    let phases = plan.phases.iter().filter_map(|phase| phase.owner.as_ref());
    let tasks = plan.tasks.iter().filter_map(|task| task.owner.as_ref());
    plan.owners.iter().chain(phases).chain(tasks).map(|owner| owner.value.as_str())
}

fn add(lists: &mut BTreeMap<String, Vec<PlanIndex>>, key: &str, index: PlanIndex) {
    match lists.get_mut(key) {
        Some(list) if list.last() == Some(&index) => {}
        Some(list) => list.push(index),
        None => drop(lists.insert(key.to_owned(), vec![index])),
    }
}
