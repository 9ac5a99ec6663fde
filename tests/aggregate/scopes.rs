//! Scopes of the slow implementation: what lies in what, decided from the definitions alone.

use super::world::{REGIONS, Saying, parsed};
use jiff::civil::{Date, date};
use planpress::period::{Grain, Period};

/// What something is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scope {
    pub(super) period: Option<Period>,
    pub(super) region: Option<usize>,
    pub(super) channel: Option<usize>,
}

pub(super) fn region_within(region: usize, above: usize) -> bool {
    region == above || REGIONS[region].1.is_some_and(|parent| region_within(parent, above))
}

impl Scope {
    /// With the values of another one where it names none.
    pub(super) fn named_of(self, other: &Self) -> Self {
        Self { region: self.region.or(other.region), channel: self.channel.or(other.channel), ..self }
    }
}

/// A lies in B.
pub(super) fn inside(a: &Scope, b: &Scope) -> bool {
    let period = b.period.is_none_or(|outer| a.period.is_some_and(|inner| outer.contains(&inner)));
    period && values_inside(a, b)
}

/// The values of A lie in those of B.
pub(super) fn values_inside(a: &Scope, b: &Scope) -> bool {
    let region = b.region.is_none_or(|outer| a.region.is_some_and(|inner| region_within(inner, outer)));
    let channel = b.channel.is_none_or(|outer| a.channel == Some(outer));
    region && channel
}

/// A is known where B is asked for; of a stock also what held before the end of B's period.
pub(super) fn known_in(a: &Scope, b: &Scope, stock: bool) -> bool {
    let ended = || b.period.is_none_or(|outer| a.period.is_some_and(|inner| inner.end <= outer.end));
    if stock { values_inside(a, b) && ended() } else { inside(a, b) }
}

pub(super) fn strictly(a: &Scope, b: &Scope) -> bool {
    a != b && inside(a, b)
}

/// Both have something in common.
pub(super) fn overlap(a: &Scope, b: &Scope) -> bool {
    let period = a.period.zip(b.period).is_none_or(|(a, b)| a.overlaps(&b));
    let region = a.region.zip(b.region).is_none_or(|(a, b)| region_within(a, b) || region_within(b, a));
    let channel = a.channel.zip(b.channel).is_none_or(|(a, b)| a == b);
    period && region && channel
}

/// Whether a scope restricts the region and the channel, and the grain of its period.
pub(super) type Class = (bool, bool, Option<Grain>);

pub(super) fn class(scope: &Scope) -> Class {
    (scope.region.is_some(), scope.channel.is_some(), scope.period.map(|period| period.grain))
}

pub(super) fn hull(scopes: &[Scope], fiscal: i8) -> Scope {
    let days = scopes.iter().map(|scope| scope.period.map(|period| (period.start, period.end)));
    let days = days.reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)))).flatten();
    let above = |region: usize| std::iter::successors(Some(region), |region| REGIONS[*region].1);
    let region = scopes[0].region.and_then(|first| {
        above(first).find(|above| {
            scopes.iter().all(|scope| scope.region.is_some_and(|region| region_within(region, *above)))
        })
    });
    let channel = scopes[0].channel.filter(|first| scopes.iter().all(|scope| scope.channel == Some(*first)));
    let period = days.and_then(|(start, end)| Period::between(start, end, fiscal));
    Scope { period, region, channel }
}

pub(super) fn scope(saying: &Saying) -> Scope {
    Scope { period: saying.period.map(parsed), region: saying.region, channel: saying.channel }
}

/// The cell of so many months in which a period lies, where years begin in the month `first`.
pub(super) fn cell(period: Period, months: i32, first: i8) -> Option<Period> {
    let day = |months: i32| -> Date {
        date(
            i16::try_from(months.div_euclid(12)).unwrap(),
            i8::try_from(months.rem_euclid(12)).unwrap() + 1,
            1,
        )
    };
    let begin = 2024 * 12 + i32::from(first) - 1;
    let starts = (0..60).map(|number| begin + number * months);
    let mut cells =
        starts.filter_map(|start| Period::between(day(start), day(start + months).yesterday().ok()?, first));
    cells.find(|cell| cell.contains(&period))
}
