//! Changes of plans in words, as `diff` and `history` tell them.

use crate::changes::{Change, Number, What};
use crate::config::Metric;
use crate::model::{Plan, StatementKind};
use crate::period::Period;
use crate::quantity::{Amount, format};
use crate::site::Site;
use rust_decimal::{Decimal, RoundingStrategy};

/// What stands where there is nothing.
pub(super) const NOTHING: &str = "—";

/// A change: of what, from what to what, and by how much.
pub(super) struct Words {
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) percent: String,
}

/// A change of a plan of the site, or of something that is no plan of it.
pub(super) fn words(change: &Change, site: &Site, plan: Option<&Plan>) -> Words {
    let (what, before, after) = match &change.what {
        What::Added => ("new".to_owned(), String::new(), String::new()),
        What::Removed => ("removed".to_owned(), String::new(), String::new()),
        What::Text => ("text".to_owned(), String::new(), String::new()),
        What::Moved(from) => ("file".to_owned(), from.clone(), change.path.clone()),
        What::Renamed(from) => ("id".to_owned(), from.clone(), change.plan.clone()),
        What::Status(before, after) => ("status".to_owned(), text(before.as_deref()), text(after.as_deref())),
        What::Period(before, after) => ("period".to_owned(), days(before.as_ref()), days(after.as_ref())),
        What::Owners(before, after) => ("owner".to_owned(), people(before), people(after)),
        What::Parent(before, after) => ("parent".to_owned(), text(before.as_deref()), text(after.as_deref())),
        What::Draft(is_draft) => ("draft".to_owned(), (!is_draft).to_string(), is_draft.to_string()),
        What::Phase(name, before, after) => {
            (format!("phase {name}"), days(before.as_ref()), days(after.as_ref()))
        }
        What::Number(number, before, after) => {
            let metric = site.config.metric(number.metric);
            let amounts = [before, after].map(|quantity| quantity.as_ref().map(|quantity| &quantity.amount));
            let figure = |quantity: &crate::quantity::Quantity| {
                figure(&quantity.amount, quantity.step.value(), metric)
            };
            let texts =
                [before, after].map(|quantity| quantity.as_deref().map_or(NOTHING.to_owned(), figure));
            let [before, after] = texts;
            let percent = percent(amounts[0], amounts[1]).map(signed).unwrap_or_default();
            return Words { what: name(number, site, plan), before, after, percent };
        }
    };
    Words { what, before, after, percent: String::new() }
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or(NOTHING).to_owned()
}

fn days(period: Option<&Period>) -> String {
    period.map_or(NOTHING.to_owned(), Period::key)
}

fn people(names: &[String]) -> String {
    if names.is_empty() { NOTHING.to_owned() } else { names.join(", ") }
}

/// `銷售額 2026-Q3 長沙 actual`: the metric, when, where if that is not where the plan is, and what it is if no target.
fn name(number: &Number, site: &Site, plan: Option<&Plan>) -> String {
    let mut words = vec![site.config.metric(number.metric).title.clone()];
    words.extend(number.period.map(|period| period.key()));
    for (dimension, value) in number.scope.iter() {
        let is_of_plan = plan.is_some_and(|plan| {
            plan.dimensions.iter().any(|(id, own)| id == dimension && *own.value == **value)
        });
        if !is_of_plan {
            words.push(site.config.value_title(*dimension, value).to_owned());
        }
    }
    words.extend(number.item.as_ref().map(ToString::to_string));
    if number.kind != StatementKind::Target {
        words.push(number.kind.name().to_owned());
    }
    words.join(" ")
}

/// An amount as the metric is shown; `step`: one unit of its last digit.
pub(super) fn figure(amount: &Amount, step: Decimal, metric: &Metric) -> String {
    if amount.low.is_none() && amount.high.is_none() {
        return NOTHING.to_owned();
    }
    let (scale, unit) = scale_and_unit(metric);
    format::amount(amount, step, (scale, "")) + &unit
}

/// By what a metric's amounts are divided where they are shown, and what stands behind them, a blank before it.
pub(super) fn scale_and_unit(metric: &Metric) -> (Decimal, String) {
    match &metric.display {
        Some(display) => (display.scale, format!(" {}", display.unit)),
        None if metric.unit.is_empty() => (Decimal::ONE, String::new()),
        None => (Decimal::ONE, format!(" {}", metric.unit)),
    }
}

/// By how many percent an amount is another, where both are single values.
pub(super) fn percent(before: Option<&Amount>, after: Option<&Amount>) -> Option<Decimal> {
    let (before, after) = (before?.single()?, after?.single()?);
    let change = after.checked_sub(before)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let percent = change.checked_div(before.abs())?;
    // Less than a percent is a change, too.
    let places = if percent.abs() < Decimal::ONE { 2 } else { 1 };
    Some(percent.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// `+20 %`, `−21 %`.
pub(super) fn signed(percent: Decimal) -> String {
    let sign = if percent.is_sign_negative() { "−" } else { "+" };
    format!("{sign}{} %", percent.abs())
}
