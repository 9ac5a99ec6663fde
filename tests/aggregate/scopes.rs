//! Scopes of the slow implementation: what lies in what, decided from the definitions alone.

use super::world::{REGIONS, Saying, parsed};
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

/// A lies in B.
pub(super) fn inside(a: &Scope, b: &Scope) -> bool {
    let period = b.period.is_none_or(|outer| a.period.is_some_and(|inner| outer.contains(&inner)));
    let region = b.region.is_none_or(|outer| a.region.is_some_and(|inner| region_within(inner, outer)));
    let channel = b.channel.is_none_or(|outer| a.channel == Some(outer));
    period && region && channel
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

/// The dimensions that a scope restricts, and the grain of its period.
pub(super) fn class(scope: &Scope) -> (bool, bool, Option<Grain>) {
    (scope.region.is_some(), scope.channel.is_some(), scope.period.map(|period| period.grain))
}

pub(super) fn hull(scopes: &[Scope]) -> Scope {
    let days = scopes.iter().map(|scope| scope.period.map(|period| (period.start, period.end)));
    let days = days.reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)))).flatten();
    let above = |region: usize| std::iter::successors(Some(region), |region| REGIONS[*region].1);
    let region = scopes[0].region.and_then(|first| {
        above(first).find(|above| {
            scopes.iter().all(|scope| scope.region.is_some_and(|region| region_within(region, *above)))
        })
    });
    let channel = scopes[0].channel.filter(|first| scopes.iter().all(|scope| scope.channel == Some(*first)));
    Scope { period: days.and_then(|(start, end)| Period::between(start, end, 1)), region, channel }
}

pub(super) fn scope(saying: &Saying) -> Scope {
    Scope { period: saying.period.map(parsed), region: saying.region, channel: saying.channel }
}
