//! The one list of all rules, in the order of the manual.

pub(super) mod broken_anchor;
pub(super) mod broken_link;
pub(super) mod disallowed_field;
pub(super) mod disallowed_target;
pub(super) mod draft_link;
pub(super) mod duplicate_field;
pub(super) mod duplicate_id;
pub(super) mod duplicate_paragraph;
pub(super) mod duplicate_section;
pub(super) mod empty_cell;
pub(super) mod empty_section;
pub(super) mod external_link;
pub(super) mod field_order;
pub(super) mod file_name;
pub(super) mod growth_mismatch;
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
pub(super) mod missing_actual;
pub(super) mod missing_column;
pub(super) mod missing_due;
pub(super) mod missing_field;
pub(super) mod missing_file;
pub(super) mod missing_front_matter;
pub(super) mod missing_label;
pub(super) mod missing_list;
pub(super) mod missing_owner;
pub(super) mod missing_relation;
pub(super) mod missing_review;
pub(super) mod missing_section;
pub(super) mod missing_table;
pub(super) mod missing_target;
pub(super) mod misspelt_section;
pub(super) mod near_copy;
pub(super) mod orphan;
pub(super) mod output_collision;
pub(super) mod overdue;
pub(super) mod phase_gap;
pub(super) mod phase_outside_period;
pub(super) mod phase_overlap;
pub(super) mod placeholder;
pub(super) mod product_mismatch;
pub(super) mod raw_html;
pub(super) mod relation_cycle;
pub(super) mod repeat_count;
pub(super) mod section_order;
pub(super) mod share_mismatch;
pub(super) mod stale_baseline;
pub(super) mod sum_mismatch;
pub(super) mod suppression_without_reason;
pub(super) mod table_rows;
pub(super) mod target_conflict;
pub(super) mod target_gap;
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
pub(super) mod weight_sum;
pub(super) mod wrong_relation_kind;

use super::amounts;
use super::context::{PlanContext, SiteContext};
use super::equations;
use super::rule::Rule;
use super::sink::{Sink, SiteSink};
use crate::link::DocumentIndex;
use crate::model::Statement;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::Value;
use std::sync::LazyLock;

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
    &missing_target::RULE,
    &disallowed_target::RULE,
    &target_conflict::RULE,
    &sum_mismatch::RULE,
    &weight_sum::RULE,
    &share_mismatch::RULE,
    &product_mismatch::RULE,
    &growth_mismatch::RULE,
    &target_gap::RULE,
    &invalid_date::RULE,
    &invalid_period::RULE,
    &phase_overlap::RULE,
    &phase_gap::RULE,
    &phase_outside_period::RULE,
    &overdue::RULE,
    &missing_actual::RULE,
    &missing_review::RULE,
    &broken_link::RULE,
    &broken_anchor::RULE,
    &draft_link::RULE,
    &missing_file::RULE,
    &unsafe_link::RULE,
    &external_link::RULE,
    &raw_html::RULE,
    &missing_relation::RULE,
    &wrong_relation_kind::RULE,
    &relation_cycle::RULE,
    &orphan::RULE,
    &missing_owner::RULE,
    &missing_due::RULE,
    &duplicate_paragraph::RULE,
    &near_copy::RULE,
    &invalid_config::RULE,
    &invalid_schema::RULE,
    &invalid_view::RULE,
    &invalid_data::RULE,
    &template_error::RULE,
    &output_collision::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
    &stale_baseline::RULE,
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The names of all rules.
pub fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| RULES.iter().map(|rule| rule.name).collect());
    &NAMES
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

/// Reports the stated figures that do not follow from others, those of the sink's rule.
fn report_equations(context: &PlanContext, sink: &mut Sink) {
    let name = sink.rule().name;
    for fault in equations::faults(context.plan).iter().filter(|fault| fault.equation.rule == name) {
        let equation = fault.equation;
        let stated = &equation.stated.value;
        let computed = amounts::like(&fault.computed, stated);
        let difference = amounts::difference(&fault.computed.sub(&stated.amount), stated);
        let terms = equation.terms.iter().map(|term| term.span).reduce(Span::to);
        let mut finding = if fault.span == equation.stated.span {
            let message = format!("{} come to {computed}, not {} ({difference})", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            match terms {
                Some(terms) => finding.related_here(terms, format!("these come to {computed}")),
                None => finding,
            }
        } else {
            let written = context.source().slice(fault.span);
            let message =
                format!("{written} does not fit: {} come to {computed}, not {}", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            finding.related_here(equation.stated.span, format!("{} must come to this", equation.of))
        };
        for other in &fault.others {
            finding = finding.related_here(other.stated.span, "this does not fit either");
        }
        match &fault.meant {
            Some(meant) => {
                let term = equation.terms.iter().find(|term| term.span == fault.span);
                let meant = amounts::like(meant, term.map_or(stated, |term| &term.value));
                finding.help(format!("with {meant} everything here would fit"));
            }
            None => {
                finding.help("correct the figure, or one of those that it comes from");
            }
        }
    }
}

/// Where a statement names its metric: the key in front matter, the cell in a table.
fn metric_span(context: &PlanContext, statement: &Statement) -> Option<Span> {
    let entry = ["targets", "actuals"].iter().filter_map(|key| context.entry(key));
    let entry = entry.into_iter().find(|entry| entry.value.span.contains(statement.span));
    match entry.map(|entry| &entry.value.value) {
        Some(Value::Map(entries)) => {
            let inner = entries.iter().find(|entry| entry.value.span.contains(statement.span))?;
            Some(inner.key_span)
        }
        Some(Value::Seq(items)) => {
            let item = items.iter().find(|item| item.span.contains(statement.span))?;
            Some(item.get("metric")?.value.span)
        }
        _ => None,
    }
}

/// The part of a span that lies in its first line.
fn first_line(source: &SourceFile, span: Span) -> Span {
    let line = source.line_span(source.position(span.start).line);
    Span { start: span.start, end: span.end.min(line.end).max(span.start) }
}
