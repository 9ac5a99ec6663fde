//! Amounts as people read them: in the metric's display unit, with thousands marks, `≈ ≥ –` kept, a real
//! minus, and a dash where nothing was stated. Zero is a number, nothing is not: they never look alike.

use crate::config::Metric;
use crate::quantity::{Amount, format};
use crate::text::display_width;
use pulldown_cmark_escape::escape_html_body_text;
use rust_decimal::{Decimal, RoundingStrategy};

/// Shown where nothing was stated.
pub(super) const NOTHING: &str = "—";

/// An amount as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// `≈`, `≥`, `≤`, `>`, `<`, or nothing.
    pub mark: String,
    /// The digits: `5,000`, `2,500–3,000`, `−3`.
    pub digits: String,
    /// The same value plain, to sort by: `5000`.
    pub sort: String,
}

impl Figure {
    /// Mark and digits in one text.
    pub fn text(&self) -> String {
        match self.mark.as_str() {
            "" => self.digits.clone(),
            mark => format!("{mark} {}", self.digits),
        }
    }

    /// As HTML: the mark hung before the digits, zero in the second voice.
    pub fn html(&self) -> String {
        let digits = if self.digits == "0" && self.mark.is_empty() {
            "<span class=\"zero\">0</span>".to_owned()
        } else {
            escape(&self.digits)
        };
        match self.mark.as_str() {
            "" => digits,
            mark => format!("<span class=\"q\">{}</span>{digits}", escape(mark)),
        }
    }
}

/// HTML for a figure that may be missing.
pub(super) fn html(figure: Option<&Figure>) -> String {
    figure.map_or_else(|| format!("<span class=\"m\">{NOTHING}</span>"), Figure::html)
}

/// Text for a figure that may be missing.
pub(super) fn text(figure: Option<&Figure>) -> String {
    figure.map_or_else(|| NOTHING.to_owned(), Figure::text)
}

/// An amount in the unit that the metric is shown in.
pub(super) fn figure(amount: &Amount, metric: Option<&Metric>) -> Figure {
    scaled(amount, display_scale(metric))
}

fn display_scale(metric: Option<&Metric>) -> Decimal {
    metric.and_then(|metric| metric.display.as_ref()).map_or(Decimal::ONE, |shown| shown.scale)
}

/// Whether a metric is shown in another unit than it is kept in, so that its numbers have decimals that nobody wrote.
pub(super) fn is_scaled(metric: &Metric) -> bool {
    display_scale(Some(metric)) != Decimal::ONE
}

/// The unit that a metric is shown in.
pub(super) fn unit(metric: &Metric) -> &str {
    metric.display.as_ref().map_or(&metric.unit, |shown| &shown.unit)
}

/// An amount divided by `scale`.
pub(super) fn scaled(amount: &Amount, scale: Decimal) -> Figure {
    written(amount, &|value| trimmed(value.checked_div(scale).unwrap_or(value)), &grouped)
}

/// How many decimals an amount has in the unit that the metric is shown in.
pub(super) fn decimals(amount: &Amount, metric: &Metric) -> u32 {
    let of =
        |value: Decimal| trimmed(value.checked_div(display_scale(Some(metric))).unwrap_or(value)).scale();
    amount.low.map_or(0, of).max(amount.high.map_or(0, of))
}

/// The same as [`figure`] with so many decimals, as all others of its column. Zero needs none, and what would look
/// like zero keeps its own.
pub(super) fn aligned(amount: &Amount, metric: &Metric, places: u32) -> Figure {
    let scale = display_scale(Some(metric));
    let words = |value: Decimal| {
        let mut rounded = round(value, places);
        if places == 0 || rounded.is_zero() {
            return grouped(if rounded.is_zero() { value } else { rounded });
        }
        rounded.rescale(places);
        grouped_fixed(rounded)
    };
    written(amount, &|value| trimmed(value.checked_div(scale).unwrap_or(value)), &words)
}

fn written(
    amount: &Amount,
    shown: &dyn Fn(Decimal) -> Decimal,
    grouped: &dyn Fn(Decimal) -> String,
) -> Figure {
    let about = if amount.about { "≈" } else { "" };
    match (amount.low.map(shown), amount.high.map(shown)) {
        (Some(low), Some(high)) if low == high => {
            Figure { mark: about.to_owned(), digits: grouped(low), sort: plain(low) }
        }
        (Some(low), Some(high)) => {
            let dash = if high.is_sign_negative() { " – " } else { "–" };
            Figure {
                mark: about.to_owned(),
                digits: format!("{}{dash}{}", grouped(low), grouped(high)),
                sort: plain(low),
            }
        }
        (Some(low), None) => Figure {
            mark: format!("{}{about}", if amount.strict { ">" } else { "≥" }),
            digits: grouped(low),
            sort: plain(low),
        },
        (None, Some(high)) => Figure {
            mark: format!("{}{about}", if amount.strict { "<" } else { "≤" }),
            digits: grouped(high),
            sort: plain(high),
        },
        (None, None) => Figure { mark: String::new(), digits: NOTHING.to_owned(), sort: String::new() },
    }
}

/// Without needless zeros; computed values with more than four decimals are cut to what can be read.
fn trimmed(value: Decimal) -> Decimal {
    let value = value.normalize();
    if value.scale() <= 4 {
        return value;
    }
    let places = if value.abs() >= Decimal::TEN { 1 } else { format::places(value, 3) };
    round(value, places).normalize()
}

/// Rounds half away from zero, as people do.
pub(super) fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// `−1,234.5`.
pub(super) fn grouped(value: Decimal) -> String {
    let text = plain(value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
    let mut result = String::with_capacity(text.len() + text.len() / 3 + 3);
    if value.is_sign_negative() && !value.is_zero() {
        result.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    if let Some(fraction) = fraction {
        result.push('.');
        result.push_str(fraction);
    }
    result
}

/// Plain decimal text, as data files have it.
pub(super) fn plain(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_zero() { "0".to_owned() } else { value.to_string() }
}

/// A fraction in percent: `53.7`.
pub(super) fn percent(fraction: Decimal) -> String {
    share(fraction.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(fraction))
}

/// A percentage with one decimal, below 1 with two digits, so that only zero looks like it: `74.0`, `0.061`.
pub(super) fn share(percent: Decimal) -> String {
    match format::places(percent, 1) {
        1 => fixed(percent),
        places => grouped(round(percent, places)),
    }
}

/// One decimal, always: `74.0`.
pub(super) fn fixed(value: Decimal) -> String {
    let mut rounded = round(value, 1);
    rounded.rescale(1);
    let text = grouped_fixed(rounded);
    if rounded.is_zero() { "0.0".to_owned() } else { text }
}

fn grouped_fixed(value: Decimal) -> String {
    let whole = grouped(value.trunc());
    let text = value.abs().to_string();
    let fraction = text.split_once('.').map_or("0", |(_, fraction)| fraction);
    let sign = if value.is_sign_negative() && value.trunc().is_zero() { "\u{2212}" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

/// With its sign: `+3.3`, `−17.0`, `0`.
pub(super) fn signed(text: &str) -> String {
    if text.starts_with('\u{2212}') || text.trim_start_matches(['0', '.']).is_empty() {
        text.to_owned()
    } else {
        format!("+{text}")
    }
}

/// The first words of a long text: up to its colon or its first clause, and no more than two lines of a narrow column
/// hold.
pub(super) fn short(text: &str) -> String {
    const WIDEST: usize = 56;
    let mut width = 0;
    for (at, c) in text.char_indices() {
        if at > 0 && matches!(c, '：' | '；' | '。' | ';') {
            return text[..at].to_owned();
        }
        width += display_width(c.encode_utf8(&mut [0; 4]));
        if width > WIDEST {
            let clause = text[..at].rfind(['，', '、', ',', ' ']).filter(|end| *end > at / 2).unwrap_or(at);
            return format!("{}…", &text[..clause]);
        }
    }
    text.to_owned()
}

/// A message as HTML: what stands between backticks is code.
pub(super) fn code_spans(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        // A backtick without a partner is one.
        let closes = parts.peek().is_some();
        match (code, closes) {
            (true, true) => result.push_str(&format!("<code>{}</code>", escape(part))),
            (true, false) => result.push_str(&format!("`{}", escape(part))),
            (false, _) => escape_into(&mut result, part),
        }
        code = !code;
    }
    result
}

/// Escaped for HTML text and double-quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    escape_into(&mut result, text);
    result
}

/// Writes text escaped for HTML and double-quoted attributes.
pub(super) fn escape_into(result: &mut String, text: &str) {
    if text.contains('"') {
        // Writing into a string cannot fail.
        let _ = pulldown_cmark_escape::escape_html(&mut *result, text);
    } else {
        let _ = escape_html_body_text(&mut *result, text);
    }
}
