//! Numbers: figures, progress, tables of answers, pictures.

use serde::Serialize;

/// Progress as bar and number.
#[derive(Clone, Debug, Serialize)]
pub struct ProgressView {
    /// The bar.
    pub bullet_html: String,
    /// In percent: `74.0`.
    pub percent: String,
    /// The same to sort by.
    pub sort: String,
}

/// Ahead or behind, in words.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// `ok`, `wrn`, or `clock` where there is nothing to judge yet.
    pub class: &'static str,
    /// `落後`.
    pub word: String,
    /// `比時間少 17.0 個百分點`.
    pub text: String,
}

/// A number with its sign and colour.
#[derive(Clone, Debug, Serialize)]
pub struct SignedView {
    /// `+3.3`.
    pub text: String,
    /// `good`, `bad` or nothing.
    pub class: &'static str,
}

/// A table of numbers.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    /// Its anchor.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The head of the first column.
    pub corner: String,
    /// The upper heads, where there are two lines.
    pub groups: Vec<HeadView>,
    /// The heads of the columns.
    pub heads: Vec<HeadView>,
    /// Some rows lie below others.
    pub tree: bool,
    /// More columns than fit on a page of paper at the usual size.
    pub wide: bool,
    /// What has to be known to read it.
    pub notes: Vec<String>,
    /// The rows.
    pub rows: Vec<AnswerRowView>,
    /// The totals.
    pub foot: Vec<AnswerRowView>,
    /// The same for programs; nothing where the page links it elsewhere.
    pub files: Option<FilesView>,
}

/// A table as data files.
#[derive(Clone, Debug, Serialize)]
pub struct FilesView {
    /// The CSV.
    pub csv: String,
    /// The JSON.
    pub json: String,
}

/// The head of a column, or of several.
#[derive(Clone, Debug, Serialize)]
pub struct HeadView {
    /// The words.
    pub text: String,
    /// How many columns it stands over.
    pub span: usize,
    /// Numbers stand below it.
    pub number: bool,
    /// `lead` for the first of a group, `now` for the period that runs.
    pub class: &'static str,
    /// Bars stand below it.
    pub wide: bool,
    /// Which column it sorts.
    pub sort: usize,
    /// False where the head above reaches down to here.
    pub shown: bool,
}

/// A row of numbers.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerRowView {
    /// Its depth in the tree.
    pub depth: u32,
    /// The next rows lie below it.
    pub parent: bool,
    /// Its title.
    pub label: String,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// `rest` for what is left over.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub class: &'static str,
    /// The numbers.
    pub cells: Vec<CellView>,
}

/// A number in a table.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The number, with its way to the statements.
    pub cell_html: String,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// As of its head.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub class: &'static str,
    /// Set right.
    pub number: bool,
    /// Why there is no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A figure at the head of a page.
#[derive(Clone, Debug, Serialize)]
pub struct MiniView {
    /// What it is.
    pub title: String,
    /// A few words beside it.
    pub note: String,
    /// The number.
    pub number_html: String,
    /// Its unit.
    pub unit: String,
}

/// A panel of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct PanelView {
    /// What it shows.
    pub title: String,
    /// Its whole.
    pub note: String,
    /// The picture.
    pub svg_html: String,
}

/// A figure that leads.
#[derive(Clone, Debug, Serialize)]
pub struct StatView {
    /// The metric.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it holds.
    pub scope: String,
    /// When.
    pub period: String,
    /// What was reached.
    pub number_html: String,
    /// Its unit.
    pub unit: String,
    /// Progress as a bar.
    pub bullet_html: String,
    /// Target, progress, what is missing.
    pub facts: Vec<StatFactView>,
    /// Ahead or behind.
    pub verdict: VerdictView,
}

/// A fact below a figure.
#[derive(Clone, Debug, Serialize)]
pub struct StatFactView {
    /// What it is.
    pub title: String,
    /// The number.
    pub number_html: String,
}
