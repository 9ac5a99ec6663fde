//! The front matter as keys that count: those of the file, then what `planpress.yaml` and the schema say
//! for files without them; each under the standard key that it stands for. And the kind, which decides
//! what the other keys mean.

use super::limits::Wanted;
use super::reading::{Reading, suggest};
use super::written::Written;
use super::{Spanned, Texts};
use crate::config::{Config, Level, PlanSource, STANDARD_KEYS};
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::{Document, Fence, FrontMatter};
use crate::schema::{Field, FieldType, Required, Schema};
use crate::text::{Place, Span, exactly, nfc};
use crate::yaml::{Entry, FaultKind, Node, Value, shape};
use compact_str::CompactString;
use smallvec::smallvec;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A front-matter key that counts.
pub(super) struct Key<'a> {
    /// The key as written.
    pub(super) name: &'a str,
    /// The standard key that it stands for, else itself.
    pub(super) means: &'a str,
    pub(super) key_span: Span,
    pub(super) value: Cow<'a, Node>,
    /// What the schema says of it.
    pub(super) field: Option<&'a Field>,
    /// What the schema says of the standard key that it stands for under another name.
    standard: Option<&'a Field>,
    /// It stands in the file itself; values from elsewhere have empty spans and make no findings.
    pub(super) written: bool,
}

/// All keys that count.
pub(super) struct Keys<'a>(pub(super) Vec<Key<'a>>);

impl<'a> Keys<'a> {
    /// The keys of a file, then those that `source` and the schema give.
    pub(super) fn new(
        entries: &'a [Entry],
        source: Option<&'a PlanSource>,
        schema: Option<&'a Schema>,
    ) -> Self {
        let field_of = |name: &str| schema.and_then(|s| s.fields.iter().find(|field| field.key == name));
        let key = |name: &'a str, key_span, value, written| {
            let field = field_of(name);
            let means = field.and_then(|field| field.stands_for.as_deref()).unwrap_or(name);
            let standard = field_of(means).filter(|_| means != name);
            Key { name, means, key_span, value, field, standard, written }
        };
        let there = |entry: &&Entry| !entry.value.is_null();
        let mut keys: Vec<Key> = entries
            .iter()
            .filter(there)
            .map(|entry| key(entry.key.as_str(), entry.key_span, Cow::Borrowed(&entry.value), true))
            .collect();
        let defaults = source.map(|source| source.defaults.as_slice()).unwrap_or_default().iter();
        let defaults = defaults.map(|entry| (entry.key.as_str(), &entry.value));
        let fields = schema.map(|schema| schema.fields.as_slice()).unwrap_or_default().iter();
        let of_kind = fields.filter_map(|field| Some((field.key.as_str(), field.default.as_ref()?)));
        for (name, value) in defaults.chain(of_kind) {
            let default = key(name, Span::default(), Cow::Owned(without_place(value)), false);
            // A default is for what is said under no name.
            if !keys.iter().any(|key| key.means == default.means) {
                keys.push(default);
            }
        }
        Self(keys)
    }

    /// The key that is a standard key or stands for it. One that is written under its own name goes first.
    pub(super) fn get(&self, standard: &str) -> Option<&Key<'a>> {
        let own = self.0.iter().find(|key| key.name == standard && key.means == standard);
        own.or_else(|| self.0.iter().find(|key| key.means == standard))
    }

    /// Whether a key counts as what it means: no other one is read for that.
    pub(super) fn counts(&self, key: &Key) -> bool {
        key.means == key.name || self.get(key.means).is_some_and(|read| std::ptr::eq(read, key))
    }

    /// Reports fields that stand for a standard key which is written as well.
    pub(super) fn report_doubles(&self, reading: &mut Reading) {
        for key in self.0.iter().filter(|key| key.written && key.means != key.name) {
            let Some(other) = self.0.iter().find(|other| other.written && other.name == key.means) else {
                continue;
            };
            let (first, second) =
                if key.key_span.start < other.key_span.start { (key, other) } else { (other, key) };
            let message = format!("`{}` stands for `{}`, which is written as well", key.name, other.name);
            let finding = reading.error("duplicate-field", second.key_span, message);
            let finding = finding.related_here(reading.source, first.key_span, "first here");
            let finding = finding.help(format!("keep one of the two; until then `{}` counts", other.name));
            reading.add(match key.field {
                Some(field) => finding.schema(&field.place),
                None => finding,
            });
        }
    }

    /// The texts of each key by name, sorted: what conditions are asked of.
    pub(super) fn values(&self, kind: Option<&Spanned<String>>) -> Vec<(CompactString, Texts)> {
        let mut values: Vec<(CompactString, Texts)> = Vec::with_capacity(self.0.len() + 1);
        // What is said first holds.
        let mut say = |name: &str, texts: Texts| {
            if !values.iter().any(|(known, _)| known == name) {
                values.push((name.into(), texts));
            }
        };
        if let Some(kind) = kind {
            say("kind", smallvec![kind.value.as_str().into()]);
        }
        for key in &self.0 {
            say(key.name, key.texts());
        }
        for key in self.0.iter().filter(|key| key.means != key.name) {
            say(key.means, key.texts());
        }
        values.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        exactly(values)
    }
}

impl Key<'_> {
    /// What the schema asks of it under its own name, and under that of the standard key that it stands for.
    pub(super) fn rules(&self) -> impl Iterator<Item = (Wanted<'_>, &FieldType)> {
        let fields = self.field.into_iter().chain(self.standard).filter(|field| !field.is_faulty);
        fields.map(|field| (Wanted { key: self.name, ..Wanted::field(field) }, &field.kind))
    }

    /// Whether the schema may ask for it.
    pub(super) fn is_asked_for(&self) -> bool {
        let mut fields = self.field.into_iter().chain(self.standard);
        fields.any(|field| !matches!(field.required, Required::Never))
    }

    /// What separates items in one string.
    pub(super) fn separator(&self) -> Option<&str> {
        match &self.field?.kind {
            FieldType::List(list) => list.separator(),
            _ => None,
        }
    }

    fn texts(&self) -> Texts {
        match (&self.value.value, self.separator()) {
            (Value::Scalar(scalar), Some(separator)) => {
                scalar.text.split(separator).map(|item| item.trim().into()).collect()
            }
            (Value::Scalar(scalar), None) => smallvec![scalar.text.trim().into()],
            (Value::Seq(items), _) => {
                items.iter().filter_map(Node::as_str).map(|text| text.trim().into()).collect()
            }
            (Value::Map(_), _) => Texts::new(),
        }
    }
}

/// A copy of a value from another file: it has no bytes in this one.
fn without_place(node: &Node) -> Node {
    let value = match &node.value {
        Value::Scalar(scalar) => Value::Scalar(scalar.clone()),
        Value::Seq(items) => Value::Seq(items.iter().map(without_place).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry {
                    key: entry.key.clone(),
                    key_span: Span::default(),
                    value: without_place(&entry.value),
                })
                .collect(),
        ),
    };
    Node { span: Span::default(), value }
}

/// The entries of the front matter, with what is wrong with it as a whole.
pub(super) fn entries<'a>(reading: &mut Reading, document: &'a Document) -> &'a [Entry] {
    match document.front() {
        FrontMatter::Missing => {
            let finding = reading
                .error("missing-front-matter", reading.source.beginning(), "no front matter")
                .help("begin the file with `---`, keys such as `kind: …`, and `---`");
            reading.add(finding);
            &[]
        }
        FrontMatter::Unclosed(span) => {
            let finding = reading
                .error("invalid-front-matter", *span, "the front matter is never closed")
                .help("end it with a line `---`");
            reading.add(finding);
            &[]
        }
        FrontMatter::Present(_, yaml) => {
            fences(reading, document);
            for fault in &yaml.faults {
                // `****` begins like an alias of YAML; it is a placeholder, and said to be one.
                if fault.kind == FaultKind::Refused
                    && reading.is_placeholder(reading.source.slice(fault.span))
                {
                    continue;
                }
                let rule = match fault.kind {
                    FaultKind::Syntax | FaultKind::Refused => "invalid-front-matter",
                    FaultKind::Duplicate(_) => "duplicate-field",
                };
                let finding = reading.error(rule, fault.span, fault.message.clone());
                let finding = match fault.kind {
                    FaultKind::Duplicate(first) => finding.related_here(reading.source, first, "first here"),
                    FaultKind::Syntax | FaultKind::Refused => finding,
                };
                reading.add(finding.maybe_help(fault.help.clone()));
            }
            let Some(root) = &yaml.root else { return &[] };
            if root.as_map().is_none() && yaml.faults.is_empty() {
                let message = format!("expected keys with values, found {}", shape(root));
                reading.report("invalid-front-matter", root.span, message);
            }
            root.as_map().unwrap_or_default()
        }
    }
}

/// Lines that are meant as `---`: what stands between them is read all the same.
fn fences(reading: &mut Reading, document: &Document) {
    let written = |fence: &Fence| reading.source.slice(fence.written);
    let fences = match document.fences.as_slice() {
        // All of it is indented: that is said where it begins.
        [open, close] if [open, close].map(written) == ["---"; 2] => std::slice::from_ref(open),
        fences => fences,
    };
    for fence in fences {
        let written = reading.source.slice(fence.written);
        let opens = fence.whole.start == reading.source.beginning().start;
        let message = match (written, opens) {
            ("---", true) => "front matter must begin at the left edge of the first line".to_owned(),
            ("", _) => "the first line `---` is missing".to_owned(),
            ("---", false) => "the line that ends front matter must begin at the left edge".to_owned(),
            _ => format!("front matter begins and ends with a line `---`, found `{written}`"),
        };
        let (help, line) = match written {
            "---" => ("move it there", "---"),
            "" => ("begin the file with it", "---\n"),
            _ => ("write `---`", "---"),
        };
        let finding = reading.error("invalid-front-matter", fence.written, message).help(help);
        reading.add(finding.fix(fence.whole, line));
    }
}

/// The kind of a plan: its own, else that of the first `plans:` entry that matches its path.
pub(super) fn kind(
    reading: &mut Reading,
    entries: &[Entry],
    source: Option<&PlanSource>,
) -> Option<Spanned<String>> {
    let own = entries.iter().find(|entry| entry.key == "kind" && !entry.value.is_null());
    if let Some(entry) = own {
        let Some(written) = Written::node(reading.source, &entry.value) else {
            let message = format!("expected the name of a kind, found {}", shape(&entry.value));
            reading.report("invalid-value", entry.value.span, message);
            return None;
        };
        return Some(Spanned { value: nfc(written.text), span: written.span });
    }
    let source = source?;
    let keys = Keys::new(entries, Some(source), None).values(None);
    let texts = |key: &str| match keys.binary_search_by(|(other, _)| other.as_str().cmp(key)) {
        Ok(at) => keys[at].1.as_slice(),
        Err(_) => &[],
    };
    let chosen = source
        .kind_if
        .iter()
        .find(|(condition, _)| super::readers::holds(condition, reading.config, None, None, texts));
    let kind = chosen.map(|(_, kind)| kind).or(source.kind.as_ref())?;
    Some(Spanned { value: kind.clone(), span: Span::default() })
}

/// The schema of a kind; a kind that does not exist, or that no plan may have, is reported.
pub(super) fn schema<'s>(
    reading: &mut Reading,
    kind: &Spanned<String>,
    schemas: &'s BTreeMap<String, Arc<Schema>>,
) -> Option<&'s Arc<Schema>> {
    let found = schemas.get(&kind.value);
    if let Some(schema) = found
        && !schema.is_abstract
    {
        return Some(schema);
    }
    if kind.span == Span::default() || reading.is_placeholder(&kind.value) {
        return None;
    }
    let usable: Vec<&str> =
        schemas.values().filter(|schema| !schema.is_abstract).map(|schema| schema.kind.as_str()).collect();
    let written = Written::bytes(&kind.value, kind.span);
    let finding = match found {
        Some(schema) => reading
            .error(
                "unknown-kind",
                kind.span,
                format!("`{}` is a base that no plan may have as its kind", kind.value),
            )
            .schema(&schema.place),
        None => {
            let finding = reading.error("unknown-kind", kind.span, format!("unknown kind `{}`", kind.value));
            suggest(finding, written, &usable)
        }
    };
    reading.add(finding);
    None
}

/// Reports keys that none of some kinds knows, at the level of the kind that minds them least.
pub(super) fn unknown_fields(reading: &mut Reading, entries: &[Entry], kinds: &[&Schema]) {
    let level = kinds.iter().map(|schema| schema.unknown_fields).min().unwrap_or(Level::Error);
    let severity = match level {
        Level::Off => return,
        Level::Warn => Severity::Warning,
        Level::Error => Severity::Error,
    };
    let config = reading.config;
    if config.lacks.dimensions {
        return;
    }
    let known = |key: &str| {
        config.knows_key(key) || kinds.iter().any(|schema| schema.fields.iter().any(|field| field.key == key))
    };
    for entry in entries {
        if !known(&entry.key) {
            let place = Place::new(reading.source, entry.key_span);
            let message = format!("unknown key `{}`", entry.key);
            let finding = Diagnostic::new("unknown-field", severity, place, message);
            let written = Written::bytes(&entry.key, entry.key_span);
            let candidates = candidates(config, kinds, entries);
            let finding = suggest(finding, written, &candidates);
            reading.add(match kinds {
                [schema] => finding.schema(&schema.place),
                _ => finding,
            });
        }
    }
}

/// Keys that could have been meant: known ones that the file does not have.
fn candidates<'k>(config: &'k Config, kinds: &[&'k Schema], entries: &[Entry]) -> Vec<&'k str> {
    let fields = kinds.iter().flat_map(|schema| &schema.fields).map(|field| field.key.as_str());
    let relations = config.relations.iter().map(|relation| relation.id.as_str());
    let dimensions = config.dimensions.iter().map(|dimension| dimension.id.as_str());
    let mut known: Vec<&str> = fields
        .chain(STANDARD_KEYS.iter().copied())
        .chain(["parent"])
        .chain(relations)
        .chain(dimensions)
        .collect();
    known.sort_unstable();
    known.dedup();
    known.retain(|key| !entries.iter().any(|entry| entry.key == *key));
    known
}
