//! Rows of data files that name a plan. Apart from links because a row does not link to a plan, it speaks
//! for it: what it leaves out is said by the plan.

use super::Graph;
use super::fault::{quoted, suggestion};
use crate::config::{Config, DimensionId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::nearest_many;
use crate::model::{DataFile, Plan, Statement};
use crate::period::{self, PeriodContext, PeriodError};
use crate::text::{Place, nfc};
use std::sync::Arc;

/// Completes rows that name a plan by its period, its dimension values and its first owner, and finds those that name
/// none that there is.
pub fn attach(
    data: &mut [Arc<DataFile>],
    plans: &[Arc<Plan>],
    graph: &Graph,
    config: &Config,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for file in data.iter_mut().filter(|file| file.rows.iter().any(|(plan, _)| plan.is_some())) {
        let file = Arc::make_mut(file);
        let mut yearless = file.yearless.iter().peekable();
        for (index, (id, statement)) in file.rows.iter_mut().enumerate() {
            let Some(id) = id else { continue };
            let written = yearless.next_if(|(row, _)| *row == index).map(|(_, written)| written);
            match graph.ids.get(&nfc(&id.value)).and_then(|plan| plans.get(plan.0 as usize)) {
                Some(plan) => {
                    if let Some(written) = written {
                        let within = plan.period.as_ref().map(|period| period.value);
                        let context = PeriodContext { fiscal_year_start: config.fiscal_year_start, within };
                        statement.period = match period::parse(&written.value, &context) {
                            Ok(period) => Some(period),
                            // A period of the plan that cannot be read is reported there.
                            Err(_)
                                if within.is_none() && plan.values.iter().any(|(key, _)| key == "period") =>
                            {
                                continue;
                            }
                            Err(error) => {
                                let place = Place::new(&file.source, written.span);
                                findings.push(fault(&error, place));
                                continue;
                            }
                        };
                    }
                    complete(statement, plan);
                    // A period that cannot be read is reported in the plan.
                    let says = |key: &str| plan.values.iter().any(|(name, _)| name == key);
                    if statement.period.is_none() && !says("period") {
                        let message =
                            format!("`period` is empty, and the plan `{}` has none to take", id.value);
                        let place = Place::new(&file.source, id.span);
                        findings.push(Diagnostic::new("invalid-data", Severity::Error, place, message));
                    }
                }
                // The plan's own file is reported.
                None if graph.unread.contains(&id.value) => {}
                None => {
                    let near = nearest_many(&id.value, graph.ids.keys().map(String::as_str), 3);
                    let message = format!("no plan has the id {}", quoted([id.value.as_str()].into_iter()));
                    let place = Place::new(&file.source, id.span);
                    let finding = Diagnostic::new("broken-link", Severity::Error, place, message);
                    findings.push(finding.maybe_help(suggestion(&near)));
                }
            }
        }
    }
    findings
}

/// A period that cannot be read even with the year of its plan.
fn fault(error: &PeriodError, place: Place) -> Diagnostic {
    let rule = match error {
        PeriodError::NoSuchDay { .. } => "invalid-date",
        _ => "invalid-period",
    };
    Diagnostic::new(rule, Severity::Error, place, error.to_string())
}

/// Its own values stand before those of the plan.
fn complete(statement: &mut Statement, plan: &Plan) {
    statement.period = statement.period.or(plan.period.as_ref().map(|period| period.value));
    let mut scope = statement.scope.to_vec();
    // Of a plan for several regions nobody knows which one is meant.
    let of = |dimension: DimensionId| plan.dimensions.iter().filter(move |(other, _)| *other == dimension);
    for (dimension, value) in &plan.dimensions {
        if scope.iter().all(|(own, _)| own != dimension) && of(*dimension).count() == 1 {
            scope.push((*dimension, value.value.as_str().into()));
        }
    }
    scope.sort_by_key(|(dimension, _)| *dimension);
    statement.scope = scope.into();
    if statement.owner.is_none() {
        statement.owner = plan.owners.first().map(|owner| owner.value.as_str().into());
    }
}
