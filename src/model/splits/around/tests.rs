//! The index finds what comparing each with each finds.

use super::{Around, SMALL, View};
use crate::model::numbers::Numbers;
use crate::model::tests::read;
use std::fmt::Write;

/// A plan whose targets stand for periods of four lengths, regions of a tree, channels, and items.
fn plan() -> String {
    let periods = ["", "2026", "2026-H1", "2026-Q1", "2026-Q2", "2026-01", "2026-02", "2026-W05", "2027"];
    let mut text = String::from(
        "---\nkind: k\nperiod: 2026\n---\n## 目標\n| 期間 | 區域 | 渠道 | 標籤 | 目標 |\n|---|---|---|---|---|\n",
    );
    for (row, period) in periods.iter().cycle().take(243).enumerate() {
        let region = ["", "national", "changsha", "shenzhen"][row / 9 % 4];
        let channel = ["", "ka", "dealer", "網店"][row / 27 % 4];
        let label = ["", "甲", "乙"][row / 81 % 3];
        let _ = writeln!(text, "| {period} | {region} | {channel} | {label} | {row}元 |");
    }
    text
}

#[test]
fn an_index_finds_what_comparing_finds() {
    let schema = "sections:\n  - { id: s, title: 目標, table: { as: targets, metric: revenue, columns: { period: 期間, region: 區域, channel: 渠道, owner: 標籤, value: 目標 } } }\n";
    let (config, plan) = read(schema, &plan());
    let members: Vec<u32> =
        (0..).zip(&plan.statements).filter(|(_, s)| s.repeats.is_none()).map(|(at, _)| at).collect();
    assert!(members.len() > 2 * SMALL, "{} of {}", members.len(), plan.statements.len());
    let axes = vec![0; plan.statements.len()];
    let numbers = Numbers { statements: plan.statements.clone(), ..Numbers::default() };
    let view = View::new(&config, &numbers, &axes, &members);
    let around = Around::new(&view);
    let mut pairs = 0;
    for part in &members {
        let mut found = Vec::new();
        around.each(*part, |_| true, |whole| found.push(whole));
        let compared: Vec<u32> = members.iter().copied().filter(|whole| view.inside(*part, *whole)).collect();
        assert_eq!(found, compared, "{part}");
        pairs += found.len();
    }
    assert!(pairs > members.len(), "{pairs} pairs");
}
