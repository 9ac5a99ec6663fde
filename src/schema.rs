//! Section schemas: what a kind of plan must say, and how. Bases are merged in (`extends`), every part
//! keeps the place where it was written, patterns and expressions are compiled.

mod columns;
mod context;
mod expression;
mod field;
mod json;
mod late;
mod limit;
mod merge;
mod phases;
mod relation;
mod section;
mod show;
mod skeleton;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod written;

pub use columns::ColumnRule;
pub use expression::ExpressionRule;
pub use field::Field;
pub use json::json_schema;
pub use limit::{Count, Limits, Required, TextRule};
pub use phases::PhaseRule;
pub use relation::{RelationRule, SeverityRule, TargetsRule};
pub use section::{ListRule, SectionSchema};
pub use show::show;
pub use skeleton::{SkeletonOptions, skeleton, skeleton_section};
pub use table::{Axis, Layout, TableRole, TableRule};
pub use types::{FieldType, ListType};

use crate::config::{Config, Level};
use crate::diagnostic::Diagnostic;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, Fields, Reader};
use context::Context;
use merge::Merging;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of all findings here.
const RULE: &str = "invalid-schema";

/// A kind of plan with its bases merged.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The kind: the file's stem.
    pub kind: String,
    /// The kind's title.
    pub title: String,
    /// A base that no plan may use.
    pub is_abstract: bool,
    /// Bases from the nearest to the farthest.
    pub bases: Vec<String>,
    /// Fields in the order of declaration, bases first; one that is overridden stands in its base's place.
    pub fields: Vec<Field>,
    /// What an unknown front-matter key is.
    pub unknown_fields: Level,
    /// What relations are asked for; `parent` among them.
    pub relations: Vec<RelationRule>,
    /// What targets are asked for.
    pub targets: TargetsRule,
    /// Whether sections must stand in the schema's order.
    pub ordered: bool,
    /// What an unknown section is.
    pub unknown_sections: Level,
    /// The level of `placeholder` for plans of this kind.
    pub placeholders: Option<Level>,
    /// The sections (level 2 and below), as a tree.
    pub sections: Vec<SectionSchema>,
    /// Rules in the Common Expression Language.
    pub rules: Vec<ExpressionRule>,
    /// What the whole body must look like.
    pub text: Option<TextRule>,
    /// `intro: deny`: no text before the first section. Place of the key.
    pub intro_denied: Option<Place>,
    /// `field_order: strict`.
    pub field_order: Option<Place>,
    /// `file_name:` pattern with `{field}`.
    pub file_name: Option<(String, Place)>,
    /// Patterns of allowed external links; `None` where any is allowed.
    pub external_links: Option<(Vec<Regex>, Place)>,
    /// Ceilings of severity under conditions.
    pub severity: Vec<SeverityRule>,
    /// Where conditions stand that name what there is not: they decide nothing.
    pub faulty: Arc<[Place]>,
    /// Where the schema begins.
    pub place: Place,
}

impl Schema {
    /// The section schema at a path of indices down the tree of [`Schema::sections`].
    pub fn section(&self, path: &[u16]) -> Option<&SectionSchema> {
        let (last, above) = path.split_last()?;
        let mut sections = &self.sections;
        for index in above {
            sections = &sections.get(usize::from(*index))?.sections;
        }
        sections.get(usize::from(*last))
    }
}

/// Reads the schemas of a site, each file one kind: `schemas/KIND.yaml`. `unread` are the paths of those that are no
/// text: their kinds are there, and ask for nothing.
pub fn read(
    files: &[Arc<SourceFile>],
    unread: &[&str],
    config: &Config,
) -> (BTreeMap<String, Arc<Schema>>, Vec<Diagnostic>) {
    let readers: Vec<Reader> = files.iter().map(|source| Reader::new(source, RULE)).collect();
    let mut written = BTreeMap::new();
    for path in unread {
        let source = SourceFile::new(*path, "");
        let kind = kind_named(path);
        written.insert(kind.to_owned(), written::Written::unread(kind, Place::new(&source, Span::default())));
    }
    let mut left_open = Vec::new();
    for reader in &readers {
        let Some(kind) = kind_of(reader, &written) else { continue };
        let source = reader.source();
        let context = Context::new(reader, config);
        let yaml = yaml::parse(source, Span::new(0, source.text.len()));
        written.insert(kind.clone(), written::read(&context, &yaml, &kind));
        left_open.push((reader, kind, context.late.into_inner()));
    }
    let mut merging = Merging::new(&written);
    let schemas = merging.all();
    let mut findings = merging.findings;
    let mut faulty = Vec::new();
    for (reader, kind, late) in left_open {
        if let Some(schema) = schemas.get(&kind) {
            faulty.extend(late::names(reader, late, schema, &schemas, config));
            findings.extend(late::fields(schema));
            findings.extend(late::sections(schema));
        }
    }
    let faulty: Arc<[Place]> = faulty.into();
    findings.extend(late::plan_sources(&schemas, config));
    findings.extend(readers.into_iter().flat_map(Reader::into_findings));
    findings.sort_by(|a, b| (a.sort_key(), &a.message).cmp(&(b.sort_key(), &b.message)));
    // A clash in a base is found again in every kind that extends it.
    findings.dedup_by(|a, b| a.sort_key() == b.sort_key() && a.message == b.message);
    let whole = |schema| Arc::new(Schema { faulty: Arc::clone(&faulty), ..schema });
    (schemas.into_iter().map(|(kind, schema)| (kind, whole(schema))).collect(), findings)
}

/// The kind that a file declares: its stem.
fn kind_of(reader: &Reader, known: &BTreeMap<String, written::Written>) -> Option<String> {
    let kind = kind_named(&reader.source().path);
    if !crate::config::taken::check_id(reader, "a kind", kind, Span::default()) {
        return None;
    }
    if let Some(other) = known.get(kind) {
        let finding = reader.finding(Span::default(), format!("the kind `{kind}` is declared twice"));
        reader.push(finding.related(other.place.clone(), "first here").help("rename one of the two files"));
        return None;
    }
    Some(kind.to_owned())
}

fn kind_named(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name)
}

/// `allow`, `warn` or `error` under a key.
fn level(fields: &mut Fields, key: &'static str) -> Option<Level> {
    fields.choice(key, &[("allow", Level::Off), ("warn", Level::Warn), ("error", Level::Error)])
}

/// `order: strict | any`.
fn order(fields: &mut Fields) -> Option<bool> {
    fields.choice("order", &[("strict", true), ("any", false)])
}
