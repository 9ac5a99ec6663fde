//! Data files beside the pages: what they are called.

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
    Table(crate::config::MetricId, &'static str),
}

impl DataKey {
    /// The files that every site has, the longest first.
    pub(super) const FIXED: [Self; 6] =
        [Self::Statements, Self::Targets, Self::Plans, Self::Graph, Self::Diagnostics, Self::Package];

    /// The file's name below `data/`; tables lie deeper.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Plans => "plans.json",
            Self::Statements => "statements.json",
            Self::Targets => "targets.csv",
            Self::Graph => "graph.json",
            Self::Diagnostics => "diagnostics.json",
            Self::Package => "datapackage.json",
            Self::Table(..) => "",
        }
    }
}
