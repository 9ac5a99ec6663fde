//! Faults of what decides how the rest of a plan is read: its period, its relations, its front matter. They are told
//! once, and nothing is made of them elsewhere.

use super::check;

fn plan(sections: &str, front: &str, body: &str) -> String {
    format!(
        "=== schemas/plan.yaml\ntitle: Plan\nsections:\n{sections}=== plans/a.md\n---\nkind: plan\n{front}---\n{body}"
    )
}

#[test]
fn a_period_of_another_grain_moves_nothing_else() {
    let site = plan(
        "  - { id: t, title: T, table: { as: targets, metric: units, columns: { period: Quarter, value: Value } } }\n",
        "period: 2026-Q1\ntargets: { units: 10 }\n",
        "## T\n| Quarter | Value |\n| - | - |\n| Q1 | 4 |\n| Q2 | 6 |\n",
    );
    let site =
        site.replace("title: Plan\n", "title: Plan\nfields: { period: { type: period, grain: year } }\n");
    check(
        &site,
        &["plans/a.md:3:9: error: `period` expects a year such as `2026`, found `2026-Q1` [invalid-value]"],
    );
}

#[test]
fn a_rule_asks_nothing_of_a_relation_that_is_broken() {
    let site = "=== schemas/plan.yaml\ntitle: Plan\nrules: [{ assert: 'has(plan.parent)', message: no parent }]\n=== plans/a.md\n---\nkind: plan\n";
    check(
        &format!("{site}parent: nope\n---\n"),
        &["plans/a.md:3:9: error: no plan has the id `nope` [broken-link]"],
    );
    check(&format!("{site}---\n"), &["plans/a.md:2:7: error: no parent [rule]"]);
}

#[test]
fn front_matter_that_is_never_closed_makes_no_gap_above() {
    let child = |end: &str, text: &str| {
        format!(
            "=== plans/b.md\n---\nkind: plan\nperiod: 2026\nparent: a\ntargets: {{ units: 60 }}\n{end}{text}"
        )
    };
    let site = "=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: { units: 100 }\n---\n=== plans/c.md\n---\nkind: plan\nperiod: 2026\nparent: a\ntargets: { units: 40 }\n---\n";
    check(&format!("{site}{}", child("---\n", "")), &[]);
    check(
        &format!("{site}{}", child("", "## T\n")),
        &["plans/b.md:1:1: error: the front matter is never closed [invalid-front-matter]"],
    );
}

/// Only what keeps numbers from being counted explains a gap.
#[test]
fn a_day_beside_the_numbers_hides_no_gap() {
    let child = |front: &str, body: &str| {
        let schema = "=== schemas/plan.yaml\ntitle: Plan\nfields: { opens: date }\nsections: [{ id: p, title: P, sections: [{ id: x, title_match: '月', repeat: { min: 0 }, phases: { from: heading } }] }]\n";
        let plan =
            |parent: &str, value: u8| format!("---\nkind: plan\n{parent}targets: {{ units: {value} }}\n");
        format!(
            "{schema}=== plans/a.md\n{}---\n=== plans/b.md\n{}{front}---\n{body}",
            plan("", 9),
            plan("parent: a\n", 4)
        )
    };
    let gap = "plans/a.md:3:19: warning: the plans below state 4 of 銷售量, this plan 9 [target-gap]";
    let at = |place: &str| format!("plans/b.md:{place}: error: February 2026 has 28 days [invalid-date]");
    check(&child("date: 2026-02-30\n", ""), &[gap, &at("5:7")]);
    check(&child("opens: 2026-02-30\n", ""), &[gap, &at("5:8")]);
    check(&child("", "## P\n### 2026年2月30日\n好。\n"), &[gap, &at("7:5")]);
    check(&child("period: 2026-02-30\n", ""), &[&at("5:9")]);
}

/// What is wrong with one metric, or with forecasts, hides no gap of another one's targets.
#[test]
fn a_fault_of_one_metric_hides_no_gap_of_another() {
    let site = |targets: &str, forecast: &str| {
        let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections: [{ id: f, title: F, table: { as: forecast, metric: units, required: false, columns: { period: Period, value: Value } } }]\n";
        format!(
            "{schema}=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: {{ revenue: 9萬元, units: 9 }}\n---\n=== plans/b.md\n---\nkind: plan\nperiod: 2026\nparent: a\ntargets: {{ {targets} }}\n---\n## F\n| Period | Value |\n| - | - |\n| {forecast} | 5 |\n"
        )
    };
    let of_revenue =
        "plans/a.md:4:21: warning: the plans below state 4 萬元 of 銷售額, this plan 9萬元 [target-gap]";
    let of_units = "plans/a.md:4:33: warning: the plans below state 4 of 銷售量, this plan 9 [target-gap]";
    check(&site("revenue: 4萬元, units: 4", "2026"), &[of_revenue, of_units]);
    let unit = "plans/b.md:5:33: error: `9人` is in `人`, but `units` is counted in `套` [unit-mismatch]";
    check(&site("revenue: 4萬元, units: 9人", "2026"), &[of_revenue, unit]);
    let sum =
        "plans/b.md:5:40: error: the 2 parts by half come to 6 萬元, not 4萬元 (+2 萬元) [sum-mismatch]";
    let split = "units: 4, revenue: { value: 4萬元, by: { half: { 2026-H1: 3萬元, 2026-H2: 3萬元 } } }";
    check(&site(split, "2026"), &[of_units, sum]);
    let period = "plans/b.md:10:3: error: there is no quarter 5, the last one is 4 [invalid-period]";
    check(&site("revenue: 4萬元, units: 4", "2026-Q5"), &[of_revenue, of_units, period]);
}

#[test]
fn a_plan_with_the_id_of_another_makes_no_gap_and_no_copy() {
    let plan = |value: u8| {
        format!(
            "---\nkind: plan\nparent: a\nperiod: 2026\ntargets: {{ units: {value} }}\n---\nThe wards buy their gloves together from now on.\n"
        )
    };
    let site = format!(
        "=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: {{ units: 9 }}\n---\n=== plans/b.md\n{}=== plans/c/b.md\n{}",
        plan(9),
        plan(9)
    );
    check(&site, &["plans/c/b.md:1:1: error: the id `b` is taken [duplicate-id]"]);
}

#[test]
fn a_target_that_is_still_to_be_filled_in_is_not_missing_as_well() {
    let schema = |columns: &str| {
        format!(
            "  - {{ id: t, title: T, table: {{ as: targets, columns: {{ {columns} }} }} }}\ntargets: {{ required: [units] }}\n"
        )
    };
    let both = schema("metric: Metric, value: Value");
    let table = |rows: &str| format!("## T\n| Metric | Value |\n| - | - |\n{rows}");
    let missing = "plans/a.md:2:7: error: the plan has no target for `units` (銷售量) [missing-target]";
    let open =
        |column: u8| format!("plans/a.md:7:{column}: error: `TBD` is still to be filled in [placeholder]");
    check(&plan(&both, "", &table("| units | TBD |\n")), &[&open(11)]);
    check(&plan(&both, "", &table("| TBD | 5 |\n")), &[&open(3)]);
    check(&plan(&both, "", &table("| revenue | TBD |\n")), &[missing, &open(13)]);
    check(&plan(&both, "", &table("| units | - |\n")), &[missing]);
    check(
        &plan(&both, "", &table("| units | |\n")),
        &["plans/a.md:7:11: error: the cell of \"units\" and \"Value\" is empty [empty-cell]"],
    );
    check(&plan(&both, "", &table("")), &["plans/a.md:5:1: error: the table has no rows [table-rows]"]);
    check(
        &plan(&both, "", "## T\n| Metric |\n| - |\n| units |\n"),
        &["plans/a.md:5:1: error: the table has no column \"Value\" [missing-column]"],
    );
}

/// A first day behind the end of its month is taken for the day after it, a last one for that end.
#[test]
fn an_impossible_day_makes_no_overlap() {
    let sections = "  - { id: p, title: P, table: { as: phases, columns: { name: Name, start: From, end: To }, overlap: deny, gap: warn } }\n";
    let phases = |rows: &str| {
        plan(
            sections,
            "",
            &format!("## P\n| Name | From | To |\n| - | - | - |\n| a | 2026-06-01 | 2026-06-30 |\n{rows}"),
        )
    };
    let day = "plans/a.md:8:7: error: June 2026 has 30 days [invalid-date]";
    check(&phases("| b | 2026-06-31 | 2026-07-31 |\n"), &[day]);
    check(
        &phases("| b | 2026-06-31 | 2026-07-31 |\n| c | 2026-07-20 | 2026-08-31 |\n"),
        &[day, "plans/a.md:9:3: error: \"c\" overlaps \"b\" from 2026-07-20 to 2026-07-31 [phase-overlap]"],
    );
}

/// Where the days of a phase are not known, there may be no gap; what is said of them elsewhere is no matter.
#[test]
fn a_phase_that_is_still_to_be_dated_makes_no_gap() {
    let sections = |columns: &str| {
        format!(
            "  - {{ id: p, title: P, table: {{ as: phases, columns: {{ name: Name, {columns} }}, gap: warn }} }}\n"
        )
    };
    let site = |columns: &str, rows: &str| {
        let table = format!("| Name | From | To |\n| - | - | - |\n| a | 2026-06-01 | 2026-06-30 |\n{rows}");
        plan(&sections(columns), "", &format!("## P\n{table}| c | 2026-08-01 | 2026-08-31 |\n"))
    };
    let days = "start: From, end: To";
    let gap = "plans/a.md:9:3: warning: 2026-07-01 to 2026-07-31 belong to no phase [phase-gap]";
    let empty = |column: u8, name: &str| {
        format!("plans/a.md:8:{column}: error: the cell of \"b\" and \"{name}\" is empty [empty-cell]")
    };
    let open =
        |column: u8| format!("plans/a.md:8:{column}: error: `TBD` is still to be filled in [placeholder]");
    check(&site(days, "| b | | 2026-07-31 |\n"), &[&empty(7, "From")]);
    check(&site(days, "| b | 2026-07-01 | |\n"), &[&empty(20, "To")]);
    check(&site(days, "| b | TBD | 2026-07-31 |\n"), &[&open(7)]);
    check(&site(days, "| b | 2026-07-01 | TBD |\n"), &[&open(20)]);
    // A day alone is a milestone, where it may be.
    check(&site(days, "| b | 2026-07-01 | - |\n"), &[gap]);
    check(&site("start: From, end: { heading: To, empty: true }", "| b | 2026-07-01 | |\n"), &[gap]);
    // The heading of another phase.
    let headings = |second: &str| {
        plan(
            "  - { id: p, title: P, sections: [{ id: x, title_match: '^Phase', repeat: true, phases: { from: heading, gap: warn } }] }\n",
            "",
            &format!(
                "## P\n### Phase a (2026-06-01 – 2026-06-30)\nText.\n### Phase b ({second})\nText.\n### Phase c (2026-08-01 – 2026-08-31)\nText.\n"
            ),
        )
    };
    check(&headings("TBD"), &["plans/a.md:7:14: error: `TBD` is still to be filled in [placeholder]"]);
    check(&headings("2026-07-01 – 2026-07-31"), &[]);
}

#[test]
fn a_task_that_is_done_needs_no_due_date() {
    let sections =
        "  - { id: t, title: T, table: { as: tasks, columns: { task: Task, due: Due, done: Done } } }\n";
    check(
        &plan(sections, "", "## T\n| Task | Due | Done |\n| - | - | - |\n| a | | 2026-02-30 |\n"),
        &["plans/a.md:7:9: error: February 2026 has 28 days [invalid-date]"],
    );
    // Nor does a row hide its days that names no task.
    check(
        &plan(sections, "", "## T\n| Task | Due | Done |\n| - | - | - |\n| | 2026-04-31 | 2026-02-30 |\n"),
        &[
            "plans/a.md:7:3: error: the cell of \"Task\" is empty [empty-cell]",
            "plans/a.md:7:5: error: April 2026 has 30 days [invalid-date]",
            "plans/a.md:7:18: error: February 2026 has 28 days [invalid-date]",
        ],
    );
}

#[test]
fn the_labels_of_a_missing_list_are_missing_with_it() {
    let sections = "  - { id: t, title: T, list: true, labels: [Pro, Con] }\n";
    check(
        &plan(sections, "", "## T\nNone.\n"),
        &["plans/a.md:4:4: error: section \"T\" has no list [missing-list]"],
    );
}

/// A budget is asked for its products where all of their columns are there, a pivot for its sums where all of its
/// headings are read.
#[test]
fn a_heading_that_is_missing_or_unread_is_told_alone() {
    let budget = "  - { id: b, title: B, table: { as: budget, metric: cost, columns: { item: Item, price: Price, count: Count, times: Times, amount: Amount } } }\n";
    check(
        &plan(
            budget,
            "",
            "## B\n| Item | Count | Times | Amount |\n| - | - | - | - |\n| x | 2 | 3 | 600 |\n",
        ),
        &["plans/a.md:5:1: error: the table has no column \"Price\" [missing-column]"],
    );
    let pivot = "  - { id: b, title: B, table: { as: targets, layout: pivot, metric: units, rows: region, columns: period, totals: both } }\n";
    for (heading, cell) in [("YoY", "+5%"), ("占比", "20%"), ("Note", "see below")] {
        let row = |label: &str, cells: &str, total: u8| format!("| {label} | {cells} | {cell} | {total} |\n");
        let body = format!(
            "## B\n| Region | Q1 | Q2 | {heading} | Total |\n| - | - | - | - | - |\n{}{}{}",
            row("changsha", "1 | 2", 3),
            row("shenzhen", "1 | 2", 3),
            row("Total", "2 | 4", 6)
        );
        let period = "expected one such as `2026`, `2026-Q3`, `2026年3月` or `2026-03-01..2026-03-30`";
        let expected = format!("plans/a.md:6:22: error: `{heading}` is no period, {period} [invalid-period]");
        check(&plan(pivot, "period: 2026\n", &body), &[&expected]);
    }
    let body = "## B\n| Region | Q1 | Q2 | Total |\n| - | - | - | - |\n| changsha | 1 | 2 | 3 |\n| 其中：甲 | 1 | 2 | 3 |\n| Total | 1 | 2 | 3 |\n";
    check(
        &plan(pivot, "period: 2026\n", body),
        &["plans/a.md:9:3: error: unknown value of `region` `其中：甲` [invalid-value]"],
    );
    let pivot = pivot.replace(", totals: both", "");
    check(
        &plan(&pivot, "period: 2026\n", "## B\n| Region | Qx |\n| - | - |\n| changsha | 1 |\n"),
        &[
            "plans/a.md:6:12: error: `Qx` is no period, expected one such as `2026`, `2026-Q3`, `2026年3月` or `2026-03-01..2026-03-30` [invalid-period]",
        ],
    );
}

#[test]
fn slips_in_lists_and_splits_are_told_alone() {
    let site =
        |targets: &str| format!("=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: {targets}\n---\n");
    check(
        &site("{ units: { value: 5, by: { region: { changsha: 2, changsha: 3 } } } }"),
        &["plans/a.md:4:60: error: the key `changsha` stands twice [duplicate-field]"],
    );
    check(
        &site("\n  - units: 5"),
        &["plans/a.md:5:5: error: `units` stands where `metric` does [invalid-value]"],
    );
}

/// What a file that cannot be read would declare is unknown to nobody.
#[test]
fn a_broken_file_of_the_site_is_told_alone() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nextends: base\nfields: { cap: { type: quantity, metric: units }, place: { type: dimension, dimension: region } }\ntargets: { required: [units], allowed: [units] }\nsections:\n  - { id: t, title: T, table: { as: targets, columns: { metric: Metric, value: Value, region: Region } } }\n";
    let plan = "=== plans/a.md\n---\nkind: plan\nregion: changsha\ncap: 5\nown: x\nplace: changsha\ntargets: { units: 3 }\n---\n## T\n| Metric | Value | Region |\n| - | - | - |\n| units | 3 | changsha |\n\n```view\ntable: targets\nmetrics: [units]\nrows: region\n```\n";
    let base = "=== schemas/base.yaml\ntitle: Base\nabstract: true\nfields: { own: string }\n";
    check(&format!("{schema}{base}{plan}"), &[]);
    check(
        &format!("=== metrics.yaml\nunits: [\n{schema}{base}{plan}"),
        &["metrics.yaml:1:8: error: this bracket is never closed [invalid-config]"],
    );
    check(
        &format!("=== dimensions.yaml\nregion: [\n{schema}{base}{plan}"),
        &["dimensions.yaml:1:9: error: this bracket is never closed [invalid-config]"],
    );
    check(
        &format!("{schema}=== schemas/base.yaml\ntitle: [\n{plan}"),
        &["schemas/base.yaml:1:8: error: this bracket is never closed [invalid-schema]"],
    );
}

/// Of metrics whose ids differ in case alone each id means itself, and it is said once that they are alike.
#[test]
fn metrics_that_differ_in_case_are_told_apart() {
    let site = "=== metrics.yaml\nUNITS: { unit: 元 }\nunits: { unit: 套 }\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: { units: 5 套, UNITS: 5 元 }\n---\n";
    check(site, &["metrics.yaml:2:1: error: `units` names two metrics [invalid-config]"]);
}

#[test]
fn a_default_that_names_no_plan_is_told_once() {
    let plan = |name: &str| format!("=== plans/{name}.md\n---\nkind: plan\n---\n");
    check(
        &format!(
            "=== schemas/plan.yaml\ntitle: Plan\nfields: {{ pl: {{ type: plan, default: q }} }}\n{}{}",
            plan("a"),
            plan("b")
        ),
        &["schemas/plan.yaml:2:38: error: no plan has the id `q`, which is the default here [broken-link]"],
    );
}

/// Which of the two a name means nobody knows: plans and data are not held against either.
#[test]
fn a_dimension_with_the_name_of_a_relation_is_one_finding() {
    let site = |relation: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nrelations: {{ {relation}: {{ title: Follows }} }}\n=== dimensions.yaml\nchannel: {{ open: true }}\n\
             === metrics.yaml\nunits: {{ kind: flow }}\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\nchannel: shop\n---\n\
             === data/a.csv\nkind,metric,value,period,channel\nactual,units,5,2026,shop\n"
        )
    };
    check(
        &site("channel"),
        &["dimensions.yaml:1:1: error: `channel` cannot be a dimension [invalid-config]"],
    );
    check(&site("follows"), &[]);
}

/// A rule that reads one number is asked whatever is wrong with the numbers beside it.
#[test]
fn a_faulty_number_keeps_no_rule_from_another() {
    let kind = |assert: &str| {
        format!(
            "=== schemas/plan.yaml\ntitle: Plan\nrules: [{{ assert: \"{assert}\", message: too much }}]\n=== plans/a.md\n---\nkind: plan\n"
        )
    };
    let (less, has) = (kind("plan.targets.cost < 1"), kind("has(plan.targets.cost)"));
    let rule = |place: &str| format!("plans/a.md:{place}: error: too much [rule]");
    let number = |place: &str, text: &str| {
        format!(
            "plans/a.md:{place}: error: `{text}` is not a number, expected a quantity such as `1,200` or `≥ 5 萬元` [invalid-quantity]"
        )
    };
    let with = |kind: &str, targets: &str, expected: &[&str]| {
        check(&format!("{kind}targets: {targets}\n---\n"), expected);
    };
    with(&less, "{ units: abc, cost: 3萬 }", &[&number("3:19", "abc"), &rule("3:30")]);
    with(&less, "\n  units: abc\n  費用: 3萬", &[&number("4:10", "abc"), &rule("5:7")]);
    with(
        &less,
        "[{ metric: units, value: abc }, { metric: cost, value: 3萬 }]",
        &[&number("3:35", "abc"), &rule("3:65")],
    );
    with(
        &less,
        "{ sets: 5, cost: 3萬 }",
        &["plans/a.md:3:12: error: unknown metric `sets` [unknown-metric]", &rule("3:27")],
    );
    // Its own faults hide it, those of a part and a value that a comma cut off, too.
    with(&less, "{ units: 5, cost: abc }", &[&number("3:28", "abc")]);
    with(&less, "{ cost: { value: 3萬, by: { region: { changsha: abc } } } }", &[&number("3:57", "abc")]);
    let cut = "`000` is cut off: a comma ends a value inside braces [invalid-quantity]";
    with(
        &less,
        "{ cost: 12,000, units: abc }",
        &[&format!("plans/a.md:3:21: error: {cut}"), &number("3:33", "abc")],
    );
    with(&less, "{ cost: 3萬, units: 12,000 }", &[&rule("3:18"), &format!("plans/a.md:3:32: error: {cut}")]);
    // What names no metric may be meant as the one that there is not.
    with(&has, "{ units: abc }", &[&rule("2:7"), &number("3:19", "abc")]);
    with(&has, "{ csot: 5 }", &["plans/a.md:3:12: error: unknown metric `csot` [unknown-metric]"]);
}
