//! Conditions of schemas in words.

use super::words;
use crate::config::Condition;

/// Where something is allowed: `` only where `status` is `closed` or `active` ``.
pub(super) fn only(condition: &Condition) -> String {
    let terms = condition
        .terms
        .iter()
        .map(|(key, values)| format!("`{key}` is {}", words::any_of(values.iter().map(String::as_str))));
    let word = if condition.negated { "unless" } else { "where" };
    format!("only {word} {}", terms.collect::<Vec<_>>().join(" and "))
}
