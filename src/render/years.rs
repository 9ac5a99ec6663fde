//! Which years a site or a metric speaks of, and which of them a page shows first.

use super::edition::Edition;
use super::metric::statements;
use crate::config::MetricId;
use crate::model::StatementKind;
use crate::period::{Grain, Period};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The year that holds a day: the fiscal one where the site has fiscal years.
pub(super) fn year_of(edition: &Edition, day: Date) -> Option<Period> {
    let first = edition.site.config.fiscal_year_start;
    let grain = if first == 1 { Grain::Year } else { Grain::FiscalYear };
    Period::of(grain, day, first)
}

/// The years in which a metric has targets, actuals or forecasts.
pub(super) fn of_metric(edition: &Edition, id: MetricId) -> Vec<Period> {
    let counted = |kind: StatementKind| {
        matches!(
            kind,
            StatementKind::Target | StatementKind::Actual | StatementKind::Forecast | StatementKind::Budget
        )
    };
    let mut days = BTreeSet::new();
    for statement in statements(edition, id).iter().filter_map(|reference| reference.get(&edition.site)) {
        if counted(statement.kind)
            && let Some(period) = statement.period
            && let Some(year) = year_of(edition, period.start)
            && year.contains(&period)
        {
            days.insert(year.start);
        }
    }
    days.into_iter().filter_map(|day| year_of(edition, day)).collect()
}

/// Whether a metric has targets, actuals or forecasts that lie in no year: over the end of one, or at no time.
pub(super) fn has_others(edition: &Edition, id: MetricId) -> bool {
    statements(edition, id).iter().filter_map(|reference| reference.get(&edition.site)).any(|statement| {
        let year = statement.period.and_then(|period| Some((year_of(edition, period.start)?, period)));
        statement.kind != StatementKind::Figure && !year.is_some_and(|(year, period)| year.contains(&period))
    })
}

/// The year that is shown first: the one that runs, else the next, else the last.
pub(super) fn nearest(years: &[Period], today: Date) -> Option<Period> {
    let running = years.iter().find(|year| year.contains_date(today));
    let coming = years.iter().find(|year| year.start > today);
    running.or(coming).or(years.last()).copied()
}
