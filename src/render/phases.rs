//! Phases as rows of a chart, with the days that they share where the schema forbids it.

use super::edition::Edition;
use super::gantt::{GanttRowView, Scale, Stretch, when};
use super::key::{encode_fragment, relative};
use super::plan::is_closed;
use super::texts::Texts;
use crate::link::PlanIndex;
use crate::model::{Phase, Plan};

/// A phase as a row of a chart.
pub(super) fn phase_row(
    edition: &Edition,
    texts: &Texts,
    scale: &Scale,
    index: PlanIndex,
    phase: &Phase,
    from: &str,
    years: bool,
) -> GanttRowView {
    let plan = edition.site.plan(index);
    let (start, end) = (phase.period.value.start, phase.period.value.end);
    let closed = is_closed(edition, plan);
    let mut row = GanttRowView {
        name: phase.name.value.clone(),
        href: Some(phase_href(edition, index, phase, from)),
        when: when(start, end, years),
        ..Default::default()
    };
    let over = end < edition.site.today;
    let owner = phase.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default();
    let text = match (owner.is_empty(), phase.milestone, over) {
        (false, ..) => owner,
        (true, false, true) => texts.get(if closed { "phase_done" } else { "phase_over" }).to_owned(),
        _ => String::new(),
    };
    scale.draw(
        &mut row,
        &Stretch { start, end, milestone: phase.milestone, sum: false, done: closed, late: false, text },
    );
    for other in clashing(plan, phase) {
        let (a, b) = (start.max(other.period.value.start), end.min(other.period.value.end));
        let shared = super::dates::days(a, b) + 1;
        let values = [("name", other.name.value.as_str()), ("n", &shared.to_string())];
        scale.clash(&mut row, a, b, texts.fill("phase_overlap_with", &values));
    }
    row
}

/// The phase of a plan above in which a phase lies: of the nearest plan above that has such, the shortest.
pub(super) fn phase_around<'a>(edition: &'a Edition, index: PlanIndex, phase: &Phase) -> Option<&'a Phase> {
    let parent = |index: PlanIndex| edition.site.graph.parents.get(index.0 as usize).copied().flatten();
    let shortest = |plan: &'a Plan| {
        let around = plan
            .phases
            .iter()
            .filter(|other| !other.milestone && other.period.value.contains(&phase.period.value));
        around.min_by_key(|other| other.period.value.days())
    };
    std::iter::successors(parent(index), |above| parent(*above))
        .map(|above| edition.site.plan(above))
        .filter(|plan| edition.is_shown(plan))
        .find_map(shortest)
}

/// Phases of the same group that share a day with this one, where the schema forbids that.
fn clashing<'a>(plan: &'a Plan, phase: &'a Phase) -> impl Iterator<Item = &'a Phase> {
    let forbidden = phase
        .rule
        .as_ref()
        .is_some_and(|rule| rule.overlap.is_some_and(|level| level != crate::config::Level::Off));
    plan.phases.iter().filter(move |other| {
        forbidden
            && other.group == phase.group
            && other.period.span != phase.period.span
            && !other.milestone
            && !phase.milestone
            && other.period.value.start <= phase.period.value.end
            && phase.period.value.start <= other.period.value.end
    })
}

/// Where a phase is written.
pub(super) fn phase_href(edition: &Edition, index: PlanIndex, phase: &Phase, from: &str) -> String {
    let plan = edition.site.plan(index);
    let heading = plan.document.sections.get(phase.section).and_then(|section| section.heading.as_ref());
    let path = edition.plan_path(index);
    let page = if path == from { String::new() } else { relative(from, path) };
    match heading {
        Some(heading) => format!("{page}#{}", encode_fragment(&heading.anchor)),
        None => format!("{page}#p:phases"),
    }
}
