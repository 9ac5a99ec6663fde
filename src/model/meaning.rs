//! What a text means where one thing can be written in several ways (`2026年` is `2026`, `07` is `7`, `ITU` is `icu`).
//! Conditions, `one_of`, `unique` and `sorted` compare this, wherever the text stands.

use crate::config::{Config, DimensionId, MetricId};
use crate::fold::folded;
use crate::period::{self, Period, PeriodContext};
use crate::quantity::{Amount, Unit};
use crate::schema::{FieldType, Schema};
use crate::text::nfc;
use compact_str::CompactString;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// What texts are.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    Days,
    Number,
    Quantity(Option<MetricId>),
    Metric,
    Place(DimensionId),
    Person,
}

/// What one text means.
#[derive(PartialEq)]
pub(super) enum Meant {
    Days(Date, Date),
    Number(Decimal),
    Quantity(Amount, Unit),
    Metric(MetricId),
    Value(u32),
    Word(CompactString),
}

impl Meaning {
    /// What the values of a front-matter key are.
    pub(super) fn of(key: &str, config: &Config, schema: Option<&Schema>) -> Option<Self> {
        let field = schema.and_then(|schema| schema.fields.iter().find(|field| field.key == key));
        let means = field.and_then(|field| field.stands_for.as_deref()).unwrap_or(key);
        if matches!(means, "period" | "date") {
            return Some(Self::Days);
        }
        if let Some(dimension) = config.dimension_named(key) {
            return Some(Self::Place(dimension));
        }
        Self::of_type(&field?.kind)
    }

    /// What the values of a type are; of a list its items.
    pub(super) fn of_type(kind: &FieldType) -> Option<Self> {
        match kind {
            FieldType::List(list) => Self::of_type(&list.of),
            FieldType::Date | FieldType::Period(_) => Some(Self::Days),
            FieldType::Integer | FieldType::Number => Some(Self::Number),
            FieldType::Quantity { metric, .. } => Some(Self::Quantity(*metric)),
            FieldType::Dimension(dimension) => Some(Self::Place(*dimension)),
            FieldType::Person => Some(Self::Person),
            FieldType::String
            | FieldType::Text
            | FieldType::Boolean
            | FieldType::Url
            | FieldType::Plan(_) => None,
        }
    }

    /// What the cells of a column are, whose numbers are a metric's.
    pub(super) fn of_column(config: &Config, key: &str, metric: Option<MetricId>) -> Option<Self> {
        match key {
            "metric" => Some(Self::Metric),
            "period" | "dates" | "start" | "end" | "due" => Some(Self::Days),
            "owner" => Some(Self::Person),
            "value" | "amount" | "price" => Some(Self::Quantity(metric)),
            "count" | "times" | "share" | "growth" | "weight" => Some(Self::Quantity(None)),
            _ => config.dimension_named(key).map(Self::Place),
        }
    }

    /// What a text means; `None` where it cannot be read.
    pub(super) fn read(self, text: &str, config: &Config, within: Option<Period>) -> Option<Meant> {
        match self {
            Self::Days => {
                let context = PeriodContext { fiscal_year_start: config.fiscal_year_start, within };
                let read = period::parse(text, &context).ok()?;
                Some(Meant::Days(read.start, read.end))
            }
            Self::Number => Decimal::from_str_exact(text.trim()).ok().map(Meant::Number),
            Self::Quantity(metric) => {
                let mut read = config.known(metric).parse(text).ok()?;
                metric.map(|metric| config.in_unit_of(metric, &mut read));
                Some(Meant::Quantity(read.amount, read.unit))
            }
            Self::Metric => config.metric_named(text).map(Meant::Metric),
            Self::Place(dimension) => Some(match config.value_named(dimension, text) {
                Some(value) => Meant::Value(value),
                None => Meant::Word(folded(text).as_ref().into()),
            }),
            Self::Person => Some(Meant::Word(nfc(text.trim_start_matches(['@', '＠'])).into())),
        }
    }
}

impl Meant {
    /// Which of two comes first: amounts and days by value, values of a dimension as it has them, words by their
    /// characters unless both are numbers. Of two periods the one that begins first; a year and its first quarter may
    /// stand either way. `None` where the two have no order, as amounts of two units.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Days(one, _), Self::Days(other, _)) => Some(one.cmp(other)),
            (Self::Number(one), Self::Number(other)) => Some(one.cmp(other)),
            (Self::Quantity(one, unit), Self::Quantity(other, others)) if unit == others => {
                Some(one.point()?.cmp(&other.point()?))
            }
            (Self::Value(one), Self::Value(other)) => Some(one.cmp(other)),
            (Self::Word(one), Self::Word(other)) => {
                Some(match (Decimal::from_str_exact(one), Decimal::from_str_exact(other)) {
                    (Ok(one), Ok(other)) => one.cmp(&other),
                    _ => one.cmp(other),
                })
            }
            _ => None,
        }
    }
}
