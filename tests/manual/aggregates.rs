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
    let actuals =
        [("data/actuals.csv", "kind,metric,value,period,plan\nactual,revenue,740k EUR,2026-H1,north-2026\n")];
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
            "target,actual,progress",
            &actuals,
            &["period=2026-H1", "region=north"],
        ),
    ];
    for table in expected {
        assert!(page.contains(&table), "not in aggregates.md:\n{table}");
    }
}
