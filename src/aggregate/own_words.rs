//! Stated and allocated: what the plans of a cell say themselves, and what the plans below them say inside
//! that. Which plans those are:
//!
//! - in a row or column of a dimension value: plans with a statement exactly at that value. Of a plan and one
//!   below it that both have one, the plan whose own value it is; of several of those the topmost;
//! - in the row of what has no value: plans with a statement about none;
//! - in the row of a plan: that plan;
//! - in a rest: none, since what stands there is what nobody has taken on;
//! - else (totals, owners, kinds …): the topmost plans among those that say anything there.
//!
//! Of a stock only those of them are heard who speak last of the same values.

use super::by_scope::ByScope;
use super::cascade::Cascade;
use super::facts::{FactId, Question, Wholes};
use super::forest::NodeId;
use super::lane::{Lane, Mark, Slot, Slots, Way};
use super::pieces::Reach;
use super::plan_tree::PlanTree;
use super::scope::Scope;
use super::sums::{Asked, Place, Sum, Sums, add_to};
use super::voice::Voice;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::spread::BuildSpread;
use jiff::civil::Date;
use smallvec::{SmallVec, smallvec};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// What plans say themselves, and what those below them do.
#[derive(Default)]
pub(super) struct OwnWords {
    pub(super) stated: Sums,
    /// What of that has anything below it to compare it with.
    pub(super) compared: Sums,
    pub(super) allocated: Sums,
}

/// A plan that speaks in a cell.
struct Speaking {
    plan: PlanIndex,
    /// How many of the cell's values are the plan's own.
    closeness: usize,
    /// What it says, each with the position of the cascade that has it.
    nodes: SmallVec<[(usize, NodeId); 2]>,
    /// A plan below it speaks from closer by.
    is_dropped: bool,
}

/// A cell while plans speak, in pre-order. Of a plan and those below it only the closest are heard, then the topmost.
struct Hearing {
    place: Place,
    heard: Vec<Speaking>,
    /// Those of them that the plan which speaks lies below: positions.
    above: Vec<usize>,
    /// The plan that spoke last, and whether it is heard.
    last: Option<(PlanIndex, bool)>,
}

impl Hearing {
    /// Hears a plan say something; `closeness` is asked for once a plan.
    fn hear(
        &mut self,
        tree: &PlanTree,
        plan: PlanIndex,
        node: (usize, NodeId),
        closeness: impl FnOnce(Place) -> usize,
    ) {
        let is_heard = match self.last {
            Some((last, is_heard)) if last == plan => is_heard,
            _ => self.begin(tree, plan, closeness(self.place)),
        };
        self.last = Some((plan, is_heard));
        if let Some(speaking) = self.heard.last_mut().filter(|_| is_heard) {
            speaking.nodes.push(node);
        }
    }

    /// Whether a plan is heard.
    fn begin(&mut self, tree: &PlanTree, plan: PlanIndex, closeness: usize) -> bool {
        while self.above.last().is_some_and(|at| !tree.within(plan, self.heard[*at].plan)) {
            self.above.pop();
        }
        if self.above.iter().any(|at| self.heard[*at].closeness >= closeness) {
            return false;
        }
        self.above.iter().for_each(|at| self.heard[*at].is_dropped = true);
        self.above.push(self.heard.len());
        self.heard.push(Speaking { plan, closeness, nodes: SmallVec::new(), is_dropped: false });
        true
    }
}

/// The cells in which something is said, found again by their position.
#[derive(Default)]
struct Cells {
    positions: HashMap<Place, usize, BuildSpread>,
    cells: Vec<Hearing>,
}

impl Cells {
    fn position(&mut self, place: Place) -> usize {
        *self.positions.entry(place).or_insert_with(|| {
            self.cells.push(Hearing { place, heard: Vec::new(), above: Vec::new(), last: None });
            self.cells.len() - 1
        })
    }
}

/// Stated and allocated of a metric that is added, by cell.
pub(super) fn own_words(asked: &Asked<'_>, metric: MetricId, stock: bool) -> OwnWords {
    let mut words = OwnWords::default();
    let question = Question { metric, voice: Voice::Target, stock };
    if let Some(cascade) = asked.everything(question).filter(|_| !stock) {
        add_slice(asked, &[Wholes::All(cascade)], (Slot::Total, Slot::Total), None, &mut words);
        return words;
    }
    let slices = asked.slices(question);
    let mut not_split_of = asked.not_split_of(&slices, question);
    for (slice, ids) in slices {
        let by_plan = [(&asked.rows, slice.0), (&asked.columns, slice.1)]
            .iter()
            .any(|(lane, slot)| lane.chooses_plans() && *slot != Slot::Total);
        // What plans below say counts whoever owns them, so cells of owners and the like are seen in the whole.
        if !by_plan {
            let cascades = match stock {
                true => {
                    let all = not_split_of.remove(&slice);
                    by_plan_alone(asked, all.as_deref().unwrap_or(&ids), question)
                }
                false => vec![asked.cascade(&ids, slice, question)],
            };
            let shown = stock.then(|| ids.into_iter().collect());
            add_slice(asked, &cascades, slice, shown, &mut words);
        }
    }
    words
}

/// What each plan and those below it say, without what plans beside it say later of a stock: that does not unsay what
/// the plan itself has stated.
fn by_plan_alone<'a>(asked: &Asked<'a>, ids: &[FactId], question: Question) -> Vec<Wholes<'a>> {
    let (facts, tree) = (asked.facts, &asked.facts.tree);
    let data = ids.partition_point(|id| facts.plan_of(*id).is_some());
    let mut cascades = Vec::new();
    let mut start = 0;
    for same in ids[..data].chunk_by(|a, b| facts.plan_of(*a) == facts.plan_of(*b)) {
        let Some(plan) = same.first().and_then(|id| facts.plan_of(*id)) else { continue };
        let is_below = |id: &FactId| facts.plan_of(*id).is_some_and(|of| tree.enter(of) < tree.exit(plan));
        let end = start + ids[start..data].partition_point(is_below);
        cascades.push(facts.cascade(&[&ids[start..end], &ids[data..]].concat(), question));
        start += same.len();
    }
    cascades
}

/// Of several cascades of a stock what their first plan says is told, which they are made for, and of that what is
/// `shown`; of one of a flow all.
fn add_slice(
    asked: &Asked<'_>,
    cascades: &[Wholes<'_>],
    slice: Place,
    shown: Option<BTreeSet<FactId>>,
    words: &mut OwnWords,
) {
    let shown = shown.as_ref();
    let mut cells = Cells::default();
    let nodes = cascades.iter().map(|cascade| cascade.nodes.len()).sum();
    let mut known = ByScope::new(&asked.facts.space, nodes);
    for (at, cascade) in cascades.iter().enumerate() {
        let reach = Reach::new(&asked.facts.space, cascade, &asked.asking.aims);
        let speakers = cascade.plans.iter().take(shown.map_or(usize::MAX, |_| 1));
        for (speaker, plan) in speakers.filter_map(|speaker| Some((speaker, speaker.plan?))) {
            let own = |lane: &Lane| match lane.way {
                Way::Value(dimension) => asked.plan_value(plan, dimension),
                _ => None,
            };
            let own = [own(&asked.rows), own(&asked.columns)];
            let telling = Telling { asked, cascade, at, reach: &reach, slice, shown, plan, own };
            telling.sayings(&speaker.roots, &mut known, &mut cells);
        }
    }
    cells.cells.into_iter().for_each(|hearing| add_cell(cascades, hearing, words));
}

/// One plan's statements on their way to cells.
struct Telling<'a> {
    asked: &'a Asked<'a>,
    cascade: &'a Cascade,
    /// The position of the cascade.
    at: usize,
    reach: &'a Reach<'a>,
    slice: Place,
    /// Of a stock: the facts that are told of.
    shown: Option<&'a BTreeSet<FactId>>,
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
            if self.cascade.briefs[id].has_parts {
                waiting.extend(self.reach.taken_parts(id).rev().map(|part| (part, taken.len())));
            }
        }
    }

    fn add(&self, at: usize, node: NodeId, cells: &mut Cells) {
        let Some(cell) = cells.cells.get_mut(at) else { return };
        let is_own =
            |own: Option<u32>, slot: Slot| own.is_some_and(|own| slot == Slot::Entry(Mark::Number(own)));
        let closeness = |(row, column): Place| {
            usize::from(is_own(self.own[0], row)) + usize::from(is_own(self.own[1], column))
        };
        cell.hear(&self.asked.facts.tree, self.plan, (self.at, node), closeness);
    }

    fn places(&self, id: NodeId, known: &mut ByScope<Rc<[usize]>>, cells: &mut Cells) -> Rc<[usize]> {
        let is_shown =
            |shown: &BTreeSet<FactId>| self.cascade.nodes[id].by.iter().any(|id| shown.contains(id));
        if !self.shown.is_none_or(is_shown) {
            return Rc::default();
        }
        let asked = self.asked;
        let mut made = || self.made_places(id).into_iter().map(|place| cells.position(place)).collect();
        match asked.rows.chooses_plans() || asked.columns.chooses_plans() {
            true => made(),
            false => {
                let scope = || &self.cascade.nodes[id].scope;
                known.find(self.cascade.briefs[id].scope, scope, |_| made())
            }
        }
    }

    fn made_places(&self, id: NodeId) -> Vec<Place> {
        let scope = &self.cascade.nodes[id].scope;
        let asked = self.asked;
        let left_in =
            if self.shown.is_some() { asked.choice.values(scope) } else { asked.choice.scope(scope) };
        if !left_in {
            return Vec::new();
        }
        let columns = self.slots(&asked.columns, self.slice.1, id);
        let rows = self.slots(&asked.rows, self.slice.0, id);
        rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column))).collect()
    }

    fn slots(&self, lane: &Lane, slice: Slot, id: NodeId) -> Slots {
        let asked = self.asked;
        let scope = &self.cascade.nodes[id].scope;
        let mut slots: Slots = smallvec![Slot::Total];
        match lane.way {
            Way::Value(dimension) => match scope.value(dimension) {
                None => slots.push(Slot::NotSplit),
                Some(value) if asked.choice.value(dimension, value) => {
                    slots.push(Slot::Entry(Mark::Number(value)));
                }
                Some(_) => {}
            },
            Way::Cell(_) if self.shown.is_some() => return smallvec![slice],
            Way::Cell(_) => slots.extend(lane.slots_of_scope(asked.facts, &asked.choice, scope)),
            Way::Plan => slots.push(Slot::Entry(Mark::Number(asked.facts.tree.enter(self.plan)))),
            Way::Owner => {
                let by = &self.cascade.nodes[id].by;
                let owners = by.iter().flat_map(|id| lane.slots_of_fact(asked.facts, &asked.choice, *id));
                slots.extend(owners.collect::<BTreeSet<Slot>>());
            }
            Way::Attribute => slots.extend(lane.slots_of_plan(asked.facts, &asked.choice, self.plan)),
            Way::None | Way::Metric => {}
        }
        slots
    }
}

fn add_cell(cascades: &[Wholes<'_>], Hearing { place, heard, .. }: Hearing, words: &mut OwnWords) {
    let [mut stated, mut compared]: [Option<Sum>; 2] = [None, None];
    let mut below: Vec<(usize, NodeId)> = Vec::new();
    let said = heard.into_iter().filter(|speaking| !speaking.is_dropped).flat_map(|speaking| speaking.nodes);
    for (at, id) in last_said(cascades, said.collect()) {
        let cascade = &cascades[at];
        let node = &cascade.nodes[id];
        Sum::put(&mut stated, node.said(), node.step.value(), &node.by, node.as_of);
        // Data of no plan lie below all, but nobody has taken them on.
        let inner = cascade.within(id).iter().filter(|inner| cascade.plan_of(**inner).is_some());
        let before = below.len();
        below.extend(inner.map(|inner| (at, *inner)));
        if below.len() > before {
            Sum::put(&mut compared, node.said(), node.step.value(), &node.by, node.as_of);
        }
    }
    below.sort_unstable();
    below.dedup();
    let mut allocated: Option<Sum> = None;
    for (at, id) in below {
        let cascade = &cascades[at];
        let (node, left) = (&cascade.nodes[id], cascade.left(id));
        let (by, as_of) = node.made_from(&cascade.nodes);
        Sum::put(&mut allocated, left, node.step_of(left), &by, as_of);
    }
    stated.into_iter().for_each(|sum| add_to(&mut words.stated, place, &sum));
    compared.into_iter().for_each(|sum| add_to(&mut words.compared, place, &sum));
    allocated.into_iter().for_each(|sum| add_to(&mut words.allocated, place, &sum));
}

/// Of what plans beside one another say only the last of each scope; of a flow, which has no last, all.
fn last_said(cascades: &[Wholes<'_>], mut said: Vec<(usize, NodeId)>) -> Vec<(usize, NodeId)> {
    let day = |(at, id): &(usize, NodeId)| cascades[*at].nodes[*id].as_of.map(|(_, last)| last);
    let is_stated = |(at, id): &(usize, NodeId)| cascades[*at].briefs[*id].stated;
    let scope = |(at, id): &(usize, NodeId)| Arc::as_ptr(&cascades[*at].nodes[*id].scope);
    if said.iter().all(|one| day(one).is_none()) {
        return said;
    }
    let mut last: HashMap<*const Scope, Option<Date>, BuildSpread> = HashMap::default();
    for one in said.iter().filter(|one| is_stated(one)) {
        let known = last.entry(scope(one)).or_default();
        *known = (*known).max(day(one));
    }
    said.retain(|one| !is_stated(one) || last.get(&scope(one)).is_none_or(|last| *last == day(one)));
    said
}

impl Asked<'_> {
    /// The value of a dimension that a plan itself has.
    fn plan_value(&self, plan: PlanIndex, dimension: DimensionId) -> Option<u32> {
        let dimensions = &self.site.plan(plan).dimensions;
        let (_, id) = dimensions.iter().find(|(at, _)| *at == dimension)?;
        self.facts.space.value(dimension, &id.value)
    }
}
