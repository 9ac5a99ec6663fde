//! The definitions once more, slowly and plainly: no index, no memory, whole numbers only, as the manual has it.

use super::scopes::{Scope, class, hull, inside, overlap, region_within, scope, strictly};
use super::world::{REGIONS, World};
use planpress::model::StatementKind;
use planpress::period::{Grain, Period};

/// A statement with its parts; or a whole that nobody stated, with alternatives.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) scope: Scope,
    pub(super) said: Option<i64>,
    pub(super) sets: Vec<Vec<Whole>>,
}

impl Whole {
    /// The statement, or the largest of what the sets of parts come to, whatever is more.
    pub(super) fn amount(&self) -> i64 {
        let sets = self.sets.iter().map(|set| set.iter().map(Self::amount).sum());
        self.said.into_iter().chain(sets).max().unwrap_or(0)
    }
}

/// Statements of one plan as wholes that can be added.
pub(super) fn wholes(said: &[(Scope, i64)]) -> Vec<Whole> {
    let tops = said.iter().filter(|(scope, _)| !said.iter().any(|(other, _)| strictly(scope, other)));
    side_by_side(&tops.copied().collect::<Vec<_>>(), said)
}

fn whole((scope, amount): (Scope, i64), said: &[(Scope, i64)]) -> Whole {
    let inner: Vec<(Scope, i64)> =
        said.iter().filter(|(other, _)| strictly(other, &scope)).copied().collect();
    let direct = |of: &(Scope, i64)| !inner.iter().any(|(between, _)| strictly(&of.0, between));
    let parts: Vec<(Scope, i64)> = inner.iter().filter(|of| direct(of)).copied().collect();
    let parts = side_by_side(&parts, said);
    let sets = if parts.is_empty() { Vec::new() } else { vec![parts] };
    Whole { scope, said: Some(amount), sets }
}

/// Joins what overlaps; each joined lump becomes a whole with alternatives.
fn side_by_side(items: &[(Scope, i64)], said: &[(Scope, i64)]) -> Vec<Whole> {
    let clash = |a: &Scope, b: &Scope| class(a) != class(b) && overlap(a, b);
    let mut lump: Vec<usize> = (0..items.len()).collect();
    for _ in 0..items.len() {
        for a in 0..items.len() {
            for b in 0..items.len() {
                if clash(&items[a].0, &items[b].0) {
                    lump[a] = lump[a].min(lump[b]);
                    lump[b] = lump[a];
                }
            }
        }
    }
    let mut wholes = Vec::new();
    for first in 0..items.len() {
        let members: Vec<(Scope, i64)> =
            (0..items.len()).filter(|at| lump[*at] == first).map(|at| items[at]).collect();
        match members.as_slice() {
            [] => {}
            [only] => wholes.push(whole(*only, said)),
            members => wholes.push(lumped(members, said, &clash)),
        }
    }
    wholes
}

fn lumped(members: &[(Scope, i64)], said: &[(Scope, i64)], clash: &dyn Fn(&Scope, &Scope) -> bool) -> Whole {
    let mut classes = Vec::new();
    for (scope, _) in members {
        if !classes.contains(&class(scope)) {
            classes.push(class(scope));
        }
    }
    let of = |chosen: &[(bool, bool, Option<Grain>)]| -> Vec<(Scope, i64)> {
        members.iter().filter(|(scope, _)| chosen.contains(&class(scope))).copied().collect()
    };
    let mut sets: Vec<Vec<(Scope, i64)>> = Vec::new();
    for seed in &classes {
        let mut chosen = vec![*seed];
        for other in &classes {
            let here = of(&[*other]);
            if !chosen.contains(other) && !of(&chosen).iter().any(|a| here.iter().any(|b| clash(&a.0, &b.0)))
            {
                chosen.push(*other);
            }
        }
        let set = of(&chosen);
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    let scopes: Vec<Scope> = members.iter().map(|(scope, _)| *scope).collect();
    let sets = sets.into_iter().map(|set| set.into_iter().map(|item| whole(item, said)).collect()).collect();
    Whole { scope: hull(&scopes), said: None, sets }
}

/// What somebody says, scope by scope.
type Said = Vec<(Scope, i64)>;

/// What a query asks of scopes.
#[derive(Clone, Debug)]
pub(super) enum Aim {
    Region,
    Channel,
    Cell(Grain),
    AmongRegions(Vec<usize>),
    During(Vec<Period>),
}

/// Filters first, then axes, then depth.
fn score(aims: &[Aim], scope: &Scope) -> (usize, usize, usize) {
    let answered = |aim: &&Aim| match aim {
        Aim::Region => scope.region.is_some(),
        Aim::Channel => scope.channel.is_some(),
        Aim::Cell(grain) => scope.period.is_some_and(|period| period.enclosing(*grain, 1).is_some()),
        Aim::AmongRegions(regions) => scope.region.is_some_and(|region| {
            regions.iter().any(|asked| region_within(region, *asked))
                || regions.iter().all(|asked| !region_within(*asked, region))
        }),
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
    let is_filter = |aim: &&Aim| matches!(aim, Aim::AmongRegions(_) | Aim::During(_));
    let (filters, axes): (Vec<&Aim>, Vec<&Aim>) = aims.iter().partition(is_filter);
    let count = |aims: Vec<&Aim>| aims.into_iter().filter(answered).count();
    (count(filters), count(axes), aims.iter().map(depth).sum())
}

/// The best score that a whole or any part of it has.
fn reach(aims: &[Aim], whole: &Whole) -> (usize, usize, usize) {
    let own = whole.said.map(|_| score(aims, &whole.scope));
    let parts = whole.sets.iter().flatten().map(|part| reach(aims, part));
    own.into_iter().chain(parts).max().unwrap_or_default()
}

/// The parts to which a whole gives way, of those that fit.
fn chosen<'a>(aims: &[Aim], whole: &'a Whole, fits: impl Fn(&[Whole]) -> bool) -> Option<&'a [Whole]> {
    let reached = |set: &[Whole]| {
        let scores = set.iter().map(|part| reach(aims, part));
        (scores.clone().max(), scores.min())
    };
    let mut best: Option<&[Whole]> = None;
    for set in whole.sets.iter().filter(|set| fits(set)) {
        if best.is_none_or(|best| reached(set) > reached(best)) {
            best = Some(set);
        }
    }
    let set = best?;
    let better = whole.said.is_none() || reached(set).0 > Some(score(aims, &whole.scope));
    better.then_some(set)
}

/// A world, some plans of it, and which statements of these count.
pub(super) struct Brute<'a> {
    pub(super) world: &'a World,
    /// The plans that count.
    pub(super) plans: Vec<usize>,
}

impl Brute<'_> {
    pub(super) fn below(&self, plan: usize, above: usize) -> bool {
        let parents = &self.world.parents;
        std::iter::successors(parents[plan], |plan| parents[*plan]).any(|at| at == above)
    }

    fn said(&self, plan: Option<usize>, kind: StatementKind) -> Vec<(Scope, i64)> {
        let mut said: Vec<(Scope, i64)> = Vec::new();
        for saying in self.world.sayings.iter().filter(|saying| saying.plan == plan && saying.kind == kind) {
            let scope = scope(saying);
            if !said.iter().any(|(known, _)| *known == scope) {
                said.push((scope, saying.amount));
            }
        }
        said
    }

    /// What a plan says as wholes that can be added, those taken together in which something from below lies
    /// only together.
    fn wholes(&self, plan: Option<usize>, with_data: bool) -> Vec<Whole> {
        let mut own = wholes(&self.said(plan, StatementKind::Target));
        let below = self.all_below(plan, with_data).into_iter();
        let inner: Vec<Whole> = below.flat_map(|below| self.wholes(below, with_data)).collect();
        let originals: Vec<Scope> = own.iter().map(|whole| whole.scope).collect();
        let mut lumps: Vec<Vec<Scope>> = originals.iter().map(|scope| vec![*scope]).collect();
        for Whole { scope: inner, said, .. } in inner {
            let met: Vec<Scope> = originals.iter().filter(|scope| overlap(scope, &inner)).copied().collect();
            let in_one = met.iter().any(|scope| inside(&inner, scope));
            let covers_all = said.is_some() && met.iter().all(|scope| inside(scope, &inner));
            if met.len() > 1 && !in_one && !covers_all && inside(&inner, &hull(&met)) {
                let (touched, rest): (Vec<_>, Vec<_>) =
                    lumps.into_iter().partition(|lump| lump.iter().any(|scope| met.contains(scope)));
                lumps = rest;
                lumps.push(touched.concat());
            }
        }
        let at = |scope: &Scope| originals.iter().position(|other| other == scope);
        lumps.iter_mut().for_each(|lump| lump.sort_by_key(at));
        lumps.sort_by_key(|lump| at(&lump[0]));
        let mut together = Vec::new();
        for lump in lumps {
            let (members, rest): (Vec<Whole>, Vec<Whole>) =
                own.into_iter().partition(|whole| lump.contains(&whole.scope));
            own = rest;
            together.push(match members.as_slice() {
                [only] => only.clone(),
                _ => Whole { scope: hull(&lump), said: None, sets: vec![members] },
            });
        }
        together
    }

    /// The plans below one, and the data of no plan where everything counts.
    fn all_below(&self, plan: Option<usize>, with_data: bool) -> Vec<Option<usize>> {
        let Some(above) = plan else { return Vec::new() };
        let below = self.plans.iter().filter(|plan| self.below(**plan, above)).map(|plan| Some(*plan));
        below.chain(with_data.then_some(None)).collect()
    }

    /// What lies inside a scope of what plans below say.
    fn within(&self, scope: &Scope, plan: Option<usize>, with_data: bool) -> Vec<(Option<usize>, Whole)> {
        let mut found = Vec::new();
        for below in self.all_below(plan, with_data) {
            for inner in self.wholes(below, with_data) {
                largest(scope, inner, &mut |whole| found.push((below, whole)));
            }
        }
        found.retain(|(of, whole)| {
            !self.covers(&whole.scope, *of, with_data).iter().any(|cover| inside(cover, scope))
        });
        found
    }

    /// Wider statements of plans below.
    fn covers(&self, scope: &Scope, plan: Option<usize>, with_data: bool) -> Vec<Scope> {
        let below = self.all_below(plan, with_data).into_iter();
        let said = below.flat_map(|plan| self.said(plan, StatementKind::Target));
        said.map(|(wider, _)| wider).filter(|wider| strictly(scope, wider)).collect()
    }

    fn left(&self, whole: &Whole, plan: Option<usize>, with_data: bool) -> i64 {
        let within = self.within(&whole.scope, plan, with_data);
        let given: i64 = within.iter().map(|(of, inner)| self.left(inner, *of, with_data)).sum();
        (whole.amount() - given).max(0)
    }

    /// The pieces of all targets.
    pub(super) fn targets(&self, aims: &[Aim], with_data: bool) -> Vec<(Scope, i64)> {
        let mut pieces = Vec::new();
        let speakers = self.plans.iter().map(|plan| Some(*plan)).chain(with_data.then_some(None));
        for plan in speakers {
            for whole in self.wholes(plan, with_data) {
                if self.covers(&whole.scope, plan, with_data).is_empty() {
                    self.cut(&whole, plan, with_data, aims, &mut pieces);
                }
            }
        }
        pieces
    }

    fn cut(
        &self,
        whole: &Whole,
        plan: Option<usize>,
        with_data: bool,
        aims: &[Aim],
        pieces: &mut Vec<(Scope, i64)>,
    ) {
        let within = self.within(&whole.scope, plan, with_data);
        let left = self.left(whole, plan, with_data);
        if left == 0 && !within.is_empty() {
            return;
        }
        let given = |whole: &Whole| -> i64 {
            let within = self.within(&whole.scope, plan, with_data);
            within.iter().map(|(of, inner)| self.left(inner, *of, with_data)).sum()
        };
        let set = chosen(aims, whole, |set| given(whole) == set.iter().map(given).sum::<i64>());
        let Some(set) = set else { return pieces.push((whole.scope, left)) };
        let parts: i64 = set.iter().map(|part| self.left(part, plan, with_data)).sum();
        if parts > left {
            return pieces.push((whole.scope, left));
        }
        if parts < left {
            pieces.push((whole.scope, left - parts));
        }
        set.iter().for_each(|part| self.cut(part, plan, with_data, aims, pieces));
    }

    /// The pieces of all actuals: of the plans that count, and of some data of no plan.
    pub(super) fn actuals(&self, aims: &[Aim], data: &[(Scope, i64)]) -> Vec<(Scope, i64)> {
        let mut scopes: Vec<Scope> = Vec::new();
        let of_plans =
            self.plans.iter().map(|plan| (Some(*plan), self.said(Some(*plan), StatementKind::Actual)));
        let all: Vec<(Option<usize>, Said)> = of_plans.chain([(None, data.to_vec())]).collect();
        // In the order of the statements: plans in pre-order by index, then data.
        for (scope, _) in all.iter().flat_map(|(_, said)| said) {
            if !scopes.contains(scope) {
                scopes.push(*scope);
            }
        }
        let together: Vec<(Scope, i64)> = scopes
            .into_iter()
            .map(|scope| {
                let of = |said: &[(Scope, i64)]| {
                    said.iter().find(|(of, _)| *of == scope).map(|(_, amount)| *amount)
                };
                let by_plan =
                    |plan: usize| all.iter().find(|(of, _)| *of == Some(plan)).and_then(|(_, said)| of(said));
                let plans = self
                    .plans
                    .iter()
                    .filter(|plan| !self.plans.iter().any(|above| self.below(**plan, *above)));
                let sum: i64 = plans.map(|plan| self.agreed(*plan, &by_plan)).sum();
                (scope, sum.max(of(data).unwrap_or(0)))
            })
            .collect();
        let mut pieces = Vec::new();
        for whole in wholes(&together) {
            split(&whole, aims, &mut pieces);
        }
        pieces
    }

    /// What a plan and those below it say about one scope: the larger of it and their sum.
    fn agreed(&self, plan: usize, said: &dyn Fn(usize) -> Option<i64>) -> i64 {
        let direct = |below: &&usize| {
            self.below(**below, plan)
                && !self
                    .plans
                    .iter()
                    .any(|between| self.below(**below, *between) && self.below(*between, plan))
        };
        let below: i64 = self.plans.iter().filter(direct).map(|below| self.agreed(*below, said)).sum();
        said(plan).unwrap_or(0).max(below)
    }

    /// The data of no plan that the plans may count as theirs.
    pub(super) fn claimed(&self) -> Vec<(Scope, i64)> {
        let speaks = |plan: usize| {
            [StatementKind::Target, StatementKind::Actual]
                .iter()
                .any(|kind| !self.said(Some(plan), *kind).is_empty())
        };
        let speakers: Vec<usize> = self.plans.iter().copied().filter(|plan| speaks(*plan)).collect();
        let top = |plan: usize| !speakers.iter().any(|above| self.below(plan, *above));
        let mut claimed: Vec<(Scope, i64)> = self.said(None, StatementKind::Actual);
        claimed.retain(|(scope, _)| {
            speakers.iter().filter(|plan| top(**plan)).any(|top| {
                let reports = self.said(Some(*top), StatementKind::Actual);
                let wanted = speakers
                    .iter()
                    .filter(|plan| *plan == top || self.below(**plan, *top))
                    .flat_map(|plan| self.said(Some(*plan), StatementKind::Target));
                wanted.into_iter().any(|(target, _)| inside(scope, &target))
                    && !reports.iter().any(|(own, _)| inside(scope, own))
            })
        });
        claimed
    }

    /// All data of no plan.
    pub(super) fn data(&self) -> Vec<(Scope, i64)> {
        self.said(None, StatementKind::Actual)
    }
}

/// The largest of a whole and its parts that lie inside a scope.
fn largest(scope: &Scope, whole: Whole, found: &mut dyn FnMut(Whole)) {
    if inside(&whole.scope, scope) {
        return found(whole);
    }
    if !overlap(&whole.scope, scope) {
        return;
    }
    let amount = |set: &Vec<Whole>| -> i64 {
        set.iter().filter(|part| inside(&part.scope, scope)).map(Whole::amount).sum()
    };
    let most = whole.sets.iter().map(amount).max();
    if let Some(set) = whole.sets.iter().find(|set| Some(amount(set)) == most) {
        set.iter().for_each(|part| largest(scope, part.clone(), found));
    }
}

fn split(whole: &Whole, aims: &[Aim], pieces: &mut Vec<(Scope, i64)>) {
    let Some(set) = chosen(aims, whole, |_| true) else { return pieces.push((whole.scope, whole.amount())) };
    let parts: i64 = set.iter().map(Whole::amount).sum();
    if whole.amount() > parts {
        pieces.push((whole.scope, whole.amount() - parts));
    }
    set.iter().for_each(|part| split(part, aims, pieces));
}
