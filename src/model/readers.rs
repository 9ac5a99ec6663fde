//! The few questions that everybody asks of a plan.

use super::{Field, Plan, RoleTable};
use crate::config::Condition;
use crate::parse::{Block, BlockKind, Blocks, FrontMatter, SectionIndex, Table};
use crate::schema::{SectionSchema, TableRule};
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
    pub fn condition_holds(&self, condition: &Condition) -> bool {
        holds(condition, |key| self.texts(key))
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

/// Whether a condition holds over the texts of front-matter keys.
pub(super) fn holds<'a>(condition: &Condition, texts: impl Fn(&str) -> &'a [CompactString]) -> bool {
    let all = condition.terms.iter().all(|(key, wanted)| {
        let there = texts(key);
        wanted.iter().any(|value| there.iter().any(|text| text == value))
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
