//! Total and subtotal rows of a list: which rows each sums, and what its sum is about. A total holds for what its
//! row says: one with a period of its own (合計 | 2025) is that of the rows within it.

use crate::config::{Config, DimensionId, MetricId};
use crate::diagnostic::counted;
use crate::model::nested::Wholes;
use crate::model::numbers::{Inherited, Numbers};
use crate::model::reading::Reading;
use crate::model::sheet::Sheet;
use crate::model::total::{Figure, Total, common_metric};
use crate::model::{RowKind, Spanned, Statement, StatementKind};
use crate::period::Period;
use crate::text::nfc;
use compact_str::{CompactString, format_compact};
use std::sync::Arc;

/// Takes in all totals of a table whose figures are read.
pub(super) fn read(
    reading: &mut Reading,
    sheet: &Sheet,
    (column, kind): (usize, StatementKind),
    base: &Inherited,
    figures: &[Figure],
    numbers: &mut Numbers,
) {
    if sheet.kinds.iter().all(|kind| *kind == RowKind::Entry) {
        return;
    }
    let wholes = Wholes::among(reading.config, figures.iter().filter_map(|figure| numbers.of(figure)));
    for (row, row_kind) in sheet.kinds.iter().enumerate().filter(|(_, kind)| **kind != RowKind::Entry) {
        let Some(written) = sheet.stated(row, column) else { continue };
        let rows = sheet.summed(row);
        let mut all: Vec<&Figure> = figures.iter().filter(|figure| rows.contains(&figure.row)).collect();
        let mut own = Own::of(reading, sheet, row, base);
        if own != Own::default() {
            if all.iter().any(|figure| figure.statement.is_none()) {
                continue;
            }
            let is_held = |figure: &&&Figure| {
                numbers.of(figure).is_some_and(|statement| own.holds(reading.config, statement))
            };
            let held: Vec<&Figure> = all.iter().filter(is_held).copied().collect();
            if held.is_empty() {
                own = Own::default();
            } else {
                all = held;
            }
        }
        let parts = wholes.outermost(reading.config, &all, |figure| numbers.of(figure));
        let metric = sheet.rule.metric.or(own.metric).or_else(|| common_metric(numbers, &parts));
        let Some(value) = reading.quantity(written, metric, sheet.unit(reading.config, column, metric))
        else {
            continue;
        };
        let stated = Spanned { value, span: written.span };
        let name = if parts.len() < all.len() { "outermost row" } else { "row" };
        let side = if rows.start > row { "below" } else { "above" };
        let of = format_compact!("the {} {side}", counted(parts.len(), name));
        // Where rows may be left out, their sum is that of those that are there.
        let states = *row_kind == RowKind::Total && (parts.is_empty() || !sheet.rule.partial);
        let scope = if states { numbers.common_scope(reading.config, &all, &parts, base) } else { None };
        let scope = scope.map(|(scope, item)| (own.within(scope), item));
        let table = sheet.index;
        let blanks = &[];
        let total = Total { kind, stated, parts: &parts, blanks, metric, scope, of, table, row, column };
        numbers.total(reading.config, total);
    }
}

/// What the row of a total says beside its label.
#[derive(Default, PartialEq)]
struct Own {
    metric: Option<MetricId>,
    period: Option<Period>,
    places: Vec<(DimensionId, CompactString)>,
    owner: Option<Arc<str>>,
}

impl Own {
    fn of(reading: &mut Reading, sheet: &Sheet, row: usize, base: &Inherited) -> Self {
        let mut own = Self::default();
        let said = (0..sheet.columns.len()).filter(|column| sheet.stated(row, *column).is_some());
        let before = reading.findings.len();
        // The first cell that says something is the label.
        for column in said.skip(1) {
            let rule = sheet.columns[column].and_then(|rule| sheet.rule.columns.get(rule));
            let (Some(rule), Some(written)) = (rule, sheet.stated(row, column)) else { continue };
            match rule.key.as_str() {
                "metric" => own.metric = reading.metric(written),
                "period" => own.period = reading.period(written, base.period.or(reading.within)),
                "owner" => own.owner = Some(nfc(written.text.trim_start_matches(['@', '＠'])).into()),
                key => {
                    let dimension = reading.config.dimension_named(key).filter(|dimension| {
                        let known = reading.config.dimension(*dimension);
                        known.open || reading.config.value_named(*dimension, written.text).is_some()
                    });
                    if let Some(dimension) = dimension
                        && let Some(value) = reading.dimension_value(dimension, written)
                    {
                        own.places.push((dimension, value));
                    }
                }
            }
        }
        // What cannot be read restricts nothing (`合計 | 全部`).
        reading.findings.truncate(before);
        own
    }

    /// Whether a statement lies within what the row says.
    fn holds(&self, config: &Config, statement: &Statement) -> bool {
        let in_place = |(dimension, value): &(DimensionId, CompactString)| {
            let own = statement.scope.iter().find(|(other, _)| other == dimension);
            own.is_some_and(|(_, own)| config.is_within(*dimension, own, value))
        };
        let in_time = |whole: Period| statement.period.is_some_and(|period| whole.contains(&period));
        self.metric.is_none_or(|metric| metric == statement.metric)
            && self.period.is_none_or(in_time)
            && self.places.iter().all(in_place)
            && self.owner.as_ref().is_none_or(|owner| statement.owner.as_ref() == Some(owner))
    }

    /// A scope with what the row says.
    fn within(&self, mut scope: Inherited) -> Inherited {
        scope.period = self.period.or(scope.period);
        for (dimension, value) in &self.places {
            scope.place(*dimension, value.clone());
        }
        scope
    }
}
