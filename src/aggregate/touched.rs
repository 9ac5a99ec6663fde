//! Parts of a whole that something from below touches without lying in one of them.

use super::components::Joined;
use super::forest::{Node, NodeId};
use super::scope::Space;

/// The parts of a set that are touched, by position.
pub(super) struct Touched {
    joined: Joined,
    /// Those of which nobody can say what is left.
    given_up: Vec<bool>,
}

/// What of a set remains.
pub(super) struct Groups {
    /// Each part by itself, or together with others as far as something lies in these only together. None of the
    /// groups overlaps another.
    pub(super) remaining: Vec<Vec<NodeId>>,
    /// The others.
    pub(super) given_up: Vec<NodeId>,
}

impl Touched {
    /// None of so many parts.
    pub(super) fn none(parts: usize) -> Self {
        Self { joined: Joined::new(parts), given_up: vec![false; parts] }
    }

    /// Something touches these parts; it lies in what they are together, or not.
    pub(super) fn add(&mut self, met: &[usize], is_inside: bool) {
        met.windows(2).for_each(|pair| self.joined.join(pair[0], pair[1]));
        if !is_inside {
            met.iter().for_each(|at| self.given_up[*at] = true);
        }
    }

    /// What of a set remains.
    pub(super) fn groups(mut self, space: &Space, nodes: &[Node], set: &[NodeId]) -> Groups {
        let scope = |at: &usize| &*nodes[set[*at]].scope;
        loop {
            let groups = self.joined.sets();
            let mut grows = false;
            for group in groups.iter().filter(|group| group.len() > 1) {
                let hull = space.hull(group.iter().map(scope));
                for at in (0..set.len()).filter(|at| !group.contains(at)) {
                    if space.overlap(scope(&at), &hull) {
                        self.joined.join(group[0], at);
                        grows = true;
                    }
                }
            }
            if !grows {
                let (given_up, remaining): (Vec<_>, Vec<_>) =
                    groups.into_iter().partition(|group| group.iter().any(|at| self.given_up[*at]));
                let named = |group: Vec<usize>| group.into_iter().map(|at| set[at]).collect();
                let given_up = given_up.into_iter().flatten().map(|at| set[at]).collect();
                return Groups { remaining: remaining.into_iter().map(named).collect(), given_up };
            }
        }
    }
}
