//! Progress of the slow implementation: where target and actual stand for the same.

use super::asked::{
    Name, TOTAL, chooses, chooses_period, chooses_plans, chooses_values, is_left_over, is_time,
};
use super::brute::Of;
use super::expected::{Asked, Place};
use super::ratios::are_of_one_place;
use super::scopes::{Scope, overlap, scope, values_inside};
use super::span::Shown;
use super::world::{COST, SHARE, STOCK, Saying};
use jiff::civil::Date;
use planpress::model::StatementKind;
use planpress::period::Period;
use planpress::view::Axis;
use std::collections::BTreeMap;

/// What was reached of what was to be reached, where both stand for the same.
pub(super) fn progress(
    asked: &Asked<'_>,
    metric: usize,
    targets: &BTreeMap<Place, Shown>,
) -> BTreeMap<Place, Shown> {
    let mut progress = BTreeMap::new();
    for (place, actual) in asked.shown(metric, StatementKind::Actual) {
        let Some(target) = targets.get(&place) else { continue };
        if is_left_over(asked.query, &place) || is_uneven(asked, metric, &place, [target, &actual]) {
            continue;
        }
        if metric == SHARE && !are_of_one_place(asked.world, target, &actual) {
            continue;
        }
        let amount = Shown::progress(target, &actual, metric == COST);
        progress.extend(amount.map(|amount| (place, amount)));
    }
    progress
}

/// Whether something was reached whose target, of as much or of a part of it, is about more time than a cell, and the
/// targets in the cell of that plan, of one above or of one below that meet its values are not about all of the time in
/// which it was reached. A part does not matter where a target in the cell is about all that was reached.
fn is_uneven(asked: &Asked<'_>, metric: usize, place: &Place, [target, actual]: [&Shown; 2]) -> bool {
    let (world, query) = (asked.world, asked.query);
    let said = |at: usize| &world.sayings[at];
    let within = |inner: usize, outer: usize| inner == outer || world.below(inner, outer);
    let of = Of { metric, kind: StatementKind::Target, stock: false };
    let targets: Vec<usize> = asked
        .heard()
        .filter(|at| {
            let saying = said(*at);
            let chosen = chooses(world, query, saying);
            of.has(saying) && chosen && chooses_values(query, &scope(saying))
        })
        .collect();
    let stands = |axis: Option<Axis>, name: &Name, saying: &Saying| {
        name == TOTAL || axis.is_none_or(|axis| asked.places(axis, saying).contains(name))
    };
    let axes = [(Some(query.rows), &place.0), (query.columns, &place.1)];
    let in_time = |saying: &Saying| {
        let cells = axes.iter().filter(|(axis, _)| is_time(*axis));
        let period = chooses_period(query, scope(saying).period);
        period && cells.into_iter().all(|(axis, name)| stands(*axis, name, saying))
    };
    let in_group = |saying: &Saying| {
        let groups = axes.iter().filter(|(axis, _)| axis.is_some_and(chooses_plans));
        groups.into_iter().all(|(axis, name)| stands(*axis, name, saying))
    };
    let here = |at: usize| {
        let all =
            axes.iter().all(|(axis, name)| *axis == Some(Axis::Metric) || stands(*axis, name, said(at)));
        target.source.by >> at & 1 == 1 || all && in_time(said(at))
    };
    let stock = metric == STOCK;
    let holds = |outer: Option<Period>, inner: Option<Period>| {
        stock || outer.is_none_or(|outer| inner.is_some_and(|inner| outer.contains(&inner)))
    };
    let fill = |periods: &[Option<Period>], reached: Option<Period>| {
        let has = |day: Date| periods.iter().flatten().any(|one| one.start <= day && day <= one.end);
        let each_day = |reached: Period| {
            let days = std::iter::successors(Some(reached.start), |day| day.tomorrow().ok());
            days.take_while(|day| *day <= reached.end).all(has)
        };
        periods.iter().any(|one| holds(*one, reached)) || reached.is_some_and(each_day)
    };
    let reached = (0..world.sayings.len()).filter(|at| actual.source.by >> at & 1 == 1);
    reached.into_iter().any(|reached| {
        let about = scope(said(reached));
        targets.iter().any(|long| {
            let own = scope(said(*long));
            let around =
                own.period.is_none_or(|outer| about.period.is_some_and(|inner| outer.contains(&inner)));
            let mut reports_on = said(reached).plan;
            while let Some(plan) = reports_on.filter(|plan| world.plans[*plan].reviews) {
                let Some(above) = world.plans[plan].above else { break };
                reports_on = Some(above);
            }
            let plans = said(reached).plan.zip(said(*long).plan);
            let is_about = values_inside(&about, &own) && plans.is_none_or(|(a, b)| within(a, b));
            let is_part = values_inside(&own, &about)
                && !values_inside(&about, &own)
                && reports_on.zip(said(*long).plan).is_none_or(|(a, b)| within(b, a))
                && !targets.iter().any(|at| {
                    let whole = scope(said(*at));
                    here(*at) && values_inside(&about, &whole) && holds(whole.period, about.period)
                });
            let narrower = if is_about { about } else { own };
            let speakers = targets.iter().filter(|at| {
                let plans = said(**at).plan.zip(said(*long).plan);
                let related = plans.is_none_or(|(a, b)| within(a, b) || within(b, a));
                let timeless = |scope: Scope| Scope { period: None, ..scope };
                here(**at) && related && overlap(&timeless(scope(said(**at))), &timeless(narrower))
            });
            let periods: Vec<Option<Period>> = speakers.map(|at| scope(said(*at)).period).collect();
            let is_longer = in_group(said(*long)) && !in_time(said(*long));
            is_longer && around && (is_about || is_part) && !fill(&periods, about.period)
        })
    })
}
