//! Views with what only their answers tell: whether a table is one that can be shown. Apart from [`crate::view`],
//! which knows no numbers, since the check and the pages must see the same views.

use crate::aggregate::{Facts, answer};
use crate::config::DimensionId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Plan;
use crate::parse::ViewBlock;
use crate::period::YEARS;
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};
use crate::view::{self, Axis, Content, Query, View};
use std::sync::Arc;

/// So many numbers a table shows at most: rows × columns × numbers of a cell. Two long axes that have little to do with
/// each other make a table of empty cells that no browser opens.
pub const MOST: usize = 100_000;

/// The view of a block; none, and why, where it cannot be answered.
pub fn read(
    block: &ViewBlock,
    source: &Arc<SourceFile>,
    site: &Site,
    facts: &Facts,
) -> (Option<View>, Vec<Diagnostic>) {
    let (view, findings) = view::read(&block.yaml, block.span, source, site);
    let too_large = match &view {
        Some(View { content: Content::Numbers(query), .. }) => too_large(facts, site, query),
        _ => None,
    };
    let Some(message) = too_large else { return (view, findings) };
    let span = block.yaml.root.as_ref().map_or(block.span, |root| root.span);
    let place = Place::new(source, Span::at(span.start as usize));
    let finding = Diagnostic::new("invalid-view", Severity::Error, place, message)
        .help("leave less in with `where`, cut the rows with `limit`, or choose other `rows` or `columns`");
    (None, vec![finding])
}

/// Why a table is too large.
fn too_large(facts: &Facts, site: &Site, query: &Query) -> Option<String> {
    let columns = query.columns?;
    let rows = |heads: usize| query.limit.map_or(heads, |limit| heads.min(limit));
    let metrics = if [query.rows, columns].contains(&Axis::Metric) { 1 } else { query.metrics.len().max(1) };
    let numbers = metrics * query.show.len();
    let cells = |[along, across]: [usize; 2]| along.saturating_mul(across).saturating_mul(numbers);
    if cells([rows(at_most(site, query.rows)), at_most(site, columns)]) <= MOST {
        return None;
    }
    // The heads of either axis alone, since the cells between them are what there may be too many of.
    let heads = |axis: Axis| {
        let query = Query { rows: axis, columns: None, sort: None, limit: None, ..query.clone() };
        answer(facts, site, &query).rows.len()
    };
    let shown = [rows(heads(query.rows)), heads(columns)];
    (cells(shown) > MOST).then(|| {
        let ([rows, columns], cells) = (shown, cells(shown));
        let of_each = if numbers == 1 { String::new() } else { format!(" × {numbers} numbers") };
        format!("the view has {cells} numbers ({rows} rows × {columns} columns{of_each}), at most {MOST} are shown")
    })
}

/// At most so many heads an axis has, as far as that is known without an answer: each value with what is left of it.
fn at_most(site: &Site, axis: Axis) -> usize {
    let plans = site.plans.len();
    let years = YEARS.count();
    let entries = match axis {
        Axis::Dimension(dimension) => values(site, dimension),
        Axis::Tag => site.plans.iter().map(|plan| plan.tags.len()).sum(),
        Axis::Metric => site.config.metrics.len(),
        Axis::Year => years,
        Axis::Half => 2 * years,
        Axis::Quarter => 4 * years,
        Axis::Month => 12 * years,
        Axis::Owner => owners(site),
        Axis::Plan | Axis::Kind | Axis::Status | Axis::Parent => plans,
    };
    2 * entries + 2
}

fn values(site: &Site, dimension: DimensionId) -> usize {
    let declared = site.config.dimension(dimension);
    declared.values.len() + if declared.open { site.plans.len() + statements(site) } else { 0 }
}

/// Plans, phases and tasks have owners, and statements may name others.
fn owners(site: &Site) -> usize {
    let of_plan = |plan: &Arc<Plan>| plan.owners.len() + plan.phases.len() + plan.tasks.len();
    site.plans.iter().map(of_plan).sum::<usize>() + statements(site)
}

fn statements(site: &Site) -> usize {
    let of_plans: usize = site.plans.iter().map(|plan| plan.statements.len()).sum();
    of_plans + site.data.iter().map(|file| file.rows.len()).sum::<usize>()
}
