//! JUnit's XML, for servers that show test results: a suite a file, a failed case a finding; a plan
//! without findings has one case, which passes.

use super::Summary;
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in super::shown(diagnostics) {
        files.entry(&found.place.source.path).or_default().push(found);
    }
    let failures: usize = files.values().map(Vec::len).sum();
    let clean = &summary.clean_plans;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        text,
        "<testsuites name=\"planpress\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">",
        failures + clean.len()
    );
    for (path, found) in files {
        suite(path, &found, &mut text);
    }
    for path in clean {
        let path = escape(path);
        let _ = writeln!(text, "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"0\">");
        let _ = writeln!(
            text,
            "    <testcase name=\"no findings\" classname=\"{path}\" file=\"{path}\"/>\n  </testsuite>"
        );
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(path: &str, found: &[&Diagnostic], text: &mut String) {
    let (count, path) = (found.len(), escape(path));
    let _ =
        writeln!(text, "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">");
    for diagnostic in found {
        let at = diagnostic.place.start();
        let (rule, message) = (diagnostic.rule, escape(&diagnostic.message));
        let severity = diagnostic.severity.name();
        let _ = writeln!(
            text,
            "    <testcase name=\"{rule} at {}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
            at.line, at.column, at.line
        );
        let _ = writeln!(
            text,
            "      <failure type=\"{severity}\" message=\"{message}\">{path}:{}:{}: {message}{}</failure>",
            at.line,
            at.column,
            diagnostic.help.as_deref().map_or(String::new(), |help| format!("\nhelp: {}", escape(help)))
        );
        text.push_str("    </testcase>\n");
    }
    text.push_str("  </testsuite>\n");
}

/// Escapes for text and attributes; characters that XML 1.0 cannot hold become U+FFFD.
fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\n' => result.push_str("&#10;"),
            '\t' => result.push_str("&#9;"),
            c if c < ' ' || c == '\u{fffe}' || c == '\u{ffff}' => result.push('\u{fffd}'),
            c => result.push(c),
        }
    }
    result
}
