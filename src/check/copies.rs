//! Paragraphs as they are compared with one another, by their hash: without white space, and between
//! plans also without what a copy changes first, the names of its own region and the figures.

use super::context::PlanContext;
use super::prose::Part;
use crate::config::Config;
use crate::model::Plan;
use crate::text::Span;
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
    loose: String,
}

fn paragraph(part: Part, length: usize, names: &[&str], scratch: &mut Scratch) -> Option<Paragraph> {
    let (Part::Paragraph(text) | Part::Item(text)) = part else { return None };
    let (first, last) = (text.pieces.first()?.span, text.pieces.last()?.span);
    if length < LEAST {
        return None;
    }
    scratch.read(&text.text, names);
    let hash = xxh3_64(scratch.visible.as_bytes());
    let loose = xxh3_64(scratch.loose.as_bytes());
    Some(Paragraph { hash, loose, length, span: first.to(last) })
}

impl Scratch {
    /// Sets both texts to those of a paragraph: without white space, which differs in how lines are broken; and
    /// also without its plan's own names, without figures and what stands for them (`20xx`, `***`).
    fn read(&mut self, text: &str, names: &[&str]) {
        self.clear();
        let (mut rest, mut is_odd) = (text, false);
        while let Some(at) = position(rest.as_bytes()) {
            self.push(&rest[..at]);
            let byte = rest.as_bytes()[at];
            if byte >= 0x80 {
                is_odd = true;
                break;
            }
            if CLASSES[usize::from(byte)] == Class::Figure {
                self.visible.push(char::from(byte));
            }
            rest = &rest[at + 1..];
        }
        if is_odd {
            self.clear();
            self.visible.extend(text.split_whitespace());
        } else {
            self.push(rest);
        }
        if is_odd || names.iter().any(|name| self.visible.contains(name)) {
            loosened(&self.visible, names, &mut self.loose);
        }
    }

    fn clear(&mut self) {
        self.visible.clear();
        self.loose.clear();
    }

    fn push(&mut self, run: &str) {
        self.visible.push_str(run);
        self.loose.push_str(run);
    }
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

/// A visible text without names, without figures and what stands for them.
fn loosened(visible: &str, names: &[&str], into: &mut String) {
    let mut text = Cow::Borrowed(visible);
    for name in names.iter().filter(|name| visible.contains(**name)) {
        text = Cow::Owned(text.replace(*name, ""));
    }
    let is_figure =
        |c: char| ('０'..='９').contains(&c) || (c.is_ascii() && CLASSES[c as usize] == Class::Figure);
    into.clear();
    into.extend(text.split(is_figure));
}

/// What a byte of a paragraph is to those who compare it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Kept,
    Space,
    /// Of a figure, or of what stands for one.
    Figure,
    /// Perhaps of white space beyond ASCII (U+0085, U+00A0, U+1680, U+2000 and on, U+3000), or of a full-width
    /// digit: told by its neighbours.
    Odd,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Kept; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'0'..=b'9' | b'.' | b',' | b'*' | b'x' | b'X' => Class::Figure,
            0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef => Class::Odd,
            _ => Class::Kept,
        };
        at += 1;
    }
    classes
};

/// The first byte that is not kept in both texts, or begins what is odd.
fn position(bytes: &[u8]) -> Option<usize> {
    let is_odd = |at: usize| match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
        (0xe3, Some(second), third) => *second == 0x80 && third == Some(&0x80),
        (0xef, Some(second), Some(third)) => *second == 0xbc && (0x90..=0x99).contains(third),
        (0xe2, Some(second), third) => match second {
            0x80 => third.is_none_or(|third| *third <= 0x8a || matches!(third, 0xa8 | 0xa9 | 0xaf)),
            0x81 => third.is_none_or(|third| *third == 0x9f),
            _ => false,
        },
        (0xc2, Some(second), _) => matches!(second, 0x85 | 0xa0),
        (0xe1, Some(second), _) => *second == 0x9a,
        _ => false,
    };
    (0..bytes.len()).find(|at| match CLASSES[usize::from(bytes[*at])] {
        Class::Kept => false,
        Class::Odd => is_odd(*at),
        Class::Space | Class::Figure => true,
    })
}

/// A plan's text as it is compared with others.
pub(super) struct Text {
    /// All visible characters, those of short paragraphs, tables and headings too.
    pub(super) length: usize,
    /// The paragraphs that are long enough to count.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The loose hashes of the paragraphs, each once and in order, with the first paragraph of each.
    distinct: Vec<(u64, usize)>,
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
    let mut distinct: Vec<(u64, usize)> = paragraphs.iter().map(|p| p.loose).zip(0..).collect();
    distinct.sort_unstable();
    distinct.dedup_by_key(|(loose, _)| *loose);
    Text { length: all, paragraphs, distinct }
}

impl Text {
    /// The first paragraph of a loose hash.
    pub(super) fn find(&self, loose: u64) -> Option<&Paragraph> {
        let at = self.distinct.binary_search_by_key(&loose, |(loose, _)| *loose).ok()?;
        self.paragraphs.get(self.distinct[at].1)
    }

    /// Its paragraphs, each once: loose hash and length.
    pub(super) fn distinct(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.distinct.iter().map(|(loose, at)| (*loose, self.paragraphs[*at].length))
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
