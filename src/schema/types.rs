//! The types of values: what there is, which one a standard key has, and how they are written in a schema.

use super::context::Context;
use super::limit::{Bound, Limits};
use crate::config::{Config, DimensionId, MetricId};
use crate::period::Grain;
use crate::text::Span;
use crate::yaml::{Fields, Node};

/// The type of a field.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// One line of text.
    String,
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// A quantity, of a metric's unit or any.
    Quantity {
        /// Metric whose unit it has.
        metric: Option<MetricId>,
        /// Unit that it must have.
        unit: Option<String>,
    },
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// A period, of a grain where one is given (`grain: year`).
    Period(Option<Grain>),
    /// A person.
    Person,
    /// An address.
    Url,
    /// A plan's id, with the form of ids made from values (`id: 'eip-{}'`).
    Plan(Option<String>),
    /// A value of a dimension.
    Dimension(DimensionId),
    /// Several values.
    List(Box<ListType>),
}

impl FieldType {
    /// Its name in schemas.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Quantity { .. } => "quantity",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Period(_) => "period",
            Self::Person => "person",
            Self::Url => "url",
            Self::Plan(_) => "plan",
            Self::Dimension(_) => "dimension",
            Self::List(_) => "list",
        }
    }

    /// The dimension whose values it, or each of its items, has.
    pub fn dimension(&self) -> Option<DimensionId> {
        match self {
            Self::Dimension(dimension) => Some(*dimension),
            Self::List(list) => list.of.dimension(),
            _ => None,
        }
    }

    pub(super) fn bound(&self) -> Bound {
        match self {
            Self::String | Self::Text | Self::Person | Self::Url | Self::List(_) => Bound::Count,
            Self::Integer | Self::Number => Bound::Number,
            Self::Quantity { .. } => Bound::Quantity,
            Self::Date => Bound::Date,
            Self::Boolean | Self::Period(_) | Self::Plan(_) | Self::Dimension(_) => Bound::None,
        }
    }
}

/// The type of a list field.
#[derive(Clone, Debug)]
pub struct ListType {
    /// The type of the items.
    pub of: FieldType,
    /// Constraints of each item.
    pub limits: Limits,
    /// What separates items in one string.
    pub separator: Option<String>,
    /// Items must be in order.
    pub sorted: bool,
    /// Items must differ.
    pub unique: bool,
}

impl ListType {
    /// What separates items in one string.
    pub fn separator(&self) -> Option<&str> {
        self.separator.as_deref().filter(|separator| !separator.is_empty())
    }
}

/// The type of a standard key, relation or dimension where a schema says nothing else; else one line of text.
pub(super) fn standard_type(key: &str, config: &Config) -> FieldType {
    let list = |of| FieldType::List(Box::new(list_of(of)));
    match key {
        "period" => FieldType::Period(None),
        "date" => FieldType::Date,
        "draft" => FieldType::Boolean,
        "summary" => FieldType::Text,
        "owner" => list(FieldType::Person),
        "tags" | "aliases" => list(FieldType::String),
        "parent" => FieldType::Plan(None),
        _ if config.relation(key).is_some() => list(FieldType::Plan(None)),
        _ => config.dimension_named(key).map_or(FieldType::String, FieldType::Dimension),
    }
}

fn list_of(of: FieldType) -> ListType {
    ListType { of, limits: Limits::default(), separator: None, sorted: false, unique: false }
}

const TYPES: [&str; 13] = [
    "string",
    "text",
    "integer",
    "number",
    "quantity",
    "boolean",
    "date",
    "period",
    "person",
    "url",
    "plan",
    "dimension",
    "list",
];

/// A type by its name alone.
pub(super) fn simple_type(context: &Context, node: &Node, span: Span) -> Option<FieldType> {
    let name = context.reader.text(node)?;
    Some(match name {
        "string" => FieldType::String,
        "text" => FieldType::Text,
        "integer" => FieldType::Integer,
        "number" => FieldType::Number,
        "quantity" => FieldType::Quantity { metric: None, unit: None },
        "boolean" => FieldType::Boolean,
        "date" => FieldType::Date,
        "period" => FieldType::Period(None),
        "person" => FieldType::Person,
        "url" => FieldType::Url,
        "plan" => FieldType::Plan(None),
        "list" => FieldType::List(Box::new(list_of(FieldType::String))),
        "dimension" => {
            context.reader.report_with(
                span,
                "which dimension?",
                "write `type: dimension` and `dimension: ID`",
            );
            return None;
        }
        other => {
            let help = match context.config.dimension_named(other) {
                Some(_) => Some(format!("write `type: dimension` and `dimension: {other}`")),
                None => crate::yaml::suggestion(other, &TYPES),
            };
            let finding = context.reader.finding(node.span, format!("unknown type `{other}`"));
            context.reader.push(finding.maybe_help(help));
            return None;
        }
    })
}

/// `type:` with the keys that belong to it. `None` where there is none, or a wrong one.
pub(super) fn read_type(context: &Context, fields: &mut Fields, key: Option<&str>) -> Option<FieldType> {
    let node = fields.get("type")?;
    match node.as_str() {
        Some("quantity") => Some(FieldType::Quantity {
            metric: context.metric(fields, "metric"),
            unit: fields.text("unit").map(str::to_owned),
        }),
        Some("period") => Some(FieldType::Period(grain(fields))),
        Some("plan") => Some(FieldType::Plan(id_form(fields))),
        Some("dimension") => match fields.get("dimension") {
            Some(named) => context.dimension(named).map(FieldType::Dimension),
            None => match key.and_then(|key| context.config.dimension_named(key)) {
                Some(dimension) => Some(FieldType::Dimension(dimension)),
                None => simple_type(context, node, node.span),
            },
        },
        Some("list") => Some(FieldType::List(Box::new(read_list(context, fields)))),
        _ => simple_type(context, node, node.span),
    }
}

fn read_list(context: &Context, fields: &mut Fields) -> ListType {
    let reader = context.reader;
    let mut list = list_of(FieldType::String);
    match fields.get("of") {
        Some(node) if node.as_map().is_some() => {
            if let Some(mut items) = reader.fields(node) {
                list.of = read_type(context, &mut items, None).unwrap_or(FieldType::String);
                list.limits = Limits::read(context, &mut items, list.of.bound());
                items.finish();
            }
        }
        // What belongs to the items' type may stand beside `of: plan`.
        Some(node) => match node.as_str() {
            Some("plan") => list.of = FieldType::Plan(id_form(fields)),
            Some("period") => list.of = FieldType::Period(grain(fields)),
            Some("quantity") => {
                let metric = context.metric(fields, "metric");
                list.of = FieldType::Quantity { metric, unit: fields.text("unit").map(str::to_owned) };
            }
            Some("dimension") => {
                let named = fields.get("dimension").map(|named| context.dimension(named));
                match named {
                    Some(dimension) => list.of = dimension.map_or(FieldType::String, FieldType::Dimension),
                    None => list.of = simple_type(context, node, node.span).unwrap_or(FieldType::String),
                }
            }
            Some("list") => reader.report(node.span, "a list of lists is not read"),
            _ => list.of = simple_type(context, node, node.span).unwrap_or(FieldType::String),
        },
        None => {}
    }
    list.separator = fields.text("separator").map(str::to_owned);
    list.sorted = fields.boolean("sorted").unwrap_or(false);
    list.unique = fields.boolean("unique").unwrap_or(false);
    list
}

/// `grain: year` and the like beside a standard key without `type:`.
pub(super) fn refine_standard(context: &Context, fields: &mut Fields, kind: &mut FieldType) {
    match kind {
        FieldType::Period(of) => *of = grain(fields),
        FieldType::Plan(form) => *form = id_form(fields),
        FieldType::List(list) => {
            let of = std::mem::replace(&mut list.of, FieldType::String);
            let named = fields.get("of").is_some();
            **list = read_list(context, fields);
            if !named {
                list.of = of;
            }
        }
        _ => {}
    }
}

/// What planpress itself computes with keeps its type.
pub(super) fn same_type(context: &Context, fields: &mut Fields, key: &str, kind: &FieldType) {
    let standard = standard_type(key, context.config);
    let fixed = matches!(
        standard,
        FieldType::Period(_) | FieldType::Date | FieldType::Boolean | FieldType::Dimension(_)
    );
    if fixed
        && standard.name() != kind.name()
        && let Some(node) = fields.get("type")
    {
        let message = format!("`{key}` is always a {}", standard.name());
        context.reader.report_with(node.span, message, "leave `type` out, or give the field another name");
    }
}

fn grain(fields: &mut Fields) -> Option<Grain> {
    let grains = [
        ("year", Grain::Year),
        ("fiscal_year", Grain::FiscalYear),
        ("half", Grain::Half),
        ("quarter", Grain::Quarter),
        ("month", Grain::Month),
        ("week", Grain::Week),
        ("day", Grain::Day),
    ];
    fields.choice("grain", &grains)
}

/// `id: 'eip-{}'`: how an id is made from a value.
fn id_form(fields: &mut Fields) -> Option<String> {
    let node = fields.get("id")?;
    let form = fields.reader().text(node)?;
    if form.matches("{}").count() != 1 {
        fields.reader().report_with(
            node.span,
            "`id` needs one `{}`",
            "write `{}` where the value goes: `eip-{}`",
        );
        return None;
    }
    Some(form.to_owned())
}
