//! From statements to the pieces that stand in cells: a split gives way to its parts where these answer more
//! of what a query asks, and the rest stays where the whole stands. Whatever is asked, the pieces add up to
//! the same sum.

use super::amount::{difference, is_nothing, is_positive};
use super::by_scope::ByScope;
use super::cascade::{Cascade, number};
use super::choice::Terms;
use super::facts::FactId;
use super::forest::NodeId;
use super::scope::{Scope, Space, Value};
use super::time::{self, Grain};
use crate::config::DimensionId;
use crate::link::PlanIndex;
use crate::period::Period;
use crate::quantity::Amount;
use jiff::civil::Date;
use rust_decimal::Decimal;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A part of a sum, at one scope.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub(super) scope: &'a Arc<Scope>,
    /// Who says it; `None` for data of no plan, and where it does not matter.
    pub(super) plan: Option<PlanIndex>,
    pub(super) amount: Amount,
    pub(super) step: Decimal,
    pub(super) by: Cow<'a, [FactId]>,
    pub(super) as_of: Option<(Date, Date)>,
}

/// Something that a query asks of a scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Aim {
    /// Which value of a dimension? The lower the better.
    Value(DimensionId),
    /// Which year, half, quarter or month?
    Cell(Grain),
    /// In one of these values of a dimension, or not?
    Among(DimensionId, Vec<Value>),
    /// In one of these periods, or not?
    During(Vec<Period>),
}

/// How well a scope answers: how many filters, then how many axes, then how far down in the trees. Filters
/// come first: what does not say whether it is left in is left out, and its number would be lost.
/// They stand in one number, as all nodes have one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score(u32);

impl Score {
    const AXIS: u32 = 1 << 16;
    const FILTER: u32 = 1 << 20;
}

fn score(space: &Space, aims: &[Aim], scope: &Scope) -> Score {
    let mut score = Score::default();
    for aim in aims {
        let answered = match aim {
            Aim::Value(dimension) => {
                let value = scope.value(*dimension);
                score.0 += value.map_or(0, |value| space.depth(*dimension, value)).min(Score::AXIS / 4);
                value.is_some()
            }
            Aim::Cell(grain) => scope
                .period
                .is_some_and(|period| time::cell(period, *grain, space.fiscal_year_start).is_some()),
            Aim::Among(dimension, values) => scope.value(*dimension).is_some_and(|value| {
                values.iter().any(|among| space.within(*dimension, value, *among))
                    || !values.iter().any(|among| space.within(*dimension, *among, value))
            }),
            Aim::During(periods) => scope.period.is_some_and(|period| {
                periods.iter().any(|during| during.contains(&period))
                    || !periods.iter().any(|during| during.overlaps(&period))
            }),
        };
        match aim {
            Aim::Among(..) | Aim::During(..) => score.0 += u32::from(answered) * Score::FILTER,
            Aim::Value(..) | Aim::Cell(..) => score.0 += u32::from(answered) * Score::AXIS,
        }
    }
    score
}

/// What a query asks of scopes: how well they answer it, and whether they are left in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asking {
    pub(super) aims: Vec<Aim>,
    pub(super) terms: Terms,
}

/// How well nodes answer what a query asks.
pub(super) struct Reach<'a> {
    cascade: &'a Cascade,
    /// For each node: its own score, and the best that it or any part of it reaches.
    scores: Vec<(Score, Score)>,
}

impl<'a> Reach<'a> {
    /// Scores all nodes; parts come before their wholes.
    pub(super) fn new(space: &Space, cascade: &'a Cascade, aims: &[Aim]) -> Self {
        let mut scores: Vec<(Score, Score)> = Vec::with_capacity(cascade.nodes.len());
        let mut known = ByScope::new(space, cascade.nodes.len());
        for (id, brief) in cascade.briefs.iter().enumerate() {
            let node = || &cascade.nodes[id];
            let own = match brief.stated {
                true => known.find(brief.scope, || &node().scope, |scope| score(space, aims, scope)),
                false => Score::default(),
            };
            let parts = brief.has_parts.then(|| node().sets.iter().flatten()).into_iter().flatten();
            let best = parts.map(|id| scores[*id].1).max();
            scores.push((own, best.map_or(own, |best| best.max(own))));
        }
        Self { cascade, scores }
    }

    /// The best that any of a set reaches.
    fn best(&self, set: &[NodeId]) -> Option<Score> {
        set.iter().map(|id| self.scores[*id].1).max()
    }

    /// The parts of a node: of a statement all; of a whole that nobody stated the alternative that answers
    /// most. Of several that answer as much: the one of which more does, then the one of which the rest answers more.
    fn parts(&self, id: NodeId) -> Option<&'a [NodeId]> {
        let sets = &self.cascade.nodes[id].sets;
        self.fitting(sets, |_| true).map(|at| sets[at].as_slice())
    }

    /// The same as what lies below leaves them, and those of which nobody can say what is left.
    pub(super) fn taken_parts(&self, id: NodeId) -> impl DoubleEndedIterator<Item = NodeId> + use<'a> {
        let cascade = self.cascade;
        let at = self.fitting(&cascade.nodes[id].sets, |_| true);
        let set = at.map_or(&[][..], |at| &cascade.sets(id)[at]);
        let given_up = at.map_or(&[][..], |at| cascade.given_up(id, at));
        set.iter().chain(given_up).copied()
    }

    /// The position of the one to choose of some alternatives that fit.
    fn fitting(&self, sets: &[Vec<NodeId>], fits: impl Fn(&[NodeId]) -> bool) -> Option<usize> {
        let fitting: SmallVec<[usize; 4]> = (0..sets.len()).filter(|at| fits(&sets[*at])).collect();
        if let [only] = fitting.as_slice() {
            return Some(*only);
        }
        let best = fitting.iter().filter_map(|at| self.best(&sets[*at])).max()?;
        let mut likely = fitting.into_iter().filter(|at| self.best(&sets[*at]) == Some(best));
        let mut chosen = likely.next()?;
        let mut strength = None;
        for at in likely {
            let of_chosen = strength.get_or_insert_with(|| self.strength(&sets[chosen], best));
            let of_set = self.strength(&sets[at], best);
            if of_set > *of_chosen {
                (chosen, strength) = (at, Some(of_set));
            }
        }
        Some(chosen)
    }

    /// What decides between sets that answer as much: how much of them does, and what the rest answers.
    fn strength(&self, set: &[NodeId], best: Score) -> (Option<Decimal>, Option<Score>) {
        let answering: Amount = set.iter().map(|id| self.answering(*id, best)).sum();
        (answering.point(), set.iter().map(|id| self.scores[*id].1).min())
    }

    /// How much of a node and its parts answers so well.
    fn answering(&self, id: NodeId, well: Score) -> Amount {
        let (own, best) = self.scores[id];
        if best < well {
            return Amount::zero();
        }
        let node = &self.cascade.nodes[id];
        if node.stated && own >= well {
            return node.amount;
        }
        self.parts(id).into_iter().flatten().map(|part| self.answering(*part, well)).sum()
    }

    /// The parts to which a node gives way, of those that fit: of a statement only where they answer more
    /// than itself.
    fn better_parts(
        &self,
        id: NodeId,
        below: Below,
        fits: impl Fn(&[NodeId]) -> bool,
    ) -> Option<&'a [NodeId]> {
        let sets = match below {
            Below::All => self.cascade.sets(id),
            Below::Nothing => &self.cascade.nodes[id].sets,
        };
        let parts = self.fitting(sets, fits).map(|at| sets[at].as_slice())?;
        let better = !self.cascade.nodes[id].stated || self.best(parts) > Some(self.scores[id].0);
        better.then_some(parts)
    }
}

/// What counts of what plans below state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    /// All of it.
    All,
    /// Nothing: the plan is looked at alone.
    Nothing,
}

/// What of every plan of a cascade a query shows: found once for all that ask the same of scopes.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// For each plan its items: with all that plans below it state, and alone.
    plans: Vec<[Range<u32>; 2]>,
    items: Vec<Item>,
    /// What parts do not come to of their wholes.
    rests: Vec<Amount>,
}

/// A node that makes a piece.
#[derive(Debug)]
struct Item {
    node: u32,
    /// The index of what its parts leave over; [`Item::WHOLE`] where none of them is shown.
    rest: u32,
}

impl Item {
    const WHOLE: u32 = u32::MAX;
}

impl Cut {
    /// Cuts all plans of a cascade, of a `stock` or not.
    pub(super) fn new(space: &Space, cascade: &Cascade, asking: &Asking, stock: bool) -> Self {
        let mut cutting = Cutting {
            cascade,
            reach: Reach::new(space, cascade, &asking.aims),
            left_in: LeftIn {
                space,
                terms: &asking.terms,
                stock,
                known: ByScope::new(space, cascade.nodes.len()),
            },
            cut: Self::default(),
        };
        for speaker in &cascade.plans {
            let free = |id: NodeId| cascade.is_free(id);
            let all = cutting.add(&speaker.roots, Below::All);
            // Most plans have none below.
            let alone = match speaker.is_as_said() && speaker.nodes.clone().all(free) {
                true => all.clone(),
                false => cutting.add(speaker.said(), Below::Nothing),
            };
            cutting.cut.plans.push([all, alone]);
        }
        cutting.cut
    }

    /// The pieces of all plans of the cascade that was cut.
    pub(super) fn pieces<'a>(&self, cascade: &'a Cascade, found: &mut dyn FnMut(Piece<'a>)) {
        (0..self.plans.len()).for_each(|at| self.pieces_of(cascade, at, Below::All, found));
    }

    /// The pieces of one plan of the cascade that was cut.
    pub(super) fn pieces_of<'a>(
        &self,
        cascade: &'a Cascade,
        at: usize,
        below: Below,
        found: &mut dyn FnMut(Piece<'a>),
    ) {
        let [all, alone] = &self.plans[at];
        let range = if below == Below::All { all } else { alone };
        for item in &self.items[range.start as usize..range.end as usize] {
            let id = item.node as usize;
            let node = &cascade.nodes[id];
            let amount = *self.rests.get(item.rest as usize).unwrap_or_else(|| left(cascade, id, below));
            let (by, as_of) = node.made_from(&cascade.nodes);
            let (plan, step) = (cascade.plans[at].plan, node.step_of(&amount));
            found(Piece { scope: &node.scope, plan, amount, step, by, as_of });
        }
    }
}

fn left(cascade: &Cascade, id: NodeId, below: Below) -> &Amount {
    match below {
        Below::All => cascade.left(id),
        Below::Nothing => &cascade.nodes[id].amount,
    }
}

/// Which scopes a query leaves in.
struct LeftIn<'a> {
    space: &'a Space,
    terms: &'a Terms,
    stock: bool,
    known: ByScope<bool>,
}

impl LeftIn<'_> {
    fn has(&mut self, scope: &Arc<Scope>) -> bool {
        let Self { space, terms, stock, known } = self;
        terms.are_none() || known.get(scope, || terms.leave_in(space, scope, *stock))
    }
}

struct Cutting<'a> {
    cascade: &'a Cascade,
    reach: Reach<'a>,
    left_in: LeftIn<'a>,
    cut: Cut,
}

impl<'a> Cutting<'a> {
    /// Cuts what has these roots. Gives the range of its items.
    fn add(&mut self, roots: &[NodeId], below: Below) -> Range<u32> {
        let start = number(self.cut.items.len());
        let mut waiting: SmallVec<[NodeId; 16]> = roots.iter().rev().copied().collect();
        while let Some(id) = waiting.pop() {
            waiting.extend(self.cut(id, below).iter().rev().copied());
        }
        start..number(self.cut.items.len())
    }

    /// Makes a node's own piece and gives the parts that make theirs.
    fn cut(&mut self, id: NodeId, below: Below) -> &'a [NodeId] {
        let amount = left(self.cascade, id, below);
        if below == Below::All && !self.cascade.is_free(id) && is_nothing(amount) {
            return &[];
        }
        if !self.cascade.briefs[id].has_parts {
            self.push(id, Item::WHOLE);
            return &[];
        }
        let fits = |set: &[NodeId]| below == Below::Nothing || self.all_below_in(id, set);
        let Some(parts) = self.reach.better_parts(id, below, fits) else {
            self.push(id, Item::WHOLE);
            return &[];
        };
        let shown: Amount = parts.iter().map(|id| left(self.cascade, *id, below)).sum();
        let rest = difference(amount, &shown);
        if !is_positive(&rest) {
            // Below, one part took on more than it had: only the whole can say what is left.
            self.push(id, Item::WHOLE);
            return &[];
        }
        if !is_nothing(&rest) {
            self.cut.rests.push(rest);
            self.push(id, number(self.cut.rests.len() - 1));
        }
        parts
    }

    /// Whether all that plans below state inside a node is also stated inside its parts, or outside of all of them:
    /// only then can these say what is left of it.
    fn all_below_in(&self, id: NodeId, set: &[NodeId]) -> bool {
        let is_free = |id: &NodeId| self.cascade.is_free(*id);
        if is_free(&id) && set.iter().all(is_free) {
            return true;
        }
        let whole = self.cascade.given(id);
        let parts: Amount = set.iter().map(|part| self.cascade.given(*part)).sum();
        if (whole.low, whole.high) == (parts.low, parts.high) {
            return true;
        }
        let (nodes, space) = (&self.cascade.nodes, self.left_in.space);
        let is_outside = |inner: &&NodeId| {
            set.iter().all(|part| !space.overlap(&nodes[**inner].scope, &nodes[*part].scope))
        };
        let outside = self.cascade.within(id).iter().filter(is_outside);
        let all: Amount = outside.map(|inner| self.cascade.left(*inner)).chain([&parts]).sum();
        (whole.low, whole.high) == (all.low, all.high)
    }

    fn push(&mut self, node: NodeId, rest: u32) {
        if self.left_in.has(&self.cascade.nodes[node].scope) {
            self.cut.items.push(Item { node: number(node), rest });
        }
    }
}
