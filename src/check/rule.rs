//! What a rule is: plain data, from which the checker, `explain`, the manual and the tests are made.

use super::context::{LinkedPlan, PlanContext, SiteContext};
use super::sink::{Sink, SiteSink};
use crate::config::Level;
use crate::diagnostic::Severity;
use crate::parse::Document;

/// A rule of the checker. Its name is its identity: in output, in `checks:`, in suppressions.
pub struct Rule {
    /// Its name: `missing-section`.
    pub name: &'static str,
    /// Its level where nothing else is said; `None`: off.
    pub severity: Option<Severity>,
    /// What it belongs to.
    pub group: Group,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its documentation in Markdown: What it finds, Why, Fails, Passes. The examples run as tests.
    pub docs: &'static str,
    /// Where it looks.
    pub scope: Scope,
}

impl Rule {
    /// Its level where nothing else is said.
    pub fn level(&self) -> Level {
        match self.severity {
            None => Level::Off,
            Some(Severity::Warning) => Level::Warn,
            Some(Severity::Error) => Level::Error,
        }
    }
}

/// Where a rule looks.
#[derive(Clone, Copy)]
pub enum Scope {
    /// Found while files are read and typed; the checker only passes it on.
    Reading,
    /// Every document by itself: plans and free pages.
    Document(fn(&Document, &mut Sink)),
    /// Every plan by itself.
    Plan(fn(&PlanContext, &mut Sink)),
    /// Every plan with what it names in other files.
    Linked(fn(&LinkedPlan, &mut Sink)),
    /// The whole site, once.
    Site(fn(&SiteContext, &mut SiteSink)),
}

/// What rules belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Files that cannot be read.
    Reading,
    /// Keys and values of the front matter.
    FrontMatter,
    /// Sections and what stands in them.
    Sections,
    /// What was left to be filled in.
    FillingIn,
    /// Quantities, targets, sums.
    Numbers,
    /// Days, periods, phases.
    Dates,
    /// Links and relations.
    Links,
    /// Owners and due dates.
    People,
    /// The same text twice.
    Copies,
    /// What a schema says in its own words.
    Schema,
    /// The site's own files.
    Site,
}

impl Group {
    /// Its title in lists.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::FrontMatter => "Front matter",
            Self::Sections => "Sections",
            Self::FillingIn => "Filling in",
            Self::Numbers => "Numbers",
            Self::Dates => "Dates",
            Self::Links => "Links",
            Self::People => "People",
            Self::Copies => "Copies",
            Self::Schema => "Schema's own",
            Self::Site => "Site",
        }
    }
}
