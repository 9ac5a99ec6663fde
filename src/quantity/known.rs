//! Units made ready once for many texts. Nearly all quantities are a plain number and one of a few endings
//! (`套`, `萬元`, `%`); what an ending means is asked of the grammar when the units become known, and not at
//! every number of ten thousand plans.

use super::number::{self, Number};
use super::words::{canonical_unit, is_numeral};
use super::{Amount, Power, Quantity, QuantityError, Unit, read};
use crate::spread::BuildSpread;
use std::collections::HashMap;

/// Scales that stand before units most often.
const SCALES: [&str; 11] = ["", "千", "万", "萬", "十萬", "百万", "百萬", "千万", "千萬", "亿", "億"];

/// Units that a reader of quantities knows.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// In the form of [`canonical_unit`].
    units: Vec<Unit>,
    /// What may stand behind a number: the power of ten and the unit that the grammar reads there.
    endings: HashMap<Box<str>, (u32, Unit), BuildSpread>,
}

impl Known {
    /// A reader that is told of `units`, even where they begin like a scale (`5 千克`, `20 百貨店`), and expects
    /// `names` behind numbers most often.
    pub fn new<'u>(units: &[&str], names: impl Iterator<Item = &'u str> + Clone) -> Self {
        let mut known = Self {
            units: units.iter().map(|unit| canonical_unit(unit)).collect(),
            endings: HashMap::default(),
        };
        for name in ["", "%", "元"].into_iter().chain(names) {
            for scale in SCALES {
                let ending = format!("{scale}{name}");
                if let Some(means) = known.meaning(&ending) {
                    known.endings.insert(ending.into(), means);
                }
            }
        }
        known
    }

    /// Reads a whole text, as [`super::parse_with`] does with these units.
    ///
    /// # Errors
    /// As for [`super::parse`].
    pub fn parse(&self, text: &str) -> Result<Quantity, QuantityError> {
        let trimmed = text.trim();
        if let Some((Number { value, step, .. }, scale, unit)) = self.plain(trimmed) {
            let amount = Amount::exact(value);
            return Ok(Quantity { amount, unit, step, scale, text: trimmed.into() });
        }
        let read::Reading { amount, unit, step, scale } = read::read(text, &self.units)?;
        Ok(Quantity { amount, unit, step, scale, text: trimmed.into() })
    }

    /// A plain number with a known ending: its value, its scale and its unit.
    fn plain(&self, text: &str) -> Option<(Number, Power, Unit)> {
        let digits = text.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b',' | b'.')).count();
        let (digits, ending) = text.split_at(digits);
        let number = number::plain(digits)?;
        if ending.is_empty() {
            return number::is_summable(number.value).then(|| (number, Power::ONE, Unit::default()));
        }
        let (power, unit) = self.endings.get(ending.trim_start_matches(' '))?;
        let number = number.scaled(*power).filter(|number| number::is_summable(number.value))?;
        Some((number, number::power_of(*power), unit.clone()))
    }

    /// What an ending means behind any number; `None` where that depends on the number, or where it is none.
    fn meaning(&self, ending: &str) -> Option<(u32, Unit)> {
        // Without digits and what may stand between two numbers, the grammar comes to the same for all numbers.
        let plain = |c: char| (c.is_alphabetic() && !is_numeral(c)) || matches!(c, '%' | '‰' | '/');
        if ending.is_empty() || !ending.chars().all(plain) {
            return None;
        }
        let read::Reading { amount, unit, step, scale } =
            read::read(&format!("1{ending}"), &self.units).ok()?;
        let power = (0..20).find(|power| number::power_of(*power) == scale)?;
        (amount == Amount::exact(scale.value()) && step == scale).then_some((power, unit))
    }
}
