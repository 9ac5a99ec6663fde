//! The stable JSON object of `--format json`; the structs here are its only definition.

use super::Summary;
use crate::diagnostic::Diagnostic;
use crate::text::Place;
use serde::Serialize;

#[derive(Serialize)]
struct Object<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    summary: Numbers,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    range: Range<'a>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Point<'a>>,
    suppressed: bool,
}

#[derive(Serialize)]
struct Range<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Point<'a> {
    file: &'a str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    point: Point<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Numbers {
    plans: usize,
    files_with_findings: usize,
    errors: usize,
    warnings: usize,
    suppressed: usize,
}

pub(super) fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let object = Object {
        version: 1,
        diagnostics: diagnostics.iter().map(finding).collect(),
        summary: Numbers {
            plans: summary.plans,
            files_with_findings: summary.files_with_findings,
            errors: summary.errors,
            warnings: summary.warnings,
            suppressed: summary.suppressed,
        },
    };
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    let (start, end) = (diagnostic.place.start(), diagnostic.place.end());
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.name(),
        range: Range {
            file: &diagnostic.place.source.path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
        message: &diagnostic.message,
        label: diagnostic.label.as_deref(),
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|label| Related { point: point(&label.place), message: &label.message })
            .collect(),
        schema: diagnostic.schema.as_ref().map(point),
        suppressed: diagnostic.is_suppressed(),
    }
}

fn point(place: &Place) -> Point<'_> {
    let start = place.start();
    Point { file: &place.source.path, line: start.line, column: start.column }
}
