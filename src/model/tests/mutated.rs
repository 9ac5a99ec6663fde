//! Whatever stands in a file: reading it never panics, and what it finds points into the file.

use super::read_whole;
use proptest::prelude::*;

const SCHEMA: &str = "
fields:
  period: { type: period }
  code: { type: string, pattern: '^[A-Z]+$' }
  needs: { type: list, of: plan, separator: ',', id: 'eip-{}' }
  price: { type: quantity, min: 1, max: 9 }
sections:
  - { id: a, title: 目標, table: { as: targets, columns: { metric: 指標, value: 目標, period: 期間, channel: 渠道, weight: 權重, growth: 同比 } } }
  - { id: b, title: 月度, table: { as: targets, layout: pivot, metric: units, rows: channel, columns: period, totals: both } }
  - { id: c, title: 預算, table: { as: budget, metric: cost, columns: { item: 項目, price: 單價, count: 數量, amount: 金額, share: 占比 }, total: 合計 } }
  - { id: d, title: 階段, sections: [{ id: p, title_match: '^第', repeat: true, phases: { from: heading } }] }
  - { id: e, title: 工作, list: { each: { owner: true, due: true } } }
";

const PLAN: &str = "---
kind: k
period: 2026
region: 長沙
needs: 1, 2
price: 5
targets: { revenue: { value: 1億元, by: { month: { 1月: 600萬, 2026-02: 1 } } }, units: 約5萬套 }
phases: { 甲: 3月1日—4月30日 }
---
# 長沙

## 一、目標

| 指標 | 目標（萬元） | 期間 | 渠道 | 權重 | 同比 |
|---|---|---|---|---|---|
| 銷售額 | 1,100 | Q1 | 賣場 | 60% | — |
| 銷售額 | ≥ 2 | Q2 | b | 40% | +11.4% |
| 合計 | 1,102 | | | | |

## 二、月度

| 渠道 | 1月 | 2月 | 合計 |
|---|--:|--:|--:|
| 賣場 | 1 | 2 | 3 |
| 合計 | 1 | 2 | 3 |

## 三、預算

| 項目 | 單價（元） | 數量 | 金額 | 占比 |
|---|---|---|---|---|
| 櫃位 | 5萬 | 2 | 100,000元 | 100% |
| 合計 | | | 10萬元 | 100% |

## 四、階段

### 第一階段：評估（3月1日—3月30日）

### 第二階段

4月1日至12月1日。

## 五、工作

1. 走訪，@王芳，截止：8 月 31 日。
2. due 2026-10-01 @bob
- [x] 完成（@李明截止2026-09-01）
";

/// Text that is likely to be taken for something.
const PIECES: [&str; 16] = [
    "|",
    "\n",
    "：",
    "（",
    "）",
    "@",
    "截止",
    "合計",
    "99999999999999999999999999999",
    "-",
    "%",
    "萬",
    "2月30日",
    "\u{feff}",
    "é",
    "{",
];

fn mutated(edits: &[(usize, usize, usize)]) -> String {
    let mut chars: Vec<char> = PLAN.chars().collect();
    for (at, removed, piece) in edits {
        let at = at % (chars.len() + 1);
        let end = (at + removed).min(chars.len());
        chars.splice(at..end, PIECES[piece % PIECES.len()].chars());
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_places_hold(edits in prop::collection::vec((0usize..2000, 0usize..6, 0usize..16), 1..8)) {
        let text = mutated(&edits);
        let (_, plan, details) = read_whole(SCHEMA, &text);
        let spans = plan.findings.iter().map(|finding| finding.place.span);
        let statements = plan.statements.iter().map(|statement| statement.span);
        let equations = details.equations.iter().map(|equation| equation.stated.span);
        for span in spans.chain(statements).chain(equations) {
            prop_assert!(text.get(span.range()).is_some(), "{span:?} in\n{text}");
        }
        for statement in &plan.statements {
            let first = statement.repeats.map(|first| &plan.statements[first as usize]);
            prop_assert!(first.is_none_or(|first| first.repeats.is_none()));
        }
    }
}

#[test]
fn the_whole_is_in_order() {
    let (_, plan, details) = read_whole(SCHEMA, PLAN);
    assert_eq!(plan.findings, []);
    assert_eq!((details.tables.len(), plan.budgets.len(), plan.phases.len(), plan.tasks.len()), (3, 1, 3, 3));
}
