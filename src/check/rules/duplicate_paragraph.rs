//! A paragraph that stands twice in one plan.

use crate::check::context::PlanContext;
use crate::check::copies::Paragraph;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-paragraph",
    severity: Some(Severity::Warning),
    group: Group::Copies,
    summary: "a paragraph that stands twice in one plan",
    docs: include_str!("duplicate_paragraph.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let paragraphs = &context.text().paragraphs;
    for Doubled { copy, original, length, times } in doubled(paragraphs) {
        let times = if times == 2 { "twice".to_string() } else { words::counted(times, "time") };
        let message = match length {
            1 => format!("this paragraph stands {times}"),
            _ => format!("{} from here on stand {times}", words::counted(length, "paragraph")),
        };
        let place = |index: usize| places::first_line(context.source(), paragraphs[index].span);
        sink.report(place(copy), message)
            .related_here(place(original), "first here")
            .help("remove one, or say what is different here");
    }
}

/// A run of paragraphs that stands a second time.
struct Doubled {
    /// The index of its first paragraph, and of that in the original.
    copy: usize,
    original: usize,
    /// How many paragraphs were copied together.
    length: usize,
    /// How often they stand in all.
    times: usize,
}

/// Runs of paragraphs that stand a second time. What was copied together is one run, and what stands more
/// than twice is named where it stands the second time.
fn doubled(paragraphs: &[Paragraph]) -> Vec<Doubled> {
    let mut hashes: Vec<u64> = paragraphs.iter().map(|paragraph| paragraph.hash).collect();
    hashes.sort_unstable();
    if hashes.windows(2).all(|pair| pair[0] != pair[1]) {
        return Vec::new();
    }
    let mut doubled: Vec<Doubled> = Vec::new();
    let mut runs: HashMap<(usize, usize), usize> = HashMap::new();
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
        match runs.get(&(original, length)) {
            Some(run) => doubled[*run].times += 1,
            None => {
                runs.insert((original, length), doubled.len());
                doubled.push(Doubled { copy: at, original, length, times: 2 });
            }
        }
        at += length;
    }
    doubled
}
