//! What every cell of a ratio must say, by the slow implementation.

use super::asked::{
    NOT_SPLIT, Name, TOTAL, asks_for, chooses, chooses_period, chooses_values, is_left_over, is_time,
    time_name,
};
use super::brute::{Brute, Of};
use super::expected::{Asked, Place};
use super::scopes::{Scope, hull, inside, scope, values_inside};
use super::span::{Shown, Source, sum};
use super::wholes::Whole;
use super::world::{CHANNEL, CHANNELS, COST, FLOW, REGION, REGIONS, Saying, World};
use planpress::model::StatementKind;
use planpress::view::Axis;
use std::collections::BTreeMap;

/// How far a statement is about what a cell is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Other,
    /// It is about what its plan is about.
    Own,
    Exactly,
}

/// The scopes of the statements that a number was made from.
fn told(world: &World, source: Source) -> Vec<Scope> {
    (0..world.sayings.len())
        .filter(|at| source.by >> at & 1 == 1)
        .map(|at| scope(&world.sayings[at]))
        .collect()
}

/// Whether something is told of what others tell of together or of a part of it, and lies in the place of one of them
/// or around it.
fn takes_in(scopes: &[Scope], one: &Scope) -> bool {
    let of_all = Scope { period: None, ..hull(scopes, 1) };
    let days = scopes.iter().map(|scope| scope.period.map(|period| (period.start, period.end)));
    let days = days.reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)))).flatten();
    let meets =
        days.zip(one.period).is_none_or(|((start, end), period)| start <= period.end && period.start <= end);
    let meets_one = |own: &Scope| values_inside(one, own) || values_inside(own, one);
    meets && values_inside(one, &of_all) && scopes.iter().any(meets_one)
}

/// Whether a whole tells of the same as a part.
fn is_same(world: &World, part: &Shown, whole: &Shown) -> bool {
    let (part, whole) = (told(world, part.source), told(world, whole.source));
    // Where one of several is at no time all of them are.
    let timed = |all: &[Scope]| all.iter().all(|scope| scope.period.is_some());
    let time =
        |all: &[Scope], scope: &Scope| if timed(all) { *scope } else { Scope { period: None, ..*scope } };
    part.iter().all(|one| takes_in(&whole, &time(&part, one)))
        && whole.iter().all(|one| takes_in(&part, &time(&whole, one)))
}

/// Whether two numbers tell of the same places, whenever.
pub(super) fn are_of_one_place(world: &World, one: &Shown, other: &Shown) -> bool {
    let places = |shown: &Shown| {
        let places = told(world, shown.source).into_iter();
        places.map(|scope| Scope { period: None, ..scope }).collect::<Vec<_>>()
    };
    let (one, other) = (places(one), places(other));
    one.iter().all(|place| takes_in(&other, place)) && other.iter().all(|place| takes_in(&one, place))
}

/// The share of a part: of a whole of its kind, else of figures, else of those figures that tell of the same.
pub(super) fn share(
    world: &World,
    part: &Shown,
    [own, figures]: [Option<Shown>; 2],
    quoted: impl FnOnce(&dyn Fn(usize) -> bool) -> Option<Shown>,
) -> Option<Shown> {
    let same = |whole: &Shown| is_same(world, part, whole);
    let all = figures.filter(same);
    let some = || {
        let scopes = told(world, part.source);
        figures.and_then(|_| quoted(&|at| takes_in(&scopes, &scope(&world.sayings[at]))))
    };
    let whole = own.filter(same).or(all).or_else(|| some().filter(same))?;
    Shown::percent(part, &whole)
}

impl Asked<'_> {
    /// The shares that are made from their parts.
    pub(super) fn quotients(&self, kind: StatementKind) -> BTreeMap<Place, Shown> {
        let of = Of { metric: COST, kind: StatementKind::Figure, stock: false };
        let (wholes, figures) = (self.sums(COST, kind), self.sums(COST, StatementKind::Figure));
        let here = self.said(of);
        let parts = self.sums(FLOW, kind).into_iter().filter(|(place, _)| !is_left_over(self.query, place));
        let shares = parts.filter_map(|(place, part)| {
            let given = [wholes.get(&place).copied(), figures.get(&place).copied()];
            let quoted = |counts: &dyn Fn(usize) -> bool| {
                let all = here.get(&place)?.iter().map(|(at, _)| *at);
                let some = Brute { world: self.world, counts: all.filter(|at| counts(*at)).collect() };
                let wholes = some.reality(of);
                let source = wholes.iter().map(Whole::source).fold(Source::default(), Source::plus);
                let amounts: Vec<_> = wholes.iter().map(Whole::amount).collect();
                (!wholes.is_empty()).then(|| Shown::of(&sum(&amounts), source))
            };
            let share = share(self.world, &part, given, quoted)?;
            Some((place, share))
        });
        shares.collect()
    }

    /// For each cell the statement of a ratio that is exactly about it (or about what its plan is about, where only
    /// that plan and those below it speak), and inside which all others that are lie.
    pub(super) fn exact_ratios(&self, metric: usize, kind: StatementKind) -> BTreeMap<Place, Shown> {
        let saying = |at: &usize| &self.world.sayings[*at];
        let below = |outer: usize, inner: usize| outer == inner || self.world.below(inner, outer);
        let holds = |outer: &usize, inner: &usize| {
            let plans = match (saying(outer).plan, saying(inner).plan) {
                (Some(outer), Some(inner)) => below(outer, inner),
                (Some(_), None) | (None, None) => true,
                (None, Some(_)) => false,
            };
            plans && inside(&scope(saying(inner)), &scope(saying(outer)))
        };
        let mut found = BTreeMap::new();
        let compared = [StatementKind::Target, StatementKind::Actual, StatementKind::Forecast]
            .map(|kind| self.said(Of { metric, kind, stock: false }));
        for (place, said) in self.said(Of { metric, kind, stock: false }) {
            // A ratio leaves nothing over for what is below it.
            if place.0.ends_with(" rest") || place.1.ends_with(" rest") {
                continue;
            }
            let Some(nearest) = said.iter().map(|(_, about)| *about).max() else { continue };
            let near: Vec<usize> =
                said.iter().filter(|(_, about)| *about == nearest).map(|(at, _)| *at).collect();
            let Some(at) = near.iter().find(|at| near.iter().all(|inner| holds(at, inner))) else { continue };
            let speaks_alone = || {
                let all = compared.iter().filter_map(|said| said.get(&place)).flatten();
                let mut plans = all.map(|(inner, _)| saying(at).plan.zip(saying(inner).plan));
                plans.all(|plans| plans.is_some_and(|(outer, inner)| below(outer, inner)))
            };
            if nearest == About::Exactly || nearest == About::Own && speaks_alone() {
                let source = Source { by: 1 << at, days: None };
                found.insert(place, Shown::of(&saying(at).amount, source));
            }
        }
        found
    }

    /// For each cell the statements in it, and how far each is about it.
    fn said(&self, of: Of) -> BTreeMap<Place, Vec<(usize, About)>> {
        let mut cells: BTreeMap<Place, Vec<(usize, About)>> = BTreeMap::new();
        for at in self.heard() {
            let saying = &self.world.sayings[at];
            let scope = scope(saying);
            let chosen = chooses(self.world, self.query, saying);
            let in_scope = chooses_period(self.query, scope.period) && chooses_values(self.query, &scope);
            if !of.has(saying) || !chosen || !in_scope {
                continue;
            }
            for (row, about_row) in self.about(Some(self.query.rows), saying) {
                for (column, about_column) in self.about(self.query.columns, saying) {
                    let about = about_row.min(about_column);
                    let names = [&row, &column].map(|name| name != TOTAL && name != NOT_SPLIT);
                    let mut axes = self.axes().into_iter().zip(names);
                    let is_beside = axes.any(|(axis, is_plan)| axis == Some(Axis::Plan) && is_plan);
                    let about = if is_beside { about } else { about.min(self.elsewhere(saying)) };
                    cells.entry((row.clone(), column)).or_default().push((at, about));
                }
            }
        }
        cells
    }

    /// Where a statement stands on an axis, and how far it is about that.
    fn about(&self, axis: Option<Axis>, saying: &Saying) -> Vec<(Name, About)> {
        let total = |about: About| (TOTAL.to_owned(), about);
        let Some(axis) = axis else { return vec![total(About::Exactly)] };
        let scope = scope(saying);
        let is_exact = |name: &Name| match axis {
            Axis::Dimension(REGION) => {
                !REGIONS.iter().any(|(id, _)| id == name)
                    || scope.region.is_some_and(|at| REGIONS[at].0 == name)
            }
            Axis::Plan => saying.plan.is_some_and(|plan| format!("p{plan}") == *name),
            axis if is_time(Some(axis)) && name != NOT_SPLIT => is_cell(&scope, name),
            _ => true,
        };
        let about = |name: Name| match is_exact(&name) {
            true => (name, About::Exactly),
            false => (name, About::Other),
        };
        let of_all = match axis {
            Axis::Dimension(REGION) => self.about_region(saying),
            Axis::Dimension(_) => self.about_channel(saying),
            _ => About::Exactly,
        };
        self.places(axis, saying).into_iter().map(about).chain([total(of_all)]).collect()
    }

    /// How far a statement is about what is asked, along dimensions that are no axes.
    fn elsewhere(&self, saying: &Saying) -> About {
        let is_axis = |axis: Axis| self.axes().contains(&Some(axis));
        let region =
            if is_axis(Axis::Dimension(REGION)) { About::Exactly } else { self.about_region(saying) };
        let channel =
            if is_axis(Axis::Dimension(CHANNEL)) { About::Exactly } else { self.about_channel(saying) };
        region.min(channel)
    }

    fn about_region(&self, saying: &Saying) -> About {
        let is_own =
            |region: usize| saying.plan.is_some_and(|plan| self.world.plans[plan].region == Some(region));
        match saying.region {
            None => About::Exactly,
            Some(region) if asks_for(self.query, REGIONS[region].0) => About::Exactly,
            Some(region) if is_own(region) => About::Own,
            Some(_) => About::Other,
        }
    }

    fn about_channel(&self, saying: &Saying) -> About {
        match saying.channel.is_none_or(|at| asks_for(self.query, CHANNELS[at])) {
            true => About::Exactly,
            false => About::Other,
        }
    }
}

/// Whether a scope's period is a cell and not just a part of it.
fn is_cell(scope: &Scope, name: &str) -> bool {
    scope.period.is_some_and(|period| {
        let same = time_name(period) == name;
        // A week of seven days is no cell of any grain.
        same && period.grain != planpress::period::Grain::Week
    })
}
