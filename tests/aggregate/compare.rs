//! Random worlds: every cell of a random query against the slow implementation.

use super::asked::{self, NOT_SPLIT, Name, TOTAL, time_name};
use super::expected::{Cells, expected};
use super::site::site;
use super::span::{Shown, Source};
use super::world::{self, Kinds, METRICS, PLAIN, Random, World};
use planpress::aggregate::{Answer, Cell, Facts, Head, Key, Role, answer};
use planpress::config::MetricId;
use planpress::quantity::Amount;
use planpress::view::{Axis, Measure, Query};
use rust_decimal::prelude::ToPrimitive;

/// Worlds of each narrow kind.
const WORLDS: u64 = 250;

/// Worlds of every kind at once.
const MANY: u64 = 1000;

fn check(worlds: u64, kinds: Kinds) {
    for seed in 0..worlds {
        let mut random = Random(seed);
        let world = world::random(&mut random, kinds);
        let query = asked::query(&mut random, &world, kinds);
        let site = site(&world);
        let facts = Facts::new(&site);
        let answer = answer(&facts, &site, &query);
        note_coverage(&answer, &query);
        let (found, expected) = (found(&world, &facts, &answer), expected(&world, &query));
        if found != expected {
            let different =
                |key: &&(Name, Name, &'static str, &'static str)| found.get(*key) != expected.get(*key);
            let keys = found.keys().chain(expected.keys().filter(|key| !found.contains_key(*key)));
            let lines: Vec<String> = keys
                .filter(different)
                .map(|key| {
                    format!("{key:?}\n  found    {:?}\n  expected {:?}", found.get(key), expected.get(key))
                })
                .collect();
            panic!("{kinds:?}, seed {seed}\n{}\n{query:?}\n{}", lines.join("\n"), world.told());
        }
    }
}

#[test]
fn flows_are_those_of_the_slow_implementation() {
    check(WORLDS, PLAIN);
}

#[test]
fn ranges_floors_and_approximations_too() {
    check(WORLDS, Kinds { spans: true, ..PLAIN });
}

#[test]
fn owners_tags_drafts_reviews_and_fiscal_years_too() {
    check(WORLDS, Kinds { people: true, ..PLAIN });
}

#[test]
fn stocks_and_ratios_too() {
    check(WORLDS, Kinds { metrics: true, ..PLAIN });
}

#[test]
fn budgets_and_items_too() {
    check(WORLDS, Kinds { budgets: true, ..PLAIN });
}

#[test]
fn all_of_it_together() {
    check(MANY, Kinds { metrics: true, spans: true, people: true, budgets: true });
}

/// Facts keep what several queries ask for: queries that differ in one thing from another are asked of the same facts
/// and of fresh ones.
#[test]
fn what_was_asked_before_changes_no_answer() {
    let kinds = Kinds { metrics: true, spans: true, people: true, budgets: true };
    for seed in 0..MANY {
        let mut random = Random(seed);
        let world = world::random(&mut random, kinds);
        let site = site(&world);
        let facts = Facts::new(&site);
        let mut query = asked::query(&mut random, &world, kinds);
        for turn in 0..6 {
            let found = answer(&facts, &site, &query);
            let fresh = answer(&Facts::new(&site), &site, &query);
            assert_eq!(found, fresh, "seed {seed}, turn {turn}\n{query:?}\n{}", world.told());
            let other = asked::query(&mut random, &world, kinds);
            match turn % 3 {
                0 => query.rows = other.rows,
                1 => query.filter = other.filter,
                _ => (query.columns, query.show) = (other.columns, other.show),
            }
            query.columns = query.columns.filter(|axis| *axis != query.rows);
        }
    }
}

pub(super) fn found(world: &World, facts: &Facts, answer: &Answer) -> Cells {
    let mut cells = Cells::new();
    for (row, of_row) in answer.cells.iter().enumerate() {
        for (column, of_column) in of_row.iter().enumerate() {
            for (series, cell) in answer.series.iter().zip(of_column) {
                assert_eq!(cell.amount.is_none(), cell.why_empty.is_some(), "a number, or why there is none");
                let Some(amount) = cell.amount else { continue };
                // What is not expected at all counts nothing.
                if series.measure == Measure::Count && amount == Amount::zero() {
                    continue;
                }
                let heads = [&answer.rows[row], &answer.columns[column]];
                let of_head = heads.iter().find_map(|head| match head.key {
                    Key::Metric(id) => Some(id),
                    _ => None,
                });
                let id: MetricId = series.metric.or(of_head).unwrap();
                let [row, column] = heads.map(name);
                let key = (row, column, METRICS[usize::from(id.0)], series.measure.name());
                assert!(
                    cells.insert(key.clone(), shown(world, facts, cell, &amount)).is_none(),
                    "{key:?} twice"
                );
            }
        }
    }
    cells
}

/// Fails unless every sum over values of a dimension that only some of the values below it have says so: of
/// those that have a number of the metric in any column, how many have one in this.
fn note_coverage(answer: &Answer, query: &Query) {
    let summed = [Measure::Target, Measure::Actual, Measure::Forecast];
    let has = |row: usize, column: usize, at: usize| answer.cells[row][column][at].amount.is_some();
    for (row, head) in answer.rows.iter().enumerate() {
        let entries = |of: Option<usize>| -> Vec<usize> {
            let below = |at: &usize| answer.rows[*at].role == Role::Entry && answer.rows[*at].parent == of;
            (0..answer.rows.len()).filter(below).collect()
        };
        let parts = match head.role {
            Role::Entry => entries(Some(row)),
            Role::Total => match entries(None).as_slice() {
                [only] => entries(Some(*only)),
                all => all.to_vec(),
            },
            _ => Vec::new(),
        };
        for (column, other) in answer.columns.iter().enumerate() {
            for (at, series) in answer.series.iter().enumerate() {
                let same = |other: &usize| {
                    let of = &answer.series[*other];
                    of.metric == series.metric && summed.contains(&of.measure)
                };
                let speaks = |part: &&usize| {
                    let mut all = (0..answer.series.len()).filter(same);
                    all.any(|at| (0..answer.columns.len()).any(|column| has(**part, column, at)))
                };
                let expected = parts.iter().filter(speaks).count() as u32;
                let covered = parts.iter().filter(|part| has(**part, column, at)).count() as u32;
                let is_partial = matches!(query.rows, Axis::Dimension(_))
                    && summed.contains(&series.measure)
                    && matches!(other.role, Role::Entry | Role::Total)
                    && has(row, column, at)
                    && covered > 0
                    && covered < expected;
                let note = answer.cells[row][column][at].coverage;
                assert_eq!(note, is_partial.then_some((covered, expected)), "{head:?} {other:?} {series:?}");
            }
        }
    }
}

fn name(head: &Head) -> Name {
    match (head.role, &head.key) {
        (Role::Total, _) => TOTAL.to_owned(),
        (Role::NotSplit, _) => NOT_SPLIT.to_owned(),
        (Role::Rest, Key::Value(_, id)) => format!("{id} rest"),
        (_, Key::Period(period)) => time_name(*period),
        (_, Key::Plan(plan)) => format!("p{}", plan.0),
        (_, Key::Metric(id)) => METRICS[usize::from(id.0)].to_owned(),
        (_, Key::Value(_, id) | Key::Kind(id) | Key::Owner(id) | Key::Status(id) | Key::Tag(id)) => {
            id.to_string()
        }
        other => panic!("{other:?}"),
    }
}

/// A cell as the slow implementation has it.
pub(super) fn shown(world: &World, facts: &Facts, cell: &Cell, amount: &Amount) -> Shown {
    let by = cell.parts.statements(facts).into_iter().fold(0, |by, part| by | 1 << world.saying_of(part));
    let bound = |bound: Option<rust_decimal::Decimal>| bound.map(|bound| bound.to_f64().unwrap());
    Shown {
        low: bound(amount.low),
        high: bound(amount.high),
        about: amount.about,
        strict: Some(amount.strict),
        source: Source { by, days: cell.as_of },
    }
}
