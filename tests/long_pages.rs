//! Pages of everything stay short enough to be read where there is very much: they say what they leave out, and the
//! files hold all.

use crate::support::{planpress, site};
use std::fmt::Write as _;

const CONFIG: &str = "title: Ours\nlanguage: en\n";
const METRICS: &str = "cost: { title: Cost, unit: CNY }\n";

#[test]
fn of_many_items_of_budgets_the_largest_are_listed() {
    let schema = "title: Plan\nsections:\n- { id: costs, title: Costs, table: { as: budget, metric: cost, \
                  columns: { item: Item, amount: Amount } } }\n";
    let mut rows = String::new();
    for at in 1..=1003 {
        writeln!(rows, "| Item {at} | {at} |").unwrap();
    }
    let plan = format!("---\nkind: plan\n---\n# P\n\n## Costs\n\n| Item | Amount |\n| --- | --- |\n{rows}");
    let folder = site(&[
        ("planpress.yaml", CONFIG),
        ("metrics.yaml", METRICS),
        ("schemas/plan.yaml", schema),
        ("plans/p.md", &plan),
    ]);
    planpress(folder.path(), &["--site", "site", "build", "-o", "public"]).exits(0);
    let read = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
    let page = read("budget.html");
    assert!(page.contains("The 1000 largest of 1003 items; totals are of all"), "{page}");
    assert!(!page.contains(">Item 3<") && page.contains(">Item 4<"), "the three smallest are left out");
    assert!(page.contains("503,506"), "the total is that of all");
    assert_eq!(read("data/budget.csv").lines().count(), 1005, "with headings and total");
}

#[test]
fn a_timeline_that_is_too_long_ends_where_it_is_deep() {
    let schema = "title: Plan\nsections:\n- { id: steps, title: Steps, table: { as: phases, columns: { name: Name, \
                  dates: Dates } } }\n";
    let check = |phases: usize, rows: usize, says: Option<&str>| {
        let mut steps = String::new();
        for at in 0..phases {
            writeln!(steps, "| Step {at} | 2026-{:02}-{:02} |", at / 28 % 12 + 1, at % 28 + 1).unwrap();
        }
        let plan = format!(
            "---\nkind: plan\nperiod: 2026\n---\n# P\n\n## Steps\n\n| Name | Dates |\n| --- | --- |\n{steps}"
        );
        let folder =
            site(&[("planpress.yaml", CONFIG), ("schemas/plan.yaml", schema), ("plans/p.md", &plan)]);
        planpress(folder.path(), &["--site", "site", "build", "-o", "public", "--keep-going"]);
        let read = |path: &str| std::fs::read_to_string(folder.path().join("public").join(path)).unwrap();
        let page = read("timeline.html");
        assert_eq!(page.matches("Step ").count() > 0, rows > 1, "{phases} phases");
        assert_eq!(page.contains("of 3002 rows"), says.is_some(), "{phases} phases");
        assert!(says.is_none_or(|says| page.contains(says)), "{phases} phases");
        assert_eq!(read("data/timeline.csv").lines().count(), phases + 1);
    };
    check(2999, 3000, None);
    check(3001, 1, Some("1 of 3002 rows; what lies deeper is on the pages of the plans"));
}
