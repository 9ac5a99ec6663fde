//! The words by which people call metrics, values of dimensions and units, folded once for a whole site:
//! ten thousand plans look theirs up here. Apart from the types because it is made from them.

use super::{Config, Dimension, DimensionId, DimensionValue, Metric, MetricId, STANDARD_KEYS};
use crate::fold::folded;
use crate::quantity::{self, Known, Power, Quantity, Unit, canonical_unit};
use std::collections::HashMap;

/// Ids, titles and aliases, folded, and what they name. Ids go before titles; where two
/// clash otherwise the first one counts.
#[derive(Clone, Debug, Default)]
pub struct Names {
    metrics: HashMap<Box<str>, MetricId>,
    /// Ids that differ from that of another metric in case or width alone: each means itself.
    alike: HashMap<Box<str>, MetricId>,
    values: Vec<HashMap<Box<str>, u32>>,
    units: Vec<Units>,
    /// Reads quantities of any metric.
    known: Known,
    /// For each dimension whether values lie below others.
    trees: Vec<bool>,
}

/// The units in which a metric may be written.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// The metric's unit in the form of [`canonical_unit`].
    pub canonical: Unit,
    /// It and its other names in that form.
    pub accepted: Vec<Unit>,
    /// Reads quantities of the metric.
    known: Known,
}

impl Names {
    /// The names of metrics and dimensions.
    pub fn new(metrics: &[Metric], dimensions: &[Dimension]) -> Self {
        let mut names = Self::default();
        let mut hints: Vec<&str> = Vec::new();
        for (index, metric) in (0..).zip(metrics) {
            match names.metrics.get(&*folded(&metric.id)) {
                Some(first) => {
                    let of_first = metrics[usize::from(first.0)].id.as_str();
                    names.alike.insert(of_first.into(), *first);
                    names.alike.insert(metric.id.as_str().into(), MetricId(index));
                }
                None => drop(names.metrics.insert(folded(&metric.id).into(), MetricId(index))),
            }
            let canonical = canonical_unit(&metric.unit);
            let mut accepted = vec![canonical.clone()];
            accepted.extend(metric.units.iter().map(|unit| canonical_unit(unit)));
            let own = metric.unit_names();
            let told: Vec<&str> = own.iter().copied().filter(|unit| needs_hint(unit)).collect();
            let known = Known::new(&told, own.iter().copied());
            hints.extend(told);
            names.units.push(Units { canonical, accepted, known });
        }
        names.known = Known::new(&hints, metrics.iter().flat_map(Metric::unit_names));
        for (index, metric) in (0..).zip(metrics) {
            for name in metric.aliases.iter().chain([&metric.title]) {
                names.metrics.entry(folded(name).into()).or_insert(MetricId(index));
            }
        }
        for dimension in dimensions {
            let ids = (0..).zip(&dimension.values).map(|(index, value)| (folded(&value.id).into(), index));
            let mut values: HashMap<Box<str>, u32> = ids.collect();
            for (index, value) in (0..).zip(&dimension.values) {
                for name in value.aliases.iter().chain([&value.title]) {
                    values.entry(folded(name).into()).or_insert(index);
                }
            }
            names.values.push(values);
            names.trees.push(dimension.values.iter().any(|value| value.parent.is_some()));
        }
        names
    }
}

/// Whether a unit is read wrongly by who does not know it: one that begins like a scale (`千克`) or holds
/// more than letters. Few are so, and folding all units for every number of ten thousand plans is not free.
fn needs_hint(unit: &str) -> bool {
    let canonical = canonical_unit(unit);
    let alone = |text: String| {
        let read = quantity::parse(&text);
        read.is_ok_and(|read| read.unit == canonical && read.amount.single() == Some(read.scale.value()))
    };
    let plain = quantity::parse(&format!("1{unit}")).is_ok_and(|read| read.scale == Power::ONE);
    !(plain && alone(format!("1{unit}")) && alone(format!("1萬{unit}")) && alone(format!("1 {unit}")))
}

impl Config {
    /// The metric at an index. Indices are only made by this configuration.
    pub fn metric(&self, id: MetricId) -> &Metric {
        &self.metrics[usize::from(id.0)]
    }

    /// The dimension at an index. Indices are only made by this configuration.
    pub fn dimension(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[usize::from(id.0)]
    }

    /// The metric that a word names: its id, title or an alias, folded.
    pub fn metric_named(&self, word: &str) -> Option<MetricId> {
        let alike = self.names.alike.get(word.trim());
        alike.or_else(|| self.names.metrics.get(&*folded(word))).copied()
    }

    /// Whether a front-matter key has a meaning in every kind: a standard key, a relation, a dimension.
    pub fn knows_key(&self, key: &str) -> bool {
        STANDARD_KEYS.contains(&key)
            || key == "parent"
            || self.relations.iter().any(|relation| relation.id == key)
            || self.dimension_named(key).is_some()
    }

    /// The dimension of an id.
    pub fn dimension_named(&self, id: &str) -> Option<DimensionId> {
        let index = self.dimensions.iter().position(|dimension| dimension.id == id)?;
        u16::try_from(index).ok().map(DimensionId)
    }

    /// The title of a value of a dimension; values of open dimensions are their own title.
    pub fn value_title<'a>(&'a self, dimension: DimensionId, value: &'a str) -> &'a str {
        let known = self.value_named(dimension, value);
        let known = known.and_then(|at| self.dimension(dimension).values.get(at as usize));
        known.map_or(value, |known| known.title.as_str())
    }

    /// The index of the value that a word names in a dimension: its id, title or an alias, folded.
    pub fn value_named(&self, dimension: DimensionId, word: &str) -> Option<u32> {
        self.names.values.get(usize::from(dimension.0))?.get(&*folded(word)).copied()
    }

    /// The units of a metric.
    pub fn units(&self, metric: MetricId) -> &Units {
        &self.names.units[usize::from(metric.0)]
    }

    /// Puts a quantity into a metric's unit; whether it has it, or none of its own.
    pub fn in_unit_of(&self, metric: MetricId, quantity: &mut Quantity) -> bool {
        let units = self.units(metric);
        let mut fits = quantity.unit.is_empty() || units.accepted.contains(&quantity.unit);
        // One is a tenth of the other.
        let tenths = match (&*quantity.unit, &*units.canonical) {
            ("‰", "%") if !fits => Some(Power::new(-1)),
            ("%", "‰") if !fits => Some(Power::new(1)),
            _ => None,
        };
        if let Some(tenths) = tenths {
            quantity.amount = quantity.amount.mul(tenths.value());
            quantity.step = quantity.step.times(tenths);
            fits = true;
        }
        if fits {
            quantity.unit = units.canonical.clone();
        }
        fits
    }

    /// A reader of quantities of a metric, or of any.
    pub fn known(&self, metric: Option<MetricId>) -> &Known {
        metric.map_or(&self.names.known, |metric| &self.units(metric).known)
    }

    /// The names of all units.
    pub fn unit_names(&self) -> impl Iterator<Item = &str> {
        let names = self.metrics.iter().flat_map(|metric| std::iter::once(&metric.unit).chain(&metric.units));
        names.map(String::as_str).filter(|name| !name.is_empty())
    }

    /// Whether values of a dimension lie below others.
    pub fn is_tree(&self, dimension: DimensionId) -> bool {
        self.names.trees.get(usize::from(dimension.0)).copied().unwrap_or(false)
    }

    /// Whether a value of a dimension is another one or lies below it in the tree (both canonical).
    pub fn is_within(&self, dimension: DimensionId, value: &str, ancestor: &str) -> bool {
        if value == ancestor || !self.is_tree(dimension) {
            return value == ancestor;
        }
        let values = &self.dimension(dimension).values;
        let mut at = self.value_named(dimension, value);
        while let Some(found) = at.and_then(|index| values.get(index as usize)) {
            if found.id == ancestor {
                return true;
            }
            at = found.parent;
        }
        false
    }
}

impl Metric {
    /// Its id, title and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.id.as_str(), self.title.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str))
    }
}

impl DimensionValue {
    /// Its id, title and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.id.as_str(), self.title.as_str()].into_iter().chain(self.aliases.iter().map(String::as_str))
    }
}
