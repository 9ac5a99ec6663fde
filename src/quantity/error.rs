//! What can be wrong with the text of a quantity: each with the bytes that it is about and a message that
//! says what was expected.

use std::fmt;
use std::ops::Range;

/// Why a text is not a quantity. Ranges are bytes of that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// Nothing, or only white space.
    Empty,
    /// Text where a number should stand.
    NoNumber {
        /// Where the number should stand.
        at: Range<usize>,
        /// What stands there.
        found: Box<str>,
    },
    /// Separators that do not divide off groups of three digits: `1,23`.
    Grouping {
        /// The number.
        at: Range<usize>,
        /// The number as written.
        found: Box<str>,
    },
    /// Scientific notation: `1e9`.
    Exponent {
        /// The number.
        at: Range<usize>,
    },
    /// More digits than can be added up exactly.
    TooLarge {
        /// The number.
        at: Range<usize>,
    },
    /// A number after a scale without one of its own, which people read in two ways: `1億5`.
    Ambiguous {
        /// The number.
        at: Range<usize>,
    },
    /// Two digits of a Chinese numeral before a scale that are no range: `二六萬`.
    Digits {
        /// The digits.
        at: Range<usize>,
        /// The same as written.
        found: Box<str>,
    },
    /// A range whose lower end is above its upper end.
    Reversed {
        /// The range.
        at: Range<usize>,
    },
    /// A comparator before or after a range, or two that contradict one another.
    Comparators {
        /// The whole.
        at: Range<usize>,
    },
    /// Two units that differ: `¥5 美元`.
    TwoUnits {
        /// The second one.
        at: Range<usize>,
        /// Both, as read.
        units: [Box<str>; 2],
    },
    /// Text after the number that is no scale, unit or range.
    Trailing {
        /// That text.
        at: Range<usize>,
        /// The same as written.
        found: Box<str>,
    },
}

impl QuantityError {
    /// The bytes of the text that are wrong; `None` where there is nothing to point at.
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Empty => None,
            Self::NoNumber { at, .. }
            | Self::Grouping { at, .. }
            | Self::Exponent { at }
            | Self::TooLarge { at }
            | Self::Ambiguous { at }
            | Self::Digits { at, .. }
            | Self::Reversed { at }
            | Self::Comparators { at }
            | Self::TwoUnits { at, .. }
            | Self::Trailing { at, .. } => Some(at.clone()),
        }
    }
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty, expected a quantity such as `1,200` or `≥ 5 萬元`"),
            Self::NoNumber { found, .. } => {
                write!(f, "`{found}` is not a number, expected a quantity such as `1,200` or `≥ 5 萬元`")
            }
            Self::Grouping { found, .. } => {
                write!(
                    f,
                    "separators in `{found}` do not divide off groups of three digits, expected one like `1,234,567`"
                )
            }
            Self::Exponent { .. } => {
                f.write_str("scientific notation is not read, expected digits or a scale such as `10 億`")
            }
            Self::TooLarge { .. } => {
                f.write_str("more than 18 digits before the point or 10 behind it, expected a number that adds up exactly")
            }
            Self::Ambiguous { .. } => f.write_str(
                "the last digits have no scale of their own, expected one like `1億2000萬` or `1.2億`",
            ),
            Self::Digits { found, .. } => write!(
                f,
                "the digits `{found}` have no scale between them, expected one number such as `二十六萬` or a range such as `兩三萬`"
            ),
            Self::Reversed { .. } => f.write_str("the lower end of the range is above its upper end"),
            Self::Comparators { .. } => f.write_str(
                "a comparator beside a range or another comparator, expected one bound or a range",
            ),
            Self::TwoUnits { units: [first, second], .. } => {
                write!(f, "two units, `{first}` and `{second}`, expected one")
            }
            Self::Trailing { found, .. } => write!(f, "`{found}` cannot be read, expected a unit or the end"),
        }
    }
}

impl std::error::Error for QuantityError {}
