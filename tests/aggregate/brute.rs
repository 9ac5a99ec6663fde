//! The definitions once more, slowly and plainly: no index, no memory, whole numbers only, as the manual has it.

use super::scopes::{Scope, hull, inside, known_in, overlap, scope, strictly};
use super::span::{Span, larger, left, missing, sum};
use super::wholes::{Aim, Told, Whole, chosen, together, wholes};
use super::world::{Saying, World};
use planpress::model::StatementKind;

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

/// A part of a sum at one scope.
pub(super) type Piece = (Scope, Span);

impl Brute<'_> {
    fn saying(&self, at: usize) -> &Saying {
        &self.world.sayings[at]
    }

    /// What a plan (or nobody's data) says, scope by scope: the first statement of a scope; of a stock only
    /// the last of each set of values, without its period.
    pub(super) fn said(&self, plan: Option<usize>, of: Of) -> Vec<Told> {
        let mine = |at: &usize| {
            let saying = self.saying(*at);
            (saying.plan, saying.metric, saying.kind) == (plan, of.metric, of.kind)
        };
        let mine: Vec<usize> = self.counts.iter().copied().filter(mine).collect();
        // Later is what ends later; of two that end on one day the shorter.
        let late = |at: usize| scope(self.saying(at)).period.map(|period| (period.end, -period.days()));
        let values = |at: usize| (self.saying(at).region, self.saying(at).channel);
        let mut said: Vec<Told> = Vec::new();
        for at in mine.iter().copied() {
            let mut told = Told {
                scope: scope(self.saying(at)),
                amount: self.saying(at).amount,
                by: vec![at],
                day: None,
            };
            if of.stock {
                if mine.iter().any(|other| values(*other) == values(at) && late(*other) > late(at)) {
                    continue;
                }
                told.day = told.scope.period.map(|period| period.end);
                told.scope.period = None;
            }
            if !said.iter().any(|known| known.scope == told.scope) {
                said.push(told);
            }
        }
        said
    }

    fn plans(&self) -> impl Iterator<Item = usize> {
        0..self.world.plans.len()
    }

    /// What a plan says as wholes that can be added, those taken together in which something from below lies
    /// only together.
    pub(super) fn wholes(&self, plan: Option<usize>, of: Of) -> Vec<Whole> {
        let fiscal = self.world.fiscal;
        let mut own = wholes(&self.said(plan, of), fiscal);
        let below = self.all_below(plan).into_iter();
        let inner: Vec<Whole> = below.flat_map(|below| self.wholes(below, of)).collect();
        let originals: Vec<Scope> = own.iter().map(|whole| whole.scope).collect();
        let mut lumps: Vec<Vec<usize>> = (0..own.len()).map(|at| vec![at]).collect();
        for Whole { scope: inner, said, .. } in inner {
            let met: Vec<usize> = (0..own.len()).filter(|at| overlap(&originals[*at], &inner)).collect();
            let in_one = met.iter().any(|at| self::inside(&inner, &originals[*at]));
            let covers_all = said.is_some() && met.iter().all(|at| self::inside(&originals[*at], &inner));
            let scopes: Vec<Scope> = met.iter().map(|at| originals[*at]).collect();
            if met.len() > 1 && !in_one && !covers_all && inside(&inner, &hull(&scopes, fiscal)) {
                let (touched, rest): (Vec<_>, Vec<_>) =
                    lumps.into_iter().partition(|lump| lump.iter().any(|at| met.contains(at)));
                lumps = rest;
                lumps.push(touched.concat());
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

    /// What lies inside a scope of what plans below say.
    pub(super) fn within(&self, scope: &Scope, plan: Option<usize>, of: Of) -> Vec<(Option<usize>, Whole)> {
        let mut found = Vec::new();
        for below in self.all_below(plan) {
            for inner in self.wholes(below, of) {
                largest(scope, inner, &mut |whole| found.push((below, whole)));
            }
        }
        found.retain(|(by, whole)| {
            !self.covers(&whole.scope, *by, of).iter().any(|cover| inside(cover, scope))
        });
        found
    }

    /// Wider statements of plans below.
    fn covers(&self, scope: &Scope, plan: Option<usize>, of: Of) -> Vec<Scope> {
        let said = self.all_below(plan).into_iter().flat_map(|plan| self.said(plan, of));
        said.map(|told| told.scope).filter(|wider| strictly(scope, wider)).collect()
    }

    /// What the plans below leave of a whole.
    pub(super) fn left(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        if self.within(&whole.scope, plan, of).is_empty() {
            return whole.amount();
        }
        left(&whole.amount(), &self.given(whole, plan, of))
    }

    /// What the plans below take of a whole.
    pub(super) fn given(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        let within = self.within(&whole.scope, plan, of);
        let left: Vec<Span> = within.iter().map(|(by, inner)| self.left(inner, *by, of)).collect();
        sum(&left)
    }

    /// The pieces of all that is meant to be: targets.
    pub(super) fn planned(&self, of: Of, aims: &[Aim]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for plan in self.plans().map(Some).chain([None]) {
            for whole in self.wholes(plan, of) {
                if self.covers(&whole.scope, plan, of).is_empty() {
                    self.cut(&whole, plan, of, aims, &mut pieces);
                }
            }
        }
        pieces
    }

    fn cut(&self, whole: &Whole, plan: Option<usize>, of: Of, aims: &[Aim], pieces: &mut Vec<Piece>) {
        let left = self.left(whole, plan, of);
        if left.is_nothing() && !self.within(&whole.scope, plan, of).is_empty() {
            return;
        }
        let given = |whole: &Whole| self.given(whole, plan, of);
        let bounds = |span: Span| (span.low, span.high);
        let fits =
            |set: &[Whole]| bounds(given(whole)) == bounds(sum(&set.iter().map(given).collect::<Vec<_>>()));
        let Some(set) = chosen(aims, whole, fits) else { return pieces.push((whole.scope, left)) };
        let parts: Vec<Span> = set.iter().map(|part| self.left(part, plan, of)).collect();
        let rest = missing(&left, &sum(&parts));
        if [rest.low, rest.high].iter().flatten().any(|bound| *bound < 0) {
            return pieces.push((whole.scope, left));
        }
        if !rest.is_nothing() {
            pieces.push((whole.scope, rest));
        }
        set.iter().for_each(|part| self.cut(part, plan, of, aims, pieces));
    }

    /// What everybody together says of one reality, as wholes.
    pub(super) fn reality(&self, of: Of) -> Vec<Whole> {
        let of_plans = self.plans().map(|plan| (Some(plan), self.said(Some(plan), of)));
        let all: Vec<(Option<usize>, Vec<Told>)> = of_plans.chain([(None, self.said(None, of))]).collect();
        let mut scopes: Vec<Scope> = Vec::new();
        for told in all.iter().flat_map(|(_, said)| said) {
            if !scopes.contains(&told.scope) {
                scopes.push(told.scope);
            }
        }
        let about = |scope: Scope| {
            let of_scope = |said: &[Told]| said.iter().find(|told| told.scope == scope).cloned();
            let mut voices: Vec<(Option<usize>, Told)> =
                all.iter().filter_map(|(by, said)| Some((*by, of_scope(said)?))).collect();
            self.keep_latest(&mut voices);
            let said =
                |plan: Option<usize>| voices.iter().find(|(by, _)| *by == plan).map(|(_, told)| told.amount);
            let tops = self.plans().filter(|plan| self.world.plans[*plan].above.is_none());
            let plans = add(tops.filter_map(|top| self.agreed(top, &said)));
            let amount = both(plans, said(None)).unwrap();
            Told { scope, amount, by: Vec::new(), day: None }
        };
        wholes(&scopes.into_iter().map(about).collect::<Vec<_>>(), self.world.fiscal)
    }

    /// Of stocks: of a plan and those below it, and of all plans and the data, only who spoke last is heard.
    fn keep_latest(&self, voices: &mut Vec<(Option<usize>, Told)>) {
        let all = voices.clone();
        let related = |a: Option<usize>, b: Option<usize>| {
            a.zip(b).is_none_or(|(a, b)| a == b || self.world.below(a, b) || self.world.below(b, a))
        };
        voices.retain(|(plan, told)| {
            !all.iter().any(|(other, later)| later.day > told.day && related(*plan, *other))
        });
    }

    /// What a plan and those below it say about one scope: the larger of it and their sum.
    fn agreed(&self, plan: usize, said: &dyn Fn(Option<usize>) -> Option<Span>) -> Option<Span> {
        let direct = self.plans().filter(|below| self.world.plans[*below].above == Some(plan));
        both(said(Some(plan)), add(direct.filter_map(|below| self.agreed(below, said))))
    }

    /// The pieces of all that is: actuals, forecasts, figures.
    pub(super) fn real(&self, of: Of, aims: &[Aim]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.reality(of).iter().for_each(|whole| split(whole, aims, &mut pieces));
        pieces
    }

    /// The data of no plan that the plans may count as theirs: inside one of their targets, but not where the
    /// topmost of these plans, or a review of it, reports itself.
    pub(super) fn claimed(&self, of: Of) -> Vec<usize> {
        let of_metric = |at: &usize| self.saying(*at).metric == of.metric;
        let said_by = |plan: usize, kind: StatementKind| -> Vec<Scope> {
            let mine = self.counts.iter().filter(|at| of_metric(at));
            let mine = mine.map(|at| self.saying(*at));
            mine.filter(|saying| saying.plan == Some(plan) && saying.kind == kind).map(scope).collect()
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
        let said = all.map(|at| self.saying(at)).filter(|saying| {
            (saying.metric, saying.kind) == (of.metric, of.kind) && saying.plan.is_some_and(tells)
        });
        said.map(scope).collect()
    }
}

/// The sum of some; nothing of nothing.
fn add(spans: impl Iterator<Item = Span>) -> Option<Span> {
    spans.reduce(|sum, span| sum.plus(&span))
}

/// Of a whole and its parts that say the same thing the larger.
fn both(whole: Option<Span>, parts: Option<Span>) -> Option<Span> {
    match (whole, parts) {
        (Some(whole), Some(parts)) => Some(larger(&whole, &parts)),
        (whole, parts) => whole.or(parts),
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
    let amount = |set: &Vec<Whole>| {
        let inside = set.iter().filter(|part| inside(&part.scope, scope));
        sum(&inside.map(Whole::amount).collect::<Vec<_>>()).middle()
    };
    let most = whole.sets.iter().map(amount).max();
    if let Some(set) = whole.sets.iter().find(|set| Some(amount(set)) == most) {
        set.iter().for_each(|part| largest(scope, part.clone(), found));
    }
}

fn split(whole: &Whole, aims: &[Aim], pieces: &mut Vec<Piece>) {
    let Some(set) = chosen(aims, whole, |_| true) else { return pieces.push((whole.scope, whole.amount())) };
    let parts: Vec<Span> = set.iter().map(Whole::amount).collect();
    let rest = missing(&whole.amount(), &sum(&parts));
    if [rest.low, rest.high].iter().flatten().any(|bound| *bound < 0) {
        return pieces.push((whole.scope, whole.amount()));
    }
    if !rest.is_nothing() {
        pieces.push((whole.scope, rest));
    }
    set.iter().for_each(|part| split(part, aims, pieces));
}
