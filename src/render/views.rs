//! Views inside plans and pages: what a `view` block asks for, as a table or as a picture with its table
//! behind it. Where a block cannot be read it is said so, with the way to its finding.

mod numbers;
mod pictures;
mod things;

use super::chart::Value;
use super::data::{files, view_name};
use super::edition::Edition;
use super::figures;
use super::key::{PageKey, relative};
use super::number::{code_spans, escape};
use super::texts::Texts;
use super::view::{FilesView, ViewView};
use crate::aggregate::Cell;
use crate::check::views::read;
use crate::config::Metric;
use crate::diagnostic::Diagnostic;
use crate::link::DocumentIndex;
use crate::view::{Content, View};

/// The HTML of each view of a document, in order.
pub(super) fn html(edition: &Edition, texts: &Texts, document: DocumentIndex, from: &str) -> Vec<String> {
    let parsed = match document {
        DocumentIndex::Plan(index) => &edition.site.plan(index).document,
        DocumentIndex::Page(index) => match edition.site.pages.get(index.0 as usize) {
            Some(page) => &page.document,
            None => return Vec::new(),
        },
    };
    parsed
        .views
        .iter()
        .enumerate()
        .map(|(number, block)| {
            let (view, findings) = read(block, &parsed.source, &edition.site, &edition.facts);
            let place = Place { edition, texts, from, name: view_name(number), at: (document, number) };
            view.map_or_else(|| place.fault(findings.first()), |view| place.html(&view))
        })
        .collect()
}

/// Where a view stands.
pub(super) struct Place<'a> {
    /// All that is known.
    pub edition: &'a Edition,
    /// The words of the page.
    pub texts: &'a Texts,
    /// The file that it stands in.
    pub from: &'a str,
    /// Its name among the tables of the page.
    pub name: String,
    /// Its document, and its number there.
    pub at: (DocumentIndex, usize),
}

impl Place<'_> {
    /// Its anchor: what a page has besides the text is called with a mark that no anchor of a heading can have.
    fn id(&self) -> String {
        format!("p:{}", self.name)
    }

    /// The table for programs.
    fn files(&self) -> FilesView {
        let page = match self.at.0 {
            DocumentIndex::Plan(index) => PageKey::Plan(index),
            DocumentIndex::Page(index) => PageKey::Page(index),
        };
        files(self.edition, self.from, &page, &self.name)
    }

    fn html(&self, view: &View) -> String {
        let shown = match &view.content {
            Content::Numbers(query) => self.numbers(view.form, query),
            Content::List(list) => self.things(view.form, list),
        };
        let shown = ViewView { title: view.title.clone().unwrap_or_default(), ..shown };
        let language = self.texts.language;
        let mut context = self.edition.contexts.get(&language).cloned().unwrap_or_default();
        context.insert("view", &shown);
        // A fault of the template shows at the page that it stands in; here it must only not be lost.
        match self.edition.theme.tera.render("partials/view.html", &context) {
            Ok(html) => html,
            Err(error) => {
                format!("<pre class=\"code\">{}</pre>", super::number::escape(&error.to_string()))
            }
        }
    }

    /// What stands where there is no view.
    fn fault(&self, finding: Option<&Diagnostic>) -> String {
        let words = escape(self.texts.get("view_fault"));
        let Some(finding) = finding else { return format!("<p class=\"wave\">{words}</p>") };
        let is_it = |known: &Diagnostic| known.rule == finding.rule && known.place == finding.place;
        let index = self.edition.findings.iter().position(is_it);
        let id = index.and_then(|index| self.edition.finding_ids.get(index));
        let why = code_spans(&finding.message);
        let why = match id {
            Some(id) => {
                let checks = relative(self.from, &self.edition.path(&PageKey::Checks));
                format!("<a href=\"{}#{}\">{why}</a>", escape(&checks), escape(id))
            }
            None => why,
        };
        format!("<p><span class=\"wave\">{words}</span>: {why}</p>\n")
    }

    /// An empty view to fill.
    fn blank(&self) -> ViewView {
        ViewView {
            id: self.id(),
            title: String::new(),
            caption: String::new(),
            table: None,
            list: None,
            gantt: None,
            pictures: Vec::new(),
            behind: false,
            notes: Vec::new(),
        }
    }
}

/// A cell as a point of a picture, in the unit that is shown.
fn value(cell: &Cell, metric: Option<&Metric>) -> Option<Value> {
    let scale = metric.and_then(|metric| metric.display.as_ref());
    let scale = scale.map_or(rust_decimal::Decimal::ONE, |display| display.scale);
    let at = figures::point(cell.amount.as_ref()?)?.checked_div(scale)?;
    Some(Value { at: f64::try_from(at).ok()?, text: figures::figure(cell, metric)?.text() })
}
