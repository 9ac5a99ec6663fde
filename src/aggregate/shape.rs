//! How statements lie in one another, whatever they say: what of a forest depends on scopes alone. Plans of one
//! kind mostly state the same things, each of its own place, and what they state lies in one another alike: a
//! shape that was found for one of them is taken over for the next.

use super::components::{Component, Laid};
use super::containers::smallest_containers;
use super::scope::{Scope, Space, Value};
use crate::config::DimensionId;
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::sync::Arc;

/// So many shapes are kept.
const KEPT: usize = 8;

/// So many statements are compared with those of a shape that is kept.
const LONGEST: usize = 256;

/// How statements lie in one another; they are told by their positions.
#[derive(Debug)]
pub(super) struct Shape {
    /// All of them, parts before their wholes.
    pub(super) order: Vec<usize>,
    /// For each of them the parts that lie directly in it.
    pub(super) parts: Vec<Vec<Component>>,
    /// Those that lie in no other.
    pub(super) tops: Vec<Component>,
}

/// Shapes that were found so far.
pub(super) struct Shapes<'a> {
    space: &'a Space,
    known: Vec<Known>,
    found: usize,
}

/// Dimensions, mostly few.
type Dimensions = SmallVec<[DimensionId; 4]>;

/// A shape, and the scopes that it was found for.
struct Known {
    scopes: Vec<Arc<Scope>>,
    /// The dimensions in which they have one value.
    common: Dimensions,
    shape: Arc<Shape>,
}

impl<'a> Shapes<'a> {
    /// None yet.
    pub(super) fn new(space: &'a Space) -> Self {
        Self { space, known: Vec::new(), found: 0 }
    }

    /// The space that scopes lie in.
    pub(super) fn space(&self) -> &'a Space {
        self.space
    }

    /// The shape of scopes that all differ.
    pub(super) fn of(&mut self, scopes: &[&Arc<Scope>]) -> Arc<Shape> {
        if scopes.len() > LONGEST {
            return Arc::new(Shape::new(self.space, scopes));
        }
        let common = common(scopes);
        if let Some(known) = self.known.iter().find(|known| known.is_like(scopes, &common)) {
            return Arc::clone(&known.shape);
        }
        let shape = Arc::new(Shape::new(self.space, scopes));
        let scopes = scopes.iter().map(|scope| Arc::clone(scope)).collect();
        let known = Known { scopes, common, shape: Arc::clone(&shape) };
        match self.known.get_mut(self.found % KEPT) {
            Some(old) => *old = known,
            None => self.known.push(known),
        }
        self.found += 1;
        shape
    }
}

impl Known {
    /// Whether scopes differ from these in nothing but values that all of them have in common: such a value tells
    /// none of them from another, and lies in itself.
    fn is_like(&self, scopes: &[&Arc<Scope>], common: &Dimensions) -> bool {
        let same = |one: &Scope, other: &Scope| {
            let mut values = one.values.iter().zip(&other.values);
            one.period == other.period
                && one.values.len() == other.values.len()
                && values.all(|(a, b)| a == b || a.0 == b.0 && common.contains(&a.0))
        };
        self.scopes.len() == scopes.len()
            && self.common == *common
            && self.scopes.iter().zip(scopes).all(|(known, scope)| same(known, scope))
    }
}

/// The dimensions in which all of some scopes have one value.
fn common(scopes: &[&Arc<Scope>]) -> Dimensions {
    let Some((first, others)) = scopes.split_first() else { return Dimensions::new() };
    let is_common =
        |(of, value): &&(DimensionId, Value)| others.iter().all(|other| other.value(*of) == Some(*value));
    first.values.iter().filter(is_common).map(|(dimension, _)| *dimension).collect()
}

impl Shape {
    /// Near-linear.
    fn new(space: &Space, scopes: &[&Arc<Scope>]) -> Self {
        let scopes: Vec<&Scope> = scopes.iter().map(|scope| &***scope).collect();
        let mut inside = vec![Vec::new(); scopes.len()];
        let mut tops = Vec::new();
        for (at, containers) in smallest_containers(space, &scopes).into_iter().enumerate() {
            if containers.is_empty() {
                tops.push(at);
            }
            containers.into_iter().for_each(|container| inside[container].push(at));
        }
        let mut order: Vec<usize> = (0..scopes.len()).collect();
        order.sort_by_cached_key(|at| size(space, scopes[*at]));
        let laid = Laid { space, scopes: &scopes, inside: &inside };
        let parts = inside.iter().map(|of| laid.side_by_side(of)).collect();
        Self { order, parts, tops: laid.side_by_side(&tops) }
    }
}

/// Smaller for what lies in another: fewer days, then narrower values.
fn size(space: &Space, scope: &Scope) -> (i64, Reverse<u32>) {
    let days = scope.period.map_or(i64::MAX, |period| period.days());
    (days, Reverse(space.narrowness(scope)))
}
