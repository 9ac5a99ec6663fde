//! Numbers written in parts, each with a scale of its own: `1億2000萬`, `3千5百萬`.

use super::error::QuantityError;
use super::number::{self, Number};
use super::power::Power;
use super::text::Text;
use super::words;

/// The power of ten of 萬: scales below it count within four digits, and one from it on holds for all of these.
const GREAT: u32 = 4;

/// The number that begins with a part, its scale behind it; each further part must have a smaller one.
pub(super) fn read(text: &Text, start: usize, end: usize, first: Number) -> Result<Number, QuantityError> {
    // What a greater scale further on can no longer change; and the last parts, which it still can.
    let mut done: Option<Number> = None;
    let mut open = first;
    while text.get(open.end).filter(|_| open.end < end).is_some_and(|c| c.is_ascii_digit()) {
        let from = open.end;
        let Some(next) = number::at(text, from, end, |_| false) else { break };
        let next = next?;
        let (power, to) = number::scale(text, next.end, end);
        let ambiguous = || QuantityError::Ambiguous { at: text.bytes(from, to) };
        let too_large = || QuantityError::TooLarge { at: text.bytes(start, to) };
        let great: u32 =
            text.slice(next.end, to).iter().filter_map(|c| words::power(*c)).filter(|p| *p >= GREAT).sum();
        let next = Number { end: to, ..next };
        if open.power < GREAT && great > 0 {
            let part = next.scaled(power - great).ok_or_else(too_large)?;
            let whole = joined(open, part).filter(|_| power - great < open.power).ok_or_else(ambiguous)?;
            open = Number { step: part.step, power: part.power, end: to, ..whole };
            open = open.scaled(great).ok_or_else(too_large)?;
            if done.is_some_and(|done| open.power >= done.power || joined(done, open).is_none()) {
                return Err(ambiguous());
            }
            continue;
        }
        let part = next.scaled(power).filter(|_| power > 0 && power < open.power).ok_or_else(ambiguous)?;
        if open.power < GREAT {
            open = joined(open, part).ok_or_else(ambiguous)?;
            continue;
        }
        if part.value >= open.step.value() {
            return Err(ambiguous());
        }
        done = Some(match done {
            Some(done) => joined(done, open).ok_or_else(ambiguous)?,
            None => open,
        });
        open = part;
    }
    match done {
        Some(done) => {
            joined(done, open).ok_or_else(|| QuantityError::Ambiguous { at: text.bytes(start, open.end) })
        }
        None => Ok(open),
    }
}

/// Two parts as one number, which shows the digits of the second; `None` where they do not fit one behind the other.
fn joined(first: Number, second: Number) -> Option<Number> {
    if second.value >= Power::value(first.step) {
        return None;
    }
    let value = first.value.checked_add(second.value)?;
    let Number { step, power, end, .. } = second;
    Some(Number { value, step, power, end, ..first })
}
