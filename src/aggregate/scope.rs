//! Scopes: a period and values of dimensions, and how they lie in one another. Values are the positions of
//! their tree in pre-order, so that "at or below" is a comparison of numbers.

use crate::config::{Config, Dimension, DimensionId};
use crate::model::Plan;
use crate::period::Period;
use crate::text::natural;
use smallvec::SmallVec;
use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

/// A value of a dimension: its position in the tree, every parent before what is below it.
pub(super) type Value = u32;

/// What a statement is about. No value of a dimension: all of it. No period: all time.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// When.
    pub(super) period: Option<Period>,
    /// Where, sorted by dimension.
    pub(super) values: Values,
    /// Its number among those of facts, to find again what is known of it; [`Scope::UNKNOWN`] for others.
    pub(super) number: u32,
}

impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.period == other.period && self.values == other.values
    }
}

impl Eq for Scope {}

impl Hash for Scope {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.period.hash(state);
        self.values.hash(state);
    }
}

/// Values of dimensions, mostly few.
pub(super) type Values = SmallVec<[(DimensionId, Value); 2]>;

impl Scope {
    /// The number of a scope that no fact has.
    const UNKNOWN: u32 = u32::MAX;

    /// A scope of values that are sorted by dimension.
    pub(super) fn new(period: Option<Period>, values: Values) -> Self {
        Self { period, values, number: Self::UNKNOWN }
    }

    /// The value of a dimension.
    pub(super) fn value(&self, dimension: DimensionId) -> Option<Value> {
        self.values.iter().find(|(at, _)| *at == dimension).map(|(_, value)| *value)
    }
}

/// The trees of all dimensions of a site; values that only statements name are leaves of their own behind
/// the declared ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Space {
    trees: Vec<Tree>,
    /// How many scopes of facts have numbers.
    pub(super) numbered: usize,
    /// The month in which fiscal years begin.
    pub(super) fiscal_year_start: i8,
}

/// The values of a dimension in pre-order.
#[derive(Clone, Debug, Default)]
struct Tree {
    nodes: Vec<Node>,
    names: HashMap<Box<str>, Value>,
}

/// A value in its tree.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Its canonical id.
    pub(super) id: Box<str>,
    /// Its title.
    pub(super) title: Box<str>,
    /// The value above it.
    pub(super) parent: Option<Value>,
    /// One past the last value below it.
    pub(super) end: Value,
    /// Depth, 0 at the top.
    pub(super) depth: u32,
}

impl Space {
    /// The trees of a configuration, and for each dimension the values that statements name.
    pub(super) fn new<'a>(config: &Config, named: impl Iterator<Item = &'a BTreeSet<&'a str>>) -> Self {
        let mut trees: Vec<Tree> = config.dimensions.iter().map(Tree::declared).collect();
        for (tree, names) in trees.iter_mut().zip(named) {
            let mut names: Vec<&str> = names.iter().copied().collect();
            names.sort_by(|a, b| natural(a, b));
            names.into_iter().for_each(|name| tree.add_open(name));
        }
        Self { trees, numbered: 0, fiscal_year_start: config.fiscal_year_start }
    }

    /// The value of a canonical id.
    pub(super) fn value(&self, dimension: DimensionId, id: &str) -> Option<Value> {
        self.trees.get(usize::from(dimension.0))?.names.get(id).copied()
    }

    /// What a plan is about: its period and its values.
    pub(super) fn of_plan(&self, plan: &Plan) -> Scope {
        let values = plan.dimensions.iter().map(|(dimension, value)| (*dimension, &*value.value));
        self.scope(plan.period.as_ref().map(|period| period.value), values)
    }

    /// A scope of values by their ids.
    pub(super) fn scope<'v>(
        &self,
        period: Option<Period>,
        values: impl Iterator<Item = (DimensionId, &'v str)>,
    ) -> Scope {
        let values = values.filter_map(|(dimension, id)| Some((dimension, self.value(dimension, id)?)));
        let mut values: Values = values.collect();
        values.sort_by_key(|(dimension, _)| *dimension);
        Scope::new(period, values)
    }

    /// A value's node.
    pub(super) fn node(&self, dimension: DimensionId, value: Value) -> Option<&Node> {
        self.trees.get(usize::from(dimension.0))?.nodes.get(value as usize)
    }

    /// Whether a value is another one or lies below it.
    pub(super) fn within(&self, dimension: DimensionId, value: Value, above: Value) -> bool {
        above <= value && self.node(dimension, above).is_some_and(|node| value < node.end)
    }

    /// Whether a value has all others below it.
    pub(super) fn is_all(&self, dimension: DimensionId, value: Value) -> bool {
        let tree = self.trees.get(usize::from(dimension.0));
        tree.is_some_and(|tree| {
            value == 0 && tree.nodes.first().is_some_and(|node| node.end as usize == tree.nodes.len())
        })
    }

    /// A value and those above it, itself first.
    pub(super) fn path(&self, dimension: DimensionId, value: Value) -> impl Iterator<Item = Value> {
        std::iter::successors(Some(value), move |value| self.node(dimension, *value)?.parent)
    }

    /// Depth in the tree, from 1, so that having a value beats having none.
    pub(super) fn depth(&self, dimension: DimensionId, value: Value) -> u32 {
        self.node(dimension, value).map_or(1, |node| node.depth + 1)
    }

    /// Whether a scope lies in another: its period does, and for every dimension that the other restricts
    /// it has a value at or below the other's. Every scope lies in itself.
    pub(super) fn inside(&self, inner: &Scope, outer: &Scope) -> bool {
        self.values_inside(inner, outer) && period_inside(inner.period, outer.period)
    }

    /// Whether the values of a scope lie in those of another, whatever the periods.
    pub(super) fn values_inside(&self, inner: &Scope, outer: &Scope) -> bool {
        let mut inner = inner.values.iter();
        outer.values.iter().all(|(dimension, above)| {
            inner
                .find(|(at, _)| at >= dimension)
                .is_some_and(|(at, value)| at == dimension && self.within(*dimension, *value, *above))
        })
    }

    /// Whether two scopes have anything in common: a day, and for each dimension that both restrict one
    /// value at or below the other.
    pub(super) fn overlap(&self, a: &Scope, b: &Scope) -> bool {
        let days = match (a.period, b.period) {
            (Some(a), Some(b)) => a.overlaps(&b),
            _ => true,
        };
        days && a.values.iter().all(|(dimension, value)| match b.value(*dimension) {
            Some(other) => self.related(*dimension, *value, other),
            None => true,
        })
    }

    /// Whether one value is at or below the other.
    pub(super) fn related(&self, dimension: DimensionId, a: Value, b: Value) -> bool {
        self.within(dimension, a, b) || self.within(dimension, b, a)
    }

    /// The smallest scope in which all of these lie, as far as trees and days can name it.
    pub(super) fn hull<'a>(&self, scopes: impl Iterator<Item = &'a Scope> + Clone) -> Scope {
        let mut all = scopes.clone();
        let Some(first) = all.next() else { return Scope::new(None, Values::new()) };
        let mut values = first.values.clone();
        let mut days = first.period.map(|period| (period.start, period.end));
        for scope in all {
            days = match (days, scope.period) {
                (Some((start, end)), Some(period)) => Some((start.min(period.start), end.max(period.end))),
                _ => None,
            };
            values.retain_mut(|(dimension, value)| {
                let common = scope.value(*dimension).and_then(|other| self.common(*dimension, *value, other));
                common.is_some_and(|common| {
                    *value = common;
                    true
                })
            });
        }
        let period = days.and_then(|(start, end)| Period::between(start, end, self.fiscal_year_start));
        Scope::new(period, values)
    }

    /// The lowest value at or above both.
    fn common(&self, dimension: DimensionId, a: Value, b: Value) -> Option<Value> {
        self.path(dimension, a).find(|above| self.within(dimension, b, *above))
    }

    /// How narrow the values of a scope are: containers are never narrower.
    pub(super) fn narrowness(&self, scope: &Scope) -> u32 {
        scope.values.iter().map(|(dimension, value)| self.depth(*dimension, *value)).sum()
    }
}

/// Whether a period lies in another; all time contains every one and lies in none.
pub(super) fn period_inside(inner: Option<Period>, outer: Option<Period>) -> bool {
    match (inner, outer) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => outer.contains(&inner),
    }
}

impl Tree {
    fn declared(dimension: &Dimension) -> Self {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); dimension.values.len()];
        let mut top = Vec::new();
        for (index, value) in dimension.values.iter().enumerate() {
            match value.parent {
                // Parents stand before their children; anything else would never be reached.
                Some(parent) if (parent as usize) < index => below[parent as usize].push(index),
                _ => top.push(index),
            }
        }
        let mut tree = Self::default();
        let mut waiting: Vec<(usize, Option<Value>, u32)> =
            top.into_iter().rev().map(|index| (index, None, 0)).collect();
        while let Some((index, parent, depth)) = waiting.pop() {
            let value = &dimension.values[index];
            let at = tree.push(&value.id, &value.title, parent, depth);
            waiting.extend(below[index].iter().rev().map(|index| (*index, Some(at), depth + 1)));
        }
        for at in (0..tree.nodes.len()).rev() {
            if let Some(parent) = tree.nodes[at].parent {
                let end = tree.nodes[at].end;
                let above = &mut tree.nodes[parent as usize];
                above.end = above.end.max(end);
            }
        }
        tree
    }

    fn add_open(&mut self, name: &str) {
        if !self.names.contains_key(name) {
            self.push(name, name, None, 0);
        }
    }

    fn push(&mut self, id: &str, title: &str, parent: Option<Value>, depth: u32) -> Value {
        let at = Value::try_from(self.nodes.len()).unwrap_or(Value::MAX);
        self.nodes.push(Node { id: id.into(), title: title.into(), parent, end: at + 1, depth });
        self.names.entry(id.into()).or_insert(at);
        at
    }
}
