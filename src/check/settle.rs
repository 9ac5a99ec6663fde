//! What a finding weighs in the end. In order: the rule's own level, the site's `checks:`, the level
//! that the schema gives for just this, the schema's ceiling for plans in a certain state; then what the
//! file's author silenced with a reason.

use super::context::PlanHead;
use super::rule::Rule;
use super::rules;
use super::rules::{suppression_without_reason, unused_suppression};
use super::sink::{Found, Sink};
use super::suppression::Silencer;
use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Severity, Suppression};
use crate::text::SourceFile;
use std::sync::Arc;

/// The level of a rule on a site: its own, or what `checks:` says.
pub(super) fn level(config: &Config, rule: &Rule) -> Level {
    config.checks.get(rule.name).map_or(rule.level(), |(level, _)| *level)
}

/// What holds for the findings of one file.
pub(super) struct Settling<'a> {
    /// The configuration.
    pub(super) config: &'a Config,
    /// No finding of this file weighs more.
    pub(super) ceiling: Level,
    /// What the author silenced.
    pub(super) silencers: Vec<Silencer<'a>>,
}

impl<'a> Settling<'a> {
    /// For a file that is no plan.
    pub(super) fn new(config: &'a Config, silencers: Vec<Silencer<'a>>) -> Self {
        Self { config, ceiling: Level::Error, silencers }
    }

    /// For a plan.
    pub(super) fn plan(context: &PlanHead<'a>) -> Self {
        let rules = context.schema().map_or(&[][..], |schema| &schema.severity);
        let holding = rules.iter().filter(|rule| context.plan.condition_holds(&rule.when, context.config()));
        let ceiling = holding.map(|rule| rule.at_most).min().unwrap_or(Level::Error);
        Self { config: context.config(), ceiling, silencers: super::suppression::in_plan(context.plan) }
    }

    /// Settles the level of a finding; `None` where it is off.
    pub(super) fn settle(&mut self, found: Found) -> Option<Diagnostic> {
        let mut diagnostic = found.diagnostic;
        let usual = rules::rule(diagnostic.rule).map_or(Level::Error, |rule| level(self.config, rule));
        diagnostic.severity = match found.level.unwrap_or(usual).min(self.ceiling) {
            Level::Off => return None,
            Level::Warn => Severity::Warning,
            Level::Error => Severity::Error,
        };
        for silencer in &mut self.silencers {
            if silencer.covers(diagnostic.rule, diagnostic.place.span.start) {
                silencer.used = true;
                diagnostic.suppression = Some(Suppression::InSource);
            }
        }
        Some(diagnostic)
    }

    /// What is wrong with the suppressions themselves, once every finding of the file is settled.
    pub(super) fn close(mut self, source: &Arc<SourceFile>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let silencers = std::mem::take(&mut self.silencers);
        let mut sink = Sink::new(&unused_suppression::RULE, source, &mut found);
        for silencer in silencers.iter().filter(|silencer| !silencer.used) {
            unused_suppression::report(self.config, silencer.rule, silencer.span, &mut sink);
        }
        // A comment with several rules has one reason, and for a name that is no rule none is needed.
        let is_alone = |silencer: &Silencer| !silencer.follows && rules::rule(silencer.rule).is_some();
        let mut sink = Sink::new(&suppression_without_reason::RULE, source, &mut found);
        for silencer in silencers.iter().filter(|silencer| silencer.reason.is_empty() && is_alone(silencer)) {
            suppression_without_reason::report(silencer.rule, silencer.span, &mut sink);
        }
        found.into_iter().filter_map(|found| self.settle(found)).collect()
    }
}
