//! Template errors as findings: file, line, column, what was in scope. Tera's own report draws carets by
//! characters and stands askew under Chinese, so only its span and message are taken.

use super::theme::is_embedded;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, ErrorKind};

/// A finding for an error of Tera, with the template at fault where it is known. `page` is the output that
/// was being made.
pub(super) fn finding(
    error: &Error,
    templates: &BTreeMap<String, Arc<SourceFile>>,
    page: Option<&str>,
) -> (Option<String>, Diagnostic) {
    let (name, span, text) = locate(error, templates);
    let (message, scope) = split(&text);
    // What is not there lies in none of the files that are.
    let is_missing = matches!(error.kind(), ErrorKind::TemplateNotFound(_));
    let source = name.as_ref().and_then(|name| templates.get(name));
    let source = source.or_else(|| templates.values().next().filter(|_| !is_missing));
    let source = source.map_or_else(|| SourceFile::new("templates", ""), Arc::clone);
    let message = match page {
        Some(page) => format!("{message} (in {page})"),
        None => message,
    };
    let finding = Diagnostic::new("template-error", Severity::Error, Place::new(&source, span), message);
    (name, finding.maybe_help(scope))
}

/// Which template, where in it, and what Tera says.
fn locate(error: &Error, templates: &BTreeMap<String, Arc<SourceFile>>) -> (Option<String>, Span, String) {
    let start = |name: &str| -> Span {
        let at = templates.get(name).and_then(|source| source.text.find("{%")).unwrap_or(0);
        Span::at(at)
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            (
                Some(report.filename().to_owned()),
                Span::new(range.start, range.end),
                report.message().to_owned(),
            )
        }
        ErrorKind::Msg(text) => from_report(text, templates),
        ErrorKind::MissingParent { current, parent } => {
            (Some(current.clone()), start(current), format!("there is no template `{parent}` to extend"))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            // Whichever template is tried first meets the circle: the one to blame is the one that a site wrote.
            let chain = || std::iter::once(tpl).chain(inheritance_chain);
            let own = |name: &&String| templates.get(*name).is_some_and(|source| !is_embedded(source));
            let blamed = chain().find(own).unwrap_or(tpl);
            (Some(blamed.clone()), start(blamed), "the template extends itself".to_owned())
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            (Some(tpl.clone()), start(tpl), "the template includes itself".to_owned())
        }
        ErrorKind::TemplateNotFound(name) => {
            (None, Span::default(), format!("there is no template `{name}`"))
        }
        other => (None, Span::default(), other.to_string()),
    }
}

/// Some errors come only as a printed report: `error: text`, then `--> name:line:column`.
fn from_report(text: &str, templates: &BTreeMap<String, Arc<SourceFile>>) -> (Option<String>, Span, String) {
    let message = text.lines().next().unwrap_or("").trim_start_matches("error: ").to_owned();
    let Some(place) = text.lines().find_map(|line| line.trim_start().strip_prefix("--> ")) else {
        return (None, Span::default(), message);
    };
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next().and_then(|part| part.trim().parse().ok()).unwrap_or(1);
    let line: u32 = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
    let name = parts.next().unwrap_or("").to_owned();
    let span = templates.get(&name).map_or(Span::default(), |source| {
        let line = source.line_span(line);
        let before: usize =
            source.slice(line).chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
        Span::new(line.start as usize + before, line.end as usize)
    });
    (Some(name), span, message)
}

/// Tera names what is in scope behind the message; that is help, not message.
fn split(text: &str) -> (String, Option<String>) {
    let text = text.trim().trim_end_matches('.');
    let mut message = text.to_owned();
    let mut help = None;
    for words in [". Available fields:", ". Available variables:"] {
        if let Some((before, after)) = text.split_once(words) {
            message = before.to_owned();
            help = Some(format!("in scope: {}", after.trim()));
        }
    }
    let lower = message.chars().next().map(|c| c.to_lowercase().chain(message.chars().skip(1)).collect());
    (lower.unwrap_or(message), help)
}
