//! What people write in other ways than the manual's first one: headings, placeholders, prices, due dates.

use super::check;

#[test]
fn ordinals_of_every_day_are_known() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: market, title: 市場分析, required: true }\n  \
                  - { id: budget, title: 預算, required: true }\n";
    for (first, second) in [
        ("壹、", "貳、"),
        ("甲、", "乙、"),
        ("【一】", "【二】"),
        ("1 ", "2 "),
        ("一 ", "二 "),
        ("一　", "二　"),
        ("1-1 ", "1-2 "),
    ] {
        let plan = format!("---\nkind: plan\n---\n## {first}市場分析\nx\n## {second}預算\nx\n");
        check(&format!("{schema}=== plans/a.md\n{plan}"), &[]);
    }
    // A number that belongs to the title stays one.
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections: [{ id: a, title: 2026 年計劃 }, { id: b, title: 3 月 }]\n";
    check(&format!("{schema}=== plans/a.md\n---\nkind: plan\n---\n## 2026 年計劃\nx\n## 3 月\nx\n"), &[]);
    check(
        &format!("{schema}=== plans/a.md\n---\nkind: plan\n---\n## 4 月\nx\n"),
        &["plans/a.md:4:4: error: there is no section \"4 月\" [misspelt-section]"],
    );
}

#[test]
fn patterns_of_headings_see_signs() {
    let site = |pattern: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nunknown_sections: error\nsections:\n  \
             - {{ id: a, title_match: '{pattern}', repeat: true, required: true }}\n\
             === plans/a.md\n---\nkind: plan\n---\n## ① 準備\nx\n## ② 推廣\nx\n"
        )
    };
    check(&site("^[①②③]"), &[]);
    check(&site(r"^\d 準|推廣"), &[]);
}

#[test]
fn names_of_metrics_are_no_units_without_a_number() {
    let site = "=== metrics.yaml
bikes: { title: Bikes sold, unit: bikes }
=== schemas/plan.yaml
title: Plan
sections:
  - { id: t, title: Targets, table: { as: targets, columns: { metric: Metric, value: Target, period: Period } } }
=== plans/a.md
---
kind: plan
period: 2026
targets:
  - { metric: bikes, value: 900 }
---
## Targets
| Metric | Target | Period |
| --- | --- | --- |
| bikes | 400 | Q1 |
| bikes | bikes | Q2 |
";
    check(site, &["plans/a.md:11:11: error: `bikes` stands without its number [placeholder]"]);
}

#[test]
fn prices_have_the_unit_of_the_amount() {
    let site = |price: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - {{ id: b, title: 預算, table: {{ as: budget, metric: cost, \
             columns: {{ item: 項目, price: 單價, count: 數量, amount: 金額 }} }} }}\n=== plans/a.md\n---\nkind: plan\n\
             period: 2026\n---\n## 預算\n| 項目 | 單價 | 數量 | 金額 |\n| --- | --- | --- | --- |\n\
             | 傳單 | {price} | 10套 | 100元 |\n"
        )
    };
    for price in ["10", "10元", "¥10", "10元/套", "RMB 10"] {
        check(&site(price), &[]);
    }
    check(
        &site("$10"),
        &["plans/a.md:8:8: error: `$10` is in `$`, but `cost` is counted in `元` [unit-mismatch]"],
    );
    check(
        &site("10套"),
        &["plans/a.md:8:8: error: `10套` is in `套`, but `cost` is counted in `元` [unit-mismatch]"],
    );
}

#[test]
fn due_dates_are_read_in_all_forms() {
    let site = |due: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections: [{{ id: l, title: Work, list: {{ each: {{ due: true }} }} }}]\n\
             === plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## Work\n- Train {due}\n"
        )
    };
    for due in ["due October 31, 2026", "due Oct 31", "due March 1", "due 1 March", "截止 Q3", "截止 十月底"]
    {
        check(&site(due), &[]);
    }
    check(&site("due to rain"), &["plans/a.md:6:3: warning: the task has no due date [missing-due]"]);
    check(&site("due February 30"), &["plans/a.md:6:13: error: February 2026 has 28 days [invalid-date]"]);
}

#[test]
fn an_override_holds_against_its_base_by_whatever_way() {
    let site = "=== schemas/root.yaml
title: Root
abstract: true
fields: { code: { type: string, pattern: '^A' } }
=== schemas/left.yaml
title: Left
extends: root
abstract: true
fields: { code: { type: string, pattern: '^B' } }
=== schemas/right.yaml
title: Right
extends: root
abstract: true
=== schemas/plan.yaml
title: Plan
extends: [left, right]
=== plans/a.md
---
kind: plan
code: A1
---
";
    check(site, &["plans/a.md:3:7: error: `code` is `A1`, which does not match `^B` [invalid-value]"]);
}

#[test]
fn lines_meant_as_headings_are_pointed_at() {
    let site = |line: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections: [{{ id: a, title: 目標 }}, {{ id: b, title: 預算, required: true }}]\n\
             === plans/a.md\n---\nkind: plan\n---\n## 一、目標\nx\n\n{line}\ny\n"
        )
    };
    check(&site("## 二、預算"), &[]);
    for line in ["##二、預算", "＃＃ 二、預算", "##預算"] {
        check(&site(line), &["plans/a.md:7:1: error: section \"預算\" is missing [missing-section]"]);
    }
    check(&site("預算"), &["plans/a.md:4:4: error: section \"預算\" is missing [missing-section]"]);
}

#[test]
fn lines_of_dashes_that_make_no_table_are_pointed_at() {
    let site = |dashes: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections: [{{ id: a, title: 目標, table: {{ as: targets, columns: \
             {{ metric: 指標, value: 目標 }} }} }}]\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## 目標\n\
             | 指標 | 目標 |\n{dashes}\n| 銷售量 | 5 |\n"
        )
    };
    check(&site("| --- | --- |"), &[]);
    check(
        &site("| --- |"),
        &[
            "plans/a.md:7:1: error: section \"目標\" has no table: the line below the headings has 1 cell, they are 2 [missing-table]",
        ],
    );
}

#[test]
fn shares_follow_from_part_and_whole_wherever_they_stand() {
    let site = |share: &str| {
        format!(
            "=== metrics.yaml\nunits: {{ title: 銷量, unit: 套 }}\nmarket: {{ title: 市場, unit: 套 }}\n\
             share: {{ title: 占有率, unit: '%', kind: ratio, of: units, over: market }}\n=== plans/a.md\n---\nkind: plan\n\
             period: 2026\ntargets: {{ units: 5萬, share: {share} }}\nfigures: {{ market: 40萬 }}\n---\n"
        )
    };
    for share in ["12.5%", "13%", "12%", "'>= 10%'"] {
        check(&site(share), &[]);
    }
    check(&site("30%"), &["plans/a.md:4:30: error: 銷量 ÷ 市場 is 12.5%, not 30% (−17.5%) [share-mismatch]"]);
    check(
        &site("30%")
            .replace("period: 2026\n", "")
            .replace("figures: { market: 40萬 }", "figures: [{ metric: market, value: 40萬, period: 2025 }]"),
        &[],
    );
}

#[test]
fn periods_of_rows_without_a_year_take_that_of_their_plan() {
    let site = |plan: &str, period: &str| {
        format!(
            "=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n=== data/t.csv\nkind,metric,value,period,plan\n\
             actual,units,5,{period},{plan}\ntarget,units,5,2026-03,a\ntarget,units,6,3月,a\n"
        )
    };
    let conflict =
        "data/t.csv:4:14: error: the target of 銷售量 is 6 here and 5 in a row before [target-conflict]";
    check(&site("a", "3月"), &[conflict]);
    check(&site("a", "Q2"), &[conflict]);
    check(
        &site("a", "2月30日"),
        &["data/t.csv:2:16: error: February 2026 has 28 days [invalid-date]", conflict],
    );
    check(
        &site("", "Q2"),
        &[
            "data/t.csv:2:16: error: `Q2` has no year, and there is no period to take it from [invalid-period]",
            conflict,
        ],
    );
}

#[test]
fn amounts_are_told_with_the_scale_of_their_table() {
    let site = "=== schemas/plan.yaml
title: Plan
sections:
  - { id: t, title: T, table: { as: targets, columns: { metric: 指標, value: 目標（千元） } } }
=== plans/a.md
---
kind: plan
period: 2026
targets: { revenue: 4000萬元 }
---
## T
| 指標 | 目標（千元） |
| --- | --- |
| 銷售額 | 4000 |
";
    check(
        site,
        &[
            "plans/a.md:9:9: error: the target of 銷售額 is 4,000,000 元 here and 4000萬元 before [target-conflict]",
        ],
    );
}

/// What a plan says of no owner is what the entries of all owners come to.
#[test]
fn entries_of_several_owners_come_to_what_their_plan_says() {
    let site = |stated: &str, rows: &str| {
        format!(
            "=== plans/a.md\n---\nkind: plan\nperiod: 2026\nowner: 李明\nactuals: [{{ metric: units, {stated} }}]\n---\n=== data/t.csv\nkind,metric,value,period,plan,owner\n{rows}"
        )
    };
    let conflict =
        |what: &str| format!("data/t.csv:2:14: error: the actual of 銷售量 is {what} [target-conflict]");
    check(&site("value: 12", "actual,units,5,2026,a,\nactual,units,7,2026,a,王芳\n"), &[]);
    check(
        &site("value: 20", "actual,units,5,2026,a,陳珊\nactual,units,7,2026,a,王芳\n"),
        &[&conflict("12 in 2 rows here and 20 in its plan")],
    );
    check(&site("value: 5, owner: 陳珊", "actual,units,5,2026,a,陳珊\nactual,units,7,2026,a,王芳\n"), &[]);
    check(
        &site("value: 6, owner: 陳珊", "actual,units,5,2026,a,陳珊\nactual,units,7,2026,a,王芳\n"),
        &[&conflict("5 here and 6 in its plan")],
    );
}
