//! `plan-targets.csv` and `.json`: the table of targets on the page of every plan, all in one file.

use super::super::edition::Edition;
use super::listed::scope_text;
use super::records::scope;
use crate::aggregate::{Cell, PlanTarget};
use crate::export::{self, Lines, Object, Origins};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::view::Measure;
use std::collections::BTreeMap;
use std::io::Write;

/// The heading row: what the target is about, then its numbers in the metric's unit.
pub(super) const FIELDS: [&str; 15] = [
    "plan",
    "metric",
    "period",
    "scope",
    "stated",
    "target",
    "actual",
    "progress",
    "forecast",
    "elapsed",
    "allocated",
    "gap",
    "unallocated",
    "not_split",
    "unit",
];

/// The version of the JSON form.
const TARGETS_VERSION: usize = 3;

/// The numbers of a target by name.
fn numbers(target: &PlanTarget) -> [(&'static str, &Cell); 9] {
    [
        ("stated", &target.stated),
        (Measure::Target.name(), &target.target),
        ("actual", &target.actual),
        ("progress", &target.progress),
        ("forecast", &target.forecast),
        ("allocated", &target.allocated),
        ("gap", &target.gap),
        ("unallocated", &target.unallocated),
        ("not_split", &target.not_split),
    ]
}

fn all(edition: &Edition) -> impl Iterator<Item = (PlanIndex, &PlanTarget)> {
    edition.shown().flat_map(|(index, _)| edition.targets(index).iter().map(move |target| (index, target)))
}

/// As CSV: one row a target.
pub(super) fn csv(edition: &Edition) -> String {
    let site = &edition.site;
    let mut rows = vec![FIELDS.map(str::to_owned)];
    for (index, target) in all(edition) {
        let metric = site.config.metric(target.metric);
        let scope = scope_text(edition, target.scope.iter().map(|(id, value)| (*id, &**value)));
        let numbers = numbers(target);
        rows.push(FIELDS.map(|name| match name {
            "plan" => site.plan(index).id.value.clone(),
            "metric" => metric.id.clone(),
            "period" => target.period.map(|period| period.key()).unwrap_or_default(),
            "scope" => scope.to_string(),
            "elapsed" => elapsed(target).unwrap_or_default(),
            "unit" => metric.unit.to_string(),
            name => {
                let number = numbers.iter().find(|(known, _)| *known == name);
                let amount = number.and_then(|(_, cell)| cell.amount.as_ref());
                amount.map(Amount::to_canonical_string).unwrap_or_default()
            }
        }));
    }
    export::written(&rows)
}

/// As JSON, with the statements that each number was made from, and what each plan below comes to.
pub(super) fn json_of(edition: &Edition, out: &mut dyn Write) {
    let site = &edition.site;
    let mut origins = Origins::Site(&edition.numbering);
    let mut json = Lines::to(out);
    json.number("version", TARGETS_VERSION);
    json.list("targets", all(edition), |json, (index, target)| {
        let metric = site.config.metric(target.metric);
        let mut record = Object::new(json);
        record.text("plan", &site.plan(index).id.value);
        record.text("metric", &metric.id);
        record.maybe("period", target.period.map(|period| period.key()).as_deref());
        scope(record.field("scope"), site, target.scope.iter().map(|(id, value)| (*id, &**value)));
        record.text("unit", &metric.unit);
        record.maybe("elapsed", elapsed(target).as_deref());
        let mut of_record = Object::new(record.field("numbers"));
        let mut numbers = numbers(target);
        numbers.sort_unstable_by_key(|(name, _)| *name);
        for (name, cell) in numbers.iter().filter(|(_, cell)| cell.amount.is_some()) {
            let mut number = Object::new(of_record.field(name));
            number.amount("value", cell.amount.as_ref());
            origins.write(number.field("parts"), &cell.parts.statements(&edition.facts));
            number.end();
        }
        of_record.end();
        let children = target.children.iter();
        let children: BTreeMap<&str, &Cell> =
            children.map(|(child, cell)| (site.plan(*child).id.value.as_str(), cell)).collect();
        let mut of_record = Object::new(record.field("children"));
        for (plan, cell) in children.iter().filter(|(_, cell)| cell.amount.is_some()) {
            of_record.amount(plan, cell.amount.as_ref());
        }
        of_record.end();
        record.end();
    });
    json.end();
}

/// The share of the period's days that has passed, in percent.
fn elapsed(target: &PlanTarget) -> Option<String> {
    let share = target.elapsed? * rust_decimal::Decimal::ONE_HUNDRED;
    Some(share.round_dp(1).normalize().to_string())
}
