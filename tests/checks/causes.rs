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

#[test]
fn a_task_that_is_done_needs_no_due_date() {
    let sections =
        "  - { id: t, title: T, table: { as: tasks, columns: { task: Task, due: Due, done: Done } } }\n";
    check(
        &plan(sections, "", "## T\n| Task | Due | Done |\n| - | - | - |\n| a | | 2026-02-30 |\n"),
        &["plans/a.md:7:9: error: February 2026 has 28 days [invalid-date]"],
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
