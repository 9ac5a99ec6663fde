//! Random worlds: every cell of a random query against the slow implementation.

use super::brute::{Aim, Brute};
use super::scopes::{Scope, region_within};
use super::world::{self, CHANNEL, CHANNELS, FLOW, PERIODS, REGION, REGIONS, Random, World, parsed};
use planpress::aggregate::{Answer, Facts, Key, Role, answer};
use planpress::period::{Grain, Period};
use planpress::view::{Axis, Condition, Filter, Measure, Query, Subject, Term};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

const WORLDS: u64 = 2000;

#[test]
fn answers_are_those_of_the_slow_implementation() {
    for seed in 0..WORLDS {
        let mut random = Random(seed);
        let world = world::random(&mut random);
        let query = query(&mut random, &world);
        let site = world::site(&world);
        let answer = answer(&Facts::new(&site), &site, &query);
        let found = cells(&answer);
        let expected = expected(&world, &query);
        assert_eq!(found, expected, "seed {seed}\n{query:#?}\n{}", world.told());
    }
}

/// A row or column by name.
type Name = String;

/// Target and actual of every cell that has one.
type Cells = BTreeMap<(Name, Name), [Option<i64>; 2]>;

fn query(random: &mut Random, world: &World) -> Query {
    let axes = [
        Axis::Dimension(REGION),
        Axis::Dimension(REGION),
        Axis::Dimension(CHANNEL),
        Axis::Plan,
        Axis::Kind,
        Axis::Year,
        Axis::Quarter,
        Axis::Month,
    ];
    let rows = random.one(&axes);
    let columns = Some(random.one(&axes)).filter(|axis| *axis != rows);
    let mut terms = Vec::new();
    if random.once_in(3) {
        let region = REGIONS[random.below(REGIONS.len())].0.into();
        terms.push((Condition::Dimension(REGION, vec![region]), random.once_in(3)));
    }
    if random.once_in(3) {
        terms.push((Condition::Period(vec![parsed(random.one(&PERIODS))]), random.once_in(4)));
    }
    if random.once_in(4) {
        let plan = world::index(random.below(world.parents.len()));
        terms.push((Condition::Plan(vec![plan]), random.once_in(3)));
    }
    if random.once_in(4) {
        terms.push((Condition::Kind(vec!["odd".into()]), random.once_in(2)));
    }
    let terms = terms.into_iter().map(|(condition, negated)| Term { condition, negated }).collect();
    Query {
        subject: Subject::Targets,
        metrics: vec![FLOW],
        rows,
        columns,
        filter: Filter { terms },
        show: vec![Measure::Target, Measure::Actual],
        totals: true,
        sort: None,
        limit: None,
    }
}

fn cells(answer: &Answer) -> Cells {
    let name = |heads: &[planpress::aggregate::Head], at: usize| {
        let head = &heads[at];
        match (head.role, &head.key) {
            (Role::Total, _) => "total".to_owned(),
            (Role::NotSplit, _) => "not split".to_owned(),
            (Role::Rest, Key::Value(_, id)) => format!("{id} rest"),
            (_, Key::Period(period)) => period.key(),
            (_, Key::Plan(plan)) => format!("p{}", plan.0),
            (_, Key::Value(_, id) | Key::Kind(id)) => id.to_string(),
            other => panic!("{other:?}"),
        }
    };
    let mut cells = Cells::new();
    for (row, of_row) in answer.cells.iter().enumerate() {
        for (column, of_column) in of_row.iter().enumerate() {
            let number =
                |at: usize| of_column[at].amount.map(|amount| amount.single().unwrap().to_i64().unwrap());
            let numbers = [number(0), number(1)];
            if numbers.iter().any(Option::is_some) {
                cells.insert((name(&answer.rows, row), name(&answer.columns, column)), numbers);
            }
        }
    }
    cells
}

fn grain(axis: Axis) -> Option<Grain> {
    match axis {
        Axis::Year => Some(Grain::Year),
        Axis::Quarter => Some(Grain::Quarter),
        Axis::Month => Some(Grain::Month),
        _ => None,
    }
}

/// The terms of a query that choose plans.
fn chooses(world: &World, term: &Term, plan: usize) -> bool {
    let holds = match &term.condition {
        Condition::Plan(plans) => {
            let brute = Brute { world, plans: Vec::new() };
            plans.iter().any(|above| plan == above.0 as usize || brute.below(plan, above.0 as usize))
        }
        Condition::Kind(_) => plan % 2 == 1,
        _ => return true,
    };
    holds != term.negated
}

fn chosen_scope(query: &Query, scope: &Scope) -> bool {
    query.filter.terms.iter().all(|term| {
        let holds = match &term.condition {
            Condition::Dimension(_, ids) => {
                scope.region.is_some_and(|region| region_within(region, named(&ids[0])))
            }
            Condition::Period(periods) => scope.period.is_some_and(|period| periods[0].contains(&period)),
            _ => return true,
        };
        holds != term.negated
    })
}

fn named(id: &str) -> usize {
    REGIONS.iter().position(|(name, _)| *name == id).unwrap()
}

/// An entry of an axis that is a query of its own: its name, and the plans that count.
fn slices(axis: Option<Axis>, world: &World, chosen: &[usize]) -> Vec<(Option<Name>, Vec<usize>)> {
    let brute = Brute { world, plans: Vec::new() };
    let mut slices = vec![(None, chosen.to_vec())];
    let below = |above: usize| {
        chosen.iter().copied().filter(|plan| *plan == above || brute.below(*plan, above)).collect()
    };
    match axis {
        Some(Axis::Plan) => slices.extend(chosen.iter().map(|plan| (Some(format!("p{plan}")), below(*plan)))),
        Some(Axis::Kind) => {
            for (kind, rest) in [("even", 0), ("odd", 1)] {
                let plans = chosen.iter().copied().filter(|plan| plan % 2 == rest).collect();
                slices.push((Some(kind.to_owned()), plans));
            }
        }
        _ => {}
    }
    slices
}

fn expected(world: &World, query: &Query) -> Cells {
    let chosen: Vec<usize> = (0..world.parents.len())
        .filter(|plan| query.filter.terms.iter().all(|term| chooses(world, term, *plan)))
        .collect();
    let by_plan = query
        .filter
        .terms
        .iter()
        .any(|term| matches!(term.condition, Condition::Plan(_) | Condition::Kind(_)));
    let aims = aims(query);
    let mut cells = Cells::new();
    for (row, row_plans) in slices(Some(query.rows), world, &chosen) {
        for (column, column_plans) in slices(query.columns, world, &chosen) {
            let plans: Vec<usize> =
                row_plans.iter().copied().filter(|plan| column_plans.contains(plan)).collect();
            let everything = row.is_none() && column.is_none() && !by_plan;
            let brute = Brute { world, plans };
            let data = if everything { brute.data() } else { brute.claimed() };
            let both = [brute.targets(&aims, everything), brute.actuals(&aims, &data)];
            for (at, pieces) in both.iter().enumerate() {
                for (scope, amount) in pieces.iter().filter(|(scope, _)| chosen_scope(query, scope)) {
                    for row in names(Some(query.rows), row.as_ref(), query, scope) {
                        for column in names(query.columns, column.as_ref(), query, scope) {
                            let cell = cells.entry((row.clone(), column)).or_default();
                            cell[at] = Some(cell[at].unwrap_or(0) + amount);
                        }
                    }
                }
            }
        }
    }
    drop_rests_without_parts(&mut cells);
    cells
}

fn aims(query: &Query) -> Vec<Aim> {
    let of_axis = |axis: Axis| match axis {
        Axis::Dimension(REGION) => Some(Aim::Region),
        Axis::Dimension(_) => Some(Aim::Channel),
        axis => grain(axis).map(Aim::Cell),
    };
    let of_term = |term: &Term| match &term.condition {
        Condition::Dimension(_, ids) => Some(Aim::AmongRegions(vec![named(&ids[0])])),
        Condition::Period(periods) => Some(Aim::During(periods.clone())),
        _ => None,
    };
    let axes = [Some(query.rows), query.columns].into_iter().flatten().filter_map(of_axis);
    axes.chain(query.filter.terms.iter().filter_map(of_term)).collect()
}

/// The rows or columns in which a piece stands.
fn names(axis: Option<Axis>, slice: Option<&Name>, query: &Query, scope: &Scope) -> Vec<Name> {
    let total = "total".to_owned();
    let not_split = "not split".to_owned();
    match axis {
        None => vec![total],
        Some(Axis::Plan | Axis::Kind) => vec![slice.cloned().unwrap_or(total)],
        Some(Axis::Dimension(REGION)) => {
            let Some(region) = scope.region else { return vec![total, not_split] };
            let shown = |at: usize| {
                query.filter.terms.iter().all(|term| match &term.condition {
                    Condition::Dimension(_, ids) if !term.negated => region_within(at, named(&ids[0])),
                    _ => true,
                })
            };
            let path =
                std::iter::successors(Some(region), |region| REGIONS[*region].1).take_while(|at| shown(*at));
            let name = |at: usize| REGIONS[at].0.to_owned();
            path.map(name).chain([total, format!("{} rest", name(region))]).collect()
        }
        Some(Axis::Dimension(_)) => {
            let channel = scope.channel.map(|channel| CHANNELS[channel].to_owned());
            vec![channel.unwrap_or(not_split), total]
        }
        Some(axis) => {
            let cell = scope.period.zip(grain(axis)).and_then(|(period, grain)| period.enclosing(grain, 1));
            vec![cell.map_or(not_split, |cell: Period| cell.key()), total]
        }
    }
}

/// A rest is a row only where its node has rows below it.
fn drop_rests_without_parts(cells: &mut Cells) {
    let names: Vec<(Name, Name)> = cells.keys().cloned().collect();
    let has_parts = |name: &str, of: &dyn Fn(&(Name, Name)) -> Name| {
        let Some(node) = name.strip_suffix(" rest") else { return true };
        names.iter().any(|place| {
            let region = REGIONS.iter().position(|(id, _)| *id == of(place));
            region.is_some_and(|region| REGIONS[region].0 != node && region_within(region, named(node)))
        })
    };
    cells.retain(|(row, column), _| {
        has_parts(row, &|place| place.0.clone()) && has_parts(column, &|place| place.1.clone())
    });
}
