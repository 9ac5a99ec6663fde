//! Whether something must be there, how often, how long, and of what form: the small parts of which rules
//! of fields, sections and tables are made.

use super::context::Context;
use crate::config::Condition;
use crate::text::{Place, Span};
use crate::yaml::{Fields, Node, Reader};
use regex::Regex;
use rust_decimal::Decimal;

/// Whether something must be there.
#[derive(Clone, Debug, Default)]
pub enum Required {
    /// No.
    #[default]
    Never,
    /// Yes; where it is asked.
    Always(Place),
    /// Where one of the conditions holds (`required_if`, `required: { when | unless }`).
    If(Condition),
}

impl Required {
    /// `required:` (true, false, or a condition) or `required_if:`; `absent` where there is neither.
    pub(super) fn read(context: &Context, fields: &mut Fields, absent: Self) -> Self {
        let reader = context.reader;
        let required = fields.get("required");
        let required_if = fields.get("required_if");
        match (required, required_if) {
            (Some(_), Some(node)) => {
                reader.report_with(
                    node.span,
                    "`required` and `required_if` stand together",
                    "keep one of the two",
                );
                absent
            }
            (None, Some(node)) => context.condition(node).map_or(absent, Self::If),
            (Some(node), None) if node.as_map().is_some() => {
                context.wrapped_condition(node).map_or(absent, Self::If)
            }
            (Some(node), None) => match reader.boolean(node) {
                Some(true) => Self::Always(reader.place(node.span)),
                Some(false) => Self::Never,
                None => absent,
            },
            (None, None) => absent,
        }
    }
}

/// A number of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// At least.
    pub min: Option<usize>,
    /// At most.
    pub max: Option<usize>,
}

impl Count {
    /// `min:`, `max:` and `exactly:` of a mapping.
    pub(super) fn read(fields: &mut Fields) -> Self {
        let reader = fields.reader();
        let (min, max, exactly) = (fields.count("min"), fields.count("max"), fields.get("exactly"));
        let Some(node) = exactly else {
            if let (Some(least), Some(most)) = (min, max)
                && least > most
            {
                let span = fields.entry("min").map_or(fields.span(), |entry| entry.value.span);
                reader.report(span, format!("`min` {least} is more than `max` {most}"));
                return Self::default();
            }
            return Self { min, max };
        };
        if min.or(max).is_some() {
            reader.report_with(node.span, "`exactly` stands beside `min` or `max`", "keep one of the two");
        }
        let exactly = reader.count(node);
        Self { min: exactly, max: exactly }
    }
}

/// Constraints of a value.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Values of which it must be one.
    pub one_of: Option<Vec<String>>,
    /// What it must match.
    pub pattern: Option<Regex>,
    /// What it must not match.
    pub must_not_match: Option<Regex>,
    /// Lower bound as written: characters of a string, items of a list, a number, date or quantity.
    pub min: Option<String>,
    /// Upper bound likewise.
    pub max: Option<String>,
    /// Exact count likewise.
    pub exactly: Option<String>,
}

/// What the bounds of a value are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// Numbers of characters or items.
    Count,
    /// Numbers.
    Number,
    /// Days.
    Date,
    /// Quantities.
    Quantity,
    /// Nothing to compare.
    None,
}

impl Limits {
    /// `one_of`, `pattern`, `must_not_match`, `min`, `max`, `exactly` of a mapping.
    pub(super) fn read(context: &Context, fields: &mut Fields, bound: Bound) -> Self {
        let reader = context.reader;
        let one_of = fields.get("one_of").and_then(|node| reader.list(node));
        let texts =
            |nodes: &[Node]| nodes.iter().filter_map(|node| reader.text(node)).map(str::to_owned).collect();
        let mut limits = Self {
            one_of: one_of.map(texts),
            pattern: context.pattern(fields, "pattern"),
            must_not_match: context.pattern(fields, "must_not_match"),
            min: fields.get("min").and_then(|node| bound.read(reader, "min", node)),
            max: fields.get("max").and_then(|node| bound.read(reader, "max", node)),
            exactly: fields.get("exactly").and_then(|node| bound.read(reader, "exactly", node)),
        };
        if let Some(node) = fields.get("one_of").filter(|_| limits.one_of.as_ref().is_some_and(Vec::is_empty))
        {
            reader.report(node.span, "`one_of` is empty: nothing would be right");
        }
        if let (Some(min), Some(max)) = (&limits.min, &limits.max)
            && bound.is_more(min, max)
        {
            let span = fields.entry("min").map_or(fields.span(), |entry| entry.value.span);
            reader.report(span, format!("`min` {min} is more than `max` {max}"));
            (limits.min, limits.max) = (None, None);
        }
        limits
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        let patterns = self.pattern.is_none() && self.must_not_match.is_none();
        patterns
            && self.one_of.is_none()
            && self.min.is_none()
            && self.max.is_none()
            && self.exactly.is_none()
    }
}

impl Bound {
    /// Whether one limit lies above another.
    fn is_more(self, one: &str, other: &str) -> bool {
        fn above<T: PartialOrd>(one: &str, other: &str, read: impl Fn(&str) -> Option<T>) -> bool {
            read(one).zip(read(other)).is_some_and(|(one, other)| one > other)
        }
        match self {
            Self::Count | Self::Number => above(one, other, |text| Decimal::from_str_exact(text).ok()),
            Self::Date => above(one, other, |text| crate::period::parse_day(text, &Default::default()).ok()),
            Self::Quantity => above(one, other, |text| crate::quantity::parse(text).ok()?.amount.point()),
            Self::None => false,
        }
    }

    fn read(self, reader: &Reader, key: &str, node: &Node) -> Option<String> {
        let text = reader.text(node)?.trim();
        let (fits, what) = match self {
            Self::Count => (text.len() < 10 && text.parse::<usize>().is_ok(), "a whole number"),
            Self::Number if key == "exactly" => return self.refuse(reader, key, node),
            Self::Number => (Decimal::from_str_exact(text).is_ok(), "a number"),
            Self::Date => {
                (crate::period::parse_day(text, &Default::default()).is_ok(), "a day such as `2026-03-01`")
            }
            Self::Quantity => (crate::quantity::parse(text).is_ok(), "a quantity such as `500萬`"),
            Self::None => return self.refuse(reader, key, node),
        };
        if !fits {
            reader.expected(node, what);
        }
        fits.then(|| text.to_owned())
    }

    fn refuse(self, reader: &Reader, key: &str, node: &Node) -> Option<String> {
        let help = "`min`, `max` count characters of texts and items of lists, and bound numbers, dates and quantities";
        reader.report_with(node.span, format!("`{key}` means nothing for this type"), help);
        None
    }
}

/// What text must look like. Lengths count visible characters without white space.
#[derive(Clone, Debug)]
pub struct TextRule {
    /// Lengths.
    pub length: Count,
    /// What must be found in it.
    pub must_match: Option<Regex>,
    /// What must not be found in it.
    pub must_not_match: Option<Regex>,
    /// Where it is declared.
    pub place: Place,
}

impl TextRule {
    /// The keys of a text's mapping (`pattern` is another name of `must_match`).
    pub(super) fn read_keys(context: &Context, fields: &mut Fields, span: Span) -> Self {
        let must_match = context.pattern(fields, "must_match");
        Self {
            length: Count::read(fields),
            must_match: must_match.or_else(|| context.pattern(fields, "pattern")),
            must_not_match: context.pattern(fields, "must_not_match"),
            place: context.reader.place(span),
        }
    }

    pub(super) fn read(context: &Context, fields: &mut Fields, key: &'static str) -> Option<Self> {
        let entry = fields.entry(key)?;
        let mut inner = fields.fields(key)?;
        let rule = Self::read_keys(context, &mut inner, entry.key_span);
        inner.finish();
        Some(rule)
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.length == Count::default() && self.must_match.is_none() && self.must_not_match.is_none()
    }
}
