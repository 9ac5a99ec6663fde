//! Numerals that ordinals are written in, read at the head of a text and written again, and the marks
//! around them. Tables rather than cases: each row of signs is a run of code points.

use super::chinese::{chinese_number, to_chinese};

/// In what the number of an ordinal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Numerals {
    /// `一`, `十二`.
    Chinese,
    /// `壹`, `拾貳`, as official papers in Taiwan have them.
    Formal,
    /// `甲`, `乙`.
    Stems,
    /// `1`, `12`.
    Digits,
    /// `１`, `１２`.
    WideDigits,
    /// `①`.
    Circled,
    /// `⑴`.
    Bracketed,
    /// `⒈`.
    Pointed,
    /// `❶`.
    BlackCircled,
    /// `㈠`.
    ChineseBracketed,
    /// `㊀`.
    ChineseCircled,
    /// `A`.
    Upper,
    /// `a`.
    Lower,
    /// `IV`.
    UpperRoman,
    /// `iv`.
    LowerRoman,
    /// `Ⅳ`.
    RomanSigns,
    /// `ⅳ`.
    SmallRomanSigns,
}

/// Runs of signs: numerals, number of the first, first and last sign.
const SIGNS: [(Numerals, u32, char, char); 10] = [
    (Numerals::Circled, 1, '①', '⑳'),
    (Numerals::Circled, 21, '㉑', '㉟'),
    (Numerals::Circled, 36, '㊱', '㊿'),
    (Numerals::Bracketed, 1, '⑴', '⒇'),
    (Numerals::Pointed, 1, '⒈', '⒛'),
    (Numerals::BlackCircled, 1, '❶', '❿'),
    (Numerals::ChineseBracketed, 1, '㈠', '㈩'),
    (Numerals::ChineseCircled, 1, '㊀', '㊉'),
    (Numerals::RomanSigns, 1, 'Ⅰ', 'Ⅻ'),
    (Numerals::SmallRomanSigns, 1, 'ⅰ', 'ⅻ'),
];

const ROMAN: [(u32, &str); 9] =
    [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];

/// The ten stems, in order.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
/// Usual numerals.
const USUAL: [char; 12] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千'];
/// The same in formal writing.
const FORMAL: [char; 12] = ['壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖', '拾', '佰', '仟'];
/// Other forms of these.
const VARIANTS: &str = "贰叁叄参陆";

fn formal(usual: char) -> char {
    USUAL.iter().position(|c| *c == usual).map_or(usual, |at| FORMAL[at])
}

impl Numerals {
    /// The numerals and number of a sign such as `①`.
    pub(super) fn of_sign(sign: char) -> Option<(Self, u32)> {
        let (numerals, first, from, _) =
            SIGNS.iter().find(|(_, _, from, to)| (*from..=*to).contains(&sign))?;
        Some((*numerals, first + (sign as u32 - *from as u32)))
    }

    /// A number in these numerals; in digits where they do not reach so far.
    pub(super) fn write(self, number: u32) -> String {
        let sign = SIGNS.iter().find_map(|(numerals, first, from, to)| {
            let sign = char::from_u32((*from as u32).checked_add(number.checked_sub(*first)?)?)?;
            (*numerals == self && sign <= *to).then_some(sign)
        });
        match (self, sign) {
            (_, Some(sign)) => sign.to_string(),
            (Self::Chinese, _) => to_chinese(number),
            (Self::Formal, _) => to_chinese(number).chars().map(formal).collect(),
            (Self::Stems, _) => match STEMS.chars().nth((number as usize).wrapping_sub(1)) {
                Some(stem) => stem.to_string(),
                None => number.to_string(),
            },
            (Self::WideDigits, _) => number.to_string().chars().map(widened).collect(),
            (Self::Upper, _) => letter(number, b'A'),
            (Self::Lower, _) => letter(number, b'a'),
            (Self::UpperRoman | Self::RomanSigns, _) => roman(number),
            (Self::LowerRoman | Self::SmallRomanSigns, _) => roman(number).to_lowercase(),
            _ => number.to_string(),
        }
    }

    /// The point between the numbers of `1.2`.
    pub(super) fn point(self) -> char {
        if self == Self::WideDigits { '．' } else { '.' }
    }

    /// Letters, so that a point behind them may be an abbreviation's.
    pub(super) fn is_latin(self) -> bool {
        matches!(self, Self::Upper | Self::Lower | Self::UpperRoman | Self::LowerRoman)
    }

    /// The same but for width and for signs in the place of letters.
    pub(super) fn same_kind(self, other: Self) -> bool {
        let plain = |numerals| match numerals {
            Self::WideDigits => Self::Digits,
            Self::RomanSigns => Self::UpperRoman,
            Self::SmallRomanSigns => Self::LowerRoman,
            other => other,
        };
        plain(self) == plain(other)
    }

    /// A Roman number of one letter as that letter of the alphabet: `I` is the ninth.
    pub(super) fn as_letter(self, value: u32) -> Option<(Self, u32)> {
        let letter = match value {
            1 => 9,
            5 => 22,
            10 => 24,
            _ => return None,
        };
        match self {
            Self::UpperRoman => Some((Self::Upper, letter)),
            Self::LowerRoman => Some((Self::Lower, letter)),
            _ => None,
        }
    }
}

/// The number at the head of a text: its numerals, value and length in bytes.
pub(super) fn number(text: &str) -> Option<(Numerals, u32, usize)> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return digits(text, Numerals::Digits, |c| c.to_digit(10));
    }
    if ('０'..='９').contains(&first) {
        return digits(text, Numerals::WideDigits, |c| {
            (c as u32).checked_sub('０' as u32).filter(|n| *n < 10)
        });
    }
    if first.is_ascii_alphabetic() {
        return latin(text);
    }
    if let Some(at) = STEMS.find(first) {
        let len = first.len_utf8();
        return Some((Numerals::Stems, u32::try_from(at / len).ok()? + 1, len));
    }
    let len = head(text, |c| FORMAL.contains(&c) || VARIANTS.contains(c));
    if let Some(value) = chinese_number(&text[..len]) {
        return Some((Numerals::Formal, u32::try_from(value).ok()?, len));
    }
    let len = head(text, |c| "〇零一二三四五六七八九十百千".contains(c));
    let value = chinese_number(&text[..len])?;
    Some((Numerals::Chinese, u32::try_from(value).ok()?, len))
}

fn head(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn digits(text: &str, numerals: Numerals, digit: fn(char) -> Option<u32>) -> Option<(Numerals, u32, usize)> {
    let len = head(text, |c| digit(c).is_some());
    let value = text[..len].chars().try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?))?;
    Some((numerals, value, len))
}

/// One letter, or a Roman number in one case. A single `I`, `V`, `X` is Roman, other letters are letters.
fn latin(text: &str) -> Option<(Numerals, u32, usize)> {
    let len = head(text, |c| c.is_ascii_alphabetic());
    let word = &text[..len];
    let upper = word.to_ascii_uppercase();
    let lower = word.bytes().all(|b| b.is_ascii_lowercase());
    if !lower && word != upper {
        return None;
    }
    if len == 1 && !matches!(upper.as_str(), "I" | "V" | "X") {
        let numerals = if lower { Numerals::Lower } else { Numerals::Upper };
        return Some((numerals, u32::from(upper.as_bytes()[0] - b'A') + 1, 1));
    }
    let numerals = if lower { Numerals::LowerRoman } else { Numerals::UpperRoman };
    Some((numerals, from_roman(&upper)?, len))
}

fn from_roman(word: &str) -> Option<u32> {
    let mut value = 0;
    let mut rest = word;
    for (worth, letters) in ROMAN {
        while let Some(after) = rest.strip_prefix(letters) {
            value += worth;
            rest = after;
        }
    }
    // Written back, so that `IIII` and `VX` are words and not numbers.
    (rest.is_empty() && value < 200 && roman(value) == word).then_some(value)
}

fn roman(number: u32) -> String {
    if number == 0 || number >= 400 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut left = number;
    for (worth, letters) in ROMAN {
        while left >= worth {
            out.push_str(letters);
            left -= worth;
        }
    }
    out
}

fn letter(number: u32, first: u8) -> String {
    match u8::try_from(number) {
        Ok(n @ 1..=26) => char::from(first + n - 1).to_string(),
        _ => number.to_string(),
    }
}

fn widened(digit: char) -> char {
    char::from_u32(digit as u32 + 0xfee0).unwrap_or(digit)
}

/// Whether two marks are of one style: width does not matter, nor whether `.` or `、` ends them.
pub(super) fn same_kind(mark: &str, other: &str) -> bool {
    mark == other || kind(mark) == kind(other)
}

fn kind(mark: &str) -> String {
    let folded = crate::fold::fold(mark);
    folded.chars().filter(|c| !c.is_whitespace()).map(|c| if "、:,".contains(c) { '.' } else { c }).collect()
}
