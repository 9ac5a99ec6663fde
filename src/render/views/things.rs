//! Views of things one by one: tables of plans, phases, budget items, tasks, statements; phases along time;
//! the plan tree.

use super::Place;
use crate::aggregate::{Item, Listing, list};
use crate::config::MetricKind;
use crate::render::chart::{Node, tree};
use crate::render::figures;
use crate::render::gantt::{GanttView, Scale};
use crate::render::number;
use crate::render::phases::phase_row;
use crate::render::status::status;
use crate::render::tables::Tables;
use crate::render::view::{HeadView, ListCellView, ListRowView, ListView, PictureView, ViewView, ready_rows};
use crate::view::{Chart, Form, List, Measure, Subject};
use std::collections::BTreeSet;

impl Place<'_> {
    pub(super) fn things(&self, form: Form, query: &List) -> ViewView {
        let listing = list(&self.edition.facts, &self.edition.site, query);
        let tables = Tables { edition: self.edition, texts: self.texts, from: self.from };
        let label = self.texts.get(subject_word(query.subject)).to_owned();
        let id = format!("{}-table", self.id());
        let mut table = tables.blank(query.subject, (&id, &label));
        let mut rows: Vec<ListRowView> = listing.items.iter().filter_map(|item| tables.row(*item)).collect();
        self.beside(&listing, &mut table.heads, &mut rows);
        table.rows = ready_rows(rows);
        self.totals(&listing, &mut table);
        let mut view = self.blank();
        if listing.items.len() < listing.total_count {
            let (n, of) = (listing.items.len().to_string(), listing.total_count.to_string());
            let key = if table.foot.is_empty() { "list_cut" } else { "view_cut" };
            view.notes.push(self.texts.fill(key, &[("n", &n), ("of", &of)]));
        }
        if listing.items.is_empty() {
            view.notes.push(self.texts.get("view_empty").to_owned());
        }
        match form {
            Form::Chart(Chart::Gantt) => view.gantt = self.gantt(&listing, &label),
            Form::Chart(Chart::Tree) => view.pictures.extend(self.tree(&listing)),
            _ => {}
        }
        view.behind = view.gantt.is_some() || !view.pictures.is_empty();
        table.files = Some(self.files());
        view.list = (!table.rows.is_empty()).then_some(table);
        view
    }

    /// The numbers beside plans.
    fn beside(&self, listing: &Listing, heads: &mut Vec<HeadView>, rows: &mut [ListRowView]) {
        let config = &self.edition.site.config;
        for (at, series) in listing.series.iter().enumerate() {
            let metric = series.metric.and_then(|id| figures::metric(config, id));
            let word = crate::render::answers::measure_word(self.texts, series.measure);
            let title = metric.map_or("", |metric| metric.title.as_str());
            let text = self.texts.fill("name_measure", &[("name", title), ("measure", &word)]);
            let unit = metric.filter(|_| series.measure != Measure::Progress).map_or("", number::unit);
            let text = match unit {
                "" => text,
                unit => self.texts.fill("name_unit", &[("name", &text), ("unit", unit)]),
            };
            let sort = heads.len();
            heads.push(HeadView { text, span: 1, number: true, class: "", wide: false, sort, shown: true });
            let cells = listing.cells.iter().map(|cells| cells.get(at));
            for (row, cell) in rows.iter_mut().zip(cells) {
                let figure = cell.and_then(|cell| match series.measure {
                    Measure::Progress => cell.amount.as_ref().map(figures::percentage),
                    Measure::Count => figures::figure(cell, None),
                    _ => figures::figure(cell, metric),
                });
                row.cells.push(figure.map_or_else(
                    || ListCellView::nothing().number(),
                    |figure| ListCellView::figure(&figure),
                ));
            }
        }
    }

    fn totals(&self, listing: &Listing, table: &mut ListView) {
        let config = &self.edition.site.config;
        let blank = || ListCellView::text("");
        if !listing.total_cells.is_empty() {
            let plain = table.heads.len().saturating_sub(listing.series.len());
            let mut cells = vec![ListCellView::text(self.texts.get("total"))];
            cells.extend((1..plain).map(|_| blank()));
            for (series, cell) in listing.series.iter().zip(&listing.total_cells) {
                let metric = series.metric.and_then(|id| figures::metric(config, id));
                let figure = match series.measure {
                    Measure::Progress => cell.amount.as_ref().map(figures::percentage),
                    _ => figures::figure(cell, metric),
                };
                cells.push(figure.map_or_else(
                    || ListCellView::nothing().number(),
                    |figure| ListCellView::figure(&figure),
                ));
            }
            table.foot.push(ListRowView::of(cells));
        }
        let Some(at) = table.heads.iter().position(|head| head.number) else { return };
        for (id, amount, _) in &listing.totals {
            let metric = figures::metric(config, *id);
            if metric.is_some_and(|metric| matches!(metric.kind, MetricKind::Ratio(_))) {
                continue;
            }
            let title = metric.map_or("", |metric| metric.title.as_str());
            let mut cells: Vec<ListCellView> = table.heads.iter().map(|_| blank()).collect();
            cells[0] = ListCellView::text(self.texts.fill("total_of", &[("name", title)]));
            cells[at] = ListCellView {
                unit: metric.map_or("", number::unit).to_owned(),
                ..ListCellView::figure(&number::figure(amount, metric))
            };
            table.foot.push(ListRowView::of(cells));
        }
    }

    fn gantt(&self, listing: &Listing, label: &str) -> Option<GanttView> {
        let phases: Vec<_> = listing
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Phase(plan, at) => {
                    Some((*plan, self.edition.site.plan(*plan).phases.get(*at as usize)?))
                }
                _ => None,
            })
            .collect();
        let spans = phases.iter().map(|(_, phase)| (phase.period.value.start, phase.period.value.end));
        let scale = Scale::over(spans, self.edition.site.today, 440)?;
        let mut chart =
            scale.chart(self.edition, self.texts, label.to_owned(), self.texts.get("phase").to_owned());
        chart.label_width = 190;
        let plans: BTreeSet<_> = phases.iter().map(|(plan, _)| *plan).collect();
        for (plan, phase) in phases {
            let mut row = phase_row(self.edition, self.texts, &scale, plan, phase, self.from, true);
            if plans.len() > 1 {
                row.who = self.edition.site.plan(plan).title.value.clone();
            }
            chart.rows.push(row);
        }
        Some(chart)
    }

    /// Plans as a tree: each below the nearest one above it that is listed.
    fn tree(&self, listing: &Listing) -> Option<PictureView> {
        let edition = self.edition;
        let listed: BTreeSet<_> = listing
            .items
            .iter()
            .filter_map(|item| if let Item::Plan(plan) = item { Some(*plan) } else { None })
            .collect();
        let order = crate::render::rows::tree(edition, usize::MAX, usize::MAX);
        let mut above: Vec<usize> = Vec::new();
        let mut nodes = Vec::new();
        for (index, depth, _) in order.iter().filter(|(index, ..)| listed.contains(index)) {
            while above.last().is_some_and(|last| *last >= *depth) {
                above.pop();
            }
            let plan = edition.site.plan(*index);
            let shape =
                plan.status.as_ref().map(|value| status(&edition.site.config, self.texts, &value.value));
            let place = listing.items.iter().position(|item| *item == Item::Plan(*index));
            let number = place.and_then(|at| {
                let series = listing.series.first()?;
                let metric = series.metric.and_then(|id| figures::metric(&edition.site.config, id));
                let figure = figures::figure(listing.cells.get(at)?.first()?, metric)?;
                Some(format!("{} {}", figure.text(), metric.map_or("", number::unit)))
            });
            let kind = plan.kind.as_ref().map(|kind| edition.kind_title(&kind.value).to_owned());
            nodes.push(Node {
                name: plan.title.value.clone(),
                href: edition.plan_href(self.from, *index),
                depth: above.len(),
                note: number.or(kind).unwrap_or_default(),
                class: shape.map_or("", |shape| shape.class),
            });
            above.push(*depth);
        }
        let label = self.texts.count("plans_count", nodes.len());
        let svg_html = || tree(&nodes, &[], 640.0, &label);
        (!nodes.is_empty()).then(|| PictureView { svg_html: svg_html(), ..PictureView::default() })
    }
}

fn subject_word(subject: Subject) -> &'static str {
    match subject {
        Subject::Targets => "nav_targets",
        Subject::Plans => "plans_title",
        Subject::Phases => "phases_title",
        Subject::Budget => "budget_title",
        Subject::Tasks => "tasks_title",
        Subject::Statements => "sources_title",
    }
}
