//! Views of numbers: the answer of a query as a table, and what pictures of it share: which numbers stand where, and
//! what they are called.

use super::{Place, value};
use crate::aggregate::{Answer, Cell, Head, Key, Role, answer};
use crate::config::{Metric, MetricId};
use crate::render::answers::{NotSplit, Shown, cell, measure_word, with_unit};
use crate::render::chart::Value;
use crate::render::figures;
use crate::render::key::PageKey;
use crate::render::metric::axis_title;
use crate::render::view::{PictureView, ViewView};
use crate::view::{Chart, Condition, Form, Measure, Query};
use jiff::civil::Date;

impl Place<'_> {
    pub(super) fn numbers(&self, form: Form, query: &Query) -> ViewView {
        let edition = self.edition;
        let answer = &*edition.views.get(self.at, || answer(&edition.facts, &edition.site, query));
        let days = days(query);
        let corner = axis_title(self.texts, self.edition, query.rows);
        let shown = Shown {
            edition: self.edition,
            texts: self.texts,
            from: self.from,
            id: format!("{}-table", self.id()),
            label: corner.clone(),
            corner,
            days,
            sources: None,
            not_split: NotSplit::along(self.texts, self.edition, query.columns),
            reduced: false,
        };
        let mut table = shown.view(answer);
        table.files = Some(self.files());
        let mut view = self.blank();
        view.notes = std::mem::take(&mut table.notes);
        view.table = Some(table);
        let drawing = Drawing { place: self, query, answer, is_one_year: is_one_year(answer, days) };
        let metrics = drawing.metrics();
        if let [metric] = metrics.as_slice() {
            // Over the only columns of a table their measures stand.
            let is_said = form == Form::Table && query.columns.is_none();
            view.caption = drawing.caption(*metric, &query.show, !is_said);
        } else if let ([measure], Form::Table) = (query.show.as_slice(), form) {
            view.caption = measure_word(self.texts, *measure);
        }
        let Form::Chart(chart) = form else { return view };
        let mut draw = |picture: PictureView| {
            if !picture.bars.is_empty() || !picture.svg_html.is_empty() {
                view.pictures.push(picture);
            }
        };
        match chart {
            Chart::Bar => metrics.iter().for_each(|metric| draw(drawing.bars(*metric))),
            Chart::Bullet => metrics.iter().for_each(|metric| draw(drawing.bullets(*metric))),
            Chart::Pie => (0..answer.series.len()).for_each(|series| draw(drawing.pie(series))),
            Chart::Line => {
                for metric in metrics {
                    let (picture, note) = drawing.lines(metric);
                    draw(picture);
                    view.notes.extend(note);
                }
            }
            // Both have no rows to choose, which is a finding.
            Chart::Gantt | Chart::Tree => {}
        }
        view.behind = !view.pictures.is_empty();
        if view.pictures.is_empty() {
            view.notes.push(self.texts.get("view_empty").to_owned());
        }
        view
    }
}

/// The days that a query is about: of its only period.
fn days(query: &Query) -> Option<(Date, Date)> {
    query.filter.terms.iter().find_map(|term| match (&term.condition, term.negated) {
        (Condition::Period(periods), false) => match periods.as_slice() {
            [one] => Some((one.start, one.end)),
            _ => None,
        },
        _ => None,
    })
}

/// Whether all that an answer is about lies in one year, which then need not be named at each place.
fn is_one_year(answer: &Answer, days: Option<(Date, Date)>) -> bool {
    let period = |head: &Head| {
        if let Key::Period(period) = head.key { Some((period.start, period.end)) } else { None }
    };
    let of_heads = answer.rows.iter().chain(&answer.columns).filter_map(period);
    let all: Vec<(Date, Date)> = days.map_or_else(|| of_heads.collect(), |days| vec![days]);
    all.first()
        .is_some_and(|first| all.iter().all(|(start, end)| [start.year(), end.year()] == [first.0.year(); 2]))
}

pub(super) struct Drawing<'a> {
    pub(super) place: &'a Place<'a>,
    pub(super) query: &'a Query,
    pub(super) answer: &'a Answer,
    is_one_year: bool,
}

impl Drawing<'_> {
    pub(super) fn metric_of(&self, row: usize, column: usize, series: usize) -> Option<&Metric> {
        let from_head = |head: &Head| if let Key::Metric(id) = head.key { Some(id) } else { None };
        let id = self.answer.series[series]
            .metric
            .or_else(|| from_head(&self.answer.rows[row]))
            .or_else(|| from_head(&self.answer.columns[column]))?;
        figures::metric(&self.place.edition.site.config, id)
    }

    pub(super) fn cell(&self, row: usize, column: usize, series: usize) -> &Cell {
        cell(&self.answer.cells[row], column, series)
    }

    pub(super) fn value(&self, row: usize, column: usize, series: usize) -> Option<Value> {
        let has_unit = has_unit(self.answer.series[series].measure);
        value(self.cell(row, column, series), self.metric_of(row, column, series).filter(|_| has_unit))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.answer.rows.len()).filter(|row| self.answer.rows[*row].role != Role::Total)
    }

    /// The columns that a picture of a metric shows: those that are asked for and have numbers, or the only one. A
    /// total stands in the table, as that of the rows does.
    pub(super) fn columns(&self, metric: Option<MetricId>) -> Vec<usize> {
        let is_shown =
            |column: usize| self.query.columns.is_none() || self.answer.columns[column].role != Role::Total;
        let has_numbers = |column: usize| {
            self.rows().any(|row| self.of(metric).any(|at| self.cell(row, column, at).amount.is_some()))
        };
        (0..self.answer.columns.len()).filter(|column| is_shown(*column) && has_numbers(*column)).collect()
    }

    pub(super) fn entries(&self) -> Vec<usize> {
        (0..self.answer.columns.len()).filter(|at| self.answer.columns[*at].role == Role::Entry).collect()
    }

    /// The series of a metric.
    fn of(&self, metric: Option<MetricId>) -> impl Iterator<Item = usize> {
        (0..self.answer.series.len()).filter(move |at| self.answer.series[*at].metric == metric)
    }

    /// The series of a metric that are drawn. Progress has a scale of its own, and is drawn where it is all.
    pub(super) fn drawn(&self, metric: Option<MetricId>) -> Vec<usize> {
        let is_progress = |at: &usize| self.answer.series[*at].measure == Measure::Progress;
        let drawn: Vec<usize> = self.of(metric).filter(|at| !is_progress(at)).collect();
        if drawn.is_empty() { self.of(metric).collect() } else { drawn }
    }

    pub(super) fn series(&self, metric: Option<MetricId>, measure: Measure) -> Option<usize> {
        self.answer.series.iter().position(|series| series.metric == metric && series.measure == measure)
    }

    /// The metrics drawn, each on its own scale.
    pub(super) fn metrics(&self) -> Vec<Option<MetricId>> {
        let mut metrics = Vec::new();
        for series in &self.answer.series {
            if !metrics.contains(&series.metric) {
                metrics.push(series.metric);
            }
        }
        metrics
    }

    /// What numbers are: their metric, where it is asked for their only measure, and their unit.
    pub(super) fn caption(&self, metric: Option<MetricId>, measures: &[Measure], with_word: bool) -> String {
        let texts = self.place.texts;
        let word = match measures {
            [measure] if with_word => Some(measure_word(texts, *measure)),
            _ => None,
        };
        let Some(metric) = metric.and_then(|id| figures::metric(&self.place.edition.site.config, id)) else {
            return word.unwrap_or_default();
        };
        let name = match word {
            Some(word) => texts.fill("name_measure", &[("name", &metric.title), ("measure", &word)]),
            None => metric.title.clone(),
        };
        let has_unit = measures.iter().any(|measure| has_unit(*measure));
        if has_unit { with_unit(texts, &name, metric) } else { name }
    }

    pub(super) fn row_name(&self, row: usize) -> (String, Option<String>) {
        let head = &self.answer.rows[row];
        let (edition, from) = (self.place.edition, self.place.from);
        let to = |key: PageKey| Some(edition.href(from, &key));
        let href = match (head.role, &head.key) {
            (Role::Entry, Key::Value(id, value)) => to(PageKey::Value(*id, value.to_string())),
            (Role::Entry, Key::Plan(plan)) => Some(edition.plan_href(from, *plan)),
            (Role::Entry, Key::Metric(id)) => to(PageKey::Metric(*id)),
            (Role::Entry, Key::Owner(name)) => to(PageKey::Owner(name.to_string())),
            _ => None,
        };
        (self.head_name(head), href)
    }

    pub(super) fn head_name(&self, head: &Head) -> String {
        let texts = self.place.texts;
        match (head.role, &head.key) {
            (Role::Rest, _) => texts.get("rest_below").to_owned(),
            (Role::NotSplit, _) => texts.get("not_split").to_owned(),
            (Role::Total, _) => texts.get("total").to_owned(),
            (_, Key::Period(period)) if self.is_one_year => texts.period_tick(period),
            (_, Key::Period(period)) => texts.period(period),
            (_, Key::Metric(id)) => figures::metric(&self.place.edition.site.config, *id)
                .map_or_else(String::new, |metric| with_unit(texts, &metric.title, metric)),
            (_, Key::Status(status)) => crate::render::status::status_word(texts, status),
            _ => head.label.clone(),
        }
    }
}

/// Whether numbers of a measure are in the metric's unit.
fn has_unit(measure: Measure) -> bool {
    !matches!(measure, Measure::Progress | Measure::Count)
}
