//! Folding of text for comparison, and how far two texts are apart. Two spellings of one title (width,
//! case, Traditional or Simplified, spacing) fold to one string; what is left over is a typing slip, and
//! is measured in edits. Folded text is compared, never shown.

mod alike;
mod nearest;

pub use alike::looks;
pub use nearest::{Candidates, nearest, nearest_many};

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// First character that the table of Simplified forms covers.
const FIRST: u32 = 0x3400;
/// One past the last one.
const END: u32 = 0xa000;

/// Simplified form by code point from `FIRST`, 0 where a character stays as it is. A flat table (52 KB)
/// because every character of every plan passes through it.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (END - FIRST) as usize];
    let lines = include_str!("fold/simplified.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(str::split_whitespace) {
        let mut pair = pair.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next())
            && let Some(slot) = table.get_mut((from as usize).wrapping_sub(FIRST as usize))
        {
            *slot = u16::try_from(to as u32).unwrap_or(0);
        }
    }
    table
});

/// The Simplified form of a character; itself where it has none.
pub fn simplify(c: char) -> char {
    if !(FIRST..END).contains(&(c as u32)) {
        return c;
    }
    simplify_by(&SIMPLIFIED, c)
}

/// The half-width Simplified form of a character; unlike [`fold`] it leaves case and signs such as `①` alone.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => simplify(c),
    }
}

fn simplify_by(table: &[u16], c: char) -> char {
    match table.get((c as u32).wrapping_sub(FIRST) as usize).copied().unwrap_or(0) {
        0 => c,
        simplified => char::from_u32(simplified.into()).unwrap_or(c),
    }
}

/// A text for comparison: NFKC (so full width becomes half width), lower case, Simplified characters, runs of
/// white space one space, none at the ends, nothing invisible. Folding twice changes nothing more.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Nearly all texts have nothing but plain characters, which neither join one another nor take tables.
    let simplified = &*SIMPLIFIED;
    let plain = text.chars().all(|c| {
        let Some(c) = narrow(c) else { return false };
        if c != ' ' && !('\t'..='\r').contains(&c) {
            folded.push(simplify_by(simplified, c));
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
        true
    });
    if !plain {
        folded.clear();
        fold_slowly(text, &mut folded);
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// The same but for a space at the end, whatever the characters.
fn fold_slowly(text: &str, folded: &mut String) {
    for_each_folded(text, |c| {
        if !c.is_whitespace() {
            folded.push(c);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    });
}

/// Gives the characters of a text one after the other as [`fold`] has them, but all white space as it
/// stands: for those who cut the text into words and need no copy of it.
pub fn for_each_folded(text: &str, mut give: impl FnMut(char)) {
    // A mark behind a plain character can join it, so each is held back until the next one is known.
    let mut held: Option<(usize, char)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if let Some(plain) = narrow(c) {
            if let Some((_, before)) = held.replace((at, plain)) {
                give(simplify(before));
            }
            continue;
        }
        let start = held.take().map_or(at, |(start, _)| start);
        while chars.next_if(|(_, c)| narrow(*c).is_none()).is_some() {}
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        normal(&text[start..end]).for_each(|c| give(simplify(c)));
    }
    if let Some((_, last)) = held {
        give(simplify(last));
    }
}

/// Any characters in half width and lower case. Lower-casing can undo the normal form (and the other way
/// round), so both are done twice.
fn normal(text: &str) -> impl Iterator<Item = char> {
    let once = text.nfkc().flat_map(char::to_lowercase).nfkc().flat_map(char::to_lowercase);
    once.filter(|c| !is_invisible(*c)).nfkc()
}

/// Characters that no reader sees: zero-width ones, soft hyphens, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The lower-case half-width form of a character that needs no Unicode tables: ASCII, its full-width
/// twins, Chinese characters and punctuation. `None` for all others.
fn narrow(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        '\u{3000}' => Some(' '),
        '、' | '。' | '《' | '》' | '「' | '」' | '『' | '』' | '【' | '】' | '〇' | '—' | '–' | '·'
        | '“' | '”' => Some(c),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(c),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase()),
        _ => None,
    }
}

/// Whether two texts fold to the same.
pub fn eq_folded(a: &str, b: &str) -> bool {
    a == b || folded(a) == folded(b)
}

/// Optimal string alignment distance in characters: insertions, deletions, substitutions and
/// transpositions of neighbours count one each. Texts are compared as they are; fold them first.
pub fn distance(a: &str, b: &str) -> usize {
    within(a, b, usize::MAX).unwrap_or(usize::MAX)
}

/// The [`distance`] where it is at most `max`; gives up as soon as it cannot be.
pub fn within(a: &str, b: &str, max: usize) -> Option<usize> {
    if a == b {
        return Some(0);
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    aligned(&a, &b, max)
}

fn aligned(a: &[char], b: &[char], max: usize) -> Option<usize> {
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[shared..], &b[shared..]);
    let shared = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - shared], &b[..b.len() - shared]);
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        // A transposition reaches back two rows, so both must be out of reach.
        if row.iter().chain(&last).min().is_none_or(|least| *least > max) {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= max)
}

/// Whether a text is a typing slip away from a title: not the same when folded, but within one edit for
/// titles of up to six characters, within two above. A title of which nothing is left is not near.
pub fn is_near(text: &str, title: &str) -> bool {
    if !nearest::may_be_within(text, title, 2) {
        return false;
    }
    let (text, title) = (folded(text), folded(title));
    let length = title.chars().count();
    let allowed = if length <= 6 { 1 } else { 2 };
    match within(&text, &title, allowed) {
        None | Some(0) => false,
        Some(edits) => edits < length.max(text.chars().count()),
    }
}

/// Whether a text holds a title of two characters and more: as a part of it, or, in Chinese, three quarters
/// of its characters in their order (`技能的總分析` and `技能分析`).
pub fn holds(text: &str, title: &str) -> bool {
    let (text, title) = (folded(text), folded(title));
    let wanted: Vec<char> = title.chars().collect();
    if wanted.len() < 2 {
        return false;
    }
    if !title.is_ascii() && wanted.len() > 2 {
        let text: Vec<char> = text.chars().collect();
        return 4 * common(&wanted, &text) >= 3 * wanted.len();
    }
    text.contains(&*title)
}

/// The length of the longest common subsequence.
fn common(a: &[char], b: &[char]) -> usize {
    let mut last = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = last[at + 1];
            last[at + 1] = if x == y { diagonal + 1 } else { above.max(last[at]) };
            diagonal = above;
        }
    }
    last[b.len()]
}

/// [`fold`] without a copy where the text is folded already; for texts that mostly are.
pub fn folded(text: &str) -> Cow<'_, str> {
    let simplified = &*SIMPLIFIED;
    let mut before = ' ';
    let stays = text.chars().all(|c| {
        let doubled = c == ' ' && before == ' ';
        before = c;
        !doubled && !('\t'..='\r').contains(&c) && narrow(c) == Some(c) && simplify_by(simplified, c) == c
    });
    if stays && !text.ends_with(' ') { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

#[cfg(test)]
mod tests;
