//! Numbers that lie side by side in one whole: which of them can be added, and which are alternatives
//! because they overlap (months and channels, months and weeks).

use super::containers::smallest_containers;
use super::scope::{Scope, Space, Value};
use crate::config::DimensionId;
use crate::period::{Grain, Period};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Numbers that hang together by overlapping. Statements are told by their positions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Component {
    /// A statement that overlaps no other.
    Only(usize),
    /// The alternatives: sets of what can be added.
    Sets(Vec<Vec<Component>>),
}

/// Up to this many pairs are simply all looked at.
const FEW_PAIRS: usize = 1 << 14;

/// So often what completes a set may itself hold alternatives: what many classes state crosswise, each of a piece,
/// must not be gone through in every order.
const DEEPEST: usize = 4;

/// Statements that lie in one another.
pub(super) struct Laid<'a> {
    pub(super) space: &'a Space,
    /// Their scopes, which all differ.
    pub(super) scopes: &'a [&'a Scope],
    /// For each of them those that lie directly in it.
    pub(super) inside: &'a [Vec<usize>],
}

impl Laid<'_> {
    /// Splits statements, none of which lies in another, into components, in the order of their first members.
    ///
    /// Statements are of one class where they restrict the same dimensions and their periods are of one grain;
    /// those are taken to lie side by side. Statements of different classes that have anything in common hang
    /// together. A component has these sets:
    /// - of each class all its members, with the largest of all else that it holds, parts of parts too, that overlap
    ///   none of them;
    /// - what is left where a class, or all that has parts, gives way to its parts, if that falls apart: what one
    ///   statement ties together is not to be given up for it.
    ///
    /// Where members of a set overlap they are alternatives in their turn. Nothing of this depends on the order of the
    /// statements but the order of what is found.
    pub(super) fn side_by_side(&self, of: &[usize]) -> Vec<Component> {
        self.components(of, 0)
    }

    fn components(&self, of: &[usize], depth: usize) -> Vec<Component> {
        if of.len() < 2 {
            return of.iter().copied().map(Component::Only).collect();
        }
        let together = self.together(of);
        together.lumps.iter().map(|members| self.component(&together, members, depth)).collect()
    }

    /// Which statements hang together.
    fn together<'o>(&self, of: &'o [usize]) -> Together<'o> {
        let scopes = self.scopes_of(of);
        let classes = Classes::of(&scopes);
        let mut joined = Joined::new(of.len());
        let mut overlaps = HashSet::new();
        for (b, second) in classes.members.iter().enumerate() {
            for (a, first) in classes.members[..b].iter().enumerate() {
                overlapping_pairs(self.space, &scopes, first, second, &mut |x, y| {
                    joined.join(x, y);
                    overlaps.insert((x, b));
                    overlaps.insert((y, a));
                });
            }
        }
        Together { of, classes, overlaps, lumps: joined.sets() }
    }

    fn component(&self, together: &Together<'_>, members: &[usize], depth: usize) -> Component {
        if let [only] = members {
            return Component::Only(together.of[*only]);
        }
        let mut sets: Vec<Vec<Component>> = Vec::new();
        let mut add = |mut set: Vec<Component>| {
            set.sort_unstable();
            if !sets.contains(&set) {
                sets.push(set);
            }
        };
        let classes: BTreeSet<usize> = members.iter().map(|at| together.classes.class[*at]).collect();
        for class in &classes {
            let [own, clashing, free] = together.around(members, *class);
            let mut set = match depth < DEEPEST {
                true => self.components(&self.largest_free(&own, clashing, free), depth + 1),
                false => Vec::new(),
            };
            set.extend(own.into_iter().map(Component::Only));
            add(set);
        }
        let class = |at: &usize| together.classes.class[*at];
        let has_parts = |at: &usize| !self.inside[together.of[*at]].is_empty();
        let one_by_one =
            classes.iter().map(|one| members.iter().copied().filter(|at| class(at) == *one).collect());
        let wholes: Vec<usize> = members.iter().copied().filter(has_parts).collect();
        let at_once = Some(wholes).filter(|all| all.iter().any(|at| class(at) != class(&all[0])));
        for given_up in one_by_one.chain(at_once).filter(|_| depth < DEEPEST) {
            let rest = self.without(together, members, &given_up);
            let apart = self.together(&rest);
            if apart.lumps.len() > 1 && apart.classes.members.len() > 1 {
                add(apart.lumps.iter().map(|members| self.component(&apart, members, depth + 1)).collect());
            }
        }
        Component::Sets(sets)
    }

    /// What is left of some members without others of them, in order: these give way to their parts.
    fn without(&self, together: &Together<'_>, members: &[usize], given_up: &[usize]) -> Vec<usize> {
        let kept = members.iter().filter(|at| given_up.binary_search(at).is_err()).map(|at| together.of[*at]);
        let parts: BTreeSet<usize> =
            given_up.iter().flat_map(|at| &self.inside[together.of[*at]]).copied().collect();
        match parts.is_empty() {
            true => kept.collect(),
            false => self.largest(kept.chain(parts.iter().copied()).collect()),
        }
    }

    /// The largest statements that overlap none of a set: some that are known to, and what lies in others that do.
    fn largest_free(&self, set: &[usize], clashing: Vec<usize>, mut free: Vec<usize>) -> Vec<usize> {
        let known = free.len();
        let mut seen = HashSet::new();
        let mut waiting = clashing;
        loop {
            let parts = waiting.iter().flat_map(|at| &self.inside[*at]);
            let parts: Vec<usize> = parts.copied().filter(|part| seen.insert(*part)).collect();
            if parts.is_empty() {
                break;
            }
            let clashes = self.overlapping(set, &parts);
            let (clashing, more): (Vec<_>, Vec<_>) = parts.into_iter().partition(|at| clashes.contains(at));
            free.extend(more);
            waiting = clashing;
        }
        if free.len() > known { self.largest(free) } else { free }
    }

    /// Those of some statements that lie in none of the others.
    fn largest(&self, mut of: Vec<usize>) -> Vec<usize> {
        let containers = smallest_containers(self.space, &self.scopes_of(&of));
        let mut is_in_none = containers.iter().map(Vec::is_empty);
        of.retain(|_| is_in_none.next().unwrap_or(true));
        of
    }

    /// Those of some statements that overlap any of a set.
    fn overlapping(&self, set: &[usize], of: &[usize]) -> HashSet<usize> {
        let both = [set, of].concat();
        let scopes = self.scopes_of(&both);
        let (in_set, others) = scopes.split_at(set.len());
        let others = Classes::of(others).members;
        let mut found = HashSet::new();
        for class in Classes::of(in_set).members {
            for others in &others {
                let others: Vec<usize> = others.iter().map(|at| at + set.len()).collect();
                overlapping_pairs(self.space, &scopes, &class, &others, &mut |_, at| {
                    found.insert(both[at]);
                });
            }
        }
        found
    }

    fn scopes_of(&self, of: &[usize]) -> Vec<&Scope> {
        of.iter().map(|at| self.scopes[*at]).collect()
    }
}

/// The dimensions that scopes restrict, and the grain of their periods.
type Class = (Vec<DimensionId>, Option<Grain>);

/// Which of some statements hang together by overlapping.
struct Together<'o> {
    of: &'o [usize],
    /// Their classes. Here and below they are told by their positions in `of`.
    classes: Classes,
    /// Which of them overlaps any of which class.
    overlaps: HashSet<(usize, usize)>,
    /// Those that hang together, in the order of their first members.
    lumps: Vec<Vec<usize>>,
}

impl Together<'_> {
    /// Of some that hang together those of a class, those that overlap any of these, and the others.
    fn around(&self, members: &[usize], class: usize) -> [Vec<usize>; 3] {
        let mut around = [const { Vec::new() }; 3];
        for at in members {
            let kind = match () {
                () if self.classes.class[*at] == class => 0,
                () if self.overlaps.contains(&(*at, class)) => 1,
                () => 2,
            };
            around[kind].push(self.of[*at]);
        }
        around
    }
}

/// Scopes by class.
struct Classes {
    /// For each scope its class.
    class: Vec<usize>,
    /// For each class its scopes.
    members: Vec<Vec<usize>>,
}

impl Classes {
    /// Classes that restrict fewer dimensions come first, then those of longer periods.
    fn of(scopes: &[&Scope]) -> Self {
        let mut keys: Vec<Class> = Vec::new();
        let mut class: Vec<usize> = Vec::with_capacity(scopes.len());
        for scope in scopes {
            let grain = scope.period.map(|period| period.grain);
            let same = |(dimensions, of): &Class| {
                *of == grain && dimensions.iter().eq(scope.values.iter().map(|(dimension, _)| dimension))
            };
            class.push(keys.iter().position(same).unwrap_or_else(|| {
                keys.push((scope.values.iter().map(|(dimension, _)| *dimension).collect(), grain));
                keys.len() - 1
            }));
        }
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|at| (keys[*at].0.len(), &keys[*at]));
        let mut rank = vec![0; keys.len()];
        order.iter().enumerate().for_each(|(at, key)| rank[*key] = at);
        let mut members = vec![Vec::new(); keys.len()];
        for (at, class) in class.iter_mut().enumerate() {
            *class = rank[*class];
            members[*class].push(at);
        }
        Self { class, members }
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

    /// All sets, in the order of their first members.
    pub(super) fn sets(&mut self) -> Vec<Vec<usize>> {
        let mut sets = vec![Vec::new(); self.above.len()];
        (0..sets.len()).for_each(|at| sets[self.first(at)].push(at));
        sets.retain(|set| !set.is_empty());
        sets
    }

    /// Makes two sets one.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.above[a.max(b)] = a.min(b);
    }
}
