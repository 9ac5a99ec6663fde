//! `planpress.yaml`, `metrics.yaml` and `dimensions.yaml` as types: what the site is called, where its
//! plans lie, what is counted and along what it is split. Everything here carries its place, so that a
//! finding elsewhere can name the line that asked.

pub(crate) mod condition;
mod dimension;
mod glob;
mod metric;
mod names;
pub(crate) mod pattern;
mod files;
mod plan_source;
mod site;
pub(crate) mod taken;
#[cfg(test)]
mod tests;

pub use crate::language::Language;
pub use condition::Condition;
pub use dimension::{Dimension, DimensionId, DimensionValue};
pub use files::{FOLDERS, Read, is_flat};
pub use metric::{Better, Display, Metric, MetricId, MetricKind};
pub use names::{Names, Units};
pub use plan_source::PlanSource;
pub use taken::is_id;

use crate::diagnostic::Diagnostic;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, FaultKind, Node, Reader};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of all findings here.
const RULE: &str = "invalid-config";

/// Front-matter keys that every plan may have, beside relations and dimensions.
pub const STANDARD_KEYS: &[&str] = &[
    "id",
    "title",
    "kind",
    "status",
    "period",
    "owner",
    "tags",
    "summary",
    "lang",
    "draft",
    "date",
    "aliases",
    "targets",
    "actuals",
    "forecasts",
    "figures",
    "phases",
    "allow",
];

/// Names that views, tables and data files give another meaning, so that no dimension can have them.
const RESERVED: &[&str] = &[
    "parent", "plan", "metric", "value", "weight", "note", "growth", "label", "by", "partial", "year",
    "half", "quarter", "month", "week", "day", "tag",
];

/// The whole configuration of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// The language of the interface.
    pub language: Language,
    /// The theme's name.
    pub theme: String,
    /// Where it is chosen.
    pub theme_place: Option<Place>,
    /// The theme's options as written (`theme_options:`); which there are, the theme says.
    pub theme_options: BTreeMap<String, ThemeOption>,
    /// Where a plan's source can be edited, with `{path}`.
    pub edit_url: Option<String>,
    /// Whether the site offers each plan's source file beside its page.
    pub sources: bool,
    /// Where the site is published; only for `sitemap.xml`, the feed and OpenGraph.
    pub base_url: Option<String>,
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: i8,
    /// The statuses in their order; the last one means closed. Never empty.
    pub statuses: Vec<String>,
    /// Where the plans lie; the first entry that matches a file wins.
    pub plans: Vec<PlanSource>,
    /// Relations beside `parent`, in the order written.
    pub relations: Vec<Relation>,
    /// Levels of rules by name, with the place of the name.
    pub checks: BTreeMap<String, (Level, Place)>,
    /// Patterns of placeholders beside the built-in ones.
    pub placeholders: Vec<Regex>,
    /// `raw_html: allow`: authors are trusted with HTML.
    pub raw_html: bool,
    /// `history: git`: what changed is told from git.
    pub history: bool,
    /// Metrics that lead on the home page (`headline:`); empty means the first four with targets.
    pub headline: Vec<MetricId>,
    /// What is counted, in the order written.
    pub metrics: Vec<Metric>,
    /// Along what it is split, in the order written.
    pub dimensions: Vec<Dimension>,
    /// The words by which people call them: `Names::new(&metrics, &dimensions)`.
    pub names: Names,
    /// What of these could not be read.
    pub lacks: Lacks,
}

/// Files that are there and could not be read, or not all of which counts, which is reported: names that they may
/// declare are not unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// `metrics.yaml`.
    pub metrics: bool,
    /// `dimensions.yaml`.
    pub dimensions: bool,
}

impl Lacks {
    /// Whether something could not be read.
    pub fn any(self) -> bool {
        self.metrics || self.dimensions
    }
}

/// An option of the theme.
#[derive(Clone, Debug)]
pub struct ThemeOption {
    /// Its value as text.
    pub value: String,
    /// Where its key stands.
    pub key_place: Place,
    /// Where its value stands.
    pub place: Place,
}

/// What a rule does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not run.
    Off,
    /// A warning.
    Warn,
    /// An error.
    Error,
}

impl Level {
    /// `error`, `warn` or `off`.
    pub(crate) fn read(reader: &Reader, node: &Node) -> Option<Self> {
        reader.choice(node, &[("error", Self::Error), ("warn", Self::Warn), ("off", Self::Off)])
    }
}

/// A relation between plans other than `parent`.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The front-matter key.
    pub id: String,
    /// Its title on pages.
    pub title: String,
    /// The title of the other direction.
    pub inverse: Option<String>,
    /// `cycles: deny`.
    pub acyclic: bool,
    /// A dimension has the same name, which is reported: nobody knows which of the two plans mean by it.
    pub is_disputed: bool,
    /// Where it is declared.
    pub place: Place,
}

/// The files that make the configuration.
#[derive(Clone, Debug)]
pub struct ConfigFiles {
    /// `planpress.yaml`.
    pub planpress: Arc<SourceFile>,
    /// `metrics.yaml`, where there is one.
    pub metrics: Option<Arc<SourceFile>>,
    /// `dimensions.yaml`, where there is one.
    pub dimensions: Option<Arc<SourceFile>>,
    /// Which of the two is there and is no text.
    pub lacks: Lacks,
}

/// Reads the configuration. `rules` are the names of all rules, for `checks:`.
///
/// # Errors
/// Only where `planpress.yaml` is not YAML: then nothing else means anything. All other faults are findings.
pub fn read(files: &ConfigFiles, rules: &[&str]) -> Result<(Config, Vec<Diagnostic>), Box<Diagnostic>> {
    let mut config = Config::default();
    let planpress = whole(&files.planpress);
    let reader = Reader::new(&files.planpress, RULE);
    if let Some(fault) = planpress.faults.iter().find(|fault| fault.kind == FaultKind::Syntax) {
        return Err(Box::new(
            reader.finding(fault.span, fault.message.clone()).maybe_help(fault.help.clone()),
        ));
    }
    let headline = site::read(&reader, &planpress, rules, &mut config);
    let mut findings = Vec::new();
    let is_broken = |yaml: &yaml::Yaml| {
        let is_map = yaml.root.as_ref().is_none_or(|root| root.as_map().is_some());
        !is_map || yaml.faults.iter().any(|fault| matches!(fault.kind, FaultKind::Syntax))
    };
    config.lacks = files.lacks;
    if let Some(source) = &files.metrics {
        let metrics = Reader::new(source, RULE);
        let yaml = whole(source);
        config.lacks.metrics |= is_broken(&yaml);
        config.metrics = metric::read(&metrics, &yaml);
        findings.extend(metrics.into_findings());
    }
    if let Some(source) = &files.dimensions {
        let dimensions = Reader::new(source, RULE);
        let yaml = whole(source);
        config.lacks.dimensions |= is_broken(&yaml);
        config.dimensions = dimension::read(&dimensions, &yaml, &|name| reserved(name, &config.relations));
        let declared = yaml.root.as_ref().and_then(|root| root.as_map()).unwrap_or_default();
        for relation in &mut config.relations {
            relation.is_disputed = declared.iter().any(|entry| entry.key == relation.id);
            config.lacks.dimensions |= relation.is_disputed;
        }
        findings.extend(dimensions.into_findings());
    }
    config.names = Names::new(&config.metrics, &config.dimensions);
    config.headline = headline.into_iter().filter_map(|node| read_metric(&reader, node, &config)).collect();
    findings.extend(reader.into_findings());
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok((config, findings))
}

fn whole(source: &Arc<SourceFile>) -> yaml::Yaml {
    yaml::parse(source, Span::new(0, source.text.len()))
}

/// Why a name cannot be a dimension's.
fn reserved(name: &str, relations: &[Relation]) -> Option<String> {
    if STANDARD_KEYS.contains(&name) {
        return Some("it is a standard key of front matter; choose another name".to_owned());
    }
    if relations.iter().any(|relation| relation.id == name) {
        return Some("a relation has this name; choose another one".to_owned());
    }
    RESERVED.contains(&name).then(|| "views and tables use this name; choose another one".to_owned())
}

/// The metric that a value names; an unknown one is recorded.
pub(crate) fn read_metric(reader: &Reader, node: &Node, config: &Config) -> Option<MetricId> {
    let name = reader.text(node)?;
    let metric = config.metric_named(name);
    if metric.is_none() && !config.lacks.metrics {
        reader.unknown(node.span, "metric", name, config.metrics.iter().map(|metric| metric.id.as_str()));
    }
    metric
}

fn default_statuses() -> Vec<String> {
    ["draft", "review", "approved", "active", "closed"].map(str::to_owned).to_vec()
}

impl Default for Config {
    /// What holds where nothing is configured.
    fn default() -> Self {
        Self {
            title: String::new(),
            language: Language::En,
            theme: "default".to_owned(),
            theme_place: None,
            theme_options: BTreeMap::new(),
            edit_url: None,
            sources: false,
            base_url: None,
            fiscal_year_start: 1,
            statuses: default_statuses(),
            plans: PlanSource::fallback().into_iter().collect(),
            relations: Vec::new(),
            checks: BTreeMap::new(),
            placeholders: Vec::new(),
            raw_html: false,
            history: false,
            headline: Vec::new(),
            metrics: Vec::new(),
            dimensions: Vec::new(),
            names: Names::default(),
            lacks: Lacks::default(),
        }
    }
}

impl Config {
    /// Ids and titles of all metrics, for suggestions.
    pub fn metric_names(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().flat_map(|metric| {
            let title = (metric.title != metric.id).then_some(metric.title.as_str());
            std::iter::once(metric.id.as_str()).chain(title)
        })
    }

    /// The id of the value that a word names; in an open dimension the word itself where it names none.
    pub fn canonical_value<'a>(&'a self, dimension: DimensionId, word: &'a str) -> Option<&'a str> {
        let known = self.value_named(dimension, word);
        let dimension = self.dimension(dimension);
        match known.and_then(|index| dimension.values.get(index as usize)) {
            Some(value) => Some(&value.id),
            None => dimension.open.then_some(word.trim()),
        }
    }

    /// The relation with an id; `parent` is none of them.
    pub fn relation(&self, id: &str) -> Option<&Relation> {
        self.relations.iter().find(|relation| relation.id == id)
    }

    /// The entry of `plans:` that a path belongs to: the first that matches.
    pub fn plan_source(&self, path: &str) -> Option<&PlanSource> {
        self.plans.iter().find(|source| source.pattern.is_match(path))
    }

    /// Whether a file is read as a plan.
    pub fn is_plan(&self, path: &str) -> bool {
        path.ends_with(".md") && self.plan_source(path).is_some()
    }
}
