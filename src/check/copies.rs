//! Paragraphs as they are compared with one another: without white space, by their hash.

use super::prose::{self, Part};
use crate::parse::Document;
use crate::text::Span;
use regex::Regex;
use std::collections::BTreeSet;
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

/// The paragraphs among pieces of text that are long enough to count.
pub(super) fn paragraphs(parts: &[Part]) -> Vec<Paragraph> {
    parts.iter().filter_map(|part| paragraph(*part)).collect()
}

fn paragraph(part: Part) -> Option<Paragraph> {
    let (Part::Paragraph(text) | Part::Item(text)) = part else { return None };
    let length = prose::visible_length(&text.text);
    if length < LEAST {
        return None;
    }
    let hash = match text.text.contains(char::is_whitespace) {
        false => xxh3_64(text.text.as_bytes()),
        true => xxh3_64(text.text.split_whitespace().collect::<String>().as_bytes()),
    };
    Some(Paragraph { hash, length, span: text.span(0..text.text.len()) })
}

/// A plan's text as it is compared with others.
pub(super) struct Text {
    /// All visible characters, those of short paragraphs, tables and headings too.
    pub(super) length: usize,
    /// The paragraphs that are long enough to count.
    pub(super) paragraphs: Vec<Paragraph>,
    hashes: BTreeSet<u64>,
}

/// The text of a document.
pub(super) fn text(document: &Document) -> Text {
    let parts = prose::of_document(document);
    let paragraphs: Vec<Paragraph> = parts.iter().filter_map(|part| paragraph(*part)).collect();
    let hashes = paragraphs.iter().map(|paragraph| paragraph.hash).collect();
    Text { length: prose::length(&parts), paragraphs, hashes }
}

impl Text {
    /// Whether a paragraph stands in it.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.hashes.contains(&hash)
    }

    /// Its paragraphs, each once, with their length.
    pub(super) fn distinct(&self) -> Vec<(u64, usize)> {
        let mut all: Vec<(u64, usize)> = self.paragraphs.iter().map(|p| (p.hash, p.length)).collect();
        all.sort_unstable();
        all.dedup();
        all
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
