//! Answers of queries as tables: heads over one or two lines, trees with rests and totals, every number with
//! its sort key and the way to the statements that it was made from.

mod heads;

use super::edition::Edition;
use super::figures::{self, Standing};
use super::key::PageKey;
use super::number::{self, Figure, escape};
use super::texts::Texts;
use super::view::{AnswerRowView, AnswerView, CellView};
use crate::aggregate::{Answer, Cell, Head, Key, Parts, Role, StatementRef, elapsed};
use crate::config::MetricId;
use crate::view::Measure;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How an answer is shown.
pub(super) struct Shown<'a> {
    /// All that is known.
    pub edition: &'a Edition,
    /// The words of the page.
    pub texts: &'a Texts,
    /// The file that the table stands in.
    pub from: &'a str,
    /// Its anchor.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The head of the first column.
    pub corner: String,
    /// The days that the whole table is about.
    pub days: Option<(Date, Date)>,
    /// Numbers of statements in the list below the table, where there is one.
    pub sources: Option<&'a BTreeMap<StatementRef, usize>>,
    /// The column of what is not split.
    pub not_split: NotSplit,
    /// Which measures stand in the columns of periods, and which only in the total; nothing: all in all.
    pub reduced: bool,
}

/// What a column of what is not split is called, and what stands in it.
pub(super) struct NotSplit {
    name: String,
    note: String,
}

/// A column of the table: a column of the answer and one of its series.
#[derive(Clone, Copy)]
struct Slot {
    column: usize,
    series: usize,
    /// First of its group.
    first: bool,
    /// How many decimals all of its numbers have, where their unit is one that nobody wrote them in.
    places: Option<u32>,
}

/// More decimals of a unit that a metric is only shown in say nothing in a table; the number itself is its title.
const MOST_PLACES: u32 = 2;

impl Shown<'_> {
    /// The table.
    pub(super) fn view(&self, answer: &Answer) -> AnswerView {
        let slots = self.slots(answer);
        let mut rows = Vec::new();
        let mut foot = Vec::new();
        let root = root(answer);
        for (index, head) in answer.rows.iter().enumerate() {
            match (head.role, root) {
                // A single root is the total: it stands at the foot, as what its parts add up to.
                (Role::Total, Some(_)) => {}
                (Role::Entry, Some(root)) if root == index => {
                    foot.push(self.row(answer, &slots, index, head));
                }
                (Role::Total, None) => foot.push(self.row(answer, &slots, index, head)),
                _ => {
                    let mut row = self.row(answer, &slots, index, head);
                    row.depth = row.depth.saturating_sub(u32::from(root.is_some()));
                    rows.push(row);
                }
            }
        }
        AnswerView {
            id: self.id.clone(),
            label: self.label.clone(),
            corner: self.corner.clone(),
            groups: self.groups(answer, &slots),
            heads: self.heads(answer, &slots),
            tree: rows.iter().any(|row| row.depth > 0),
            wide: slots.len() > 8,
            notes: self.notes(answer),
            rows,
            foot,
            files: None,
        }
    }

    fn slots(&self, answer: &Answer) -> Vec<Slot> {
        let single = answer.columns.len() == 1;
        let mut slots = Vec::new();
        for (column, head) in answer.columns.iter().enumerate() {
            let mut first = true;
            for (series, of) in answer.series.iter().enumerate() {
                let keep = !self.reduced
                    || single
                    || match head.role {
                        Role::Entry => matches!(of.measure, Measure::Target | Measure::Actual),
                        Role::NotSplit | Role::Rest => of.measure == Measure::Target,
                        Role::Total => true,
                    };
                let empty = head.role == Role::NotSplit
                    && answer.cells.iter().all(|row| cell(row, column, series).amount.is_none());
                if keep && !empty {
                    // What is left over stands beside the total, not in it.
                    let apart = of.measure == Measure::Unallocated && head.role == Role::Total;
                    let places = self.places(answer, column, series);
                    slots.push(Slot { column, series, first: first || apart, places });
                    first = false;
                }
            }
        }
        slots
    }

    /// How many decimals the numbers of a column have, where all of them are of one metric.
    fn places(&self, answer: &Answer, column: usize, series: usize) -> Option<u32> {
        let id = answer.series[series].metric.filter(|_| !is_count(answer.series[series].measure))?;
        let metric =
            figures::metric(&self.edition.site.config, id).filter(|metric| number::is_scaled(metric))?;
        let amounts = answer.cells.iter().filter_map(|row| figures::vouched(cell(row, column, series)));
        amounts.map(|amount| number::decimals(&amount, metric).min(MOST_PLACES)).max()
    }

    fn row(&self, answer: &Answer, slots: &[Slot], index: usize, head: &Head) -> AnswerRowView {
        let cells = slots.iter().map(|slot| self.cell(answer, index, *slot, head)).collect::<Vec<_>>();
        let parent = answer.rows.iter().any(|other| other.parent == Some(index));
        let (label, href) = self.row_title(answer, head);
        AnswerRowView {
            depth: head.depth,
            parent,
            label,
            href,
            class: if matches!(head.role, Role::Rest | Role::NotSplit) { "rest" } else { "" },
            cells,
        }
    }

    fn cell(&self, answer: &Answer, row: usize, slot: Slot, head: &Head) -> CellView {
        let cells = &answer.cells[row];
        let cell = cell(cells, slot.column, slot.series);
        let series = &answer.series[slot.series];
        let column = &answer.columns[slot.column];
        let id = series.metric.or(match (&head.key, &column.key) {
            (Key::Metric(id), _) | (_, Key::Metric(id)) => Some(*id),
            _ => None,
        });
        let metric = id.and_then(|id| figures::metric(&self.edition.site.config, id));
        let two = self.two_lines(answer);
        let class = class(two && slot.first, self.is_now(column));
        if series.measure == Measure::Progress {
            return self.progress(answer, row, slot, head, metric, class);
        }
        let figure = figures::figure(cell, if is_count(series.measure) { None } else { metric });
        let aligned = slot.places.zip(metric).zip(figures::vouched(cell));
        let aligned = aligned.map(|((places, metric), amount)| number::aligned(&amount, metric, places));
        // What is shown may be rounded: the number itself is the title then.
        let exact = figure.as_ref().filter(|exact| {
            let padded = aligned.as_ref().is_some_and(|shown| shown.digits.starts_with(&exact.digits));
            aligned.is_some() && !padded
        });
        let exact = exact.map(Figure::text);
        let shown = aligned.as_ref().or(figure.as_ref());
        let star = if cell.coverage.is_some() { "<span class=\"q\">*</span>" } else { "" };
        let html = format!("{star}{}", number::html(shown));
        CellView {
            cell_html: self.linked(&html, cell, id),
            sort: figure.map(|figure| figure.sort).unwrap_or_default(),
            class,
            number: true,
            why: figures::why(self.texts, &self.edition.site.config, cell, None).or(exact),
        }
    }

    fn progress(
        &self,
        answer: &Answer,
        row: usize,
        slot: Slot,
        head: &Head,
        metric: Option<&crate::config::Metric>,
        class: &'static str,
    ) -> CellView {
        let cells = &answer.cells[row];
        let own = cell(cells, slot.column, slot.series);
        let of = |measure: Measure| {
            let series = answer.series.iter().position(|other| {
                other.measure == measure && other.metric == answer.series[slot.series].metric
            });
            series.map(|series| cell(cells, slot.column, series))
        };
        let nothing = Cell::default();
        let standing = Standing::new(
            of(Measure::Target).unwrap_or(&nothing),
            of(Measure::Actual).unwrap_or(&nothing),
            own,
            of(Measure::Target).and_then(|target| elapsed(&self.edition.facts, &self.edition.site, target)),
            metric,
        );
        let bar = self.has_bar(answer, slot);
        let shown = if bar { standing.bar(self.texts, &head.label) } else { standing.bare() };
        let why = figures::why(self.texts, &self.edition.site.config, own, None);
        match shown {
            Some(view) if bar => CellView {
                cell_html: format!(
                    "<div class=\"bars\">{}<span class=\"n\">{}</span></div>",
                    view.bullet_html,
                    escape(&view.percent)
                ),
                sort: view.sort,
                class,
                number: false,
                why,
            },
            Some(view) => {
                CellView { cell_html: escape(&view.percent), sort: view.sort, class, number: true, why }
            }
            None => CellView { cell_html: number::html(None), sort: String::new(), class, number: !bar, why },
        }
    }

    /// A number as a link to the statements that it was made from: in the list below the table, else on the
    /// page of its metric.
    fn linked(&self, html: &str, cell: &Cell, metric: Option<MetricId>) -> String {
        let Some(sources) = self.sources else {
            return metric.map_or_else(
                || html.to_owned(),
                |id| to_statements(self.edition, self.from, html, cell, id),
            );
        };
        if cell.amount.is_none() || cell.parts.is_empty() {
            return html.to_owned();
        }
        let parts = cell.parts.statements(&self.edition.facts);
        let few = parts.iter().filter(|_| parts.len() <= 120);
        let numbers: Vec<usize> = few.filter_map(|part| sources.get(part).copied()).collect();
        match numbers.as_slice() {
            [one] if parts.len() == 1 => format!("<a href=\"#s{one}\" data-p=\"{one}\">{html}</a>"),
            all if all.len() == parts.len() => {
                let list: Vec<String> = all.iter().map(usize::to_string).collect();
                format!("<a href=\"#sources\" data-p=\"{}\">{html}</a>", list.join(" "))
            }
            _ => format!("<a href=\"#sources\">{html}</a>"),
        }
    }

    fn notes(&self, answer: &Answer) -> Vec<String> {
        let mut notes = Vec::new();
        // Counts are of things, which nobody splits.
        let series = || answer.series.iter().enumerate().filter(|(_, series)| !is_count(series.measure));
        let is_told = |column: usize| {
            let mut cells = answer.cells.iter().flat_map(|row| series().map(|(at, _)| cell(row, column, at)));
            cells.any(|cell| cell.amount.is_some())
        };
        let mut columns = answer.columns.iter().enumerate();
        if columns.any(|(at, head)| head.role == Role::NotSplit && is_told(at)) {
            notes.push(self.not_split.note.clone());
        }
        if answer.cells.iter().flatten().flatten().any(|cell| cell.coverage.is_some()) {
            notes.push(self.texts.get("coverage_note").to_owned());
        }
        if answer.cut > 0 {
            let rows = answer.rows.iter().filter(|head| head.role == Role::Entry).count();
            let (n, of) = (rows.to_string(), (rows + answer.cut).to_string());
            let has_total = answer.rows.iter().any(|head| head.role == Role::Total);
            let key = if has_total { "view_cut" } else { "list_cut" };
            notes.push(self.texts.fill(key, &[("n", &n), ("of", &of)]));
        }
        notes
    }
}

/// A number as a link from the file `from` to the statements that it was made from, on the page of its metric:
/// to the one, where it is only one, else to their list.
pub(super) fn to_statements(edition: &Edition, from: &str, html: &str, cell: &Cell, id: MetricId) -> String {
    if cell.amount.is_none() || cell.parts.is_empty() {
        return html.to_owned();
    }
    let page = edition.href(from, &PageKey::Metric(id));
    let only = cell.parts.only(&edition.facts);
    let number = only.and_then(|only| super::metric::number_of(edition, id, only));
    match number {
        Some(number) => format!("<a href=\"{page}#s{number}\">{html}</a>"),
        None => format!("<a href=\"{page}#sources\">{html}</a>"),
    }
}

/// The only row at the top of a tree, where it comes to the same as the total.
fn root(answer: &Answer) -> Option<usize> {
    let total = answer.rows.iter().position(|head| head.role == Role::Total)?;
    let mut tops =
        answer.rows.iter().enumerate().filter(|(_, head)| head.depth == 0 && head.role != Role::Total);
    let (root, head) = tops.next()?;
    if tops.next().is_some() || head.role != Role::Entry || answer.rows.len() < 3 {
        return None;
    }
    let amounts = |row: usize| answer.cells[row].iter().flatten().map(|cell| cell.amount);
    amounts(root).eq(amounts(total)).then_some(root)
}

fn class(lead: bool, now: bool) -> &'static str {
    match (lead, now) {
        (true, true) => "lead now",
        (true, false) => "lead",
        (false, true) => "now",
        (false, false) => "",
    }
}

/// The cell of a row; an answer is a full grid, so the fallback only guards.
pub(super) fn cell(row: &[Vec<Cell>], column: usize, series: usize) -> &Cell {
    static NOTHING: Cell = Cell {
        amount: None,
        step: rust_decimal::Decimal::ZERO,
        parts: Parts::NONE,
        why_empty: None,
        coverage: None,
        as_of: None,
    };
    row.get(column).and_then(|cells| cells.get(series)).unwrap_or(&NOTHING)
}

fn is_count(measure: Measure) -> bool {
    measure == Measure::Count
}

/// The word of a measure.
pub(super) fn measure_word(texts: &Texts, measure: Measure) -> String {
    let key = match measure {
        Measure::Target => "target",
        Measure::Actual => "actual",
        Measure::Progress => "progress_percent",
        Measure::Forecast => "forecast",
        Measure::Stated => "stated",
        Measure::Allocated => "allocated",
        Measure::Gap => "gap",
        Measure::Unallocated => "unallocated",
        Measure::Count => "count_measure",
        Measure::Amount => "budget_amount",
    };
    texts.get(key).to_owned()
}

/// What numbers are called, with the unit that a metric is shown in.
pub(super) fn with_unit(texts: &Texts, name: &str, metric: &crate::config::Metric) -> String {
    match number::unit(metric) {
        "" => name.to_owned(),
        unit => texts.fill("name_unit", &[("name", name), ("unit", unit)]),
    }
}
