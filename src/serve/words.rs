//! The words of the overlay and of the program's own pages, in the languages of the interface. They are not the
//! theme's: they are there when the theme is what is broken.

use crate::config::Language;
use serde::Serialize;

/// The words of a language.
#[derive(Serialize)]
pub(super) struct Words {
    pub error: &'static str,
    pub warning: &'static str,
    /// `{n}` errors.
    errors: [&'static str; 2],
    warnings: [&'static str; 2],
    /// How two counts are joined.
    comma: &'static str,
    /// The newest state is broken.
    pub broken: &'static str,
    /// The open page is not there any more.
    gone: &'static str,
    /// The server does not answer.
    lost: &'static str,
    /// All is mended.
    mended: &'static str,
    close: &'static str,
    list: &'static str,
    /// `{n}` further findings.
    more: &'static str,
    pub no_findings: &'static str,
    /// The heading where nothing can be shown.
    pub nothing: &'static str,
    /// The heading where one page cannot be made.
    pub no_page: &'static str,
    pub mends_itself: &'static str,
}

impl Words {
    /// The words of a language.
    pub(super) fn of(language: Language) -> Self {
        match language {
            Language::En => Self {
                error: "error",
                warning: "warning",
                errors: ["{n} error", "{n} errors"],
                warnings: ["{n} warning", "{n} warnings"],
                comma: ", ",
                broken: "This is the last state that could be read. The newest one waits for this to be mended:",
                gone: "This page is not part of the site any more.",
                lost: "planpress serve does not answer; waiting for it.",
                mended: "No errors any more.",
                close: "Close",
                list: "Findings",
                more: "and {n} more",
                no_findings: "There are no findings in this file.",
                nothing: "The site cannot be read",
                no_page: "This page cannot be made",
                mends_itself: "Mend it and save; this page follows by itself.",
            },
            Language::ZhHans => Self {
                error: "错误",
                warning: "警告",
                errors: ["{n} 个错误", "{n} 个错误"],
                warnings: ["{n} 个警告", "{n} 个警告"],
                comma: "，",
                broken: "这是最后一个可读的状态。新的状态要等下面的问题改好：",
                gone: "这一页已不在站点中。",
                lost: "planpress serve 没有回应，正在等待。",
                mended: "没有错误了。",
                close: "关闭",
                list: "检查结果",
                more: "还有 {n} 个",
                no_findings: "这个文件没有检查结果。",
                nothing: "站点无法读取",
                no_page: "这一页无法生成",
                mends_itself: "改好并保存后，这一页会自动更新。",
            },
            Language::ZhHant => Self {
                error: "錯誤",
                warning: "警告",
                errors: ["{n} 個錯誤", "{n} 個錯誤"],
                warnings: ["{n} 個警告", "{n} 個警告"],
                comma: "，",
                broken: "這是最後一個可讀的狀態。新的狀態要等下面的問題改好：",
                gone: "這一頁已不在站點中。",
                lost: "planpress serve 沒有回應，正在等待。",
                mended: "沒有錯誤了。",
                close: "關閉",
                list: "檢查結果",
                more: "還有 {n} 個",
                no_findings: "這個檔案沒有檢查結果。",
                nothing: "站點無法讀取",
                no_page: "這一頁無法產生",
                mends_itself: "改好並儲存後，這一頁會自動更新。",
            },
        }
    }
}
