//! Front matter that is not closed, not YAML, or not a mapping.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::{Document, FrontMatter};
use crate::yaml::FaultKind;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-front-matter",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "front matter that is not closed, not YAML, or not a mapping",
    docs: include_str!("invalid_front_matter.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    match &document.front {
        FrontMatter::Missing => {}
        FrontMatter::Unclosed(span) => {
            sink.report(*span, "the front matter is never closed")
                .label("opened here")
                .help("close it with a line `---`");
        }
        FrontMatter::Present(_, yaml) => {
            for fault in yaml.faults.iter().filter(|fault| fault.kind == FaultKind::Syntax) {
                sink.report(fault.span, fault.message.clone()).maybe_help(fault.help.clone());
            }
            if let Some(root) = &yaml.root
                && root.as_map().is_none()
                && !root.is_null()
                && yaml.faults.is_empty()
            {
                sink.report(root.span, "front matter must be a mapping of keys and values")
                    .help("write one `key: value` a line");
            }
        }
    }
}
