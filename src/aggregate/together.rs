//! Targets of a plan that are seen together, since plans below state what lies in them only together, or more widely.

use super::amount::difference;
use super::cascade::{Cascade, Speaker};
use super::forest::NodeId;
use super::numbers::cell;
use super::plan::PlanTarget;
use super::sums::Sum;
use super::table::{Cell, Reason};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use rust_decimal::Decimal;

/// Targets of a plan that are seen together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// Their positions among the targets of the plan.
    pub members: Vec<usize>,
    /// What the plan states.
    pub stated: Cell,
    /// What it comes to with the plans below.
    pub target: Cell,
    /// What the plans below state inside the scopes together.
    pub allocated: Cell,
    /// How much more they may state there at most.
    pub perhaps: Decimal,
    /// What each plan directly below comes to there.
    pub children: Vec<(PlanIndex, Cell)>,
}

/// Tells the targets of a plan, one of each of its nodes as said, what they come to together. They stand at `first` among
/// those of all metrics.
pub(super) fn add_groups(
    cascade: &Cascade,
    own: &Speaker,
    targets: &mut [PlanTarget],
    first: usize,
    children: impl Fn(&[NodeId]) -> Vec<(PlanIndex, Cell)>,
) {
    let said = own.said();
    for root in &own.roots {
        let alone = said.iter().position(|said| said == root);
        let positions: Vec<usize> = match alone {
            Some(_) if !has_wider(cascade, *root) => continue,
            Some(alone) => vec![alone],
            None => {
                let members = cascade.members(*root).into_iter().flatten();
                members.filter_map(|id| said.iter().position(|said| said == id)).collect()
            }
        };
        let of_members = match alone {
            Some(_) => within(cascade, *root),
            None => positions.iter().map(|at| *cascade.given(said[*at])).sum(),
        };
        let perhaps = at_most(&difference(cascade.given(*root), &of_members));
        positions.iter().for_each(|at| targets[*at].perhaps = perhaps);
        let Some(at) = positions.first().copied() else { continue };
        let members = positions.iter().map(|at| first + at).collect();
        targets[at].together = Some(Box::new(together(cascade, *root, members, &children)));
    }
}

/// What some targets come to that are seen as one node.
fn together(
    cascade: &Cascade,
    root: NodeId,
    members: Vec<usize>,
    children: impl Fn(&[NodeId]) -> Vec<(PlanIndex, Cell)>,
) -> Together {
    let node = &cascade.nodes[root];
    let stated = Sum::said(node);
    let below = cascade.within(root);
    let mut target = Sum { as_of: None, ..Sum::left(cascade, root) };
    target.amount = target.amount.add(cascade.given(root));
    let wider = cascade.below[root].iter().flat_map(|below| &below.wider);
    for id in below.iter().chain(wider) {
        let of_below = Sum::left(cascade, *id);
        target.by.add_all(&of_below.by);
        target.step = target.step.min(of_below.step);
    }
    let nothing = || Cell { why_empty: Some(Reason::NothingStated), ..Cell::default() };
    Together {
        members,
        stated: cell(&stated),
        target: cell(&target),
        allocated: Sum::of_nodes(cascade, below).map_or_else(nothing, |sum| cell(&sum)),
        perhaps: at_most(&difference(cascade.given(root), &within(cascade, root))),
        children: children(below),
    }
}

/// Whether plans below state something that a node lies inside.
fn has_wider(cascade: &Cascade, id: NodeId) -> bool {
    cascade.below[id].as_ref().is_some_and(|below| !below.wider.is_empty())
}

/// What is left of all that lies inside a node below it.
fn within(cascade: &Cascade, id: NodeId) -> Amount {
    cascade.within(id).iter().map(|inner| *cascade.left(*inner)).sum()
}

/// The upper bound, never below zero.
fn at_most(amount: &Amount) -> Decimal {
    amount.high.unwrap_or(Decimal::MAX).max(Decimal::ZERO)
}
