//! Numbers that lie side by side in one whole: which of them can be added, and which are alternatives
//! because they overlap (months and channels, months and weeks).

use super::scope::{Scope, Space, Value};
use crate::config::DimensionId;
use crate::period::{Grain, Period};
use std::collections::{BTreeMap, HashSet};

/// Numbers that hang together by overlapping: the alternative sets of them, each set free of overlaps. A
/// number that overlaps no other is a component by itself with one set.
pub(super) type Component = Vec<Vec<usize>>;

/// Up to this many pairs are simply all looked at.
const FEW_PAIRS: usize = 1 << 14;

/// Splits scopes (none of which lies in another) into components, in the order of their first members.
///
/// Scopes are of one class where they restrict the same dimensions and their periods are of one grain;
/// those are taken to lie side by side. Scopes of different classes that have anything in common hang
/// together. In a component each class, in the order of first members, makes a set together with all
/// others that overlap nothing in it.
pub(super) fn components(space: &Space, scopes: &[&Scope]) -> Vec<Component> {
    let classes = Classes::of(scopes);
    if classes.members.len() < 2 {
        return (0..scopes.len()).map(|at| vec![vec![at]]).collect();
    }
    let mut joined = Joined::new(scopes.len());
    let mut overlaps = HashSet::new();
    for a in 0..classes.members.len() {
        for b in a + 1..classes.members.len() {
            overlapping_pairs(space, scopes, &classes.members[a], &classes.members[b], &mut |x, y| {
                joined.join(x, y);
                overlaps.insert((x, b));
                overlaps.insert((y, a));
            });
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); scopes.len()];
    for at in 0..scopes.len() {
        members[joined.first(at)].push(at);
    }
    let together = members.into_iter().filter(|members| !members.is_empty());
    together.map(|members| alternatives(&classes.class, &overlaps, &members)).collect()
}

/// Scopes by class.
struct Classes {
    /// For each scope its class.
    class: Vec<usize>,
    /// For each class its scopes.
    members: Vec<Vec<usize>>,
}

impl Classes {
    fn of(scopes: &[&Scope]) -> Self {
        let mut keys: Vec<(Vec<DimensionId>, Option<Grain>)> = Vec::new();
        let mut classes = Self { class: Vec::with_capacity(scopes.len()), members: Vec::new() };
        for (at, scope) in scopes.iter().enumerate() {
            let grain = scope.period.map(|period| period.grain);
            let same = |(dimensions, of): &(Vec<DimensionId>, Option<Grain>)| {
                *of == grain && dimensions.iter().eq(scope.values.iter().map(|(dimension, _)| dimension))
            };
            let class = keys.iter().position(same).unwrap_or_else(|| {
                keys.push((scope.values.iter().map(|(dimension, _)| *dimension).collect(), grain));
                classes.members.push(Vec::new());
                keys.len() - 1
            });
            classes.class.push(class);
            classes.members[class].push(at);
        }
        classes
    }
}

/// Calls `found` with every pair of scopes of two classes that overlap.
fn overlapping_pairs(
    space: &Space,
    scopes: &[&Scope],
    a: &[usize],
    b: &[usize],
    found: &mut impl FnMut(usize, usize),
) {
    let mut test = |x: usize, y: usize| {
        if space.overlap(scopes[x], scopes[y]) {
            found(x, y);
        }
    };
    let shared = a.first().zip(b.first()).and_then(|(x, y)| {
        let values = scopes[*x].values.iter().map(|(dimension, _)| *dimension);
        values.into_iter().find(|dimension| scopes[*y].value(*dimension).is_some())
    });
    if a.len().saturating_mul(b.len()) <= FEW_PAIRS {
        a.iter().for_each(|x| b.iter().for_each(|y| test(*x, *y)));
        return;
    }
    let Some(dimension) = shared else {
        overlapping_periods(space, scopes, a, b, found);
        return;
    };
    let (a, b) = (by_value(scopes, dimension, a), by_value(scopes, dimension, b));
    for (value, x) in &a {
        let end = space.node(dimension, *value).map_or(value + 1, |node| node.end);
        at_or_in(&b, *value..end).for_each(|y| test(*x, y));
        for above in space.path(dimension, *value).skip(1) {
            at_or_in(&b, above..above + 1).for_each(|y| test(*x, y));
        }
    }
}

/// The same for classes without a common dimension, where only periods tell scopes apart: there are few of
/// those, and instead of every pair it is enough to join each scope with one of the other class.
fn overlapping_periods(
    space: &Space,
    scopes: &[&Scope],
    a: &[usize],
    b: &[usize],
    found: &mut impl FnMut(usize, usize),
) {
    let (a, b) = (by_period(scopes, a), by_period(scopes, b));
    for same in a.values() {
        for others in b.values() {
            let (Some(x), Some(y)) = (same.first(), others.first()) else { continue };
            if space.overlap(scopes[*x], scopes[*y]) {
                same.iter().for_each(|x| found(*x, *y));
                others.iter().for_each(|y| found(*x, *y));
            }
        }
    }
}

fn by_period(scopes: &[&Scope], of: &[usize]) -> BTreeMap<Option<Period>, Vec<usize>> {
    let mut sorted: BTreeMap<Option<Period>, Vec<usize>> = BTreeMap::new();
    of.iter().for_each(|at| sorted.entry(scopes[*at].period).or_default().push(*at));
    sorted
}

fn by_value(scopes: &[&Scope], dimension: DimensionId, of: &[usize]) -> Vec<(Value, usize)> {
    let mut sorted: Vec<(Value, usize)> =
        of.iter().map(|at| (scopes[*at].value(dimension).unwrap_or_default(), *at)).collect();
    sorted.sort_unstable();
    sorted
}

fn at_or_in(sorted: &[(Value, usize)], range: std::ops::Range<Value>) -> impl Iterator<Item = usize> {
    let from = sorted.partition_point(|(value, _)| *value < range.start);
    sorted[from..].iter().take_while(move |(value, _)| *value < range.end).map(|(_, at)| *at)
}

/// The alternative sets of a component.
fn alternatives(class: &[usize], overlaps: &HashSet<(usize, usize)>, members: &[usize]) -> Component {
    let mut classes: Vec<usize> = Vec::new();
    for at in members {
        if !classes.contains(&class[*at]) {
            classes.push(class[*at]);
        }
    }
    let clash = |a: usize, b: usize| members.iter().any(|at| class[*at] == a && overlaps.contains(&(*at, b)));
    let mut chosen: Vec<Vec<usize>> = Vec::new();
    for seed in &classes {
        let mut set = vec![*seed];
        for other in &classes {
            if other != seed && set.iter().all(|taken| !clash(*taken, *other)) {
                set.push(*other);
            }
        }
        set.sort_unstable();
        if !chosen.contains(&set) {
            chosen.push(set);
        }
    }
    let of = |set: Vec<usize>| members.iter().copied().filter(|at| set.contains(&class[*at])).collect();
    chosen.into_iter().map(of).collect()
}

/// Sets that grow together; each is known by its first member.
pub(super) struct Joined {
    above: Vec<usize>,
}

impl Joined {
    /// Sets of one member each.
    pub(super) fn new(count: usize) -> Self {
        Self { above: (0..count).collect() }
    }

    /// The first member of the set of one.
    pub(super) fn first(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    /// Makes two sets one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.above[a.max(b)] = a.min(b);
    }
}
