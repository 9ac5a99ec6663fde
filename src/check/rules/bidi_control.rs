//! Characters that change the order in which a text is shown.

use super::hidden_character::hidden;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::Document;
use crate::text::{self, Effect};

pub(crate) static RULE: Rule = Rule {
    name: "bidi-control",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "a character that changes the order in which text is shown",
    docs: include_str!("bidi_control.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    let reordering = hidden(document, text::may_reorder, |effect| effect == Effect::Reorders);
    for (span, name, others) in reordering {
        sink.report(span, format!("{name} changes the order in which this line is shown{others}"))
            .help("delete it; retype the value if it cannot be seen in the editor");
    }
}
