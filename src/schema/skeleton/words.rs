//! The words that a skeleton is written with, in the site's language.

use crate::language::Language;

/// Words of one language.
pub(super) struct Words {
    /// What `check` finds as a placeholder.
    pub(super) placeholder: &'static str,
    /// The first cell of a row of totals.
    pub(super) total: &'static str,
    /// An owner and a due date behind an item: each with a placeholder.
    pub(super) owner: &'static str,
    pub(super) due: &'static str,
    /// The heading of a column of metrics, periods, owners, of anything else.
    pub(super) axes: [&'static str; 4],
    /// `第一階段`: before and behind the number.
    pub(super) phase: [&'static str; 2],
}

impl Words {
    pub(super) fn of(language: Language) -> Self {
        match language {
            Language::En => Self {
                placeholder: "TBD",
                total: "Total",
                owner: "@TBD",
                due: "due TBD",
                axes: ["Metric", "Period", "Owner", "Item"],
                phase: ["Phase ", ""],
            },
            Language::ZhHans => Self {
                placeholder: "待补",
                total: "合计",
                owner: "@待补",
                due: "截止 待补",
                axes: ["指标", "期间", "负责人", "项目"],
                phase: ["第", "阶段"],
            },
            Language::ZhHant => Self {
                placeholder: "待補",
                total: "合計",
                owner: "@待補",
                due: "截止 待補",
                axes: ["指標", "期間", "負責人", "項目"],
                phase: ["第", "階段"],
            },
        }
    }
}

/// Whether a text is Chinese enough to be numbered in Chinese.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}
