//! Sums whose parts lie in one another: half-years beside their quarters, a province above its cities; and
//! stocks, of which the last value counts.

use super::check;

const HEAD: &str = "=== metrics.yaml
units: { title: 銷量, unit: 套, kind: flow }
staff: { title: 人數, unit: 人, kind: stock }
=== plans/a.md
---
kind: plan
period: 2026
";

/// A table of targets below its rule; its heading row stands in line 7 of the plan.
fn table(rule: &str, rows: &str, expected: &[&str]) {
    let schema = format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - {{ id: t, title: 目標, table: {{ as: targets, {rule} }} }}\n"
    );
    check(&format!("{schema}{HEAD}---\n## 目標\n\n{rows}"), expected);
}

fn front(targets: &str, expected: &[&str]) {
    check(&format!("{HEAD}targets:\n  {targets}\n---\n"), expected);
}

const BY_PERIOD: &str = "layout: pivot, metric: units, rows: region, columns: period, totals: both";
const PERIODS: &str = "metric: units, columns: { period: 期間, value: 目標 }";
const REGIONS: &str = "metric: units, columns: { region: 區域, value: 目標 }";

#[test]
fn totals_count_the_outermost_figures() {
    table(
        BY_PERIOD,
        "| 區域 | Q1 | Q2 | 上半年 | Q3 | Q4 | 下半年 | 合計 |\n|-|-|-|-|-|-|-|-|\n\
         | 長沙 | 1 | 2 | 3 | 3 | 4 | 7 | 10 |\n| 深圳 | 1 | 1 | 2 | 1 | 1 | 2 | 4 |\n\
         | 合計 | 2 | 3 | 5 | 4 | 5 | 9 | 14 |\n",
        &[],
    );
    table(
        BY_PERIOD,
        "| 區域 | Q1 | Q2 | 上半年 | 下半年 | 合計 |\n|-|-|-|-|-|-|\n| 長沙 | 1 | | 3 | 7 | 11 |\n| 深圳 | 1 | 1 | | 2 | 4 |\n",
        &["plans/a.md:9:22: error: the 2 outermost cells of the row come to 10, not 11 (−1) [sum-mismatch]"],
    );
    table(
        BY_PERIOD,
        "| 區域 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n| 全國 | 6 | 8 | 14 |\n| 長沙 | 5 | 5 | 10 |\n| 深圳 | 1 | 3 | 4 |\n| 合計 | 6 | 8 | 14 |\n",
        &[],
    );
    table(
        PERIODS,
        "| 期間 | 目標 |\n|-|-|\n| Q1 | 1 |\n| Q2 | 2 |\n| 上半年 | 3 |\n| 下半年 | 7 |\n| 合計 | 10 |\n",
        &[],
    );
    table(
        REGIONS,
        "| 區域 | 目標 |\n|-|-|\n| 全國 | 10 |\n| 長沙 | 3 |\n| 深圳 | 7 |\n| 合計 | 20 |\n",
        &["plans/a.md:12:8: error: the 1 outermost row above comes to 10, not 20 (−10) [sum-mismatch]"],
    );
    front("units: { value: 10, by: { region: { national: 10, changsha: 3, shenzhen: 7 } } }", &[]);
    front("units: { value: 10, by: { period: { Q1: 1, Q2: 2, H1: 3, H2: 7 } } }", &[]);
}

#[test]
fn what_holds_others_is_no_less_than_they() {
    table(
        BY_PERIOD,
        "| 區域 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n| 全國 | 6 | 8 | 14 |\n| 長沙 | 5 | 5 | 10 |\n| 深圳 | 1 | 4 | 5 |\n",
        &["plans/a.md:9:12: error: its 2 parts come to 9, not 8 (+1) [sum-mismatch]"],
    );
    // The rest of a province is split among nobody.
    table(
        BY_PERIOD,
        "| 區域 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n| 全國 | 6 | 9 | 15 |\n| 長沙 | 5 | 5 | 10 |\n",
        &[],
    );
    // Quarters leave no day of their half-year.
    let halves = "layout: pivot, metric: units, rows: region, columns: period";
    table(
        halves,
        "| 區域 | Q1 | Q2 | 上半年 |\n|-|-|-|-|\n| 長沙 | 10 | 20 | 29 |\n",
        &["plans/a.md:9:18: error: its 2 parts come to 30, not 29 (+1) [sum-mismatch]"],
    );
    table(
        halves,
        "| 區域 | Q1 | Q2 | 上半年 |\n|-|-|-|-|\n| 長沙 | 10 | 20 | 31 |\n",
        &["plans/a.md:9:18: error: its 2 parts come to 30, not 31 (−1) [sum-mismatch]"],
    );
    table(halves, "| 區域 | Q1 | Q2 | 上半年 |\n|-|-|-|-|\n| 長沙 | 10 | | 31 |\n", &[]);
    table(
        PERIODS,
        "| 期間 | 目標 |\n|-|-|\n| Q1 | 1 |\n| Q2 | 2 |\n| 上半年 | 2 |\n",
        &["plans/a.md:11:9: error: its 2 parts come to 3, not 2 (+1) [sum-mismatch]"],
    );
    front(
        "units: { value: 10, by: { region: { national: 10, changsha: 3, shenzhen: 8 } } }",
        &["plans/a.md:5:49: error: its 2 parts come to 11, not 10 (+1) [sum-mismatch]"],
    );
    front(
        "[{ metric: units, value: 10 }, { metric: units, value: 6, period: Q1 }, { metric: units, value: 6, period: Q2 }]",
        &["plans/a.md:5:28: error: its 2 parts come to 12, not 10 (+2) [sum-mismatch]"],
    );
    front(
        "[{ metric: units, value: 10, period: H1 }, { metric: units, value: 3, period: Q1 }, { metric: units, value: 6, period: Q2 }]",
        &[],
    );
}

#[test]
fn the_last_value_of_a_stock_counts() {
    let staff = "layout: pivot, metric: staff, rows: region, columns: period, totals: both";
    table(
        staff,
        "| 區域 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n| 長沙 | 5 | 6 | 6 |\n| 深圳 | 1 | 2 | 2 |\n| 合計 | 6 | 8 | 8 |\n",
        &[],
    );
    table(
        staff,
        "| 區域 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n| 長沙 | 5 | 6 | 11 |\n| 深圳 | 1 | | 1 |\n",
        &[
            "plans/a.md:9:16: error: the last of the 2 cells of the row comes to 6, not 11 (−5) [sum-mismatch]",
        ],
    );
    table(
        "metric: staff, columns: { period: 期間, value: 目標 }",
        "| 期間 | 目標 |\n|-|-|\n| Q1 | 5 |\n| Q2 | 6 |\n| 合計 | 11 |\n",
        &["plans/a.md:11:8: error: the last of the 2 rows above comes to 6, not 11 (−5) [sum-mismatch]"],
    );
    front("staff: { value: 10, by: { quarter: { Q1: 8, Q2: 9, Q3: 9, Q4: 10 } } }", &[]);
    front(
        "staff: { value: 12, by: { quarter: { Q1: 8, Q2: 9, Q3: 9, Q4: 10 } } }",
        &[
            "plans/a.md:5:19: error: the last of the 4 parts by quarter comes to 10, not 12 (−2) [sum-mismatch]",
        ],
    );
    front("staff: { value: 12, by: { quarter: { Q1: 8, Q2: 9 } }, partial: true }", &[]);
    front("staff: { value: 12, by: { region: { changsha: 8, shenzhen: 4 } } }", &[]);
    // A later value may still follow the last one that is stated elsewhere.
    front(
        "[{ metric: staff, value: 12 }, { metric: staff, value: 6, period: Q1 }, { metric: staff, value: 9, period: Q2 }]",
        &[],
    );
    front(
        "[{ metric: staff, value: 12 }, { metric: staff, value: 6, period: Q1 }, { metric: staff, value: 9, period: Q4 }]",
        &["plans/a.md:5:28: error: the last of its 2 parts comes to 9, not 12 (−3) [sum-mismatch]"],
    );
}

/// A total row may stand above its rows, and holds for what else it says.
#[test]
fn totals_hold_for_what_their_row_says() {
    let wrong = |at: &str, what: &str| format!("plans/a.md:{at}: error: {what} [sum-mismatch]");
    let above = |total: u8| format!("| 期間 | 目標 |\n|-|-|\n| 合計 | {total} |\n| Q1 | 1 |\n| Q2 | 2 |\n");
    table(PERIODS, &above(3), &[]);
    table(PERIODS, &above(9), &[&wrong("9:8", "the 2 rows below come to 3, not 9 (−6)")]);
    table(
        BY_PERIOD,
        "| 區域 | 合計 | Q1 | Q2 |\n|-|-|-|-|\n| 合計 | 10 | 4 | 7 |\n| 長沙 | 4 | 1 | 3 |\n| 深圳 | 6 | 3 | 3 |\n",
        &[&wrong("9:17", "the 2 cells below come to 6, not 7 (−1)")],
    );
    let groups = |first: u8, last: u8| {
        format!(
            "| 期間 | 目標 |\n|-|-|\n| 小計 | {first} |\n| Q1 | 1 |\n| Q2 | 2 |\n| 小計 | {last} |\n| Q3 | 3 |\n"
        )
    };
    table(PERIODS, &groups(3, 3), &[]);
    table(PERIODS, &groups(3, 4), &[&wrong("12:8", "the 1 row below comes to 3, not 4 (−1)")]);
    let both = "metric: units, columns: { region: 區域, period: 期間, value: 目標 }";
    let rows = |quarter: u8, all: u8| {
        format!(
            "| 區域 | 期間 | 目標 |\n|-|-|-|\n| 長沙 | Q1 | 1 |\n| 深圳 | Q1 | 2 |\n| 合計 | Q1 | {quarter} |\n| 長沙 | Q2 | 3 |\n| 深圳 | Q2 | 4 |\n| 合計 | Q2 | 7 |\n| 總計 | | {all} |\n"
        )
    };
    table(both, &rows(3, 10), &[]);
    table(both, &rows(4, 10), &[&wrong("11:13", "the 2 rows above come to 3, not 4 (−1)")]);
    table(both, &rows(3, 11), &[&wrong("15:10", "the 4 rows above come to 10, not 11 (−1)")]);
    table(
        "columns: { metric: 指標, region: 區域, value: 目標 }",
        "| 區域 | 指標 | 目標 |\n|-|-|-|\n| 長沙 | 銷量 | 1 |\n| 長沙 | 人數 | 20 |\n| 深圳 | 銷量 | 2 |\n| 深圳 | 人數 | 30 |\n| 合計 | 銷量 | 3 |\n| 合計 | 人數 | 50 |\n",
        &[],
    );
    // A row that holds others is no total, whatever the total of the table says again.
    table(
        PERIODS,
        "| 期間 | 目標 |\n|-|-|\n| 上半年 | 99 |\n| Q1 | 1 |\n| Q2 | 2 |\n| 合計 | 99 |\n",
        &[&wrong("9:9", "its 2 parts come to 3, not 99 (−96)")],
    );
}

/// A figure that must be two things at once is one finding, with what else it must be beside it.
#[test]
fn a_figure_that_fits_nowhere_is_told_once() {
    let schema = format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - {{ id: t, title: 目標, table: {{ as: targets, {BY_PERIOD} }} }}\n"
    );
    let quarters =
        "targets: [{ metric: units, value: 20, period: Q1 }, { metric: units, value: 30, period: Q2 }]";
    let rows = "| 區域 | 上半年 | 下半年 |\n|-|-|-|\n| 長沙 | 30 | 1 |\n| 合計 | 31 | 1 |\n";
    check(
        &format!("{schema}{HEAD}{quarters}\n---\n## 目標\n\n{rows}"),
        &["plans/a.md:11:8: error: the 1 cell above comes to 30, not 31 (−1) [sum-mismatch]"],
    );
}

/// A quarter that is stated twice is no fault of the total that its other value makes.
#[test]
fn a_figure_stated_twice_breaks_no_sum_as_well() {
    let sections = "  - { id: l, title: L, table: { as: targets, metric: units, columns: { period: Period, value: Value } } }
  - { id: p, title: P, table: { as: targets, metric: units, layout: pivot, rows: channel, columns: period, totals: both } }
";
    let site = |q1: &str, total: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n{sections}=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## L\n| Period | Value |\n| - | - |\n| Q1 | {q1} |\n| Q2 | 14500 |\n## P\n| Channel | 1月 | 2月 | 3月 | Q1 | Q2 | Total |\n| - | - | - | - | - | - | - |\n| ka | 2500 | 1500 | 4000 | 8000 | 14500 | {total} |\n| Total | 2500 | 1500 | 4000 | 8000 | 14500 | {total} |\n"
        )
    };
    check(&site("8000", "22500"), &[]);
    check(
        &site("8001", "22500"),
        &["plans/a.md:14:32: error: the target of 銷售量 is 8000 here and 8001 before [target-conflict]"],
    );
}
