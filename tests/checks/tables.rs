//! Tables that the schema gives a role: none without rows, several under one heading, shares of groups.

use super::check;

/// A plan of a kind with one section `T` whose table is as told.
fn plan(table: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: t\n    title: T\n    table: {{ {table} }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## T\n{body}"
    )
}

const TARGETS: &str = "as: targets, columns: { metric: Metric, channel: Channel, value: Value }";

#[test]
fn a_heading_row_alone_is_no_table() {
    let empty = "| Metric | Channel | Value |\n| - | - | - |\n";
    let none = "plans/a.md:6:1: error: the table has no rows [table-rows]";
    check(&plan(TARGETS, empty), &[none]);
    check(&plan(&format!("{TARGETS}, max: 3"), empty), &[none]);
    check(&plan(&format!("{TARGETS}, min: 0"), empty), &[]);
    check(
        &plan(&format!("{TARGETS}, min: 2"), empty),
        &["plans/a.md:6:1: error: the table has 0 rows, expected at least 2 [table-rows]"],
    );
    check(
        &plan(
            "as: targets, layout: pivot, metric: units, rows: channel, columns: period",
            "| | 1月 |\n| - | - |\n",
        ),
        &[none],
    );
    check(&plan("columns: [Name]", "| Name |\n| - |\n"), &[none]);
}

/// Each table is read and checked; the total of one of them says nothing about the whole plan.
#[test]
fn tables_of_one_form_go_on() {
    let head = "| Metric | Channel | Value |\n| - | - | - |\n";
    let two = |first: u8, second: u8| {
        format!(
            "### Online\n{head}| units | web | 5 |\n| units | app | 5 |\n| Total | | {first} |\n\n### Offline\n{head}| units | ka | 7 |\n| units | shop | 5 |\n| Total | | {second} |\n"
        )
    };
    check(&plan(TARGETS, &two(10, 12)), &[]);
    check(
        &plan(TARGETS, &two(10, 13)),
        &["plans/a.md:18:13: error: the 2 rows above come to 12, not 13 (−1) [sum-mismatch]"],
    );
    // One that is split by channel and by month has one total, said twice.
    let split = "as: targets, columns: { metric: Metric, channel: Channel, period: Period, value: Value }";
    let head = "| Metric | Channel | Period | Value |\n| - | - | - | - |\n";
    check(
        &plan(
            split,
            &format!(
                "{head}| units | web | | 4 |\n| units | ka | | 6 |\n| Total | | | 10 |\n\n{head}| units | | H1 | 4 |\n| units | | H2 | 7 |\n| Total | | | 11 |\n"
            ),
        ),
        &["plans/a.md:16:15: error: the target of 銷售量 is 11 here and 10 before [target-conflict]"],
    );
}

#[test]
fn every_budget_series_and_pivot_of_a_section_is_read() {
    let budget =
        "as: budget, metric: cost, columns: { item: Item, price: Price, count: Count, amount: Amount }";
    let head = "| Item | Price | Count | Amount |\n| - | - | - | - |\n";
    check(
        &plan(
            budget,
            &format!(
                "{head}| a | 2 | 3 | 6 |\n| Total | | | 6 |\n\n{head}| b | 2 | 3 | 7 |\n| Total | | | 8 |\n"
            ),
        ),
        &[
            "plans/a.md:13:15: error: price × count is 6, not 7 (−1) [product-mismatch]",
            "plans/a.md:14:15: error: the 1 row above comes to 7, not 8 (−1) [sum-mismatch]",
        ],
    );
    let series = "as: figures, metric: market, columns: { period: Year, value: Value, growth: 同比 }";
    let head = "| Year | Value | 同比 |\n| - | - | - |\n";
    check(
        &plan(
            series,
            &format!("{head}| 2024年 | 100 | |\n| 2025年 | 110 | 10% |\n\n{head}| 2026年 | 121 | 11% |\n"),
        ),
        &["plans/a.md:13:17: error: 121 against 110 is 10%, not 11% (−1%) [growth-mismatch]"],
    );
    let phases = "as: phases, columns: { name: Name, dates: Dates }, overlap: deny";
    let head = "| Name | Dates |\n| - | - |\n";
    check(
        &plan(phases, &format!("{head}| a | 1月—3月 |\n\n{head}| b | 3月—4月 |\n| c | 4月—5月 |\n")),
        &["plans/a.md:13:3: error: \"c\" overlaps \"b\" from 2026-04-01 to 2026-04-30 [phase-overlap]"],
    );
    let pivot = "as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both";
    let half = |months: [&str; 2], sum: u8| {
        format!(
            "| 渠道（套） | {} | {} | 合計 |\n| - | - | - | - |\n| ka | 1 | 2 | {sum} |\n| web | 1 | 2 | 3 |\n| 合計 | 2 | 4 | 6 |\n\n",
            months[0], months[1]
        )
    };
    check(&plan(pivot, &(half(["1月", "2月"], 3) + &half(["3月", "4月"], 3))), &[]);
    check(
        &plan(pivot, &(half(["1月", "2月"], 3) + &half(["3月", "13月"], 4))),
        &[
            "plans/a.md:12:16: error: there is no month 13, the last one is 12 [invalid-period]",
            "plans/a.md:14:16: error: the 2 cells of the row come to 3, not 4 (−1) [sum-mismatch]",
        ],
    );
    // A heading that cannot be read leaves open what the total of its row is about.
    let list = "as: targets, columns: { period: Period, value: Value }, metric: units";
    check(
        &plan(list, "| Period | Value |\n| - | - |\n| 1月 | 4 |\n| 13月 | 5 |\n| Total | 9 |\n"),
        &["plans/a.md:9:3: error: there is no month 13, the last one is 12 [invalid-period]"],
    );
    // Another form is the author's own.
    check(&plan(pivot, &(half(["1月", "2月"], 3) + "| 競品 | 3月 |\n| - | - |\n| x | 好 |\n")), &[]);
}

#[test]
fn shares_are_of_their_group_where_its_subtotal_says_so() {
    let table = "as: budget, metric: cost, columns: { item: Item, amount: Amount, share: Share }";
    let body = |shares: [&str; 7]| {
        let [a, b, first, c, d, second, total] = shares;
        format!(
            "| Item | Amount | Share |\n| - | - | - |\n| a | 6 | {a} |\n| b | 14 | {b} |\n| Subtotal | 20 | {first} |\n| c | 20 | {c} |\n| d | 60 | {d} |\n| Subtotal | 80 | {second} |\n| Total | 100 | {total} |\n"
        )
    };
    check(&plan(table, &body(["6%", "14%", "20%", "20%", "60%", "80%", "100%"])), &[]);
    check(&plan(table, &body(["30%", "70%", "100%", "25%", "75%", "100%", "100%"])), &[]);
    check(&plan(table, &body(["30%", "70%", "", "25%", "75%", "", ""])), &[]);
    check(&plan(table, &body(["30%", "70%", "", "20%", "60%", "", ""])), &[]);
    check(
        &plan(table, &body(["30%", "71%", "100%", "20%", "60%", "81%", "100%"])),
        &[
            "plans/a.md:9:12: error: amount ÷ total is 70%, not 71% (−1%) [share-mismatch]",
            "plans/a.md:13:19: error: amount ÷ total is 80%, not 81% (−1%) [share-mismatch]",
        ],
    );
}

/// A total that is a digit off breaks the sum and some share; so would the first row, which is right.
#[test]
fn a_wrong_total_is_named_before_a_row_that_it_is_made_of() {
    let budget =
        "as: budget, metric: cost, columns: { item: Item, amount: Amount, share: Share }, total: Total";
    let body = |total: &str| {
        format!(
            "| Item | Amount | Share |\n| - | - | - |\n| Gifts | 96.56萬元 | 78.5% |\n| Pharmacies | 8.61萬元 | 7% |\n| Research | 10萬元 | 8.1% |\n| Rest | 約 80,000元 | 6.5% |\n| Total | {total}萬元 | 100% |\n"
        )
    };
    check(&plan(budget, &body("123")), &[]);
    check(
        &plan(budget, &body("124")),
        &[
            "plans/a.md:12:11: error: the 4 rows above come to ≈ 123.17 萬元, not 124萬元 (≈ −0.83 萬元) [sum-mismatch]",
        ],
    );
}

#[test]
fn rows_have_the_cells_of_their_heading() {
    let table = |rows: &str, expected: &[&str]| {
        check(&format!("---\nkind: plan\n---\n| a | b |\n|-|-|\n{rows}"), expected)
    };
    table("| 1 \\| 2 | `x\\|y` |\n| 1 |\n 1 | 2 \n| | |\n| 1 | 2 | |\n| 1 | 2 | <!-- c -->\n", &[]);
    table(
        "| 1 | 2 | 3 |\n",
        &["plans/example.md:6:1: error: the row has 3 cells, the heading has 2 [table-rows]"],
    );
    table(
        "| [[a|b]] | 2 |\n",
        &["plans/example.md:6:1: error: the row has 3 cells, the heading has 2 [table-rows]"],
    );
    table("| 1 | 2 |\n\n文字。\n", &[]);
    check(
        "---\nkind: plan\n---\n> | a | b |\n> |-|-|\n> | 1 | 2 |\n> | 1 | 2 | 3 |\n>\n> | 1 | 2 |\n",
        &[
            "plans/example.md:7:3: error: the row has 3 cells, the heading has 2 [table-rows]",
            "plans/example.md:9:3: error: these lines look like rows, but an empty line cuts them off from the table above [table-rows]",
        ],
    );
}
