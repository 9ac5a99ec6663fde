//! Numbers and their scales at a place in a text: digits with separators, Chinese numerals, compounds such
//! as `1億2000萬`. All scales are powers of ten, so a scale moves the point and never rounds.

use rust_decimal::Decimal;

use super::error::QuantityError;
use super::power::Power;
use super::text::Text;
use super::words::{self, LATIN_SCALES, NOT_SCALES};
use crate::ordinal::chinese_number;

/// Digits of a number that are read, before its scale.
const LONGEST: usize = 28;
/// Digits that a value may have before its point and behind it: so many fit into `Decimal` with room for the sums of
/// thousands of plans, which are exact then.
const WHOLE: u32 = 18;
const DECIMALS: u32 = 10;
/// Characters of a Chinese numeral that are looked at; more than any number needs.
const LONGEST_NUMERAL: usize = 40;

/// A number with its scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// The value, scale multiplied out.
    pub(super) value: Decimal,
    /// The upper end where it is itself a range: `兩三千`.
    pub(super) upper: Option<Decimal>,
    /// One unit of the last digit shown.
    pub(super) step: Power,
    /// The power of ten of the scale; of several parts that of the last.
    pub(super) power: u32,
    /// The same of the first: what `三億` and `3億5千萬` share.
    pub(super) lead: u32,
    /// Marked approximate by a `多` or `餘` behind it.
    pub(super) about: bool,
    /// The place behind it.
    pub(super) end: usize,
}

impl Number {
    /// The same with a further scale.
    pub(super) fn scaled(self, power: u32) -> Option<Self> {
        let value = shifted(self.value, power)?;
        let upper = match self.upper {
            Some(upper) => Some(shifted(upper, power)?),
            None => None,
        };
        let (step, lead) = (self.step.times(power_of(power)), self.lead + power);
        Some(Self { value, upper, step, power: self.power + power, lead, ..self })
    }

    /// The same below zero.
    pub(super) fn negative(self) -> Self {
        let below = |value: Decimal| if value.is_zero() { value } else { -value };
        let (low, high) = (below(self.upper.unwrap_or(self.value)), below(self.value));
        Self { value: low, upper: self.upper.map(|_| high), ..self }
    }
}

/// Ten to the power of a scale's zeros.
pub(super) fn power_of(zeros: u32) -> Power {
    Power::new(i32::try_from(zeros).unwrap_or(i32::MAX))
}

/// Whether sums of such values are exact.
pub(super) fn is_summable(value: Decimal) -> bool {
    value.trunc().abs() < Decimal::from(10_u64.pow(WHOLE)) && value.normalize().scale() <= DECIMALS
}

/// A number multiplied by a power of ten, exactly; `None` where it would need more digits than there are.
pub(super) fn shifted(mut value: Decimal, power: u32) -> Option<Decimal> {
    let moved = value.scale().min(power);
    value.set_scale(value.scale() - moved).ok()?;
    let factor = Decimal::from(10_u64.checked_pow(power - moved)?);
    value.checked_mul(factor)
}

/// A text that is nothing but an unsigned number in ASCII, as most cells of tables are: what the grammar
/// makes of it, without its detours. `None` for all other texts and for numbers of more than 18 digits.
pub(super) fn plain(text: &str) -> Option<Number> {
    let (mut mantissa, mut digits) = (0_i64, 0);
    // Digits since the last comma; whether there was one; digits behind the point.
    let (mut group, mut grouped, mut decimals) = (0, false, None);
    for byte in text.bytes() {
        match (byte, &mut decimals) {
            (b'0'..=b'9', decimals) if digits < 18 => {
                mantissa = mantissa * 10 + i64::from(byte - b'0');
                digits += 1;
                group += 1;
                *decimals = decimals.map(|places: u32| places + 1);
            }
            (b',', None) if group == 3 || (!grouped && (1..=3).contains(&group)) => {
                (group, grouped) = (0, true);
            }
            (b'.', None) if group > 0 && (!grouped || group == 3) => decimals = Some(0),
            _ => return None,
        }
    }
    let whole = decimals.is_some() || (group > 0 && (!grouped || group == 3));
    if !whole || decimals == Some(0) {
        return None;
    }
    let places = decimals.unwrap_or(0);
    let (value, step) = (Decimal::new(mantissa, places), Power::of_decimals(places as usize));
    Some(Number { value, upper: None, step, power: 0, lead: 0, about: false, end: 0 })
}

/// The unsigned number at a place, without its scale; `None` where none begins there. A Chinese numeral
/// includes its scales; `ends` says where it may end early, for a unit that begins like a scale.
pub(super) fn at(
    text: &Text,
    start: usize,
    end: usize,
    ends: impl Fn(usize) -> bool,
) -> Option<Result<Number, QuantityError>> {
    match text.get(start).filter(|_| start < end)? {
        '0'..='9' => Some(digits(text, start, end)),
        '.' if text.get(start + 1).is_some_and(|c| c.is_ascii_digit()) => Some(digits(text, start, end)),
        c if words::is_numeral(c) => numeral(text, start, end, ends),
        _ => None,
    }
}

fn digits(text: &Text, start: usize, end: usize) -> Result<Number, QuantityError> {
    let digit = |at: usize| at < end && text.chars[at].is_ascii_digit();
    let mut written = String::new();
    let mut groups = vec![0];
    let mut at = start;
    while digit(at) || (at < end && text.chars[at] == ',' && at > start && digit(at + 1)) {
        if text.chars[at] == ',' {
            groups.push(0);
        } else {
            written.push(text.chars[at]);
            *groups.last_mut().unwrap_or(&mut 0) += 1;
        }
        at += 1;
    }
    let mut decimals = 0;
    if at < end && text.chars[at] == '.' && digit(at + 1) {
        written.push('.');
        at += 1;
        while digit(at) {
            written.push(text.chars[at]);
            decimals += 1;
            at += 1;
        }
    }
    let place = || text.bytes(start, at);
    let uneven = groups.len() > 1 && (!(1..=3).contains(&groups[0]) || groups[1..].iter().any(|n| *n != 3));
    if uneven {
        return Err(QuantityError::Grouping { at: place(), found: text.excerpt(start, at) });
    }
    if exponent(text.slice(at, end)) {
        return Err(QuantityError::Exponent { at: place() });
    }
    let significant = written.trim_start_matches('0').chars().filter(char::is_ascii_digit).count();
    let value =
        Decimal::from_str_exact(&written).ok().filter(|_| significant <= LONGEST && decimals <= LONGEST);
    let value = value.ok_or_else(|| QuantityError::TooLarge { at: place() })?;
    let step = Power::of_decimals(decimals);
    Ok(Number { value, upper: None, step, power: 0, lead: 0, about: false, end: at })
}

/// Whether `e9`, `E-3` follow.
fn exponent(rest: &[char]) -> bool {
    match rest {
        ['e' | 'E', '+' | '-', digit, ..] | ['e' | 'E', digit, ..] => digit.is_ascii_digit(),
        _ => false,
    }
}

fn numeral(
    text: &Text,
    start: usize,
    end: usize,
    ends: impl Fn(usize) -> bool,
) -> Option<Result<Number, QuantityError>> {
    let belongs = |at: usize| {
        words::is_numeral(text.chars[at]) || "佰仟".contains(text.chars[at]) || scale_at(text, at, end)
    };
    let limit = end.min(start + LONGEST_NUMERAL);
    let stop = (start..limit).find(|at| !belongs(*at)).unwrap_or(limit);
    let value = |to: usize| value_of(text.slice(start, to));
    let early = (start + 1..stop).find(|to| ends(*to) && value(*to).is_some());
    // What a numeral cannot use stays for the unit: `三百貨` is refused there.
    let to = early.or_else(|| (start + 1..=stop).rev().find(|to| value(*to).is_some()))?;
    let (low, high) = value(to)?;
    let written = text.slice(start, to);
    let scaled = scale_at(text, text.skip(to, end), end);
    if low == high && scaled && written.len() == 2 && written.iter().all(|c| digit(*c).is_some_and(|n| n > 0))
    {
        return Some(Err(QuantityError::Digits {
            at: text.bytes(start, to),
            found: text.excerpt(start, to),
        }));
    }
    let power = trailing_power(written);
    let upper = (low < high).then(|| Decimal::from(high));
    let (value, about) = (Decimal::from(low), upper.is_some());
    let plain =
        Number { value, upper, step: power_of(power), power, lead: leading_power(written), about, end: to };
    Some(Ok(fraction(text, plain, end).unwrap_or(plain)))
}

fn digit(c: char) -> Option<u64> {
    words::is_numeral_digit(c).then(|| chinese_number(c.encode_utf8(&mut [0; 4])))?
}

/// The number that a numeral says, or both ends of the range that it is (`两三千`, `十五六万`).
fn value_of(numeral: &[char]) -> Option<(u64, u64)> {
    let value = |numeral: &[char]| chinese_number(&numeral.iter().collect::<String>());
    let Some(at) = neighbours(numeral) else { return value(numeral).map(|value| (value, value)) };
    let without = |gone: usize| value(&[&numeral[..gone], &numeral[gone + 1..]].concat());
    Some((without(at + 1)?, without(at)?))
}

/// Where two digits stand that mean `from … to`: they follow one another (`七八百`) or are `三五`, and no others
/// stand beside or behind them.
fn neighbours(numeral: &[char]) -> Option<usize> {
    let at = numeral.windows(2).rposition(|pair| pair.iter().all(|c| digit(*c).is_some()))?;
    let (first, second) = (digit(numeral[at])?, digit(numeral[at + 1])?);
    let alone = at.checked_sub(1).is_none_or(|before| digit(numeral[before]).is_none());
    let last = numeral[at + 2..].iter().all(|c| digit(*c).is_none());
    let range = first > 0 && (second == first + 1 || (first, second) == (3, 5));
    (range && alone && last).then_some(at)
}

/// `三點五`: the digits behind the point; a scale may follow.
fn fraction(text: &Text, whole: Number, end: usize) -> Option<Number> {
    if whole.power > 0 || whole.upper.is_some() || text.get(whole.end) != Some('点') {
        return None;
    }
    let from = whole.end + 1;
    let to = (from..end).find(|at| !words::is_numeral_digit(text.chars[*at])).unwrap_or(end);
    let mut written = String::from("0.");
    for c in text.slice(from, to) {
        let digit = chinese_number(&c.to_string())?;
        written.push_str(&digit.to_string());
    }
    let places = u32::try_from(to - from).ok().filter(|places| (1..=LONGEST as u32).contains(places))?;
    let part = Decimal::from_str_exact(&written).ok()?;
    let value = whole.value.checked_add(part)?;
    Some(Number { value, step: Power::of_decimals(places as usize), end: to, ..whole })
}

/// The scale that a numeral ends with: 萬 and above, with what stands before it (`三千萬` shows whole 千萬).
/// 十, 百 and 千 alone are digits in words and no scale.
fn trailing_power(numeral: &[char]) -> u32 {
    let scales = numeral.iter().rev().map_while(|c| words::power(*c));
    let scales: Vec<u32> = scales.collect();
    if scales.first().is_some_and(|power| *power >= 4) && scales.len() < numeral.len() {
        scales.iter().sum()
    } else if scales.first().is_some_and(|power| *power >= 4) {
        scales[..scales.len() - 1].iter().sum()
    } else {
        0
    }
}

/// The scale that the first part of a numeral has, as [`trailing_power`] tells that of the last: 萬 of `五萬二千`,
/// 千萬 of `五千五百萬`, but 萬 of `二十五萬`.
fn leading_power(numeral: &[char]) -> u32 {
    let power = |at: usize| numeral.get(at).and_then(|c| words::power(*c)).unwrap_or(0);
    let Some(great) = (0..numeral.len()).find(|at| power(*at) >= 4) else { return 0 };
    let part = &numeral[..great];
    let first = (1..great).find(|at| power(*at) > 0 && power(at - 1) == 0).filter(|_| power(great - 1) > 0);
    let beyond = (great + 1..numeral.len()).take_while(|at| power(*at) >= 4);
    if part.is_empty() {
        trailing_power(numeral)
    } else {
        first.map_or(0, power) + power(great) + beyond.map(power).sum::<u32>()
    }
}

/// Whether a scale character stands here that does not begin a word of another meaning.
fn scale_at(text: &Text, at: usize, end: usize) -> bool {
    let rest = text.slice(at, end);
    text.get(at).and_then(words::power).is_some()
        && !NOT_SCALES.iter().any(|word| words::begins(rest, word).is_some())
}

/// The scale at a place (spaces before it allowed): its power of ten and the place behind it; `(0, at)` where
/// there is none. Chinese ones may be compounds, smaller before greater.
pub(super) fn scale(text: &Text, at: usize, end: usize) -> (u32, usize) {
    let from = text.skip(at, end);
    let mut power = 0;
    let mut to = from;
    let mut last = 0;
    while to < end && scale_at(text, to, end) {
        let next = words::power(text.chars[to]).unwrap_or(0);
        if next < last {
            break;
        }
        (power, last, to) = (power + next, next, to + 1);
    }
    if to > from && power <= 19 {
        return (power, to);
    }
    latin_scale(text, from, end).unwrap_or((0, at))
}

/// `k`, `M`, `bn`: must end there, so that `5kg` is no scale; a code of money may follow (`20kRMB`).
fn latin_scale(text: &Text, from: usize, end: usize) -> Option<(u32, usize)> {
    let rest = text.slice(from, end);
    LATIN_SCALES.iter().find_map(|(word, power)| {
        let length = word.chars().count();
        let same = rest.len() >= length && word.chars().eq(rest[..length].iter().copied());
        let after = &rest[length.min(rest.len())..];
        let apart = !after.first().is_some_and(|c| c.is_ascii_alphabetic() || c.is_ascii_digit());
        let money = || words::MONEY_BEFORE.iter().any(|code| words::begins(after, code).is_some());
        (same && (apart || money())).then_some((*power, from + length))
    })
}

/// The same number with the `多` or `餘` that may stand behind it (`500多`, `三十餘人`), which makes it approximate.
pub(super) fn rather_more(text: &Text, number: Number, end: usize) -> Number {
    let at = text.skip(number.end, end);
    let more = at < end && matches!(text.chars[at], '多' | '余');
    if more { Number { about: true, end: at + 1, ..number } } else { number }
}
