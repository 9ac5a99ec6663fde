//! Powers of ten. The last digit of a number and its scale are always worth one, so that a byte holds it: a site
//! has hundreds of thousands of numbers.

use rust_decimal::Decimal;

/// A power of ten: what one unit of a last digit is worth, or what a scale multiplies by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Power(i8);

impl Power {
    /// 1.
    pub const ONE: Self = Self(0);
    /// 100.
    pub const HUNDRED: Self = Self(2);

    /// The largest that `Decimal` holds; the smallest has as many decimals.
    const LAST: i8 = 28;

    /// Ten to the power of so many. Stops at the ends of `Decimal`.
    pub fn new(exponent: i32) -> Self {
        let last = i32::from(Self::LAST);
        Self(i8::try_from(exponent.clamp(-last, last)).unwrap_or(Self::LAST))
    }

    /// One unit of the last of so many decimals.
    pub(super) fn of_decimals(decimals: usize) -> Self {
        Self::new(i32::try_from(decimals).map_or(i32::MIN, |decimals| -decimals))
    }

    /// The product. Stops at the ends of `Decimal`.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::new(i32::from(self.0) + i32::from(other.0))
    }

    /// The number itself.
    pub fn value(self) -> Decimal {
        match u32::try_from(self.0) {
            Ok(zeros) => Decimal::from_i128_with_scale(10_i128.pow(zeros), 0),
            Err(_) => Decimal::new(1, u32::from(self.0.unsigned_abs())),
        }
    }
}
