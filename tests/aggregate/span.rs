//! Amounts of the slow implementation: whole numbers from one bound to another, perhaps open at one end.

use jiff::civil::Date;

/// From `low` to `high`; `about` once an approximation went in, `strict` where a single bound is left out itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) low: Option<i64>,
    pub(super) high: Option<i64>,
    pub(super) about: bool,
    pub(super) strict: bool,
}

pub(super) const NOTHING: Span = Span::exact(0);

impl Span {
    pub(super) const fn exact(value: i64) -> Self {
        Self { low: Some(value), high: Some(value), about: false, strict: false }
    }

    /// As an author would write it.
    pub(super) fn text(&self) -> String {
        let about = if self.about { "約" } else { "" };
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => format!("{about}{low}"),
            (Some(low), Some(high)) => format!("{about}{low}–{high}"),
            (Some(low), None) => format!("{}{about}{low}", if self.strict { ">" } else { "≥" }),
            (None, Some(high)) => format!("{}{about}{high}", if self.strict { "<" } else { "≤" }),
            (None, None) => panic!("nobody writes that"),
        }
    }

    /// Whether it is exactly zero.
    pub(super) fn is_nothing(&self) -> bool {
        (self.low, self.high) == (Some(0), Some(0))
    }

    pub(super) fn plus(&self, more: &Self) -> Self {
        let low = self.low.zip(more.low).map(|(a, b)| a + b);
        let high = self.high.zip(more.high).map(|(a, b)| a + b);
        let one_bound = low.is_some() != high.is_some();
        Self { low, high, about: self.about || more.about, strict: one_bound && (self.strict || more.strict) }
    }

    /// The lower bound, or the only one.
    pub(super) fn least(&self) -> Option<i64> {
        self.low.or(self.high)
    }

    /// The upper bound, or the only one.
    pub(super) fn most(&self) -> Option<i64> {
        self.high.or(self.low)
    }

    /// Twice the middle, or twice the only bound.
    pub(super) fn middle(&self) -> Option<i64> {
        Some(self.least()? + self.most()?)
    }

    /// With its bounds the right way round.
    pub(super) fn turned(self) -> Self {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low > high => Self { low: Some(high), high: Some(low), ..self },
            _ => self,
        }
    }
}

pub(super) fn sum<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Span {
    spans.into_iter().fold(NOTHING, |sum, span| sum.plus(span))
}

/// What parts leave of a whole: bound by bound, never below zero. A floor that the parts reach and a ceiling
/// that they use up leave nothing; parts without a ceiling use up any.
pub(super) fn left(whole: &Span, parts: &Span) -> Span {
    let (Some(least), Some(most)) = (parts.least(), parts.most()) else { return NOTHING };
    let open_above = parts.high.is_none();
    let left = match (whole.low, whole.high) {
        (Some(low), Some(high)) => Span {
            low: Some((low - least).max(0)),
            high: Some(if open_above { 0 } else { (high - most).max(0) }),
            ..NOTHING
        },
        (Some(floor), None) if floor > least || (floor == least && whole.strict) => {
            Span { low: Some(floor - least), high: None, strict: whole.strict, ..NOTHING }
        }
        (None, Some(ceiling)) if ceiling > most && !open_above => {
            Span { low: None, high: Some(ceiling - most), strict: whole.strict, ..NOTHING }
        }
        _ => NOTHING,
    };
    Span { about: (whole.about || parts.about) && !left.is_nothing(), ..left }
}

/// The parts with what they leave of the whole.
pub(super) fn larger(whole: &Span, parts: &Span) -> Span {
    let left = left(whole, parts);
    if left.is_nothing() { *parts } else { parts.plus(&left) }
}

/// What makes the parts the whole again, bound by bound.
pub(super) fn missing(whole: &Span, parts: &Span) -> Span {
    let bound = |whole: Option<i64>, parts: Option<i64>| match (whole, parts) {
        (Some(whole), Some(parts)) => Some(whole - parts),
        (None, Some(_)) => None,
        (_, None) => Some(0),
    };
    let (low, high) = (bound(whole.low, parts.low), bound(whole.high, parts.high));
    let one_bound = low.is_some() != high.is_some();
    let missing = Span { low, high, about: false, strict: whole.strict && one_bound };
    Span { about: (whole.about || parts.about) && !missing.is_nothing(), ..missing }
}

/// Stated less allocated: nothing where they have a value in common or meet (two single values are always compared).
pub(super) fn gap(stated: &Span, allocated: &Span) -> Span {
    let (stated, allocated) = (&stated.turned(), &allocated.turned());
    let about = stated.about || allocated.about;
    let single = |span: &Span| span.low.is_some() && span.low == span.high;
    let below = |low: Option<i64>, high: Option<i64>| low.zip(high).is_none_or(|(low, high)| low <= high);
    let touch = below(stated.low, allocated.high) && below(allocated.low, stated.high);
    if touch && !(single(stated) && single(allocated)) {
        return Span { about, ..NOTHING };
    }
    let less = |bound: Option<i64>, than: Option<i64>| bound.zip(than).map(|(bound, than)| bound - than);
    let gap = match (stated.low, stated.high) {
        (Some(_), None) => Span { low: less(stated.low, allocated.most()), ..*stated },
        (None, Some(_)) => Span { high: less(stated.high, allocated.least()), ..*stated },
        _ => match (allocated.low, allocated.high) {
            (Some(_), None) => Span {
                low: None,
                high: less(stated.high, allocated.low),
                strict: allocated.strict,
                ..*stated
            },
            (None, Some(_)) => Span {
                low: less(stated.low, allocated.high),
                high: None,
                strict: allocated.strict,
                ..*stated
            },
            _ => Span {
                low: less(stated.low, allocated.least()),
                high: less(stated.high, allocated.most()),
                ..*stated
            },
        },
    };
    Span { about, ..gap.turned() }
}

/// No bound below zero.
pub(super) fn not_negative(span: &Span) -> Span {
    if span.low.is_none() && span.high.is_some_and(|high| high <= 0) {
        return NOTHING;
    }
    let bound = |bound: Option<i64>| bound.map(|bound| bound.max(0));
    let span = Span { low: bound(span.low), high: bound(span.high), ..*span };
    Span { about: span.about && !span.is_nothing(), ..span }
}

/// From which statements a number was made, and when they held.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Source {
    /// A bit for each saying of the world.
    pub(super) by: u64,
    /// Of stocks: the first day and the last.
    pub(super) days: Option<(Date, Date)>,
}

impl Source {
    pub(super) fn plus(self, more: Self) -> Self {
        let days = match (self.days, more.days) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        Self { by: self.by | more.by, days }
    }

    /// Without days.
    pub(super) fn timeless(self) -> Self {
        Self { days: None, ..self }
    }
}

/// An amount as it is shown, quotients included. Which quotients leave their bound out is not looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) about: bool,
    pub(super) strict: Option<bool>,
    pub(super) source: Source,
}

impl Shown {
    pub(super) fn of(span: &Span, source: Source) -> Self {
        let span = span.turned();
        let bound = |bound: Option<i64>| bound.map(|bound| bound as f64);
        let (low, high) = (bound(span.low), bound(span.high));
        Self { low, high, about: span.about, strict: Some(span.strict), source }
    }

    /// The middle bounds of what a ratio or progress is made of, as for whole numbers.
    fn ends(&self) -> Option<(f64, f64)> {
        Some((self.low.or(self.high)?, self.high.or(self.low)?))
    }

    /// Part by whole in percent, with every bound; nothing where the whole may be zero.
    pub(super) fn percent(part: &Self, whole: &Self) -> Option<Self> {
        let least = whole.low.filter(|low| *low > 0.0)?;
        let over = |part: f64, whole: Option<f64>| whole.map_or(0.0, |whole| part * 100.0 / whole);
        let low = part.low.map(|low| over(low, whole.high));
        let high = part.high.map(|high| over(high, Some(least)));
        let source = part.source.plus(whole.source).timeless();
        Some(Self { low, high, about: part.about || whole.about, strict: None, source })
    }

    /// The same for progress: of floors and ceilings the bound counts. It holds when what was reached does.
    pub(super) fn progress(target: &Self, actual: &Self, lower_is_better: bool) -> Option<Self> {
        let (part, whole) = if lower_is_better { (target, actual) } else { (actual, target) };
        let ((part_low, part_high), (whole_low, whole_high)) = (part.ends()?, whole.ends()?);
        if whole_low <= 0.0 || whole_high <= 0.0 {
            return None;
        }
        let (low, high) = (part_low * 100.0 / whole_high, part_high * 100.0 / whole_low);
        let (low, high) = (low.min(high), low.max(high));
        let source = Source { days: actual.source.days, ..target.source.plus(actual.source) };
        let about = part.about || whole.about;
        Some(Self { low: Some(low), high: Some(high), about, strict: Some(false), source })
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
            (a, b) => a.is_none() && b.is_none(),
        };
        let strict = self.strict.zip(other.strict).is_none_or(|(a, b)| a == b);
        let numbers = close(self.low, other.low) && close(self.high, other.high);
        numbers && self.about == other.about && strict && self.source == other.source
    }
}
