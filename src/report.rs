//! Findings as text for people, editors and machines. Nothing is printed here: the commands print.

mod github;
mod human;
mod json;
mod junit;
mod sarif;
mod short;
mod summary;
#[cfg(test)]
mod tests;

pub use summary::Summary;

use crate::diagnostic::Diagnostic;

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the excerpt with marks under it.
    Human,
    /// `file:line:column: severity: message [rule]`.
    Short,
    /// One JSON object.
    Json,
    /// GitHub's workflow annotations.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
}

/// Writes findings, sorted as they come from the checker, and what they come to. Silenced ones stand
/// in JSON and SARIF only. `colour` holds for `human` alone.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary, format: Format, colour: bool) -> String {
    match format {
        Format::Human => human::render(diagnostics, summary, colour),
        Format::Short => short::render(diagnostics),
        Format::Json => json::render(diagnostics, summary),
        Format::Github => github::render(diagnostics),
        Format::Sarif => sarif::render(diagnostics),
        Format::Junit => junit::render(diagnostics, summary),
    }
}

/// One finding for people, as `human` writes it: for `serve` and for tests.
pub fn render_one(diagnostic: &Diagnostic, colour: bool) -> String {
    human::finding(diagnostic, colour)
}

/// The findings that are shown: not silenced, not known.
fn shown(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|diagnostic| !diagnostic.is_suppressed())
}
