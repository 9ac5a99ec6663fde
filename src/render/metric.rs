//! The page of a metric: its table by region (or along what it is split) and quarter, the chart of the same,
//! the plans that state it, and every statement that it is made from.

mod conclusion;
mod panels;
mod sources;

pub(super) use sources::SOURCES;

use super::answers::{self, NotSplit, Shown, measure_word};
use super::data::{self, DataKey, PlanTable, files};
use super::edition::Edition;
use super::figures::{self, Standing};
use super::key::PageKey;
use super::number::{self, escape, fixed};
use super::texts::Texts;
use super::view::{AnswerView, LinkView, MetricView, MiniView, PlanTableView};
use super::{group, years};
use crate::aggregate::{Answer, Role, StatementRef, answer, elapsed};
use crate::config::{Better, DimensionId, Metric, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::period::Period;
use crate::view::{Axis, Condition, Filter, Measure, Query, Subject, Term};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The view of a metric's page.
pub(super) fn view(edition: &Edition, texts: &Texts, id: MetricId) -> Option<MetricView> {
    let metric = figures::metric(&edition.site.config, id)?;
    let key = PageKey::Metric(id);
    let from = edition.path(&key);
    let (mut sources, numbers, sources_cut) = sources::sources(edition, texts, id, &from);
    sources.files = (!sources.rows.is_empty()).then(|| files(edition, &from, &key, "statements"));
    let (year, by_quarter) = edition.year_of(id);
    let axis = axis(edition, id);
    let mut tables = Vec::new();
    let mut mini = Vec::new();
    let mut chart = Vec::new();
    let mut conclusion = String::new();
    if let Some(year) = year {
        mini = figures_of(texts, edition, metric, by_quarter, year);
        let label = format!("{} · {}", by(texts, edition, axis, "quarter"), texts.period(year));
        tables.push(table(edition, texts, &from, "m", label, by_quarter, Some(year), Some(&numbers), axis));
        if let Some(shown) = panels::Shown::new(by_quarter) {
            chart = panels::chart(edition, texts, metric, by_quarter, &shown);
            conclusion = conclusion::words(texts, metric, by_quarter, &shown, edition.site.today);
        }
    }
    if has_years(edition, id) {
        let by_year = by_year(edition, id);
        let label = by(texts, edition, axis, "year");
        let mut table = table(edition, texts, &from, "y", label, &by_year, None, Some(&numbers), axis);
        table.files = Some(files(edition, &from, &key, "years"));
        tables.push(table);
    }
    let (plans, plans_more) = plans(edition, texts, id, &from);
    Some(MetricView {
        title: metric.title.clone(),
        facts: facts(edition, texts, metric),
        mini,
        filter: texts.fill("filter_rows", &[("name", &axis_title(texts, edition, axis))]),
        tables,
        csv: edition.href(&from, &PageKey::Data(DataKey::Table(id, "csv"))),
        json: edition.href(&from, &PageKey::Data(DataKey::Table(id, "json"))),
        panels: chart,
        panels_conclusion: conclusion,
        panels_note: texts.fill("chart_scale", &[("unit", number::unit(metric))]),
        plans,
        plans_more,
        sources_count: texts.count("sources_count", sources.rows.len() + sources_cut),
        sources,
    })
}

/// The year that a metric's page shows first, and its numbers by quarter in it (of all years, where it has none).
pub(super) fn year_of(edition: &Edition, id: MetricId) -> (Option<Period>, Answer) {
    let year = years::nearest(&years::of_metric(edition, id), edition.site.today);
    let within: Vec<Period> = year.into_iter().collect();
    let query = query(id, axis(edition, id), Some(Axis::Quarter), &within);
    (year, answer(&edition.facts, &edition.site, &query))
}

/// Whether a metric's page has a table by year: where there are several, and where something lies in none.
pub(super) fn has_years(edition: &Edition, id: MetricId) -> bool {
    *edition.has_years.get(id, || years::of_metric(edition, id).len() > 1 || years::has_others(edition, id))
}

/// The numbers of a metric by year.
pub(super) fn by_year(edition: &Edition, id: MetricId) -> Arc<Answer> {
    let query = || query(id, axis(edition, id), Some(Axis::Year), &[]);
    edition.by_year.get(id, || answer(&edition.facts, &edition.site, &query()))
}

/// The query behind a table of one metric.
fn query(id: MetricId, rows: Axis, columns: Option<Axis>, within: &[Period]) -> Query {
    let mut filter = Filter::default();
    if !within.is_empty() {
        filter.terms.push(Term { condition: Condition::Period(within.to_vec()), negated: false });
    }
    Query {
        subject: Subject::Targets,
        metrics: vec![id],
        rows,
        columns,
        filter,
        show: vec![Measure::Target, Measure::Actual, Measure::Progress, Measure::Unallocated],
        totals: true,
        sort: None,
        limit: None,
    }
}

/// Along what a metric is shown: the dimension that most of its statements name, else the plan tree.
pub(super) fn axis(edition: &Edition, id: MetricId) -> Axis {
    *edition.axes.get(id, || find_axis(edition, id))
}

fn find_axis(edition: &Edition, id: MetricId) -> Axis {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    let all = statements(edition, teller(edition, id));
    for statement in all.iter().filter_map(|reference| reference.get(&edition.site)) {
        for (dimension, _) in statement.scope.iter() {
            *counts.entry(dimension.0).or_default() += 1;
        }
    }
    let mut dimensions: Vec<(u16, usize)> = counts.into_iter().collect();
    dimensions.sort_by_key(|(dimension, count)| (Reverse(*count), *dimension));
    let dimensions = dimensions.into_iter().map(|(dimension, _)| Axis::Dimension(DimensionId(dimension)));
    let mut axes = dimensions.chain([Axis::Plan]);
    let most = axes.next().unwrap_or(Axis::Plan);
    match figures::metric(&edition.site.config, id).map(|metric| metric.kind) {
        // What is never added has numbers only along what it is stated by.
        Some(MetricKind::Ratio(None)) if !has_numbers(edition, id, most) => {
            axes.find(|axis| has_numbers(edition, id, *axis)).unwrap_or(most)
        }
        _ => most,
    }
}

fn has_numbers(edition: &Edition, id: MetricId, axis: Axis) -> bool {
    let answer = answer(&edition.facts, &edition.site, &query(id, axis, Some(Axis::Quarter), &[]));
    answer.cells.iter().flatten().flatten().any(|cell| cell.amount.is_some())
}

/// The metric whose statements tell where and when a metric has numbers: itself; a ratio that nobody states has
/// them where the part has that is divided.
pub(super) fn teller(edition: &Edition, id: MetricId) -> MetricId {
    match figures::metric(&edition.site.config, id).map(|metric| metric.kind) {
        Some(MetricKind::Ratio(Some((of, over))))
            if statements(edition, id).is_empty() && !statements(edition, over).is_empty() =>
        {
            of
        }
        _ => id,
    }
}

/// The statements of a metric: those of plans that are shown, then those of data files.
pub(super) fn statements(edition: &Edition, id: MetricId) -> &[StatementRef] {
    edition.lists.statements.get(usize::from(id.0)).map_or(&[], Vec::as_slice)
}

/// What the list of a metric's page shows: its statements; of a ratio also those of its parts, which its numbers
/// are made from.
pub(super) fn shown_statements(edition: &Edition, id: MetricId) -> impl Iterator<Item = &[StatementRef]> {
    let parts = match figures::metric(&edition.site.config, id).map(|metric| metric.kind) {
        Some(MetricKind::Ratio(Some((of, over)))) => vec![id, of, over],
        _ => vec![id],
    };
    parts.into_iter().map(|id| statements(edition, id))
}

/// The number of a statement in the list of a metric's page.
pub(super) fn number_of(edition: &Edition, id: MetricId, statement: StatementRef) -> Option<usize> {
    let mut before = 0;
    for list in shown_statements(edition, id) {
        if let Ok(at) = list.binary_search(&statement) {
            return Some(before + at + 1).filter(|number| *number <= sources::SOURCES);
        }
        before += list.len();
    }
    None
}

/// All statements of plans that are shown and of data files, in order.
pub(super) fn all_statements(edition: &Edition) -> impl Iterator<Item = StatementRef> {
    let plans = edition.shown().flat_map(|(index, plan)| {
        (0..plan.statements.len()).map(move |at| StatementRef::Plan(index, at as u32))
    });
    let data = (0..).zip(&edition.site.data);
    plans.chain(data.flat_map(|(file, data)| {
        let rows = (0..).zip(&data.rows).filter(|(_, row)| edition.site.is_row_shown(row));
        rows.map(move |(row, _)| StatementRef::Data(file, row))
    }))
}

/// The title of an axis.
pub(super) fn axis_title(texts: &Texts, edition: &Edition, axis: Axis) -> String {
    match axis {
        Axis::Dimension(id) => edition
            .site
            .config
            .dimensions
            .get(usize::from(id.0))
            .map_or(String::new(), |dimension| dimension.title.clone()),
        Axis::Plan => texts.get("plan").to_owned(),
        Axis::Owner => texts.get("owner").to_owned(),
        Axis::Kind => texts.get("kind").to_owned(),
        Axis::Status => texts.get("status").to_owned(),
        Axis::Metric => texts.get("metric").to_owned(),
        Axis::Parent => texts.get("parent").to_owned(),
        Axis::Tag => texts.get("tags").to_owned(),
        Axis::Year => texts.get("year").to_owned(),
        Axis::Half => texts.get("half").to_owned(),
        Axis::Quarter => texts.get("quarter").to_owned(),
        Axis::Month => texts.get("month").to_owned(),
    }
}

fn by(texts: &Texts, edition: &Edition, axis: Axis, columns: &str) -> String {
    let (rows, columns) = (axis_title(texts, edition, axis), texts.get(columns).to_owned());
    texts.fill("rows_by_columns", &[("rows", &rows), ("columns", &columns)])
}

#[expect(clippy::too_many_arguments, reason = "each is one line of the table's frame")]
fn table(
    edition: &Edition,
    texts: &Texts,
    from: &str,
    id: &str,
    label: String,
    answer: &Answer,
    year: Option<&Period>,
    sources: Option<&BTreeMap<StatementRef, usize>>,
    axis: Axis,
) -> AnswerView {
    let columns = if year.is_some() { Axis::Quarter } else { Axis::Year };
    Shown {
        edition,
        texts,
        from,
        id: id.to_owned(),
        label,
        corner: axis_title(texts, edition, axis),
        days: year.map(|year| (year.start, year.end)),
        sources,
        not_split: NotSplit::along(texts, edition, Some(columns)),
        reduced: true,
    }
    .view(answer)
}

fn facts(edition: &Edition, texts: &Texts, metric: &Metric) -> Vec<String> {
    let mut facts = Vec::new();
    if !number::unit(metric).is_empty() {
        facts.push(number::unit(metric).to_owned());
    }
    facts.push(match metric.kind {
        MetricKind::Flow => texts.get("metric_kind_flow").to_owned(),
        MetricKind::Stock => texts.get("metric_kind_stock").to_owned(),
        MetricKind::Ratio(_) => figures::ratio_of(texts, &edition.site.config, metric).unwrap_or_default(),
    });
    if metric.better == Better::Lower {
        facts.push(texts.get("metric_better_lower").to_owned());
    }
    if !metric.aliases.is_empty() {
        let names = metric.aliases.join(texts.get("list_separator"));
        facts.push(texts.fill("aliases", &[("names", &names)]));
    }
    facts
}

/// The figures at the head: actual, target, against time, unallocated.
fn figures_of(
    texts: &Texts,
    edition: &Edition,
    metric: &Metric,
    answer: &Answer,
    year: &Period,
) -> Vec<MiniView> {
    let total = |measure: Measure| {
        let row = answer.rows.iter().position(|head| head.role == Role::Total)?;
        let column = answer.columns.iter().position(|head| head.role == Role::Total)?;
        let series = answer.series.iter().position(|series| series.measure == measure)?;
        Some(answers::cell(answer.cells.get(row)?, column, series))
    };
    let nothing = crate::aggregate::Cell::default();
    let cell = |measure| total(measure).unwrap_or(&nothing);
    let unit = number::unit(metric);
    let mini = |key: &str, note: String, html: String, unit: &str| MiniView {
        title: texts.get(key).to_owned(),
        note,
        number_html: html,
        unit: unit.to_owned(),
    };
    let today = edition.site.today;
    let (target, actual) = (cell(Measure::Target), cell(Measure::Actual));
    if target.amount.is_none() && actual.amount.is_none() {
        return Vec::new();
    }
    let elapsed = elapsed(&edition.facts, &edition.site, target);
    let standing = Standing::new(target, actual, cell(Measure::Progress), elapsed, Some(metric));
    let spent = standing.spent;
    let until = texts.fill("until", &[("date", &texts.day_near(today.min(year.end), year.start))]);
    let progress = standing.progress.as_ref().map(|amount| {
        let words = measure_word(texts, Measure::Progress);
        format!("{} {}", words.trim_end_matches(['%', ' ']), figures::percentage(amount).text()) + " %"
    });
    let mut list = vec![
        mini("actual", until, figures::html(actual, Some(metric)), unit),
        mini(
            if spent { "budget_word" } else { "target" },
            progress.unwrap_or_default(),
            figures::html(target, Some(metric)),
            unit,
        ),
    ];
    if let (Some(lead), Some(elapsed)) = (standing.lead(), standing.running()) {
        let note = texts.fill("time_share", &[("n", &number::percent(elapsed))]);
        list.push(mini("against_time", note, escape(&fixed(lead)), texts.get("points")));
    } else if let (away, Some(missing)) = figures::away(&standing, target, actual) {
        list.push(mini(away, String::new(), number::figure(&missing, Some(metric)).html(), unit));
    }
    if cell(Measure::Unallocated).amount.is_some() {
        let number = figures::html(cell(Measure::Unallocated), Some(metric));
        list.push(mini("unallocated", String::new(), number, unit));
    }
    list
}

/// The plans that state a target of the metric, as a table; of many the first, and the way to all.
fn plans(
    edition: &Edition,
    texts: &Texts,
    id: MetricId,
    from: &str,
) -> (Option<PlanTableView>, Option<LinkView>) {
    let listed = listed(edition, id);
    let all = || edition.href(from, &PageKey::Data(DataKey::PlanTargets("csv")));
    let more = group::more(texts, listed.total_count, all);
    let rows: Vec<_> = listed.plans.iter().map(|index| (*index, 0, false)).collect();
    let table = (!rows.is_empty()).then(|| {
        let files = Some(files(edition, from, &PageKey::Metric(id), data::PLANS));
        PlanTableView { files, ..super::rows::table(edition, texts, from, "plans", &rows, Some(id)) }
    });
    (table, more)
}

/// The same as they are listed.
pub(super) fn listed(edition: &Edition, id: MetricId) -> PlanTable {
    let stating = statements(edition, id).iter().filter_map(|at| match at {
        StatementRef::Plan(plan, _) => {
            at.get(&edition.site).filter(|statement| statement.kind == StatementKind::Target).map(|_| *plan)
        }
        StatementRef::Data(..) => None,
    });
    let mut plans: Vec<PlanIndex> = stating.collect();
    plans.dedup();
    plans.sort_by_key(|plan| edition.lists.places.get(plan.0 as usize));
    let total_count = plans.len();
    plans.truncate(group::LISTED);
    PlanTable { plans, total_count, metric: Some(id) }
}
