//! What people leave standing until they know better: `****`, `20xx`, `待定`, `TBD`, a unit without its
//! number. Apart from the rule that reports it, because whoever reads a value must know that a
//! placeholder is none, and must not call it unreadable as well.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Latin ones stand at word borders (ASCII borders: a Chinese character beside them is one).
static BUILT_IN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i:(?-u:\b)(?:19|20)?x{2,}(?-u:\b)|(?-u:\b)(?:TBD|TODO)(?-u:\b))|待定|待[補补]|[¥￥]\s*元";
    Regex::new(&format!(r"\*{{2,}}|_{{2,}}|＿{{2,}}|{words}")).ok()
});

/// A scale and unit, and what shows that they are no part of a longer word; NUL stands for code. Apart from the
/// others, which are looked for in every text and found many times faster without it.
static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let unit = "(?:[十百千萬万億亿兆]*[元圓圆台臺套件人家戶户輛辆天%％‰]|[百千萬万億亿兆]+)";
    Regex::new(&format!(r"^({unit})(?:[\s，。；、：,;.！？!?）)\x00]|$)")).ok()
});

/// Characters before a unit that say what is counted in it (`以 萬元 計`), or how many there are.
const BEFORE_UNIT: &str = "位以按為为是用成每各該该整一二兩两三四五六七八九十百千萬万億亿半幾几多";

/// Characters that make a longer word with 待 (`等待定案`): what follows is then no placeholder.
const WORDS_WITH_WAIT: &str = "等期接招看對对款優优善虐";

/// Whether a built-in placeholder can be in a text: where this is false [`find`] finds none. What NUL
/// separates is looked at apart.
pub fn is_in(text: &str) -> bool {
    BUILT_IN.as_ref().is_some_and(|regex| regex.is_match(text)) || bare_units(text).next().is_some()
}

/// The placeholders in a text: the built-in ones and the site's own patterns, in order, without overlaps.
pub fn find(text: &str, patterns: &[Regex]) -> Vec<Range<usize>> {
    // Most values are numbers and days.
    if patterns.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b',')) {
        return Vec::new();
    }
    let built_in = BUILT_IN.iter().flat_map(|regex| regex.find_iter(text));
    let built_in = built_in.filter_map(|found| left_out(text, found.range())).chain(bare_units(text));
    let own = patterns.iter().flat_map(|regex| regex.find_iter(text)).filter(|found| !found.is_empty());
    let mut all: Vec<Range<usize>> = built_in.chain(own.map(|found| found.range())).collect();
    all.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|range| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
    all
}

/// The placeholder in what [`BUILT_IN`] found, where what stands around it does not make it something else.
fn left_out(text: &str, found: Range<usize>) -> Option<Range<usize>> {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, behind) = (text[..found.start].chars().next_back(), &text[found.end..]);
    match &text[found.clone()] {
        // Two stars are a blank before a unit, else a slip of emphasis.
        "**" => {
            let rest = behind.strip_prefix(' ').unwrap_or(behind);
            Some(found.start..text.len() - rest.len() + unit(rest)?)
        }
        written if written.starts_with('待') => {
            (!before.is_some_and(|c| WORDS_WITH_WAIT.contains(c))).then_some(found)
        }
        written if written.starts_with('_') => {
            (!is_latin(before) && !is_latin(behind.chars().next())).then_some(found)
        }
        _ => Some(found),
    }
}

/// The length of the unit that a text begins with.
fn unit(text: &str) -> Option<usize> {
    Some(UNIT.as_ref()?.captures(text)?.get(1)?.len())
}

/// Units behind a space in Chinese text, where their number is missing (`合計 萬元。`). There are few such
/// spaces, so they are looked for first.
fn bare_units(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let wide = |at: usize| bytes.get(at).is_some_and(|byte| *byte >= 0x80);
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let spaces = spaces.filter(move |at| {
        at.checked_sub(1).is_some_and(wide) && (wide(at + 1) || bytes.get(at + 1) == Some(&b'%'))
    });
    spaces.filter_map(|at| {
        let is_word = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !BEFORE_UNIT.contains(c);
        let start = at + 1;
        text[..at].chars().next_back().filter(|c| is_word(*c))?;
        Some(start..start + unit(&text[start..])?)
    })
}

/// Bytes of the longest text that can be a unit.
const LONGEST_UNIT: usize = 120;

/// Whether a whole cell or value is a unit whose number is missing: `萬元`, `%`, `套` where `units`
/// (those of the site's metrics) has it.
pub fn is_bare_unit<'a>(text: &str, mut units: impl Iterator<Item = &'a str>) -> bool {
    // Most cells are numbers, or more than a word.
    if text.len() > LONGEST_UNIT || text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let text = text.trim();
    let rest = text.trim_start_matches(['十', '百', '千', '萬', '万', '億', '亿', '兆']).trim_start();
    match rest {
        "" => !text.is_empty(),
        "%" | "％" | "‰" | "元" | "圓" | "圆" | "¥" | "￥" | "$" | "€" | "£" => true,
        _ => units.any(|unit| unit == rest),
    }
}

#[cfg(test)]
mod tests;
