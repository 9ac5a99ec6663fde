//! Scopes as boxes: for the period and for each dimension the range of what it spans, side by side as numbers. How
//! two scopes lie in one another is then a comparison of ranges, and a look down a plan tree makes millions of them.

use super::scope::{Scope, Space};
use crate::config::DimensionId;
use crate::period::{Grain, Period};
use jiff::civil::Date;

/// The first and the last of what is spanned.
type Range = [u32; 2];

/// All there is: what a scope spans where it names nothing.
const ALL: Range = [0, u32::MAX];

/// How many ranges the period takes: its days, and the ISO year of a week beside the year of a year, 0 for others.
const OF_PERIOD: usize = 2;

/// A scope as ranges: those of its period, then one of each dimension.
pub(super) type Bounds = [Range];

/// Many scopes as ranges, by number.
pub(super) struct Boxes {
    /// The dimensions that any of the scopes names.
    dimensions: Vec<DimensionId>,
    ranges: Vec<Range>,
}

impl Boxes {
    /// The boxes of some scopes. Others may be added which name no dimension that these do not.
    pub(super) fn new<'s>(space: &Space, scopes: impl Iterator<Item = &'s Scope> + Clone) -> Self {
        let mut dimensions: Vec<DimensionId> = Vec::new();
        for (dimension, _) in scopes.clone().flat_map(|scope| &scope.values) {
            if !dimensions.contains(dimension) {
                dimensions.push(*dimension);
            }
        }
        let mut boxes = Self { dimensions, ranges: Vec::new() };
        scopes.for_each(|scope| boxes.push(space, scope));
        boxes
    }

    /// Adds one.
    pub(super) fn push(&mut self, space: &Space, scope: &Scope) {
        self.ranges.extend(of_period(scope.period));
        let values =
            self.dimensions.iter().map(|dimension| scope.value(*dimension).map(|at| (dimension, at)));
        self.ranges.extend(values.map(|value| {
            let node = value.and_then(|(dimension, at)| Some((at, space.node(*dimension, at)?)));
            node.map_or(ALL, |(at, node)| [at, node.end - 1])
        }));
    }

    /// The box of a number.
    #[inline]
    pub(super) fn of(&self, number: usize) -> &Bounds {
        let length = OF_PERIOD + self.dimensions.len();
        &self.ranges[number * length..][..length]
    }

    /// The boxes of some numbers.
    pub(super) fn all_of(&self, numbers: std::ops::Range<usize>) -> impl Iterator<Item = &Bounds> {
        let length = OF_PERIOD + self.dimensions.len();
        self.ranges[numbers.start * length..numbers.end * length].chunks_exact(length)
    }

    /// What some of these have in common in each dimension, at any time.
    pub(super) fn common(&self, mut of: impl Iterator<Item = usize>) -> Vec<Range> {
        let mut common = of.next().map_or_else(Vec::new, |first| self.of(first).to_vec());
        common.splice(..OF_PERIOD.min(common.len()), of_period(None));
        for other in of {
            for (range, other) in common.iter_mut().zip(self.of(other)).skip(OF_PERIOD) {
                if range != other {
                    *range = ALL;
                }
            }
        }
        common
    }
}

/// Whether a box lies in another, as of [`Space::inside`].
#[inline]
pub(super) fn inside(inner: &Bounds, outer: &Bounds) -> bool {
    let ([days, years, values @ ..], [outer_days, outer_years, outer_values @ ..]) = (inner, outer) else {
        return false;
    };
    let is_in = |inner: &Range, outer: &Range| (outer[0] <= inner[0]) & (inner[1] <= outer[1]);
    let (week, year) = (years[0], outer_years[1]);
    let period = if week != 0 && year != 0 { week == year } else { is_in(days, outer_days) };
    period && values.iter().zip(outer_values).all(|(inner, outer)| is_in(inner, outer))
}

/// Whether a box lies in another but for dimensions in which it spans all there is.
pub(super) fn inside_named(inner: &Bounds, outer: &Bounds) -> bool {
    let named = |(inner, outer): (&Range, &Range)| if *inner == ALL { *outer } else { *inner };
    let values = inner.iter().zip(outer).skip(OF_PERIOD).map(named);
    let named: Vec<Range> = inner.iter().take(OF_PERIOD).copied().chain(values).collect();
    inside(&named, outer)
}

/// Whether two boxes have anything in common, as of [`Space::overlap`]: ranges of a tree that do lie in one another.
#[inline]
pub(super) fn overlap(a: &Bounds, b: &Bounds) -> bool {
    let ([days, _, values @ ..], [other_days, _, others @ ..]) = (a, b) else { return false };
    let meet = |a: &Range, b: &Range| (a[0] <= b[1]) & (b[0] <= a[1]);
    meet(days, other_days) && values.iter().zip(others).all(|(a, b)| meet(a, b))
}

fn of_period(period: Option<Period>) -> [Range; OF_PERIOD] {
    let Some(period) = period else { return [ALL, [0, 0]] };
    let year = |year: i16| u32::try_from(year).unwrap_or(0);
    let years = match period.grain {
        Grain::Week => [year(period.start.iso_week_date().year()), 0],
        Grain::Year => [0, year(period.start.year())],
        _ => [0, 0],
    };
    [[number(period.start), number(period.end)], years]
}

/// Later days have higher numbers.
fn number(date: Date) -> u32 {
    let [year, month, day] = [i32::from(date.year()), date.month().into(), date.day().into()];
    // Years of dates begin at -9999.
    u32::try_from(((year + 10_000) * 16 + month) * 32 + day).unwrap_or(0)
}
