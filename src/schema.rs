//! Section schemas: what a kind of plan must say, and how. Bases are merged in (`extends`), every part
//! keeps the place where it was written, patterns and expressions are compiled.

use crate::config::{Condition, DimensionId, Level, MetricId};
use crate::text::Place;
use regex::Regex;
use rust_decimal::Decimal;

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
    /// Fields in the order of declaration, bases first.
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

/// Whether something must be there.
#[derive(Clone, Debug, Default)]
pub enum Required {
    /// No.
    #[default]
    Never,
    /// Yes; where it is asked.
    Always(Place),
    /// Where one of the conditions holds (`required_if`, `required: { when | unless }`).
    If(Condition),
}

/// A front-matter field: one of the kind's own, or a standard key made stricter.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Its type.
    pub kind: FieldType,
    /// Whether it must be there.
    pub required: Required,
    /// Where it may be there at all; `None`: anywhere.
    pub allowed_if: Option<Condition>,
    /// The standard key that it stands for (`as: summary`).
    pub stands_for: Option<String>,
    /// Constraints of the value (for lists: of the list).
    pub limits: Limits,
    /// Text that `new` writes and that counts where the key is absent.
    pub default: Option<String>,
    /// A word for people, shown on pages; defaults to the key.
    pub title: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// Constraints of a value.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Values of which it must be one.
    pub one_of: Option<Vec<String>>,
    /// What it must match.
    pub pattern: Option<Regex>,
    /// What it must not match.
    pub must_not_match: Option<Regex>,
    /// Lower bound as written: characters of a string, items of a list, a number, date or quantity.
    pub min: Option<String>,
    /// Upper bound likewise.
    pub max: Option<String>,
    /// Exact count likewise.
    pub exactly: Option<String>,
}

/// The type of a field.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// One line of text.
    String,
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// A quantity, of a metric's unit or any.
    Quantity {
        /// Metric whose unit it has.
        metric: Option<MetricId>,
        /// Unit that it must have.
        unit: Option<String>,
    },
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// A period, of a grain where one is given (`grain: year`).
    Period(Option<crate::period::Grain>),
    /// A person.
    Person,
    /// An address.
    Url,
    /// A plan's id, with the form of ids made from values (`id: 'eip-{}'`).
    Plan(Option<String>),
    /// A value of a dimension.
    Dimension(DimensionId),
    /// Several values.
    List(Box<ListType>),
}

/// The type of a list field.
#[derive(Clone, Debug)]
pub struct ListType {
    /// The type of the items.
    pub of: FieldType,
    /// Constraints of each item.
    pub limits: Limits,
    /// What separates items in one string.
    pub separator: Option<String>,
    /// Items must be in order.
    pub sorted: bool,
    /// Items must differ.
    pub unique: bool,
}

/// What a kind asks of a relation.
#[derive(Clone, Debug)]
pub struct RelationRule {
    /// `parent` or a relation of the configuration.
    pub relation: String,
    /// Whether it must be there.
    pub required: Required,
    /// Kinds that the other plan may have; empty: any.
    pub kinds: Vec<String>,
    /// Least number of plans named.
    pub min: Option<usize>,
    /// Largest number of plans named.
    pub max: Option<usize>,
    /// Where it is declared.
    pub place: Place,
}

/// What a kind asks of a plan's targets.
#[derive(Clone, Debug, Default)]
pub struct TargetsRule {
    /// Metrics that must have a target.
    pub required: Vec<(MetricId, Required)>,
    /// Metrics that may have one; `None`: any. With the place of the list.
    pub allowed: Option<(Vec<MetricId>, Place)>,
    /// By how much children may differ from the parent, as a fraction (`1%` is 0.01).
    pub tolerance: Decimal,
}

/// A section that a kind knows.
#[derive(Clone, Debug)]
pub struct SectionSchema {
    /// Its id.
    pub id: String,
    /// Its title: the heading's text without its ordinal.
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

/// A number of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// At least.
    pub min: Option<usize>,
    /// At most.
    pub max: Option<usize>,
}

/// What text must look like. Lengths count visible characters without white space.
#[derive(Clone, Debug)]
pub struct TextRule {
    /// Lengths.
    pub length: Count,
    /// What must be found in it.
    pub must_match: Option<Regex>,
    /// What must not be found in it.
    pub must_not_match: Option<Regex>,
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

/// What a table is to the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// Target statements.
    Targets,
    /// Actual statements.
    Actuals,
    /// Forecast statements.
    Forecast,
    /// Figures: a series or a list of numbers.
    Figures,
    /// Budget items.
    Budget,
    /// Phases.
    Phases,
    /// Tasks.
    Tasks,
    /// A matrix without empty cells.
    Matrix,
    /// No role: only columns are asked for.
    Plain,
}

/// How a table of statements is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One row a statement.
    List,
    /// Rows × columns, one metric.
    Pivot {
        /// What the rows are.
        rows: Axis,
        /// What the columns are.
        columns: Axis,
        /// Whether the last row holds totals.
        row_total: bool,
        /// Whether the last column holds totals.
        column_total: bool,
    },
}

/// What a row or column heading stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// A metric.
    Metric,
    /// A period.
    Period,
    /// A value of a dimension.
    Dimension(DimensionId),
    /// An owner.
    Owner,
    /// Free text.
    Label,
}

/// What a table must look like.
#[derive(Clone, Debug)]
pub struct TableRule {
    /// Its role.
    pub role: TableRole,
    /// Its layout.
    pub layout: Layout,
    /// Whether it must be there (always, where `table:` stands without `required:`).
    pub required: Required,
    /// The metric of its numbers, where one is given for the whole table.
    pub metric: Option<MetricId>,
    /// Fixed period of its numbers, as written.
    pub period: Option<String>,
    /// Fixed dimension values of its numbers, as written.
    pub scope: Vec<(DimensionId, String)>,
    /// Columns: what each is, its heading, whether it must be there.
    pub columns: Vec<ColumnRule>,
    /// What a column that no rule names is.
    pub unknown_columns: Level,
    /// How many rows (without total rows).
    pub rows: Count,
    /// The first cell of the row of totals.
    pub total: Option<String>,
    /// First cells of rows of subtotals.
    pub subtotal: Option<String>,
    /// The parts may leave some of the plan's own total out.
    pub partial: bool,
    /// Checks of phases.
    pub phases: Option<PhaseRule>,
    /// Where it is declared.
    pub place: Place,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// What it is: `metric`, `value`, `period`, a dimension's id, `owner`, `growth`, `weight`, `item`,
    /// `price`, `count`, `times`, `amount`, `share`, `name`, `start`, `end`, `dates`, `task`, `due`, `done`,
    /// `note`, or the heading itself in tables without a role.
    pub key: String,
    /// Headings that it may have.
    pub headings: Vec<String>,
    /// The same folded.
    pub names: Vec<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its cells may be empty.
    pub empty: bool,
    /// Constraints of its cells.
    pub limits: Limits,
    /// Where it is declared.
    pub place: Place,
}

/// What phases must look like. `None` means that it is not checked.
#[derive(Clone, Debug)]
pub struct PhaseRule {
    /// Made from headings (`from: heading`) rather than from a table's rows.
    pub from_heading: bool,
    /// Level of overlaps.
    pub overlap: Option<Level>,
    /// Level of gaps.
    pub gap: Option<Level>,
    /// `within: period`: phases lie in the plan's period.
    pub within: bool,
    /// Where it is declared.
    pub place: Place,
}

/// A rule in the Common Expression Language.
#[derive(Clone, Debug)]
pub struct ExpressionRule {
    /// The expression as written; it compiles.
    pub expression: String,
    /// What is wrong where it does not hold.
    pub message: String,
    /// Its level.
    pub level: Level,
    /// When it is asked at all.
    pub when: Option<Condition>,
    /// Key or section id where the finding stands.
    pub at: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// `severity: [{ when, at_most }]`.
#[derive(Clone, Debug)]
pub struct SeverityRule {
    /// When.
    pub when: Condition,
    /// The ceiling.
    pub at_most: Level,
}
