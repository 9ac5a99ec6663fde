//! Suppressions: comments of the form `<!-- planpress-allow rule: reason -->`.

use std::ops::Range;

/// What a comment says: the rule with its bytes in the comment, and the reason.
pub(super) struct Allow {
    pub(super) rule: Range<usize>,
    pub(super) reason: String,
}

/// Reads a comment, its marks included; `None` where it is no suppression.
pub(super) fn read(comment: &str) -> Option<Allow> {
    let inner = comment.strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner);
    let said = inner.trim_start().strip_prefix("planpress-allow")?;
    if said.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let after = said.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let start = 4 + inner.len() - after.len();
    let len = after.find(|c: char| c.is_whitespace() || matches!(c, ':' | '：')).unwrap_or(after.len());
    let reason = after[len..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Allow { rule: start..start + len, reason })
}
