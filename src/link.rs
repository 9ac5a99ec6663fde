//! `[Plan] → Graph`: references resolved, backlinks, the parent tree.

mod address;
mod data;
mod fault;
mod headings;
mod nearby;
mod resolve;
mod same;

pub use address::{Address, address};
pub use data::attach;
pub use resolve::graph;
pub use same::links_the_same;

use crate::model::{Page, Plan};
use crate::parse::{Document, SectionIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The index of a plan in [`crate::site::Site::plans`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlanIndex(pub u32);

/// The index of a page in [`crate::site::Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIndex(pub u32);

/// A document of the site: what links come from and lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentIndex {
    /// A plan.
    Plan(PlanIndex),
    /// A page.
    Page(PageIndex),
}

impl DocumentIndex {
    fn document<'a>(self, plans: &'a [Arc<Plan>], pages: &'a [Arc<Page>]) -> &'a Document {
        match self {
            Self::Plan(plan) => &plans[plan.0 as usize].document,
            Self::Page(page) => &pages[page.0 as usize].document,
        }
    }

    /// What links name it by.
    fn id<'a>(self, plans: &'a [Arc<Plan>], pages: &'a [Arc<Page>]) -> &'a str {
        match self {
            Self::Plan(plan) => &plans[plan.0 as usize].id.value,
            Self::Page(page) => &pages[page.0 as usize].key,
        }
    }

    fn is_draft(self, plans: &[Arc<Plan>], pages: &[Arc<Page>]) -> bool {
        match self {
            Self::Plan(plan) => plans[plan.0 as usize].draft,
            Self::Page(page) => pages[page.0 as usize].draft,
        }
    }
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A plan or a page, and the anchor of a heading in it (empty: its top).
    Document(DocumentIndex, String),
    /// A draft that is not built: the link becomes text.
    Draft(DocumentIndex),
    /// A file of the site that is copied: path relative to the site's root.
    File(String),
    /// An address outside.
    External,
    /// Nothing that exists (or nothing safe): the link becomes text.
    Broken,
}

/// A fault of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFault {
    /// `broken-link`, `broken-anchor`, `missing-file`, `draft-link`.
    pub rule: &'static str,
    /// The document with the link.
    pub document: DocumentIndex,
    /// Its bytes.
    pub span: crate::text::Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A safe repair (one near candidate only).
    pub fix: Option<crate::diagnostic::Fix>,
    /// The key whose default the plan takes over, where the fault is in that.
    pub default: Option<String>,
}

/// Why a file that is there is no part of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// What is passed over: the file, or a folder that holds it.
    pub path: String,
    /// Why.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
    /// It is a finding by itself.
    pub is_reported: bool,
}

/// Somebody links here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// The document with the link.
    pub from: DocumentIndex,
    /// The section with the link.
    pub section: SectionIndex,
    /// The index of the link in its document.
    pub link: usize,
}

/// All connections of the site.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Ids and aliases, in NFC, to plans. Where an id stands twice the first plan by path has it.
    pub ids: BTreeMap<String, PlanIndex>,
    /// For each plan: what each of its links leads to.
    pub plan_links: Vec<Vec<Target>>,
    /// For each page likewise.
    pub page_links: Vec<Vec<Target>>,
    /// For each plan: its resolved references (`plan.references`).
    pub references: Vec<Vec<Option<PlanIndex>>>,
    /// For each plan: its parent.
    pub parents: Vec<Option<PlanIndex>>,
    /// For each plan: its children, by path.
    pub children: Vec<Vec<PlanIndex>>,
    /// For each plan: relation and plan, in both directions by who asks (`inverse` true: the other names this one).
    pub relations: Vec<Vec<(String, bool, PlanIndex)>>,
    /// For each plan: who links to it in text.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Files of the site that links and images lead to, sorted: they are copied.
    pub files: Vec<String>,
    /// What is wrong with links.
    pub faults: Vec<LinkFault>,
    /// The ids that plans in files which could not be read most likely have.
    pub unread: BTreeSet<String>,
}
