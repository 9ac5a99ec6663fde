//! GitHub's workflow commands: each finding becomes an annotation at its line. Files are named from the top of
//! the repository, where GitHub looks for them.

use crate::diagnostic::Diagnostic;
use crate::text::visible;
use std::fmt::Write;

pub(super) fn render(diagnostics: &[Diagnostic], folder: &str) -> String {
    let mut text = String::new();
    for found in super::shown(diagnostics) {
        let (start, end) = (found.place.start(), found.place.end());
        let severity = found.severity.name();
        let file = format!("{folder}{}", found.place.source.path);
        let _ = write!(text, "::{severity} file={}", property(&file));
        let _ = write!(text, ",line={},endLine={},col={}", start.line, end.line, start.column);
        // GitHub rejects an end column on annotations of several lines.
        if start.line == end.line {
            let _ = write!(text, ",endColumn={}", end.column);
        }
        let mut message = found.message.clone();
        if let Some(help) = &found.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        let _ = writeln!(text, ",title={}::{}", property(found.rule), escape(&message));
    }
    text
}

fn escape(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
