//! Which figures of a sum lie in others of it: quarters in the half-year beside them, cities in their province. A
//! sum adds up the outermost ones, so that nothing counts twice; those that hold others are checked against
//! them where splits are.

use super::Statement;
use super::splits::lies_inside;
use crate::config::{Config, DimensionId};
use crate::period::{Grain, Period};
use compact_str::CompactString;
use smallvec::SmallVec;
use std::borrow::Cow;

/// Periods and values that hold others of the same table. Most tables have none.
#[derive(Default)]
pub(super) struct Wholes {
    periods: SmallVec<[Period; 2]>,
    values: SmallVec<[(DimensionId, CompactString); 2]>,
}

impl Wholes {
    /// Those among the periods and values that a table, or a split, names.
    pub(super) fn of<'v>(
        config: &Config,
        periods: impl Iterator<Item = Period> + Clone,
        values: impl Iterator<Item = (DimensionId, &'v str)>,
    ) -> Self {
        Self { periods: wide_periods(periods), values: values_above(config, values) }
    }

    /// Those among the scopes of statements.
    pub(super) fn among<'s>(
        config: &Config,
        statements: impl Iterator<Item = &'s Statement> + Clone,
    ) -> Self {
        let periods = statements.clone().filter_map(|statement| statement.period);
        let values = statements.flat_map(|statement| statement.scope.iter());
        Self::of(config, periods, values.map(|(dimension, value)| (*dimension, value.as_str())))
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.periods.is_empty() && self.values.is_empty()
    }

    /// The parts that lie in no other of them.
    pub(super) fn outermost<'p, 's, P: Clone>(
        &self,
        config: &Config,
        parts: &'p [P],
        statement: impl Fn(&P) -> Option<&'s Statement>,
    ) -> Cow<'p, [P]> {
        if self.is_empty() {
            return parts.into();
        }
        let of_parts = parts.iter().filter_map(&statement);
        let wide: Vec<&Statement> = of_parts.filter(|statement| self.may_hold(statement)).collect();
        let holds = |part: &Statement, whole: &Statement| {
            whole.metric == part.metric
                && lies_inside(config, part, whole)
                && !lies_inside(config, whole, part)
        };
        let is_outer =
            |part: &&P| statement(part).is_none_or(|part| !wide.iter().any(|whole| holds(part, whole)));
        parts.iter().filter(is_outer).cloned().collect()
    }

    /// The same of periods.
    pub(super) fn outermost_periods(&self, periods: &mut Vec<Option<Period>>) {
        let lies_inside = |one: &Period| self.periods.iter().any(|whole| whole != one && whole.contains(one));
        periods.retain(|period| period.is_none_or(|period| !lies_inside(&period)));
    }

    fn may_hold(&self, statement: &Statement) -> bool {
        statement.period.is_some_and(|period| self.periods.contains(&period))
            || self.values.iter().any(|value| statement.scope.contains(value))
    }
}

fn wide_periods(periods: impl Iterator<Item = Period> + Clone) -> SmallVec<[Period; 2]> {
    let mut grains = periods.clone().map(|period| period.grain);
    let first = grains.next();
    if first != Some(Grain::Range) && grains.all(|grain| Some(grain) == first) {
        return SmallVec::new();
    }
    let mut all: Vec<Period> = periods.collect();
    all.sort_unstable();
    all.dedup();
    let holds = |whole: &Period| all.iter().any(|other| other != whole && whole.contains(other));
    all.iter().copied().filter(holds).collect()
}

fn values_above<'v>(
    config: &Config,
    values: impl Iterator<Item = (DimensionId, &'v str)>,
) -> SmallVec<[(DimensionId, CompactString); 2]> {
    let mut all: SmallVec<[(DimensionId, &str); 32]> = SmallVec::new();
    // Neighbours mostly have the same value: that of the plan.
    for value in values.filter(|(dimension, _)| config.is_tree(*dimension)) {
        if all.last() != Some(&value) {
            all.push(value);
        }
    }
    all.sort_unstable();
    all.dedup();
    let mut above = SmallVec::new();
    if all.len() < 2 {
        return above;
    }
    for (dimension, value) in &all {
        let tree = config.dimension(*dimension);
        let at = config.value_named(*dimension, value).into_iter();
        for index in at.flat_map(|at| tree.ancestors(at as usize)) {
            let id = tree.values[index].id.as_str();
            if all.binary_search(&(*dimension, id)).is_ok() && !above.contains(&(*dimension, id.into())) {
                above.push((*dimension, id.into()));
            }
        }
    }
    above
}
