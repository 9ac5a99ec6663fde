//! The numbers of a plan: stated, reached, taken on by the plans below.

use super::data::DataKey;
use super::edition::Edition;
use super::figures::{self, Standing};
use super::key::PageKey;
use super::number;
use super::texts::Texts;
use super::view::{FilesView, LinkView, PlanTargetView, PlanTargetsView};
use super::{answers, plan};
use crate::aggregate::{Cell, PlanLead, PlanTarget, StatementRef, plan_lead};
use crate::config::MetricId;
use crate::link::PlanIndex;
use rust_decimal::Decimal;

/// The table of a plan's own numbers; nothing where it states none.
pub(super) fn of_plan(
    edition: &Edition,
    texts: &Texts,
    index: PlanIndex,
    from: &str,
) -> Option<PlanTargetsView> {
    let targets = edition.targets(index);
    if targets.is_empty() {
        return None;
    }
    let plan = edition.site.plan(index);
    let today = edition.site.today;
    let split = targets.iter().any(|target| target.allocated.amount.is_some());
    let own = plan.period.as_ref().map(|period| period.value);
    let elapsed = targets.iter().find(|target| target.period == own).and_then(|target| target.elapsed);
    let date = texts.day_near(today, own.map_or(today, |period| period.start));
    let running = elapsed.filter(|elapsed| *elapsed > Decimal::ZERO && *elapsed < Decimal::ONE);
    let note = match running {
        Some(elapsed) => texts.fill("as_of", &[("date", &date), ("elapsed", &number::percent(elapsed))]),
        None => texts.fill("as_of_plain", &[("date", &date)]),
    };
    let rows = targets.iter().map(|target| row(edition, texts, index, target, from)).collect();
    let href = |form: &'static str| edition.href(from, &PageKey::Data(DataKey::PlanTargets(form)));
    let files = FilesView { csv: href("csv"), json: href("json") };
    Some(PlanTargetsView { note, split, rows, files })
}

/// The period and place of a target, where they are not the plan's, in words.
pub(super) fn scope(edition: &Edition, texts: &Texts, index: PlanIndex, target: &PlanTarget) -> String {
    let plan = edition.site.plan(index);
    let own = plan.period.as_ref().map(|period| period.value);
    let mut scope: Vec<String> = Vec::new();
    if target.period != own {
        scope.extend(target.period.map(|period| texts.period(&period)));
    }
    for (dimension, value) in &target.scope {
        let of_plan = plan.dimensions.iter().any(|(id, have)| id == dimension && *have.value == **value);
        if !of_plan {
            scope.push(edition.value_title(*dimension, value).to_owned());
        }
    }
    scope.join(texts.get("list_separator"))
}

fn row(
    edition: &Edition,
    texts: &Texts,
    index: PlanIndex,
    target: &PlanTarget,
    from: &str,
) -> PlanTargetView {
    let config = &edition.site.config;
    let metric = figures::metric(config, target.metric);
    let title = metric.map_or("", |metric| metric.title.as_str());
    let standing = Standing::of(target, metric);
    let linked = |cell: &Cell| {
        answers::to_statements(edition, from, &figures::html(cell, metric), cell, target.metric)
    };
    let mut gap = linked(&target.gap);
    let mut allocated = linked(&target.allocated);
    if metric.is_some_and(|metric| matches!(metric.kind, crate::config::MetricKind::Ratio(_))) {
        allocated = format!("<span class=\"m\">{}</span>", number::escape(texts.get("not_added")));
        gap = number::html(None);
    }
    // Where plans below took on more, the gap is told from what is stated.
    let stated = match figures::html(&target.stated, metric) == figures::html(&target.target, metric) {
        true => String::new(),
        false => format!(
            " <small class=\"m\">{} {}</small>",
            number::escape(texts.get("stated")),
            linked(&target.stated)
        ),
    };
    PlanTargetView {
        metric: LinkView::to(title, edition.href(from, &PageKey::Metric(target.metric))),
        unit: metric.map_or("", number::unit).to_owned(),
        scope: scope(edition, texts, index, target),
        target_html: match finding_at(edition, index, target) {
            Some(number) => {
                let mark = plan::finding_mark(texts, number);
                format!("<span class=\"wave\">{}</span>{mark}{stated}", linked(&target.target))
            }
            None => linked(&target.target) + &stated,
        },
        actual_html: linked(&target.actual),
        bar: standing.bar(texts, title),
        why: figures::why(texts, config, &target.progress, metric),
        against_time: standing.against_time(),
        allocated_html: allocated,
        gap_html: gap,
    }
}

/// The number of a finding that points at the target's number.
fn finding_at(edition: &Edition, index: PlanIndex, target: &PlanTarget) -> Option<usize> {
    let StatementRef::Plan(plan, _) = target.statement? else { return None };
    let span = target.statement?.get(&edition.site)?.span;
    let counting = edition.plan_findings.get(index.0 as usize)?.indices.iter();
    let mut counting = counting.filter(|at| !edition.findings[**at].is_suppressed()).enumerate();
    let found = counting.find(|(_, at)| {
        let place = edition.findings[**at].place.span;
        plan == index && (span.contains(place) || place.contains(span)) && !place.is_empty()
    });
    found.map(|(number, _)| number + 1)
}

/// The number that stands for a plan in lists: of the metric asked for, else of one that leads on the home
/// page, else its first.
pub(super) fn leading(edition: &Edition, index: PlanIndex, metric: Option<MetricId>) -> Option<PlanLead> {
    let targets = edition.targets(index);
    let headline = &edition.site.config.headline;
    let mut metrics: Vec<MetricId> = targets.iter().map(|target| target.metric).collect();
    metrics.dedup();
    metrics.retain(|id| metric.is_none_or(|wanted| wanted == *id));
    // In the order of the configuration where none of them leads.
    metrics.sort_by_key(|id| headline.iter().position(|known| known == id).unwrap_or(usize::MAX));
    let lead = |id| plan_lead(&edition.facts, &edition.site, index, id, targets);
    metrics.into_iter().find_map(lead)
}
