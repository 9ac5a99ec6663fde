//! The vocabulary of quantities: comparators, approximations, scales, money. Tables in half width,
//! Simplified, lower case; longer words stand before those that they begin with.

use crate::fold::fold;
use compact_str::CompactString;

/// Which side of a bound is meant, and whether the bound itself is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comparator {
    pub(super) floor: bool,
    pub(super) strict: bool,
}

const AT_LEAST: Comparator = Comparator { floor: true, strict: false };
const AT_MOST: Comparator = Comparator { floor: false, strict: false };
const ABOVE: Comparator = Comparator { floor: true, strict: true };
const BELOW: Comparator = Comparator { floor: false, strict: true };

/// What a word before or after the number says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Compare(Comparator),
    About,
    /// Belongs to a range and adds nothing: `200～400 元之間`.
    Between,
}

/// Words before the number.
pub(super) const BEFORE: &[(&str, Mark)] = &[
    (">=", Mark::Compare(AT_LEAST)),
    ("≥", Mark::Compare(AT_LEAST)),
    ("<=", Mark::Compare(AT_MOST)),
    ("≤", Mark::Compare(AT_MOST)),
    (">", Mark::Compare(ABOVE)),
    ("<", Mark::Compare(BELOW)),
    ("~", Mark::About),
    ("≈", Mark::About),
    ("至少", Mark::Compare(AT_LEAST)),
    ("不少于", Mark::Compare(AT_LEAST)),
    ("不低于", Mark::Compare(AT_LEAST)),
    ("不小于", Mark::Compare(AT_LEAST)),
    ("不下于", Mark::Compare(AT_LEAST)),
    ("最少", Mark::Compare(AT_LEAST)),
    ("最低", Mark::Compare(AT_LEAST)),
    ("大于等于", Mark::Compare(AT_LEAST)),
    ("小于等于", Mark::Compare(AT_MOST)),
    ("at least", Mark::Compare(AT_LEAST)),
    ("no less than", Mark::Compare(AT_LEAST)),
    ("not less than", Mark::Compare(AT_LEAST)),
    ("no fewer than", Mark::Compare(AT_LEAST)),
    ("至多", Mark::Compare(AT_MOST)),
    ("不超过", Mark::Compare(AT_MOST)),
    ("不多于", Mark::Compare(AT_MOST)),
    ("不高于", Mark::Compare(AT_MOST)),
    ("不大于", Mark::Compare(AT_MOST)),
    ("最多", Mark::Compare(AT_MOST)),
    ("最高", Mark::Compare(AT_MOST)),
    ("at most", Mark::Compare(AT_MOST)),
    ("up to", Mark::Compare(AT_MOST)),
    ("no more than", Mark::Compare(AT_MOST)),
    ("not more than", Mark::Compare(AT_MOST)),
    ("超过", Mark::Compare(ABOVE)),
    ("大于", Mark::Compare(ABOVE)),
    ("多于", Mark::Compare(ABOVE)),
    ("高于", Mark::Compare(ABOVE)),
    ("more than", Mark::Compare(ABOVE)),
    ("over", Mark::Compare(ABOVE)),
    ("above", Mark::Compare(ABOVE)),
    ("低于", Mark::Compare(BELOW)),
    ("少于", Mark::Compare(BELOW)),
    ("小于", Mark::Compare(BELOW)),
    ("不到", Mark::Compare(BELOW)),
    ("不足", Mark::Compare(BELOW)),
    ("less than", Mark::Compare(BELOW)),
    ("fewer than", Mark::Compare(BELOW)),
    ("under", Mark::Compare(BELOW)),
    ("below", Mark::Compare(BELOW)),
    ("大约", Mark::About),
    ("大概", Mark::About),
    ("约为", Mark::About),
    ("约", Mark::About),
    ("接近", Mark::About),
    ("将近", Mark::About),
    ("近", Mark::About),
    ("about", Mark::About),
    ("approximately", Mark::About),
    ("approx.", Mark::About),
    ("approx", Mark::About),
    ("around", Mark::About),
    ("roughly", Mark::About),
    ("nearly", Mark::About),
    ("circa", Mark::About),
    ("ca.", Mark::About),
    ("ca", Mark::About),
];

/// Words after the number and its unit.
pub(super) const AFTER: &[(&str, Mark)] = &[
    ("及以上", Mark::Compare(AT_LEAST)),
    ("或以上", Mark::Compare(AT_LEAST)),
    ("以上", Mark::Compare(AT_LEAST)),
    ("or more", Mark::Compare(AT_LEAST)),
    ("+", Mark::Compare(AT_LEAST)),
    ("及以下", Mark::Compare(AT_MOST)),
    ("或以下", Mark::Compare(AT_MOST)),
    ("以下", Mark::Compare(AT_MOST)),
    ("以内", Mark::Compare(AT_MOST)),
    ("之内", Mark::Compare(AT_MOST)),
    ("or less", Mark::Compare(AT_MOST)),
    ("or fewer", Mark::Compare(AT_MOST)),
    ("之间", Mark::Between),
    ("左右", Mark::About),
    ("上下", Mark::About),
];

/// Scales in Latin letters, with the power of ten; case counts (`m` is no scale).
pub(super) const LATIN_SCALES: &[(&str, u32)] = &[
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("bn", 9),
    ("Bn", 9),
    ("BN", 9),
    ("k", 3),
    ("K", 3),
    ("M", 6),
    ("B", 9),
];

/// Units and words that begin like a scale and where taking it for one would be wrong.
pub(super) const NOT_SCALES: &[&str] =
    &["百分", "千分", "万分", "兆瓦", "兆赫", "兆字节", "兆比特", "兆帕", "兆欧", "兆焦"];

/// Signs and codes of money that may stand before the number.
pub(super) const MONEY_BEFORE: &[&str] = &[
    "hk$",
    "nt$",
    "us$",
    "cn¥",
    "rmb¥",
    "¥",
    "$",
    "€",
    "£",
    "rmb",
    "cny",
    "usd",
    "eur",
    "gbp",
    "hkd",
    "twd",
    "ntd",
    "人民币",
    "美元",
    "欧元",
    "英镑",
    "港元",
    "港币",
    "新台币",
];

/// Money by its folded names.
const MONEY: &[(&str, &str)] = &[
    ("元", "元"),
    ("圆", "元"),
    ("¥", "元"),
    ("cn¥", "元"),
    ("rmb¥", "元"),
    ("rmb", "元"),
    ("cny", "元"),
    ("人民币", "元"),
    ("元人民币", "元"),
    ("人民币元", "元"),
    ("yuan", "元"),
    ("$", "美元"),
    ("us$", "美元"),
    ("usd", "美元"),
    ("美元", "美元"),
    ("美金", "美元"),
    ("€", "歐元"),
    ("eur", "歐元"),
    ("欧元", "歐元"),
    ("£", "英鎊"),
    ("gbp", "英鎊"),
    ("英镑", "英鎊"),
    ("hk$", "港元"),
    ("hkd", "港元"),
    ("港元", "港元"),
    ("港币", "港元"),
    ("nt$", "新台幣"),
    ("ntd", "新台幣"),
    ("twd", "新台幣"),
    ("新台币", "新台幣"),
    ("元新台币", "新台幣"),
    ("元港币", "港元"),
];

/// The one form of a unit in which units are compared: folded (`輛` and `辆` are `辆`), money by one name each
/// (`¥`, `RMB`, `CNY`, `圓`, `人民幣` are `元`), also before a slash (`¥/套` is `元/套`).
pub fn canonical_unit(unit: &str) -> CompactString {
    let folded = fold(unit);
    let (head, tail) = match folded.find('/') {
        Some(at) => folded.split_at(at),
        None => (folded.as_str(), ""),
    };
    match MONEY.iter().find(|(name, _)| *name == head.trim_end()) {
        Some((_, canonical)) if tail.is_empty() => (*canonical).into(),
        Some((_, canonical)) => format!("{canonical}/{}", tail[1..].trim_start()).into(),
        None if tail.is_empty() => folded.into(),
        None => format!("{}/{}", head.trim_end(), tail[1..].trim_start()).into(),
    }
}

/// Whether a unit is money.
pub fn is_money(unit: &str) -> bool {
    let unit = canonical_unit(unit);
    MONEY.iter().any(|(_, canonical)| *canonical == unit)
}

/// Characters of the longest unit that is read.
pub(super) const LONGEST_UNIT: usize = 32;

/// A unit as a text writes it (`USD` for `美元`): the last place that means `unit`, in full. `None` where the text
/// does not hold it, as below a heading that does.
pub(super) fn as_written<'t>(text: &'t str, unit: &str) -> Option<&'t str> {
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    (1..bounds.len()).rev().find_map(|end| {
        let mut slices =
            (end.saturating_sub(LONGEST_UNIT)..end).map(|start| &text[bounds[start]..bounds[end]]);
        slices.find(|slice| slice.trim() == *slice && canonical_unit(slice) == unit)
    })
}

/// The power of ten of a Chinese scale character (Simplified).
pub(super) fn power(c: char) -> Option<u32> {
    match c {
        '十' => Some(1),
        '百' => Some(2),
        '千' => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        '兆' => Some(12),
        _ => None,
    }
}

/// A digit of a Chinese numeral, in either script or the forms of cheques.
pub(super) fn is_numeral_digit(c: char) -> bool {
    "零〇一二三四五六七八九两兩壹贰貳叁參叄肆伍陆陸柒捌玖".contains(c)
}

/// A character with which a Chinese numeral can begin.
pub(super) fn is_numeral(c: char) -> bool {
    is_numeral_digit(c) || c == '十' || c == '拾'
}

/// A full-width digit.
pub(super) fn is_wide_digit(c: char) -> bool {
    ('０'..='９').contains(&c)
}

/// Whether a word stands at the head of the characters, whatever its case; a word in letters must end there.
pub(super) fn begins(chars: &[char], word: &str) -> Option<usize> {
    let mut length = 0;
    for expected in word.chars() {
        if chars.get(length)?.to_ascii_lowercase() != expected {
            return None;
        }
        length += 1;
    }
    let letters = word.ends_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = chars.get(length).is_some_and(char::is_ascii_alphabetic);
    (!(letters && goes_on)).then_some(length)
}
