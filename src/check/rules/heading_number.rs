//! A number of a heading that is left out, doubled or out of sequence.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sequence::{self, Slip};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::model::Plan;
use crate::ordinal::Ordinal;
use crate::parse::Heading;
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
        let all = series(plan, &headings);
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
/// where the one before it ended.
fn slips(series: &[Numbered], last: &[(Ordinal, u64)]) -> Vec<Slip> {
    let Some(first) = series.first().filter(|_| !counts_down(series)) else { return Vec::new() };
    let numbers: Vec<u64> = series.iter().map(|numbered| numbered.number).collect();
    let goes_on = last.iter().find(|(ordinal, _)| ordinal.same_series(&first.ordinal));
    let firsts = [1, goes_on.map_or(1, |(_, number)| number.saturating_add(1))];
    sequence::fewest_slips(&numbers, &firsts)
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
        let Some((ordinal, span)) = heading.and_then(|heading| heading.ordinal.as_ref()) else { continue };
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
        all[at].push(Numbered { number: u64::from(ordinal.value()), ordinal, span: *span });
    }
    all
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
