//! Amounts in messages: in the scale and with the words of the figure that they are compared with, so
//! that `1億元` is told to be `9,800 萬元` and not `98000000`.

use crate::quantity::{Amount, Power, Quantity, format};
use rust_decimal::Decimal;

/// An amount in the words of a quantity that was written.
pub(super) fn like(amount: &Amount, written: &Quantity) -> String {
    let (scale, name) = words(written);
    // Shares and rates that were computed never end: one digit more than the stated one shows the difference.
    let step = match &*written.unit {
        "%" | "‰" => ratio_step(amount, written),
        _ => digits(amount).min(written.step.value()),
    };
    format::amount(amount, step, (scale, name))
}

/// One digit more than the stated figure has, or as many as show on which side of a half the amount lies: `78.5%`
/// could be rounded to `78%`, `78.504%` could not.
fn ratio_step(amount: &Amount, written: &Quantity) -> Decimal {
    let least = digits(amount);
    let half = written.step.value() / Decimal::TWO;
    let mut step = least.max(written.step.times(Power::new(-1)).value());
    let is_half = |step: Decimal| {
        let bounds = [amount.low, amount.high].into_iter().flatten();
        let rounded = |bound: Decimal| bound.checked_div(step)?.round().checked_mul(step);
        bounds
            // An exact half stays one however many digits are shown.
            .filter_map(|bound| rounded(bound).filter(|rounded| *rounded != bound)?.checked_div(half))
            .any(|halves| halves.fract().is_zero() && !(halves / Decimal::TWO).fract().is_zero())
    };
    while step > least && is_half(step) {
        step /= Decimal::TEN;
    }
    step
}

/// A quantity as it is written; in full where its scale stands elsewhere, over its column most often.
pub(super) fn said(written: &Quantity) -> String {
    let is_whole = written.scale == Power::ONE || !words(written).1.is_empty();
    if is_whole {
        return written.text.to_string();
    }
    let step = digits(&written.amount).min(written.step.value());
    format::amount(&written.amount, step, (Decimal::ONE, written.written_unit()))
}

/// A difference in the words of a quantity, with its sign.
pub(super) fn difference(amount: &Amount, written: &Quantity) -> String {
    let text = like(amount, written);
    let positive = amount.low.is_some_and(|low| low > Decimal::ZERO);
    if positive && !text.starts_with(['≈', '≥']) { format!("+{text}") } else { text }
}

/// One unit of the last digit that an amount has, at most 1.
fn digits(amount: &Amount) -> Decimal {
    let places = [amount.low, amount.high].into_iter().flatten().map(|bound| bound.normalize().scale()).max();
    Decimal::new(1, places.unwrap_or(0).min(6))
}

/// The scale that a quantity was written in, and the words behind its number.
fn words(written: &Quantity) -> (Decimal, &str) {
    let text = written.text.trim();
    let end = text.rfind(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let behind = end.map_or("", |at| text[at..].trim_start_matches(|c: char| c.is_numeric()));
    let name = behind.trim().trim_end_matches("以上").trim_end_matches("以下").trim_end_matches("左右");
    // A share written as a fraction: `0.33`.
    let is_share = name.is_empty() && matches!(&*written.unit, "%" | "‰");
    if is_share && crate::quantity::parse(text).is_ok_and(|read| is_hundredth(&read.amount, &written.amount))
    {
        return (Decimal::ONE_HUNDRED, name);
    }
    if name.chars().count() > 6 {
        (Decimal::ONE, written.written_unit())
    } else {
        (written.scale.value(), name)
    }
}

fn is_hundredth(amount: &Amount, of: &Amount) -> bool {
    !of.low.is_some_and(|low| low.is_zero()) && amount.mul(Decimal::ONE_HUNDRED) == *of
}
