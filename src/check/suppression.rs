//! Suppressions: comments and front matter that silence a rule. Which of them silenced something is
//! remembered, because one that silences nothing is itself reported.

use crate::model::Plan;
use crate::parse::Document;
use crate::text::Span;

/// Something in a file that silences a rule.
pub(super) struct Silencer<'a> {
    /// The rule's name as written, and its bytes.
    pub(super) rule: &'a str,
    /// The bytes of the name.
    pub(super) span: Span,
    /// Why; empty where nothing is said.
    pub(super) reason: &'a str,
    /// Where it holds; `None`: in the whole file.
    scope: Option<Span>,
    /// Whether it silenced something.
    pub(super) used: bool,
}

impl Silencer<'_> {
    /// Whether it silences a finding of a rule that begins at an offset.
    pub(super) fn covers(&self, rule: &str, at: u32) -> bool {
        self.rule == rule && self.scope.is_none_or(|scope| scope.start <= at && at <= scope.end)
    }
}

/// The suppressions in the comments of a document.
pub(super) fn in_document(document: &Document) -> Vec<Silencer<'_>> {
    let silencer = |suppression: &'_ crate::parse::Suppression| (suppression.rule.1, suppression.scope);
    document
        .suppressions
        .iter()
        .map(|suppression| {
            let (span, scope) = silencer(suppression);
            let (rule, reason) = (&suppression.rule.0, &suppression.reason);
            Silencer { rule, span, reason: reason.trim(), scope: Some(scope), used: false }
        })
        .collect()
}

/// The suppressions of a plan: of its front matter, then of its comments.
pub(super) fn in_plan(plan: &Plan) -> Vec<Silencer<'_>> {
    let allowed = plan.allowed.iter().map(|(rule, reason)| Silencer {
        rule: &rule.value,
        span: rule.span,
        reason: reason.trim(),
        scope: None,
        used: false,
    });
    allowed.chain(in_document(&plan.document)).collect()
}
