//! Where findings go. A sink knows the rule that reports and takes a place, so that a finding without
//! a rule's name or without a place cannot be made. What a finding weighs in the end is settled later
//! (`settle.rs`): a rule may only name the level that the schema asks for.

use super::rule::Rule;
use crate::config::Level;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use std::sync::Arc;

/// A finding before its level is settled.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The finding; its severity is not settled yet.
    pub(super) diagnostic: Diagnostic,
    /// The level that the schema asks for, where it says so.
    pub(super) level: Option<Level>,
}

/// Takes the findings of one rule about one file.
pub struct Sink<'a> {
    rule: &'static Rule,
    source: &'a Arc<SourceFile>,
    found: &'a mut Vec<Found>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(rule: &'static Rule, source: &'a Arc<SourceFile>, found: &'a mut Vec<Found>) -> Self {
        Self { rule, source, found }
    }

    /// Reports something wrong at bytes of the file.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> Finding<'_> {
        push(self.rule, self.found, Place::new(self.source, span), message.into())
    }

    /// The rule that reports.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The file that is reported on.
    pub fn source(&self) -> &'a Arc<SourceFile> {
        self.source
    }
}

/// Takes the findings of one rule about the whole site.
pub struct SiteSink<'a> {
    rule: &'static Rule,
    found: &'a mut Vec<Found>,
}

impl<'a> SiteSink<'a> {
    pub(super) fn new(rule: &'static Rule, found: &'a mut Vec<Found>) -> Self {
        Self { rule, found }
    }

    /// Reports something wrong at a place.
    pub fn report(&mut self, place: Place, message: impl Into<String>) -> Finding<'_> {
        push(self.rule, self.found, place, message.into())
    }

    /// The rule that reports.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }
}

fn push<'f>(rule: &'static Rule, found: &'f mut Vec<Found>, place: Place, message: String) -> Finding<'f> {
    let severity = rule.severity.unwrap_or(Severity::Warning);
    let diagnostic = Diagnostic::new(rule.name, severity, place, message);
    found.push(Found { diagnostic, level: None });
    let last = found.len() - 1;
    Finding { found: &mut found[last] }
}

/// A finding that was just reported, to which more can be added.
pub struct Finding<'f> {
    found: &'f mut Found,
}

impl Finding<'_> {
    /// Adds words under the offending bytes.
    pub fn label(self, text: impl Into<String>) -> Self {
        self.found.diagnostic.label = Some(text.into());
        self
    }

    /// Adds what to do.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.found.diagnostic.help = Some(text.into());
        self
    }

    /// Adds what to do, where something is known.
    pub fn maybe_help(self, text: Option<String>) -> Self {
        if text.is_some() {
            self.found.diagnostic.help = text;
        }
        self
    }

    /// Adds a second place.
    pub fn related(self, place: Place, message: impl Into<String>) -> Self {
        self.found.diagnostic.related.push(crate::diagnostic::Label { place, message: message.into() });
        self
    }

    /// Adds a second place in the same file.
    pub fn related_here(self, span: Span, message: impl Into<String>) -> Self {
        let place = Place::new(&self.found.diagnostic.place.source, span);
        self.related(place, message)
    }

    /// Names the line of the schema that asked.
    pub fn schema(self, place: &Place) -> Self {
        self.found.diagnostic.schema = Some(place.clone());
        self
    }

    /// Names the line of the schema that asked, where there is one.
    pub fn maybe_schema(self, place: Option<&Place>) -> Self {
        match place {
            Some(place) => self.schema(place),
            None => self,
        }
    }

    /// Adds a safe, mechanical repair.
    pub fn fix(self, span: Span, text: impl Into<String>) -> Self {
        self.found.diagnostic.fix = Some(crate::diagnostic::Fix { span, text: text.into() });
        self
    }

    /// Sets the level that the schema asks for, where it asks for one.
    pub fn maybe_level(self, level: Option<Level>) -> Self {
        match level {
            Some(level) => self.level(level),
            None => self,
        }
    }

    /// Sets the level that the schema asks for.
    pub fn level(self, level: Level) -> Self {
        self.found.level = Some(level);
        self
    }
}
