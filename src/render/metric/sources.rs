//! The statements that a metric is made from.

use super::shown_statements;
use crate::aggregate::StatementRef;
use crate::config::MetricId;
use crate::render::edition::Edition;
use crate::render::tables::Tables;
use crate::render::texts::Texts;
use crate::render::view::{ListRowView, ListView, ready_rows};
use std::collections::BTreeMap;

/// The longest list of statements that a page shows; all of them stand in `data/statements.json`.
pub(in crate::render) const SOURCES: usize = 400;

/// The statements of a metric as a table, the number of each, and how many were left out.
pub(super) fn sources(
    edition: &Edition,
    texts: &Texts,
    id: MetricId,
    from: &str,
) -> (ListView, BTreeMap<StatementRef, usize>, usize) {
    let tables = Tables { edition, texts, from };
    let mut numbers = BTreeMap::new();
    let mut rows = Vec::new();
    let mut cut = 0;
    for reference in shown_statements(edition, id).flatten().copied() {
        if rows.len() >= SOURCES {
            cut += 1;
            continue;
        }
        let Some(cells) = tables.sources(reference) else { continue };
        let number = rows.len() + 1;
        numbers.insert(reference, number);
        let row = ListRowView { id: format!("s{number}"), facets: String::new(), cells };
        rows.push(row);
    }
    let mut notes = Vec::new();
    if cut > 0 {
        let n = SOURCES.to_string();
        notes.push(texts.fill("sources_cut", &[("n", &n), ("file", "data/statements.json")]));
    }
    let blank = tables.blank_sources(("sources-table", texts.get("sources_title")));
    let list = ListView { rows: ready_rows(rows), notes, ..blank };
    (list, numbers, cut)
}
