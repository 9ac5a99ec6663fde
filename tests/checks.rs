//! The checker on small sites: levels, suppressions, what one fault makes of many rules, and the cases that
//! nearly fail. Each case is a site as in the documentation of rules, and what is found in it.

mod borders;
mod causes;
mod conditions;
mod fields;
mod meant;
mod more;
mod outside;
mod subtotals;
mod tables;
mod told_once;
mod words;
mod written;

use crate::rules::findings;

fn check(site: &str, expected: &[&str]) {
    let found = findings(site, "");
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found, expected, "{site}");
}

#[test]
fn levels_come_from_rule_site_schema_and_ceiling() {
    let site = |config: &str, schema: &str, plan: &str| {
        format!(
            "=== planpress.yaml\ntitle: Example\n{config}\n=== schemas/plan.yaml\ntitle: Plan\n{schema}\n\
             === plans/a.md\n---\nkind: plan\n{plan}---\n## Market\nIt is 待定.\n"
        )
    };
    let error = "plans/a.md:5:7: error: `待定` is still to be filled in [placeholder]";
    let warning = "plans/a.md:5:7: warning: `待定` is still to be filled in [placeholder]";
    check(&site("", "", ""), &[error]);
    check(&site("checks: { placeholder: warn }", "", ""), &[warning]);
    check(&site("checks: { placeholder: off }", "", ""), &[]);
    check(&site("checks: { placeholder: off }", "placeholders: error", ""), &[error]);
    check(&site("", "placeholders: warn", ""), &[warning]);
    check(&site("", "placeholders: off", ""), &[]);
    let lower = |line: &str| line.replace(":5:7", ":6:7");
    let ceiling = "severity: [{ when: { status: [draft] }, at_most: warn }]";
    check(&site("", ceiling, "status: draft\n"), &[&lower(warning)]);
    check(&site("", ceiling, "status: active\n"), &[&lower(error)]);
    let rule =
        |severity: &str| format!("rules: [{{ assert: \"plan.title == 'B'\", message: not B{severity} }}]");
    let (ours, theirs) = ("checks: { placeholder: off }", "checks: { placeholder: off, rule: off }");
    check(&site(ours, &rule(""), "title: A\n"), &["plans/a.md:3:8: error: not B [rule]"]);
    check(&site(theirs, &rule(""), "title: A\n"), &[]);
    check(&site(theirs, &rule(", severity: warn"), "title: A\n"), &["plans/a.md:3:8: warning: not B [rule]"]);
    check(
        &site("checks: { placehold: off }", "", ""),
        &["planpress.yaml:2:11: error: unknown rule `placehold` [invalid-config]", error],
    );
}

#[test]
fn suppressions_hold_to_the_end_of_their_section() {
    let plan = |body: &str| format!("---\nkind: plan\n---\n{body}");
    check(
        &plan("待定\n\n<!-- planpress-allow placeholder: meant -->\n待補\n\n## A\n待定\n"),
        &["plans/example.md:4:1: error: `待定` is still to be filled in [placeholder]"],
    );
    check(
        &plan("## A\n<!-- planpress-allow placeholder: meant -->\n待定\n### B\n待補\n## C\n待定\n"),
        &["plans/example.md:10:1: error: `待定` is still to be filled in [placeholder]"],
    );
    check(
        &plan("## A\n<!-- planpress-allow placeholdr: meant -->\n待定\n"),
        &[
            "plans/example.md:5:22: warning: there is no rule `placeholdr` [unused-suppression]",
            "plans/example.md:6:1: error: `待定` is still to be filled in [placeholder]",
        ],
    );
    check(&plan("## A\n<!-- planpress-allow overdue: it is off -->\nText.\n"), &[]);
    check(
        "---\nkind: plan\nallow: { placeholder: '' }\n---\n待定\n",
        &[
            "plans/example.md:3:10: warning: the suppression of `placeholder` gives no reason [suppression-without-reason]",
        ],
    );
    check(
        "=== planpress.yaml\ntitle: X\nchecks: { suppression-without-reason: error }\n=== plans/example.md\n---\nkind: plan\nallow: { placeholder: '' }\n---\n待定\n",
        &[
            "plans/example.md:3:10: error: the suppression of `placeholder` gives no reason [suppression-without-reason]",
        ],
    );
}

const SECTIONS: &str = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: market\n    title: 市場分析\n    required: true\n    text: { min: 5 }\n    table: { as: targets, columns: { metric: 指標, value: 目標 } }\n  - id: work\n    title: 工作規劃\n    required: true\n    list: { ordered: true, min: 2 }\n    sections:\n      - { id: first, title: 準備, required: true }\n      - { id: second, title: 執行, required: true }\n  - { id: budget, title: 費用預算, required: true }\n=== plans/a.md\n---\nkind: plan\n---\n";

const MARKET: &str = "市場很大，值得去做。\n\n| 指標 | 目標 |\n| --- | --- |\n| 銷售額 | 1億元 |\n\n";
const WORK: &str = "1. 一\n2. 二\n\n### 準備\n好。\n### 執行\n好。\n";

#[test]
fn a_section_that_is_at_fault_says_so_once() {
    let plan = |body: &str| format!("{SECTIONS}{body}");
    check(&plan(&format!("## 一、市場分析\n{MARKET}## 二、工作規劃\n{WORK}## 三、費用預算\n多。\n")), &[]);
    // Missing, with all that would be in it.
    check(
        &plan(&format!("## 一、市場分析\n{MARKET}## 二、費用預算\n多。\n")),
        &["plans/a.md:4:6: error: section \"工作規劃\" is missing [missing-section]"
            .replace(":6:", ":4:")
            .as_str()],
    );
    check(
        &plan(&format!("## 二、工作規劃\n{WORK}## 三、費用預算\n多。\n")),
        &["plans/a.md:2:7: error: section \"市場分析\" is missing [missing-section]"],
    );
    check(
        &plan(&format!("# 長沙\n## 二、工作規劃\n{WORK}## 三、費用預算\n多。\n")),
        &["plans/a.md:4:3: error: section \"市場分析\" is missing [missing-section]"],
    );
    // Empty.
    check(
        &plan(&format!("## 一、市場分析\n## 二、工作規劃\n{WORK}## 三、費用預算\n多。\n")),
        &["plans/a.md:4:4: error: section \"一、市場分析\" is empty [empty-section]"],
    );
    check(
        &plan(&format!("## 一、市場分析\n{MARKET}## 二、工作規劃\n## 三、費用預算\n多。\n")),
        &["plans/a.md:11:4: error: section \"二、工作規劃\" is empty [empty-section]"],
    );
    // Misspelt, and still read.
    check(
        &plan(&format!("## 一、市場分柝\n{MARKET}## 二、工作規劃\n{WORK}## 三、費用預算\n多。\n")),
        &["plans/a.md:4:4: error: there is no section \"市場分柝\" [misspelt-section]"],
    );
    // Swapped: two would have to move, one is enough.
    check(
        &plan(&format!("## 一、市場分析\n{MARKET}## 二、費用預算\n多。\n## 三、工作規劃\n{WORK}")),
        &["plans/a.md:13:4: error: section \"工作規劃\" is out of order [section-order]"],
    );
    // At another level.
    check(
        &plan(&format!("## 一、市場分析\n{MARKET}## 二、工作規劃\n{WORK}### 三、費用預算\n多。\n")),
        &[
            "plans/a.md:19:5: error: section \"費用預算\" must be a heading of level 2, this one is of level 3 [missing-section]",
        ],
    );
    // A required sub-section.
    check(
        &plan(&format!(
            "## 一、市場分析\n{MARKET}## 二、工作規劃\n1. 一\n2. 二\n\n### 準備\n好。\n## 三、費用預算\n多。\n"
        )),
        &["plans/a.md:15:5: error: section \"執行\" is missing [missing-section]"],
    );
    // Written in Simplified characters, in full width, with another ordinal: the same.
    check(
        &plan(&format!("## （一）市场分析：\n{MARKET}## （二） 工作規劃\n{WORK}## （三）费用预算\n多。\n")),
        &[],
    );
}

#[test]
fn placeholders_are_found_and_their_likes_are_not() {
    let found = |body: &str| {
        let found = findings(&format!("---\nkind: plan\n---\n{body}\n"), "");
        let words = found.lines().map(|line| line.split('`').nth(1).unwrap_or(line).to_string());
        words.collect::<Vec<_>>().join(" ")
    };
    let check = |body: &str, expected: &str| assert_eq!(found(body), expected, "{body}");
    check("總銷售量 ****萬件，毛利 ***萬元", "**** ***");
    check("20xx年xx月", "20xx年xx");
    check("XX年度，xx 公司", "XX xx");
    check("待定、待補、待补；TBD, TODO", "待定 待補 待补 TBD TODO");
    check("費用 ¥元", "¥元");
    check("`****` and ```TODO``` only", "");
    check("```text\nTODO ****\n```", "");
    check("我們等待定案，接待定點", "");
    check("**bold** and ***both*** and *one*", "");
    check("***\n\ntext\n\n* * *", "");
    check("maxxx, boxx, TODOS, stbd, 20xxl", "");
    check("| 金額 | 占比 |\n| --- | --- |\n| 萬元 | % |\n| 3萬元 | 3% |", "萬元 %");
    check("| 萬元 | **** |\n| --- | --- |\n| 3 | 4 |", "");
    check("| 單位 | 數 |\n| --- | --- |\n| 萬元 | 3 |", "");
    check("銷售額以萬元計", "");
    check("- [ ] 待定\n  - 待補\n\n> TBD", "待定 待補 TBD");
    check("## 待定\n好", "待定");
    check("[待定](https://a.example/xx)", "待定");
}

#[test]
fn front_matter_is_searched_for_placeholders_and_says_nothing_else() {
    let front = |lines: &str| format!("---\nkind: plan\n{lines}---\n");
    check(
        &front("title: 20xx 年計劃\n"),
        &["plans/example.md:3:8: error: `20xx` is still to be filled in [placeholder]"],
    );
    check(
        &front("period: 20xx\n"),
        &["plans/example.md:3:9: error: `20xx` is still to be filled in [placeholder]"],
    );
    check(
        &front("period: 2026\ntargets: { revenue: '****萬元' }\n"),
        &["plans/example.md:4:22: error: `****` is still to be filled in [placeholder]"],
    );
    check(
        &front("period: 2026\ntargets: { revenue: 萬元 }\n"),
        &["plans/example.md:4:21: error: `萬元` stands without its number [placeholder]"],
    );
    check(
        &front("parent: 待定\n"),
        &["plans/example.md:3:9: error: `待定` is still to be filled in [placeholder]"],
    );
    check(
        &front("status: TBD\ndate: TBD\nowner: TBD\nregion: TBD\n"),
        &[
            "plans/example.md:3:9: error: `TBD` is still to be filled in [placeholder]",
            "plans/example.md:4:7: error: `TBD` is still to be filled in [placeholder]",
            "plans/example.md:5:8: error: `TBD` is still to be filled in [placeholder]",
            "plans/example.md:6:9: error: `TBD` is still to be filled in [placeholder]",
        ],
    );
}

#[test]
fn sums_know_rounding_where_figures_are_derived() {
    let budget = |rows: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - id: budget\n    title: Budget\n    table: {{ as: budget, metric: cost, columns: {{ item: Item, price: Price, count: Count, times: Times, amount: Amount, share: Share }}, total: Total }}\n=== plans/a.md\n---\nkind: plan\n---\n## Budget\n| Item | Price | Count | Times | Amount | Share |\n| --- | --- | --- | --- | --- | --- |\n{rows}"
        )
    };
    // The source's own figures: 96.56 + 8.61 + 10 + 8 = 123.17, stated as 123.
    check(
        &budget(
            "| Gifts | | | | 96.56萬元 | |\n| Informing | | | | 8.61萬元 | 7% |\n| Research | | | | 10萬元 | 8% |\n| Contingency | | | | 8萬元 | |\n| Total | | | | 123萬元 | |\n",
        ),
        &[],
    );
    check(
        &budget(
            "| Gifts | | | | 96.56萬元 | |\n| Informing | | | | 8.61萬元 | |\n| Total | | | | 105萬元 | |\n",
        ),
        &[],
    );
    check(
        &budget(
            "| Gifts | | | | 96.56萬元 | |\n| Informing | | | | 8.61萬元 | |\n| Total | | | | 106萬元 | |\n",
        ),
        &[
            "plans/a.md:9:17: error: the 2 rows above come to 105.17 萬元, not 106萬元 (−0.83 萬元) [sum-mismatch]",
        ],
    );
    // An exact half may go either way.
    check(&budget("| A | | | | 10.5萬元 | |\n| Total | | | | 10萬元 | |\n"), &[]);
    check(&budget("| A | | | | 10.5萬元 | |\n| Total | | | | 11萬元 | |\n"), &[]);
    // Zeros at the end of a number without a scale are digits.
    check(
        &budget("| A | | | | 100,400元 | |\n| Total | | | | 100,000元 | |\n"),
        &[
            "plans/a.md:8:17: error: the 1 row above comes to 100,400 元, not 100,000元 (+400 元) [sum-mismatch]",
        ],
    );
    // Approximate parts have half a unit of their last digit each.
    check(&budget("| A | | | | 約 10萬元 | |\n| B | | | | 約 20萬元 | |\n| Total | | | | 31萬元 | |\n"), &[]);
    check(
        &budget("| A | | | | 約 10萬元 | |\n| B | | | | 約 20萬元 | |\n| Total | | | | 33萬元 | |\n"),
        &[
            "plans/a.md:9:17: error: the 2 rows above come to ≈ 30 萬元, not 33萬元 (≈ −3 萬元) [sum-mismatch]",
        ],
    );
    // Price × count × times, and one wrong amount that breaks product, share and total.
    check(&budget("| A | 1,800元 | 4 | 9 | 64,800元 | 100% |\n| Total | | | | 64,800元 | |\n"), &[]);
    check(
        &budget(
            "| A | 1,800元 | 4 | 9 | 65,800元 | 76.4% |\n| B | 20元 | 1000 | | 20,000元 | 23.6% |\n| Total | | | | 84,800元 | |\n",
        ),
        &[
            "plans/a.md:7:24: error: price × count × times is 64,800 元, not 65,800元 (−1,000 元) [product-mismatch]",
        ],
    );
    // A total that is wrong breaks all shares.
    check(
        &budget("| A | | | | 60,000元 | 75% |\n| B | | | | 20,000元 | 25% |\n| Total | | | | 90,000元 | |\n"),
        &[
            "plans/a.md:9:17: error: the 2 rows above come to 80,000 元, not 90,000元 (−10,000 元) [sum-mismatch]",
        ],
    );
}

#[test]
fn targets_are_exact() {
    let plan = |targets: &str| format!("---\nkind: plan\nperiod: 2026\ntargets:\n{targets}---\n");
    let by = |value: &str, parts: &str| {
        plan(&format!("  revenue: {{ value: {value}, by: {{ channel: {{ {parts} }} }} }}\n"))
    };
    check(&by("1億元", "ka: 6000萬, dealer: 4000萬"), &[]);
    check(
        &by("1億元", "ka: 6000萬, dealer: 4001萬"),
        &[
            "plans/example.md:5:21: error: the 2 parts by channel come to 1.0001 億元, not 1億元 (+0.0001 億元) [sum-mismatch]",
        ],
    );
    check(&by("約 1億元", "ka: 6000萬, dealer: 4001萬"), &[]);
    check(&by("≥ 1億元", "ka: 6000萬, dealer: 5000萬"), &[]);
    check(&by("9000萬–1.1億元", "ka: 6000萬, dealer: 4000萬"), &[]);
    check(&by("1億元", "ka: 5000萬–7000萬, dealer: 4000萬"), &[]);
}
