//! `Document + Schema → Plan`: what a plan says, typed. Every number is read here once, with its place,
//! and everything else (checks, aggregates, pages, data files) reads these values.

mod body;
mod budget;
mod data;
mod defaults;
mod front;
mod head;
mod limits;
pub mod lists;
mod meaning;
mod nested;
mod numbers;
mod open;
mod outside;
mod page;
mod parts;
mod phases;
mod pivot;
mod ratios;
mod readers;
mod reading;
mod rows;
mod sections;
mod shares;
mod sheet;
mod standard;
mod splits;
mod stated;
mod statement;
mod tables;
mod tasks;
mod total;
mod units;
mod value;
mod work;
mod written;

pub use open::unify;
pub use stated::is_cut_off;
pub use statement::{Aside, Equation, Origin, Places, RoleTable, RowKind, Split, Statement, StatementKind};
pub use work::{Budget, BudgetItem, Phase, Task};

use crate::config::{Config, DimensionId};
use crate::diagnostic::Diagnostic;
use crate::parse::{Blocks, Document, Parsed, SectionIndex};
use crate::period::Period;
use crate::quantity::Quantity;
use crate::schema::Schema;
use crate::text::{SourceFile, Span, exactly};
use compact_str::CompactString;
use front::Keys;
use jiff::civil::Date;
use numbers::{Inherited, Numbers};
use reading::Reading;
use rust_decimal::Decimal;
use smallvec::SmallVec;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The texts of a front-matter key; nearly all have one.
pub type Texts = SmallVec<[CompactString; 1]>;

/// A value and the bytes that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

/// A plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The parsed file.
    pub document: Document,
    /// The schema of its kind; `None` where the kind is missing or unknown.
    pub schema: Option<Arc<Schema>>,
    /// The value of `kind` (from the file, or from `planpress.yaml` with the span 0..0).
    pub kind: Option<Spanned<String>>,
    /// Its id, in NFC.
    pub id: Spanned<String>,
    /// Its title, never empty.
    pub title: Spanned<String>,
    /// Its status.
    pub status: Option<Spanned<String>>,
    /// Its period.
    pub period: Option<Spanned<Period>>,
    /// Its owners.
    pub owners: Vec<Spanned<String>>,
    /// Its tags.
    pub tags: Vec<Spanned<String>>,
    /// Its summary: `summary`, or the first paragraph of the section with `summary: true`.
    pub summary: Option<Spanned<String>>,
    /// Its language, where it differs from the site's.
    pub lang: Option<Spanned<crate::config::Language>>,
    /// Left out of `build`.
    pub draft: bool,
    /// `date`.
    pub date: Option<Spanned<Date>>,
    /// Old ids.
    pub aliases: Vec<Spanned<String>>,
    /// Values of dimensions: canonical ids (as written for open dimensions).
    pub dimensions: Vec<(DimensionId, Spanned<String>)>,
    /// The kind's own fields that are there and could be typed, in the order of the file.
    pub fields: Vec<Field>,
    /// Ids in relation keys (and in fields of type plan), in the order of the file.
    pub references: Vec<Reference>,
    /// For each section of the document: the path of the schema section that it is (indices down the
    /// tree of [`Schema::sections`]), where it is one.
    pub sections: Vec<Option<Vec<u16>>>,
    /// Sections that are one of the schema's but for a typing slip in the heading: what stands below
    /// them is read like that of any other, and `misspelt-section` names them.
    pub misspelt: Vec<SectionIndex>,
    /// Sections that are one of the schema's by their heading, at another level than it wants.
    pub wrong_level: Vec<SectionIndex>,
    /// Everything that counts: front matter first, then table by table.
    pub statements: Vec<Statement>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Phases, in the order of the file.
    pub phases: Vec<Phase>,
    /// Tasks: from task tables and from list items that need an owner or a due date.
    pub tasks: Vec<Task>,
    /// The texts of every front-matter key that counts, sorted by key: those of the file, else those
    /// that `planpress.yaml` or the schema give for it. Conditions are asked of these.
    pub values: Vec<(CompactString, Texts)>,
    /// `allow:` of the front matter: rule, reason.
    pub allowed: Vec<(Spanned<String>, String)>,
    /// What reading found: values of the wrong type, impossible dates, unreadable quantities, unknown
    /// fields, misspelt sections … Levels are those of the schema; the sink applies the configuration.
    pub findings: Vec<Diagnostic>,
}

/// What only the checks of a plan by itself need beside it. It is most of what reading a plan makes, and is
/// dropped behind them.
#[derive(Clone, Debug)]
pub struct Details {
    /// The blocks of its text.
    pub blocks: Blocks,
    /// Tables that the schema knows (those without a role too), typed.
    pub tables: Vec<RoleTable>,
    /// Stated totals and derived figures that must agree with others; those inside one table first.
    pub equations: Vec<Equation>,
    /// The groups of phases that have a phase more, whose days are unreadable or still to be filled in.
    pub open_phases: Vec<u32>,
}

/// A field of the kind's own.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// The key's bytes.
    pub key_span: Span,
    /// Its value.
    pub value: Spanned<FieldValue>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text: string, text, person, url, plan (the resolved id), dimension (the canonical id).
    Text(String),
    /// A number.
    Number(Decimal),
    /// A quantity.
    Quantity(Quantity),
    /// `true` or `false`.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A period.
    Period(Period),
    /// Several.
    List(Vec<Spanned<FieldValue>>),
}

/// An id written in front matter.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The relation (`parent` included), or the field's key.
    pub relation: String,
    /// The id as written, made into an id (`id: 'eip-{}'`).
    pub id: Spanned<String>,
    /// A relation of the configuration (or `parent`), not a field.
    pub is_relation: bool,
}

/// A free page: Markdown with views.
#[derive(Clone, Debug)]
pub struct Page {
    /// The parsed file.
    pub document: Document,
    /// Path below `pages/` without `.md`: `manual/links`.
    pub key: String,
    /// Its title, never empty.
    pub title: String,
    /// Its language, where it differs from the site's.
    pub lang: Option<crate::config::Language>,
    /// Left out of builds without `--drafts`.
    pub draft: bool,
    /// Its place among its neighbours (`order:`), then by title.
    pub order: i64,
    /// Its summary.
    pub summary: Option<String>,
    /// What reading found.
    pub findings: Vec<Diagnostic>,
}

/// Statements of `data/*.csv`, each of one file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Its statements, with the plan's id where the row names one.
    pub rows: Vec<(Option<Spanned<String>>, Statement)>,
    /// Rows whose period has no year, by their index, with that period: the plan that they name has one.
    pub yearless: Vec<(usize, Spanned<String>)>,
    /// What reading found.
    pub findings: Vec<Diagnostic>,
}

/// Reads a plan: pure, one file at a time.
pub fn plan(parsed: Parsed, config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> (Plan, Details) {
    let document = &parsed.document;
    let file = Arc::clone(&document.source);
    let mut reading = Reading::new(&file, config);
    let entries = front::entries(&mut reading, document);
    let source = config.plan_source(&file.path);
    let kind = front::kind(&mut reading, entries, source);
    let schema = kind.as_ref().and_then(|kind| front::schema(&mut reading, kind, schemas)).cloned();
    reading.schema = schema.as_deref();
    let keys = Keys::new(entries, source, schema.as_deref());
    if let Some(schema) = &schema {
        front::unknown_fields(&mut reading, entries, &[&**schema]);
    }
    keys.report_doubles(&mut reading);
    let head = head::read(&mut reading, &keys, document);
    let fields = head::fields(&mut reading, &keys);
    let references = head::references(&mut reading, &keys, &fields);
    let values = keys.values(kind.as_ref());
    let inherited = Inherited::of(&head);
    let mut numbers = Numbers::with_room();
    stated::read(&mut reading, &keys, &inherited, &mut numbers);
    let body = body::read(&mut reading, &parsed, &keys, &inherited, &mut numbers);
    outside::report(&mut reading, &body.tables.tables, &numbers);
    splits::find(config, &inherited, &body.tables.tables, &mut numbers);
    ratios::read(config, &mut numbers);
    let findings = reading.findings;
    let Parsed { document, blocks } = parsed;
    let plan = Plan {
        document,
        schema,
        kind,
        id: head.id,
        title: head.title,
        status: head.status,
        period: head.period,
        owners: head.owners,
        tags: head.tags,
        summary: head.summary.or(body.summary),
        lang: head.lang,
        draft: head.draft,
        date: head.date,
        aliases: head.aliases,
        dimensions: head.dimensions,
        fields,
        references: exactly(references),
        sections: body.sections.paths,
        misspelt: body.sections.misspelt,
        wrong_level: body.sections.wrong_level,
        statements: exactly(numbers.statements),
        budgets: exactly(body.tables.budgets),
        phases: exactly(body.tables.phases.phases),
        tasks: exactly(body.tables.tasks),
        values,
        allowed: head.allowed,
        findings,
    };
    let (tables, equations) = (body.tables.tables, numbers.equations);
    (plan, Details { blocks, tables, equations, open_phases: body.tables.phases.open })
}

/// What is wrong with the `defaults:` of `plans:`.
pub fn defaults(config: &Config, schemas: &BTreeMap<String, Arc<Schema>>) -> Vec<Diagnostic> {
    defaults::check(config, schemas)
}

/// Reads a free page.
pub fn page(document: Document, config: &Config) -> Page {
    page::read(document, config)
}

/// Reads a CSV file of statements.
pub fn data_file(source: &Arc<SourceFile>, config: &Config) -> DataFile {
    data::read(source, config)
}

#[cfg(test)]
mod tests;
