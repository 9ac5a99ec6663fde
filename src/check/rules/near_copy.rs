//! Two plans that share more than half of their text.

use crate::check::context::SiteContext;
use crate::check::copies::{self, Text};
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;
use crate::link::PlanIndex;
use std::collections::{BTreeMap, HashMap};

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

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let texts = context.texts();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::with_capacity(texts.len());
    for (index, text) in texts.iter().enumerate() {
        // Characters in common with each earlier plan.
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for &(hash, length) in &text.distinct {
            let holders = holders.entry(hash).or_default();
            for earlier in holders.iter() {
                *common.entry(*earlier).or_default() += length;
            }
            if holders.len() < MOST_SHARED {
                holders.push(index);
            }
        }
        let shorter = |earlier: usize| text.length.min(texts[earlier].length);
        let mut copies: Vec<(usize, usize)> =
            common.into_iter().filter(|(earlier, common)| common * 2 > shorter(*earlier)).collect();
        copies.sort_by_key(|(earlier, common)| (std::cmp::Reverse(*common), *earlier));
        for (earlier, common) in copies.into_iter().take(MOST_FINDINGS) {
            report(context, (index, text), (earlier, &texts[earlier]), common, sink);
        }
    }
}

fn report(
    context: &SiteContext,
    (index, text): (usize, &Text),
    (earlier, other): (usize, &Text),
    common: usize,
    sink: &mut SiteSink,
) {
    let plan = |index: usize| context.plan(PlanIndex(u32::try_from(index).unwrap_or(u32::MAX)));
    let (later, earlier) = (plan(index), plan(earlier));
    let shared: Vec<&copies::Paragraph> =
        text.paragraphs.iter().filter(|paragraph| other.has(paragraph.hash)).collect();
    let Some(first) = shared.first() else { return };
    let original = other.paragraphs.iter().find(|paragraph| paragraph.hash == first.hash);
    let own = text.paragraphs.len() - shared.len();
    let percent = common * 100 / text.length.max(1);
    let figures = copies::figures(&later.plan.document, &shared);
    let unchanged = match figures.as_slice() {
        [] => String::new(),
        figures => format!("; figures unchanged in both: {}", figures.join(", ")),
    };
    let help = match own {
        0 => format!("say what is different here, or keep only one of the two{unchanged}"),
        1 => format!("1 paragraph differs; keep what is common in one place and link to it{unchanged}"),
        own => format!("{own} paragraphs differ; keep what is common in one place and link to it{unchanged}"),
    };
    let path = &earlier.source().path;
    let finding = sink
        .report(
            later.place(places::first_line(later.source(), first.span)),
            format!("{percent} % of this plan stands in `{path}` too"),
        )
        .label(format!("the first of {}", crate::check::words::counted(shared.len(), "shared paragraph")))
        .help(help);
    if let Some(original) = original {
        finding.related(earlier.place(places::first_line(earlier.source(), original.span)), "the same text");
    }
}
