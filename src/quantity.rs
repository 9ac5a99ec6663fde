//! Exact amounts with units, read as people write them: `約 1,950 萬套`, `2500–3000 萬`, `≥ 185,200`.
//! Never a float. The text as written is kept for display; the value is what is computed with.

use rust_decimal::Decimal;

/// An interval of exact decimals. Exact values have `low == high`; a floor (`≥ 5`) has no `high`, a
/// ceiling (`≤ 5`) no `low`. Sums add bounds; a bound missing in one summand is missing in the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Lower bound, `None` for a ceiling.
    pub low: Option<Decimal>,
    /// Upper bound, `None` for a floor.
    pub high: Option<Decimal>,
    /// Marked `約`, `≈`, `左右`, or computed from such a value.
    pub about: bool,
    /// The open bound excludes its end (`超過 5`, `低於 5`); only for floors and ceilings.
    pub strict: bool,
}

/// A unit as written, folded: `元`, `套`, `%`; empty where none was written.
pub type Unit = Box<str>;

/// A quantity: amount, unit, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The value in units of `unit` (scales like `萬` multiplied out; `13 %` is 13 with unit `%`).
    pub amount: Amount,
    /// The unit as written, canonical for money (`¥`, `RMB`, `CNY`, `圓` → `元`); empty where none was written.
    pub unit: Unit,
    /// The value of one unit of the last digit shown: `123 萬` → 10000, `12.5` → 0.1.
    pub step: Decimal,
    /// The factor of the scale as written: `123 萬` → 10000; 1 where there is none.
    pub scale: Decimal,
    /// The text as written.
    pub text: Box<str>,
}
