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
    /// It stands behind another one in one comment, which gives the reason for both.
    pub(super) follows: bool,
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
    let mut before = None;
    let silencers = document.suppressions.iter().map(|suppression| Silencer {
        rule: &suppression.rule.0,
        span: suppression.rule.1,
        reason: suppression.reason.trim(),
        follows: before.replace(suppression.span) == Some(suppression.span),
        scope: Some(suppression.scope),
        used: false,
    });
    silencers.collect()
}

/// Whether a plan has suppressions.
pub(super) fn is_any(plan: &Plan) -> bool {
    !plan.allowed.is_empty() || !plan.document.suppressions.is_empty()
}

/// The suppressions of a plan: of its front matter, then of its comments.
pub(super) fn in_plan(plan: &Plan) -> Vec<Silencer<'_>> {
    let allowed = plan.allowed.iter().map(|(rule, reason)| Silencer {
        rule: &rule.value,
        span: rule.span,
        reason: reason.trim(),
        follows: false,
        scope: None,
        used: false,
    });
    allowed.chain(in_document(&plan.document)).collect()
}
