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
        let is_figure = |c| matches!(c, '0'..='9' | '０'..='９' | '.' | ',' | '*' | 'x' | 'X');
        self.visible.clear();
        self.visible.extend(text.split_whitespace());
        let mut loose = Cow::Borrowed(&*self.visible);
        for name in names.iter().filter(|name| self.visible.contains(**name)) {
            loose = Cow::Owned(loose.replace(*name, ""));
        }
        self.loose.clear();
        self.loose.extend(loose.split(is_figure));
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
