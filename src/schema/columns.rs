//! `columns:` of a table, in the three ways in which it is written: what each column is and its heading; a
//! list of headings; a mapping that says more about a column.

use super::context::Context;
use super::limit::{Bound, Limits};
use super::table::TableRole;
use crate::fold::{fold, nearest};
use crate::text::{Place, Span};
use crate::yaml::{Entry, Node, Value, suggestion};
use std::collections::BTreeMap;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// What it is: `metric`, `value`, `period`, a dimension's id, `owner`, `growth`, `weight`, `item`,
    /// `price`, `count`, `times`, `amount`, `share`, `name`, `start`, `end`, `dates`, `task`, `due`, `done`,
    /// `note`, or the heading itself in tables without a role.
    pub key: String,
    /// Headings that it may have. Never empty.
    pub headings: Vec<String>,
    /// The same folded.
    pub names: Vec<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its cells may be empty.
    pub empty: bool,
    /// Constraints of its cells.
    pub limits: Limits,
    /// Where it is declared.
    pub place: Place,
}

impl ColumnRule {
    /// Whether cells of a column may be empty where nothing is said. What makes a row one must be there;
    /// a share, a growth rate, a note is for the rows that have one; so is an owner, but of tasks. Where columns
    /// have no role, nothing says that one may be empty.
    pub(super) fn may_be_empty(key: &str, role: TableRole) -> bool {
        let of_tasks = role == TableRole::Tasks && matches!(key, "owner" | "due");
        !of_tasks
            && !matches!(role, TableRole::Plain | TableRole::Matrix)
            && !matches!(
                key,
                "metric" | "value" | "item" | "amount" | "name" | "start" | "end" | "dates" | "task"
            )
    }
}

/// Reads the columns of a table of a role.
pub(super) fn read(context: &Context, node: &Node, role: TableRole) -> Vec<ColumnRule> {
    let reader = context.reader;
    let free = matches!(role, TableRole::Plain | TableRole::Matrix);
    let mut columns: Vec<ColumnRule> = match &node.value {
        Value::Map(entries) => entries.iter().filter_map(|entry| column(context, entry, role)).collect(),
        Value::Seq(items) if free => items.iter().filter_map(|item| heading_only(context, item)).collect(),
        Value::Seq(_) => {
            let help = "write what each column is and its heading, as in `columns: { value: 目標 }`";
            let message = format!("a list of headings does not say what the columns of {} are", role.name());
            reader.report_with(node.span, message, help);
            Vec::new()
        }
        Value::Scalar(_) => {
            reader.expected(node, "columns with their headings");
            Vec::new()
        }
    };
    for column in &mut columns {
        column.names = column.headings.iter().map(|heading| fold(heading)).collect();
    }
    report_clashes(context, &columns);
    columns
}

/// What the columns of a mapping are, or are likely meant to be: neither is missing as well.
pub(super) fn meant<'n>(context: &'n Context, node: &'n Node, role: TableRole) -> Vec<&'n str> {
    let keys = node.as_map().unwrap_or_default().iter().map(|entry| entry.key.as_str());
    let known = known(context, role);
    let meant =
        |key| if is_known(context, key, role) { Some(key) } else { nearest(key, known.iter().copied()) };
    keys.filter_map(meant).collect()
}

/// An item of a list of headings: the heading, or a mapping with `heading`.
fn heading_only(context: &Context, node: &Node) -> Option<ColumnRule> {
    if node.as_map().is_some() {
        let mut rule = new(context, "", node.span.first());
        details(context, node, &mut rule, None)?;
        rule.key = rule.headings.first()?.clone();
        return Some(rule);
    }
    let heading = context.reader.text(node)?;
    let mut rule = new(context, heading, node.span);
    rule.headings.push(heading.to_owned());
    Some(rule)
}

fn column(context: &Context, entry: &Entry, role: TableRole) -> Option<ColumnRule> {
    let reader = context.reader;
    if !is_known(context, &entry.key, role) {
        if context.config.lacks.dimensions {
            return None;
        }
        let known = known(context, role);
        let message = format!("a table of {} has no column `{}`", role.name(), entry.key);
        reader.push(reader.finding(entry.key_span, message).maybe_help(suggestion(&entry.key, &known)));
        return None;
    }
    let mut rule = new(context, &entry.key, entry.key_span);
    rule.empty = ColumnRule::may_be_empty(&entry.key, role);
    match &entry.value.value {
        Value::Map(_) => details(context, &entry.value, &mut rule, Some(&entry.key))?,
        _ => rule.headings = reader.texts(&entry.value).into_iter().map(str::to_owned).collect(),
    }
    (!rule.headings.is_empty()).then_some(rule)
}

fn new(context: &Context, key: &str, span: Span) -> ColumnRule {
    ColumnRule {
        key: key.to_owned(),
        headings: Vec::new(),
        names: Vec::new(),
        required: true,
        empty: ColumnRule::may_be_empty(key, TableRole::Plain),
        limits: Limits::default(),
        place: context.reader.place(span),
    }
}

/// `{ heading, required, empty, one_of, pattern, must_not_match, min, max }`.
fn details(context: &Context, node: &Node, rule: &mut ColumnRule, key: Option<&str>) -> Option<()> {
    let mut fields = context.reader.fields(node)?;
    let headings = fields.required("heading").map_or_else(Vec::new, |node| context.reader.texts(node));
    rule.headings = headings.into_iter().map(str::to_owned).collect();
    rule.required = fields.boolean("required").unwrap_or(true);
    rule.empty = fields.boolean("empty").unwrap_or(rule.empty);
    rule.limits = Limits::read(context, &mut fields, bound(key));
    fields.finish();
    Some(())
}

/// What `min` and `max` of a column's cells are.
fn bound(key: Option<&str>) -> Bound {
    match key {
        Some("value" | "price" | "count" | "times" | "amount" | "share" | "growth" | "weight") => {
            Bound::Quantity
        }
        Some("start" | "end" | "due") => Bound::Date,
        Some("period" | "dates" | "done" | "metric") => Bound::None,
        _ => Bound::Count,
    }
}

/// The columns that a role knows, without dimensions.
fn role_keys(role: TableRole) -> &'static [&'static str] {
    match role {
        TableRole::Targets | TableRole::Actuals | TableRole::Forecast | TableRole::Figures => {
            &["metric", "value", "period", "owner", "growth", "weight", "note"]
        }
        TableRole::Budget => {
            &["item", "price", "count", "times", "amount", "share", "period", "owner", "note"]
        }
        TableRole::Phases => &["name", "start", "end", "dates", "owner", "note"],
        TableRole::Tasks => &["task", "owner", "due", "done", "note"],
        TableRole::Matrix | TableRole::Plain => &[],
    }
}

fn has_dimensions(role: TableRole) -> bool {
    role.holds_statements() || role == TableRole::Budget
}

fn is_known(context: &Context, key: &str, role: TableRole) -> bool {
    match role {
        TableRole::Matrix | TableRole::Plain => true,
        _ => {
            role_keys(role).contains(&key)
                || (has_dimensions(role) && context.config.dimension_named(key).is_some())
        }
    }
}

fn known<'c>(context: &'c Context, role: TableRole) -> Vec<&'c str> {
    let dimensions = context.config.dimensions.iter().map(|dimension| dimension.id.as_str());
    let dimensions = dimensions.filter(|_| has_dimensions(role));
    role_keys(role).iter().copied().chain(dimensions).collect()
}

/// Two columns with one heading: nobody could tell which is which.
fn report_clashes(context: &Context, columns: &[ColumnRule]) {
    let mut seen: BTreeMap<&str, (usize, &ColumnRule)> = BTreeMap::new();
    for (index, column) in columns.iter().enumerate() {
        for (heading, name) in column.headings.iter().zip(&column.names) {
            match seen.get(name.as_str()) {
                Some((other, first)) if *other != index => {
                    let reader = context.reader;
                    let finding = reader
                        .finding(column.place.span, format!("two columns have the heading `{heading}`"));
                    reader.push(finding.related(first.place.clone(), "first here"));
                }
                _ => {
                    seen.insert(name, (index, column));
                }
            }
        }
    }
}
