//! All phases of all plans along time, in the order of the plan tree; and what is wrong with them.

use super::body::with_titles;
use super::checks;
use super::data::files;
use super::edition::Edition;
use super::gantt::{GanttRowView, GanttView, Scale, Stretch, when};
use super::key::PageKey;
use super::phases::{phase_around, phase_row};
use super::plan::{is_closed, section_at};
use super::rows;
use super::texts::Texts;
use super::view::{ProblemView, TimelineView};
use crate::link::PlanIndex;
use crate::model::{Plan, Task};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The rules that are about time.
const RULES: [&str; 5] =
    ["phase-overlap", "phase-gap", "phase-outside-period", "invalid-date", "invalid-period"];

/// So many rows stand on the page: a browser takes seconds for more. Deeper ones are on the pages of their plans.
const MOST: usize = 3000;

/// The view of the page.
pub(super) fn view(edition: &Edition, texts: &Texts) -> TimelineView {
    let from = edition.path(&PageKey::Timeline);
    let tree = rows::tree(edition, usize::MAX, usize::MAX);
    let with_phases = edition.shown().filter(|(_, plan)| !plan.phases.is_empty()).count();
    let kept = kept(edition, &tree);
    let spans = kept.iter().flat_map(|index| spans(edition.site.plan(*index)));
    let scale = Scale::over(spans, edition.site.today, 720);
    let mut lead = vec![texts.count("timeline_lead", with_phases)];
    let chart = scale.map(|scale| {
        let (first, last) = scale.days();
        lead.push(texts.range(first, last));
        let tree: Vec<Branch> = tree.iter().filter(|(index, ..)| kept.contains(index)).copied().collect();
        let (deepest, all) = levels(edition, &tree);
        let mut chart = chart(edition, texts, &scale, &tree, deepest, &from);
        chart.rows.truncate(MOST);
        if chart.rows.len() < all {
            let (n, of) = (chart.rows.len().to_string(), all.to_string());
            lead.push(texts.fill("timeline_cut", &[("n", &n), ("of", &of)]));
            leaves(&mut chart.rows);
        }
        fold(&mut chart.rows);
        chart
    });
    let files = files(edition, &from, &PageKey::Timeline, "");
    TimelineView { lead, chart, problems: problems(edition, texts, &from), files }
}

/// Plans with phases, and those above them.
fn kept(edition: &Edition, tree: &[(PlanIndex, usize, bool)]) -> BTreeSet<PlanIndex> {
    let mut kept = BTreeSet::new();
    for (index, ..) in tree {
        if edition.site.plan(*index).phases.is_empty() {
            continue;
        }
        let mut at = Some(*index);
        while let Some(index) = at {
            if !kept.insert(index) {
                break;
            }
            at = edition.site.graph.parents.get(index.0 as usize).copied().flatten();
        }
    }
    kept.retain(|index| edition.is_shown(edition.site.plan(*index)));
    kept
}

/// A plan in the tree, with its depth, and whether others lie below it.
type Branch = (PlanIndex, usize, bool);

/// The depth down to which rows are shown, the top where even that is too long; and how many rows there are in all.
fn levels(edition: &Edition, tree: &[Branch]) -> (usize, usize) {
    let mut rows: Vec<usize> = Vec::new();
    for (index, depth, _) in tree {
        rows.resize(rows.len().max(depth + 2), 0);
        rows[*depth] += 1;
        rows[depth + 1] += edition.site.plan(*index).phases.len() + overdue(edition, *index).count();
    }
    let mut sums = rows.iter().scan(0, |sum, rows| {
        *sum += rows;
        Some(*sum)
    });
    let fitting = sums.by_ref().take_while(|sum| *sum <= MOST).count();
    (fitting.saturating_sub(1), rows.iter().sum())
}

/// Nothing can be folded where nothing is shown below.
fn leaves(rows: &mut [GanttRowView]) {
    let next: Vec<usize> = rows.iter().skip(1).map(|row| row.depth).chain([0]).collect();
    rows.iter_mut().zip(next).for_each(|(row, next)| row.parent &= next > row.depth);
}

fn spans(plan: &Plan) -> impl Iterator<Item = (Date, Date)> {
    let phases = plan.phases.iter().map(|phase| phase.period.value);
    let whole = plan.period.iter().map(|period| period.value);
    whole.chain(phases).map(|period| (period.start, period.end))
}

fn chart(
    edition: &Edition,
    texts: &Texts,
    scale: &Scale,
    tree: &[Branch],
    deepest: usize,
    from: &str,
) -> GanttView {
    let label = texts.get("timeline_scroll").to_owned();
    let mut chart = scale.chart(edition, texts, label, texts.get("timeline_plan").to_owned());
    chart.id = Some("tl".to_owned());
    chart.stick = true;
    chart.tree = true;
    chart.label_width = 300;
    for (index, depth, _) in tree.iter().filter(|(_, depth, _)| *depth <= deepest) {
        let plan = edition.site.plan(*index);
        chart.rows.push(plan_row(edition, scale, *index, *depth, from));
        if *depth == deepest {
            continue;
        }
        for phase in &plan.phases {
            let mut row = phase_row(edition, texts, scale, *index, phase, from, true);
            row.depth = depth + 1;
            if let Some(around) = phase_around(edition, *index, phase) {
                row.who = texts.fill("phase_within", &[("name", &around.name.value)]);
            }
            chart.rows.push(row);
        }
        let late = overdue(edition, *index);
        chart.rows.extend(late.map(|late| late_row(edition, texts, scale, (*index, depth + 1), late, from)));
    }
    chart
}

/// Shuts the lower branches of a tree that is too long to be looked through.
fn fold(rows: &mut [GanttRowView]) {
    const LONG: usize = 1000;
    const OPEN: usize = 300;
    if rows.len() <= LONG {
        return;
    }
    let down_to = |depth: usize| rows.iter().filter(|row| row.depth <= depth).count();
    let deepest = (1..).take_while(|depth| down_to(*depth) <= OPEN).last().unwrap_or(0);
    for row in rows {
        row.shut = row.parent && row.depth >= deepest;
        row.inside = row.depth > deepest;
    }
}

fn plan_row(edition: &Edition, scale: &Scale, index: PlanIndex, depth: usize, from: &str) -> GanttRowView {
    let plan = edition.site.plan(index);
    let mut row = GanttRowView {
        depth,
        parent: true,
        strong: true,
        name: plan.title.value.clone(),
        href: Some(edition.plan_href(from, index)),
        who: plan.owners.first().map_or("", |owner| owner.value.as_str()).to_owned(),
        ..GanttRowView::default()
    };
    if let Some(period) = &plan.period {
        let (start, end) = (period.value.start, period.value.end);
        row.when = when(start, end, true);
        let stretch = Stretch {
            start,
            end,
            milestone: false,
            sum: true,
            done: is_closed(edition, plan),
            late: false,
            text: String::new(),
        };
        scale.draw(&mut row, &stretch);
    }
    row
}

/// Tasks of a plan that are past due, and since when.
fn overdue(edition: &Edition, index: PlanIndex) -> impl Iterator<Item = (&Task, Date)> {
    let plan = edition.site.plan(index);
    let tasks = if is_closed(edition, plan) { &[] } else { &plan.tasks[..] };
    tasks.iter().filter(|task| !task.done).filter_map(|task| {
        let due = task.due.as_ref().map(|due| due.value).filter(|due| *due < edition.site.today)?;
        Some((task, due))
    })
}

/// A task that is past due, as a late milestone.
fn late_row(
    edition: &Edition,
    texts: &Texts,
    scale: &Scale,
    (index, depth): (PlanIndex, usize),
    (task, due): (&Task, Date),
    from: &str,
) -> GanttRowView {
    let plan = edition.site.plan(index);
    let heading = plan.document.sections.get(task.section).and_then(|section| section.heading.as_ref());
    let anchor = heading
        .map(|heading| format!("#{}", super::key::encode_fragment(&heading.anchor)))
        .unwrap_or_default();
    let mut row = GanttRowView {
        depth,
        name: super::number::short(&with_titles(edition, index, &task.name)),
        href: Some(format!("{}{anchor}", edition.plan_href(from, index))),
        when: when(due, due, true),
        ..GanttRowView::default()
    };
    let days = super::dates::days(due, edition.site.today).unsigned_abs() as usize;
    let text = texts.count("late_overdue", days);
    let stretch =
        Stretch { start: due, end: due, milestone: true, sum: false, done: false, late: true, text };
    scale.draw(&mut row, &stretch);
    row
}

/// Findings about time.
fn problems(edition: &Edition, texts: &Texts, from: &str) -> Vec<ProblemView> {
    let checks_page = super::key::relative(from, "checks.html");
    let mut problems = Vec::new();
    for (index, plan) in edition.shown() {
        let Some(of_plan) = edition.plan_findings.get(index.0 as usize) else { continue };
        for at in &of_plan.indices {
            let finding = &edition.findings[*at];
            if finding.is_suppressed() || !RULES.contains(&finding.rule) {
                continue;
            }
            let section = section_at(&plan.document, finding.place.span.start);
            let mut notes = vec![plan.title.value.clone()];
            notes.extend(section.map(|(title, _)| title.to_owned()));
            problems.push(ProblemView {
                class: checks::class(finding.severity),
                severity: checks::word(texts, finding).to_owned(),
                href: format!("{checks_page}#{}", edition.finding_ids[*at]),
                message_html: super::number::code_spans(&finding.message),
                notes,
            });
        }
    }
    problems
}
