//! `table:` and `tables:`: what a table is to the numbers, how it is laid out, what it must hold.

use super::columns::{self, ColumnRule};
use super::context::Context;
use super::limit::{Count, Required};
use super::phases::PhaseRule;
use crate::config::{DimensionId, Level, MetricId};
use crate::text::{Place, Span};
use crate::yaml::{Fields, Node};

/// What a table is to the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// Target statements.
    Targets,
    /// Actual statements.
    Actuals,
    /// Forecast statements.
    Forecast,
    /// Figures: a series or a list of numbers.
    Figures,
    /// Budget items.
    Budget,
    /// Phases.
    Phases,
    /// Tasks.
    Tasks,
    /// A matrix without empty cells.
    Matrix,
    /// No role: only columns are asked for.
    Plain,
}

impl TableRole {
    const CHOICES: [(&'static str, Self); 8] = [
        ("targets", Self::Targets),
        ("actuals", Self::Actuals),
        ("forecast", Self::Forecast),
        ("figures", Self::Figures),
        ("budget", Self::Budget),
        ("phases", Self::Phases),
        ("tasks", Self::Tasks),
        ("matrix", Self::Matrix),
    ];

    /// Its name in schemas; empty for tables without a role.
    pub fn name(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, role)| *role == self).map_or("", |(name, _)| name)
    }

    /// Whether its numbers are statements.
    pub fn holds_statements(self) -> bool {
        matches!(self, Self::Targets | Self::Actuals | Self::Forecast | Self::Figures)
    }
}

/// How a table of statements is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One row a statement.
    List,
    /// Rows × columns, one metric.
    Pivot {
        /// What the rows are.
        rows: Axis,
        /// What the columns are.
        columns: Axis,
        /// Whether the last row holds totals.
        row_total: bool,
        /// Whether the last column holds totals.
        column_total: bool,
    },
}

/// What a row or column heading stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// A metric.
    Metric,
    /// A period.
    Period,
    /// A value of a dimension.
    Dimension(DimensionId),
    /// An owner.
    Owner,
    /// Free text.
    Label,
}

/// What a table must look like.
#[derive(Clone, Debug)]
pub struct TableRule {
    /// Its role.
    pub role: TableRole,
    /// Its layout.
    pub layout: Layout,
    /// Whether it must be there (always, where `table:` stands without `required:`).
    pub required: Required,
    /// The metric of its numbers, where one is given for the whole table.
    pub metric: Option<MetricId>,
    /// Fixed period of its numbers, as written.
    pub period: Option<String>,
    /// Fixed dimension values of its numbers, canonical ids.
    pub scope: Vec<(DimensionId, String)>,
    /// Columns: what each is, its heading, whether it must be there.
    pub columns: Vec<ColumnRule>,
    /// What a column that no rule names is.
    pub unknown_columns: Level,
    /// How many rows (without total rows).
    pub rows: Count,
    /// The first cell of the row of totals.
    pub total: Option<String>,
    /// First cells of rows of subtotals.
    pub subtotal: Option<String>,
    /// The parts may leave some of the plan's own total out.
    pub partial: bool,
    /// Checks of phases.
    pub phases: Option<PhaseRule>,
    /// What its columns or its axes are could not be read: then nobody knows what its numbers are about.
    pub is_faulty: bool,
    /// Where it is declared.
    pub place: Place,
}

/// Reads the tables of a section: `table:` or `tables:`.
pub(super) fn read(context: &Context, section: &mut Fields) -> Vec<TableRule> {
    let reader = context.reader;
    let one = section.entry("table");
    let many = section.entry("tables");
    if let (Some(_), Some(many)) = (one, many) {
        let help = "write all of them under `tables`";
        reader.report_with(many.key_span, "`table` and `tables` stand together", help);
    }
    let mut tables = Vec::new();
    if let (Some(entry), Some(node)) = (one, section.get("table")) {
        tables.extend(table(context, node, entry.key_span));
    }
    for node in section.list("tables") {
        tables.extend(table(context, node, node.span.first()));
    }
    tables
}

fn table(context: &Context, node: &Node, asked: Span) -> Option<TableRule> {
    let reader = context.reader;
    let mut fields = reader.fields(node)?;
    let place = reader.place(asked);
    let role = fields.choice("as", &TableRole::CHOICES).unwrap_or(TableRole::Plain);
    let (layout, is_read) = layout(context, &mut fields, role);
    let is_list = layout == Layout::List;
    let mut rule = TableRule {
        role,
        required: Required::read(context, &mut fields, Required::Always(place.clone())),
        metric: context.metric(&mut fields, "metric"),
        period: fields.get("period").and_then(|node| period(context, node)),
        scope: scope(context, &mut fields),
        columns: Vec::new(),
        unknown_columns: match super::level(&mut fields, "unknown_columns") {
            _ if context.config.lacks.dimensions => Level::Off,
            level => level.unwrap_or(Level::Warn),
        },
        rows: rows(&mut fields, is_list),
        total: fields.text("total").map(str::to_owned),
        subtotal: fields.text("subtotal").map(str::to_owned),
        partial: fields.boolean("partial").unwrap_or(false),
        phases: None,
        is_faulty: !is_read,
        layout,
        place,
    };
    if is_list && let Some(node) = fields.get("columns") {
        rule.columns = columns::read(context, node, role);
        rule.is_faulty = node.as_map().is_some_and(|all| rule.columns.len() < all.len());
    }
    match role {
        TableRole::Phases => rule.phases = Some(PhaseRule::read_keys(context, &mut fields, false, asked)),
        _ => refuse_phase_keys(&mut fields),
    }
    complete(context, &mut fields, &rule);
    let dimensions: Vec<&str> =
        context.config.dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    fields.finish_with(&dimensions);
    Some(rule)
}

/// `layout: pivot` with its axes and totals; whether the axes could be read.
fn layout(context: &Context, fields: &mut Fields, role: TableRole) -> (Layout, bool) {
    let reader = context.reader;
    let pivot = fields.choice("layout", &[("list", false), ("pivot", true)]).unwrap_or(false);
    let totals =
        [("both", (true, true)), ("row", (true, false)), ("column", (false, true)), ("none", (false, false))];
    let totals_node = fields.get("totals");
    if !pivot {
        if let Some(node) = totals_node {
            let help = "write `total:` with the first cell of the row of totals, or `layout: pivot`";
            reader.report_with(node.span, "`totals` belongs to `layout: pivot`", help);
        }
        return (Layout::List, true);
    }
    if !role.holds_statements() {
        let span = fields.entry("layout").map_or(fields.span(), |entry| entry.value.span);
        let help = "pivot tables hold targets, actuals, forecasts or figures";
        reader.report_with(span, "`layout: pivot` means nothing for this role", help);
    }
    let (row_total, column_total) =
        totals_node.and_then(|node| reader.choice(node, &totals)).unwrap_or((false, false));
    let rows = fields.required("rows").and_then(|node| axis(context, node));
    let columns = fields.required("columns").and_then(|node| axis(context, node));
    if let (Some(rows), Some(columns)) = (rows, columns) {
        if rows == columns {
            let span = fields.entry("columns").map_or(fields.span(), |entry| entry.value.span);
            reader.report(span, "rows and columns are the same");
        }
        let by_metric = rows == Axis::Metric || columns == Axis::Metric;
        if !by_metric && fields.entry("metric").is_none() {
            let help = "write `metric:`, or make the metrics rows or columns";
            reader.report_with(fields.span().first(), "which metric are the numbers of?", help);
        }
    }
    let is_read = rows.is_some() && columns.is_some();
    let (rows, columns) = (rows.unwrap_or(Axis::Label), columns.unwrap_or(Axis::Label));
    (Layout::Pivot { rows, columns, row_total, column_total }, is_read)
}

fn axis(context: &Context, node: &Node) -> Option<Axis> {
    let name = context.reader.text(node)?;
    let axis = match name {
        "metric" => Axis::Metric,
        "period" => Axis::Period,
        "owner" => Axis::Owner,
        "label" => Axis::Label,
        _ => match context.config.dimension_named(name) {
            Some(dimension) => Axis::Dimension(dimension),
            None => {
                let dimensions = context.config.dimensions.iter().map(|dimension| dimension.id.as_str());
                let known = ["metric", "period", "owner", "label"].into_iter().chain(dimensions);
                if !context.config.lacks.dimensions {
                    context.reader.unknown(node.span, "axis", name, known);
                }
                return None;
            }
        },
    };
    Some(axis)
}

/// `min`, `max`, `exactly` at the table itself, or under `rows:` (which in a pivot names an axis).
fn rows(fields: &mut Fields, is_list: bool) -> Count {
    let own = Count::read(fields);
    if !is_list {
        return own;
    }
    let Some(mut inner) = fields.fields("rows") else { return own };
    let count = Count::read(&mut inner);
    inner.finish();
    Count { min: count.min.or(own.min), max: count.max.or(own.max) }
}

fn period(context: &Context, node: &Node) -> Option<String> {
    let text = context.reader.text(node)?;
    let about = crate::period::PeriodContext {
        fiscal_year_start: context.config.fiscal_year_start,
        ..Default::default()
    };
    if crate::period::parse(text, &about).is_err() {
        context.reader.expected(node, "a period such as `2026-Q3`");
        return None;
    }
    Some(text.to_owned())
}

/// Dimension values that hold for the whole table: `region: changsha`.
fn scope(context: &Context, fields: &mut Fields) -> Vec<(DimensionId, String)> {
    let reader = context.reader;
    let mut scope = Vec::new();
    for entry in fields.entries() {
        let Some(dimension) = context.config.dimension_named(&entry.key) else { continue };
        let Some(word) = reader.text(&entry.value) else { continue };
        match context.config.canonical_value(dimension, word) {
            Some(value) => scope.push((dimension, value.to_owned())),
            None => {
                let known = context.config.dimension(dimension).value_names();
                reader.unknown(entry.value.span, "value", word, known);
            }
        }
    }
    scope.sort();
    scope
}

fn refuse_phase_keys(fields: &mut Fields) {
    for key in ["overlap", "gap", "within"] {
        if let Some(entry) = fields.entry(key) {
            let message = format!("`{key}` belongs to phases");
            fields.reader().report_with(entry.key_span, message, "write `as: phases`");
        }
    }
}

/// What a role cannot do without.
fn complete(context: &Context, fields: &mut Fields, rule: &TableRule) {
    let reader = context.reader;
    let at = fields.entry("columns").map_or(fields.span().first(), |entry| entry.key_span);
    if rule.layout != Layout::List {
        return;
    }
    let named = fields
        .entry("columns")
        .map_or_else(Vec::new, |entry| columns::meant(context, &entry.value, rule.role));
    let has = |key: &str| named.contains(&key);
    let name = rule.role.name();
    let missing = match rule.role {
        TableRole::Targets | TableRole::Actuals | TableRole::Forecast | TableRole::Figures
            if !has("value") =>
        {
            "value"
        }
        TableRole::Budget if !has("item") => "item",
        TableRole::Budget if !has("amount") => "amount",
        TableRole::Phases if !has("name") => "name",
        TableRole::Phases if !has("dates") && !has("start") => "dates",
        TableRole::Phases if has("start") && !has("end") => "end",
        TableRole::Tasks if !has("task") => "task",
        _ => "",
    };
    if !missing.is_empty() {
        let help = format!("write `columns: {{ {missing}: HEADING }}`");
        reader.report_with(at, format!("a table of {name} needs a column `{missing}`"), help);
    }
    let states = matches!(rule.role, TableRole::Targets | TableRole::Actuals | TableRole::Forecast);
    if states && !has("metric") && rule.metric.is_none() && fields.entry("metric").is_none() {
        reader.report_with(
            at,
            "which metric are the numbers of?",
            "add a column `metric`, or write `metric:`",
        );
    }
}
