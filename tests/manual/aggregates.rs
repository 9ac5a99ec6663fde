//! The worked examples of the page on aggregates are what the tour's site gives.

use super::examples::{load, tour};
use super::{manual, read};
use planpress::aggregate::{self, Answer, Cell, Head, Role};
use planpress::quantity::format;
use planpress::view::{Flags, query_from_flags};
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// The answer as a table of the manual. Several numbers a cell become columns of their own.
fn table(head: &str, rows: &str, columns: &str, show: &str, more: &[(&str, &str)]) -> String {
    filtered(head, rows, columns, show, more, &[])
}

fn filtered(
    head: &str,
    rows: &str,
    columns: &str,
    show: &str,
    more: &[(&str, &str)],
    conditions: &[&str],
) -> String {
    let mut files = tour();
    for (path, text) in more {
        let file = files.entry((*path).to_owned()).or_default();
        file.push_str(text);
    }
    let loaded = load(files);
    let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let metric = head.split(' ').next().unwrap_or("");
    let flags = Flags {
        metrics: vec![metric.to_owned()],
        rows: optional(rows),
        columns: optional(columns),
        show: vec![show.to_owned()],
        conditions: conditions.iter().map(|&condition| condition.to_owned()).collect(),
        no_totals: !conditions.is_empty(),
        ..Flags::default()
    };
    let query = query_from_flags(&loaded.site, &flags).unwrap();
    let answer = aggregate::answer(&loaded.facts, &loaded.site, &query);
    markdown(head, &answer, show)
}

fn markdown(head: &str, answer: &Answer, show: &str) -> String {
    let titles: Vec<String> = match answer.columns.len() {
        1 => show.split(',').map(|word| word[..1].to_uppercase() + &word[1..]).collect(),
        _ => answer.columns.iter().map(label).collect(),
    };
    let mut text = format!("| {head} | {} |\n", titles.join(" | "));
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(titles.len()));
    for (head, cells) in answer.rows.iter().zip(&answer.cells) {
        let cells: Vec<String> = cells.iter().flatten().map(number).collect();
        let _ = writeln!(text, "| {} | {} |", label(head), cells.join(" | "));
    }
    text
}

fn label(head: &Head) -> String {
    match head.role {
        Role::Entry => head.label.clone(),
        Role::Rest => "unallocated".to_owned(),
        Role::NotSplit => "not split".to_owned(),
        Role::Total => "Total".to_owned(),
    }
}

fn number(cell: &Cell) -> String {
    cell.amount.map_or("—".to_owned(), |amount| format::amount(&amount, cell.step, (Decimal::ONE, "")))
}

#[test]
fn worked_examples_are_what_the_program_says() {
    let page = read(&manual().join("aggregates.md"));
    let staff = [(
        "data/staff.csv",
        "kind,metric,value,period,plan\ntarget,staff,12,2026-Q1,north-2026\ntarget,staff,15,2026-Q3,north-2026\ntarget,staff,8,2026-Q2,south-2026\n",
    )];
    let price = [(
        "metrics.yaml",
        "price: { title: Price a bicycle, unit: EUR, kind: ratio, of: revenue, over: bikes }\n",
    )];
    let actuals = [(
        "data/actuals.csv",
        "kind,metric,value,period,plan\nactual,revenue,740k EUR,2026-H1,north-2026\nforecast,revenue,760k EUR,2026-H1,north-2026\n",
    )];
    let sold = [(
        "data/sold.csv",
        "kind,metric,value,period,plan\nactual,bikes,100,2026-02,north-2026\nactual,bikes,40,2026-W14,north-2026\n",
    )];
    let budgets = [
        (
            "schemas/annual.yaml",
            "  - id: budget\n    title: Budget\n    table: { as: budget, metric: cost, columns: { item: Item, amount: Amount }, total: Total }\n",
        ),
        (
            "plans/north-2026.md",
            "\n## Budget\n\n| Item | Amount |\n| --- | --- |\n| Workshop | 30k EUR |\n| Training | 24k EUR |\n| Total | 54k EUR |\n",
        ),
        ("plans/south-2026.md", "\n## Budget\n\n| Item | Amount |\n| --- | --- |\n| Rent | 20k EUR |\n"),
        ("data/cost.csv", "kind,metric,value,period,plan\ntarget,cost,100k EUR,2026,company-2026\n"),
    ];
    let fair = [(
        "plans/fair-2026.md",
        "---\nkind: annual\nstatus: closed\nperiod: 2026\nregion: south\nparent: company-2026\n\
         targets: { revenue: 50k EUR }\n---\n\n# Fair\n",
    )];
    let expected = [
        table("Revenue 2026", "plan", "", "stated,allocated,gap", &[]),
        table("Revenue 2026", "region", "", "target", &[]),
        table("Revenue", "region", "quarter", "target", &[]),
        table("Staff", "region", "quarter", "target", &staff),
        table("Price", "region", "", "target", &price),
        filtered(
            "Revenue",
            "region",
            "",
            "target,actual,progress,forecast",
            &actuals,
            &["period=2026-H1", "region=north"],
        ),
        table("Bikes", "metric", "quarter", "actual", &sold),
        table("Revenue", "owner", "", "target", &[]),
        table("Cost 2026", "region", "", "target", &budgets),
        filtered("Revenue", "region", "", "target", &fair, &["status=!closed"]),
    ];
    for table in expected {
        assert!(page.contains(&table), "not in aggregates.md:\n{table}");
    }
}
