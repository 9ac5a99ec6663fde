//! What plans below state in and around something: the largest of it that lies inside, the narrowest that is wider,
//! and how much of that is not stated elsewhere.

use super::amount::{is_larger, remainder};
use super::boxes::{Bounds, Boxes, inside, overlap};
use super::cascade::Cascade;
use super::forest::NodeId;
use crate::quantity::Amount;

/// The nodes of plans below, to be looked at.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) cascade: &'a Cascade,
    /// The scopes of all nodes.
    pub(super) boxes: &'a Boxes,
    /// What the nodes of each plan have in common: nothing wider than that is among them.
    pub(super) common: &'a [Vec<[u32; 2]>],
}

impl Around<'_> {
    /// How much of what is left of a node may be what some others are about: all that is not stated elsewhere.
    pub(super) fn covers(&self, id: NodeId, members: &[NodeId]) -> Amount {
        let left = *self.cascade.left(id);
        self.elsewhere(id, members).map_or(left, |elsewhere| remainder(&left, &elsewhere))
    }

    /// What a node states that has nothing in common with some others.
    fn elsewhere(&self, id: NodeId, members: &[NodeId]) -> Option<Amount> {
        let own = self.boxes.of(id);
        if !members.iter().any(|member| overlap(own, self.boxes.of(*member))) {
            return Some(*self.cascade.left(id));
        }
        let sum = |set: &Vec<NodeId>| {
            let elsewhere = set.iter().filter_map(|part| self.elsewhere(*part, members));
            elsewhere.reduce(|sum, amount| sum.add(&amount))
        };
        let sums = self.cascade.sets(id).iter().filter_map(sum);
        sums.reduce(|most, sum| if is_larger(&sum, &most) { sum } else { most })
    }

    /// The narrowest statements of a plan that a node or its members lie inside and that do not lie in it, none of them
    /// in another one.
    pub(super) fn all_wider(&self, id: NodeId, at: usize) -> Vec<NodeId> {
        let bounds = |id: NodeId| self.boxes.of(id);
        let members = self.cascade.members(id);
        let of = members.unwrap_or(std::slice::from_ref(&id)).iter();
        let mut all: Vec<NodeId> = of.filter_map(|member| self.wider(*member, at)).collect();
        all.sort_unstable();
        all.dedup();
        all.retain(|wider| !inside(bounds(*wider), bounds(id)));
        let is_part =
            |one: &NodeId| all.iter().any(|other| other != one && inside(bounds(*one), bounds(*other)));
        all.iter().filter(|one| !is_part(one)).copied().collect()
    }

    /// The narrowest statement of a plan that a node of another one lies inside, where that plan does not speak of just
    /// the same; the largest of several.
    pub(super) fn wider(&self, than: NodeId, at: usize) -> Option<NodeId> {
        let bounds = self.boxes.of(than);
        if !inside(bounds, &self.common[at]) {
            return None;
        }
        let (speaker, nodes) = (&self.cascade.plans[at], &self.cascade.nodes);
        let mut all: Vec<NodeId> = Vec::new();
        for (id, own) in speaker.nodes.clone().zip(self.boxes.all_of(speaker.nodes.clone())) {
            if inside(bounds, own) && nodes[id].stated {
                // Mostly it speaks of just the same.
                if inside(own, bounds) {
                    return None;
                }
                all.push(id);
            }
        }
        let holds_another = |id: &NodeId| {
            let own = self.boxes.of(*id);
            all.iter()
                .any(|other| nodes[*other].scope != nodes[*id].scope && inside(self.boxes.of(*other), own))
        };
        let narrowest = all.iter().filter(|id| !holds_another(id)).copied();
        narrowest.reduce(|most, id| if is_larger(&nodes[id].amount, &nodes[most].amount) { id } else { most })
    }

    /// The largest nodes among those that wait and their parts that lie inside a box. Of a whole that nobody stated
    /// and that does not, one alternative is looked at: the one of which most lies inside.
    pub(super) fn largest_inside(&self, bounds: &Bounds, waiting: &mut Vec<NodeId>, found: &mut Vec<NodeId>) {
        while let Some(id) = waiting.pop() {
            let own = self.boxes.of(id);
            if inside(own, bounds) {
                found.push(id);
            } else if overlap(own, bounds) {
                waiting.extend_from_slice(self.alternative_inside(bounds, self.cascade.sets(id)));
            }
        }
    }

    fn alternative_inside<'s>(&self, bounds: &Bounds, sets: &'s [Vec<NodeId>]) -> &'s [NodeId] {
        if let [only] = sets {
            return only;
        }
        let mut best: Option<(Amount, &[NodeId])> = None;
        for set in sets {
            let amount = self.sum_inside(bounds, set).unwrap_or(Amount::zero());
            if best.as_ref().is_none_or(|(most, _)| is_larger(&amount, most)) {
                best = Some((amount, set));
            }
        }
        best.map_or(&[], |(_, set)| set)
    }

    /// What some nodes and their parts state inside a box; mostly that is nothing.
    fn sum_inside(&self, bounds: &Bounds, ids: &[NodeId]) -> Option<Amount> {
        let inside = ids.iter().filter_map(|id| self.amount_inside(bounds, *id));
        inside.reduce(|sum, amount| sum.add(&amount))
    }

    fn amount_inside(&self, bounds: &Bounds, id: NodeId) -> Option<Amount> {
        let own = self.boxes.of(id);
        let node = &self.cascade.nodes[id];
        if inside(own, bounds) {
            return Some(node.amount);
        }
        if node.sets.is_empty() || !overlap(own, bounds) {
            return None;
        }
        self.sum_inside(bounds, self.alternative_inside(bounds, self.cascade.sets(id)))
    }
}
