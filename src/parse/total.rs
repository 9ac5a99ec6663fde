//! The words by which tables name a total. Apart from the tables that a model reads, since a text shows its totals
//! where nothing reads them too.

use crate::fold::fold;
use std::borrow::Cow;

/// Folded first cells of rows (and headings of columns) that hold totals.
const TOTALS: [&str; 9] = ["合计", "总计", "共计", "总和", "总数", "sum", "total", "grand total", "totals"];

/// Whether the first cell of a row names the total of a table.
pub(super) fn is_named_total(label: &str) -> bool {
    // Words of totals are short: a long first cell need not be folded.
    label.len() <= 48 && is_total(&plain(&fold(label)), None)
}

/// What words say of sums once they are folded, as [`plain`] leaves them.
pub(crate) fn is_total(plain: &str, own: Option<&str>) -> bool {
    own == Some(plain) || TOTALS.contains(&plain) || plain.ends_with("合计") || plain.ends_with("总计")
}

/// Folded words as people set them in a table, as one word: without what is added in brackets, the colon
/// behind it and the space between its characters (`合 計`, `合計（萬元）：`).
pub(crate) fn plain(folded: &str) -> Cow<'_, str> {
    let mut bare = folded.trim_end_matches([':', ' ']);
    if let Some(open) = bare.strip_suffix([')', ']', '】']) {
        bare = open.rfind(['(', '[', '【']).map_or(bare, |at| &bare[..at]).trim_end_matches([':', ' ']);
    }
    if bare.is_ascii() || !bare.contains(' ') {
        return bare.into();
    }
    bare.chars().filter(|c| *c != ' ').collect()
}
