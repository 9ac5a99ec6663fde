//! The command line: flags, their help and their defaults. No behaviour.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a git folder of plans into a checked, cross-linked static site whose numbers add up.
#[derive(Debug, Parser)]
#[command(name = "planpress", version, about, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The site's folder [default: the nearest at or above the current one with a planpress.yaml, else content/]
    #[arg(long, global = true, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The day the site is seen on, such as 2026-09-15 [default: today in UTC, or SOURCE_DATE_EPOCH]
    #[arg(long, global = true, value_name = "DATE", value_parser = parse_day)]
    pub today: Option<jiff::civil::Date>,
    /// Colours in the terminal
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Says nothing but errors and results
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Says more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

fn parse_day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "expected a day such as 2026-09-15".to_string())
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks the site and writes it
    Build(Build),
    /// Shows the site in the browser and follows every change
    Serve(Serve),
    /// Checks the site
    Check(Check),
    /// Writes a plan skeleton from its kind's schema
    New(New),
    /// Writes a small complete site
    Init(Init),
    /// Adds up targets, actuals and forecasts by rows and columns
    Targets(Targets),
    /// Says what changed between two git revisions, in the plans' terms
    Diff(Diff),
    /// Says how a plan's numbers, status and owner changed in git
    History(History),
    /// Lists the plans
    List(List),
    /// Says why a rule exists, what fails and what passes
    Explain(Explain),
    /// Shows a kind's schema with its bases merged
    Schema(Schema),
    /// Writes the completion script of a shell to the standard output
    Completions(Completions),
}

/// Flags of `build`.
#[derive(Clone, Debug, Args)]
pub struct Build {
    /// The folder that the site is written into
    #[arg(short, long, default_value = "public", value_name = "DIR")]
    pub output: PathBuf,
    /// Builds drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Builds again after every change, until it is stopped
    #[arg(long)]
    pub watch: bool,
    /// Looks for changes every second instead of being told by the system
    #[arg(long, requires = "watch")]
    pub poll: bool,
    /// Builds what it can although there are errors; still exits with 1
    #[arg(long)]
    pub keep_going: bool,
    /// Builds into a folder with files of others; they are kept
    #[arg(long)]
    pub force: bool,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address or name to listen at; 0.0.0.0 lets all machines of the network read
    #[arg(long, default_value = "127.0.0.1", value_name = "HOST")]
    pub host: String,
    /// The port to listen at; 0 for any free one [default: 8421, or the next free one of ten]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Another name that browsers may call the server by, such as that of a proxy (may be repeated)
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Opens the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Shows drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Looks for changes at intervals instead of being told by the system
    #[arg(long)]
    pub poll: bool,
}

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders to report on [default: the whole site]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub format: Format,
    /// Counts warnings as errors in the exit code
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub deny: Option<Deny>,
    /// Reports only this rule (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub only: Vec<String>,
    /// Reports only files that differ from this git revision
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Records today's findings in baseline.yaml: from then on only new ones count
    #[arg(long, conflicts_with_all = ["paths", "only", "changed_since", "fix"])]
    pub write_baseline: bool,
    /// Makes the repairs that are safe, says which, and reports what is left
    #[arg(long)]
    pub fix: bool,
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: excerpt, caret, help.
    Human,
    /// One line a finding.
    Short,
    /// One JSON object.
    Json,
    /// Workflow annotations.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
}

/// What else counts as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
}

/// Flags of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// The kind of plan
    pub kind: String,
    /// The plan's id, and the name of its file [default: the kind and the period]
    pub id: Option<String>,
    /// Its title
    #[arg(long)]
    pub title: Option<String>,
    /// Its owner
    #[arg(long)]
    pub owner: Option<String>,
    /// The id of its parent
    #[arg(long)]
    pub parent: Option<String>,
    /// Its period, such as 2026 or 2026-Q3
    #[arg(long)]
    pub period: Option<String>,
    /// Its status
    #[arg(long)]
    pub status: Option<String>,
    /// Writes only the section with this id, to the standard output
    #[arg(long, value_name = "ID", conflicts_with_all = ["id", "title", "owner", "parent", "period", "status"])]
    pub section: Option<String>,
}

/// Flags of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder of the new site
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// The language of the site
    #[arg(long, default_value = "en", value_name = "LANG")]
    pub lang: String,
    /// Copies the default theme into the site's themes/default (of a site that may be there already)
    #[arg(long)]
    pub theme: bool,
}

/// Flags of `targets`.
#[derive(Debug, Args)]
pub struct Targets {
    /// The metrics, by id or title [default: every metric with a target]
    #[arg(long, value_name = "A,B")]
    pub metrics: Vec<String>,
    /// What the rows are: a dimension, plan, owner, kind, status, metric, parent, tag, year, half, quarter, month
    /// [default: the first dimension that a target has]
    #[arg(long, value_name = "AXIS")]
    pub rows: Option<String>,
    /// What the columns are
    #[arg(long, value_name = "AXIS")]
    pub columns: Option<String>,
    /// Only what this holds for: key=value, key=a,b for any of, key=!value for not (may be repeated)
    #[arg(long = "where", value_name = "KEY=VALUE")]
    pub filter: Vec<String>,
    /// The numbers: target, actual, progress, forecast, stated, allocated, gap, unallocated, count
    /// [default: target,actual,progress]
    #[arg(long, value_name = "A,B")]
    pub show: Vec<String>,
    /// Without totals
    #[arg(long)]
    pub no_totals: bool,
    /// The order of the rows: a number or `label`, with `-` in front from the largest
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// How many rows at most
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Counts drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Lists the statements behind one cell, with file and line
    #[arg(long, value_name = "ROW,COLUMN")]
    pub explain: Option<String>,
    /// One row a number (with --format csv)
    #[arg(long)]
    pub tidy: bool,
    /// The form of the table
    #[arg(long, value_enum, default_value_t = TargetsFormat::Table, value_name = "FORMAT")]
    pub format: TargetsFormat,
}

/// Forms of a table of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TargetsFormat {
    /// Aligned columns.
    Table,
    /// Comma-separated values.
    Csv,
    /// A JSON object.
    Json,
    /// A Markdown table.
    Markdown,
}

/// Flags of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The revision to compare with the files as they are, or two of them: A..B
    #[arg(value_name = "REV[..REV]")]
    pub revisions: String,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = DiffFormat::Table, value_name = "FORMAT")]
    pub format: DiffFormat,
}

/// Forms of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// Aligned columns.
    Table,
    /// A JSON object.
    Json,
    /// Markdown tables, such as for a merge request.
    Markdown,
}

/// Flags of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// The plan
    pub id: String,
    /// Only numbers of this metric
    pub metric: Option<String>,
}

/// Flags of `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Only plans for which this holds: key=value, key=a,b for any of, key=!value for not (may be repeated)
    #[arg(long = "where", value_name = "KEY=VALUE")]
    pub filter: Vec<String>,
    /// The form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Table, value_name = "FORMAT")]
    pub format: ListFormat,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Aligned columns.
    Table,
    /// Comma-separated values.
    Csv,
    /// A JSON array.
    Json,
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule's name [default: lists all rules]
    pub rule: Option<String>,
}

/// Flags of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// The kind
    pub kind: String,
    /// Writes JSON Schema (draft 2020-12) for the kind's front matter instead
    #[arg(long)]
    pub json_schema: bool,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
