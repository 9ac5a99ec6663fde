//! What the panels of a metric show, in words made from the same cells: which row kept up best in the periods
//! that are over and which least, where the running period stands, and what cannot be compared.

use super::panels::{Shown, title};
use crate::aggregate::{Answer, Cell, Key, Role};
use crate::config::{Better, Metric};
use crate::period::Period;
use crate::render::answers;
use crate::render::figures;
use crate::render::number::fixed;
use crate::render::texts::Texts;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

/// A row's targets against what was reached, in percent.
struct Record<'a> {
    name: &'a str,
    /// Periods that are over.
    past: Vec<(Period, Decimal)>,
    /// The running period.
    now: Option<(Period, Decimal)>,
    /// Something was reached without a target for its period.
    untargeted: bool,
}

/// A sentence; empty where nothing can be compared.
pub(super) fn words(texts: &Texts, metric: &Metric, answer: &Answer, shown: &Shown, today: Date) -> String {
    // The whole says nothing about its parts; it speaks only where it stands alone.
    let parts = || shown.rows.iter().filter(|row| answer.rows[**row].role == Role::Entry);
    let rows: Vec<usize> =
        if parts().next().is_some() { parts().copied().collect() } else { shown.rows.clone() };
    let records: Vec<Record<'_>> =
        rows.into_iter().map(|row| record(texts, answer, shown, row, today)).collect();
    let lower = metric.better == Better::Lower;
    let mut clauses = Vec::new();
    // How much of a limit that is no budget was used is not said in a sentence.
    if !lower || metric.is_spent() {
        clauses.extend(past(texts, &records, lower));
        clauses.extend(now(texts, &records, lower));
    }
    let untargeted: Vec<&str> =
        records.iter().filter(|record| record.untargeted).map(|record| record.name).collect();
    if !untargeted.is_empty() && !clauses.is_empty() {
        let names = untargeted.join(texts.get("list_separator"));
        clauses.push(texts.fill("chart_untargeted", &[("names", &names)]));
    }
    let cell = |row: &usize, column: &usize| answers::cell(&answer.cells[*row], *column, shown.target);
    let mut cells =
        shown.rows.iter().flat_map(|row| shown.columns.iter().map(move |column| cell(row, column)));
    if cells.any(|target| target.amount.is_some() && target.coverage.is_some()) {
        clauses.push(texts.get("chart_partial").to_owned());
    }
    if clauses.is_empty() {
        return String::new();
    }
    texts.fill("sentence", &[("text", &capital(clauses.join(texts.get("clause_separator"))))])
}

/// As a sentence begins: a capital, but for a name that has capitals of its own (`iPad`).
fn capital(mut text: String) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    if word.chars().all(|c| c.is_lowercase()) {
        let end = text.chars().next().map_or(0, char::len_utf8);
        let first = text[..end].to_uppercase();
        text.replace_range(..end, &first);
    }
    text
}

fn record<'a>(texts: &'a Texts, answer: &'a Answer, shown: &Shown, row: usize, today: Date) -> Record<'a> {
    let mut record =
        Record { name: title(texts, answer, row), past: Vec::new(), now: None, untargeted: false };
    for column in &shown.columns {
        let Key::Period(period) = &answer.columns[*column].key else { continue };
        let cells = &answer.cells[row];
        let target = answers::cell(cells, *column, shown.target);
        let actual = answers::cell(cells, *column, shown.actual);
        record.untargeted |= target.amount.is_none() && actual.amount.is_some();
        match percent(target, actual) {
            Some(percent) if period.end < today => record.past.push((*period, percent)),
            Some(percent) if period.contains_date(today) => record.now = Some((*period, percent)),
            _ => {}
        }
    }
    record
}

/// How much of a target was reached; nothing where either covers only some of its parts.
fn percent(target: &Cell, actual: &Cell) -> Option<Decimal> {
    if target.coverage.is_some() || actual.coverage.is_some() {
        return None;
    }
    let (target, actual) =
        (figures::point(target.amount.as_ref()?)?, figures::point(actual.amount.as_ref()?)?);
    if target <= Decimal::ZERO {
        return None;
    }
    actual.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(target)
}

/// The row that kept up best and the one that did least.
fn past(texts: &Texts, records: &[Record<'_>], lower: bool) -> Vec<String> {
    let worst = |record: &Record<'_>| {
        let percents = record.past.iter().map(|(_, percent)| *percent);
        if lower { percents.max() } else { percents.min() }
    };
    let mut ranked: Vec<(Decimal, &Record<'_>)> =
        records.iter().filter_map(|record| Some((worst(record)?, record))).collect();
    ranked.sort_by(|a, b| if lower { a.0.cmp(&b.0) } else { b.0.cmp(&a.0) });
    let last = ranked.len().saturating_sub(1);
    let ends = ranked.iter().enumerate().filter(|(at, _)| *at == 0 || *at == last);
    ends.map(|(_, (worst, record))| {
        if let [(period, percent)] = record.past.as_slice() {
            let key = if lower { "chart_used_once" } else { "chart_reached_once" };
            return of_period(texts, key, record.name, period, *percent);
        }
        // "At least" and "no more than" stay true when digits are cut.
        let (key, cut) = match lower {
            true => ("chart_used", RoundingStrategy::ToPositiveInfinity),
            false => ("chart_reached", RoundingStrategy::ToNegativeInfinity),
        };
        let percent = fixed(worst.round_dp_with_strategy(1, cut));
        let n = record.past.len().to_string();
        texts.fill(key, &[("name", record.name), ("n", &n), ("percent", &percent)])
    })
    .collect()
}

/// The row that has done least in the running period.
fn now(texts: &Texts, records: &[Record<'_>], lower: bool) -> Option<String> {
    let running = records.iter().filter_map(|record| Some((record.name, record.now?)));
    let (name, (period, percent)) = if lower {
        running.max_by_key(|(_, (_, percent))| *percent)?
    } else {
        running.min_by_key(|(_, (_, percent))| *percent)?
    };
    let key = if lower { "chart_used_now" } else { "chart_reached_now" };
    Some(of_period(texts, key, name, &period, percent))
}

fn of_period(texts: &Texts, key: &str, name: &str, period: &Period, percent: Decimal) -> String {
    let (period, percent) = (texts.period_short(period), fixed(percent));
    texts.fill(key, &[("name", name), ("period", &period), ("percent", &percent)])
}
