//! What plans say themselves and what those below them say inside that, by the slow implementation.

use super::asked::{
    NOT_SPLIT, Name, TOTAL, chooses_period, chooses_plans, chooses_values, groups, is_time, places,
    plan_groups, shows_channel, shows_region,
};
use super::brute::{Brute, Of};
use super::expected::{Asked, Place, Slice};
use super::span::{NOTHING, Shown, Source, Span, gap, not_negative};
use super::wholes::{Whole, best_of};
use super::world::{CHANNELS, COST, FLOW, REGION, REGIONS, STOCK};
use planpress::model::StatementKind;
use planpress::view::{Axis, Measure};
use std::collections::BTreeMap;

/// What a plan says in a cell.
#[derive(Clone)]
struct Saying {
    plan: usize,
    /// How many of the cell's values are the plan's own.
    close: usize,
    wholes: Vec<Whole>,
}

/// Sums with what they were made from.
type Sums = BTreeMap<Place, (Span, Source)>;

type Sayings = BTreeMap<Place, Vec<Saying>>;

/// Stated, allocated, gap and unallocated of every cell; `targets` are those of the cells.
pub(super) fn words(
    asked: &Asked<'_>,
    metric: usize,
    targets: &BTreeMap<Place, Shown>,
) -> Vec<(Measure, BTreeMap<Place, Shown>)> {
    let mut stated = Sums::new();
    let mut compared = Sums::new();
    let mut allocated = Sums::new();
    let of = Of { metric, kind: StatementKind::Target, stock: metric == STOCK };
    if !matches!(metric, FLOW | STOCK | COST) {
        return vec![(Measure::Stated, asked.exact_ratios(metric, StatementKind::Target))];
    }
    for slice in asked.slices(of, false) {
        let mut sayings = Sayings::new();
        for plan in 0..asked.world.plans.len() {
            // What plans beside it say later of a stock does not unsay what it has stated.
            for whole in slice.brute.of_plan_and_below(plan).wholes(Some(plan), of) {
                tell(asked, &slice, of, plan, &whole, &[], &mut sayings);
            }
        }
        for (place, sayings) in sayings {
            let kept = last(kept(asked, &sayings));
            for (plan, whole) in kept.iter().flat_map(|saying| saying.wholes.iter().map(|w| (saying.plan, w)))
            {
                add(&mut stated, &place, own_amount(whole));
                if slice
                    .brute
                    .of_plan_and_below(plan)
                    .within(whole, Some(plan), of)
                    .iter()
                    .any(|(by, _)| by.is_some())
                {
                    add(&mut compared, &place, own_amount(whole));
                }
            }
            for inner in below(&slice.brute, of, &kept) {
                add(&mut allocated, &place, inner);
            }
        }
    }
    numbers(asked, [&stated, &compared, &allocated], targets)
}

fn numbers(
    asked: &Asked<'_>,
    [stated, compared, allocated]: [&Sums; 3],
    targets: &BTreeMap<Place, Shown>,
) -> Vec<(Measure, BTreeMap<Place, Shown>)> {
    let shown = |sums: Sums| -> BTreeMap<Place, Shown> {
        sums.into_iter().map(|(place, (span, source))| (place, Shown::of(&span, source))).collect()
    };
    let mut all_allocated = shown(allocated.clone());
    // Where no plan speaks for itself, all that is said there is what plans below say; what is left at a value itself
    // nobody has taken on.
    let is_rest = |(row, column): &Place| row.ends_with(" rest") || column.ends_with(" rest");
    let silent = targets.iter().filter(|(place, _)| !stated.contains_key(*place) && !is_rest(place));
    all_allocated.extend(silent.map(|(place, target)| (place.clone(), *target)));
    let both = compared.iter().filter_map(|(place, (own, source))| {
        let (below, of_below) = allocated.get(place)?;
        Some((place.clone(), (gap(own, below), source.plus(*of_below).timeless())))
    });
    let gaps: Sums = both.collect();
    let unallocated =
        gaps.iter().map(|(place, (gap, source))| (place.clone(), (not_negative(gap), *source))).collect();
    let all = [
        (Measure::Stated, shown(stated.clone())),
        (Measure::Allocated, all_allocated),
        (Measure::Gap, shown(gaps)),
        (Measure::Unallocated, shown(unallocated)),
    ];
    all.into_iter().filter(|(measure, _)| asked.query.show.contains(measure)).collect()
}

fn add(sums: &mut Sums, place: &Place, (more, of_more): (Span, Source)) {
    let sum = sums.entry(place.clone()).or_insert((NOTHING, Source::default()));
    *sum = (sum.0.plus(&more), sum.1.plus(of_more));
}

/// What is stated; of a whole that nobody stated what its parts come to.
fn own_amount(whole: &Whole) -> (Span, Source) {
    whole.said.map_or_else(|| (whole.amount(), whole.source()), |said| (said, whole.own))
}

/// What plans below leave of what they say inside these wholes, each once.
fn below(brute: &Brute<'_>, of: Of, kept: &[Saying]) -> Vec<(Span, Source)> {
    let mut below: Vec<(Option<usize>, Whole)> = Vec::new();
    let mut sums = Vec::new();
    for saying in kept {
        let brute = brute.of_plan_and_below(saying.plan);
        for whole in &saying.wholes {
            for inner in brute.within(whole, Some(saying.plan), of) {
                if inner.0.is_some() && !below.contains(&inner) {
                    sums.push((brute.left(&inner.1, inner.0, of), inner.1.source()));
                    below.push(inner);
                }
            }
        }
    }
    sums
}

/// The largest of a plan's statements in each cell: of a whole that stands in it no part does.
fn tell(
    asked: &Asked<'_>,
    slice: &Slice<'_>,
    of: Of,
    plan: usize,
    whole: &Whole,
    taken: &[Place],
    sayings: &mut Sayings,
) {
    let mut taken = taken.to_vec();
    for place in cells(asked, slice, of, plan, whole) {
        if taken.contains(&place) {
            continue;
        }
        taken.push(place.clone());
        let here = sayings.entry(place.clone()).or_default();
        match here.iter_mut().find(|saying| saying.plan == plan) {
            Some(saying) => saying.wholes.push(whole.clone()),
            None => {
                let close = [(Some(asked.query.rows), &place.0), (asked.query.columns, &place.1)];
                let close = close.iter().filter(|(axis, name)| is_own(asked, *axis, plan, name)).count();
                here.push(Saying { plan, close, wholes: vec![whole.clone()] });
            }
        }
    }
    let Some(at) = best_of(&asked.aims, &whole.sets, |_| true) else { return };
    let as_said = (whole.sets[at].clone(), Vec::new());
    let (set, given_up) = whole.taken.get(at).unwrap_or(&as_said);
    for part in set.iter().chain(given_up) {
        tell(asked, slice, of, plan, part, &taken, sayings);
    }
}

/// Whether a row or column is the region that the plan itself has.
fn is_own(asked: &Asked<'_>, axis: Option<Axis>, plan: usize, name: &str) -> bool {
    axis == Some(Axis::Dimension(REGION))
        && asked.world.plans[plan].region.is_some_and(|region| REGIONS[region].0 == name)
}

/// The cells in which a plan's statement stands by itself: at exactly its region and channel, in its cell of time.
fn cells(asked: &Asked<'_>, slice: &Slice<'_>, of: Of, plan: usize, whole: &Whole) -> Vec<Place> {
    let in_time = of.stock || chooses_period(asked.query, whole.scope.period);
    let is_shown = own_amount(whole).1.by & slice.shown != 0;
    if !is_shown || !in_time || !chooses_values(asked.query, &whole.scope) {
        return Vec::new();
    }
    let names = |axis: Option<Axis>, slice: Option<&Name>| names(asked, axis, slice, of, plan, whole);
    let columns = names(asked.query.columns, slice.column.as_ref());
    let rows = names(Some(asked.query.rows), slice.row.as_ref());
    rows.iter().flat_map(|row| columns.iter().map(|column| (row.clone(), column.clone()))).collect()
}

fn names(
    asked: &Asked<'_>,
    axis: Option<Axis>,
    slice: Option<&Name>,
    of: Of,
    plan: usize,
    whole: &Whole,
) -> Vec<Name> {
    if let (true, true, Some(slice)) = (of.stock, is_time(axis), slice) {
        return vec![slice.clone()];
    }
    let scope = &whole.scope;
    let mut names = vec![TOTAL.to_owned()];
    match axis {
        Some(Axis::Dimension(REGION)) => {
            names.extend(scope.region.is_none().then(|| NOT_SPLIT.to_owned()));
            let region = scope.region.filter(|region| shows_region(asked.query, *region));
            names.extend(region.map(|region| REGIONS[region].0.to_owned()));
        }
        Some(Axis::Dimension(_)) => {
            names.extend(scope.channel.is_none().then(|| NOT_SPLIT.to_owned()));
            let channel = scope.channel.map(|channel| CHANNELS[channel]);
            names.extend(channel.filter(|name| shows_channel(asked.query, name)).map(str::to_owned));
        }
        Some(Axis::Plan) => names.push(format!("p{plan}")),
        Some(axis) if axis == Axis::Owner => {
            let (_, source) = own_amount(whole);
            for at in (0..asked.world.sayings.len()).filter(|at| source.by & (1 << at) != 0) {
                for name in groups(axis, asked.world, asked.query, &asked.world.sayings[at]) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        Some(axis) if chooses_plans(axis) => {
            names.extend(plan_groups(axis, asked.world, asked.query, plan));
        }
        Some(axis) => names.extend(places(axis, asked.world, asked.query, scope)),
        None => {}
    }
    names
}

/// Of a plan and those below it that speak in one cell only the closest, then the topmost.
fn kept<'s>(asked: &Asked<'_>, sayings: &'s [Saying]) -> Vec<&'s Saying> {
    let keeps = |saying: &&Saying| {
        sayings.iter().all(|other| {
            let closer_below = asked.world.below(other.plan, saying.plan) && other.close > saying.close;
            let as_close_above = asked.world.below(saying.plan, other.plan) && other.close >= saying.close;
            !closer_below && !as_close_above
        })
    };
    sayings.iter().filter(keeps).collect()
}

/// Of what plans beside one another state of a stock in one cell only the last of each scope.
fn last(kept: Vec<&Saying>) -> Vec<Saying> {
    let day = |whole: &Whole| whole.own.days.map(|(_, last)| last);
    let mut last: Vec<Saying> = kept.iter().copied().cloned().collect();
    for saying in &mut last {
        saying.wholes.retain(|whole| {
            let all = kept.iter().flat_map(|saying| &saying.wholes).filter(|other| other.said.is_some());
            let mut same = all.filter(|other| other.scope == whole.scope);
            whole.said.is_none() || !same.any(|other| day(other) > day(whole))
        });
    }
    last
}
