//! Each table that a page shows as a data file of its own: the same rows and numbers, for programs. Which
//! tables a page has is asked here by the list of outputs, by the page that links them, and by the file.

use super::super::edition::Edition;
use super::super::group::yearly;
use super::super::key::{PageKey, SheetKey, relative};
use super::super::paths::is_time;
use super::super::view::FilesView;
use super::super::{group, home, metric, rows, work};
use super::listed::{self, Records};
use super::plan_table::{self, PlanTable};
use crate::aggregate::{Answer, Item, answer, list};
use crate::check::views::read;
use crate::export::{self, Origins};
use crate::link::{DocumentIndex, PlanIndex};
use crate::view::{Content, List, Subject, View};
use std::borrow::Cow;
use std::sync::Arc;

/// A view of a document, by its place in it.
pub(in crate::render) type ViewAt = (DocumentIndex, usize);

/// What a table is made from.
pub(super) enum Sheet {
    /// Numbers by rows and columns.
    Numbers(Arc<Answer>),
    /// Things one by one.
    Records(Records),
}

impl Sheet {
    /// The bytes of its file.
    pub(super) fn bytes(&self, edition: &Edition, form: &str) -> Vec<u8> {
        match (self, form) {
            (Self::Numbers(answer), "csv") => export::csv(&export::grid(answer, &edition.site)).into_bytes(),
            (Self::Numbers(answer), _) => {
                export::json(answer, (&edition.site, &edition.facts), Origins::Site(&edition.numbering))
            }
            (Self::Records(records), "csv") => records.csv().into_bytes(),
            (Self::Records(records), _) => export::to_lines(records),
        }
    }
}

/// The forms of every table.
pub(in crate::render) const FORMS: [&str; 2] = ["csv", "json"];

/// The name of a table of plans beside others of its page.
pub(in crate::render) const PLANS: &str = "plans";

/// The name of the table of all plans; their pages' tables lie beside it.
pub(in crate::render) const ALL_PLANS: &str = "all";

/// The name of a table of tasks beside others of its page.
pub(in crate::render) const TASKS: &str = "tasks";

/// The tables of a metric: its numbers by year, and its statements.
const YEARS: &str = "years";
const STATEMENTS: &str = "statements";

/// What the name of a view begins with.
const VIEW: &str = "view-";

/// The file of a table: below `data/` as its page, and its name where the page has several.
pub(in crate::render) fn sheet_path(page: &str, table: &str, form: &str) -> String {
    let page = page.strip_suffix(".html").unwrap_or(page);
    let slash = if table.is_empty() { "" } else { "/" };
    format!("data/{page}{slash}{table}.{form}")
}

/// The files of a page's table as links from the file `from`.
pub(in crate::render) fn files(edition: &Edition, from: &str, page: &PageKey, table: &str) -> FilesView {
    let href = |form: &'static str| relative(from, &sheet_path(&edition.path(page), table, form));
    FilesView { csv: href("csv"), json: href("json") }
}

/// All tables of all pages, in both forms.
pub(in crate::render) fn keys(edition: &Edition, pages: &[PageKey]) -> Vec<PageKey> {
    let mut keys = Vec::new();
    for page in pages {
        for table in names(edition, page) {
            let key = |form| SheetKey { page: Box::new(page.clone()), table: table.to_string(), form };
            keys.extend(FORMS.map(|form| PageKey::Sheet(key(form))));
        }
    }
    keys
}

/// The tables of a page that have files, by name.
pub(in crate::render) fn names(edition: &Edition, page: &PageKey) -> Vec<Cow<'static, str>> {
    match page {
        PageKey::Targets | PageKey::Value(..) | PageKey::Kind(_) | PageKey::Owner(_) | PageKey::Tag(_) => {
            let years = yearly(edition, page);
            let plans = has_plans(edition, page).then_some(PLANS.into());
            let tasks = match page {
                PageKey::Owner(owner) => group::has_tasks(edition, owner),
                _ => false,
            };
            let tasks = tasks.then_some(TASKS.into());
            years.iter().map(|numbers| numbers.name.clone().into()).chain(plans).chain(tasks).collect()
        }
        PageKey::Metric(id) => {
            let years = metric::has_years(edition, *id).then_some(YEARS);
            let statements =
                metric::shown_statements(edition, *id).any(|list| !list.is_empty()).then_some(STATEMENTS);
            let plans = has_plans(edition, page).then_some(PLANS);
            years.into_iter().chain(statements).chain(plans).map(Cow::Borrowed).collect()
        }
        PageKey::Plans => vec![Cow::Borrowed(ALL_PLANS)],
        PageKey::Home => has_plans(edition, page).then_some(Cow::Borrowed(PLANS)).into_iter().collect(),
        PageKey::Plan(index) => views(edition, DocumentIndex::Plan(*index)),
        PageKey::Page(index) => views(edition, DocumentIndex::Page(*index)),
        PageKey::Budget | PageKey::Tasks | PageKey::Timeline => vec![Cow::Borrowed("")],
        _ => Vec::new(),
    }
}

/// The plans that a page lists.
fn plans(edition: &Edition, page: &PageKey) -> PlanTable {
    let of = |tree: Vec<(PlanIndex, usize, bool)>| {
        let plans: Vec<PlanIndex> = tree.into_iter().map(|(index, ..)| index).collect();
        PlanTable { total_count: plans.len(), plans, metric: None }
    };
    match page {
        PageKey::Plans => of(rows::tree(edition, usize::MAX, usize::MAX)),
        PageKey::Home => PlanTable { total_count: edition.shown().count(), ..of(home::tree(edition).0) },
        PageKey::Metric(id) => metric::listed(edition, *id),
        page => group::listed(edition, page),
    }
}

fn has_plans(edition: &Edition, page: &PageKey) -> bool {
    !plans(edition, page).plans.is_empty()
}

fn views(edition: &Edition, document: DocumentIndex) -> Vec<Cow<'static, str>> {
    let count = edition.document(document).map_or(0, |document| document.views.len());
    let shown = (0..count).filter(|at| view(edition, document, *at).is_some());
    shown.map(|at| view_name(at).into()).collect()
}

/// The name of a document's view among the tables of its page.
pub(in crate::render) fn view_name(at: usize) -> String {
    format!("{VIEW}{}", at + 1)
}

/// Whether a table of some page may have this name.
pub(in crate::render) fn is_table_name(name: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    [ALL_PLANS, PLANS, TASKS, YEARS, STATEMENTS].contains(&name)
        || is_time(name)
        || name.strip_prefix(VIEW).is_some_and(is_number)
}

fn view(edition: &Edition, index: DocumentIndex, at: usize) -> Option<View> {
    let document = edition.document(index)?;
    let block = document.views.get(at)?;
    read(block, &document.source, &edition.site, &edition.facts).0
}

/// What a table is made from; nothing where the page has no such.
pub(super) fn sheet(edition: &Edition, key: &SheetKey) -> Option<Sheet> {
    let of = |subject: Subject, items: &[Item]| Sheet::Records(listed::records(edition, subject, items));
    match &*key.page {
        page if lists_plans(key) => Some(Sheet::Records(plans(edition, page).records(edition))),
        PageKey::Owner(owner) if key.table == TASKS => {
            let (items, total_count) = group::tasks(edition, owner);
            Some(Sheet::Records(listed::records(edition, Subject::Tasks, &items).out_of(total_count)))
        }
        PageKey::Metric(id) if key.table == YEARS => Some(Sheet::Numbers(metric::by_year(edition, *id))),
        PageKey::Metric(id) => {
            let statements = metric::shown_statements(edition, *id).flatten();
            let mut items: Vec<Item> = statements.map(|statement| Item::Statement(*statement)).collect();
            // As many as the page lists; `statements.json` holds all of them.
            let total_count = items.len();
            items.truncate(metric::SOURCES);
            let records = listed::records(edition, Subject::Statements, &items);
            Some(Sheet::Records(records.out_of(total_count)))
        }
        PageKey::Plan(index) => of_view(edition, DocumentIndex::Plan(*index), &key.table),
        PageKey::Page(index) => of_view(edition, DocumentIndex::Page(*index), &key.table),
        PageKey::Budget => {
            let listing = list(&edition.facts, &edition.site, &List::all(Subject::Budget));
            Some(Sheet::Records(listed::of_listing(edition, Subject::Budget, &listing)))
        }
        PageKey::Tasks => {
            let items: Vec<Item> = work::tasks_by_owner(edition);
            Some(of(Subject::Tasks, &items))
        }
        PageKey::Timeline => {
            let tree = rows::tree(edition, usize::MAX, usize::MAX);
            let phases = tree.iter().flat_map(|(index, ..)| {
                let count = edition.site.plan(*index).phases.len();
                (0..count).map(|at| Item::Phase(*index, at as u32))
            });
            Some(of(Subject::Phases, &phases.collect::<Vec<Item>>()))
        }
        page => {
            let years = yearly(edition, page);
            let numbers = years.iter().find(|numbers| numbers.name == key.table)?;
            Some(Sheet::Numbers(Arc::clone(&numbers.answer)))
        }
    }
}

/// The same for its fields alone: without its rows, where these can be many.
pub(super) fn outline(edition: &Edition, key: &SheetKey) -> Option<Sheet> {
    let subject = match &*key.page {
        _ if lists_plans(key) => {
            return Some(Sheet::Records(Records::new(plan_table::fields(), Vec::new())));
        }
        PageKey::Owner(_) if key.table == TASKS => Subject::Tasks,
        PageKey::Metric(_) if key.table == STATEMENTS => Subject::Statements,
        PageKey::Tasks => Subject::Tasks,
        PageKey::Timeline => Subject::Phases,
        _ => return sheet(edition, key),
    };
    Some(Sheet::Records(listed::records(edition, subject, &[])))
}

/// Whether a table is one of plans.
fn lists_plans(key: &SheetKey) -> bool {
    match &*key.page {
        PageKey::Plan(_) | PageKey::Page(_) => false,
        PageKey::Plans => key.table == ALL_PLANS,
        _ => key.table == PLANS,
    }
}

fn of_view(edition: &Edition, document: DocumentIndex, table: &str) -> Option<Sheet> {
    let at = (0..edition.document(document)?.views.len()).find(|at| view_name(*at) == table)?;
    match view(edition, document, at)?.content {
        Content::Numbers(query) => {
            let made = || answer(&edition.facts, &edition.site, &query);
            Some(Sheet::Numbers(edition.views.get((document, at), made)))
        }
        Content::List(query) => {
            let listing = list(&edition.facts, &edition.site, &query);
            Some(Sheet::Records(listed::of_listing(edition, query.subject, &listing)))
        }
    }
}
