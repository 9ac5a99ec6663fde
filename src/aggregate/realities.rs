//! What plans report, told apart into what is one reality. A plan and those below it speak of the same where their
//! scopes meet, and a review speaks for the plan that it reviews; plans beside one another, of which none lies below
//! the other, each report what is their own. Data of no plan lie in what a plan reports where their scope does, and
//! are one reality with all that they meet where they lie in nothing.

use super::components::Joined;
use super::facts::Facts;
use super::said::Said;
use super::scope::{Scope, Space, Value};
use crate::config::DimensionId;
use crate::link::PlanIndex;
use crate::spread::BuildSpread;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A plan that reports, reviews of it included.
struct Reporter {
    plan: PlanIndex,
    said: Vec<usize>,
}

/// Splits statements into those of one reality each, in the order of their first ones. Near-linear.
pub(super) fn realities(facts: &Facts, said: Vec<Said>) -> Vec<Vec<Said>> {
    let (reporters, data) = reporters(facts, &said);
    if reporters.len() + usize::from(!data.is_empty()) < 2 {
        return vec![said];
    }
    let telling = Telling { facts, said: &said, reporters };
    let mut joined = Joined::new(telling.reporters.len() + 1);
    telling.join_with_above(&mut joined);
    let of_data = telling.join_with_data(&data, &mut joined);
    let mut of: Vec<usize> = vec![telling.data(); said.len()];
    for (number, reporter) in telling.reporters.iter().enumerate() {
        reporter.said.iter().for_each(|at| of[*at] = number);
    }
    of_data.into_iter().for_each(|(at, number)| of[at] = number);
    let mut groups: BTreeMap<usize, Vec<Said>> = BTreeMap::new();
    for (number, said) in of.into_iter().zip(said) {
        groups.entry(joined.first(number)).or_default().push(said);
    }
    groups.into_values().collect()
}

/// Who reports, in the order of the tree, and the data of no plan.
fn reporters(facts: &Facts, said: &[Said]) -> (Vec<Reporter>, Vec<usize>) {
    let mut by_plan: BTreeMap<u32, Reporter> = BTreeMap::new();
    let mut data = Vec::new();
    for (at, said) in said.iter().enumerate() {
        match facts.plan_of(said.fact).map(|plan| facts.tree.speaks_for(plan)) {
            Some(plan) => {
                let new = || Reporter { plan, said: Vec::new() };
                by_plan.entry(facts.tree.enter(plan)).or_insert_with(new).said.push(at);
            }
            None => data.push(at),
        }
    }
    (by_plan.into_values().collect(), data)
}

struct Telling<'a> {
    facts: &'a Facts,
    said: &'a [Said],
    reporters: Vec<Reporter>,
}

impl Telling<'_> {
    /// The number of data that lie in nothing that a plan reports.
    fn data(&self) -> usize {
        self.reporters.len()
    }

    fn scope(&self, at: usize) -> &Arc<Scope> {
        &self.said[at].scope
    }

    /// Joins each with those above it whose scopes its own meet.
    fn join_with_above(&self, joined: &mut Joined) {
        let tree = &self.facts.tree;
        let mut above: Vec<usize> = Vec::new();
        for (number, reporter) in self.reporters.iter().enumerate() {
            let enter = tree.enter(reporter.plan);
            while above.last().is_some_and(|above| tree.exit(self.reporters[*above].plan) <= enter) {
                above.pop();
            }
            for upper in &above {
                let meets = |at: &usize| {
                    let mut of_upper = self.reporters[*upper].said.iter();
                    of_upper.any(|upper| self.facts.space.overlap(self.scope(*at), self.scope(*upper)))
                };
                if joined.first(number) != joined.first(*upper) && reporter.said.iter().any(meets) {
                    joined.join(number, *upper);
                }
            }
            above.push(number);
        }
    }

    /// Finds for data who reports what they lie in: of several on the narrowest, then the lowest plan, then the first. Joins all others with
    /// whom they meet.
    fn join_with_data(&self, data: &[usize], joined: &mut Joined) -> BTreeMap<usize, usize> {
        if data.is_empty() {
            return BTreeMap::new();
        }
        let space = &self.facts.space;
        let depth = |reporter: &Reporter| self.facts.tree.path(reporter.plan).count();
        let depths: Vec<usize> = self.reporters.iter().map(depth).collect();
        let lowest = |number: usize| (depths[number], Reverse(number));
        let all = (0..self.reporters.len())
            .flat_map(|number| self.reporters[number].said.iter().map(move |at| (self.scope(*at), number)));
        // By scope, as many report on the same.
        let mut scopes: HashMap<*const Scope, (&Arc<Scope>, usize), BuildSpread> = HashMap::default();
        for (scope, number) in all.clone() {
            let best = &mut scopes.entry(Arc::as_ptr(scope)).or_insert((scope, number)).1;
            if lowest(number) > lowest(*best) {
                *best = number;
            }
        }
        let places = Places::new(self, data);
        let mut best: BTreeMap<usize, (Narrowness, (usize, Reverse<usize>))> = BTreeMap::new();
        for (scope, number) in scopes.into_values() {
            let rank = (narrowness(space, scope), lowest(number));
            for at in places.near(scope).filter(|at| space.inside(self.scope(*at), scope)) {
                let best = best.entry(at).or_insert(rank);
                *best = (*best).max(rank);
            }
        }
        let found: BTreeMap<usize, usize> =
            best.into_iter().map(|(at, (_, (_, number)))| (at, number.0)).collect();
        let left: Vec<usize> = data.iter().copied().filter(|at| !found.contains_key(at)).collect();
        let places = Places::new(self, &left);
        let mut met: HashMap<*const Scope, bool, BuildSpread> = HashMap::default();
        for (scope, number) in all {
            let meets = || {
                let mut near = places.near(scope);
                near.any(|at| space.overlap(self.scope(at), scope))
            };
            if joined.first(number) != joined.first(self.data())
                && *met.entry(Arc::as_ptr(scope)).or_insert_with(meets)
            {
                joined.join(number, self.data());
            }
        }
        found
    }
}

/// How narrow a scope is: more so than all that it lies in.
type Narrowness = (usize, u32, Reverse<i64>);

fn narrowness(space: &Space, scope: &Scope) -> Narrowness {
    let depth = scope.values.iter().map(|(dimension, value)| space.depth(*dimension, *value)).sum();
    (scope.values.len(), depth, Reverse(scope.period.map_or(i64::MAX, |period| period.days())))
}

/// Data by the values of the dimension that most of them name.
struct Places<'a> {
    telling: &'a Telling<'a>,
    dimension: Option<DimensionId>,
    /// Those that name one, by value.
    named: Vec<(Value, usize)>,
    /// The others.
    others: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(telling: &'a Telling<'a>, data: &[usize]) -> Self {
        let mut counts: BTreeMap<DimensionId, usize> = BTreeMap::new();
        for (dimension, _) in data.iter().flat_map(|at| &telling.scope(*at).values) {
            *counts.entry(*dimension).or_default() += 1;
        }
        let dimension = counts.into_iter().max_by_key(|(_, count)| *count).map(|(dimension, _)| dimension);
        let (mut named, mut others) = (Vec::new(), Vec::new());
        for at in data {
            match dimension.and_then(|dimension| telling.scope(*at).value(dimension)) {
                Some(value) => named.push((value, *at)),
                None => others.push(*at),
            }
        }
        named.sort_unstable();
        Self { telling, dimension, named, others }
    }

    /// All that can meet a scope.
    fn near(&self, scope: &Scope) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let space = &self.telling.facts.space;
        let value = self.dimension.and_then(|dimension| Some((dimension, scope.value(dimension)?)));
        let below = match value {
            Some((dimension, value)) => {
                value..space.node(dimension, value).map_or(value + 1, |node| node.end)
            }
            None => 0..Value::MAX,
        };
        let above = value.map(|(dimension, value)| space.path(dimension, value).skip(1));
        let above = above.into_iter().flatten().map(|value| value..value + 1);
        let in_range = |range: std::ops::Range<Value>| {
            let from = self.named.partition_point(|(value, _)| *value < range.start);
            self.named[from..].iter().take_while(move |(value, _)| *value < range.end).map(|(_, at)| *at)
        };
        [below].into_iter().chain(above).flat_map(in_range).chain(self.others.iter().copied())
    }
}
