//! Rows and columns: where on an axis a fact or a scope stands, and what the heads are.

use super::choice::Choice;
use super::facts::{FactId, Facts};
use super::pieces::Aim;
use super::scope::Scope;
use super::table::{Head, Key, Role};
use super::time::{self, Grain};
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::model::Plan;
use crate::period::Period;
use crate::site::Site;
use crate::view::Axis;
use smallvec::{SmallVec, smallvec};
use std::collections::{BTreeMap, BTreeSet};

/// So many cells of time are shown at most without a number in them.
const FILLED: usize = 60;

/// What an entry stands for: a number of the axis's own (a value, a plan's position, an index) or a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mark {
    Number(u32),
    Period(Period),
}

/// A place on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Slot {
    /// An entry with everything below it.
    Entry(Mark),
    /// Exactly at an entry, not below it.
    Exact(Mark),
    /// In no entry.
    NotSplit,
    /// Everything.
    Total,
}

/// Places on an axis, mostly few.
pub(super) type Slots = SmallVec<[Slot; 3]>;

/// How an axis tells things apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// Not at all.
    None,
    /// By metric.
    Metric,
    /// By the value of a dimension.
    Value(DimensionId),
    /// By time.
    Cell(Grain),
    /// By plan, each with those below it.
    Plan,
    /// By the owner.
    Owner,
    /// By something else that the plan has.
    Attribute,
}

/// An axis of a query.
pub(super) struct Lane {
    pub(super) way: Way,
    /// For attributes and metrics: what each stands for, and its title.
    names: Vec<(Key, String)>,
    /// For attributes: the indices of each plan's.
    of_plan: Vec<Vec<u32>>,
    /// For owners: index by name.
    owners: BTreeMap<Box<str>, u32>,
}

impl Lane {
    /// The lane of an axis; `metrics` are the query's.
    pub(super) fn new(axis: Option<Axis>, metrics: &[MetricId], facts: &Facts, site: &Site) -> Self {
        let way = match axis {
            None => Way::None,
            Some(Axis::Metric) => Way::Metric,
            Some(Axis::Dimension(dimension)) => Way::Value(dimension),
            Some(Axis::Year) => Way::Cell(Grain::Year),
            Some(Axis::Half) => Way::Cell(Grain::Half),
            Some(Axis::Quarter) => Way::Cell(Grain::Quarter),
            Some(Axis::Month) => Way::Cell(Grain::Month),
            Some(Axis::Plan) => Way::Plan,
            Some(Axis::Owner) => Way::Owner,
            Some(Axis::Kind | Axis::Status | Axis::Tag | Axis::Parent) => Way::Attribute,
        };
        let mut lane = Self { way, names: Vec::new(), of_plan: Vec::new(), owners: BTreeMap::new() };
        match (way, axis) {
            (Way::Owner | Way::Attribute, Some(axis)) => lane.read_attributes(axis, facts, site),
            (Way::Metric, _) => {
                let keys = metrics.iter().map(|metric| Key::Metric(*metric));
                lane.names = keys.map(|key| (key.clone(), title(site, &key))).collect();
            }
            _ => {}
        }
        lane
    }

    fn read_attributes(&mut self, axis: Axis, facts: &Facts, site: &Site) {
        let of_one = |(index, plan)| match facts.tree.is_shown(index) {
            true => keys(axis, facts, index, plan),
            false => Vec::new(),
        };
        let of_plan: Vec<Vec<Key>> = site.indexed_plans().map(of_one).collect();
        let mut all: BTreeSet<Key> = of_plan.iter().flatten().cloned().collect();
        if axis == Axis::Owner {
            all.extend(facts.whose.iter().filter_map(|whose| whose.owner.clone()).map(Key::Owner));
            let phases = site.plans.iter().flat_map(|plan| plan.phases.iter().map(|phase| &phase.owner));
            let tasks = site.plans.iter().flat_map(|plan| plan.tasks.iter().map(|task| &task.owner));
            all.extend(phases.chain(tasks).flatten().map(|owner| Key::Owner(owner.value.as_str().into())));
        }
        let mut all: Vec<Key> = all.into_iter().collect();
        // Statuses have an order of their own, plans that of the tree.
        all.sort_by_key(|key| {
            match key {
                Key::Status(status) => site.config.statuses.iter().position(|known| **known == **status),
                Key::Plan(plan) => Some(facts.tree.enter(*plan) as usize),
                _ => None,
            }
            .unwrap_or(usize::MAX)
        });
        let index: BTreeMap<&Key, u32> = all.iter().zip(0..).collect();
        self.of_plan = of_plan.iter().map(|keys| keys.iter().map(|key| index[key]).collect()).collect();
        for (key, at) in &index {
            if let Key::Owner(owner) = key {
                self.owners.insert(owner.clone(), *at);
            }
        }
        self.names = all.iter().map(|key| (key.clone(), title(site, key))).collect();
    }

    /// Whether entries choose plans.
    pub(super) fn chooses_plans(&self) -> bool {
        matches!(self.way, Way::Plan | Way::Owner | Way::Attribute)
    }

    /// What the axis asks of scopes.
    pub(super) fn aim(&self) -> Option<Aim> {
        match self.way {
            Way::Value(dimension) => Some(Aim::Value(dimension)),
            Way::Cell(grain) => Some(Aim::Cell(grain)),
            _ => None,
        }
    }

    /// Where a fact stands, the total aside.
    pub(super) fn slots_of_fact(&self, facts: &Facts, choice: &Choice<'_>, id: FactId) -> Slots {
        let whose = facts.whose(id);
        match (self.way, whose.plan) {
            (Way::Owner, _) if whose.owner.is_some() => {
                entries(whose.owner.iter().filter_map(|owner| self.owners.get(owner)).copied())
            }
            (Way::Plan | Way::Owner | Way::Attribute, None) => {
                choice.is_nobodys(id).then_some(Slot::NotSplit).into_iter().collect()
            }
            (Way::Plan | Way::Owner | Way::Attribute, Some(plan)) => self.slots_of_plan(facts, choice, plan),
            _ => self.slots_of_scope(facts, choice, &facts.fact(id).scope),
        }
    }

    /// Where a plan stands on an axis of plans or what they have.
    pub(super) fn slots_of_plan(&self, facts: &Facts, choice: &Choice<'_>, plan: PlanIndex) -> Slots {
        match self.way {
            Way::Plan => {
                let chosen = facts.tree.path(plan).filter(|above| choice.plan(*above));
                entries(chosen.map(|above| facts.tree.enter(above)))
            }
            Way::Owner | Way::Attribute => {
                entries(self.of_plan.get(plan.0 as usize).into_iter().flatten().copied())
            }
            _ => Slots::new(),
        }
    }

    /// Where a name stands on an axis of owners.
    pub(super) fn slot_of_owner(&self, owner: &str) -> Slot {
        self.owners.get(owner).map_or(Slot::NotSplit, |at| Slot::Entry(Mark::Number(*at)))
    }

    /// Where a scope stands on an axis of values or time, the total aside.
    pub(super) fn slots_of_scope(&self, facts: &Facts, choice: &Choice<'_>, scope: &Scope) -> Slots {
        match self.way {
            Way::Value(_) | Way::Cell(_) => self.above(facts, choice, self.leaf(facts, scope, None)),
            _ => Slots::new(),
        }
    }

    /// Where exactly a plan's statement about a scope stands; in the total where the axis does not tell.
    pub(super) fn leaf(&self, facts: &Facts, scope: &Scope, plan: Option<PlanIndex>) -> Slot {
        match self.way {
            Way::Value(dimension) => {
                scope.value(dimension).map_or(Slot::NotSplit, |value| Slot::Exact(Mark::Number(value)))
            }
            Way::Cell(grain) => {
                let fiscal = facts.space.fiscal_year_start;
                let cell = scope.period.and_then(|period| time::cell(period, grain, fiscal));
                cell.map_or(Slot::NotSplit, |cell| Slot::Entry(Mark::Period(cell)))
            }
            Way::Plan => plan.map_or(Slot::Total, |plan| Slot::Exact(Mark::Number(facts.tree.enter(plan)))),
            _ => Slot::Total,
        }
    }

    /// The slots in which what stands at a leaf is seen, the total aside.
    pub(super) fn above(&self, facts: &Facts, choice: &Choice<'_>, leaf: Slot) -> Slots {
        let Slot::Exact(Mark::Number(at)) = leaf else {
            return if leaf == Slot::Total { Slots::new() } else { smallvec![leaf] };
        };
        match self.way {
            Way::Value(dimension) => {
                let path = facts.space.path(dimension, at);
                let shown = path.take_while(|value| choice.value(dimension, *value));
                let entries = shown.map(|value| Slot::Entry(Mark::Number(value)));
                entries.chain([leaf]).collect()
            }
            Way::Plan => {
                let plan = facts.tree.order.get(at as usize);
                plan.map_or_else(Slots::new, |plan| self.slots_of_plan(facts, choice, *plan))
            }
            _ => Slots::new(),
        }
    }

    /// The slot of a metric on an axis of metrics, by its index in the query.
    pub(super) fn slot_of_metric(index: usize) -> Slot {
        Slot::Entry(Mark::Number(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The heads of the slots that have numbers, in order, each with its slot.
    pub(super) fn heads(
        &self,
        facts: &Facts,
        site: &Site,
        choice: &Choice<'_>,
        used: &BTreeSet<Slot>,
        totals: bool,
    ) -> Vec<(Slot, Head)> {
        let mut marks: BTreeSet<Mark> = used
            .iter()
            .filter_map(|slot| if let Slot::Entry(mark) = slot { Some(*mark) } else { None })
            .collect();
        if let Way::Cell(grain) = self.way {
            fill(&mut marks, grain, choice, facts.space.fiscal_year_start);
        }
        let mut heads = Heads { heads: Vec::new(), open: Vec::new() };
        for mark in marks {
            let (key, label) = self.name(facts, site, mark);
            heads.close(self, facts, Some(mark), used);
            heads.enter(mark, key, label);
        }
        heads.close(self, facts, None, used);
        let mut heads = heads.heads;
        let plain = |role| Head { key: Key::None, label: String::new(), depth: 0, parent: None, role };
        if used.contains(&Slot::NotSplit) {
            heads.push((Slot::NotSplit, plain(Role::NotSplit)));
        }
        if (totals && self.way != Way::Metric) || self.way == Way::None {
            heads.push((Slot::Total, plain(Role::Total)));
        }
        heads
    }

    fn name(&self, facts: &Facts, site: &Site, mark: Mark) -> (Key, String) {
        let key = match (self.way, mark) {
            (_, Mark::Period(period)) => Key::Period(period),
            (Way::Value(dimension), Mark::Number(value)) => match facts.space.node(dimension, value) {
                Some(node) => return (Key::Value(dimension, node.id.clone()), node.title.to_string()),
                None => Key::None,
            },
            (Way::Plan, Mark::Number(at)) => {
                facts.tree.order.get(at as usize).map_or(Key::None, |plan| Key::Plan(*plan))
            }
            (_, Mark::Number(at)) => {
                return self.names.get(at as usize).cloned().unwrap_or((Key::None, String::new()));
            }
        };
        let label = title(site, &key);
        (key, label)
    }

    /// Whether an entry lies below another one.
    fn below(&self, facts: &Facts, mark: Mark, above: Mark) -> bool {
        let (Mark::Number(mark), Mark::Number(above)) = (mark, above) else { return false };
        match self.way {
            Way::Value(dimension) => facts.space.within(dimension, mark, above),
            Way::Plan => {
                let plan = |at: u32| facts.tree.order.get(at as usize).copied();
                plan(mark).zip(plan(above)).is_some_and(|(plan, above)| facts.tree.within(plan, above))
            }
            _ => false,
        }
    }
}

/// Heads that are being put in order.
struct Heads {
    heads: Vec<(Slot, Head)>,
    /// Entries that the next one may lie below: index, mark, and whether they have any below already.
    open: Vec<(usize, Mark, bool)>,
}

impl Heads {
    /// Ends the entries in which the next one does not lie, each with its rest where it has parts and a rest.
    fn close(&mut self, lane: &Lane, facts: &Facts, next: Option<Mark>, used: &BTreeSet<Slot>) {
        while let Some((index, mark, has_parts)) = self.open.last().copied() {
            if next.is_some_and(|next| lane.below(facts, next, mark)) {
                return;
            }
            self.open.pop();
            if has_parts && used.contains(&Slot::Exact(mark)) {
                let (_, above) = &self.heads[index];
                let head = Head {
                    key: above.key.clone(),
                    label: String::new(),
                    depth: above.depth + 1,
                    parent: Some(index),
                    role: Role::Rest,
                };
                self.heads.push((Slot::Exact(mark), head));
            }
        }
    }

    fn enter(&mut self, mark: Mark, key: Key, label: String) {
        let parent = self.open.last_mut().map(|(index, _, has_parts)| {
            *has_parts = true;
            *index
        });
        let depth = parent.map_or(0, |parent| self.heads[parent].1.depth + 1);
        self.open.push((self.heads.len(), mark, false));
        self.heads.push((Slot::Entry(mark), Head { key, label, depth, parent, role: Role::Entry }));
    }
}

fn entries(marks: impl Iterator<Item = u32>) -> Slots {
    let slots: Slots = marks.map(|mark| Slot::Entry(Mark::Number(mark))).collect();
    if slots.is_empty() { smallvec![Slot::NotSplit] } else { slots }
}

/// Adds the cells without a number between the first and the last that have one; where none has, those of
/// the periods asked for.
fn fill(marks: &mut BTreeSet<Mark>, grain: Grain, choice: &Choice<'_>, fiscal_year_start: i8) {
    let period = |mark: &Mark| if let Mark::Period(period) = mark { Some(*period) } else { None };
    let ends = marks.first().and_then(period).zip(marks.last().and_then(period));
    let spans = match ends {
        Some((first, last)) => Period::between(first.start, last.end, 1).into_iter().collect(),
        None => choice.periods().unwrap_or_default().to_vec(),
    };
    let mut cells = BTreeSet::new();
    for span in spans {
        let start = time::containing(span.start, grain, fiscal_year_start);
        let all = std::iter::successors(start, |cell| time::next(*cell, grain, fiscal_year_start));
        let here = all.take_while(|cell| cell.start <= span.end).take(FILLED + 1);
        cells.extend(here.filter(|cell| span.contains(cell)).map(Mark::Period));
    }
    if cells.len() <= FILLED {
        marks.extend(cells);
    }
}

/// What a plan has of an axis.
fn keys(axis: Axis, facts: &Facts, index: PlanIndex, plan: &Plan) -> Vec<Key> {
    let one = |value: &Option<crate::model::Spanned<String>>, key: fn(Box<str>) -> Key| {
        value.iter().map(|value| key(value.value.as_str().into())).collect()
    };
    let many = |values: &[crate::model::Spanned<String>], key: fn(Box<str>) -> Key| {
        let all: BTreeSet<Key> = values.iter().map(|value| key(value.value.as_str().into())).collect();
        all.into_iter().collect()
    };
    match axis {
        Axis::Kind => one(&plan.kind, Key::Kind),
        Axis::Status => one(&plan.status, Key::Status),
        Axis::Owner => many(&plan.owners, Key::Owner),
        Axis::Tag => many(&plan.tags, Key::Tag),
        Axis::Parent => facts.tree.parent(index).map(Key::Plan).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A key's title in the words of the site.
fn title(site: &Site, key: &Key) -> String {
    match key {
        Key::None => String::new(),
        Key::Value(dimension, id) => {
            let values = site.config.dimensions.get(usize::from(dimension.0)).map(|of| &of.values);
            let value = values.and_then(|values| values.iter().find(|value| *value.id == **id));
            value.map_or_else(|| id.to_string(), |value| value.title.clone())
        }
        Key::Plan(plan) => site.plan(*plan).title.value.clone(),
        Key::Kind(kind) => site.schemas.get(&**kind).map_or_else(|| kind.to_string(), |of| of.title.clone()),
        Key::Owner(name) | Key::Status(name) | Key::Tag(name) => name.to_string(),
        Key::Metric(metric) => {
            site.config.metrics.get(usize::from(metric.0)).map_or_else(String::new, |of| of.title.clone())
        }
        Key::Period(period) => period.key(),
    }
}
