//! Tables of plans and of other things, and what they can be filtered by.

use super::numbers::{HeadView, ProgressView};
use super::ready::Ready;
use super::shell::{LinkView, StatusView};
use serde::Serialize;

/// A table of plans.
#[derive(Clone, Debug, Serialize)]
pub struct PlanTableView {
    /// Its anchor.
    pub id: String,
    /// What it is, for readers of text.
    pub label: String,
    /// Some lie below others.
    pub tree: bool,
    /// The plans.
    pub rows: Vec<PlanRowView>,
    /// The same for programs; nothing where the page links it elsewhere.
    pub files: Option<super::numbers::FilesView>,
}

/// A plan as a row.
#[derive(Clone, Debug, Serialize)]
pub struct PlanRowView {
    /// Its depth in the tree.
    pub depth: usize,
    /// The next rows lie below it.
    pub parent: bool,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Left out of a regular build.
    pub draft: bool,
    /// Its kind's title.
    pub kind: String,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusView>,
    /// The status's place in the order of the configuration.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub status_sort: String,
    /// Its owners.
    pub owners: Vec<LinkView>,
    /// Its period.
    pub period: String,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period_sort: String,
    /// The metric of the numbers.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub metric: String,
    /// Its unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What is to be reached.
    pub target_html: String,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target_sort: String,
    /// What was reached.
    pub actual_html: String,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub actual_sort: String,
    /// Progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bar: Option<ProgressView>,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub progress_sort: String,
    /// What the plans below leave of it.
    pub gap_html: String,
    /// The same to sort by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gap_sort: String,
    /// Errors that count.
    pub errors: usize,
    /// Warnings that count.
    pub warnings: usize,
    /// What it can be filtered by, where it can: `key:value`, one a line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub facets: String,
}

/// A choice above a table.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// The key in `facets`, and in the address.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The words for no choice.
    pub all: String,
    /// What can be chosen.
    pub options: Vec<OptionView>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The value in `facets`.
    pub value: String,
    /// The words.
    pub text: String,
    /// Its depth in a tree.
    pub depth: u32,
}

/// A table of things.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    /// Its anchor.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The heads.
    pub heads: Vec<HeadView>,
    /// The things.
    pub rows: Vec<Ready<ListRowView>>,
    /// Totals.
    pub foot: Vec<ListRowView>,
    /// What has to be known to read it.
    pub notes: Vec<String>,
    /// The same for programs; nothing where the page links it elsewhere.
    pub files: Option<super::numbers::FilesView>,
}

/// A thing.
#[derive(Clone, Debug, Serialize)]
pub struct ListRowView {
    /// Its anchor.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What it can be filtered by: `key:value`, one a line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub facets: String,
    /// Its cells.
    pub cells: Vec<ListCellView>,
}

impl ListRowView {
    /// A row of cells.
    pub fn of(cells: Vec<ListCellView>) -> Self {
        Self { id: String::new(), facets: String::new(), cells }
    }
}

/// A cell of a thing. Tables may have tens of thousands, so what a cell lacks is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListCellView {
    /// The words, where it is no number.
    pub text: String,
    /// The number, where it is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number_html: String,
    /// Its unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Several, in the place of the words, where each leads somewhere else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkView>,
    /// A status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<StatusView>,
    /// What to sort by, where it is not the words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sort: String,
    /// `m`, `bad`, `path` or `num`.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub class: &'static str,
    /// Set right.
    #[serde(skip_serializing_if = "is_false")]
    pub number: bool,
    /// What was written, where that is another number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl ListCellView {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words that lead somewhere.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()), ..Self::default() }
    }

    /// Nothing stated.
    pub fn nothing() -> Self {
        Self { text: crate::render::number::NOTHING.to_owned(), class: "m", ..Self::default() }
    }

    /// A number.
    pub fn figure(figure: &crate::render::number::Figure) -> Self {
        Self { number_html: figure.html(), sort: figure.sort.clone(), number: true, ..Self::default() }
    }

    /// The same, set right.
    pub fn number(self) -> Self {
        Self { number: true, ..self }
    }

    /// The same in figures of one width.
    pub fn number_left(self) -> Self {
        Self { class: "num", ..self }
    }

    /// The same with a sort key.
    pub fn sorted(self, sort: String) -> Self {
        Self { sort, ..self }
    }
}
