//! Findings about figures that follow from others, in words.

use super::amounts;
use super::context::PlanContext;
use super::equations;
use super::sink::Sink;
use crate::model::Equation;
use crate::text::Span;

/// Reports the stated figures that do not follow from others, those of the sink's rule.
pub(super) fn report(context: &PlanContext, sink: &mut Sink) {
    let name = sink.rule().name;
    // Weights that could not be read are missing in the sum.
    if name == "weight-sum" && context.has_findings_under("targets") {
        return;
    }
    for fault in context.equation_faults().iter().filter(|fault| fault.equation.rule == name) {
        let equation = fault.equation;
        let stated = &equation.stated.value;
        let computed = amounts::like(&fault.computed, stated);
        let difference = amounts::difference(&fault.computed.sub(&stated.amount), stated);
        let verb = verb(equation);
        let terms = equation.terms.iter().map(|term| term.span).reduce(Span::to);
        let mut finding = if name == "weight-sum" {
            let Some((first, others)) = equation.terms.split_first() else { continue };
            let message = format!("{} {verb} {computed}, not 100% ({difference})", equation.of);
            let mut finding = sink.report(first.span, message);
            for other in others {
                finding = finding.related_here(other.span, "and this weight");
            }
            finding
        } else if fault.span == equation.stated.span {
            let message = format!("{} {verb} {computed}, not {} ({difference})", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            match (equation.terms.as_slice(), terms) {
                // What stands far apart is marked one by one.
                ([part, whole], _) if matches!(name, "share-mismatch" | "growth-mismatch") => {
                    let [first, second] = match name {
                        "share-mismatch" => ["this amount", "by this total"],
                        _ => ["this", "against this"],
                    };
                    finding.related_here(part.span, first).related_here(whole.span, second)
                }
                (parts, Some(terms)) if is_parted(context, equation, terms) => {
                    parts.iter().fold(finding, |finding, part| finding.related_here(part.span, "this part"))
                }
                (_, Some(terms)) => finding.related_here(terms, format!("from these: {computed}")),
                (_, None) => finding,
            }
        } else {
            let term = equation.terms.iter().find(|term| term.span == fault.span);
            let written = context.source().slice(fault.span);
            // A sum that nobody states stands under all rows that it is made of.
            let named = match term.filter(|_| written.contains('\n')) {
                Some(sum) => {
                    format!("the sum of these amounts, {},", amounts::like(&sum.value.amount, &sum.value))
                }
                None if written.is_empty() => "the empty cell".to_owned(),
                None => written.to_owned(),
            };
            let message =
                format!("{named} does not fit: {} {verb} {computed}, not {}", equation.of, stated.text);
            let finding = sink.report(fault.span, message);
            finding.related_here(equation.stated.span, "this must follow from it")
        };
        for other in &fault.others {
            let terms = other.terms.iter().map(|term| term.span).reduce(Span::to);
            finding = match (terms, equations::mismatch(other)) {
                // What else the same figure must be.
                (Some(terms), Some(computed)) if other.stated.span == fault.span => {
                    let computed = amounts::like(&computed, &other.stated.value);
                    finding.related_here(terms, format!("{} {} {computed}", other.of, self::verb(other)))
                }
                _ => finding.related_here(other.stated.span, "this does not fit either"),
            };
        }
        match &fault.meant {
            Some(meant) => {
                let term = equation.terms.iter().find(|term| term.span == fault.span);
                let meant = amounts::like(meant, term.map_or(stated, |term| &term.value));
                finding.help(format!("with {meant} everything here would fit"));
            }
            None => {
                finding.help(match name {
                    "weight-sum" => "correct the weights; those of all rows make 100% together",
                    _ => "correct the figure, or one of those that it comes from",
                });
            }
        }
    }
}

/// How what an equation's figure follows from is said to come to something.
fn verb(equation: &Equation) -> &'static str {
    match (equation.rule, equation.terms.iter().filter(|term| !term.value.text.is_empty()).count()) {
        ("sum-mismatch" | "weight-sum", 1) => "comes to",
        ("sum-mismatch" | "weight-sum", _) => "come to",
        _ => "is",
    }
}

/// Whether among the parts of a whole, few enough to be marked one by one, stand lines that are none of them.
fn is_parted(context: &PlanContext, equation: &Equation, terms: Span) -> bool {
    const FEW: usize = 8;
    let lines = context.source().slice(terms).matches('\n').count();
    equation.table.is_none() && equation.terms.len() <= FEW && lines >= equation.terms.len()
}
