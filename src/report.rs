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

/// How a report looks.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// Its form.
    pub format: Format,
    /// Colours, for `human` alone.
    pub colour: bool,
    /// Where the site lies in its repository, with a slash behind it; empty at the top. What servers show
    /// (`github`, `sarif`) names files from there, everything else from the site's root.
    pub folder: &'a str,
}

impl Style<'_> {
    /// A form without colours, of a site at the top of its repository.
    pub fn plain(format: Format) -> Self {
        Self { format, colour: false, folder: "" }
    }
}

/// Writes findings, sorted as they come from the checker, and what they come to. Silenced ones stand
/// in JSON and SARIF only.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary, style: Style) -> String {
    match style.format {
        Format::Human => human::render(diagnostics, summary, style.colour),
        Format::Short => short::render(diagnostics),
        Format::Json => json::render(diagnostics, summary),
        Format::Github => github::render(diagnostics, style.folder),
        Format::Sarif => sarif::render(diagnostics, style.folder),
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
