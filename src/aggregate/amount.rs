//! What is left of a whole when parts are taken from it, for intervals. Bounds are taken pairwise, low from
//! low and high from high, so that the parts and what is left add up to the larger of the two again.

use crate::quantity::Amount;
use crate::quantity::format::places;
use rust_decimal::Decimal;

/// What parts leave of a whole, never below zero:
///
/// - exact values and ranges: each bound less the parts' bound, at least zero;
/// - a floor that the parts reach is met: nothing is left; else the rest is a floor, too;
/// - a ceiling that the parts reach is used up; else the rest is a ceiling, too.
///
/// Of parts without the bound in question the other one counts. What is left may have its bounds the
/// wrong way round (a whole of 100 and parts of 80 or more leave "from 20 to 0"): as a summand that is what
/// gives the right sum; [`settled`] turns them for show.
pub(super) fn remainder(whole: &Amount, parts: &Amount) -> Amount {
    let about = whole.about || parts.about;
    let (low, high) = (parts.low.or(parts.high), parts.high.or(parts.low));
    let (Some(low), Some(high)) = (low, high) else { return Amount::zero() };
    let left = match (whole.low, whole.high) {
        (Some(floor), None) => match floor.saturating_sub(low) {
            left if left < Decimal::ZERO || (left.is_zero() && !whole.strict) => Amount::zero(),
            left => Amount { strict: whole.strict, ..Amount::at_least(left) },
        },
        (None, Some(ceiling)) => match ceiling.saturating_sub(high) {
            left if left <= Decimal::ZERO || parts.high.is_none() => Amount::zero(),
            left => Amount { strict: whole.strict, ..Amount::at_most(left) },
        },
        (Some(from), Some(to)) => {
            let high = if parts.high.is_none() { to } else { high };
            Amount::range(positive(from.saturating_sub(low)), positive(to.saturating_sub(high)))
        }
        (None, None) => Amount::zero(),
    };
    Amount { about: about && !is_nothing(&left), ..left }
}

/// The larger of a whole and its parts: the parts and what they leave of it.
pub(super) fn larger(whole: &Amount, parts: &Amount) -> Amount {
    let left = remainder(whole, parts);
    if is_nothing(&left) { *parts } else { parts.add(&left) }
}

/// What must be added to `parts` to get `whole`, bound by bound.
pub(super) fn difference(whole: &Amount, parts: &Amount) -> Amount {
    let bound = |whole: Option<Decimal>, part: Option<Decimal>| match (whole, part) {
        (Some(whole), Some(part)) => Some(whole.saturating_sub(part)),
        (None, Some(_)) => None,
        (_, None) => Some(Decimal::ZERO),
    };
    let (low, high) = (bound(whole.low, parts.low), bound(whole.high, parts.high));
    let strict = whole.strict && (low.is_some() != high.is_some());
    let left = Amount { low, high, about: false, strict };
    Amount { about: (whole.about || parts.about) && !is_nothing(&left), ..left }
}

/// Exactly nothing.
pub(super) fn is_nothing(amount: &Amount) -> bool {
    amount.low == Some(Decimal::ZERO) && amount.high == Some(Decimal::ZERO)
}

/// Whether no bound is below zero.
pub(super) fn is_positive(amount: &Amount) -> bool {
    [amount.low, amount.high].iter().flatten().all(|bound| *bound >= Decimal::ZERO)
}

/// With its bounds the right way round.
pub(super) fn settled(amount: Amount) -> Amount {
    match (amount.low, amount.high) {
        (Some(low), Some(high)) if low > high => Amount { low: Some(high), high: Some(low), ..amount },
        _ => amount,
    }
}

/// Whether an amount is the larger one of two, by its middle.
pub(super) fn is_larger(amount: &Amount, than: &Amount) -> bool {
    amount.point() > than.point()
}

fn positive(value: Decimal) -> Decimal {
    value.max(Decimal::ZERO)
}

/// One unit of the last digit of a computed amount: `least` decimals, more where a bound is small.
pub(super) fn computed_step(amount: &Amount, least: u32) -> Decimal {
    let places = [amount.low, amount.high].into_iter().flatten().map(|bound| places(bound, least)).max();
    Decimal::new(1, places.unwrap_or(least))
}
