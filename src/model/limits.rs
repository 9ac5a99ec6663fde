//! The limits of a value: words that it must be, patterns, bounds, counts. Apart from the types because
//! standard keys, cells of tables and items of lists have limits too.

use super::meaning::Meaning;
use super::reading::{Reading, suggest};
use super::written::Written;
use crate::fold::{eq_folded, is_near};
use crate::period::{self, Grain, Period};
use crate::schema::{Field, Limits};
use crate::text::{Place, Span};
use crate::yaml::alternatives;
use jiff::civil::Date;

/// The name, limits and declaration of what a value is read for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub(super) key: &'w str,
    pub(super) limits: &'w Limits,
    pub(super) place: &'w Place,
}

impl<'w> Wanted<'w> {
    pub(super) fn field(field: &'w Field) -> Self {
        Self { key: &field.key, limits: &field.limits, place: &field.place }
    }
}

impl Reading<'_> {
    /// Whether a period has the grain that is asked for.
    pub(super) fn grain(
        &mut self,
        wanted: Wanted,
        written: Written,
        period: Period,
        grain: Option<Grain>,
    ) -> bool {
        // Fiscal years that begin in January are those of the calendar.
        let is = |grain| match grain {
            Grain::FiscalYear if self.config.fiscal_year_start == 1 => Grain::Year,
            other => other,
        };
        let fits = grain.is_none_or(|grain| is(grain) == is(period.grain));
        if let (false, Some(grain)) = (fits, grain) {
            let message =
                format!("`{}` expects {}, found `{}`", wanted.key, grain_words(grain), written.text);
            let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
            self.add(finding);
        }
        fits
    }

    /// The limits that concern the words themselves: `one_of`, by what they mean, `pattern`, `must_not_match`.
    pub(super) fn words(&mut self, wanted: Wanted, written: Written, meaning: Option<Meaning>) -> bool {
        self.words_and(wanted, written, meaning, |_| true)
    }

    /// The same, and `more` limits. These are not asked of what is none of the words that there are, nor of what waits
    /// to be filled in where a pattern tells as much.
    pub(super) fn words_and(
        &mut self,
        wanted: Wanted,
        written: Written,
        meaning: Option<Meaning>,
        more: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        if !self.one_of(wanted, written, meaning) {
            return false;
        }
        let fits = self.patterns(wanted, written);
        (fits || !self.is_placeholder(written.text)) && more(self) & fits
    }

    fn one_of(&mut self, wanted: Wanted, written: Written, meaning: Option<Meaning>) -> bool {
        let Some(allowed) = &wanted.limits.one_of else { return true };
        let read = |text: &str| meaning.and_then(|meaning| meaning.read(text, self.config, self.within));
        let meant = read(written.text);
        if allowed.iter().any(|word| word == written.text || meant.is_some() && read(word) == meant) {
            return true;
        }
        if !self.is_placeholder(written.text) {
            let names: Vec<&str> = allowed.iter().map(String::as_str).collect();
            let message =
                format!("`{}` expects {}, found `{}`", wanted.key, alternatives(&names), written.text);
            let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
            let near = names.iter().any(|name| eq_folded(name, written.text) || is_near(written.text, name));
            self.add(if near { suggest(finding, written, &names) } else { finding });
        }
        false
    }

    fn patterns(&mut self, wanted: Wanted, written: Written) -> bool {
        let missed = wanted.limits.pattern.as_ref().filter(|pattern| !pattern.is_match(written.text));
        let found = wanted.limits.must_not_match.as_ref().and_then(|pattern| pattern.find(written.text));
        if missed.is_none() && found.is_none() {
            return true;
        }
        if self.is_placeholder(written.text) {
            return false;
        }
        if let Some(pattern) = missed {
            let message = format!(
                "`{}` is `{}`, which does not match `{}`",
                wanted.key,
                shorten(written.text),
                pattern.as_str()
            );
            let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
            let example = crate::config::pattern::example(pattern);
            self.add(finding.maybe_help(example.map(|example| format!("write it as in `{example}`"))));
        }
        if let Some(found) = found {
            let message = format!("`{}` must not say `{}`", wanted.key, found.as_str());
            let span = written.span_of(found.range());
            let finding = self.error("invalid-value", span, message).schema(wanted.place);
            self.add(finding);
        }
        false
    }

    /// Whether a count lies between `min` and `max` and is `exactly`.
    pub(super) fn count(&mut self, wanted: Wanted, count: usize, what: &str, span: Span) -> bool {
        let limit = |text: &Option<String>| text.as_ref().and_then(|text| text.trim().parse::<usize>().ok());
        let Limits { min, max, exactly, .. } = wanted.limits;
        let wrong = match (limit(min), limit(max), limit(exactly)) {
            (_, _, Some(exactly)) if count != exactly => format!("expected exactly {exactly}"),
            (Some(min), _, _) if count < min => format!("expected at least {min}"),
            (_, Some(max), _) if count > max => format!("expected at most {max}"),
            _ => return true,
        };
        let what = if count == 1 { what.trim_end_matches('s') } else { what };
        let message = format!("`{}` has {count} {what}, {wrong}", wanted.key);
        let finding = self.error("invalid-value", span, message).schema(wanted.place);
        self.add(finding);
        false
    }

    /// Whether a value lies between `min` and `max`; `both` reads a limit and gives the least and the greatest that
    /// the value says beside it.
    pub(super) fn bounds<T: PartialOrd>(
        &mut self,
        wanted: Wanted,
        written: Written,
        both: impl Fn(&str) -> Option<(T, [T; 2])>,
    ) -> bool {
        let Limits { min, max, exactly, .. } = wanted.limits;
        let outside = |limit: &Option<String>, wrong: fn(&[T; 2], &T) -> bool| {
            let text = limit.as_deref()?;
            let (limit, value) = both(text.trim())?;
            wrong(&value, &limit).then(|| text.to_owned())
        };
        let wrong = if let Some(min) = outside(min, |[low, _], limit| low < limit) {
            format!("at least {min}")
        } else if let Some(max) = outside(max, |[_, high], limit| high > limit) {
            format!("at most {max}")
        } else if let Some(exactly) = outside(exactly, |value, limit| value.iter().any(|end| end != limit)) {
            format!("exactly {exactly}")
        } else {
            return true;
        };
        let message = format!("`{}` is `{}`, expected {wrong}", wanted.key, written.text);
        let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
        self.add(finding);
        false
    }

    /// Whether a day lies between days.
    pub(super) fn day_bounds(&mut self, wanted: Wanted, written: Written, day: Date) -> bool {
        let context = self.context(None);
        self.bounds(wanted, written, |text| Some((period::parse_day(text, &context).ok()?, [day; 2])))
    }
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// A grain in words, with an example.
pub(super) fn grain_words(grain: Grain) -> &'static str {
    match grain {
        Grain::Year => "a year such as `2026`",
        Grain::FiscalYear => "a fiscal year such as `FY2026`",
        Grain::Half => "a half-year such as `2026-H1`",
        Grain::Quarter => "a quarter such as `2026-Q3`",
        Grain::Month => "a month such as `2026-03`",
        Grain::TenDays => "a third of a month such as `2026年4月中旬`",
        Grain::Week => "a week such as `2026-W05`",
        Grain::Day => "a day such as `2026-03-01`",
        Grain::Range => "a range such as `2026-03-01..2026-08-31`",
    }
}
