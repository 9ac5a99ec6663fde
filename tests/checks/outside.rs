//! Tables that tell of more than the plan is about, or of one thing twice: what is none of its parts and is
//! counted as one, and what is there for comparison.

use super::check;

/// A plan with one section `T` whose table is as told.
fn plan(table: &str, front: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: t\n    title: T\n    table: {{ {table} }}\n=== plans/a.md\n---\nkind: plan\n{front}---\n## T\n{body}"
    )
}

const MONTHS: &str =
    "as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both";

#[test]
fn a_heading_that_stands_twice_is_named() {
    let table = |march: &str, value: u32, total: u32| {
        format!(
            "| | 1月 | 2月 | {march} | Total |\n| - | - | - | - | - |\n| ka | 100 | 100 | {value} | {total} |\n"
        )
    };
    let months = MONTHS.replace("both", "column");
    let front = "period: 2026-Q1\ntargets: { units: 300 }\n";
    let column =
        &["plans/a.md:7:15: error: column \"2月\" stands twice, only the first one counts [invalid-value]"];
    check(&plan(&months, front, &table("2月", 100, 300)), column);
    // Whatever the total makes of it.
    check(&plan(&months, front, &table("2月", 50, 250)), column);
    check(&plan(&months, front, &table("2月", 50, 200)), column);
    check(&plan(&months, front, &table("3月", 100, 300)), &[]);
    let rows = |second: &str| {
        format!(
            "| | 1月 | 2月 | 3月 |\n| - | - | - | - |\n| ka | 50 | 50 | 50 |\n| {second} | 50 | 50 | 50 |\n| Total | 100 | 100 | 100 |\n"
        )
    };
    check(
        &plan(MONTHS, front, &rows("ka")),
        &["plans/a.md:10:3: error: row \"ka\" stands twice, only the first one counts [invalid-value]"],
    );
    check(&plan(MONTHS, front, &rows("web")), &[]);
    // Figures may bear one label in several groups of rows.
    let labels = MONTHS.replace("targets", "figures").replace("channel", "label");
    check(&plan(&labels, front, &rows("ka")), &[]);
}
