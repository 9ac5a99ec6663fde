//! What reading one schema file carries along: the reader, the configuration, and the names that can only
//! be checked once the bases are merged.

use crate::config::{Condition, Config, DimensionId, MetricId, read_metric};
use crate::text::Span;
use crate::yaml::{Entry, Fields, Node, Reader};
use regex::Regex;
use std::cell::RefCell;

/// A name whose meaning depends on the merged schema, or on other schemas.
#[derive(Clone, Debug)]
pub(super) enum Late {
    /// A condition: where it stands, a key, its values with their places.
    Condition(Span, String, Span, Vec<(String, Span)>),
    /// `at:` of a rule: a key or a section's id.
    At(String, Span),
    /// `{field}` in `file_name`.
    FileField(String, Span),
    /// `plan.KEY` in an expression.
    PlanKey(String, Span),
    /// `plan.sections['ID']` in an expression.
    Section(String, Span),
    /// A kind of plans.
    Kind(String, Span),
}

/// Reads one schema file.
pub(super) struct Context<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) config: &'a Config,
    pub(super) late: RefCell<Vec<Late>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, config: &'a Config) -> Self {
        Self { reader, config, late: RefCell::default() }
    }

    /// Remembers a name to be checked later.
    pub(super) fn later(&self, late: Late) {
        self.late.borrow_mut().push(late);
    }

    /// A condition written as a mapping of keys and values.
    pub(super) fn condition(&self, node: &Node) -> Option<Condition> {
        Condition::read(self.reader, node, false, &|entry| self.remember(node, entry))
    }

    /// `when:` or `unless:` of a mapping.
    pub(super) fn when(&self, fields: &mut Fields) -> Option<Condition> {
        Condition::read_either(fields, &|node, entry| self.remember(node, entry))
    }

    /// The condition that a mapping of nothing but `when:` or `unless:` must hold.
    pub(super) fn wrapped_condition(&self, node: &Node) -> Option<Condition> {
        let mut fields = self.reader.fields(node)?;
        let condition = self.when(&mut fields);
        fields.require_either("when", "unless");
        fields.finish();
        condition
    }

    fn remember(&self, condition: &Node, entry: &Entry) {
        let nodes = self.reader.one_or_many(&entry.value).iter();
        let values = nodes.filter_map(|node| Some((node.as_str()?.to_owned(), node.span))).collect();
        self.later(Late::Condition(condition.span, entry.key.clone(), entry.key_span, values));
    }

    /// The metric under a key.
    pub(super) fn metric(&self, fields: &mut Fields, key: &'static str) -> Option<MetricId> {
        fields.get(key).and_then(|node| read_metric(self.reader, node, self.config))
    }

    /// The dimension that a value names by its id.
    pub(super) fn dimension(&self, node: &Node) -> Option<DimensionId> {
        let id = self.reader.text(node)?;
        let dimension = self.config.dimension_named(id);
        if dimension.is_none() && !self.config.lacks.dimensions {
            let known = self.config.dimensions.iter().map(|dimension| dimension.id.as_str());
            self.reader.unknown(node.span, "dimension", id, known);
        }
        dimension
    }

    /// A pattern under a key.
    pub(super) fn pattern(&self, fields: &mut Fields, key: &'static str) -> Option<Regex> {
        fields.get(key).and_then(|node| crate::config::pattern::pattern(self.reader, node))
    }
}
