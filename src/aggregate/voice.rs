//! Which kinds of statements are summed together.

use crate::model::StatementKind;

/// What a sum is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// Targets, and what may be spent: the target of a cost.
    Target,
    /// What was reached.
    Actual,
    /// What is expected.
    Forecast,
    /// Figures that others are derived from.
    Figure,
    /// What may be spent, targets aside.
    Budget,
}

impl Voice {
    /// The sum to which a statement belongs.
    pub(super) fn of(kind: StatementKind) -> Self {
        match kind {
            StatementKind::Target | StatementKind::Budget => Self::Target,
            StatementKind::Actual => Self::Actual,
            StatementKind::Forecast => Self::Forecast,
            StatementKind::Figure => Self::Figure,
        }
    }

    /// Whether a statement of a kind is of it.
    pub(super) fn has(self, kind: StatementKind) -> bool {
        match self {
            Self::Budget => kind == StatementKind::Budget,
            _ => self == Self::of(kind),
        }
    }

    /// Whether it gives way along the plan tree, as what is meant to be; what is has only one reality.
    pub(super) fn is_planned(self) -> bool {
        matches!(self, Self::Target | Self::Budget)
    }
}
