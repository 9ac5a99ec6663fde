//! The site of a random world, put together from typed parts: reading text is tested elsewhere.

use super::world::{
    CHANNEL, CHANNELS, KINDS, PLANS, REGION, REGIONS, STATUSES, Saying, World, index, metric, parsed,
};
use jiff::civil::date;
use planpress::config::DimensionId;
use planpress::model::{DataFile, Origin, Plan, Reference, Spanned, Split, Statement};
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::quantity;
use planpress::site::Site;
use planpress::text::{SourceFile, Span};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

const METRICS: &str = "
flow: { kind: flow }
stock: { kind: stock }
cost: { kind: flow, better: lower }
share: { kind: ratio, unit: '%', of: flow, over: cost }
margin: { kind: ratio, unit: '%' }
";

const DIMENSIONS: &str = "
region:
  values:
    - id: n
      children:
        - { id: a, children: [{ id: a1 }, { id: a2 }] }
        - { id: b }
    - { id: x }
channel: { values: [{ id: k }, { id: d }] }
";

/// A site of plans that say nothing, called p0, p1 … in the order of their indices.
fn silent(fiscal: i8) -> Site {
    static SILENT: Mutex<BTreeMap<i8, Site>> = Mutex::new(BTreeMap::new());
    let mut known = SILENT.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let config = format!("title: T\nfiscal_year_start: {fiscal}\nstatuses: [{}]\n", STATUSES.join(", "));
        let mut files = vec![
            ("planpress.yaml".to_owned(), config),
            ("metrics.yaml".to_owned(), METRICS.to_owned()),
            ("dimensions.yaml".to_owned(), DIMENSIONS.to_owned()),
        ];
        files.extend(KINDS.map(|kind| (format!("schemas/{kind}.yaml"), format!("title: {kind}\n"))));
        for index in 0..PLANS {
            let kind = KINDS[index % 2];
            let text = format!("---\nid: p{index}\ntitle: P{index}\nkind: {kind}\n---\n\n# P\n");
            files.push((format!("plans/p{index}.md"), text));
        }
        let options = Options { today: date(2026, 9, 15), drafts: false };
        let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
        Site::clone(&loaded.site)
    };
    known.entry(fiscal).or_insert_with(make).clone()
}

/// The site of a world.
pub(super) fn site(world: &World) -> Site {
    let mut site = silent(world.fiscal);
    site.plans.truncate(world.plans.len());
    Arc::make_mut(&mut site.graph).parents = vec![None; world.plans.len()];
    Arc::make_mut(&mut site.graph).references = vec![Vec::new(); world.plans.len()];
    for (at, plan) in site.plans.iter_mut().enumerate() {
        let described = &world.plans[at];
        let mut changed = Plan::clone(plan);
        changed.draft = described.draft;
        changed.owners = described.owners.iter().map(|owner| unplaced(owner)).collect();
        changed.tags = described.tags.iter().map(|tag| unplaced(tag)).collect();
        changed.status = described.status.map(unplaced);
        changed.dimensions =
            described.region.iter().map(|region| (REGION, unplaced(REGIONS[*region].0))).collect();
        match described.above {
            Some(above) if described.reviews => {
                let id = unplaced(&format!("p{above}"));
                changed.references =
                    vec![Reference { relation: "reviews".to_owned(), id, is_relation: true }];
                Arc::make_mut(&mut site.graph).references[at] = vec![Some(index(above))];
            }
            above => Arc::make_mut(&mut site.graph).parents[at] = above.map(index),
        }
        let said = world.sayings.iter().filter(|saying| saying.plan == Some(at) && !saying.in_data);
        let first = described.owners.first().copied();
        changed.statements = said.map(|saying| statement(saying, first, Origin::FrontMatter)).collect();
        mark_repeats(&mut changed.statements);
        *plan = Arc::new(changed);
    }
    let rows = world.sayings.iter().filter(|saying| saying.in_data).map(|saying| {
        let first = saying.plan.and_then(|plan| world.plans[plan].owners.first().copied());
        let plan = saying.plan.map(|plan| unplaced(&format!("p{plan}")));
        (plan, statement(saying, first, Origin::Data))
    });
    let source = SourceFile::new("data/data.csv", "");
    site.data =
        vec![Arc::new(DataFile { source, rows: rows.collect(), yearless: Vec::new(), findings: Vec::new() })];
    site
}

fn unplaced(text: &str) -> Spanned<String> {
    Spanned { value: text.to_owned(), span: Span::default() }
}

fn statement(saying: &Saying, first_owner: Option<&'static str>, origin: Origin) -> Statement {
    let mut scope: Vec<(DimensionId, _)> = Vec::new();
    scope.extend(saying.region.map(|region| (REGION, REGIONS[region].0.into())));
    scope.extend(saying.channel.map(|channel| (CHANNEL, CHANNELS[channel].into())));
    Statement {
        kind: saying.kind,
        metric: metric(saying.metric),
        quantity: quantity::parse(&saying.amount.text()).unwrap(),
        period: saying.period.map(parsed),
        scope: scope.into(),
        owner: saying.owner.or(first_owner).map(Into::into),
        names_owner: saying.owner.is_some(),
        item: saying.item_of.map(|_| "item".into()),
        aside: None,
        span: Span::default(),
        origin: match saying.table {
            Some(table) => Origin::Table { table, row: 0, column: 0 },
            None => origin,
        },
        split: saying.item_of.map(|group| Split { group, whole: None }),
        repeats: None,
    }
}

/// As reading does: what says a scope again never counts.
fn mark_repeats(statements: &mut [Statement]) {
    for at in 1..statements.len() {
        let (before, rest) = statements.split_at_mut(at);
        let again = before.iter().position(|first| {
            let said = |of: &Statement| (of.kind, of.metric, of.period, table(of));
            let both_whole = first.item.is_none() && rest[0].item.is_none();
            both_whole && said(first) == said(&rest[0]) && first.scope == rest[0].scope
        });
        rest[0].repeats = again.and_then(|first| u32::try_from(first).ok());
    }
}

fn table(statement: &Statement) -> Option<u32> {
    match statement.origin {
        Origin::Table { table, .. } => Some(table),
        Origin::FrontMatter | Origin::Data => None,
    }
}
