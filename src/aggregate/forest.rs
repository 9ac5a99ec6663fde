//! Statements as wholes and parts. A statement that lies in another one of the same forest is a part of it;
//! parts that overlap without lying in one another are alternatives and never added.

use super::amount::larger;
use super::components::Component;
use super::facts::FactId;
use super::scope::{Scope, Space};
use super::shape::Shapes;
use crate::quantity::{Amount, Power};
use jiff::civil::Date;
use rust_decimal::Decimal;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::sync::Arc;

/// What is said about one scope.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// The scope; no other of the forest has it.
    pub(super) scope: Arc<Scope>,
    /// How much.
    pub(super) amount: Amount,
    /// One unit of the last digit.
    pub(super) step: Power,
    /// By which facts.
    pub(super) by: FactIds,
    /// For stocks: when that held.
    pub(super) as_of: Option<(Date, Date)>,
}

/// Some facts, mostly one.
pub(super) type FactIds = SmallVec<[FactId; 4]>;

/// A node's index; parts have lower ones than their whole.
pub(super) type NodeId = usize;

/// A statement with its parts, or a whole that nobody stated.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is about. Of a whole that nobody stated: what its parts are about together.
    pub(super) scope: Arc<Scope>,
    /// How much: what is stated, or what the parts come to where that is more.
    pub(super) amount: Amount,
    /// What is stated, where that is less.
    said_less: Option<Box<Amount>>,
    /// One unit of the last digit of what is said.
    pub(super) step: Power,
    /// The same of the finest among it, its parts and what lies below it: what these leave may need as many digits.
    pub(super) finest: Power,
    /// The facts that say it; of a whole that nobody stated those that its parts were made from.
    pub(super) by: FactIds,
    /// For stocks: when that held.
    pub(super) as_of: Option<(Date, Date)>,
    /// The sets of parts. Of a statement: at most one. Of a whole that nobody stated: the alternatives, of
    /// which one is shown.
    pub(super) sets: Vec<Vec<NodeId>>,
    /// Whether somebody stated it.
    pub(super) stated: bool,
}

impl Node {
    fn alone(stated: Stated) -> Self {
        let Stated { scope, amount, step, by, as_of } = stated;
        let (sets, said_less) = (Vec::new(), None);
        Self { scope, amount, said_less, step, finest: step, by, as_of, sets, stated: true }
    }

    /// What is stated; the same as `amount` where nobody stated the whole.
    pub(super) fn said(&self) -> &Amount {
        self.said_less.as_deref().unwrap_or(&self.amount)
    }

    /// One unit of the last digit of what is left of it.
    pub(super) fn step_of(&self, left: &Amount) -> Decimal {
        let step = if left == self.said() { self.step } else { self.finest };
        step.value()
    }

    /// The facts that its amount was made from, and when they held: where the parts of a statement come to more
    /// than it says, these too.
    pub(super) fn made_from<'n>(&'n self, nodes: &'n [Self]) -> (Cow<'n, [FactId]>, Option<(Date, Date)>) {
        if self.said_less.is_none() {
            return (Cow::Borrowed(&self.by), self.as_of);
        }
        let (mut by, mut as_of) = (self.by.to_vec(), self.as_of);
        for part in self.sets.iter().flatten().map(|id| nodes[*id].made_from(nodes)) {
            by.extend_from_slice(&part.0);
            as_of = earliest_and_latest(as_of, part.1);
        }
        by.sort_unstable();
        by.dedup();
        (Cow::Owned(by), as_of)
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
    pub(super) fn grow(shapes: &mut Shapes, stated: Vec<Stated>) -> Self {
        if stated.len() == 1 {
            let nodes = stated.into_iter().map(Node::alone).collect();
            return Self { nodes, roots: vec![0] };
        }
        let shape = shapes.of(&stated.iter().map(|stated| &stated.scope).collect::<Vec<_>>());
        // Few wholes are stated by nobody.
        let nodes = Vec::with_capacity(stated.len() + stated.len().div_ceil(8));
        let forest = Self { nodes, roots: Vec::new() };
        let mut growing = Growing { space: shapes.space(), forest, ids: vec![0; stated.len()] };
        let mut stated: Vec<Option<Stated>> = stated.into_iter().map(Some).collect();
        for at in &shape.order {
            let parts = growing.side_by_side(&shape.parts[*at]);
            if let Some(stated) = stated[*at].take() {
                growing.ids[*at] = growing.add_stated(stated, parts);
            }
        }
        growing.forest.roots = growing.side_by_side(&shape.tops);
        growing.forest
    }
}

struct Growing<'a> {
    space: &'a Space,
    forest: Forest,
    /// For each statement its node.
    ids: Vec<NodeId>,
}

impl Growing<'_> {
    /// Nodes that can be added.
    fn side_by_side(&mut self, components: &[Component]) -> Vec<NodeId> {
        components.iter().map(|component| self.add_component(component)).collect()
    }

    fn add_component(&mut self, component: &Component) -> NodeId {
        match component {
            Component::Only(at) => self.ids[*at],
            Component::Sets(sets) => {
                let sets = sets.iter().map(|set| self.side_by_side(set)).collect();
                let node = unstated(self.space, &self.forest.nodes, sets);
                self.push(node)
            }
        }
    }

    fn add_stated(&mut self, stated: Stated, parts: Vec<NodeId>) -> NodeId {
        let mut node = Node::alone(stated);
        if !parts.is_empty() {
            let nodes = &self.forest.nodes;
            let together = sum(nodes, &parts);
            let amount = larger(&node.amount, &together);
            if amount != node.amount {
                node.said_less = Some(Box::new(std::mem::replace(&mut node.amount, amount)));
            }
            node.finest = parts.iter().map(|id| nodes[*id].finest).fold(node.step, Power::min);
            node.sets = vec![parts];
        }
        self.push(node)
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
    let (mut by, mut as_of) = (FactIds::new(), None);
    for (of_member, days) in members().map(|node| node.made_from(nodes)) {
        by.extend_from_slice(&of_member);
        as_of = earliest_and_latest(as_of, days);
    }
    by.sort_unstable();
    by.dedup();
    let amount = amount.unwrap_or(Amount::zero());
    let step = members().map(|node| node.finest).min().unwrap_or(Power::ONE);
    Node {
        scope: Arc::new(space.hull(members().map(|node| &*node.scope))),
        amount,
        said_less: None,
        step,
        finest: step,
        by,
        as_of,
        sets,
        stated: false,
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
