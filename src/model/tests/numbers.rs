//! Statements, totals and equations in tables.

use super::check;

const HEAD: &str = "---\nkind: k\nperiod: 2026\n---\n";

fn table(rule: &str, rows: &str, expected: &str) {
    let schema = format!("sections:\n  - {{ id: s, title: 目標, table: {rule} }}\n");
    check(&schema, &format!("{HEAD}## 一、目標\n\n{rows}\n"), expected);
}

#[test]
fn rows() {
    table(
        "{ as: targets, columns: { metric: 指標, value: 目標, period: 期間, channel: 渠道 } }",
        "| 指標 | 目標（萬） | 期間 | 渠道 |
|---|--:|---|---|
| 銷售額 | 1,100 | Q1 | 賣場 |
| 銷售額 | 200元 | Q1 | — |
| 銷售额 | ≥ 3 |  | **代理商** |
| 利潤 | 3x! | 2026-13 | a |
| 銷量 | 3元 | Q2 | b |
",
        "0 target revenue=11000000 2026-Q1 channel=ka group=0/None @9:9
        1 target revenue=200 2026-Q1 group=1/None @10:9
        2 target revenue=>=30000 2026 channel=dealer group=2/None @11:9
        sum-mismatch 200 of 11000000 partial @10:9
        unknown-metric @12:3 [利潤] unknown metric `利潤`
        invalid-period @12:14 [2026-13] there is no month 13, the last one is 12
        invalid-quantity @12:8 [3x!] `x!` cannot be read, expected a unit or the end
        unit-mismatch @13:8 [3元] `3元` is in `元`, but `units` is counted in `套`",
    );
}

#[test]
fn totals_of_rows() {
    table(
        "{ as: targets, metric: revenue, columns: { channel: 渠道, value: 目標 }, total: 總共 }",
        "| 渠道 | 目標（元） |
|---|---|
| ka | 10 |
| b | 20 |
| 小計 | 30 |
| c | 5 |
| 其他小計 | 5 |
| 總共 | 35 |
",
        "0 target revenue=10 2026 channel=ka group=0/Some(3) @9:8
        1 target revenue=20 2026 channel=b group=0/Some(3) @10:7
        2 target revenue=5 2026 channel=c group=0/Some(3) @12:7
        3 target revenue=35 2026 @14:8
        sum-mismatch 30 of 10 20 @11:8
        sum-mismatch 5 of 5 @13:10
        sum-mismatch 35 of 10 20 5 @14:8",
    );
}

#[test]
fn growth_shares_weights() {
    table(
        "{ as: figures, metric: revenue, columns: { period: 年份, value: 規模, growth: 同比 } }",
        "| 年份 | 規模 | 同比 |
|---|---|---|
| 2024 | 100 | — |
| 2025 | 119 | 19% |
| 2026 | 120 | 元 |
| 2027 | 140 | 3元 |
",
        "0 figure revenue=100 2024 group=0/None @9:10
        1 figure revenue=119 2025 group=0/None @10:10
        2 figure revenue=120 2026 @11:10
        3 figure revenue=140 2027 group=0/None @12:10
        growth-mismatch 19 of 119 100 @10:16
        unit-mismatch @12:16 [3元] `3元` is in `元`, expected a percentage",
    );
    table(
        "{ as: targets, columns: { metric: 指標, value: 目標, weight: 權重 } }",
        "| 指標 | 目標 | 權重（%） |\n|---|---|---|\n| revenue | 1 | 60 |\n| units | 2 | 40 |\n",
        "0 target revenue=1 2026 weight=0.6 @9:13
        1 target units=2 2026 weight=0.4 @10:11
        weight-sum 100 of 60 40 @9:17",
    );
}

#[test]
fn pivots() {
    table(
        "{ as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both }",
        "| 渠道（萬套） | 1月 | Q2 | 合計 |
|---|--:|--:|--:|
| 賣場 | 1 | 2 | 3 |
| kiosk | - | 4套 | 4套 |
| 合計 | 1 | 2.0004 | 3.0004 |
",
        "0 target units=10000 2026-01 channel=ka group=0/None @9:8
        1 target units=20000 2026-Q2 channel=ka group=0/None @9:12
        2 target units=4 2026-Q2 channel=kiosk group=0/None @10:15
        3 target units=10000 2026-01 group=1/None @11:8
        4 target units=20004 2026-Q2 group=1/None @11:12
        sum-mismatch 30000 of 10000 20000 @9:16
        sum-mismatch 4 of 4 0 @10:20
        sum-mismatch 10000 of 10000 0 @11:8
        sum-mismatch 20004 of 20000 4 @11:12
        sum-mismatch 30004 of 10000 20000 4 0 @11:21",
    );
    table(
        "{ as: actuals, layout: pivot, rows: period, columns: metric }",
        "| 月份 | 銷售額（萬元） | 銷量 | 人數 | 利潤 |
|---|---|---|---|---|
| 1月 | 3 | 5 | 2 | 1 |
| 13月 | 3 | 5 | 2 | 1 |
",
        "0 actual revenue=30000 2026-01 group=0/None @9:8
        1 actual units=5 2026-01 group=1/None @9:12
        2 actual headcount=2 2026-01 group=2/None @9:16
        unknown-metric @7:28 [利潤] unknown metric `利潤`
        invalid-period @10:3 [13月] there is no month 13, the last one is 12",
    );
    table(
        "{ as: targets, layout: pivot, metric: revenue, rows: label, columns: owner, totals: row }",
        "| 店 | @李明 | 王芳 |\n|---|---|---|\n| 甲 | 1 | 2 |\n| 全部 | 1 | 2 |\n",
        "0 target revenue=1 2026 item=李明 owner=李明 group=0/None @9:7
        1 target revenue=2 2026 item=王芳 owner=王芳 group=0/None @9:11
        2 target revenue=1 2026 item=李明 owner=李明 repeats=0 @10:8
        3 target revenue=2 2026 item=王芳 owner=王芳 repeats=1 @10:12
        sum-mismatch 1 of 1 @10:8
        sum-mismatch 2 of 2 @10:12",
    );
}

#[test]
fn budgets() {
    table(
        "{ as: budget, metric: cost, columns: { item: 項目, price: 單價, count: 數量, amount: 金額, share: 占比 }, total: 合計 }",
        "| 項目 | 單價 | 數量 | 金額 | 占比 |
|---|---|---|---|---|
| 櫃位 | 5萬元 | 2 | 100,000元 | 50% |
| 路演 | 2,000元 | 30 場 | 6萬元 | 30% |
| 其他 | | | 4萬元 | 20% |
| 合計 | | | 20萬元 | 100% |
",
        "0 budget cost=100000 2026 item=櫃位 group=0/Some(3) @9:18
        1 budget cost=60000 2026 item=路演 group=0/Some(3) @10:24
        2 budget cost=40000 2026 item=其他 group=0/Some(3) @11:12
        3 budget cost=200000 2026 @12:12
        sum-mismatch 200000 of 100000 60000 40000 @12:12
        share-mismatch 50 of 100000 200000 @9:29
        share-mismatch 30 of 60000 200000 @10:30
        share-mismatch 20 of 40000 200000 @11:18
        share-mismatch 100 of 200000 200000 @12:19
        product-mismatch 100000 of 50000 2 @9:18
        product-mismatch 60000 of 2000 30 @10:24",
    );
}

#[test]
fn tables_against_totals() {
    let schema = "sections:
  - { id: a, title: 按季, table: { as: targets, metric: units, columns: { period: 期間, value: 目標 } } }
  - { id: b, title: 按月, table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period } }
";
    check(
        schema,
        "---
kind: k
period: 2026
targets: { units: 10 }
---
## 按季

| 期間 | 目標 |
|---|---|
| Q1 | 6 |
| Q2 | 3 |

## 按月

| 渠道 | 1月 | 2月 | 4月 |
|---|---|---|---|
| ka | 5 | 2 | 1 |
",
        "0 target units=10 2026 @4:19
        1 target units=6 2026-Q1 group=0/Some(0) @10:8
        2 target units=3 2026-Q2 group=0/Some(0) @11:8
        3 target units=5 2026-01 channel=ka group=1/Some(0) @17:8
        4 target units=2 2026-02 channel=ka group=1/Some(0) @17:12
        5 target units=1 2026-04 channel=ka group=1/Some(0) @17:16
        sum-mismatch 10 of 6 3 partial @4:19
        sum-mismatch 10 of 5 2 1 partial @4:19
        sum-mismatch 6 of 5 2 partial @10:8
        sum-mismatch 3 of 1 partial @11:8",
    );
}

#[test]
fn units_above_and_in_headings() {
    table(
        "{ as: targets, columns: { metric: 指標, value: 目標 } }",
        "各項目標如下（單位：萬元）。

| 指標 | 目標 |
|---|---|
| 銷售額 | 3 |
| 銷量 | 4 |
| 費用 | 5元 |
",
        "0 target revenue=30000 2026 @11:9
        1 target units=4 2026 @12:8
        2 target cost=5 2026 @13:8",
    );
    table(
        "{ as: targets, metric: revenue, columns: { period: 期間, value: 目標 } }",
        "| 期間 | 目標，億元 |\n|---|---|\n| Q1 | 1 |\n",
        "0 target revenue=100000000 2026-Q1 group=0/None @9:8",
    );
    table(
        "{ as: targets, columns: { metric: 指標, value: 目標 } }",
        "（單位：萬元、萬套）

| 指標 | 目標 |
|---|---|
| 銷售額 | 1,000 |
| 銷量 | 4 |
| 人數 | 5 |
",
        "0 target revenue=10000000 2026 @11:9
        1 target units=40000 2026 @12:8
        2 target headcount=5 2026 @13:8",
    );
    table(
        "{ as: targets, layout: pivot, rows: metric, columns: period }",
        "| 指標（單位：萬元、萬噸） | Q1 |\n|---|---|\n| 銷售額 | 3 |\n",
        "0 target revenue=30000 2026-Q1 group=0/None @9:9
        unit-mismatch @7:12 [萬噸] `萬噸` is the unit of no metric, so no number has it",
    );
    let lines = [
        ("單位：人民幣 萬元", "30000", ""),
        ("單位：萬元（含稅）", "30000", ""),
        ("金額單位：萬元，另有註明者除外。", "30000", ""),
        ("單位：萬噸", "3", "unit-mismatch @7:4 [萬噸] `萬噸` is the unit of no metric, so no number has it"),
        (
            "單位：元、萬元",
            "3",
            "unit-mismatch @7:6 [萬元] `萬元` is a second scale of one unit, so nobody can tell which is meant",
        ),
        ("單位：長沙分公司", "3", ""),
        ("單位：萬達廣場 長沙店", "3", ""),
    ];
    for (line, value, finding) in lines {
        table(
            "{ as: targets, metric: revenue, columns: { period: 期間, value: 目標 } }",
            &format!("{line}\n\n| 期間 | 目標 |\n|---|---|\n| Q1 | 3 |\n"),
            &format!("0 target revenue={value} 2026-Q1 group=0/None @11:8\n{finding}"),
        );
    }
}

#[test]
fn totals_by_the_words_of_people() {
    let budget = "{ as: budget, metric: cost, columns: { item: 項目, amount: 金額 }, total: 合計 }";
    let rows = |word: &str, value: u8| {
        format!("| 項目 | 金額 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 1 |\n| {word} | {value} |\n")
    };
    let total = "0 budget cost=1 2026 item=甲 group=0/Some(2) @9:7
        1 budget cost=1 2026 item=乙 group=0/Some(2) @10:7
        2 budget cost=";
    let words = [
        "合計",
        "合 計",
        "合　計",
        "合計：",
        "合計（萬元）",
        "合計(含稅)：",
        "Total:",
        "總額",
        "總費用",
        "Total cost",
    ];
    for word in words {
        // Where it is wrong it is one all the same.
        for value in [2, 3] {
            let at = 6 + word.chars().count();
            let expected = format!("{total}{value} 2026 @11:{at}\nsum-mismatch {value} of 1 1 @11:{at}");
            table(budget, &rows(word, value), &expected);
        }
    }
    let entries = |word: &str, value: u8| {
        let at = 6 + word.chars().count();
        format!(
            "0 budget cost=1 2026 item=甲 group=0/None @9:7
            1 budget cost=1 2026 item=乙 group=0/None @10:7
            2 budget cost={value} 2026 item={word} group=0/None @11:{at}"
        )
    };
    table(budget, &rows("總部活動", 3), &entries("總部活動", 3));
    table(budget, &rows("展會", 2), &entries("展會", 2));
    table(budget, &rows("總銷量", 2), &entries("總銷量", 2));
    let targets = "{ as: targets, metric: units, columns: { channel: 渠道, value: 目標 } }";
    table(
        targets,
        "| 渠道 | 目標 |\n|---|---|\n| a | 1 |\n| b | 1 |\n| 渠道總數 | 2 |\n",
        "0 target units=1 2026 channel=a group=0/Some(2) @9:7
        1 target units=1 2026 channel=b group=0/Some(2) @10:7
        2 target units=2 2026 @11:10
        sum-mismatch 2 of 1 1 @11:10",
    );
    table(
        "{ as: targets, layout: pivot, metric: units, rows: label, columns: period }",
        "| 店 | Q1 | Q2 | 總 計 |\n|---|---|---|---|\n| 甲 | 1 | 2 | 3 |\n| 乙 | 1 | 2 | 3 |\n| 總額 | 2 | 4 | 6 |\n",
        "0 target units=1 2026-Q1 item=甲 group=0/Some(4) @9:7
        1 target units=2 2026-Q2 item=甲 group=0/Some(4) @9:11
        2 target units=1 2026-Q1 item=乙 group=1/Some(5) @10:7
        3 target units=2 2026-Q2 item=乙 group=1/Some(5) @10:11
        4 target units=3 2026-H1 item=甲 group=2/None @9:15
        5 target units=3 2026-H1 item=乙 group=2/None @10:15
        6 target units=2 2026-Q1 group=3/Some(8) @11:8
        7 target units=4 2026-Q2 group=3/Some(8) @11:12
        8 target units=6 2026-H1 group=4/None @11:16
        sum-mismatch 3 of 1 2 @9:15
        sum-mismatch 3 of 1 2 @10:15
        sum-mismatch 2 of 1 1 @11:8
        sum-mismatch 4 of 2 2 @11:12
        sum-mismatch 6 of 1 2 1 2 @11:16",
    );
}
