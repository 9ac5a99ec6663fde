//! A site, a theme and the findings put together: everything that pages share is worked out once here
//! (paths, who owns what, counts of findings, the words of each language), so that a page costs only itself.

use super::by_axis::{ByAxis, Span};
use super::data::{DataKey, PlanRecords, ViewAt, sheet_path};
use super::gantt::{Scale, TimeAxis};
use super::group::Yearly;
use super::key::{PageKey, relative};
use super::lists::Lists;
use super::paths;
use super::search::SearchIndex;
use super::theme::Theme;
use crate::aggregate::{Answer, Facts, PlanTarget};
use crate::changes::History;
use crate::config::{DimensionId, Language, MetricId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::Numbering;
use crate::link::{DocumentIndex, PageIndex, PlanIndex};
use crate::memo::Memo;
use crate::model::Plan;
use crate::parse::Document;
use crate::period::Period;
use crate::site::Site;
use crate::text::Place;
use crate::view::Axis;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// All that pages are made from.
pub struct Edition {
    /// How it looks.
    pub theme: Arc<Theme>,
    /// What it says.
    pub site: Arc<Site>,
    /// Its statements, ready for queries.
    pub facts: Arc<Facts>,
    /// What is wrong with it, sorted; suppressed findings included.
    pub findings: Arc<[Diagnostic]>,
    /// Those of them that pages tell: nothing of drafts that are left out.
    pub(super) told: Arc<[Diagnostic]>,
    /// What changed from version to version, where the site tells it.
    pub(super) history: Option<History>,
    /// Who owns, what is tagged: the plans behind each list page.
    pub(super) lists: Arc<Lists>,
    /// For each plan: its findings, and how many count.
    pub(super) plan_findings: Vec<PlanFindings>,
    /// For each finding: the anchor on the page of findings.
    pub(super) finding_ids: Vec<String>,
    /// The contexts that all pages of a language share.
    pub(super) contexts: BTreeMap<Language, tera::Context>,
    /// The metrics that have targets, and the times that these are in.
    pub(super) aims: (Vec<MetricId>, Vec<Span>),
    /// Plans by file.
    pub(super) plan_files: BTreeMap<Arc<str>, PlanIndex>,
    /// What tables of plans say of each, for programs.
    pub(super) plan_records: PlanRecords,
    /// The axes of charts along time, which most plans share.
    pub(super) time_axes: Memo<(Scale, Language), TimeAxis>,
    plan_paths: Vec<String>,
    page_paths: Vec<String>,
    metric_paths: Vec<String>,
    search: OnceLock<SearchIndex>,
    /// For each metric: the first table of its page, which its data files hold too.
    years: Vec<OnceLock<(Option<Period>, Answer)>>,
    /// For each metric: what the rows of its tables are.
    pub(super) axes: Memo<MetricId, Axis>,
    /// For each metric: whether its numbers run over years.
    pub(super) has_years: Memo<MetricId, bool>,
    /// For each metric: its numbers by year.
    pub(super) by_year: Memo<MetricId, Answer>,
    /// The numbers behind the pages of values of dimensions, owners, kinds and tags.
    pub(super) by_axis: ByAxis,
    /// The numbers of these pages, year by year.
    pub(super) yearly: Memo<PageKey, Vec<Yearly>>,
    /// The tables of views, which their data files hold too.
    pub(super) views: Memo<ViewAt, Answer>,
    /// How data files name statements.
    pub(super) numbering: Numbering,
    is_prepared: AtomicBool,
}

/// The findings of one plan.
#[derive(Clone, Debug, Default)]
pub(super) struct PlanFindings {
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// Indices in [`Edition::told`], suppressed ones included.
    pub indices: Vec<usize>,
}

impl Edition {
    /// Puts a theme, a site, its statements and its findings together.
    pub fn new(
        theme: Arc<Theme>,
        site: Arc<Site>,
        facts: Arc<Facts>,
        lists: Arc<Lists>,
        findings: Arc<[Diagnostic]>,
    ) -> Self {
        let plan_paths = site.plans.iter().map(|plan| placed(&lists, paths::plan(plan))).collect();
        let page_paths = site.pages.iter().map(|page| placed(&lists, paths::page(page))).collect();
        let metrics = (0..site.config.metrics.len()).map(|at| MetricId(at as u16));
        let metric_paths = metrics.map(|id| placed(&lists, paths::metric(&site.config, id))).collect();
        let years = site.config.metrics.iter().map(|_| OnceLock::new()).collect();
        let plan_records = PlanRecords::new(site.plans.len());
        let plan_files = files(&site);
        let told = told(&site, &plan_files, &findings);
        let plan_findings = by_plan(&site, &plan_files, &told);
        let finding_ids = finding_ids(&told);
        let numbering = Numbering::new(&site);
        let mut edition = Self {
            theme,
            site,
            facts,
            findings,
            told,
            history: None,
            lists,
            plan_findings,
            finding_ids,
            contexts: BTreeMap::new(),
            aims: Default::default(),
            plan_files,
            plan_records,
            time_axes: Memo::default(),
            plan_paths,
            page_paths,
            metric_paths,
            search: OnceLock::new(),
            years,
            axes: Memo::default(),
            has_years: Memo::default(),
            by_year: Memo::default(),
            by_axis: ByAxis::default(),
            yearly: Memo::default(),
            views: Memo::default(),
            numbering,
            is_prepared: AtomicBool::new(false),
        };
        let aimed = super::group::with_targets(&edition);
        let spans = super::group::spans(&edition, &aimed);
        edition.aims = (aimed, spans);
        edition.contexts = super::shell::contexts(&edition);
        edition
    }

    /// Makes what several pages wait for, before any of them does; once.
    pub(super) fn prepare(&self) {
        if self.is_prepared.swap(true, Ordering::Relaxed) {
            return;
        }
        let years = || {
            let metrics: Vec<MetricId> = (0..self.years.len()).map(|at| MetricId(at as u16)).collect();
            metrics.par_iter().for_each(|id| {
                self.year_of(*id);
            });
        };
        let search = || {
            if self.theme.searches() {
                self.search();
            }
        };
        rayon::join(search, || rayon::join(years, || super::group::prepare(self)));
    }

    /// The same with a history.
    pub fn with_history(self, history: Option<History>) -> Self {
        Self { history, ..self }
    }

    /// The search index, made when it is first asked for.
    pub(super) fn search(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::new(self))
    }

    /// Whether a plan is part of what is built.
    pub(super) fn is_shown(&self, plan: &Plan) -> bool {
        self.site.is_shown(plan)
    }

    /// The targets of a plan.
    pub(super) fn targets(&self, index: PlanIndex) -> &[PlanTarget] {
        self.facts.targets(&self.site, index)
    }

    /// The year that a metric's page shows first, and its numbers by quarter.
    pub(super) fn year_of(&self, id: MetricId) -> &(Option<Period>, Answer) {
        self.years[usize::from(id.0)].get_or_init(|| super::metric::year_of(self, id))
    }

    /// The plans that are built.
    pub(super) fn shown(&self) -> impl Iterator<Item = (PlanIndex, &Plan)> {
        self.site.indexed_plans().filter(|(_, plan)| self.is_shown(plan))
    }

    /// The language of a page.
    pub(super) fn language(&self, key: &PageKey) -> Language {
        let own = match key {
            PageKey::Plan(index) => self.site.plan(*index).lang.as_ref().map(|lang| lang.value),
            PageKey::Page(index) => self.site.pages.get(index.0 as usize).and_then(|page| page.lang),
            _ => None,
        };
        own.unwrap_or(self.site.config.language)
    }

    /// The file that an output becomes, from the output's root; that of another one which has its place.
    pub fn path(&self, key: &PageKey) -> String {
        match key {
            PageKey::Plan(index) => self.plan_path(*index).to_owned(),
            PageKey::Source(index) => paths::source(self.plan_path(*index)),
            PageKey::Page(index) => self.page_path(*index).to_owned(),
            PageKey::Metric(id) => self.metric_paths.get(usize::from(id.0)).cloned().unwrap_or_default(),
            PageKey::Sheet(sheet) => sheet_path(&self.path(&sheet.page), &sheet.table, sheet.form),
            other => placed(&self.lists, self.own_path(other)),
        }
    }

    /// The file that an output would become if nothing were in its way.
    pub(super) fn own_path(&self, key: &PageKey) -> String {
        let config = &self.site.config;
        let plan = |index: &PlanIndex| paths::plan(self.site.plan(*index));
        match key {
            PageKey::Plan(index) => plan(index),
            PageKey::Source(index) => paths::source(&plan(index)),
            PageKey::Page(index) => {
                self.site.pages.get(index.0 as usize).map_or_else(String::new, |page| paths::page(page))
            }
            PageKey::Metric(id) => paths::metric(config, *id),
            PageKey::Value(id, value) => paths::value(config, *id, value),
            PageKey::Kind(kind) => paths::listed("kinds", kind),
            PageKey::Owner(name) => paths::listed("owners", name),
            PageKey::Tag(tag) => paths::listed("tags", tag),
            PageKey::SearchShard(file) => format!("assets/search/{}.js", self.search().name(*file)),
            PageKey::Redirect(alias, _) => paths::alias(alias),
            PageKey::Asset(path) => format!("assets/{path}"),
            PageKey::Sheet(sheet) => sheet_path(&self.own_path(&sheet.page), &sheet.table, sheet.form),
            PageKey::Data(DataKey::Table(id, ending)) => paths::metric_data(config, *id, ending),
            PageKey::Data(data) => format!("data/{}", data.file()),
            fixed => paths::fixed(fixed).unwrap_or_default().to_owned(),
        }
    }

    /// The file of a plan.
    pub(super) fn plan_path(&self, index: PlanIndex) -> &str {
        self.plan_paths.get(index.0 as usize).map_or("", String::as_str)
    }

    /// The file of a free page.
    pub(super) fn page_path(&self, index: PageIndex) -> &str {
        self.page_paths.get(index.0 as usize).map_or("", String::as_str)
    }

    /// The file of a document.
    pub(super) fn document_path(&self, index: DocumentIndex) -> &str {
        match index {
            DocumentIndex::Plan(index) => self.plan_path(index),
            DocumentIndex::Page(index) => self.page_path(index),
        }
    }

    /// A plan's or page's text.
    pub(super) fn document(&self, index: DocumentIndex) -> Option<&Document> {
        match index {
            DocumentIndex::Plan(index) => self.site.plans.get(index.0 as usize).map(|plan| &plan.document),
            DocumentIndex::Page(index) => self.site.pages.get(index.0 as usize).map(|page| &page.document),
        }
    }

    /// The title of a document.
    pub(super) fn document_title(&self, index: DocumentIndex) -> &str {
        match index {
            DocumentIndex::Plan(index) => &self.site.plan(index).title.value,
            DocumentIndex::Page(index) => {
                self.site.pages.get(index.0 as usize).map_or("", |page| page.title.as_str())
            }
        }
    }

    /// The address of an output as seen from the file `from`.
    pub(super) fn href(&self, from: &str, key: &PageKey) -> String {
        relative(from, &self.path(key))
    }

    /// The address of a plan as seen from the file `from`.
    pub(super) fn plan_href(&self, from: &str, index: PlanIndex) -> String {
        relative(from, self.plan_path(index))
    }

    /// The id of a dimension.
    pub(super) fn dimension_id(&self, id: DimensionId) -> &str {
        self.site.config.dimensions.get(usize::from(id.0)).map_or("", |dimension| dimension.id.as_str())
    }

    /// Where a value of a dimension is declared among the others; values of open dimensions may not be.
    pub(super) fn value_place(&self, id: DimensionId, value: &str) -> Option<usize> {
        self.site.config.value_named(id, value).map(|at| at as usize)
    }

    /// The title of a value of a dimension; values of open dimensions are their own title.
    pub(super) fn value_title<'a>(&'a self, id: DimensionId, value: &'a str) -> &'a str {
        self.site.config.value_title(id, value)
    }

    /// The title of a kind.
    pub(super) fn kind_title<'a>(&'a self, kind: &'a str) -> &'a str {
        self.site.schemas.get(kind).map_or(kind, |schema| schema.title.as_str())
    }

    /// Errors and warnings that count, and suppressed findings, of the whole site.
    pub(super) fn totals(&self) -> (usize, usize, usize) {
        let mut totals = (0, 0, 0);
        for finding in self.told.iter() {
            match (finding.is_suppressed(), finding.severity) {
                (true, _) => totals.2 += 1,
                (false, Severity::Error) => totals.0 += 1,
                (false, Severity::Warning) => totals.1 += 1,
            }
        }
        totals
    }
}

/// The path of an output, or of the one that has its place.
fn placed(lists: &Lists, path: String) -> String {
    lists.taken.get(&path).cloned().unwrap_or(path)
}

fn files(site: &Site) -> BTreeMap<Arc<str>, PlanIndex> {
    site.indexed_plans().map(|(index, plan)| (Arc::from(&*plan.document.source.path), index)).collect()
}

/// The findings of all files but those of plans that are no part of what is built; these are no related places either.
fn told(
    site: &Site,
    files: &BTreeMap<Arc<str>, PlanIndex>,
    findings: &Arc<[Diagnostic]>,
) -> Arc<[Diagnostic]> {
    let is_told =
        |place: &Place| files.get(&*place.source.path).is_none_or(|plan| site.is_shown(site.plan(*plan)));
    let is_whole = |finding: &Diagnostic| {
        is_told(&finding.place) && finding.related.iter().all(|related| is_told(&related.place))
    };
    if findings.iter().all(is_whole) {
        return Arc::clone(findings);
    }
    let mut told: Vec<Diagnostic> =
        findings.iter().filter(|finding| is_told(&finding.place)).cloned().collect();
    for finding in &mut told {
        finding.related.retain(|related| is_told(&related.place));
    }
    told.into()
}

fn by_plan(site: &Site, files: &BTreeMap<Arc<str>, PlanIndex>, findings: &[Diagnostic]) -> Vec<PlanFindings> {
    let mut result = vec![PlanFindings::default(); site.plans.len()];
    for (index, finding) in findings.iter().enumerate() {
        let Some(plan) = files.get(&*finding.place.source.path) else { continue };
        let of_plan = &mut result[plan.0 as usize];
        of_plan.indices.push(index);
        match (finding.is_suppressed(), finding.severity) {
            (true, _) => {}
            (false, Severity::Error) => of_plan.errors += 1,
            (false, Severity::Warning) => of_plan.warnings += 1,
        }
    }
    result
}

/// The first finding of a rule has the rule's name as its anchor, the others a number behind it.
fn finding_ids(findings: &[Diagnostic]) -> Vec<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let count = seen.entry(finding.rule).or_default();
            *count += 1;
            match *count {
                1 => finding.rule.to_owned(),
                n => format!("{}-{n}", finding.rule),
            }
        })
        .collect()
}
