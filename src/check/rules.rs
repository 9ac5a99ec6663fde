//! The one list of all rules, in the order of the manual.

pub(super) mod suppression_without_reason;
pub(super) mod unused_suppression;

use super::rule::Rule;

/// All rules, group by group.
pub static RULES: &[&Rule] = &[&unused_suppression::RULE, &suppression_without_reason::RULE];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}
