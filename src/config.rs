//! `planpress.yaml`, `metrics.yaml` and `dimensions.yaml` as types: what the site is called, where its
//! plans lie, what is counted and along what it is split. Everything here carries its place, so that a
//! finding elsewhere can name the line that asked.

mod names;

pub use names::{Names, Units};

use crate::text::Place;
use regex::Regex;
use std::collections::BTreeMap;

/// The whole configuration of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// The language of the interface.
    pub language: Language,
    /// The theme's name.
    pub theme: String,
    /// The theme's options as written (`theme_options:`), key to text.
    pub theme_options: BTreeMap<String, String>,
    /// Where a plan's source can be edited, with `{path}`.
    pub edit_url: Option<String>,
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
    /// Levels of rules by name, with the place of the name (whether there is such a rule is known to
    /// the checker alone, which says so).
    pub checks: BTreeMap<String, (Level, Place)>,
    /// Patterns of placeholders beside the built-in ones.
    pub placeholders: Vec<Regex>,
    /// `raw_html: allow`: authors are trusted with HTML.
    pub raw_html: bool,
    /// Metrics that lead on the home page (`headline:`); empty means the first four with targets.
    pub headline: Vec<MetricId>,
    /// What is counted, in the order written.
    pub metrics: Vec<Metric>,
    /// Along what it is split, in the order written.
    pub dimensions: Vec<Dimension>,
    /// The words by which people call them: `Names::new(&metrics, &dimensions)`.
    pub names: Names,
}

/// An interface language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    ZhHans,
    /// Traditional Chinese.
    ZhHant,
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

/// One entry of `plans:`.
#[derive(Clone, Debug)]
pub struct PlanSource {
    /// The pattern as written: `plans/**/*.md`.
    pub path: String,
    /// The same compiled; matches a path relative to the site's root.
    pub pattern: Regex,
    /// The kind of files that name none.
    pub kind: Option<String>,
    /// Kinds by the value of a field; the first that holds beats `kind`.
    pub kind_if: Vec<(Condition, String)>,
    /// Values of front-matter keys for files that do not have them.
    pub defaults: Vec<crate::yaml::Entry>,
    /// Where the entry stands; `None` for the default entry.
    pub place: Option<Place>,
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
    /// Where it is declared.
    pub place: Place,
}

/// A condition over front-matter keys: all keys must hold, each for any of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Key and the values of which one must be there.
    pub terms: Vec<(String, Vec<String>)>,
    /// `unless:` instead of `when:`.
    pub negated: bool,
    /// Where it stands.
    pub place: Place,
}

/// The index of a metric in [`Config::metrics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MetricId(pub u16);

/// The index of a dimension in [`Config::dimensions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimensionId(pub u16);

/// What is counted.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its id in plans.
    pub id: String,
    /// Its title on pages; defaults to the id.
    pub title: String,
    /// Other names in tables.
    pub aliases: Vec<String>,
    /// The unit of its values, canonical for money; empty for pure numbers.
    pub unit: String,
    /// Other names of the unit.
    pub units: Vec<String>,
    /// How it adds up.
    pub kind: MetricKind,
    /// Whether more is better.
    pub better: Better,
    /// How it is shown: a scale such as `萬` before the unit (`萬元`); the scale's factor as a power of ten.
    pub display: Option<Display>,
    /// Where it is declared.
    pub place: Place,
}

/// How a metric is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Display {
    /// The text of the unit as shown: `萬元`.
    pub unit: String,
    /// By what a value is divided before it is shown: 10000.
    pub scale: rust_decimal::Decimal,
}

/// How a metric adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Adds over time and over dimensions.
    Flow,
    /// Adds over dimensions; over time the last value counts.
    Stock,
    /// Never added; recomputed from the sums of its parts where they are known.
    Ratio(Option<(MetricId, MetricId)>),
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// Along what statements are split: a tree of values.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its id, a front-matter key.
    pub id: String,
    /// Its title on pages.
    pub title: String,
    /// Any value is accepted.
    pub open: bool,
    /// The values, every parent before its children, siblings in the order written.
    pub values: Vec<DimensionValue>,
    /// Where it is declared.
    pub place: Place,
}

/// A value of a dimension.
#[derive(Clone, Debug)]
pub struct DimensionValue {
    /// Its id; unique in the dimension.
    pub id: String,
    /// Its title on pages; defaults to the id.
    pub title: String,
    /// Other names in tables and front matter.
    pub aliases: Vec<String>,
    /// The index of the value above it.
    pub parent: Option<u32>,
    /// Depth in the tree, 0 at the top.
    pub depth: u32,
    /// Where it is declared.
    pub place: Place,
}
