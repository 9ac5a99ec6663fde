//! Ratios that are stated beside what they are made of: a share of the market beside the units sold and the market.
//! Apart from shares in tables, because part and whole may stand anywhere in the plan.

use super::numbers::Numbers;
use super::{Equation, Statement, StatementKind};
use crate::config::{Config, MetricId, MetricKind};
use compact_str::format_compact;

/// Asks that percentages follow from their part and whole, where a plan states all three for one scope.
pub(super) fn read(config: &Config, numbers: &mut Numbers) {
    let mut equations = Vec::new();
    for stated in numbers.statements.iter().filter(|statement| statement.repeats.is_none()) {
        let MetricKind::Ratio(Some((of, over))) = config.metric(stated.metric).kind else { continue };
        if !matches!(&*stated.quantity.unit, "%" | "‰") {
            continue;
        }
        let find = |metric, kind| beside(&numbers.statements, stated, metric, kind);
        let part = find(of, stated.kind);
        // What a market is worth is no target; it is known.
        let whole = find(over, stated.kind).or_else(|| find(over, StatementKind::Figure));
        let (Some(part), Some(whole)) = (part, whole) else { continue };
        let title = |metric: MetricId| &config.metric(metric).title;
        equations.push(Equation {
            rule: "share-mismatch",
            stated: stated.term(),
            terms: vec![part.term(), whole.term()],
            of: format_compact!("{} ÷ {}", title(of), title(over)),
            exact: false,
            partial: false,
            table: None,
        });
    }
    numbers.equations.extend(equations);
}

/// The statement of a metric about just what another one is about.
fn beside<'s>(
    statements: &'s [Statement],
    stated: &Statement,
    metric: MetricId,
    kind: StatementKind,
) -> Option<&'s Statement> {
    statements.iter().find(|other| {
        (other.metric, other.kind) == (metric, kind)
            && other.period == stated.period
            && other.scope == stated.scope
            && other.item == stated.item
            && other.repeats.is_none()
    })
}
