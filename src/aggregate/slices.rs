//! Which facts a query sums together: all of them, or those of each owner, kind, month … where rows or
//! columns are queries of their own.

use super::facts::{FactId, Question};
use super::lane::{Lane, Slot, Slots, Way};
use super::scope::period_inside;
use super::sums::{Asked, Place};
use super::unattached::Unattached;
use super::voice::Voice;
use crate::config::MetricId;
use crate::spread::BuildSpread;
use smallvec::smallvec;
use std::collections::{BTreeMap, HashMap, HashSet};

impl Asked<'_> {
    /// Whether each entry of an axis is a query of its own over the facts that stand there, because entries
    /// overlap in what they say (an owner and the owner of the plan above). Stocks are told apart by time
    /// before anything is added. What is planned of a flow needs no slices by plan: what plans below state depends on
    /// nothing above or beside them, but for data of no plan, which lie below all.
    pub(super) fn is_sliced(&self, lane: &Lane, question: Question) -> bool {
        match lane.way {
            Way::Owner | Way::Attribute => true,
            Way::Plan => {
                let unattached = || Unattached::new(self.facts, question.metric, question.voice).all();
                !question.voice.is_planned()
                    || question.stock
                    || unattached().iter().any(|id| self.choice.fact(*id))
            }
            Way::Cell(_) => question.stock,
            Way::None | Way::Metric | Way::Value(_) => false,
        }
    }

    /// The facts of every slice: of every pair of entries, or the total, on the axes that slice.
    pub(super) fn slices(&self, question: Question) -> BTreeMap<Place, Vec<FactId>> {
        let groups = self.groups(question);
        if !question.stock {
            return groups;
        }
        let mut slices: BTreeMap<Place, Vec<FactId>> = BTreeMap::new();
        for (group, mut ids) in groups {
            ids.retain(|id| self.choice.period(self.facts.fact(*id).scope.period));
            for same in ids.chunk_by(|a, b| self.facts.plan_of(*a) == self.facts.plan_of(*b)) {
                for id in same {
                    for row in self.times(&self.rows, group.0, *id, same) {
                        for column in self.times(&self.columns, group.1, *id, same) {
                            slices.entry((row, column)).or_default().push(*id);
                        }
                    }
                }
            }
        }
        slices
    }

    /// For each slice of a stock's facts that are not split by time: all facts that it is seen in, since those that stand
    /// in cells of time are taken from it, too.
    pub(super) fn not_split_of(
        &self,
        slices: &BTreeMap<Place, Vec<FactId>>,
        question: Question,
    ) -> BTreeMap<Place, Vec<FactId>> {
        let whole = |lane: &Lane, slot: Slot| match (lane.way, slot) {
            (Way::Cell(_), Slot::NotSplit) if question.stock => Slot::Total,
            _ => slot,
        };
        let seen_in = slices.keys().filter_map(|place| {
            let wider = (whole(&self.rows, place.0), whole(&self.columns, place.1));
            Some((*place, slices.get(&wider).filter(|_| wider != *place)?.clone()))
        });
        seen_in.collect()
    }

    /// The slots of a stock's fact on an axis: of time where the axis is time, else the group's. What is split over
    /// time among all that its plan says stands in the cells of its parts, and is nothing beside them.
    fn times(&self, lane: &Lane, group: Slot, id: FactId, same: &[FactId]) -> Slots {
        if !matches!(lane.way, Way::Cell(_)) {
            return smallvec![group];
        }
        let slots_of = |id: FactId| lane.slots_of_fact(self.facts, &self.choice, id);
        let mut slots = slots_of(id);
        if slots.contains(&Slot::NotSplit) {
            let fact = self.facts.fact(id);
            let is_part = |other: &FactId| {
                let part = self.facts.fact(*other);
                part.place == fact.place
                    && part.scope.period != fact.scope.period
                    && period_inside(part.scope.period, fact.scope.period)
                    && !slots_of(*other).contains(&Slot::NotSplit)
            };
            if same.iter().any(is_part) {
                slots.clear();
            }
        }
        slots.push(Slot::Total);
        slots
    }

    /// The facts by what chooses plans: those of plans, and those of no plan where they belong.
    fn groups(&self, question: Question) -> BTreeMap<Place, Vec<FactId>> {
        let Question { metric, voice, stock } = question;
        let sliced =
            [&self.rows, &self.columns].map(|lane| lane.chooses_plans() && self.is_sliced(lane, question));
        let mut groups = self.attached(metric, voice, sliced);
        let unattached = Unattached::new(self.facts, metric, voice);
        if unattached.all().is_empty() {
            return groups;
        }
        let everything = (Slot::Total, Slot::Total);
        if voice.is_planned() || !(self.choice.by_plan || sliced.contains(&true)) {
            return groups;
        }
        for (group, targets) in self.attached(metric, Voice::Target, sliced) {
            if self.choice.by_plan || group != everything {
                let of_plan = |id: &&FactId| self.facts.plan_of(**id).is_some();
                let here = groups.get(&group).map_or(&[][..], Vec::as_slice);
                let own: Vec<FactId> = here.iter().filter(of_plan).copied().collect();
                let mut claimed = unattached.claimed(&targets, &own, stock);
                claimed.retain(|id| self.may_claim(group, *id));
                let named = |id: &&FactId| !of_plan(id) && self.facts.whose(**id).owner.is_some();
                let there: HashSet<FactId> = here.iter().filter(named).copied().collect();
                claimed.retain(|id| !there.contains(id));
                if !claimed.is_empty() {
                    groups.entry(group).or_default().extend(claimed);
                }
            }
        }
        groups
    }

    /// Whether plans in a row and a column may claim data of no plan: those that name an owner are that owner's.
    fn may_claim(&self, group: Place, id: FactId) -> bool {
        let Some(owner) = &self.facts.whose(id).owner else { return true };
        let mut lanes = [(&self.rows, group.0), (&self.columns, group.1)].into_iter();
        let is_owners = |(lane, slot): (&Lane, Slot)| {
            lane.way != Way::Owner || slot == Slot::Total || slot == lane.slot_of_owner(owner)
        };
        self.choice.names_owner_of(id) && lanes.all(is_owners)
    }

    /// The rows and columns of what chooses plans in which data of no plan count because plans claim them.
    pub(super) fn claimed(&self) -> BTreeMap<FactId, Vec<Place>> {
        let mut claimed: BTreeMap<FactId, Vec<Place>> = BTreeMap::new();
        for (metric, voice) in self.facts.unattached.keys() {
            let question = Question { metric: *metric, voice: *voice, stock: self.choice.is_stock(*metric) };
            if voice.is_planned() || self.choice.is_ratio(*metric) {
                continue;
            }
            for (place, ids) in self.groups(question) {
                let of_no_plan = ids.into_iter().filter(|id| self.facts.plan_of(*id).is_none());
                of_no_plan.for_each(|id| claimed.entry(id).or_default().push(place));
            }
        }
        claimed.retain(|id, _| !self.choice.is_nobodys(*id));
        claimed
    }

    /// The facts of plans and those that are nobody's, on the axes that slice by what chooses plans; in the total all of
    /// no plan, too.
    fn attached(&self, metric: MetricId, voice: Voice, sliced: [bool; 2]) -> BTreeMap<Place, Vec<FactId>> {
        let all = self.facts.of_voice(metric, voice).iter();
        // Budgets alone are those of plans.
        let is_told = |id: &&FactId| voice != Voice::Budget || self.facts.plan_of(**id).is_some();
        let left_in = all.filter(|id| is_told(id) && self.choice.fact(**id));
        if sliced == [false, false] {
            let ids: Vec<FactId> = left_in.copied().collect();
            let whole = Some(((Slot::Total, Slot::Total), ids)).filter(|(_, ids)| !ids.is_empty());
            return whole.into_iter().collect();
        }
        // What a plan states without naming an owner stands in the same slots.
        let alike = |a: &FactId, b: &FactId| {
            let (a, b) = (self.facts.whose(*a), self.facts.whose(*b));
            a.plan.is_some() && a.plan == b.plan && a.owner.is_none() && b.owner.is_none()
        };
        let left_in: Vec<FactId> = left_in.copied().collect();
        let mut groups: HashMap<Place, Vec<FactId>, BuildSpread> = HashMap::default();
        for ids in left_in.chunk_by(alike) {
            let Some(first) = ids.first() else { continue };
            let slots = |lane: &Lane, sliced: bool| match sliced {
                true => lane.slots_of_fact(self.facts, &self.choice, *first),
                false => Slots::new(),
            };
            let columns = slots(&self.columns, sliced[1]);
            let rows = slots(&self.rows, sliced[0]);
            for row in [&Slot::Total].into_iter().chain(&rows) {
                for column in [&Slot::Total].into_iter().chain(&columns) {
                    groups.entry((*row, *column)).or_default().extend_from_slice(ids);
                }
            }
        }
        groups.into_iter().collect()
    }
}
