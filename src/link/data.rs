//! Rows of data files that name a plan. Apart from links because a row does not link to a plan, it speaks
//! for it: what it leaves out is said by the plan.

use super::Graph;
use super::fault::{quoted, suggestion};
use crate::config::DimensionId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::nearest_many;
use crate::model::{DataFile, Plan, Statement};
use crate::text::{Place, nfc};
use std::sync::Arc;

/// Completes rows that name a plan by its period, its dimension values and its first owner, and finds those that name
/// none that there is.
pub fn attach(data: &mut [Arc<DataFile>], plans: &[Arc<Plan>], graph: &Graph) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for file in data.iter_mut().filter(|file| file.rows.iter().any(|(plan, _)| plan.is_some())) {
        let file = Arc::make_mut(file);
        for (id, statement) in &mut file.rows {
            let Some(id) = id else { continue };
            match graph.ids.get(&nfc(&id.value)).and_then(|plan| plans.get(plan.0 as usize)) {
                Some(plan) => {
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
