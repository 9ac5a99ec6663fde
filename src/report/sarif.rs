//! SARIF 2.1.0, for servers that show the results of static analysis. Columns count Unicode code
//! points, as everywhere in planpress, and the run says so. Files are named from the top of the repository.

use crate::check;
use crate::diagnostic::{Diagnostic, Severity, Suppression};
use crate::text::Place;
use serde_json::{Value, json};

pub(super) fn render(diagnostics: &[Diagnostic], folder: &str) -> String {
    let run = json!({
        "tool": { "driver": {
            "name": "planpress",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": check::RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        }},
        "columnKind": "unicodeCodePoints",
        "results": diagnostics.iter().map(|diagnostic| result(diagnostic, folder)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn descriptor(rule: &check::Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.docs, "markdown": rule.docs },
        "defaultConfiguration": {
            "enabled": rule.severity.is_some(),
            "level": rule.severity.map_or("none", level),
        },
    })
}

fn result(diagnostic: &Diagnostic, folder: &str) -> Value {
    let text = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": physical(&diagnostic.place, folder) }],
    });
    if let Some(index) = check::RULES.iter().position(|rule| rule.name == diagnostic.rule) {
        result["ruleIndex"] = json!(index);
    }
    let mut related: Vec<(&Place, &str)> =
        diagnostic.related.iter().map(|label| (&label.place, label.message.as_str())).collect();
    related.extend(diagnostic.schema.as_ref().map(|place| (place, "asked for here")));
    if !related.is_empty() {
        let related = related.iter().map(
            |(place, message)| json!({ "physicalLocation": physical(place, folder), "message": { "text": message } }),
        );
        result["relatedLocations"] = related.collect();
    }
    if let Some(suppression) = diagnostic.suppression {
        let (kind, why) = match suppression {
            Suppression::InSource => ("inSource", "silenced where it stands"),
            Suppression::Baseline => ("external", "known from baseline.yaml"),
        };
        result["suppressions"] = json!([{ "kind": kind, "justification": why }]);
    }
    result
}

fn physical(place: &Place, folder: &str) -> Value {
    let (start, end) = (place.start(), place.end());
    json!({
        "artifactLocation": { "uri": uri(folder) + &uri(&place.source.path), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}
