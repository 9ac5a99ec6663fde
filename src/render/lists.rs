//! The plans behind each list page: by kind, owner, tag and value of a dimension. Drafts that are not
//! built are left out, so that no page lists what has none.

use super::collisions::{Collisions, collisions};
use super::figures;
use super::theme::Theme;
use crate::aggregate::StatementRef;
use crate::config::{DimensionId, MetricId};
use crate::diagnostic::Diagnostic;
use crate::link::PlanIndex;
use crate::model::{Plan, StatementKind};
use crate::period::Period;
use crate::site::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Plans by what they have in common, each list in the order of the tree: parents before their children.
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
    /// The plans without a parent that is shown: first those with targets of what leads the site, in its order,
    /// then those with other targets, then all others; each in the order of paths.
    pub(super) roots: Vec<PlanIndex>,
    /// For each plan its place in the tree of all, from the top down.
    pub(super) places: Vec<usize>,
    /// For each metric its statements: those of plans in the order of paths, then those of data files.
    pub(super) statements: Vec<Vec<StatementRef>>,
    /// For each metric the different periods of its statements, by kind; nothing for those at no time.
    pub(super) periods: Vec<BTreeSet<(Option<Period>, StatementKind)>>,
    /// All outputs can lie beside each other.
    pub(super) is_apart: bool,
    /// By path of an output that is not built: the path of the one that has its place (see [`Collisions`]).
    pub(super) taken: BTreeMap<String, String>,
}

impl Lists {
    /// Whether all outputs can lie beside each other.
    pub fn is_apart(&self) -> bool {
        self.is_apart
    }

    /// Whether these lists of a site are those of another one whose facts follow it (see [`crate::aggregate::Facts::follow`]).
    pub fn are_of(before: &Site, now: &Site) -> bool {
        let same = |(before, now): (&Arc<Plan>, &Arc<Plan>)| {
            let kind =
                |plan: &Plan| plan.schema.as_ref().and(plan.kind.as_ref()).map(|kind| kind.value.clone());
            let tags = |plan: &'_ Plan| plan.tags.iter().map(|tag| tag.value.clone()).collect::<Vec<_>>();
            Arc::ptr_eq(before, now)
                || (kind(before) == kind(now) && tags(before) == tags(now) && people(before).eq(people(now)))
        };
        before.plans.len() == now.plans.len() && before.plans.iter().zip(&now.plans).all(same)
    }

    /// The lists of a site, and what is wrong with the outputs that come of them. `files` are all paths of the site.
    pub fn new(site: &Site, theme: &Theme, files: &BTreeSet<String>) -> (Self, Vec<Diagnostic>) {
        let lists = Self::of(site);
        let Collisions { findings, is_apart, taken } = collisions(site, &lists, theme, files);
        (Self { is_apart, taken, ..lists }, findings)
    }

    fn of(site: &Site) -> Self {
        let mut lists = Self::default();
        for schema in site.schemas.values().filter(|schema| !schema.is_abstract) {
            lists.kinds.entry(schema.kind.clone()).or_default();
        }
        for (id, dimension) in site.config.dimensions.iter().enumerate() {
            for value in &dimension.values {
                lists.values.entry((DimensionId(id as u16), value.id.clone())).or_default();
            }
        }
        let shown = |index: PlanIndex| site.is_shown(site.plan(index));
        for (index, plan) in site.indexed_plans().filter(|(index, _)| shown(*index)) {
            if let Some(kind) = &plan.kind
                && plan.schema.is_some()
            {
                add(&mut lists.kinds, &kind.value, index);
            }
            for tag in &plan.tags {
                add(&mut lists.tags, &tag.value, index);
            }
            for owner in people(plan) {
                add(&mut lists.owners, owner, index);
            }
            let parent = site.graph.parents.get(index.0 as usize).copied().flatten();
            if parent.is_none_or(|parent| !shown(parent)) {
                lists.roots.push(index);
            }
        }
        let headline = figures::headline(&site.config);
        lists.roots.sort_by_key(|index| rank(site.plan(*index), &headline));
        lists.add_values(site, &shown);
        lists.add_statements(site, &shown);
        lists.go_up(site);
        lists.order(site);
        lists
    }

    /// Puts every list in the order of the tree.
    fn order(&mut self, site: &Site) {
        let mut places = vec![usize::MAX; site.plans.len()];
        let mut next = 0;
        let mut stack: Vec<PlanIndex> = self.roots.iter().rev().copied().collect();
        while let Some(index) = stack.pop() {
            let Some(place) = places.get_mut(index.0 as usize) else { continue };
            // A cycle of parents is a finding; here it must only end.
            if *place != usize::MAX {
                continue;
            }
            *place = next;
            next += 1;
            stack.extend(site.graph.children.get(index.0 as usize).into_iter().flatten().rev());
        }
        let by_name = self.kinds.values_mut().chain(self.owners.values_mut()).chain(self.tags.values_mut());
        let lists = by_name.chain(self.values.values_mut()).chain(self.inside.values_mut());
        lists.for_each(|list| list.sort_by_key(|index| places[index.0 as usize]));
        self.places = places;
    }

    /// Plans by the values that they name themselves.
    fn add_values(&mut self, site: &Site, shown: &dyn Fn(PlanIndex) -> bool) {
        let mut named: BTreeMap<(DimensionId, &str), Vec<PlanIndex>> = BTreeMap::new();
        for (index, plan) in site.indexed_plans().filter(|(index, _)| shown(*index)) {
            for (dimension, value) in &plan.dimensions {
                let list = named.entry((*dimension, &value.value)).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
        let named = named.into_iter().map(|((id, value), plans)| ((id, value.to_owned()), plans));
        self.values.extend(named);
    }

    /// Statements by metric, the values that they name, and the periods that they are in.
    fn add_statements(&mut self, site: &Site, shown: &dyn Fn(PlanIndex) -> bool) {
        self.statements = vec![Vec::new(); site.config.metrics.len()];
        self.periods = vec![BTreeSet::new(); site.config.metrics.len()];
        let plans = site.indexed_plans().filter(|(index, _)| shown(*index));
        let plans = plans.flat_map(|(index, plan)| {
            (0..).zip(&plan.statements).map(move |(at, said)| (StatementRef::Plan(index, at), said))
        });
        let data = (0..).zip(&site.data).flat_map(|(file, data)| {
            let rows = (0..).zip(&data.rows).filter(|(_, row)| site.is_row_shown(row));
            rows.map(move |(at, (_, said))| (StatementRef::Data(file, at), said))
        });
        // Neighbours mostly name the same.
        let mut last_values: Vec<&str> = vec![""; site.config.dimensions.len()];
        let mut last_times = vec![None; site.config.metrics.len()];
        for (reference, said) in plans.chain(data) {
            let metric = usize::from(said.metric.0);
            if let Some(list) = self.statements.get_mut(metric) {
                list.push(reference);
                let time = (said.period, said.kind);
                if last_times[metric].replace(time) != Some(time) {
                    self.periods[metric].insert(time);
                }
            }
            for (dimension, value) in said.scope.iter() {
                let last = last_values.get_mut(usize::from(dimension.0));
                if last.is_some_and(|last| std::mem::replace(last, value) != &**value) {
                    self.values.entry((*dimension, value.to_string())).or_default();
                }
            }
        }
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

/// Where a plan stands among the trees of plans: at the place of the first of the metrics that lead which it has a
/// target of.
fn rank(plan: &Plan, headline: &[MetricId]) -> (bool, usize) {
    let targets = plan.statements.iter().filter(|statement| statement.kind == StatementKind::Target);
    let place = |metric: MetricId| headline.iter().position(|id| *id == metric).unwrap_or(headline.len());
    let best = targets.map(|statement| place(statement.metric)).min();
    (best.is_none(), best.unwrap_or_default())
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
