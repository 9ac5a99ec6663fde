//! The whole site, read and connected: what checks, pages and queries work on.

use crate::changes::{Drafts, History, Versions};
use crate::config::Config;
use crate::link::{Graph, PageIndex, PlanIndex};
use crate::model::{DataFile, Page, Plan, Spanned, Statement};
use crate::schema::Schema;
use crate::text::{Place, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its configuration.
    pub config: Arc<Config>,
    /// Its kinds by name; abstract bases included.
    pub schemas: Arc<BTreeMap<String, Arc<Schema>>>,
    /// All plans by path; drafts included (`draft` plans are only rendered with `--drafts`).
    pub plans: Vec<Arc<Plan>>,
    /// All pages by path; drafts included.
    pub pages: Vec<Arc<Page>>,
    /// Data files by path.
    pub data: Vec<Arc<DataFile>>,
    /// Connections.
    pub graph: Arc<Graph>,
    /// The day that the site is seen on.
    pub today: Date,
    /// Drafts are shown.
    pub drafts: bool,
}

impl Site {
    /// The plan at an index.
    pub fn plan(&self, index: PlanIndex) -> &Plan {
        &self.plans[index.0 as usize]
    }

    /// A place in a plan.
    pub fn place(&self, plan: PlanIndex, span: Span) -> Place {
        Place::new(&self.plan(plan).document.source, span)
    }

    /// All plans with their indices.
    pub fn indexed_plans(&self) -> impl Iterator<Item = (PlanIndex, &Plan)> {
        self.plans.iter().enumerate().map(|(index, plan)| (PlanIndex(index as u32), &**plan))
    }

    /// Whether a plan is part of what is built.
    pub fn is_shown(&self, plan: &Plan) -> bool {
        self.drafts || !plan.draft
    }

    /// Whether a row of a data file is part of what is built, as it names no draft.
    pub fn is_row_shown(&self, (plan, _): &(Option<Spanned<String>>, Statement)) -> bool {
        let plan = plan.as_ref().and_then(|id| self.graph.ids.get(&id.value));
        plan.is_none_or(|plan| self.is_shown(self.plan(*plan)))
    }

    /// What versions say of the plans that are part of what is built.
    pub fn history(&self, versions: &Versions) -> History {
        let is_draft = |id: &str| self.graph.ids.get(id).is_some_and(|index| self.plan(*index).draft);
        let drafts = if self.drafts { Drafts::Told } else { Drafts::Hidden(&is_draft) };
        History::new(versions, &self.config, &self.schemas, drafts)
    }

    /// The pages that are built, with their indices.
    pub fn shown_pages(&self) -> impl Iterator<Item = (PageIndex, &Page)> {
        let all = self.pages.iter().enumerate().map(|(index, page)| (PageIndex(index as u32), &**page));
        all.filter(|(_, page)| self.drafts || !page.draft)
    }
}
