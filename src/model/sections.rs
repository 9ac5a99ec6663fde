//! Which heading is which section: the document's tree is laid on the schema's, level by level. Exact
//! titles go first, then titles at another level, then typing slips; what is left is unknown.

use super::Spanned;
use crate::fold::{fold, half_width, is_near};
use crate::ordinal;
use crate::parse::{BlockKind, Blocks, Document, SectionIndex};
use crate::schema::{Schema, SectionSchema};

/// What came of laying one tree on the other.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// For each section of the document the path of the schema section that it is.
    pub(super) paths: Vec<Option<Vec<u16>>>,
    pub(super) misspelt: Vec<SectionIndex>,
    pub(super) wrong_level: Vec<SectionIndex>,
}

/// A heading as it is compared.
struct Candidate {
    section: SectionIndex,
    level: u8,
    /// Folded, without ordinal and trailing punctuation.
    title: String,
    /// Folded with the ordinal.
    whole: String,
    /// As written but for width and script, where folding takes signs for numbers: `①` folds to `1`.
    signs: Option<String>,
    /// Folded without a number that only a space divides from it: an ordinal where the schema knows the rest.
    behind_number: Option<String>,
}

/// Matches the sections of a document with those of a schema.
pub(super) fn read(document: &Document, schema: Option<&Schema>) -> Sections {
    let mut found = Sections { paths: vec![None; document.sections.len()], ..Sections::default() };
    if let Some(schema) = schema {
        lay(document, 0, &schema.sections, &[], &mut found);
        found.misspelt.sort_unstable();
        found.wrong_level.sort_unstable();
    }
    found
}

/// Lays the sections directly below one on those that the schema has there: titles at the right level,
/// then at another one, then typing slips at the right one.
fn lay(
    document: &Document,
    below: SectionIndex,
    wanted: &[SectionSchema],
    path: &[u16],
    found: &mut Sections,
) {
    if wanted.is_empty() {
        return;
    }
    let candidates: Vec<Candidate> = candidates(document, below, wanted, found);
    let candidates = with_deeper(document, candidates, wanted);
    let mut taken = vec![false; wanted.len()];
    for candidate in &candidates {
        let exact = |section: &SectionSchema| section.level == candidate.level && candidate.is(section);
        if let Some(index) = wanted.iter().position(exact) {
            found.set(candidate, path, index);
            taken[index] = true;
        }
    }
    for by_slip in [false, true] {
        for candidate in &candidates {
            let meant = |(index, section): &(usize, &SectionSchema)| {
                let fits = if by_slip { candidate.is_near(section) } else { candidate.is(section) };
                // All that are meant as a repeated section may be a level too deep. One above may be the title of a part.
                let again = !by_slip && section.repeat.is_some() && candidate.level > section.level;
                let is_free = !taken[*index] || again;
                is_free && (section.level == candidate.level) == by_slip && fits
            };
            if found.paths[candidate.section].is_none()
                && let Some((index, _)) = wanted.iter().enumerate().find(meant)
            {
                found.set(candidate, path, index);
                let list = if by_slip { &mut found.misspelt } else { &mut found.wrong_level };
                list.push(candidate.section);
                taken[index] = true;
            }
        }
    }
    for candidate in &candidates {
        let Some(own) = found.paths[candidate.section].clone() else { continue };
        let Some(section) = own.last().and_then(|index| wanted.get(usize::from(*index))) else { continue };
        lay(document, candidate.section, &section.sections, &own, found);
    }
}

/// The headings directly below a section. Below the root a level-1 heading is the plan's title: what
/// stands below it counts as standing directly below the root.
fn candidates(
    document: &Document,
    below: SectionIndex,
    wanted: &[SectionSchema],
    found: &Sections,
) -> Vec<Candidate> {
    let children = |section: SectionIndex| document.sections.get(section).map_or(&[][..], |s| &s.children);
    let mut direct: Vec<SectionIndex> = Vec::new();
    for child in children(below) {
        let titled = below == 0 && document.sections[*child].level == 1;
        let is_title = titled && direct.is_empty() && !wanted.iter().any(|section| section.level == 1);
        if !is_title {
            direct.push(*child);
        }
        if titled {
            direct.extend(children(*child));
        }
    }
    let headed = direct.into_iter().filter(|section| found.paths[*section].is_none());
    headed.filter_map(|section| candidate(document, section)).collect()
}

/// Adds the deeper headings that a schema section is for which it asks for just that level: the headings
/// between are the author's own (free, or of a section that leaves its sub-headings free).
fn with_deeper(
    document: &Document,
    mut candidates: Vec<Candidate>,
    wanted: &[SectionSchema],
) -> Vec<Candidate> {
    let Some(deepest) = wanted.iter().map(|section| section.level).max() else { return candidates };
    let leads = |candidate: &&Candidate| {
        let declares = |section: &SectionSchema| !section.sections.is_empty() && candidate.is(section);
        candidate.level < deepest && !wanted.iter().any(declares)
    };
    let mut open: Vec<SectionIndex> =
        candidates.iter().filter(leads).map(|candidate| candidate.section).collect();
    if open.is_empty() {
        return candidates;
    }
    while let Some(above) = open.pop() {
        for &section in &document.sections[above].children {
            let Some(candidate) = candidate(document, section) else { continue };
            let fits = |wanted: &SectionSchema| {
                wanted.level == candidate.level && (candidate.is(wanted) || candidate.is_near(wanted))
            };
            if wanted.iter().any(fits) {
                candidates.push(candidate);
            } else if candidate.level < deepest {
                open.push(section);
            }
        }
    }
    candidates.sort_by_key(|candidate| candidate.section);
    candidates
}

/// A heading as it is compared; `None` for the part before the first one.
fn candidate(document: &Document, section: SectionIndex) -> Option<Candidate> {
    let heading = document.sections[section].heading.as_ref()?;
    let (written, title) = (&heading.text.text, &heading.title);
    let is_sign =
        |c| matches!(c, '\u{2150}'..='\u{218f}' | '\u{2460}'..='\u{24ff}' | '\u{3200}'..='\u{33ff}');
    let has_signs = written.chars().any(is_sign);
    let behind_number = if heading.ordinal.is_none() { ordinal::split_by_space(title) } else { None };
    Some(Candidate {
        section,
        level: document.sections[section].level,
        title: fold(title),
        whole: fold(written),
        signs: has_signs.then(|| written.trim().chars().map(half_width).collect()),
        behind_number: behind_number.map(|(_, at)| fold(&title[at..])),
    })
}

impl Candidate {
    fn is(&self, section: &SectionSchema) -> bool {
        let is_named = |title: &String| section.names.contains(title);
        is_named(&self.title)
            || is_named(&self.whole)
            || self.behind_number.as_ref().is_some_and(is_named)
            || section.title_match.as_ref().is_some_and(|pattern| {
                pattern.is_match(&self.whole)
                    || self.signs.as_ref().is_some_and(|signs| pattern.is_match(signs))
            })
    }

    fn is_near(&self, section: &SectionSchema) -> bool {
        section.names.iter().any(|name| is_near(&self.title, name))
    }
}

impl Sections {
    fn set(&mut self, candidate: &Candidate, path: &[u16], index: usize) {
        let Ok(index) = u16::try_from(index) else { return };
        let own = path.iter().copied().chain([index]).collect();
        self.paths[candidate.section] = Some(own);
    }
}

/// The first paragraph of the section that the schema takes the plan's summary from.
pub(super) fn summary(blocks: &Blocks, schema: &Schema, sections: &Sections) -> Option<Spanned<String>> {
    let is_source = |path: &Vec<u16>| schema.section(path).is_some_and(|section| section.summary);
    let section = sections.paths.iter().position(|path| path.as_ref().is_some_and(is_source))?;
    blocks.of(section).iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) if !text.text.trim().is_empty() => {
            Some(Spanned { value: text.text.trim().to_owned(), span: block.span })
        }
        _ => None,
    })
}
