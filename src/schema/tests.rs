use super::*;
use crate::config::ConfigFiles;

const SITE: &str = "title: A\nrelations: { reviews: , requires: { cycles: deny } }\n";
const METRICS: &str = "revenue: { title: 銷售額, unit: 元 }\nunits: { unit: 套 }\ncost: { unit: 元 }\n";
const DIMENSIONS: &str = "region: { values: [{ id: national, children: [{ id: changsha, title: 長沙 }] }] }\nchannel: { open: true }\n";

fn config() -> Config {
    let file = |path: &str, text: &str| SourceFile::new(path, text);
    let files = ConfigFiles {
        planpress: file("planpress.yaml", SITE),
        metrics: Some(file("metrics.yaml", METRICS)),
        dimensions: Some(file("dimensions.yaml", DIMENSIONS)),
    };
    let (config, findings) = crate::config::read(&files, &[]).unwrap();
    assert_eq!(findings, []);
    config
}

/// Reads schemas, each a kind and its text; findings as `kind line:column message (help)`.
fn read_all(schemas: &[(&str, &str)]) -> (BTreeMap<String, Arc<Schema>>, Vec<String>) {
    let files: Vec<_> =
        schemas.iter().map(|(kind, text)| SourceFile::new(format!("schemas/{kind}.yaml"), *text)).collect();
    let (read, findings) = read(&files, &config());
    let lines = findings.iter().map(|finding| {
        let at = finding.place.start();
        let kind = finding.place.source.path.trim_start_matches("schemas/").trim_end_matches(".yaml");
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        assert_eq!(finding.rule, "invalid-schema");
        format!("{kind} {}:{} {}{help}", at.line, at.column, finding.message)
    });
    let lines = lines.collect();
    (read, lines)
}

fn check(schema: &str, expected: &[&str]) {
    let (_, findings) = read_all(&[("k", schema)]);
    let findings: Vec<&str> = findings.iter().map(|line| line.strip_prefix("k ").unwrap_or(line)).collect();
    assert_eq!(findings, expected, "in {schema}");
}

#[test]
fn an_empty_schema_is_a_kind_without_rules() {
    let (schemas, findings) = read_all(&[("k", "")]);
    assert_eq!(findings, [""; 0]);
    let schema = &schemas["k"];
    assert_eq!((schema.title.as_str(), schema.unknown_fields, schema.ordered), ("k", Level::Error, true));
}

#[test]
fn every_part_is_typed() {
    let (schemas, findings) = read_all(&[("k", FULL), ("moved", "abstract: false\n")]);
    assert_eq!(findings, [""; 0]);
    let schema = &schemas["k"];
    assert!(matches!(schema.fields[0].kind, FieldType::Period(Some(crate::period::Grain::Year))));
    let FieldType::List(numbers) = &schema.fields[4].kind else { panic!("a list") };
    assert!(matches!(numbers.of, FieldType::Integer));
    assert_eq!(
        (numbers.separator.as_deref(), schema.fields[4].limits.min.as_deref()),
        (Some(","), Some("1"))
    );
    let FieldType::List(needs) = &schema.fields[5].kind else { panic!("a list") };
    assert!(matches!(&needs.of, FieldType::Plan(Some(form)) if form == "eip-{}"));
    let FieldType::List(author) = &schema.fields[6].kind else { panic!("a list") };
    assert!(author.limits.pattern.is_some());
    assert_eq!(schema.fields[7].stands_for.as_deref(), Some("summary"));
    assert!(matches!(schema.fields[1].kind, FieldType::Dimension(_)));
    assert!(matches!(&schema.fields[8].required, Required::If(condition) if !condition.negated));
    assert_eq!(schema.targets.tolerance.to_string(), "0.01");
    assert_eq!(schema.targets.required.len(), 2);
    let [market, work, team, targets, monthly, budget, plain] = &schema.sections[..] else {
        panic!("sections")
    };
    assert_eq!((market.level, market.names[1].as_str()), (2, "市场环境"));
    assert_eq!(market.text.as_ref().unwrap().length, Count { min: Some(80), max: None });
    let list = work.list.as_ref().unwrap();
    assert_eq!((list.ordered, list.items.min, list.owner, list.due), (Some(true), Some(6), true, true));
    let phase = &team.sections[0];
    assert!(phase.title_match.as_ref().unwrap().is_match(&crate::fold::fold("第一階段：評估")));
    assert_eq!(phase.repeat.as_ref().unwrap().0, Count { min: Some(4), max: Some(4) });
    let phases = phase.phases.as_ref().unwrap();
    assert_eq!((phases.overlap, phases.gap, phases.within), (Some(Level::Error), Some(Level::Warn), true));
    assert_eq!((phase.level, phase.ordered), (3, false));
    let table = &targets.tables[0];
    assert_eq!(table.role, TableRole::Targets);
    assert_eq!(table.rows, Count { min: Some(2), max: None });
    assert_eq!(
        table.columns.iter().map(|column| column.key.as_str()).collect::<Vec<_>>(),
        ["metric", "value", "period", "channel"]
    );
    assert_eq!(
        targets.tables[1].scope,
        [(config().dimension_named("region").unwrap(), "changsha".to_owned())]
    );
    let Layout::Pivot { rows, columns, row_total, column_total } = &monthly.tables[0].layout else {
        panic!("pivot")
    };
    assert!(matches!(rows, Axis::Dimension(_)) && *columns == Axis::Period && *row_total && *column_total);
    assert_eq!(budget.tables[0].total.as_deref(), Some("合計"));
    let columns = &plain.tables[0].columns;
    assert_eq!((columns[0].headings.len(), columns[1].required, columns[1].empty), (2, false, true));
    assert_eq!(plain.tables[0].unknown_columns, Level::Error);
    assert_eq!((schema.rules[0].level, schema.rules[0].at.as_deref()), (Level::Warn, Some("market")));
    assert!(schema.intro_denied.is_some() && schema.field_order.is_some() && schema.file_name.is_some());
    assert_eq!(schema.severity[0].at_most, Level::Warn);
    assert_eq!(schema.external_links.as_ref().unwrap().0.len(), 1);
}

const FULL: &str = r"
title: 區域年度計劃
fields:
  period: { type: period, grain: year, required: true }
  region: { required: true }
  code:   { type: string, pattern: '^[A-Z]{2}-\d{4}$', max: 7 }
  stage:  { type: string, one_of: [pilot, full], default: pilot }
  numbers: { type: list, of: integer, separator: ',', min: 1 }
  needs:  { type: list, of: plan, separator: ',', id: 'eip-{}', sorted: true, unique: true }
  author: { type: list, separator: ',', of: { type: string, pattern: '^\w+$' } }
  description: { type: string, as: summary }
  reason: { type: string, required_if: { status: closed }, allowed_if: { status: [closed, active] } }
  budgeted: { type: quantity, metric: cost, min: 5萬 }
  joined: { type: date, min: 2020-01-01 }
  note: text
unknown_fields: warn
field_order: strict
file_name: '{code}.md'
intro: deny
external_links: { allow: ['^https://docs\.example/'] }
severity: [{ when: { status: [closed] }, at_most: warn }]
relations: { parent: { required: true, kind: [k, moved] }, reviews: { min: 1 }, requires: { required: { when: { status: closed } } } }
targets: { required: [revenue, { metric: units, when: { status: [active] } }], allowed: [revenue, units], tolerance: 1% }
order: any
unknown_sections: error
placeholders: warn
text: { must_not_match: '(?i)standard' }
sections:
  - id: market
    title: 市場分析
    aliases: [市場環境]
    required: true
    summary: true
    text: { min: 80, must_match: '\d', must_not_match: '必勝' }
  - id: work
    title: 工作規劃
    required: { unless: { status: [closed] } }
    list: { ordered: true, min: 6, each: { owner: true, due: true } }
  - id: team
    title: 團隊
    sections:
      - { id: phase, title_match: '^第.+階段', repeat: { exactly: 4 }, phases: { from: heading, overlap: deny, gap: warn, within: period } }
  - id: targets
    title: 目標分解
    tables:
      - { as: targets, columns: { metric: 指標, value: 目標, period: 期間, channel: 渠道 }, rows: { min: 2 } }
      - { as: targets, metric: units, region: 長沙, period: 2026-Q3, columns: { value: 目標, period: [期間, 月份] }, required: false }
  - id: monthly
    title: 月度分解
    table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both }
  - id: budget
    title: 費用預算
    labels: [不足, 改進]
    table: { as: budget, metric: cost, columns: { item: 項目, price: 單價, amount: 金額, share: 占比 }, total: 合計 }
  - id: plain
    title: 其他
    table: { columns: { 名稱: [名稱, 品名], 備註: { heading: 備註, required: false, empty: true, max: 20 } }, unknown_columns: error, exactly: 2 }
rules:
  - { assert: 'plan.targets.units <= plan.figures.units * 0.2', message: 過高, severity: warn, at: market }
  - { id: own, assert: 'size(plan.title) <= 30', message: 過長, when: { status: active } }
";

#[test]
fn a_shown_schema_reads_the_same() {
    let config = config();
    let (schemas, _) = read_all(&[("k", FULL), ("moved", "")]);
    let shown = show(&schemas["k"], &config);
    let (again, findings) = read_all(&[("k", &shown), ("moved", "")]);
    assert_eq!(findings, [""; 0], "{shown}");
    assert_eq!(show(&again["k"], &config), shown);
    assert_eq!(again["k"].sections.len(), 7);
}

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
        "fields: { a: { min: 5, max: 3 }, b: { one_of: [] }, c: { one_of: [x], default: y } }\n",
        &[
            "1:21 `min` 5 is more than `max` 3",
            "1:47 `one_of` is empty: nothing would be right",
            "1:80 the default `y` is none of `x`",
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
        &["1:26 `when` or `unless` is missing", "1:28 unknown key `whn` (did you mean `when`?)"],
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
    check("severity: [{ at_most: warn }]\n", &["1:12 `when` is missing"]);
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
        &table("{ as: targets, columns: { metric: 指標, valu: 目標 } }"),
        &[
            "3:27 a table of targets needs a column `value` (write `columns: { value: HEADING }`)",
            "3:50 a table of targets has no column `valu` (did you mean `value`?)",
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

#[test]
fn bases_are_merged_and_overridden_by_name() {
    let base = "abstract: true\nunknown_fields: allow\nplaceholders: warn\nfields: { a: { type: string }, b: { type: date } }\n\
        sections: [{ id: x, title: X }, { id: y, title: Y }, { id: z, title: Z }]\nrules: [{ id: r, assert: plan.draft, message: base }]\n\
        relations: { parent: { required: true } }\ntargets: { required: [revenue], tolerance: 2% }\n";
    let kind = "extends: base\nfields: { b: { type: boolean }, c: text }\n\
        sections: [{ id: y, title: 乙 }, { id: new, title: N }]\nrules: [{ id: r, assert: plan.draft, message: own }]\n\
        targets: { required: [{ metric: revenue, when: { status: active } }, units] }\n";
    let (schemas, findings) = read_all(&[("base", base), ("k", kind)]);
    assert_eq!(findings, [""; 0]);
    let schema = &schemas["k"];
    assert_eq!(
        (schema.is_abstract, schema.unknown_fields, schema.placeholders),
        (false, Level::Off, Some(Level::Warn))
    );
    assert_eq!(schema.fields.iter().map(|field| field.key.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(matches!(schema.fields[1].kind, FieldType::Boolean));
    assert_eq!(
        schema.sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(),
        ["X", "乙", "N", "Z"]
    );
    assert_eq!(schema.rules.iter().map(|rule| rule.message.as_str()).collect::<Vec<_>>(), ["own"]);
    assert_eq!(schema.relations.len(), 1);
    assert_eq!(schema.targets.required.len(), 2);
    assert!(matches!(schema.targets.required[0].1, Required::If(_)));
    assert_eq!(schema.targets.tolerance.to_string(), "0.02");
    assert_eq!(schema.bases, ["base"]);
}

#[test]
fn faults_of_bases_are_found_once() {
    let (schemas, findings) =
        read_all(&[("a", "extends: b\n"), ("b", "extends: c\n"), ("c", "extends: [a, d]\n")]);
    assert_eq!(
        findings,
        [
            "c 1:11 `c` extends itself: `a` → `b` → `c` → `a` (remove one of these `extends`)",
            "c 1:14 there is no schema `d` (did you mean `a`?)",
        ]
    );
    assert_eq!(schemas["a"].bases, ["b", "c"]);
    let clash = "sections: [{ id: x }, { id: x }]\n";
    let (_, findings) = read_all(&[
        ("a", clash),
        ("b", "extends: a\n"),
        ("k", "extends: [a, b]\nrelations: { parent: { kind: x } }\n"),
    ]);
    assert_eq!(
        findings,
        ["a 1:29 the section id `x` stands twice", "k 2:30 unknown kind `x` (did you mean `a`?)",]
    );
}

#[test]
fn kinds_that_the_site_names_must_be_there() {
    let planpress = "title: A\nplans: [{ path: a/*.md, kind: eip }, { path: b/*.md, kind: k }]\n";
    let files = ConfigFiles {
        planpress: SourceFile::new("planpress.yaml", planpress),
        metrics: None,
        dimensions: None,
    };
    let (config, _) = crate::config::read(&files, &[]).unwrap();
    let (_, findings) = read(&[SourceFile::new("schemas/k.yaml", "")], &config);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].rule, findings[0].place.start().column), ("invalid-config", 31));
}
