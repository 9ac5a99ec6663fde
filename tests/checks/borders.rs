//! Cases at the border of what a schema says: levels of sections, bounds of standard keys, dates in headings.

use super::check;

fn site(schema: &str, front: &str, body: &str) -> String {
    format!("=== schemas/plan.yaml\ntitle: Plan\n{schema}=== plans/a.md\n---\nkind: plan\n{front}---\n{body}")
}

/// A section at a level of its own stands below headings that the schema leaves free.
#[test]
fn levels_reach_below_free_headings() {
    let schema = "unknown_sections: allow\nsections:\n  - id: part\n    title: Part\n    sections: [{ id: detail, \
                  title: Detail, level: 4, required: true, text: { min: 3 } }]\n  - { id: sum, title: Sum, level: 3, \
                  required: true }\n";
    check(&site(schema, "", "## Part\n### Free\n#### Detail\nabc\n## Other\n### Sum\nx\n"), &[]);
    check(&site(schema, "", "## Part\n#### Detail\nabc\n## Other\n### Sum\nx\n"), &[]);
    check(
        &site(schema, "", "## Part\n### Free\n#### Detial\nabc\n## Other\n### Sum\nx\n"),
        &["plans/a.md:6:6: error: there is no section \"Detial\" [misspelt-section]"],
    );
    check(
        &site(schema, "", "## Part\n### Free\n#### Detail\na\n## Other\nx\n"),
        &[
            "plans/a.md:4:4: error: section \"Sum\" is missing [missing-section]",
            "plans/a.md:6:6: error: section \"Detail\" has 1 character, expected at least 3 [text-length]",
        ],
    );
}

#[test]
fn bounds_hold_for_the_standard_date() {
    let schema = "fields: { date: { min: 2026-01-01, max: 2026-12-31 } }\n";
    check(
        &site(schema, "date: 2025-12-31\n", ""),
        &["plans/a.md:3:7: error: `date` is `2025-12-31`, expected at least 2026-01-01 [invalid-value]"],
    );
    check(&site(schema, "date: 2026-01-01\n", ""), &[]);
}

/// What else is wrong with a list of plans does not keep its links from being looked up.
#[test]
fn links_of_a_faulty_list_are_resolved() {
    let schema = "fields: { needs: { type: list, of: plan, separator: ',', sorted: true } }\n";
    check(
        &site(schema, "needs: b, a, c\n", ""),
        &[
            "plans/a.md:3:8: error: no plan has the id `b` [broken-link]",
            "plans/a.md:3:11: error: `a` stands behind `b`, the items must be in order [invalid-value]",
            "plans/a.md:3:14: error: no plan has the id `c` [broken-link]",
        ],
    );
}

#[test]
fn dates_in_headings_end_where_they_end() {
    let schema = "sections:\n  - id: work\n    title: Work\n    sections: [{ id: phase, title: Phase, title_match: '^第', \
                  repeat: {}, phases: { from: heading, overlap: deny, gap: warn, within: period } }]\n";
    let plan = |first: &str, second: &str| {
        site(
            schema,
            "period: 2026\n",
            &format!("## Work\n### 第一階段：{first}\n好。\n### 第二階段 {second}\n好。\n"),
        )
    };
    check(&plan("1月—3月", "4月—12月"), &[]);
    check(&plan("1月1日至8月", "9月1日—12月中旬"), &[]);
    check(
        &plan("1月1日—8月31日", "9月1日-次年1月31日"),
        &[
            "plans/a.md:8:5: error: \"第二階段\" does not lie in the period of the plan, 2026-01-01 to 2026-12-31 [phase-outside-period]",
        ],
    );
    check(
        &plan("1月—3月", "3月30日—5月"),
        &[
            "plans/a.md:8:5: error: \"第二階段\" overlaps \"第一階段\" from 2026-03-30 to 2026-03-31 [phase-overlap]",
        ],
    );
}

/// Values that `planpress.yaml` gives to plans are judged once, where they are written.
#[test]
fn defaults_are_checked_where_they_stand() {
    let config = |defaults: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nplans:\n  - {{ path: plans/*.md, kind: plan, defaults: {{ {defaults} }} }}\n\
             === plans/a.md\n---\ntitle: A\n---\n=== plans/b.md\n---\ntitle: B\n---\n"
        )
    };
    check(&config("status: draft, owner: 李明, region: changsha, targets: { units: 5 }, period: 2026"), &[]);
    check(
        &config("status: activ"),
        &[
            "planpress.yaml:3:57: error: `status` expects `draft`, `review`, `approved`, `active` or `closed`, found `activ` [invalid-value]",
        ],
    );
    check(
        &config("onwer: x, period: 2026-13, region: mars, targets: { unit: 5 }"),
        &[
            "planpress.yaml:3:49: error: unknown key `onwer` [unknown-field]",
            "planpress.yaml:3:67: error: there is no month 13, the last one is 12 [invalid-period]",
            "planpress.yaml:3:84: error: unknown value of `region` `mars` [invalid-value]",
            "planpress.yaml:3:101: error: unknown metric `unit` [unknown-metric]",
        ],
    );
    // Where files name their kinds, a key may be of any of them.
    let site = |schemas: &str, defaults: &str| {
        format!(
            "=== planpress.yaml\ntitle: X\nplans: [{{ path: plans/*.md, defaults: {{ {defaults} }} }}]\n\
             === schemas/plan.yaml\ntitle: Plan\n{schemas}=== plans/a.md\n---\nkind: plan\ntitle: A\n---\n"
        )
    };
    let note = "=== schemas/note.yaml\ntitle: Note\nfields: { stage: { type: string } }\n";
    let unknown = |rule: &str| format!("planpress.yaml:2:41: {rule}: unknown key `ownr` [unknown-field]");
    check(&site("", "ownr: Mara"), &[&unknown("error")]);
    check(&site(note, "ownr: Mara, stage: pilot"), &[&unknown("error")]);
    check(&site("unknown_fields: warn\n", "ownr: Mara"), &[&unknown("warning")]);
    check(&site("unknown_fields: allow\n", "ownr: Mara"), &[]);
    check(&site(note, "owner: Mara, stage: pilot"), &[]);
}

/// Spreadsheets write rows of nothing but commas behind the last one.
#[test]
fn empty_rows_of_data_are_none() {
    let site = "=== plans/a.md\n---\nkind: plan\n---\n=== data/a.csv\nkind,metric,value,period,note\nactual,units,5,2026,\n,,,,\n ,,,,\nactual\n";
    check(site, &["data/a.csv:5:1: error: 1 cell, the heading has 5 [invalid-data]"]);
}

#[test]
fn a_day_in_the_column_done_is_done() {
    let site = "=== planpress.yaml\ntitle: X\nchecks: { overdue: warn }\n=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: t, title: Tasks, \
                table: { as: tasks, columns: { task: Task, due: Due, done: Done } } }\n=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## Tasks\n\
                | Task | Due | Done |\n| - | - | - |\n| a | 2026-06-01 | 2026-06-02 |\n| b | 2026-06-01 | 6月2日 |\n| c | 2026-06-01 | 80% |\n";
    check(site, &["plans/a.md:10:3: warning: the task was due on 2026-06-01 [overdue]"]);
    // A day that cannot be is a slip of a task that is done; other words say how far the task is.
    let slips =
        site.replace("| 80% |\n", "| 2026-02-30 |\n| d | | 2026-13 |\n| e | 2026-12-01 | perhaps |\n");
    check(
        &slips,
        &[
            "plans/a.md:10:20: error: February 2026 has 28 days [invalid-date]",
            "plans/a.md:11:9: error: there is no month 13, the last one is 12 [invalid-date]",
        ],
    );
}

/// A fault in one target hides no other that is missing; a name that may be the missing one does.
#[test]
fn targets_are_missing_beside_faulty_ones() {
    let schema = "targets: { required: [revenue, units] }\n";
    let missing = |metric: &str, title: &str| {
        format!("plans/a.md:2:7: error: the plan has no target for `{metric}` ({title}) [missing-target]")
    };
    let plan = |targets: &str| site(schema, &format!("period: 2026\ntargets: {{ {targets} }}\n"), "");
    check(
        &plan("revenu: 5"),
        &[&missing("units", "銷售量"), "plans/a.md:4:12: error: unknown metric `revenu` [unknown-metric]"],
    );
    check(
        &plan("units: 5元"),
        &[
            &missing("revenue", "銷售額"),
            "plans/a.md:4:19: error: `5元` is in `元`, but `units` is counted in `套` [unit-mismatch]",
        ],
    );
    check(&plan("turnover: 5"), &["plans/a.md:4:12: error: unknown metric `turnover` [unknown-metric]"]);
}

#[test]
fn a_column_that_stands_twice_is_said_to() {
    let schema = "sections:\n  - { id: t, title: Targets, table: { as: targets, columns: { metric: Metric, value: Value } } }\n";
    check(
        &site(
            schema,
            "period: 2026\n",
            "## Targets\n| Metric | Value | value |\n| - | - | - |\n| units | 5 | 6 |\n",
        ),
        &[
            "plans/a.md:6:20: warning: column \"value\" stands twice, only the first one counts [unknown-column]",
        ],
    );
}

#[test]
fn an_alias_that_is_the_plans_own_id_is_called_that() {
    check(
        "---\nkind: plan\nid: a\naliases: [b, a, b]\n---\n",
        &[
            "plans/example.md:4:14: error: the alias `a` is the plan's own id or another of its aliases [duplicate-id]",
            "plans/example.md:4:17: error: the alias `b` is the plan's own id or another of its aliases [duplicate-id]",
        ],
    );
}

#[test]
fn an_amount_cut_off_by_a_comma_is_said_to_be() {
    check(
        "---\nkind: plan\nperiod: 2026\ntargets: { revenue: 12,000, units: 5 }\n---\n",
        &[
            "plans/example.md:4:24: error: `000` is cut off: a comma ends a value inside braces [invalid-quantity]",
        ],
    );
}

/// Targets in two tables of one section are all read.
#[test]
fn a_second_table_under_the_same_headings_is_read_too() {
    let table = "| Metric | Value |\n| - | - |\n";
    let body =
        format!("## Targets\n{table}| units | 5 |\n\nAnd:\n\n{table}| revenue | abc |\n| market | 7 |\n");
    let column = "columns: { metric: Metric, value: Value }";
    let schema = |more: &str| {
        format!(
            "sections:\n  - {{ id: t, title: Targets, table: {{ as: targets, {column}{more} }} }}\ntargets: {{ required: [market] }}\n"
        )
    };
    let abc = "plans/a.md:14:13: error: `abc` is not a number, expected a quantity such as `1,200` or `≥ 5 萬元` [invalid-quantity]";
    check(&site(&schema(""), "period: 2026\n", &body), &[abc]);
    let missing = "plans/a.md:2:7: error: the plan has no target for `market` (市場容量) [missing-target]";
    check(&site(&schema(", max: 9"), "period: 2026\n", &body), &[missing]);
}
