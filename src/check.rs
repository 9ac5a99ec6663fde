//! `Site → [Diagnostic]`: the rules, run over every plan in parallel and over the whole site once. What
//! reading found passes through here too, so that levels and suppressions hold for all findings alike.

pub mod baseline;
pub mod fix;
pub mod rule;
pub mod rules;
pub mod sink;
pub mod views;
mod amounts;
mod condition;
mod context;
mod copies;
mod equations;
mod derived;
mod links;
mod lists;
mod outline;
mod phases;
mod places;
mod prose;
mod sequence;
mod settle;
mod suppression;
mod unsure;
mod values;
mod words;

pub use context::{Ground, LinkedPlan, PlanContext, PlanHead, SiteContext};
pub use rule::{Group, Rule, Scope};
pub use rules::{RULES, names, rule};
pub use sink::{Sink, SiteSink};

use crate::aggregate::Facts;
use crate::config::{Config, Level};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::expression::Value;
use crate::link::PlanIndex;
use crate::model::{Details, Plan};
use crate::parse::Document;
use crate::site::Site;
use crate::text::Span;
use equations::Fault;
use rayon::prelude::*;
use settle::Settling;
use sink::Found;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unsure::Unsure;

/// What comes of looking at a plan by itself.
pub struct ByItself {
    found: Vec<Found>,
    /// Its text as it is compared with others.
    text: copies::Text,
    /// Its targets that were not all read, do not add up or lost a row of their table.
    unsure: Unsure,
    /// The texts of its sections, for rules that schemas state.
    sections: Value,
    /// Those of its statements that say again what another one says: few, and looked for while they are at hand.
    repeating: Box<[u32]>,
}

/// Looks at a plan by itself.
pub fn by_itself(plan: &Plan, details: &Details, ground: Ground) -> ByItself {
    let context = PlanContext::new(ground, plan, details);
    let mut found: Vec<Found> = plan.findings.iter().cloned().map(from_reading).collect();
    in_document(&plan.document, &mut found);
    for rule in rules::RULES {
        if let Scope::Plan(check) = rule.scope
            && is_wanted(rule, ground.config)
        {
            check(&context, &mut Sink::new(rule, context.source(), &mut found));
        }
    }
    let sections = values::sections(&context);
    let unsure = Unsure::of(&context, &found);
    let wrong = wrong_figures(&context);
    let at = |at: u32| plan.statements.get(at as usize);
    let repeats = |index: &u32| {
        let Some((said, first)) = at(*index).and_then(|said| Some((said, at(said.repeats?)?))) else {
            return false;
        };
        // What does not follow from its parts is named where they are added up.
        !wrong.contains(&said.span) && !wrong.contains(&first.span)
    };
    let repeating = (0..).take(plan.statements.len()).filter(repeats).collect();
    ByItself { found, text: context.into_text(), unsure, sections, repeating }
}

/// Where figures stand that are reported because they, or what they come from, do not add up.
fn wrong_figures(context: &PlanContext) -> BTreeSet<Span> {
    let faults = context.equation_faults();
    let Some(rule) = rules::rule("sum-mismatch").filter(|_| !faults.is_empty()) else {
        return BTreeSet::new();
    };
    if settle::level(context.config(), rule) == Level::Off {
        return BTreeSet::new();
    }
    let silencers = suppression::in_plan(context.plan);
    let is_told = |fault: &&Fault| {
        let covers = |silencer: &suppression::Silencer| silencer.covers(rule.name, fault.span.start);
        fault.equation.rule == rule.name && !silencers.iter().any(covers)
    };
    let figures = |fault: &Fault| {
        let others = fault.others.iter().map(|equation| equation.stated.span);
        [fault.span, fault.equation.stated.span].into_iter().chain(others).collect::<Vec<_>>()
    };
    faults.iter().filter(is_told).flat_map(figures).collect()
}

/// A rule that is off until a site wants it is lifted by no schema.
fn is_wanted(rule: &Rule, config: &Config) -> bool {
    rule.severity.is_some() || settle::level(config, rule) != Level::Off
}

/// Checks a site. `plans` is what came of each of its plans by itself; `found` is what reading found beside
/// plans, pages and data: faults of the configuration, of schemas, views, templates, unreadable files. The
/// result is sorted; findings that are silenced or known are part of it, marked as such.
pub fn run(site: &Site, facts: &Facts, plans: &[Arc<ByItself>], found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all: Vec<Found> = found.into_iter().map(from_reading).collect();
    let context = SiteContext::new(site, facts, plans);
    all.extend(plans.iter().flat_map(|plan| plan.found.iter().cloned()));
    all.extend(linked(&context));
    for page in &site.pages {
        all.extend(page.findings.iter().cloned().map(from_reading));
        in_document(&page.document, &mut all);
        of_views(site, facts, &page.document, &mut all);
    }
    for data in &site.data {
        all.extend(data.findings.iter().cloned().map(from_reading));
    }
    let of_site: Vec<Vec<Found>> = rules::RULES
        .par_iter()
        .with_max_len(1)
        .map(|rule| {
            let mut found = Vec::new();
            if let Scope::Site(check) = rule.scope
                && settle::level(&site.config, rule) != Level::Off
            {
                check(&context, &mut SiteSink::new(rule, &mut found));
            }
            found
        })
        .collect();
    all.extend(of_site.into_iter().flatten());
    settle(&context, all)
}

/// Looks at every plan with what it names in other files.
fn linked(site_context: &SiteContext) -> Vec<Found> {
    let site = site_context.site;
    let is_linked = |rule: &&&Rule| matches!(rule.scope, Scope::Linked(_)) && is_wanted(rule, &site.config);
    let wanted: Vec<&Rule> = rules::RULES.iter().filter(is_linked).copied().collect();
    let plans: Vec<PlanIndex> = site.indexed_plans().map(|(index, _)| index).collect();
    let look = |index: &PlanIndex| {
        let context = site_context.plan(*index);
        let mut found = Vec::new();
        of_views(site, site_context.facts, &context.plan.document, &mut found);
        for rule in &wanted {
            if let Scope::Linked(check) = rule.scope {
                check(&context, &mut Sink::new(rule, context.source(), &mut found));
            }
        }
        found
    };
    plans.par_iter().with_min_len(64).flat_map_iter(look).collect()
}

fn of_views(site: &Site, facts: &Facts, document: &Document, found: &mut Vec<Found>) {
    // Without its metrics and dimensions nobody knows what a site has.
    if site.config.lacks.any() {
        return;
    }
    for view in &document.views {
        let (_, findings) = views::read(view, &document.source, site, facts);
        found.extend(findings.into_iter().map(from_reading));
    }
}

fn in_document(document: &Document, found: &mut Vec<Found>) {
    for rule in rules::RULES {
        if let Scope::Document(check) = rule.scope {
            check(document, &mut Sink::new(rule, &document.source, found));
        }
    }
}

/// A finding of reading: where its severity is not the rule's own, the schema asked for it.
fn from_reading(diagnostic: Diagnostic) -> Found {
    let own = rules::rule(diagnostic.rule).and_then(|rule| rule.severity);
    let level = (own != Some(diagnostic.severity)).then_some(match diagnostic.severity {
        Severity::Warning => Level::Warn,
        Severity::Error => Level::Error,
    });
    Found { diagnostic, level }
}

/// Settles all findings file by file.
fn settle(context: &SiteContext, found: Vec<Found>) -> Vec<Diagnostic> {
    let site = context.site;
    let named: BTreeSet<&str> = found.iter().map(|found| &*found.diagnostic.place.source.path).collect();
    let mut files: BTreeMap<&str, Settling> = BTreeMap::new();
    for plan in context.plans() {
        // Of most plans nothing is said, by the rules or against them.
        if suppression::is_any(plan.plan) || named.contains(&*plan.source().path) {
            files.insert(&plan.source().path, Settling::plan(&plan));
        }
    }
    for page in &site.pages {
        let silencers = suppression::in_document(&page.document);
        files.insert(&page.document.source.path, Settling::new(&site.config, silencers));
    }
    let mut other = Settling::new(&site.config, Vec::new());
    let mut settled: Vec<Diagnostic> = Vec::new();
    for found in found {
        let path: &str = &found.diagnostic.place.source.path;
        let settling = files.get_mut(path).unwrap_or(&mut other);
        settled.extend(settling.settle(found));
    }
    for document in site.plans.iter().map(|plan| &plan.document).chain(site.pages.iter().map(|p| &p.document))
    {
        if let Some(settling) = files.remove(&*document.source.path) {
            settled.extend(settling.close(&document.source));
        }
    }
    diagnostic::sort(&mut settled);
    settled
}
