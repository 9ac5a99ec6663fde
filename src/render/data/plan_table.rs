//! Tables of plans as records: what a plan is, the number that leads in it, and its findings. Apart from
//! other lists, because these rows are not those that a view of plans asks for.

use super::super::edition::Edition;
use super::super::targets::leading;
use super::listed::{Field, Record, Records, cell, plan_fields, plan_record};
use crate::config::MetricId;
use crate::link::PlanIndex;
use compact_str::ToCompactString;
use std::sync::OnceLock;

/// A table of plans as a page shows it.
#[derive(Default)]
pub(in crate::render) struct PlanTable {
    /// Its plans, in order.
    pub plans: Vec<PlanIndex>,
    /// How many there are, also where the page lists only the first.
    pub total_count: usize,
    /// The metric of its numbers; nothing: what leads in each plan.
    pub metric: Option<MetricId>,
}

/// The records of plans with what leads in each, made once: pages of owners, tags and regions list the same plans.
pub(in crate::render) struct PlanRecords(Vec<OnceLock<Record>>);

impl PlanRecords {
    /// None made yet.
    pub(in crate::render) fn new(plans: usize) -> Self {
        Self((0..plans).map(|_| OnceLock::new()).collect())
    }
}

impl PlanTable {
    /// Its records.
    pub(super) fn records(&self, edition: &Edition) -> Records {
        let row = |index: &PlanIndex| match (self.metric, edition.plan_records.0.get(index.0 as usize)) {
            (None, Some(known)) => known.get_or_init(|| row(edition, *index, None)).clone(),
            (metric, _) => row(edition, *index, metric),
        };
        Records::new(fields(), self.plans.iter().map(row).collect()).out_of(self.total_count)
    }
}

/// What stands beside what a plan is.
const NUMBERS: [(&str, &str, &str); 8] = [
    ("metric", "string", ""),
    ("unit", "string", ""),
    ("target", "string", ""),
    ("actual", "string", ""),
    ("progress", "string", "%"),
    ("gap", "string", ""),
    ("errors", "integer", ""),
    ("warnings", "integer", ""),
];

/// The fields of every table of plans.
pub(super) fn fields() -> Vec<Field> {
    let mut fields = plan_fields();
    fields.extend(NUMBERS.map(|(name, kind, unit)| Field {
        name: name.to_owned(),
        r#type: kind,
        unit: unit.to_owned(),
    }));
    fields
}

fn row(edition: &Edition, index: PlanIndex, wanted: Option<MetricId>) -> Record {
    let mut row = plan_record(edition, index);
    match leading(edition, index, wanted) {
        Some(target) => {
            let metric = edition.site.config.metric(target.metric);
            row.extend([
                metric.id.as_str().into(),
                metric.unit.to_compact_string(),
                cell(&target.target),
                cell(&target.actual),
                cell(&target.progress),
                cell(&target.gap),
            ]);
        }
        None => row.extend(std::iter::repeat_n(Default::default(), 6)),
    }
    let counts = edition.plan_findings.get(index.0 as usize);
    let (errors, warnings) = counts.map_or((0, 0), |counts| (counts.errors, counts.warnings));
    row.extend([errors.to_compact_string(), warnings.to_compact_string()]);
    row
}
