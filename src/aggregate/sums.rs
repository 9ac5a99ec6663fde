//! The sums of one metric in every cell of a query: slices to pieces, pieces to cells.

use super::by_scope::ByScope;
use super::cascade::Cascade;
use super::choice::Choice;
use super::facts::{Fact, FactId, Facts, Question};
use super::forest::{NodeId, earliest_and_latest};
use super::lane::{Lane, Slot, Way};
use super::pieces::{Aim, Piece, Reach, pieces, pieces_of};
use super::scope::Scope;
use super::selected::selected;
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::Query;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;
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
    pub(super) by: Vec<FactId>,
    pub(super) as_of: Option<(Date, Date)>,
}

impl Sum {
    /// What plans below leave of a node.
    pub(super) fn left(cascade: &Cascade, id: NodeId) -> Self {
        let (node, amount) = (&cascade.nodes[id], *cascade.left(id));
        let (by, as_of) = node.made_from(&cascade.nodes);
        let step = if amount == *node.said() { node.step } else { node.finest };
        Self { amount, step, by: by.into_owned(), as_of }
    }

    /// Adds another sum.
    pub(super) fn add(&mut self, amount: &Amount, step: Decimal, by: &[FactId], as_of: Option<(Date, Date)>) {
        self.amount = self.amount.add(amount);
        self.step = self.step.min(step);
        self.by.extend_from_slice(by);
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
    pub(super) rows: Lane,
    pub(super) columns: Lane,
    pub(super) aims: Vec<Aim>,
    /// The sums that were made: a ratio is made from those of its parts, which the query may ask for, too.
    known: RefCell<BTreeMap<(MetricId, Voice), Rc<Sums>>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(facts: &'a Facts, site: &'a Site, query: &'a Query) -> Self {
        let choice = Choice::new(facts, site, &query.filter);
        let rows = Lane::new(Some(query.rows), &query.metrics, facts, site);
        let columns = Lane::new(query.columns, &query.metrics, facts, site);
        let aims = rows.aim().into_iter().chain(columns.aim()).chain(choice.aims()).collect();
        Self { facts, site, choice, rows, columns, aims, known: RefCell::default() }
    }

    /// The place of a number of the metric at `index` that stands at `place`, where rows or columns are metrics.
    pub(super) fn placed(&self, index: usize, place: Place) -> Place {
        let slot =
            |lane: &Lane, slot| if lane.way == Way::Metric { Lane::slot_of_metric(index) } else { slot };
        (slot(&self.rows, place.0), slot(&self.columns, place.1))
    }

    /// Whether a fact is about less than what is asked, along a dimension that is neither an axis nor just
    /// the value asked for. Beside plans every fact is about what its plan is about.
    pub(super) fn strays(&self, fact: &Fact) -> bool {
        let by_plan = self.rows.way == Way::Plan || self.columns.way == Way::Plan;
        let is_axis =
            |dimension| self.rows.way == Way::Value(dimension) || self.columns.way == Way::Value(dimension);
        !by_plan
            && fact
                .scope
                .values
                .iter()
                .any(|(dimension, value)| !is_axis(*dimension) && !self.choice.asks_for(*dimension, *value))
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
        let question = Question { metric, voice, stock };
        let everything = self.everything(question);
        let space = &self.facts.space;
        let mut leaves = Sums::new();
        let whole = (Slot::Total, Slot::Total);
        let is_sliced = self.is_sliced(&self.rows, question) || self.is_sliced(&self.columns, question);
        // Of a stock less is said than is stated.
        let is_known = voice.is_planned() && !stock;
        let known = if is_known { self.facts.everything(question) } else { None };
        let reach = everything.or(known).map(|cascade| Reach::new(space, cascade, &self.aims));
        if let Some(reach) = reach.as_ref().filter(|_| everything.is_some()) {
            self.add_leaves(|found| pieces(reach, found), whole, question, &mut leaves);
        }
        if is_sliced || everything.is_none() {
            let known = known.zip(reach.as_ref());
            for (slice, ids) in self.slices(question) {
                if slice != whole || everything.is_none() {
                    self.add_slice(known, &ids, slice, question, &mut leaves);
                }
            }
        }
        self.rolled_up(leaves, question)
    }

    /// The sums of a slice, from what is known of all plans where that is enough.
    fn add_slice(
        &self,
        known: Option<(&Cascade, &Reach<'_>)>,
        ids: &[FactId],
        slice: Place,
        question: Question,
        leaves: &mut Sums,
    ) {
        let selected = match known {
            Some((whole, reach)) => {
                let selected = selected(self.facts, whole, ids);
                let all = selected.known.iter();
                self.add_leaves(
                    |found| all.for_each(|(at, below)| pieces_of(reach, *at, *below, found)),
                    slice,
                    question,
                    leaves,
                );
                Some(selected.rest)
            }
            None => None,
        };
        let rest = selected.as_deref().unwrap_or(ids);
        if !rest.is_empty() {
            let cascade = self.cascade(rest, question);
            let reach = Reach::new(&self.facts.space, &cascade, &self.aims);
            self.add_leaves(|found| pieces(&reach, found), slice, question, leaves);
        }
    }

    /// The sums of the pieces of a slice, each where it stands exactly.
    fn add_leaves<'p>(
        &self,
        cut: impl FnOnce(&mut dyn FnMut(Piece<'p>)),
        slice: Place,
        question: Question,
        leaves: &mut Sums,
    ) {
        let sliced = [&self.rows, &self.columns].map(|lane| self.is_sliced(lane, question));
        let by_plan = [&self.rows, &self.columns].iter().any(|lane| lane.way == Way::Plan);
        let leaf = |lane: &Lane, (sliced, slice): (bool, Slot), scope: &Scope, plan: Option<PlanIndex>| {
            if sliced { slice } else { lane.leaf(self.facts, scope, plan) }
        };
        let place = |scope: &Scope, plan: Option<PlanIndex>| {
            let left_in = if question.stock { self.choice.values(scope) } else { self.choice.scope(scope) };
            left_in.then(|| {
                let row = leaf(&self.rows, (sliced[0], slice.0), scope, plan);
                (row, leaf(&self.columns, (sliced[1], slice.1), scope, plan))
            })
        };
        let mut here = Leaves::default();
        let mut known = ByScope::default();
        cut(&mut |Piece { scope, plan, amount, step, by, as_of }| {
            let at = match by_plan {
                true => place(scope, plan).map(|place| here.position(place)),
                false => known.get(scope, || place(scope, None).map(|place| here.position(place))),
            };
            if let Some(sum) = at.and_then(|at| here.sums.get_mut(at)) {
                match sum {
                    Some(sum) => sum.add(&amount, step, &by, as_of),
                    None => *sum = Some(Sum { amount, step, by: by.into_owned(), as_of }),
                }
            }
        });
        here.move_to(leaves);
    }

    /// The sums of leaves and of all that lies above them.
    fn rolled_up(&self, leaves: Sums, question: Question) -> Sums {
        let up = |lane: &Lane, slot: Slot| {
            if self.is_sliced(lane, question) {
                return vec![slot];
            }
            let mut slots = lane.above(self.facts, &self.choice, slot);
            slots.push(Slot::Total);
            slots
        };
        let mut sums = Sums::new();
        for ((row, column), sum) in leaves {
            let columns = up(&self.columns, column);
            for row in up(&self.rows, row) {
                for column in &columns {
                    add_to(&mut sums, (row, *column), (&sum.amount, sum.step, &sum.by, sum.as_of));
                }
            }
        }
        for sum in sums.values_mut() {
            sum.by.sort_unstable();
            sum.by.dedup();
        }
        sums
    }

    /// The facts of a slice as wholes and parts.
    pub(super) fn cascade(&self, ids: &[FactId], question: Question) -> Cow<'a, Cascade> {
        self.facts.cascade(ids, question)
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
        let of_metric = self.facts.of_metric(question.metric).iter().map(|id| self.facts.fact(*id));
        let mut of_voice = of_metric.filter(|fact| question.voice.has(fact.kind));
        !self.choice.by_plan || of_voice.all(|fact| self.choice.fact(fact))
    }

    /// Which plans state a target of a metric in each cell, whatever gives way to what.
    pub(super) fn counts(&self, metric: MetricId) -> BTreeMap<Place, BTreeSet<PlanIndex>> {
        let mut counts: BTreeMap<Place, BTreeSet<PlanIndex>> = BTreeMap::new();
        for id in self.facts.of_metric(metric) {
            let fact = self.facts.fact(*id);
            let Some(plan) = fact.plan else { continue };
            if !Voice::Target.has(fact.kind) || !self.choice.fact(fact) || !self.choice.scope(&fact.scope) {
                continue;
            }
            let slots = |lane: &Lane| {
                let mut slots = lane.slots_of_fact(self.facts, &self.choice, fact);
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

/// Sums of leaves that are found again by their position.
#[derive(Default)]
struct Leaves {
    positions: BTreeMap<Place, usize>,
    sums: Vec<Option<Sum>>,
}

impl Leaves {
    fn position(&mut self, place: Place) -> usize {
        *self.positions.entry(place).or_insert_with(|| {
            self.sums.push(None);
            self.sums.len() - 1
        })
    }

    fn move_to(mut self, leaves: &mut Sums) {
        for (place, at) in self.positions {
            let Some(sum) = self.sums.get_mut(at).and_then(Option::take) else { continue };
            match leaves.entry(place) {
                Entry::Occupied(mut before) => {
                    before.get_mut().add(&sum.amount, sum.step, &sum.by, sum.as_of);
                }
                Entry::Vacant(free) => drop(free.insert(sum)),
            }
        }
    }
}

type More<'a> = (&'a Amount, Decimal, &'a [FactId], Option<(Date, Date)>);

fn add_to(sums: &mut Sums, place: Place, (amount, step, by, as_of): More<'_>) {
    match sums.entry(place) {
        Entry::Occupied(mut sum) => sum.get_mut().add(amount, step, by, as_of),
        Entry::Vacant(free) => drop(free.insert(Sum { amount: *amount, step, by: by.to_vec(), as_of })),
    }
}
