//! Tasks: rows of task tables, and items of lists that need an owner or a due date (`@李明 截止 2026-08-31`).

use super::lists;
use super::reading::Reading;
use super::sections::Sections;
use super::sheet::Sheet;
use super::written::Written;
use super::{RowKind, Spanned, Task};
use crate::parse::{Block, BlockKind, ListItem, Parsed, SectionIndex};
use crate::period::PeriodError;
use crate::schema::Schema;
use crate::text::{Span, find_byte, nfc};
use jiff::civil::Date;
use smallvec::SmallVec;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Words that stand before a due date.
const DUE: [&str; 5] = ["截止", "截至", "期限", "due", "deadline"];

/// Tasks in the rows of a table.
pub(super) fn in_table(reading: &mut Reading, sheet: &Sheet, section: SectionIndex, tasks: &mut Vec<Task>) {
    let wants = |key: &str| {
        let wanted = sheet.rule.columns.iter().any(|column| column.key == key && !column.empty);
        wanted && sheet.column(key).is_some()
    };
    let needs = (wants("owner"), wants("due"));
    let heading = |key: &str| Some(sheet.table.header.get(sheet.column(key)?)?.text.text.as_str().into());
    let columns = [heading("owner"), heading("due")];
    for row in sheet.rows(RowKind::Entry) {
        let owner = sheet.said(row, "owner").map(|owner| Spanned {
            value: owner.text.trim_start_matches(['@', '＠']).to_owned(),
            span: owner.span,
        });
        let due = sheet
            .said(row, "due")
            .and_then(|written| Some(Spanned { value: reading.due(written)?, span: written.span }));
        let done = sheet.said(row, "done").is_some_and(|done| is_done(done.text) || is_day(reading, done));
        // No task comes of a row that names none, but its other cells are read.
        let Some(name) = sheet.said(row, "task") else { continue };
        tasks.push(Task {
            name: Spanned { value: name.text.to_owned(), span: name.span },
            owner,
            due,
            done,
            // What is there but cannot be read is not missing as well.
            needs: (needs.0, needs.1 && sheet.said(row, "due").is_none()),
            columns: columns.clone(),
            section,
        });
    }
}

/// Whether the day is said on which a task was done. A day that cannot be is reported, and says as much; other words,
/// such as `half of it`, only say that the task is open.
fn is_day(reading: &mut Reading, written: Written) -> bool {
    let context = reading.context(reading.within);
    match crate::period::parse_date(written.text, &context) {
        Err(error) if is_nearly_date(&error) => {
            reading.due(written);
            true
        }
        read => read.is_ok(),
    }
}

/// Whether what is no date looks like one, but for a mistake.
fn is_nearly_date(error: &PeriodError) -> bool {
    use PeriodError::{NeedsYear, NoSuchDay, NoSuchPart};
    matches!(error, NeedsYear { .. } | NoSuchDay { .. } | NoSuchPart { .. })
}

/// Whether a word says that a task is done.
fn is_done(text: &str) -> bool {
    const DONE: [&str; 17] = [
        "是",
        "已完成",
        "完成",
        "已",
        "对",
        "有",
        "yes",
        "y",
        "true",
        "done",
        "x",
        "✓",
        "✔",
        "√",
        "☑",
        "✅",
        "100%",
    ];
    let folded = crate::fold::fold(text);
    let folded = folded.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '\u{fe0f}'));
    DONE.contains(&folded)
}

/// Tasks in lists: those of sections whose schema wants an owner or a due date, and items with a box to
/// tick anywhere.
pub(super) fn in_lists(
    reading: &mut Reading,
    parsed: &Parsed,
    schema: Option<&Schema>,
    sections: &Sections,
    tasks: &mut Vec<Task>,
) {
    let mut read: BTreeSet<Span> = BTreeSet::new();
    for (section, path) in sections.paths.iter().enumerate() {
        let wanted = path.as_ref().and_then(|path| schema?.section(path));
        let rule = wanted
            .and_then(|wanted| wanted.list.as_ref())
            .filter(|rule| rule.owner || rule.due || rule.tasks);
        let Some(rule) = rule else { continue };
        for (section, item) in
            lists::chosen((&parsed.document, &parsed.blocks), &sections.paths, section, rule)
        {
            read.insert(item.span);
            tasks.push(task(reading, item, section, (rule.owner, rule.due)));
        }
    }
    for section in 0..parsed.document.sections.len() {
        ticked(parsed.blocks.of(section), &mut |item| {
            if !read.contains(&item.span) {
                tasks.push(task(reading, item, section, (false, false)));
            }
        });
    }
    tasks.sort_by_key(|task| task.name.span.start);
}

/// Items with a box to tick, however deep.
fn ticked<'a>(blocks: &'a [Block], found: &mut impl FnMut(&'a ListItem)) {
    for block in blocks {
        match &block.kind {
            BlockKind::List(list) => {
                for item in &list.items {
                    if item.checked.is_some() {
                        found(item);
                    }
                    ticked(&item.blocks, found);
                }
            }
            BlockKind::Quote(inner) => ticked(inner, found),
            _ => {}
        }
    }
}

fn task(reading: &mut Reading, item: &ListItem, section: SectionIndex, needs: (bool, bool)) -> Task {
    let text = item.text.text.as_str();
    let owner = owner(text);
    let due = due(reading, item, needs.1);
    let mut cuts: SmallVec<[Range<usize>; 2]> = owner.iter().map(|(whole, _)| whole.clone()).collect();
    cuts.extend(due.iter().map(|due| due.whole.clone()));
    cuts.sort_by_key(|cut| cut.start);
    let name = match without(text, &cuts) {
        rest if rest.is_empty() => text.trim().to_owned(),
        rest => rest,
    };
    let owner = owner.and_then(|(_, name)| Written::visible(&item.text, name));
    let waiting = owner.is_some_and(|owner| reading.is_placeholder(owner.text));
    let owner = owner.filter(|_| !waiting);
    Task {
        name: Spanned { value: name, span: item.text_span },
        owner: owner.map(|owner| Spanned { value: nfc(owner.text), span: owner.span }),
        // What is there but cannot be read, or waits to be filled in, is not missing as well.
        needs: (needs.0 && !waiting, needs.1 && due.as_ref().is_none_or(|due| due.date.is_some())),
        columns: [None, None],
        due: due.and_then(|due| due.date),
        done: item.checked == Some(true),
        section,
    }
}

/// A text without some of its parts and the marks that they leave behind.
fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut rest = String::with_capacity(text.len() + 1);
    let mut from = 0;
    for cut in cuts {
        if cut.start >= from {
            let part = text[from..cut.start].trim_end_matches([' ', '，', ',', '；', ';', '（', '(', '、']);
            rest.push_str(part);
            from = cut.end;
        }
    }
    let tail = text[from..].trim_start_matches([' ', '，', ',', '；', ';', '）', ')', '、']);
    if !rest.is_empty() && !tail.is_empty() && !tail.starts_with(['。', '.', '！', '!']) {
        rest.push(' ');
    }
    // The sentence ended before what was cut, and so it does behind it.
    let ends_twice = rest.ends_with(['。', '.', '！', '!']) && matches!(tail.trim(), "。" | ".");
    rest.push_str(if ends_twice { "" } else { tail });
    rest.trim().to_owned()
}

/// The whole of `@李明` and the name in it; not the at sign of an address.
fn owner(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let is_part = |c: char| is_letter(c) || c.is_numeric() || matches!(c, '_' | '·' | '.' | '-');
    // Told from all other text by their last bytes.
    let mut signs = text.bytes().enumerate().filter_map(|(last, byte)| match byte {
        b'@' => Some((last, last + 1)),
        0xa0 if text.as_bytes()[..=last].ends_with("＠".as_bytes()) => Some((last - 2, last + 1)),
        _ => None,
    });
    let found = signs.find_map(|(at, from)| {
        let run = text[from..].find(|c| !is_part(c)).map_or(text.len(), |end| from + end);
        let name = text[from..run].trim_end_matches(['·', '.', '-']);
        let is_address = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        (!is_address && !name.is_empty()).then_some((at, from, name))
    });
    let (at, from, name) = found?;
    // Words run together in Chinese: `@李明截止 …` names 李明.
    let end = match next_due_word(name, 0) {
        Some((start, _)) => from + start,
        None => from + name.len() + more_names(&text[from + name.len()..]),
    };
    (end > from).then_some((at..end, from..end))
}

/// A letter, or a mark that is part of one where it is not composed.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

/// How much further a name goes (`@Mia Bell`): over words with a capital that end the text, or stand before
/// punctuation or a due date. Where the sentence goes on, nobody can tell a name from its first words.
fn more_names(behind: &str) -> usize {
    const MOST: usize = 3;
    let is_part = |c: char| is_letter(c) || matches!(c, '\'' | '’' | '-' | '.');
    let mut length = 0;
    for _ in 0..MOST {
        let Some(word) = behind[length..].strip_prefix(' ') else { break };
        let end = word.find(|c| !is_part(c)).unwrap_or(word.len());
        let name = word[..end].trim_end_matches(['.', '-']);
        let is_due = due_word_at(word, 0).is_some();
        if !name.starts_with(char::is_uppercase) || is_due {
            break;
        }
        length += 1 + name.len();
    }
    let rest = behind[length..].trim_start();
    let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    let is_due = due_word_at(rest, 0).is_some();
    if ends || is_due { length } else { 0 }
}

/// A word before a due date, with the marks behind it.
struct DueWord {
    start: usize,
    end: usize,
    colon: bool,
}

/// Where a word that stands before a due date ends, where it begins at an offset.
fn due_word_at(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    DUE.iter().find_map(|word| {
        let end = start + word.len();
        let same = bytes.get(start..end)?.eq_ignore_ascii_case(word.as_bytes());
        let apart = !word.is_ascii() || !(is_word(end) || start > 0 && is_word(start - 1));
        (same && apart).then_some(end)
    })
}

/// Where the next such word begins and ends.
fn next_due_word(text: &str, from: usize) -> Option<(usize, usize)> {
    // How the words begin, the Chinese ones with 截 or 期: nothing else is looked at.
    let begins = |a: u8, b: u8, c: u8| {
        (a | 0x20 == b'd') | ((a == 0xe6) & (((b == 0x88) & (c == 0xaa)) | ((b == 0x9c) & (c == 0x9f))))
    };
    let next = |from: usize| find_byte(text.as_bytes(), from, begins);
    let mut candidates = std::iter::successors(next(from), |at| next(at + 1));
    candidates.find_map(|start| Some((start, due_word_at(text, start)?)))
}

/// The next word before a due date: `截止`, `截止日期：`, `due by`.
fn due_word(text: &str, from: usize) -> Option<DueWord> {
    let (start, end) = next_due_word(text, from)?;
    let noun = ["日期", "時間", "时间", "日"].into_iter().find(|noun| text[end..].starts_with(noun));
    let rest = text[end + noun.map_or(0, str::len)..].trim_start();
    let behind = rest.strip_prefix([':', '：']);
    let (colon, rest) = (behind.is_some(), behind.unwrap_or(rest).trim_start());
    let preposition = |word: &str| {
        let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        let spaced = !word.is_ascii() || rest[head.len()..].starts_with(char::is_whitespace);
        spaced.then_some(head.len())
    };
    let skipped = ["於", "于", "在", "到", "by", "on"].into_iter().find_map(preposition).unwrap_or(0);
    let rest = rest[skipped..].trim_start();
    Some(DueWord { start, end: text.len() - rest.len(), colon })
}

/// A due date: what it takes of the text, and the day where it could be read.
struct Due {
    whole: Range<usize>,
    date: Option<Spanned<Date>>,
}

/// The due date: the longest text behind `截止` that is one. `截止` as a word of the sentence is none; where
/// a date is `wanted`, a few words behind it that speak of time (`截止 下周五`) are one that cannot be read.
fn due(reading: &mut Reading, item: &ListItem, wanted: bool) -> Option<Due> {
    let text = item.text.text.as_str();
    let words = std::iter::successors(due_word(text, 0), |word| due_word(text, word.end));
    for DueWord { start, end, colon } in words {
        let rest = &text[end..];
        let candidate = rest[..end_of_date(rest)].trim_end();
        let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let looks_like_date = candidate.starts_with(is_digit);
        if reading.is_placeholder(candidate) {
            return Some(Due { whole: start..end + candidate.len(), date: None });
        }
        let context = reading.context(reading.within);
        let parse = |length: usize| crate::period::parse_date(&candidate[..length], &context);
        // A month alone is a word of the sentence as well: `due may …`.
        let is_date = |length: usize| wanted || candidate[..length].contains(is_digit);
        // The 30 of `February 30` is not left out so that a date comes of it.
        let mut lengths = prefixes(candidate).filter(|length| is_date(*length));
        let dated = lengths.find_map(|length| match parse(length) {
            Ok(date) => Some((length, Some(date))),
            Err(error) => is_nearly_date(&error).then_some((length, None)),
        });
        let readable = dated.and_then(|(length, date)| Some((length, date?)));
        let is_time = || wanted && (speaks_of_time(candidate) || dated.is_some());
        if candidate.is_empty() || !(looks_like_date || readable.is_some() || colon || is_time()) {
            continue;
        }
        let range = |length: usize| end..end + length;
        let length = dated
            .map(|(length, _)| length)
            .unwrap_or_else(|| if looks_like_date { unread(candidate) } else { candidate.len() });
        let written = Written::visible(&item.text, range(length))?;
        let date = readable.map(|(_, date)| date).or_else(|| reading.due(written));
        let date = date.map(|value| Spanned { value, span: written.span });
        return Some(Due { whole: start..end + length, date });
    }
    None
}

/// How much of a text that begins like a date is one that cannot be read: its number, the word that goes with it and a
/// year (`5 Mai 2026`, `1st Mayy`).
fn unread(text: &str) -> usize {
    let number = prefixes(text).last().unwrap_or(text.len());
    let ends = |from: usize, is_part: fn(char) -> bool| {
        text[from..].find(|c| !is_part(c)).map_or(text.len(), |at| from + at)
    };
    let behind = |from: usize, is_part: fn(char) -> bool| {
        let start = from + text[from..].strip_prefix(' ').map_or(0, |_| 1);
        Some(ends(start, is_part)).filter(|end| *end > start)
    };
    let suffix = ends(number, |c| c.is_ascii_alphabetic());
    let Some(word) = behind(suffix, char::is_alphabetic) else { return suffix };
    behind(word, |c| c.is_ascii_digit()).filter(|year| year - word == 5).unwrap_or(word)
}

/// Where what could be a date ends: at a mark, but for the comma of `October 31, 2026`.
fn end_of_date(text: &str) -> usize {
    let is_mark = |c| ['，', ',', '。', '；', ';', '）', ')', '、', '@', '＠', '\n', '|'].contains(&c);
    let is_before_year = |at: usize| {
        let (before, behind) = (&text[..at], text[at..].trim_start_matches([',', ' ']));
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        digits == 4
            && before.starts_with(|c: char| c.is_ascii_alphabetic())
            && before.ends_with(|c: char| c.is_ascii_digit())
    };
    let mut marks = text.char_indices().filter(|(_, c)| is_mark(*c));
    marks.find(|(at, c)| *c != ',' || !is_before_year(*at)).map_or(text.len(), |(at, _)| at)
}

/// Whether a few words are a time as people say it: `下周五`, `next Friday`, `月底`.
fn speaks_of_time(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "next", "end", "week", "month", "quarter", "day", "soon", "asap", "spring", "summer", "autumn",
        "winter",
    ];
    let is_short = text.chars().count() <= 24;
    let lower = text.to_ascii_lowercase();
    is_short
        && (text.contains(['年', '月', '日', '號', '号', '周', '週', '天', '底', '末', '旬', '季'])
            || (WORDS.iter().any(|word| lower.contains(word)) && !lower.starts_with("to ")))
}

/// Lengths of what could be a date at the head of a text, the longest first: up to a space, or to where
/// digits, dashes and the words of dates end.
fn prefixes(text: &str) -> impl Iterator<Item = usize> {
    // A full stop ends the sentence; that of `30 Sep.` is read with it where there is one.
    let ended = |length: usize| text[..length].trim_end_matches(['.', '．', ' ']).len();
    let is_part = |c: char| {
        c.is_numeric() || c.is_whitespace() || "年月日號号-/.－．／底末初上中下旬第季度QWH週周".contains(c)
    };
    let run = ended(text.find(|c| !is_part(c)).unwrap_or(text.len()));
    let spaces = text.match_indices(char::is_whitespace).map(|(at, _)| at).filter(|at| *at > 0);
    let mut lengths: Vec<usize> =
        spaces.chain([text.len(), ended(text.len()), run]).filter(|length| *length > 0).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths.dedup();
    lengths.into_iter()
}
