//! What schemas become: types, bases merged, and shown again.

use super::*;

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
    assert_eq!((schema.rules[0].level, schema.rules[0].at.as_deref()), (Some(Level::Warn), Some("market")));
    assert!(schema.intro_denied.is_some() && schema.field_order.is_some() && schema.file_name.is_some());
    assert_eq!(schema.severity[0].at_most, Level::Warn);
    assert_eq!(schema.external_links.as_ref().unwrap().0.len(), 1);
}

pub(super) const FULL: &str = r"
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
            "c 1:14 there is no schema `d` (known: a, b)",
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
        ["a 1:29 the section id `x` stands twice", "k 2:30 unknown kind `x` (known: a, b, k)",]
    );
}

#[test]
fn kinds_that_the_site_names_must_be_there() {
    let planpress = "title: A\nplans: [{ path: a/*.md, kind: eip }, { path: b/*.md, kind: k }]\n";
    let files = ConfigFiles {
        lacks: Default::default(),
        planpress: SourceFile::new("planpress.yaml", planpress),
        metrics: None,
        dimensions: None,
    };
    let (config, _) = crate::config::read(&files, &[]).unwrap();
    let (_, findings) = read(&[SourceFile::new("schemas/k.yaml", "")], &[], &config);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].rule, findings[0].place.start().column), ("invalid-config", 31));
}

#[test]
fn json_schema_says_what_editors_can_check() {
    let (schemas, _) = read_all(&[("k", FULL), ("moved", "")]);
    let value = json_schema(&schemas["k"], &config());
    let at = |path: &str| value.pointer(path).cloned().unwrap_or_default();
    assert_eq!(at("/required"), serde_json::json!(["kind", "parent", "period", "region", "reviews"]));
    assert_eq!(at("/properties/kind/const"), "k");
    assert_eq!(at("/properties/stage/enum"), serde_json::json!(["pilot", "full"]));
    assert_eq!(at("/properties/code/maxLength"), 7);
    assert_eq!(at("/properties/numbers/anyOf/1/minItems"), 1);
    assert_eq!(at("/properties/numbers/anyOf/1").get("maxItems"), None);
    assert_eq!(
        at("/properties/region/anyOf/0/anyOf/0/enum"),
        serde_json::json!(["national", "changsha", "長沙"])
    );
    assert_eq!(at("/additionalProperties"), true);
    assert_eq!(at("/allOf/0/if/properties/status/anyOf/0/enum"), serde_json::json!(["closed"]));
}
