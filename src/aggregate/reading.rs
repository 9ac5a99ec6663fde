//! From the statements of a site to facts: names become numbers, and scopes that are the same one thing in memory.

use super::base::{Base, Whose};
use super::facts::{Fact, FactId, StatementRef};
use super::scope::{Scope, Space, Value, Values};
use super::voice::Voice;
use crate::config::DimensionId;
use crate::link::PlanIndex;
use crate::model::{Origin, Plan, Statement, StatementKind};
use crate::site::Site;
use crate::spread::BuildSpread;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// For each dimension the values that plans and statements name.
pub(super) fn named(site: &Site) -> Vec<BTreeSet<&str>> {
    let none = || Names(vec![Default::default(); site.config.dimensions.len()]);
    let of_plans = site.plans.par_iter().fold(none, |mut names, plan| {
        plan.dimensions.iter().for_each(|(dimension, value)| names.add(*dimension, &value.value));
        plan.statements.iter().for_each(|statement| names.add_all(statement));
        names
    });
    let mut names = of_plans.reduce(none, Names::together);
    site.data.iter().flat_map(|file| &file.rows).for_each(|(_, statement)| names.add_all(statement));
    names.0.into_iter().map(|(names, _)| names).collect()
}

/// The values of each dimension, with the last that was added.
struct Names<'a>(Vec<(BTreeSet<&'a str>, Option<&'a str>)>);

impl<'a> Names<'a> {
    fn add(&mut self, dimension: DimensionId, value: &'a str) {
        let Some((names, last)) = self.0.get_mut(usize::from(dimension.0)) else { return };
        // Neighbours mostly name the same.
        if *last != Some(value) {
            *last = Some(value);
            names.insert(value);
        }
    }

    fn add_all(&mut self, statement: &'a Statement) {
        statement.scope.iter().for_each(|(dimension, value)| self.add(*dimension, value));
    }

    fn together(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|((names, _), (others, _))| names.extend(others));
        self
    }
}

/// The scopes of some statements: each of them once, and for each statement which.
struct Scopes<'a> {
    space: &'a Space,
    numbers: HashMap<Scope, usize, BuildSpread>,
    all: Vec<Scope>,
    of: Vec<usize>,
    /// For each dimension the value that was named last.
    last: Vec<Option<(&'a str, Option<Value>)>>,
}

impl<'a> Scopes<'a> {
    fn new(space: &'a Space, site: &Site) -> Self {
        let last = vec![None; site.config.dimensions.len()];
        Self { space, numbers: HashMap::default(), all: Vec::new(), of: Vec::new(), last }
    }

    fn add(&mut self, statement: &'a Statement) {
        let mut values = Values::new();
        for (dimension, id) in statement.scope.iter() {
            if let Some(value) = self.value(*dimension, id) {
                values.push((*dimension, value));
            }
        }
        // The statement's own value stands before its plan's.
        values.sort_by_key(|(dimension, _)| *dimension);
        values.dedup_by_key(|(dimension, _)| *dimension);
        let all = &mut self.all;
        let number = self.numbers.entry(Scope::new(statement.period, values)).or_insert_with_key(|scope| {
            all.push(scope.clone());
            all.len() - 1
        });
        self.of.push(*number);
    }

    fn value(&mut self, dimension: DimensionId, id: &'a str) -> Option<Value> {
        let last = self.last.get_mut(usize::from(dimension.0))?;
        match last {
            // Neighbours mostly name the same.
            Some((known, value)) if *known == id => *value,
            _ => last.insert((id, self.space.value(dimension, id))).1,
        }
    }
}

/// A statement that counts, with its place, its plan and the plan's only owner.
type Counted<'a> = (StatementRef, &'a Statement, Option<PlanIndex>, Option<&'a str>);

/// What making facts needs beside them.
pub(super) struct Reading<'a> {
    base: Base,
    facts: Vec<Fact>,
    site: &'a Site,
    /// Every scope once, with the number of its place: most statements share theirs with others.
    scopes: HashMap<Scope, (Arc<Scope>, u32), BuildSpread>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(base: Base, facts: Vec<Fact>, site: &'a Site) -> Self {
        Self { base, facts, site, scopes: HashMap::default() }
    }

    /// Reads the statements of plans, then those of data files.
    pub(super) fn all(mut self) -> (Base, Vec<Fact>) {
        /// Plans whose scopes are looked up together.
        const TOGETHER: usize = 256;
        let site = self.site;
        let shown: Vec<(PlanIndex, &Plan)> =
            site.indexed_plans().filter(|(index, _)| self.base.tree.is_shown(*index)).collect();
        let space = &self.base.space;
        let scopes = |plans: &[(PlanIndex, &'a Plan)]| {
            let mut scopes = Scopes::new(space, site);
            plans
                .iter()
                .flat_map(|plan| self.of_plan(*plan))
                .for_each(|(_, statement, ..)| scopes.add(statement));
            (scopes.all, scopes.of)
        };
        let known: Vec<(Vec<Scope>, Vec<usize>)> = shown.par_chunks(TOGETHER).map(scopes).collect();
        for (plans, (all, of)) in shown.chunks(TOGETHER).zip(known) {
            let all: Vec<(Arc<Scope>, u32)> = all.into_iter().map(|scope| self.known(scope)).collect();
            let mut of = of.into_iter();
            for plan in plans {
                if let Some(of_plan) = self.base.by_plan.get_mut(plan.0.0 as usize) {
                    of_plan.reserve_exact(plan.1.statements.len());
                }
                let first_reviewed = self.first_of_several(plan.0);
                for counted in self.of_plan(*plan) {
                    if let Some(scope) = of.next().and_then(|at| all.get(at)) {
                        self.add(self.attached(counted, &scope.0, first_reviewed.as_ref()), scope.clone());
                    }
                }
            }
        }
        self.data();
        self.base.space.numbered = self.scopes.len();
        (self.base, self.facts)
    }

    /// Where a plan hangs below the first of several plans that it reviews: what that one is about.
    fn first_of_several(&self, plan: PlanIndex) -> Option<Scope> {
        let first = self.base.tree.reviewed(plan)?;
        let mut reviewed = self.site.plan(plan).references.iter().filter(|at| at.relation == "reviews");
        reviewed.nth(1)?;
        Some(self.base.space.of_plan(self.site.plan(first)))
    }

    /// What such a plan reports of anything wider than the first is of no plan: it does not stand for that one, and may
    /// stand for the others.
    fn attached(&self, counted: Counted<'a>, scope: &Scope, first: Option<&Scope>) -> Counted<'a> {
        let (at, statement, plan, owner) = counted;
        let reports = matches!(statement.kind, StatementKind::Actual | StatementKind::Forecast);
        let is_of_first = first.is_none_or(|first| !reports || self.base.space.inside(scope, first));
        (at, statement, plan.filter(|_| is_of_first), owner)
    }

    fn data(&mut self) {
        let mut rows: Vec<Counted<'a>> = Vec::new();
        let mut owned = HashSet::new();
        for (file, data) in (0..).zip(&self.site.data) {
            let shown = (0..).zip(&data.rows).filter(|(_, row)| self.site.is_row_shown(row));
            for (row, (id, statement)) in shown {
                let plan = id.as_ref().and_then(|id| self.site.graph.ids.get(&id.value)).copied();
                // What each owner has is a part; what one of them has again is not another.
                let again = statement.names_owner && !statement.is_entry() && {
                    let Statement { kind, metric, period, scope, owner, .. } = statement;
                    !owned.insert((plan, kind, metric, period, scope, owner))
                };
                if !again && counts(self.site, statement) {
                    let owner = plan.and_then(|plan| only_owner(self.site.plan(plan)));
                    rows.push((StatementRef::Data(file, row), statement, plan, owner));
                }
            }
        }
        let mut scopes = Scopes::new(&self.base.space, self.site);
        rows.iter().for_each(|(_, statement, ..)| scopes.add(statement));
        let (all, of) = (scopes.all, scopes.of);
        let all: Vec<(Arc<Scope>, u32)> = all.into_iter().map(|scope| self.known(scope)).collect();
        for (counted, at) in rows.into_iter().zip(of) {
            self.add(counted, all[at].clone());
        }
    }

    /// The statements of a plan that count.
    fn of_plan(&self, (index, plan): (PlanIndex, &'a Plan)) -> impl Iterator<Item = Counted<'a>> + use<'a> {
        let (site, owner) = (self.site, only_owner(plan));
        let counting = (0..).zip(&plan.statements).filter(move |(_, statement)| counts(site, statement));
        counting.map(move |(at, statement)| (StatementRef::Plan(index, at), statement, Some(index), owner))
    }

    fn add(&mut self, (at, statement, plan, plan_owner): Counted<'a>, (scope, place): (Arc<Scope>, u32)) {
        let (metric, kind) = (statement.metric, statement.kind);
        let index = FactId::try_from(self.facts.len()).unwrap_or(FactId::MAX);
        for voice in [Voice::of(kind), Voice::Budget] {
            if voice.has(kind) {
                self.base.by_voice.entry((metric, voice)).or_default().push(index);
            }
        }
        match plan {
            None => self.base.unattached.entry((metric, Voice::of(kind))).or_default().add(index, &scope),
            Some(plan) => {
                if let Some(of_plan) = self.base.by_plan.get_mut(plan.0 as usize) {
                    of_plan.push(index);
                }
            }
        }
        let named = statement.owner.as_deref().filter(|_| statement.names_owner);
        let owner = named.filter(|owner| plan_owner != Some(owner));
        let table = match (kind, statement.origin) {
            (StatementKind::Budget, Origin::Table { table, .. }) => Some(table),
            _ => None,
        };
        self.base.statements.push(at);
        self.base.whose.push(Whose { plan, owner: owner.map(Into::into) });
        self.facts.push(Fact {
            kind,
            metric,
            amount: statement.quantity.amount,
            step: statement.quantity.step,
            scope,
            place,
            item_of: item_of(statement),
            table,
        });
    }

    /// The only copy of a scope, and the number of its place.
    fn known(&mut self, scope: Scope) -> (Arc<Scope>, u32) {
        if let Some(known) = self.scopes.get(&scope) {
            return known.clone();
        }
        let place = match scope.period {
            Some(_) => self.known(Scope::new(None, scope.values.clone())).1,
            None => u32::try_from(self.base.timeless.len()).unwrap_or(u32::MAX),
        };
        let number = u32::try_from(self.scopes.len()).unwrap_or(u32::MAX);
        let only = Arc::new(Scope { number, ..scope.clone() });
        if scope.period.is_none() {
            self.base.timeless.push(Arc::clone(&only));
        }
        self.scopes.insert(scope, (Arc::clone(&only), place));
        (only, place)
    }
}

/// The group of items that a statement is one of: of a plan's, as the plan has them; of rows of data, those of a plan
/// that say one scope.
fn item_of(statement: &Statement) -> Option<u32> {
    /// Rows of data, which name no item.
    const ROWS: u32 = u32::MAX - 1;
    match statement.origin {
        Origin::Data => (statement.is_entry() || statement.names_owner).then_some(ROWS),
        _ => statement.item.as_ref().map(|_| statement.split.map_or(u32::MAX, |split| split.group)),
    }
}

/// Whether a statement counts: it does not only repeat another.
fn counts(site: &Site, statement: &Statement) -> bool {
    statement.repeats.is_none() && usize::from(statement.metric.0) < site.config.metrics.len()
}

fn only_owner(plan: &Plan) -> Option<&str> {
    match plan.owners.as_slice() {
        [only] => Some(only.value.as_str()),
        _ => None,
    }
}
