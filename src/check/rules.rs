//! The one list of all rules, in the order of the manual.

mod broken_anchor;
mod broken_link;
mod disallowed_field;
mod disallowed_target;
mod draft_link;
mod duplicate_field;
mod duplicate_id;
mod duplicate_paragraph;
mod duplicate_section;
mod empty_cell;
mod empty_section;
mod external_link;
mod field_order;
mod file_name;
mod growth_mismatch;
mod heading_level;
mod heading_number;
mod invalid_config;
mod invalid_data;
mod invalid_date;
mod invalid_front_matter;
mod invalid_id;
mod invalid_period;
mod invalid_quantity;
mod invalid_schema;
mod invalid_value;
mod invalid_view;
mod list_length;
mod list_order;
mod missing_actual;
mod missing_column;
mod missing_due;
mod missing_field;
mod missing_file;
mod missing_front_matter;
mod missing_label;
mod missing_list;
mod missing_owner;
mod missing_relation;
mod missing_review;
mod missing_section;
mod missing_table;
mod missing_target;
mod misspelt_section;
mod near_copy;
mod orphan;
mod output_collision;
mod overdue;
mod phase_gap;
mod phase_outside_period;
mod phase_overlap;
mod placeholder;
mod product_mismatch;
mod raw_html;
mod relation_cycle;
mod repeat_count;
mod rule;
mod section_order;
mod share_mismatch;
pub(super) mod stale_baseline;
mod sum_mismatch;
pub(super) mod suppression_without_reason;
mod table_rows;
mod target_conflict;
mod target_gap;
mod template_error;
mod text_length;
mod text_pattern;
mod unexpected_text;
mod unit_mismatch;
mod unknown_column;
mod unknown_field;
mod unknown_kind;
mod unknown_metric;
mod unknown_section;
mod unreadable_file;
mod unsafe_link;
pub(super) mod unused_suppression;
mod weight_sum;
mod wrong_relation_kind;

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
    &rule::RULE,
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
    // Weights that could not be read are missing in the sum.
    if name == "weight-sum" && context.has_findings_under("targets") {
        return;
    }
    for fault in equations::faults(context.plan).iter().filter(|fault| fault.equation.rule == name) {
        let equation = fault.equation;
        let stated = &equation.stated.value;
        let computed = amounts::like(&fault.computed, stated);
        let difference = amounts::difference(&fault.computed.sub(&stated.amount), stated);
        let verb = if matches!(name, "sum-mismatch" | "weight-sum") { "come to" } else { "is" };
        let terms = equation.terms.iter().map(|term| term.span).reduce(Span::to);
        let mut finding = if name == "weight-sum" {
            let Some((first, others)) = equation.terms.split_first() else { continue };
            let message = format!("{} come to {computed}, not 100% ({difference})", equation.of);
            let mut finding = sink.report(first.span, message);
            for other in others {
                finding = finding.related_here(other.span, "and this weight");
            }
            finding
        } else if fault.span == equation.stated.span {
            let message = format!("{} {verb} {computed}, not {} ({difference})", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            match terms {
                Some(terms) => finding.related_here(terms, format!("from these: {computed}")),
                None => finding,
            }
        } else {
            let written = context.source().slice(fault.span);
            let message =
                format!("{written} does not fit: {} {verb} {computed}, not {}", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            finding.related_here(equation.stated.span, "this must follow from it")
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
