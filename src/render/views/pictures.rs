//! Numbers as pictures: bars, lines, shares, bullets, each picture of one metric. Nothing that has a number is left out
//! without a note.

use super::numbers::Drawing;
use crate::aggregate::{Cell, Key, Role, elapsed};
use crate::config::{MetricId, MetricKind};
use crate::quantity::Amount;
use crate::render::answers::measure_word;
use crate::render::bullet;
use crate::render::chart::{BarRow, Line, Slice, TINTS, Value, bars, lines, pie, tint};
use crate::render::figures::{self, Standing};
use crate::render::number;
use crate::render::view::{BarRowView, KeyView, PictureView};
use crate::view::{Axis, Measure};

impl Drawing<'_> {
    /// The title of a picture: beside others what it is about.
    fn title(&self, metric: Option<MetricId>, measures: &[Measure]) -> String {
        if self.metrics().len() > 1 { self.caption(metric, measures, true) } else { String::new() }
    }

    fn measures_of(&self, series: &[usize]) -> Vec<Measure> {
        series.iter().map(|at| self.answer.series[*at].measure).collect()
    }

    /// What stands for one of several columns, of several measures, or of both.
    fn name(&self, column: Option<String>, word: Option<String>) -> String {
        match (column, word) {
            (Some(name), Some(measure)) => {
                self.place.texts.fill("name_measure", &[("name", &name), ("measure", &measure)])
            }
            (name, word) => name.or(word).unwrap_or_default(),
        }
    }

    fn word(&self, series: usize) -> String {
        measure_word(self.place.texts, self.answer.series[series].measure)
    }

    /// In each row a bar for every column and measure; a target beside an actual is a line over its bar.
    pub(super) fn bars(&self, metric: Option<MetricId>) -> PictureView {
        let columns = self.columns(metric);
        let drawn = self.drawn(metric);
        let target = self.series(metric, Measure::Target);
        let actual = self.series(metric, Measure::Actual);
        let over = target.filter(|_| actual.is_some());
        let kept: Vec<usize> = drawn.iter().copied().filter(|at| Some(*at) != over).collect();
        let mut places: Vec<(usize, usize)> =
            columns.iter().flat_map(|column| kept.iter().map(move |series| (*column, *series))).collect();
        places.retain(|(column, series)| {
            let over = over.filter(|_| Some(*series) == actual);
            let is_known = |row, series| self.value(row, *column, series).is_some();
            self.rows().any(|row| is_known(row, *series) || over.is_some_and(|target| is_known(row, target)))
        });
        let mut rows = Vec::new();
        for row in self.rows() {
            let (name, href) = self.row_name(row);
            let target_of = |(column, series): &(usize, usize)| {
                self.value(row, *column, over.filter(|_| Some(*series) == actual)?)
            };
            rows.push(BarRow {
                name,
                href,
                depth: self.answer.rows[row].depth,
                values: places.iter().map(|(column, series)| self.value(row, *column, *series)).collect(),
                targets: if over.is_some() { places.iter().map(target_of).collect() } else { Vec::new() },
            });
        }
        rows.retain(|row| row.values.iter().chain(&row.targets).any(Option::is_some));
        let names = places.iter().map(|(column, series)| {
            let column = Some(self.head_name(&self.answer.columns[*column])).filter(|_| columns.len() > 1);
            self.name(column, Some(self.word(*series)).filter(|_| drawn.len() > 1))
        });
        let mut keys = key_views(names.collect(), "fill");
        if let Some(target) = over {
            keys.push(KeyView { class: "", text: self.word(target), shape: "mark" });
        }
        let title = self.title(metric, &self.measures_of(&drawn));
        let mut bars = bars(&rows);
        let has_target = bars.iter().any(|row| row.targets.iter().any(Option::is_some));
        if !has_target {
            bars.iter_mut().for_each(|row| row.targets.clear());
            keys.retain(|key| key.shape != "mark");
        }
        PictureView { title, bars, keys, ..PictureView::default() }
    }

    /// Along time where either axis is time: a line for each row or column on the other axis and each measure. With
    /// what is left out where there are more than can be told apart.
    pub(super) fn lines(&self, metric: Option<MetricId>) -> (PictureView, Option<String>) {
        let along_rows = is_time(self.query.rows) || self.entries().len() < 2;
        let (places, mut groups): (Vec<usize>, Vec<usize>) = match along_rows {
            true => (self.places(), self.columns(metric)),
            false => (self.entries(), self.rows().collect()),
        };
        let value = |place: usize, group: usize, series: usize| match along_rows {
            true => self.value(place, group, series),
            false => self.value(group, place, series),
        };
        let names: Vec<String> = places
            .iter()
            .map(|at| match along_rows {
                true => self.row_name(*at).0,
                false => self.head_name(&self.answer.columns[*at]),
            })
            .collect();
        let drawn = self.drawn(metric);
        let known = |group: usize| -> usize {
            let has_points = |series: &&usize| places.iter().any(|at| value(*at, group, **series).is_some());
            drawn.iter().filter(has_points).count()
        };
        groups.retain(|group| known(*group) > 0);
        let (is_one, count) = (groups.len() == 1, groups.len());
        let of: usize = groups.iter().map(|group| known(*group)).sum();
        // A target is dashed in the tint of what is held against it; alone it has a line like any other.
        let is_target = |series: &usize| self.answer.series[*series].measure == Measure::Target;
        let beside = drawn.iter().filter(|series| !is_target(series)).count();
        groups.truncate((TINTS / beside.max(1)).max(1));
        let n: usize = groups.iter().map(|group| known(*group)).sum();
        let note = (n < of)
            .then(|| self.place.texts.fill("chart_cut", &[("n", &n.to_string()), ("of", &of.to_string())]));
        let (mut list, mut solid) = (Vec::new(), 0);
        for group in &groups {
            let name = match along_rows {
                true => self.head_name(&self.answer.columns[*group]),
                false => self.row_name(*group).0,
            };
            let first = solid;
            for series in &drawn {
                let dashed = is_target(series) && (is_one || beside > 0);
                let own = Some(tint(if dashed { first } else { solid }));
                solid += usize::from(!dashed);
                let values: Vec<Option<Value>> =
                    places.iter().map(|place| value(*place, *group, *series)).collect();
                let group = Some(name.clone()).filter(|_| count > 1 || !along_rows);
                let word = Some(self.word(*series)).filter(|_| group.is_none() || drawn.len() > 1);
                let tint = own.filter(|_| !dashed || !is_one);
                let running = self.running(&places, along_rows, *series);
                list.push(Line { name: self.name(group, word), values, tint, dashed, running });
            }
        }
        list.retain(|line| line.values.iter().any(Option::is_some));
        if list.is_empty() {
            return (PictureView::default(), None);
        }
        let label = label(&names, &list);
        let key = |line: &Line| KeyView {
            class: line.tint.unwrap_or_default(),
            text: line.name.clone(),
            shape: if line.dashed { "dash" } else { "line" },
        };
        let title = self.title(metric, &self.measures_of(&drawn));
        let label = if title.is_empty() { label } else { format!("{title}: {label}") };
        let svg_html = lines(&names, &list, &label);
        let keys = list.iter().map(key).collect();
        (PictureView { title, svg_html, keys, ..PictureView::default() }, note)
    }

    /// The place of the period that runs, where what a series counts in it goes on growing; with its last day.
    fn running(&self, places: &[usize], along_rows: bool, series: usize) -> Option<(usize, String)> {
        let (texts, today) = (self.place.texts, self.place.edition.site.today);
        let heads = if along_rows { &self.answer.rows } else { &self.answer.columns };
        let at = places.iter().position(|at| match heads[*at].key {
            Key::Period(period) => period.start <= today && today < period.end,
            _ => false,
        })?;
        let series = &self.answer.series[series];
        let metric = figures::metric(&self.place.edition.site.config, series.metric?)?;
        let grows = series.measure == Measure::Actual && metric.kind == MetricKind::Flow;
        grows.then(|| (at, texts.fill("until", &[("date", &texts.day_tick(today))])))
    }

    /// The rows along a line. What lies at no time has no place on one along it, unless there is nothing else; the
    /// table has it.
    fn places(&self) -> Vec<usize> {
        let is_placed = |row: &usize| self.answer.rows[*row].role == Role::Entry;
        let placed: Vec<usize> =
            self.rows().filter(|row| !is_time(self.query.rows) || is_placed(row)).collect();
        if placed.is_empty() { self.rows().collect() } else { placed }
    }

    /// The shares of a series. Of more than can be told apart the smallest are one share.
    pub(super) fn pie(&self, series: usize) -> PictureView {
        let metric = self.answer.series[series].metric;
        let total = self.answer.columns.iter().position(|head| head.role == Role::Total);
        // A pie has no columns, which is a finding: without the column of the whole there is no whole.
        let Some(whole) = total else { return PictureView::default() };
        let mut slices: Vec<(Slice, Amount)> = Vec::new();
        for row in self.rows() {
            // A node and what lies below it are one share, not two.
            if self.answer.rows.iter().any(|other| other.parent == Some(row) && other.role != Role::Total) {
                continue;
            }
            let Some((value, amount)) =
                self.value(row, whole, series).zip(self.cell(row, whole, series).amount)
            else {
                continue;
            };
            let (mut name, href) = self.row_name(row);
            let head = &self.answer.rows[row];
            // Without the tree around them, the rests of several nodes would be called the same.
            if let Some(above) = head.parent.filter(|_| head.role == Role::Rest) {
                name = format!("{} · {name}", self.row_name(above).0);
            }
            slices.push((Slice { name, href, value }, amount));
        }
        let slices = self.joined(slices, metric);
        if slices.is_empty() {
            return PictureView::default();
        }
        let words: Vec<String> =
            slices.iter().map(|slice| format!("{} {}", slice.name, slice.value.text)).collect();
        let label = words.join(self.place.texts.get("list_separator"));
        let title = self.title(metric, &self.measures_of(&[series]));
        let label = if title.is_empty() { label } else { format!("{title}: {label}") };
        let (svg_html, slices) = pie(&slices, &label);
        PictureView { title, svg_html, slices, ..PictureView::default() }
    }

    /// As many shares as can be told apart: the largest in their order, and behind them the sum of the others.
    fn joined(&self, slices: Vec<(Slice, Amount)>, metric: Option<MetricId>) -> Vec<Slice> {
        let mut sizes: Vec<f64> = slices.iter().map(|(slice, _)| slice.value.at).collect();
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let least = match sizes.get(TINTS - 2) {
            Some(least) if sizes.len() > TINTS => *least,
            _ => f64::NEG_INFINITY,
        };
        let mut kept = Vec::new();
        let (mut at, mut amount, mut count) = (0.0, Amount::zero(), 0);
        let most = if sizes.len() > TINTS { TINTS - 1 } else { TINTS };
        for (slice, own) in slices {
            if slice.value.at >= least && kept.len() < most {
                kept.push(slice);
            } else {
                at += slice.value.at;
                amount = amount.add(&own);
                count += 1;
            }
        }
        if count > 0 {
            let metric = metric.and_then(|id| figures::metric(&self.place.edition.site.config, id));
            let text = number::figure(&amount, metric).text();
            let name = self.place.texts.count("chart_others", count);
            kept.push(Slice { name, href: None, value: Value { at, text } });
        }
        kept
    }

    /// Actual against target, a row for every row and column. Where one of the two is not known, nothing is filled.
    pub(super) fn bullets(&self, metric: Option<MetricId>) -> PictureView {
        let at = |measure| self.series(metric, measure);
        let columns = self.columns(metric);
        let title = self.title(metric, &self.measures_of(&self.drawn(metric)));
        let mut list = Vec::new();
        // What is left over of a node has parts of both sides: its progress says nothing.
        for row in self.rows().filter(|row| self.answer.rows[*row].role == Role::Entry) {
            for column in &columns {
                let of = |measure| at(measure).map(|series| self.cell(row, *column, series));
                let nothing = Cell::default();
                let of = |measure| of(measure).unwrap_or(&nothing);
                let (target, actual) = (of(Measure::Target), of(Measure::Actual));
                if target.amount.is_none() && actual.amount.is_none() {
                    continue;
                }
                let time = elapsed(&self.place.edition.facts, &self.place.edition.site, target);
                let series = at(Measure::Target).or_else(|| at(Measure::Actual));
                let metric = series.and_then(|series| self.metric_of(row, *column, series));
                let standing = Standing::new(target, actual, of(Measure::Progress), time, metric);
                let (mut name, href) = self.row_name(row);
                if columns.len() > 1 {
                    name = format!("{name} · {}", self.head_name(&self.answer.columns[*column]));
                }
                let label = if title.is_empty() { name.clone() } else { format!("{title} · {name}") };
                // Nor does that of what belongs to no column: it need not be of the same times.
                let is_split = self.answer.columns[*column].role != Role::NotSplit;
                let bar = standing.bar(self.place.texts, &label).filter(|_| is_split);
                let text = |cell| number::text(figures::figure(cell, metric).as_ref());
                list.push(BarRowView {
                    name,
                    href,
                    depth: self.answer.rows[row].depth,
                    numbers: vec![bar.as_ref().map(|bar| format!("{} %", bar.percent))],
                    bar_html: bar.map_or_else(|| bullet::EMPTY.to_owned(), |bar| bar.bullet_html),
                    targets: vec![Some(format!("{} / {}", text(actual), text(target)))],
                });
            }
        }
        PictureView { title, bars: list, ..PictureView::default() }
    }
}

fn is_time(axis: Axis) -> bool {
    matches!(axis, Axis::Year | Axis::Half | Axis::Quarter | Axis::Month)
}

fn key_views(keys: Vec<String>, shape: &'static str) -> Vec<KeyView> {
    keys.into_iter().enumerate().map(|(at, text)| KeyView { class: tint(at), text, shape }).collect()
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
