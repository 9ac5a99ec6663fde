//! Two plans that share more than half of their text.

use crate::check::context::{LinkedPlan, PlanHead, SiteContext};
use crate::check::copies::{self, Paragraph, Text};
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::check::words;
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    name: "near-copy",
    severity: Some(Severity::Warning),
    group: Group::Copies,
    summary: "two plans that share more than half of their text",
    docs: include_str!("near_copy.md"),
    scope: Scope::Site(check),
};

/// A paragraph that many plans share is a form; it is compared with the first of them only, so that the
/// cost stays near-linear.
const MOST_SHARED: usize = 40;

/// Findings in one plan: those with the most in common.
const MOST_FINDINGS: usize = 3;

/// Figures that are listed.
const MOST_FIGURES: usize = 12;

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let texts: Vec<&Text> = context.by_itself.iter().map(|plan| &plan.text).collect();
    for (index, mut copies) in shared(&texts) {
        let shorter = |earlier: usize| texts[index].length.min(texts[earlier].length);
        // Of two plans with one id it is said that they have it.
        let is_double =
            |earlier: usize| plan(context, earlier).plan.id.value == plan(context, index).plan.id.value;
        copies.retain(|(earlier, common)| common * 2 > shorter(*earlier) && !is_double(*earlier));
        copies.sort_by_key(|(earlier, common)| (std::cmp::Reverse(*common), *earlier));
        for (at, common) in copies.into_iter().take(MOST_FINDINGS) {
            let earlier = plan(context, at);
            report((&plan(context, index), texts[index]), (&earlier, texts[at]), common, sink);
        }
    }
}

/// For each text that shares a paragraph with earlier ones: these, and how many characters they share.
fn shared(texts: &[&Text]) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let numbered = texts.par_iter().enumerate().with_min_len(256);
    let paragraphs =
        numbered.flat_map_iter(|(at, text)| text.distinct().map(move |(hash, length)| (hash, at, length)));
    let mut paragraphs: Vec<(u64, usize, usize)> = paragraphs.collect();
    // Equal ones come together, and among them the earlier texts first.
    paragraphs.par_sort_unstable();
    let mut common: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for alike in paragraphs.chunk_by(|one, other| one.0 == other.0) {
        for (place, (_, later, length)) in alike.iter().enumerate().skip(1) {
            let of_later = common.entry(*later).or_default();
            for (_, earlier, _) in &alike[..place.min(MOST_SHARED)] {
                *of_later.entry(*earlier).or_default() += length;
            }
        }
    }
    common.into_iter().map(|(later, common)| (later, common.into_iter().collect())).collect()
}

fn plan<'a>(context: &SiteContext<'a>, at: usize) -> LinkedPlan<'a> {
    context.plan(PlanIndex(u32::try_from(at).unwrap_or(u32::MAX)))
}

fn report(
    (later, text): (&PlanHead, &Text),
    (earlier, other): (&PlanHead, &Text),
    common: usize,
    sink: &mut SiteSink,
) {
    let shared: Vec<(&Paragraph, &Paragraph)> = text
        .paragraphs
        .iter()
        .filter_map(|paragraph| Some((paragraph, other.find(paragraph.loose)?)))
        .collect();
    let Some((first, original)) = shared.first() else { return };
    let written = |pair: &(&Paragraph, &Paragraph)| {
        (later.source().slice(pair.0.span), earlier.source().slice(pair.1.span))
    };
    // The shorter one is the copy: of a long plan a short copy is a small part.
    let percent = |whole: usize| (common * 100 / whole.max(1)).min(100);
    let path = &earlier.source().path;
    let message = if common * 2 < text.length {
        format!("{} % of `{path}` stands in this plan too", percent(other.length))
    } else {
        format!("{} % of this plan stands in `{path}` too", percent(text.length))
    };
    let same = match written(&shared[0]) {
        (here, there) if here == there => "the same text",
        _ => "the same text but for names or figures",
    };
    sink.report(later.place(places::first_line(later.source(), first.span)), message)
        .label(format!("the first of {}", words::counted(shared.len(), "shared paragraph")))
        .help(help(text.paragraphs.len() - shared.len(), &copies::figures(shared.iter().map(written))))
        .related(earlier.place(places::first_line(earlier.source(), original.span)), same);
}

/// What to do, where so many paragraphs stand in the later plan only and these figures in both.
fn help(own: usize, figures: &[&str]) -> String {
    let advice = match own {
        0 => "say what is different here, or keep only one of the two".to_string(),
        1 => "1 paragraph is this plan's own; keep what is common in one place and link to it".to_string(),
        own => {
            format!("{own} paragraphs are this plan's own; keep what is common in one place and link to it")
        }
    };
    match figures {
        [] => advice,
        figures => {
            let shown = &figures[..figures.len().min(MOST_FIGURES)];
            let more = match figures.len() - shown.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{advice}; see whether these figures hold here too: {}{more}", shown.join(", "))
        }
    }
}
