//! The sums of one metric in every cell of a query: slices to pieces, pieces to cells.

use super::cascade::Cascade;
use super::choice::Choice;
use super::facts::{FactId, Facts, Question, Wholes};
use super::forest::{Node, NodeId, earliest_and_latest};
use super::lane::{Lane, Slot, Way};
use super::parts::Parts;
use super::pieces::Asking;
use super::summing::{Slice, Summing};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::{Axis, Query};
use jiff::civil::Date;
use rust_decimal::Decimal;
use smallvec::smallvec;
use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A row and a column.
pub(super) type Place = (Slot, Slot);

/// A sum with the facts that it was made from.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) amount: Amount,
    pub(super) step: Decimal,
    pub(super) by: Parts,
    pub(super) as_of: Option<(Date, Date)>,
}

impl Sum {
    /// What is stated of a node.
    pub(super) fn said(node: &Node) -> Self {
        Self { amount: *node.said(), step: node.step.value(), by: Parts::of(&node.by), as_of: None }
    }

    /// What plans below leave of a node.
    pub(super) fn left(cascade: &Cascade, id: NodeId) -> Self {
        let (node, amount) = (&cascade.nodes[id], *cascade.left(id));
        let (by, as_of) = node.made_from(&cascade.nodes);
        Self { amount, step: node.step_of(&amount), by: Parts::of(&by), as_of }
    }

    /// Of what is left of some nodes.
    pub(super) fn of_nodes(cascade: &Cascade, nodes: &[NodeId]) -> Option<Self> {
        let all = nodes.iter().map(|id| Self::left(cascade, *id));
        all.reduce(|mut total, sum| {
            total.add(&sum);
            total
        })
    }

    /// Of facts that tell of one reality.
    pub(super) fn of_reality(facts: &Facts, ids: &[FactId], stock: bool) -> Option<Self> {
        let cascade = Cascade::of_all(facts, facts.said(ids, stock));
        let roots: Vec<NodeId> =
            cascade.plans.iter().flat_map(|speaker| speaker.roots.iter().copied()).collect();
        Self::of_nodes(&cascade, &roots)
    }

    /// Adds to a sum; the first summand makes it.
    pub(super) fn put(
        sum: &mut Option<Self>,
        amount: &Amount,
        step: Decimal,
        by: &[FactId],
        as_of: Option<(Date, Date)>,
    ) {
        match sum {
            Some(sum) => {
                sum.by.add(by);
                sum.add_number(amount, step, as_of);
            }
            None => *sum = Some(Self { amount: *amount, step, by: Parts::of(by), as_of }),
        }
    }

    /// Adds another sum.
    pub(super) fn add(&mut self, other: &Self) {
        self.by.add_all(&other.by);
        self.add_number(&other.amount, other.step, other.as_of);
    }

    fn add_number(&mut self, amount: &Amount, step: Decimal, as_of: Option<(Date, Date)>) {
        self.amount = self.amount.add(amount);
        // Mostly the same; comparing decimals takes longer than adding them.
        if (self.step.scale(), self.step.mantissa()) != (step.scale(), step.mantissa()) {
            self.step = self.step.min(step);
        }
        self.as_of = earliest_and_latest(self.as_of, as_of);
    }
}

/// Sums by cell.
pub(super) type Sums = BTreeMap<Place, Sum>;

/// A query, made ready for one metric after the other.
pub(super) struct Asked<'a> {
    pub(super) facts: &'a Facts,
    pub(super) site: &'a Site,
    pub(super) choice: Choice<'a>,
    /// What rows stand for.
    axis: Axis,
    pub(super) rows: Lane,
    pub(super) columns: Lane,
    pub(super) asking: Asking,
    /// The sums that were made: a ratio is made from those of its parts, which the query may ask for, too.
    known: RefCell<BTreeMap<(MetricId, Voice), Rc<Sums>>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(facts: &'a Facts, site: &'a Site, query: &'a Query) -> Self {
        let choice = Choice::new(facts, site, &query.filter);
        let rows = Lane::new(Some(query.rows), &query.metrics, facts, site);
        let columns = Lane::new(query.columns, &query.metrics, facts, site);
        let aims = rows.aim().into_iter().chain(columns.aim()).chain(choice.aims()).collect();
        let asking = Asking { aims, terms: choice.scopes.clone() };
        Self { facts, site, choice, axis: query.rows, rows, columns, asking, known: RefCell::default() }
    }

    /// Whether what is not split along rows, and along columns, is what is left over of what is.
    pub(super) fn leaves_over(&self) -> [bool; 2] {
        [&self.rows, &self.columns].map(|lane| lane.aim().is_some())
    }

    /// The place of a number of the metric at `index` that stands at `place`, where rows or columns are metrics.
    pub(super) fn placed(&self, index: usize, place: Place) -> Place {
        let slot =
            |lane: &Lane, slot| if lane.way == Way::Metric { Lane::slot_of_metric(index) } else { slot };
        (slot(&self.rows, place.0), slot(&self.columns, place.1))
    }

    /// The sums of a flow or a stock.
    pub(super) fn sums(&self, metric: MetricId, voice: Voice, stock: bool) -> Rc<Sums> {
        if let Some(sums) = self.known.borrow().get(&(metric, voice)) {
            return Rc::clone(sums);
        }
        let sums = Rc::new(self.made_sums(metric, voice, stock));
        self.known.borrow_mut().insert((metric, voice), Rc::clone(&sums));
        sums
    }

    fn made_sums(&self, metric: MetricId, voice: Voice, stock: bool) -> Sums {
        const WHOLE: Place = (Slot::Total, Slot::Total);
        let question = Question { metric, voice, stock };
        let everything = self.everything(question);
        // What is heard of a plan's stock depends on the plans beside it.
        let planned = if voice.is_planned() && !stock { self.facts.everything(question) } else { None };
        let cut = |cascade| Some((cascade, self.facts.cut(question, &self.asking)?));
        let known = everything.or(planned).and_then(cut);
        let planned = known.as_ref().filter(|_| planned.is_some()).map(|(cascade, cut)| (*cascade, &**cut));
        let mut summing = Summing::new(self, question);
        let shared_slices = match self.shares_slices(question) {
            true => self.facts.slices(question, self.axis, || {
                let others = self.slices(question).into_iter().filter(|(place, _)| *place != WHOLE);
                let whole = planned.map(|(whole, _)| whole);
                others.map(|(place, ids)| Slice::new(self.facts, whole, ids, question, place)).collect()
            }),
            false => None,
        };
        let is_sliced = summing.sliced.contains(&true) || everything.is_none();
        let mut slices = match is_sliced && shared_slices.is_none() {
            true => self.slices(question),
            false => BTreeMap::new(),
        };
        let mut not_split_of = self.not_split_of(&slices, question);
        let ids = slices.remove(&WHOLE).unwrap_or_default();
        let whole = |summing: &mut Summing<'_, 'a>| {
            match known.as_ref().filter(|_| everything.is_some()) {
                Some((cascade, cut)) => cut.pieces(cascade, &mut |piece| summing.add(piece)),
                None => summing.add_slice(planned, ids, WHOLE),
            }
            summing.end(WHOLE);
        };
        let shared = match self.shares_whole(question) {
            true => {
                let question_of_all = (self.asking.clone(), self.columns.way);
                self.facts.whole(question, question_of_all, || {
                    let mut summing = Summing::new(self, question);
                    whole(&mut summing);
                    self.rolled_up(summing.leaves, question)
                })
            }
            false => {
                whole(&mut summing);
                None
            }
        };
        for slice in shared_slices.iter().flat_map(|slices| slices.iter()) {
            summing.add_ready(planned, slice);
            summing.end(slice.place);
        }
        for (slice, ids) in slices {
            match not_split_of.remove(&slice) {
                Some(all) => summing.add_not_split(all, ids, slice),
                None => summing.add_slice(planned, ids, slice),
            }
            summing.end(slice);
        }
        let mut sums = self.rolled_up(summing.leaves, question);
        sums.extend(shared.iter().flat_map(|shared| shared.iter()).map(|(place, sum)| (*place, sum.clone())));
        sums
    }

    /// Whether what everything comes to does not depend on the rows, nor on which plans are chosen: then pages of
    /// owners, kinds and tags have the same.
    fn shares_whole(&self, question: Question) -> bool {
        let is_kept = question.voice != Voice::Budget;
        let rows = matches!(self.rows.way, Way::None | Way::Metric | Way::Owner | Way::Attribute);
        let columns = !self.columns.chooses_plans() && !self.is_sliced(&self.columns, question);
        is_kept && rows && columns && !self.choice.by_plan
    }

    /// Whether the slices of rows are the same whatever is asked of scopes.
    fn shares_slices(&self, question: Question) -> bool {
        self.shares_whole(question) && self.rows.chooses_plans() && !question.stock
    }

    /// The sums of leaves and of all that lies above them.
    fn rolled_up(&self, leaves: Sums, question: Question) -> Sums {
        let up = |lane: &Lane, slot: Slot| {
            if self.is_sliced(lane, question) {
                return smallvec![slot];
            }
            let mut slots = lane.above(self.facts, &self.choice, slot);
            slots.push(Slot::Total);
            slots
        };
        let mut sums = Sums::new();
        for ((row, column), mut sum) in leaves {
            // Before it is shared.
            sum.by.settle();
            let columns = up(&self.columns, column);
            for row in up(&self.rows, row) {
                columns.iter().for_each(|column| add_to(&mut sums, (row, *column), &sum));
            }
        }
        sums.values_mut().for_each(|sum| sum.by.settle());
        sums
    }

    /// The facts of a slice as wholes and parts.
    pub(super) fn cascade(&self, ids: &[FactId], slice: Place, question: Question) -> Wholes<'a> {
        // What depends on the filter alone is asked for by pages of other axes, too.
        match slice == (Slot::Total, Slot::Total) && !self.choice.by_plan {
            true => self.facts.shared_cascade(ids, question),
            false => self.facts.cascade(ids, question),
        }
    }

    /// All facts as wholes and parts, where all of them count whatever the rows and columns.
    pub(super) fn everything(&self, question: Question) -> Option<&'a Cascade> {
        let timed = |lane: &Lane| matches!(lane.way, Way::Cell(_));
        let by_time =
            question.stock && (timed(&self.rows) || timed(&self.columns) || self.choice.has_periods());
        if by_time || !self.leaves_all_in(question) { None } else { self.facts.everything(question) }
    }

    /// Whether no fact is left out because of its plan.
    fn leaves_all_in(&self, question: Question) -> bool {
        let mut all = self.facts.of_voice(question.metric, question.voice).iter();
        !self.choice.by_plan || all.all(|id| self.choice.fact(*id))
    }

    /// Which plans state a target of a metric in each cell, whatever gives way to what.
    pub(super) fn counts(&self, metric: MetricId) -> BTreeMap<Place, BTreeSet<PlanIndex>> {
        let mut counts: BTreeMap<Place, BTreeSet<PlanIndex>> = BTreeMap::new();
        for id in self.facts.of_voice(metric, Voice::Target) {
            let fact = self.facts.fact(*id);
            let Some(plan) = self.facts.plan_of(*id) else { continue };
            if !self.choice.fact(*id) || !self.choice.scope(&fact.scope) {
                continue;
            }
            let slots = |lane: &Lane| {
                let mut slots = lane.slots_of_fact(self.facts, &self.choice, *id);
                slots.push(Slot::Total);
                slots
            };
            let columns = slots(&self.columns);
            for row in slots(&self.rows) {
                for column in &columns {
                    counts.entry((row, *column)).or_default().insert(plan);
                }
            }
        }
        counts
    }
}

/// Adds a sum to that of a cell.
pub(super) fn add_to(sums: &mut Sums, place: Place, sum: &Sum) {
    match sums.entry(place) {
        Entry::Occupied(mut before) => before.get_mut().add(sum),
        Entry::Vacant(free) => drop(free.insert(sum.clone())),
    }
}
