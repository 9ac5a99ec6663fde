//! Targets down the plan tree: what a plan states gives way to what the plans below it state inside the
//! same scope, and what they leave over is its own remainder.
//!
//! For a statement *t* of a plan:
//! - *within(t)*: of every plan below, the largest of its statements that lie inside *t*, but for those that
//!   give way themselves to a wider statement further below that lies inside *t*, too;
//! - *left(t)*: *t* less the sum of what is left of all in *within(t)*, never below zero;
//! - *covered(t)*: wider statements of plans below. A plan's own statement that has one gives way wholly.
//!
//! Where a statement from below lies in several of a plan's statements together, but in none alone (a
//! channel's half-year in six months), these are first taken together as a whole that nobody stated.
//!
//! The sum over all plans is the sum of what is left of all their statements that are not parts of others and
//! not covered. It does not depend on how a query slices it.

use super::amount::{is_larger, remainder};
use super::components::Joined;
use super::facts::Facts;
use super::forest::{Forest, Node, NodeId, sum, unstated};
use super::said::{Said, by_all, by_one};
use super::scope::{Scope, Space};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::ops::Range;

/// Statements of plans with what lies below each.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascade {
    /// The nodes of all plans, parts before their wholes.
    pub(super) nodes: Vec<Node>,
    /// Plans in pre-order; data of no plan, which lie below every plan, come last.
    pub(super) plans: Vec<Speaker>,
    /// For each node the nodes of plans below that lie inside it.
    pub(super) within: Vec<Vec<NodeId>>,
    /// For each node what is left of these together.
    pub(super) given: Vec<Amount>,
    /// For each node what they leave of it.
    pub(super) left: Vec<Amount>,
    /// For each node the wider statements of plans below.
    pub(super) covered: Vec<Vec<NodeId>>,
    /// For each node the position of its plan in `plans`.
    owner: Vec<usize>,
}

/// A plan, or all data of no plan.
#[derive(Clone, Debug)]
pub(super) struct Speaker {
    pub(super) plan: Option<PlanIndex>,
    /// Its nodes.
    pub(super) nodes: Range<NodeId>,
    /// Those that are no parts.
    pub(super) roots: Vec<NodeId>,
    /// The same before any of them were taken together.
    pub(super) said: Vec<NodeId>,
    /// How many statements these nodes were made from.
    count: usize,
    /// What all nodes have in common: nothing wider than that is among them.
    common: Scope,
}

/// Sorted by plan in pre-order, data of no plan last.
fn by_plan(facts: &Facts, mut said: Vec<Said>) -> Vec<Said> {
    let plan = |said: &Said| facts.fact(said.fact).plan;
    said.sort_by_key(|said| plan(said).map_or(u32::MAX, |plan| facts.tree.enter(plan)));
    said
}

/// What each plan says, of statements sorted by plan.
fn chunks<'s>(facts: &Facts, said: &'s [Said]) -> impl Iterator<Item = &'s [Said]> {
    let plan = |said: &Said| facts.fact(said.fact).plan;
    said.chunk_by(move |a, b| plan(a) == plan(b))
}

/// What a plan says, as wholes and parts.
struct Grown {
    plan: Option<PlanIndex>,
    forest: Forest,
    /// Of how many statements.
    count: usize,
}

impl Grown {
    /// `whole` may be about more plans: what it knows of a plan that says nothing else is taken over.
    fn new(facts: &Facts, same: &[Said], whole: Option<&Cascade>) -> Self {
        let plan = same.first().and_then(|said| facts.fact(said.fact).plan);
        let known = whole.zip(plan).and_then(|(whole, plan)| whole.forest(facts, plan, same.len()));
        let forest = known.unwrap_or_else(|| Forest::grow(&facts.space, by_one(facts, same)));
        Self { plan, forest, count: same.len() }
    }
}

/// The values that scopes have in common, without a period.
fn common<'a>(mut scopes: impl Iterator<Item = &'a Scope>) -> Scope {
    let Some(first) = scopes.next() else { return Scope::default() };
    let mut values = first.values.to_vec();
    for scope in scopes {
        values.retain(|value| scope.values.contains(value));
    }
    Scope { period: None, values: values.into() }
}

impl Cascade {
    /// Of statements that give way along the plan tree. `whole`: of all statements of this kind, where known.
    pub(super) fn of_plans(facts: &Facts, said: Vec<Said>, whole: Option<&Self>) -> Self {
        let said = by_plan(facts, said);
        Self::of_forests(facts, chunks(facts, &said).map(|same| Grown::new(facts, same, whole)), said.len())
    }

    /// The same with the forests of plans grown in parallel. Not to be called where other threads may wait
    /// for the result: a thread that grows forests takes up other work in between.
    pub(super) fn of_many_plans(facts: &Facts, said: Vec<Said>) -> Self {
        let said = by_plan(facts, said);
        let chunks: Vec<&[Said]> = chunks(facts, &said).collect();
        let forests: Vec<_> = chunks.into_par_iter().map(|same| Grown::new(facts, same, None)).collect();
        let nodes = forests.iter().map(|grown: &Grown| grown.forest.nodes.len()).sum();
        Self::of_forests(facts, forests.into_iter(), nodes)
    }

    /// `nodes` is about how many nodes there are.
    fn of_forests(facts: &Facts, forests: impl Iterator<Item = Grown>, nodes: usize) -> Self {
        let mut cascade = Self::default();
        cascade.nodes.reserve(nodes);
        cascade.owner.reserve(nodes);
        forests.for_each(|grown| cascade.add(grown));
        cascade.flow(facts);
        cascade
    }

    /// What a plan says by itself, where so many statements are all that is known of it here.
    fn forest(&self, facts: &Facts, plan: PlanIndex, count: usize) -> Option<Forest> {
        let speaker = &self.plans[self.position(facts, plan, count)?];
        let first = speaker.nodes.start;
        let mut nodes = self.nodes[speaker.nodes.clone()].to_vec();
        nodes.iter_mut().flat_map(|node| node.sets.iter_mut().flatten()).for_each(|id| *id -= first);
        Some(Forest { nodes, roots: speaker.said.iter().map(|id| id - first).collect() })
    }

    /// The position of a plan that states so many things, data that name it included.
    pub(super) fn position(&self, facts: &Facts, plan: PlanIndex, count: usize) -> Option<usize> {
        self.place(facts, plan).filter(|at| self.plans[*at].count == count)
    }

    /// What a plan states.
    pub(super) fn of(&self, facts: &Facts, plan: PlanIndex) -> Option<&Speaker> {
        self.place(facts, plan).map(|at| &self.plans[at])
    }

    fn place(&self, facts: &Facts, plan: PlanIndex) -> Option<usize> {
        let enter = |speaker: &Speaker| speaker.plan.map_or(u32::MAX, |plan| facts.tree.enter(plan));
        let at = self.plans.binary_search_by_key(&facts.tree.enter(plan), enter).ok()?;
        (self.plans[at].plan == Some(plan)).then_some(at)
    }

    /// Of statements of one reality, where only scopes tell what is part of what.
    pub(super) fn of_all(facts: &Facts, said: Vec<Said>) -> Self {
        let mut cascade = Self::default();
        let count = said.len();
        let forest = Forest::grow(&facts.space, by_all(facts, said));
        cascade.add(Grown { plan: None, forest, count });
        cascade.flow(facts);
        cascade
    }

    fn add(&mut self, Grown { plan, forest, count }: Grown) {
        let offset = self.nodes.len();
        for mut node in forest.nodes {
            node.sets.iter_mut().flatten().for_each(|id| *id += offset);
            self.nodes.push(node);
            self.owner.push(self.plans.len());
        }
        let roots: Vec<NodeId> = forest.roots.into_iter().map(|id| id + offset).collect();
        let nodes = offset..self.nodes.len();
        let common = common(self.nodes[nodes.clone()].iter().map(|node| &*node.scope));
        self.plans.push(Speaker { plan, nodes, said: roots.clone(), roots, count, common });
    }

    /// Finds for every node what lies below it, from the lowest plans up.
    fn flow(&mut self, facts: &Facts) {
        let count = self.nodes.len();
        self.within = vec![Vec::new(); count];
        self.covered = vec![Vec::new(); count];
        self.given = vec![Amount::zero(); count];
        self.left = self.nodes.iter().map(|node| node.amount).collect();
        for at in (0..self.plans.len()).rev() {
            let below = self.below(facts, at);
            if below.is_empty() {
                continue;
            }
            let more = self.take_together(&facts.space, at, &below);
            for id in self.plans[at].nodes.clone().chain(more) {
                self.look_below(&facts.space, id, &below);
            }
        }
    }

    /// The plan that states a node.
    pub(super) fn plan_of(&self, id: NodeId) -> Option<PlanIndex> {
        self.plans[self.owner[id]].plan
    }

    /// Takes those of a plan's nodes together in which something from below lies only together. Gives the
    /// wholes that this makes.
    fn take_together(&mut self, space: &Space, at: usize, below: &[usize]) -> Range<NodeId> {
        let roots = self.plans[at].roots.clone();
        let mut joined = Joined::new(roots.len());
        let scope = |id: NodeId| &*self.nodes[id].scope;
        for id in below.iter().flat_map(|below| &self.plans[*below].roots) {
            let inner = scope(*id);
            let met: Vec<usize> =
                (0..roots.len()).filter(|at| space.overlap(scope(roots[*at]), inner)).collect();
            let in_one = met.iter().any(|at| space.inside(inner, scope(roots[*at])));
            let covers_all =
                self.nodes[*id].stated && met.iter().all(|at| space.inside(scope(roots[*at]), inner));
            if met.len() < 2 || in_one || covers_all {
                continue;
            }
            if space.inside(inner, &space.hull(met.iter().map(|at| scope(roots[*at])))) {
                met.windows(2).for_each(|pair| joined.join(pair[0], pair[1]));
            }
        }
        let mut sets: Vec<Vec<NodeId>> = vec![Vec::new(); roots.len()];
        for (at, root) in roots.iter().enumerate() {
            sets[joined.first(at)].push(*root);
        }
        let first = self.nodes.len();
        self.plans[at].roots.clear();
        for set in sets.into_iter().filter(|set| !set.is_empty()) {
            let root = if let [only] = set.as_slice() { *only } else { self.add_whole(space, at, set) };
            self.plans[at].roots.push(root);
        }
        first..self.nodes.len()
    }

    fn add_whole(&mut self, space: &Space, at: usize, set: Vec<NodeId>) -> NodeId {
        let node = unstated(space, &self.nodes, vec![set]);
        self.left.push(node.amount);
        self.within.push(Vec::new());
        self.given.push(Amount::zero());
        self.covered.push(Vec::new());
        self.owner.push(at);
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The positions in `plans` of all that lie below one.
    fn below(&self, facts: &Facts, at: usize) -> Vec<usize> {
        let Some(plan) = self.plans[at].plan else { return Vec::new() };
        let exit = facts.tree.exit(plan);
        let lower = |speaker: &Speaker| speaker.plan.is_none_or(|plan| facts.tree.enter(plan) < exit);
        let next = at + 1..self.plans.len();
        let mut below: Vec<usize> = next.clone().take_while(|at| lower(&self.plans[*at])).collect();
        let last = self.plans.len() - 1;
        if self.plans[last].plan.is_none() && below.last() != Some(&last) {
            below.push(last);
        }
        below
    }

    fn look_below(&mut self, space: &Space, id: NodeId, below: &[usize]) {
        let scope = &self.nodes[id].scope;
        let mut within = Vec::new();
        let mut covered = Vec::new();
        for at in below {
            let speaker = &self.plans[*at];
            self.largest_inside(space, scope, &speaker.roots, &mut within);
            let wider = |other: &NodeId| {
                let node = &self.nodes[*other];
                node.stated && space.strictly_inside(scope, &node.scope)
            };
            if space.values_inside(scope, &speaker.common) {
                covered.extend(speaker.nodes.clone().filter(wider));
            }
        }
        within.retain(|inner| {
            !self.covered[*inner].iter().any(|cover| space.inside(&self.nodes[*cover].scope, scope))
        });
        within.sort_unstable();
        if !within.is_empty() {
            self.given[id] = within.iter().map(|inner| &self.left[*inner]).sum();
            self.left[id] = remainder(&self.nodes[id].amount, &self.given[id]);
            let finest = within.iter().map(|inner| self.nodes[*inner].finest);
            self.nodes[id].finest = finest.fold(self.nodes[id].finest, Decimal::min);
        }
        self.within[id] = within;
        self.covered[id] = covered;
    }

    /// The largest nodes among these and their parts that lie inside a scope. Of a whole that nobody stated
    /// and that does not, one alternative is looked at: the one of which most lies inside.
    fn largest_inside(&self, space: &Space, scope: &Scope, roots: &[NodeId], found: &mut Vec<NodeId>) {
        let mut waiting = roots.to_vec();
        while let Some(id) = waiting.pop() {
            let node = &self.nodes[id];
            if space.inside(&node.scope, scope) {
                found.push(id);
            } else if space.overlap(&node.scope, scope) {
                waiting.extend(self.alternative_inside(space, scope, &node.sets));
            }
        }
    }

    fn alternative_inside<'a>(&self, space: &Space, scope: &Scope, sets: &'a [Vec<NodeId>]) -> &'a [NodeId] {
        let mut best: Option<(Amount, &[NodeId])> = None;
        for set in sets {
            let inside: Vec<NodeId> =
                set.iter().copied().filter(|id| space.inside(&self.nodes[*id].scope, scope)).collect();
            let amount = sum(&self.nodes, &inside);
            if best.as_ref().is_none_or(|(most, _)| is_larger(&amount, most)) {
                best = Some((amount, set));
            }
        }
        best.map_or(&[], |(_, set)| set)
    }

    /// The sum of everything: of what is left of all statements that are no parts and not covered.
    pub(super) fn total(&self) -> Amount {
        let roots = self.plans.iter().flat_map(|speaker| &speaker.roots);
        roots.filter(|id| self.covered[**id].is_empty()).map(|id| &self.left[*id]).sum()
    }
}
