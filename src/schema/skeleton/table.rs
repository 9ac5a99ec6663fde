//! The tables of a skeleton: their columns, as many rows as must be there, the row of totals.

use super::Draft;
use crate::config::DimensionId;
use crate::period::{self, Grain, PeriodContext};
use crate::schema::{Axis, ColumnRule, Layout, SectionSchema, TableRole, TableRule};

/// How many rows or columns are written at most.
const MANY: usize = 20;

pub(super) fn write(draft: &Draft, section: &SectionSchema, rule: &TableRule, text: &mut String) {
    let rows = match &rule.layout {
        Layout::List => list(draft, rule),
        Layout::Pivot { rows, columns, row_total, column_total } => {
            pivot(draft, section, rule, [*rows, *columns], [*row_total, *column_total])
        }
    };
    text.push('\n');
    for (index, row) in rows.iter().enumerate() {
        push_row(text, row);
        if index == 0 {
            push_row(text, &vec!["---".to_owned(); row.len()]);
        }
    }
}

fn push_row(text: &mut String, cells: &[String]) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(&cell.replace('|', "\\|"));
        text.push_str(" |");
    }
    text.push('\n');
}

fn list(draft: &Draft, rule: &TableRule) -> Vec<Vec<String>> {
    let columns: Vec<&ColumnRule> = rule.columns.iter().filter(|column| column.required).collect();
    if columns.is_empty() {
        let placeholder = draft.words.placeholder.to_owned();
        return vec![vec![placeholder.clone(); 2], vec![placeholder; 2]];
    }
    let cell = |column: &&ColumnRule| match matches!(column.key.as_str(), "note" | "done") {
        true => String::new(),
        false => match column.limits.one_of.as_deref() {
            Some([only]) => only.clone(),
            _ => draft.words.placeholder.to_owned(),
        },
    };
    let heading = |column: &&ColumnRule| column.headings.first().unwrap_or(&column.key).clone();
    let mut rows = vec![columns.iter().map(heading).collect::<Vec<_>>()];
    let entry: Vec<String> = columns.iter().map(cell).collect();
    rows.extend(vec![entry; rule.rows.min.unwrap_or(1).clamp(1, MANY)]);
    if let Some(total) = &rule.total {
        rows.push(total_row(draft, rule, &columns, total));
    }
    rows
}

/// The row of totals: its name, and a placeholder where a sum stands.
fn total_row(draft: &Draft, rule: &TableRule, columns: &[&ColumnRule], total: &str) -> Vec<String> {
    let summed: &[&str] = if rule.role == TableRole::Budget { &["amount"] } else { &["value"] };
    let cell = |(index, column): (usize, &&ColumnRule)| match index {
        0 => total.to_owned(),
        _ if summed.contains(&column.key.as_str()) => draft.words.placeholder.to_owned(),
        _ => String::new(),
    };
    columns.iter().enumerate().map(cell).collect()
}

fn pivot(
    draft: &Draft,
    section: &SectionSchema,
    rule: &TableRule,
    [rows, columns]: [Axis; 2],
    [row_total, column_total]: [bool; 2],
) -> Vec<Vec<String>> {
    let total = rule.total.clone().unwrap_or_else(|| draft.words.total.to_owned());
    let mut heads = vec![axis_title(draft, rows)];
    heads.extend(axis_values(draft, section, columns));
    let mut firsts = axis_values(draft, section, rows);
    let least = rule.rows.min.unwrap_or(1).min(MANY);
    while firsts.len() < least {
        firsts.push(draft.words.placeholder.to_owned());
    }
    heads.extend(column_total.then(|| total.clone()));
    firsts.extend(row_total.then_some(total));
    let width = heads.len();
    let row = |first: String| {
        std::iter::once(first)
            .chain(std::iter::repeat_n(draft.words.placeholder.to_owned(), width - 1))
            .collect()
    };
    std::iter::once(heads).chain(firsts.into_iter().map(row)).collect()
}

fn axis_title(draft: &Draft, axis: Axis) -> String {
    let [metric, period, owner, label] = draft.words.axes;
    match axis {
        Axis::Metric => metric.to_owned(),
        Axis::Period => period.to_owned(),
        Axis::Owner => owner.to_owned(),
        Axis::Label => label.to_owned(),
        Axis::Dimension(dimension) => draft.config.dimension(dimension).title.clone(),
    }
}

/// What stands along an axis, where the schema and the period tell; else one placeholder.
fn axis_values(draft: &Draft, section: &SectionSchema, axis: Axis) -> Vec<String> {
    let values = match axis {
        Axis::Metric => {
            let required = draft.schema.targets.required.iter();
            required.map(|(metric, _)| draft.config.metric(*metric).title.clone()).collect()
        }
        Axis::Period => periods(draft, section),
        Axis::Dimension(dimension) => top_values(draft, dimension),
        Axis::Owner | Axis::Label => Vec::new(),
    };
    if values.is_empty() { vec![draft.words.placeholder.to_owned()] } else { values }
}

/// The parts of the plan's period: months where the section speaks of months or the period is short.
fn periods(draft: &Draft, section: &SectionSchema) -> Vec<String> {
    let context = PeriodContext { fiscal_year_start: draft.config.fiscal_year_start, within: None };
    let Some(written) = &draft.options.period else { return Vec::new() };
    let Ok(period) = period::parse(written, &context) else { return Vec::new() };
    let by_month = section.title.contains('月') || section.title.to_lowercase().contains("month");
    let grain = if by_month || period.days() < 200 { Grain::Month } else { Grain::Quarter };
    period.parts(grain).iter().take(MANY).map(crate::period::Period::key).collect()
}

/// The first level of a dimension where there is more than one value.
fn top_values(draft: &Draft, dimension: DimensionId) -> Vec<String> {
    let dimension = draft.config.dimension(dimension);
    let mut parent = None;
    loop {
        let level: Vec<usize> = dimension.children(parent).collect();
        match level[..] {
            [only] if dimension.children(Some(only)).next().is_some() => parent = Some(only),
            _ => {
                let titles = level.iter().filter_map(|index| dimension.values.get(*index));
                return titles.take(MANY).map(|value| value.title.clone()).collect();
            }
        }
    }
}
