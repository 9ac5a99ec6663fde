//! The tree along which targets add up: a plan's parent, else the first plan that it reviews, so that what
//! a review states counts under its plan. Positions are in pre-order: a subtree is a range.

use crate::link::PlanIndex;
use crate::site::Site;
use crate::view;

/// The effective tree of the plans that are shown.
#[derive(Clone, Debug, Default)]
pub(super) struct PlanTree {
    places: Vec<Place>,
    /// Plans in pre-order.
    pub(super) order: Vec<PlanIndex>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    shown: bool,
    parent: Option<PlanIndex>,
    reviews: bool,
    enter: u32,
    exit: u32,
}

impl PlanTree {
    /// The tree of a site.
    pub(super) fn new(site: &Site) -> Self {
        let count = site.plans.len();
        let mut tree = Self { places: Vec::with_capacity(count), order: Vec::with_capacity(count) };
        for (index, plan) in site.indexed_plans() {
            let shown = site.is_shown(plan);
            let parent = site.graph.parents.get(index.0 as usize).copied().flatten().filter(|_| shown);
            tree.places.push(Place { shown, parent, reviews: false, enter: 0, exit: 0 });
        }
        for (index, _) in site.indexed_plans() {
            tree.hang_review(site, index);
        }
        tree.number();
        tree
    }

    /// Hangs a plan without a parent below the first plan that it reviews, unless that lies below it.
    fn hang_review(&mut self, site: &Site, plan: PlanIndex) {
        if self.parent(plan).is_some() || !self.is_shown(plan) {
            return;
        }
        let reviewed = view::above(site, plan);
        let Some(reviewed) = reviewed.filter(|reviewed| self.is_shown(*reviewed)) else { return };
        let mut above = std::iter::successors(Some(reviewed), |at| self.parent(*at));
        if above.all(|above| above != plan) {
            self.places[plan.0 as usize].parent = Some(reviewed);
            self.places[plan.0 as usize].reviews = true;
        }
    }

    fn number(&mut self) {
        let mut below: Vec<Vec<PlanIndex>> = vec![Vec::new(); self.places.len()];
        let mut waiting = Vec::new();
        for (index, place) in (0..).map(PlanIndex).zip(&self.places) {
            match place.parent {
                Some(parent) => below[parent.0 as usize].push(index),
                None if place.shown => waiting.push(index),
                None => {}
            }
        }
        waiting.reverse();
        while let Some(plan) = waiting.pop() {
            let enter = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
            let place = &mut self.places[plan.0 as usize];
            (place.enter, place.exit) = (enter, enter + 1);
            self.order.push(plan);
            waiting.extend(below[plan.0 as usize].iter().rev());
        }
        for plan in self.order.iter().rev() {
            let place = self.places[plan.0 as usize];
            if let Some(parent) = place.parent {
                let above = &mut self.places[parent.0 as usize];
                above.exit = above.exit.max(place.exit);
            }
        }
    }

    fn place(&self, plan: PlanIndex) -> Option<&Place> {
        self.places.get(plan.0 as usize)
    }

    /// Whether a plan is shown at all.
    pub(super) fn is_shown(&self, plan: PlanIndex) -> bool {
        self.place(plan).is_some_and(|place| place.shown)
    }

    /// The plan above.
    pub(super) fn parent(&self, plan: PlanIndex) -> Option<PlanIndex> {
        self.place(plan)?.parent
    }

    /// The plan below which one hangs because it reviews it.
    pub(super) fn reviewed(&self, plan: PlanIndex) -> Option<PlanIndex> {
        self.place(plan).filter(|place| place.reviews)?.parent
    }

    /// The plan for which one speaks: that which it reviews, else itself.
    pub(super) fn speaks_for(&self, plan: PlanIndex) -> PlanIndex {
        self.path(plan).find(|at| self.reviewed(*at).is_none()).unwrap_or(plan)
    }

    /// The position in pre-order.
    pub(super) fn enter(&self, plan: PlanIndex) -> u32 {
        self.place(plan).map_or(0, |place| place.enter)
    }

    /// One past the position of the last plan below.
    pub(super) fn exit(&self, plan: PlanIndex) -> u32 {
        self.place(plan).map_or(0, |place| place.exit)
    }

    /// Whether a plan is another one or lies below it.
    pub(super) fn within(&self, plan: PlanIndex, above: PlanIndex) -> bool {
        (self.enter(above)..self.exit(above)).contains(&self.enter(plan))
    }

    /// A plan and all below it, in pre-order.
    pub(super) fn subtree(&self, plan: PlanIndex) -> &[PlanIndex] {
        self.order.get(self.enter(plan) as usize..self.exit(plan) as usize).unwrap_or(&[])
    }

    /// The plans directly below one, in order.
    pub(super) fn children(&self, plan: PlanIndex) -> impl Iterator<Item = PlanIndex> {
        let end = self.exit(plan);
        let at = move |at: u32| self.order.get(at as usize).copied().filter(|_| at < end);
        std::iter::successors(at(self.enter(plan) + 1), move |child| at(self.exit(*child)))
    }

    /// A plan and those above it, itself first.
    pub(super) fn path(&self, plan: PlanIndex) -> impl Iterator<Item = PlanIndex> {
        std::iter::successors(Some(plan), move |at| self.parent(*at))
    }
}
