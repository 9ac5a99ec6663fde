//! Intervals of exact decimals and their arithmetic. Nothing here panics: what leaves the range of
//! `Decimal` (28 digits) stops at its end where a sum needs a value, and is `None` where it may be absent.

use std::iter::Sum;

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

impl Amount {
    /// Exactly 0.
    pub const fn zero() -> Self {
        Self::exact(Decimal::ZERO)
    }

    /// Exactly one value.
    pub const fn exact(value: Decimal) -> Self {
        Self::range(value, value)
    }

    /// From `low` to `high`, both included. `low` must not be above `high`.
    pub const fn range(low: Decimal, high: Decimal) -> Self {
        Self { low: Some(low), high: Some(high), about: false, strict: false }
    }

    /// A value or more.
    pub const fn at_least(low: Decimal) -> Self {
        Self { low: Some(low), high: None, about: false, strict: false }
    }

    /// A value or less.
    pub const fn at_most(high: Decimal) -> Self {
        Self { low: None, high: Some(high), about: false, strict: false }
    }

    /// The same, marked approximate.
    #[must_use]
    pub const fn approximately(self) -> Self {
        Self { about: true, ..self }
    }

    /// Whether it is one value, not marked approximate.
    pub fn is_exact(&self) -> bool {
        !self.about && self.single().is_some()
    }

    /// The value where it is only one, approximate or not.
    pub fn single(&self) -> Option<Decimal> {
        self.low.filter(|_| self.low == self.high)
    }

    /// The least and the greatest value that it names: both the bound of a floor or ceiling; `None` where it has
    /// no bound at all.
    pub fn ends(&self) -> Option<[Decimal; 2]> {
        Some([self.low.or(self.high)?, self.high.or(self.low)?])
    }

    /// One value to sort and draw by: itself, the middle of a range, the bound of a floor or ceiling; `None`
    /// where it has no bound at all.
    pub fn point(&self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            (Some(low), Some(high)) => {
                let half = high.saturating_sub(low).checked_div(Decimal::TWO)?;
                Some(low.saturating_add(half))
            }
            (low, high) => low.or(high),
        }
    }

    /// The sum. Stops at the ends of `Decimal`.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        // Nearly all are single values, whose bounds come to the same.
        if let (Some(a), Some(b)) = (self.one_form(), other.one_form()) {
            let sum = Some(plain(a.saturating_add(b)));
            return Self { low: sum, high: sum, about: self.about || other.about, strict: false };
        }
        let low = both(self.low, other.low, Decimal::saturating_add);
        let high = both(self.high, other.high, Decimal::saturating_add);
        Self::joined(low, high, self, other)
    }

    /// The difference. Stops at the ends of `Decimal`.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }

    /// The negative: a floor becomes a ceiling.
    #[must_use]
    pub fn neg(&self) -> Self {
        Self { low: self.high.map(negative), high: self.low.map(negative), ..*self }
    }

    /// The product with a number. Stops at the ends of `Decimal`.
    #[must_use]
    pub fn mul(&self, factor: Decimal) -> Self {
        if factor.is_zero() {
            return Self { about: self.about, ..Self::zero() };
        }
        let times = |value: Decimal| plain(value.saturating_mul(factor));
        let (low, high) = (self.low.map(times), self.high.map(times));
        if factor.is_sign_negative() {
            Self { low: high, high: low, ..*self }
        } else {
            Self { low, high, ..*self }
        }
    }

    /// The product of two amounts; `None` where it leaves the range of `Decimal`.
    pub fn checked_mul(&self, other: &Self) -> Option<Self> {
        Self::combined(self, other, Edge::times)
    }

    /// The ratio of two amounts, to 28 digits; `None` where the divisor may be 0 or the result leaves the
    /// range of `Decimal`.
    pub fn div(&self, divisor: &Self) -> Option<Self> {
        let positive = divisor.low.is_some_and(|low| low > Decimal::ZERO);
        let negative = divisor.high.is_some_and(|high| high < Decimal::ZERO);
        if positive || negative { Self::combined(self, divisor, Edge::over) } else { None }
    }

    /// Whether a value lies in it.
    pub fn contains(&self, value: Decimal) -> bool {
        self.overlaps(&Self::exact(value))
    }

    /// Whether both have a value in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let reaches = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
            (Some(low), Some(high)) => low < high || (low == high && !self.strict && !other.strict),
            _ => true,
        };
        reaches(self.low, other.high) && reaches(other.low, self.high)
    }

    /// Whether both have a value in common or meet at an end that one of them leaves out.
    pub fn touches(&self, other: &Self) -> bool {
        Self { strict: false, ..*self }.overlaps(&Self { strict: false, ..*other })
    }

    /// Wider by `margin` at each end. Stops at the ends of `Decimal`.
    #[must_use]
    pub fn widened(&self, margin: Decimal) -> Self {
        let low = self.low.map(|low| low.saturating_sub(margin));
        let high = self.high.map(|high| high.saturating_add(margin));
        Self { low, high, ..*self }
    }

    fn joined(low: Option<Decimal>, high: Option<Decimal>, a: &Self, b: &Self) -> Self {
        let one_sided = low.is_some() != high.is_some();
        Self {
            low: low.map(plain),
            high: high.map(plain),
            about: a.about || b.about,
            strict: one_sided && (a.strict || b.strict),
        }
    }

    /// The interval of all results of a monotonous operation: the least and the greatest of its results on the edges.
    fn combined(a: &Self, b: &Self, operation: fn(Edge, Edge) -> Option<Option<Edge>>) -> Option<Self> {
        // Nearly all amounts are single values, whose edges all give the same.
        if a.one_form().is_some() && b.one_form().is_some() {
            let edge = operation(a.edges()[0], b.edges()[0])??;
            let value = edge.end.finite();
            return Some(Self { low: value, high: value, about: a.about || b.about, strict: false });
        }
        let mut found = Vec::with_capacity(4);
        for x in a.edges() {
            for y in b.edges() {
                found.extend(operation(x, y)?);
            }
        }
        let least = found.iter().copied().min_by_key(|edge| (edge.end, edge.open))?;
        let greatest = found.iter().copied().max_by_key(|edge| (edge.end, !edge.open))?;
        let (low, high) = (least.end.finite(), greatest.end.finite());
        let strict = match (low, high) {
            (Some(_), None) => least.open,
            (None, Some(_)) => greatest.open,
            _ => false,
        };
        Some(Self { low, high, about: a.about || b.about, strict })
    }

    /// The value where it is only one, in one form: 1 and 1.0 are two.
    fn one_form(&self) -> Option<Decimal> {
        self.low.filter(|low| self.high.is_some_and(|high| low.serialize() == high.serialize()))
    }

    fn edges(&self) -> [Edge; 2] {
        let edge = |end| Edge { end, open: self.strict };
        [edge(self.low.map_or(End::Below, End::At)), edge(self.high.map_or(End::Above, End::At))]
    }
}

/// Adds up; the sum of nothing is 0. Stops at the ends of `Decimal`.
impl<'a> Sum<&'a Amount> for Amount {
    fn sum<I: Iterator<Item = &'a Amount>>(amounts: I) -> Self {
        amounts.fold(Self::zero(), |sum, amount| sum.add(amount))
    }
}

/// Adds up; the sum of nothing is 0. Stops at the ends of `Decimal`.
impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Self {
        amounts.fold(Self::zero(), |sum, amount| sum.add(&amount))
    }
}

fn both(a: Option<Decimal>, b: Option<Decimal>, f: fn(Decimal, Decimal) -> Decimal) -> Option<Decimal> {
    Some(f(a?, b?))
}

fn negative(value: Decimal) -> Decimal {
    plain(-value)
}

/// Without the negative zero, which would print as `-0`.
fn plain(value: Decimal) -> Decimal {
    if value.is_zero() { value.abs() } else { value }
}

/// One end of an interval, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Below,
    At(Decimal),
    Above,
}

impl End {
    fn finite(self) -> Option<Decimal> {
        if let Self::At(value) = self { Some(plain(value)) } else { None }
    }

    fn is_negative(self) -> bool {
        matches!(self, Self::Below) || matches!(self, Self::At(value) if value < Decimal::ZERO)
    }

    fn is_zero(self) -> bool {
        matches!(self, Self::At(value) if value.is_zero())
    }

    /// Beyond all values, on the side that the signs of two factors give.
    fn beyond(self, other: Self) -> Self {
        if self.is_negative() == other.is_negative() { Self::Above } else { Self::Below }
    }
}

/// An end and whether the interval leaves it out.
#[derive(Clone, Copy, Debug)]
struct Edge {
    end: End,
    open: bool,
}

impl Edge {
    /// The product, `None` where it overflows.
    fn times(self, other: Self) -> Option<Option<Self>> {
        let end = match (self.end, other.end) {
            (End::At(x), End::At(y)) => End::At(x.checked_mul(y)?),
            (x, y) if x.is_zero() || y.is_zero() => End::At(Decimal::ZERO),
            (x, y) => x.beyond(y),
        };
        Some(Some(Self { end, open: self.opens(other) }))
    }

    /// The quotient, `None` where it overflows; nothing for infinity by infinity, which other edges bound.
    fn over(self, divisor: Self) -> Option<Option<Self>> {
        let end = match (self.end, divisor.end) {
            (End::At(x), End::At(y)) => End::At(x.checked_div(y)?),
            (End::At(x), _) => {
                // Reached by 0 only; else only approached.
                let open = !x.is_zero() || self.open;
                return Some(Some(Self { end: End::At(Decimal::ZERO), open }));
            }
            (x, End::At(y)) => x.beyond(End::At(y)),
            _ => return Some(None),
        };
        Some(Some(Self { end, open: self.opens(divisor) }))
    }

    /// Whether a result of two edges is left out: not where a factor is a 0 that is included.
    fn opens(self, other: Self) -> bool {
        let reached = |edge: Self| edge.end.is_zero() && !edge.open;
        !reached(self) && !reached(other) && (self.open || other.open)
    }
}
