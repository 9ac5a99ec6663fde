//! One schema file as written, before its bases are merged in: every part is there or is not.

use super::context::Context;
use super::expression::{self, ExpressionRule};
use super::field::{self, Field};
use super::limit::TextRule;
use super::relation::{self, RelationRule, SeverityRule, WrittenTargets};
use super::section::{self, WrittenSection};
use crate::config::Level;
use crate::config::pattern::pattern;
use crate::text::Place;
use crate::yaml::{FaultKind, Fields, Node, Reader, Yaml};
use regex::Regex;

/// A schema file. Options that are `None` come from the bases, else from the default.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) kind: String,
    pub(super) title: Option<String>,
    pub(super) is_abstract: bool,
    /// Names of bases with their places.
    pub(super) extends: Vec<(String, Place)>,
    pub(super) fields: Vec<Field>,
    pub(super) unknown_fields: Option<Level>,
    pub(super) relations: Vec<RelationRule>,
    pub(super) targets: WrittenTargets,
    pub(super) ordered: Option<bool>,
    pub(super) unknown_sections: Option<Level>,
    pub(super) placeholders: Option<Level>,
    pub(super) sections: Vec<WrittenSection>,
    pub(super) rules: Vec<ExpressionRule>,
    pub(super) text: Option<TextRule>,
    /// The outer option: whether the file says it; the inner one: what it says.
    pub(super) intro_denied: Option<Option<Place>>,
    pub(super) field_order: Option<Option<Place>>,
    pub(super) file_name: Option<(String, Place)>,
    pub(super) external_links: Option<Option<(Vec<Regex>, Place)>>,
    pub(super) severity: Vec<SeverityRule>,
    pub(super) place: Place,
}

/// Reads a schema file. One that holds nothing is a kind without rules.
pub(super) fn read(context: &Context, yaml: &Yaml, kind: &str) -> Written {
    let reader = context.reader;
    let mut written = Written::nothing(kind, reader.place(reader.source().beginning()));
    let is_broken = yaml.faults.iter().any(|fault| fault.kind == FaultKind::Syntax);
    let Some(mut fields) = reader.root(yaml) else {
        let is_empty = yaml.faults.is_empty() && yaml.root.is_none();
        return if is_empty { written } else { Written::unread(kind, written.place) };
    };
    written.title = fields.text("title").map(str::to_owned);
    written.is_abstract = fields.boolean("abstract").unwrap_or(false);
    written.extends = extends(&mut fields);
    let entries = fields.mapping("fields").iter();
    written.fields = entries.filter_map(|entry| field::read(context, entry)).collect();
    written.unknown_fields = super::level(&mut fields, "unknown_fields");
    let entries = fields.mapping("relations").iter();
    written.relations = entries.filter_map(|entry| relation::relation(context, entry)).collect();
    written.targets = relation::targets(context, &mut fields);
    written.ordered = super::order(&mut fields);
    written.unknown_sections = super::level(&mut fields, "unknown_sections");
    written.placeholders = fields.get("placeholders").and_then(|node| Level::read(reader, node));
    written.sections = section::read_all(context, fields.list("sections"), 2);
    let rules = fields.list("rules").iter();
    written.rules = rules.filter_map(|node| expression::read(context, node)).collect();
    report_doubles(reader, &written.rules);
    written.text = TextRule::read(context, &mut fields, "text");
    written.intro_denied = switch(&mut fields, "intro", &[("allow", false), ("deny", true)]);
    written.field_order = switch(&mut fields, "field_order", &[("any", false), ("strict", true)]);
    written.file_name = file_name(context, &mut fields);
    written.external_links = external_links(&mut fields);
    let severity = fields.list("severity").iter();
    written.severity = severity.filter_map(|node| relation::severity(context, node)).collect();
    fields.finish();
    if is_broken {
        written.allow_unknown();
    }
    written
}

impl Written {
    /// A schema that could not be read.
    pub(super) fn unread(kind: &str, place: Place) -> Self {
        let mut written = Self::nothing(kind, place);
        written.allow_unknown();
        written
    }

    /// What plans have that it may know is not unknown.
    pub(super) fn allow_unknown(&mut self) {
        self.unknown_fields = Some(Level::Off);
        self.unknown_sections = Some(Level::Off);
    }

    fn nothing(kind: &str, place: Place) -> Self {
        Self {
            kind: kind.to_owned(),
            title: None,
            is_abstract: false,
            extends: Vec::new(),
            fields: Vec::new(),
            unknown_fields: None,
            relations: Vec::new(),
            targets: WrittenTargets::default(),
            ordered: None,
            unknown_sections: None,
            placeholders: None,
            sections: Vec::new(),
            rules: Vec::new(),
            text: None,
            intro_denied: None,
            field_order: None,
            file_name: None,
            external_links: None,
            severity: Vec::new(),
            place,
        }
    }
}

fn extends(fields: &mut Fields) -> Vec<(String, Place)> {
    let reader: &Reader = fields.reader();
    let nodes = fields.get("extends").map_or(&[][..], |node| reader.one_or_many(node)).iter();
    nodes.filter_map(|node| Some((reader.text(node)?.to_owned(), reader.place(node.span)))).collect()
}

/// Reports rules with one id: the later would take the place of the earlier.
fn report_doubles(reader: &Reader, rules: &[ExpressionRule]) {
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.id.is_some()) {
        if let (Some(id), Some(first)) = (&rule.id, rules[..at].iter().find(|first| first.id == rule.id)) {
            let finding = reader.finding(rule.place.span, format!("the rule id `{id}` stands twice"));
            reader.push(finding.related(first.place.clone(), "first here").help("give it another id"));
        }
    }
}

/// A switch with two words: `None` where it is absent, else its place where it is on.
fn switch(fields: &mut Fields, key: &'static str, words: &[(&str, bool)]) -> Option<Option<Place>> {
    let place = fields.place(key);
    fields.choice(key, words).map(|on| place.filter(|_| on))
}

/// `file_name: 'eip-{eip}.md'`.
fn file_name(context: &Context, fields: &mut Fields) -> Option<(String, Place)> {
    let reader = context.reader;
    let node = fields.get("file_name")?;
    let form = reader.text(node)?;
    let mut rest = 0;
    while let Some(open) = form[rest..].find('{').map(|at| rest + at) {
        let Some(close) = form[open..].find('}').map(|at| open + at) else {
            reader.report(node.part_span(reader.source(), open..open + 1), "`{` is not closed");
            return None;
        };
        let span = node.part_span(reader.source(), open + 1..close);
        context.later(super::context::Late::FileField(form[open + 1..close].to_owned(), span));
        rest = close + 1;
    }
    if form.contains(['/', '\\']) {
        reader.report(node.span, "a file name holds no folder");
        return None;
    }
    if !form.ends_with(".md") {
        let message = "no plan has such a name: the name of a plan's file ends with `.md`";
        reader.report_with(node.span, message, format!("write `{form}.md`"));
        return None;
    }
    Some((form.to_owned(), reader.place(node.span)))
}

/// `external_links: { allow: [patterns] }`, `allow` or `deny`.
fn external_links(fields: &mut Fields) -> Option<Option<(Vec<Regex>, Place)>> {
    let reader = fields.reader();
    let entry = fields.entry("external_links")?;
    let place = reader.place(entry.key_span);
    let node: &Node = fields.get("external_links")?;
    if node.as_str().is_some() {
        let denied = reader.choice(node, &[("allow", false), ("deny", true)])?;
        return Some(denied.then(|| (Vec::new(), place)));
    }
    let mut inner = reader.fields(node)?;
    let allowed = inner.required("allow").map_or(&[][..], |node| reader.one_or_many(node));
    let patterns = allowed.iter().filter_map(|node| pattern(reader, node)).collect();
    inner.finish();
    Some(Some((patterns, place)))
}
