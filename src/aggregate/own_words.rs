//! Stated and allocated: what the plans of a cell say themselves, and what the plans below them say inside
//! that. Which plans those are:
//!
//! - in a row or column of a dimension value: plans with a statement exactly at that value. Of a plan and one
//!   below it that both have one, the plan whose own value it is; of several of those the topmost;
//! - in the row of what has no value: plans with a statement about none;
//! - in the row of a plan: that plan;
//! - in a rest: none, since what stands there is what nobody has taken on;
//! - else (totals, owners, kinds …): the topmost plans among those that say anything there.

use super::by_scope::ByScope;
use super::cascade::Cascade;
use super::facts::Question;
use super::forest::NodeId;
use super::lane::{Lane, Mark, Slot, Way};
use super::pieces::Reach;
use super::sums::{Asked, Place, Sum, Sums, add_to};
use super::voice::Voice;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What plans say themselves, and what those below them do.
#[derive(Default)]
pub(super) struct OwnWords {
    pub(super) stated: Sums,
    pub(super) allocated: Sums,
}

/// What a plan says in a cell.
#[derive(Clone, Copy)]
struct Saying {
    plan: PlanIndex,
    /// How many of the cell's values are the plan's own.
    closeness: usize,
    node: NodeId,
}

/// What is said in each cell, plan by plan in pre-order. Cells are found again by their position.
#[derive(Default)]
struct Cells {
    positions: BTreeMap<Place, usize>,
    cells: Vec<(Place, Vec<Saying>)>,
}

impl Cells {
    fn position(&mut self, place: Place) -> usize {
        *self.positions.entry(place).or_insert_with(|| {
            self.cells.push((place, Vec::new()));
            self.cells.len() - 1
        })
    }
}

/// Stated and allocated of a metric that is added, by cell.
pub(super) fn own_words(asked: &Asked<'_>, metric: MetricId, stock: bool) -> OwnWords {
    let mut words = OwnWords::default();
    let question = Question { metric, voice: Voice::Target, stock };
    if let Some(cascade) = asked.everything(question) {
        add_slice(asked, cascade, (Slot::Total, Slot::Total), stock, &mut words);
        return words;
    }
    for (slice, ids) in asked.slices(question) {
        let by_plan = [(&asked.rows, slice.0), (&asked.columns, slice.1)]
            .iter()
            .any(|(lane, slot)| lane.chooses_plans() && *slot != Slot::Total);
        // What plans below say counts whoever owns them, so cells of owners and the like are seen in the whole.
        if !by_plan {
            add_slice(asked, &asked.cascade(&ids, question), slice, stock, &mut words);
        }
    }
    words
}

fn add_slice(asked: &Asked<'_>, cascade: &Cascade, slice: Place, stock: bool, words: &mut OwnWords) {
    let reach = Reach::new(&asked.facts.space, cascade, &asked.aims);
    let mut cells = Cells::default();
    let mut known = ByScope::default();
    for speaker in &cascade.plans {
        if let Some(plan) = speaker.plan {
            let own = |lane: &Lane| match lane.way {
                Way::Value(dimension) => asked.plan_value(plan, dimension),
                _ => None,
            };
            let own = [own(&asked.rows), own(&asked.columns)];
            let telling = Telling { asked, cascade, reach: &reach, slice, stock, plan, own };
            telling.sayings(&speaker.roots, &mut known, &mut cells);
        }
    }
    for (place, sayings) in cells.cells {
        add_cell(cascade, place, chosen(asked, sayings), words);
    }
}

/// One plan's statements on their way to cells.
struct Telling<'a> {
    asked: &'a Asked<'a>,
    cascade: &'a Cascade,
    reach: &'a Reach<'a>,
    slice: Place,
    stock: bool,
    plan: PlanIndex,
    /// Its own value along rows and columns of values.
    own: [Option<u32>; 2],
}

impl Telling<'_> {
    /// The largest of a plan's statements in each cell.
    fn sayings(&self, roots: &[NodeId], known: &mut ByScope<Rc<[usize]>>, cells: &mut Cells) {
        // Each with how many cells the wholes that it is a part of have taken.
        let mut waiting: Vec<(NodeId, usize)> = roots.iter().rev().map(|root| (*root, 0)).collect();
        let mut taken: Vec<usize> = Vec::new();
        while let Some((id, above)) = waiting.pop() {
            taken.truncate(above);
            for at in self.places(id, known, cells).iter() {
                if !taken.contains(at) {
                    taken.push(*at);
                    self.add(*at, id, cells);
                }
            }
            let parts = self.reach.parts(id).unwrap_or_default();
            waiting.extend(parts.iter().rev().map(|part| (*part, taken.len())));
        }
    }

    fn add(&self, at: usize, node: NodeId, cells: &mut Cells) {
        let Some((place, sayings)) = cells.cells.get_mut(at) else { return };
        let closeness = match sayings.last().filter(|saying| saying.plan == self.plan) {
            Some(saying) => saying.closeness,
            None => {
                let is_own = |own: Option<u32>, slot: Slot| {
                    own.is_some_and(|value| slot == Slot::Entry(Mark::Number(value)))
                };
                usize::from(is_own(self.own[0], place.0)) + usize::from(is_own(self.own[1], place.1))
            }
        };
        sayings.push(Saying { plan: self.plan, closeness, node });
    }

    fn places(&self, id: NodeId, known: &mut ByScope<Rc<[usize]>>, cells: &mut Cells) -> Rc<[usize]> {
        let asked = self.asked;
        let mut made = || self.made_places(id).into_iter().map(|place| cells.position(place)).collect();
        match asked.rows.chooses_plans() || asked.columns.chooses_plans() {
            true => made(),
            false => known.get(&self.cascade.nodes[id].scope, made),
        }
    }

    fn made_places(&self, id: NodeId) -> Vec<Place> {
        let scope = &self.cascade.nodes[id].scope;
        let asked = self.asked;
        let left_in = if self.stock { asked.choice.values(scope) } else { asked.choice.scope(scope) };
        if !left_in {
            return Vec::new();
        }
        let columns = self.slots(&asked.columns, self.slice.1, id);
        let rows = self.slots(&asked.rows, self.slice.0, id);
        rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column))).collect()
    }

    fn slots(&self, lane: &Lane, slice: Slot, id: NodeId) -> Vec<Slot> {
        let asked = self.asked;
        let scope = &self.cascade.nodes[id].scope;
        let mut slots = vec![Slot::Total];
        match lane.way {
            Way::Value(dimension) => match scope.value(dimension) {
                None => slots.push(Slot::NotSplit),
                Some(value) if asked.choice.value(dimension, value) => {
                    slots.push(Slot::Entry(Mark::Number(value)));
                }
                Some(_) => {}
            },
            Way::Cell(_) if self.stock => return vec![slice],
            Way::Cell(_) => slots.extend(lane.slots_of_scope(asked.facts, &asked.choice, scope)),
            Way::Plan => slots.push(Slot::Entry(Mark::Number(asked.facts.tree.enter(self.plan)))),
            Way::Owner => {
                let by = &self.cascade.nodes[id].by;
                let owners = by
                    .iter()
                    .flat_map(|id| lane.slots_of_fact(asked.facts, &asked.choice, asked.facts.fact(*id)));
                slots.extend(owners.collect::<BTreeSet<Slot>>());
            }
            Way::Attribute => slots.extend(lane.slots_of_plan(asked.facts, &asked.choice, self.plan)),
            Way::None | Way::Metric => {}
        }
        slots
    }
}

/// Of a plan and those below it that speak in one cell only the closest, then the topmost. Sayings come in
/// pre-order.
fn chosen(asked: &Asked<'_>, sayings: Vec<Saying>) -> Vec<Saying> {
    let tree = &asked.facts.tree;
    let mut dropped = vec![false; sayings.len()];
    let mut above: Vec<usize> = Vec::new();
    // One saying stands for all of its plan.
    let firsts = (0..sayings.len()).filter(|at| *at == 0 || sayings[*at - 1].plan != sayings[*at].plan);
    for at in firsts {
        while above.last().is_some_and(|last| !tree.within(sayings[at].plan, sayings[*last].plan)) {
            above.pop();
        }
        let closest = above.iter().map(|at| sayings[*at].closeness).max();
        if closest.is_some_and(|closest| closest >= sayings[at].closeness) {
            dropped[at] = true;
        } else {
            above.iter().for_each(|at| dropped[*at] = true);
        }
        above.push(at);
    }
    let mut first = 0;
    let mut chosen = sayings.clone();
    let mut at = 0;
    chosen.retain(|saying| {
        if sayings[first].plan != saying.plan {
            first = at;
        }
        at += 1;
        !dropped[first]
    });
    chosen
}

fn add_cell(cascade: &Cascade, place: Place, sayings: Vec<Saying>, words: &mut OwnWords) {
    let mut stated: Option<Sum> = None;
    let mut below: Vec<NodeId> = Vec::new();
    for Saying { node: id, .. } in sayings {
        let node = &cascade.nodes[id];
        Sum::put(&mut stated, node.said(), node.step, Cow::Borrowed(&node.by), node.as_of);
        below.extend(cascade.within(id));
    }
    below.sort_unstable();
    below.dedup();
    let mut allocated: Option<Sum> = None;
    for id in below {
        let (node, left) = (&cascade.nodes[id], cascade.left(id));
        let (by, as_of) = node.made_from(&cascade.nodes);
        Sum::put(&mut allocated, left, node.step_of(left), by, as_of);
    }
    stated.into_iter().for_each(|sum| add_to(&mut words.stated, place, sum));
    allocated.into_iter().for_each(|sum| add_to(&mut words.allocated, place, sum));
}

impl Asked<'_> {
    /// The value of a dimension that a plan itself has.
    fn plan_value(&self, plan: PlanIndex, dimension: DimensionId) -> Option<u32> {
        let dimensions = &self.site.plan(plan).dimensions;
        let (_, id) = dimensions.iter().find(|(at, _)| *at == dimension)?;
        self.facts.space.value(dimension, &id.value)
    }
}
