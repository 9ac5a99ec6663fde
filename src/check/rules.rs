//! The one list of all rules, in the order of the manual.

mod bidi_control;
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
mod hidden_character;
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
mod look_alike_id;
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

use super::rule::Rule;
use std::sync::LazyLock;

/// All rules, group by group.
pub static RULES: &[&Rule] = &[
    &unreadable_file::RULE,
    &invalid_front_matter::RULE,
    &missing_front_matter::RULE,
    &bidi_control::RULE,
    &hidden_character::RULE,
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
    &look_alike_id::RULE,
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
