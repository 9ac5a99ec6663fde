//! `plans.json`, `statements.json`, `graph.json`: what the site is made of, record by record. Addresses are
//! relative to the site's root.

use super::super::edition::Edition;
use super::super::key::PageKey;
use super::super::metric;
use super::VERSION;
use crate::aggregate::StatementRef;
use crate::config::DimensionId;
use crate::export::{Lines, Object, Places, Source, to_lines};
use crate::link::{DocumentIndex, PlanIndex, Target};
use crate::model::{Plan, Spanned, Statement};
use crate::period::Period;
use crate::site::Site;
use serde::Serialize;
use smallvec::SmallVec;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;

#[derive(Serialize)]
struct Plans<'a> {
    version: u32,
    plans: Vec<PlanRecord<'a>>,
}

#[derive(Serialize)]
struct PlanRecord<'a> {
    id: &'a str,
    title: &'a str,
    kind: Option<&'a str>,
    status: Option<&'a str>,
    period: Option<String>,
    owners: Vec<&'a str>,
    tags: Vec<&'a str>,
    summary: Option<std::borrow::Cow<'a, str>>,
    draft: bool,
    parent: Option<&'a str>,
    dimensions: BTreeMap<&'a str, &'a str>,
    aliases: Vec<&'a str>,
    path: &'a str,
    url: String,
}

fn texts(values: &[Spanned<String>]) -> Vec<&str> {
    values.iter().map(|value| value.value.as_str()).collect()
}

/// All plans that are shown, by path.
pub(super) fn plans(edition: &Edition) -> Vec<u8> {
    let records = edition.shown().map(|(index, plan)| plan_record(edition, index, plan));
    to_lines(&Plans { version: VERSION, plans: records.collect() })
}

fn plan_record<'a>(edition: &'a Edition, index: PlanIndex, plan: &'a Plan) -> PlanRecord<'a> {
    let site = &edition.site;
    let parent = site.graph.parents.get(index.0 as usize).copied().flatten();
    PlanRecord {
        id: &plan.id.value,
        title: &plan.title.value,
        kind: plan.kind.as_ref().map(|kind| kind.value.as_str()),
        status: plan.status.as_ref().map(|status| status.value.as_str()),
        period: plan.period.as_ref().map(|period| period.value.key()),
        owners: texts(&plan.owners),
        tags: texts(&plan.tags),
        summary: crate::render::body::summary(edition, index),
        draft: plan.draft,
        parent: parent.map(|parent| site.plan(parent).id.value.as_str()),
        dimensions: plan
            .dimensions
            .iter()
            .map(|(dimension, value)| (site.config.dimension(*dimension).id.as_str(), value.value.as_str()))
            .collect(),
        aliases: texts(&plan.aliases),
        path: &plan.document.source.path,
        url: edition.path(&PageKey::Plan(index)),
    }
}

/// The version of the list of statements.
const STATEMENTS_VERSION: usize = 2;

/// All statements of the plans that are shown and of data files, in order, and what their units and periods are.
pub(super) fn statements(edition: &Edition, out: &mut dyn Write) {
    let site: &Site = &edition.site;
    let places = Places::new(site);
    let mut json = Lines::to(out);
    json.number("version", STATEMENTS_VERSION);
    let (mut metrics, mut periods) = (BTreeSet::new(), Periods::new());
    json.list("statements", metric::all_statements(edition), |json, reference| {
        // Other files name statements by their index, so that none may be missing.
        let Some((statement, place)) = reference.get(site).zip(places.of(reference, site)) else {
            json.extend_from_slice(b"null");
            return;
        };
        metrics.insert(statement.metric);
        let period = statement.period.map(|period| &*periods.entry(period).or_insert_with(|| period.key()));
        write_statement(edition, json, (reference, statement), &place, period.map(String::as_str));
    });
    json.object("units", metrics, |record, id| {
        let metric = site.config.metric(id);
        record.text(&metric.id, &metric.unit);
    });
    let mut periods: Vec<(Period, String)> = periods.into_iter().collect();
    periods.sort_unstable_by(|a, b| a.1.cmp(&b.1));
    json.object("periods", periods, |record, (period, key)| {
        let days = format!("[\"{}\",\"{}\"]", period.start, period.end);
        record.field(&key).extend_from_slice(days.as_bytes());
    });
    json.end();
}

/// The keys of periods, since most statements have one of a few.
type Periods = HashMap<Period, String>;

/// Writes a statement; what it does not have is left out.
fn write_statement(
    edition: &Edition,
    json: &mut Vec<u8>,
    (reference, statement): (StatementRef, &Statement),
    place: &Source<'_>,
    period: Option<&str>,
) {
    let site: &Site = &edition.site;
    let (plan, named) = match reference {
        StatementRef::Plan(index, _) => (Some(index), Some(&site.plan(index).id)),
        StatementRef::Data(file, row) => {
            let row = site.data.get(file as usize).and_then(|data| data.rows.get(row as usize));
            (None, row.and_then(|(plan, _)| plan.as_ref()))
        }
    };
    let heading = plan.and_then(|plan| {
        let sections = site.plan(plan).document.sections.iter().rev();
        let mut inside = sections.filter(|section| section.heading.is_some());
        inside.find(|section| section.span.contains(statement.span))?.heading.as_ref()
    });
    let amount = &statement.quantity.amount;
    let mut record = Object::new(json);
    record.text("kind", statement.kind.name());
    record.text("metric", &site.config.metric(statement.metric).id);
    record.text("text", &statement.quantity.text);
    record.amount("value", Some(amount));
    if !amount.is_exact() {
        record.decimal("low", amount.low);
        record.decimal("high", amount.high);
        record.field("about").extend_from_slice(if amount.about { b"true" } else { b"false" });
    }
    record.given("period", period);
    if !statement.scope.is_empty() {
        scope(record.field("scope"), site, statement.scope.iter().map(|(id, value)| (*id, &**value)));
    }
    record.given("owner", statement.own_owner());
    if statement.weight().is_some() {
        record.decimal("weight", statement.weight());
    }
    record.given("note", statement.note());
    record.given("plan", named.map(|id| id.value.as_str()));
    record.given("section", heading.map(|heading| heading.title.as_str()));
    record.given("anchor", heading.map(|heading| heading.anchor.as_str()));
    // Those of plans stand in the plan's file.
    record.given("file", plan.is_none().then_some(place.path));
    record.number("line", place.line);
    record.number("column", place.column);
    record.end();
}

/// Writes values of dimensions as an object, in the order of the dimensions' ids.
pub(super) fn scope<'a>(
    json: &mut Vec<u8>,
    site: &'a Site,
    values: impl Iterator<Item = (DimensionId, &'a str)>,
) {
    let mut values: SmallVec<[(&str, &str); 4]> =
        values.map(|(id, value)| (site.config.dimension(id).id.as_str(), value)).collect();
    values.sort_by_key(|(id, _)| *id);
    let mut scope = Object::new(json);
    for (at, (id, value)) in values.iter().enumerate() {
        // Of several values of one dimension the last one stands.
        if values.get(at + 1).is_none_or(|(next, _)| next != id) {
            scope.text(id, value);
        }
    }
    scope.end();
}

#[derive(Serialize)]
struct Graph<'a> {
    version: u32,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
}

#[derive(Serialize)]
struct Node<'a> {
    id: &'a str,
    r#type: &'static str,
    title: &'a str,
    url: String,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    relation: &'a str,
}

/// Plans and pages, and how they are connected: `parent`, relations by their key, `link`.
pub(super) fn graph(edition: &Edition) -> Vec<u8> {
    let site: &Site = &edition.site;
    let plans = edition.shown().map(|(index, plan)| Node {
        id: &plan.id.value,
        r#type: "plan",
        title: &plan.title.value,
        url: edition.path(&PageKey::Plan(index)),
    });
    let pages = site.shown_pages().map(|(index, page)| Node {
        id: &page.key,
        r#type: "page",
        title: &page.title,
        url: edition.path(&PageKey::Page(index)),
    });
    let nodes = plans.chain(pages).collect();
    let mut edges = BTreeSet::new();
    for (index, plan) in edition.shown() {
        let from = plan.id.value.as_str();
        for (reference, target) in plan.references.iter().zip(&site.graph.references[index.0 as usize]) {
            if let Some(to) = target.filter(|to| edition.is_shown(site.plan(*to))) {
                edges.insert(Edge { from, to: &site.plan(to).id.value, relation: &reference.relation });
            }
        }
        add_links(site, from, &site.graph.plan_links[index.0 as usize], &mut edges);
    }
    for (index, page) in site.shown_pages() {
        add_links(site, &page.key, &site.graph.page_links[index.0 as usize], &mut edges);
    }
    to_lines(&Graph { version: VERSION, nodes, edges: edges.into_iter().collect() })
}

fn add_links<'a>(site: &'a Site, from: &'a str, links: &'a [Target], edges: &mut BTreeSet<Edge<'a>>) {
    for link in links {
        let to = match link {
            Target::Document(DocumentIndex::Plan(plan), _) => site.plan(*plan).id.value.as_str(),
            Target::Document(DocumentIndex::Page(page), _) => site.pages[page.0 as usize].key.as_str(),
            _ => continue,
        };
        if to != from {
            edges.insert(Edge { from, to, relation: "link" });
        }
    }
}
