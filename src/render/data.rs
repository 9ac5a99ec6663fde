//! Data files beside the pages, for programs: what they are called and how they are made. Their forms are
//! versioned and documented in the manual; numbers are exact decimals in text, in the metric's unit.

mod feed;
mod listed;
mod own;
mod package;
mod plan_table;
mod records;
mod sheets;

pub(super) use feed::{feed, sitemap};
pub(super) use plan_table::{PlanRecords, PlanTable};
pub(super) use sheets::{
    ALL_PLANS, FORMS, PLANS, TASKS, ViewAt, files, is_table_name, keys as sheet_keys, names as sheet_names,
    sheet_path, view_name,
};

use super::edition::Edition;
use super::key::SheetKey;
use crate::aggregate::{Answer, answer};
use crate::config::MetricId;
use crate::export::{self, Origins};
use crate::report::{self, Format, Style, Summary};
use crate::view::{Flags, query_from_flags};
use std::io::Write;

/// The version of the JSON files.
const VERSION: u32 = 1;

/// A file under `data/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataKey {
    /// `plans.json`.
    Plans,
    /// `statements.json`.
    Statements,
    /// `targets.csv`.
    Targets,
    /// `graph.json`.
    Graph,
    /// `diagnostics.json`.
    Diagnostics,
    /// `datapackage.json`.
    Package,
    /// The table of a metric, as `csv` or `json`.
    Table(MetricId, &'static str),
    /// The targets of all plans as their pages show them, as `csv` or `json`.
    PlanTargets(&'static str),
}

impl DataKey {
    /// The files that every site has, the longest first.
    pub(super) const FIXED: [Self; 8] = [
        Self::Statements,
        Self::Targets,
        Self::PlanTargets("csv"),
        Self::PlanTargets("json"),
        Self::Plans,
        Self::Graph,
        Self::Diagnostics,
        Self::Package,
    ];

    /// The file's name below `data/`; tables lie deeper.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Plans => "plans.json",
            Self::Statements => "statements.json",
            Self::Targets => "targets.csv",
            Self::Graph => "graph.json",
            Self::Diagnostics => "diagnostics.json",
            Self::Package => "datapackage.json",
            Self::PlanTargets("csv") => "plan-targets.csv",
            Self::PlanTargets(_) => "plan-targets.json",
            Self::Table(..) => "",
        }
    }
}

/// Writes a data file, the longest piece by piece. Whether the writer failed is asked by whoever gives it.
pub(super) fn write(edition: &Edition, key: DataKey, out: &mut dyn Write) {
    let bytes = match key {
        DataKey::Statements => return records::statements(edition, out),
        DataKey::PlanTargets("json") => return own::json_of(edition, out),
        DataKey::PlanTargets(_) => own::csv(edition).into_bytes(),
        DataKey::Plans => records::plans(edition),
        DataKey::Graph => records::graph(edition),
        DataKey::Targets => targets(edition).into_bytes(),
        DataKey::Package => package::package(edition),
        DataKey::Diagnostics => {
            let paths = edition.site.plans.iter().map(|plan| &*plan.document.source.path);
            let summary = Summary::of(&edition.told, paths);
            report::render(&edition.told, &summary, Style::plain(Format::Json)).into_bytes()
        }
        DataKey::Table(id, form) => {
            let answer = &edition.year_of(id).1;
            match form {
                "csv" => export::csv(&export::grid(answer, &edition.site)).into_bytes(),
                _ => export::json(answer, (&edition.site, &edition.facts), Origins::Site(&edition.numbering)),
            }
        }
    };
    let _ = out.write_all(&bytes);
}

/// The bytes of a table of a page.
pub(super) fn sheet(edition: &Edition, key: &SheetKey) -> Vec<u8> {
    sheets::sheet(edition, key).map_or_else(Vec::new, |sheet| sheet.bytes(edition, key.form))
}

/// All metrics with targets by the first dimension and quarter, one row a number: what
/// `planpress targets --columns quarter --format csv --tidy` says.
fn targets(edition: &Edition) -> String {
    let metrics = edition.site.config.metrics.iter().map(|metric| metric.id.clone()).collect();
    let flags = Flags { metrics, columns: Some("quarter".to_owned()), ..Flags::default() };
    match query_from_flags(&edition.site, &flags) {
        Ok(query) => export::tidy(&answer(&edition.facts, &edition.site, &query), &edition.site),
        // The flags name nothing of the site's own.
        Err(_) => export::tidy(&Answer::default(), &edition.site),
    }
}
