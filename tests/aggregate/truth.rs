//! Worlds that were made from a truth, a number for every leaf region, channel and month: whatever part of it
//! plans state in whatever slices, no cell says more than the truth, and where the whole is stated the
//! total is the truth. And in any world at all, what a table shows adds up.

use super::scopes::Scope;
use super::site::site;
use super::span::Span;
use super::world::{
    self, CHANNEL, CHANNELS, Described, FLOW, PLAIN, REGION, REGIONS, Random, Saying, World, metric, parsed,
};
use planpress::aggregate::{Answer, Facts, Head, Key, Role, answer};
use planpress::model::StatementKind;
use planpress::view::{Axis, Filter, Measure, Query, Subject};
use rust_decimal::prelude::ToPrimitive;

const LEAVES: [usize; 4] = [2, 3, 4, 5];
const EACH: [Option<usize>; 4] = [Some(2), Some(3), Some(4), Some(5)];
const MONTHS: [&str; 6] = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"];

/// A number for every leaf region, channel and month.
type Truth = Vec<(Scope, i64)>;

fn truth(random: &mut Random) -> Truth {
    let mut truth = Vec::new();
    for region in LEAVES {
        for channel in 0..CHANNELS.len() {
            for month in MONTHS {
                let scope =
                    Scope { period: Some(parsed(month)), region: Some(region), channel: Some(channel) };
                truth.push((scope, if random.once_in(3) { random.below(9) as i64 } else { 0 }));
            }
        }
    }
    truth
}

fn inside(truth: &Truth, scope: &Scope) -> i64 {
    let lies = |(cell, _): &&(Scope, i64)| super::scopes::inside(cell, scope);
    truth.iter().filter(lies).map(|(_, amount)| amount).sum()
}

/// Slices of the whole: scopes side by side that cover it.
fn slices(random: &mut Random) -> Vec<(Option<&'static str>, Option<usize>, Option<usize>)> {
    let periods: &[&'static str] = random.one(&[&["2026-H1"] as &[&str], &["2026-Q1", "2026-Q2"], &MONTHS]);
    let regions: &[Option<usize>] =
        random.one(&[&[None] as &[_], &[Some(0), Some(5)], &[Some(1), Some(4), Some(5)], &EACH]);
    let channels: &[Option<usize>] = random.one(&[&[None] as &[_], &[Some(0), Some(1)]]);
    let mut slices = Vec::new();
    for period in periods {
        for region in regions {
            slices.extend(channels.iter().map(|channel| (Some(*period), *region, *channel)));
        }
    }
    slices
}

fn say(
    world: &mut World,
    kind: StatementKind,
    plan: Option<usize>,
    truth: &Truth,
    slices: &[(Option<&'static str>, Option<usize>, Option<usize>)],
) {
    for (period, region, channel) in slices.iter().copied() {
        let scope = Scope { period: period.map(parsed), region, channel };
        let amount = Span::exact(inside(truth, &scope));
        let (metric, in_data, owner) = (FLOW, plan.is_none(), None);
        let (table, item_of) = (None, None);
        // Rows of data that say one scope are entries, which add up.
        let said = (kind, plan, period, region, channel);
        let is_it = |one: &Saying| (one.kind, one.plan, one.period, one.region, one.channel) == said;
        if in_data && world.sayings.iter().any(is_it) {
            continue;
        }
        world.sayings.push(Saying {
            kind,
            metric,
            plan,
            in_data,
            table,
            item_of,
            owner,
            period,
            region,
            channel,
            amount,
        });
    }
}

/// Plans in a tree that say nothing yet.
fn silent(parents: &[Option<usize>]) -> World {
    let plans = parents.iter().map(|above| Described { above: *above, ..Described::default() }).collect();
    World { plans, sayings: Vec::new(), fiscal: 1 }
}

/// Plans that each have something to do, state it together with what those below have to do, in some slices;
/// those at the top state the whole, too. With the truth of all.
fn planned(random: &mut Random) -> (World, Truth) {
    let count = 1 + random.below(5);
    let parents: Vec<Option<usize>> = (0..count)
        .map(|plan| if plan == 0 || random.once_in(4) { None } else { Some(random.below(plan)) })
        .collect();
    let mut to_do: Vec<Truth> = (0..count).map(|_| truth(random)).collect();
    for plan in (1..count).rev() {
        if let Some(parent) = parents[plan] {
            let below = to_do[plan].clone();
            to_do[parent].iter_mut().zip(below).for_each(|((_, amount), (_, more))| *amount += more);
        }
    }
    let mut world = silent(&parents);
    for (plan, truth) in to_do.iter().enumerate() {
        if parents[plan].is_none() {
            say(&mut world, StatementKind::Target, Some(plan), truth, &[(Some("2026"), None, None)]);
        }
        for _ in 0..random.below(4) {
            let slices = slices(random);
            say(&mut world, StatementKind::Target, Some(plan), truth, &slices);
        }
    }
    let mut all: Truth = to_do[0].clone();
    for (plan, of_plan) in to_do.iter().enumerate().skip(1) {
        if parents[plan].is_none() {
            all.iter_mut().zip(of_plan).for_each(|((_, amount), (_, more))| *amount += more);
        }
    }
    (world, all)
}

/// One reality of which a plan, plans below it and data of no plan tell parts. With whether somebody tells the whole.
fn reported(random: &mut Random) -> (World, Truth, bool) {
    let count = 1 + random.below(3);
    let parents: Vec<Option<usize>> = (0..count).map(|plan: usize| plan.checked_sub(1)).collect();
    let mut world = silent(&parents);
    let truth = truth(random);
    let whole = random.once_in(2);
    for teller in (0..count).map(Some).chain([None]) {
        if whole && teller.is_none() {
            say(&mut world, StatementKind::Actual, teller, &truth, &[(Some("2026"), None, None)]);
        }
        for _ in 0..random.below(3) {
            let mut slices = slices(random);
            slices.retain(|_| !random.once_in(3));
            say(&mut world, StatementKind::Actual, teller, &truth, &slices);
        }
    }
    (world, truth, whole)
}

fn query(random: &mut Random, show: Measure) -> Query {
    let axes = [
        Axis::Dimension(REGION),
        Axis::Dimension(CHANNEL),
        Axis::Year,
        Axis::Half,
        Axis::Quarter,
        Axis::Month,
    ];
    let rows = random.one(&axes);
    Query {
        subject: Subject::Targets,
        metrics: vec![metric(FLOW)],
        rows,
        columns: Some(random.one(&axes)).filter(|axis| *axis != rows),
        filter: Filter::default(),
        show: vec![show],
        totals: true,
        sort: None,
        limit: None,
    }
}

#[test]
fn no_cell_says_more_than_the_truth() {
    for seed in 0..400 {
        let mut random = Random(seed);
        let (world, truth) = planned(&mut random);
        check(&world, &truth, &query(&mut random, Measure::Target), true, seed);
        let (world, truth, whole) = reported(&mut random);
        check(&world, &truth, &query(&mut random, Measure::Actual), whole, seed);
    }
}

fn check(world: &World, truth: &Truth, query: &Query, whole: bool, seed: u64) {
    let site = self::site(world);
    let answer = answer(&Facts::new(&site), &site, query);
    adds_up(&answer, query, seed);
    for (row, head) in answer.rows.iter().enumerate() {
        for (column, other) in answer.columns.iter().enumerate() {
            let number = number(&answer, row, column);
            if let Some(scope) = scope(&[head, other]) {
                let most = inside(truth, &scope);
                assert!(
                    number.unwrap_or(0) <= most,
                    "seed {seed}: {number:?} > {most} in {scope:?}\n{}",
                    world.told()
                );
                if whole && head.role == Role::Total && other.role == Role::Total {
                    assert_eq!(number, Some(most), "seed {seed}\n{query:#?}\n{}", world.told());
                }
            }
        }
    }
}

/// What a row and a column are about together; rests and what is not split are about nothing in particular.
fn scope(heads: &[&Head]) -> Option<Scope> {
    let mut scope = Scope { period: None, region: None, channel: None };
    for head in heads {
        match (head.role, &head.key) {
            (Role::Total, _) => {}
            (Role::Entry, Key::Period(period)) => scope.period = Some(*period),
            (Role::Entry, Key::Value(REGION, id)) => {
                scope.region = REGIONS.iter().position(|(name, _)| *name == &**id);
            }
            (Role::Entry, Key::Value(_, id)) => {
                scope.channel = CHANNELS.iter().position(|name| *name == &**id);
            }
            _ => return None,
        }
    }
    Some(scope)
}

fn number(answer: &Answer, row: usize, column: usize) -> Option<i64> {
    let amount = answer.cells[row][column][0].amount?;
    amount.single().and_then(|value| value.to_i64())
}

#[test]
fn what_a_table_shows_adds_up() {
    for seed in 0..400 {
        let mut random = Random(seed);
        let world = world::random(&mut random, PLAIN);
        let site = self::site(&world);
        let facts = Facts::new(&site);
        for show in [Measure::Target, Measure::Actual] {
            let query = query(&mut random, show);
            let shown = answer(&facts, &site, &query);
            adds_up(&shown, &query, seed);
            let other = answer(&facts, &site, &self::query(&mut random, show));
            assert_eq!(grand_total(&shown), grand_total(&other), "seed {seed}: {query:#?}\n{}", world.told());
        }
    }
}

fn grand_total(answer: &Answer) -> Option<i64> {
    let total = |heads: &[Head]| heads.iter().position(|head| head.role == Role::Total);
    number(answer, total(&answer.rows)?, total(&answer.columns)?)
}

/// Every node is the sum of the nodes and the rest below it, every total that of the entries and what is not split.
fn adds_up(answer: &Answer, query: &Query, seed: u64) {
    for column in 0..answer.columns.len() {
        for (row, head) in answer.rows.iter().enumerate() {
            let of = |other: &Head| match head.role {
                Role::Entry => other.parent == Some(row),
                Role::Total => other.parent.is_none() && other.role != Role::Total,
                _ => false,
            };
            let parts: Vec<usize> = (0..answer.rows.len()).filter(|at| of(&answer.rows[*at])).collect();
            if !parts.is_empty() {
                let sum: i64 = parts.iter().filter_map(|part| number(answer, *part, column)).sum();
                let shown = number(answer, row, column).unwrap_or(0);
                assert_eq!(shown, sum, "seed {seed}: row {row}, column {column} of {query:#?}");
            }
        }
    }
}
