//! What is: actuals, forecasts, figures, of which everybody together tells.

use super::super::scopes::{Scope, inside, overlap};
use super::super::wholes::{Aim, Told, Whole, wholes};
use super::super::world::REGIONS;
use super::{Brute, Of, Piece, Sourced, add, both, split};
use planpress::model::StatementKind;
use std::cmp::Reverse;

/// How many values a scope names, how deep these lie, and how few days it has.
fn narrowness(scope: &Scope) -> (usize, usize, Reverse<i64>) {
    let depth = |region: usize| std::iter::successors(Some(region), |region| REGIONS[*region].1).count();
    let named = usize::from(scope.region.is_some()) + usize::from(scope.channel.is_some());
    let depths = scope.region.map_or(0, depth) + usize::from(scope.channel.is_some());
    (named, depths, Reverse(scope.period.map_or(i64::MAX, |period| period.days())))
}

impl Brute<'_> {
    /// What is, as everybody says, as wholes: what is one reality together, all that is quoted being one.
    pub(in crate::aggregate) fn reality(&self, of: Of) -> Vec<Whole> {
        let of_plans = self.plans().map(|plan| (Some(plan), self.said(Some(plan), of)));
        let all: Vec<(Option<usize>, Vec<Told>)> = of_plans.chain([(None, self.said(None, of))]).collect();
        match of.kind {
            StatementKind::Figure => self.one_reality(&all, of),
            _ => self.apart(&all).iter().flat_map(|all| self.one_reality(all, of)).collect(),
        }
    }

    /// The plan for which one speaks: that which it reviews, else itself.
    fn speaks_for(&self, plan: usize) -> usize {
        let described = &self.world.plans[plan];
        described.above.filter(|_| described.reviews).map_or(plan, |above| self.speaks_for(above))
    }

    /// What all say, told apart into realities: plans and those above them whose scopes meet are of one, and data with
    /// what they lie in, or with all that they meet.
    fn apart(&self, all: &[(Option<usize>, Vec<Told>)]) -> Vec<Vec<(Option<usize>, Vec<Told>)>> {
        let mut reporters: Vec<(usize, Vec<Scope>)> = Vec::new();
        for (plan, said) in all {
            let Some(plan) = plan.map(|plan| self.speaks_for(plan)) else { continue };
            let scopes = said.iter().map(|told| told.scope);
            match reporters.iter_mut().find(|(of, _)| *of == plan) {
                Some((_, all)) => all.extend(scopes),
                None => reporters.push((plan, scopes.collect())),
            }
        }
        let any = |a: &[Scope], b: &[Scope]| a.iter().any(|a| b.iter().any(|b| overlap(a, b)));
        let data: Vec<Scope> = all
            .iter()
            .filter(|(plan, _)| plan.is_none())
            .flat_map(|(_, said)| said.iter().map(|told| told.scope))
            .collect();
        let depth = |plan: usize| std::iter::successors(Some(plan), |at| self.world.plans[*at].above).count();
        let home = |scope: &Scope| {
            let around = reporters.iter().flat_map(|(plan, all)| all.iter().map(move |outer| (*plan, outer)));
            let around = around.filter(|(_, outer)| inside(scope, outer));
            let rank = |(plan, outer): &(usize, &Scope)| {
                (narrowness(outer), depth(*plan), Reverse(self.world.preorder(*plan)))
            };
            around.max_by_key(rank).map(|(plan, _)| plan)
        };
        let free: Vec<Scope> = data.iter().copied().filter(|scope| home(scope).is_none()).collect();
        // Every plan by itself, and the data; then what is one, over and over.
        let mut groups: Vec<Vec<Option<usize>>> =
            reporters.iter().map(|(plan, _)| vec![Some(*plan)]).chain([vec![None]]).collect();
        let mut one = |a: Option<usize>, b: Option<usize>| {
            let (met, mut rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut groups).into_iter().partition(|of| of.contains(&a) || of.contains(&b));
            rest.push(met.concat());
            groups = rest;
        };
        for (plan, scopes) in &reporters {
            for (above, others) in &reporters {
                if self.world.below(*plan, *above) && any(scopes, others) {
                    one(Some(*plan), Some(*above));
                }
            }
            if any(scopes, &free) {
                one(Some(*plan), None);
            }
        }
        let of_group = |group: &Vec<Option<usize>>| {
            all.iter()
                .map(|(plan, said)| {
                    let mut said = said.clone();
                    said.retain(|told| {
                        let by = plan.map_or_else(|| home(&told.scope), |plan| Some(self.speaks_for(plan)));
                        group.contains(&by)
                    });
                    (*plan, said)
                })
                .collect()
        };
        groups.iter().map(of_group).collect()
    }

    fn one_reality(&self, all: &[(Option<usize>, Vec<Told>)], of: Of) -> Vec<Whole> {
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
            // Reviews speak for the plan that they review.
            voices.sort_by_key(|(by, _)| (by.is_none(), by.map(|plan| self.world.preorder(plan))));
            if of.kind != StatementKind::Figure {
                voices.iter_mut().for_each(|(by, _)| *by = by.map(|plan| self.speaks_for(plan)));
            }
            self.keep_latest(&mut voices, of);
            let (amount, source) = match of.kind {
                StatementKind::Figure => self.quoted(voices),
                _ => self.added(&voices),
            }
            .unwrap();
            Told { scope, amount, source }
        };
        wholes(&scopes.into_iter().map(about).collect::<Vec<_>>(), self.world.fiscal)
    }

    /// What all say of one scope, those beside one another added, reviews of one plan not, and the data.
    fn added(&self, voices: &[(Option<usize>, Told)]) -> Option<Sourced> {
        let said = |plan: Option<usize>| {
            let told = voices.iter().filter(|(by, _)| *by == plan);
            let told = told.map(|(_, told)| (told.amount, told.source));
            told.reduce(|first, other| both(Some(other), Some(first)).unwrap())
        };
        let tops = self.plans().filter(|plan| self.world.plans[*plan].above.is_none());
        both(add(tops.filter_map(|top| self.agreed(top, &said))), said(None))
    }

    /// Of stocks: of a plan and those below it, and of all plans and the data, only who spoke last is heard; of what is quoted, of all.
    fn keep_latest(&self, voices: &mut Vec<(Option<usize>, Told)>, of: Of) {
        let all = voices.clone();
        let related = |a: Option<usize>, b: Option<usize>| {
            of.kind == StatementKind::Figure
                || a.zip(b).is_none_or(|(a, b)| a == b || self.world.below(a, b) || self.world.below(b, a))
        };
        voices.retain(|(plan, told)| {
            let last = |told: &Told| told.source.days.map(|(_, last)| last);
            !all.iter().any(|(other, later)| last(later) > last(told) && related(*plan, *other))
        });
    }

    /// What a plan and those below it say about one scope: the larger of it and their sum.
    fn agreed(&self, plan: usize, said: &dyn Fn(Option<usize>) -> Option<Sourced>) -> Option<Sourced> {
        let direct = self.plans().filter(|below| self.world.plans[*below].above == Some(plan));
        both(said(Some(plan)), add(direct.filter_map(|below| self.agreed(below, said))))
    }

    /// The pieces of all that is: actuals, forecasts, figures.
    pub(in crate::aggregate) fn real(&self, of: Of, aims: &[Aim]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.reality(of).iter().for_each(|whole| split(whole, aims, &mut pieces));
        pieces
    }

    /// What all quote of one scope, plan by plan down the tree, then the data: the larger.
    fn quoted(&self, mut voices: Vec<(Option<usize>, Told)>) -> Option<Sourced> {
        voices.sort_by_key(|(by, _)| (by.is_none(), by.map(|plan| self.world.preorder(plan))));
        let said = voices.into_iter().map(|(_, told)| (told.amount, told.source));
        said.reduce(|first, other| both(Some(other), Some(first)).unwrap())
    }
}
