//! `plan-targets.csv` and `.json`: the table of targets on the page of every plan, all in one file.

use super::super::edition::Edition;
use super::listed::scope_text;
use crate::aggregate::{Cell, PlanTarget};
use crate::export::{self, Source, Sources};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::view::Measure;
use serde::Serialize;
use std::collections::BTreeMap;

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
const TARGETS_VERSION: u32 = 2;

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    targets: Vec<Record<'a>>,
    sources: Vec<Source<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    plan: &'a str,
    metric: &'a str,
    period: Option<String>,
    scope: BTreeMap<&'a str, &'a str>,
    unit: &'a str,
    elapsed: Option<String>,
    numbers: BTreeMap<&'static str, Number>,
    children: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Number {
    value: String,
    parts: Vec<u32>,
}

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
    let mut rows = vec![FIELDS.map(str::to_owned).to_vec()];
    for (index, target) in all(edition) {
        let metric = site.config.metric(target.metric);
        let numbers: BTreeMap<&str, String> = numbers(target)
            .into_iter()
            .map(|(name, cell)| {
                (name, cell.amount.as_ref().map(Amount::to_canonical_string).unwrap_or_default())
            })
            .collect();
        let scope = scope_text(edition, target.scope.iter().map(|(id, value)| (*id, &**value)));
        let field = |name: &str| match name {
            "plan" => site.plan(index).id.value.clone(),
            "metric" => metric.id.clone(),
            "period" => target.period.map(|period| period.key()).unwrap_or_default(),
            "scope" => scope.to_string(),
            "elapsed" => elapsed(target).unwrap_or_default(),
            "unit" => metric.unit.to_string(),
            name => numbers.get(name).cloned().unwrap_or_default(),
        };
        rows.push(FIELDS.iter().map(|name| field(name)).collect());
    }
    export::written(&rows)
}

/// As JSON, with the statements that each number was made from, and what each plan below comes to.
pub(super) fn json_of(edition: &Edition) -> Vec<u8> {
    let site = &edition.site;
    let mut sources = Sources::new(site);
    let mut number = |cell: &Cell| {
        Some(Number { value: cell.amount.as_ref()?.to_canonical_string(), parts: sources.of(&cell.parts) })
    };
    let mut records = Vec::new();
    for (index, target) in all(edition) {
        let metric = site.config.metric(target.metric);
        let scope = target.scope.iter().map(|(id, value)| (site.config.dimension(*id).id.as_str(), &**value));
        let numbers = numbers(target).into_iter().filter_map(|(name, cell)| Some((name, number(cell)?)));
        let children = target.children.iter().filter_map(|(child, cell)| {
            let plan = site.plan(*child).id.value.as_str();
            Some((plan, cell.amount.as_ref()?.to_canonical_string()))
        });
        records.push(Record {
            plan: &site.plan(index).id.value,
            metric: &metric.id,
            period: target.period.map(|period| period.key()),
            scope: scope.collect(),
            unit: &metric.unit,
            elapsed: elapsed(target),
            numbers: numbers.collect(),
            children: children.collect(),
        });
    }
    export::to_lines(&Whole { version: TARGETS_VERSION, targets: records, sources: sources.places() })
}

/// The share of the period's days that has passed, in percent.
fn elapsed(target: &PlanTarget) -> Option<String> {
    let share = target.elapsed? * rust_decimal::Decimal::ONE_HUNDRED;
    Some(share.round_dp(1).normalize().to_string())
}
