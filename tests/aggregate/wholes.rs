//! Wholes and parts of the slow implementation, and which parts a query looks at.

use super::scopes::{Class, Scope, cell, class, hull, inside, overlap, region_within, strictly};
use super::span::{NOTHING, Source, Span, larger, sum};
use super::world::REGIONS;
use planpress::period::{Grain, Period};

/// What somebody says about one scope.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) scope: Scope,
    pub(super) amount: Span,
    pub(super) source: Source,
}

/// A statement with its parts; or a whole that nobody stated, with alternatives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    pub(super) scope: Scope,
    pub(super) said: Option<Span>,
    /// Of the statement.
    pub(super) own: Source,
    pub(super) sets: Vec<Vec<Whole>>,
    /// The sets as what lies below leaves them, each with the parts that are given up; nothing where they are as said.
    pub(super) taken: Vec<(Vec<Whole>, Vec<Whole>)>,
}

impl Whole {
    /// The sets as what lies below leaves them.
    pub(super) fn left_sets(&self) -> Vec<Vec<Whole>> {
        match self.taken.as_slice() {
            [] => self.sets.clone(),
            taken => taken.iter().map(|(set, _)| set.clone()).collect(),
        }
    }

    /// What it is about: of some that were taken together each.
    pub(super) fn about(&self) -> Vec<Scope> {
        match self.sets.as_slice() {
            [members] if self.said.is_none() => members.iter().map(|member| member.scope).collect(),
            _ => vec![self.scope],
        }
    }

    /// Takes the parts together in which something of `inner` lies only together, and gives those up that it touches.
    pub(super) fn touched(mut self, inner: &[Whole], fiscal: i8) -> Self {
        let inner: Vec<Whole> = inner.iter().filter(|one| inside(&one.scope, &self.scope)).cloned().collect();
        for set in &mut self.sets {
            *set = set.drain(..).map(|part| part.touched(&inner, fiscal)).collect();
        }
        self.taken = self.sets.iter().map(|set| remaining(set, &inner, fiscal)).collect();
        let is_as_said = |(at, (set, _)): (usize, &(Vec<Whole>, _))| *set == self.sets[at];
        if self.taken.iter().enumerate().all(is_as_said) {
            self.taken.clear();
        }
        self
    }
    /// The statement, or what its parts come to where that is more; else the largest of the sets.
    pub(super) fn amount(&self) -> Span {
        let sets = self.sets.iter().map(|set| sum(set.iter().map(Self::amount).collect::<Vec<_>>().iter()));
        self.said.into_iter().chain(sets).reduce(|whole, parts| larger(&whole, &parts)).unwrap()
    }

    /// What the amount was made from: the statement; the parts, where nobody stated the whole or they come to more.
    pub(super) fn source(&self) -> Source {
        let parts = || self.sets.iter().flatten().map(Self::source).fold(self.own, Source::plus);
        if self.said == Some(self.amount()) { self.own } else { parts() }
    }
}

/// Statements of one plan as wholes that can be added.
pub(super) fn wholes(told: &[Told], fiscal: i8) -> Vec<Whole> {
    let is_top = |told: &&Told, all: &[Told]| !all.iter().any(|other| strictly(&told.scope, &other.scope));
    let tops: Vec<Told> = told.iter().filter(|one| is_top(one, told)).cloned().collect();
    side_by_side(&tops, told, fiscal)
}

fn whole(one: &Told, told: &[Told], fiscal: i8) -> Whole {
    let inner: Vec<Told> = told.iter().filter(|other| strictly(&other.scope, &one.scope)).cloned().collect();
    let direct = |of: &&Told| !inner.iter().any(|between| strictly(&of.scope, &between.scope));
    let parts: Vec<Told> = inner.iter().filter(direct).cloned().collect();
    let parts = side_by_side(&parts, told, fiscal);
    let sets = if parts.is_empty() { Vec::new() } else { vec![parts] };
    Whole { scope: one.scope, said: Some(one.amount), own: one.source, sets, taken: Vec::new() }
}

fn clash(a: &Scope, b: &Scope) -> bool {
    class(a) != class(b) && overlap(a, b)
}

/// Joins what overlaps; each joined lump becomes a whole with alternatives.
fn side_by_side(items: &[Told], told: &[Told], fiscal: i8) -> Vec<Whole> {
    let whole = |members: Vec<Told>| match members.as_slice() {
        [only] => whole(only, told, fiscal),
        members => lumped(members, told, fiscal),
    };
    lumps(items).into_iter().map(whole).collect()
}

/// What hangs together by overlapping, in the order of first members.
fn lumps(items: &[Told]) -> Vec<Vec<Told>> {
    let mut lumps: Vec<Vec<usize>> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let meets = |lump: &Vec<usize>| lump.iter().any(|other| clash(&item.scope, &items[*other].scope));
        let (met, rest): (Vec<_>, Vec<_>) = lumps.into_iter().partition(meets);
        lumps = rest;
        lumps.push([met.concat(), vec![at]].concat());
    }
    lumps.iter_mut().for_each(|lump| lump.sort_unstable());
    lumps.sort_unstable();
    lumps.into_iter().map(|lump| lump.into_iter().map(|at| items[at].clone()).collect()).collect()
}

/// What overlaps, with its alternatives. Of every class its members, with the largest of all else that overlaps none of
/// them; and what is left where a class, or everything with parts, gives way to its parts, if that falls apart.
fn lumped(members: &[Told], told: &[Told], fiscal: i8) -> Whole {
    let mut classes: Vec<Class> = members.iter().map(|member| class(&member.scope)).collect();
    classes.sort_by_key(in_order);
    classes.dedup();
    let in_any = |one: &&Told, of: &[Told]| of.iter().any(|outer| strictly(&one.scope, &outer.scope));
    let largest =
        |all: Vec<Told>| -> Vec<Told> { all.iter().filter(|one| !in_any(one, &all)).cloned().collect() };
    let mut sets: Vec<Vec<Whole>> = Vec::new();
    for seed in &classes {
        let own = members.iter().filter(|member| class(&member.scope) == *seed);
        let own: Vec<Told> = own.cloned().collect();
        let held = |one: &&Told| members.iter().any(|member| inside(&one.scope, &member.scope));
        let free = |one: &&Told| !own.iter().any(|of| overlap(&of.scope, &one.scope));
        let free = largest(told.iter().filter(held).filter(free).cloned().collect());
        let own = own.iter().map(|one| whole(one, told, fiscal));
        sets.push(own.chain(side_by_side(&free, told, fiscal)).collect());
    }
    let has_parts = |member: &&Told| told.iter().any(|one| strictly(&one.scope, &member.scope));
    let mut given_up: Vec<Vec<Told>> = Vec::new();
    for seed in &classes {
        given_up.push(members.iter().filter(|member| class(&member.scope) == *seed).cloned().collect());
    }
    let wholes: Vec<Told> = members.iter().filter(has_parts).cloned().collect();
    if wholes.iter().any(|one| class(&one.scope) != class(&wholes[0].scope)) {
        given_up.push(wholes);
    }
    for given_up in given_up {
        let is_given_up = |one: &&Told| given_up.iter().any(|other| other.scope == one.scope);
        let kept = members.iter().filter(|member| !is_given_up(member));
        let parts = largest(told.iter().filter(|one| in_any(one, &given_up)).cloned().collect());
        let rest = largest(kept.cloned().chain(parts).collect());
        if lumps(&rest).len() > 1 && rest.iter().any(|one| class(&one.scope) != class(&rest[0].scope)) {
            sets.push(side_by_side(&rest, told, fiscal));
        }
    }
    let mut different: Vec<Vec<Whole>> = Vec::new();
    for set in sets {
        let same = |other: &Vec<Whole>| other.len() == set.len() && other.iter().all(|one| set.contains(one));
        if !different.iter().any(same) {
            different.push(set);
        }
    }
    together(different, fiscal)
}

/// The order of classes: few dimensions first, then a region before a channel, then long periods first.
fn in_order((region, channel, grain): &Class) -> (usize, bool, Option<Grain>) {
    (usize::from(*region) + usize::from(*channel), *channel, *grain)
}

/// A whole that nobody stated.
pub(super) fn together(sets: Vec<Vec<Whole>>, fiscal: i8) -> Whole {
    let members = sets.iter().flatten();
    let scopes: Vec<Scope> = members.map(|member| member.scope).collect();
    Whole { scope: hull(&scopes, fiscal), said: None, own: Source::default(), sets, taken: Vec::new() }
}

/// What of a set remains where these lie in its whole, and what is given up.
fn remaining(set: &[Whole], inner: &[Whole], fiscal: i8) -> (Vec<Whole>, Vec<Whole>) {
    let mut groups: Vec<(Vec<usize>, bool)> = (0..set.len()).map(|at| (vec![at], false)).collect();
    let join = |groups: &mut Vec<(Vec<usize>, bool)>, met: &[usize], given_up: bool| {
        let meets = |group: &(Vec<usize>, bool)| group.0.iter().any(|at| met.contains(at));
        let (touched, rest): (Vec<_>, Vec<_>) = groups.drain(..).partition(meets);
        let given_up = given_up || touched.iter().any(|group| group.1);
        let mut all: Vec<usize> = touched.into_iter().flat_map(|group| group.0).collect();
        all.sort_unstable();
        *groups = rest;
        groups.push((all, given_up));
        groups.sort();
    };
    let hull_of = |all: &[usize]| hull(&all.iter().map(|at| set[*at].scope).collect::<Vec<_>>(), fiscal);
    for one in inner {
        let met: Vec<usize> = (0..set.len()).filter(|at| overlap(&set[*at].scope, &one.scope)).collect();
        if !met.is_empty() && !met.iter().any(|at| inside(&one.scope, &set[*at].scope)) {
            let is_inside = met.len() > 1 && inside(&one.scope, &hull_of(&met));
            join(&mut groups, &met, !is_inside);
        }
    }
    while let Some(met) = groups.iter().filter(|(group, _)| group.len() > 1).find_map(|(group, _)| {
        let hull = hull_of(group);
        let more = (0..set.len()).find(|at| !group.contains(at) && overlap(&set[*at].scope, &hull))?;
        Some([group.as_slice(), &[more]].concat())
    }) {
        join(&mut groups, &met, false);
    }
    let (given_up, kept): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, given_up)| *given_up);
    if kept.is_empty() || (kept.len() == 1 && given_up.is_empty()) {
        return (set.to_vec(), Vec::new());
    }
    let whole = |all: Vec<usize>| match all.as_slice() {
        [only] => set[*only].clone(),
        all => together(vec![all.iter().map(|at| set[*at].clone()).collect()], fiscal),
    };
    let given_up = given_up.into_iter().flat_map(|(all, _)| all).map(|at| set[at].clone()).collect();
    (kept.into_iter().map(|(all, _)| whole(all)).collect(), given_up)
}

/// What a query asks of scopes.
#[derive(Clone, Debug)]
pub(super) enum Aim {
    Region,
    Channel,
    /// In a cell of so many months, where years begin in this one.
    Cell(i32, i8),
    AmongRegions(Vec<usize>),
    AmongChannels,
    During(Vec<Period>),
}

/// Filters first, then axes, then depth.
type Score = (usize, usize, usize);

fn score(aims: &[Aim], scope: &Scope) -> Score {
    let answered = |aim: &&Aim| match aim {
        Aim::Region => scope.region.is_some(),
        Aim::Channel => scope.channel.is_some(),
        Aim::Cell(months, fiscal) => {
            scope.period.is_some_and(|period| cell(period, *months, *fiscal).is_some())
        }
        Aim::AmongRegions(regions) => scope.region.is_some_and(|region| {
            regions.iter().any(|asked| region_within(region, *asked))
                || regions.iter().all(|asked| !region_within(*asked, region))
        }),
        Aim::AmongChannels => scope.channel.is_some(),
        Aim::During(periods) => scope.period.is_some_and(|period| {
            periods.iter().any(|asked| asked.contains(&period))
                || periods.iter().all(|asked| !asked.overlaps(&period))
        }),
    };
    let depth = |aim: &Aim| match aim {
        Aim::Region => scope
            .region
            .map_or(0, |region| std::iter::successors(Some(region), |region| REGIONS[*region].1).count()),
        Aim::Channel => usize::from(scope.channel.is_some()),
        _ => 0,
    };
    let is_filter = |aim: &&Aim| matches!(aim, Aim::AmongRegions(_) | Aim::AmongChannels | Aim::During(_));
    let (filters, axes): (Vec<&Aim>, Vec<&Aim>) = aims.iter().partition(is_filter);
    let count = |aims: Vec<&Aim>| aims.into_iter().filter(answered).count();
    (count(filters), count(axes), aims.iter().map(depth).sum())
}

/// The best score that a whole or any part of it has.
fn reach(aims: &[Aim], whole: &Whole) -> Score {
    let own = whole.said.map(|_| score(aims, &whole.scope));
    let parts = whole.sets.iter().flatten().map(|part| reach(aims, part));
    own.into_iter().chain(parts).max().unwrap_or_default()
}

/// The best and the least that any of a set reaches.
fn reached(aims: &[Aim], set: &[Whole]) -> (Option<Score>, Option<Score>) {
    let scores = set.iter().map(|part| reach(aims, part));
    (scores.clone().max(), scores.min())
}

/// How much of a set reaches a score.
fn answering(aims: &[Aim], set: &[Whole], well: Score) -> Span {
    let of = |part: &Whole| match part.said {
        _ if reach(aims, part) < well => NOTHING,
        Some(_) if score(aims, &part.scope) >= well => part.amount(),
        _ => best(aims, part, |_| true).map_or(NOTHING, |set| answering(aims, set, well)),
    };
    sum(&set.iter().map(of).collect::<Vec<_>>())
}

/// The parts that answer most, of those that fit. Of several: those of which more does, then those of which the rest
/// answers more, then the first.
pub(super) fn best<'a>(
    aims: &[Aim],
    whole: &'a Whole,
    fits: impl Fn(&[Whole]) -> bool,
) -> Option<&'a [Whole]> {
    best_of(aims, &whole.sets, fits).map(|at| whole.sets[at].as_slice())
}

/// The position of the best of some sets.
pub(super) fn best_of(aims: &[Aim], sets: &[Vec<Whole>], fits: impl Fn(&[Whole]) -> bool) -> Option<usize> {
    let strength = |set: &[Whole]| {
        let (most, least) = reached(aims, set);
        (most, answering(aims, set, most.unwrap()).middle(), least)
    };
    let mut best: Option<usize> = None;
    for at in (0..sets.len()).filter(|at| fits(&sets[*at])) {
        if best.is_none_or(|best| strength(&sets[at]) > strength(&sets[best])) {
            best = Some(at);
        }
    }
    best
}

/// The parts to which a whole gives way: those that answer more than itself.
pub(super) fn chosen(aims: &[Aim], whole: &Whole, fits: impl Fn(&[Whole]) -> bool) -> Option<Vec<Whole>> {
    let sets = whole.left_sets();
    let set = sets[best_of(aims, &sets, fits)?].clone();
    let better = whole.said.is_none() || reached(aims, &set).0 > Some(score(aims, &whole.scope));
    better.then_some(set)
}
