//! A paragraph that stands twice in one plan.

use crate::check::context::SiteContext;
use crate::check::copies::Paragraph;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::check::words;
use crate::diagnostic::Severity;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-paragraph",
    severity: Some(Severity::Warning),
    group: Group::Copies,
    summary: "a paragraph that stands twice in one plan",
    docs: include_str!("duplicate_paragraph.md"),
    // Asked of the site, because it shares what it reads with `near-copy`.
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    for (plan, text) in context.plans().zip(&context.texts) {
        for (copy, original, length) in doubled(&text.paragraphs) {
            let message = match length {
                1 => "this paragraph stands twice".to_string(),
                _ => format!("{} from here on stand twice", words::counted(length, "paragraph")),
            };
            let place =
                |index: usize| plan.place(places::first_line(plan.source(), text.paragraphs[index].span));
            sink.report(place(copy), message)
                .related(place(original), "first here")
                .help("remove one, or say what is different here");
        }
    }
}

/// Runs of paragraphs that stand a second time: the indices of the copy and of the original, and how many
/// there are. What was copied together is one run.
fn doubled(paragraphs: &[Paragraph]) -> Vec<(usize, usize, usize)> {
    let mut doubled = Vec::new();
    let mut first: HashMap<u64, usize> = HashMap::with_capacity(paragraphs.len());
    let mut at = 0;
    while at < paragraphs.len() {
        let Some(&original) = first.get(&paragraphs[at].hash) else {
            first.insert(paragraphs[at].hash, at);
            at += 1;
            continue;
        };
        let same = |length: usize| {
            let (copy, original) = (at + length, original + length);
            copy < paragraphs.len() && original < at && paragraphs[copy].hash == paragraphs[original].hash
        };
        let length = (1..).take_while(|length| same(*length)).count() + 1;
        doubled.push((at, original, length));
        at += length;
    }
    doubled
}
