//! The few questions that everybody asks of a plan.

use super::meaning::Meaning;
use super::{Field, Plan, RoleTable};
use crate::config::{Condition, Config};
use crate::fold::fold;
use crate::ordinal::{self, Ordinal};
use crate::parse::{Block, BlockKind, Blocks, FrontMatter, SectionIndex, Table};
use crate::period::Period;
use crate::schema::{Schema, SectionSchema, TableRule};
use crate::text::Span;
use crate::yaml::Entry;
use compact_str::CompactString;

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

    /// The ordinal of a heading and its bytes. A number that only a space divides from the title is one where the rest
    /// is what the schema calls the section.
    pub fn ordinal(&self, section: SectionIndex) -> Option<(Ordinal, Span)> {
        let heading = self.document.sections.get(section)?.heading.as_ref()?;
        if heading.ordinal.is_some() {
            return heading.ordinal.clone();
        }
        let names = &self.section_schema(self.sections.get(section)?.as_ref()?)?.names;
        let (ordinal, at) = ordinal::split_by_space(&heading.title)?;
        let is_named = |title: &str| names.contains(&fold(title));
        let ordinal = ordinal.filter(|_| is_named(&heading.title[at..]) && !is_named(&heading.title))?;
        let written = &heading.text.text;
        let start = written.len() - written.trim_start().len();
        let span = heading.text.span(start..start + ordinal.len);
        Some((ordinal, span))
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
            let value = meaning.read(value, config, within);
            value.is_some() && there.iter().any(|text| meaning.read(text, config, within) == value)
        };
        wanted.iter().any(|value| is_one(value))
            || meaning().is_some_and(|meaning| wanted.iter().any(|value| means_one(meaning, value)))
    });
    all != condition.negated
}

fn find_table(blocks: &[Block], span: Span) -> Option<&Table> {
    blocks.iter().filter(|block| block.span.contains(span)).find_map(|block| match &block.kind {
        BlockKind::Table(table) if block.span == span => Some(table),
        BlockKind::Quote(inner) => find_table(inner, span),
        BlockKind::List(list) => list.items.iter().find_map(|item| find_table(&item.blocks, span)),
        _ => None,
    })
}
