//! CommonMark's pairing of delimiter runs, once it is known which may open and which may close.

use super::{Piece, Run, Token};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use smallvec::SmallVec;
use std::ops::Range;

/// How many delimiters pairs take, and the bytes of the pairs. Most runs have one.
type Pairs = SmallVec<[(usize, Range<usize>); 1]>;

/// What pairing made of a run: delimiters used to close (from its left end), left over, used to open.
struct Used {
    /// Used to close.
    closed: usize,
    /// Not used.
    left: usize,
    /// Pairs that it closes, the innermost first.
    closes: Pairs,
    /// Pairs that it opens, the innermost first.
    opens: Pairs,
    /// Neighbours in the same scope that may still pair.
    previous: Option<usize>,
    next: Option<usize>,
}

/// Pairs the runs and writes the events anew.
pub(super) fn pair<'a>(text: &'a str, runs: &[Run], tokens: Vec<Token<'a>>, events: &mut Vec<Piece<'a>>) {
    let (mut used, first) = chain(runs);
    for start in first {
        pair_scope(runs, &mut used, start);
    }
    for token in tokens {
        match token {
            Token::Event(piece) => events.push(piece),
            Token::Run(index) => write_run(text, &runs[index], &used[index], events),
        }
    }
}

/// Links the runs of each scope; with the first run of each.
fn chain(runs: &[Run]) -> (Vec<Used>, Vec<usize>) {
    let mut used: Vec<Used> = Vec::with_capacity(runs.len());
    let scopes = runs.iter().map(|run| run.scope + 1).max().unwrap_or(0);
    let mut last: Vec<Option<usize>> = vec![None; scopes];
    let mut first = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let previous = last[run.scope].replace(index);
        match previous {
            Some(previous) => used[previous].next = Some(index),
            None => first.push(index),
        }
        let (closes, opens) = (Pairs::new(), Pairs::new());
        used.push(Used { closed: 0, left: run.len, closes, opens, previous, next: None });
    }
    (used, first)
}

/// Pairs the runs of one scope from its first on.
fn pair_scope(runs: &[Run], used: &mut [Used], start: usize) {
    // For each kind of closer: below this run there is no opener for it. Keeps the search linear.
    let mut bottom = [start; 18];
    let mut closer = Some(start);
    while let Some(at) = closer {
        if !runs[at].can.1 {
            closer = used[at].next;
            continue;
        }
        let kind = kind(&runs[at]);
        match opener(runs, used, at, bottom[kind]) {
            Some(opener) => closer = join(runs, used, opener, at),
            None => {
                bottom[kind] = at;
                closer = used[at].next;
                if !runs[at].can.0 {
                    unlink(used, at);
                }
            }
        }
    }
}

/// Closers of one kind find the same openers.
fn kind(run: &Run) -> usize {
    let base = match run.byte {
        b'*' => 0,
        b'_' => 6,
        _ => 12,
    };
    base + usize::from(run.can.0) * 3 + run.len % 3
}

/// The nearest run before a closer that may open for it.
fn opener(runs: &[Run], used: &[Used], closer: usize, bottom: usize) -> Option<usize> {
    let close = &runs[closer];
    let mut candidate = used[closer].previous;
    while let Some(at) = candidate.filter(|at| *at >= bottom) {
        let open = &runs[at];
        let odd = (close.can.0 || open.can.1)
            && (open.len + close.len).is_multiple_of(3)
            && !(open.len.is_multiple_of(3) && close.len.is_multiple_of(3));
        if open.can.0 && open.byte == close.byte && !odd {
            return Some(at);
        }
        candidate = used[at].previous;
    }
    None
}

/// Makes a pair; the closer to go on with.
fn join(runs: &[Run], used: &mut [Used], opener: usize, closer: usize) -> Option<usize> {
    let count = if used[opener].left >= 2 && used[closer].left >= 2 { 2 } else { 1 };
    let close_start = runs[closer].start + used[closer].closed;
    let open_end = runs[opener].start + used[opener].closed + used[opener].left;
    let place = open_end - count..close_start + count;
    used[opener].left -= count;
    used[opener].opens.push((count, place.clone()));
    used[closer].left -= count;
    used[closer].closed += count;
    used[closer].closes.push((count, place));
    // What lies between can pair no more.
    used[opener].next = Some(closer);
    used[closer].previous = Some(opener);
    if used[opener].left == 0 {
        unlink(used, opener);
    }
    if used[closer].left > 0 {
        return Some(closer);
    }
    unlink(used, closer);
    used[closer].next
}

fn unlink(used: &mut [Used], at: usize) {
    let (previous, next) = (used[at].previous, used[at].next);
    if let Some(previous) = previous {
        used[previous].next = next;
    }
    if let Some(next) = next {
        used[next].previous = previous;
    }
}

fn write_run<'a>(text: &'a str, run: &Run, used: &Used, events: &mut Vec<Piece<'a>>) {
    let element = |count: usize| match (run.byte, count) {
        (b'~', _) => (Tag::Strikethrough, TagEnd::Strikethrough),
        (_, 2) => (Tag::Strong, TagEnd::Strong),
        _ => (Tag::Emphasis, TagEnd::Emphasis),
    };
    for (count, place) in &used.closes {
        events.push((Event::End(element(*count).1), place.clone()));
    }
    if used.left > 0 {
        let start = run.start + used.closed;
        let place = start..start + used.left;
        events.push((Event::Text(CowStr::Borrowed(&text[place.clone()])), place));
    }
    for (count, place) in used.opens.iter().rev() {
        events.push((Event::Start(element(*count).0), place.clone()));
    }
}
