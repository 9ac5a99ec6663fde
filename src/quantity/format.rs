//! Amounts as text: for readers (`≈ 5,000 萬`, `2,500–3,000 萬`, `≥ 185,200`) with no more digits than were stated,
//! and for machines (`2500..3000`, `>=185200`).

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::Amount;

/// An amount for readers: rounded to whole `step`s (the finest step of its parts), in the scale
/// `(factor, name)`: `((10000, "萬元"))` gives `5,000 萬元`; `(1, "")` the plain number. Decimals that are
/// only zeros stay where the factor is 1, since they were stated then. Without any bound it is a dash.
pub fn amount(amount: &Amount, step: Decimal, (factor, name): (Decimal, &str)) -> String {
    let shown = |value: Decimal| in_scale(value, step, factor);
    with_name(written(amount, shown), name)
}

/// One value for readers, without a mark: rounded, in a scale, as for [`amount`].
pub fn value(value: Decimal, step: Decimal, (factor, name): (Decimal, &str)) -> String {
    with_name(in_scale(value, step, factor), name)
}

fn with_name(number: String, name: &str) -> String {
    match name {
        "" | "%" | "‰" => number + name,
        _ => format!("{number} {name}"),
    }
}

fn written(amount: &Amount, shown: impl Fn(Decimal) -> String) -> String {
    let about = if amount.about { "≈ " } else { "" };
    match (amount.low, amount.high) {
        (Some(low), Some(high)) => {
            let (first, last) = (shown(low), shown(high));
            match low.is_sign_negative() {
                _ if first == last => format!("{about}{first}"),
                // A minus beside a dash wants room.
                true => format!("{about}{first} – {last}"),
                false => format!("{about}{first}–{last}"),
            }
        }
        (Some(low), None) => format!("{} {about}{}", if amount.strict { ">" } else { "≥" }, shown(low)),
        (None, Some(high)) => format!("{} {about}{}", if amount.strict { "<" } else { "≤" }, shown(high)),
        (None, None) => "—".into(),
    }
}

fn in_scale(value: Decimal, step: Decimal, factor: Decimal) -> String {
    let rounded = to_step(value, step);
    let plain = factor == Decimal::ONE || factor <= Decimal::ZERO;
    let unit = if plain { Some(step) } else { step.checked_div(factor) };
    let decimals = unit.map_or(0, decimals);
    if plain {
        return grouped(rounded.round_dp_with_strategy(decimals, AWAY), Some(decimals));
    }
    let scaled = rounded.checked_div(factor).unwrap_or(rounded);
    grouped(scaled.round_dp_with_strategy(decimals, AWAY), None)
}

/// How many decimals a computed value needs: `least`, or as many as show two digits of a small one, which would else
/// look like zero or like another small one.
pub fn places(value: Decimal, least: u32) -> u32 {
    let size = value.abs();
    if size.is_zero() || size >= Decimal::new(10, least) {
        return least;
    }
    (least..28).find(|places| size >= Decimal::new(10, *places)).unwrap_or(28)
}

/// Halves away from zero, as in bookkeeping.
const AWAY: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// The nearest multiple of a step above 1; finer steps are a matter of decimals.
fn to_step(value: Decimal, step: Decimal) -> Decimal {
    if step <= Decimal::ONE {
        return value;
    }
    let whole = value.checked_div(step).map(|steps| steps.round_dp_with_strategy(0, AWAY));
    whole.and_then(|steps| steps.checked_mul(step)).unwrap_or(value)
}

/// Decimals that show one unit: 0.01 has 2.
fn decimals(unit: Decimal) -> u32 {
    (0..28).find(|places| unit <= Decimal::ZERO || unit >= Decimal::new(1, *places)).unwrap_or(28)
}

/// Digits in groups of three, U+2212 for minus; as many decimals as asked for, else as many as there are.
fn grouped(value: Decimal, decimals: Option<u32>) -> String {
    let text = match decimals {
        Some(_) => value.abs().to_string(),
        None => value.abs().normalize().to_string(),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // More zeros than `Decimal` itself would write.
    let decimals = decimals.map_or(fraction.len(), |decimals| decimals as usize);
    let mut out = String::with_capacity(text.len() + whole.len() / 3 + 3);
    if value < Decimal::ZERO && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if decimals == 0 { out } else { out + &format!(".{fraction:0<decimals$.decimals$}") }
}

/// For messages: as for readers, with all its digits.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self, |value| grouped(value, None)))
    }
}

impl Amount {
    /// For machines: `2500..3000`, `>=185200`, `>5`, `<=9`, `~400000`, `>=~5`, digits without separators.
    /// Empty where there is no bound. [`super::parse`](crate::quantity::parse) reads it back.
    pub fn to_canonical_string(&self) -> String {
        let about = if self.about { "~" } else { "" };
        let plain = |value: Decimal| value.normalize().to_string();
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => format!("{about}{}", plain(low)),
            (Some(low), Some(high)) => format!("{about}{}..{}", plain(low), plain(high)),
            (Some(low), None) => format!("{}{about}{}", if self.strict { ">" } else { ">=" }, plain(low)),
            (None, Some(high)) => format!("{}{about}{}", if self.strict { "<" } else { "<=" }, plain(high)),
            (None, None) => String::new(),
        }
    }
}
