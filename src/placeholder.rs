//! What people leave standing until they know better: `****`, `20xx`, `待定`, `TBD`, a unit without its
//! number. Apart from the rule that reports it, because whoever reads a value must know that a
//! placeholder is none, and must not call it unreadable as well.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Latin ones stand at word borders (ASCII borders: a Chinese character beside them is one).
static BUILT_IN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\*{3,}|(?i:(?-u:\b)(?:20)?x{2,}(?-u:\b)|(?-u:\b)(?:TBD|TODO)(?-u:\b))|待定|待[補补]|[¥￥]\s*元",
    )
    .ok()
});

/// Characters that make a longer word with 待 (`等待定案`): what follows is then no placeholder.
const WORDS_WITH_WAIT: &str = "等期接招看對对款優优善虐";

/// Whether a built-in placeholder can be in a text: where this is false [`find`] finds none. What NUL
/// separates is looked at apart.
pub fn is_in(text: &str) -> bool {
    BUILT_IN.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The placeholders in a text: the built-in ones and the site's own patterns, in order, without overlaps.
pub fn find(text: &str, patterns: &[Regex]) -> Vec<Range<usize>> {
    // Most values are numbers and days.
    if patterns.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b',')) {
        return Vec::new();
    }
    let built_in = BUILT_IN.iter().flat_map(|regex| regex.find_iter(text)).filter(|found| {
        let before = text[..found.start()].chars().next_back();
        !(found.as_str().starts_with('待') && before.is_some_and(|c| WORDS_WITH_WAIT.contains(c)))
    });
    let own = patterns.iter().flat_map(|regex| regex.find_iter(text)).filter(|found| !found.is_empty());
    let mut all: Vec<Range<usize>> = built_in.chain(own).map(|found| found.range()).collect();
    all.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    all.retain(|range| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
    all
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
