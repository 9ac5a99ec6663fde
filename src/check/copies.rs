//! Paragraphs as they are compared with one another, by their hash: without white space, and between
//! plans also without what a copy changes first, the names of its own region and the figures.

use super::context::PlanContext;
use super::prose::Part;
use crate::config::Config;
use crate::model::Plan;
use crate::text::{Span, exactly, find_byte, is_ascii_space};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Visible characters from which on a paragraph counts.
const LEAST: usize = 20;

/// A paragraph or list item that is long enough to count.
pub(super) struct Paragraph {
    /// The hash of its visible characters.
    pub(super) hash: u64,
    /// The same for two paragraphs that differ in no more than figures and the names of their plans' own
    /// dimension values.
    pub(super) loose: u64,
    /// The number of its visible characters.
    pub(super) length: usize,
    /// Its bytes.
    pub(super) span: Span,
}

/// Texts under way, kept from paragraph to paragraph.
#[derive(Default)]
struct Scratch {
    visible: String,
    /// Characters, as it is only hashed.
    loose: Vec<u8>,
}

fn paragraph(part: Part, length: usize, names: &[&str], scratch: &mut Scratch) -> Option<Paragraph> {
    let (Part::Paragraph(text) | Part::Item(text)) = part else { return None };
    let (first, last) = (text.pieces.first()?.span, text.pieces.last()?.span);
    if length < LEAST {
        return None;
    }
    scratch.read(&text.text, names);
    let hash = xxh3_64(scratch.visible.as_bytes());
    let loose = xxh3_64(&scratch.loose);
    Some(Paragraph { hash, loose, length, span: first.to(last) })
}

impl Scratch {
    /// Sets both texts to those of a paragraph: without white space, which differs in how lines are broken; and
    /// also without its plan's own names, without figures and what stands for them (`20xx`, `***`).
    fn read(&mut self, text: &str, names: &[&str]) {
        self.split(text);
        let mut loose = Cow::Borrowed(&*self.visible);
        for name in names.iter().filter(|name| self.visible.contains(**name)) {
            loose = Cow::Owned(loose.replace(*name, ""));
        }
        if let Cow::Owned(loose) = loose {
            self.loose.clear();
            self.loose.extend(loose.split(is_figure).flat_map(str::bytes));
        }
    }

    /// Sets both texts but for names. What is left out stands in runs, and few of them.
    fn split(&mut self, text: &str) {
        self.visible.clear();
        self.loose.clear();
        let (bytes, mut from) = (text.as_bytes(), 0);
        loop {
            // Figures and spaces of ASCII, which are most of what is left out.
            while let Some(byte) = bytes.get(from).filter(|byte| byte.is_ascii()) {
                let c = char::from(*byte);
                if is_figure(c) {
                    self.visible.push(c);
                } else if !is_ascii_space(*byte) {
                    break;
                }
                from += 1;
            }
            let at = find_byte(bytes, from, may_be_left_out).unwrap_or(text.len());
            self.visible.push_str(&text[from..at]);
            self.loose.extend_from_slice(&bytes[from..at]);
            let Some(c) = text[at..].chars().next() else { return };
            from = at;
            if c.is_ascii() && (is_figure(c) || c.is_whitespace()) {
                continue;
            }
            from += c.len_utf8();
            if !c.is_whitespace() {
                self.visible.push(c);
                if !is_figure(c) {
                    self.loose.extend_from_slice(&bytes[at..from]);
                }
            }
        }
    }
}

/// Whether a character is a part of a figure or stands for one.
fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '.' | ',' | '*' | 'x' | 'X')
}

/// Whether white space or a character that [`is_figure`] may begin with three bytes: never `false` where one does.
fn may_be_left_out(first: u8, second: u8, third: u8) -> bool {
    is_ascii_space(first)
        // From `*` to `9`: `+`, `-` and `/` too, which mostly stand among figures.
        | (first.wrapping_sub(b'*') < 16)
        | (first | 0x20 == b'x')
        // White space beyond ASCII; dashes and quotation marks too.
        | (first == 0xc2)
        | (first == 0xe1)
        | (first == 0xe2)
        | ((first == 0xe3) & (second == 0x80) & (third == 0x80))
        // Digits of full width.
        | ((first == 0xef) & (second == 0xbc) & (third.wrapping_sub(0x90) < 10))
}

/// What a plan's dimension values are called, long names first.
fn own_names<'a>(plan: &'a Plan, config: &'a Config) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (dimension, id) in &plan.dimensions {
        let values = &config.dimension(*dimension).values;
        let value = values.iter().find(|value| value.id == id.value);
        names.push(&id.value);
        names.extend(
            value
                .iter()
                .flat_map(|value| std::iter::once(&value.title).chain(&value.aliases))
                .map(String::as_str),
        );
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.retain(|name| !name.is_empty());
    names
}

/// A plan's text as it is compared with others.
pub(super) struct Text {
    /// All visible characters, those of short paragraphs, tables and headings too.
    pub(super) length: usize,
    /// The paragraphs that are long enough to count.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The first paragraph of each loose hash, in the order of the hashes.
    distinct: Box<[u32]>,
}

/// The text of a plan.
pub(super) fn text(context: &PlanContext) -> Text {
    let names = own_names(context.plan, context.config());
    let (mut all, mut paragraphs) = (0, Vec::new());
    let mut scratch = Scratch::default();
    for part in context.parts().iter().copied() {
        let length = part.length();
        all += length;
        paragraphs.extend(paragraph(part, length, &names, &mut scratch));
    }
    let mut distinct: Vec<(u64, u32)> = paragraphs.iter().map(|p| p.loose).zip(0..).collect();
    distinct.sort_unstable();
    distinct.dedup_by_key(|(loose, _)| *loose);
    let distinct = distinct.into_iter().map(|(_, first)| first).collect();
    Text { length: all, paragraphs: exactly(paragraphs), distinct }
}

impl Text {
    /// The first paragraph of a loose hash.
    pub(super) fn find(&self, loose: u64) -> Option<&Paragraph> {
        let at = self.distinct.binary_search_by_key(&loose, |first| self.at(*first).loose).ok()?;
        Some(self.at(self.distinct[at]))
    }

    /// Its paragraphs, each once: loose hash and length.
    pub(super) fn distinct(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        let first = self.distinct.iter().map(|first| self.at(*first));
        first.map(|paragraph| (paragraph.loose, paragraph.length))
    }

    fn at(&self, index: u32) -> &Paragraph {
        &self.paragraphs[index as usize]
    }
}

/// The figures that stand in both of some pairs of texts, as written, each once.
pub(super) fn figures<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    let mut figures: Vec<&str> = Vec::new();
    for (text, other) in pairs {
        let others: Vec<&str> = figures_of(other).collect();
        for figure in figures_of(text).filter(|figure| others.contains(figure)) {
            if !figures.contains(&figure) {
                figures.push(figure);
            }
        }
    }
    figures
}

/// The figures of a text, ranges whole; a digit alone is an ordinal more often than a figure, and days and
/// years are none.
fn figures_of(text: &str) -> impl Iterator<Item = &str> {
    static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let day = r"\d+(?:[-/.]\d+){2}|\d+[-/.]?\d*\s?[年月日]";
        let unit =
            r"(?:\s?[十百千萬万億亿兆]*\s?[%％‰元套件輛辆台人家個个天歲岁分次戶户]|[十百千萬万億亿兆]+)?";
        let figure = format!(r"\d[\d,.]*{unit}");
        Regex::new(&format!(r"(?P<day>{day})|{figure}(?:\s?[-–—~～至到]\s?{figure})?")).ok()
    });
    let found = FIGURE.iter().flat_map(|regex| regex.captures_iter(text));
    found
        .filter(|found| found.name("day").is_none())
        .filter_map(|found| found.get(0))
        .map(|found| found.as_str().trim_end_matches(['.', ',']).trim())
        .filter(|figure| figure.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_out_is_told_by_its_first_bytes() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace() || is_figure(*c)) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            assert!(may_be_left_out(bytes[0], bytes[1], bytes[2]), "{c:?}");
        }
    }

    proptest! {
        /// Many bytes at once come to what one character after the other comes to.
        #[test]
        fn texts_are_split_as_by_characters(
            text in "[0-9０-９.,*xX\u{3000}\u{a0}\u{1681}\u{2009}\u{2028} \n\t。，—“計劃a]{0,60}",
            names in prop::sample::select(vec![&[][..], &["計劃"], &["計", "a2"]]),
        ) {
            let mut scratch = Scratch::default();
            scratch.read(&text, names);
            let visible: String = text.split_whitespace().collect();
            // A name is one that stands in the text, not what comes to stand together without another.
            let here = names.iter().filter(|name| visible.contains(**name));
            let without = here.fold(visible.clone(), |rest, name| rest.replace(name, ""));
            prop_assert_eq!(&scratch.visible, &visible);
            prop_assert_eq!(scratch.loose, without.split(is_figure).collect::<String>().into_bytes());
        }
    }
}
