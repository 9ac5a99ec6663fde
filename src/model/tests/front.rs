//! Front matter: standard keys, fields and their limits, statements.

use super::{check, read};
use crate::model::FieldValue;

const FIELDS: &str = "
fields:
  period: { type: period, grain: year, required: true }
  code: { type: string, pattern: '^[A-Z]{2}-\\d{4}$', max: 7 }
  stage: { type: string, one_of: [pilot, full] }
  months: { type: integer, min: 1, max: 12 }
  joined: { type: date }
  price: { type: quantity, unit: 元 }
  paid: { type: boolean }
  site: { type: url }
  numbers: { type: list, of: integer, separator: ',', min: 2 }
  needs: { type: list, of: plan, separator: ',', id: 'eip-{}', sorted: true, unique: true }
  blurb: { type: string, as: summary, max: 5 }
";

#[test]
fn standard_keys() {
    let (_, plan) = read(
        "fields: { }",
        "---
kind: k
id: 長沙-2026
status: active
period: 2026
owner: [李明, 王芳]
tags: 空調
region: 長沙市
channel: kiosk
date: 2026-01-05
draft: true
aliases: [old-1]
parent: national
requires: [a, b]
lang: zh-hans
allow: { near-copy: 同一個模板 }
---
# 長沙計劃
",
    );
    assert_eq!(plan.findings, []);
    assert_eq!(plan.id.value, "長沙-2026");
    assert_eq!(plan.title.value, "長沙計劃");
    assert_eq!(plan.period.as_ref().map(|p| p.value.key()).as_deref(), Some("2026"));
    let owners: Vec<&str> = plan.owners.iter().map(|owner| owner.value.as_str()).collect();
    assert_eq!(owners, ["李明", "王芳"]);
    let places: Vec<&str> = plan.dimensions.iter().map(|(_, value)| value.value.as_str()).collect();
    assert_eq!(places, ["changsha", "kiosk"]);
    let references: Vec<_> =
        plan.references.iter().map(|r| (r.relation.as_str(), r.id.value.as_str())).collect();
    assert_eq!(references, [("parent", "national"), ("requires", "a"), ("requires", "b")]);
    assert!(plan.draft);
    assert_eq!(plan.lang.as_ref().map(|lang| lang.value.code()), Some("zh-Hans"));
    assert_eq!(plan.allowed[0].1, "同一個模板");
    assert_eq!(plan.texts("owner"), ["李明", "王芳"]);
}

#[test]
fn what_is_absent_has_defaults() {
    let (_, plan) =
        read("fields: { stage: { type: string, default: pilot } }", "---\nkind: k\nowner:\n---\n");
    assert_eq!(plan.findings, []);
    assert_eq!((plan.id.value.as_str(), plan.title.value.as_str()), ("p", "p"));
    assert!(plan.owners.is_empty());
    assert_eq!(plan.texts("stage"), ["pilot"]);
    assert!(plan.field("stage").is_some());
}

#[test]
fn good_fields() {
    let (_, plan) = read(
        FIELDS,
        "---\nkind: k\nperiod: 2026\ncode: CS-2026\nstage: full\nmonths: 9\njoined: 2026-04-15\nprice: 1,800元\npaid: true\nsite: https://example.org\nnumbers: 2, 161\nneeds: 7, 12\nblurb: 短\n---\n",
    );
    assert_eq!(plan.findings, []);
    let ids: Vec<_> = plan
        .references
        .iter()
        .map(|r| (r.id.value.as_str(), plan.document.source.slice(r.id.span)))
        .collect();
    assert_eq!(ids, [("eip-7", "7"), ("eip-12", "12")]);
    assert_eq!(plan.summary.as_ref().map(|s| s.value.as_str()), Some("短"));
    assert_eq!(plan.fields.len(), 9);
}

#[test]
fn bad_fields() {
    check(
        FIELDS,
        "---\nkind: k\nperiod: 2026-Q1\ncode: cs-2026\nstage: ful\nmonths: 13\njoined: 2026-02-30\nprice: 5套\npaid: yes\nsite: example\nnumbers: 2, x\nneeds: 12, 7, 7\nblurb: 一二三四五六\nstatus: activ\n---\n",
        "invalid-value @3:9 [2026-Q1] `period` expects a year such as `2026`, found `2026-Q1`
        invalid-value @14:9 [activ] `status` expects `draft`, `review`, `approved`, `active` or `closed`, found `activ`
        invalid-value @13:8 [一二三四五六] `blurb` has 6 characters, expected at most 5
        invalid-value @4:7 [cs-2026] `code` is `cs-2026`, which does not match `^[A-Z]{2}-\\d{4}$`
        invalid-value @5:8 [ful] `stage` expects `pilot` or `full`, found `ful`
        invalid-value @6:9 [13] `months` is `13`, expected at most 12
        invalid-date @7:9 [2026-02-30] February 2026 has 28 days
        unit-mismatch @8:8 [5套] `price` expects a quantity in `元`, found `5套`
        invalid-value @9:7 [yes] `paid` expects `true` or `false`, found `yes`
        invalid-value @10:7 [example] `site` expects an address such as `https://example.org`, found `example`
        invalid-value @11:13 [x] `numbers` expects a whole number, found `x`
        invalid-value @12:12 [7] `7` stands behind `12`, the items must be in order
        invalid-value @12:15 [7] `needs` has `7` twice, its items must differ",
    );
}

#[test]
fn keys_and_kinds() {
    check("fields: { }", "text\n", "missing-front-matter @1:1 [] no front matter");
    check(
        "fields: { }",
        "---\nkind: k\n",
        "invalid-front-matter @1:1 [---] the front matter is never closed",
    );
    check("fields: { }", "---\nkind: kk\n---\n", "unknown-kind @2:7 [kk] unknown kind `kk`");
    check(
        "fields: { }",
        "---\nkind: k\nstatsu: draft\nid: a/b\nlang: fr\nregion: 長砂\n---\n",
        "unknown-field @3:1 [statsu] unknown key `statsu`
        invalid-id @4:5 [a/b] `a/b` is no id
        invalid-value @5:7 [fr] `lang` expects `en`, `zh-Hans` or `zh-Hant`, found `fr`
        invalid-value @6:9 [長砂] unknown value of `region` `長砂`",
    );
    let (_, plan) = read("fields: { }", "---\nkind: k\nstatsu: draft\nregion: 長砂\n---\n");
    let fixes: Vec<_> = plan.findings.iter().map(|f| f.fix.as_ref().map(|fix| fix.text.as_str())).collect();
    assert_eq!(fixes, [Some("status"), None]);
}

#[test]
fn placeholders_are_not_faults() {
    check(
        FIELDS,
        "---\nkind: k\nperiod: 20xx\ncode: XX-待定\njoined: TBD\ntargets: { revenue: '****萬元' }\n---\n",
        "",
    );
}

#[test]
fn statements_in_short() {
    check(
        "fields: { }",
        "---\nkind: k\nperiod: 2026\nowner: 李明\nregion: changsha\ntargets: { revenue: 1億元, 總銷量: 約5萬 }\nactuals:\n  units: '>= 300'\n---\n",
        "0 target revenue=100000000 2026 region=changsha owner=李明 @6:21
        1 target units=~50000 2026 region=changsha owner=李明 @6:31
        2 actual units=>=300 2026 region=changsha owner=李明 @8:10",
    );
    check(
        "fields: { }",
        "---\nkind: k\ntargets:\n  revenu: 1\n  units: 5萬元\n  share: x%\n  cost:\n  headcount: [1, 2]\n---\n",
        "0 target headcount=1 @8:15
        1 target headcount=2 repeats=0 @8:18
        unknown-metric @4:3 [revenu] unknown metric `revenu`
        unit-mismatch @5:10 [5萬元] `5萬元` is in `元`, but `units` is counted in `套`
        invalid-quantity @6:10 [x%] `x%` is not a number, expected a quantity such as `1,200` or `≥ 5 萬元`
        invalid-quantity @7:3 [cost] no value, expected a quantity such as `1,200` or `5 萬元`",
    );
}

#[test]
fn statements_at_length() {
    check(
        "fields: { }",
        "---
kind: k
period: 2026
targets:
  - { metric: revenue, value: 1000, weight: 60%, note: n }
  - { metric: units, value: 20, weight: 0.3, period: Q1, channel: 賣場, owner: 王芳 }
  - { metric: units, valeu: 20, channel: ka }
  - { value: 20 }
  - 7
---
",
        "0 target revenue=1000 2026 weight=0.6 @5:31
        1 target units=20 2026-Q1 channel=ka owner=王芳 weight=0.3 group=0/None @6:29
        weight-sum 100 of 60 30 @5:45
        unknown-field @7:22 [valeu] unknown key `valeu`
        invalid-value @7:15 [units] `value` is missing
        invalid-value @8:5 [] `metric` is missing
        invalid-value @9:5 [7] `targets` expects `metric` and `value` in each item, found `7`",
    );
}

#[test]
fn numbers_that_commas_cut_off() {
    check(
        "fields: { }",
        "---
kind: k
period: 2026
targets:
  revenue: { value: 約3,800萬元, owner: 王芳 }
---
",
        "0 target revenue=~3 2026 owner=王芳 @5:21
        invalid-quantity @5:24 [800萬元] `800萬元` is cut off: a comma ends a value inside braces",
    );
}

#[test]
fn splits() {
    check(
        "fields: { }",
        "---
kind: k
period: 2026
region: national
targets:
  revenue:
    value: 100
    by:
      quarter: { 1: 40, 2026-Q2: { value: 60, by: { month: { 4月: 10, 2026-05: 50 } } } }
      region: { 長沙: 30, shenzhen: 70 }
  units: { value: 10, partial: true, by: { channel: { ka: 4 }, owner: { 李明: 3 } } }
  headcount: { value: 5, by: { month: { 2026-01: 4, 2026-12: 5 } } }
---
",
        "0 target revenue=100 2026 region=national @7:12
        1 target revenue=40 2026-Q1 region=national group=0/Some(0) @9:21
        2 target revenue=60 2026-Q2 region=national group=0/Some(0) @9:43
        3 target revenue=10 2026-04 region=national group=1/Some(2) @9:66
        4 target revenue=50 2026-05 region=national group=1/Some(2) @9:79
        5 target revenue=30 2026 region=changsha group=2/Some(0) @10:21
        6 target revenue=70 2026 region=shenzhen group=2/Some(0) @10:35
        7 target units=10 2026 region=national @11:19
        8 target units=4 2026 region=national channel=ka group=3/Some(7) @11:59
        9 target units=3 2026 region=national item=李明 owner=李明 group=4/Some(7) @11:77
        10 target headcount=5 2026 region=national @12:23
        11 target headcount=4 2026-01 region=national group=5/Some(10) @12:50
        12 target headcount=5 2026-12 region=national group=5/Some(10) @12:62
        sum-mismatch 60 of 10 50 @9:43
        sum-mismatch 100 of 40 60 @7:12
        sum-mismatch 100 of 30 70 @7:12
        sum-mismatch 10 of 4 partial @11:19
        sum-mismatch 10 of 3 partial @11:19
        sum-mismatch 5 of 5 @12:23",
    );
    check(
        "fields: { }",
        "---
kind: k
period: 2026
region: changsha
targets:
  revenue: { value: 9, by: { month: { 2027-01: 4, 2026-Q1: 5 }, regoin: { a: 1 }, region: { shenzhen: 2 } } }
---
",
        "0 target revenue=9 2026 region=changsha @6:21
        invalid-period @6:39 [2027-01] `2027-01` lies outside 2026, the period that is split
        invalid-period @6:51 [2026-Q1] expected a month such as `2026-03`, found `2026-Q1`
        invalid-value @6:65 [regoin] unknown axis `regoin`
        invalid-value @6:93 [shenzhen] `shenzhen` is no part of `changsha`",
    );
}

#[test]
fn a_period_takes_its_year_from_the_plan() {
    let schema = "fields:\n  p: { type: period }\n  all: { type: list, of: period }\n";
    let (_, plan) = read(schema, "---\nkind: k\np: Q3\nall: [Q1, 3月1日—3月30日]\nperiod: 2026\n---\n");
    assert_eq!(plan.findings, []);
    let key = |value: &FieldValue| match value {
        FieldValue::Period(period) => period.key(),
        other => format!("{other:?}"),
    };
    assert_eq!(key(&plan.fields[0].value.value), "2026-Q3");
    let FieldValue::List(all) = &plan.fields[1].value.value else { panic!("{:?}", plan.fields[1]) };
    let all: Vec<String> = all.iter().map(|item| key(&item.value)).collect();
    assert_eq!(all, ["2026-Q1", "2026-03-01..2026-03-30"]);
    check(
        schema,
        "---\nkind: k\np: Q3\n---\n",
        "invalid-period @3:4 [Q3] `Q3` has no year, and there is no period to take it from",
    );
}

#[test]
fn both_ends_lie_between_the_limits() {
    let schema = "fields:\n  q: { type: list, of: { type: quantity, min: 100, max: 200 } }\n";
    let list = |items: &str| format!("---\nkind: k\nq: [{items}]\n---\n");
    check(schema, &list("100元, 200, 100–200元, ≥150元, ≤150, 約120"), "");
    check(
        schema,
        &list("50–150元, 150–250元, ≥50元, ≤250元"),
        "invalid-value @3:5 [50–150元] `q` is `50–150元`, expected at least 100
        invalid-value @3:14 [150–250元] `q` is `150–250元`, expected at most 200
        invalid-value @3:24 [≥50元] `q` is `≥50元`, expected at least 100
        invalid-value @3:30 [≤250元] `q` is `≤250元`, expected at most 200",
    );
}

#[test]
fn per_mille_of_a_percentage() {
    check(
        "",
        "---\nkind: k\nperiod: 2026\ntargets: { share: 5‰, revenue: 5‰ }\n---\n",
        "0 target share=0.5 2026 @4:19
        unit-mismatch @4:32 [5‰] `5‰` is in `‰`, but `revenue` is counted in `元`",
    );
}

#[test]
fn statements_at_places_that_cannot_be_read_take_no_place() {
    check(
        "",
        "---
kind: k
period: 2026
targets:
- { metric: units, value: 3, period: 2026-Q5 }
- { metric: units, value: 4, region: 火星 }
- { metric: units, value: 5, region: 火星, by: { quarter: { 2026-Q1: 5, 2026-Q2: 1x } } }
- { metric: units, value: 100 }
---
",
        "0 target units=100 2026 @8:27
        invalid-period @5:38 [2026-Q5] there is no quarter 5, the last one is 4
        invalid-value @6:38 [火星] unknown value of `region` `火星`
        invalid-value @7:38 [火星] unknown value of `region` `火星`
        unit-mismatch @7:80 [1x] `1x` is in `x`, but `units` is counted in `套`",
    );
}
