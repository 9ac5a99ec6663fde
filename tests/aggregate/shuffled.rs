//! The order in which plans and files of data state things changes no number.

use super::asked;
use super::compare::found;
use super::expected::Cells;
use super::site::site;
use super::world::{self, Kinds, Random, World};
use planpress::aggregate::{Facts, answer};
use planpress::view::Query;

const WORLDS: u64 = 1000;

#[test]
fn the_order_of_statements_changes_no_number() {
    let kinds = Kinds { metrics: true, spans: true, people: true, budgets: false };
    for seed in 0..WORLDS {
        let mut random = Random(seed);
        let mut world = world::random(&mut random, kinds);
        leave_out_what_is_said_again(&mut world);
        let query = asked::query(&mut random, &world, kinds);
        let (shuffled, places) = shuffled(&mut random, &world);
        let before = cells(&world, &query);
        let mut after = cells(&shuffled, &query);
        for shown in after.values_mut() {
            let by = shown.source.by;
            shown.source.by =
                (0..places.len()).filter(|at| by >> at & 1 == 1).fold(0, |all, at| all | 1 << places[at]);
        }
        assert_eq!(before, after, "seed {seed}\n{query:?}\n{}", world.told());
    }
}

fn cells(world: &World, query: &Query) -> Cells {
    let site = site(world);
    let facts = Facts::new(&site);
    found(world, &facts, &answer(&facts, &site, query))
}

/// Of two that say the same scope the first counts: that is the one thing for which the order is meant to matter.
fn leave_out_what_is_said_again(world: &mut World) {
    let mut at = 0;
    while at < world.sayings.len() {
        let (before, from) = world.sayings.split_at(at);
        let said = |saying: &world::Saying| {
            let scope = (saying.period, saying.region, saying.channel);
            (saying.plan, saying.in_data, saying.kind, saying.metric, scope)
        };
        if before.iter().any(|first| said(first) == said(&from[0])) {
            world.sayings.remove(at);
        } else {
            at += 1;
        }
    }
}

/// The same in another order, and where each of it stood.
fn shuffled(random: &mut Random, world: &World) -> (World, Vec<usize>) {
    let mut places: Vec<usize> = (0..world.sayings.len()).collect();
    for at in (1..places.len()).rev() {
        places.swap(at, random.below(at + 1));
    }
    let sayings = places.iter().map(|at| world.sayings[*at].clone()).collect();
    (World { sayings, ..world.clone() }, places)
}
