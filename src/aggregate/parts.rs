//! The facts behind a number. Apart, because numbers share them: what a row comes to stands in its target, in its
//! progress and in the tables of several pages, and of all that the answers of a site hold these lists were the most.

use super::facts::{FactId, Facts, StatementRef};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The statements that a number was made from. A copy costs nothing.
#[derive(Clone, Default)]
pub struct Parts(Kept);

#[derive(Clone, Default)]
enum Kept {
    #[default]
    None,
    One(FactId),
    Many(Arc<Vec<FactId>>),
    /// Those of two numbers that were compared, brought together only where they are written out.
    Both(Arc<[Parts; 2]>),
}

impl Parts {
    /// No statement.
    pub const NONE: Self = Self(Kept::None);

    /// One fact.
    pub(super) fn one(id: FactId) -> Self {
        Self(Kept::One(id))
    }

    /// Some facts, in whatever order.
    pub(super) fn of(ids: &[FactId]) -> Self {
        match ids {
            [] => Self::NONE,
            [only] => Self::one(*only),
            ids => Self(Kept::Many(Arc::new(ids.to_vec()))),
        }
    }

    /// All that two numbers were made from.
    pub(super) fn both(a: &Self, b: &Self) -> Self {
        match (&a.0, &b.0) {
            (_, Kept::None) => a.clone(),
            (Kept::None, _) => b.clone(),
            (Kept::One(one), Kept::One(other)) if one == other => a.clone(),
            _ => {
                let mut both = [a.clone(), b.clone()];
                both.iter_mut().for_each(Self::settle);
                Self(Kept::Both(Arc::new(both)))
            }
        }
    }

    /// Adds facts, in whatever order.
    pub(super) fn add(&mut self, ids: &[FactId]) {
        if let Kept::Many(all) = &mut self.0 {
            Arc::make_mut(all).extend_from_slice(ids);
            return;
        }
        *self = match self.is_empty() {
            true => Self::of(ids),
            false => Self::of(&[&*self.ids(), ids].concat()),
        };
    }

    /// Adds what another number was made from.
    pub(super) fn add_all(&mut self, other: &Self) {
        match self.0 {
            Kept::None => *self = other.clone(),
            _ => self.add(&other.ids()),
        }
    }

    /// Puts the facts in order, none of them twice.
    pub(super) fn settle(&mut self) {
        let Kept::Many(all) = &mut self.0 else { return };
        if !all.is_sorted_by(|a, b| a < b) {
            let all = Arc::make_mut(all);
            // Stable, as it is made of sorted runs.
            all.sort();
            all.dedup();
        }
        match all.as_slice() {
            [only] => self.0 = Kept::One(*only),
            _ => Arc::get_mut(all).into_iter().for_each(Vec::shrink_to_fit),
        }
    }

    /// The facts, in order where they are settled.
    pub(super) fn ids(&self) -> Cow<'_, [FactId]> {
        match &self.0 {
            Kept::None => Cow::Borrowed(&[]),
            Kept::One(id) => Cow::Borrowed(std::slice::from_ref(id)),
            Kept::Many(ids) => Cow::Borrowed(ids),
            Kept::Both(both) => Cow::Owned(union(&both[0].ids(), &both[1].ids())),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Kept::None)
    }

    /// So many at most: those of numbers that were compared may be the same.
    pub fn at_most(&self) -> usize {
        match &self.0 {
            Kept::None => 0,
            Kept::One(_) => 1,
            Kept::Many(ids) => ids.len(),
            Kept::Both(both) => both.iter().map(Self::at_most).sum(),
        }
    }

    /// The statement, where it is only one.
    pub fn only(&self, facts: &Facts) -> Option<StatementRef> {
        Some(facts.statement(self.only_id()?))
    }

    fn only_id(&self) -> Option<FactId> {
        match &self.0 {
            Kept::One(id) => Some(*id),
            Kept::None | Kept::Many(_) => None,
            Kept::Both(both) => both[0].only_id().filter(|id| both[1].only_id() == Some(*id)),
        }
    }

    /// The first statement.
    pub fn first(&self, facts: &Facts) -> Option<StatementRef> {
        Some(facts.statement(*self.ids().first()?))
    }

    /// The statements, in order.
    pub fn statements(&self, facts: &Facts) -> Vec<StatementRef> {
        // Facts are read in the order of their statements.
        self.ids().iter().map(|id| facts.statement(*id)).collect()
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        self.ids() == other.ids()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parts").field(&self.ids()).finish()
    }
}

/// Facts of two lists together, sorted where both are.
fn union(a: &[FactId], b: &[FactId]) -> Vec<FactId> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let (Some(x), Some(y)) = (a.peek().copied(), b.peek().copied()) {
        all.push(x.min(y));
        if x <= y {
            a.next();
        }
        if y <= x {
            b.next();
        }
    }
    all.extend(a);
    all.extend(b);
    all
}
