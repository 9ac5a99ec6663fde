//! A sparkline of steps: a number holds until it is changed, so nothing slopes. It has no axis and always
//! stands above the list of its values.

use super::{labelled, px};
use crate::render::dates::days;
use jiff::civil::Date;

/// A value and the day from which it holds; without a day for the one before all others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// From when.
    pub day: Option<Date>,
    /// The value.
    pub at: f64,
}

/// The line up to today; the steps from the oldest on.
pub(crate) fn steps(list: &[Step], today: Date, label: &str) -> String {
    let first = list.iter().find_map(|step| step.day).unwrap_or(today).min(today);
    // The value before the first change is seen for a while.
    let whole = days(first, today).max(1) as f64 * 1.25;
    let x = |day: Option<Date>| {
        day.map_or(0.0, |day| ((days(first, day) as f64 + whole * 0.2) / whole * 100.0).clamp(0.0, 100.0))
    };
    let low = list.iter().map(|step| step.at).fold(f64::INFINITY, f64::min);
    let high = list.iter().map(|step| step.at).fold(f64::NEG_INFINITY, f64::max);
    let y = |at: f64| if high > low { 26.0 - (at - low) / (high - low) * 24.0 } else { 14.0 };
    let size = "viewBox=\"0 0 100 28\" preserveAspectRatio=\"none\" width=\"100%\" height=\"28\"";
    let mut svg = labelled("", size, label);
    svg.push_str("<path class=\"l t-a\" vector-effect=\"non-scaling-stroke\" d=\"");
    for (number, step) in list.iter().enumerate() {
        if number == 0 {
            svg.push_str(&format!("M0 {}", px(y(step.at))));
        } else {
            svg.push_str(&format!("H{}V{}", px(x(step.day)), px(y(step.at))));
        }
    }
    svg.push_str("H100\"/></svg>");
    svg
}
