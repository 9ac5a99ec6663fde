//! Tables that tell of more than the plan is about, or of one thing twice: what is none of its parts and is
//! counted as one, and what is there for comparison.

use super::check;

/// A plan with one section `T` whose table is as told.
fn plan(table: &str, front: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: t\n    title: T\n    table: {{ {table} }}\n=== plans/a.md\n---\nkind: plan\n{front}---\n## T\n{body}"
    )
}

const ROWS: &str = "as: targets, metric: units, columns: { period: Period, region: { heading: Region, required: false }, channel: { heading: Channel, required: false }, value: Value }";
const MONTHS: &str =
    "as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both";

#[test]
fn a_row_outside_the_period_is_no_part_of_the_total() {
    let front = "period: 2026\ntargets: { units: 500 }\n";
    let head = "| Period | Value |\n| - | - |\n";
    let outside =
        &["plans/a.md:10:3: error: `2027-Q2` lies outside 2026, the period that is split [invalid-period]"];
    check(&plan(ROWS, front, &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q2 | 300 |\n")), outside);
    check(
        &plan(ROWS, front, &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q2 | 300 |\n| Total | 500 |\n")),
        outside,
    );
    // An outlook, or the year before: the total comes out without them, or is not split at all.
    check(
        &plan(ROWS, front, &format!("{head}| 2026-H1 | 200 |\n| 2026-H2 | 300 |\n| 2027-H1 | 300 |\n")),
        &[],
    );
    check(&plan(ROWS, front, &format!("{head}| 2025 | 480 |\n| 2026 | 500 |\n")), &[]);
    check(&plan(ROWS, front, &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q2 | 100 |\n")), &[]);
    check(&plan(ROWS, front, &format!("{head}| 2026 | 500 |\n| 2027-Q2 | 0 |\n")), &[]);
    // Nothing states a whole that it would be a part of.
    check(
        &plan(
            ROWS,
            "period: 2026\n",
            &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q2 | 300 |\n| Total | 500 |\n"),
        ),
        &[],
    );
    check(
        &plan(ROWS, "targets: { units: 500 }\n", &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q2 | 300 |\n")),
        &[],
    );
    check(
        &plan(
            ROWS,
            "period: 2026\ntargets: { units: ≥500 }\n",
            &format!("{head}| 2026-Q1 | 200 |\n| 2027-Q1 | 300 |\n"),
        ),
        &[],
    );
    // A week that begins in the year before has days in this one.
    check(&plan(ROWS, front, &format!("{head}| 2026-W01 | 200 |\n| 2026-W02 | 300 |\n")), &[]);
}

#[test]
fn a_column_outside_the_period_is_named_at_its_heading() {
    let front = "period: 2026\ntargets: { units: 700 }\n";
    let table = |march: &str| {
        format!(
            "| | 2026-01 | 2026-02 | {march} | 2026-04 | Total |\n| - | - | - | - | - | - |\n| ka | 100 | 50 | 100 | 50 | 300 |\n| web | 100 | 100 | 100 | 100 | 400 |\n| Total | 200 | 150 | 200 | 150 | 700 |\n"
        )
    };
    check(
        &plan(MONTHS, front, &table("2027-03")),
        &["plans/a.md:7:25: error: `2027-03` lies outside 2026, the period that is split [invalid-period]"],
    );
    check(&plan(MONTHS, front, &table("2026-03")), &[]);
    check(&plan(&MONTHS.replace("targets", "figures"), front, &table("2027-03")), &[]);
}

#[test]
fn a_table_of_regions_may_go_beyond_the_plan() {
    let front = |total: u32| format!("period: 2026\nregion: changsha\ntargets: {{ units: {total} }}\n");
    let head = "| Period | Region | Channel | Value |\n| - | - | - | - |\n";
    let rows = "| 2026 | 長沙 | ka | 100 |\n| 2026 | 深圳 | ka | 200 |\n| Total | | | 300 |\n";
    check(
        &plan(ROWS, &front(300), &format!("{head}{rows}")),
        &["plans/a.md:11:10: error: `深圳` is no part of `changsha` [invalid-value]"],
    );
    // What the regions come to together is no target of this one.
    check(&plan(ROWS, &front(100), &format!("{head}{rows}")), &[]);
    check(&plan(ROWS, &front(100), &format!("{head}{}", rows.replace("ka", ""))), &[]);
    check(&plan(ROWS, "period: 2026\ntargets: { units: 300 }\n", &format!("{head}{rows}")), &[]);
    let national = front(300).replace("changsha", "national");
    check(&plan(ROWS, &national, &format!("{head}{rows}")), &[]);
    let above = rows.replace("深圳", "全國").replace("| Total | | | 300 |\n", "");
    check(&plan(ROWS, &front(300), &format!("{head}{above}")), &[]);
}

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

#[test]
fn a_table_that_leaves_rows_out_has_a_total_of_its_own() {
    let front = "period: 2026-Q1\ntargets: { units: 1000 }\n";
    let pivot = |total: u32| {
        format!(
            "| | 1月 | 2月 | Total |\n| - | - | - | - |\n| ka | 100 | 100 | 200 |\n| web | 100 | 100 | 200 |\n| Total | 200 | 200 | {total} |\n"
        )
    };
    check(&plan(&format!("{MONTHS}, partial: true"), front, &pivot(400)), &[]);
    check(
        &plan(&format!("{MONTHS}, partial: true"), front, &pivot(500)),
        &["plans/a.md:11:23: error: the 4 cells of the table come to 400, not 500 (−100) [sum-mismatch]"],
    );
    let rows =
        "| Period | Channel | Value |\n| - | - | - |\n| | ka | 300 |\n| | web | 300 |\n| Total | | 600 |\n";
    check(&plan(&format!("{ROWS}, partial: true"), front, rows), &[]);
    check(
        &plan(ROWS, front, rows),
        &["plans/a.md:11:13: error: the target of 銷售量 is 600 here and 1000 before [target-conflict]"],
    );
}
