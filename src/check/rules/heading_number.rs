//! A number of a heading that is left out, doubled or out of sequence.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sequence::{self, Slip};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::fold::fold;
use crate::model::Plan;
use crate::ordinal::{Ordinal, to_chinese};
use crate::parse::{Heading, SectionIndex};
use crate::text::Span;
use std::cell::OnceCell;

pub(crate) static RULE: Rule = Rule {
    name: "heading-number",
    severity: Some(Severity::Warning),
    group: Group::Sections,
    summary: "a number of a heading that is left out, doubled or out of sequence",
    docs: include_str!("heading_number.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let plan = context.plan;
    let said = OnceCell::new();
    let is_said = |parent: usize| said.get_or_init(|| said_already(context)).contains(&parent);
    let displaced = context.displaced();
    let mut last: Vec<(Ordinal, u64)> = Vec::new();
    for (parent, section) in plan.document.sections.iter().enumerate() {
        let headings: Vec<usize> =
            section.children.iter().copied().filter(|index| !displaced.contains(index)).collect();
        let above = plan.ordinal(parent);
        let mut all = series(plan, &headings);
        all.retain(|series| is_series(series, above.as_ref().map(|(ordinal, _)| ordinal), &last));
        let slips: Vec<Vec<Slip>> = all.iter().map(|series| slips(series, &last)).collect();
        let count = slips.iter().map(Vec::len).sum();
        if count > 0 && !is_said(parent) {
            match as_one(&all, count) {
                Some(slipped) => {
                    slipped
                        .into_iter()
                        .for_each(|(numbered, slip)| report(numbered, slip.expected, false, sink));
                }
                None => {
                    for (series, slip) in
                        all.iter().zip(&slips).flat_map(|(one, of)| of.iter().map(move |s| (one, s)))
                    {
                        report(&series[slip.index], slip.expected, true, sink);
                    }
                }
            }
        }
        for series in all {
            let Some(end) = series.into_iter().last() else { continue };
            last.retain(|(ordinal, _)| !ordinal.same_series(&end.ordinal));
            last.push((end.ordinal, end.number));
        }
    }
}

/// What is out of sequence in a series, given the ends of those before it. A series begins with 1, or goes on
/// where the one before it ended. A number that can be a word of its title is one where the others are in sequence
/// without it.
fn slips(series: &[Numbered], last: &[(Ordinal, u64)]) -> Vec<Slip> {
    let Some(first) = series.first().filter(|_| !counts_down(series)) else { return Vec::new() };
    let goes_on = last.iter().find(|(ordinal, _)| ordinal.same_series(&first.ordinal));
    let firsts = [1, goes_on.map_or(1, |(_, number)| number.saturating_add(1))];
    let slips_of = |members: &[usize]| -> Vec<Slip> {
        let numbers: Vec<u64> = members.iter().map(|at| series[*at].number).collect();
        let slips = sequence::fewest_slips(&numbers, &firsts).into_iter();
        slips.map(|slip| Slip { index: members[slip.index], ..slip }).collect()
    };
    let all: Vec<usize> = (0..series.len()).collect();
    let sure: Vec<usize> = all.iter().copied().filter(|at| !series[*at].may_be_title).collect();
    let (of_all, of_sure) = (slips_of(&all), slips_of(&sure));
    if of_sure.len() < of_all.len() { of_sure } else { of_all }
}

/// Whether numbers of several parts number headings, and are no dates or versions (`6.18`, `3.0`): the outer ones
/// are those of the heading above; or they begin with 1, and the outer ones are those of a heading beside them or
/// go on from the series before. The very first series (`1.1`) must be in sequence for the most part.
fn is_series(series: &[Numbered], above: Option<&Ordinal>, last: &[(Ordinal, u64)]) -> bool {
    let Some(first) = series.first() else { return false };
    let [outer @ .., _] = first.ordinal.numbers.as_slice() else { return true };
    let Some(outer) = outer.last().copied() else { return true };
    if above.is_some_and(|above| above.value() == outer) || counts_down(series) {
        return true;
    }
    let before = last.iter().filter_map(|(ordinal, _)| match ordinal.numbers.as_slice() {
        [.., before, _] if ordinal.same_series(&first.ordinal) => Some(*before),
        _ => None,
    });
    let goes_on = before.into_iter().any(|before| before == outer || before + 1 == outer);
    let is_first = || above.is_none() && outer == 1 && 3 * slips(series, &[]).len() <= series.len();
    first.number == 1 && (first.is_below_neighbour || goes_on || is_first())
}

/// The slips of neighbours in several styles as one series, where that is what was meant (一、二、3、四、): where
/// they are fewer than those of the styles apart.
fn as_one(all: &[Vec<Numbered>], apart: usize) -> Option<Vec<(&Numbered, Slip)>> {
    if all.len() < 2 {
        return None;
    }
    let mut one: Vec<&Numbered> = all.iter().flatten().collect();
    one.sort_by_key(|numbered| numbered.span.start);
    let numbers: Vec<u64> = one.iter().map(|numbered| numbered.number).collect();
    let slips = sequence::fewest_slips(&numbers, &[1]);
    (slips.len() < apart).then(|| slips.into_iter().map(|slip| (one[slip.index], slip)).collect())
}

/// Numbers of several parts that count down are those of versions, the newest first.
fn counts_down(series: &[Numbered]) -> bool {
    let of_parts = |numbered: &Numbered| numbered.ordinal.numbers.len() > 1;
    series.len() > 2
        && series.iter().all(of_parts)
        && series.windows(2).all(|pair| pair[0].number > pair[1].number)
}

/// A heading with its number.
struct Numbered {
    ordinal: Ordinal,
    number: u64,
    span: Span,
    /// The title can begin with what looks like its number: one that the schema declares so (`6.18 大促`), or two
    /// months (`九、十月工作`).
    may_be_title: bool,
    /// A heading before it among its neighbours has its outer number (`2. 市場`, `2.1 客戶`).
    is_below_neighbour: bool,
}

/// Where the style is in doubt as well, nothing is written for the author.
fn report(numbered: &Numbered, expected: u64, is_sure: bool, sink: &mut Sink) {
    let Ok(number) = u32::try_from(expected) else { return };
    let meant = numbered.ordinal.render(number);
    let finding = sink
        .report(numbered.span, "the number of this heading is out of sequence")
        .label(format!("`{meant}` comes here"))
        .help("number the headings one after the other");
    if is_sure {
        finding.fix(numbered.span, meant);
    }
}

/// The numbered ones of neighbouring headings, in series of one style.
fn series(plan: &Plan, headings: &[usize]) -> Vec<Vec<Numbered>> {
    let mut all: Vec<Vec<Numbered>> = Vec::new();
    for &index in headings {
        let heading = plan.document.sections[index].heading.as_ref();
        // A number that is all there is (`8.5`) is a title, of a version most often.
        let heading = heading.filter(|heading| !is_number_alone(heading));
        let Some((ordinal, span)) = heading.and_then(|_| plan.ordinal(index)) else { continue };
        let beside = |series: &Vec<Numbered>| {
            let before = &series.last()?.ordinal;
            let read = ordinal.clone().beside(before);
            let outer =
                |ordinal: &Ordinal| ordinal.numbers[..ordinal.numbers.len().saturating_sub(1)].to_vec();
            (before.same_series(&read) && outer(before) == outer(&read)).then_some(read)
        };
        let found = all.iter().enumerate().find_map(|(at, series)| Some((at, beside(series)?)));
        let (at, ordinal) = found.unwrap_or_else(|| (all.len(), ordinal.clone()));
        if at == all.len() {
            all.push(Vec::new());
        }
        let outer = &ordinal.numbers[..ordinal.numbers.len().saturating_sub(1)];
        let is_outer = |one: &Numbered| one.ordinal.numbers == outer;
        let is_below_neighbour = all.iter().flatten().any(is_outer);
        let may_be_title = is_declared(plan, index) || names_two_months(&ordinal, heading);
        let number = u64::from(ordinal.value());
        all[at].push(Numbered { ordinal, number, span, may_be_title, is_below_neighbour });
    }
    all
}

/// Whether the whole heading, with what looks like its number, is what the schema calls the section.
fn is_declared(plan: &Plan, index: SectionIndex) -> bool {
    let path = plan.sections.get(index).and_then(Option::as_ref);
    let Some(section) = path.and_then(|path| plan.section_schema(path)) else { return false };
    let heading = plan.document.sections[index].heading.as_ref();
    let whole = heading.map(|heading| fold(&heading.text.text));
    whole.is_some_and(|whole| section.names.contains(&whole))
}

/// Whether a number and the one behind it are two months in a row (`九、十月工作`).
fn names_two_months(ordinal: &Ordinal, heading: Option<&Heading>) -> bool {
    let next = to_chinese(ordinal.value().saturating_add(1));
    let behind = heading.and_then(|heading| heading.title.strip_prefix(&next));
    &*ordinal.style.after == "、" && behind.is_some_and(|behind| behind.starts_with('月'))
}

fn is_number_alone(heading: &Heading) -> bool {
    let length = heading.ordinal.as_ref().map_or(0, |(ordinal, _)| ordinal.len);
    length >= heading.text.text.trim().len()
}

/// Sections whose sub-sections are missing, doubled or out of order: their numbers cannot be in sequence,
/// and that is said already.
fn said_already(context: &PlanContext) -> Vec<usize> {
    let plan = context.plan;
    let mut said = Vec::new();
    for siblings in context.siblings() {
        let faulty = !siblings.missing(context).is_empty()
            || !siblings.doubled().is_empty()
            || !siblings.misplaced(plan).is_empty()
            || siblings.headings.iter().any(|(index, _)| plan.wrong_level.contains(index));
        if faulty {
            said.extend(
                siblings.headings.iter().filter_map(|(index, _)| plan.document.sections[*index].parent),
            );
            said.extend(siblings.parent);
        }
    }
    said
}
