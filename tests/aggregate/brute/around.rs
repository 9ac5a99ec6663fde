//! What plans below state inside of a whole and around it, and what they leave of it.

use super::super::scopes::{Scope, inside, overlap, strictly};
use super::super::span::{Span, larger, left, sum};
use super::super::wholes::Whole;
use super::{Brute, Of};

/// What a plan below says inside of a whole and around it.
struct Around {
    by: Option<usize>,
    within: Vec<Whole>,
    wider: Vec<Whole>,
}

impl Brute<'_> {
    /// What plans below state inside a whole, what is wider only in what it does not name included, and of a plan's
    /// wholes what is wider otherwise.
    fn around(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Vec<Around> {
        let is_top = self.wholes(plan, of).contains(whole);
        let around = |below: Option<usize>| {
            let meets = |one: &Whole| whole.about().iter().any(|about| overlap(&one.scope, about));
            let mut within = self.inside(&whole.scope, below, of);
            within.retain(meets);
            let wider = if is_top { self.all_wider(whole, below, of) } else { Vec::new() };
            let is_alike = |one: &Whole| inside(&one.scope.named_of(&whole.scope), &whole.scope);
            let (alike, wider): (Vec<Whole>, Vec<Whole>) = wider.into_iter().partition(is_alike);
            let in_any = |one: &Whole, all: &[Whole]| all.iter().any(|of| inside(&one.scope, &of.scope));
            within.retain(|one| !in_any(one, &alike));
            within.extend(alike);
            Around { by: below, within, wider }
        };
        self.all_below(plan).into_iter().map(around).collect()
    }

    /// What plans below take on of a whole: what they state inside it.
    pub(in crate::aggregate) fn within(
        &self,
        whole: &Whole,
        plan: Option<usize>,
        of: Of,
    ) -> Vec<(Option<usize>, Whole)> {
        let around = self.around(whole, plan, of).into_iter();
        around.flat_map(|Around { by, within, .. }| within.into_iter().map(move |one| (by, one))).collect()
    }

    /// What plans below state that a whole lies inside.
    pub(in crate::aggregate) fn around_it(
        &self,
        whole: &Whole,
        plan: Option<usize>,
        of: Of,
    ) -> Vec<(Option<usize>, Whole)> {
        let around = self.around(whole, plan, of).into_iter();
        around.flat_map(|Around { by, wider, .. }| wider.into_iter().map(move |one| (by, one))).collect()
    }

    /// Whether plans below take on nothing of a whole.
    pub(in crate::aggregate) fn is_free(&self, whole: &Whole, plan: Option<usize>, of: Of) -> bool {
        let around = self.around(whole, plan, of);
        around.iter().all(|around| around.within.is_empty() && around.wider.is_empty())
    }

    /// The largest that lies inside a scope of what a plan says.
    fn inside(&self, scope: &Scope, plan: Option<usize>, of: Of) -> Vec<Whole> {
        let mut found = Vec::new();
        self.wholes(plan, of)
            .into_iter()
            .for_each(|whole| largest(scope, whole, &mut |inner| found.push(inner)));
        found
    }

    /// The narrowest statements of a plan that a whole, or what was taken together in it, lies inside.
    fn all_wider(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Vec<Whole> {
        let mut all: Vec<Whole> = Vec::new();
        for wider in whole.about().iter().filter_map(|about| self.wider(about, plan, of)) {
            if !all.contains(&wider) && !inside(&wider.scope, &whole.scope) {
                all.push(wider);
            }
        }
        let is_part = |one: &Whole| all.iter().any(|other| other != one && inside(&one.scope, &other.scope));
        all.iter().filter(|one| !is_part(one)).cloned().collect()
    }

    /// The narrowest statement of a plan that a scope lies inside, where it does not speak of just that.
    pub(in crate::aggregate) fn wider(&self, scope: &Scope, plan: Option<usize>, of: Of) -> Option<Whole> {
        let mut waiting = self.wholes(plan, of);
        let mut all: Vec<Whole> = Vec::new();
        while let Some(whole) = waiting.pop() {
            waiting.extend(whole.sets.iter().flatten().cloned());
            if whole.said.is_some() && inside(scope, &whole.scope) {
                all.push(whole);
            }
        }
        if all.iter().any(|whole| whole.scope == *scope) {
            return None;
        }
        let is_narrow = |one: &&Whole| !all.iter().any(|other| strictly(&other.scope, &one.scope));
        let most = all.iter().filter(is_narrow).map(|whole| whole.amount().middle()).max();
        let mut narrow: Vec<&Whole> = all.iter().filter(is_narrow).collect();
        narrow.retain(|whole| Some(whole.amount().middle()) == most);
        narrow.sort_by_key(|whole| whole.own.by);
        narrow.first().map(|whole| (*whole).clone())
    }

    /// What the plans below leave of a whole.
    pub(in crate::aggregate) fn left(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        if self.is_free(whole, plan, of) {
            return whole.amount();
        }
        let given = self.given(whole, plan, of);
        let rest = left(&self.base(whole, plan, of), &given);
        let sets = whole.left_sets();
        let Some(set) = sets.first().filter(|_| whole.said.is_some()) else { return rest };
        let is_exceeded =
            |part: &Whole| self.comes_to(part, plan, of).middle() > self.base(part, plan, of).middle();
        if !set.iter().any(is_exceeded) {
            return rest;
        }
        let of_each = |amount: &dyn Fn(&Whole) -> Span| sum(&set.iter().map(amount).collect::<Vec<_>>());
        let of_parts = of_each(&|part| match self.is_free(part, plan, of) {
            true => Span::exact(0),
            false => self.given(part, plan, of),
        });
        let together = of_each(&|part| self.left(part, plan, of));
        larger(&rest, &left(&together, &left(&given, &of_parts)))
    }

    /// A whole with what is stated inside it below.
    fn comes_to(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        match self.is_free(whole, plan, of) {
            true => whole.amount(),
            false => self.left(whole, plan, of).plus(&self.given(whole, plan, of)),
        }
    }

    /// A whole before anything is taken from it: one that nobody stated is as much as its parts come to, each with what
    /// is stated inside it below.
    pub(in crate::aggregate) fn base(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        if whole.said.is_some() {
            return whole.amount();
        }
        let comes_to = |part: &Whole| self.comes_to(part, plan, of);
        let taken = whole.taken.iter().map(|(set, given_up)| [set.as_slice(), given_up].concat());
        let sets: Vec<Vec<Whole>> = if whole.taken.is_empty() { whole.sets.clone() } else { taken.collect() };
        let sums = sets.iter().map(|set| sum(&set.iter().map(comes_to).collect::<Vec<_>>()));
        sums.reduce(|most, sum| larger(&most, &sum)).unwrap()
    }

    /// What the plans below take of a whole: of what lies in it and around it all that is not stated elsewhere.
    pub(in crate::aggregate) fn given(&self, whole: &Whole, plan: Option<usize>, of: Of) -> Span {
        let about = whole.about();
        let mut given = Vec::new();
        for Around { by, within, wider } in self.around(whole, plan, of) {
            let in_wider = |one: &&Whole| wider.iter().any(|wider| inside(&one.scope, &wider.scope));
            for one in within.iter().filter(|one| !in_wider(one)).chain(&wider) {
                let own = self.left(one, by, of);
                given.push(
                    self.elsewhere(one, by, of, &about).map_or(own, |elsewhere| left(&own, &elsewhere)),
                );
            }
        }
        sum(&given)
    }

    /// What a whole states that has nothing in common with some scopes.
    fn elsewhere(&self, whole: &Whole, plan: Option<usize>, of: Of, about: &[Scope]) -> Option<Span> {
        if !about.iter().any(|about| overlap(about, &whole.scope)) {
            return Some(self.left(whole, plan, of));
        }
        let sets = whole.left_sets();
        let parts = |set: &Vec<Whole>| -> Vec<Span> {
            set.iter().filter_map(|part| self.elsewhere(part, plan, of, about)).collect()
        };
        let sums: Vec<Span> =
            sets.iter().map(parts).filter(|all| !all.is_empty()).map(|all| sum(&all)).collect();
        let most = sums.iter().map(Span::middle).max();
        sums.into_iter().find(|sum| Some(sum.middle()) == most)
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
    let sets = whole.left_sets();
    let amount = |set: &Vec<Whole>| {
        let mut within = Vec::new();
        set.iter().for_each(|part| largest(scope, part.clone(), &mut |whole| within.push(whole.amount())));
        sum(&within).middle()
    };
    let most = sets.iter().map(amount).max();
    if let Some(set) = sets.iter().find(|set| Some(amount(set)) == most) {
        set.iter().for_each(|part| largest(scope, part.clone(), found));
    }
}
