//! All that queries need of a site, made ready once: names as numbers, trees as ranges, statements by
//! metric and by plan.

use super::base::Base;
use super::cascade::Cascade;
use super::lane::Way;
use super::pieces::{Asking, Cut};
use super::plan::{PlanTarget, plan_targets};
use super::plan_tree::PlanTree;
use super::reading::{self, Reading};
use super::said::{Said, flowing, standing};
use super::scope::{Scope, Space};
use super::summing::Slice;
use super::sums::Sums;
use super::targets::Targets;
use super::unattached::Data;
use super::voice::Voice;
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::memo::Memo;
use crate::model::{Statement, StatementKind};
use crate::quantity::{Amount, Power};
use crate::site::Site;
use crate::text::{Place, SourceFile};
use crate::view::Axis;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementRef {
    /// In a plan: the index in its `statements`.
    Plan(PlanIndex, u32),
    /// In a data file: the index in `Site::data` and in its `rows`.
    Data(u32, u32),
}

impl StatementRef {
    /// The statement.
    pub fn get(self, site: &Site) -> Option<&Statement> {
        match self {
            Self::Plan(plan, index) => site.plans.get(plan.0 as usize)?.statements.get(index as usize),
            Self::Data(file, row) => {
                site.data.get(file as usize)?.rows.get(row as usize).map(|(_, statement)| statement)
            }
        }
    }

    /// The file that it is written in.
    pub fn source(self, site: &Site) -> Option<&Arc<SourceFile>> {
        match self {
            Self::Plan(plan, _) => Some(&site.plans.get(plan.0 as usize)?.document.source),
            Self::Data(file, _) => Some(&site.data.get(file as usize)?.source),
        }
    }

    /// Where it is written.
    pub fn place(self, site: &Site) -> Option<Place> {
        Some(Place::new(self.source(site)?, self.get(site)?.span))
    }
}

/// The statements of a site, ready for queries. Drafts are left out unless the site shows them, and so
/// are statements that only repeat another. Versions of a site share what is the same in them.
#[derive(Debug, Default)]
pub struct Facts {
    pub(super) base: Arc<Base>,
    pub(super) facts: Arc<Vec<Fact>>,
    /// By metric and voice; not for budgets by themselves.
    pub(super) everything: BTreeMap<(MetricId, Voice), Arc<Everything>>,
    pub(super) slices: Arc<SlicesByAxis>,
    /// By metric, whatever they come to: progress asks for them.
    pub(super) standing: Arc<Memo<MetricId, Targets>>,
    /// For each plan, once somebody asks: its targets. They are the dearest thing on a page, and its own page,
    /// lists, the home page and the checks all ask for them.
    pub(super) targets: Arc<[OnceLock<Vec<PlanTarget>>]>,
}

/// By metric and voice: the slices of an axis, where they do not depend on what is asked of scopes.
pub(super) type SlicesByAxis = BTreeMap<(MetricId, Voice), Memo<Axis, Vec<Slice>>>;

impl Deref for Facts {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

/// All facts of a metric and voice.
#[derive(Debug, Default)]
pub(super) struct Everything {
    /// They as wholes and parts, once somebody asks.
    made: OnceLock<Cascade>,
    /// The same of those of a period, where they have to be told from others: pages of each axis ask for them.
    some: Memo<Vec<FactId>, Cascade>,
    /// What everything comes to by column, where rows do not matter.
    totals: Memo<(Asking, Way), Sums>,
    /// What of these is shown, by what is asked of scopes: pages of owners, kinds and tags ask the same.
    cuts: Memo<Asking, Cut>,
}

/// Facts as wholes and parts, wherever they are kept.
pub(super) enum Wholes<'a> {
    /// All of a metric and voice.
    All(&'a Cascade),
    /// Some that others ask for, too.
    Shared(Arc<Cascade>),
    /// Some that nobody else asks for.
    Own(Box<Cascade>),
}

impl Deref for Wholes<'_> {
    type Target = Cascade;

    fn deref(&self) -> &Cascade {
        match self {
            Self::All(all) => all,
            Self::Shared(some) => some,
            Self::Own(some) => some,
        }
    }
}

/// Which facts are summed, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) metric: MetricId,
    pub(super) voice: Voice,
    /// Over time the last value counts.
    pub(super) stock: bool,
}

/// The index of a fact in [`Facts`].
pub(super) type FactId = u32;

/// A statement, ready.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) kind: StatementKind,
    pub(super) metric: MetricId,
    pub(super) amount: Amount,
    pub(super) step: Power,
    pub(super) scope: Arc<Scope>,
    /// The number of its dimension values: facts with the same ones have the same.
    pub(super) place: u32,
    /// Where it is one of several items of the same scope: the number of their group.
    pub(super) item_of: Option<u32>,
    /// Of budgets: the table, which is a budget of its own.
    pub(super) table: Option<u32>,
}

impl Facts {
    /// Makes a site's statements ready. Linear in their number.
    pub fn new(site: &Site) -> Self {
        let (named, tree) = rayon::join(|| reading::named(site), || PlanTree::new(site));
        let stated = site.plans.iter().map(|plan| plan.statements.len()).sum::<usize>()
            + site.data.iter().map(|file| file.rows.len()).sum::<usize>();
        let base = Base {
            space: Space::new(&site.config, named.iter()),
            tree,
            // Reserved, since growing takes and clears fresh memory again and again.
            whose: Vec::with_capacity(stated),
            statements: Vec::with_capacity(stated),
            by_voice: BTreeMap::new(),
            by_plan: vec![Vec::new(); site.plans.len()],
            unattached: BTreeMap::new(),
            timeless: Vec::new(),
        };
        let (mut base, facts) = Reading::new(base, Vec::with_capacity(stated), site).all();
        base.unattached.values_mut().for_each(Data::close);
        let mut by_voice = std::mem::take(&mut base.by_voice);
        by_voice.values_mut().for_each(|ids| ids.sort_by_key(|id| base.turn(*id)));
        base.by_voice = by_voice;
        let asked = base.by_voice.keys().filter(|(_, voice)| *voice != Voice::Budget);
        let facts = Self {
            everything: asked.clone().map(|key| (*key, Arc::default())).collect(),
            slices: Arc::new(asked.map(|key| (*key, Memo::default())).collect()),
            standing: Arc::default(),
            base: Arc::new(base),
            facts: Arc::new(facts),
            targets: untold(site),
        };
        facts.make_targets(site);
        facts
    }

    /// Those of a later version of the site, of which only the amounts of some statements differ, if any, and what
    /// plans are called and tagged with: unless `same_heads`.
    pub(super) fn later(&self, site: &Site, changed: &BTreeSet<StatementRef>, same_heads: bool) -> Self {
        let mut later = Self {
            base: Arc::clone(&self.base),
            facts: Arc::clone(&self.facts),
            everything: self.everything.clone(),
            slices: Arc::clone(&self.slices),
            standing: Arc::clone(&self.standing),
            targets: Arc::clone(&self.targets),
        };
        if !same_heads || !changed.is_empty() {
            later.slices = Arc::new(self.slices.keys().map(|key| (*key, Memo::default())).collect());
        }
        if changed.is_empty() {
            return later;
        }
        let facts = Arc::make_mut(&mut later.facts);
        for (fact, at) in facts.iter_mut().zip(&self.statements) {
            if let Some(statement) = changed.get(at).and_then(|at| at.get(site)) {
                (fact.amount, fact.step) = (statement.quantity.amount, statement.quantity.step);
                later.everything.insert((fact.metric, Voice::of(fact.kind)), Arc::default());
            }
        }
        later.targets = untold(site);
        later.make_targets(site);
        later
    }

    /// Takes the targets of all metrics as wholes and parts where that is not known: the checks and nearly every page
    /// ask for them.
    fn make_targets(&self, site: &Site) {
        let asked: Vec<Question> = self
            .everything
            .iter()
            .filter(|(_, everything)| everything.made.get().is_none())
            .filter_map(|((metric, voice), _)| {
                let kind = site.config.metrics.get(usize::from(metric.0))?.kind;
                let adds = *voice == Voice::Target && !matches!(kind, MetricKind::Ratio(_));
                adds.then_some(Question { metric: *metric, voice: *voice, stock: kind == MetricKind::Stock })
            })
            .collect();
        asked.into_par_iter().for_each(|question| {
            let said = self.said(self.of_voice(question.metric, question.voice), question.stock);
            if let Some(everything) = self.everything.get(&(question.metric, question.voice)) {
                let _ = everything.made.set(Cascade::of_many_plans(self, said));
            }
        });
    }

    /// Facts, none of them twice, as wholes and parts: made anew but where they are all of their metric and voice.
    pub(super) fn cascade(&self, ids: &[FactId], question: Question) -> Wholes<'_> {
        let are_all = ids.len() == self.of_voice(question.metric, question.voice).len();
        let known = if are_all { self.everything(question) } else { None };
        known.map_or_else(|| Wholes::Own(Box::new(self.made(ids, question))), Wholes::All)
    }

    /// The same where others will ask for these, too.
    pub(super) fn shared_cascade(&self, ids: &[FactId], question: Question) -> Wholes<'_> {
        let of_voice = self.of_voice(question.metric, question.voice);
        match self.everything.get(&(question.metric, question.voice)) {
            Some(everything) if ids.len() != of_voice.len() => {
                Wholes::Shared(everything.some.get(ids.to_vec(), || self.made(ids, question)))
            }
            _ => self.cascade(ids, question),
        }
    }

    /// Some facts as wholes and parts.
    pub(super) fn made(&self, ids: &[FactId], question: Question) -> Cascade {
        let said = self.said(ids, question.stock);
        match question.voice.is_planned() {
            true => {
                // What is heard of a plan's stock depends on the plans beside it.
                let known = self.everything.get(&(question.metric, question.voice));
                let known = known.filter(|_| !question.stock);
                Cascade::of_plans(self, said, known.and_then(|known| known.made.get()))
            }
            false => Cascade::of_all(self, said),
        }
    }

    /// All facts of a metric and voice as wholes and parts; made once. `None` where there are none, and for budgets
    /// by themselves.
    pub(super) fn everything(&self, question: Question) -> Option<&Cascade> {
        let everything = self.everything.get(&(question.metric, question.voice))?;
        let ids = self.of_voice(question.metric, question.voice);
        Some(everything.made.get_or_init(|| self.made(ids, question)))
    }

    /// What a query shows of all facts of a metric and voice; `None` as of [`Self::everything`].
    pub(super) fn cut(&self, question: Question, asking: &Asking) -> Option<Arc<Cut>> {
        let cascade = self.everything(question)?;
        let everything = self.everything.get(&(question.metric, question.voice))?;
        Some(everything.cuts.get(asking.clone(), || Cut::new(&self.space, cascade, asking, question.stock)))
    }

    /// The sums of all facts of a metric and voice in a query whose rows do not matter; `None` where there are none.
    pub(super) fn whole(
        &self,
        question: Question,
        asking: (Asking, Way),
        make: impl FnOnce() -> Sums,
    ) -> Option<Arc<Sums>> {
        let everything = self.everything.get(&(question.metric, question.voice))?;
        Some(everything.totals.get(asking, make))
    }

    /// The slices of an axis that do not depend on what is asked of scopes; `None` where there are no facts.
    pub(super) fn slices(
        &self,
        question: Question,
        axis: Axis,
        make: impl FnOnce() -> Vec<Slice>,
    ) -> Option<Arc<Vec<Slice>>> {
        Some(self.slices.get(&(question.metric, question.voice))?.get(axis, make))
    }

    /// Drops what queries of several axes share. Whoever asks again makes it anew.
    pub fn forget(&self) {
        for everything in self.everything.values() {
            everything.some.forget();
            everything.totals.forget();
            everything.cuts.forget();
        }
        self.slices.values().for_each(Memo::forget);
        self.standing.forget();
    }

    /// Drops the slices of an axis, which are the most of it.
    pub fn forget_slices(&self, axis: Axis) {
        self.slices.values().for_each(|slices| slices.forget_one(&axis));
    }

    /// What facts say, plan by plan in the order of the tree.
    pub(super) fn said(&self, ids: &[FactId], stock: bool) -> Vec<Said> {
        let mut ids = Cow::Borrowed(ids);
        // Mostly they are in order.
        if !ids.is_sorted_by_key(|id| self.turn(*id)) {
            ids.to_mut().sort_by_key(|id| self.turn(*id));
        }
        if stock { standing(self, &ids) } else { flowing(self, &ids) }
    }

    /// Where the targets of a metric stand.
    pub(super) fn standing(&self, metric: MetricId) -> Arc<Targets> {
        self.standing.get(metric, || Targets::new(self, metric))
    }

    /// The targets of a plan of the site that these are of, or of one that states the same.
    pub fn targets(&self, site: &Site, plan: PlanIndex) -> &[PlanTarget] {
        let Some(cell) = self.targets.get(plan.0 as usize) else { return &[] };
        cell.get_or_init(|| plan_targets(self, site, plan))
    }

    /// A fact.
    pub(super) fn fact(&self, index: FactId) -> &Fact {
        &self.facts[index as usize]
    }
}

/// For each plan of a site that nobody has asked for its targets.
fn untold(site: &Site) -> Arc<[OnceLock<Vec<PlanTarget>>]> {
    site.plans.iter().map(|_| OnceLock::new()).collect()
}
