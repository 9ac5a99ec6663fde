//! The table of a metric as panels of columns: the whole and its first rows.

use crate::aggregate::{Answer, Key, Role};
use crate::config::Metric;
use crate::render::chart::{Group, Panel, Value, panels};
use crate::render::edition::Edition;
use crate::render::texts::Texts;
use crate::render::view::PanelView;
use crate::render::{answers, figures, number};
use crate::view::Measure;

/// How many panels a chart has at most.
const PANELS: usize = 6;

/// Which cells of an answer the panels show.
pub(super) struct Shown {
    /// One panel each.
    pub rows: Vec<usize>,
    /// One group of a panel each.
    pub columns: Vec<usize>,
    total: usize,
    /// The series of targets.
    pub target: usize,
    /// The series of actuals.
    pub actual: usize,
}

impl Shown {
    /// The whole and its first rows; nothing where there is nothing to see.
    pub(super) fn new(answer: &Answer) -> Option<Self> {
        let columns: Vec<usize> =
            (0..answer.columns.len()).filter(|at| answer.columns[*at].role == Role::Entry).collect();
        let total = answer.columns.iter().position(|head| head.role == Role::Total)?;
        let series = |measure: Measure| answer.series.iter().position(|series| series.measure == measure);
        let (target, actual) = (series(Measure::Target)?, series(Measure::Actual)?);
        let whole = answer.rows.iter().position(|head| head.role == Role::Total);
        let entries = (0..answer.rows.len()).filter(|at| answer.rows[*at].role == Role::Entry);
        let top = entries.clone().map(|at| answer.rows[at].depth).min().unwrap_or(0);
        let mut rows: Vec<usize> = entries.clone().filter(|at| answer.rows[*at].depth == top).collect();
        // A single root is the whole; what lies below it says more.
        if rows.len() == 1 {
            rows = entries.filter(|at| answer.rows[*at].depth <= top + 1).collect();
        } else {
            rows = whole.into_iter().chain(rows).collect();
        }
        let has = |row: usize| {
            columns.iter().any(|column| {
                let cells = &answer.cells[row];
                answers::cell(cells, *column, target).amount.is_some()
                    || answers::cell(cells, *column, actual).amount.is_some()
            })
        };
        rows.retain(|row| has(*row));
        rows.truncate(PANELS);
        let some = !rows.is_empty() && columns.len() > 1;
        some.then_some(Self { rows, columns, total, target, actual })
    }
}

/// The title of a row.
pub(super) fn title<'a>(texts: &'a Texts, answer: &'a Answer, row: usize) -> &'a str {
    let head = &answer.rows[row];
    if head.role == Role::Total { texts.get("total") } else { &head.label }
}

/// Panels of the whole and of its first rows.
pub(super) fn chart(
    edition: &Edition,
    texts: &Texts,
    metric: &Metric,
    answer: &Answer,
    shown: &Shown,
) -> Vec<PanelView> {
    let scale = metric.display.as_ref().map_or(rust_decimal::Decimal::ONE, |display| display.scale);
    let value = |cell: &crate::aggregate::Cell| -> Option<Value> {
        let at = figures::point(cell.amount.as_ref()?)?.checked_div(scale)?;
        Some(Value { at: f64::try_from(at).ok()?, text: figures::figure(cell, Some(metric))?.text() })
    };
    let list: Vec<Panel> = shown
        .rows
        .iter()
        .map(|row| {
            let cells = &answer.cells[*row];
            let groups: Vec<Group> = shown
                .columns
                .iter()
                .map(|column| {
                    let head = &answer.columns[*column];
                    let (name, now) = match &head.key {
                        Key::Period(period) => {
                            (texts.period_tick(period), period.contains_date(edition.site.today))
                        }
                        _ => (head.label.clone(), false),
                    };
                    let target = answers::cell(cells, *column, shown.target);
                    Group {
                        name,
                        target: value(target),
                        actual: value(answers::cell(cells, *column, shown.actual)),
                        now,
                        partial: target.coverage.is_some(),
                    }
                })
                .collect();
            let title = title(texts, answer, *row).to_owned();
            let text = |series: usize| {
                number::text(
                    figures::figure(answers::cell(cells, shown.total, series), Some(metric)).as_ref(),
                )
            };
            let note = format!("{} / {}", text(shown.actual), text(shown.target));
            Panel { label: label(texts, &title, &groups), title, note, groups }
        })
        .collect();
    let drawn = panels(&list);
    let views = list.into_iter().zip(drawn);
    views.map(|(panel, svg_html)| PanelView { title: panel.title, note: panel.note, svg_html }).collect()
}

/// All numbers of a panel in words.
fn label(texts: &Texts, title: &str, groups: &[Group]) -> String {
    let text = |value: &Option<Value>| {
        value.as_ref().map_or_else(|| number::NOTHING.to_owned(), |value| value.text.clone())
    };
    let parts: Vec<String> = groups
        .iter()
        .map(|group| {
            let (target, actual) = (text(&group.target), text(&group.actual));
            let values = [("name", group.name.as_str()), ("target", &target), ("actual", &actual)];
            texts.fill("chart_target_actual", &values)
        })
        .collect();
    format!("{title}{}{}", texts.get("colon"), parts.join(texts.get("clause_separator")))
}
