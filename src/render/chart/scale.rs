//! Axes with round numbers, for any values: none, one, equal ones, negative ones, huge ones.

use crate::render::number::grouped;
use rust_decimal::Decimal;
use std::str::FromStr;

/// An axis from `low` to `high`, both round, with lines every `step`. Zero is always on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Where it begins; zero or less.
    pub low: f64,
    /// Where it ends; zero or more, and above `low`.
    pub high: f64,
    /// The distance of its lines.
    pub step: f64,
}

impl Scale {
    /// The axis that holds all values, with about `lines` lines.
    pub(crate) fn over(values: impl IntoIterator<Item = f64>, lines: u32) -> Self {
        let (mut low, mut high) = (0.0f64, 0.0f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if high <= low {
            return Self { low: 0.0, high: 1.0, step: 1.0 };
        }
        let rough = (high - low) / f64::from(lines.max(1));
        let power = 10f64.powf(rough.log10().floor());
        let factor = match rough / power {
            f if f <= 1.0 => 1.0,
            f if f <= 2.0 => 2.0,
            f if f <= 2.5 => 2.5,
            f if f <= 5.0 => 5.0,
            _ => 10.0,
        };
        let step = power * factor;
        Self { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step, step }
    }

    /// Where a value lies, 0 at the low end and 1 at the high one.
    pub(crate) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The lines with their words.
    pub(crate) fn lines(&self) -> Vec<(f64, String)> {
        let count = ((self.high - self.low) / self.step).round().clamp(1.0, 50.0) as u32;
        (0..=count)
            .map(|index| {
                let value = self.low + f64::from(index) * self.step;
                (value, self.words(value))
            })
            .collect()
    }

    fn words(&self, value: f64) -> String {
        let places = (-self.step.log10().floor()).clamp(0.0, 9.0) as usize;
        // 2.5 needs a digit more than its power of ten.
        let mantissa = self.step / 10f64.powf(self.step.log10().floor());
        let places = if (mantissa - 2.5).abs() < 1e-6 { places.max(1) } else { places };
        let text = format!("{value:.places$}");
        Decimal::from_str(&text).map_or(text, |value| grouped(value.normalize()))
    }
}
