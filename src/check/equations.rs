//! Stated figures against what they follow from: sums, shares, products, growth, weights. One function
//! judges all of them. A wrong figure often breaks several equations (its product, its column's total, its
//! share of that total); such a figure is looked for, and named once.

use crate::model::{Equation, Spanned};
use crate::quantity::{Amount, Quantity};
use crate::text::Span;
use rust_decimal::{Decimal, RoundingStrategy};

/// A stated figure that is not what it must be.
pub(super) struct Fault<'a> {
    /// The equation that does not hold.
    pub(super) equation: &'a Equation,
    /// What its right side comes to.
    pub(super) computed: Amount,
    /// Where the figure stands that is most likely wrong: the stated one, or the term that breaks others too.
    pub(super) span: Span,
    /// The value with which all equations of that figure hold, where one was found.
    pub(super) meant: Option<Amount>,
    /// The other equations that this figure breaks.
    pub(super) others: Vec<&'a Equation>,
}

/// All faults of a plan's equations, one a wrong figure. `elsewhere`: what is said of a figure in another place, where
/// that is not the same, which is told of as such.
pub(super) fn faults<'e>(equations: &'e [Equation], elsewhere: &[(Span, Amount)]) -> Vec<Fault<'e>> {
    let mut broken: Vec<(&Equation, Amount)> =
        equations.iter().filter_map(|equation| Some((equation, mismatch(equation)?))).collect();
    let mut faults = Vec::new();
    while let Some(culprit) = culprit(equations, &broken) {
        let of_culprit = |equation: &Equation| mentions(equation, culprit.span);
        let mut explained: Vec<(&Equation, Amount)> = Vec::new();
        broken.retain(|(equation, computed)| {
            let takes = of_culprit(equation);
            if takes {
                explained.push((equation, *computed));
            }
            !takes
        });
        // The equation that says what the figure must be speaks, before those that only use it.
        let first =
            explained.iter().position(|(equation, _)| equation.stated.span == culprit.span).unwrap_or(0);
        let (equation, computed) = explained.remove(first);
        let others = explained.into_iter().map(|(equation, _)| equation).collect();
        faults.push(Fault { equation, computed, span: culprit.span, meant: Some(culprit.meant), others });
    }
    let is_told = |equation: &Equation| {
        let is_term = |span: Span| equation.terms.iter().any(|term| term.span == span);
        elsewhere.iter().any(|(span, said)| is_term(*span) && holds_with(equation, *span, said))
    };
    for (equation, computed) in broken.into_iter().filter(|(equation, _)| !is_told(equation)) {
        // Parts that come to one sum and a column that comes to another make one wrong figure all the same. The
        // 100 % of weights stand nowhere.
        let is_it = |fault: &&mut Fault| {
            let alike = fault.equation.rule == equation.rule && equation.rule != "weight-sum";
            alike && fault.meant.is_none() && fault.span == equation.stated.span
        };
        match faults.iter_mut().find(is_it) {
            Some(fault) => fault.others.push(equation),
            None => {
                let span = equation.stated.span;
                faults.push(Fault { equation, computed, span, meant: None, others: Vec::new() });
            }
        }
    }
    faults
}

/// A figure that explains several broken equations, and the value that it should have.
struct Culprit {
    span: Span,
    meant: Amount,
}

/// The figure that breaks the most equations, at least two, and with another value would break none.
fn culprit(equations: &[Equation], broken: &[(&Equation, Amount)]) -> Option<Culprit> {
    let mut best: Option<(usize, Culprit)> = None;
    let figures = broken.iter().flat_map(|(equation, _)| figures(equation));
    // A cell that says nothing is at fault only where no figure explains as much; what follows from others is rather
    // wrong than one of these.
    let is_derived = |span: Span| broken.iter().any(|(equation, _)| equation.stated.span == span);
    let rank =
        |figure: &Spanned<Quantity>| (figure.value.text.is_empty(), !is_derived(figure.span), figure.span);
    let mut spans: Vec<(bool, bool, Span)> = figures.map(rank).collect();
    spans.sort_unstable();
    spans.dedup();
    for (_, _, span) in spans {
        let breaks: Vec<&Equation> = broken
            .iter()
            .map(|(equation, _)| *equation)
            .filter(|equation| mentions(equation, span))
            .collect();
        if breaks.len() < 2 || best.as_ref().is_some_and(|(most, _)| *most >= breaks.len()) {
            continue;
        }
        let all: Vec<&Equation> = equations.iter().filter(|equation| mentions(equation, span)).collect();
        let values = breaks.iter().filter_map(|equation| solve(equation, span));
        // As exactly as it has to be, or as exactly as it is written.
        let values = values.flat_map(|value| [Some(value), rounded(equations, span, &value)]).flatten();
        let meant =
            values.into_iter().find(|value| all.iter().all(|equation| holds_with(equation, span, value)));
        if let Some(meant) = meant {
            best = Some((breaks.len(), Culprit { span, meant }));
        }
    }
    best.map(|(_, culprit)| culprit)
}

/// The figure as stated, and those that it must follow from.
pub(super) fn figures(equation: &Equation) -> impl Iterator<Item = &Spanned<Quantity>> {
    std::iter::once(&equation.stated).chain(&equation.terms)
}

fn mentions(equation: &Equation, span: Span) -> bool {
    figures(equation).any(|figure| figure.span == span)
}

/// The value of one figure with which an equation of single values would hold.
fn solve(equation: &Equation, span: Span) -> Option<Amount> {
    if equation.stated.span == span {
        return Some(computed(equation)?.0);
    }
    let stated = equation.stated.value.amount.single()?;
    let at = equation.terms.iter().position(|term| term.span == span)?;
    let value = equation.terms[at].value.amount.single()?;
    let other = |index: usize| equation.terms.get(index)?.value.amount.single();
    let meant = match (equation.rule, at) {
        ("product-mismatch", _) => {
            let computed = computed(equation)?.0.single()?;
            stated.checked_mul(value)?.checked_div(computed)?
        }
        ("share-mismatch", 0) => stated.checked_mul(other(1)?)?.checked_div(scale_of(equation))?,
        ("share-mismatch", _) => other(0)?.checked_mul(scale_of(equation))?.checked_div(stated)?,
        ("growth-mismatch", 0) => growth_factor(stated, equation)?.checked_mul(other(1)?)?,
        ("growth-mismatch", _) => other(0)?.checked_div(growth_factor(stated, equation)?)?,
        _ => {
            let computed = computed(equation)?.0.single()?;
            value.checked_add(stated.checked_sub(computed)?)?
        }
    };
    Some(Amount::exact(meant))
}

/// A value in the digits that the figure in a place shows.
fn rounded(equations: &[Equation], span: Span, value: &Amount) -> Option<Amount> {
    let figure = equations.iter().flat_map(figures).find(|figure| figure.span == span)?;
    let step = figure.value.step.value();
    let steps = value.single()?.checked_div(step)?;
    Some(Amount::exact(
        steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).checked_mul(step)?,
    ))
}

fn growth_factor(stated: Decimal, equation: &Equation) -> Option<Decimal> {
    stated.checked_div(scale_of(equation))?.checked_add(Decimal::ONE)
}

/// Whether an equation holds once a figure has another value.
fn holds_with(equation: &Equation, span: Span, value: &Amount) -> bool {
    let mut equation = equation.clone();
    for figure in std::iter::once(&mut equation.stated).chain(&mut equation.terms) {
        if figure.span == span {
            figure.value.amount = *value;
        }
    }
    mismatch(&equation).is_none()
}

/// What an equation's right side comes to, where the stated figure is not it.
pub(super) fn mismatch(equation: &Equation) -> Option<Amount> {
    let (computed, slack) = computed(equation)?;
    let stated = &equation.stated.value;
    let right = if equation.partial {
        // Parts below the total leave the rest open; only more than the total is wrong.
        let ceiling = Amount { low: None, ..stated.amount };
        let own = if is_exact(equation) { about_slack(stated) } else { stated.half_step() };
        ceiling.high.is_none() || ceiling.widened(own.saturating_add(slack)).touches(&computed)
    } else if is_exact(equation) {
        let wide = stated.amount.widened(about_slack(stated).saturating_add(slack));
        wide.touches(&computed) && (stated.amount.single().is_some() || holds(&wide, &computed))
    } else {
        stated.accepts_with(&computed, slack)
    };
    (!right).then_some(computed)
}

/// Whether a range, floor or ceiling holds all that parts may come to, as far as both have a bound: a floor of 500 is
/// not kept by parts that may come to 400.
fn holds(stated: &Amount, parts: &Amount) -> bool {
    let low = stated.low.zip(parts.low).is_none_or(|(stated, parts)| stated <= parts);
    let high = stated.high.zip(parts.high).is_none_or(|(stated, parts)| parts <= stated);
    low && high
}

/// What the right side comes to, and by how much it may be off because of parts that are themselves rounded.
fn computed(equation: &Equation) -> Option<(Amount, Decimal)> {
    let terms = &equation.terms;
    // A quotient or product of rounded parts is an interval, not a sum of slacks.
    let wide = |at: usize| {
        let term = &terms.get(at)?.value;
        Some(term.amount.widened(term.slack()))
    };
    match equation.rule {
        "share-mismatch" => {
            let share = wide(0)?.div(&wide(1)?)?.mul(scale_of(equation));
            Some((share, Decimal::ZERO))
        }
        "growth-mismatch" => {
            let ratio = wide(0)?.div(&wide(1)?)?;
            Some((ratio.sub(&Amount::exact(Decimal::ONE)).mul(scale_of(equation)), Decimal::ZERO))
        }
        "product-mismatch" => {
            let mut product = Amount::exact(Decimal::ONE);
            for at in 0..terms.len() {
                product = product.checked_mul(&wide(at)?)?;
            }
            Some((product, Decimal::ZERO))
        }
        _ => {
            let sum: Amount = terms.iter().map(|term| &term.value.amount).sum();
            let slack = |term: &Spanned<Quantity>| match is_exact(equation) {
                true => about_slack(&term.value),
                false => term.value.slack(),
            };
            let slack = terms.iter().fold(Decimal::ZERO, |sum, term| sum.saturating_add(slack(term)));
            Some((sum, slack))
        }
    }
}

/// Targets are exact. So are weights, which are chosen and not derived; but for equal ones (three times
/// 33.3 %), which cannot be written exactly.
fn is_exact(equation: &Equation) -> bool {
    if equation.rule != "weight-sum" {
        return equation.exact;
    }
    let first = equation.terms.first().map(|term| term.value.amount);
    equation.terms.iter().any(|term| Some(term.value.amount) != first)
}

/// Half a unit of the last digit of a figure marked approximate.
fn about_slack(quantity: &Quantity) -> Decimal {
    if quantity.amount.about { quantity.slack() } else { Decimal::ZERO }
}

/// By what a ratio is multiplied to be in the unit of the stated figure.
fn scale_of(equation: &Equation) -> Decimal {
    match &*equation.stated.value.unit {
        "‰" => Decimal::ONE_THOUSAND,
        _ => Decimal::ONE_HUNDRED,
    }
}

/// Whether two statements of one scope say the same: equal, or with a value in common where they are
/// ranges or marked approximate.
pub(super) fn agree(a: &Quantity, b: &Quantity) -> bool {
    let margin = about_slack(a).saturating_add(about_slack(b));
    a.amount.widened(margin).touches(&b.amount)
}
