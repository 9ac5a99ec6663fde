//! All that queries need of a site, made ready once: names as numbers, periods as days, trees as ranges.

use crate::link::PlanIndex;
use crate::model::Statement;
use crate::site::Site;

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementRef {
    /// In a plan: the index in its `statements`.
    Plan(PlanIndex, u32),
    /// In a data file: the index in `Site::data` and in its `rows`.
    Data(u32, u32),
}

impl StatementRef {
    /// The statement.
    pub fn get(self, site: &Site) -> Option<&Statement> {
        match self {
            Self::Plan(plan, index) => site.plans.get(plan.0 as usize)?.statements.get(index as usize),
            Self::Data(file, row) => {
                site.data.get(file as usize)?.rows.get(row as usize).map(|(_, statement)| statement)
            }
        }
    }

    /// Where it is written.
    pub fn place(self, site: &Site) -> Option<crate::text::Place> {
        let span = self.get(site)?.span;
        let source = match self {
            Self::Plan(plan, _) => &site.plans.get(plan.0 as usize)?.document.source,
            Self::Data(file, _) => &site.data.get(file as usize)?.source,
        };
        Some(crate::text::Place::new(source, span))
    }
}

/// The statements of a site, ready for queries. Drafts are left out unless the site shows them.
#[derive(Clone, Debug, Default)]
pub struct Facts {}

impl Facts {
    /// Makes a site's statements ready. Linear in their number.
    pub fn new(site: &Site) -> Self {
        let _ = site;
        Self {}
    }
}
