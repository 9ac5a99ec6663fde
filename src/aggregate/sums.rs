//! The sums of one metric in every cell of a query: facts to slices, slices to pieces, pieces to cells.

use super::cascade::Cascade;
use super::choice::Choice;
use super::facts::{Fact, FactId, Facts};
use super::forest::earliest_and_latest;
use super::lane::{Lane, Slot, Way};
use super::pieces::{Aim, Piece, pieces};
use super::said::{flowing, standing};
use super::unattached::Unattached;
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::Query;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

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
}

impl<'a> Asked<'a> {
    pub(super) fn new(facts: &'a Facts, site: &'a Site, query: &'a Query) -> Self {
        let choice = Choice::new(facts, site, &query.filter);
        let rows = Lane::new(Some(query.rows), &query.metrics, facts, site);
        let columns = Lane::new(query.columns, &query.metrics, facts, site);
        let aims = rows.aim().into_iter().chain(columns.aim()).chain(choice.aims()).collect();
        Self { facts, site, choice, rows, columns, aims }
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
    pub(super) fn sums(&self, metric: MetricId, voice: Voice, stock: bool) -> Sums {
        let mut sums = Sums::new();
        for (slice, ids) in self.slices(metric, voice, stock) {
            for piece in self.pieces(&ids, voice, stock) {
                let rows = self.slots(&self.rows, slice.0, &piece, stock);
                let columns = self.slots(&self.columns, slice.1, &piece, stock);
                for row in &rows {
                    for column in &columns {
                        add_to(&mut sums, (*row, *column), &piece);
                    }
                }
            }
        }
        for sum in sums.values_mut() {
            sum.by.sort_unstable();
            sum.by.dedup();
        }
        sums
    }

    /// The facts of every slice: of every pair of entries, or the total, on the axes that slice.
    pub(super) fn slices(&self, metric: MetricId, voice: Voice, stock: bool) -> BTreeMap<Place, Vec<FactId>> {
        let groups = self.groups(metric, voice, stock);
        if !stock {
            return groups;
        }
        let mut slices: BTreeMap<Place, Vec<FactId>> = BTreeMap::new();
        for (group, ids) in groups {
            for id in ids {
                let period = self.facts.fact(id).scope.period;
                if self.choice.period(period) {
                    for row in self.times(&self.rows, group.0, id) {
                        for column in self.times(&self.columns, group.1, id) {
                            slices.entry((row, column)).or_default().push(id);
                        }
                    }
                }
            }
        }
        slices
    }

    /// The slots of a stock's fact on an axis: of time where the axis is time, else the group's.
    fn times(&self, lane: &Lane, group: Slot, id: FactId) -> Vec<Slot> {
        match lane.way {
            Way::Cell(_) => {
                let mut slots = lane.slots_of_fact(self.facts, &self.choice, self.facts.fact(id));
                slots.push(Slot::Total);
                slots
            }
            _ => vec![group],
        }
    }

    /// The facts by what chooses plans: those of plans, and those of no plan where they belong.
    fn groups(&self, metric: MetricId, voice: Voice, stock: bool) -> BTreeMap<Place, Vec<FactId>> {
        let mut groups = self.attached(metric, voice);
        let unattached = Unattached::new(self.facts, metric, voice);
        if unattached.all().is_empty() {
            return groups;
        }
        let everything = (Slot::Total, Slot::Total);
        if !self.choice.by_plan {
            groups.entry(everything).or_default().extend(unattached.all());
        }
        if voice.is_planned() {
            return groups;
        }
        for (group, targets) in self.attached(metric, Voice::Target) {
            let chosen = self.choice.by_plan || group != everything;
            if chosen && group.0 != Slot::NotSplit && group.1 != Slot::NotSplit {
                let own = groups.get(&group).map_or(&[][..], Vec::as_slice);
                let claimed = unattached.claimed(&targets, own, stock);
                if !claimed.is_empty() {
                    groups.entry(group).or_default().extend(claimed);
                }
            }
        }
        groups
    }

    /// The facts of plans by what chooses plans.
    fn attached(&self, metric: MetricId, voice: Voice) -> BTreeMap<Place, Vec<FactId>> {
        let mut groups: BTreeMap<Place, Vec<FactId>> = BTreeMap::new();
        for id in self.facts.of_metric(metric) {
            let fact = self.facts.fact(*id);
            if !voice.has(fact.kind) || !self.choice.fact(fact) {
                continue;
            }
            let slots = |lane: &Lane| {
                let mut slots = vec![Slot::Total];
                if lane.chooses_plans() {
                    slots.extend(lane.slots_of_fact(self.facts, &self.choice, fact));
                }
                slots
            };
            let columns = slots(&self.columns);
            for row in slots(&self.rows) {
                for column in &columns {
                    groups.entry((row, *column)).or_default().push(*id);
                }
            }
        }
        groups
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
                let mut slots = if lane.chooses_plans() {
                    lane.slots_of_fact(self.facts, &self.choice, fact)
                } else {
                    lane.slots_of_scope(self.facts, &self.choice, &fact.scope)
                };
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

    /// The pieces of a slice.
    fn pieces(&self, ids: &[FactId], voice: Voice, stock: bool) -> Vec<Piece> {
        let cascade = self.cascade(ids, voice, stock);
        let mut pieces = pieces(&self.facts.space, &cascade, &self.aims);
        pieces.retain(
            |piece| {
                if stock { self.choice.values(&piece.scope) } else { self.choice.scope(&piece.scope) }
            },
        );
        pieces
    }

    /// The facts of a slice as wholes and parts.
    pub(super) fn cascade(&self, ids: &[FactId], voice: Voice, stock: bool) -> Cascade {
        let said = if stock { standing(self.facts, ids) } else { flowing(self.facts, ids) };
        if voice.is_planned() {
            Cascade::of_plans(self.facts, said)
        } else {
            Cascade::of_all(self.facts, &said)
        }
    }

    /// Where a piece of a slice stands on an axis, the total included.
    fn slots(&self, lane: &Lane, slice: Slot, piece: &Piece, stock: bool) -> Vec<Slot> {
        if lane.slices(stock) {
            return vec![slice];
        }
        let mut slots = lane.slots_of_scope(self.facts, &self.choice, &piece.scope);
        slots.push(Slot::Total);
        slots
    }
}

fn add_to(sums: &mut Sums, place: Place, piece: &Piece) {
    match sums.get_mut(&place) {
        Some(sum) => sum.add(&piece.amount, piece.step, &piece.by, piece.as_of),
        None => {
            let Piece { amount, step, by, as_of, .. } = piece.clone();
            sums.insert(place, Sum { amount, step, by, as_of });
        }
    }
}
