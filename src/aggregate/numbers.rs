//! All numbers of one metric in a query, by cell, and the cells made from them.

use super::amount::{computed_step, is_nothing, settled};
use super::counterpart::Told;
use super::facts::Facts;
use super::lane::Slot;
use super::own_words::{OwnWords, own_words};
use super::parts::Parts;
use super::ratio::ratios;
use super::sums::{Asked, Place, Sum, Sums};
use super::table::{Cell, Reason};
use super::uneven::Uneven;
use super::voice::Voice;
use crate::config::{Better, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::view::Measure;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The numbers of a metric (or of all, where these are rows or columns).
#[derive(Default)]
pub(super) struct Numbers {
    sums: BTreeMap<Voice, Rc<Sums>>,
    words: OwnWords,
    counts: BTreeMap<Place, BTreeSet<PlanIndex>>,
    reasons: BTreeMap<Place, Reason>,
    better: BTreeMap<Place, Better>,
    default_better: Option<Better>,
    /// Where target and actual do not stand for the same.
    uneven: BTreeSet<Place>,
    /// Where the number is a ratio, which plans below state for themselves only.
    ratios: BTreeSet<Place>,
    /// Whether what is not split along rows, and along columns, is what is left over of what is.
    leaves_over: [bool; 2],
}

impl Numbers {
    /// The numbers that some measures need.
    pub(super) fn new(asked: &Asked<'_>, metric: MetricId, show: &[Measure]) -> Self {
        let Some(declared) = asked.site.config.metrics.get(usize::from(metric.0)) else {
            return Self::default();
        };
        let leaves_over = asked.leaves_over();
        let mut numbers = Self { default_better: Some(declared.better), leaves_over, ..Self::default() };
        for voice in voices(show) {
            let sums = match declared.kind {
                MetricKind::Flow => asked.sums(metric, voice, false),
                MetricKind::Stock => asked.sums(metric, voice, true),
                MetricKind::Ratio(parts) => {
                    let found = ratios(asked, metric, parts, voice);
                    numbers.reasons.extend(found.reasons);
                    Rc::new(found.sums)
                }
            };
            numbers.sums.insert(voice, sums);
        }
        if show.iter().any(is_own_word) {
            match declared.kind {
                MetricKind::Flow => numbers.words = own_words(asked, metric, false),
                MetricKind::Stock => numbers.words = own_words(asked, metric, true),
                MetricKind::Ratio(parts) => {
                    numbers.words.stated = ratios(asked, metric, parts, Voice::Target).stated;
                    let shown = numbers.sums_of(Voice::Target).keys();
                    numbers.ratios = shown.chain(numbers.words.stated.keys()).copied().collect();
                }
            }
        }
        if show.contains(&Measure::Progress) {
            let both = numbers
                .sums_of(Voice::Actual)
                .iter()
                .filter_map(|(place, actual)| Some((*place, numbers.sum(Voice::Target, *place)?, actual)));
            let both = both.filter(|(place, ..)| !is_left_over(leaves_over, *place));
            let uneven = Uneven::new(asked, metric);
            let is_computed = matches!(declared.kind, MetricKind::Ratio(Some(_)));
            let found = both.filter(|(place, target, actual)| {
                is_computed && !are_of_one_place(asked.facts, target, actual)
                    || uneven.as_ref().is_some_and(|uneven| uneven.is(*place, target, actual))
            });
            numbers.uneven = found.map(|(place, ..)| place).collect();
        }
        if show.contains(&Measure::Count) {
            numbers.counts = asked.counts(metric);
        }
        numbers
    }

    /// Takes over the numbers of the metric at `index`, which is a row or a column.
    pub(super) fn absorb(&mut self, asked: &Asked<'_>, index: usize, other: Self) {
        let placed = |place: Place| asked.placed(index, place);
        for (voice, sums) in other.sums {
            let here = Rc::make_mut(self.sums.entry(voice).or_default());
            here.extend(sums.iter().map(|(place, sum)| (placed(*place), sum.clone())));
        }
        for (place, sum) in other.words.stated {
            self.words.stated.insert(placed(place), sum);
        }
        for (place, sum) in other.words.compared {
            self.words.compared.insert(placed(place), sum);
        }
        for (place, sum) in other.words.allocated {
            self.words.allocated.insert(placed(place), sum);
        }
        self.counts.extend(other.counts.into_iter().map(|(place, plans)| (placed(place), plans)));
        self.reasons.extend(other.reasons.into_iter().map(|(place, reason)| (placed(place), reason)));
        self.ratios.extend(other.ratios.into_iter().map(placed));
        self.uneven.extend(other.uneven.into_iter().map(placed));
        self.leaves_over = other.leaves_over;
        let better = other.default_better.unwrap_or(Better::Higher);
        for place in self.places().collect::<Vec<_>>() {
            self.better.entry(place).or_insert(better);
        }
    }

    /// Every place with a number.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        let sums = self.sums.values().flat_map(|sums| sums.keys());
        let words = self.words.stated.keys().chain(self.words.allocated.keys());
        sums.chain(words).chain(self.counts.keys()).copied()
    }

    fn sum(&self, voice: Voice, place: Place) -> Option<&Sum> {
        self.sums.get(&voice)?.get(&place)
    }

    fn sums_of(&self, voice: Voice) -> &Sums {
        static NONE: Sums = Sums::new();
        self.sums.get(&voice).map_or(&NONE, |sums| &**sums)
    }

    /// A cell.
    pub(super) fn cell(&self, place: Place, measure: Measure) -> Cell {
        let found = match measure {
            Measure::Target => self.sum(Voice::Target, place).map(Cow::Borrowed).ok_or(None),
            Measure::Actual => self.sum(Voice::Actual, place).map(Cow::Borrowed).ok_or(None),
            Measure::Forecast => self.sum(Voice::Forecast, place).map(Cow::Borrowed).ok_or(None),
            Measure::Progress => self.progress(place).map(Cow::Owned),
            Measure::Stated => self.words.stated.get(&place).map(Cow::Borrowed).ok_or(None),
            Measure::Allocated => self.allocated(place).map(Cow::Borrowed).ok_or(None),
            Measure::Gap => self.gap(place).map(Cow::Owned).ok_or(self.nothing_to_compare(place)),
            Measure::Unallocated => match self.gap(place) {
                Some(gap) => Ok(Cow::Owned(Sum { amount: not_negative(gap.amount), ..gap })),
                None => Err(self.nothing_to_compare(place)),
            },
            Measure::Amount => self.sum(Voice::Budget, place).map(Cow::Borrowed).ok_or(None),
            Measure::Count => return self.count(place),
        };
        match found {
            Ok(sum) => cell(&sum),
            Err(reason) => Cell {
                why_empty: Some(reason.unwrap_or_else(|| self.why(place, measure))),
                ..Cell::default()
            },
        }
    }

    fn count(&self, place: Place) -> Cell {
        let count = Decimal::from(self.counts.get(&place).map_or(0, |plans| plans.len()));
        Cell { amount: Some(Amount::exact(count)), step: Decimal::ONE, ..Cell::default() }
    }

    fn progress(&self, place: Place) -> Result<Sum, Option<Reason>> {
        let (target, actual) = (self.sum(Voice::Target, place), self.sum(Voice::Actual, place));
        let (Some(target), Some(actual)) = (target, actual) else {
            let one = target.is_some() || actual.is_some();
            return Err(one.then_some(Reason::NothingToCompare));
        };
        if is_left_over(self.leaves_over, place) {
            return Err(Some(Reason::NothingToCompare));
        }
        if self.uneven.contains(&place) {
            return Err(Some(Reason::NotSplit));
        }
        let better = self.better.get(&place).copied().or(self.default_better).unwrap_or(Better::Higher);
        let amount = progress(&target.amount, &actual.amount, better).ok_or(Some(Reason::Division))?;
        let by = Parts::both(&target.by, &actual.by);
        Ok(Sum { step: computed_step(&amount, 1), amount, by, as_of: actual.as_of })
    }

    /// What plans below say; in a cell where no plan speaks for itself, all that is said there.
    fn allocated(&self, place: Place) -> Option<&Sum> {
        let is_rest = |slot: Slot| matches!(slot, Slot::Exact(_));
        if is_rest(place.0) || is_rest(place.1) {
            return None;
        }
        if self.words.stated.contains_key(&place) || self.ratios.contains(&place) {
            return self.words.allocated.get(&place);
        }
        self.sum(Voice::Target, place)
    }

    fn gap(&self, place: Place) -> Option<Sum> {
        let stated = self.words.compared.get(&place)?;
        let allocated = self.words.allocated.get(&place)?;
        Some(Sum {
            amount: gap(&stated.amount, &allocated.amount),
            step: stated.step.min(allocated.step),
            by: Parts::both(&stated.by, &allocated.by),
            as_of: None,
        })
    }

    fn nothing_to_compare(&self, place: Place) -> Option<Reason> {
        let is_added = !self.ratios.contains(&place);
        (is_added && self.words.stated.contains_key(&place)).then_some(Reason::NothingToCompare)
    }

    fn why(&self, place: Place, measure: Measure) -> Reason {
        if is_own_word(&measure) && self.ratios.contains(&place) {
            return Reason::RatioNotAdded;
        }
        if let Some(reason) = self.reasons.get(&place) {
            return *reason;
        }
        let voice = match measure {
            Measure::Actual => Voice::Actual,
            Measure::Forecast => Voice::Forecast,
            Measure::Amount => Voice::Budget,
            _ => Voice::Target,
        };
        let wider = [(place.0, Slot::NotSplit), (Slot::NotSplit, place.1), (Slot::NotSplit, Slot::NotSplit)];
        let is_said = |place: &Place| self.sum(voice, *place).is_some();
        if wider.iter().any(is_said) { Reason::NotSplit } else { Reason::NothingStated }
    }
}

/// Whether two ratios tell of the same places: what was to be reached in one says nothing of what was in another.
fn are_of_one_place(facts: &Facts, one: &Sum, other: &Sum) -> bool {
    Told::by(facts, &one.by, true).is_as(&Told::by(facts, &other.by, true))
}

/// Whether what stands at a place is what is left over, where what is not split along rows and along columns is: parts
/// and wholes, targets and actuals of it do not stand for the same.
pub(super) fn is_left_over([rows, columns]: [bool; 2], (row, column): Place) -> bool {
    [(row, rows), (column, columns)].into_iter().any(|(slot, leaves_over)| match slot {
        Slot::Exact(_) => true,
        Slot::NotSplit => leaves_over,
        Slot::Entry(_) | Slot::Total => false,
    })
}

/// Whether a measure tells what plans say themselves, and those below them inside that.
fn is_own_word(measure: &Measure) -> bool {
    matches!(measure, Measure::Stated | Measure::Allocated | Measure::Gap | Measure::Unallocated)
}

/// What is summed for some measures.
fn voices(show: &[Measure]) -> BTreeSet<Voice> {
    let of = |measure: &Measure| match measure {
        Measure::Target | Measure::Allocated => &[Voice::Target][..],
        Measure::Actual => &[Voice::Actual],
        Measure::Progress => &[Voice::Target, Voice::Actual],
        Measure::Forecast => &[Voice::Forecast],
        Measure::Amount => &[Voice::Budget],
        Measure::Stated | Measure::Gap | Measure::Unallocated | Measure::Count => &[],
    };
    show.iter().flat_map(of).copied().collect()
}

/// A sum as a cell.
pub(super) fn cell(sum: &Sum) -> Cell {
    let mut parts = sum.by.clone();
    parts.settle();
    Cell {
        amount: Some(settled(sum.amount)),
        step: sum.step,
        parts,
        why_empty: None,
        coverage: None,
        as_of: sum.as_of,
    }
}

/// Actual by target in percent; target by actual where less is better. Of a floor or ceiling its bound
/// counts. `None` where the divisor is not above zero.
pub(super) fn progress(target: &Amount, actual: &Amount, better: Better) -> Option<Amount> {
    let (target, actual) = (settled(*target), settled(*actual));
    let (part, whole) = match better {
        Better::Higher => (&actual, &target),
        Better::Lower => (&target, &actual),
    };
    let bounds = |amount: &Amount| Some((amount.low.or(amount.high)?, amount.high.or(amount.low)?));
    let (part_low, part_high) = bounds(part)?;
    let (whole_low, whole_high) = bounds(whole)?;
    if whole_low <= Decimal::ZERO || whole_high <= Decimal::ZERO {
        return None;
    }
    let percent = |part: Decimal, whole: Decimal| {
        Some(part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?.round_dp(10).normalize())
    };
    let low = percent(part_low, whole_high)?;
    let high = percent(part_high, whole_low)?;
    let about = target.about || actual.about;
    Some(settled(Amount { about, ..Amount::range(low, high) }))
}

/// Stated less allocated: zero where both have a value in common (a floor that is met, ranges that touch),
/// else bound by bound; of a floor or ceiling, and less one, a floor or ceiling.
pub(super) fn gap(stated: &Amount, allocated: &Amount) -> Amount {
    let (stated, allocated) = (settled(*stated), settled(*allocated));
    let about = stated.about || allocated.about;
    let one_value = stated.single().is_some() && allocated.single().is_some();
    if !one_value && stated.touches(&allocated) {
        return Amount { about, ..Amount::zero() };
    }
    let bound = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).map(|(a, b)| a.saturating_sub(b));
    let (less, more) = (allocated.low.or(allocated.high), allocated.high.or(allocated.low));
    let gap = match (stated.low, stated.high) {
        (Some(_), None) => Amount { low: bound(stated.low, more), high: None, ..stated },
        (None, Some(_)) => Amount { low: None, high: bound(stated.high, less), ..stated },
        _ if allocated.high.is_none() => {
            Amount { low: None, high: bound(stated.high, less), strict: allocated.strict, ..stated }
        }
        _ if allocated.low.is_none() => {
            Amount { low: bound(stated.low, more), high: None, strict: allocated.strict, ..stated }
        }
        _ => Amount { low: bound(stated.low, less), high: bound(stated.high, more), ..stated },
    };
    settled(Amount { about, ..gap })
}

/// Nothing where it is below zero.
pub(super) fn not_negative(amount: Amount) -> Amount {
    if amount.low.is_none() && amount.high.is_some_and(|high| high <= Decimal::ZERO) {
        return Amount::zero();
    }
    let bound = |bound: Option<Decimal>| bound.map(|bound| bound.max(Decimal::ZERO));
    let amount = Amount { low: bound(amount.low), high: bound(amount.high), ..amount };
    Amount { about: amount.about && !is_nothing(&amount), ..amount }
}
