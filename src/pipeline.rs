//! The spine: the one place where the stages run, in order. Commands read a site through [`load`], those that
//! make no pages through [`read`], the watch loop through [`reload`]: the same run, where HTML is left out until it
//! is asked for, or with a memo. There is no second way and no shortcut by kind of edit.

mod memo;
mod refused;

pub use memo::Memo;
pub use refused::{Refused, What};

use crate::aggregate::Facts;
use crate::check::{self, ByItself, Ground};
use crate::config::{self, Config, ConfigFiles, Lacks, Read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::link;
use crate::model::{self, DataFile, Page, Plan};
use crate::parse::{self, Made};
use crate::render::{Edition, Lists, Theme};
use crate::report::Summary;
use crate::schema;
use crate::site::Site;
use crate::text::{DecodeFault, Place, SourceFile, Span, natural};
use jiff::civil::Date;
use memo::{Last, Rules, Texts, Themed};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the files of a site come from: the disk, or memory in tests. Paths are relative to the site's
/// root, with `/`.
pub trait Tree: Sync {
    /// All files of the site, whatever they are.
    fn paths(&self) -> &BTreeSet<String>;
    /// The text of one of them.
    ///
    /// # Errors
    /// What is wrong and what to do, where it cannot be read as text.
    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault>;
    /// The bytes of one of them, for files that are no text.
    ///
    /// # Errors
    /// What is wrong and what to do, where it cannot be read.
    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault>;
    /// What is there and cannot be part of the site.
    fn refused(&self) -> &[Refused] {
        &[]
    }
}

/// A site in memory, as tests and examples have it.
#[derive(Debug, Default)]
pub struct MemoryTree {
    paths: BTreeSet<String>,
    files: BTreeMap<String, Arc<SourceFile>>,
}

impl MemoryTree {
    /// A site of these files.
    pub fn new<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self::of(files.into_iter().map(|(path, text)| SourceFile::new(path.into(), text.into())))
    }

    /// The same of files that are there already.
    pub fn of(files: impl IntoIterator<Item = Arc<SourceFile>>) -> Self {
        let files: BTreeMap<String, Arc<SourceFile>> =
            files.into_iter().map(|source| (source.path.to_string(), source)).collect();
        Self { paths: files.keys().cloned().collect(), files }
    }
}

impl Tree for MemoryTree {
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault> {
        let missing = || DecodeFault::new("there is no such file", "check the path");
        self.files.get(path).cloned().ok_or_else(missing)
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault> {
        self.read(path).map(|source| source.text.as_bytes().to_vec())
    }
}

/// What a run is asked for beyond the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day that the site is seen on.
    pub today: Date,
    /// Drafts are built too.
    pub drafts: bool,
}

/// A site that was read and checked.
pub struct Loaded {
    /// The site.
    pub site: Arc<Site>,
    /// Its statements, compiled for queries.
    pub facts: Arc<Facts>,
    /// Which plans belong together.
    pub lists: Arc<Lists>,
    /// Its theme with the site's own templates.
    pub theme: Arc<Theme>,
    /// All findings, sorted; the suppressed ones among them.
    pub findings: Arc<[Diagnostic]>,
}

impl Loaded {
    /// What pages are made from.
    pub fn edition(&self) -> Edition {
        let (theme, site, facts) = (Arc::clone(&self.theme), Arc::clone(&self.site), Arc::clone(&self.facts));
        Edition::new(theme, site, facts, Arc::clone(&self.lists), Arc::clone(&self.findings))
    }

    /// What findings of this site come to.
    pub fn summary(&self, findings: &[Diagnostic]) -> Summary {
        Summary::of(findings, self.site.plans.iter().map(|plan| &*plan.document.source.path))
    }
}

/// Why nothing could be read at all, in words, and as a finding where it has a place: exit code 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fatal(pub String, pub Option<Box<Diagnostic>>);

/// Reads, types, connects and checks a whole site.
///
/// # Errors
/// Only where `planpress.yaml` is absent, unreadable or not YAML.
pub fn load(tree: &dyn Tree, options: Options) -> Result<Loaded, Fatal> {
    reload(tree, options, Made::Page, &mut Memo::default())
}

/// The same of a site of which no pages are made: what only they need is made where it is asked for.
///
/// # Errors
/// As of [`load`].
pub fn read(tree: &dyn Tree, options: Options) -> Result<Loaded, Fatal> {
    reload(tree, options, Made::Nothing, &mut Memo::default())
}

/// The same with what an earlier run of the site left, which comes to the same: what was made of a file is
/// taken over where the file and all that it is held against are as they were. What is not made at once is made where
/// it is asked for, which costs more where every page is made.
///
/// # Errors
/// As of [`load`].
pub fn reload(tree: &dyn Tree, options: Options, made: Made, memo: &mut Memo) -> Result<Loaded, Fatal> {
    memo.begin(options);
    let Rules { config, schemas, mut findings, .. } = read_rules(tree, memo)?;
    findings.extend(refused::findings(tree, &config).chain(refused::nearly_read(tree, &config)));
    let ground = Ground { config: &config, schemas: &schemas, today: options.today };
    let parsing = parse::Options { raw_html: config.raw_html, made };
    let (mut plans, by_itself) =
        read_plans(tree, ground, parsing, memo, &mut findings).into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
    let pages = read_pages(tree, &config, parsing, memo, &mut findings);
    let mut data = read_data(tree, &config, memo, &mut findings);
    model::unify(&config, &mut plans, &mut data);
    let unread = unread(&findings);
    let files = (tree.paths(), tree.refused());
    let graph = memo.graph(files, (&plans, &pages), &unread).unwrap_or_else(|| {
        let passed_over = |path: &str| refused::passed_over(tree, &config, path);
        let mut graph = link::graph((&plans, &pages), tree.paths(), &passed_over, options.drafts);
        graph.forgive(unread, &plans, &pages);
        Arc::new(graph)
    });
    findings.extend(link::attach(&mut data, &plans, &graph, &config));
    let (today, drafts) = (options.today, options.drafts);
    let site = Arc::new(Site { config, schemas, plans, pages, data, graph, today, drafts });
    let (known, listed) = memo.facts_and_lists(&site);
    let make_facts = || known.unwrap_or_else(|| Arc::new(Facts::new(&site)));
    let make_lists = || {
        let before = memo.theme.as_ref().map(|themed| Arc::clone(&themed.theme));
        let themed = read_theme(tree, &site.config, memo);
        let is_same = before.is_some_and(|before| Arc::ptr_eq(&before, &themed.theme));
        let lists = listed.filter(|_| is_same).unwrap_or_else(|| {
            let (lists, collisions) = Lists::new(&site, &themed.theme, tree.paths());
            (Arc::new(lists), collisions)
        });
        (themed, lists)
    };
    let (facts, (themed, (lists, collisions))) = rayon::join(make_facts, make_lists);
    memo.last = Some(Last::new(files, &site, &facts, &lists, collisions.is_empty()));
    findings.extend(themed.findings.into_iter().chain(collisions));
    let mut findings = check::run(&site, &facts, &by_itself, findings);
    let mut unread = Vec::new();
    if let Some(baseline) = read_optional(tree, check::baseline::PATH, &mut unread) {
        check::baseline::apply(&baseline, &site.config, &mut findings);
    }
    findings.extend(unread);
    Ok(Loaded { site, facts, lists, theme: themed.theme, findings: findings.into() })
}

/// The configuration and the kinds.
fn read_rules(tree: &dyn Tree, memo: &mut Memo) -> Result<Rules, Fatal> {
    const PLANPRESS: &str = "planpress.yaml";
    if let Some(refused) = tree.refused().iter().find(|refused| refused.path == PLANPRESS) {
        return Err(Fatal(format!("{PLANPRESS}: {}; {}", refused.why, refused.help), None));
    }
    if !tree.paths().contains(PLANPRESS) {
        return Err(Fatal(
            "there is no `planpress.yaml` here; `planpress init` writes a small site".into(),
            None,
        ));
    }
    let others = ["metrics.yaml", "dimensions.yaml"].into_iter().filter(|path| tree.paths().contains(*path));
    let mut paths = vec![PLANPRESS];
    paths.extend(others);
    paths.extend(below(tree, Read::SCHEMAS));
    let texts = read_texts(tree, &paths);
    if let Some(known) = memo.rules(&texts) {
        return Ok(known.clone());
    }
    if let Some((_, Err(fault))) = texts.first() {
        return Err(Fatal(format!("planpress.yaml: {}", fault.message), None));
    }
    let mut findings = Vec::new();
    let mut files = readable(texts.iter().map(|(path, text)| (path, text)), &mut findings);
    let Some(planpress) = files.remove(PLANPRESS) else {
        return Err(Fatal("planpress.yaml: the file is gone".into(), None));
    };
    let (metrics, dimensions) = (files.remove("metrics.yaml"), files.remove("dimensions.yaml"));
    let is_unread = |wanted: &str| texts.iter().any(|(path, text)| path == wanted && text.is_err());
    let lacks = Lacks { metrics: is_unread("metrics.yaml"), dimensions: is_unread("dimensions.yaml") };
    let (config, faults) =
        config::read(&ConfigFiles { planpress, metrics, dimensions, lacks }, check::rules::names())
            .map_err(|fault| Fatal(format!("{}: {}", fault.place, fault.message), Some(fault)))?;
    findings.extend(faults);
    let is_unread = |(path, text): &&(String, Result<_, _>)| text.is_err() && Read::SCHEMAS.has(path);
    let unread: Vec<&str> = texts.iter().filter(is_unread).map(|(path, _)| path.as_str()).collect();
    let (schemas, faults) = schema::read(&files.into_values().collect::<Vec<_>>(), &unread, &config);
    findings.extend(faults);
    findings.extend(model::defaults(&config, &schemas));
    let rules = Rules { texts, config: Arc::new(config), schemas: Arc::new(schemas), findings };
    memo.rules = Some(rules.clone());
    Ok(rules)
}

fn read_optional(tree: &dyn Tree, path: &str, findings: &mut Vec<Diagnostic>) -> Option<Arc<SourceFile>> {
    if !tree.paths().contains(path) {
        return None;
    }
    read_text(tree, path).map_err(|fault| findings.push(*fault)).ok()
}

/// The text of a file, or the finding that says why it cannot be read.
fn read_text(tree: &dyn Tree, path: &str) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    tree.read(path).map_err(|fault| Box::new(unreadable(path, fault)))
}

/// The ids that plans in files that could not be read most likely have: the names of the files. Links to them
/// are not reported as well.
fn unread(findings: &[Diagnostic]) -> BTreeSet<String> {
    let unreadable = findings.iter().filter(|finding| finding.rule == "unreadable-file");
    let name = |path: &str| Some(path.strip_suffix(".md")?.rsplit('/').next()?.to_owned());
    unreadable.filter_map(|finding| name(&finding.place.source.path)).collect()
}

fn unreadable(path: &str, fault: DecodeFault) -> Diagnostic {
    // What could be read ends where the fault is.
    let source = SourceFile::new(path, &*fault.before);
    let place = Place::new(&source, Span::at(source.text.len()));
    let help = fault.help.replace("FILE", &format!("'{path}'"));
    Diagnostic::new("unreadable-file", Severity::Error, place, fault.message).help(help)
}

/// What could be read of some files, by path; for the others a finding each.
fn readable<'a, T: Clone + 'a>(
    files: impl IntoIterator<Item = (&'a String, &'a Result<T, DecodeFault>)>,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, T> {
    let mut read = BTreeMap::new();
    for (path, content) in files {
        match content {
            Ok(content) => drop(read.insert(path.clone(), content.clone())),
            Err(fault) => findings.push(unreadable(path, fault.clone())),
        }
    }
    read
}

/// Reads many files in parallel, keeping their order, and makes something of each text.
fn read_all<T: Send>(
    tree: &dyn Tree,
    paths: &[&str],
    findings: &mut Vec<Diagnostic>,
    make: impl Fn(Arc<SourceFile>) -> T + Sync,
) -> Vec<T> {
    let read: Vec<_> = paths.par_iter().map(|path| read_text(tree, path).map(&make)).collect();
    let mut made = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(value) => made.push(value),
            Err(fault) => findings.push(*fault),
        }
    }
    made
}

/// The files of a site that are read for something, in the order that people expect of their names.
fn below(tree: &dyn Tree, read: Read) -> Vec<&str> {
    in_order(tree, |path| read.has(path))
}

fn in_order(tree: &dyn Tree, is_wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut paths: Vec<&str> =
        tree.paths().iter().map(String::as_str).filter(|path| is_wanted(path)).collect();
    paths.sort_by(|a, b| natural(a, b));
    paths
}

/// The texts of files, in parallel, in their order.
fn read_texts(tree: &dyn Tree, paths: &[&str]) -> Texts {
    paths.par_iter().map(|path| ((*path).to_owned(), tree.read(path))).collect()
}

fn read_plans(
    tree: &dyn Tree,
    ground: Ground,
    options: parse::Options,
    memo: &mut Memo,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(Arc<Plan>, Arc<ByItself>)> {
    let config = ground.config;
    let paths = in_order(tree, |path| config.is_plan(path));
    let read = read_all(tree, &paths, findings, |source| {
        memo.plans.get(&source).unwrap_or_else(|| {
            let (mut plan, details) = model::plan(parse::parse(&source, options), config, ground.schemas);
            let by_itself = check::by_itself(&plan, &details, ground);
            plan.drop_front();
            (Arc::new(plan), Arc::new(by_itself))
        })
    });
    memo.plans.set(read.iter().map(|made| (Arc::clone(&made.0.document.source), made.clone())));
    read
}

fn read_pages(
    tree: &dyn Tree,
    config: &Config,
    options: parse::Options,
    memo: &mut Memo,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Arc<Page>> {
    let pages = read_all(tree, &below(tree, Read::PAGES), findings, |source| {
        let make = || Arc::new(model::page(parse::parse(&source, options).document, config));
        memo.pages.get(&source).unwrap_or_else(make)
    });
    memo.pages.set(pages.iter().map(|page| (Arc::clone(&page.document.source), Arc::clone(page))));
    pages
}

fn read_data(
    tree: &dyn Tree,
    config: &Config,
    memo: &mut Memo,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Arc<DataFile>> {
    let files = read_all(tree, &below(tree, Read::DATA), findings, |source| {
        memo.data.get(&source).unwrap_or_else(|| Arc::new(model::data_file(&source, config)))
    });
    memo.data.set(files.iter().map(|file| (Arc::clone(&file.source), Arc::clone(file))));
    files
}

/// The theme: the embedded one, under `themes/<name>/` of the site, under the site's `templates/`.
fn read_theme(tree: &dyn Tree, config: &Config, memo: &mut Memo) -> Themed {
    let mut paths = below(tree, Read::TEMPLATES);
    paths.extend(below(tree, Read::THEMES));
    let is_text = |path: &&str| {
        [".html", ".yaml", ".css", ".js", ".svg", ".txt", ".md", ".xml"]
            .iter()
            .any(|ending| path.ends_with(ending))
    };
    let (texts, others): (Vec<&str>, Vec<&str>) = paths.into_iter().partition(is_text);
    let texts = read_texts(tree, &texts);
    let others = others.into_iter().filter(|path| path.contains("/assets/"));
    let binary = others.map(|path| (path.to_owned(), tree.bytes(path).map(Arc::from))).collect();
    if let Some(known) = memo.theme.as_ref().filter(|known| known.is_of(&texts, &binary, tree.paths())) {
        return known.clone();
    }
    let mut findings = Vec::new();
    let files = readable(texts.iter().map(|(path, text)| (path, text)), &mut findings);
    let assets = readable(&binary, &mut findings);
    let (theme, faults) = Theme::load(config, &files, &assets, tree.paths());
    findings.extend(faults);
    let paths = Arc::new(tree.paths().clone());
    let themed = Themed { texts, binary, paths, theme: Arc::new(theme), findings };
    memo.theme = Some(themed.clone());
    themed
}

/// Findings that count: those that are not suppressed.
pub fn counted(findings: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    findings.iter().filter(|finding| !finding.is_suppressed())
}
