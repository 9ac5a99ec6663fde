//! The parts of a plan's own targets: which of them nothing was reached of, and what the plans below state of each.

use super::amount::remainder;
use super::cascade::Cascade;
use super::facts::{FactId, Facts, StatementRef};
use super::forest::NodeId;
use super::plan::Looking;
use super::sums::Sum;
use super::table::{Cell, Reason};
use super::unattached::Unattached;
use super::voice::Voice;
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::quantity::Amount;
use crate::site::Site;
use rust_decimal::Decimal;

/// The targets of a plan whose periods are over and inside which nothing was reached. A part of another one counts where
/// nothing is said that it has a share in: a half-year's actual tells of both of its quarters.
pub fn unreached(facts: &Facts, site: &Site, plan: PlanIndex) -> Vec<StatementRef> {
    let is_over = |period: Option<Period>| period.is_some_and(|period| period.is_over(site.today));
    let own = facts.targets(site, plan);
    let missing = own.iter().filter(|target| is_over(target.period) && target.actual.amount.is_none());
    let mut found: Vec<StatementRef> = missing.filter_map(|target| target.statement).collect();
    let mut wider: Vec<FactId> = Vec::new();
    let mut parts = Vec::new();
    for id in facts.of_plan(plan).iter().copied().filter(|id| Voice::Target.has(facts.fact(*id).kind)) {
        let statement = facts.statement(id);
        if found.contains(&statement) {
            wider.push(id);
        } else if !own.iter().any(|target| target.statement == Some(statement)) {
            parts.push(id);
        }
    }
    for id in parts {
        let fact = facts.fact(id);
        let Some(declared) = site.config.metrics.get(usize::from(fact.metric.0)) else { continue };
        let looking = Looking { facts, site, plan, metric: fact.metric, declared };
        let is_known = |of: &FactId| {
            let other = facts.fact(*of);
            other.metric == fact.metric && facts.space.inside(&fact.scope, &other.scope)
        };
        let tells = |of: &FactId| facts.space.overlap(&facts.fact(*of).scope, &fact.scope);
        let free = Unattached::new(facts, fact.metric, Voice::Actual);
        let mut said = looking.said_below(fact.metric, Voice::Actual).iter().chain(free.all());
        if is_over(fact.scope.period) && !wider.iter().any(is_known) && !said.any(tells) {
            wider.push(id);
            found.push(facts.statement(id));
        }
    }
    found
}

/// A part of a plan's target inside which plans below state something.
#[derive(Clone, Debug)]
pub struct OwnPart {
    /// The metric.
    pub metric: MetricId,
    /// The statement.
    pub statement: StatementRef,
    /// The statement of the target that it is a part of.
    pub whole: StatementRef,
    /// Both, where they have no value in common. Mostly they have.
    pub differing: Option<Differing>,
}

/// What a plan states of a part, and what plans below state inside it.
#[derive(Clone, Debug)]
pub struct Differing {
    /// What the plan states.
    pub stated: Cell,
    /// What the plans below state.
    pub allocated: Cell,
    /// How much more they may state there at most: what lies in the whole, but in none of its parts.
    pub perhaps: Decimal,
    /// What each plan directly below comes to there.
    pub children: Vec<(PlanIndex, Cell)>,
}

/// The parts of a plan's targets inside which plans below state something, each behind the whole that it is a part of.
pub fn own_parts(facts: &Facts, site: &Site, plan: PlanIndex) -> Vec<OwnPart> {
    let mut found = Vec::new();
    for (at, declared) in site.config.metrics.iter().enumerate() {
        let Ok(at) = u16::try_from(at) else { break };
        let metric = MetricId(at);
        let is_own = |id: &FactId| {
            let fact = facts.fact(*id);
            fact.metric == metric && Voice::Target.has(fact.kind)
        };
        let adds = !matches!(declared.kind, MetricKind::Ratio(_));
        if adds && facts.of_plan(plan).iter().filter(|id| is_own(id)).nth(1).is_some() {
            let looking = Looking { facts, site, plan, metric, declared };
            let cascade = looking.wholes();
            let roots = cascade.of(facts, plan).map_or(&[][..], |own| own.said());
            roots.iter().for_each(|root| looking.add_parts(&cascade, *root, Decimal::ZERO, &mut found));
        }
    }
    found
}

impl Looking<'_> {
    /// Adds the parts of a node inside which plans below may state so much more than is known.
    fn add_parts(&self, cascade: &Cascade, id: NodeId, perhaps: Decimal, found: &mut Vec<OwnPart>) {
        let node = &cascade.nodes[id];
        for set in &node.sets {
            let inside: Amount = set.iter().map(|part| *cascade.given(*part)).sum();
            let elsewhere = remainder(cascade.given(id), &inside).high.unwrap_or(Decimal::MAX);
            let perhaps = perhaps.saturating_add(elsewhere);
            for part in set {
                if let (Some(whole), true) =
                    (node.by.first().filter(|_| node.stated), cascade.nodes[*part].stated)
                {
                    found.extend(self.part(cascade, *part, self.facts.statement(*whole), perhaps));
                }
                self.add_parts(cascade, *part, perhaps, found);
            }
        }
    }

    fn part(&self, cascade: &Cascade, id: NodeId, whole: StatementRef, perhaps: Decimal) -> Option<OwnPart> {
        let (node, below) = (&cascade.nodes[id], cascade.within(id));
        let allocated = below.iter().map(|id| *cascade.left(*id)).reduce(|sum, amount| sum.add(&amount))?;
        let differing = || {
            let (stated, allocated) = (Sum::said(node), Sum::of_nodes(cascade, below)?);
            Some(Differing {
                stated: self.cell(Some(stated), Reason::NothingStated),
                allocated: self.cell(Some(allocated), Reason::NothingStated),
                perhaps,
                children: self.children(cascade, below),
            })
        };
        Some(OwnPart {
            metric: self.metric,
            statement: self.facts.statement(*node.by.first()?),
            whole,
            differing: if allocated.touches(node.said()) { None } else { differing() },
        })
    }
}
