//! One end of a period as written: perhaps without its year, its month or even its unit (`3` of `3–5月`).
//! Reads forms, knows no context; what is left open is filled in by `read`.

use super::error::month_name;
use crate::fold::fold;
use crate::ordinal::chinese_number;
use std::borrow::Cow;

/// A period as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partial {
    pub(super) year: Option<i16>,
    pub(super) part: Part,
}

impl Partial {
    /// Whether it is a year, and no part of one.
    pub(super) fn is_year(&self) -> bool {
        matches!(self.part, Part::Year | Part::FiscalYear)
    }

    /// The same in a given year.
    pub(super) fn of(self, year: i16) -> Self {
        Self { year: Some(year), ..self }
    }
}

/// Numbers are as written, in the calendar or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    FiscalYear,
    Half(i16),
    Quarter(i16),
    Month(i16),
    TenDays {
        month: Option<i16>,
        third: i8,
    },
    Week(i16),
    Day {
        month: Option<i16>,
        day: i16,
    },
    /// A number whose unit the other end of the range tells.
    Bare {
        month: Option<i16>,
        number: i16,
    },
}

/// Text in the form that [`read`] wants: folded, without spaces but between letters and digits.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let is_tidy = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase() || matches!(b, b'-' | b'/' | b'.');
    if text.bytes().all(is_tidy) {
        return Cow::Borrowed(text);
    }
    let folded: Vec<char> = fold(text).chars().collect();
    let word = |at: Option<usize>| at.and_then(|at| folded.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let keep = |at: usize| folded[at] != ' ' || (word(at.checked_sub(1)) && word(Some(at + 1)));
    (0..folded.len()).filter(|at| keep(*at)).map(|at| folded[at]).collect()
}

/// Reads a tidy text as one end of a period, from end to end.
pub(super) fn read(text: &str) -> Option<Partial> {
    let mut rest = Rest(text);
    let partial = rest.dated().filter(|_| rest.0.is_empty());
    partial.or_else(|| english(text))
}

/// What is left of a text; reading takes from its head, and takes nothing where it fails.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn eat(&mut self, word: &str) -> bool {
        match self.0.strip_prefix(word) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    /// Up to `longest` digits.
    fn digits(&mut self, longest: usize) -> Option<i16> {
        let len = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(len);
        let number = if len <= longest { digits.parse().ok()? } else { return None };
        self.0 = rest;
        Some(number)
    }

    /// One or two digits, or a Chinese numeral.
    fn number(&mut self) -> Option<i16> {
        if let Some(number) = self.digits(2) {
            return Some(number);
        }
        let numeral = |c: char| "零〇一二三四五六七八九十".contains(c);
        let len = self.0.find(|c| !numeral(c)).unwrap_or(self.0.len());
        let number = chinese_number(&self.0[..len])?;
        self.0 = &self.0[len..];
        i16::try_from(number).ok()
    }

    /// A year of four digits, or of Chinese digits before 年.
    fn year(&mut self) -> Option<i16> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 4 {
            return self.digits(4);
        }
        let (numeral, _) = self.0.split_once('年')?;
        let year = chinese_number(numeral).filter(|year| *year >= 1000)?;
        self.0 = &self.0[numeral.len()..];
        i16::try_from(year).ok()
    }

    /// Everything: the year where there is one, then its part.
    fn dated(&mut self) -> Option<Partial> {
        if self.eat("fy") {
            self.eat(" ");
            return self.fiscal();
        }
        let Some(year) = self.year() else {
            let part = self.slashed().or_else(|| self.part())?;
            let year = if self.eat(" ") { Some(self.year()?) } else { None };
            return Some(Partial { year, part });
        };
        if self.eat_any(&["财年", "财政年度", "会计年度"]) {
            return Some(Partial { year: Some(year), part: Part::FiscalYear });
        }
        let part = if self.0.starts_with(['-', '/', '.']) { self.numeric()? } else { self.in_words()? };
        Some(Partial { year: Some(year), part })
    }

    fn fiscal(&mut self) -> Option<Partial> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.digits(4)?;
        let year = match digits {
            4 => number,
            2 => 2000 + number,
            _ => return None,
        };
        Some(Partial { year: Some(year), part: Part::FiscalYear })
    }

    /// Behind a year: `-03`, `-03-01`, `/3/1`, `.3.1`, `-q3`, `-h1`, `-w05`.
    fn numeric(&mut self) -> Option<Part> {
        let mark = self.0.get(..1)?;
        self.eat(mark);
        if mark == "-"
            && let Some(part) = self.lettered()
        {
            return Some(part);
        }
        let month = self.digits(2)?;
        if self.eat(mark) {
            Some(Part::Day { month: Some(month), day: self.digits(2)? })
        } else {
            Some(Part::Month(month))
        }
    }

    /// `q3`, `h1`, `w05`.
    fn lettered(&mut self) -> Option<Part> {
        if self.eat("q") {
            self.digits(1).map(Part::Quarter)
        } else if self.eat("h") {
            self.digits(1).map(Part::Half)
        } else if self.eat("w") {
            self.digits(2).map(Part::Week)
        } else {
            None
        }
    }

    /// Behind a year: `年`, `年度`, `年底`, `年3月`, ` q3`; or nothing.
    fn in_words(&mut self) -> Option<Part> {
        let named = self.eat("年");
        if named && self.eat_any(&["底", "末"]) {
            return Some(Part::Month(12));
        }
        if named && self.eat("初") {
            return Some(Part::Month(1));
        }
        if named {
            self.eat("度");
        }
        self.eat(" ");
        if self.0.is_empty() || self.eat("全年") { Some(Part::Year) } else { self.part() }
    }

    /// `3/1` without a year.
    fn slashed(&mut self) -> Option<Part> {
        let (month, day) = self.0.split_once('/')?;
        let number =
            |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2 && !text.starts_with('+'));
        let (month, day) = (number(month)?, number(day)?);
        self.0 = "";
        Some(Part::Day { month: Some(month.into()), day: day.into() })
    }

    /// A part of a year as people write it.
    fn part(&mut self) -> Option<Part> {
        if let Some(part) = self.lettered() {
            return Some(part);
        }
        for (words, part) in NAMED_PARTS {
            if self.eat_any(words) {
                return Some(*part);
            }
        }
        self.eat("第");
        let number = self.number()?;
        if self.eat_any(&["季度", "季"]) {
            return Some(Part::Quarter(number));
        }
        if self.eat_any(&["周", "星期"]) {
            return Some(Part::Week(number));
        }
        if self.eat_any(&["日", "号"]) {
            return Some(Part::Day { month: None, day: number });
        }
        if !self.eat("月") {
            return Some(Part::Bare { month: None, number });
        }
        Some(self.in_month(number))
    }

    /// Behind `3月`: a day, a third, or nothing.
    fn in_month(&mut self, month: i16) -> Part {
        self.eat("份");
        for (words, third) in THIRDS {
            if self.eat_any(words) {
                return Part::TenDays { month: Some(month), third: *third };
            }
        }
        match self.number() {
            None => Part::Month(month),
            Some(day) if self.eat_any(&["日", "号"]) => Part::Day { month: Some(month), day },
            Some(number) => Part::Bare { month: Some(month), number },
        }
    }
}

/// Thirds of a month behind its name.
const THIRDS: &[(&[&str], i8)] = &[(&["上旬", "初"], 1), (&["中旬", "中"], 2), (&["下旬", "底", "末"], 3)];

/// Parts that need no number.
const NAMED_PARTS: &[(&[&str], Part)] = &[
    (&["全年"], Part::Year),
    (&["上半年"], Part::Half(1)),
    (&["下半年"], Part::Half(2)),
    (&["年初"], Part::Month(1)),
    (&["年底", "年末"], Part::Month(12)),
    (&["上旬", "月初"], Part::TenDays { month: None, third: 1 }),
    (&["中旬", "月中"], Part::TenDays { month: None, third: 2 }),
    (&["下旬", "月底", "月末"], Part::TenDays { month: None, third: 3 }),
];

/// `march 2026`, `1 march 2026`, `1st march`, `march 1,2026`, `mar`.
fn english(text: &str) -> Option<Partial> {
    let words: Vec<&str> = text.split([' ', ',']).collect();
    let number = |word: &str| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits.parse::<u8>().ok().filter(|_| digits.len() <= 2 && !digits.starts_with('+')).map(i16::from)
    };
    let year =
        |word: &str| word.parse::<u16>().ok().filter(|_| word.len() == 4).and_then(|n| i16::try_from(n).ok());
    let in_month = |name: &str, day: Option<&str>, last: Option<&str>| {
        let month = i16::from(month_number(name)?);
        let part = match day {
            Some(day) => Part::Day { month: Some(month), day: number(day)? },
            None => Part::Month(month),
        };
        let year = match last {
            Some(last) => Some(year(last)?),
            None => None,
        };
        Some(Partial { year, part })
    };
    match *words.as_slice() {
        [name] => in_month(name, None, None),
        [first, second] => in_month(first, None, Some(second))
            .or_else(|| in_month(second, Some(first), None))
            .or_else(|| in_month(first, Some(second), None)),
        [first, second, last] => {
            in_month(second, Some(first), Some(last)).or_else(|| in_month(first, Some(second), Some(last)))
        }
        _ => None,
    }
}

/// The month of an English name, whole or cut to three letters, lower case.
fn month_number(name: &str) -> Option<i8> {
    let name = name.strip_suffix('.').unwrap_or(name);
    (1..=12).find(|month| {
        let full = month_name(*month).to_ascii_lowercase();
        name == full || name == &full[..3]
    })
}
