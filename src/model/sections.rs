//! Which heading is which section: the document's tree is laid on the schema's, level by level. Exact
//! titles go first, then titles at another level, then typing slips; what is left is unknown.

use super::Spanned;
use crate::fold::{fold, is_near};
use crate::parse::{BlockKind, Document, Heading, SectionIndex};
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
struct Candidate<'a> {
    section: SectionIndex,
    level: u8,
    heading: &'a Heading,
    /// Folded, without ordinal and trailing punctuation.
    title: String,
    /// Folded with the ordinal.
    whole: String,
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

/// Lays the sections directly below one on those that the schema has there.
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
    for candidate in &candidates {
        let exact = |section: &SectionSchema| section.level == candidate.level && candidate.is(section);
        if let Some(index) = wanted.iter().position(exact) {
            found.set(candidate, path, index);
        }
    }
    for candidate in &candidates {
        let elsewhere = |(index, section): &(usize, &SectionSchema)| {
            section.level != candidate.level && candidate.is(section) && !found.has(path, *index)
        };
        if found.paths[candidate.section].is_none()
            && let Some((index, _)) = wanted.iter().enumerate().find(elsewhere)
        {
            found.set(candidate, path, index);
            found.wrong_level.push(candidate.section);
        }
    }
    for candidate in &candidates {
        let near = |(index, section): &(usize, &SectionSchema)| {
            section.level == candidate.level && candidate.is_near(section) && !found.has(path, *index)
        };
        if found.paths[candidate.section].is_none()
            && let Some((index, _)) = wanted.iter().enumerate().find(near)
        {
            found.set(candidate, path, index);
            found.misspelt.push(candidate.section);
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
fn candidates<'a>(
    document: &'a Document,
    below: SectionIndex,
    wanted: &[SectionSchema],
    found: &Sections,
) -> Vec<Candidate<'a>> {
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
    let headed = headed.filter_map(|section| Some((section, document.sections[section].heading.as_ref()?)));
    headed
        .map(|(section, heading)| Candidate {
            section,
            level: document.sections[section].level,
            heading,
            title: fold(&heading.title),
            whole: fold(&heading.text.text),
        })
        .collect()
}

impl Candidate<'_> {
    fn is(&self, section: &SectionSchema) -> bool {
        section.names.iter().any(|name| *name == self.title || *name == self.whole)
            || section.title_match.as_ref().is_some_and(|pattern| pattern.is_match(&self.whole))
    }

    fn is_near(&self, section: &SectionSchema) -> bool {
        section.names.iter().any(|name| is_near(&self.heading.title, name))
    }
}

impl Sections {
    fn set(&mut self, candidate: &Candidate, path: &[u16], index: usize) {
        let Ok(index) = u16::try_from(index) else { return };
        let own = path.iter().copied().chain([index]).collect();
        self.paths[candidate.section] = Some(own);
    }

    /// Whether some section of the document is the one at `index` below `path`.
    fn has(&self, path: &[u16], index: usize) -> bool {
        self.paths.iter().flatten().any(|own| {
            own.split_last().is_some_and(|(last, above)| usize::from(*last) == index && above == path)
        })
    }
}

/// The first paragraph of the section that the schema takes the plan's summary from.
pub(super) fn summary(document: &Document, schema: &Schema, sections: &Sections) -> Option<Spanned<String>> {
    let is_source = |path: &Vec<u16>| schema.section(path).is_some_and(|section| section.summary);
    let section = sections.paths.iter().position(|path| path.as_ref().is_some_and(is_source))?;
    document.sections.get(section)?.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph(text) if !text.text.trim().is_empty() => {
            Some(Spanned { value: text.text.trim().to_owned(), span: block.span })
        }
        _ => None,
    })
}
