//! What is done to an answer once its cells are there: coverage noted, rows sorted, the list cut.

use super::table::{Answer, Cell, Role, Series};
use crate::view::{Measure, Sort, SortKey};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Notes in rows of nodes how many of the nodes below have a number in a column, where only some of those
/// that have one anywhere do.
pub(super) fn note_coverage(answer: &mut Answer) {
    let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, head) in answer.rows.iter().enumerate() {
        if head.role == Role::Entry {
            below.entry(head.parent).or_default().push(index);
        }
    }
    for row in 0..answer.rows.len() {
        let parts = match answer.rows[row].role {
            Role::Entry => below.get(&Some(row)),
            // A single node at the top is the total already.
            Role::Total => match below.get(&None).map(Vec::as_slice) {
                Some([only]) => below.get(&Some(*only)),
                _ => below.get(&None),
            },
            Role::Rest | Role::NotSplit => None,
        };
        for (at, series) in answer.series.clone().iter().enumerate() {
            if is_summed(series) {
                note_row(answer, row, parts.map_or(&[], Vec::as_slice), at);
            }
        }
    }
}

fn is_summed(series: &Series) -> bool {
    matches!(series.measure, Measure::Target | Measure::Actual | Measure::Forecast)
}

fn note_row(answer: &mut Answer, row: usize, parts: &[usize], at: usize) {
    let metric = answer.series[at].metric;
    let same_metric: Vec<usize> = (0..answer.series.len())
        .filter(|other| answer.series[*other].metric == metric && is_summed(&answer.series[*other]))
        .collect();
    let has = |row: usize, column: usize, at: usize| answer.cells[row][column][at].amount.is_some();
    let columns = 0..answer.columns.len();
    let anywhere =
        |row: usize| columns.clone().any(|column| same_metric.iter().any(|at| has(row, column, *at)));
    let expected: Vec<usize> = parts.iter().copied().filter(|part| anywhere(*part)).collect();
    let mut notes = Vec::new();
    for column in columns.clone() {
        let shown = matches!(answer.columns[column].role, Role::Entry | Role::Total);
        let covered = expected.iter().filter(|part| has(**part, column, at)).count();
        if shown && has(row, column, at) && covered > 0 && covered < expected.len() {
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            notes.push((column, (count(covered), count(expected.len()))));
        }
    }
    for (column, note) in notes {
        answer.cells[row][column][at].coverage = Some(note);
    }
}

/// Sorts the rows, keeping trees together, and cuts the list.
pub(super) fn arrange(answer: &mut Answer, sort: Option<Sort>, limit: Option<usize>) {
    let mut order = match sort {
        Some(sort) => sorted(answer, sort),
        None => (0..answer.rows.len()).collect(),
    };
    let mut entries = 0;
    let mut kept = vec![false; answer.rows.len()];
    for row in &order {
        let head = &answer.rows[*row];
        kept[*row] = match head.role {
            Role::Entry => {
                entries += 1;
                limit.is_none_or(|limit| entries <= limit)
            }
            Role::Rest => {
                head.parent.is_none_or(|parent| kept[parent]) && limit.is_none_or(|limit| entries <= limit)
            }
            Role::NotSplit | Role::Total => true,
        };
    }
    answer.cut =
        answer.rows.iter().zip(&kept).filter(|(head, kept)| head.role == Role::Entry && !**kept).count();
    order.retain(|row| kept[*row]);
    reorder(answer, &order);
}

fn reorder(answer: &mut Answer, order: &[usize]) {
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let mut cells: Vec<Option<Vec<Vec<Cell>>>> =
        std::mem::take(&mut answer.cells).into_iter().map(Some).collect();
    let rows = std::mem::take(&mut answer.rows);
    for from in order {
        let mut head = rows[*from].clone();
        head.parent = head.parent.and_then(|parent| place.get(&parent)).copied();
        answer.rows.push(head);
        answer.cells.push(cells[*from].take().unwrap_or_default());
    }
}

/// The rows in an order: siblings by the key, each with what is below it, rests and totals last.
fn sorted(answer: &Answer, sort: Sort) -> Vec<usize> {
    let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut last = Vec::new();
    for (index, head) in answer.rows.iter().enumerate() {
        match head.role {
            Role::Entry | Role::Rest => below.entry(head.parent).or_default().push(index),
            Role::NotSplit | Role::Total => last.push(index),
        }
    }
    for rows in below.values_mut() {
        rows.sort_by(|a, b| {
            let rest = |row: usize| answer.rows[row].role == Role::Rest;
            rest(*a).cmp(&rest(*b)).then_with(|| compare(answer, sort, *a, *b))
        });
    }
    let mut order = Vec::new();
    let mut waiting: Vec<usize> = below.get(&None).into_iter().flatten().rev().copied().collect();
    while let Some(row) = waiting.pop() {
        order.push(row);
        waiting.extend(below.get(&Some(row)).into_iter().flatten().rev());
    }
    order.extend(last);
    order
}

/// Rows without a number come last either way.
fn compare(answer: &Answer, sort: Sort, a: usize, b: usize) -> Ordering {
    let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
    match sort.key {
        SortKey::Measure(measure) => match (value(answer, measure, a), value(answer, measure, b)) {
            (Some(a), Some(b)) => turned(a.cmp(&b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        SortKey::Label | SortKey::Field(_) => turned(answer.rows[a].label.cmp(&answer.rows[b].label)),
    }
}

/// The number to sort a row by: of the first metric, in the column of totals, else the last one.
fn value(answer: &Answer, measure: Measure, row: usize) -> Option<Decimal> {
    let at = answer.series.iter().position(|series| series.measure == measure)?;
    let total = answer.columns.iter().position(|column| column.role == Role::Total);
    let column = total.or(answer.columns.len().checked_sub(1))?;
    answer.cells[row][column].get(at)?.amount?.point()
}
