//! `planpress targets`: the aggregate query of a view, on the terminal.

use super::changed::scale_and_unit;
use super::console::Console;
use super::{Outcome, list_site, read, table};
use crate::aggregate::{self, Answer, Cell, Facts, Head, Key, Reason};
use crate::cli::{Global, Targets, TargetsFormat};
use crate::diagnostic::counted;
use crate::export::{self, Origins, Places};
use crate::fold::{eq_folded, nearest};
use crate::quantity::format;
use crate::site::Site;
use crate::view::{self, Flags, Measure};
use rust_decimal::Decimal;

pub(super) fn run(global: &Global, args: &Targets, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let loaded = read(&tree, global, args.drafts)?;
    let site = &loaded.site;
    let flags = Flags {
        metrics: args.metrics.clone(),
        rows: args.rows.clone(),
        columns: args.columns.clone(),
        conditions: args.filter.clone(),
        show: args.show.clone(),
        no_totals: args.no_totals,
        sort: args.sort.clone(),
        limit: args.limit,
    };
    let query = view::query_from_flags(site, &flags).map_err(|problems| {
        let lines = problems.into_iter().map(|problem| match problem.help {
            Some(help) => format!("{} ({help})", problem.message),
            None => problem.message,
        });
        lines.collect::<Vec<_>>().join("\n       ")
    })?;
    let errors = loaded.summary(&loaded.findings).errors;
    if errors > 0 {
        let errors = counted(errors, "error");
        console.say(&format!("the site has {errors}, so that numbers may be missing: see `planpress check`"));
    }
    let answer = aggregate::answer(&loaded.facts, site, &query);
    if let Some(cell) = &args.explain {
        console.result(&explain(&answer, (site, &loaded.facts), cell)?)?;
        return Ok(Outcome::Done);
    }
    let text = match (args.format, args.tidy) {
        (TargetsFormat::Csv, true) => export::tidy(&answer, site),
        (_, true) => return Err("`--tidy` goes with `--format csv`".into()),
        (TargetsFormat::Csv, false) => export::csv(&export::grid(&answer, site)),
        (TargetsFormat::Json, false) => {
            let places = Places::new(site);
            let origins = Origins::own(site, &places);
            String::from_utf8_lossy(&export::json(&answer, (site, &loaded.facts), origins)).into_owned()
        }
        (TargetsFormat::Markdown, false) => export::markdown(&shown(&answer, site), 1),
        (TargetsFormat::Table, false) => aligned(&answer, site),
    };
    console.result(&text)?;
    // JSON says so itself.
    if answer.cut > 0 && args.format != TargetsFormat::Json {
        let rows = counted(answer.cut, "more row");
        console.say(&format!("{rows}; totals are those of the whole"));
    }
    Ok(Outcome::Done)
}

fn aligned(answer: &Answer, site: &Site) -> String {
    let grid = shown(answer, site);
    let head: Vec<&str> = grid.head.iter().map(String::as_str).collect();
    let right: Vec<usize> = (1..head.len()).collect();
    table::aligned(&head, &grid.rows, &right)
}

/// The grid with numbers as people read them, and rows set in by their depth.
fn shown(answer: &Answer, site: &Site) -> export::Grid {
    let mut grid = export::grid(answer, site);
    for ((row, texts), cells) in answer.rows.iter().zip(&mut grid.rows).zip(&answer.cells) {
        texts[0] = format!("{}{}", "  ".repeat(row.depth as usize), texts[0]);
        let flat = answer.columns.iter().zip(cells).flat_map(|(column, cells)| {
            answer.series.iter().zip(cells).map(move |(series, cell)| (column, *series, cell))
        });
        for (text, (column, series, cell)) in texts.iter_mut().skip(1).zip(flat) {
            let metric = export::metric_of(row, column, series);
            let (scale, unit) = match (series.measure, metric) {
                (Measure::Progress, _) => (Decimal::ONE, " %".to_owned()),
                (Measure::Count, _) | (_, None) => (Decimal::ONE, String::new()),
                (_, Some(metric)) => scale_and_unit(site.config.metric(metric)),
            };
            *text = match &cell.amount {
                None => "—".to_owned(),
                // A floor and a ceiling leave no bound, and nothing has no unit.
                Some(amount) if amount.low.is_none() && amount.high.is_none() => "—".to_owned(),
                Some(amount) => format::amount(amount, cell.step, (scale, "")) + &unit,
            };
        }
    }
    grid
}

/// The statements behind a cell, a line each: place, who, what.
fn explain(answer: &Answer, (site, facts): (&Site, &Facts), cell: &str) -> Result<String, String> {
    let (row, column) = row_and_column(answer, site, cell);
    let row = found(&answer.rows, site, row.trim(), "row")?;
    let column = found(&answer.columns, site, column.trim(), "column")?;
    let (places, mut text) = (Places::new(site), String::new());
    for (series, cell) in answer.series.iter().zip(&answer.cells[row][column]) {
        let metric = export::metric_of(&answer.rows[row], &answer.columns[column], *series);
        let title = metric.map(|metric| site.config.metric(metric).title.as_str()).unwrap_or_default();
        let mut line = vec![format!("{title} {}: {}", series.measure.name(), value(cell, site))];
        line.extend(notes(cell));
        if series.measure == Measure::Progress && cell.amount.is_some() {
            line.extend(elapsed(&answer.rows[row], &answer.columns[column], site));
        }
        text.push_str(&line.join("; "));
        text.push('\n');
        for part in cell.parts.statements(facts) {
            let (Some(source), Some(statement)) = (places.of(part, site), part.get(site)) else {
                continue;
            };
            let period = statement.period.map(|period| period.key()).unwrap_or_default();
            let scope: Vec<&str> = statement.scope.iter().map(|(_, value)| &**value).collect();
            text.push_str(&format!(
                "  {source}  {} {}  {period}  {}\n",
                statement.kind.name(),
                statement.quantity.text,
                scope.join(" ")
            ));
        }
    }
    Ok(text)
}

/// The number; where there is none, why.
fn value(cell: &Cell, site: &Site) -> String {
    match (&cell.amount, cell.why_empty) {
        (Some(amount), _) if amount.low.is_none() && amount.high.is_none() => {
            "no bound is left: floors and ceilings are added".to_owned()
        }
        (Some(amount), _) => amount.to_canonical_string(),
        (None, Some(Reason::NotSplit)) => "nothing: what is stated is about more than this cell".to_owned(),
        (None, Some(Reason::RatioNotAdded)) => "nothing: ratios are not added".to_owned(),
        (None, Some(Reason::RatioPart(part))) => {
            format!("nothing: {} has no number here", site.config.metric(part).title)
        }
        (None, Some(Reason::Division)) => "nothing: the divisor is or may be zero".to_owned(),
        (None, Some(Reason::NothingToCompare)) => "nothing to compare".to_owned(),
        (None, Some(Reason::NothingStated) | None) => "nothing stated".to_owned(),
    }
}

/// What has to be known of a number: how much it covers, and of a stock when it held.
fn notes(cell: &Cell) -> Vec<String> {
    let coverage = cell.coverage.map(|(some, all)| format!("{some} of {all} below have stated"));
    let as_of = cell.as_of.map(|(first, last)| match first == last {
        true => format!("as of {last}"),
        false => format!("as of {first} to {last}"),
    });
    coverage.into_iter().chain(as_of).collect()
}

/// How much of the running period of a cell has passed.
fn elapsed(row: &Head, column: &Head, site: &Site) -> Option<String> {
    let period = [column, row].into_iter().find_map(|head| match head.key {
        Key::Period(period) => Some(period),
        _ => None,
    })?;
    let running = period.contains_date(site.today);
    let percent = (period.elapsed(site.today) * Decimal::ONE_HUNDRED).round_dp(1);
    running.then(|| format!("{percent} % of {} has passed", period.key()))
}

/// What names the row and what the column. Names may hold commas: the whole is a row if there is such a one, else the
/// first comma divides that has a row before it and a column behind it, else what leaves the longest row.
fn row_and_column<'c>(answer: &Answer, site: &Site, cell: &'c str) -> (&'c str, &'c str) {
    let is_row = |word: &str| at(&answer.rows, site, word.trim()).is_some();
    let is_column = |word: &str| at(&answer.columns, site, word.trim()).is_some();
    let divided = || cell.match_indices(',').map(|(at, _)| (&cell[..at], &cell[at + 1..]));
    if is_row(cell) {
        return (cell, "Total");
    }
    let both = divided().find(|(row, column)| is_row(row) && is_column(column));
    let longest = || divided().rev().find(|(row, _)| is_row(row));
    both.or_else(longest).or_else(|| divided().next()).unwrap_or((cell, "Total"))
}

/// The index of a head by id or title.
fn at(heads: &[Head], site: &Site, word: &str) -> Option<usize> {
    let names = |head: &Head| [export::id(head, site), export::name(head, site)];
    let is = |head: &Head| names(head).iter().any(|name| eq_folded(name, word));
    heads.iter().position(is).filter(|_| !word.is_empty())
}

/// The same, or why there is none.
fn found(heads: &[Head], site: &Site, word: &str, what: &str) -> Result<usize, String> {
    if word.is_empty() {
        return Err(format!("the {what} is missing: a cell is `ROW,COLUMN`, and `ROW` alone is its total"));
    }
    at(heads, site, word).ok_or_else(|| {
        let known: Vec<String> = heads.iter().map(|head| export::id(head, site)).collect();
        match nearest(word, known.iter().map(String::as_str)) {
            Some(near) => format!("there is no {what} `{word}`; did you mean `{near}`?"),
            None => format!("there is no {what} `{word}`; there are {}", known.join(", ")),
        }
    })
}
