//! The same queries from the flags of the command line.

use super::names::{Names, Problem};
use super::query::{Axis, Filter, Measure, Query, Subject, Term};
use crate::config::{DimensionId, MetricId};
use crate::model::{Statement, StatementKind};
use crate::site::Site;
use std::collections::BTreeSet;

/// What the flags of `planpress targets` say, as written.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--metrics a,b`; empty: every metric with a target.
    pub metrics: Vec<String>,
    /// `--rows`; by default the first dimension that a target of these metrics has, else plans.
    pub rows: Option<String>,
    /// `--columns`.
    pub columns: Option<String>,
    /// `--where key=value`, `key=a,b`, `key=!value`.
    pub conditions: Vec<String>,
    /// `--show a,b`; empty: target, actual, progress.
    pub show: Vec<String>,
    /// `--no-totals`.
    pub no_totals: bool,
    /// `--sort`.
    pub sort: Option<String>,
    /// `--limit`.
    pub limit: Option<usize>,
}

/// What a table of targets shows by default.
pub(super) const SHOWN: [Measure; 3] = [Measure::Target, Measure::Actual, Measure::Progress];

/// The query of the flags.
///
/// # Errors
/// All flags that name what the site does not have.
pub fn query_from_flags(site: &Site, flags: &Flags) -> Result<Query, Vec<Problem>> {
    let names = Names { site };
    let mut problems = Vec::new();
    let mut metrics = listed(&flags.metrics, "--metrics", &mut problems, |word| names.metric(word));
    if flags.metrics.is_empty() {
        metrics = metrics_with_targets(site);
    }
    let axis = |flag: &str, word: &Option<String>, problems: &mut Vec<Problem>| {
        let found = word.as_deref().map(|word| names.axis(Subject::Targets, word));
        taken(found.transpose(), flag, problems).flatten()
    };
    let rows = axis("--rows", &flags.rows, &mut problems);
    let rows = rows.unwrap_or_else(|| first_dimension(site, &metrics).map_or(Axis::Plan, Axis::Dimension));
    let columns = axis("--columns", &flags.columns, &mut problems);
    let mut show = listed(&flags.show, "--show", &mut problems, |word| names.measure(Subject::Targets, word));
    if flags.show.is_empty() {
        show = SHOWN.to_vec();
    }
    let filter = filter(names, &flags.conditions, &mut problems);
    let sort = flags.sort.as_deref().map(|word| names.sort(Subject::Targets, &show, word));
    let sort = taken(sort.transpose(), "--sort", &mut problems).flatten();
    if flags.limit == Some(0) {
        problems.push(Problem::new("`--limit` must be at least 1"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (totals, limit) = (!flags.no_totals, flags.limit);
    Ok(Query { subject: Subject::Targets, metrics, rows, columns, filter, show, totals, sort, limit })
}

/// The filter of `--where` flags alone, for lists of plans.
///
/// # Errors
/// What the site does not have, in one text.
pub fn filter_from_flags(conditions: &[String], site: &Site) -> Result<Filter, String> {
    let mut problems = Vec::new();
    let filter = filter(Names { site }, conditions, &mut problems);
    if problems.is_empty() {
        return Ok(filter);
    }
    let texts: Vec<String> = problems
        .into_iter()
        .map(|problem| match problem.help {
            Some(help) => format!("{} ({help})", problem.message),
            None => problem.message,
        })
        .collect();
    Err(texts.join("; "))
}

fn filter(names: Names<'_>, conditions: &[String], problems: &mut Vec<Problem>) -> Filter {
    let mut filter = Filter::default();
    for written in conditions {
        let Some((key, values)) = written.split_once('=') else {
            problems.push(Problem {
                help: Some("write key=value, key=a,b for any of them, key=!value for not".to_owned()),
                ..Problem::new(format!("`--where {written}` has no `=`"))
            });
            continue;
        };
        let (negated, values) = values.strip_prefix('!').map_or((false, values), |values| (true, values));
        let key = key.trim();
        let words = words(values, |word| names.condition(None, key, &[word]).is_ok());
        match names.condition(None, key, &words) {
            Ok(condition) => filter.terms.push(Term { condition, negated }),
            Err(found) => problems.extend(found.into_iter().map(|(_, problem)| Problem {
                message: format!("`--where {written}`: {}", problem.message),
                ..problem
            })),
        }
    }
    filter
}

fn taken<T>(found: Result<T, Problem>, flag: &str, problems: &mut Vec<Problem>) -> Option<T> {
    match found {
        Ok(value) => Some(value),
        Err(problem) => {
            problems.push(Problem { message: format!("`{flag}`: {}", problem.message), ..problem });
            None
        }
    }
}

fn listed<T>(
    words: &[String],
    flag: &str,
    problems: &mut Vec<Problem>,
    find: impl Fn(&str) -> Result<T, Problem>,
) -> Vec<T> {
    let words = words.iter().flat_map(|list| self::words(list, |word| find(word).is_ok()));
    words.filter_map(|word| taken(find(word), flag, problems)).collect()
}

/// The words of a list that commas divide. As names may hold commas, the longest word that is known is one.
fn words(list: &str, is_known: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = Some(list);
    while let Some(text) = rest {
        let ends = || text.match_indices(',').map(|(at, _)| at).chain([text.len()]);
        let longest = ends().rev().find(|end| is_known(text[..*end].trim()));
        let end = longest.or_else(|| ends().next()).unwrap_or(text.len());
        words.push(text[..end].trim());
        rest = text.get(end + 1..);
    }
    words
}

/// What plans and files of data set as targets; a budget is one of its metric.
fn targets(site: &Site) -> impl Iterator<Item = &Statement> {
    let of_plans = site.plans.iter().filter(|plan| site.is_shown(plan)).flat_map(|plan| &plan.statements);
    let rows = site.data.iter().flat_map(|data| &data.rows).filter(|row| site.is_row_shown(row));
    let is_target = |of: &&Statement| matches!(of.kind, StatementKind::Target | StatementKind::Budget);
    of_plans.chain(rows.map(|(_, row)| row)).filter(is_target)
}

/// Every metric with a target, in the order of the configuration.
pub(super) fn metrics_with_targets(site: &Site) -> Vec<MetricId> {
    targets(site).map(|statement| statement.metric).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The first dimension of which a target of these metrics has a value.
fn first_dimension(site: &Site, metrics: &[MetricId]) -> Option<DimensionId> {
    let of_metrics = targets(site).filter(|statement| metrics.contains(&statement.metric));
    of_metrics.flat_map(|statement| statement.scope.iter().map(|(dimension, _)| *dimension)).min()
}
