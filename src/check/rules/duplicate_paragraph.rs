//! A paragraph that stands twice in one plan.

use crate::check::context::PlanContext;
use crate::check::copies;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-paragraph",
    severity: Some(Severity::Warning),
    group: Group::Copies,
    summary: "a paragraph that stands twice in one plan",
    docs: include_str!("duplicate_paragraph.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let paragraphs = copies::paragraphs(context.parts());
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    let mut at = 0;
    while at < paragraphs.len() {
        let Some(&original) = first.get(&paragraphs[at].hash) else {
            first.insert(paragraphs[at].hash, at);
            at += 1;
            continue;
        };
        // A run that was copied whole is one copy.
        let same = |length: usize| {
            let (copy, original) = (at + length, original + length);
            copy < paragraphs.len() && original < at && paragraphs[copy].hash == paragraphs[original].hash
        };
        let length = (1..).take_while(|length| same(*length)).count() + 1;
        let message = match length {
            1 => "this paragraph stands twice".to_string(),
            _ => format!("{} from here on stand twice", words::counted(length, "paragraph")),
        };
        sink.report(places::first_line(context.source(), paragraphs[at].span), message)
            .related_here(places::first_line(context.source(), paragraphs[original].span), "first here")
            .help("remove one, or say what is different here");
        at += length;
    }
}
