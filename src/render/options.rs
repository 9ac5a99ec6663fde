//! What a site may set of its theme: options that the theme declares, with their types. Apart from loading
//! because a declaration is read in one place and a fault stands in another, the configuration.

use crate::config::{Config, ThemeOption};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;
use crate::yaml::{Entry, Node, suggestion};
use std::collections::{BTreeMap, BTreeSet};

/// An option as a theme declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declared {
    /// Its value where a site says nothing; lists are separated by commas.
    pub default: String,
    kind: Kind,
}

/// What the value of an option can be. Nothing at all is a value of every type but a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Colour,
    /// A file below `static/`.
    File,
    /// One of these.
    Choice(Vec<String>),
    /// Some of these, in an order.
    List(Vec<String>),
}

impl Declared {
    /// Reads a declaration: a text is the default of an option of text; a mapping says more.
    /// The error is where it goes wrong and what was expected.
    pub(super) fn read(entry: &Entry) -> Result<Self, (Span, String)> {
        if let Some(default) = entry.value.as_str() {
            return Ok(Self { default: default.to_owned(), kind: Kind::Text });
        }
        let wrong = |span: Span, message: &str| Err((span, format!("`{}` {message}", entry.key)));
        if entry.value.as_map().is_none() {
            return wrong(entry.value.span, "must be a text, or a mapping with `type`");
        }
        let of = || words(entry.value.get("of").map(|entry| &entry.value));
        let kind = match entry.value.get("type").and_then(|entry| entry.value.as_str()) {
            Some("text") => Kind::Text,
            Some("colour") => Kind::Colour,
            Some("file") => Kind::File,
            Some("choice") => Kind::Choice(of()),
            Some("list") => Kind::List(of()),
            _ => {
                let span = entry.value.get("type").map_or(entry.key_span, |entry| entry.value.span);
                return wrong(span, "needs the type `text`, `colour`, `file`, `choice` or `list`");
            }
        };
        if matches!(&kind, Kind::Choice(of) | Kind::List(of) if of.is_empty()) {
            return wrong(entry.key_span, "needs a list `of` what can be chosen");
        }
        let default = words(entry.value.get("default").map(|entry| &entry.value)).join(", ");
        Ok(Self { default, kind })
    }

    /// What a value should have been, where it does not fit.
    pub(super) fn expected(&self, value: &str, paths: &BTreeSet<String>) -> Option<String> {
        let listed = |of: &[String]| {
            let quoted: Vec<String> = of.iter().map(|word| format!("`{word}`")).collect();
            match quoted.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
                _ => quoted.concat(),
            }
        };
        let has = |of: &[String], word: &str| of.iter().any(|known| known == word);
        match &self.kind {
            Kind::Choice(of) if !has(of, value) => Some(listed(of)),
            Kind::List(of) if !split(value).all(|word| has(of, word)) => {
                Some(format!("a list of {}", listed(of)))
            }
            Kind::Colour if !value.is_empty() && !is_colour(value) => {
                Some("a colour such as `'#27499b'`".to_owned())
            }
            Kind::File if !value.is_empty() && !paths.contains(&format!("static/{value}")) => {
                Some("a file in `static/`".to_owned())
            }
            _ => None,
        }
    }
}

/// One text or several.
fn words(node: Option<&Node>) -> Vec<String> {
    let nodes = node.map_or(&[][..], |node| node.as_seq().unwrap_or(std::slice::from_ref(node)));
    nodes.iter().filter_map(|node| node.as_str()).map(str::to_owned).collect()
}

/// The words of an option that is a list.
pub(super) fn split(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// What is wrong with the options of a site. `declared` are those of its theme, `paths` all its files.
pub(super) fn faults(
    config: &Config,
    declared: &BTreeMap<String, Declared>,
    paths: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let options = config.theme_options.iter();
    options.filter_map(|(key, option)| fault(key, option, declared, paths)).collect()
}

fn fault(
    key: &str,
    option: &ThemeOption,
    declared: &BTreeMap<String, Declared>,
    paths: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let Some(known) = declared.get(key) else {
        let known: Vec<&str> = declared.keys().map(String::as_str).collect();
        let message = format!("the theme has no option `{key}`");
        let found = Diagnostic::new("invalid-config", Severity::Error, option.key_place.clone(), message);
        return Some(found.maybe_help(suggestion(key, &known)));
    };
    let expected = known.expected(&option.value, paths)?;
    let message = format!("`{key}` expects {expected}, found `{}`", option.value);
    Some(Diagnostic::new("invalid-config", Severity::Error, option.place.clone(), message))
}

/// `#27499b` or `#249`: nothing else gets into a stylesheet.
pub(super) fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
