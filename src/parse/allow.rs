//! Suppressions: comments of the form `<!-- planpress-allow rule: reason -->`.

use std::ops::Range;

/// What a comment says: the rules with their bytes in the comment, and the reason for all of them.
pub(super) struct Allow {
    pub(super) rules: Vec<Range<usize>>,
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
    let mut rest = said.trim_start_matches(ends_name);
    let mut rules = Vec::new();
    loop {
        let start = 4 + inner.len() - rest.len();
        let len = rest.find(|c: char| ends_name(c) || is_comma(c)).unwrap_or(rest.len());
        if len > 0 || rules.is_empty() {
            rules.push(start..start + len);
        }
        rest = rest[len..].trim_start();
        match rest.strip_prefix(is_comma) {
            Some(others) => rest = others.trim_start(),
            None => break,
        }
    }
    let reason = rest.trim_start_matches(ends_name);
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Allow { rules, reason })
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '：')
}

/// What stands between the names of several rules.
fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、')
}
