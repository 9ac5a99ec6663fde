//! `plans.json`, `statements.json`, `graph.json`: what the site is made of, record by record. Addresses are
//! relative to the site's root.

use super::super::edition::Edition;
use super::super::key::PageKey;
use super::super::metric;
use super::VERSION;
use crate::aggregate::StatementRef;
use crate::export::to_lines;
use crate::link::{DocumentIndex, PageIndex, PlanIndex, Target};
use crate::model::{Plan, Spanned};
use crate::site::Site;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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

#[derive(Serialize)]
struct Statements<T: Serialize> {
    version: u32,
    statements: T,
}

/// A list whose entries are made while they are written, since there are many.
struct Each<F>(F);

impl<I, F> Serialize for Each<F>
where
    I: Iterator<Item: Serialize>,
    F: Fn() -> I,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct StatementRecord<'a> {
    kind: &'a str,
    metric: &'a str,
    text: &'a str,
    value: String,
    low: Option<String>,
    high: Option<String>,
    about: bool,
    unit: &'a str,
    period: Option<String>,
    #[serde(serialize_with = "shown")]
    start: Option<Date>,
    #[serde(serialize_with = "shown")]
    end: Option<Date>,
    scope: BTreeMap<&'a str, &'a str>,
    owner: Option<&'a str>,
    #[serde(serialize_with = "shown")]
    weight: Option<Decimal>,
    note: Option<&'a str>,
    plan: Option<&'a str>,
    section: Option<&'a str>,
    file: &'a str,
    line: u32,
    column: u32,
    #[serde(serialize_with = "shown")]
    url: Option<Url<'a>>,
}

/// Writes what can be shown as text, without making one.
fn shown<T: fmt::Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

/// A page, and a heading in it.
struct Url<'a>(&'a str, Option<&'a str>);

impl fmt::Display for Url<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        self.1.map_or(Ok(()), |anchor| write!(f, "#{anchor}"))
    }
}

/// All statements of the plans that are shown and of data files, in order.
pub(super) fn statements(edition: &Edition) -> Vec<u8> {
    let records = || metric::all_statements(edition).filter_map(|reference| record(edition, reference));
    to_lines(&Statements { version: VERSION, statements: Each(records) })
}

fn record(edition: &Edition, reference: StatementRef) -> Option<StatementRecord<'_>> {
    let site: &Site = &edition.site;
    let (statement, source) = (reference.get(site)?, reference.source(site)?);
    let metric = site.config.metric(statement.metric);
    let plan = match reference {
        StatementRef::Plan(plan, _) => Some(plan),
        StatementRef::Data(..) => None,
    };
    let named = match reference {
        StatementRef::Plan(plan, _) => Some(site.plan(plan).id.value.as_str()),
        StatementRef::Data(file, row) => {
            let (named, _) = site.data.get(file as usize)?.rows.get(row as usize)?;
            named.as_ref().map(|id| id.value.as_str())
        }
    };
    let heading = plan.and_then(|plan| {
        let sections = &site.plan(plan).document.sections;
        let inside = sections
            .iter()
            .rev()
            .find(|section| section.heading.is_some() && section.span.contains(statement.span));
        inside.and_then(|section| section.heading.as_ref())
    });
    let amount = &statement.quantity.amount;
    let value = amount.to_canonical_string();
    // Most numbers are exact, and all three say the same.
    let bound = |bound: Option<Decimal>| match amount.single() {
        Some(_) if !amount.about => Some(value.clone()),
        _ => bound.map(|bound| bound.normalize().to_string()),
    };
    let (low, high) = (bound(amount.low), bound(amount.high));
    let start = source.position(statement.span.start);
    Some(StatementRecord {
        kind: statement.kind.name(),
        metric: &metric.id,
        text: &statement.quantity.text,
        value,
        low,
        high,
        about: amount.about,
        unit: &metric.unit,
        period: statement.period.map(|period| period.key()),
        start: statement.period.map(|period| period.start),
        end: statement.period.map(|period| period.end),
        scope: statement
            .scope
            .iter()
            .map(|(id, value)| (site.config.dimension(*id).id.as_str(), &**value))
            .collect(),
        owner: statement.owner.as_deref(),
        weight: statement.weight.map(|weight| weight.normalize()),
        note: statement.note.as_deref(),
        plan: named,
        section: heading.map(|heading| heading.title.as_str()),
        file: &source.path,
        line: start.line,
        column: start.column,
        url: plan.map(|plan| Url(edition.plan_path(plan), heading.map(|heading| heading.anchor.as_str()))),
    })
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
    let pages = site.pages.iter().enumerate().map(|(index, page)| Node {
        id: &page.key,
        r#type: "page",
        title: &page.title,
        url: edition.path(&PageKey::Page(PageIndex(index as u32))),
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
    for (page, links) in site.pages.iter().zip(&site.graph.page_links) {
        add_links(site, &page.key, links, &mut edges);
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
