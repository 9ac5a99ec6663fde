//! Worked examples of lists and counts: plans, phases, budget items, tasks, statements, one by one and by rows
//! and columns, with conditions, orders, limits and totals.

use super::shown;
use jiff::civil::date;
use planpress::aggregate::{Facts, Item, Listing, answer, list};
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::site::Site;
use planpress::text::{SourceFile, Span};
use planpress::view::{self, Content};
use planpress::yaml;

const CONFIG: &str = "title: T\nstatuses: [draft, active, closed]\n";
const METRICS: &str =
    "cost: { unit: 元, kind: flow, better: lower }\nsales: { unit: 元 }\nstaff: { unit: 人, kind: stock }\n";
const DIMENSIONS: &str =
    "region:\n  values:\n    - { id: china, children: [{ id: changsha }, { id: shenzhen }] }\n";
const SCHEMA: &str = "
title: Annual
sections:
  - { id: work, title: Work, list: { ordered: true, each: { owner: true, due: true } } }
  - { id: time, title: Time, table: { as: phases, columns: { name: Phase, start: Start, end: End } } }
  - id: money
    title: Money
    table: { as: budget, metric: cost, columns: { item: Item, price: Price, count: Count, amount: Amount, share: Share }, total: Total }
";

const YEAR: &str = "---
id: year
kind: annual
status: active
period: 2026
owner: 周敏
region: china
tags: [big]
targets: { sales: 100, staff: 9 }
---

# The year

## Work

1. Divide the task. @李明 due 2026-03-31
2. Look back. @周敏 due 2026-12-31

## Time

| Phase | Start | End |
| --- | --- | --- |
| First | 2026-01-01 | 2026-06-30 |
| Second | 2026-07-01 | 2026-12-31 |

## Money

| Item | Price | Count | Amount | Share |
| --- | ---: | ---: | ---: | ---: |
| Fair | 10 | 4 | 40 | 40% |
| Travel | 20 | 3 | 60 | 60% |
| Total | | | 100 | 100% |
";

const SUMMER: &str = "---
id: summer
kind: annual
status: closed
period: 2026-Q3
owner: 李明
region: changsha
parent: year
targets: { sales: 30 }
actuals: { sales: 33 }
---

# Summer

## Work

1. ~~Book.~~ @李明 due 2026-06-30

## Time

| Phase | Start | End |
| --- | --- | --- |
| Sale | 2026-07-01 | 2026-09-30 |

## Money

| Item | Price | Count | Amount | Share |
| --- | ---: | ---: | ---: | ---: |
| Tent | 5 | 6 | 30 | 100% |
| Total | | | 30 | 100% |
";

struct World {
    site: Site,
    facts: Facts,
}

fn world() -> World {
    let files = [
        ("planpress.yaml", CONFIG),
        ("metrics.yaml", METRICS),
        ("dimensions.yaml", DIMENSIONS),
        ("schemas/annual.yaml", SCHEMA),
        ("plans/a.md", YEAR),
        ("plans/b.md", SUMMER),
        (
            "data/d.csv",
            "kind,metric,value,period,region\nactual,sales,7,2026-01,shenzhen\nactual,staff,8,2026-02,\n",
        ),
    ];
    let options = Options { today: date(2026, 9, 15), drafts: false };
    let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
    World { site: Site::clone(&loaded.site), facts: Facts::new(&loaded.site) }
}

impl World {
    fn content(&self, text: &str) -> Content {
        let source = SourceFile::new("view", text);
        let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
        let (view, findings) = view::read(&yaml, Span::default(), &source, &self.site);
        assert_eq!(findings, Vec::new());
        view.unwrap().content
    }

    fn listing(&self, text: &str) -> Listing {
        match self.content(text) {
            Content::List(query) => list(&self.facts, &self.site, &query),
            Content::Numbers(query) => panic!("{query:?}"),
        }
    }

    /// The names of what is listed, how many there are in all, and the totals by metric.
    #[track_caller]
    fn lists(&self, text: &str, names: &[&str], count: usize, totals: &[(&str, &str)]) {
        let listing = self.listing(text);
        let found: Vec<String> = listing.items.iter().map(|item| self.name(*item)).collect();
        assert_eq!(found, names, "{text}");
        assert_eq!(listing.total_count, count, "{text}");
        let found: Vec<(String, String)> = listing
            .totals
            .iter()
            .map(|(id, amount, _)| (self.site.config.metric(*id).id.clone(), amount.to_canonical_string()))
            .collect();
        let expected: Vec<(String, String)> =
            totals.iter().map(|(id, amount)| ((*id).to_owned(), (*amount).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn name(&self, item: Item) -> String {
        match item {
            Item::Plan(plan) => self.site.plan(plan).id.value.clone(),
            Item::Phase(plan, at) => self.site.plan(plan).phases[at as usize].name.value.clone(),
            Item::Budget(plan, budget, at) => {
                self.site.plan(plan).budgets[budget as usize].items[at as usize].name.value.clone()
            }
            Item::Task(plan, at) => self.site.plan(plan).tasks[at as usize].name.value.clone(),
            Item::Statement(at) => {
                let statement = at.get(&self.site).unwrap();
                let metric = &self.site.config.metric(statement.metric).id;
                format!("{} {metric} {}", statement.kind.name(), statement.quantity.text)
            }
        }
    }

    /// A table by rows and columns.
    #[track_caller]
    fn counts(&self, text: &str, expected: &str) {
        let Content::Numbers(query) = self.content(text) else { panic!("{text} lists") };
        let found = shown(&answer(&self.facts, &self.site, &query));
        let lines = |text: &str| -> Vec<String> {
            text.trim_matches('\n').lines().map(|line| line.trim_start().to_owned()).collect()
        };
        assert_eq!(lines(&found), lines(expected), "{text}\n{found}");
    }
}

#[test]
fn things_are_listed_one_by_one() {
    let world = world();
    world.lists("table: plans\n", &["year", "summer"], 2, &[]);
    world.lists("table: plans\nsort: -period\n", &["summer", "year"], 2, &[]);
    world.lists("table: plans\nwhere: { region: china, not: { status: closed } }\n", &["year"], 1, &[]);
    world.lists("table: plans\nwhere: { parent: year }\n", &["summer"], 1, &[]);
    world.lists("table: plans\nwhere: { tag: big }\nlimit: 1\n", &["year"], 1, &[]);
    world.lists("table: phases\n", &["First", "Sale", "Second"], 3, &[]);
    world.lists("table: phases\nsort: -end\nlimit: 1\n", &["Second"], 3, &[]);
    world.lists("table: phases\nwhere: { period: 2026-Q3 }\n", &["Sale"], 1, &[]);
    world.lists("table: tasks\nsort: due\n", &["Divide the task.", "Book.", "Look back."], 3, &[]);
    world.lists("table: tasks\nwhere: { owner: 李明 }\nsort: -due\n", &["Book.", "Divide the task."], 2, &[]);
    // Of 130 in all 30 lie in the year's 100: what is spent below is in the budget above already.
    world.lists(
        "table: budget\ntotals: true\nsort: -amount\nlimit: 2\n",
        &["Travel", "Fair"],
        3,
        &[("cost", "100")],
    );
    world.lists("table: budget\ntotals: true\nwhere: { plan: summer }\n", &["Tent"], 1, &[("cost", "30")]);
    // Targets and actuals are never added to each other.
    world.lists(
        "table: statements\nmetrics: [sales]\ntotals: true\n",
        &["target sales 100", "target sales 30", "actual sales 33", "actual sales 7"],
        4,
        &[],
    );
    world.lists(
        "table: statements\nmetrics: [sales]\nwhere: { statement: actual }\ntotals: true\nlimit: 1\n",
        &["actual sales 33"],
        2,
        &[("sales", "40")],
    );
}

#[test]
fn plans_have_their_numbers_beside_them() {
    let listing = world()
        .listing("table: plans\nmetrics: [sales]\nshow: [target, actual]\nsort: -actual\ntotals: true\n");
    let numbers = |cells: &[planpress::aggregate::Cell]| -> Vec<String> {
        let number =
            |cell: &planpress::aggregate::Cell| cell.amount.map(|amount| amount.to_canonical_string());
        cells.iter().map(|cell| number(cell).unwrap_or_default()).collect()
    };
    let rows: Vec<Vec<String>> = listing.cells.iter().map(|cells| numbers(cells)).collect();
    // The year has the summer's 33 and the 7 of Shenzhen, which lie in what it wants to reach.
    assert_eq!(rows, [["100", "40"], ["30", "33"]]);
    assert_eq!(numbers(&listing.total_cells), ["100", "40"]);
}

#[test]
fn things_are_counted_by_rows_and_columns() {
    let world = world();
    world.counts(
        "table: plans\nrows: status\ncolumns: year\ntotals: true\n",
        "
        2026 | total
        active: 1 | 1
        closed: 1 | 1
        total: 2 | 2",
    );
    world.counts(
        "table: tasks\nrows: owner\ncolumns: half\ntotals: true\n",
        "
        2026-H1 | 2026-H2 | total
        周敏: 0 | 1 | 1
        李明: 2 | 0 | 2
        total: 2 | 1 | 3",
    );
    world.counts(
        "table: phases\nrows: region\ncolumns: quarter\ntotals: true\n",
        "
        2026-Q3 | not split | total
        china: 1 | 2 | 3
        changsha: 1 | 0 | 1
        rest: 0 | 2 | 2
        total: 1 | 2 | 3",
    );
    world.counts(
        "table: budget\nrows: plan\nshow: [amount, count]\ntotals: true\n",
        "
        total
        The year: 100 3
        Summer: 30 1
        total: 100 3",
    );
    world.counts(
        "table: statements\nrows: metric\nwhere: { statement: [target, actual] }\ntotals: true\n",
        "
        total
        sales: 4
        staff: 2",
    );
    world.counts(
        "table: tasks\nrows: plan\nwhere: { done: false }\nlimit: 1\ntotals: true\n",
        "
        total
        The year: 3
        total: 3",
    );
}
