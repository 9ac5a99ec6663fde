//! `sections:`: the tree of sections that a kind knows, and what each must hold.

use super::context::Context;
use super::limit::{Count, Required, TextRule};
use super::phases::PhaseRule;
use super::table::{self, TableRule};
use crate::config::pattern::{folded_pattern, legible};
use crate::config::taken::check_id;
use crate::config::{Condition, Level};
use crate::fold::fold;
use crate::text::Place;
use crate::yaml::{Fields, Node};
use regex::Regex;

/// A section that a kind knows.
#[derive(Clone, Debug)]
pub struct SectionSchema {
    /// Its id; unique in the whole schema.
    pub id: String,
    /// Its title: the heading's text without its ordinal; where only a pattern is given, what that leaves to read.
    pub title: String,
    /// Other titles.
    pub aliases: Vec<String>,
    /// Title, aliases and id, folded: what a folded heading is compared with.
    pub names: Vec<String>,
    /// A pattern (itself folded where it is literal) over the folded heading with its ordinal.
    pub title_match: Option<Regex>,
    /// The heading's level.
    pub level: u8,
    /// Whether it must be there.
    pub required: Required,
    /// Where it may be at all.
    pub allowed_if: Option<Condition>,
    /// How often it may stand; `None`: once.
    pub repeat: Option<(Count, Place)>,
    /// What its text must look like.
    pub text: Option<TextRule>,
    /// A list that it must have.
    pub list: Option<ListRule>,
    /// Tables that it has, in order; more than one where `tables:` is given.
    pub tables: Vec<TableRule>,
    /// Phases made from its headings.
    pub phases: Option<PhaseRule>,
    /// Bold lead-ins that every sub-section or list item has.
    pub labels: Option<(Vec<String>, Place)>,
    /// Its first paragraph is the plan's summary where front matter has none.
    pub summary: bool,
    /// Whether its sub-sections must stand in order; inherited from the schema.
    pub ordered: bool,
    /// What an unknown sub-section is, where `sections` are declared.
    pub unknown_sections: Level,
    /// Sections below; empty: sub-headings are free.
    pub sections: Vec<SectionSchema>,
    /// Where it is declared.
    pub place: Place,
}

/// What a list must look like.
#[derive(Clone, Debug)]
pub struct ListRule {
    /// Whether it must be there (always, where `list:` stands without `required:`).
    pub required: Required,
    /// `ordered: true`; `Some(false)` asks for bullets.
    pub ordered: Option<bool>,
    /// How many items.
    pub items: Count,
    /// `each: { owner: true }`.
    pub owner: bool,
    /// `each: { due: true }`.
    pub due: bool,
    /// `each: { min, max, pattern … }`.
    pub each: Option<TextRule>,
    /// Items are tasks (`as: tasks`), typed like a task table's rows.
    pub tasks: bool,
    /// Where it is declared.
    pub place: Place,
}

/// A section as written: what it inherits from above is not known before the bases are merged.
#[derive(Clone, Debug)]
pub(super) struct WrittenSection {
    /// All but `ordered`, `unknown_sections` and `sections`.
    own: SectionSchema,
    /// It says itself what its heading is.
    is_named: bool,
    ordered: Option<bool>,
    unknown_sections: Option<Level>,
    below: Vec<WrittenSection>,
}

impl WrittenSection {
    pub(super) fn id(&self) -> &str {
        &self.own.id
    }

    /// The section in the place of one of a base, whose headings it keeps where it names none.
    pub(super) fn over(mut self, base: &Self) -> Self {
        if !self.is_named {
            self.own.title.clone_from(&base.own.title);
            self.own.names.clone_from(&base.own.names);
            self.own.aliases.clone_from(&base.own.aliases);
            self.own.title_match.clone_from(&base.own.title_match);
            self.is_named = base.is_named;
        }
        self
    }

    /// The section with what it inherits.
    pub(super) fn finish(self, ordered: bool, unknown_sections: Level) -> SectionSchema {
        let ordered = self.ordered.unwrap_or(ordered);
        let unknown_sections = self.unknown_sections.unwrap_or(unknown_sections);
        let sections =
            self.below.into_iter().map(|section| section.finish(ordered, unknown_sections)).collect();
        SectionSchema { ordered, unknown_sections, sections, ..self.own }
    }
}

/// Reads a list of sections whose headings are of a level.
pub(super) fn read_all(context: &Context, nodes: &[Node], level: u8) -> Vec<WrittenSection> {
    nodes.iter().filter_map(|node| read(context, node, level)).collect()
}

fn read(context: &Context, node: &Node, level: u8) -> Option<WrittenSection> {
    let reader = context.reader;
    let mut fields = reader.fields(node)?;
    let id_node = fields.required("id");
    let id =
        id_node.and_then(|node| reader.text(node).filter(|id| check_id(reader, "a section", id, node.span)));
    let title = fields.text("title");
    let name = id.or(title);
    let level = heading_level(&mut fields, level);
    let unknown_sections = super::level(&mut fields, "unknown_sections");
    let ordered = super::order(&mut fields);
    let aliases = fields.texts("aliases");
    let pattern = fields.get("title_match");
    let shown = title.is_none().then(|| pattern.and_then(|node| legible(node.as_str()?))).flatten();
    let names = title.iter().chain(&aliases).chain(&id).map(|name| fold(name));
    let own = SectionSchema {
        id: name.unwrap_or_default().to_owned(),
        title: shown.unwrap_or_else(|| title.or(name).unwrap_or_default().to_owned()),
        names: names.collect(),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        title_match: pattern.and_then(|node| folded_pattern(reader, node)),
        level,
        required: Required::read(context, &mut fields, Required::Never),
        allowed_if: fields.get("allowed_if").and_then(|node| context.condition(node)),
        repeat: repeat(&mut fields),
        text: TextRule::read(context, &mut fields, "text"),
        list: list(context, &mut fields),
        tables: table::read(context, &mut fields),
        phases: PhaseRule::read(context, &mut fields),
        labels: labels(&mut fields),
        summary: fields.boolean("summary").unwrap_or(false),
        ordered: true,
        unknown_sections: Level::Warn,
        sections: Vec::new(),
        place: reader.place(id_node.map_or(node.span.first(), |node| node.span)),
    };
    let nodes = fields.list("sections");
    let below = if level < 6 { read_all(context, nodes, level + 1) } else { Vec::new() };
    if level >= 6 && !nodes.is_empty() {
        reader.report(fields.span().first(), "headings have six levels: nothing can stand below level 6");
    }
    let is_named = title.is_some() || own.title_match.is_some() || !own.aliases.is_empty();
    fields.finish();
    name?;
    Some(WrittenSection { own, is_named, ordered, unknown_sections, below })
}

/// `level:` where it differs from the depth.
fn heading_level(fields: &mut Fields, depth: u8) -> u8 {
    let Some(node) = fields.get("level") else { return depth };
    match node.as_str().and_then(|text| text.parse().ok()).filter(|level| (1..=6).contains(level)) {
        Some(level) => level,
        None => {
            fields.reader().expected(node, "a level from 1 to 6");
            depth
        }
    }
}

/// `repeat: true`, or `{ min, max, exactly }`.
fn repeat(fields: &mut Fields) -> Option<(Count, Place)> {
    let entry = fields.entry("repeat")?;
    let reader = fields.reader();
    let node = fields.get("repeat")?;
    let place = reader.place(entry.key_span);
    if node.as_str().is_some() {
        return reader.boolean(node)?.then_some((Count::default(), place));
    }
    let mut inner = reader.fields(node)?;
    let count = Count::read(&mut inner);
    inner.finish();
    Some((count, place))
}

fn labels(fields: &mut Fields) -> Option<(Vec<String>, Place)> {
    let entry = fields.entry("labels")?;
    let labels: Vec<String> = fields.texts("labels").into_iter().map(str::to_owned).collect();
    (!labels.is_empty()).then(|| (labels, fields.reader().place(entry.key_span)))
}

/// `list: true`, or `{ required, ordered, min, max, exactly, each, as }`.
fn list(context: &Context, section: &mut Fields) -> Option<ListRule> {
    let reader = context.reader;
    let entry = section.entry("list")?;
    let node = section.get("list")?;
    let place = reader.place(entry.key_span);
    let mut rule = ListRule {
        required: Required::Always(place.clone()),
        ordered: None,
        items: Count::default(),
        owner: false,
        due: false,
        each: None,
        tasks: false,
        place,
    };
    if node.as_str().is_some() {
        return reader.boolean(node)?.then_some(rule);
    }
    let mut fields = reader.fields(node)?;
    rule.required = Required::read(context, &mut fields, rule.required);
    rule.ordered = fields.boolean("ordered");
    rule.items = Count::read(&mut fields);
    rule.tasks = fields.choice("as", &[("tasks", true)]).unwrap_or(false);
    let each = fields.entry("each").map(|entry| entry.key_span);
    if let (Some(mut inner), Some(span)) = (fields.fields("each"), each) {
        rule.owner = inner.boolean("owner").unwrap_or(false);
        rule.due = inner.boolean("due").unwrap_or(false);
        rule.each = Some(TextRule::read_keys(context, &mut inner, span)).filter(|rule| !rule.is_empty());
        inner.finish();
    }
    fields.finish();
    Some(rule)
}
