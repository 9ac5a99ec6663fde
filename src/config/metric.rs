//! `metrics.yaml`: what is counted, how it adds up, how it is shown.

use super::taken::{self, Taken};
use crate::quantity::{self, Power, canonical_unit};
use crate::text::Place;
use crate::yaml::{Entry, Fields, Node, Reader, Yaml};
use rust_decimal::Decimal;

/// The index of a metric in [`super::Config::metrics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MetricId(pub u16);

/// What is counted.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its id in plans.
    pub id: String,
    /// Its title on pages; defaults to the id.
    pub title: String,
    /// Other names in tables.
    pub aliases: Vec<String>,
    /// The unit of its values as written, which is how it is shown; empty for pure numbers.
    pub unit: String,
    /// Other names of the unit.
    pub units: Vec<String>,
    /// How it adds up.
    pub kind: MetricKind,
    /// Whether more is better.
    pub better: Better,
    /// How it is shown: a scale such as `萬` before the unit (`萬元`).
    pub display: Option<Display>,
    /// Where it is declared.
    pub place: Place,
}

impl Metric {
    /// Whether its targets are budgets: money of which less is better.
    pub fn is_spent(&self) -> bool {
        self.better == Better::Lower && quantity::is_money(&self.unit)
    }

    /// The names of its unit as written, for [`quantity::parse_with`].
    pub fn unit_names(&self) -> Vec<&str> {
        let names = std::iter::once(&self.unit).chain(&self.units);
        names.map(String::as_str).filter(|name| !name.is_empty()).collect()
    }
}

/// How a metric is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Display {
    /// The text of the unit as shown: `萬元`.
    pub unit: String,
    /// By what a value is divided before it is shown: 10000.
    pub scale: Decimal,
}

/// How a metric adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Adds over time and over dimensions.
    Flow,
    /// Adds over dimensions; over time the last value counts.
    Stock,
    /// Never added; recomputed from the sums of its parts where they are known. Its parts are no ratios.
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

/// Reads `metrics.yaml`: the metrics in the order written.
pub(super) fn read(reader: &Reader, yaml: &Yaml) -> Vec<Metric> {
    let mut metrics = Vec::new();
    let mut parts = Vec::new();
    let mut names = Taken::default();
    let entries = reader.root(yaml).map_or(&[][..], |root| root.entries());
    for entry in entries.iter().take(usize::from(u16::MAX)) {
        if taken::check_id(reader, "a metric", &entry.key, entry.key_span) {
            parts.push(metric(reader, entry, &mut metrics, &mut names));
        }
    }
    for (index, parts) in parts.into_iter().enumerate() {
        let ratio = resolve(reader, &parts, &metrics, &names);
        if let Some(Metric { kind: MetricKind::Ratio(of_over), .. }) = metrics.get_mut(index) {
            *of_over = ratio;
        }
    }
    metrics
}

/// The nodes of `of` and `over`, to be resolved once all metrics are known.
type Parts<'n> = [Option<&'n Node>; 2];

fn metric<'n>(reader: &Reader, entry: &'n Entry, metrics: &mut Vec<Metric>, names: &mut Taken) -> Parts<'n> {
    let index = metrics.len();
    let mut metric = Metric {
        id: entry.key.clone(),
        title: entry.key.clone(),
        aliases: Vec::new(),
        unit: String::new(),
        units: Vec::new(),
        kind: MetricKind::Flow,
        better: Better::Higher,
        display: None,
        place: reader.place(entry.key_span),
    };
    names.add(reader, "metrics", &entry.key, index, entry.key_span);
    let mut parts = [None, None];
    if !entry.value.is_null()
        && let Some(mut fields) = reader.fields(&entry.value)
    {
        read_names(&mut fields, &mut metric, index, names);
        read_units(&mut fields, &mut metric);
        parts = read_kind(&mut fields, &mut metric);
        let better = fields.choice("better", &[("higher", Better::Higher), ("lower", Better::Lower)]);
        metric.better = better.unwrap_or(Better::Higher);
        metric.display = fields.get("display").and_then(|node| display(reader, node, &metric));
        fields.finish();
    }
    metrics.push(metric);
    parts
}

fn read_names(fields: &mut Fields, metric: &mut Metric, index: usize, names: &mut Taken) {
    let reader = fields.reader();
    if let Some(node) = fields.get("title")
        && let Some(title) = reader.text(node)
    {
        names.add(reader, "metrics", title, index, node.span);
        metric.title = title.to_owned();
    }
    for node in fields.get("aliases").map_or(&[][..], |node| reader.one_or_many(node)) {
        if let Some(alias) = reader.text(node) {
            names.add(reader, "metrics", alias, index, node.span);
            metric.aliases.push(alias.to_owned());
        }
    }
}

fn read_units(fields: &mut Fields, metric: &mut Metric) {
    let reader = fields.reader();
    if let Some(node) = fields.get("unit")
        && let Some(unit) = reader.text(node)
    {
        metric.unit = unit.trim().to_owned();
        scaled_unit(reader, node, unit);
    }
    metric.units = fields.texts("units").into_iter().map(str::to_owned).collect();
}

/// A unit with a scale in it (`萬元`) would count everything twice.
fn scaled_unit(reader: &Reader, node: &Node, unit: &str) {
    let Ok(one) = quantity::parse(&format!("1{unit}")) else { return };
    if one.scale != Power::ONE && !one.unit.is_empty() {
        let bare = &one.unit;
        reader.report_with(
            node.span,
            format!("the unit `{unit}` holds a scale"),
            format!("write `unit: {bare}` and `display: {unit}`"),
        );
    }
}

fn read_kind<'n>(fields: &mut Fields<'n, '_>, metric: &mut Metric) -> Parts<'n> {
    let reader = fields.reader();
    let kinds =
        [("flow", MetricKind::Flow), ("stock", MetricKind::Stock), ("ratio", MetricKind::Ratio(None))];
    metric.kind = fields.choice("kind", &kinds).unwrap_or(MetricKind::Flow);
    let parts = [fields.get("of"), fields.get("over")];
    let is_ratio = matches!(metric.kind, MetricKind::Ratio(_));
    match parts {
        [Some(node), _] | [None, Some(node)] if !is_ratio => {
            let help = "write `kind: ratio`, or leave `of` and `over` out";
            reader.report_with(node.span, "only a ratio is made `of` one metric `over` another", help);
        }
        [Some(node), None] => reader.report(node.span, "`of` needs `over` beside it"),
        [None, Some(node)] => reader.report(node.span, "`over` needs `of` beside it"),
        _ => {}
    }
    if is_ratio { parts } else { [None, None] }
}

/// Finds the parts of a ratio. A ratio is no part: it never adds up, so nothing can be made of its sum.
fn resolve(
    reader: &Reader,
    parts: &Parts<'_>,
    metrics: &[Metric],
    names: &Taken,
) -> Option<(MetricId, MetricId)> {
    let mut found = [None, None];
    for (part, found) in parts.iter().zip(&mut found) {
        let Some(node) = part else { continue };
        let Some(name) = reader.text(node) else { continue };
        let index = names.find(name);
        match index.and_then(|index| metrics.get(index).map(|metric| (index, metric))) {
            None => {
                reader.unknown(node.span, "metric", name, metrics.iter().map(|metric| metric.id.as_str()))
            }
            Some((_, metric)) if matches!(metric.kind, MetricKind::Ratio(_)) => {
                let finding =
                    reader.finding(node.span, format!("`{name}` is a ratio itself, and ratios never add up"));
                reader.push(
                    finding.related(metric.place.clone(), "declared here").help("name a flow or a stock"),
                );
            }
            Some((index, _)) => *found = u16::try_from(index).ok().map(MetricId),
        }
    }
    Some((found[0]?, found[1]?))
}

/// `萬元`: a scale and the metric's unit.
fn display(reader: &Reader, node: &Node, metric: &Metric) -> Option<Display> {
    let text = reader.text(node)?;
    let shown = quantity::parse_with(&format!("1{text}"), &metric.unit_names()).ok();
    let fits = shown.filter(|shown| {
        let accepted = std::iter::once(&metric.unit).chain(&metric.units);
        accepted.into_iter().any(|unit| canonical_unit(unit) == shown.unit)
    });
    if fits.is_none() {
        let example = format!("`{}`, `萬{}`", metric.unit, metric.unit);
        let message = format!("`{text}` is not a scale and the metric's unit `{}`", metric.unit);
        reader.report_with(node.span, message, format!("write {example} or another scale before the unit"));
    }
    fits.map(|shown| Display { unit: text.trim().to_owned(), scale: shown.scale.value() })
}
