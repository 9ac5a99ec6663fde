//! Exact amounts with units, read as people write them: `約 1,950 萬套`, `2500–3000 萬`, `≥ 185,200`.
//! Never a float. The text as written is kept for display; the value is what is computed with.

mod amount;
mod compound;
mod error;
pub mod format;
mod known;
mod number;
mod power;
mod read;
mod text;
mod words;

use std::fmt;

use compact_str::CompactString;
use rust_decimal::Decimal;

pub use amount::Amount;
pub use error::QuantityError;
pub use known::Known;
pub use power::Power;
pub use words::{canonical_unit, is_money};

/// A unit as written, folded: `元`, `套`, `%`; empty where none was written.
pub type Unit = CompactString;

/// A quantity: amount, unit, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The value in units of `unit` (scales like `萬` multiplied out; `13 %` is 13 with unit `%`).
    pub amount: Amount,
    /// The unit as written, canonical for money (`¥`, `RMB`, `CNY`, `圓` → `元`); empty where none was written.
    /// In the form of [`canonical_unit`], so that units are compared by `==` with units in that form.
    pub unit: Unit,
    /// The value of one unit of the last digit shown: `123 萬` → 10000, `12.5` → 0.1. The finer one of a range.
    pub step: Power,
    /// The factor of the scale as written: `123 萬` → 10000; 1 where there is none. The upper one of a range.
    pub scale: Power,
    /// The text as written.
    pub text: CompactString,
}

/// Reads a whole cell or scalar: `[comparator] [approximately] number [– number] [scale] [unit]`.
///
/// # Errors
/// Where the text is not a quantity from end to end, or is one that cannot be meant (`1,23`, `5–3`).
pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
    parse_with(text, &[])
}

/// The same where units are known: the longest known one at the end of the text is the unit, even where
/// it begins like a scale (`5 千克`, `20 百貨店`).
///
/// # Errors
/// As for [`parse`].
pub fn parse_with(text: &str, units: &[&str]) -> Result<Quantity, QuantityError> {
    let known: Vec<Unit> = units.iter().map(|unit| canonical_unit(unit)).collect();
    let read::Reading { amount, unit, step, scale } = read::read(text, &known)?;
    Ok(Quantity { amount, unit, step, scale, text: text.trim().into() })
}

/// Whether a text could be a quantity: cheap, and never `false` for one that [`parse`] reads.
pub fn looks_numeric(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_ascii_digit() || (!c.is_ascii() && (words::is_wide_digit(c) || words::is_numeral(c))))
}

impl Quantity {
    /// Whether this stated figure is right for a computed one: the computed one, rounded to the digits that the
    /// stated one shows, is the stated one; an exact half may go either way. Ranges, floors and ceilings
    /// are right where the two have a value in common.
    pub fn accepts(&self, computed: &Amount) -> bool {
        self.accepts_with(computed, Decimal::ZERO)
    }

    /// The same where the parts of the computed figure are themselves uncertain by `slack` in sum (see
    /// [`Quantity::slack`]), in units of `unit`.
    pub fn accepts_with(&self, computed: &Amount, slack: Decimal) -> bool {
        let margin = self.half_step().saturating_add(slack);
        if !self.amount.strict {
            return self.amount.widened(margin).touches(computed);
        }
        // `超過 5` is wrong for 5 itself, however many digits are shown.
        self.amount.widened(slack).overlaps(computed)
    }

    /// By how much this figure, as a part of another, may be off: half a unit of its last digit where it is a
    /// percentage or marked approximate, else nothing.
    pub fn slack(&self) -> Decimal {
        let rounded = self.amount.about || matches!(&*self.unit, "%" | "‰");
        if rounded { self.half_step() } else { Decimal::ZERO }
    }

    /// The unit for messages: as the text writes it, where it does.
    pub fn written_unit(&self) -> &str {
        words::as_written(&self.text, &self.unit).unwrap_or(&self.unit)
    }

    /// The value for machines, in its unit: see [`Amount::to_canonical_string`].
    pub fn to_canonical_string(&self) -> String {
        self.amount.to_canonical_string()
    }

    /// Half a unit of the last digit shown: what rounding to it may have taken or given.
    pub fn half_step(&self) -> Decimal {
        let step = self.step.value();
        step.checked_div(Decimal::TWO).unwrap_or(step)
    }
}

/// As written.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
