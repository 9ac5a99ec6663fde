//! What the parts of a whole must come to: the equations between statements that stand in several places, and
//! between those of one table that are no totals of it. Apart from how statements lie in one another.

use super::{Around, Axes, PERIOD, View, axis, table};
use crate::config::MetricId;
use crate::diagnostic::counted;
use crate::model::numbers::adds;
use crate::model::{Equation, Split, Statement, StatementKind};
use compact_str::format_compact;

impl View<'_> {
    /// What parts may add up to: not more than their whole. Where a total of their own table states it, that is
    /// checked there; so are the first `told` groups, which a `by:` names.
    pub(super) fn equations(
        &self,
        kind: StatementKind,
        metric: MetricId,
        around: &Around,
        told: u32,
    ) -> Vec<Equation> {
        let split = |index: &u32| {
            let Split { group, whole } = self.at(*index).split?;
            Some((group, whole.map_or(0, |whole| self.between(*index, whole)), *index))
        };
        let mut groups: Vec<(u32, Axes, u32)> = self.members.iter().filter_map(split).collect();
        groups.sort_unstable();
        let mut equations = Vec::new();
        for parts in
            groups.chunk_by(|(one, along, _), (other, other_along, _)| (one, along) == (other, other_along))
        {
            let is_told = parts[0].0 < told;
            let parts: &Vec<u32> = &parts.iter().map(|(_, _, part)| *part).collect();
            let axes = self.axes_of(parts[0]);
            let named = self.at(parts[0]).split.and_then(|split| split.whole);
            let asked = |whole: u32| {
                let above = self.axes_of(whole);
                let wider = above & axes == above && above != axes;
                if named == Some(whole) { !is_told } else { wider }
            };
            let mut pairs: Vec<(u32, u32)> = Vec::new();
            around.pairs(parts, asked, |whole, part| pairs.push((whole, part)));
            pairs.sort_unstable();
            for inside in pairs.chunk_by(|(whole, _), (other, _)| whole == other) {
                let whole = inside[0].0;
                // What holds for the quarters of a year, and the months of each, holds for the months of the year.
                if named.is_some_and(|named| self.is_part_of(named, whole)) {
                    continue;
                }
                let inside: Vec<u32> = inside.iter().map(|(_, part)| *part).collect();
                if !self.is_total_beside(whole, &inside) {
                    equations.extend(self.equation((kind, metric), whole, inside));
                }
            }
        }
        equations
    }

    /// Along what a part is told from a whole of the same axes: the quarters of a province's year and the year of
    /// its cities are both its parts, and hold the same.
    fn between(&self, part: u32, whole: u32) -> Axes {
        if self.axes_of(part) != self.axes_of(whole) {
            return 0;
        }
        let (part, whole) = (self.at(part), self.at(whole));
        let own = part.scope.iter().filter(|value| !whole.scope.contains(value));
        let time = if part.period == whole.period { 0 } else { PERIOD };
        own.fold(time, |axes, (dimension, _)| axes | axis(*dimension))
    }

    /// Whether a statement is a part of another one, or a part of its parts.
    fn is_part_of(&self, part: u32, whole: u32) -> bool {
        let above = |index: &u32| self.at(*index).split.and_then(|split| split.whole);
        // Wholes are wider than their parts, so this ends; the limit is for what nobody thought of.
        std::iter::successors(above(&part), above).take(self.members.len()).any(|above| above == whole)
    }

    /// Whether a total of the table that the parts stand in states the whole.
    fn is_total_beside(&self, whole: u32, parts: &[u32]) -> bool {
        let Some(own) = table(self.at(parts[0])) else { return false };
        // A row that holds others is summed by the totals of its table in their place.
        if table(self.at(whole)) == Some(own) && self.totals.binary_search(&whole).is_err() {
            return false;
        }
        if parts.iter().any(|part| table(self.at(*part)) != Some(own)) {
            return false;
        }
        let tables = || {
            let stated = self.totals.iter().map(|total| {
                let statement = self.at(*total);
                (statement.repeats.unwrap_or(*total), table(statement).unwrap_or(u32::MAX))
            });
            let mut tables: Vec<(u32, u32)> = stated.collect();
            tables.sort_unstable();
            tables
        };
        self.tables.get_or_init(tables).binary_search(&(whole, own)).is_ok()
    }

    /// What the parts of a whole must come to. Ratios never add up.
    fn equation(
        &self,
        (kind, metric): (StatementKind, MetricId),
        whole: u32,
        mut parts: Vec<u32>,
    ) -> Option<Equation> {
        let stated = self.at(whole);
        let mut of = format_compact!("its {}", counted(parts.len(), "part"));
        let over_time = parts.iter().any(|part| self.at(*part).period != stated.period);
        let in_one_place = |parts: &[u32]| {
            let alike = |part: &Statement| part.scope == stated.scope && part.item == stated.item;
            parts.iter().all(|part| alike(self.at(*part)))
        };
        let partial = if adds(self.config, metric, over_time) {
            !(over_time && in_one_place(&parts) && self.fill(whole, &parts))
        } else if adds(self.config, metric, false) {
            // A stock's last value counts, where it is that of the last day.
            let end = stated.period?.end;
            parts.retain(|part| self.at(*part).period.is_some_and(|period| period.end == end));
            of = format_compact!("the last of {of}");
            !in_one_place(&parts)
        } else {
            return None;
        };
        (!parts.is_empty()).then(|| Equation {
            rule: "sum-mismatch",
            stated: stated.term(),
            terms: parts.iter().map(|part| self.at(*part).term()).collect(),
            of,
            exact: kind == StatementKind::Target,
            partial,
            table: None,
        })
    }

    /// Whether the parts stand in one table with the whole and leave no day of it: nothing is not split then.
    fn fill(&self, whole: u32, parts: &[u32]) -> bool {
        let own = table(self.at(whole));
        if own.is_none() || parts.iter().any(|part| table(self.at(*part)) != own) {
            return false;
        }
        let periods = parts.iter().map(|part| self.at(*part).period).collect();
        let fiscal_start = self.config.fiscal_year_start;
        crate::model::total::joined(periods, fiscal_start).is_some_and(|all| all == self.at(whole).period)
    }
}
