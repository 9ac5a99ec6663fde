//! From slices to sums where they stand exactly.

use super::by_scope::ByScope;
use super::cascade::Cascade;
use super::facts::{FactId, Facts, Question, Wholes};
use super::lane::{Lane, Way};
use super::pieces::{Below, Cut, Piece};
use super::selected::{Selected, selected};
use super::sums::{Asked, Place, Sum, Sums, add_to};
use crate::link::PlanIndex;
use crate::spread::BuildSpread;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The facts of a slice, ready for whatever is asked of their scopes.
#[derive(Debug)]
pub(super) struct Slice {
    pub(super) place: Place,
    /// The plans that are known from the whole.
    known: Vec<(usize, Below)>,
    /// The others.
    rest: Option<Cascade>,
    /// It is of all facts, which are known as wholes and parts already.
    is_all: bool,
}

impl Slice {
    /// What is known of all plans is taken over from `whole`.
    pub(super) fn new(
        facts: &Facts,
        whole: Option<&Cascade>,
        ids: Vec<FactId>,
        question: Question,
        place: Place,
    ) -> Self {
        let is_all = whole.is_none() && ids.len() == facts.of_voice(question.metric, question.voice).len();
        let selected = match whole {
            Some(whole) => selected(facts, whole, &ids),
            None if is_all => Selected::default(),
            None => Selected { known: Vec::new(), rest: ids },
        };
        let rest = Some(selected.rest).filter(|rest| !rest.is_empty());
        Self { place, known: selected.known, rest: rest.map(|rest| facts.made(&rest, question)), is_all }
    }
}

/// The sums of one metric and voice where they stand exactly.
pub(super) struct Summing<'s, 'a> {
    asked: &'s Asked<'a>,
    question: Question,
    /// Whether rows and columns are queries of their own.
    pub(super) sliced: [bool; 2],
    /// Whether it matters which plan says something.
    by_plan: bool,
    /// Where a scope stands on the axes: a position in the next.
    known: ByScope<usize>,
    /// Places, each with the sum of the slice that is being summed.
    places: Vec<(Place, Option<Sum>)>,
    positions: HashMap<Place, usize, BuildSpread>,
    /// The positions of the slice's sums.
    used: Vec<usize>,
    /// What was summed.
    pub(super) leaves: Sums,
    /// The facts that were summed last: of what is not split by time the next slice has the same.
    last: Option<(Vec<FactId>, Wholes<'a>, Arc<Cut>)>,
}

impl<'s, 'a> Summing<'s, 'a> {
    /// Nothing summed yet.
    pub(super) fn new(asked: &'s Asked<'a>, question: Question) -> Self {
        let lanes = [&asked.rows, &asked.columns];
        Self {
            asked,
            question,
            sliced: lanes.map(|lane| asked.is_sliced(lane, question)),
            by_plan: lanes.iter().any(|lane| lane.way == Way::Plan),
            known: ByScope::new(
                &asked.facts.space,
                asked.facts.of_voice(question.metric, question.voice).len(),
            ),
            places: Vec::new(),
            positions: HashMap::default(),
            used: Vec::new(),
            leaves: Sums::new(),
            last: None,
        }
    }

    /// Adds the facts of a slice, from what is known of all plans where that is enough.
    pub(super) fn add_slice(&mut self, known: Option<(&Cascade, &Cut)>, ids: Vec<FactId>, slice: Place) {
        let rest = match known {
            Some((whole, cut)) => {
                let selected = selected(self.asked.facts, whole, &ids);
                for (at, below) in selected.known {
                    cut.pieces_of(whole, at, below, &mut |piece| self.add(piece));
                }
                selected.rest
            }
            None => ids,
        };
        if rest.is_empty() {
            return;
        }
        let known = self.last.take().filter(|(ids, ..)| *ids == rest);
        let (rest, cascade, cut) = known.unwrap_or_else(|| self.made(rest, slice));
        cut.pieces(&cascade, &mut |piece| self.add(piece));
        self.last = Some((rest, cascade, cut));
    }

    /// Adds what is left of some facts of a slice beside all that it is seen in.
    pub(super) fn add_not_split(&mut self, all: Vec<FactId>, ids: Vec<FactId>, slice: Place) {
        let shown: BTreeSet<FactId> = ids.into_iter().collect();
        let known = self.last.take().filter(|(ids, ..)| *ids == all);
        let (all, cascade, cut) = known.unwrap_or_else(|| self.made(all, slice));
        cut.pieces(&cascade, &mut |piece| {
            if piece.by.iter().any(|id| shown.contains(id)) {
                self.add(piece);
            }
        });
        self.last = Some((all, cascade, cut));
    }

    /// Adds what was made ready of a slice.
    pub(super) fn add_ready(&mut self, known: Option<(&Cascade, &Cut)>, slice: &Slice) {
        if let Some((whole, cut)) = known {
            for (at, below) in &slice.known {
                cut.pieces_of(whole, *at, *below, &mut |piece| self.add(piece));
            }
        }
        let Asked { facts, asking, .. } = self.asked;
        if slice.is_all
            && let Some((all, cut)) = facts.everything(self.question).zip(facts.cut(self.question, asking))
        {
            cut.pieces(all, &mut |piece| self.add(piece));
        }
        if let Some(rest) = &slice.rest {
            let cut = Cut::new(&facts.space, rest, asking, self.question.stock);
            cut.pieces(rest, &mut |piece| self.add(piece));
        }
    }

    /// Facts as wholes and parts, and what of them is shown.
    fn made(&self, ids: Vec<FactId>, slice: Place) -> (Vec<FactId>, Wholes<'a>, Arc<Cut>) {
        let Asked { facts, asking, .. } = self.asked;
        let cascade = self.asked.cascade(&ids, slice, self.question);
        // Where it is of all facts, others ask for the same cut.
        let known = if let Wholes::All(_) = cascade { facts.cut(self.question, asking) } else { None };
        let made = || Arc::new(Cut::new(&facts.space, &cascade, asking, self.question.stock));
        let cut = known.unwrap_or_else(made);
        (ids, cascade, cut)
    }

    /// Adds a piece where it stands exactly.
    pub(super) fn add(&mut self, Piece { scope, plan, amount, step, by, as_of }: Piece<'_>) {
        let Self { asked, places, positions, known, .. } = self;
        let mut position = |plan: Option<PlanIndex>| {
            let leaf = |lane: &Lane| lane.leaf(asked.facts, scope, plan);
            let place = (leaf(&asked.rows), leaf(&asked.columns));
            *positions.entry(place).or_insert_with(|| {
                places.push((place, None));
                places.len() - 1
            })
        };
        let at = if self.by_plan { position(plan) } else { known.get(scope, || position(None)) };
        let Some((_, sum)) = self.places.get_mut(at) else { return };
        if sum.is_none() {
            self.used.push(at);
        }
        Sum::put(sum, &amount, step, &by, as_of);
    }

    /// Ends a slice.
    pub(super) fn end(&mut self, slice: Place) {
        for at in self.used.drain(..) {
            let Some(((row, column), sum)) = self.places.get_mut(at) else { continue };
            let place =
                (if self.sliced[0] { slice.0 } else { *row }, if self.sliced[1] { slice.1 } else { *column });
            sum.take().into_iter().for_each(|sum| add_to(&mut self.leaves, place, &sum));
        }
    }
}
