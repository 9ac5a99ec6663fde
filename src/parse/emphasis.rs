//! Bold, italics and strikethrough beside full-width punctuation. CommonMark leaves the stars of
//! `**重點：**說明` standing, because between a punctuation mark and a letter they may only open; in text
//! without spaces they must be able to close. Where a run of delimiters means something else by the rules
//! of the markdown-cjk-friendly specification, all delimiters of that paragraph are paired anew; all others
//! stay as the parser paired them. To be dropped when the parser knows these rules itself.
//!
//! A single `~` never strikes: here it is the sign for "about" and for ranges (`~400 套`, `200~400`).

mod pair;
#[cfg(test)]
mod tests;

use super::letters::{is_cjk, is_ideographic_variation, is_punctuation, is_variation};
use pulldown_cmark::{Event, Tag, TagEnd};
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// An event of the parser and its bytes.
pub(super) type Piece<'a> = (Event<'a>, Range<usize>);

/// A run of equal delimiters in the text of one paragraph, heading or cell.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// `*`, `_` or `~`.
    byte: u8,
    /// Where it begins.
    start: usize,
    /// How many.
    len: usize,
    /// Whether it may open, whether it may close.
    can: (bool, bool),
    /// The link or image whose text it stands in; links are paired inside by themselves.
    scope: usize,
}

/// Values of which most paragraphs have few.
type Few<T> = SmallVec<[T; 4]>;

/// What the events of a container are made of, the delimiters apart.
enum Token<'a> {
    Event(Piece<'a>),
    /// Index of a run.
    Run(usize),
}

/// Pairs delimiters by the rules for CJK text where these differ from CommonMark's.
pub(super) fn rescue<'a>(text: &'a str, events: &mut Vec<Piece<'a>>) {
    // Most cells and many paragraphs are one piece of text.
    if matches!(events.as_slice(), [(Event::Text(_), range)] if range.len() > 1) {
        return;
    }
    let mut any = false;
    for (event, range) in events.iter_mut() {
        match event {
            Event::Start(Tag::Strikethrough) if !text[range.start..].starts_with("~~") => {
                *event = Event::Text("~".into());
                range.end = range.start + 1;
            }
            Event::End(TagEnd::Strikethrough) if !text[..range.end].ends_with("~~") => {
                *event = Event::Text("~".into());
                range.start = range.end - 1;
            }
            _ => any = any || delimiter(text, event, range).is_some(),
        }
    }
    if !any {
        return;
    }
    let mut runs = Few::new();
    if find_runs(text, events, &mut runs) {
        let tokens = tokens(text, std::mem::take(events), &runs);
        pair::pair(text, &runs, tokens, events);
    }
}

/// The delimiters that an event stands for.
fn delimiter(text: &str, event: &Event<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let (start, end) = (range.start, range.end);
    match event {
        Event::Start(Tag::Strong | Tag::Strikethrough) => Some(start..start + 2),
        Event::Start(Tag::Emphasis) => Some(start..start + 1),
        Event::End(TagEnd::Strong | TagEnd::Strikethrough) => Some(end - 2..end),
        Event::End(TagEnd::Emphasis) => Some(end - 1..end),
        Event::Text(written) if range.len() == 1 && matches!(&**written, "*" | "_" | "~") => {
            let before = &text.as_bytes()[..start];
            let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
            (backslashes % 2 == 0 && text[start..end] == **written).then_some(start..end)
        }
        _ => None,
    }
}

/// Collects the runs; whether one of them means something else in CJK text.
fn find_runs(text: &str, events: &[Piece<'_>], runs: &mut Few<Run>) -> bool {
    let end = events.iter().map(|(_, range)| range.end).max().unwrap_or(0);
    let mut scopes: Few<usize> = smallvec![0];
    let mut scope_count = 1;
    let mut line = None;
    let mut line_of_run = Few::new();
    for (event, range) in events {
        let line_start = *line.get_or_insert(range.start);
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                scopes.push(scope_count);
                scope_count += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => drop(scopes.pop()),
            Event::SoftBreak | Event::HardBreak => line = None,
            _ => {}
        }
        let Some(place) = delimiter(text, event, range) else { continue };
        let byte = text.as_bytes()[place.start];
        match runs.last_mut() {
            Some(last) if last.byte == byte && last.start + last.len == place.start => {
                last.len += place.len()
            }
            _ => {
                let scope = scopes.last().copied().unwrap_or(0);
                runs.push(Run { byte, start: place.start, len: place.len(), can: (false, false), scope });
                line_of_run.push(line_start);
            }
        }
    }
    let mut differs = false;
    for (run, line_start) in runs.iter_mut().zip(line_of_run) {
        let around = Around::new(text, run, line_start, end);
        run.can = around.flanking(run.byte, true);
        // The parser lets `~~` open and close nearly everywhere, so that is paired anew in any case.
        differs |= run.byte == b'~' || around.flanking(run.byte, false) != run.can;
        if run.byte == b'~' && run.len != 2 {
            run.can = (false, false);
        }
    }
    differs
}

/// The events with each run of delimiters as one token.
fn tokens<'a>(text: &str, events: Vec<Piece<'a>>, runs: &[Run]) -> Vec<Token<'a>> {
    let mut tokens = Vec::with_capacity(events.len());
    let mut next = 0;
    for (event, range) in events {
        let Some(place) = delimiter(text, &event, &range) else {
            tokens.push(Token::Event((event, range)));
            continue;
        };
        if runs.get(next).is_some_and(|run| run.start == place.start) {
            tokens.push(Token::Run(next));
            next += 1;
        }
    }
    tokens
}

/// The characters beside a run; the ends of lines count as white space.
struct Around {
    two_before: char,
    before: char,
    after: char,
}

impl Around {
    fn new(text: &str, run: &Run, line_start: usize, end: usize) -> Self {
        // As on GitHub, strikethrough is looked through: `**~~a~~**b` is bold.
        let before = text[line_start.min(run.start)..run.start].chars().rev();
        let mut before = before.filter(|c| *c != '~');
        let after = text[run.start + run.len..end.max(run.start + run.len)].chars().find(|c| *c != '~');
        Self {
            before: before.next().unwrap_or('\n'),
            two_before: before.next().unwrap_or('\n'),
            after: after.unwrap_or('\n'),
        }
    }

    /// Whether a run may open and whether it may close, in CJK text or by CommonMark alone.
    fn flanking(&self, byte: u8, cjk: bool) -> (bool, bool) {
        let Self { before, after, .. } = *self;
        let (punctuation_before, punctuation_after) =
            (is_punctuation(self.decisive()), is_punctuation(after));
        let cjk_before = cjk && self.cjk_before();
        let cjk_after = cjk && is_cjk(after);
        let left = !after.is_whitespace()
            && (!punctuation_after
                || before.is_whitespace()
                || is_punctuation(before)
                || cjk_before
                || cjk_after
                || (cjk && punctuation_before));
        let right = !before.is_whitespace()
            && (!(if cjk { punctuation_before } else { is_punctuation(before) })
                || cjk_before
                || cjk_after
                || after.is_whitespace()
                || punctuation_after);
        if byte == b'_' {
            let opens = if cjk { punctuation_before } else { is_punctuation(before) };
            (left && (!right || opens), right && (!left || punctuation_after))
        } else {
            (left, right)
        }
    }

    /// The character before that decides: behind a variation selector the one that it varies.
    fn decisive(&self) -> char {
        if is_variation(self.before) { self.two_before } else { self.before }
    }

    fn cjk_before(&self) -> bool {
        let quote = matches!(self.two_before, '‘' | '’' | '“' | '”');
        is_cjk(self.decisive())
            || is_ideographic_variation(self.before)
            || (quote && self.before == '\u{fe01}')
    }
}
