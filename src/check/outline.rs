//! The plan's headings against the schema's section tree: where sections are expected, and which of the
//! schema's each heading there is. What is misplaced, missing or doubled is read off this by the rules
//! of sections; so is what they leave alone, because another finding says it already.

use super::context::PlanContext;
use super::sequence;
use crate::config::Level;
use crate::fold;
use crate::model::Plan;
use crate::ordinal::Ordinal;
use crate::parse::{Block, BlockKind, SectionIndex};
use crate::schema::SectionSchema;
use crate::text::{Place, SourceFile, Span};

/// A place where sections of the schema are expected: the whole plan, or a section that declares some.
pub(super) struct Siblings<'a> {
    /// The section above; `None` for the plan.
    pub(super) parent: Option<SectionIndex>,
    /// The sections that may stand here, in the schema's order.
    pub(super) schemas: &'a [SectionSchema],
    /// Whether they must stand in that order.
    pub(super) ordered: bool,
    /// What other headings here are.
    pub(super) unknown: Level,
    /// The headings that stand here, in the plan's order, and which of `schemas` each is.
    pub(super) headings: Vec<(SectionIndex, Option<usize>)>,
}

/// A schema section that is not there.
pub(super) struct Missing<'a> {
    /// The schema section.
    pub(super) schema: &'a SectionSchema,
    /// The line that asks for it.
    pub(super) asked: &'a Place,
    /// The heading that it should follow.
    pub(super) after: Option<SectionIndex>,
    /// A heading that it would be, but that stands somewhere else, below another section most often.
    pub(super) elsewhere: Option<SectionIndex>,
    /// A heading here that is no section of the schema and may well be meant as it.
    pub(super) meant: Option<SectionIndex>,
    /// Which of those that are missing behind the same heading it is, from 1.
    pub(super) step: u32,
}

/// All places where the plan's schema expects sections. Below a section without any content nothing
/// is expected: that it is empty is the finding.
pub(super) fn siblings<'a>(context: &PlanContext<'a>) -> Vec<Siblings<'a>> {
    let Some(schema) = context.schema() else { return Vec::new() };
    let mut all = Vec::new();
    if !schema.sections.is_empty() {
        let top = Siblings {
            parent: None,
            schemas: &schema.sections,
            ordered: schema.ordered,
            unknown: schema.unknown_sections,
            headings: Vec::new(),
        };
        all.push((Vec::new(), top));
    }
    for (index, path) in context.plan.sections.iter().enumerate() {
        let Some(path) = path else { continue };
        let Some(section) = schema.section(path) else { continue };
        if section.sections.is_empty() || !is_judged(context, index) {
            continue;
        }
        let below = Siblings {
            parent: Some(index),
            schemas: &section.sections,
            ordered: section.ordered,
            unknown: section.unknown_sections,
            headings: Vec::new(),
        };
        all.push((path.clone(), below));
    }
    for index in 0..context.plan.document.sections.len() {
        place(context.plan, index, &mut all);
    }
    all.into_iter().map(|(_, siblings)| siblings).collect()
}

/// Puts a heading where it belongs, if anywhere.
fn place(plan: &Plan, index: SectionIndex, all: &mut [(Vec<u16>, Siblings)]) {
    let sections = &plan.document.sections;
    let section = &sections[index];
    if section.heading.is_none() {
        return;
    }
    let (rank, wanted) = match &plan.sections[index] {
        Some(path) => match path.split_last() {
            Some((last, above)) => (Some(usize::from(*last)), Some(above)),
            None => return,
        },
        None => (None, None),
    };
    let mut above = section.parent;
    while let Some(at) = above {
        let path = plan.sections[at].as_deref();
        let level = &sections[at];
        // The title of the plan and the root are no sections of the schema: what stands below is on top.
        if path.is_none() && level.level <= 1 {
            break;
        }
        // A free heading's sub-headings are free, but for those that the schema knows.
        if wanted.is_none() || path == wanted {
            break;
        }
        above = level.parent;
    }
    let parent = above.filter(|at| plan.sections[*at].is_some() || sections[*at].level > 1);
    let is_title = wanted.is_none() && section.level <= 1;
    let found = match wanted {
        // The last one before it, should it stand outside of every one.
        Some(wanted) => all.iter_mut().rev().find(|(path, siblings)| {
            path == wanted && (siblings.parent == parent || siblings.parent.is_none_or(|at| at < index))
        }),
        None if is_title => None,
        None => all.iter_mut().find(|(_, siblings)| siblings.parent == parent),
    };
    if let Some((_, siblings)) = found {
        siblings.headings.push((index, rank));
    }
}

impl<'a> Siblings<'a> {
    /// The headings that are a given section.
    pub(super) fn of(&self, rank: usize) -> impl Iterator<Item = SectionIndex> + '_ {
        self.headings.iter().filter(move |(_, other)| *other == Some(rank)).map(|(index, _)| *index)
    }

    /// The required sections that are not there.
    pub(super) fn missing(&self, context: &PlanContext<'a>) -> Vec<Missing<'a>> {
        let mut missing: Vec<Missing> = Vec::new();
        for (rank, schema) in self.schemas.iter().enumerate() {
            let Some(asked) = context.requires(&schema.required) else { continue };
            if self.of(rank).next().is_some() {
                continue;
            }
            let after = (0..rank).rev().find_map(|earlier| self.of(earlier).last());
            let elsewhere = elsewhere(context.plan, schema);
            let before = |other: &&Missing| other.elsewhere.is_none() && other.after == after;
            let step = missing.iter().rfind(before).map_or(1, |other| other.step + 1);
            missing.push(Missing { schema, asked, after, elsewhere, meant: None, step });
        }
        self.find_meant(context.plan, &mut missing);
        missing
    }

    /// The headings here that are no sections of the schema but may well be meant as missing ones: they hold the
    /// title, or most of its characters in their order; else they have the number that comes there.
    fn find_meant(&self, plan: &Plan, missing: &mut [Missing]) {
        let unknown = || self.headings.iter().filter(|(_, rank)| rank.is_none()).map(|(index, _)| *index);
        let mut taken: Vec<SectionIndex> = Vec::new();
        for missing in missing.iter_mut().filter(|missing| missing.elsewhere.is_none()) {
            let names = || std::iter::once(&missing.schema.title).chain(&missing.schema.aliases);
            let is_it = |index: &SectionIndex| names().any(|name| fold::holds(title(plan, *index), name));
            let meant = unknown().filter(|index| !taken.contains(index)).find(is_it);
            missing.meant = meant.or_else(|| unknown().find(is_it));
            taken.extend(missing.meant);
        }
        let unnamed = |missing: &&mut Missing| missing.elsewhere.is_none() && missing.meant.is_none();
        for missing in missing.iter_mut().filter(unnamed) {
            let Some((_, number)) = self.number(plan, missing) else { continue };
            let after = missing.after;
            let has_it = |index: &SectionIndex| {
                after.is_none_or(|after| after < *index)
                    && !taken.contains(index)
                    && ordinal(plan, *index).is_some_and(|ordinal| ordinal.value() == number)
            };
            missing.meant = unknown().find(has_it);
            taken.extend(missing.meant);
        }
    }

    /// The number that a missing section must have where the others have one, and the ordinal that it is written
    /// like: the next one behind the heading that it should follow, the first one where it should follow none.
    pub(super) fn number(&self, plan: &Plan, missing: &Missing) -> Option<(Ordinal, u32)> {
        let like = match missing.after {
            Some(after) => ordinal(plan, after)?,
            None => self.headings.iter().find_map(|(index, _)| ordinal(plan, *index))?,
        };
        let before = missing.after.map_or(0, |_| like.value());
        Some((like, before.saturating_add(missing.step)))
    }

    /// The headings that stand a second time though their section may not be repeated, each with the
    /// first one.
    pub(super) fn doubled(&self) -> Vec<(SectionIndex, SectionIndex)> {
        let mut doubled = Vec::new();
        for (rank, schema) in self.schemas.iter().enumerate() {
            let mut headings = self.of(rank);
            if let (None, Some(first)) = (&schema.repeat, headings.next()) {
                doubled.extend(headings.map(|again| (again, first)));
            }
        }
        doubled
    }

    /// The headings that are out of the schema's order, each with its rank.
    pub(super) fn misplaced(&self, plan: &Plan) -> Vec<(SectionIndex, usize)> {
        if !self.ordered {
            return Vec::new();
        }
        let doubled = self.doubled();
        let known: Vec<(SectionIndex, usize)> = self
            .headings
            .iter()
            .filter_map(|(index, rank)| Some((*index, (*rank)?)))
            .filter(|(index, _)| !doubled.iter().any(|(again, _)| again == index))
            .filter(|(index, _)| !plan.wrong_level.contains(index))
            .collect();
        let ranks: Vec<usize> = known.iter().map(|(_, rank)| *rank).collect();
        sequence::out_of_order(&ranks).into_iter().map(|at| known[at]).collect()
    }
}

/// Headings that stand where the schema does not have them, and those that would be below them: of the
/// first it is said that a required section is missing, or that its level is wrong, and nothing else.
pub(super) fn displaced(context: &PlanContext) -> Vec<SectionIndex> {
    let (plan, all) = (context.plan, context.siblings());
    let missing = all.iter().flat_map(|siblings| siblings.missing(context));
    let elsewhere = missing.filter_map(|missing| Some((missing.elsewhere?, missing.schema.level)));
    let wrong_level = plan.wrong_level.iter().filter_map(|index| {
        let section = context.schema()?.section(plan.sections[*index].as_ref()?)?;
        Some((*index, section.level))
    });
    let mut displaced = Vec::new();
    for (index, level) in elsewhere.chain(wrong_level) {
        displaced.push(index);
        let sections = plan.document.sections.iter().enumerate().skip(index + 1);
        displaced.extend(sections.take_while(|(_, section)| section.level > level).map(|(index, _)| index));
    }
    displaced
}

/// Whether something can be expected below a section: it has content, and the heading is at its level, so
/// that what stands below it is its own.
pub(super) fn is_judged(context: &PlanContext, index: SectionIndex) -> bool {
    !is_empty(context, index) && !context.plan.wrong_level.contains(&index)
}

/// A heading that is no section of the schema in its place, but is this one by its words.
fn elsewhere(plan: &Plan, schema: &SectionSchema) -> Option<SectionIndex> {
    let words = || std::iter::once(&schema.title).chain(&schema.aliases).chain(std::iter::once(&schema.id));
    let is_it = |index: &SectionIndex| {
        let heading = plan.document.sections[*index].heading.as_ref();
        plan.sections[*index].is_none()
            && heading.is_some_and(|heading| words().any(|word| fold::eq_folded(word, &heading.title)))
    };
    (0..plan.sections.len()).filter(|index| plan.document.sections[*index].level > 1).find(is_it)
}

/// Whether a section has neither content nor sub-sections.
pub(super) fn is_empty(context: &PlanContext, index: SectionIndex) -> bool {
    context.plan.document.sections[index].children.is_empty()
        && !context.details.blocks.of(index).iter().any(|block| is_content(block, context.source()))
}

/// Whether a block is something to read: comments and thematic breaks are not.
pub(super) fn is_content(block: &Block, source: &SourceFile) -> bool {
    match &block.kind {
        BlockKind::Rule => false,
        BlockKind::Html(_) => {
            let text = source.slice(block.span).trim();
            !(text.starts_with("<!--") && text.ends_with("-->"))
        }
        BlockKind::Paragraph(text) => !text.text.trim().is_empty(),
        _ => true,
    }
}

/// The sections that a schema section's content may stand in: itself, and its sub-sections where they
/// are free.
pub(super) fn with_free_sections(plan: &Plan, index: SectionIndex) -> Vec<SectionIndex> {
    let mut all = vec![index];
    let mut at = 0;
    while let Some(&section) = all.get(at) {
        let free = plan.document.sections[section].children.iter().filter(|c| plan.sections[**c].is_none());
        all.extend(free.copied());
        at += 1;
    }
    all.sort_unstable();
    all
}

/// Where a finding about something absent below a parent stands: its heading, or the place for what is
/// absent from the plan.
pub(super) fn parent_span(plan: &Plan, parent: Option<SectionIndex>) -> Span {
    let title = || plan.document.sections.iter().position(|section| section.level == 1);
    match parent.or_else(title) {
        Some(section) => plan.section_span(section),
        None => plan.absent_span(),
    }
}

/// The ordinal of a section's heading.
pub(super) fn ordinal(plan: &Plan, section: SectionIndex) -> Option<Ordinal> {
    plan.ordinal(section).map(|(ordinal, _)| ordinal)
}

/// What a section is called in its plan: its heading without the ordinal.
pub(super) fn title(plan: &Plan, section: SectionIndex) -> &str {
    let heading = plan.document.sections.get(section).and_then(|section| section.heading.as_ref());
    heading.map_or("", |heading| &heading.title)
}

/// The text of a section's heading, for messages.
pub(super) fn heading_text(plan: &Plan, section: SectionIndex) -> &str {
    let heading = plan.document.sections.get(section).and_then(|section| section.heading.as_ref());
    heading.map_or("", |heading| &heading.text.text)
}
