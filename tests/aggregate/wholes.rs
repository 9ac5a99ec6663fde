//! Wholes and parts of the slow implementation, and which parts a query looks at.

use super::scopes::{Scope, cell, class, hull, overlap, region_within, strictly};
use super::span::{Source, Span, larger, sum};
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
}

impl Whole {
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
    Whole { scope: one.scope, said: Some(one.amount), own: one.source, sets }
}

fn clash(a: &Scope, b: &Scope) -> bool {
    class(a) != class(b) && overlap(a, b)
}

/// Joins what overlaps; each joined lump becomes a whole with alternatives.
fn side_by_side(items: &[Told], told: &[Told], fiscal: i8) -> Vec<Whole> {
    let mut lump: Vec<usize> = (0..items.len()).collect();
    for _ in 0..items.len() {
        for a in 0..items.len() {
            for b in 0..items.len() {
                if clash(&items[a].scope, &items[b].scope) {
                    lump[a] = lump[a].min(lump[b]);
                    lump[b] = lump[a];
                }
            }
        }
    }
    let mut wholes = Vec::new();
    for first in 0..items.len() {
        let members: Vec<Told> =
            (0..items.len()).filter(|at| lump[*at] == first).map(|at| items[at].clone()).collect();
        match members.as_slice() {
            [] => {}
            [only] => wholes.push(whole(only, told, fiscal)),
            members => wholes.push(lumped(members, told, fiscal)),
        }
    }
    wholes
}

fn lumped(members: &[Told], told: &[Told], fiscal: i8) -> Whole {
    let mut classes = Vec::new();
    for member in members {
        if !classes.contains(&class(&member.scope)) {
            classes.push(class(&member.scope));
        }
    }
    let of = |chosen: &[(bool, bool, Option<Grain>)]| -> Vec<usize> {
        (0..members.len()).filter(|at| chosen.contains(&class(&members[*at].scope))).collect()
    };
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for seed in &classes {
        let mut chosen = vec![*seed];
        for other in &classes {
            let (taken, here) = (of(&chosen), of(&[*other]));
            let clash = |a: &usize| here.iter().any(|b| clash(&members[*a].scope, &members[*b].scope));
            if !chosen.contains(other) && !taken.iter().any(clash) {
                chosen.push(*other);
            }
        }
        let set = of(&chosen);
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let set = |set: Vec<usize>| set.into_iter().map(|at| whole(&members[at], told, fiscal)).collect();
    together(sets.into_iter().map(set).collect(), fiscal)
}

/// A whole that nobody stated.
pub(super) fn together(sets: Vec<Vec<Whole>>, fiscal: i8) -> Whole {
    let members = sets.iter().flatten();
    let scopes: Vec<Scope> = members.map(|member| member.scope).collect();
    Whole { scope: hull(&scopes, fiscal), said: None, own: Source::default(), sets }
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

fn reached(aims: &[Aim], set: &[Whole]) -> (Option<Score>, Option<Score>) {
    let scores = set.iter().map(|part| reach(aims, part));
    (scores.clone().max(), scores.min())
}

/// The parts that answer most, of those that fit; the first of several.
pub(super) fn best<'a>(
    aims: &[Aim],
    whole: &'a Whole,
    fits: impl Fn(&[Whole]) -> bool,
) -> Option<&'a [Whole]> {
    let mut best: Option<&[Whole]> = None;
    for set in whole.sets.iter().filter(|set| fits(set)) {
        if best.is_none_or(|best| reached(aims, set) > reached(aims, best)) {
            best = Some(set);
        }
    }
    best
}

/// The parts to which a whole gives way: those that answer more than itself.
pub(super) fn chosen<'a>(
    aims: &[Aim],
    whole: &'a Whole,
    fits: impl Fn(&[Whole]) -> bool,
) -> Option<&'a [Whole]> {
    let set = best(aims, whole, fits)?;
    let better = whole.said.is_none() || reached(aims, set).0 > Some(score(aims, &whole.scope));
    better.then_some(set)
}
