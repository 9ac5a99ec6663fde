//! Slips in schemas, and where they are found.

use super::{check, read_all};

#[test]
fn unknown_keys_and_wrong_values_are_findings() {
    check("titel: X\n", &["1:1 unknown key `titel` (did you mean `title`?)"]);
    check("[a]\n", &["1:1 expected keys with values, found a list"]);
    check("unknown_fields: off\n", &["1:17 expected `allow`, `warn` or `error`, found `off`"]);
    check(
        "order: loose\nabstract: yes\n",
        &[
            "1:8 expected `strict` or `any`, found `loose`",
            "2:11 expected `true` or `false`, found `yes` (write `true`)",
        ],
    );
    check("fields: { a: { type: strng } }\n", &["1:22 unknown type `strng` (did you mean `string`?)"]);
    check(
        "fields: { a: { type: region } }\n",
        &["1:22 unknown type `region` (write `type: dimension` and `dimension: region`)"],
    );
    check(
        "fields: { a: { type: dimension, dimension: regon } }\n",
        &["1:44 unknown dimension `regon` (did you mean `region`?)"],
    );
    check(
        "fields: { a: { requird: true, patern: x } }\n",
        &[
            "1:16 unknown key `requird` (did you mean `required`?)",
            "1:31 unknown key `patern` (did you mean `pattern`?)",
        ],
    );
    check(
        "fields: { a: { type: integer, min: x, max: 3 }, b: { type: date, max: 2027-02-29 }, c: { type: plan, min: 1 } }\n",
        &[
            "1:36 expected a number, found `x`",
            "1:71 expected a day such as `2026-03-01`, found `2027-02-29`",
            "1:107 `min` means nothing for this type (`min`, `max` count characters of texts and items of lists, and bound numbers, dates and quantities)",
        ],
    );
    check(
        "fields: { a: { min: 5, max: 3 }, b: { one_of: [] } }\n",
        &["1:21 `min` 5 is more than `max` 3", "1:47 `one_of` is empty: nothing would be right"],
    );
    check(
        "fields: { a: { type: quantity, unit: 元, min: 5 套 }, b: { type: quantity, metric: units, max: 5 元 }, c: { type: date, min: 2026-02-01, max: 2026-01-01 }, d: { type: quantity, metric: units, min: 3 套, max: 2 } }\n",
        &[
            "1:46 `min` is in `套`, but the field is counted in `元`",
            "1:94 `max` is in `元`, but the field is counted in `套`",
            "1:123 `min` 2026-02-01 is more than `max` 2026-01-01",
            "1:195 `min` 3 套 is more than `max` 2",
        ],
    );
    check(
        "fields: { a: { as: title }, b: { as: title } }\n",
        &["1:29 `a` and `b` both stand for `title` (keep one of the two)"],
    );
    check(
        "file_name: '{id}'\n",
        &["1:12 no plan has such a name: the name of a plan's file ends with `.md` (write `{id}.md`)"],
    );
    check("relations: { parent: { min: 2 } }\n", &["1:29 a plan has one parent (write `required: true`)"]);
    check(
        "rules:\n  - { id: a, assert: 'true', message: x }\n  - { id: a, assert: 'true', message: y }\n",
        &["3:22 the rule id `a` stands twice (give it another id)"],
    );
    check(
        "fields: { a: { allowed_if: { unless: { status: draft } } }, b: { required_if: { when: { status: draft } } }, c: { required_if: { status: [] } } }\n",
        &[
            "1:30 `unless` stands where a key of front matter does (write the keys and values alone)",
            "1:81 `when` stands where a key of front matter does (write the keys and values alone)",
            "1:138 expected a value or several, found a list",
        ],
    );
    check(
        "fields: { period: { type: string }, region: { type: string } }\n",
        &[
            "1:27 `period` is always a period (leave `type` out, or give the field another name)",
            "1:53 `region` is always a dimension (leave `type` out, or give the field another name)",
        ],
    );
    check(
        "fields: { a: { as: sumary }, b: { type: plan, id: 'eip' } }\n",
        &[
            "1:20 unknown standard key `sumary` (did you mean `summary`?)",
            "1:51 `id` needs one `{}` (write `{}` where the value goes: `eip-{}`)",
        ],
    );
    check(
        "fields: { a: { pattern: 'x(' } }\n",
        &[
            "1:27 the pattern does not compile: unclosed group (patterns are those of the Rust crate `regex`: no look-around, no back-references)",
        ],
    );
    check(
        "fields: { a: { required: true, required_if: { status: closed } } }\n",
        &["1:45 `required` and `required_if` stand together (keep one of the two)"],
    );
}

#[test]
fn names_of_conditions_relations_and_targets_are_checked() {
    check(
        "fields: { a: { required_if: { statu: closed } } }\n",
        &["1:31 unknown key `statu` (did you mean `status`?)"],
    );
    check(
        "fields: { a: { required: { when: { status: [closd] } } } }\n",
        &["1:45 unknown status `closd` (did you mean `closed`?)"],
    );
    check(
        "fields: { status: { one_of: [Stagnant] }, a: { allowed_if: { status: stagnant } } }\n",
        &["1:70 unknown status `stagnant` (did you mean `Stagnant`?)"],
    );
    check(
        "fields: { a: { required: { whn: { status: closed } } } }\n",
        &["1:28 unknown key `whn` (did you mean `when`?)"],
    );
    check(
        "relations: { review: { required: true }, parent: { kind: [kk], min: 2, max: 1 } }\n",
        &[
            "1:14 unknown relation `review` (did you mean `reviews`?)",
            "1:59 unknown kind `kk` (did you mean `k`?)",
            "1:69 `min` 2 is more than `max` 1",
        ],
    );
    check(
        "targets: { required: [revenu, { metric: units, when: { status: active } }], allowed: [revenue], tolerance: 5 }\n",
        &[
            "1:23 unknown metric `revenu` (did you mean `revenue`?)",
            "1:54 a target of `units` is required, but `allowed` does not name it",
            "1:108 expected a share such as `1%`, found `5`",
        ],
    );
    check("fields: { a: { required: { } } }\n", &["1:26 `when` or `unless` is missing"]);
    check("severity: [{ at_most: warn }]\n", &["1:12 `when` or `unless` is missing"]);
    check(
        "severity: [{ unles: { status: closed }, at_most: warn }]\n",
        &["1:14 unknown key `unles` (did you mean `unless`?)"],
    );
    check(
        "file_name: '{cod}.md'\nfields: { code: { type: string } }\n",
        &["1:14 unknown field `cod` (did you mean `code`?)"],
    );
    check("file_name: '{code.md'\n", &["1:13 `{` is not closed"]);
}

#[test]
fn faults_of_sections_are_findings() {
    check(
        "sections: [{ title: X }, { id: a, titl: Y }]\n",
        &["1:12 `id` is missing", "1:35 unknown key `titl` (did you mean `title`?)"],
    );
    check(
        "sections: [{ id: a, title: 市場 }, { id: b, title: X, aliases: [市场] }, { id: c, sections: [{ id: a }] }]\n",
        &["1:40 `市场` names two sections", "1:96 the section id `a` stands twice"],
    );
    check(
        "sections: [{ id: a, repeat: { min: 1, exactly: 2 }, list: { ordered: 是 }, text: { min: -1 } }]\n",
        &[
            "1:48 `exactly` stands beside `min` or `max` (keep one of the two)",
            "1:70 expected `true` or `false`, found `是` (write `true`)",
            "1:88 expected a whole number, found `-1`",
        ],
    );
    check(
        "sections: [{ id: a, phases: { from: headings, overlap: no } }]\n",
        &[
            "1:37 expected `heading`, found `headings` (did you mean `heading`?)",
            "1:56 expected `allow`, `warn` or `deny`, found `no`",
        ],
    );
    check(
        "sections: [{ id: a, summary: true }, { id: b, summary: true }]\n",
        &["1:44 two sections give the summary"],
    );
}

#[test]
fn faults_of_tables_are_findings() {
    let table = |table: &str| format!("sections:\n  - id: a\n    table: {table}\n");
    check(
        &table("{ as: target, columns: { value: 目標 } }"),
        &[
            "3:18 expected `targets`, `actuals`, `forecast`, `figures`, `budget`, `phases`, `tasks` or `matrix`, found `target` (did you mean `targets`?)",
        ],
    );
    check(
        &table("{ as: targets, columns: { metrc: 指標, valu: 目標 } }"),
        &[
            "3:38 a table of targets has no column `metrc` (did you mean `metric`?)",
            "3:49 a table of targets has no column `valu` (did you mean `value`?)",
        ],
    );
    check(
        &table("{ as: targets, columns: { value: 目標, period: 目標 } }"),
        &[
            "3:27 which metric are the numbers of? (add a column `metric`, or write `metric:`)",
            "3:49 two columns have the heading `目標`",
        ],
    );
    check(
        &table("{ as: targets, layout: pivot, rows: chanel, columns: period, total: x }"),
        &["3:48 unknown axis `chanel` (did you mean `channel`?)"],
    );
    check(
        &table("{ as: targets, layout: pivot, rows: channel, columns: channel }"),
        &[
            "3:12 which metric are the numbers of? (write `metric:`, or make the metrics rows or columns)",
            "3:66 rows and columns are the same",
        ],
    );
    check(
        &table("{ as: tasks, layout: pivot, rows: owner, columns: period, metric: units, totals: all }"),
        &[
            "3:33 `layout: pivot` means nothing for this role (pivot tables hold targets, actuals, forecasts or figures)",
            "3:93 expected `both`, `row`, `column` or `none`, found `all`",
        ],
    );
    check(
        &table("{ as: budget, metric: costs, columns: { item: 項目 }, totals: both, overlap: deny }"),
        &[
            "3:34 unknown metric `costs` (did you mean `cost`?)",
            "3:41 a table of budget needs a column `amount` (write `columns: { amount: HEADING }`)",
            "3:72 `totals` belongs to `layout: pivot` (write `total:` with the first cell of the row of totals, or `layout: pivot`)",
            "3:78 `overlap` belongs to phases (write `as: phases`)",
        ],
    );
    check(
        &table("{ as: targets, metric: units, columns: [目標], region: 上海, period: 20266 }"),
        &[
            "3:42 a table of targets needs a column `value` (write `columns: { value: HEADING }`)",
            "3:51 a list of headings does not say what the columns of targets are (write what each column is and its heading, as in `columns: { value: 目標 }`)",
            "3:65 unknown value `上海` (known: national, changsha, 長沙)",
            "3:77 expected a period such as `2026-Q3`, found `20266`",
        ],
    );
    check(&table("{ columns: [甲, 乙], min: 1 }"), &[]);
    check(&table("true"), &["3:12 expected keys with values, found `true`"]);
}

#[test]
fn expressions_are_checked_where_they_stand() {
    let rule = |rule: &str| format!("rules:\n  - {{ assert: '{rule}', message: X }}\n");
    check(&rule("plan.title == \"a\""), &[]);
    check(
        &rule("plan.targets.units <= plan.figures.unit"),
        &["2:51 unknown metric `unit` (did you mean `units`?)"],
    );
    check(&rule("plan.titel == \"a\""), &["2:21 unknown key of a plan `titel` (did you mean `title`?)"]);
    check(&rule("plan.requires.all(r, r.status == \"x\")"), &[]);
    check(&rule("siz(plan.title) > 3"), &["2:16 there is no function `siz` (did you mean `size`?)"]);
    check(
        "rules: [{ assert: plan.draft, message: X, at: nowhere }, { assert: plan.draft }]\n",
        &["1:47 unknown key or section `nowhere`", "1:58 `message` is missing"],
    );
    let (_, findings) = read_all(&[("k", &rule("plan.title == == 3"))]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("k 2:30 "), "{findings:?}");
}
