//! The home page: the figures that lead, the plan tree, this quarter's phases, what is late, what is wrong.

use super::body::with_titles;
use super::data;
use super::edition::Edition;
use super::figures::{self, Standing};
use super::gantt::{GanttView, Scale};
use super::key::PageKey;
use super::missing::Missing;
use super::number;
use super::phases::phase_row;
use super::plan::is_closed;
use super::rows;
use super::texts::Texts;
use super::view::{HomeView, LateView, LinkView, StatView};
use super::years;
use crate::aggregate::{Cell, PlanTarget, elapsed, reading};
use crate::config::{Metric, MetricId};
use crate::link::PlanIndex;
use crate::model::Task;
use crate::period::{Grain, Period};
use crate::view::{Condition, Filter, Measure, Term};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// How many figures lead.
const FIGURES: usize = 4;
/// How many plans the tree shows; all of them are on their own page.
const PLANS: usize = 60;
/// How many phases the quarter shows.
const PHASES: usize = 12;
/// How many late things are listed.
const LATE: usize = 8;
/// How many changes are listed.
const CHANGES: usize = 6;

/// The view of the home page.
pub(super) fn view(edition: &Edition, texts: &Texts) -> HomeView {
    let from = edition.path(&PageKey::Home);
    let today = edition.site.today;
    let plans = edition.shown().count();
    let quarter = Period::of(Grain::Quarter, today, 1);
    let mut lead = vec![texts.date(today)];
    lead.extend(quarter.map(|quarter| texts.period_short(&quarter)));
    if let Some(year) = years::year_of(edition, today) {
        let (name, share) = (texts.period(&year), number::percent(year.elapsed(today)));
        lead.push(texts.fill("home_passed", &[("year", &name), ("share", &share)]));
    }
    lead.push(texts.count("plans_count", plans));
    let (tree, more) = tree(edition);
    let mut shown = rows::table(edition, texts, &from, "plans", &tree, None);
    shown.files = (!tree.is_empty()).then(|| data::files(edition, &from, &PageKey::Home, data::PLANS));
    let (late, late_count) = late(edition, texts, &from);
    let (errors, warnings, suppressed) = edition.totals();
    HomeView {
        parts: super::options::split(edition.theme.option("home")).map(str::to_owned).collect(),
        lead,
        figures: figures(edition, texts, &from),
        plans: shown,
        more: more.then(|| texts.count("plans_count", plans)),
        quarter: quarter.and_then(|quarter| self::quarter(edition, texts, &quarter, &from)),
        late_more: late.len() < late_count,
        late_count: match late.len() < late_count {
            true => {
                texts.fill("late_cut", &[("n", &late.len().to_string()), ("of", &late_count.to_string())])
            }
            false => texts.count("late_count", late_count),
        },
        late,
        errors,
        warnings,
        suppressed,
        findings_count: texts.count("all_findings", errors + warnings),
        findings_label: [texts.count("errors_n", errors), texts.count("warnings_n", warnings)]
            .join(texts.get("list_separator")),
        changes: super::changes::recent(edition, texts, &from, CHANGES),
        pages: super::pages::entrances(edition, &from),
    }
}

/// The plans of the tree, each with its depth and whether some lie below it; of many only the upper ones, and
/// whether it is so.
pub(super) fn tree(edition: &Edition) -> (Vec<(PlanIndex, usize, bool)>, bool) {
    let all = rows::tree(edition, PLANS + 1, usize::MAX);
    if all.len() > PLANS { (rows::tree(edition, PLANS, 1), true) } else { (all, false) }
}

/// A figure that leads: the numbers of one target, or of all of a metric in a year.
struct Figure<'a> {
    id: MetricId,
    metric: &'a Metric,
    scope: String,
    period: Option<Period>,
    target: Cell,
    actual: Cell,
    progress: Cell,
    elapsed: Option<Decimal>,
}

fn figures(edition: &Edition, texts: &Texts, from: &str) -> Vec<StatView> {
    let tops = tops(edition);
    figures::headline(&edition.site.config)
        .into_iter()
        .filter_map(|id| figure(edition, texts, id, &tops))
        .take(FIGURES)
        .map(|figure| stat(edition, texts, from, &figure))
        .collect()
}

/// For each target its plan, where no plan above has one of the same metric.
fn tops(edition: &Edition) -> Vec<(PlanIndex, &PlanTarget)> {
    let mut tops = Vec::new();
    let mut above: Vec<(usize, BTreeSet<MetricId>)> = Vec::new();
    for (index, depth, _) in rows::tree(edition, usize::MAX, usize::MAX) {
        above.retain(|(at, _)| *at < depth);
        let covered: BTreeSet<MetricId> = above.iter().flat_map(|(_, set)| set.iter().copied()).collect();
        let mut own = BTreeSet::new();
        for target in edition.targets(index) {
            own.insert(target.metric);
            if !covered.contains(&target.metric) {
                tops.push((index, target));
            }
        }
        above.push((depth, own));
    }
    tops
}

fn figure<'a>(
    edition: &'a Edition,
    texts: &Texts,
    id: MetricId,
    tops: &[(PlanIndex, &PlanTarget)],
) -> Option<Figure<'a>> {
    let metric = figures::metric(&edition.site.config, id)?;
    let today = edition.site.today;
    let of_metric: Vec<_> =
        tops.iter().filter(|(_, target)| target.metric == id && target.target.amount.is_some()).collect();
    let periods: BTreeSet<Period> = of_metric.iter().filter_map(|(_, target)| target.period).collect();
    let periods: Vec<Period> = periods.into_iter().collect();
    let period = years::nearest(&periods, today);
    let mut same = of_metric.iter().filter(|(_, target)| target.period == period);
    match (same.next(), same.next()) {
        (Some((plan, target)), None) => Some(Figure {
            id,
            metric,
            scope: scope(edition, texts, *plan, target),
            period,
            target: target.target.clone(),
            actual: target.actual.clone(),
            progress: target.progress.clone(),
            elapsed: target.elapsed,
        }),
        (Some(_), Some(_)) => {
            let year = years::year_of(edition, period?.start)?;
            let term = Term { condition: Condition::Period(vec![year]), negated: false };
            let filter = Filter { terms: vec![term] };
            let read = |measure| reading(&edition.facts, &edition.site, id, measure, &filter);
            let target = read(Measure::Target);
            target.amount?;
            Some(Figure {
                id,
                metric,
                scope: texts.get("whole").to_owned(),
                period: Some(year),
                elapsed: elapsed(&edition.facts, &edition.site, &target),
                target,
                actual: read(Measure::Actual),
                progress: read(Measure::Progress),
            })
        }
        (None, _) => None,
    }
}

/// Where a target holds: its own place, else its plan's, else the plan itself.
fn scope(edition: &Edition, texts: &Texts, plan: PlanIndex, target: &PlanTarget) -> String {
    let titles: Vec<&str> = target.scope.iter().map(|(id, value)| edition.value_title(*id, value)).collect();
    match titles.as_slice() {
        [] => edition.site.plan(plan).title.value.clone(),
        titles => titles.join(texts.get("list_separator")),
    }
}

fn stat(edition: &Edition, texts: &Texts, from: &str, figure: &Figure<'_>) -> StatView {
    let standing =
        Standing::new(&figure.target, &figure.actual, &figure.progress, figure.elapsed, Some(figure.metric));
    let days = figure.period.map(|period| (period.start, period.end));
    let (away, missing) = figures::away(&standing, &figure.target, &figure.actual);
    let spent = standing.spent;
    let words = if spent { ["budget_word", "used_word", away] } else { ["target", "progress", away] };
    // Of what may be spent, the share that was used says more at a glance than how far the target is from it.
    let share = if spent { standing.used } else { standing.progress };
    let percent = share.as_ref().map(|amount| format!("{} %", figures::percentage(amount).text()));
    let missing = missing.map(|amount| number::figure(&amount, Some(figure.metric)));
    let numbers = [
        figures::html(&figure.target, Some(figure.metric)),
        percent.map_or_else(|| number::html(None), |percent| number::escape(&percent)),
        number::html(missing.as_ref()),
    ];
    let title = &figure.metric.title;
    let bar = Standing { progress: share, ..standing }.bar(texts, title);
    let empty = super::bullet::Bullet { progress: Decimal::ZERO, elapsed: None, label: title };
    StatView {
        title: title.clone(),
        href: edition.href(from, &PageKey::Metric(figure.id)),
        scope: figure.scope.clone(),
        period: figure.period.map(|period| texts.period(&period)).unwrap_or_default(),
        number_html: figures::html(&figure.actual, Some(figure.metric)),
        unit: number::unit(figure.metric).to_owned(),
        bullet_html: bar.map_or_else(|| empty.html(texts), |bar| bar.bullet_html),
        facts: words
            .iter()
            .zip(numbers)
            .map(|(key, number_html)| super::view::StatFactView {
                title: texts.get(key).to_owned(),
                number_html,
            })
            .collect(),
        verdict: standing.verdict(texts, days, edition.site.today),
    }
}

/// Phases that touch the quarter, those of the nearest plans first.
fn quarter(edition: &Edition, texts: &Texts, quarter: &Period, from: &str) -> Option<GanttView> {
    let scale = Scale::exactly(quarter.start, quarter.end, edition.site.today, 380);
    let mut chart =
        scale.chart(edition, texts, texts.get("quarter_timeline").to_owned(), texts.get("phase").to_owned());
    chart.label_width = 210;
    for (index, ..) in rows::tree(edition, usize::MAX, usize::MAX) {
        let plan = edition.site.plan(index);
        for phase in plan.phases.iter().filter(|phase| phase.period.value.overlaps(quarter)) {
            if chart.rows.len() >= PHASES {
                break;
            }
            let mut row = phase_row(edition, texts, &scale, index, phase, from, false);
            row.who = plan.title.value.clone();
            chart.rows.push(row);
        }
    }
    (!chart.rows.is_empty()).then_some(chart)
}

/// What is behind its time or overdue, the worst first; and how many there are.
fn late(edition: &Edition, texts: &Texts, from: &str) -> (Vec<LateView>, usize) {
    let today = edition.site.today;
    // Only a few are shown, so only these are put in words.
    let mut behind: Vec<(Decimal, PlanIndex, &PlanTarget)> = Vec::new();
    let mut overdue: Vec<(Date, PlanIndex, &Task)> = Vec::new();
    for (index, plan) in edition.shown().filter(|(_, plan)| !is_closed(edition, plan)) {
        for target in edition.targets(index) {
            let metric = figures::metric(&edition.site.config, target.metric);
            let standing = Standing::of(target, metric);
            // A twentieth of the time is noise: months are not equally long.
            let Some(lead) = standing.lead().filter(|lead| *lead <= Decimal::from(-5)) else { continue };
            behind.push((lead, index, target));
        }
        for task in plan.tasks.iter().filter(|task| !task.done) {
            let Some(due) = task.due.as_ref().filter(|due| due.value < today) else { continue };
            overdue.push((due.value, index, task));
        }
    }
    behind.sort_by_key(|(lead, ..)| *lead);
    overdue.sort_by_key(|(due, ..)| *due);
    let missing = super::missing::missing(edition);
    let count = behind.len() + overdue.len() + missing.len();
    // All kinds are shown where all are there.
    let missing: Vec<LateView> =
        missing.iter().take(LATE / 4).map(|missing| missing_view(edition, texts, from, missing)).collect();
    let room = LATE - missing.len();
    let most = room - overdue.len().min(room / 2);
    let behind = behind.into_iter().take(most);
    let mut list: Vec<LateView> =
        behind.map(|(lead, index, target)| behind_view(edition, texts, from, index, target, lead)).collect();
    let overdue = overdue.into_iter().take(room - list.len());
    list.extend(overdue.map(|(due, index, task)| overdue_view(edition, texts, from, index, task, due)));
    list.extend(missing);
    (list, count)
}

fn missing_view(edition: &Edition, texts: &Texts, from: &str, missing: &Missing) -> LateView {
    let plan = edition.site.plan(missing.plan);
    let today = edition.site.today;
    let near = missing.period.start.year() == today.year();
    let period = if near { texts.period_short(&missing.period) } else { texts.period(&missing.period) };
    let metrics = missing.metrics.iter().filter_map(|id| figures::metric(&edition.site.config, *id));
    let titles: Vec<&str> = metrics.map(|metric| metric.title.as_str()).collect();
    let mut notes = vec![titles.join(texts.get("list_separator"))];
    notes.extend(plan.owners.first().map(|owner| owner.value.clone()));
    LateView {
        link: LinkView::to(&plan.title.value, format!("{}#p:targets", edition.plan_href(from, missing.plan))),
        text: texts.fill("late_missing", &[("period", &period)]),
        late: String::new(),
        notes,
    }
}

fn behind_view(
    edition: &Edition,
    texts: &Texts,
    from: &str,
    index: PlanIndex,
    target: &PlanTarget,
    lead: Decimal,
) -> LateView {
    let plan = edition.site.plan(index);
    let metric = figures::metric(&edition.site.config, target.metric);
    let title = metric.map_or("", |metric| metric.title.as_str());
    let text = |cell: &Cell| number::text(figures::figure(cell, metric).as_ref());
    let unit = metric.map_or("", number::unit);
    let numbers = format!("{} / {} {unit}", text(&target.actual), text(&target.target));
    let scope = super::targets::scope(edition, texts, index, target);
    let mut notes = vec![plan.title.value.clone()];
    notes.extend((!scope.is_empty()).then_some(scope));
    notes.push(numbers);
    notes.extend(plan.owners.first().map(|owner| owner.value.clone()));
    LateView {
        link: LinkView::to(title, format!("{}#p:targets", edition.plan_href(from, index))),
        text: texts.fill("late_behind", &[("n", &number::fixed(lead.abs()))]),
        late: String::new(),
        notes,
    }
}

fn overdue_view(
    edition: &Edition,
    texts: &Texts,
    from: &str,
    index: PlanIndex,
    task: &Task,
    due: Date,
) -> LateView {
    let today = edition.site.today;
    let plan = edition.site.plan(index);
    let page = edition.plan_href(from, index);
    let heading = plan.document.sections.get(task.section).and_then(|section| section.heading.as_ref());
    let href = match heading {
        Some(heading) => format!("{page}#{}", super::key::encode_fragment(&heading.anchor)),
        None => page,
    };
    let days = super::dates::days(due, today).unsigned_abs() as usize;
    let due = texts.fill("late_due", &[("date", &texts.day_near(due, today))]);
    let mut notes = vec![plan.title.value.clone(), due];
    notes.extend(task.owner.as_ref().map(|owner| owner.value.clone()));
    LateView {
        link: LinkView::to(super::number::short(&with_titles(edition, index, &task.name)), href),
        text: String::new(),
        late: texts.count("late_overdue", days),
        notes,
    }
}
