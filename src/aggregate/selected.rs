//! What some plans state, from what is known of all. What is left of a plan's statements depends only on the
//! plans below it: where all of these are chosen, too, it is what is known already; where none is, all of it
//! is left. Only the others have to be looked at anew.

use super::cascade::Cascade;
use super::facts::{FactId, Facts};
use super::pieces::Below;
use std::ops::Range;

/// The chosen plans that are known.
#[derive(Default)]
pub(super) struct Selected {
    /// Positions in the plans of the whole, each with what is chosen below it.
    pub(super) known: Vec<(usize, Below)>,
    /// The facts of the others.
    pub(super) rest: Vec<FactId>,
}

/// The facts of a plan among those that are chosen.
struct Chosen {
    ids: Range<usize>,
    /// The position of the plan in the whole, where all that it states is chosen.
    at: Option<usize>,
    enter: u32,
    /// One past the last plan below it.
    exit: u32,
}

/// Parts chosen facts into those of plans that are known from the whole, and the rest.
pub(super) fn selected(facts: &Facts, whole: &Cascade, ids: &[FactId]) -> Selected {
    let plan = |id: &FactId| facts.plan_of(*id);
    if ids.iter().any(|id| plan(id).is_none()) {
        return Selected { known: Vec::new(), rest: ids.to_vec() };
    }
    // They come in the order of the tree.
    let chosen = by_plan(facts, whole, ids);
    // How many of the plans up to here are not known.
    let mut unknown = vec![0; chosen.len() + 1];
    for (at, of) in chosen.iter().enumerate() {
        unknown[at + 1] = unknown[at] + usize::from(of.at.is_none());
    }
    let has_data = whole.plans.last().is_some_and(|last| last.plan.is_none());
    let mut selected = Selected::default();
    let mut at = 0;
    while let Some(of) = chosen.get(at) {
        let end = at + chosen[at..].partition_point(|other| other.enter < of.exit);
        let below = end - at - 1;
        let all_known = unknown[end] == unknown[at];
        let in_whole = |from: usize| whole.first_from(from + 1, of.exit) - from - 1;
        match of.at {
            Some(from) if below == 0 => selected.known.push((from, Below::Nothing)),
            Some(from) if all_known && !has_data && in_whole(from) == below => {
                selected.known.push((from, Below::All));
            }
            _ => {
                // What is chosen below is looked at together with it.
                selected.rest.extend_from_slice(&ids[of.ids.start..chosen[end - 1].ids.end]);
                at = end;
                continue;
            }
        }
        at += 1;
    }
    selected
}

fn by_plan(facts: &Facts, whole: &Cascade, ids: &[FactId]) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let (mut start, mut from) = (0, 0);
    for same in ids.chunk_by(|a, b| facts.plan_of(*a) == facts.plan_of(*b)) {
        let range = start..start + same.len();
        start = range.end;
        let Some(plan) = same.first().and_then(|id| facts.plan_of(*id)) else { continue };
        let (enter, exit) = (facts.tree.enter(plan), facts.tree.exit(plan));
        from = whole.first_from(from, enter);
        let at = Some(from).filter(|at| whole.states(*at, plan, same.len()));
        chosen.push(Chosen { ids: range, at, enter, exit });
    }
    chosen
}
