//! Statuses as shape and word. A site's own statuses take the shape that is nearest.

use super::texts::Texts;
use super::view::StatusView;
use crate::config::Config;

/// The usual words for the five shapes.
const SHAPES: [(&str, &[&str]); 5] = [
    ("draft", &["draft", "idea", "proposed", "草稿", "草案", "初稿"]),
    ("review", &["review", "in review", "last call", "審閱", "審閱中", "审阅", "审阅中", "審核中", "审核中"]),
    ("approved", &["approved", "accepted", "planned", "已核准", "核准", "已批准", "批准"]),
    ("active", &["active", "running", "in progress", "living", "執行中", "进行中", "進行中", "执行中"]),
    (
        "closed",
        &["closed", "done", "final", "withdrawn", "cancelled", "結案", "已結案", "已结案", "完成", "已完成"],
    ),
];

/// A status as it is shown.
pub(super) fn status(config: &Config, texts: &Texts, value: &str) -> StatusView {
    let lower = value.to_lowercase();
    let known = SHAPES.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(shape, _)| *shape);
    let last = config.statuses.last().is_some_and(|last| last == value).then_some("closed");
    StatusView { class: known.or(last).unwrap_or(""), text: status_word(texts, value) }
}

/// The word of a status: translated where it is one of the usual ones, else as written, with a capital.
pub(super) fn status_word(texts: &Texts, value: &str) -> String {
    if let Some(known) = texts.find(&format!("status_{value}")) {
        return known.to_owned();
    }
    let mut chars = value.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
