//! Sections, phases, tasks, and which table is whose.

use super::{check, read};

fn sections(schema: &str, body: &str) -> Vec<String> {
    let (_, plan) = read(schema, &format!("---\nkind: k\n---\n{body}"));
    let line = |(index, path): (usize, &Option<Vec<u16>>)| {
        let heading = plan.document.sections[index].heading.as_ref()?;
        let path = path.as_ref().map_or("-".to_owned(), |path| format!("{path:?}"));
        let near = if plan.misspelt.contains(&index) { " misspelt" } else { "" };
        let level = if plan.wrong_level.contains(&index) { " level" } else { "" };
        Some(format!("{} {path}{near}{level}", heading.title))
    };
    plan.sections.iter().enumerate().filter_map(line).collect()
}

#[test]
fn headings_are_sections() {
    let schema = "sections:
  - { id: market, title: 市場分析, aliases: [市場環境] }
  - id: team
    title: 團隊建設
    sections: [{ id: phase, title_match: '^第.+階段', repeat: true }, { id: rest, title: 其餘事項 }]
  - { id: swot, title: SWOT 分析 }
";
    assert_eq!(
        sections(
            schema,
            "# 計劃\n## 一、市场环境：\n### 團隊建設\n## （二）團隊建設\n### 第一階段：甲\n### 第二階段\n### 其餘事頂\n## ＳＷＯＴ分析\n## 附錄\n"
        ),
        [
            "計劃 -",
            "市场环境 [0]",
            "團隊建設 -",
            "團隊建設 [1]",
            "第一階段：甲 [1, 0]",
            "第二階段 [1, 0]",
            "其餘事頂 [1, 1] misspelt",
            "ＳＷＯＴ分析 [2] misspelt",
            "附錄 -",
        ]
    );
    assert_eq!(
        sections(schema, "## 市場份析\n#### 團隊建設\n# SWOT 分析\n### 團隊建設\n"),
        ["市場份析 [0] misspelt", "團隊建設 -", "SWOT 分析 [2] level", "團隊建設 [1] level"]
    );
}

#[test]
fn summary_of_a_section() {
    let (_, plan) = read(
        "sections: [{ id: a, title: 背景, summary: true }]",
        "---\nkind: k\n---\n## 背景\n\n- x\n\n第一段。\n",
    );
    assert_eq!(plan.summary.as_ref().map(|s| s.value.as_str()), Some("第一段。"));
}

#[test]
fn phases_in_headings() {
    check(
        "sections: [{ id: t, title: 團隊, sections: [{ id: p, title_match: '^第.+階段', repeat: true, phases: { from: heading } }] }]",
        "---
kind: k
period: 2026
---
## 團隊

### 第一階段：評估（3月1日—3月30日）

### 第二階段 4月1日至10月30日：培訓

### 第三階段

招募由 11月1日—12月1日 進行。

### 第四階段（2月1日—2月30日）

### 第五階段（12月1日—2月28日）

### 第六階段（待定）

### 第七階段
",
        "phase 第一階段：評估 2026-03-01..2026-03-30 group 0 @7:13
        phase 第二階段 ：培訓 2026-04-01..2026-10-30 group 0 @9:10
        phase 第三階段 2026-11-01..2026-12-01 group 0 @13:5
        phase 第四階段 2026-02-01..2026-02-28 group 0 @15:10
        phase 第五階段 2026-12-01..2027-02-28 group 0 @17:10
        invalid-date @15:15 [2月30日] February 2026 has 28 days
        invalid-period @21:5 [第七階段] no dates, expected them in the heading of a phase",
    );
}

#[test]
fn phases_in_tables_and_front_matter() {
    check(
        "sections: [{ id: t, title: 安排, table: { as: phases, columns: { name: 階段, start: 開始, end: 結束 }, overlap: deny } }]",
        "---
kind: k
period: 2026
phases:
  - { name: 甲, start: 3月1日, end: 4月30日 }
  - { name: 乙, dat: 2026-05-01 }
---
## 安排

| 階段 | 開始 | 結束 |
|---|---|---|
| 一 | 11月1日 | 2月28日 |
| 二 | 2026-03-01 | 2026-02-01 |
| 三 | 2026-02-30 | x |
| 四 | 2026-05-01 | |
",
        "phase 甲 2026-03-01..2026-04-30 group 1 @5:23
        phase 一 2026-11-01..2027-02-28 group 0 @12:7
        phase 四 2026-05-01..2026-05-01 group 0 @15:7
        invalid-period @13:20 [2026-02-01] it ends (2026-02-01) before it starts (2026-03-01)
        invalid-date @14:7 [2026-02-30] February 2026 has 28 days
        invalid-period @14:20 [x] `x` is no period, expected one such as `2026`, `2026-Q3`, `2026年3月` or `2026-03-01..2026-03-30`
        unknown-field @6:16 [dat] unknown key `dat`
        invalid-period @6:5 [] a phase needs `period`, `date`, or `start` and `end`",
    );
}

#[test]
fn tasks() {
    check(
        "sections:
  - { id: a, title: 分工, table: { as: tasks, columns: { task: 任務, owner: 負責人, due: 截止, done: 完成 } } }
  - { id: b, title: 工作, list: { ordered: true, each: { owner: true, due: true } } }
",
        "---
kind: k
period: 2026
---
## 分工

| 任務 | 負責人 | 截止 | 完成 |
|---|---|---|---|
| 甲 | @李明 | 8月末 | 是 |
| 乙 |  | 2026-02-30 | — |

## 工作

1. **銷售：**每週對帳。@李明 截止 2026-08-31
2. 走訪，@王芳，截止：8 月 31 日。
3. 檢討（@李明截止2026-09-01）
4. due 2026-10-01 @bob: write to a@b.org
5. 截止前交齊，不得延誤
6. 截止：下週五
7. 截止 2026-06-31 @陳珊
8. 截止 xx月xx日
9. 截止 下周五 @Mia Bell
10. Train. @Mia Bell, due next week
11. @Mia Train the staff due 2026-10-01 due to rain
12. @Anne-Marie O'Neil due 2026-10-31
13. Count. @bob due 2026-09-30.
14. Count. @bob due 30 Sep 2027.
15. Count. @bob due 30 Sep.
16. Count. @bob due 2026.9.30.

- 不是任務
- [x] 已打勾 @趙磊
",
        "task 甲 | 李明 | 2026-08-31 done
        task 乙 | - | -
        task 銷售：每週對帳。 | 李明 | 2026-08-31
        task 走訪。 | 王芳 | 2026-08-31
        task 檢討 | 李明 | 2026-09-01
        task : write to a@b.org | bob | 2026-10-01
        task 截止前交齊，不得延誤 | - | -
        task 截止：下週五 | - | -
        task 截止 2026-06-31 @陳珊 | 陳珊 | -
        task 截止 xx月xx日 | - | -
        task 截止 下周五 @Mia Bell | Mia Bell | -
        task Train. | Mia Bell | -
        task Train the staff due to rain | Mia | 2026-10-01
        task @Anne-Marie O'Neil due 2026-10-31 | Anne-Marie O'Neil | 2026-10-31
        task Count. | bob | 2026-09-30
        task Count. | bob | 2027-09-30
        task Count. | bob | 2026-09-30
        task Count. | bob | 2026-09-30
        task 已打勾 | 趙磊 | - done
        invalid-date @10:10 [2026-02-30] February 2026 has 28 days
        invalid-date @19:7 [下週五] `下週五` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末`
        invalid-date @20:7 [2026-06-31] June 2026 has 30 days
        invalid-date @22:7 [下周五] `下周五` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末`
        invalid-date @23:27 [next week] `next week` is no day, expected one such as `2026-08-31`, `8月31日` or `8月末`",
    );
}

#[test]
fn the_right_table() {
    check(
        "sections: [{ id: a, title: 目標, tables: [{ as: targets, columns: { metric: 指標, value: 目標 } }, { as: actuals, columns: { metric: 指標, value: 實際 } }] }]",
        "---
kind: k
---
## 目標

| a | b |
|---|---|
| 1 | 2 |

- 表：

  | 指標 | 實際 |
  |---|---|
  | 銷量 | 2 |

### 細節

| 指標 | 目標 |
|---|---|
| 銷量 | 3 |
",
        "0 actual units=2 @14:10
        1 target units=3 @20:8",
    );
}
