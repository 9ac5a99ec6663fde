//! Findings: what is wrong, exactly where, what was expected, what to do. A finding cannot be made
//! without a place.

use crate::text::{Place, SourceFile, Span};
use std::fmt;
use std::sync::Arc;

/// How much a finding weighs. A rule that is off makes none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Reported; the build goes on.
    Warning,
    /// Reported; `build` stops, exit code 1.
    Error,
}

impl Severity {
    /// `error` or `warning`, as in all output formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A number of things in words: `1 part`, `3 parts`.
pub fn counted(count: usize, noun: &str) -> Counted<'_> {
    Counted { count, noun }
}

/// See [`counted`]; written without a text of its own.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'n> {
    count: usize,
    noun: &'n str,
}

impl fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.count, self.noun, if self.count == 1 { "" } else { "s" })
    }
}

/// A second place that belongs to a finding, with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is to be seen there.
    pub message: String,
}

/// A replacement of bytes that mends the fault; applied by `check --fix` when it is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Why a finding does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// The author silenced it where it stands, in a comment or in front matter.
    InSource,
    /// It is known from `baseline.yaml`.
    Baseline,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name: its identity in output, configuration and suppressions.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The offending bytes.
    pub place: Place,
    /// What is wrong: lower case, one sentence, no full stop.
    pub message: String,
    /// A few words shown under the offending bytes.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// The line of the schema (or configuration) that asked for it.
    pub schema: Option<Place>,
    /// A safe, mechanical repair.
    pub fix: Option<Fix>,
    /// Why it does not count, if it does not.
    pub suppression: Option<Suppression>,
}

impl Diagnostic {
    /// A finding of `rule` at a place.
    pub fn new(rule: &'static str, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            place,
            message: message.into(),
            label: None,
            help: None,
            related: Vec::new(),
            schema: None,
            fix: None,
            suppression: None,
        }
    }

    /// Whether it does not count: silenced in its file, or known from the baseline.
    pub fn is_suppressed(&self) -> bool {
        self.suppression.is_some()
    }

    /// Adds words under the offending bytes.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Adds what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds what to do, where there is something.
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// Adds a second place.
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Label { place, message: message.into() });
        self
    }

    /// Adds a second place in the same file.
    pub fn related_here(self, source: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        self.related(Place::new(source, span), message)
    }

    /// Names the line of the schema that asked.
    pub fn schema(mut self, place: &Place) -> Self {
        self.schema = Some(place.clone());
        self
    }

    /// Adds a safe, mechanical repair.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// The order of all output: file, place, rule.
    pub fn sort_key(&self) -> (&str, u32, u32, &str) {
        (&self.place.source.path, self.place.span.start, self.place.span.end, self.rule)
    }
}

/// Sorts findings into the order of all output and drops exact doubles. Several of one rule at one place
/// (two sections that are missing) keep the order in which they were found.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for found in diagnostics.drain(..) {
        let alike = kept.iter().rev().take_while(|other| other.sort_key() == found.sort_key());
        if !alike.into_iter().any(|other| *other == found) {
            kept.push(found);
        }
    }
    *diagnostics = kept;
}
