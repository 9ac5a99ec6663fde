//! Chinese numerals as whole numbers, both ways: `一百二十` is 120, `二〇二六` is 2026.

use crate::fold::simplify;

/// Large units from the greatest; each multiplies all that stands before it.
const LARGE: [(char, u64); 3] = [('兆', 1_000_000_000_000), ('亿', 100_000_000), ('万', 10_000)];
/// Units within four digits.
const SMALL: [(char, u64); 3] = [('千', 1000), ('百', 100), ('十', 10)];
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The number that a text consists of, in either script, also in the forms of cheques (`壹佰`) and digit by
/// digit (`二〇二六`). `None` for anything else, and for short forms whose last unit is left out
/// (`三萬五`), which people read in two ways.
pub fn chinese_number(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    if chars.is_empty() {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        return chars.iter().try_fold(0_u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?));
    }
    if chars == ['零'] { Some(0) } else { large(&chars, &LARGE) }
}

/// Cheque forms, variants and Traditional characters as the usual ones.
fn plain(c: char) -> char {
    match simplify(c) {
        '〇' => '零',
        '两' => '二',
        '壹' => '一',
        '贰' => '二',
        '叁' | '叄' | '参' => '三',
        '肆' => '四',
        '伍' => '五',
        '陆' => '六',
        '柒' => '七',
        '捌' => '八',
        '玖' => '九',
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        other => other,
    }
}

fn digit(c: char) -> Option<u64> {
    DIGITS.iter().position(|digit| *digit == c).map(|at| at as u64)
}

/// A number whose units are at most the given ones: what stands before the last greatest unit is
/// multiplied by it, so that `一万亿` and `三亿` both work.
fn large(chars: &[char], units: &[(char, u64)]) -> Option<u64> {
    let Some(((unit, worth), smaller)) = units.split_first() else { return section(chars) };
    let Some(at) = chars.iter().rposition(|c| c == unit) else { return large(chars, smaller) };
    let (before, after) = (&chars[..at], &chars[at + 1..]);
    let count = large(before, units).filter(|count| *count > 0)?;
    let rest = match after {
        [] => 0,
        // A digit right behind a large unit is the short form; a full one has 零 between.
        [only] if digit(*only).is_some() => return None,
        _ => large(after, smaller)?,
    };
    count.checked_mul(*worth)?.checked_add(rest)
}

/// A number below 10,000: `二千零三十`, `十二`, `零五`. Units must fall; 零 stands for those left out.
fn section(chars: &[char]) -> Option<u64> {
    let mut sum = 0;
    let mut above = 10_000;
    let mut gap = false;
    let mut rest = chars.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let count = match digit(first) {
            Some(0) if !gap && rest.peek().is_some() => {
                gap = true;
                continue;
            }
            Some(0) => return None,
            count => count,
        };
        let unit = if count.is_some() { rest.next() } else { Some(first).filter(|c| *c == '十') };
        let Some(unit) = unit else {
            // A last digit follows 十 or 零, but no higher unit: `一百二` is 102 to some and 120 to others.
            return if gap || above == 10 || sum == 0 { Some(sum + count?) } else { None };
        };
        let worth = SMALL.iter().find(|(name, _)| *name == unit)?.1;
        if worth >= above {
            return None;
        }
        sum += count.unwrap_or(1) * worth;
        above = worth;
        gap = false;
    }
    (sum > 0).then_some(sum)
}

/// A number in Chinese numerals, large units in Traditional characters: 12 is `十二`, 20,300 `二萬零三百`.
pub fn to_chinese(number: u32) -> String {
    if number == 0 {
        return "零".into();
    }
    let mut out = String::new();
    let mut gap = false;
    for (name, worth) in [("億", 100_000_000), ("萬", 10_000), ("", 1)] {
        let part = number / worth % 10_000;
        if part == 0 {
            gap |= !out.is_empty();
            continue;
        }
        if !out.is_empty() && (gap || part < 1000) {
            out.push('零');
        }
        gap = false;
        push_section(&mut out, u64::from(part));
        out.push_str(name);
    }
    match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => out,
    }
}

fn push_section(out: &mut String, part: u64) {
    let mut gap = false;
    let mut begun = false;
    for (name, worth) in SMALL.map(|(name, worth)| (Some(name), worth)).into_iter().chain([(None, 1)]) {
        let count = part / worth % 10;
        if count == 0 {
            gap |= begun;
            continue;
        }
        if gap {
            out.push('零');
        }
        gap = false;
        begun = true;
        out.push(DIGITS[count as usize]);
        out.extend(name);
    }
}
