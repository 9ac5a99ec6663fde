//! The definitions once more, slowly and plainly: no index, no memory, whole numbers only, as the manual has it.

mod around;
mod reality;

use super::scopes::{Scope, hull, inside, known_in, overlap, scope};
use super::span::{Source, Span, larger, missing, sum};
use super::wholes::{Aim, Told, Whole, chosen, together, wholes};
use super::world::{Saying, World};
use planpress::model::StatementKind;
use std::collections::BTreeSet;

/// Which statements are added, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Of {
    pub(super) metric: usize,
    pub(super) kind: StatementKind,
    /// Over time the last value counts.
    pub(super) stock: bool,
}

/// A world, and the statements of it that count.
#[derive(Clone)]
pub(super) struct Brute<'a> {
    pub(super) world: &'a World,
    pub(super) counts: Vec<usize>,
}

impl Of {
    /// Whether a saying is one of these; budgets are targets, too.
    pub(super) fn has(self, saying: &Saying) -> bool {
        let kind = if saying.kind == StatementKind::Budget { StatementKind::Target } else { saying.kind };
        (saying.metric, kind) == (self.metric, self.kind)
    }
}

/// A part of a sum at one scope.
pub(super) type Piece = (Scope, Span, Source);

impl Brute<'_> {
    fn saying(&self, at: usize) -> &Saying {
        &self.world.sayings[at]
    }

    /// What a plan (or nobody's data) says, scope by scope; of a stock only the last of each set of values,
    /// without its period, and nothing where plans beside it say something later.
    pub(super) fn said(&self, plan: Option<usize>, of: Of) -> Vec<Told> {
        let mine = |at: &usize| self.saying(*at).plan == plan && of.has(self.saying(*at));
        let mine: Vec<usize> = self.counts.iter().copied().filter(mine).collect();
        // Later is what ends later; of two that end on one day the shorter.
        let late = |at: usize| scope(self.saying(at)).period.map(|period| (period.end, -period.days()));
        let values = |at: usize| (self.saying(at).region, self.saying(at).channel);
        let is_late = |at: usize| {
            of.stock && mine.iter().any(|other| values(*other) == values(at) && late(*other) > late(at))
        };
        let beside = |at: &usize| {
            let apart =
                |by: usize, of: usize| by != of && !self.world.below(by, of) && !self.world.below(of, by);
            of.has(self.saying(*at))
                && self.saying(*at).plan.zip(plan).is_some_and(|(by, plan)| apart(by, plan))
        };
        let beside: Vec<usize> = self.counts.iter().copied().filter(beside).collect();
        let day = |at: usize| scope(self.saying(at)).period.map(|period| period.end);
        let is_overtaken = |at: usize| {
            of.stock && beside.iter().any(|other| values(*other) == values(at) && day(*other) > day(at))
        };
        let about = |at: usize| {
            let scope = scope(self.saying(at));
            if of.stock { Scope { period: None, ..scope } } else { scope }
        };
        let mut by_scope: Vec<(Scope, Vec<usize>)> = Vec::new();
        for at in mine.iter().copied().filter(|at| !is_late(*at) && !is_overtaken(*at)) {
            match by_scope.iter_mut().find(|(scope, _)| *scope == about(at)) {
                Some((_, all)) => all.push(at),
                None => by_scope.push((about(at), vec![at])),
            }
        }
        let told = |(scope, all): (Scope, Vec<usize>)| {
            let (amount, source) = self.own_word(&all, of);
            Told { scope, amount, source }
        };
        by_scope.into_iter().map(told).collect()
    }

    /// What one plan says about one scope: the plan itself, or its budgets together where they come to more.
    fn own_word(&self, all: &[usize], of: Of) -> (Span, Source) {
        let table = |at: &usize| self.saying(*at).table;
        let of_table = |wanted: Option<u32>| {
            let here: Vec<usize> = all.iter().copied().filter(|at| table(at) == wanted).collect();
            self.table_word(&here, of)
        };
        let tables: BTreeSet<u32> = all.iter().filter_map(table).collect();
        let budgets = tables.into_iter().filter_map(|table| of_table(Some(table)));
        let budgets = budgets.reduce(|a, b| (a.0.plus(&b.0), a.1.plus(b.1)));
        of_table(None).into_iter().chain(budgets).reduce(or_more).unwrap()
    }

    /// What one table, or a plan outside its budgets, says: the first statement of the whole, or the items of
    /// a group together where they come to more.
    fn table_word(&self, all: &[usize], of: Of) -> Option<(Span, Source)> {
        let alone = |at: &usize| (self.saying(*at).amount, self.source(*at, of));
        let group = |at: &usize| self.saying(*at).group();
        let whole = all.iter().find(|at| group(at).is_none()).map(alone);
        let mut groups: Vec<u32> = Vec::new();
        for number in all.iter().filter_map(group) {
            groups.extend((!groups.contains(&number)).then_some(number));
        }
        let sums = groups.into_iter().filter_map(|number| {
            let items = all.iter().filter(|at| group(at) == Some(number)).map(alone);
            items.reduce(|a, b| (a.0.plus(&b.0), a.1.plus(b.1)))
        });
        whole.into_iter().chain(sums).reduce(or_more)
    }

    /// A statement as the source of a number; of a stock with its last day.
    pub(super) fn source(&self, at: usize, of: Of) -> Source {
        let period = scope(self.saying(at)).period.filter(|_| of.stock);
        Source { by: 1 << at, days: period.map(|period| (period.end, period.end)) }
    }

    /// Of these statements those of a plan and of all below it.
    pub(super) fn of_plan_and_below(&self, plan: usize) -> Self {
        let is_here =
            |at: &usize| self.saying(*at).plan.is_none_or(|by| by == plan || self.world.below(by, plan));
        Self { world: self.world, counts: self.counts.iter().copied().filter(is_here).collect() }
    }

    fn plans(&self) -> impl Iterator<Item = usize> {
        0..self.world.plans.len()
    }

    /// What a plan says as wholes that can be added.
    pub(super) fn as_said(&self, plan: Option<usize>, of: Of) -> Vec<Whole> {
        let below = self.all_below(plan).into_iter();
        let inner: Vec<Whole> = below.flat_map(|below| self.wholes(below, of)).collect();
        let own = wholes(&self.said(plan, of), self.world.fiscal).into_iter();
        own.map(|whole| whole.touched(&inner, self.world.fiscal)).collect()
    }

    /// What a plan says as wholes that can be added, those taken together in which something from below lies
    /// only together.
    pub(super) fn wholes(&self, plan: Option<usize>, of: Of) -> Vec<Whole> {
        let fiscal = self.world.fiscal;
        let mut own = self.as_said(plan, of);
        let below = self.all_below(plan).into_iter();
        let inner: Vec<Whole> = below.flat_map(|below| self.wholes(below, of)).collect();
        let originals: Vec<Scope> = own.iter().map(|whole| whole.scope).collect();
        let mut lumps: Vec<Vec<usize>> = (0..own.len()).map(|at| vec![at]).collect();
        for Whole { scope: inner, said, .. } in inner {
            let met: Vec<usize> = (0..own.len()).filter(|at| overlap(&originals[*at], &inner)).collect();
            let in_one = met.iter().any(|at| self::inside(&inner, &originals[*at]));
            let holds_all = said.is_some() && met.iter().all(|at| self::inside(&originals[*at], &inner));
            let scopes: Vec<Scope> = met.iter().map(|at| originals[*at]).collect();
            if met.len() > 1 && !in_one && !holds_all && inside(&inner, &hull(&scopes, fiscal)) {
                join(&mut lumps, &met);
            }
        }
        for below in self.all_below(plan) {
            let wider: Vec<Option<Whole>> =
                originals.iter().map(|scope| self.wider(scope, below, of)).collect();
            for one in wider.iter().flatten() {
                let met: Vec<usize> = (0..own.len())
                    .filter(|at| wider[*at].as_ref().is_some_and(|of| of.scope == one.scope))
                    .collect();
                join(&mut lumps, &met);
            }
        }
        lumps.iter_mut().for_each(|lump| lump.sort_unstable());
        lumps.sort_unstable_by_key(|lump| lump[0]);
        let mut own: Vec<Option<Whole>> = own.drain(..).map(Some).collect();
        let mut take =
            |lump: Vec<usize>| -> Vec<Whole> { lump.into_iter().filter_map(|at| own[at].take()).collect() };
        let mut all = Vec::new();
        for lump in lumps {
            let mut members = take(lump);
            all.push(if members.len() == 1 { members.remove(0) } else { together(vec![members], fiscal) });
        }
        all
    }

    /// The plans below one, and the data of no plan, which lie below all.
    fn all_below(&self, plan: Option<usize>) -> Vec<Option<usize>> {
        let Some(above) = plan else { return Vec::new() };
        let below = self.plans().filter(|plan| self.world.below(*plan, above)).map(Some);
        below.chain([None]).collect()
    }

    /// The pieces of all that is meant to be: targets.
    pub(super) fn planned(&self, of: Of, aims: &[Aim]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for plan in self.plans().map(Some).chain([None]) {
            for whole in self.wholes(plan, of) {
                self.cut(&whole, plan, of, aims, &mut pieces);
            }
        }
        pieces
    }

    fn cut(&self, whole: &Whole, plan: Option<usize>, of: Of, aims: &[Aim], pieces: &mut Vec<Piece>) {
        let left = self.left(whole, plan, of);
        if left.is_nothing() && !self.is_free(whole, plan, of) {
            return;
        }
        let given = |whole: &Whole| self.given(whole, plan, of);
        let bounds = |span: Span| (span.low, span.high);
        let below = self.within(whole, plan, of);
        let fits = |set: &[Whole]| {
            let outside =
                below.iter().filter(|(_, inner)| !set.iter().any(|part| overlap(&part.scope, &inner.scope)));
            let outside = outside.map(|(by, inner)| self.left(inner, *by, of));
            let parts = set.iter().map(given);
            let inside = bounds(sum(&parts.clone().collect::<Vec<_>>()));
            let all = bounds(sum(&parts.chain(outside).collect::<Vec<_>>()));
            [inside, all].contains(&bounds(given(whole)))
        };
        let source = whole.source();
        let Some(set) = chosen(aims, whole, fits) else { return pieces.push((whole.scope, left, source)) };
        let parts: Vec<Span> = set.iter().map(|part| self.left(part, plan, of)).collect();
        let rest = missing(&left, &sum(&parts));
        if [rest.low, rest.high].iter().flatten().any(|bound| *bound < 0) {
            return pieces.push((whole.scope, left, source));
        }
        if !rest.is_nothing() {
            pieces.push((whole.scope, rest, source));
        }
        set.iter().for_each(|part| self.cut(part, plan, of, aims, pieces));
    }

    /// The data of no plan that the plans may count as theirs: inside one of their targets, but not where the
    /// topmost of these plans, or a review of it, reports itself.
    pub(super) fn claimed(&self, of: Of) -> Vec<usize> {
        let of_metric = |at: &usize| self.saying(*at).metric == of.metric;
        let said_by = |plan: usize, kind: StatementKind| -> Vec<Scope> {
            let mine = self.counts.iter().filter(|at| of_metric(at));
            let mine = mine.map(|at| self.saying(*at));
            let of = Of { kind, ..of };
            mine.filter(|saying| saying.plan == Some(plan) && of.has(saying)).map(scope).collect()
        };
        let speaks = |plan: &usize| {
            [StatementKind::Target, of.kind].iter().any(|kind| !said_by(*plan, *kind).is_empty())
        };
        let speakers: Vec<usize> = self.plans().filter(speaks).collect();
        let top = |plan: &&usize| !speakers.iter().any(|above| self.world.below(**plan, *above));
        let mut data: Vec<usize> = (0..self.world.sayings.len()).filter(of_metric).collect();
        data.retain(|at| self.saying(*at).plan.is_none() && self.saying(*at).kind == of.kind);
        data.retain(|at| {
            let scope = scope(self.saying(*at));
            speakers.iter().filter(top).any(|top| {
                let mut theirs =
                    speakers.iter().filter(|plan| *plan == top || self.world.below(**plan, *top));
                let wanted = theirs.any(|plan| {
                    said_by(*plan, StatementKind::Target)
                        .iter()
                        .any(|target| known_in(&scope, target, of.stock))
                });
                wanted && !self.reported(*top, of).iter().any(|own| known_in(&scope, own, of.stock))
            })
        });
        data
    }

    /// What a plan and its reviews report on, whoever owns it.
    pub(super) fn reported(&self, plan: usize, of: Of) -> Vec<Scope> {
        let tells = |by: usize| {
            let described = &self.world.plans[by];
            by == plan || (described.reviews && described.above == Some(plan))
        };
        let all = (0..self.world.sayings.len()).filter(|at| self.world.is_heard(*at));
        let said =
            all.map(|at| self.saying(at)).filter(|saying| of.has(saying) && saying.plan.is_some_and(tells));
        said.map(scope).collect()
    }
}

/// Makes one of all lumps that have one of these.
fn join(lumps: &mut Vec<Vec<usize>>, met: &[usize]) {
    let (touched, rest): (Vec<_>, Vec<_>) =
        std::mem::take(lumps).into_iter().partition(|lump| lump.iter().any(|at| met.contains(at)));
    *lumps = rest;
    lumps.push(touched.concat());
}

/// An amount with what it was made from.
type Sourced = (Span, Source);

/// The sum of some; nothing of nothing.
fn add(spans: impl Iterator<Item = Sourced>) -> Option<Sourced> {
    spans.reduce(|a, b| (a.0.plus(&b.0), a.1.plus(b.1)))
}

/// Of a whole and its parts that say the same thing the larger.
fn both(whole: Option<Sourced>, parts: Option<Sourced>) -> Option<Sourced> {
    let (Some(whole), Some(parts)) = (whole, parts) else { return whole.or(parts) };
    let amount = larger(&whole.0, &parts.0);
    let source = if amount == parts.0 { parts.1 } else { whole.1.plus(parts.1) };
    Some((amount, source))
}

/// What was said first; where the other comes to more, with that.
fn or_more(first: Sourced, other: Sourced) -> Sourced {
    let amount = larger(&first.0, &other.0);
    let source = if amount == first.0 { first.1 } else { first.1.plus(other.1) };
    (amount, source)
}

fn split(whole: &Whole, aims: &[Aim], pieces: &mut Vec<Piece>) {
    let source = whole.source();
    let Some(set) = chosen(aims, whole, |_| true) else {
        return pieces.push((whole.scope, whole.amount(), source));
    };
    let parts: Vec<Span> = set.iter().map(Whole::amount).collect();
    let rest = missing(&whole.amount(), &sum(&parts));
    if [rest.low, rest.high].iter().flatten().any(|bound| *bound < 0) {
        return pieces.push((whole.scope, whole.amount(), source));
    }
    if !rest.is_nothing() {
        pieces.push((whole.scope, rest, source));
    }
    set.iter().for_each(|part| split(part, aims, pieces));
}
