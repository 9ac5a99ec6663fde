//! What lies below each statement of a cascade, from the lowest plans up.

use super::around::Around;
use super::boxes::{Boxes, inside, inside_named, overlap};
use super::cascade::{Below, Cascade};
use super::components::Joined;
use super::facts::Facts;
use super::forest::{NodeId, unstated};
use super::scope::Space;
use super::touched::{Groups, Touched};
use crate::quantity::{Amount, Power};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Finds for every node what lies below it. With `spread`, in parallel: not to be asked for where other threads may
/// wait for the result, since a thread that waits takes up other work in between.
pub(super) fn flow(cascade: &mut Cascade, facts: &Facts, spread: bool) {
    cascade.below = vec![None; cascade.nodes.len()];
    let levels = levels(cascade, facts);
    let has_data = cascade.plans.last().is_some_and(|speaker| speaker.plan.is_none());
    if levels.is_empty() || levels.len() == 1 && !has_data {
        return;
    }
    let boxes = Boxes::new(&facts.space, cascade.nodes.iter().map(|node| &*node.scope));
    let common = cascade.plans.iter().map(|speaker| boxes.common(speaker.nodes.clone())).collect();
    let mut flow = Flow { cascade, space: &facts.space, boxes, common };
    for level in levels.into_iter().rev() {
        let mut uppers: Vec<Upper> = Vec::new();
        for at in level {
            let below = flow.below(facts, at);
            if below.iter().all(Range::is_empty) {
                continue;
            }
            let first = flow.cascade.nodes.len();
            flow.take_parts_together(at, &below);
            flow.take_together(at, &below);
            let more = first..flow.cascade.nodes.len();
            uppers.push(Upper { at, nodes: [flow.cascade.plans[at].nodes.clone(), more], below });
        }
        let look = |upper: &Upper| flow.look_below(upper, spread);
        let seen: Vec<Vec<Seen>> =
            if spread { uppers.par_iter().map(look).collect() } else { uppers.iter().map(look).collect() };
        for (upper, seen) in uppers.iter().zip(seen) {
            flow.set_all(upper, seen);
        }
    }
}

/// The positions of plans by how many of the others they lie below. Those of a level know nothing of one another.
fn levels(cascade: &Cascade, facts: &Facts) -> Vec<Vec<usize>> {
    let mut levels: Vec<Vec<usize>> = Vec::new();
    let mut above: Vec<u32> = Vec::new();
    for (at, speaker) in cascade.plans.iter().enumerate() {
        let Some(plan) = speaker.plan else { continue };
        while above.last().is_some_and(|exit| *exit <= facts.tree.enter(plan)) {
            above.pop();
        }
        if levels.len() == above.len() {
            levels.push(Vec::new());
        }
        levels[above.len()].push(at);
        above.push(facts.tree.exit(plan));
    }
    levels
}

/// The positions of all that lie below a plan: of plans, and of data of no plan behind them.
type Lower = [Range<usize>; 2];

/// A plan that has others below it.
struct Upper {
    /// Its position.
    at: usize,
    /// Its nodes, and the wholes that were made of them.
    nodes: [Range<NodeId>; 2],
    below: Lower,
}

impl Upper {
    fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.nodes.clone().into_iter().flatten()
    }
}

/// What a node has seen below it.
#[derive(Clone)]
struct Seen {
    within: Vec<NodeId>,
    wider: Vec<NodeId>,
    given: Amount,
}

impl Seen {
    fn nothing() -> Self {
        Self { within: Vec::new(), wider: Vec::new(), given: Amount::zero() }
    }

    fn add(&mut self, other: Self) {
        self.within.extend(other.within);
        self.wider.extend(other.wider);
        self.given = self.given.add(&other.given);
    }
}

struct Flow<'a> {
    cascade: &'a mut Cascade,
    space: &'a Space,
    /// The scopes of all nodes.
    boxes: Boxes,
    /// What the nodes of each plan have in common: nothing wider than that is among them.
    common: Vec<Vec<[u32; 2]>>,
}

impl Flow<'_> {
    fn around(&self) -> Around<'_> {
        Around { cascade: self.cascade, boxes: &self.boxes, common: &self.common }
    }

    /// The positions in `plans` of all that lie below one.
    fn below(&self, facts: &Facts, at: usize) -> Lower {
        let plans = &self.cascade.plans;
        let Some(plan) = plans[at].plan else { return Default::default() };
        let exit = facts.tree.exit(plan);
        let data = plans.partition_point(|speaker| speaker.plan.is_some());
        let is_lower = |plan| facts.tree.enter(plan) < exit;
        let lower = plans[at + 1..data].partition_point(|speaker| speaker.plan.is_some_and(is_lower));
        [at + 1..at + 1 + lower, data..plans.len()]
    }

    /// Takes those of a plan's nodes together in which something from below lies only together.
    fn take_together(&mut self, at: usize, below: &Lower) {
        let roots = self.cascade.plans[at].take_roots();
        let mut joined = Joined::new(roots.len());
        let bounds = |at: usize| self.boxes.of(roots[at]);
        let mut met = Vec::new();
        for id in below.iter().cloned().flatten().flat_map(|below| &self.cascade.plans[below].roots) {
            let inner = self.boxes.of(*id);
            met.clear();
            met.extend((0..roots.len()).filter(|at| overlap(bounds(*at), inner)));
            if met.len() < 2 || met.iter().any(|at| inside(inner, bounds(*at))) {
                continue;
            }
            let nodes = &self.cascade.nodes;
            if nodes[*id].stated && met.iter().all(|at| inside(bounds(*at), inner)) {
                continue;
            }
            let hull = self.space.hull(met.iter().map(|at| &*nodes[roots[*at]].scope));
            if self.space.inside(&nodes[*id].scope, &hull) {
                met.windows(2).for_each(|pair| joined.join(pair[0], pair[1]));
            }
        }
        for below in below.iter().cloned().flatten() {
            let wider = |root: &NodeId| self.around().wider(*root, below);
            let wider: Vec<Option<NodeId>> = roots.iter().map(wider).collect();
            for (first, cover) in wider.iter().enumerate().filter(|(_, cover)| cover.is_some()) {
                let same = (first + 1..roots.len()).filter(|other| wider[*other] == *cover);
                same.for_each(|other| joined.join(first, other));
            }
        }
        for set in joined.sets() {
            let root = self.whole_of(at, set.into_iter().map(|at| roots[at]).collect());
            self.cascade.plans[at].roots.push(root);
        }
    }

    /// Takes the parts of a plan's nodes together in which something from below lies only together, and gives those
    /// up that it touches.
    fn take_parts_together(&mut self, at: usize, below: &Lower) {
        let mut touched: BTreeMap<(NodeId, usize), Touched> = BTreeMap::new();
        for id in below.iter().cloned().flatten().flat_map(|below| &self.cascade.plans[below].roots) {
            for root in &self.cascade.plans[at].roots {
                self.touch(*root, *id, &mut touched);
            }
        }
        for ((id, number), touched) in touched {
            let said = &self.cascade.nodes[id].sets[number];
            let Groups { remaining, given_up } = touched.groups(self.space, &self.cascade.nodes, said);
            let is_all = remaining.len() == 1 && given_up.is_empty();
            if !remaining.is_empty() && !is_all {
                let set = remaining.into_iter().map(|group| self.whole_of(at, group)).collect();
                let taken = self.cascade.take_parts(id);
                (taken.sets[number], taken.given_up[number]) = (set, given_up);
            }
        }
    }

    /// Finds the parts of a node, and of its parts, in none of which a node from below lies that lies in it.
    fn touch(&self, id: NodeId, inner: NodeId, touched: &mut BTreeMap<(NodeId, usize), Touched>) {
        let (bounds, nodes) = (self.boxes.of(inner), &self.cascade.nodes);
        if nodes[id].sets.is_empty() || !inside(bounds, self.boxes.of(id)) {
            return;
        }
        for (number, set) in nodes[id].sets.iter().enumerate() {
            if let Some(part) = set.iter().find(|part| inside(bounds, self.boxes.of(**part))) {
                self.touch(*part, inner, touched);
                continue;
            }
            let met = (0..set.len()).filter(|at| overlap(self.boxes.of(set[*at]), bounds));
            let met: Vec<usize> = met.collect();
            let hull = || self.space.hull(met.iter().map(|at| &*nodes[set[*at]].scope));
            let is_inside = met.len() > 1 && self.space.inside(&nodes[inner].scope, &hull());
            if !met.is_empty() {
                touched.entry((id, number)).or_insert_with(|| Touched::none(set.len())).add(&met, is_inside);
            }
        }
    }

    /// Nodes of a plan as one.
    fn whole_of(&mut self, at: usize, set: Vec<NodeId>) -> NodeId {
        if let [only] = set.as_slice() { *only } else { self.add_whole(at, set) }
    }

    fn add_whole(&mut self, at: usize, set: Vec<NodeId>) -> NodeId {
        let node = unstated(self.space, &self.cascade.nodes, vec![set]);
        self.boxes.push(self.space, &node.scope);
        self.cascade.push_whole(at, node)
    }

    /// What lies below each node of a plan.
    fn look_below(&self, upper: &Upper, spread: bool) -> Vec<Seen> {
        /// Plans that are looked at in one go.
        const TOGETHER: usize = 256;
        let all: Vec<usize> = upper.below.iter().cloned().flatten().collect();
        let see = |plans: &[usize]| self.see(upper, plans);
        let seen: Vec<Vec<Seen>> = if spread {
            all.par_chunks(TOGETHER).map(see).collect()
        } else {
            all.chunks(TOGETHER).map(see).collect()
        };
        let together = seen.into_iter().reduce(|mut before, behind| {
            before.iter_mut().zip(behind).for_each(|(before, behind)| before.add(behind));
            before
        });
        together.unwrap_or_default()
    }

    /// What each node of a plan sees in some plans below. All look at one plan before they go on to the next: of
    /// thousands of plans little is at hand.
    fn see(&self, upper: &Upper, plans: &[usize]) -> Vec<Seen> {
        let mut all = vec![Seen::nothing(); upper.nodes().count()];
        let mut waiting = Vec::new();
        let is_root = |id: &NodeId| self.cascade.plans[upper.at].roots.contains(id);
        for at in plans {
            let speaker = &self.cascade.plans[*at];
            for (id, seen) in upper.nodes().zip(&mut all) {
                let before = seen.within.len();
                waiting.extend_from_slice(&speaker.roots);
                self.around().largest_inside(self.boxes.of(id), &mut waiting, &mut seen.within);
                let wider = if is_root(&id) { self.around().all_wider(id, *at) } else { Vec::new() };
                match self.cascade.members(id) {
                    None if wider.is_empty() => {
                        let inside = seen.within[before..].iter().map(|inner| self.cascade.left(*inner));
                        seen.given = inside.fold(seen.given, |sum, left| sum.add(left));
                    }
                    members => self.see_around(id, members.unwrap_or(&[id]), (before, wider), seen),
                }
            }
        }
        all
    }

    /// The same of a plan of which something lies around a node or some of its members: each counts as far as it may be
    /// what these are about.
    fn see_around(
        &self,
        id: NodeId,
        members: &[NodeId],
        (before, wider): (usize, Vec<NodeId>),
        seen: &mut Seen,
    ) {
        let bounds = |id: NodeId| self.boxes.of(id);
        let inner = seen.within.split_off(before).into_iter();
        let inner =
            inner.filter(|inner| members.iter().any(|member| overlap(bounds(*inner), bounds(*member))));
        let (alike, wider): (Vec<NodeId>, Vec<NodeId>) =
            wider.into_iter().partition(|wider| inside_named(bounds(*wider), bounds(id)));
        let in_any =
            |inner: &NodeId, all: &[NodeId]| all.iter().any(|of| inside(bounds(*inner), bounds(*of)));
        let within = inner.filter(|inner| !in_any(inner, &alike)).chain(alike.iter().copied());
        seen.within.extend(within);
        let free = seen.within[before..].iter().filter(|inner| !in_any(inner, &wider));
        let given = free.chain(&wider).map(|below| self.around().covers(*below, members));
        seen.given = given.fold(seen.given, |sum, covers| sum.add(&covers));
        seen.wider.extend(wider);
    }

    /// Tells the nodes of a plan what they have seen: parts before their wholes, those that were taken together before
    /// what they are parts of.
    fn set_all(&mut self, upper: &Upper, seen: Vec<Seen>) {
        let mut seen: Vec<(NodeId, Option<Seen>)> = upper.nodes().zip(seen.into_iter().map(Some)).collect();
        let [said, made] = &upper.nodes;
        for at in 0..said.len() {
            if !made.is_empty() {
                let parts = self.cascade.sets(said.start + at).iter().flatten();
                let parts: Vec<NodeId> = parts.copied().filter(|part| made.contains(part)).collect();
                for part in parts {
                    self.set(&mut seen[said.len() + part - made.start]);
                }
            }
            self.set(&mut seen[at]);
        }
        seen[said.len()..].iter_mut().for_each(|seen| self.set(seen));
    }

    fn set(&mut self, (id, seen): &mut (NodeId, Option<Seen>)) {
        let Some(Seen { mut within, wider, given }) = seen.take() else { return };
        if within.is_empty() && wider.is_empty() {
            return;
        }
        within.sort_unstable();
        let left = self.cascade.left_of(*id, &given);
        let nodes = &mut self.cascade.nodes;
        let finest = within.iter().chain(&wider).map(|inner| nodes[*inner].finest);
        nodes[*id].finest = finest.fold(nodes[*id].finest, Power::min);
        self.cascade.below[*id] = Some(Box::new(Below { within, wider, given, left }));
    }
}
