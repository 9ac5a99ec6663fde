//! Limits of fields and columns hold for what is meant, in whatever way it is written.

use super::check;

/// A plan of a kind whose schema and front matter are as told.
fn plan(schema: &str, front: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\n{schema}\n=== plans/b.md\n---\nkind: other\n---\n=== schemas/other.yaml\ntitle: Other\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\n{front}---\n{body}"
    )
}

/// One with a field `x`.
fn field(declared: &str, value: &str) -> String {
    plan(&format!("fields: {{ x: {{ {declared} }} }}"), &format!("x: {value}\n"), "")
}

/// One with a table.
fn table(rule: &str, rows: &str) -> String {
    plan(&format!("sections: [{{ id: t, title: T, table: {{ {rule} }} }}]"), "", &format!("## T\n{rows}"))
}

#[test]
fn one_of_compares_meanings() {
    check(&field("type: dimension, dimension: region, one_of: [長沙]", "changsha"), &[]);
    check(&field("type: integer, one_of: [1, 2]", "01"), &[]);
    check(&field("type: date, one_of: [2026-01-01]", "2026年1月1日"), &[]);
    check(&field("type: quantity, metric: cost, one_of: [1萬元]", "10000"), &[]);
    check(
        &field("type: integer, one_of: [1, 2]", "3"),
        &["plans/a.md:4:4: error: `x` expects `1` or `2`, found `3` [invalid-value]"],
    );
    let columns = "as: targets, columns: { metric: { heading: M, one_of: [units] }, region: { heading: R, one_of: [changsha] }, period: { heading: P, one_of: [2026-Q1] }, owner: { heading: O, one_of: [Ann] }, value: V }";
    let row = |row: &str| table(columns, &format!("| M | R | P | O | V |\n| - | - | - | - | - |\n{row}\n"));
    check(&row("| 銷售量 | 長沙 | 2026年第一季度 | @Ann | 5 |"), &[]);
    check(
        &row("| 銷售額 | 深圳 | Q2 | @Bob | 5 |"),
        &[
            "plans/a.md:8:3: error: `M` expects `units`, found `銷售額` [invalid-value]",
            "plans/a.md:8:9: error: `R` expects `changsha`, found `深圳` [invalid-value]",
            "plans/a.md:8:14: error: `P` expects `2026-Q1`, found `Q2` [invalid-value]",
            "plans/a.md:8:19: error: `O` expects `Ann`, found `@Bob` [invalid-value]",
        ],
    );
}

#[test]
fn items_differ_by_what_they_mean() {
    let twice = |column: u8, item: &str| {
        format!("plans/a.md:4:{column}: error: `x` has `{item}` twice, its items must differ [invalid-value]")
    };
    let list = |of: &str, value: &str| field(&format!("type: list, of: {of}, unique: true"), value);
    check(&list("integer", "[1, 01, 2]"), &[&twice(8, "01")]);
    check(&list("quantity, metric: cost", "[6, 6元]"), &[&twice(8, "6元")]);
    check(&list("date", "[2026-01-01, 2026年1月1日]"), &[&twice(17, "2026年1月1日")]);
    check(&list("dimension, dimension: region", "[changsha, 長沙]"), &[&twice(15, "長沙")]);
    check(&list("string", "[a, A]"), &[]);
    check(
        &field("type: list, of: boolean", "[true, yes, 'false', false]"),
        &[
            "plans/a.md:4:11: error: `x` expects `true` or `false`, found `yes` [invalid-value]",
            "plans/a.md:4:16: error: `x` expects `true` or `false` without quotes, found `false` [invalid-value]",
        ],
    );
    let config = "=== planpress.yaml\ntitle: X\nrelations: { requires: { title: R } }\n";
    let related = plan("relations: { requires: { min: 2 } }", "requires: [b, b]\n", "");
    check(
        &format!("{config}{related}"),
        &["plans/a.md:4:11: error: relation `requires` names 1 plan, not at least 2 [missing-relation]"],
    );
}

#[test]
fn items_are_in_the_order_of_what_they_mean() {
    let list = |of: &str, value: &str| field(&format!("type: list, of: {of}, sorted: true"), value);
    for (of, right, wrong) in [
        ("quantity", "[900元, 1萬元]", (10, "[1萬元, 900元]", "900元", "1萬元")),
        ("quantity, metric: cost", "[900, 1萬元]", (10, "[1萬元, 900]", "900", "1萬元")),
        ("number", "[-5, 1.25, 1.5]", (11, "[1.25, -5, 1.5]", "-5", "1.25")),
        (
            "date",
            "[2026年9月30日, 2026-10-01]",
            (17, "[2026-10-01, 2026年9月30日]", "2026年9月30日", "2026-10-01"),
        ),
        ("period", "[2026, 2026-Q1, 2026-09, 2026-Q4]", (14, "[2026-Q4, 2026-09]", "2026-09", "2026-Q4")),
        ("string", "[9, 10, x9]", (9, "[10, 9, x9]", "9", "10")),
    ] {
        check(&list(of, right), &[]);
        let (column, value, item, before) = wrong;
        let finding = format!(
            "plans/a.md:4:{column}: error: `{item}` stands behind `{before}`, the items must be in order [invalid-value]"
        );
        check(&list(of, value), &[&finding]);
    }
    // What could not be read has no place in the order; nor have amounts of two units.
    check(&list("quantity", "[900元, 5套, 1萬元]"), &[]);
    check(
        &list("string", "[b, 待定, c]"),
        &["plans/a.md:4:8: error: `待定` is still to be filled in [placeholder]"],
    );
    for (of, value, finding) in [
        ("date", "[2026-03-01, 2026-02-30]", "4:17: error: February 2026 has 28 days [invalid-date]"),
        (
            "date",
            "[2026-02-20, 2026-02-30, 2026-02-25]",
            "4:17: error: February 2026 has 28 days [invalid-date]",
        ),
        ("integer", "[3, x, 4]", "4:8: error: `x` expects a whole number, found `x` [invalid-value]"),
    ] {
        check(&list(of, value), &[&format!("plans/a.md:{finding}")]);
    }
}

#[test]
fn what_says_nothing_is_not_there() {
    let empty = "plans/a.md:4:1: error: field `x` has no value [missing-field]";
    for value in ["", "''", "'  '"] {
        check(&field("type: string, required: true", value), &[empty]);
    }
    for of in ["integer", "date", "period", "quantity", "person", "url", "plan", "boolean"] {
        check(&field(&format!("type: {of}, required: true"), "''"), &[empty]);
        check(&field(&format!("type: list, of: {of}, separator: ';', required: true"), "''"), &[empty]);
        check(&field(&format!("type: list, of: {of}, required: true"), "['']"), &[empty]);
    }
    check(&field("type: dimension, dimension: region, required: true", "''"), &[empty]);
    for key in ["date", "draft", "region", "status", "title"] {
        check(
            &plan(&format!("fields: {{ {key}: {{ required: true }} }}"), &format!("{key}: ''\n"), ""),
            &[&format!("plans/a.md:4:1: error: field `{key}` has no value [missing-field]")],
        );
    }
    // Where nobody asks for it, it is a value of the wrong type.
    check(
        &field("type: integer", "''"),
        &["plans/a.md:4:4: error: `x` expects a whole number, found `` [invalid-value]"],
    );
    check(&field("type: list, required: true", "[]"), &[empty]);
    check(&field("type: list, required: true", "['']"), &[empty]);
    check(
        &field("type: list, required: true, min: 1", "[]"),
        &["plans/a.md:4:4: error: `x` has 0 items, expected at least 1 [invalid-value]"],
    );
    let tags = plan("fields: { tags: { required: true } }", "tags: []\n", "");
    check(&tags, &["plans/a.md:4:1: error: field `tags` has no value [missing-field]"]);
    // Of columns without a role nothing says that one may be empty.
    check(
        &table("columns: [System, Person]", "| System | Person |\n| - | - |\n| SAP | |\n"),
        &["plans/a.md:8:9: error: the cell of \"SAP\" and \"Person\" is empty [empty-cell]"],
    );
    check(
        &table(
            "columns: [System, { heading: Person, empty: true }]",
            "| System | Person |\n| - | - |\n| SAP | |\n",
        ),
        &[],
    );
}

#[test]
fn all_limits_that_a_value_breaks_are_told() {
    let long = |key: &str| {
        [
            format!(
                "plans/a.md:4:{}: error: `{key}` is `abcd`, which does not match `^[A-Z]` [invalid-value]",
                key.len() + 3
            ),
            format!(
                "plans/a.md:4:{}: error: `{key}` has 4 characters, expected at most 3 [invalid-value]",
                key.len() + 3
            ),
            format!("plans/a.md:4:{}: error: `{key}` must not say `d` [invalid-value]", key.len() + 6),
        ]
    };
    let limits = "max: 3, pattern: '^[A-Z]', must_not_match: d";
    let [pattern, length, words] = long("x");
    check(&field(&format!("type: string, {limits}"), "abcd"), &[&pattern, &length, &words]);
    let [pattern, length, words] = long("title");
    let title = plan(&format!("fields: {{ title: {{ {limits} }} }}"), "title: abcd\n", "");
    check(&title, &[&pattern, &length, &words]);
    check(
        &table("columns: { C: { heading: C, max: 3, pattern: '^[A-Z]' } }", "| C |\n| - |\n| abcd |\n"),
        &[
            "plans/a.md:8:3: error: `C` is `abcd`, which does not match `^[A-Z]` [invalid-value]",
            "plans/a.md:8:3: error: `C` has 4 characters, expected at most 3 [invalid-value]",
        ],
    );
    // What is none of the words that there are is no word of the wrong length as well.
    check(
        &field("type: string, one_of: [Ab, Cd], max: 2", "abcd"),
        &["plans/a.md:4:4: error: `x` expects `Ab` or `Cd`, found `abcd` [invalid-value]"],
    );
    check(
        &field("type: string, min: 3, pattern: '^[A-Z]'", "待定"),
        &["plans/a.md:4:4: error: `待定` is still to be filled in [placeholder]"],
    );
}

#[test]
fn limits_of_columns_hold_for_their_values() {
    let amounts = |role: &str| {
        table(
            &format!("{role}columns: {{ item: I, amount: {{ heading: A, min: 1千元, max: 10萬元 }} }}"),
            "| I | A（千元） |\n| - | - |\n| a | 5 |\n| b | 0.5 |\n| c | 200 |\n| d | 200元 |\n",
        )
    };
    let wrong = [
        "plans/a.md:9:7: error: `A（千元）` is `0.5`, expected at least 1千元 [invalid-value]",
        "plans/a.md:10:7: error: `A（千元）` is `200`, expected at most 10萬元 [invalid-value]",
        "plans/a.md:11:7: error: `A（千元）` is `200元`, expected at least 1千元 [invalid-value]",
    ];
    check(&amounts("as: budget, metric: cost, "), &wrong);
    check(&amounts(""), &wrong);
    check(
        &table(
            "as: tasks, columns: { task: T, due: { heading: D, min: 2026-01-01, max: 2026-06-30 } }",
            "| T | D |\n| - | - |\n| a | 2026-05-31 |\n| b | 7月1日 |\n| c | 2025-12-31 |\n",
        ),
        &[
            "plans/a.md:9:7: error: `D` is `7月1日`, expected at most 2026-06-30 [invalid-value]",
            "plans/a.md:10:7: error: `D` is `2025-12-31`, expected at least 2026-01-01 [invalid-value]",
        ],
    );
    check(
        &table(
            "as: phases, columns: { name: N, start: { heading: S, min: 2026-02-01 }, end: { heading: E, max: 2026-06-30 } }",
            "| N | S | E |\n| - | - | - |\n| a | 1月5日 | 6月末 |\n| b | 2月 | 7月 |\n",
        ),
        &[
            "plans/a.md:8:7: error: `S` is `1月5日`, expected at least 2026-02-01 [invalid-value]",
            "plans/a.md:9:12: error: `E` is `7月`, expected at most 2026-06-30 [invalid-value]",
        ],
    );
    check(
        &table(
            "as: budget, metric: cost, columns: { item: I, amount: A, share: { heading: S, max: 50% } }",
            "| I | A | S |\n| - | - | - |\n| a | 60元 | 0.6 |\n| b | 40元 | 40% |\n",
        ),
        &["plans/a.md:8:13: error: `S` is `0.6`, expected at most 50% [invalid-value]"],
    );
}

#[test]
fn numbers_before_a_space_are_numbers_where_the_title_is_known() {
    let schema = "sections: [{ id: a, title: Alpha }, { id: b, title: Beta }, { id: c, title: Gamma }, { id: d, title: Delta }]";
    let headings = |all: &[&str]| {
        let body: String = all.iter().map(|heading| format!("## {heading}\nText.\n")).collect();
        plan(schema, "", &body)
    };
    check(&headings(&["1. Alpha", "2 Beta", "3. Gamma"]), &[]);
    check(&headings(&["一、Alpha", "二、Beta", "三 Gamma", "四、Delta"]), &[]);
    check(&headings(&["1-1 Alpha", "1-2 Beta"]), &[]);
    let out = |line: u8| {
        format!(
            "plans/a.md:{line}:4: warning: the number of this heading is out of sequence [heading-number]"
        )
    };
    check(&headings(&["1 Alpha", "2 Beta", "4 Gamma", "4 Delta"]), &[&out(9)]);
    check(&headings(&["1-1 Alpha", "1-3 Beta"]), &[&out(7)]);
    check(&headings(&["1. Alpha", "2 Beta", "4. Gamma"]), &[&out(9)]);
}

#[test]
fn headings_of_pivots_are_filled_in() {
    let pivot = |heading: &str| {
        table(
            "as: targets, layout: pivot, metric: units, rows: region, columns: period",
            &format!("| xx | {heading} |\n| - | - |\n| 長沙 | 5 |\n"),
        )
    };
    for heading in ["TBD", "xx", "20xx", "待定", "****"] {
        let found = format!("plans/a.md:6:8: error: `{heading}` is still to be filled in [placeholder]");
        check(&pivot(heading), &[&found]);
    }
}

#[test]
fn english_days_that_do_not_exist_are_named() {
    let schema = "sections: [{ id: r, title: R, sections: [{ id: p, title_match: '^phase', repeat: true, phases: { from: heading } }] }, { id: l, title: L, list: { each: { due: true } } }]";
    let phase = |dates: &str| plan(schema, "", &format!("## R\n### Phase 1: a ({dates})\nText.\n"));
    check(&phase("28 Feb – 5 March"), &[]);
    check(&phase("29 Feb – 5 March"), &["plans/a.md:6:17: error: February 2026 has 28 days [invalid-date]"]);
    check(&phase("1 March – April 31st"), &["plans/a.md:6:27: error: April 2026 has 30 days [invalid-date]"]);
    check(
        &phase("5 May 2026 – 1 May 2026"),
        &["plans/a.md:6:17: error: it ends (2026-05-01) before it starts (2026-05-05) [invalid-period]"],
    );
    let due = |text: &str| plan(schema, "", &format!("## L\n- Do it, due {text}.\n"));
    for good in ["1st May", "May 1st", "5th May 2026", "May 2nd, 2026"] {
        check(&due(good), &[]);
    }
    let no_day = |text: &str| {
        format!(
            "plans/a.md:6:14: error: `{text}` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末` [invalid-date]"
        )
    };
    check(&due("5 Mai"), &[&no_day("5 Mai")]);
    check(&due("1st Mayy 2026"), &[&no_day("1st Mayy 2026")]);
}

#[test]
fn rules_stand_at_the_field_that_stands_for_a_key() {
    let schema = "fields: { state: { type: string, as: status } }\nrules: [{ assert: \"plan.status != 'draft'\", message: no drafts }]";
    check(&plan(schema, "state: draft\n", ""), &["plans/a.md:4:8: error: no drafts [rule]"]);
    let fiscal = plan("fields: { x: { type: period, grain: fiscal_year } }", "x: FY2026\n", "");
    check(&fiscal, &[]);
    check(
        &fiscal.replace("FY2026", "2026-Q1"),
        &[
            "plans/a.md:4:4: error: `x` expects a fiscal year such as `FY2026`, found `2026-Q1` [invalid-value]",
        ],
    );
}
