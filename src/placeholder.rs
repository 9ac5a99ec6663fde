//! What people leave standing until they know better: `****`, `20xx`, `待定`, `TBD`, a unit without its
//! number. Apart from the rule that reports it, because whoever reads a value must know that a
//! placeholder is none, and must not call it unreadable as well.

use crate::fold::half_width;
use crate::text::find_byte;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Latin ones stand at word borders (ASCII borders: a Chinese character beside them is one).
static BUILT_IN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"(?i:(?-u:\b)(?:19|20)?x{2,}(?-u:\b)|(?-u:\b)(?:TBD|TODO)(?-u:\b))|待定|待[補补]|[¥￥]\s*元";
    let wide = r"(?i:(?:１９|２０|(?-u:\b)(?:19|20))?ｘ{2,}|ＴＢＤ|ＴＯＤＯ)";
    Regex::new(&format!(r"\*{{2,}}|＊{{2,}}|_{{2,}}|＿{{2,}}|{words}|{wide}")).ok()
});

/// A scale and unit, and what shows that they are no part of a longer word; NUL stands for code. Apart from the
/// others, because it is only looked for behind spaces.
static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let unit = "(?:[百千萬万億亿兆]*[元圓圆台臺套件人家戶户輛辆天%％‰]|[百千萬万億亿兆]+)";
    Regex::new(&format!(r"^({unit})(?:[\s，。；、：,;.！？!?）)\x00]|$)")).ok()
});

/// Characters before a unit that say what is counted in it (`以 萬元 計`), or how many there are.
const BEFORE_UNIT: &str = "位以按為为是用成每各該该整一二兩两三四五六七八九十百千萬万億亿半幾几多";

/// Characters that make a longer word with 待 (`等待定案`): what follows is then no placeholder.
const WORDS_WITH_WAIT: &str = "等期接招看對对款優优善虐";

/// Texts of so many bytes are not worth more than one look at each.
const SHORT: usize = 18;

/// Whether a built-in placeholder can be in a text: where this is false [`find`] finds none of them. Every text of
/// every plan passes here.
pub fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_at = |at: &usize| bytes.get(*at).is_some_and(|_| may_end_at(text, *at));
    if bytes.len() < SHORT {
        // Most cells are numbers.
        return !bytes.iter().all(u8::is_ascii_digit) && (0..bytes.len()).any(|at| ends_at(&at));
    }
    let next = |from: usize| find_byte(bytes, from, may_be_hint);
    let mut seen = std::iter::successors(next(0), |at| next(at + 1));
    [0, 1].iter().any(ends_at) || seen.any(|at| [at + 1, at + 2].iter().any(ends_at))
}

/// Whether [`may_end_at`] may hold at the second or third of three bytes.
fn may_be_hint(first: u8, second: u8, third: u8) -> bool {
    let (lower, before) = (third | 0x20, second | 0x20);
    ((second == third) & ((third == b'*') | (third == b'_')))
        | ((lower == b'x') & (before == b'x'))
        | (((lower == b'b') | (lower == b'o')) & (before == b't'))
        | ((second == b' ') & (first >= 0x80) & ((third >= 0x80) | (third == b'%')))
        | ((third == 0x85) & (second == 0xbe))
        | ((third == 0xa5) & ((second == 0xc2) | (second == 0xbf)))
        | ((first == 0xef) & ((second == 0xbc) | (second == 0xbd)) & is_wide_hint(third))
}

/// Whether a byte is the last one of ＿, ＊ or of a full-width letter by which a placeholder is told (ＸＢＯ, ｘｂｏ).
const fn is_wide_hint(byte: u8) -> bool {
    (byte == 0xbf)
        | (byte == 0x8a)
        | (byte == 0xb8)
        | (byte == 0x98)
        | (byte == 0xa2)
        | (byte == 0x82)
        | (byte == 0xaf)
        | (byte == 0x8f)
}

/// Whether the byte at an offset can be the last one by which a placeholder is told.
fn may_end_at(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let before = |at: usize, by: usize| at.checked_sub(by).map_or(0, |at| bytes[at]);
    match HINTS[usize::from(bytes[at])] {
        Hint::None => false,
        Hint::Doubled => before(at, 1) == bytes[at],
        Hint::Cross => before(at, 1).eq_ignore_ascii_case(&b'x'),
        // `TBD` and `TODO`.
        Hint::Letter => before(at, 1).eq_ignore_ascii_case(&b't') && !before(at, 2).is_ascii_alphanumeric(),
        Hint::Space => before(at, 1) >= 0x80 && may_be_unit(&text[at + 1..]),
        // The last bytes of 待, ¥ and ￥; of ＿, ＊, Ｘ, Ｂ and Ｏ.
        Hint::Wait => before(at, 1) == 0xbe && before(at, 2) == 0xe5,
        Hint::Yuan => before(at, 1) == 0xc2 || (before(at, 1) == 0xbf && before(at, 2) == 0xef),
        Hint::Wide => matches!(before(at, 1), 0xbc | 0xbd) && before(at, 2) == 0xef,
    }
}

/// What a byte can be the last one of.
#[derive(Clone, Copy)]
enum Hint {
    None,
    Doubled,
    Cross,
    Letter,
    Space,
    Wait,
    Yuan,
    Wide,
}

const HINTS: [Hint; 256] = {
    let mut hints = [Hint::None; 256];
    hints[b'*' as usize] = Hint::Doubled;
    hints[b'_' as usize] = Hint::Doubled;
    hints[b'x' as usize] = Hint::Cross;
    hints[b'X' as usize] = Hint::Cross;
    hints[b'b' as usize] = Hint::Letter;
    hints[b'B' as usize] = Hint::Letter;
    hints[b'o' as usize] = Hint::Letter;
    hints[b'O' as usize] = Hint::Letter;
    hints[b' ' as usize] = Hint::Space;
    hints[0x85] = Hint::Wait;
    hints[0xa5] = Hint::Yuan;
    let mut byte = 0;
    while byte < hints.len() {
        if is_wide_hint(byte as u8) {
            hints[byte] = Hint::Wide;
        }
        byte += 1;
    }
    hints
};

/// The placeholders in a text: the built-in ones and the site's own patterns, in order, without overlaps.
pub fn find(text: &str, patterns: &[Regex]) -> Vec<Range<usize>> {
    if patterns.is_empty() && !may_be_in(text) {
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
    let is_latin = |c: Option<char>| c.is_some_and(|c| half_width(c).is_ascii_alphanumeric());
    let is_wide = |c: char| !c.is_ascii() && half_width(c).is_ascii_alphanumeric();
    let (before, behind) = (text[..found.start].chars().next_back(), &text[found.end..]);
    match &text[found.clone()] {
        // Two stars are a blank before a unit, else a slip of emphasis.
        "**" | "＊＊" => {
            let rest = behind.strip_prefix(' ').unwrap_or(behind);
            Some(found.start..text.len() - rest.len() + unit(rest)?)
        }
        written if written.starts_with('待') => {
            (!before.is_some_and(|c| WORDS_WITH_WAIT.contains(c))).then_some(found)
        }
        // Built of such signs they are no borders for themselves, as ASCII letters are.
        written if written.starts_with('_') || written.ends_with(is_wide) => {
            (!is_latin(before) && !is_latin(behind.chars().next())).then_some(found)
        }
        _ => Some(found),
    }
}

/// Whether a text begins like what [`UNIT`] finds.
fn may_be_unit(text: &str) -> bool {
    const FIRST: &str = "百千萬万億亿兆元圓圆台臺套件人家戶户輛辆天%％‰";
    text.starts_with(|c| FIRST.contains(c))
}

/// The length of the unit that a text begins with.
fn unit(text: &str) -> Option<usize> {
    if !may_be_unit(text) {
        return None;
    }
    Some(UNIT.as_ref()?.captures(text)?.get(1)?.len())
}

/// Units behind a space in Chinese text, where their number is missing (`合計 萬元。`). There are few such
/// spaces, so they are looked for first.
fn bare_units(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let wide = |at: usize| bytes.get(at).is_some_and(|byte| *byte >= 0x80);
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let spaces = spaces.filter(move |at| at.checked_sub(1).is_some_and(wide) && may_be_unit(&text[at + 1..]));
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
    // 十 is itself a number.
    let rest = text.trim_start_matches(['百', '千', '萬', '万', '億', '亿', '兆']).trim_start();
    match rest {
        "" => !text.is_empty(),
        "%" | "％" | "‰" | "元" | "圓" | "圆" | "¥" | "￥" | "$" | "€" | "£" => true,
        _ => units.any(|unit| unit == rest),
    }
}

#[cfg(test)]
mod tests;
