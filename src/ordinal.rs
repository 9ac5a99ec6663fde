//! Ordinals of headings (`一、`, `（二）`, `1.2`, `第四章`, `①`, `A.`, `IV.`): split off so that a heading can be
//! compared with a title, compared along a run of siblings, written anew with another number. Kept apart
//! from periods and quantities, because here what merely looks like a number must stay in the heading.

mod chinese;
mod marks;

pub use chinese::{chinese_number, to_chinese};
pub use marks::Numerals;

/// The highest number that an ordinal can have; above it stand years and amounts.
const HIGHEST: u64 = 999;

/// Characters after which a plain number may be taken for an amount: `1.5 億元目標`, `2.5 倍`.
const AMOUNT: &str = "十百千万亿兆%‰倍折元";

/// What two ordinals of one run of siblings have in common. Marks are as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    /// In what the number is written.
    pub numerals: Numerals,
    /// What stands before the number: `（`, `第`; else empty.
    pub before: Box<str>,
    /// What stands after it, without white space: `、`, `）`, `.`, `章`; else empty.
    pub after: Box<str>,
}

/// The ordinal at the head of a heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ordinal {
    /// How it is written.
    pub style: Style,
    /// Its numbers from the outermost: one, or several for `1.2.3`. Never empty, none is 0.
    pub numbers: Vec<u32>,
    /// Length of the ordinal in bytes, without the white space after it.
    pub len: usize,
}

impl Ordinal {
    /// The number among its siblings: the last one.
    pub fn value(&self) -> u32 {
        self.numbers.last().copied().unwrap_or(1)
    }

    /// The ordinal of the same style with another number; outer numbers of `1.2.3` stay. A number that the
    /// numerals cannot write (`①` ends at 50, letters at 26) is written in digits.
    pub fn render(&self, number: u32) -> String {
        let mut out = String::from(&*self.style.before);
        for outer in &self.numbers[..self.numbers.len().saturating_sub(1)] {
            out.push_str(&self.style.numerals.write(*outer));
            out.push(self.style.numerals.point());
        }
        out.push_str(&self.style.numerals.write(number));
        out.push_str(&self.style.after);
        out
    }

    /// Whether both belong to one series of headings: the same numerals, the same kind of marks (width does not
    /// matter, nor whether `.` or `、` ends them) and the same depth.
    pub fn same_series(&self, other: &Self) -> bool {
        self.style.numerals.same_kind(other.style.numerals)
            && self.numbers.len() == other.numbers.len()
            && marks::same_kind(&self.style.before, &other.style.before)
            && marks::same_kind(&self.style.after, &other.style.after)
    }

    /// The same ordinal read as the neighbour of another one: `I.` after `H.` is the ninth letter, `C.` after
    /// `B.` the third, where alone they are the Roman 1 and the letter C.
    #[must_use]
    pub fn beside(mut self, previous: &Self) -> Self {
        let numerals = self.style.numerals;
        if let Some((letters, value)) = numerals.as_letter(self.value())
            && previous.style.numerals == letters
            && self.numbers.len() == 1
        {
            self.style.numerals = letters;
            self.numbers = vec![value];
        }
        self
    }
}

/// Splits a heading into its ordinal and the byte offset of the text behind it (white space skipped).
/// `None` where it begins with none: `2026 年目標`, `十大措施`, `A/B 測試`, `第三階段` have none.
pub fn split(heading: &str) -> Option<(Ordinal, usize)> {
    let indent = heading.len() - heading.trim_start().len();
    let text = &heading[indent..];
    let (style, numbers, len) =
        chapter(text).or_else(|| sign(text)).or_else(|| bracketed(text)).or_else(|| marked(text))?;
    let rest = &text[len..];
    let offset = heading.len() - rest.trim_start().len();
    Some((Ordinal { style, numbers, len }, offset))
}

type Found = (Style, Vec<u32>, usize);

fn found(numerals: Numerals, before: &str, after: &str, numbers: Vec<u32>, len: usize) -> Option<Found> {
    let good = numbers.iter().all(|n| (1..=HIGHEST).contains(&u64::from(*n)));
    good.then(|| (Style { numerals, before: before.into(), after: after.into() }, numbers, len))
}

/// `第四章`, `第 2 節`, `第三部分`: the counter must be followed by space, a mark or the end.
fn chapter(text: &str) -> Option<Found> {
    const COUNTERS: [&str; 7] = ["部分", "章", "節", "节", "篇", "條", "条"];
    let inner = text.strip_prefix('第')?.trim_start();
    let before = &text[..text.len() - inner.len()];
    let (numerals, number, len) = marks::number(inner)?;
    let counts =
        matches!(numerals, Numerals::Chinese | Numerals::Formal | Numerals::Digits | Numerals::WideDigits);
    if !counts {
        return None;
    }
    let tail = &inner[len..];
    let counter = tail.trim_start();
    let name = COUNTERS.iter().find(|name| counter.starts_with(**name))?;
    let rest = &counter[name.len()..];
    let mark = rest.chars().next().filter(|c| "、：:.．，,".contains(*c));
    if mark.is_none() && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = &rest[mark.map_or(0, char::len_utf8)..];
    let after = &tail[..tail.len() - rest.len()];
    found(numerals, before, after, vec![number], text.len() - rest.len())
}

/// `①`, `⑴`, `⒈`, `㈠`: one character that is a number with its marks; `Ⅳ` needs a mark or space.
fn sign(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    let (numerals, number) = Numerals::of_sign(first)?;
    let rest = &text[first.len_utf8()..];
    let mark = rest.chars().next().filter(|c| "、.．:：)）".contains(*c));
    let roman = matches!(numerals, Numerals::RomanSigns | Numerals::SmallRomanSigns);
    if roman && mark.is_none() && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let after = &rest[..mark.map_or(0, char::len_utf8)];
    found(numerals, "", after, vec![number], first.len_utf8() + after.len())
}

/// Splits a heading at a number that only a space divides from its text (`1 市場分析`, `一　市場分析`, `1-1 市場分析`): the
/// ordinal, where the number can be one, and the byte offset of the text. It may as well be a part of the title
/// (`3 月`, `一 次`): whoever knows the titles decides.
pub fn split_by_space(heading: &str) -> Option<(Option<Ordinal>, usize)> {
    let text = heading.trim_start();
    let (mut numerals, mut number, mut len) = marks::number(text)?;
    let mut outer = 0;
    while let Some(inner) = text[len..].strip_prefix(['-', '－', '–', '.', '．'])
        && let Some(last) = marks::number(inner)
    {
        outer = text.len() - inner.len();
        (numerals, number, len) = (last.0, last.1, outer + last.2);
    }
    let rest = text[len..].trim_start();
    let found = found(numerals, &text[..outer], "", vec![number], len);
    let ordinal = found.map(|(style, numbers, len)| Ordinal { style, numbers, len });
    (!rest.is_empty() && rest.len() < text.len() - len).then_some((ordinal, heading.len() - rest.len()))
}

/// `（二）`, `(1)`, `（a)`, `【二】`: brackets of either width.
fn bracketed(text: &str) -> Option<Found> {
    let inner = text.strip_prefix(['(', '（', '【', '〔'])?;
    let before = &text[..text.len() - inner.len()];
    let spaces = inner.len() - inner.trim_start().len();
    let (numerals, number, len) = marks::number(&inner[spaces..])?;
    let tail = &inner[spaces + len..];
    let rest = tail.trim_start().strip_prefix([')', '）', '】', '〕'])?;
    let after = tail[..tail.len() - rest.len()].trim_start();
    found(numerals, before, after, vec![number], text.len() - rest.len())
}

/// A number with a mark behind it (`一、`, `3．`, `a)`, `IV.`), or several with points between (`1.2`).
fn marked(text: &str) -> Option<Found> {
    let (numerals, number, mut len) = marks::number(text)?;
    let mut numbers = vec![number];
    if matches!(numerals, Numerals::Digits | Numerals::WideDigits) {
        while let Some(inner) = text[len..].strip_prefix(['.', '．'])
            && let Some((next, number, more)) = marks::number(inner)
            && next == numerals
        {
            numbers.push(number);
            len = text.len() - inner.len() + more;
        }
    }
    let tail = &text[len..];
    let mark = tail.chars().next().filter(|c| "、.．)）".contains(*c));
    let after = &tail[..mark.map_or(0, char::len_utf8)];
    let rest = &tail[after.len()..];
    let fits = match mark {
        None => numbers.len() > 1 && stands_apart(rest, numbers.len()),
        Some('.' | '．') => ends_with_point(numerals, rest),
        Some(_) => true,
    };
    if fits { found(numerals, "", after, numbers, len + after.len()) } else { None }
}

/// Whether what follows `1.2` leaves it an ordinal: `1.2 概述`, `1.2.3概述`, but not `1.5 億元`, `2.5萬套`.
fn stands_apart(rest: &str, depth: usize) -> bool {
    let next = rest.trim_start().chars().next().map(crate::fold::simplify);
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let amount = next.is_some_and(|c| AMOUNT.contains(c));
    if depth == 2 {
        spaced && !amount
    } else {
        spaced || next.is_some_and(|c| c.is_alphabetic() && !c.is_ascii())
    }
}

/// Whether a point ends an ordinal here: not inside `e.g.`, `A.B`, `1.5`.
fn ends_with_point(numerals: Numerals, rest: &str) -> bool {
    match rest.chars().next() {
        None => true,
        Some(next) if numerals.is_latin() => !next.is_ascii_alphanumeric() && next != '.',
        Some(next) => !next.is_numeric() && next != '.' && next != '．',
    }
}

#[cfg(test)]
mod tests;
