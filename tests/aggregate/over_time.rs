//! Stocks over time: which statements each cell of time is made from.

use super::asked::{NOT_SPLIT, Name, TOTAL, chooses_period, chooses_plans, is_time, places};
use super::brute::{Brute, Of};
use super::expected::{Asked, Slice};
use super::scopes::{scope, strictly};
use planpress::view::Axis;
use std::collections::BTreeSet;

impl<'a> Asked<'a> {
    /// Of stocks the statements of every cell of time.
    pub(super) fn in_time(&self, of: Of, names: [Option<Name>; 2], counts: Vec<usize>) -> Vec<Slice<'a>> {
        let named = |at: usize| {
            let chooses = self.axes()[at].is_some_and(chooses_plans);
            chooses.then(|| names[at].clone().unwrap_or_else(|| TOTAL.to_owned()))
        };
        if !of.stock {
            let brute = Brute { world: self.world, counts };
            return vec![Slice { row: named(0), column: named(1), brute, shown: u64::MAX }];
        }
        let scope = |at: &usize| scope(&self.world.sayings[*at]);
        let left_in = |at: &&usize| chooses_period(self.query, scope(at).period);
        let in_cells = |axis: Option<Axis>, at: &usize| -> Vec<Name> {
            axis.map_or(Vec::new(), |axis| places(axis, self.world, self.query, &scope(at)))
        };
        // What is split over time stands in the cells of its parts.
        let is_split = |axis: Option<Axis>, at: &usize| {
            counts.iter().filter(|other| left_in(other)).any(|other| {
                let (whole, part) = (scope(at), scope(other));
                let (saying, said) = (&self.world.sayings[*at], &self.world.sayings[*other]);
                of.has(said)
                    && saying.plan == said.plan
                    && (whole.region, whole.channel) == (part.region, part.channel)
                    && strictly(&part, &whole)
                    && !in_cells(axis, other).contains(&NOT_SPLIT.to_owned())
            })
        };
        let times = |axis: Option<Axis>, at: &usize| -> Vec<Name> {
            let mut own = in_cells(axis, at);
            if own.contains(&NOT_SPLIT.to_owned()) && is_split(axis, at) {
                own.clear();
            }
            own.into_iter().chain([TOTAL.to_owned()]).collect()
        };
        let all = |at: usize| -> BTreeSet<Option<Name>> {
            match self.axes()[at] {
                axis if is_time(axis) => counts.iter().flat_map(|at| times(axis, at)).map(Some).collect(),
                _ => [named(at)].into(),
            }
        };
        let [rows, columns] = [all(0), all(1)];
        let mut slices = Vec::new();
        for row in &rows {
            for column in &columns {
                let stands = |axis: Option<Axis>, name: &Option<Name>, at: &usize| {
                    !is_time(axis) || name.as_ref().is_some_and(|name| times(axis, at).contains(name))
                };
                let pairs = || self.axes().into_iter().zip([row, column]);
                let here = |at: &&usize| pairs().all(|(axis, name)| stands(axis, name, at));
                // What is not split is seen in all, since what stands in cells is taken from it, too.
                let in_whole = |axis: Option<Axis>, name: &Option<Name>, at: &usize| match name.as_deref() {
                    Some(NOT_SPLIT) => stands(axis, &Some(TOTAL.to_owned()), at),
                    _ => stands(axis, name, at),
                };
                let around = |at: &&usize| pairs().all(|(axis, name)| in_whole(axis, name, at));
                let shown = counts.iter().filter(left_in).filter(here).fold(0, |all, at| all | 1 << at);
                let counts = counts.iter().filter(left_in).filter(around).copied().collect();
                let brute = Brute { world: self.world, counts };
                slices.push(Slice { row: row.clone(), column: column.clone(), brute, shown });
            }
        }
        slices
    }
}
