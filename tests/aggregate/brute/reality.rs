//! What is: actuals, forecasts, figures, of which everybody together tells.

use super::super::scopes::Scope;
use super::super::wholes::{Aim, Told, Whole, wholes};
use super::{Brute, Of, Piece, Sourced, add, both, split};
use planpress::model::StatementKind;

impl Brute<'_> {
    /// What everybody together says of one reality, as wholes.
    pub(in crate::aggregate) fn reality(&self, of: Of) -> Vec<Whole> {
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

    /// What all say of one scope, those beside one another added, and the data.
    fn added(&self, voices: &[(Option<usize>, Told)]) -> Option<Sourced> {
        let said = |plan: Option<usize>| {
            let told = voices.iter().find(|(by, _)| *by == plan);
            told.map(|(_, told)| (told.amount, told.source))
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
