//! What the outputs of a site are made from, as hashes: a build of which only the prose of some plans changed makes
//! those pages and the search index anew, and nothing else. All that other pages could show counts for all of them.

use super::edition::Edition;
use super::key::PageKey;
use crate::diagnostic::Diagnostic;
use crate::link::PlanIndex;
use crate::model::Plan;
use crate::site::Site;
use crate::text::{Place, SourceFile};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// What pages show of plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// All but their prose, with the findings.
    pub frame: u128,
    /// For each by its file: the whole of its text, as [`text_of`] gives it, and its frame.
    pub plans: BTreeMap<String, (u128, u128)>,
}

impl Basis {
    /// The basis of a site with these findings. Files that are no plans are left to whoever asks.
    pub fn of(site: &Site, findings: &[Diagnostic]) -> Self {
        let of = |plan: &Plan| (text_of(&plan.document.source), plan.document.frame);
        let path = |plan: &Plan| plan.document.source.path.to_string();
        let plans: BTreeMap<_, _> = site.plans.iter().map(|plan| (path(plan), of(plan))).collect();
        let mut print = Print::default();
        for plan in &site.plans {
            print.plan(plan);
        }
        // A page that tells of findings shows the lines around them.
        let mut shown = BTreeSet::new();
        for finding in findings {
            print.finding(finding);
            let others = finding.related.iter().map(|label| &label.place).chain(&finding.schema);
            shown.extend(others.chain([&finding.place]).map(|place| &*place.source.path));
        }
        shown.into_iter().filter_map(|path| plans.get(path)).for_each(|(text, _)| print.number(*text));
        Self { frame: print.0.digest128(), plans }
    }
}

/// A hash of the whole text of a file.
pub fn text_of(source: &SourceFile) -> u128 {
    xxh3_128(source.text.as_bytes())
}

/// The outputs that are to be made anew where only prose changed: the pages of plans with another text, by their file,
/// and the search index. With it the files of the theme, which may lie in the same folder.
pub fn anew(edition: &Edition, has_changed: impl Fn(&str) -> bool) -> Vec<PageKey> {
    let has_changed = |index: &PlanIndex| has_changed(&edition.site.plan(*index).document.source.path);
    let plans = edition.shown().map(|(index, _)| index).filter(has_changed);
    let sources = edition.site.config.sources;
    let pages = |index| [Some(PageKey::Plan(index)), sources.then_some(PageKey::Source(index))];
    let assets = edition.theme.assets.keys().cloned().map(PageKey::Asset);
    plans.flat_map(pages).flatten().chain(assets).chain(super::output::search_keys(edition)).collect()
}

/// Whether an output lies where the search index does.
pub fn is_beside_search(path: &str) -> bool {
    path.starts_with("assets/search/")
}

/// A hash of values that are told apart.
#[derive(Default)]
struct Print(Xxh3Default);

impl Print {
    fn number(&mut self, number: u128) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u128);
        self.0.update(text.as_bytes());
    }

    /// The frame of a plan, and what is read from prose: the summary, the days of phases.
    fn plan(&mut self, plan: &Plan) {
        self.text(&plan.document.source.path);
        self.number(plan.document.frame);
        self.text(plan.summary.as_ref().map_or("", |summary| summary.value.as_str()));
        self.number(plan.phases.len() as u128);
        for phase in &plan.phases {
            self.text(&phase.period.value.start.to_string());
            self.text(&phase.period.value.end.to_string());
        }
        self.number(plan.statements.len() as u128);
        self.number(plan.tasks.len() as u128);
    }

    fn finding(&mut self, finding: &Diagnostic) {
        // All of them by name, so that a field that is added is thought of here.
        let Diagnostic { rule, severity, place, message, label, help, related, schema, fix, suppression } =
            finding;
        self.text(rule);
        self.text(severity.name());
        self.place(place);
        self.text(message);
        [label, help].into_iter().for_each(|text| self.text(text.as_deref().unwrap_or("")));
        for label in related {
            self.place(&label.place);
            self.text(&label.message);
        }
        schema.iter().for_each(|place| self.place(place));
        self.text(&format!("{fix:?} {suppression:?}"));
    }

    fn place(&mut self, place: &Place) {
        self.text(&place.source.path);
        self.number(u128::from(place.span.start));
        self.number(u128::from(place.span.end));
    }
}
