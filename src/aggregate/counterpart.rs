//! What a whole must stand for to be that of a ratio's part: the same places, in no other time. Twenty pieces sold in
//! the north are no share of the market of the country, nor are they of that of a south where nobody has sold any, nor of
//! last year's.

use super::facts::{FactId, Facts};
use super::parts::Parts;
use super::scope::Scope;
use crate::period::Period;
use jiff::civil::Date;

/// What a number tells of.
pub(super) struct Told<'a> {
    facts: &'a Facts,
    /// The numbers of its places (values of dimensions without time), in order.
    places: Vec<u32>,
    /// The smallest place in which all of them lie.
    hull: Scope,
    time: Time,
}

/// When that was.
#[derive(Default)]
struct Time {
    periods: Vec<Period>,
    /// The first and the last day; `None`: at any time.
    days: Option<(Date, Date)>,
}

impl<'a> Told<'a> {
    /// Of what a number was made from. Where it is `lasting`, as that of a stock is, any time will do.
    pub(super) fn by(facts: &'a Facts, parts: &Parts, lasting: bool) -> Self {
        let ids = parts.ids();
        let mut places: Vec<u32> = ids.iter().map(|id| facts.fact(*id).place).collect();
        places.sort_unstable();
        places.dedup();
        let mut hull = facts.space.hull(places.iter().map(|place| &**facts.timeless(*place)));
        // What lies at the only top of a tree has all of it.
        hull.values.retain(|(dimension, value)| !facts.space.is_all(*dimension, *value));
        let time = if lasting { Time::default() } else { Time::of(facts, &ids) };
        Self { facts, places, hull, time }
    }

    /// Whether a fact tells of the same or of a part of it.
    pub(super) fn take_in(&self, id: FactId) -> bool {
        let fact = self.facts.fact(id);
        self.has(fact.place) && fact.scope.period.is_none_or(|period| self.time.meets(&period))
    }

    /// Whether a place lies in all of its places together, and in one of them or around it.
    fn has(&self, place: u32) -> bool {
        let space = &self.facts.space;
        let scope = |place: u32| &**self.facts.timeless(place);
        let meets = |own: &u32| {
            space.values_inside(scope(place), scope(*own)) || space.values_inside(scope(*own), scope(place))
        };
        self.places.binary_search(&place).is_ok()
            || space.values_inside(scope(place), &self.hull) && self.places.iter().any(meets)
    }

    /// Whether both tell of the same: none of anything that the other leaves out.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let has_all = |outer: &Self, inner: &Self| inner.places.iter().all(|place| outer.has(*place));
        let meets_all =
            |outer: &Self, inner: &Self| inner.time.periods.iter().all(|period| outer.time.meets(period));
        let is_same_place = self.places == other.places || has_all(self, other) && has_all(other, self);
        is_same_place && meets_all(self, other) && meets_all(other, self)
    }
}

impl Time {
    fn of(facts: &Facts, ids: &[FactId]) -> Self {
        let mut periods: Vec<Period> = Vec::new();
        let mut days: Option<(Date, Date)> = None;
        for id in ids {
            let Some(period) = facts.fact(*id).scope.period else { return Self::default() };
            // Neighbours are mostly about one time.
            if periods.last() != Some(&period) {
                periods.push(period);
            }
            let (start, end) = days.unwrap_or((period.start, period.end));
            days = Some((start.min(period.start), end.max(period.end)));
        }
        periods.sort_unstable();
        periods.dedup();
        Self { periods, days }
    }

    /// Whether a period has a day of it.
    fn meets(&self, period: &Period) -> bool {
        self.days.is_none_or(|(start, end)| start <= period.end && period.start <= end)
    }
}
