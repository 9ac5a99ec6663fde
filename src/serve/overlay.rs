//! What the script in a served page asks for: the newest findings in the words of the page's language, errors
//! first: those that keep the newest state from being shown, then those of the open page.

use super::live::{Live, Showing, State, is_breaking, lock};
use super::words::Words;
use crate::config::Language;
use crate::diagnostic::{Diagnostic, Severity};
use crate::render;
use serde::Serialize;
use std::cmp::Reverse;

/// How many findings are sent; the page of findings and the terminal have all.
const MOST: usize = 50;

/// Three numbers by which a page knows whether it is the newest.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
pub(super) struct Numbers {
    run: u64,
    shown: u64,
    assets: u64,
}

impl Numbers {
    pub(super) fn of(state: &State) -> Self {
        Self { run: state.run, shown: state.shown, assets: state.assets }
    }

    /// As JSON.
    pub(super) fn json(self) -> String {
        // Numbers always serialise.
        serde_json::to_string(&self).unwrap_or_default()
    }
}

/// The state as the overlay shows it.
#[derive(Serialize)]
struct Overlay<'a> {
    #[serde(flatten)]
    numbers: Numbers,
    broken: bool,
    errors: usize,
    warnings: usize,
    /// Errors of the open page's own file.
    own: usize,
    findings: Vec<Finding<'a>>,
    more: usize,
    words: Words,
}

#[derive(Serialize)]
struct Finding<'a> {
    class: &'static str,
    word: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    rule: &'a str,
    place: String,
    href: String,
}

/// The state for the page at an address, as JSON.
pub(super) fn json(live: &Live, state: &State, address: &str, language: Language) -> String {
    let words = Words::of(language);
    let source = state.showing.as_deref().and_then(|showing| source(showing, address));
    let faults = state.showing.as_ref().map_or_else(Vec::new, |showing| lock(&showing.faults).clone());
    let mut all: Vec<&Diagnostic> = faults.iter().chain(state.findings.iter()).collect();
    let is_own = |finding: &Diagnostic| source.as_deref() == Some(&*finding.place.source.path);
    all.sort_by_key(|finding| (Reverse(finding.severity), !is_breaking(finding), !is_own(finding)));
    let count = |severity| all.iter().filter(|finding| finding.severity == severity).count();
    let own = all.iter().filter(|finding| finding.severity == Severity::Error && is_own(finding)).count();
    let (mut errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mut findings: Vec<Finding<'_>> = Vec::new();
    if let (Some(message), true) = (&state.fatal, state.findings.is_empty()) {
        errors += 1;
        findings.push(Finding {
            class: "error",
            word: words.error,
            message,
            help: None,
            rule: "",
            place: String::new(),
            href: String::new(),
        });
    }
    findings.extend(all.iter().take(MOST).map(|finding| self::finding(live, finding, &words)));
    let more = all.len().saturating_sub(MOST);
    let broken = state.is_broken;
    let overlay =
        Overlay { numbers: Numbers::of(state), broken, errors, warnings, own, findings, more, words };
    // Texts, numbers and lists always serialise.
    serde_json::to_string(&overlay).unwrap_or_default()
}

/// The file that the page at an address is made from.
fn source(showing: &Showing, address: &str) -> Option<String> {
    let key = showing.addresses.find(&showing.edition, address)?;
    render::source_of(&showing.edition, &key).map(str::to_owned)
}

fn finding<'a>(live: &Live, finding: &'a Diagnostic, words: &Words) -> Finding<'a> {
    let (class, word) = match finding.severity {
        Severity::Error => ("error", words.error),
        Severity::Warning => ("warning", words.warning),
    };
    let number = lock(&live.sources).number(&finding.place.source);
    Finding {
        class,
        word,
        message: &finding.message,
        help: finding.help.as_deref(),
        rule: finding.rule,
        place: finding.place.to_string(),
        href: format!("/.planpress/source/{number}#L{}", finding.place.start().line),
    }
}
