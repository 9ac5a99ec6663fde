//! The few questions that everybody asks of a plan.

use super::{Field, Plan, RoleTable};
use crate::config::{Condition, Config, DimensionId, MetricId};
use crate::parse::{Block, BlockKind, Blocks, FrontMatter, SectionIndex, Table};
use crate::period::{self, Period, PeriodContext};
use crate::schema::{FieldType, Schema, SectionSchema, TableRule};
use crate::text::Span;
use crate::yaml::Entry;
use compact_str::CompactString;
use rust_decimal::Decimal;

impl Plan {
    /// A field of the kind's own that is there and could be typed.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The entries of the front matter as written; empty where there is none that could be read.
    pub fn front_entries(&self) -> &[Entry] {
        match self.document.front() {
            FrontMatter::Present(_, yaml) => {
                yaml.root.as_ref().and_then(|root| root.as_map()).unwrap_or_default()
            }
            FrontMatter::Missing | FrontMatter::Unclosed(_) => &[],
        }
    }

    /// Drops the entries of the front matter, unless rules that the schema states may ask for them again.
    pub fn drop_front(&mut self) {
        if self.schema.as_ref().is_none_or(|schema| schema.rules.is_empty()) {
            self.document.drop_front();
        }
    }

    /// The texts of a front-matter key that counts (several where it is a list).
    pub fn texts(&self, key: &str) -> &[CompactString] {
        match self.values.binary_search_by(|(other, _)| other.as_str().cmp(key)) {
            Ok(at) => &self.values[at].1,
            Err(_) => &[],
        }
    }

    /// Whether a condition over front-matter keys holds.
    pub fn condition_holds(&self, condition: &Condition, config: &Config) -> bool {
        let schema = self.schema.as_deref();
        let within = self.period.as_ref().map(|period| period.value);
        holds(condition, config, schema, within, |key| self.texts(key))
    }

    /// Where findings about something absent from the front matter stand: the value of `kind`, or the
    /// first character of the file.
    pub fn absent_span(&self) -> Span {
        match self.front_entries().iter().find(|entry| entry.key == "kind" && !entry.value.is_null()) {
            Some(entry) => entry.value.span,
            None => self.document.source.beginning(),
        }
    }

    /// Where findings about a section stand: its heading's text, or the first character of the body.
    pub fn section_span(&self, section: SectionIndex) -> Span {
        match self.document.sections.get(section).and_then(|section| section.heading.as_ref()) {
            Some(heading) => heading.text_span,
            None => self.document.body.first(),
        }
    }

    /// The schema section at a path.
    pub fn section_schema(&self, path: &[u16]) -> Option<&SectionSchema> {
        self.schema.as_ref()?.section(path)
    }

    /// The rule of a table.
    pub fn table_rule(&self, table: &RoleTable) -> Option<&TableRule> {
        self.section_schema(&table.rule.0)?.tables.get(table.rule.1)
    }

    /// The parsed table behind a typed one.
    pub fn markdown_table<'a>(&self, table: &RoleTable, blocks: &'a Blocks) -> Option<&'a Table> {
        find_table(blocks.of(table.section), table.span)
    }
}

/// Whether a condition holds over the texts of front-matter keys. Values are compared by what they mean: `2026年` is
/// `2026`, and `07` of a number is `7`.
pub(super) fn holds<'a>(
    condition: &Condition,
    config: &Config,
    schema: Option<&Schema>,
    within: Option<Period>,
    texts: impl Fn(&str) -> &'a [CompactString],
) -> bool {
    let all = condition.terms.iter().all(|(key, wanted)| {
        let there = texts(key);
        let meaning = || Meaning::of(key, config, schema);
        let is_one = |value: &str| there.iter().any(|text| text == value);
        let means_one = |meaning: Meaning, value: &str| {
            there.iter().any(|text| meaning.is_same(text, value, config, within))
        };
        wanted.iter().any(|value| is_one(value))
            || meaning().is_some_and(|meaning| wanted.iter().any(|value| means_one(meaning, value)))
    });
    all != condition.negated
}

/// What a key's values are, where one and the same can be written in several ways.
#[derive(Clone, Copy)]
enum Meaning {
    Days,
    Number,
    Quantity(Option<MetricId>),
    Place(DimensionId),
}

impl Meaning {
    fn of(key: &str, config: &Config, schema: Option<&Schema>) -> Option<Self> {
        let field = schema.and_then(|schema| schema.fields.iter().find(|field| field.key == key));
        let means = field.and_then(|field| field.stands_for.as_deref()).unwrap_or(key);
        if matches!(means, "period" | "date") {
            return Some(Self::Days);
        }
        if let Some(dimension) = config.dimension_named(key) {
            return Some(Self::Place(dimension));
        }
        let kind = match &field?.kind {
            FieldType::List(list) => &list.of,
            kind => kind,
        };
        match kind {
            FieldType::Date | FieldType::Period(_) => Some(Self::Days),
            FieldType::Integer | FieldType::Number => Some(Self::Number),
            FieldType::Quantity { metric, .. } => Some(Self::Quantity(*metric)),
            FieldType::Dimension(dimension) => Some(Self::Place(*dimension)),
            _ => None,
        }
    }

    fn is_same(self, text: &str, value: &str, config: &Config, within: Option<Period>) -> bool {
        match self {
            Self::Days => {
                let context = PeriodContext { fiscal_year_start: config.fiscal_year_start, within };
                let days = |text| period::parse(text, &context).ok().map(|read| (read.start, read.end));
                days(text).is_some_and(|read| days(value) == Some(read))
            }
            Self::Number => {
                let number = |text: &str| Decimal::from_str_exact(text.trim()).ok();
                number(text).is_some_and(|read| number(value) == Some(read))
            }
            Self::Quantity(metric) => {
                let read = |text| {
                    let mut quantity = config.known(metric).parse(text).ok()?;
                    metric.map(|metric| config.in_unit_of(metric, &mut quantity));
                    Some((quantity.amount, quantity.unit))
                };
                read(text).is_some_and(|quantity| read(value) == Some(quantity))
            }
            Self::Place(dimension) => {
                let id = |text| config.canonical_value(dimension, text).filter(|id| !id.is_empty());
                id(text).is_some_and(|id_of_text| id(value) == Some(id_of_text))
            }
        }
    }
}

fn find_table(blocks: &[Block], span: Span) -> Option<&Table> {
    blocks.iter().filter(|block| block.span.contains(span)).find_map(|block| match &block.kind {
        BlockKind::Table(table) if block.span == span => Some(table),
        BlockKind::Quote(inner) => find_table(inner, span),
        BlockKind::List(list) => list.items.iter().find_map(|item| find_table(&item.blocks, span)),
        _ => None,
    })
}
