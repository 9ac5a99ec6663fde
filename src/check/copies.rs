//! Paragraphs as they are compared with one another: without white space, by their hash.

use super::prose::{self, Part};
use crate::parse::Document;
use crate::text::Span;
use regex::Regex;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Visible characters from which on a paragraph counts.
const LEAST: usize = 20;

/// A paragraph or list item that is long enough to count.
pub(super) struct Paragraph {
    /// The hash of its visible characters.
    pub(super) hash: u64,
    /// The number of its visible characters.
    pub(super) length: usize,
    /// Its bytes.
    pub(super) span: Span,
}

fn paragraph(part: Part, length: usize) -> Option<Paragraph> {
    let (Part::Paragraph(text) | Part::Item(text)) = part else { return None };
    let (first, last) = (text.pieces.first()?.span, text.pieces.last()?.span);
    if length < LEAST {
        return None;
    }
    // Without white space, which differs in how lines are broken.
    let hash = match text.text.chars().count() == length {
        true => xxh3_64(text.text.as_bytes()),
        false => xxh3_64(text.text.split_whitespace().collect::<String>().as_bytes()),
    };
    Some(Paragraph { hash, length, span: first.to(last) })
}

/// A plan's text as it is compared with others.
pub(super) struct Text {
    /// All visible characters, those of short paragraphs, tables and headings too.
    pub(super) length: usize,
    /// The paragraphs that are long enough to count.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The hashes of the paragraphs, each once and in order, with their lengths.
    pub(super) distinct: Vec<(u64, usize)>,
}

/// The text of a document.
pub(super) fn text(document: &Document) -> Text {
    let mut all = 0;
    let mut paragraphs = Vec::new();
    for part in prose::of_document(document) {
        let length = part.length();
        all += length;
        paragraphs.extend(paragraph(part, length));
    }
    let mut distinct: Vec<(u64, usize)> = paragraphs.iter().map(|p| (p.hash, p.length)).collect();
    distinct.sort_unstable();
    distinct.dedup();
    Text { length: all, paragraphs, distinct }
}

impl Text {
    /// Whether a paragraph stands in it.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.distinct.binary_search_by_key(&hash, |(hash, _)| *hash).is_ok()
    }
}

/// Figures that are listed.
const MOST_FIGURES: usize = 6;

/// The first few figures of some paragraphs of a document, as written, each once.
pub(super) fn figures(document: &Document, paragraphs: &[&Paragraph]) -> Vec<String> {
    static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let unit = r"(?:\s?[十百千萬万億亿兆]*\s?(?:[%％‰]|[元套件輛台人家個个月天日年歲岁分次]))?";
        Regex::new(&format!(r"\d[\d,.]*{unit}")).ok()
    });
    let mut figures: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = document.source.slice(paragraph.span);
        for found in FIGURE.iter().flat_map(|regex| regex.find_iter(text)) {
            let figure = found.as_str().trim_end_matches(['.', ',']).trim().to_string();
            // A digit alone is an ordinal more often than a figure.
            if figure.chars().count() > 1 && !figures.contains(&figure) && figures.len() < MOST_FIGURES {
                figures.push(figure);
            }
        }
    }
    figures
}
