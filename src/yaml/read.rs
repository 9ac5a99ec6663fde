//! Typed reading of a tree: what a value must be is said once, by the one who asks, and everything else
//! becomes a finding at its place. Used for every YAML file whose keys planpress knows, and for views.
//!
//! ```
//! use planpress::text::{SourceFile, Span};
//! use planpress::yaml::{self, Reader};
//!
//! let source = SourceFile::new("planpress.yaml", "title: Plans\nlanguge: en\n");
//! let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
//! let reader = Reader::new(&source, "invalid-config");
//! let mut fields = reader.root(&yaml).unwrap();
//! assert_eq!(fields.text("title"), Some("Plans"));
//! assert_eq!(fields.choice("language", &[("en", 1), ("zh", 2)]), None);
//! fields.finish();
//! assert_eq!(reader.into_findings()[0].help.as_deref(), Some("did you mean `language`?"));
//! ```

use super::fields::Fields;
use super::node::{Entry, FaultKind, Node, Style, Value, Yaml};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::nearest;
use crate::text::{Place, SourceFile, Span};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::sync::Arc;

/// Reads one file (or one block of it) under the name of a rule, and collects what is wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Arc<SourceFile>,
    rule: &'static str,
    findings: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// A reader of `source` whose findings bear the name of `rule`.
    pub fn new(source: &'a Arc<SourceFile>, rule: &'static str) -> Self {
        Self { source, rule, findings: RefCell::default() }
    }

    /// The file.
    pub fn source(&self) -> &'a Arc<SourceFile> {
        self.source
    }

    /// A place in the file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// Records a finding.
    pub fn report(&self, span: Span, message: impl Into<String>) {
        self.push(self.finding(span, message));
    }

    /// Records a finding with what to do.
    pub fn report_with(&self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(self.finding(span, message).help(help));
    }

    /// A finding that is not recorded yet, to be completed and given to [`Reader::push`].
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.rule, Severity::Error, self.place(span), message)
    }

    /// Records a finding as it is.
    pub fn push(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    /// A name that is none of the known ones.
    pub fn unknown<'k>(&self, span: Span, what: &str, name: &str, known: impl IntoIterator<Item = &'k str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let finding = self.finding(span, format!("unknown {what} `{name}`"));
        self.push(finding.maybe_help(suggestion(name, &known)));
    }

    /// All findings, in the order of the text.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        findings
    }

    /// Records the faults of the YAML itself.
    pub fn faults(&self, yaml: &Yaml) {
        for fault in &yaml.faults {
            let finding = self.finding(fault.span, fault.message.clone()).maybe_help(fault.help.clone());
            self.push(match fault.kind {
                FaultKind::Duplicate(first) => finding.related_here(self.source, first, "first here"),
                FaultKind::Syntax | FaultKind::Refused => finding,
            });
        }
    }

    /// The mapping that a whole text must be, with the faults of the YAML recorded. `None` where there is
    /// nothing or something else, which is recorded too unless a fault of the YAML explains it.
    pub fn root<'n>(&self, yaml: &'n Yaml) -> Option<Fields<'n, '_>> {
        self.faults(yaml);
        let root = yaml.root.as_ref()?;
        let entries = match root.as_map() {
            Some(entries) => entries,
            None => {
                if yaml.faults.is_empty() {
                    self.report(root.span, format!("expected keys with values, found {}", shape(root)));
                }
                return None;
            }
        };
        let mut fields = Fields::new(self, root.span, entries);
        yaml.unread.iter().for_each(|(key, _)| fields.unread(key));
        Some(fields)
    }

    /// A mapping with known keys.
    pub fn fields<'n>(&self, node: &'n Node) -> Option<Fields<'n, '_>> {
        self.entries(node).map(|entries| Fields::new(self, node.span, entries))
    }

    /// The entries of a mapping with free keys.
    pub fn entries<'n>(&self, node: &'n Node) -> Option<&'n [Entry]> {
        match node.as_map() {
            Some(entries) => Some(entries),
            None => {
                self.expected(node, "keys with values");
                None
            }
        }
    }

    /// The items of a list.
    pub fn list<'n>(&self, node: &'n Node) -> Option<&'n [Node]> {
        match node.as_seq() {
            Some(items) => Some(items),
            None => {
                self.expected(node, "a list");
                None
            }
        }
    }

    /// One value or a list of them.
    pub fn one_or_many<'n>(&self, node: &'n Node) -> &'n [Node] {
        node.as_seq().unwrap_or(std::slice::from_ref(node))
    }

    /// One text or a list of texts; what is neither is recorded and left out.
    pub fn texts<'n>(&self, node: &'n Node) -> Vec<&'n str> {
        self.one_or_many(node).iter().filter_map(|item| self.text(item)).collect()
    }

    /// Text that is not empty.
    pub fn text<'n>(&self, node: &'n Node) -> Option<&'n str> {
        match node.as_str() {
            Some(text) if !node.is_null() && !text.trim().is_empty() => Some(text),
            _ => {
                self.expected(node, "text");
                None
            }
        }
    }

    /// `true` or `false`; nothing else is one.
    pub fn boolean(&self, node: &Node) -> Option<bool> {
        let text = node.as_str().filter(|_| !is_quoted(node));
        match text {
            Some("true") => return Some(true),
            Some("false") => return Some(false),
            _ => {}
        }
        let meant = match node.as_str().unwrap_or("").to_lowercase().as_str() {
            "yes" | "on" | "y" | "true" | "1" | "是" | "开" | "開" | "对" | "對" => Some("write `true`"),
            "no" | "off" | "n" | "false" | "0" | "否" | "关" | "關" | "错" | "錯" => {
                Some("write `false`")
            }
            _ => None,
        };
        let finding = self.finding(node.span, format!("expected `true` or `false`, found {}", shape(node)));
        self.push(finding.maybe_help(meant.map(str::to_owned)));
        None
    }

    /// A whole number that is not negative.
    pub fn count(&self, node: &Node) -> Option<usize> {
        let count = node.as_str().filter(|text| text.len() < 10).and_then(|text| text.parse().ok());
        if count.is_none() {
            self.expected(node, "a whole number");
        }
        count
    }

    /// A decimal number, exact.
    pub fn decimal(&self, node: &Node) -> Option<Decimal> {
        let number = node.as_str().and_then(|text| Decimal::from_str_exact(text).ok());
        if number.is_none() {
            self.expected(node, "a number");
        }
        number
    }

    /// One of several words.
    pub fn choice<T: Copy>(&self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let chosen = choices.iter().find(|(name, _)| node.as_str() == Some(name));
        if let Some((_, value)) = chosen {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let message = format!("expected {}, found {}", alternatives(&names), shape(node));
        let nearest = node.as_str().and_then(|text| nearest(text, names.iter().copied()));
        let help = nearest.map(|name| format!("did you mean `{name}`?"));
        self.push(self.finding(node.span, message).maybe_help(help));
        None
    }

    /// Records that a value is not what was expected.
    pub fn expected(&self, node: &Node, what: &str) {
        let finding = self.finding(node.span, format!("expected {what}, found {}", shape(node)));
        let wide = node.as_str().is_some_and(|text| text.contains('：')) && !what.starts_with("text");
        self.push(match wide {
            true => finding.help("write an ASCII colon and a space instead of the full-width colon"),
            false => finding,
        });
    }
}

fn is_quoted(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.style != Style::Plain)
}

/// What a value is, in words.
pub fn shape(node: &Node) -> String {
    match &node.value {
        _ if node.is_null() => "nothing".to_owned(),
        Value::Scalar(scalar) if scalar.text.trim().is_empty() => "an empty text".to_owned(),
        // Without quotes it would be what is expected.
        Value::Scalar(scalar)
            if scalar.style != Style::Plain && matches!(scalar.text.as_str(), "true" | "false") =>
        {
            format!("the text `{}` in quotes", scalar.text)
        }
        Value::Scalar(scalar) => format!("`{}`", shortened(&scalar.text)),
        Value::Seq(_) => "a list".to_owned(),
        Value::Map(_) => "keys with values".to_owned(),
    }
}

/// The first line of a text, cut where it is long.
fn shortened(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or("");
    let short: String = line.chars().take(40).collect();
    if short.len() < text.trim().len() { format!("{short}…") } else { short }
}

/// `a`, `a` or `b`, `a`, `b` or `c`.
pub fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// What to say of a name that is not known: the nearest known one, else all of them where they are few.
pub fn suggestion(name: &str, known: &[&str]) -> Option<String> {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    (1..=12).contains(&known.len()).then(|| format!("known: {}", known.join(", ")))
}
