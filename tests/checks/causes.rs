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
