//! A period inside other text, such as a heading: `第一階段（3月1日—3月30日）`. Apart from the forms themselves,
//! because prose asks for more caution than a cell does.

use std::ops::Range;

use super::calendar::Period;
use super::error::PeriodError;
use super::read::{PeriodContext, period};

/// Characters of the longest period that is looked for.
const LONGEST: usize = 48;

/// The first period in a text, the longest there, with its bytes: read, or with what is wrong where it is
/// one that does not exist (`2月30日`) or lacks its year. Numbers that are only perhaps a period (`3.1`) are none.
pub fn find(text: &str, context: &PeriodContext) -> Option<(Range<usize>, Result<Period, PeriodError>)> {
    let mut from = 0;
    while let Some(start) = text[from..].find(belongs).map(|at| from + at) {
        let run = text[start..].find(|c| !belongs(c)).map_or(text.len(), |at| start + at);
        if let Some(found) = in_run(text, start..run, context) {
            return Some(found);
        }
        from = run;
    }
    None
}

/// Looks into a run of characters that periods consist of: the first start, the farthest end.
fn in_run(
    text: &str,
    run: Range<usize>,
    context: &PeriodContext,
) -> Option<(Range<usize>, Result<Period, PeriodError>)> {
    let starts = text[run.clone()].char_indices().filter(|(_, c)| begins(*c)).map(|(at, _)| run.start + at);
    for start in starts.filter(|at| apart(text, *at)) {
        let ends: Vec<usize> = text[start..run.end]
            .char_indices()
            .take(LONGEST)
            .filter(|(_, c)| ends(*c))
            .map(|(at, c)| start + at + c.len_utf8())
            .collect();
        for end in ends.into_iter().rev().filter(|at| apart(text, *at)) {
            match period(&text[start..end], context) {
                Err(PeriodError::Empty | PeriodError::Unreadable { .. }) => {}
                found => return Some((start..end, found)),
            }
        }
    }
    None
}

/// Whether no word of Latin letters and digits goes over this place.
fn apart(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零一二三四五六七八九十".contains(c)
}

fn belongs(c: char) -> bool {
    begins(c) || ends(c) || "-–—―−~～〜至到to./ 半\u{3000}星".contains(c)
}

/// A character that a period can begin with.
fn begins(c: char) -> bool {
    is_digit(c) || "第上中下全年月QqHhFf".contains(c)
}

/// A character that a period can end with.
fn ends(c: char) -> bool {
    is_digit(c) || "年度月份日號号旬初中末底季週周期QqHhWwYy財财會会計计政".contains(c)
}
