//! The words of the interface, by language. Templates and views take every word from here, so that a page
//! speaks one language throughout and a theme can change any of them.

use crate::config::Language;
use std::collections::HashMap;

/// The table of one language.
#[derive(Clone, Debug)]
pub struct Texts {
    /// Which language.
    pub language: Language,
    pub(super) table: HashMap<String, String>,
}

impl Texts {
    /// The text under a key; the key itself where the table lacks it.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// The text under a key where the table has it.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.table.get(key).map(String::as_str)
    }

    /// The text under a key with its places filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), |name| values.iter().find(|(have, _)| *have == name).map(|(_, value)| *value))
    }

    /// The text under a key with `{n}` filled in.
    pub fn count(&self, key: &str, n: usize) -> String {
        self.fill(key, &[("n", &n.to_string())])
    }
}

/// Fills `{name}` by what `value` gives, and `{name|one|other}` by the form that the number takes.
/// Places without a value stay as they are.
pub(super) fn fill<T: AsRef<str>>(pattern: &str, value: impl Fn(&str) -> Option<T>) -> String {
    let mut result = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let inside = &rest[open + 1..open + length];
        let mut parts = inside.split('|');
        let name = parts.next().unwrap_or("");
        result.push_str(&rest[..open]);
        let value = value(name);
        match (value.as_ref().map(AsRef::as_ref), parts.next(), parts.next()) {
            (Some(value), None, _) => result.push_str(value),
            (Some(value), Some(one), other) => {
                result.push_str(if value == "1" { one } else { other.unwrap_or(one) });
            }
            (None, ..) => result.push_str(&rest[open..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    result.push_str(rest);
    result
}
