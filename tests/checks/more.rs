//! Dates, people, relations, copies and expressions on small sites.

use super::check;

#[test]
fn phases_go_over_the_end_of_the_year() {
    let site = |body: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: team\n    title: 團隊\n    sections:\n      - {{ id: phase, title: 階段, title_match: '^第.+階段', repeat: {{ min: 1 }}, phases: {{ from: heading, overlap: deny, gap: warn, within: period }} }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026-08-01..2027-07-31\n---\n## 團隊\n{body}"
        )
    };
    check(
        &site(
            "### 第一階段（8月1日—8月30日）\n好。\n### 第二階段（9月1日—2月1日）\n好。\n### 第三階段（2月1日—2月29日）\n好。\n### 第四階段（3月1日—7月31日）\n好。\n",
        ),
        &[
            "plans/a.md:8:5: warning: 2026-08-31 belongs to no phase [phase-gap]",
            "plans/a.md:10:5: error: \"第三階段\" overlaps \"第二階段\" on 2027-02-01 [phase-overlap]",
            "plans/a.md:10:15: error: February 2027 has 28 days [invalid-date]",
        ],
    );
    check(
        &site(
            "### 第一階段（8月1日—8月31日）\n好。\n### 第二階段（9月1日—2月1日）\n好。\n### 第三階段（2月1日—2月28日）\n好。\n### 第四階段（3月1日—8月1日）\n好。\n",
        ),
        &[
            "plans/a.md:10:5: error: \"第三階段\" overlaps \"第二階段\" on 2027-02-01 [phase-overlap]",
            "plans/a.md:12:5: error: \"第四階段\" does not lie in the period of the plan, 2026-08-01 to 2027-07-31 [phase-outside-period]",
        ],
    );
}

#[test]
fn relations_are_counted() {
    let site = |rule: &str, front: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nrelations: {{ reviews: {{ title: R }}, requires: {{ title: Q, cycles: deny }} }}\n=== schemas/plan.yaml\ntitle: Plan\nrelations: {{ reviews: {rule} }}\n=== schemas/other.yaml\ntitle: Other\n=== plans/a.md\n---\nkind: other\n---\n=== plans/b.md\n---\nkind: other\n---\n=== plans/c.md\n---\nkind: plan\n{front}---\n"
        )
    };
    check(
        &site("{ min: 1 }", ""),
        &["plans/c.md:2:7: error: relation `reviews` is missing [missing-relation]"],
    );
    check(
        &site("{ min: 2 }", "reviews: [a]\n"),
        &["plans/c.md:3:10: error: relation `reviews` names 1 plan, not at least 2 [missing-relation]"],
    );
    check(&site("{ min: 2, max: 2 }", "reviews: [a, b]\n"), &[]);
    // Whether it must be there is said apart from how many there must be.
    check(&site("{ required: false, min: 1 }", ""), &[]);
    check(&site("{ required: { when: { status: closed } }, exactly: 2 }", "status: active\n"), &[]);
    check(
        &site("{ required: { when: { status: closed } }, exactly: 2 }", "status: closed\n"),
        &["plans/c.md:2:7: error: relation `reviews` is missing [missing-relation]"],
    );
    check(
        &site("{ required: false, min: 2 }", "reviews: [a]\n"),
        &["plans/c.md:3:10: error: relation `reviews` names 1 plan, not at least 2 [missing-relation]"],
    );
    check(
        &site("{ max: 1 }", "reviews: [a, b]\n"),
        &["plans/c.md:3:14: error: relation `reviews` names 2 plans, not at most 1 [invalid-value]"],
    );
    check(
        &site("{ min: 1 }", "reviwes: a\n"),
        &["plans/c.md:3:1: error: unknown key `reviwes` [unknown-field]"],
    );
    check(
        &site("{ min: 1 }", "reviews: [d]\n"),
        &["plans/c.md:3:11: error: no plan has the id `d` [broken-link]"],
    );
    check(
        &site("{ kind: [plan] }", "reviews: a\n"),
        &["plans/c.md:3:10: error: `reviews` must name a plan of kind `plan` [wrong-relation-kind]"],
    );
    check(
        &site("{}", "requires: c\n"),
        &["plans/c.md:3:11: error: `requires` leads in a circle: c → c [relation-cycle]"],
    );
    check(
        &site("{}", "parent: c\n"),
        &["plans/c.md:3:9: error: `parent` leads in a circle: c → c [relation-cycle]"],
    );
}

#[test]
fn expressions_see_the_plan() {
    let site = |rule: &str, front: &str, body: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nrelations: {{ requires: {{ title: Q }} }}\n=== schemas/plan.yaml\ntitle: Plan\nfields: {{ due: {{ type: date }}, size: {{ type: number }} }}\nsections:\n  - {{ id: market, title: Market }}\n  - id: numbers\n    title: Numbers\n    table: {{ as: figures, columns: {{ metric: Metric, value: Value }} }}\nrules:\n  - {rule}\n=== schemas/other.yaml\ntitle: O\n=== plans/a.md\n---\nkind: other\nstatus: draft\n---\n=== plans/b.md\n---\nkind: plan\nperiod: 2026\n{front}---\n{body}"
        )
    };
    let found = |place: &str| format!("plans/b.md:{place}: error: no [rule]");
    let rule = |assert: &str| format!("{{ assert: \"{assert}\", message: no }}");
    check(&site(&rule("plan.size > 3"), "size: 2\n", ""), &[&found("4:7")]);
    check(
        &site(&rule("plan.size > 3"), "size: four\n", ""),
        &["plans/b.md:4:7: error: `size` expects a number, found `four` [invalid-value]"],
    );
    check(&site(&rule("plan.size > 3"), "", ""), &[]);
    check(&site(&rule("has(plan.size)"), "", ""), &[&found("2:7")]);
    check(
        &site(&rule("'size' in plan"), "size: four\n", ""),
        &["plans/b.md:4:7: error: `size` expects a number, found `four` [invalid-value]"],
    );
    check(&site(&rule("plan.due >= '2026-03-01'"), "due: 2026-02-28\n", ""), &[&found("4:6")]);
    check(&site(&rule("plan.parent.status == 'approved'"), "parent: a\n", ""), &[&found("4:9")]);
    check(
        &site(&rule("plan.requires.all(r, r.status == 'closed')"), "requires: [a]\n", ""),
        &[&found("4:11")],
    );
    check(
        &site(&rule("plan.sections['market'].text.contains('x')"), "", "## Market\nNothing.\n"),
        &[&found("5:4")],
    );
    check(
        &site(
            &rule("plan.targets.units <= plan.figures.market * 0.2"),
            "targets: { units: 9萬套 }\n",
            "## Numbers\n| Metric | Value |\n| --- | --- |\n| market | 40萬套 |\n",
        ),
        &[&found("4:19")],
    );
    check(
        &site(
            &rule("plan.targets.units <= plan.figures.market * 0.2"),
            "targets: { units: 7.5萬套 }\n",
            "## Numbers\n| Metric | Value |\n| --- | --- |\n| market | 40萬–50萬套 |\n",
        ),
        &[],
    );
    check(
        &site(
            "{ assert: \"plan.size > 3\", message: no, at: market, severity: warn, when: { status: [draft] } }",
            "size: 1\nstatus: draft\n",
            "## Market\nx\n",
        ),
        &["plans/b.md:7:4: warning: no [rule]"],
    );
    check(
        &site(
            "{ assert: \"plan.size > 3\", message: no, when: { status: [draft] } }",
            "size: 1\nstatus: active\n",
            "",
        ),
        &[],
    );
}

#[test]
fn copies_are_named_once_a_pair() {
    let text = "The city buys about 40萬套 a year, of which we sell 13 % through three kinds of stores.";
    let plan =
        |name: &str, more: &str| format!("=== plans/{name}.md\n---\nkind: plan\n---\n{text}\n\n{more}\n");
    check(
        &format!("{}{}{}", plan("a", "First."), plan("b", "Second."), plan("c", "Third.")),
        &[
            "plans/b.md:4:1: warning: 90 % of this plan stands in `plans/a.md` too [near-copy]",
            "plans/c.md:4:1: warning: 91 % of this plan stands in `plans/a.md` too [near-copy]",
            "plans/c.md:4:1: warning: 91 % of this plan stands in `plans/b.md` too [near-copy]",
        ],
    );
    let long = "Everything else that this plan says stands nowhere else in the site, and there is a lot of it, more than half.";
    check(&format!("{}{}", plan("a", long), plan("b", &long.replace("this", "that"))), &[]);
    check(
        &format!("---\nkind: plan\n---\n{text}\n\n{long}\n\n{text}\n\n{long}\n"),
        &["plans/example.md:8:1: warning: 2 paragraphs from here on stand twice [duplicate-paragraph]"],
    );
}

#[test]
fn numbers_of_headings_run_on() {
    let plan = |body: &str| format!("---\nkind: plan\n---\n{}", body.replace('|', "\n好。\n"));
    check(&plan("## 一、甲|### （一）子|### （二）丑|## 二、乙|### （一）寅|"), &[]);
    check(&plan("## 第一章 甲|## 第二章 乙|"), &[]);
    check(&plan("## 1. 甲|### 1.1 子|### 1.2 丑|## 2. 乙|### 2.1 寅|"), &[]);
    check(&plan("## A. 甲|## B. 乙|## C. 丙|"), &[]);
    check(&plan("## 附錄|## 一、甲|## 說明|## 二、乙|"), &[]);
    check(
        &plan("## 一、甲|## 一、乙|## 二、丙|"),
        &["plans/example.md:6:4: warning: the number of this heading is out of sequence [heading-number]"],
    );
    check(&plan("## 2026 年目標|## 2027 年目標|"), &[]);
    check(&plan("## 一、甲|## 二、乙|## 3、丙|## 四、丁|"), &[]);
    check(&plan("## 一、甲|## 二、乙|## 1. 丙|## 2. 丁|"), &[]);
    let slip = |line: usize| {
        format!(
            "plans/example.md:{line}:4: warning: the number of this heading is out of sequence [heading-number]"
        )
    };
    check(&plan("## 一、甲|## 2、乙|## 三、丙|## 五、丁|"), &[&slip(10)]);
    check(&plan("## 一、甲|## 三、乙|## 1. 丙|## 2. 丁|"), &[&slip(6)]);
    // Dates, versions and months are no numbers of headings.
    check(&plan("## 6.18 大促|## 8.18 大促|## 11.11 大促|"), &[]);
    check(&plan("## 1. 甲|## 3.15 乙|## 5.1 丙|## 2. 丁|"), &[]);
    check(&plan("## 12.12 收官|### 10.1 國慶|### 10.7 返程|"), &[]);
    check(&plan("## 1.1 元旦|## 1.20 年貨|"), &[]);
    check(&plan("## 一、九月工作|## 九、十月工作|## 二、其他|"), &[]);
    check(&plan("## 一、一月工作|## 二、三月工作|## 四、四月工作|"), &[&slip(8)]);
    check(&plan("## 2. 甲|### 2.1 子|"), &[&slip(4)]);
    check(&plan("## 1. 甲|## 1.1 子|## 1.3 丑|## 2. 乙|"), &[&slip(8)]);
    let deep = slip(10).replace(":4:", ":5:");
    check(&plan("## 1. 甲|### 1.1 子|## 2. 乙|### 2.3 寅|"), &[&deep]);
    check(
        &plan("## 甲|### 1.1 子|### 1.2 丑|## 乙|### 2.1 寅|### 2.3 卯|"),
        &[&slip(14).replace(":4:", ":5:")],
    );
    check(&plan("## 甲|### 1.1 子|### 1.2 丑|### 1.4 寅|"), &[&deep]);
}

#[test]
fn what_is_still_open_in_a_link_hides_no_fault_of_it() {
    let plan = |body: &str| format!("---\nkind: plan\n---\n{body}\n");
    let open = |column: usize| {
        format!("plans/example.md:4:{column}: error: `待定` is still to be filled in [placeholder]")
    };
    let broken = "plans/example.md:4:1: error: no plan has the id `nope` [broken-link]";
    check(&plan("[[待定]]"), &[&open(3)]);
    check(&plan("[[nope|待定]]"), &[broken, &open(8)]);
    check(
        &plan("[待定](nope.md)"),
        &["plans/example.md:4:1: error: there is no plan or page at `plans/nope.md` [broken-link]", &open(2)],
    );
    check(&plan("[[待定|甲]]"), &["plans/example.md:4:1: error: no plan has the id `待定` [broken-link]"]);
}

#[test]
fn a_unit_alone_is_a_name_where_names_stand() {
    let site = |front: &str, cell: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\n=== metrics.yaml\nsold: {{ title: Sold, unit: bikes }}\n=== schemas/plan.yaml\ntitle: Plan\nfields: {{ mood: {{ type: string }}, count: {{ type: quantity }} }}\n=== plans/a.md\n---\nid: bikes\nkind: plan\ntitle: bikes\ntags: [bikes]\nowner: bikes\nmood: bikes\n{front}---\n| A |\n| --- |\n| {cell} |\n\n[[bikes]]\n"
        )
    };
    check(&site("", "1"), &[]);
    let alone = |at: &str| format!("plans/a.md:{at}: error: `bikes` stands without its number [placeholder]");
    check(&site("count: bikes\ntargets: { sold: bikes }\n", "1"), &[&alone("8:8"), &alone("9:18")]);
    check(&site("", "bikes"), &[&alone("11:3")]);
}

#[test]
fn html_blocks_are_read() {
    let plan = |config: &str, body: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\n{config}\n=== schemas/plan.yaml\ntitle: Plan\n=== plans/example.md\n---\nkind: plan\n---\n{body}\n"
        )
    };
    let open =
        |at: &str| format!("plans/example.md:{at}: error: `待定` is still to be filled in [placeholder]");
    check(
        &plan("", "> <details><summary>更多 待定</summary>\n>   人數\n>   待定\n> </details>"),
        &[&open("4:24"), &open("6:5")],
    );
    check(&plan("", "<details>\n<!-- 待定 -->\n<summary>甲</summary>\n</details>"), &[]);
    check(&plan("raw_html: allow", "<style>\n.待定 {}\n</style>\n<div>\n待定\n</div>"), &[&open("8:1")]);
}

#[test]
fn a_sum_that_nobody_states_is_named() {
    let table = "as: budget, metric: cost, columns: { item: Item, amount: Amount, share: Share }";
    check(
        &format!(
            "=== planpress.yaml\ntitle: X\n=== metrics.yaml\ncost: {{ title: Cost, unit: 元 }}\n=== schemas/plan.yaml\ntitle: Plan\nsections: [{{ id: money, title: Money, table: {{ {table} }} }}]\n=== plans/a.md\n---\nkind: plan\n---\n## Money\n\n| Item | Amount | Share |\n| --- | --- | --- |\n| 場地 | 3萬 | 25% |\n| 物料 | 3萬 | 25% |\n"
        ),
        &[
            "plans/a.md:8:8: error: the sum of these amounts, 6 萬, does not fit: amount ÷ total is 50%, not 25% [share-mismatch]",
        ],
    );
}

#[test]
fn an_empty_view_is_named_where_it_stands() {
    check(
        "---\nkind: plan\n---\n好。\n\n```view\n```\n",
        &["plans/example.md:6:1: error: the view is empty [invalid-view]"],
    );
}

#[test]
fn a_row_without_a_period_takes_that_of_its_plan() {
    let site = |period: &str, row: &str| {
        format!(
            "=== plans/a.md\n---\nkind: plan\n{period}---\n=== data/t.csv\nkind,metric,value,period,plan\n{row}\n"
        )
    };
    check(&site("period: 2026\n", "actual,units,1200,,a"), &[]);
    check(
        &site("", "actual,units,1200,,a"),
        &["data/t.csv:2:20: error: `period` is empty, and the plan `a` has none to take [invalid-data]"],
    );
    check(
        &site("period: 2026-13\n", "actual,units,1200,,a"),
        &["plans/a.md:3:9: error: there is no month 13, the last one is 12 [invalid-period]"],
    );
    check(
        &site("period: 2026\n", "actual,units,1200,,"),
        &["data/t.csv:2:19: error: `period` is empty [invalid-data]"],
    );
}

#[test]
fn a_gap_names_what_each_plan_below_states_itself() {
    let plan =
        |id: &str, more: &str| format!("=== plans/{id}.md\n---\nkind: plan\nperiod: 2026\n{more}\n---\n");
    let site = [
        "=== schemas/plan.yaml\ntitle: Plan\n".to_owned(),
        plan("top", "targets: { units: 10萬套 }"),
        plan("middle", "parent: top\ntargets: { units: 9萬套 }"),
        plan("a-leaf", "parent: middle\ntargets: { units: 9萬套 }"),
    ];
    let loaded = crate::rules::load(&site.concat(), "");
    let [gap] = &*loaded.findings else { panic!("{:?}", loaded.findings) };
    let below: Vec<&str> = gap.related.iter().map(|label| &*label.place.source.path).collect();
    assert_eq!(below, ["plans/middle.md"]);
}

/// Each heading of a repeated section that is a level too deep is told once, and counted.
#[test]
fn repeated_sections_may_be_a_level_too_deep() {
    let site = |required: &str, body: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: a\n    title: A\n    sections: [{{ id: m, title_match: '^第.+組', repeat: {{ exactly: 3 }}{required} }}]\n\
             === plans/a.md\n---\nkind: plan\n---\n## A\n{body}"
        )
    };
    let deep = |line: u8, level: &str, rule: &str| {
        format!(
            "plans/a.md:{line}:6: {level}: section \"第…組\" must be a heading of level 3, this one is of level 4 [{rule}]"
        )
    };
    let all = "#### 第一組\n一\n#### 第二組\n二\n#### 第三組\n三\n";
    let told = |level: &str, rule: &str| [5, 7, 9].map(|line| deep(line, level, rule));
    let [first, second, third] = told("warning", "heading-level");
    check(&site("", all), &[&first, &second, &third]);
    let [first, second, third] = told("error", "missing-section");
    check(&site(", required: true", all), &[&first, &second, &third]);
    let mixed = "#### 第一組\n一\n### 第二組\n二\n### 第三組\n三\n";
    check(&site("", mixed), &[&deep(5, "warning", "heading-level")]);
    // One that is too few is still missed.
    check(
        &site("", "#### 第一組\n一\n#### 其他\n二\n### 第三組\n三\n"),
        &[
            "plans/a.md:4:4: error: section \"第…組\" stands 2 times, expected exactly 3 [repeat-count]",
            &deep(5, "warning", "heading-level"),
        ],
    );
}
