//! The grammar of quantities: words before, one or two numbers with their scales and units, words after.

use compact_str::CompactString;
use std::ops::Range;

use rust_decimal::Decimal;

use super::amount::Amount;
use super::compound;
use super::error::QuantityError;
use super::number::{self, Number};
use super::power::Power;
use super::text::Text;
use super::words::{self, Comparator, Mark, canonical_unit};

/// Characters of the longest text that is looked at as a quantity; a longer one is prose.
const LONGEST: usize = 200;

/// A quantity as read.
pub(super) struct Reading {
    pub(super) amount: Amount,
    pub(super) unit: CompactString,
    pub(super) step: Power,
    pub(super) scale: Power,
}

/// One end of a range, or the only number.
struct Side {
    number: Number,
    unit: CompactString,
    /// Whether its unit stands behind it, so that a scale further on is not its own.
    closed: bool,
    /// The characters that it stands in.
    place: Range<usize>,
}

/// What the words around the numbers say.
#[derive(Default)]
struct Marks {
    comparator: Option<Comparator>,
    about: bool,
    clash: bool,
}

impl Marks {
    fn note(&mut self, mark: Mark) {
        match mark {
            Mark::About => self.about = true,
            Mark::Between => {}
            Mark::Compare(comparator) => {
                self.clash |= self.comparator.is_some_and(|known| known != comparator);
                self.comparator = Some(comparator);
            }
        }
    }
}

/// Reads a whole text; `known` are units in the form of [`canonical_unit`].
pub(super) fn read(source: &str, known: &[CompactString]) -> Result<Reading, QuantityError> {
    if let Some(number) = number::plain(source.trim()).filter(|number| number::is_summable(number.value)) {
        return Ok(Reading {
            amount: Amount::exact(number.value),
            unit: CompactString::default(),
            step: number.step,
            scale: Power::ONE,
        });
    }
    let text = Text::new(source);
    let (mut start, mut end) = (text.skip(0, text.chars.len()), text.skip_back(0, text.chars.len()));
    if start >= end {
        return Err(QuantityError::Empty);
    }
    let whole = text.bytes(start, end);
    if end - start > LONGEST {
        return Err(QuantityError::NoNumber { at: whole, found: text.excerpt(start, end) });
    }
    let mut marks = Marks::default();
    while let Some((mark, length)) = mark_before(text.slice(start, end)) {
        marks.note(mark);
        start = text.skip(start + length, end);
    }
    while let Some((mark, length)) = mark_after(text.slice(start, end)) {
        marks.note(mark);
        end = text.skip_back(start, end - length);
    }
    let grammar = Grammar { text: &text, end, known };
    let low = grammar.side(start)?;
    let high = grammar.upper(&low)?;
    let ranges = high.is_some() || low.number.upper.is_some();
    if marks.clash || (marks.comparator.is_some() && ranges) {
        return Err(QuantityError::Comparators { at: whole });
    }
    let reading = match high {
        None => single(low, &marks),
        Some(high) => range(&text, low, high, marks.about)?,
    };
    let mut ends = [reading.amount.low, reading.amount.high].into_iter().flatten();
    if ends.all(number::is_summable) { Ok(reading) } else { Err(QuantityError::TooLarge { at: whole }) }
}

fn mark_before(chars: &[char]) -> Option<(Mark, usize)> {
    words::BEFORE.iter().find_map(|(word, mark)| Some((*mark, words::begins(chars, word)?)))
}

/// The word that the characters end with, if a number stands before it.
fn mark_after(chars: &[char]) -> Option<(Mark, usize)> {
    words::AFTER.iter().find_map(|(word, mark)| {
        let length = word.chars().count();
        let at = chars.len().checked_sub(length).filter(|at| *at > 0)?;
        words::begins(&chars[at..], word).map(|length| (*mark, length))
    })
}

fn single(side: Side, marks: &Marks) -> Reading {
    let value = side.number.value;
    let amount = match marks.comparator {
        None => Amount::range(value, side.number.upper.unwrap_or(value)),
        Some(Comparator { floor: true, strict }) => Amount { strict, ..Amount::at_least(value) },
        Some(Comparator { floor: false, strict }) => Amount { strict, ..Amount::at_most(value) },
    };
    let amount = Amount { about: marks.about || side.number.about, ..amount };
    Reading { amount, unit: side.unit, step: side.number.step, scale: number::power_of(side.number.power) }
}

/// Joins the two ends. A scale that only one of them has holds for both (`2500–3000 萬`, of several parts the first:
/// `2–3萬5千`), unless they are in order only as written (`8000–1.2萬`).
fn range(text: &Text, low: Side, high: Side, about: bool) -> Result<Reading, QuantityError> {
    let at = text.bytes(low.place.start, high.place.end);
    let unit = match (&*low.unit, &*high.unit) {
        ("", unit) | (unit, "") => CompactString::from(unit),
        (first, second) if first == second => CompactString::from(first),
        (first, second) => {
            let units = [text.unit(first), text.unit(second)];
            return Err(QuantityError::TwoUnits { at: text.bytes(high.place.start, high.place.end), units });
        }
    };
    let (a, b) = (low.number, high.number);
    let shared = match (a.lead, b.lead) {
        (0, power) if power > 0 && !low.closed => a.scaled(power).map(|a| (a, b)),
        // Behind several parts no scale is left to share where the second end needs none.
        (power, 0) if power > 0 && (a.power == power || b.value < a.value) => b.scaled(power).map(|b| (a, b)),
        _ => Some((a, b)),
    };
    let (a, b) = match shared {
        None => return Err(QuantityError::TooLarge { at }),
        Some((x, y)) if x.value <= y.value => (x, y),
        // Within a factor of a hundred the author meant the numbers as they stand.
        _ if a.value <= b.value
            && a.lead != b.lead
            && b.value <= a.value.saturating_mul(Decimal::ONE_HUNDRED) =>
        {
            (a, b)
        }
        _ => return Err(QuantityError::Reversed { at }),
    };
    let about = about || a.about || b.about;
    let amount = Amount { about, ..Amount::range(a.value, b.upper.unwrap_or(b.value)) };
    let power = if b.power > 0 { b.power } else { a.power };
    Ok(Reading { amount, unit, step: a.step.min(b.step), scale: number::power_of(power) })
}

struct Grammar<'a> {
    text: &'a Text<'a>,
    end: usize,
    known: &'a [CompactString],
}

impl Grammar<'_> {
    /// A number with sign, money, scale and unit at a place.
    fn side(&self, start: usize) -> Result<Side, QuantityError> {
        let (text, end) = (self.text, self.end);
        let mut at = text.skip(start, end);
        let mut negative = None;
        let mut money: CompactString = "".into();
        let mut share = None;
        loop {
            let rest = text.slice(at, end);
            let length = match rest.first() {
                Some('-' | '–' | '负') if negative.is_none() => {
                    negative = Some(true);
                    1
                }
                Some('+') if negative.is_none() => {
                    negative = Some(false);
                    1
                }
                _ if share.is_none() && words::begins(rest, "百分之").is_some() => {
                    share = Some("%");
                    3
                }
                _ if share.is_none() && words::begins(rest, "千分之").is_some() => {
                    share = Some("‰");
                    3
                }
                _ if money.is_empty() => match money_at(rest) {
                    Some(length) => {
                        money = canonical_unit(&rest[..length].iter().collect::<String>());
                        length
                    }
                    None => break,
                },
                _ => break,
            };
            at = text.skip(at + length, end);
        }
        let ends = |to: usize| self.known_unit(to).is_some();
        let number = number::at(text, at, end, ends).unwrap_or_else(|| {
            let from = text.skip(start, end);
            Err(QuantityError::NoNumber { at: text.bytes(from, end), found: text.excerpt(from, end) })
        })?;
        let (mut number, unit, to) = self.scale_and_unit(at, number)?;
        if negative == Some(true) {
            number = number.negative();
        }
        let prefix = share.map_or(money, CompactString::from);
        let closed = !unit.is_empty();
        let unit = self.one_unit(prefix, unit, number.end, to)?;
        Ok(Side { number, unit, closed, place: start..to })
    }

    /// The scale and unit behind a number, and where they end.
    fn scale_and_unit(
        &self,
        start: usize,
        number: Number,
    ) -> Result<(Number, CompactString, usize), QuantityError> {
        let (text, end) = (self.text, self.end);
        let too_large = |to: usize| QuantityError::TooLarge { at: text.bytes(start, to) };
        if let Some((power, unit, to)) = self.known_unit(number.end) {
            let scaled = number.scaled(power).ok_or_else(|| too_large(to))?;
            return Ok((scaled, unit, to));
        }
        let mut number = number;
        number = number::rather_more(text, number, end);
        let (power, to) = number::scale(text, number.end, end);
        number = Number { end: to, ..number.scaled(power).ok_or_else(|| too_large(to))? };
        if power > 0 {
            number = number::rather_more(text, compound::read(text, start, end, number)?, end);
        }
        let stop = self.separator(number.end).map_or(end, |(at, _)| at);
        let from = text.skip(number.end, stop);
        let to = text.skip_back(from, stop);
        let unit = text.slice(from, to);
        if !is_unit(unit) {
            return Err(QuantityError::Trailing { at: text.bytes(from, to), found: text.excerpt(from, to) });
        }
        Ok((number, canonical_unit(&unit.iter().collect::<String>()), to))
    }

    /// A known unit that, perhaps behind a scale, takes all up to a separator or the end: power, unit, end.
    /// The longest one.
    fn known_unit(&self, at: usize) -> Option<(u32, CompactString, usize)> {
        const LONGEST_SCALE: usize = 9;
        if self.known.is_empty() {
            return None;
        }
        let stop = self.separator(at).map_or(self.end, |(at, _)| at);
        let to = self.text.skip_back(at, stop);
        let from = self.text.skip(at, to);
        (from..to).take(LONGEST_SCALE).find_map(|begin| {
            let unit = canonical_unit(&self.text.slice(begin, to).iter().collect::<String>());
            let known = self.known.contains(&unit) && self.text.chars[begin] != ' ';
            let (power, scale_end) = if known { number::scale(self.text, at, begin) } else { (0, at) };
            (known && self.text.skip(scale_end, begin) == begin).then_some((power, unit, to))
        })
    }

    /// The unit where money may stand before the number and a unit behind it.
    fn one_unit(
        &self,
        prefix: CompactString,
        unit: CompactString,
        from: usize,
        to: usize,
    ) -> Result<CompactString, QuantityError> {
        if prefix.is_empty() || prefix == unit {
            return Ok(unit);
        }
        // Dollars of Taiwan and Hong Kong are 元 there: `新台幣3萬元`.
        let rest = unit.strip_prefix('元').filter(|rest| rest.is_empty() || rest.starts_with('/'));
        if let ("新台幣" | "港元", Some(rest)) = (&*prefix, rest) {
            return Ok(format!("{prefix}{rest}").into());
        }
        if unit.is_empty() || unit.starts_with('/') {
            return Ok(format!("{prefix}{unit}").into());
        }
        let from = self.text.skip(from, to);
        Err(QuantityError::TwoUnits {
            at: self.text.bytes(from, to),
            units: [self.text.unit(&prefix), self.text.unit(&unit)],
        })
    }

    /// The upper end, where a range follows.
    fn upper(&self, low: &Side) -> Result<Option<Side>, QuantityError> {
        let (text, end) = (self.text, self.end);
        let from = text.skip(low.place.end, end);
        if from == end {
            return Ok(None);
        }
        let trailing = |from: usize| QuantityError::Trailing {
            at: text.bytes(from, end),
            found: text.excerpt(from, end),
        };
        let (at, length) =
            self.separator(from).filter(|(at, _)| *at == from).ok_or_else(|| trailing(from))?;
        let high = self.side(at + length)?;
        let rest = text.skip(high.place.end, end);
        if rest == end { Ok(Some(high)) } else { Err(trailing(rest)) }
    }

    /// The first range separator from a place on, and its length: only where a number follows.
    fn separator(&self, from: usize) -> Option<(usize, usize)> {
        (from..self.end).find_map(|at| {
            let length =
                separator_length(self.text.slice(at, self.end), at > 0 && self.text.chars[at - 1] == ' ')?;
            self.number_follows(at + length).then_some((at, length))
        })
    }

    fn number_follows(&self, from: usize) -> bool {
        let (text, end) = (self.text, self.end);
        let mut at = text.skip(from, end);
        if text.get(at).is_some_and(|c| matches!(c, '-' | '+' | '负' | '–')) {
            at = text.skip(at + 1, end);
        }
        at += money_at(text.slice(at, end)).unwrap_or(0);
        at = text.skip(at, end);
        at < end && (matches!(text.chars[at], '0'..='9' | '.' | '-') || words::is_numeral(text.chars[at]))
    }
}

fn separator_length(rest: &[char], spaced: bool) -> Option<usize> {
    match rest {
        ['–', '–', ..] | ['.', '.', ..] => Some(2),
        ['–' | '-' | '~' | '至' | '到', ..] => Some(1),
        ['t', 'o', ' ', ..] if spaced => Some(2),
        _ => None,
    }
}

fn money_at(rest: &[char]) -> Option<usize> {
    words::MONEY_BEFORE.iter().find_map(|name| words::begins(rest, name))
}

/// Whether characters can be a unit: letters of any script, a few signs, one digit at the end behind Latin
/// letters (`m2`).
fn is_unit(unit: &[char]) -> bool {
    let fits = |at: usize, c: char| match c {
        '%' | '‰' | '°' | '/' | '·' | '²' | '³' | '$' | '€' | '£' | '¥' => true,
        ' ' | '.' => at > 0,
        '0'..='9' => {
            let ends = unit.get(at + 1).is_none_or(|next| *next == '/');
            at > 0 && unit[at - 1].is_ascii_alphabetic() && ends
        }
        c => c.is_alphabetic(),
    };
    let numeral = unit.first().is_some_and(|c| words::is_numeral_digit(*c));
    unit.len() <= words::LONGEST_UNIT && !numeral && unit.iter().enumerate().all(|(at, c)| fits(at, *c))
}
