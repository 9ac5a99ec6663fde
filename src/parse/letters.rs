//! Classes of characters that Markdown in Chinese, Japanese and Korean turns on: which characters are CJK,
//! which are punctuation, between which a line break is no space, which may stand in an anchor.

use regex::Regex;
use std::sync::LazyLock;

/// Blocks of CJK characters outside the plane of everyday use, and the CJK characters among symbols. What is
/// left out of a block shows as an emoji by default or is not assigned (Unicode 18, East Asian Width W, F, H).
const SCATTERED: [(u32, u32); 47] = [
    (0x1100, 0x11ff),
    (0x20a9, 0x20a9),
    (0x2329, 0x232a),
    (0x2630, 0x2637),
    (0x268a, 0x268f),
    (0x2e80, 0x2e99),
    (0x2e9b, 0x2ef3),
    (0x2f00, 0x2fd5),
    (0x2ff0, 0x303e),
    (0x3041, 0x3096),
    (0x3099, 0x30ff),
    (0x3105, 0x312f),
    (0x3131, 0x318e),
    (0x3190, 0x31e5),
    (0x31ef, 0x321e),
    (0x3220, 0x3247),
    (0x3250, 0xa48c),
    (0xa490, 0xa4c6),
    (0xa960, 0xa97c),
    (0xac00, 0xd7a3),
    (0xd7b0, 0xd7c6),
    (0xd7cb, 0xd7fb),
    (0xf900, 0xfaff),
    (0xfe10, 0xfe19),
    (0xfe30, 0xfe52),
    (0xfe54, 0xfe66),
    (0xfe68, 0xfe6b),
    (0xff01, 0xffbe),
    (0xffc2, 0xffc7),
    (0xffca, 0xffcf),
    (0xffd2, 0xffd7),
    (0xffda, 0xffdc),
    (0xffe0, 0xffe6),
    (0xffe8, 0xffee),
    (0x16fe0, 0x16fe4),
    (0x16ff0, 0x16ff6),
    (0x17000, 0x191d2),
    (0x1aff0, 0x1b2fb),
    (0x1d300, 0x1d376),
    (0x1f200, 0x1f200),
    (0x1f202, 0x1f202),
    (0x1f210, 0x1f219),
    (0x1f21b, 0x1f22e),
    (0x1f230, 0x1f231),
    (0x1f237, 0x1f237),
    (0x1f23b, 0x1f248),
    (0x20000, 0x3fffd),
];

/// Whether a character is Chinese, Japanese or Korean, punctuation included.
pub(super) fn is_cjk(c: char) -> bool {
    let code = u32::from(c);
    match code {
        0..0x1100 => false,
        // Ideographs and the usual punctuation come first: nearly every question is about them.
        0x4e00..=0x9fff | 0x3001..=0x3011 => true,
        _ => {
            let index = SCATTERED.partition_point(|(_, last)| *last < code);
            SCATTERED.get(index).is_some_and(|(first, _)| *first <= code)
        }
    }
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11ff | 0x3131..=0x318e | 0xa960..=0xa97c | 0xac00..=0xd7fb | 0xffa0..=0xffdc)
}

/// Whether a line break between two characters is nothing: Chinese and Japanese are written without
/// spaces, Korean is not. Quotes and dashes that Latin text shares go with their neighbour.
pub(super) fn joins(before: char, behind: char) -> bool {
    let wide = |c: char| is_cjk(c) && !is_hangul(c);
    let shared = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    match (wide(before), wide(behind)) {
        (true, true) => true,
        (true, false) => shared(behind),
        (false, true) => shared(before),
        (false, false) => false,
    }
}

/// A variation selector that does not ask for an emoji: the character before it decides.
pub(super) fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0e}')
}

/// A variation selector of ideographs.
pub(super) fn is_ideographic_variation(c: char) -> bool {
    matches!(c, '\u{e0100}'..='\u{e01ef}')
}

/// Punctuation and symbols of any script, as CommonMark counts them.
pub(super) fn is_punctuation(c: char) -> bool {
    static CLASS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{P}\p{S}]").ok());
    match c {
        '\0'..='\x7f' => c.is_ascii_punctuation(),
        '\u{4e00}'..='\u{9fff}' => false,
        '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => true,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' => true,
        _ => matches(&CLASS, c),
    }
}

/// Letters, marks, digits and connectors of any script: what a word, and so an anchor, is made of.
pub(super) fn is_word(c: char) -> bool {
    static CLASS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]").ok());
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric() || c == '_',
        '\u{4e00}'..='\u{9fff}' => true,
        '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => false,
        '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' => false,
        _ => matches(&CLASS, c),
    }
}

fn matches(class: &LazyLock<Option<Regex>>, c: char) -> bool {
    class.as_ref().is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
}
