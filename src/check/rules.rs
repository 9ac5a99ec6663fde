//! The one list of all rules, in the order of the manual.

pub(super) mod broken_anchor;
pub(super) mod broken_link;
pub(super) mod disallowed_field;
pub(super) mod draft_link;
pub(super) mod duplicate_field;
pub(super) mod duplicate_id;
pub(super) mod duplicate_section;
pub(super) mod empty_cell;
pub(super) mod empty_section;
pub(super) mod field_order;
pub(super) mod file_name;
pub(super) mod heading_level;
pub(super) mod heading_number;
pub(super) mod invalid_config;
pub(super) mod invalid_data;
pub(super) mod invalid_date;
pub(super) mod invalid_front_matter;
pub(super) mod invalid_id;
pub(super) mod invalid_period;
pub(super) mod invalid_quantity;
pub(super) mod invalid_schema;
pub(super) mod invalid_value;
pub(super) mod invalid_view;
pub(super) mod list_length;
pub(super) mod list_order;
pub(super) mod missing_column;
pub(super) mod missing_field;
pub(super) mod missing_file;
pub(super) mod missing_front_matter;
pub(super) mod missing_label;
pub(super) mod missing_list;
pub(super) mod missing_section;
pub(super) mod missing_table;
pub(super) mod misspelt_section;
pub(super) mod placeholder;
pub(super) mod raw_html;
pub(super) mod repeat_count;
pub(super) mod section_order;
pub(super) mod suppression_without_reason;
pub(super) mod table_rows;
pub(super) mod template_error;
pub(super) mod text_length;
pub(super) mod text_pattern;
pub(super) mod unexpected_text;
pub(super) mod unit_mismatch;
pub(super) mod unknown_column;
pub(super) mod unknown_field;
pub(super) mod unknown_kind;
pub(super) mod unknown_metric;
pub(super) mod unknown_section;
pub(super) mod unreadable_file;
pub(super) mod unsafe_link;
pub(super) mod unused_suppression;

use super::context::SiteContext;
use super::rule::Rule;
use super::sink::SiteSink;
use crate::link::DocumentIndex;
use crate::text::{Place, SourceFile, Span};

/// All rules, group by group.
pub static RULES: &[&Rule] = &[
    &unreadable_file::RULE,
    &invalid_front_matter::RULE,
    &missing_front_matter::RULE,
    &missing_field::RULE,
    &unknown_field::RULE,
    &disallowed_field::RULE,
    &duplicate_field::RULE,
    &field_order::RULE,
    &file_name::RULE,
    &invalid_value::RULE,
    &unknown_kind::RULE,
    &invalid_id::RULE,
    &duplicate_id::RULE,
    &missing_section::RULE,
    &misspelt_section::RULE,
    &section_order::RULE,
    &unknown_section::RULE,
    &duplicate_section::RULE,
    &repeat_count::RULE,
    &empty_section::RULE,
    &unexpected_text::RULE,
    &text_length::RULE,
    &text_pattern::RULE,
    &missing_list::RULE,
    &list_length::RULE,
    &list_order::RULE,
    &missing_table::RULE,
    &missing_column::RULE,
    &unknown_column::RULE,
    &table_rows::RULE,
    &empty_cell::RULE,
    &missing_label::RULE,
    &heading_level::RULE,
    &heading_number::RULE,
    &placeholder::RULE,
    &invalid_quantity::RULE,
    &unknown_metric::RULE,
    &unit_mismatch::RULE,
    &invalid_date::RULE,
    &invalid_period::RULE,
    &broken_link::RULE,
    &broken_anchor::RULE,
    &draft_link::RULE,
    &missing_file::RULE,
    &unsafe_link::RULE,
    &raw_html::RULE,
    &invalid_config::RULE,
    &invalid_schema::RULE,
    &invalid_view::RULE,
    &invalid_data::RULE,
    &template_error::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}

/// Reports the faults that connecting the site found, those of the sink's rule.
fn report_link_faults(context: &SiteContext, sink: &mut SiteSink) {
    let (site, name) = (context.site, sink.rule().name);
    for fault in site.graph.faults.iter().filter(|fault| fault.rule == name) {
        let document = match fault.document {
            DocumentIndex::Plan(index) => &site.plan(index).document,
            DocumentIndex::Page(index) => &site.pages[index.0 as usize].document,
        };
        let place = Place::new(&document.source, fault.span);
        let finding = sink.report(place, fault.message.clone()).maybe_help(fault.help.clone());
        let finding = match &fault.label {
            Some(label) => finding.label(label.clone()),
            None => finding,
        };
        if let Some(fix) = &fault.fix {
            finding.fix(fix.span, fix.text.clone());
        }
    }
}

/// The part of a span that lies in its first line.
fn first_line(source: &SourceFile, span: Span) -> Span {
    let line = source.line_span(source.position(span.start).line);
    Span { start: span.start, end: span.end.min(line.end).max(span.start) }
}
