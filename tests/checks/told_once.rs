//! What one slip says and what it leaves unsaid, and how a finding names what is meant.

use super::check;

/// A plan of a kind with these sections.
fn plan(sections: &str, front: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n{sections}=== plans/a.md\n---\nkind: plan\n{front}---\n{body}"
    )
}

#[test]
fn a_doubled_section_is_judged_once() {
    let sections = "  - { id: team, title: 隊伍, required: true, list: { min: 2 }, text: { min: 9 }, table: { as: tasks, columns: { task: 任務 } } }\n";
    let table = "| 任務 |\n| --- |\n| 走訪 |\n";
    let doubled =
        |line: u8| format!("plans/a.md:{line}:4: error: section \"隊伍\" stands twice [duplicate-section]");
    check(
        &plan(
            sections,
            "",
            &format!("## 隊伍\n每月走訪門店兩次。\n\n- 甲\n- 乙\n\n{table}\n## 隊伍\n同上。\n"),
        ),
        &[&doubled(14)],
    );
    check(
        &plan(
            sections,
            "",
            &format!("## 隊伍\n每月走訪門店兩次。\n\n- 甲\n- 乙\n\n字。\n\n好。\n## 隊伍\n{table}"),
        ),
        &[&doubled(13)],
    );
}

#[test]
fn missing_sections_are_numbered_in_order() {
    let sections = "  - { id: a, title: 市場 }\n  - { id: b, title: 不足與改進, required: true }\n  - { id: c, title: 預算, required: true }\n";
    check(
        &plan(sections, "", "## 一、市場\n好。\n## 二、存在的不足以及改進方法\n好。\n"),
        &[
            "plans/a.md:4:4: error: section \"不足與改進\" is missing [missing-section]",
            "plans/a.md:4:4: error: section \"預算\" is missing [missing-section]",
        ],
    );
}

#[test]
fn sections_may_be_allowed_only_somewhere() {
    let sections =
        "  - { id: a, title: 市場 }\n  - { id: b, title: 結論, allowed_if: { status: [closed] } }\n";
    let body = "## 市場\n好。\n## 結論\n好。\n";
    check(
        &plan(sections, "status: active\n", body),
        &["plans/a.md:7:4: warning: section \"結論\" is not allowed here [unknown-section]"],
    );
    check(&plan(sections, "status: closed\n", body), &[]);
    check(&plan(sections, "status: active\n", "## 市場\n好。\n"), &[]);
    let strict = plan(sections, "status: active\n", body)
        .replace("sections:\n", "unknown_sections: error\nsections:\n");
    check(&strict, &["plans/a.md:7:4: error: section \"結論\" is not allowed here [unknown-section]"]);
}

#[test]
fn lists_that_are_none_to_markdown_are_named() {
    let sections = "  - { id: a, title: 原則, list: { ordered: true } }\n";
    let missing = "plans/a.md:4:4: error: section \"原則\" has no numbered list [missing-list]";
    check(&plan(sections, "", "## 原則\n① 甲\n② 乙\n③ 丙\n"), &[missing]);
    check(&plan(sections, "", "## 原則\n只有一段。\n"), &[missing]);
    check(&plan(sections, "", "## 原則\n1. 甲\n2. 乙\n"), &[]);
}

#[test]
fn a_paragraph_is_named_once_however_often_it_stands() {
    let line = "- each branch answers every customer within one day\n";
    check(
        &format!("---\nkind: plan\n---\n## A\n{line}\n## B\n{line}\n## C\n{line}"),
        &["plans/example.md:8:3: warning: this paragraph stands 3 times [duplicate-paragraph]"],
    );
}

#[test]
fn weights_tell_rows_that_have_none() {
    let sections = "  - { id: a, title: 市場, table: { as: figures, metric: units, columns: { channel: 市場, value: 套數, weight: 占比 } } }\n";
    let table = |rows: &str| {
        plan(
            sections,
            "period: 2026\n",
            &format!("## 市場\n| 市場 | 套數 | 占比 |\n| --- | --- | --- |\n{rows}"),
        )
    };
    check(
        &table("| 甲 | 3套 | 40% |\n| 乙 | 4套 | |\n| 丙 | 5套 | 20% |\n"),
        &[
            "plans/a.md:8:12: error: 2 of 3 rows have weights, which come to 60%, not 100% (−40%) [weight-sum]",
        ],
    );
    check(&table("| 甲 | 3套 | 40% |\n| 乙 | 4套 | 60% |\n"), &[]);
    // What cannot be read could be the rest.
    check(
        &table("| 甲 | 3套 | 40% |\n| 乙 | 4套 | x% |\n"),
        &[
            "plans/a.md:9:12: error: `x%` is not a number, expected a quantity such as `1,200` or `≥ 5 萬元` [invalid-quantity]",
        ],
    );
}

#[test]
fn data_files_and_plans_state_one_target() {
    let site = |rows: &str| {
        format!(
            "=== plans/a.md\n---\nkind: plan\nperiod: 2026\nregion: changsha\nowner: 李明\ntargets: {{ revenue: 1億元 }}\n---\n=== data/t.csv\nkind,metric,value,period,plan,region\n{rows}"
        )
    };
    let conflict = |at: &str, what: &str| {
        format!("data/t.csv:{at}: error: the target of 銷售額 is {what} [target-conflict]")
    };
    check(
        &site("target,revenue,9000萬元,2026,a,\n"),
        &[&conflict("2:16", "9000萬元 here and 1億元 in its plan")],
    );
    check(&site("target,revenue,10000萬元,2026,a,\n"), &[]);
    check(&site("target,revenue,5000萬元,2026-H1,a,\n"), &[]);
    check(&site("forecast,revenue,9000萬元,2026,a,\n"), &[]);
    check(
        &site("target,revenue,3000萬元,2026,,shenzhen\ntarget,revenue,4000萬元,2026,,shenzhen\n"),
        &[&conflict("3:16", "4000萬元 here and 3000萬元 in a row before")],
    );
    check(&site("actual,revenue,3000萬元,2026,,shenzhen\nactual,revenue,4000萬元,2026,,shenzhen\n"), &[]);
}

#[test]
fn a_gap_that_a_slip_makes_is_not_told() {
    let site = |parent: &str| {
        let child = |name: &str, parent: &str, region: &str, value: &str| {
            format!(
                "=== plans/{name}.md\n---\nkind: plan\nperiod: 2026\nregion: {region}\n{parent}\ntargets: {{ revenue: {value} }}\n---\n"
            )
        };
        let national = "=== plans/national.md\n---\nkind: plan\nperiod: 2026\nregion: national\ntargets: { revenue: 1億元 }\n---\n";
        format!(
            "{national}{}{}",
            child("changsha", "parent: national", "changsha", "4000萬元"),
            child("shenzhen", parent, "shenzhen", "6000萬元")
        )
    };
    check(&site("parent: national"), &[]);
    check(
        &site("parent: natoinal"),
        &["plans/shenzhen.md:5:9: error: no plan has the id `natoinal` [broken-link]"],
    );
    check(&site("paernt: national"), &["plans/shenzhen.md:5:1: error: unknown key `paernt` [unknown-field]"]);
}

#[test]
fn due_dates_that_cannot_be_read_are_not_missing() {
    let sections = "  - { id: a, title: 工作, list: { each: { owner: true, due: true } } }\n";
    let body = |item: &str| plan(sections, "period: 2026\n", &format!("## 工作\n- {item}\n"));
    check(&body("走訪 @Mia Bell, due 2026-08-31"), &[]);
    check(
        &body("走訪 @Mia Bell, due next Friday"),
        &[
            "plans/a.md:6:21: error: `next Friday` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末` [invalid-date]",
        ],
    );
    check(
        &body("走訪 @Mia Bell due to rain"),
        &["plans/a.md:6:3: warning: the task has no due date [missing-due]"],
    );
    check(
        &body("報名截止後通知 @Mia Bell"),
        &["plans/a.md:6:3: warning: the task has no due date [missing-due]"],
    );
}

#[test]
fn thousands_of_parts_are_held_against_their_wholes() {
    // A quarter above its months, elsewhere, for each of 1,500 shops.
    let sections = "  - { id: a, title: 季度, table: { as: targets, metric: units, columns: { channel: 門店, period: 期間, value: 目標 } } }\n  - { id: b, title: 月度, table: { as: targets, metric: units, columns: { channel: 門店, period: 期間, value: 目標 } } }\n";
    let head = "| 門店 | 期間 | 目標 |\n| --- | --- | --- |\n";
    let quarters: String = (0..1500).map(|shop| format!("| s{shop} | 2026-Q1 | 30套 |\n")).collect();
    let months: String = (0..1500)
        .flat_map(|shop| (1..=3).map(move |month| (shop, month)))
        .map(|(shop, month)| {
            format!("| s{shop} | 2026-0{month} | {}套 |\n", if shop == 1234 { 11 } else { 10 })
        })
        .collect();
    check(
        &plan(sections, "period: 2026\n", &format!("## 季度\n{head}{quarters}## 月度\n{head}{months}")),
        &["plans/a.md:1242:21: error: its 3 parts come to 33 套, not 30套 (+3 套) [sum-mismatch]"],
    );
}

#[test]
fn no_gap_follows_from_a_name_that_is_not_known() {
    let site = |front: &str, body: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - {{ id: t, title: T, table: {{ as: targets, metric: units, required: false, columns: {{ region: Region, value: Value }} }} }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\nregion: national\ntargets: {{ units: 100 }}\n---\n=== plans/b.md\n---\nkind: plan\nparent: a\nperiod: 2026\nregion: changsha\ntargets: {{ units: 50 }}\n---\n=== plans/c.md\n---\nkind: plan\nparent: a\nperiod: 2026\n{front}---\n{body}"
        )
    };
    let table = |region: &str| format!("## T\n| Region | Value |\n| - | - |\n| {region} | 50 |\n");
    let gap = "plans/a.md:5:19: warning: the plans below state 50 of 銷售量, this plan 100 [target-gap]";
    check(&site("region: shenzhen\n", &table("深圳")), &[]);
    check(
        &site("region: national\n", &table("深訓")),
        &["plans/c.md:10:3: error: unknown value of `region` `深訓` [invalid-value]"],
    );
    check(
        &site("region: shenzen\ntargets: { units: 50 }\n", ""),
        &["plans/c.md:5:9: error: unknown value of `region` `shenzen` [invalid-value]"],
    );
    // A status is nothing that a number is about.
    check(
        &site("region: shenzhen\nstatus: aktive\n", ""),
        &[
            gap,
            "plans/c.md:6:9: error: `status` expects `draft`, `review`, `approved`, `active` or `closed`, found `aktive` [invalid-value]",
        ],
    );
}

#[test]
fn no_gap_follows_from_a_circle() {
    let plan = |id: &str, parent: &str, units: u8| {
        format!(
            "=== plans/{id}.md\n---\nkind: plan\nperiod: 2026\nparent: {parent}\ntargets: {{ units: {units} }}\n---\n"
        )
    };
    let circle =
        |line: &str| format!("plans/a.md:4:9: error: `parent` leads in a circle: {line} [relation-cycle]");
    let three = [plan("a", "b", 100), plan("b", "a", 90), plan("c", "b", 50)].concat();
    check(&three, &[&circle("a → b → a")]);
    check(&[plan("a", "a", 100), plan("b", "a", 90)].concat(), &[&circle("a → a")]);
}

#[test]
fn a_faulty_column_of_a_schema_is_told_there() {
    let site = |column: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\ntargets: {{ required: [units] }}\nsections:\n  - {{ id: t, title: T, table: {{ as: targets, metric: units, columns: {{ {column}: Channel, value: Value }} }} }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: {{ units: 100 }}\n---\n## T\n| Channel | Value |\n| - | - |\n| ka | 60 |\n| web | 40 |\n"
        )
    };
    check(&site("channel"), &[]);
    let fault = "schemas/plan.yaml:4:72: error: a table of targets has no column `chanel` [invalid-schema]";
    check(&site("chanel"), &[fault]);
    check(&site("chanel").replace("targets: { units: 100 }\n", ""), &[fault]);
}

#[test]
fn cells_between_other_marks_than_commas_are_told_once() {
    let site = |mark: &str| {
        let rows = "kind,metric,value,period\nactual,units,5,2026\n".replace(',', mark);
        format!("=== data/t.csv\n{rows}")
    };
    check(&site(","), &[]);
    let told = |marks: &str| {
        format!("data/t.csv:1:1: error: the cells are separated by {marks}, expected commas [invalid-data]")
    };
    check(&site(";"), &[&told("semicolons")]);
    check(&site("\t"), &[&told("tabs")]);
}

#[test]
fn figures_are_told_so_that_they_show_what_is_wrong() {
    let sections = "  - { id: t, title: T, table: { as: budget, metric: cost, columns: { item: Item, amount: Amount, share: Share } } }\n";
    let body = "## T\n| Item | Amount | Share |\n| - | - | - |\n| A | 96.56 | 78% |\n| B | 26.44 | 21% |\n| Total | 123 | 100% |\n";
    check(
        &plan(sections, "period: 2026\n", body),
        &["plans/a.md:8:15: error: amount ÷ total is 78.504%, not 78% (+0.504%) [share-mismatch]"],
    );
    check(
        "---\nkind: plan\nperiod: 2026\ntargets: { units: 3OO }\n---\n",
        &["plans/example.md:4:19: error: `3OO` is in `OO`, but `units` is counted in `套` [unit-mismatch]"],
    );
}

#[test]
fn a_row_of_a_plan_for_several_regions_takes_none_of_them() {
    let site = |regions: &str| {
        format!(
            "=== planpress.yaml\ntitle: Example\nchecks: {{ missing-actual: warn }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026-01\nregion: {regions}\ntargets: {{ units: 5 }}\n---\n=== data/t.csv\nkind,metric,value,period,plan\nactual,units,5,2026-01,a\ntarget,units,7,2026-01,a\n"
        )
    };
    let conflict =
        "data/t.csv:3:14: error: the target of 銷售量 is 7 here and 5 in its plan [target-conflict]";
    check(&site("changsha"), &[conflict]);
    check(&site("[changsha, shenzhen]"), &[conflict]);
}

/// What is wrong in a table of numbers is one finding, at the cell, row or heading where it is wrong.
#[test]
fn one_slip_in_a_table_is_one_finding() {
    let pivot = |body: &str, expected: &[&str]| {
        let sections = "  - { id: t, title: T, table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both } }\n";
        let head = "| 渠道 | Q1 | Q2 | 合計 |\n|-|-|-|-|\n";
        check(
            &plan(sections, "period: 2026-H1\ntargets: { units: 10 }\n", &format!("## T\n{head}{body}")),
            expected,
        );
    };
    let web = "| web | 1 | 2 | 3 |\n";
    let all = "| 合計 | 4 | 6 | 10 |\n";
    pivot(&format!("| ka | 3 | 4 | 7 |\n{web}{all}"), &[]);
    pivot(
        &format!("| ka | | 4 | 7 |\n{web}{all}"),
        &[
            "plans/a.md:9:8: error: the empty cell does not fit: the 1 cell of the row comes to 4, not 7 [sum-mismatch]",
        ],
    );
    pivot(
        &format!("| ka | — | 4 | 7 |\n{web}{all}"),
        &["plans/a.md:9:8: error: — does not fit: the 1 cell of the row comes to 4, not 7 [sum-mismatch]"],
    );
    pivot(
        &format!("| ka | 34 | 7 |\n{web}{all}"),
        &["plans/a.md:9:1: error: the row has 3 cells, the heading has 4 [table-rows]"],
    );
    pivot(
        &format!("| ka | 3 | 4 | 7 | 9 |\n{web}{all}"),
        &["plans/a.md:9:1: error: the row has 5 cells, the heading has 4 [table-rows]"],
    );
    pivot(
        &format!("| ka | 3 | 4 | 7 |\n{web}{}", all.replace("10", "11")),
        &["plans/a.md:11:16: error: the 4 cells of the table come to 10, not 11 (−1) [sum-mismatch]"],
    );
    pivot(
        &format!("| ka | 3 | 4 | 7 |\n{web}\n{all}"),
        &[
            "plans/a.md:12:1: error: these lines look like rows, but an empty line cuts them off from the table above [table-rows]",
        ],
    );
    // Under a heading that cannot be read nobody knows what counts twice.
    let sections = "  - { id: t, title: T, table: { as: targets, layout: pivot, metric: units, rows: region, columns: channel, totals: both } }\n";
    check(
        &plan(
            sections,
            "period: 2026\n",
            "## T\n| 區域 | ka | kiosks | 合計 |\n|-|-|-|-|\n| 長沙 | 1 | 2 | 3 |\n| 深圳 | 4 | 5 | 9 |\n| 全國 | 5 | 7 | 12 |\n| 合計 | 5 | 7 | 12 |\n",
        )
        .replace("=== schemas", "=== dimensions.yaml\nregion: { title: 區域, values: [{ id: national, title: 全國, children: [{ id: changsha, title: 長沙 }, { id: shenzhen, title: 深圳 }] }] }\nchannel: { title: 渠道, values: [{ id: ka }, { id: web }] }\n=== schemas"),
        &["plans/a.md:6:13: error: unknown value of `channel` `kiosks` [invalid-value]"],
    );
    let list = |rows: &str, expected: &[&str]| {
        let sections = "  - { id: t, title: T, table: { as: targets, metric: units, columns: { period: 月份, value: 目標 } } }\n";
        check(
            &plan(
                sections,
                "period: 2026-Q1\ntargets: { units: 600 }\n",
                &format!("## T\n| 月份 | 目標 |\n|-|-|\n{rows}"),
            ),
            expected,
        );
    };
    list(
        "| 1月 | 200 |\n| 2月 | 200 |\n| 2月 | 200 |\n| 合計 | 600 |\n",
        &["plans/a.md:11:3: error: row \"2月\" stands twice, only the first one counts [invalid-value]"],
    );
    list(
        "| 1月 | 200 |\n| 2月 | 200 |\n| 3月 | |\n| 合計 | 600 |\n",
        &["plans/a.md:11:8: error: the cell of \"3月\" and \"目標\" is empty [empty-cell]"],
    );
    let by = "period: 2026\ntargets: { units: { value: 100, by: { month: { 2026-01: 60, 1月: 60, 2月: 40 } } } }\n";
    check(
        &plan("  - { id: t, title: T }\n", by, "字。\n"),
        &["plans/a.md:4:61: error: `1月` is `2026-01` again, only the first one counts [invalid-value]"],
    );
}

/// Figures that a plan states twice must agree, and growth goes by its own table first.
#[test]
fn figures_are_stated_once() {
    let sections = "  - { id: t, title: T, table: { as: figures, metric: market, columns: { period: 年, value: 數, growth: { heading: 同比, required: false } } } }\n";
    let said = |at: &str, here: u8, before: u8| {
        format!(
            "plans/a.md:{at}: error: the figure of 市場容量 is {here} here and {before} before [target-conflict]"
        )
    };
    let head = "| 年 | 數 | 同比 |\n|-|-|-|\n";
    check(
        &plan(
            sections,
            "",
            &format!(
                "## T\n{head}| 2024 | 100 | |\n| 2025 | 200 | 100% |\n\n{head}| 2025 | 120 | 20% |\n| 2026 | 150 | 25% |\n"
            ),
        ),
        &[&said("12:10", 120, 200)],
    );
    check(
        &plan(
            sections,
            "period: 2026\nfigures: { market: 100 }\n",
            &format!("## T\n{head}| 2026 | 120 | |\n"),
        ),
        &[&said("9:10", 120, 100)],
    );
}
