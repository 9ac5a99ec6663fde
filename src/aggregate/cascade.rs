//! Targets down the plan tree: what a plan states gives way to what the plans below it state inside the
//! same scope, and what they leave over is its own remainder.
//!
//! For a statement *t* of a plan:
//! - *within(t)*: of every plan below, the largest of its statements that lie inside *t*;
//! - *wider(t)*, where *t* is no part of another one: of every plan below that does not speak of just the same, the
//!   narrowest of its statements that *t* lies inside. Some of it may be what *t* is about: all but what the plan states
//!   elsewhere, what lies inside *t* included. Where it is wider only in what it does not name (what a plan below says
//!   without a region, it says of what the plan above says of one), it is *within(t)*;
//! - *given(t)*: what is left of all these together;
//! - *left(t)*: *t* less *given(t)*, never below zero, and no less than what is left of its parts where one of them is
//!   exceeded.
//!
//! Where a statement from below lies in several of a plan's statements together, but in none alone (a
//! channel's half-year in six months), or several of them in it, these are first taken together as a whole that
//! nobody stated. So are parts of one statement. Parts that it touches and does not lie in are given up: what is left
//! of them stays where their whole stands, and the other parts keep their places.
//!
//! A whole that nobody stated is as much as its parts come to, each with what lies inside it below: where one part is
//! exceeded the others still stand. What lies in none of those that were taken together has nothing to do with them.
//!
//! The sum over all plans is the sum of what is left of all their statements that are not parts of others. It does
//! not depend on how a query slices it.

use super::amount::{is_larger, larger, remainder};
use super::facts::Facts;
use super::flow::flow;
use super::forest::{Forest, Node, NodeId};
use super::realities::realities;
use super::said::{Said, by_all, by_one};
use super::shape::Shapes;
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::quantity::Amount;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// Statements of plans with what lies below each.
#[derive(Clone, Debug, Default)]
pub(super) struct Cascade {
    /// The nodes of all plans, parts before their wholes.
    pub(super) nodes: Vec<Node>,
    /// Plans in pre-order; data of no plan, which lie below every plan, come last.
    pub(super) plans: Vec<Speaker>,
    /// For each node what lies below it, if anything does: of most plans nothing.
    pub(super) below: Vec<Option<Box<Below>>>,
    /// For each node the position of its plan in `plans`.
    owner: Vec<u32>,
    /// For each node what most looks need to know of it: small, as they go over all of them.
    pub(super) briefs: Vec<Brief>,
    /// For each of `plans` its position in pre-order.
    enters: Vec<u32>,
    /// The parts of some nodes as what lies below leaves them.
    taken: BTreeMap<NodeId, Taken>,
}

/// The parts of a node, those taken together in which something from below lies only together.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// The alternatives, each with what remains of it.
    pub(super) sets: Vec<Vec<NodeId>>,
    /// Of each the parts of which nobody can say what is left.
    pub(super) given_up: Vec<Vec<NodeId>>,
}

/// What most looks need to know of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brief {
    /// Somebody stated it.
    pub(super) stated: bool,
    /// It has parts.
    pub(super) has_parts: bool,
    /// The number of its scope.
    pub(super) scope: u32,
}

impl Brief {
    fn of(node: &Node) -> Self {
        Self { stated: node.stated, has_parts: !node.sets.is_empty(), scope: node.scope.number }
    }
}

/// What plans below take on of a node.
#[derive(Clone, Debug)]
pub(super) struct Below {
    /// Their nodes that lie inside it.
    pub(super) within: Vec<NodeId>,
    /// Those that it lies inside.
    pub(super) wider: Vec<NodeId>,
    /// What is left of these together, as far as it may be what the node is about.
    pub(super) given: Amount,
    /// What they leave of it.
    pub(super) left: Amount,
}

/// A plan, or all data of no plan.
#[derive(Clone, Debug)]
pub(super) struct Speaker {
    pub(super) plan: Option<PlanIndex>,
    /// Its nodes.
    pub(super) nodes: Range<NodeId>,
    /// Those that are no parts.
    pub(super) roots: Vec<NodeId>,
    /// The same before any of them were taken together, where that is not the same.
    untaken: Option<Box<[NodeId]>>,
    /// How many statements these nodes stand for.
    count: usize,
}

impl Speaker {
    /// The nodes that are no parts, before any of them were taken together.
    pub(super) fn said(&self) -> &[NodeId] {
        self.untaken.as_deref().unwrap_or(&self.roots)
    }

    /// Whether none of its nodes were taken together.
    pub(super) fn is_as_said(&self) -> bool {
        self.untaken.as_deref().is_none_or(|untaken| untaken == self.roots)
    }

    /// Takes the roots out, to be taken together.
    pub(super) fn take_roots(&mut self) -> Vec<NodeId> {
        let roots = std::mem::take(&mut self.roots);
        self.untaken.get_or_insert_with(|| roots.as_slice().into());
        roots
    }
}

/// A position, in half the room: many are kept.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What each plan says, of statements in the order of the tree.
fn chunks<'s>(facts: &Facts, said: &'s [Said]) -> impl Iterator<Item = &'s [Said]> {
    let plan = |said: &Said| facts.plan_of(said.fact);
    said.chunk_by(move |a, b| plan(a) == plan(b))
}

/// How many facts are behind what is said.
fn stood_for(said: &[Said]) -> usize {
    said.iter().map(|said| said.of as usize).sum()
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
    fn new(facts: &Facts, same: &[Said], whole: Option<&Cascade>, shapes: &mut Shapes) -> Self {
        let plan = same.first().and_then(|said| facts.plan_of(said.fact));
        let count = stood_for(same);
        let known = whole.zip(plan).and_then(|(whole, plan)| whole.forest(facts, plan, count));
        let forest = known.unwrap_or_else(|| Forest::grow(shapes, by_one(facts, same)));
        Self { plan, forest, count }
    }
}

impl Cascade {
    /// Of statements, in the order of the tree, that give way along it. `whole`: of all statements of this kind, where known.
    pub(super) fn of_plans(facts: &Facts, said: Vec<Said>, whole: Option<&Self>) -> Self {
        let mut shapes = Shapes::new(&facts.space);
        let mut cascade = Self::with_room(said.len());
        for same in chunks(facts, &said) {
            cascade.add(facts, Grown::new(facts, same, whole, &mut shapes));
        }
        flow(&mut cascade, facts, false);
        cascade
    }

    /// The same in parallel. Not to be called where other threads may wait for the result: a thread that grows
    /// forests takes up other work in between.
    pub(super) fn of_many_plans(facts: &Facts, said: Vec<Said>) -> Self {
        /// Plans whose forests wait for one another.
        const TOGETHER: usize = 512;
        let mut cascade = Self::with_room(said.len());
        let chunks: Vec<&[Said]> = chunks(facts, &said).collect();
        for chunks in chunks.chunks(TOGETHER) {
            let grow = |shapes: &mut Shapes, same: &&[Said]| Grown::new(facts, same, None, shapes);
            let forests = chunks.par_iter().with_min_len(TOGETHER / 8);
            let forests: Vec<Grown> = forests.map_init(|| Shapes::new(&facts.space), grow).collect();
            forests.into_iter().for_each(|grown| cascade.add(facts, grown));
        }
        flow(&mut cascade, facts, true);
        cascade
    }

    /// Nothing yet, with room for so many statements and for wholes that nobody stated, which are few.
    fn with_room(stated: usize) -> Self {
        let nodes = stated + stated / 8;
        let mut cascade = Self::default();
        cascade.nodes.reserve(nodes);
        cascade.owner.reserve(nodes);
        cascade.briefs.reserve(nodes);
        cascade
    }

    /// What a plan says by itself, where so many statements are all that is known of it here.
    fn forest(&self, facts: &Facts, plan: PlanIndex, count: usize) -> Option<Forest> {
        let at = self.place(facts, plan).filter(|at| self.states(*at, plan, count))?;
        let speaker = &self.plans[at];
        let first = speaker.nodes.start;
        let mut nodes = self.nodes[speaker.nodes.clone()].to_vec();
        nodes.iter_mut().flat_map(|node| node.sets.iter_mut().flatten()).for_each(|id| *id -= first);
        Some(Forest { nodes, roots: speaker.said().iter().map(|id| id - first).collect() })
    }

    /// Whether a plan stands at a position and states so many things, data that name it included.
    pub(super) fn states(&self, at: usize, plan: PlanIndex, count: usize) -> bool {
        self.plans.get(at).is_some_and(|speaker| speaker.plan == Some(plan) && speaker.count == count)
    }

    /// The first position from one on whose plan is entered at a number or later; close ones are found soon.
    pub(super) fn first_from(&self, from: usize, enter: u32) -> usize {
        let (mut start, mut step) = (from, 1);
        while self.enters.get(start + step - 1).is_some_and(|at| *at < enter) {
            start += step;
            step *= 2;
        }
        let end = self.enters.len().min(start + step - 1);
        start + self.enters[start..end].partition_point(|at| *at < enter)
    }

    /// What a plan states.
    pub(super) fn of(&self, facts: &Facts, plan: PlanIndex) -> Option<&Speaker> {
        self.place(facts, plan).map(|at| &self.plans[at])
    }

    fn place(&self, facts: &Facts, plan: PlanIndex) -> Option<usize> {
        let at = self.enters.binary_search(&facts.tree.enter(plan)).ok()?;
        (self.plans.get(at)?.plan == Some(plan)).then_some(at)
    }

    /// Of statements of what is, where only scopes tell what is part of what in one reality. What is quoted is one.
    pub(super) fn of_all(facts: &Facts, said: Vec<Said>) -> Self {
        let mut cascade = Self::default();
        let mut shapes = Shapes::new(&facts.space);
        let is_quoted = said.first().is_some_and(|said| facts.fact(said.fact).kind == StatementKind::Figure);
        for said in if is_quoted { vec![said] } else { realities(facts, said) } {
            let count = stood_for(&said);
            let forest = Forest::grow(&mut shapes, by_all(facts, said));
            cascade.add(facts, Grown { plan: None, forest, count });
        }
        flow(&mut cascade, facts, false);
        cascade
    }

    fn add(&mut self, facts: &Facts, Grown { plan, forest, count }: Grown) {
        let offset = self.nodes.len();
        self.briefs.extend(forest.nodes.iter().map(Brief::of));
        self.owner.resize(self.briefs.len(), number(self.plans.len()));
        // The only forest of many is taken over as it is.
        match self.nodes.capacity() {
            0 => self.nodes = forest.nodes,
            _ => self.nodes.extend(forest.nodes.into_iter().map(|mut node| {
                node.sets.iter_mut().flatten().for_each(|id| *id += offset);
                node
            })),
        }
        let roots: Vec<NodeId> = forest.roots.into_iter().map(|id| id + offset).collect();
        let nodes = offset..self.nodes.len();
        self.enters.push(plan.map_or(u32::MAX, |plan| facts.tree.enter(plan)));
        self.plans.push(Speaker { plan, nodes, roots, untaken: None, count });
    }

    /// Adds a whole that nobody stated to the nodes of a plan.
    pub(super) fn push_whole(&mut self, at: usize, node: Node) -> NodeId {
        self.below.push(None);
        self.owner.push(number(at));
        self.briefs.push(Brief::of(&node));
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The alternatives of parts of a node, as what lies below leaves them.
    pub(super) fn sets(&self, id: NodeId) -> &[Vec<NodeId>] {
        self.taken.get(&id).map_or(&self.nodes[id].sets, |taken| &taken.sets)
    }

    /// The parts of an alternative of which nobody can say what is left.
    pub(super) fn given_up(&self, id: NodeId, set: usize) -> &[NodeId] {
        self.taken.get(&id).and_then(|taken| taken.given_up.get(set)).map_or(&[], Vec::as_slice)
    }

    /// The parts of a node, to be taken together: at first as said.
    pub(super) fn take_parts(&mut self, id: NodeId) -> &mut Taken {
        let said = &self.nodes[id].sets;
        let new = || Taken { sets: said.clone(), given_up: vec![Vec::new(); said.len()] };
        self.taken.entry(id).or_insert_with(new)
    }

    /// The plan that states a node.
    pub(super) fn plan_of(&self, id: NodeId) -> Option<PlanIndex> {
        self.plans[self.owner[id] as usize].plan
    }

    /// Whether nothing below takes anything on of a node.
    pub(super) fn is_free(&self, id: NodeId) -> bool {
        self.below[id].is_none()
    }

    /// What a node is before anything is taken from it: of a whole that nobody stated the most that any of its sets comes
    /// to, each part with what lies inside it below.
    pub(super) fn base(&self, id: NodeId) -> Amount {
        let node = &self.nodes[id];
        if node.stated {
            return node.amount;
        }
        let sets = self.sets(id).iter().enumerate();
        let comes_to = |id: &NodeId| self.comes_to(*id);
        let sums = sets.map(|(at, set)| set.iter().chain(self.given_up(id, at)).map(comes_to).sum());
        sums.reduce(|most: Amount, sum| larger(&most, &sum)).unwrap_or(node.amount)
    }

    /// A node with what lies inside it below.
    fn comes_to(&self, id: NodeId) -> Amount {
        self.below[id].as_ref().map_or(self.nodes[id].amount, |below| below.left.add(&below.given))
    }

    /// What is left of a node of which so much is taken: what that leaves of it, and no less than what is left of its
    /// parts where one of them is exceeded: the others still stand.
    pub(super) fn left_of(&self, id: NodeId, given: &Amount) -> Amount {
        let left = remainder(&self.base(id), given);
        let [set] = self.sets(id) else { return left };
        let is_exceeded = |part: &NodeId| is_larger(&self.comes_to(*part), &self.base(*part));
        if !self.nodes[id].stated || !set.iter().any(is_exceeded) {
            return left;
        }
        // What is taken, but not from one part, is taken from all of them together.
        let of_parts: Amount = set.iter().map(|part| *self.given(*part)).sum();
        let together: Amount = set.iter().map(|part| *self.left(*part)).sum();
        larger(&left, &remainder(&together, &remainder(given, &of_parts)))
    }

    /// Of a whole that nobody stated and that has one set the members of that: nodes that were taken together.
    pub(super) fn members(&self, id: NodeId) -> Option<&[NodeId]> {
        match self.nodes[id].sets.as_slice() {
            [members] if !self.nodes[id].stated => Some(members),
            _ => None,
        }
    }

    /// The nodes of plans below that lie inside one.
    pub(super) fn within(&self, id: NodeId) -> &[NodeId] {
        self.below[id].as_ref().map_or(&[], |below| &below.within)
    }

    /// What is left of these together.
    pub(super) fn given(&self, id: NodeId) -> &Amount {
        const NOTHING: &Amount = &Amount::zero();
        self.below[id].as_ref().map_or(NOTHING, |below| &below.given)
    }

    /// What they leave of it.
    pub(super) fn left(&self, id: NodeId) -> &Amount {
        self.below[id].as_ref().map_or(&self.nodes[id].amount, |below| &below.left)
    }

    /// The sum of everything: of what is left of all statements that are no parts.
    pub(super) fn total(&self) -> Amount {
        self.plans.iter().flat_map(|speaker| &speaker.roots).map(|id| self.left(*id)).sum()
    }
}
