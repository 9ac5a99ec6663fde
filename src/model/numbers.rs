//! The numbers of a plan while they are gathered: statements, groups of parts, equations; and what every
//! statement takes over from its plan. Front matter and tables both write here.

use super::outside::Outside;
use super::{Equation, Origin, Places, Plan, Spanned, Split, Statement, StatementKind};
use crate::config::{Config, DimensionId, MetricId, MetricKind};
use crate::period::Period;
use crate::quantity::{Amount, Power, Quantity};
use crate::text::Span;
use compact_str::{CompactString, format_compact};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Statements and equations of one plan.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) statements: Vec<Statement>,
    pub(super) equations: Vec<Equation>,
    /// Groups of parts made so far.
    pub(super) groups: u32,
    /// Statements that name an owner of their own.
    pub(super) owned: Vec<u32>,
    /// Statements that are totals of tables.
    pub(super) totals: Vec<u32>,
    /// Statements of tables outside what their table is about.
    pub(super) outside: Vec<Outside>,
}

/// What a statement takes over where it does not say otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Inherited {
    pub(super) period: Option<Period>,
    /// Sorted by dimension.
    pub(super) scope: Places,
    pub(super) owner: Option<Arc<str>>,
    /// The owner is named for these statements, not taken over from the plan.
    pub(super) names_owner: bool,
}

impl Inherited {
    /// What the statements of a plan take over: its period, its first owner, and its value of each
    /// dimension where it has just one.
    pub(super) fn of(head: &super::head::Head) -> Self {
        let once =
            |dimension: DimensionId| head.dimensions.iter().filter(|(d, _)| *d == dimension).count() == 1;
        let mut scope: Vec<(DimensionId, CompactString)> = head
            .dimensions
            .iter()
            .filter(|(dimension, _)| once(*dimension))
            .map(|(dimension, value)| (*dimension, value.value.as_str().into()))
            .collect();
        scope.sort();
        Self {
            period: head.period.as_ref().map(|period| period.value),
            scope: scope.into(),
            owner: head.owners.first().map(|owner| owner.value.as_str().into()),
            names_owner: false,
        }
    }

    /// Sets the value of a dimension.
    pub(super) fn place(&mut self, dimension: DimensionId, value: CompactString) {
        let at = self.scope.partition_point(|(other, _)| *other < dimension);
        let known = self.scope.get(at).filter(|(other, _)| *other == dimension);
        let behind = at + usize::from(known.is_some());
        let before = self.scope[..at].iter().cloned();
        let values = before.chain([(dimension, value)]).chain(self.scope[behind..].iter().cloned());
        self.scope = values.collect();
    }

    /// The value of a dimension.
    pub(super) fn value(&self, dimension: DimensionId) -> Option<&str> {
        self.scope.iter().find(|(other, _)| *other == dimension).map(|(_, value)| &**value)
    }

    /// A statement of this scope.
    pub(super) fn statement(
        self,
        kind: StatementKind,
        metric: MetricId,
        quantity: Spanned<Quantity>,
    ) -> Statement {
        Statement {
            kind,
            metric,
            quantity: quantity.value,
            period: self.period,
            scope: self.scope,
            owner: self.owner,
            names_owner: self.names_owner,
            item: None,
            aside: None,
            span: quantity.span,
            origin: Origin::FrontMatter,
            split: None,
            repeats: None,
        }
    }
}

impl Numbers {
    /// None yet, with room for those of most plans: statements are large, and are copied each time that they
    /// need more.
    pub(super) fn with_room() -> Self {
        const MOST: usize = 64;
        Self {
            statements: Vec::with_capacity(MOST),
            equations: Vec::with_capacity(MOST / 2),
            ..Self::default()
        }
    }

    /// Adds a statement and gives its index.
    pub(super) fn push(&mut self, statement: Statement) -> u32 {
        self.statements.push(statement);
        u32::try_from(self.statements.len() - 1).unwrap_or(u32::MAX)
    }

    /// The statement that a figure of a table is.
    pub(super) fn of(&self, figure: &super::total::Figure) -> Option<&Statement> {
        self.statements.get(figure.statement? as usize)
    }

    /// The number of a new group of parts.
    pub(super) fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups - 1
    }

    /// The quantity of a statement and its place, as a term of an equation.
    pub(super) fn term(&self, index: u32) -> Option<Spanned<Quantity>> {
        self.statements.get(index as usize).map(Statement::term)
    }

    /// Asks that weights add up to 100 %: under the bytes from the first to the last. `without` are rows that
    /// have none.
    pub(super) fn weights(&mut self, weights: Vec<Spanned<Quantity>>, without: usize, table: Option<u32>) {
        let Some(span) = weights.iter().map(|weight| weight.span).reduce(Span::to) else { return };
        let stated = Spanned { value: percent(Decimal::ONE_HUNDRED, "100 %"), span };
        let (count, all) = (weights.len(), weights.len() + without);
        let of = match (count, without) {
            (1, 0) => "the only weight".into(),
            (_, 0) => format_compact!("the {count} weights"),
            (1, _) => format_compact!("1 of {all} rows has a weight, which"),
            _ => format_compact!("{count} of {all} rows have weights, which"),
        };
        self.equations.push(Equation {
            rule: "weight-sum",
            stated,
            terms: weights,
            of,
            exact: false,
            partial: false,
            table,
        });
    }
}

/// A percentage.
pub(super) fn percent(value: Decimal, text: &str) -> Quantity {
    Quantity {
        amount: Amount::exact(value),
        unit: "%".into(),
        step: Power::ONE,
        scale: Power::ONE,
        text: text.into(),
    }
}

/// A weight in percent: `30%`, `30` and `0.3` all mean thirty.
pub(super) fn as_percent(mut quantity: Quantity) -> Quantity {
    let fraction =
        quantity.unit.is_empty() && quantity.amount.point().is_some_and(|point| point <= Decimal::ONE);
    if fraction {
        quantity.amount = quantity.amount.mul(Decimal::ONE_HUNDRED);
        quantity.step = quantity.step.times(Power::HUNDRED);
    }
    quantity.unit = "%".into();
    quantity
}

/// Whether parts of a metric add up to the whole: ratios never do, stocks not over time.
pub(super) fn adds(config: &Config, metric: MetricId, over_time: bool) -> bool {
    match config.metric(metric).kind {
        MetricKind::Flow => true,
        MetricKind::Stock => !over_time,
        MetricKind::Ratio(_) => false,
    }
}

impl Plan {
    /// Whether a statement is a part of another one of the plan.
    pub fn is_part(&self, statement: &Statement) -> bool {
        matches!(statement.split, Some(Split { whole: Some(_), .. }))
    }
}
