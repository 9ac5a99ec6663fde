//! Progress of the slow implementation: where target and actual stand for the same.

use super::asked::{NOT_SPLIT, Name, TOTAL, is_left_over};
use super::expected::{Asked, Place};
use super::scopes::region_within;
use super::span::Shown;
use super::world::{COST, REGION, REGIONS};
use planpress::model::StatementKind;
use planpress::view::Axis;
use std::collections::{BTreeMap, BTreeSet};

/// What was reached of what was to be reached, where both stand for the same.
pub(super) fn progress(
    asked: &Asked<'_>,
    metric: usize,
    targets: &BTreeMap<Place, Shown>,
) -> BTreeMap<Place, Shown> {
    let actuals = asked.shown(metric, StatementKind::Actual);
    let rows: BTreeSet<&Name> = targets.keys().chain(actuals.keys()).map(|(row, _)| row).collect();
    let uneven = Uneven { asked, rows: &rows, targets, actuals: &actuals };
    let mut progress = BTreeMap::new();
    for (place, actual) in &actuals {
        let Some(target) = targets.get(place) else { continue };
        if is_left_over(asked.query, place) {
            continue;
        }
        if !uneven.is(&place.0, &place.1) {
            progress.extend(
                Shown::progress(target, actual, metric == COST).map(|amount| (place.clone(), amount)),
            );
        }
    }
    progress
}

/// Rows below which something was reached in a column whose target stands for more than the column.
struct Uneven<'a> {
    asked: &'a Asked<'a>,
    rows: &'a BTreeSet<&'a Name>,
    targets: &'a BTreeMap<Place, Shown>,
    actuals: &'a BTreeMap<Place, Shown>,
}

impl Uneven<'_> {
    fn is(&self, row: &Name, column: &Name) -> bool {
        let has = |of: &BTreeMap<Place, Shown>, row: &Name, column: &str| {
            of.contains_key(&(row.clone(), column.to_owned()))
        };
        let own = if row == TOTAL { NOT_SPLIT.to_owned() } else { format!("{row} rest") };
        !has(self.targets, &own, column)
            && self.parts(row).into_iter().any(|part| match has(self.targets, part, column) {
                true => self.is(part, column),
                false => has(self.actuals, part, column) && has(self.targets, part, NOT_SPLIT),
            })
    }

    /// The rows directly below one.
    fn parts(&self, row: &Name) -> Vec<&Name> {
        let is_entry = |name: &&&Name| {
            **name != TOTAL && **name != NOT_SPLIT && !name.ends_with(" rest") && **name != row
        };
        let entries: Vec<&Name> = self.rows.iter().filter(is_entry).copied().collect();
        if self.asked.query.rows == Axis::Metric {
            return Vec::new();
        }
        let below = |name: &Name, above: &Name| above == TOTAL || self.lies_below(name, above);
        let direct = |name: &&Name| {
            below(name, row) && !entries.iter().any(|other| below(other, row) && self.lies_below(name, other))
        };
        entries.iter().copied().filter(direct).collect()
    }

    fn lies_below(&self, name: &str, above: &str) -> bool {
        if name == above {
            return false;
        }
        let region = |name: &str| REGIONS.iter().position(|(id, _)| *id == name);
        let plan = |name: &str| name.strip_prefix('p').and_then(|number| number.parse::<usize>().ok());
        match self.asked.query.rows {
            Axis::Dimension(REGION) => {
                region(name).zip(region(above)).is_some_and(|(name, above)| region_within(name, above))
            }
            Axis::Plan => {
                plan(name).zip(plan(above)).is_some_and(|(name, above)| self.asked.world.below(name, above))
            }
            _ => false,
        }
    }
}
