//! Which targets of a plan nobody can be sure of, since numbers of theirs could not be read or do not add up: what
//! would follow from those is not reported, and all else is.

use super::context::PlanContext;
use super::equations::figures;
use super::sink::Found;
use super::values;
use crate::config::MetricId;
use crate::diagnostic::Diagnostic;
use crate::model::StatementKind;
use crate::schema::TableRole;
use crate::text::Span;
use std::collections::BTreeSet;

/// The metrics whose targets are unsure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unsure {
    /// These.
    Metrics(BTreeSet<MetricId>),
    /// Nobody knows which, or all.
    All,
}

impl Unsure {
    /// None.
    pub(super) const NONE: Self = Self::Metrics(BTreeSet::new());

    /// Those of a plan, with all that was found in it.
    pub(super) fn of(context: &PlanContext, found: &[Found]) -> Self {
        let mut unsure = Self::NONE;
        for fault in context.equation_faults() {
            let broken = fault.others.iter().copied().chain([fault.equation]);
            let spans: Vec<Span> = broken.flat_map(figures).map(|figure| figure.span).collect();
            let is_meant = |span: Span| spans.iter().any(|of| of.contains(span) || span.contains(*of));
            let stated = context.plan.statements.iter().filter(|statement| is_target(statement.kind));
            let stated = stated.filter(|statement| is_meant(statement.span));
            unsure.add(Self::Metrics(stated.map(|statement| statement.metric).collect()));
        }
        let lost_rows =
            found.iter().map(|found| &found.diagnostic).filter(|found| found.rule == "table-rows");
        for found in
            context.plan.findings.iter().filter(|found| is_of_numbers(context, found)).chain(lost_rows)
        {
            unsure.add(of_finding(context, found));
        }
        if context.has_faulty_tables() { Self::All } else { unsure }
    }

    /// Adds others.
    pub(super) fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Metrics(own), Self::Metrics(other)) => own.extend(other),
            _ => *self = Self::All,
        }
    }

    /// Whether all of others are among them.
    pub(super) fn has_all(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Metrics(own), Self::Metrics(other)) => other.is_subset(own),
            (Self::Metrics(_), Self::All) => false,
        }
    }

    /// Whether a metric is among them.
    pub(super) fn has(&self, metric: MetricId) -> bool {
        match self {
            Self::All => true,
            Self::Metrics(metrics) => metrics.contains(&metric),
        }
    }
}

/// Whether numbers of a kind count as targets.
fn is_target(kind: StatementKind) -> bool {
    matches!(kind, StatementKind::Target | StatementKind::Budget)
}

/// Whether a finding of reading is about a number or what a number is about.
fn is_of_numbers(context: &PlanContext, found: &Diagnostic) -> bool {
    match found.rule {
        "invalid-front-matter" | "unknown-kind" => true,
        "invalid-quantity" | "unknown-metric" | "unit-mismatch" => true,
        "invalid-period" | "invalid-date" | "invalid-value" => {
            !context.plan.document.body.contains(found.place.span) || table_at(context, found).is_some()
        }
        _ => false,
    }
}

/// What a finding makes unsure: a table's metric, or that of a key in front matter.
fn of_finding(context: &PlanContext, found: &Diagnostic) -> Unsure {
    if matches!(found.rule, "invalid-front-matter" | "unknown-kind") {
        return Unsure::All;
    }
    let span = found.place.span;
    if context.plan.document.body.contains(span) {
        return match table_at(context, found) {
            Some((TableRole::Targets | TableRole::Budget, Some(metric))) => {
                Unsure::Metrics(BTreeSet::from([metric]))
            }
            // Each of its rows may name another one.
            Some((TableRole::Targets, None)) | None => Unsure::All,
            Some(_) => Unsure::NONE,
        };
    }
    let entry = context.plan.front_entries().iter().find(|entry| entry.value.span.contains(span));
    let Some(means) = entry.map(|entry| context.meaning(&entry.key)) else { return Unsure::NONE };
    match means {
        "targets" => {
            let metrics = (0..).map(MetricId).zip(&context.config().metrics);
            let faulty = metrics
                .filter(|(_, metric)| values::is_faulty(context, &["targets".to_owned(), metric.id.clone()]));
            Unsure::Metrics(faulty.map(|(id, _)| id).collect())
        }
        "period" => Unsure::All,
        means if context.config().dimension_named(means).is_some() => Unsure::All,
        _ => Unsure::NONE,
    }
}

/// The role and the metric of the table in which a finding stands.
fn table_at(context: &PlanContext, found: &Diagnostic) -> Option<(TableRole, Option<MetricId>)> {
    let table = context.details.tables.iter().find(|table| table.span.contains(found.place.span))?;
    let rule = context.plan.table_rule(table)?;
    Some((rule.role, rule.metric))
}
