//! `file:line:column: severity: message [rule]`, one line a finding.

use crate::diagnostic::Diagnostic;
use crate::text::visible;
use std::fmt::Write;

pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for found in super::shown(diagnostics) {
        let severity = found.severity.name();
        let message = visible(&found.message).replace(['\n', '\r'], " ");
        let _ = writeln!(text, "{}: {severity}: {message} [{}]", found.place, found.rule);
    }
    text
}
