//! What a rule sees: a plan with its schema inside its site, or the whole site, and the few questions
//! that many rules ask of them.

use super::ByItself;
use super::copies::{self, Text};
use super::equations::{self, Fault};
use super::lists::{self, RuledList};
use super::outline::{self, Siblings};
use super::prose::{self, Part};
use crate::aggregate::Facts;
use crate::config::{Condition, Config, Level};
use crate::link::PlanIndex;
use crate::model::{Details, Plan};
use crate::parse::{FrontMatter, SectionIndex};
use crate::quantity::Amount;
use crate::schema::{Required, Schema};
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{Entry, FaultKind};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// What every plan of a site is held against, and all that a plan by itself is held against: what comes of it
/// is the same as long as these and the plan's file are the same.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The kinds by name.
    pub schemas: &'a BTreeMap<String, Arc<Schema>>,
    /// The day that the site is seen on.
    pub today: Date,
}

impl<'a> Ground<'a> {
    /// That of a site.
    pub fn of(site: &'a Site) -> Self {
        Self { config: &site.config, schemas: &site.schemas, today: site.today }
    }
}

/// A plan and what it is held against.
#[derive(Clone, Copy)]
pub struct PlanHead<'a> {
    /// What it is held against.
    pub ground: Ground<'a>,
    /// The plan.
    pub plan: &'a Plan,
}

/// A plan by itself, while all of its text is there. What several rules need of it is computed once, when the
/// first one asks.
pub struct PlanContext<'a> {
    head: PlanHead<'a>,
    /// What is dropped behind these checks.
    pub details: &'a Details,
    siblings: OnceCell<Vec<Siblings<'a>>>,
    displaced: OnceCell<Vec<SectionIndex>>,
    doubled: OnceCell<Vec<(SectionIndex, SectionIndex)>>,
    lists: OnceCell<Vec<RuledList<'a>>>,
    parts: OnceCell<Vec<Part<'a>>>,
    faults: OnceCell<Vec<Fault<'a>>>,
    text: OnceCell<Text>,
}

/// A plan inside its site.
pub struct LinkedPlan<'a> {
    /// The site.
    pub site: &'a Site,
    /// The plan's index.
    pub index: PlanIndex,
    /// What came of it by itself.
    pub by_itself: &'a ByItself,
    head: PlanHead<'a>,
}

impl<'a> Deref for PlanContext<'a> {
    type Target = PlanHead<'a>;

    fn deref(&self) -> &PlanHead<'a> {
        &self.head
    }
}

impl<'a> Deref for LinkedPlan<'a> {
    type Target = PlanHead<'a>;

    fn deref(&self) -> &PlanHead<'a> {
        &self.head
    }
}

/// The whole site.
pub struct SiteContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its statements, ready for queries.
    pub facts: &'a Facts,
    /// What came of every plan by itself.
    pub(super) by_itself: &'a [Arc<ByItself>],
}

impl<'a> SiteContext<'a> {
    pub(super) fn new(site: &'a Site, facts: &'a Facts, by_itself: &'a [Arc<ByItself>]) -> Self {
        Self { site, facts, by_itself }
    }

    /// A plan inside the site.
    pub fn plan(&self, index: PlanIndex) -> LinkedPlan<'a> {
        let head = PlanHead { ground: Ground::of(self.site), plan: self.site.plan(index) };
        LinkedPlan { site: self.site, index, by_itself: &self.by_itself[index.0 as usize], head }
    }

    /// All plans inside the site.
    pub fn plans(&self) -> impl Iterator<Item = LinkedPlan<'a>> {
        self.site.indexed_plans().map(|(index, _)| self.plan(index))
    }
}

impl<'a> PlanContext<'a> {
    pub(super) fn new(ground: Ground<'a>, plan: &'a Plan, details: &'a Details) -> Self {
        Self {
            head: PlanHead { ground, plan },
            details,
            siblings: OnceCell::new(),
            displaced: OnceCell::new(),
            doubled: OnceCell::new(),
            lists: OnceCell::new(),
            parts: OnceCell::new(),
            faults: OnceCell::new(),
            text: OnceCell::new(),
        }
    }

    /// The places where the schema expects sections.
    pub(super) fn siblings(&self) -> &[Siblings<'a>] {
        self.siblings.get_or_init(|| outline::siblings(self))
    }

    /// The headings that stand where the schema does not have them.
    pub(super) fn displaced(&self) -> &[SectionIndex] {
        self.displaced.get_or_init(|| outline::displaced(self))
    }

    /// The headings that stand a second time though their section may not be repeated, each with the first.
    pub(super) fn doubled(&self) -> &[(SectionIndex, SectionIndex)] {
        self.doubled.get_or_init(|| self.siblings().iter().flat_map(Siblings::doubled).collect())
    }

    /// Whether a section's content is judged: there is some, at its level, and it is no double of another one.
    pub(super) fn is_judged(&self, index: SectionIndex) -> bool {
        outline::is_judged(self, index) && !self.doubled().iter().any(|(again, _)| *again == index)
    }

    /// The sections whose schema asks for a list.
    pub(super) fn lists(&self) -> &[RuledList<'a>] {
        self.lists.get_or_init(|| lists::ruled(self))
    }

    /// All pieces of visible text.
    pub(super) fn parts(&self) -> &[Part<'a>] {
        self.parts.get_or_init(|| prose::of_document(&self.plan.document, &self.details.blocks))
    }

    /// Its text as it is compared with itself and with others.
    pub(super) fn text(&self) -> &Text {
        self.text.get_or_init(|| copies::text(self))
    }

    /// The text, once all rules have looked.
    pub(super) fn into_text(mut self) -> Text {
        let known = self.text.take();
        known.unwrap_or_else(|| copies::text(&self))
    }

    /// The stated figures that do not follow from others.
    pub(super) fn equation_faults(&self) -> &[Fault<'a>] {
        self.faults.get_or_init(|| equations::faults(&self.details.equations, &self.said_elsewhere()))
    }

    /// What statements say that say something again, and not the same, by where the other one stands.
    fn said_elsewhere(&self) -> Vec<(Span, Amount)> {
        let at = |at: u32| self.plan.statements.get(at as usize);
        let again = self.plan.statements.iter().filter(|statement| !statement.may_be_alike());
        let pairs = again.filter_map(|statement| Some((statement, at(statement.repeats?)?)));
        let pairs = pairs.filter(|(again, first)| !equations::agree(&first.quantity, &again.quantity));
        pairs
            .flat_map(|(again, first)| {
                [(again.span, first.quantity.amount), (first.span, again.quantity.amount)]
            })
            .collect()
    }

    /// The standard key that a key of front matter stands for, else itself.
    pub(super) fn meaning<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        let mut fields = self.schema().into_iter().flat_map(|schema| &schema.fields);
        let field = fields.find(|field| field.key == key);
        field.and_then(|field| field.stands_for.as_deref()).unwrap_or(key)
    }
}

impl<'a> PlanHead<'a> {
    /// The configuration.
    pub fn config(&self) -> &'a Config {
        self.ground.config
    }

    /// The schema of the plan's kind.
    pub fn schema(&self) -> Option<&'a Schema> {
        self.plan.schema.as_deref()
    }

    /// Whether a text holds a placeholder that is reported as one: then what it lacks is reported nowhere else.
    pub fn is_placeholder(&self, text: &str) -> bool {
        let off = |level: Option<Level>| level == Some(Level::Off);
        let configured = self.config().checks.get("placeholder").map(|(level, _)| *level);
        let is_off = off(configured) || off(self.schema().and_then(|schema| schema.placeholders));
        !is_off && !crate::placeholder::find(text, &self.config().placeholders).is_empty()
    }

    /// The plan's file.
    pub fn source(&self) -> &'a Arc<SourceFile> {
        &self.plan.document.source
    }

    /// A place in the plan.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source(), span)
    }

    /// Whether the front matter is there and was read without a fault of syntax: only then can it be
    /// said what is missing in it.
    pub fn front_is_whole(&self) -> bool {
        match self.plan.document.front() {
            FrontMatter::Present(_, yaml) => {
                yaml.faults.iter().all(|fault| fault.kind != FaultKind::Syntax)
                    && yaml.root.as_ref().is_none_or(|root| root.is_null() || root.as_map().is_some())
            }
            FrontMatter::Missing | FrontMatter::Unclosed(_) => false,
        }
    }

    /// The entry of a front-matter key as written in the file.
    pub fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.plan.front_entries().iter().find(|entry| entry.key == key)
    }

    /// The entry of a key that counts: its own, else that of the field which stands for it.
    pub fn entry_of(&self, key: &str) -> Option<&'a Entry> {
        let there = |key: &str| self.entry(key).filter(|entry| !entry.value.is_null());
        let fields = self.schema().map_or(&[][..], |schema| &schema.fields);
        let mut standing = fields.iter().filter(|field| field.stands_for.as_deref() == Some(key));
        there(key).or_else(|| standing.find_map(|field| there(&field.key)))
    }

    /// Whether something must be there, and the line that asks.
    pub fn requires<'r>(&self, required: &'r Required) -> Option<&'r Place> {
        match required {
            Required::Never => None,
            Required::Always(place) => Some(place),
            Required::If(condition) => (self.condition(condition) == Some(true)).then_some(&condition.place),
        }
    }

    /// Whether a condition holds; `None` where it is faulty itself, or where a key that it asks of is misspelt, faulty
    /// or still to be filled in, which another finding says.
    pub fn condition(&self, condition: &Condition) -> Option<bool> {
        let is_unsure = |key: &str| match self.entry(key) {
            None => self.is_misspelt(key),
            Some(_) => {
                self.has_findings_under(key)
                    || self.plan.texts(key).iter().any(|text| self.is_placeholder(text))
            }
        };
        let is_faulty = self.schema().is_some_and(|schema| schema.faulty.contains(&condition.place));
        let is_sure = !is_faulty && !condition.terms.iter().any(|(key, _)| is_unsure(key));
        is_sure.then(|| self.plan.condition_holds(condition, self.config()))
    }
}

impl PlanHead<'_> {
    /// Whether reading found something wrong under a front-matter key: then not all is known of it.
    pub fn has_findings_under(&self, key: &str) -> bool {
        let Some(entry) = self.entry(key) else { return false };
        self.plan.findings.iter().any(|found| entry.value.span.contains(found.place.span))
    }

    /// Whether the plan has a section with a table whose rule is faulty: then its numbers are not read.
    pub(super) fn has_faulty_tables(&self) -> bool {
        let sections = self.plan.sections.iter().flatten();
        let mut ruled = sections.filter_map(|path| self.plan.section_schema(path));
        ruled.any(|section| section.tables.iter().any(|rule| rule.is_faulty && rule.role.holds_statements()))
    }

    /// Whether a front-matter key is there but for a typing slip, which another finding names.
    pub fn is_misspelt(&self, key: &str) -> bool {
        let unknown = self.plan.findings.iter().filter(|found| found.rule == "unknown-field");
        unknown
            .map(|found| found.place.source.slice(found.place.span))
            .any(|written| crate::fold::nearest(written, std::iter::once(key)).is_some())
    }
}
