//! Conditions of schemas: what they ask of, and what is left unsaid where that is faulty itself.

use super::check;

fn site(schema: &str, front: &str, body: &str) -> String {
    format!("=== schemas/plan.yaml\ntitle: Plan\n{schema}=== plans/a.md\n---\nkind: plan\n{front}---\n{body}")
}

/// Nobody can say what a plan needs whose key for that is faulty: one slip, one finding.
#[test]
fn a_faulty_key_decides_nothing() {
    let schema = "fields:\n  type: { type: string, one_of: [std, inf] }\n  why: { required: { unless: { type: inf } } }\n  class: { required_if: { type: std }, allowed_if: { type: std } }\nsections:\n  - { id: s, title: S, required: { unless: { type: inf } }, allowed_if: { type: std } }\nrules:\n  - { assert: '1 > 2', message: never, when: { type: std } }\n";
    let never = "plans/a.md:2:7: error: never [rule]";
    check(&site(schema, "type: std\nwhy: a\nclass: b\n", "## S\nx\n"), &[never]);
    check(&site(schema, "type: inf\n", ""), &[]);
    check(
        &site(schema, "type: inff\nclass: b\n", "## S\nx\n"),
        &["plans/a.md:3:7: error: `type` expects `std` or `inf`, found `inff` [invalid-value]"],
    );
    check(&site(schema, "tpye: inf\n", ""), &["plans/a.md:3:1: error: unknown key `tpye` [unknown-field]"]);
    check(
        &site(&schema.replace(", one_of: [std, inf]", ""), "type: 待定\n", ""),
        &["plans/a.md:3:7: error: `待定` is still to be filled in [placeholder]"],
    );
    check(
        &site(schema, "", "## S\nx\n"),
        &[
            "plans/a.md:2:7: error: field `why` is missing [missing-field]",
            "plans/a.md:4:4: warning: section \"S\" is not allowed here [unknown-section]",
        ],
    );
}

/// A value of a dimension is asked for under any of its names.
#[test]
fn dimensions_are_asked_for_by_any_name() {
    let schema = |word: &str| format!("fields:\n  why: {{ required_if: {{ region: {word} }} }}\n");
    let missing = "plans/a.md:2:7: error: field `why` is missing [missing-field]";
    for asked in ["changsha", "長沙", "长沙"] {
        for written in ["changsha", "長沙", "长沙"] {
            check(&site(&schema(asked), &format!("region: {written}\n"), ""), &[missing]);
        }
        check(&site(&schema(asked), "region: shenzhen\n", ""), &[]);
    }
    check(
        &site(&schema("changsa"), "region: shenzhen\n", ""),
        &["schemas/plan.yaml:3:33: error: unknown region `changsa` [invalid-schema]"],
    );
}

#[test]
fn kinds_are_chosen_by_keys_that_there_are() {
    let config = |key: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nplans:\n  - {{ path: plans/*.md, kind: plan, kind_if: [{{ when: {{ {key}: closed }}, kind: done }}] }}\n=== schemas/done.yaml\ntitle: Done\nfields: {{ stage: string }}\n=== plans/a.md\n---\nstatus: closed\n---\n"
        )
    };
    check(&config("status"), &[]);
    check(&config("stage"), &[]);
    check(&config("statsu"), &["planpress.yaml:3:57: error: unknown key `statsu` [invalid-config]"]);
}

/// A section of a base in whose place only other things are asked keeps its heading.
#[test]
fn overridden_sections_keep_their_headings() {
    let base = "=== schemas/base.yaml\ntitle: Base\nabstract: true\nsections:\n  - { id: a, title: 市場, aliases: [環境], text: { min: 50 } }\n";
    let body = "## 環境\n很好\n";
    let with = |section: &str| {
        base.to_owned() + &site(&format!("extends: base\nsections:\n  - {section}\n"), "", body)
    };
    check(&with("{ id: a, text: { min: 2 } }"), &[]);
    check(
        &with("{ id: a, title: 行情 }"),
        &["plans/a.md:4:4: warning: section \"環境\" is unknown to kind plan [unknown-section]"],
    );
}

/// What a value means counts, not how it is written.
#[test]
fn values_are_asked_for_in_any_form() {
    let schema = |asked: &str| {
        format!(
            "fields:\n  d: {{ type: date }}\n  n: {{ type: integer }}\n  why: {{ required_if: {{ {asked} }} }}\n"
        )
    };
    let missing = "plans/a.md:2:7: error: field `why` is missing [missing-field]";
    for (asked, written) in [
        ("period: 2026", "period: 2026年"),
        ("period: 2026", "period: 2026-01-01..2026-12-31"),
        ("period: 2026-Q1", "period: 2026年第一季度"),
        ("d: 2026-03-01", "d: 2026年3月1日"),
        ("n: 7", "n: 07"),
    ] {
        check(&site(&schema(asked), &format!("{written}\n"), ""), &[missing]);
    }
    check(&site(&schema("period: 2026"), "period: 2026-Q1\n", ""), &[]);
    check(&site(&schema("n: 7"), "n: 8\n", ""), &[]);
}

/// Fields of a dimension and quantities are compared by what they mean.
#[test]
fn values_are_compared_by_what_they_mean() {
    let missing = "plans/a.md:2:7: error: field `why` is missing [missing-field]";
    let place = |word: &str| {
        format!(
            "fields:\n  site: {{ type: dimension, dimension: region }}\n  why: {{ required_if: {{ site: {word} }} }}\n"
        )
    };
    for word in ["changsha", "長沙", "长沙"] {
        check(&site(&place(word), "site: 長沙\n", ""), &[missing]);
        check(&site(&place(word), "site: 深圳\n", ""), &[]);
    }
    check(
        &site(&place("changsa"), "site: changsha\n", ""),
        &["schemas/plan.yaml:4:31: error: unknown site `changsa` [invalid-schema]"],
    );
    let amount = |amount: &str| {
        format!(
            "fields:\n  cap: {{ type: quantity, metric: revenue }}\n  why: {{ required_if: {{ cap: {amount} }} }}\n"
        )
    };
    for (asked, written) in [("1萬元", "10000"), ("10000", "1 萬"), ("10k 元", "10,000 元")] {
        check(&site(&amount(asked), &format!("cap: {written}\n"), ""), &[missing]);
    }
    check(&site(&amount("1萬元"), "cap: 10001\n", ""), &[]);
}

/// What a schema gets wrong is told there, and no plan is judged by it.
#[test]
fn faulty_schemas_judge_no_plan() {
    let faulty = |schema: &str, front: &str, body: &str, place: &str, message: &str| {
        let expected = format!("schemas/plan.yaml:{place}: error: {message} [invalid-schema]");
        check(&site(schema, front, body), &[&expected]);
    };
    let key = "unknown key `stauts`";
    faulty("fields: { x: { required: { unless: { stauts: draft } } } }\n", "", "", "2:38", key);
    faulty("fields: { x: { allowed_if: { stauts: draft } } }\n", "x: 1\n", "", "2:30", key);
    faulty(
        "fields: { x: { required: { unless: { status: darft } } } }\n",
        "",
        "",
        "2:46",
        "unknown status `darft`",
    );
    faulty("sections: [{ id: a, title: A, required: { unless: { stauts: x } } }]\n", "", "", "2:53", key);
    faulty("fields: { x: nosuch }\n", "x: 1\n", "", "2:14", "unknown type `nosuch`");
    faulty("fields: { x: { type: nosuch, min: 3 } }\n", "x: 1\n", "", "2:22", "unknown type `nosuch`");
    faulty("targets: { allowed: [foo] }\n", "targets: { units: 5 }\n", "", "2:22", "unknown metric `foo`");
    faulty(
        "sections: [{ id: a, title: A, repeat: { min: 3, max: 2 } }]\n",
        "",
        "## A\nx\n",
        "2:46",
        "`min` 3 is more than `max` 2",
    );
    let parent = "=== plans/b.md\n---\nkind: plan\n---\n";
    let schema = "relations: { parent: { kind: [foo] } }\n";
    check(
        &format!("{}{parent}", site(schema, "parent: b\n", "")),
        &["schemas/plan.yaml:2:31: error: unknown kind `foo` [invalid-schema]"],
    );
}
