//! Statements in front matter: short (`targets: { revenue: 1億元 }`), long (a list of mappings), and split
//! (`by: { month: … }`), which nests.

use super::front::{Key, Keys};
use super::numbers::{Inherited, Numbers, as_percent};
use super::reading::{Reading, suggest};
use super::written::Written;
use super::{Spanned, Split, StatementKind, parts};
use crate::config::MetricId;
use crate::quantity::Quantity;
use crate::text::{Span, nfc};
use crate::yaml::{Entry, Node, Value, shape};
use compact_str::CompactString;

const KEYS: [(&str, StatementKind); 4] = [
    ("targets", StatementKind::Target),
    ("actuals", StatementKind::Actual),
    ("forecasts", StatementKind::Forecast),
    ("figures", StatementKind::Figure),
];

/// What an entry of a statement says about the one that is read.
#[derive(Clone)]
pub(super) struct About {
    pub(super) kind: StatementKind,
    pub(super) metric: Option<MetricId>,
    pub(super) base: Inherited,
    /// It names an owner of its own.
    pub(super) owned: bool,
    pub(super) item: Option<CompactString>,
    pub(super) split: Option<Split>,
    /// Where findings about something absent stand.
    pub(super) span: Span,
}

/// Reads all statements of the front matter.
pub(super) fn read(reading: &mut Reading, keys: &Keys, base: &Inherited, numbers: &mut Numbers) {
    for (name, kind) in KEYS {
        let key = keys.0.iter().find(|key| key.means == name && !is_own_field(key));
        if let Some(key) = key {
            let before = reading.findings.len();
            let mut weights = Vec::new();
            list(reading, key, kind, base, numbers, &mut weights);
            if kind == StatementKind::Target {
                numbers.weights(weights, 0, None);
            }
            if !key.written {
                reading.findings.truncate(before);
            }
        }
    }
}

/// A key that the format does not know by itself and that the kind declares for something else.
pub(super) fn is_own_field(key: &Key) -> bool {
    key.field.is_some() && matches!(key.name, "forecasts" | "figures" | "phases")
}

fn list(
    reading: &mut Reading,
    key: &Key,
    kind: StatementKind,
    base: &Inherited,
    numbers: &mut Numbers,
    weights: &mut Vec<Spanned<Quantity>>,
) {
    let node: &Node = &key.value;
    let about = |metric, span| About {
        kind,
        metric,
        base: base.clone(),
        owned: false,
        item: None,
        split: None,
        span,
    };
    match &node.value {
        Value::Map(entries) => {
            let keys = entries.iter().map(|entry| entry.key.as_str());
            let named: Vec<MetricId> = keys.filter_map(|key| reading.config.metric_named(key)).collect();
            for entry in entries {
                let written = Written::bytes(&entry.key, entry.key_span);
                if cut_off(reading, entry) {
                    continue;
                }
                let Some(metric) = reading.metric_beside(written, &named) else { continue };
                let items = match entry.value.as_seq() {
                    Some(items) => items,
                    None => std::slice::from_ref(&entry.value),
                };
                for item in items {
                    statement(reading, &about(Some(metric), entry.key_span), item, numbers, weights);
                }
            }
        }
        Value::Seq(items) => {
            for item in items {
                match item.as_map() {
                    Some(_) => {
                        let span = Span::at(item.span.start as usize);
                        statement(reading, &about(None, span), item, numbers, weights);
                    }
                    None => {
                        let found = shape(item);
                        let message = format!(
                            "`{}` expects `metric` and `value` in each item, found {found}",
                            key.name
                        );
                        reading.report("invalid-value", item.span, message);
                    }
                }
            }
        }
        Value::Scalar(_) => {
            if !node.as_str().is_some_and(|text| reading.is_unfilled(text)) {
                let message = format!("`{}` expects metrics with values, found {}", key.name, shape(node));
                reading.report("invalid-value", node.span, message);
            }
        }
    }
}

/// Reports the `000` that YAML makes of `{ revenue: 12,000 }`, if an entry is that.
fn cut_off(reading: &mut Reading, entry: &Entry) -> bool {
    let is_rest = is_cut_off(entry);
    if is_rest {
        let message = format!("`{}` is cut off: a comma ends a value inside braces", entry.key);
        let finding = reading
            .error("invalid-quantity", entry.key_span, message)
            .help("put the whole amount into quotes, as in `{ units: '1,200' }`");
        reading.add(finding);
    }
    is_rest
}

/// Whether an entry is the end of the number before it, which a comma cut off.
pub fn is_cut_off(entry: &Entry) -> bool {
    entry.value.is_null() && entry.key.starts_with(|c: char| c.is_ascii_digit())
}

/// One statement: a quantity, or a mapping. Gives its index.
pub(super) fn statement(
    reading: &mut Reading,
    about: &About,
    node: &Node,
    numbers: &mut Numbers,
    weights: &mut Vec<Spanned<Quantity>>,
) -> Option<u32> {
    if let Some(entries) = node.as_map() {
        return detailed(reading, about.clone(), entries, numbers, weights);
    }
    let quantity = value(reading, about, node)?;
    let mut statement = about.base.clone().statement(about.kind, about.metric?, quantity);
    statement.split = about.split;
    statement.item = about.item.clone();
    Some(numbers.push(statement))
}

fn value(reading: &mut Reading, about: &About, node: &Node) -> Option<Spanned<Quantity>> {
    if node.is_null() {
        reading.report(
            "invalid-quantity",
            about.span,
            "no value, expected a quantity such as `1,200` or `5 萬元`",
        );
        return None;
    }
    let Some(written) = Written::node(reading.source, node) else {
        let message = format!("expected a quantity, found {}", shape(node));
        reading.report("invalid-quantity", node.span, message);
        return None;
    };
    let value = reading.quantity(written, about.metric, None)?;
    Some(Spanned { value, span: written.span })
}

/// A statement as a mapping: `metric`, `value`, `period`, dimensions, `owner`, `weight`, `note`, `by`, `partial`.
fn detailed(
    reading: &mut Reading,
    mut about: About,
    entries: &[Entry],
    numbers: &mut Numbers,
    weights: &mut Vec<Spanned<Quantity>>,
) -> Option<u32> {
    let get = |key: &str| entries.iter().find(|entry| entry.key == key && !entry.value.is_null());
    if about.metric.is_none() && get("metric").is_none() && is_short(reading, entries) {
        return None;
    }
    unknown_keys(reading, &about, entries);
    if about.metric.is_none() {
        let Some(entry) = get("metric") else {
            reading.report("invalid-value", about.span, "`metric` is missing");
            return None;
        };
        let written = text(reading, entry)?;
        about.metric = Some(reading.metric(written)?);
        about.span = entry.value.span;
    }
    // What does not say where it stands is read for its other faults alone: it must not take the place of what
    // stands there.
    let is_placed = place(reading, &mut about, entries);
    let mut unplaced = Numbers::default();
    let numbers = if is_placed { numbers } else { &mut unplaced };
    let quantity = match get("value") {
        Some(entry) => Some(value(reading, &about, &entry.value)),
        None if get("by").is_none() => {
            reading.report("invalid-value", about.span, "`value` is missing");
            return None;
        }
        None => None,
    };
    let weight = get("weight").and_then(|entry| weight(reading, entry));
    weights.extend(weight.clone());
    let note = get("note").and_then(|entry| text(reading, entry)).map(|note| note.text.into());
    let faulty = matches!(quantity, Some(None));
    let index = quantity.flatten().and_then(|quantity| {
        let mut statement = about.base.clone().statement(about.kind, about.metric?, quantity);
        statement.split = about.split;
        statement.item = about.item.clone();
        let weight = weight.and_then(|weight| weight.value.amount.point()?.checked_div(100.into()));
        statement.set_aside(weight, note);
        let index = numbers.push(statement);
        numbers.owned.extend(about.owned.then_some(index));
        Some(index)
    });
    let partial = get("partial").is_some_and(|entry| flag(reading, entry));
    if let Some(entry) = get("by") {
        let open = faulty || partial;
        parts::read(reading, &about, entry, (index, open), numbers);
    }
    index.filter(|_| is_placed)
}

/// Reports `revenue: 5` in a list, which is how a mapping says it.
fn is_short(reading: &mut Reading, entries: &[Entry]) -> bool {
    let config = reading.config;
    let is_metric =
        |entry: &&Entry| !KEYS_OF_ONE.contains(&&*entry.key) && config.metric_named(&entry.key).is_some();
    let Some(entry) = entries.iter().find(is_metric) else { return false };
    let value = entry.value.as_str().unwrap_or("…");
    let message = format!("`{}` stands where `metric` does", entry.key);
    let finding = reading.error("invalid-value", entry.key_span, message);
    reading.add(finding.help(format!("write `metric: {}` and `value: {value}`", entry.key)));
    true
}

/// What a mapping says of period, owner and dimensions; `false` where something of that cannot be read.
fn place(reading: &mut Reading, about: &mut About, entries: &[Entry]) -> bool {
    let mut is_placed = true;
    for entry in entries.iter().filter(|entry| !entry.value.is_null()) {
        match entry.key.as_str() {
            "period" => {
                let within = about.base.period.or(reading.within);
                let period = text(reading, entry).and_then(|written| reading.period(written, within));
                is_placed &= period.is_some();
                about.base.period = period.or(about.base.period);
            }
            "owner" => {
                let owner = text(reading, entry).map(|owner| nfc(owner.text).into());
                is_placed &= owner.is_some();
                about.owned |= owner.is_some();
                about.base.names_owner |= owner.is_some();
                about.base.owner = owner.or(about.base.owner.take());
            }
            key => {
                let Some(dimension) = reading.config.dimension_named(key) else { continue };
                let written = text(reading, entry);
                match written.and_then(|written| reading.dimension_value(dimension, written)) {
                    Some(value) => about.base.place(dimension, value),
                    None => is_placed = false,
                }
            }
        }
    }
    is_placed
}

fn text<'r: 'e, 'e>(reading: &mut Reading<'r>, entry: &'e Entry) -> Option<Written<'e>> {
    let written = Written::node(reading.source, &entry.value);
    if written.is_none() {
        let message = format!("`{}` expects text, found {}", entry.key, shape(&entry.value));
        reading.report("invalid-value", entry.value.span, message);
    }
    written
}

fn flag(reading: &mut Reading, entry: &Entry) -> bool {
    match entry.value.as_str() {
        Some("true") => true,
        Some("false") => false,
        _ => {
            let message = format!("`{}` expects `true` or `false`, found {}", entry.key, shape(&entry.value));
            reading.report("invalid-value", entry.value.span, message);
            false
        }
    }
}

fn weight(reading: &mut Reading, entry: &Entry) -> Option<Spanned<Quantity>> {
    let written = Written::node(reading.source, &entry.value)?;
    let quantity = reading.quantity(written, None, None)?;
    if matches!(&*quantity.unit, "" | "%") {
        return Some(Spanned { value: as_percent(quantity), span: written.span });
    }
    let message = format!("`{}` is no weight, expected one such as `30%`", written.text);
    reading.report("unit-mismatch", written.span, message);
    None
}

/// What a mapping can say beside its metric and dimensions.
const KEYS_OF_ONE: [&str; 7] = ["value", "period", "owner", "weight", "note", "by", "partial"];

fn unknown_keys(reading: &mut Reading, about: &About, entries: &[Entry]) {
    let config = reading.config;
    if config.lacks.dimensions {
        return;
    }
    let dimensions = config.dimensions.iter().map(|dimension| dimension.id.as_str());
    let metric = about.metric.is_none().then_some("metric");
    let known: Vec<&str> = metric.into_iter().chain(KEYS_OF_ONE).chain(dimensions).collect();
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        if cut_off(reading, entry) {
            continue;
        }
        let message = format!("unknown key `{}`", entry.key);
        let finding = reading.error("unknown-field", entry.key_span, message);
        let free: Vec<&str> =
            known.iter().copied().filter(|key| !entries.iter().any(|other| other.key == *key)).collect();
        reading.add(suggest(finding, Written::bytes(&entry.key, entry.key_span), &free));
    }
}
