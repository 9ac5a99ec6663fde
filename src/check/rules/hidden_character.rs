//! Characters that nobody sees.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::{Document, FrontMatter};
use crate::text::{self, Effect, Span};
use crate::yaml::{Node, Value};

pub(crate) static RULE: Rule = Rule {
    name: "hidden-character",
    severity: Some(Severity::Warning),
    group: Group::Reading,
    summary: "a character that nobody sees",
    docs: include_str!("hidden_character.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    for (span, name, others) in hidden(document, text::may_hide, |effect| effect != Effect::Reorders) {
        sink.report(span, format!("{name} cannot be seen here{others}"))
            .help("delete it; retype the value if it cannot be seen in the editor");
    }
}

/// In each line of a file, and in each value of its front matter that is written with escapes, the first hidden
/// character of an effect that counts, its name, and how many others follow. `may_be_in` tells quickly that a text has
/// none.
pub(super) fn hidden(
    document: &Document,
    may_be_in: fn(&str) -> bool,
    counts: fn(Effect) -> bool,
) -> Vec<(Span, String, String)> {
    let source = &document.source;
    let start = source.beginning().start as usize;
    let mut all = Vec::new();
    if may_be_in(&source.text[start..]) {
        for line in 1..=source.line_count() {
            let span = source.line_span(line);
            let from = (span.start as usize).max(start);
            let found = first(&source.text[from..span.end as usize], counts);
            all.extend(
                found.map(|(at, length, name, others)| {
                    (Span::new(from + at, from + at + length), name, others)
                }),
            );
        }
    }
    if let FrontMatter::Present(span, yaml) = document.front()
        && source.slice(*span).contains('\\')
    {
        let mut nodes: Vec<&Node> = yaml.root.iter().collect();
        while let Some(node) = nodes.pop() {
            match &node.value {
                Value::Map(entries) => nodes.extend(entries.iter().map(|entry| &entry.value)),
                Value::Seq(items) => nodes.extend(items),
                // What stands there as it is has been told.
                Value::Scalar(scalar) if !text::may_hide(source.slice(node.span)) => {
                    let found = first(&scalar.text, counts);
                    all.extend(found.map(|(_, _, name, others)| (node.span, name, others)));
                }
                Value::Scalar(_) => {}
            }
        }
    }
    all
}

/// Where the first one stands in a text, its length, its name, and how many others follow.
fn first(text: &str, counts: fn(Effect) -> bool) -> Option<(usize, usize, String, String)> {
    let mut found = text::hidden(text).filter(|hidden| counts(hidden.effect));
    let first = found.next()?;
    let others = match found.count() {
        0 => String::new(),
        others => format!(", and {others} more"),
    };
    Some((first.at, first.c.len_utf8(), first.name(), others))
}
