//! What templates see: these structs and no others. Everything is text ready to show, with plain sort keys
//! beside it; fields that end in `_html` are HTML made here and the only ones that a template marks safe.
//! Addresses are relative to the page, but for those of [`SiteView`], which stand behind `page.root`.

use serde::Serialize;

/// `site`: what all pages of a language share.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// The main places, in order.
    pub nav: Vec<NavView>,
    /// How many errors count.
    pub errors: usize,
    /// The same in words.
    pub errors_text: String,
    /// The day that the site is seen on.
    pub today: String,
    /// `資料截至 …`.
    pub as_of: String,
    /// Links at the foot.
    pub links: Vec<LinkView>,
    /// The theme's option `footer`.
    pub footer: String,
    /// The theme's option `logo`: a file in the output.
    pub logo: String,
    /// The theme's option `density`.
    pub density: String,
    /// The theme's option `css`: a file in the output.
    pub css: String,
}

/// A main place.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What `page.section` is compared with.
    pub key: &'static str,
    /// Its name.
    pub text: String,
    /// Where, from the root of the site.
    pub href: String,
}

/// `page`: the page itself.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The tag of its language.
    pub lang: &'static str,
    /// How to get to the root of the site: `../` for each folder.
    pub root: String,
    /// Its title.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The main place that it belongs to.
    pub section: &'static str,
    /// Its address where it is published, with `base_url`.
    pub canonical: Option<String>,
    /// The way to it; the last one has no address.
    pub crumbs: Vec<LinkView>,
}

/// Words that may lead somewhere.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct LinkView {
    /// The words.
    pub text: String,
    /// Where to.
    pub href: Option<String>,
}

impl LinkView {
    /// Words that lead somewhere.
    pub fn to(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()) }
    }

    /// Words alone.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

/// A status: shape and word.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StatusView {
    /// The shape: `draft`, `review`, `approved`, `active`, `closed`, or nothing for a plain ring.
    pub class: &'static str,
    /// The word.
    pub text: String,
}

/// `checks`: the page of findings.
#[derive(Clone, Debug, Serialize)]
pub struct ChecksView {
    /// How many plans and files.
    pub summary: String,
    /// How many errors, warnings and suppressed findings, in words.
    pub counts: String,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// Suppressed findings.
    pub suppressed: usize,
    /// How often each rule, most often first.
    pub rules: Vec<RuleCountView>,
    /// The findings by file.
    pub groups: Vec<FindingGroupView>,
}

/// How often a rule was broken.
#[derive(Clone, Debug, Serialize)]
pub struct RuleCountView {
    /// Its name, and the anchor of its first finding.
    pub name: String,
    /// `err` or `wrn`.
    pub class: &'static str,
    /// How often.
    pub count: usize,
}

/// The findings of one file.
#[derive(Clone, Debug, Serialize)]
pub struct FindingGroupView {
    /// The document's title, else the path.
    pub title: String,
    /// The document's page.
    pub href: Option<String>,
    /// The file.
    pub path: String,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// The findings in the order of the file.
    pub findings: Vec<FindingView>,
}

/// A finding with its excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// Its anchor.
    pub id: String,
    /// `err`, `wrn` or `off`.
    pub class: &'static str,
    /// The same as a word.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// The rule's name.
    pub rule: &'static str,
    /// What to do.
    pub help: Option<String>,
    /// `plans/a.md:96:14`.
    pub place: String,
    /// Where that can be edited.
    pub edit: Option<String>,
    /// `schemas/a.yaml:41`, where a schema asked.
    pub schema: Option<String>,
    /// The lines that it is about.
    pub lines: Vec<ExcerptView>,
}

/// A line of an excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct ExcerptView {
    /// Its number.
    pub number: u32,
    /// The text before the offending words.
    pub before: String,
    /// The offending words.
    pub marked: String,
    /// The text behind them.
    pub after: String,
    /// What is said under them.
    pub say: Option<String>,
}

/// `plan`: the page of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Left out of a regular build.
    pub draft: bool,
    /// What it is, in order.
    pub facts: Vec<FactView>,
    /// Where it can be edited.
    pub edit: Option<String>,
    /// Its file.
    pub source: String,
    /// What the page holds.
    pub contents: Vec<ContentView>,
    /// Its numbers.
    pub targets: Option<PlanTargetsView>,
    /// Its phases.
    pub phases: Option<super::gantt::GanttView>,
    /// Its text.
    pub body_html: String,
    /// How many places mention it, in words.
    pub backlinks_count: String,
    /// Who mentions it.
    pub backlinks: Vec<BacklinkView>,
    /// The plan before it under the same parent.
    pub previous: Option<LinkView>,
    /// The plan behind it under the same parent.
    pub next: Option<LinkView>,
    /// For those who sign it on paper.
    pub sign: SignView,
    /// What is wrong with it.
    pub findings: Vec<PlanFindingView>,
    /// Plans that it belongs with.
    pub relations: Vec<RelationView>,
}

/// A fact: a label and what holds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FactView {
    /// The label.
    pub label: String,
    /// `num`, `path`, `tags` or nothing.
    pub class: &'static str,
    /// The status, where the fact is that.
    pub status: Option<StatusView>,
    /// What holds.
    pub links: Vec<LinkView>,
}

impl FactView {
    /// A fact of words.
    pub fn of(label: &str, links: Vec<LinkView>) -> Self {
        Self { label: label.to_owned(), class: "", status: None, links }
    }
}

/// An entry of the contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentView {
    /// The heading.
    pub text: String,
    /// Where it stands in the page.
    pub href: String,
    /// Headings below it.
    pub children: Vec<ContentView>,
}

impl ContentView {
    /// An entry without any below it.
    pub fn leaf(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), children: Vec::new() }
    }
}

/// The numbers of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTargetsView {
    /// How much of the time has passed, in words.
    pub note: String,
    /// Plans below it have numbers too: the columns `allocated` and `gap` say something.
    pub split: bool,
    /// One row a metric and period.
    pub rows: Vec<PlanTargetView>,
}

/// A number of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTargetView {
    /// The metric.
    pub metric: LinkView,
    /// Its unit.
    pub unit: String,
    /// The period, where it is not the plan's.
    pub period: Option<String>,
    /// The anchor of the finding about it.
    pub finding: Option<String>,
    /// What is to be reached.
    pub target_html: String,
    /// What was reached.
    pub actual_html: String,
    /// Progress, where it can be told.
    pub bar: Option<ProgressView>,
    /// Why there is no progress.
    pub why: Option<String>,
    /// Progress less elapsed time, with its sign.
    pub against_time: Option<SignedView>,
    /// What the plans below add up to.
    pub allocated_html: String,
    /// What they leave.
    pub gap_html: String,
}

/// Progress as bar and number.
#[derive(Clone, Debug, Serialize)]
pub struct ProgressView {
    /// The bar.
    pub bullet_html: String,
    /// In percent: `74.0`.
    pub percent: String,
}

/// A number with its sign and colour.
#[derive(Clone, Debug, Serialize)]
pub struct SignedView {
    /// `+3.3`.
    pub text: String,
    /// `good`, `bad` or nothing.
    pub class: &'static str,
}

/// A sentence elsewhere that mentions the plan.
#[derive(Clone, Debug, Serialize)]
pub struct BacklinkView {
    /// The document's title.
    pub title: String,
    /// The section in it.
    pub href: String,
    /// The section's heading.
    pub section: String,
    /// The sentence before the link.
    pub before: String,
    /// The link's words.
    pub marked: String,
    /// The sentence behind it.
    pub after: String,
}

/// The lines to sign.
#[derive(Clone, Debug, Serialize)]
pub struct SignView {
    /// Who wrote it.
    pub author: String,
    /// Source, date, open findings.
    pub note: String,
}

/// A finding on the page of its plan.
#[derive(Clone, Debug, Serialize)]
pub struct PlanFindingView {
    /// Its anchor here.
    pub id: String,
    /// `err` or `wrn`.
    pub class: &'static str,
    /// The same as a word.
    pub severity: String,
    /// The rule's name.
    pub rule: &'static str,
    /// The finding on the page of all findings.
    pub href: String,
    /// What is wrong.
    pub message: String,
    /// The section that it stands in.
    pub section: Option<LinkView>,
    /// Its line, in words.
    pub line: String,
}

/// Plans in one relation.
#[derive(Clone, Debug, Serialize)]
pub struct RelationView {
    /// The relation's title.
    pub title: String,
    /// The plans.
    pub links: Vec<LinkView>,
}
