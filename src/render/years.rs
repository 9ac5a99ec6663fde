//! Which years a site or a metric speaks of, and which of them a page shows first.

use super::edition::Edition;
use crate::config::MetricId;
use crate::model::StatementKind;
use crate::period::{Grain, Period};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The year that holds a day: the fiscal one where the site has fiscal years.
pub(super) fn year_of(edition: &Edition, day: Date) -> Option<Period> {
    Period::of(grain(edition), day, edition.site.config.fiscal_year_start)
}

/// What years the site has.
fn grain(edition: &Edition) -> Grain {
    if edition.site.config.fiscal_year_start == 1 { Grain::Year } else { Grain::FiscalYear }
}

/// The whole year in which a period lies.
fn whole(edition: &Edition, period: &Period) -> Option<Period> {
    period.enclosing(grain(edition), edition.site.config.fiscal_year_start)
}

/// The name of a period in the names of files: `2026` for a year of the site; for anything else, a calendar year
/// beside fiscal ones too, its days: `2026-11-01--2027-02-28`.
pub(super) fn file_name(edition: &Edition, period: &Period) -> String {
    match period.grain == grain(edition) {
        true => period.start.year().to_string(),
        false => format!("{}--{}", period.start, period.end),
    }
}

/// The different periods of the statements of some kinds that tell of a metric; nothing for those at no time.
fn periods(
    edition: &Edition,
    id: MetricId,
    counts: impl Fn(StatementKind) -> bool,
) -> BTreeSet<Option<Period>> {
    let teller = super::metric::teller(edition, id);
    let all = edition.lists.periods.get(usize::from(teller.0)).into_iter().flatten();
    all.filter(|(_, kind)| counts(*kind)).map(|(period, _)| *period).collect()
}

/// What years and their like are told by: targets, actuals, forecasts and budgets.
fn is_counted(kind: StatementKind) -> bool {
    kind != StatementKind::Figure
}

/// The years in which a metric has targets, actuals or forecasts.
pub(super) fn of_metric(edition: &Edition, id: MetricId) -> Vec<Period> {
    let periods = periods(edition, id, is_counted);
    let years: BTreeSet<Period> =
        periods.iter().flatten().filter_map(|period| whole(edition, period)).collect();
    years.into_iter().collect()
}

/// The years in which any metric has any number.
pub(super) fn of_all(edition: &Edition) -> BTreeSet<Period> {
    let metrics = (0..edition.site.config.metrics.len()).map(|at| MetricId(at as u16));
    let periods = metrics.flat_map(|id| periods(edition, id, |_| true));
    periods.flatten().filter_map(|period| whole(edition, &period)).collect()
}

/// Whether a metric has targets, actuals or forecasts that lie in no year: over the end of one, or at no time.
pub(super) fn has_others(edition: &Edition, id: MetricId) -> bool {
    let periods = periods(edition, id, is_counted);
    periods.iter().any(|period| period.is_none_or(|period| whole(edition, &period).is_none()))
}

/// So many periods over the ends of years have tables of their own at most.
const OVER_ENDS: usize = 12;

/// The periods over the ends of years for which some metrics have targets, actuals or forecasts, in order: those
/// that lie in no other; of many the latest.
pub(super) fn over_ends(edition: &Edition, metrics: &[MetricId]) -> Vec<Period> {
    let all: BTreeSet<Period> =
        metrics.iter().flat_map(|id| periods(edition, *id, is_counted)).flatten().collect();
    let mut over: Vec<Period> = all.into_iter().filter(|period| whole(edition, period).is_none()).collect();
    over.sort_by_key(|period| (period.start, std::cmp::Reverse(period.end)));
    let mut end = None;
    over.retain(|period| {
        let is_new = end.is_none_or(|end| period.end > end);
        end = end.max(Some(period.end));
        is_new
    });
    over.split_off(over.len().saturating_sub(OVER_ENDS))
}

/// The year that is shown first: the one that runs, else the next, else the last.
pub(super) fn nearest(years: &[Period], today: Date) -> Option<Period> {
    let running = years.iter().find(|year| year.contains_date(today));
    let coming = years.iter().find(|year| year.start > today);
    running.or(coming).or(years.last()).copied()
}
