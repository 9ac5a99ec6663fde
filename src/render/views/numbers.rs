//! Views of numbers: the answer of a query as a table, or as bars, lines, shares or bullets.

use super::{Place, value};
use crate::aggregate::{Answer, Cell, Head, Key, Role, answer};
use crate::config::{Metric, MetricId};
use crate::render::answers::{Shown, cell, elapsed, measure_word};
use crate::render::chart::{BarRow, Line, Node, Slice, Value, bars, lines, pie, tree};
use crate::render::figures::{self, Standing};
use crate::render::key::PageKey;
use crate::render::metric::{axis_title, not_split};
use crate::render::number;
use crate::render::view::{BarRowView, KeyView, ViewView};
use crate::view::{Axis, Chart, Condition, Form, Measure, Query};
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
            not_split: not_split(self.texts, self.edition, query.columns),
            reduced: false,
        };
        let mut table = shown.view(answer);
        table.files = Some(self.files());
        let mut view = self.blank();
        view.notes = std::mem::take(&mut table.notes);
        view.table = Some(table);
        let Form::Chart(chart) = form else { return view };
        view.behind = true;
        let drawing = Drawing { place: self, query, answer, days, is_one_year: is_one_year(answer, days) };
        match chart {
            Chart::Bar | Chart::Gantt => drawing.bars(&mut view),
            Chart::Line => drawing.lines(&mut view),
            Chart::Pie => drawing.pie(&mut view),
            Chart::Bullet => drawing.bullets(&mut view),
            Chart::Tree => drawing.tree(&mut view),
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

struct Drawing<'a> {
    place: &'a Place<'a>,
    query: &'a Query,
    answer: &'a Answer,
    days: Option<(Date, Date)>,
    is_one_year: bool,
}

impl Drawing<'_> {
    fn metric_of(&self, row: usize, column: usize, series: usize) -> Option<&Metric> {
        let from_head = |head: &Head| if let Key::Metric(id) = head.key { Some(id) } else { None };
        let id = self.answer.series[series]
            .metric
            .or_else(|| from_head(&self.answer.rows[row]))
            .or_else(|| from_head(&self.answer.columns[column]))?;
        figures::metric(&self.place.edition.site.config, id)
    }

    fn cell(&self, row: usize, column: usize, series: usize) -> &Cell {
        cell(&self.answer.cells[row], column, series)
    }

    fn value(&self, row: usize, column: usize, series: usize) -> Option<Value> {
        value(self.cell(row, column, series), self.metric_of(row, column, series))
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.answer.rows.len()).filter(|row| self.answer.rows[*row].role != Role::Total)
    }

    /// The column of the whole; the last one where there is no such.
    fn whole(&self) -> Option<usize> {
        let total = self.answer.columns.iter().position(|head| head.role == Role::Total);
        total.or(self.answer.columns.len().checked_sub(1))
    }

    fn entries(&self) -> Vec<usize> {
        (0..self.answer.columns.len()).filter(|at| self.answer.columns[*at].role == Role::Entry).collect()
    }

    fn series(&self, metric: Option<MetricId>, measure: Measure) -> Option<usize> {
        self.answer.series.iter().position(|series| series.metric == metric && series.measure == measure)
    }

    /// The metrics drawn, each on its own scale.
    fn metrics(&self) -> Vec<Option<MetricId>> {
        let mut metrics = Vec::new();
        for series in &self.answer.series {
            if !metrics.contains(&series.metric) {
                metrics.push(series.metric);
            }
        }
        metrics
    }

    fn row_name(&self, row: usize) -> (String, Option<String>) {
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

    fn head_name(&self, head: &Head) -> String {
        let texts = self.place.texts;
        match (head.role, &head.key) {
            (Role::Rest, _) => texts.get("rest_below").to_owned(),
            (Role::NotSplit, _) => texts.get("not_split").to_owned(),
            (Role::Total, _) => texts.get("total").to_owned(),
            (_, Key::Period(period)) if self.is_one_year => texts.period_tick(period),
            (_, Key::Period(period)) => texts.period(period),
            (_, Key::Metric(id)) => figures::metric(&self.place.edition.site.config, *id)
                .map_or_else(String::new, |metric| metric.title.clone()),
            (_, Key::Status(status)) => crate::render::status::status_word(texts, status),
            _ => head.label.clone(),
        }
    }

    /// One bar a number; a target beside an actual is a line over it. With columns one bar a column.
    fn bars(&self, view: &mut ViewView) {
        let columns = self.entries();
        let mut keys: Vec<String> = Vec::new();
        for metric in self.metrics() {
            let target = self.series(metric, Measure::Target);
            let actual = self.series(metric, Measure::Actual);
            let mut rows = Vec::new();
            for row in self.rows() {
                let (name, href) = self.row_name(row);
                let mut bar = BarRow { name, href, depth: self.answer.rows[row].depth, ..BarRow::default() };
                if columns.len() > 1 && self.answer.series.len() <= self.metrics().len() * 3 {
                    let series = actual.filter(|_| target.is_none()).or(target).unwrap_or(0);
                    keys = columns.iter().map(|at| self.head_name(&self.answer.columns[*at])).collect();
                    bar.values = columns.iter().map(|column| self.value(row, *column, series)).collect();
                } else if let Some(whole) = self.whole() {
                    let all = self.answer.series.iter().enumerate();
                    let kept: Vec<usize> = all
                        .filter(|(at, series)| {
                            series.metric == metric
                                && series.measure != Measure::Progress
                                && !(Some(*at) == target && actual.is_some())
                        })
                        .map(|(at, _)| at)
                        .collect();
                    if kept.len() > 1 {
                        let word =
                            |at: &usize| measure_word(self.place.texts, self.answer.series[*at].measure);
                        keys = kept.iter().map(word).collect();
                    }
                    bar.values = kept.iter().map(|series| self.value(row, whole, *series)).collect();
                    bar.target =
                        target.filter(|_| actual.is_some()).and_then(|at| self.value(row, whole, at));
                }
                rows.push(bar);
            }
            rows.retain(|row| row.values.iter().any(Option::is_some) || row.target.is_some());
            view.bars.extend(bars(&rows));
        }
        // All rows have as many cells.
        if view.bars.iter().any(|row| row.target.is_some()) {
            view.bars.iter_mut().for_each(|row| {
                row.target.get_or_insert_with(|| "—".to_owned());
            });
        }
        view.keys = key_views(keys);
    }

    /// Along time where either axis is time: a line a row, a number and a metric.
    fn lines(&self, view: &mut ViewView) {
        let along_rows = is_time(self.query.rows) || self.entries().len() < 2;
        let (places, across): (Vec<usize>, Vec<usize>) = if along_rows {
            (self.places(), self.whole().into_iter().collect())
        } else {
            (self.entries(), self.rows().collect())
        };
        let names: Vec<String> = places
            .iter()
            .map(|at| match along_rows {
                true => self.row_name(*at).0,
                false => self.head_name(&self.answer.columns[*at]),
            })
            .collect();
        for metric in self.metrics() {
            let mut list = Vec::new();
            for at in &across {
                for (series, of) in self.answer.series.iter().enumerate() {
                    if of.metric != metric || of.measure == Measure::Progress {
                        continue;
                    }
                    let word = measure_word(self.place.texts, of.measure);
                    let name = match (along_rows, self.answer.series.len()) {
                        (true, _) => word,
                        (false, 1) => self.row_name(*at).0,
                        (false, _) => format!("{} {word}", self.row_name(*at).0),
                    };
                    let values = places.iter().map(|place| match along_rows {
                        true => self.value(*place, *at, series),
                        false => self.value(*at, *place, series),
                    });
                    let dashed = of.measure == Measure::Target;
                    list.push(Line { name, values: values.collect(), dashed });
                }
            }
            list.retain(|line| line.values.iter().any(Option::is_some));
            // More lines than can be told apart say nothing; the table has them.
            list.truncate(6);
            let label = label(&names, &list);
            view.svg_html.push_str(&lines(&names, &list, &label));
            let solid = list.iter().filter(|line| !line.dashed).map(|line| line.name.clone());
            let mut keys = key_views(solid.collect());
            for key in &mut keys {
                key.shape = "line";
            }
            let dashed = list.iter().filter(|line| line.dashed);
            keys.extend(dashed.map(|line| KeyView { class: "a", text: line.name.clone(), shape: "dash" }));
            view.keys.extend(keys);
        }
    }

    /// The rows along a line. What lies at no time has no place on one along it, unless there is nothing else; the
    /// table has it.
    fn places(&self) -> Vec<usize> {
        let is_placed = |row: &usize| self.answer.rows[*row].role == Role::Entry;
        let placed: Vec<usize> =
            self.rows().filter(|row| !is_time(self.query.rows) || is_placed(row)).collect();
        if placed.is_empty() { self.rows().collect() } else { placed }
    }

    fn pie(&self, view: &mut ViewView) {
        let Some(whole) = self.whole() else { return };
        let leaves = self.rows().filter(|row| {
            // A node and what lies below it are one share, not two.
            !self.answer.rows.iter().any(|other| other.parent == Some(*row) && other.role != Role::Total)
        });
        let slices: Vec<Slice> = leaves
            .filter_map(|row| {
                let (mut name, href) = self.row_name(row);
                let head = &self.answer.rows[row];
                // Without the tree around them, the rests of several nodes would be called the same.
                if let Some(above) = head.parent.filter(|_| head.role == Role::Rest) {
                    name = format!("{} · {name}", self.row_name(above).0);
                }
                Some(Slice { name, href, value: self.value(row, whole, 0)? })
            })
            .collect();
        let words: Vec<String> =
            slices.iter().map(|slice| format!("{} {}", slice.name, slice.value.text)).collect();
        (view.svg_html, view.slices) = pie(&slices, &words.join(self.place.texts.get("list_separator")));
    }

    fn bullets(&self, view: &mut ViewView) {
        let Some(whole) = self.whole() else { return };
        let today = self.place.edition.site.today;
        for metric in self.metrics() {
            let at = |measure| self.series(metric, measure);
            let nothing = Cell::default();
            // What is left over of a node has parts of both sides: its progress says nothing.
            for row in self.rows().filter(|row| self.answer.rows[*row].role == Role::Entry) {
                let of = |measure| at(measure).map_or(&nothing, |series| self.cell(row, whole, series));
                let time = match (&self.answer.rows[row].key, self.days) {
                    (Key::Period(period), _) => elapsed(period.start, period.end, today),
                    (_, Some((start, end))) => elapsed(start, end, today),
                    _ => None,
                };
                let metric = at(Measure::Target).and_then(|series| self.metric_of(row, whole, series));
                let (target, actual) = (of(Measure::Target), of(Measure::Actual));
                let standing = Standing::new(target, actual, of(Measure::Progress), time, metric);
                let (name, href) = self.row_name(row);
                let Some(bar) = standing.bar(self.place.texts, &name) else { continue };
                let text = |cell| number::text(figures::figure(cell, metric).as_ref());
                view.bars.push(BarRowView {
                    name,
                    href,
                    depth: self.answer.rows[row].depth,
                    bar_html: bar.bullet_html,
                    numbers: vec![Some(format!("{} %", bar.percent))],
                    target: Some(format!("{} / {}", text(actual), text(target))),
                });
            }
        }
    }

    fn tree(&self, view: &mut ViewView) {
        let Some(whole) = self.whole() else { return };
        let nodes: Vec<Node> = self
            .rows()
            .map(|row| {
                let (name, href) = self.row_name(row);
                let note = self.value(row, whole, 0).map(|value| value.text).unwrap_or_default();
                let depth = self.answer.rows[row].depth as usize;
                Node { name, href: href.unwrap_or_default(), depth, note, class: "" }
            })
            .collect();
        let label: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
        let label = label.join(self.place.texts.get("list_separator"));
        view.svg_html = tree(&nodes, &[], 640.0, &label);
    }
}

fn is_time(axis: Axis) -> bool {
    matches!(axis, Axis::Year | Axis::Half | Axis::Quarter | Axis::Month)
}

fn key_views(keys: Vec<String>) -> Vec<KeyView> {
    let tints = ["a", "2", "3", "4", "5", "6"];
    keys.into_iter()
        .enumerate()
        .map(|(at, text)| KeyView { class: tints[at % tints.len()], text, shape: "fill" })
        .collect()
}

/// All numbers of a chart in words.
fn label(places: &[String], lines: &[Line]) -> String {
    let one = |line: &Line| {
        let values: Vec<String> = places
            .iter()
            .zip(&line.values)
            .filter_map(|(place, value)| Some(format!("{place} {}", value.as_ref()?.text)))
            .collect();
        format!("{}: {}", line.name, values.join(", "))
    };
    lines.iter().map(one).collect::<Vec<_>>().join("; ")
}
