//! Statements as wholes and parts. A statement that lies in another one of the same forest is a part of it;
//! parts that overlap without lying in one another are alternatives and never added.

use super::amount::{difference, larger};
use super::components::{Component, components};
use super::containers::smallest_containers;
use super::facts::FactId;
use super::scope::{Scope, Space};
use crate::quantity::Amount;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::sync::Arc;

/// What is said about one scope.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// The scope; no other of the forest has it.
    pub(super) scope: Arc<Scope>,
    /// How much.
    pub(super) amount: Amount,
    /// One unit of the last digit.
    pub(super) step: Decimal,
    /// By which facts.
    pub(super) by: Vec<FactId>,
    /// For stocks: when that held.
    pub(super) as_of: Option<(Date, Date)>,
}

/// A node's index; parts have lower ones than their whole.
pub(super) type NodeId = usize;

/// A statement with its parts, or a whole that nobody stated.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is about. Of a whole that nobody stated: what its parts are about together.
    pub(super) scope: Arc<Scope>,
    /// How much: what is stated, or what the parts come to where that is more.
    pub(super) amount: Amount,
    /// What is stated; the same as `amount` where nobody stated the whole.
    pub(super) said: Amount,
    /// One unit of the last digit.
    pub(super) step: Decimal,
    /// The facts that it was made from.
    pub(super) by: Vec<FactId>,
    /// For stocks: when that held.
    pub(super) as_of: Option<(Date, Date)>,
    /// The sets of parts. Of a statement: at most one. Of a whole that nobody stated: the alternatives, of
    /// which one is shown.
    pub(super) sets: Vec<Vec<NodeId>>,
    /// Whether somebody stated it.
    pub(super) stated: bool,
    /// What the parts of a statement leave of it.
    pub(super) rest: Option<Amount>,
}

impl Node {
    fn of(amount: Amount, stated: Stated, sets: Vec<Vec<NodeId>>, rest: Option<Amount>) -> Self {
        let Stated { scope, amount: said, step, by, as_of } = stated;
        Self { scope, amount, said, step, by, as_of, sets, stated: true, rest }
    }
}

/// Statements as wholes and parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Forest {
    /// Parts before their wholes.
    pub(super) nodes: Vec<Node>,
    /// Those that are no parts.
    pub(super) roots: Vec<NodeId>,
}

impl Forest {
    /// The forest of statements whose scopes all differ. Near-linear.
    pub(super) fn grow(space: &Space, stated: Vec<Stated>) -> Self {
        if stated.len() == 1 {
            let alone = |stated: Stated| Node::of(stated.amount, stated, Vec::new(), None);
            let nodes = stated.into_iter().map(alone).collect();
            return Self { nodes, roots: vec![0] };
        }
        let scopes: Vec<Arc<Scope>> = stated.iter().map(|stated| Arc::clone(&stated.scope)).collect();
        let scopes: Vec<&Scope> = scopes.iter().map(|scope| &**scope).collect();
        let mut inside = vec![Vec::new(); stated.len()];
        let mut tops = Vec::new();
        for (at, containers) in smallest_containers(space, &scopes).into_iter().enumerate() {
            if containers.is_empty() {
                tops.push(at);
            }
            containers.into_iter().for_each(|container| inside[container].push(at));
        }
        let mut order: Vec<usize> = (0..stated.len()).collect();
        order.sort_by_key(|at| size(space, scopes[*at]));
        let mut stated: Vec<Option<Stated>> = stated.into_iter().map(Some).collect();
        // Few wholes are stated by nobody.
        let nodes = Vec::with_capacity(scopes.len() + scopes.len().div_ceil(8));
        let forest = Self { nodes, roots: Vec::new() };
        let mut growing = Growing { space, forest, ids: vec![0; scopes.len()] };
        for at in order {
            let parts = growing.side_by_side(&scopes, &inside[at]);
            if let Some(stated) = stated[at].take() {
                growing.ids[at] = growing.add_stated(stated, parts);
            }
        }
        growing.forest.roots = growing.side_by_side(&scopes, &tops);
        growing.forest
    }
}

/// Smaller for what lies in another: fewer days, then narrower values.
fn size(space: &Space, scope: &Scope) -> (i64, Reverse<u32>) {
    let days = scope.period.map_or(i64::MAX, |period| period.days());
    (days, Reverse(space.narrowness(scope)))
}

struct Growing<'a> {
    space: &'a Space,
    forest: Forest,
    /// For each statement its node.
    ids: Vec<NodeId>,
}

impl Growing<'_> {
    /// Nodes that can be added, from statements that lie in the same whole.
    fn side_by_side(&mut self, scopes: &[&Scope], of: &[usize]) -> Vec<NodeId> {
        let here: Vec<&Scope> = of.iter().map(|at| scopes[*at]).collect();
        components(self.space, &here).into_iter().map(|component| self.add_component(component, of)).collect()
    }

    fn add_component(&mut self, component: Component, of: &[usize]) -> NodeId {
        if let [only] = component.as_slice()
            && let [only] = only.as_slice()
        {
            return self.ids[of[*only]];
        }
        let sets: Vec<Vec<NodeId>> =
            component.into_iter().map(|set| set.into_iter().map(|at| self.ids[of[at]]).collect()).collect();
        let node = unstated(self.space, &self.forest.nodes, sets);
        self.push(node)
    }

    fn add_stated(&mut self, stated: Stated, parts: Vec<NodeId>) -> NodeId {
        let mut amount = stated.amount;
        let mut rest = None;
        if !parts.is_empty() {
            let parts = sum(&self.forest.nodes, &parts);
            amount = larger(&amount, &parts);
            rest = Some(difference(&amount, &parts));
        }
        let sets = if parts.is_empty() { Vec::new() } else { vec![parts] };
        self.push(Node::of(amount, stated, sets, rest))
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.forest.nodes.push(node);
        self.forest.nodes.len() - 1
    }
}

/// A whole that nobody stated: as much as the largest of its sets.
pub(super) fn unstated(space: &Space, nodes: &[Node], sets: Vec<Vec<NodeId>>) -> Node {
    let members = || sets.iter().flatten().map(|id| &nodes[*id]);
    let amount = sets.iter().map(|set| sum(nodes, set)).reduce(|largest, set| larger(&largest, &set));
    let mut by: Vec<FactId> = members().flat_map(|node| node.by.iter().copied()).collect();
    by.sort_unstable();
    by.dedup();
    let amount = amount.unwrap_or(Amount::zero());
    Node {
        scope: Arc::new(space.hull(members().map(|node| &*node.scope))),
        amount,
        said: amount,
        step: members().map(|node| node.step).min().unwrap_or_default(),
        by,
        as_of: members().map(|node| node.as_of).reduce(earliest_and_latest).flatten(),
        sets,
        stated: false,
        rest: None,
    }
}

/// The sum of a set of nodes.
pub(super) fn sum(nodes: &[Node], set: &[NodeId]) -> Amount {
    set.iter().map(|id| &nodes[*id].amount).sum()
}

/// The days from the earlier to the later of two spans.
pub(super) fn earliest_and_latest(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}
