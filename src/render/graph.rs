//! The plan tree with what ties plans together, as a picture and as a table of the same.

use super::chart::{Node, Tie, tree};
use super::edition::Edition;
use super::key::PageKey;
use super::rows;
use super::status::status;
use super::texts::Texts;
use super::view::{GraphView, HeadView, ListCellView, ListRowView, ListView, ready_rows};
use crate::link::{DocumentIndex, PlanIndex, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Arcs beyond this number hide more than they show; the table has them all.
const ARCS: usize = 600;

/// The view of the page.
pub(super) fn view(edition: &Edition, texts: &Texts) -> GraphView {
    let from = edition.path(&PageKey::Graph);
    let order = rows::tree(edition, usize::MAX, usize::MAX);
    let place: BTreeMap<PlanIndex, usize> =
        order.iter().enumerate().map(|(at, (index, ..))| (*index, at)).collect();
    let nodes: Vec<Node> = order
        .iter()
        .map(|(index, depth, _)| {
            let plan = edition.site.plan(*index);
            let status = plan.status.as_ref().map(|value| status(&edition.site.config, texts, &value.value));
            Node {
                name: plan.title.value.clone(),
                href: edition.plan_href(&from, *index),
                depth: *depth,
                note: plan
                    .kind
                    .as_ref()
                    .map(|kind| edition.kind_title(&kind.value).to_owned())
                    .unwrap_or_default(),
                class: status.map_or("", |status| status.class),
            }
        })
        .collect();
    let connections = connections(edition);
    let mut ties = BTreeSet::new();
    for (a, relation, b) in &connections {
        if let (Some(from), Some(to)) = (place.get(a), place.get(b))
            && from != to
        {
            ties.insert(Tie { from: *from, to: *to, relation: relation.is_some() });
        }
    }
    let ties: Vec<Tie> = ties.into_iter().take(ARCS).collect();
    let (n, links) = (nodes.len().to_string(), connections.len().to_string());
    let label = texts.fill("graph_label", &[("n", &n), ("links", &links)]);
    let width = 960.0;
    let svg_html = if nodes.is_empty() { String::new() } else { tree(&nodes, &ties, width, &label) };
    GraphView { table: table(edition, texts, &from, &connections), label, svg_html }
}

/// Relations (by name) and links in texts between plans that are shown, each once.
fn connections(edition: &Edition) -> Vec<(PlanIndex, Option<String>, PlanIndex)> {
    let graph = &edition.site.graph;
    let shown = |index: PlanIndex| edition.is_shown(edition.site.plan(index));
    let mut list = Vec::new();
    for (index, _) in edition.shown() {
        let at = index.0 as usize;
        let mut seen = BTreeSet::new();
        for (relation, inverse, other) in graph.relations.get(at).map_or(&[] as &[_], Vec::as_slice) {
            if !inverse && shown(*other) && seen.insert((Some(relation.as_str()), *other)) {
                list.push((index, Some(relation.clone()), *other));
            }
        }
        for target in graph.plan_links.get(at).map_or(&[] as &[_], Vec::as_slice) {
            if let Target::Document(DocumentIndex::Plan(other), _) = target
                && *other != index
                && seen.insert((None, *other))
            {
                list.push((index, None, *other));
            }
        }
    }
    list
}

fn table(
    edition: &Edition,
    texts: &Texts,
    from: &str,
    connections: &[(PlanIndex, Option<String>, PlanIndex)],
) -> ListView {
    let plan = |index: PlanIndex| {
        ListCellView::link(&edition.site.plan(index).title.value, edition.plan_href(from, index))
    };
    let heads = ["graph_from", "graph_relation", "graph_to"].iter().enumerate().map(|(sort, key)| HeadView {
        text: texts.get(key).to_owned(),
        span: 1,
        number: false,
        class: "",
        wide: false,
        sort,
        shown: true,
    });
    let rows = connections.iter().map(|(a, relation, b)| {
        let words = match relation {
            None => texts.get("link_in_text").to_owned(),
            Some(id) => {
                edition.site.config.relation(id).map_or_else(|| id.clone(), |known| known.title.clone())
            }
        };
        ListRowView::of(vec![plan(*a), ListCellView::text(words), plan(*b)])
    });
    ListView {
        id: "links".to_owned(),
        label: texts.get("graph_links").to_owned(),
        heads: heads.collect(),
        rows: ready_rows(rows),
        foot: Vec::new(),
        notes: Vec::new(),
        files: None,
    }
}
