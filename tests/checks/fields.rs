//! Fields of the front matter: lists in order, fields that stand for standard keys, defaults of kinds.

use super::check;

fn site(schema: &str, front: &str) -> String {
    format!("=== schemas/plan.yaml\ntitle: Plan\n{schema}=== plans/a.md\n---\nkind: plan\n{front}---\n")
}

#[test]
fn relations_and_standard_lists_keep_their_order() {
    let requires = "fields: { requires: { type: list, of: plan, id: 'p{}', separator: ',', sorted: true, unique: true } }\n";
    let plans = |front: &str| {
        let config = "=== planpress.yaml\ntitle: X\nrelations: { requires: { title: R } }\n";
        let other = |id: u8| format!("=== plans/p{id}.md\n---\nkind: plan\n---\n");
        format!("{config}{}{}{}", site(requires, front), other(1), other(2))
    };
    check(&plans("requires: 1, 2\n"), &[]);
    check(
        &plans("requires: 2, 1\n"),
        &["plans/a.md:3:14: error: `1` stands behind `2`, the items must be in order [invalid-value]"],
    );
    check(
        &plans("requires: 1, 1\n"),
        &["plans/a.md:3:14: error: `requires` has `1` twice, its items must differ [invalid-value]"],
    );
    let lists = "fields: { owner: { separator: ',', sorted: true, unique: true }, tags: { unique: true } }\n";
    check(
        &site(lists, "owner: Zed, Ann, Ann\ntags: [a, a]\n"),
        &[
            "plans/a.md:3:13: error: `Ann` stands behind `Zed`, the items must be in order [invalid-value]",
            "plans/a.md:3:18: error: `owner` has `Ann` twice, its items must differ [invalid-value]",
            "plans/a.md:4:11: error: `tags` has `a` twice, its items must differ [invalid-value]",
        ],
    );
}

/// Both names of one key in a file are one finding, and each value is still read.
#[test]
fn a_field_beside_the_key_that_it_stands_for_is_read() {
    let author =
        "fields: { author: { type: list, separator: ',', of: { type: string, pattern: '<' }, as: owner } }\n";
    let wrong = "plans/a.md:3:9: error: `author` is `Bob`, which does not match `<` [invalid-value]";
    check(&site(author, "author: Bob\n"), &[wrong]);
    check(
        &site(author, "author: Bob\nowner: Zed\n"),
        &[
            wrong,
            "plans/a.md:4:1: error: `author` stands for `owner`, which is written as well [duplicate-field]",
        ],
    );
    check(
        &site("fields: { created: { type: date, as: date } }\n", "date: 2026-02-01\ncreated: 2026-02-30\n"),
        &[
            "plans/a.md:4:1: error: `created` stands for `date`, which is written as well [duplicate-field]",
            "plans/a.md:4:10: error: February 2026 has 28 days [invalid-date]",
        ],
    );
    // A default is for what the file says under no name.
    let config =
        "=== planpress.yaml\ntitle: X\nplans: [{ path: plans/*.md, defaults: { owner: Ann <a> } }]\n";
    check(&format!("{config}{}", site(author, "author: Bob\n")), &[wrong]);
    check(&format!("{config}{}", site(author, "")), &[]);
    // What is asked of the standard key is asked of what stands for it.
    let both = "fields: { owner: { max: 1 }, summary: { max: 5 }, author: { type: list, of: person, as: owner }, about: { as: summary } }\n";
    check(
        &site(both, "author: [Ann, Bob]\nabout: Too long\n"),
        &[
            "plans/a.md:3:9: error: `author` has 2 items, expected at most 1 [invalid-value]",
            "plans/a.md:4:8: error: `about` has 8 characters, expected at most 5 [invalid-value]",
        ],
    );
}

#[test]
fn one_slip_in_a_value_is_one_finding() {
    let list = "fields: { n: { type: list, of: integer, separator: ',', min: 2 } }\n";
    let other = |mark: &str| {
        format!(
            "plans/a.md:3:6: error: the items of `n` are separated by `,`, found `{mark}` [invalid-value]"
        )
    };
    for mark in ["，", "、", ";"] {
        check(&site(list, &format!("n: \"1{mark}2\"\n")), &[&other(mark)]);
    }
    let empty = "plans/a.md:3:4: error: `n` has an empty item between its separators `,` [invalid-value]";
    check(&site(list, "n: \"\"\n"), &[empty]);
    check(&site(list, "n: 1,,\n"), &[empty]);
    check(
        &site("file_name: 'e-{n}.md'\nfields: { n: integer }\n", "n: five\n"),
        &["plans/a.md:3:4: error: `n` expects a whole number, found `five` [invalid-value]"],
    );
}

/// The default of a kind is read like a value of a plan, and told of once, where it stands.
#[test]
fn defaults_of_kinds_are_checked() {
    let default = |field: &str, message: &str| {
        let schema = format!("fields:\n  x: {{ {field} }}\n");
        let column = "  x: { ".len() + field.find("default: ").unwrap() + "default: ".len() + 1;
        let column = column + usize::from(field.ends_with("[a]"));
        let expected = format!("schemas/plan.yaml:3:{column}: error: {message} [invalid-schema]");
        let expected = [expected.as_str()];
        check(&site(&schema, ""), if message.is_empty() { &[] } else { &expected });
    };
    default("type: integer, default: x", "`x` expects a whole number, found `x`");
    default("type: integer, min: 3, default: 2", "`x` is `2`, expected at least 3");
    default("type: date, default: 2026-02-30", "February 2026 has 28 days");
    default("pattern: '^a', default: b", "`x` is `b`, which does not match `^a`");
    default("one_of: [a, c], default: b", "`x` expects `a` or `c`, found `b`");
    default("type: list, of: integer, default: 1", "`x` expects a list, found `1`");
    default("type: list, of: integer, default: [a]", "`x` expects a whole number, found `a`");
    default("type: list, of: integer, default: [1]", "");
}

/// A rule sees a list where the schema says so, with one name in it too.
#[test]
fn owners_are_a_list_where_the_schema_says_so() {
    let rule = "rules: [{ assert: \"plan.owner.all(o, o != 'Bob')\", message: not Bob }]\n";
    let kind = |field: &str| format!("fields: {{ {field} }}\n{rule}");
    for field in [
        "author: { type: list, separator: ',', of: { type: person }, as: owner }",
        "author: { type: list, as: owner }",
        "author: list, owner: list",
    ] {
        let key = if field.contains("as: owner") { "author" } else { "owner" };
        check(&site(&kind(field), &format!("{key}: Ann\n")), &[]);
        let at = key.len() + 3;
        check(
            &site(&kind(field), &format!("{key}: Bob\n")),
            &[&format!("plans/a.md:3:{at}: error: not Bob [rule]")],
        );
    }
    check(&site(&kind("owner: { separator: ',' }"), "owner: Ann\n"), &[]);
    // Where it says nothing of lists, one name is text.
    let is_text = "rules: [{ assert: \"plan.owner == 'Ann'\", message: not Ann }]\n";
    check(&site(&format!("fields: {{ owner: {{ required: true }} }}\n{is_text}"), "owner: Ann\n"), &[]);
}
