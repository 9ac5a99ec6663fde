//! What a site may set of its theme: options that the theme declares, of the types that the default theme
//! gives its own. Apart from loading because the configuration says where a fault stands.

use crate::config::{Config, ThemeOption};
use crate::diagnostic::{Diagnostic, Severity};
use crate::yaml::suggestion;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with the options of a site. `declared` are those of its theme, `paths` all its files.
pub(super) fn faults(
    config: &Config,
    declared: &BTreeMap<String, String>,
    paths: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let options = config.theme_options.iter();
    options.filter_map(|(key, option)| fault(key, option, declared, paths)).collect()
}

fn fault(
    key: &str,
    option: &ThemeOption,
    declared: &BTreeMap<String, String>,
    paths: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let finding = |place: &crate::text::Place, message: String| {
        Diagnostic::new("invalid-config", Severity::Error, place.clone(), message)
    };
    let value = option.value.as_str();
    if !declared.contains_key(key) {
        let known: Vec<&str> = declared.keys().map(String::as_str).collect();
        let found = finding(&option.key_place, format!("the theme has no option `{key}`"));
        return Some(found.maybe_help(suggestion(key, &known)));
    }
    let wrong =
        |expected: &str| Some(finding(&option.place, format!("`{key}` expects {expected}, found `{value}`")));
    match key {
        "accent" | "accent_dark" if !value.is_empty() && !is_colour(value) => {
            wrong("a colour such as `'#27499b'`")
        }
        "density" if !matches!(value, "normal" | "compact") => wrong("`normal` or `compact`"),
        "logo" | "css" if !value.is_empty() && !paths.contains(&format!("static/{value}")) => {
            wrong("a file in `static/`")
        }
        _ => None,
    }
}

/// `#27499b` or `#249`: nothing else gets into a stylesheet.
pub(super) fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
