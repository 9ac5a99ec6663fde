//! Characters that nobody sees in a text: they change the order in which it is shown, stand between two letters
//! that look joined, or steer a terminal. Those that a script or an emoji needs are none of them.

use super::scan::find_byte;

/// What a hidden character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It changes the order in which the text is shown.
    Reorders,
    /// It takes no room.
    TakesNoRoom,
    /// It steers devices.
    Controls,
}

/// A hidden character and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Its first byte.
    pub at: usize,
    /// The character.
    pub c: char,
    /// What it does.
    pub effect: Effect,
}

impl Hidden {
    /// `U+202E (right-to-left override)`.
    pub fn name(&self) -> String {
        let code = self.c as u32;
        let known = NAMES.iter().find(|(c, _)| *c == self.c).map(|(_, name)| *name);
        known.map_or_else(|| format!("U+{code:04X}"), |name| format!("U+{code:04X} ({name})"))
    }
}

const NAMES: &[(char, &str)] = &[
    ('\u{8}', "backspace"),
    ('\u{1b}', "escape"),
    ('\u{7f}', "delete"),
    ('\u{61c}', "arabic letter mark"),
    ('\u{200b}', "zero-width space"),
    ('\u{200c}', "zero-width non-joiner"),
    ('\u{200d}', "zero-width joiner"),
    ('\u{200e}', "left-to-right mark"),
    ('\u{200f}', "right-to-left mark"),
    ('\u{202a}', "left-to-right embedding"),
    ('\u{202b}', "right-to-left embedding"),
    ('\u{202c}', "pop directional formatting"),
    ('\u{202d}', "left-to-right override"),
    ('\u{202e}', "right-to-left override"),
    ('\u{2060}', "word joiner"),
    ('\u{2066}', "left-to-right isolate"),
    ('\u{2067}', "right-to-left isolate"),
    ('\u{2068}', "first strong isolate"),
    ('\u{2069}', "pop directional isolate"),
    ('\u{feff}', "zero-width no-break space"),
];

/// The hidden characters of one line, in their order.
pub fn hidden(line: &str) -> impl Iterator<Item = Hidden> + '_ {
    let mut before = '\n';
    let mut is_flag = false;
    line.char_indices().filter_map(move |(at, c)| {
        let effect = effect(line, before, c, is_flag);
        is_flag = c == '\u{1f3f4}' || is_flag && is_tag(c);
        before = c;
        Some(Hidden { at, c, effect: effect? })
    })
}

/// Whether a text may hold a hidden character: nearly all hold none, which is told without looking at characters.
pub fn may_hide(text: &str) -> bool {
    find_byte(text.as_bytes(), 0, begins_hidden).is_some()
}

/// Whether a text may hold one that [reorders](Effect::Reorders) it.
pub fn may_reorder(text: &str) -> bool {
    find_byte(text.as_bytes(), 0, begins_reordering).is_some()
}

fn begins_reordering(first: u8, second: u8, third: u8) -> bool {
    let of = |from: u8, to: u8, byte: u8| byte.wrapping_sub(from) <= to - from;
    ((first == 0xd8) & (second == 0x9c))
        | ((first == 0xe2) & (second == 0x80) & (of(0x8e, 0x8f, third) | of(0xaa, 0xae, third)))
        | ((first == 0xe2) & (second == 0x81) & of(0xa6, 0xa9, third))
}

/// Whether the bytes may begin one of the characters that [`effect`] knows. Every byte of every plan passes here.
fn begins_hidden(first: u8, second: u8, third: u8) -> bool {
    let of = |from: u8, to: u8, byte: u8| byte.wrapping_sub(from) <= to - from;
    let spaces = (first == b'\t') | (first == b'\n') | (first == b'\r');
    ((first < 0x20) & !spaces)
        | (first == 0x7f)
        | ((first == 0xc2) & (second < 0xa0))
        | ((first == 0xd8) & (second == 0x9c))
        | ((first == 0xe1) & (second == 0xa0) & (third == 0x8e))
        | ((first == 0xe2) & (second == 0x80) & (of(0x8b, 0x8f, third) | of(0xaa, 0xae, third)))
        | ((first == 0xe2) & (second == 0x81) & of(0xa0, 0xaf, third))
        | ((first == 0xe3) & (second == 0x85) & (third == 0xa4))
        | ((first == 0xef) & (second == 0xbb) & (third == 0xbf))
        | ((first == 0xef) & (second == 0xbe) & (third == 0xa0))
        | ((first == 0xef) & (second == 0xbf) & of(0xb9, 0xbb, third))
        | ((first == 0xf3) & (second == 0xa0) & of(0x80, 0x81, third))
}

/// What a character does behind another one, in a line; `None`: it can be seen, or is needed there.
fn effect(line: &str, before: char, c: char, is_flag: bool) -> Option<Effect> {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Effect::Controls),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Effect::Reorders),
        // Marks stand where text runs from right to left.
        '\u{61c}' | '\u{200e}' | '\u{200f}' => {
            (!line.chars().any(runs_from_the_right)).then_some(Effect::Reorders)
        }
        '\u{200c}' | '\u{200d}' => (!takes_joiners(before)).then_some(Effect::TakesNoRoom),
        // Where words have no spaces between them, it says where a line may break.
        '\u{200b}' => {
            let breaks =
                matches!(before, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
            (!breaks).then_some(Effect::TakesNoRoom)
        }
        '\u{180e}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{feff}' => Some(Effect::TakesNoRoom),
        '\u{fff9}'..='\u{fffb}' => Some(Effect::TakesNoRoom),
        // Flags of regions are spelt with them.
        c if is_tag(c) => (!is_flag).then_some(Effect::TakesNoRoom),
        _ => None,
    }
}

fn is_tag(c: char) -> bool {
    ('\u{e0000}'..='\u{e007f}').contains(&c)
}

fn runs_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether a joiner or non-joiner has a meaning behind a character: in Arabic, Indian and like scripts, and between
/// the parts of an emoji; not in Latin, Greek, Cyrillic, Chinese, Japanese and Korean.
fn takes_joiners(before: char) -> bool {
    !matches!(before, '\0'..='\u{58f}' | '\u{1e00}'..='\u{206f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{feff}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        || matches!(before, '©' | '®' | '\u{203c}' | '\u{2049}')
}

/// A text without what steers a terminal: control characters as the signs that stand for them (`␛`), what reorders
/// text as `�`, line ends and tabs left alone.
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    let harm = |c: char| match c {
        '\t' | '\n' | '\r' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('�'),
        _ => None,
    };
    if !text.chars().any(|c| harm(c).is_some()) {
        return text.into();
    }
    text.chars().map(|c| harm(c).unwrap_or(c)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::{Effect, effect, hidden, may_hide, may_reorder, visible};

    #[test]
    fn every_character_that_may_be_hidden_is_looked_for() {
        for c in '\0'..=char::MAX {
            let (text, effect) = (format!("計劃{c}a"), effect("", 'a', c, false));
            assert_eq!(may_hide(&text), effect.is_some(), "{c:?}");
            assert_eq!(may_reorder(&text), effect == Some(Effect::Reorders), "{c:?}");
        }
    }

    #[test]
    fn what_is_needed_is_not_hidden() {
        let check = |text: &str, expected: &[Effect]| {
            let found: Vec<Effect> = hidden(text).map(|hidden| hidden.effect).collect();
            assert_eq!(found, expected, "{text:?}");
            assert!(may_hide(text) || found.is_empty(), "{text:?}");
        };
        use Effect::{Controls, Reorders, TakesNoRoom};
        check("plain\ttext, 計劃。“–”\u{ad}", &[]);
        check("a\u{202e}b\u{2066}c\u{2069}", &[Reorders; 3]);
        check("An\u{200b}na 銷\u{200d}售 a\u{200c}b \u{200c}", &[TakesNoRoom; 4]);
        check("\u{1b}[31mred\u{7}\u{85}", &[Controls; 3]);
        check("mid\u{feff}dle \u{2060}", &[TakesNoRoom; 2]);
        check("می\u{200c}خواهم \u{200f}", &[]);
        check("क्\u{200d}ष 👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥 👩🏽\u{200d}⚕\u{fe0f}", &[]);
        check("latin \u{200e}only", &[Reorders]);
        check("שלום \u{200e}(a)", &[]);
        check("🏴\u{e0067}\u{e0062}\u{e007f}", &[]);
        check("a\u{e0067}", &[TakesNoRoom]);
        check("ไทย\u{200b}ดี", &[]);
    }

    #[test]
    fn a_terminal_is_not_steered() {
        assert_eq!(visible("\u{1b}[31m銷售\u{7}\u{202e}\n"), "␛[31m銷售␇�\n");
        assert_eq!(visible("plain"), "plain");
    }
}
