//! Shares of a whole as a ring, with the names and percentages beside it as text.

use super::bars::tint;
use super::{Value, labelled};
use crate::render::number::share as share_text;
use crate::render::view::SliceView;
use rust_decimal::Decimal;

/// A share.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    /// What it is.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// How much.
    pub value: Value,
}

/// The ring and its legend. What is not above zero has no share and is only named; without a whole, and beside a
/// number below zero, no share of it can be told, so that percentages are left out.
pub(crate) fn pie(slices: &[Slice], label: &str) -> (String, Vec<SliceView>) {
    let whole: f64 = slices.iter().map(|slice| slice.value.at.max(0.0)).sum();
    let shares = whole > 0.0 && slices.iter().all(|slice| slice.value.at >= 0.0);
    let mut svg = labelled("pie", "viewBox=\"-50 -50 100 100\"", label);
    let mut legend = Vec::with_capacity(slices.len());
    let mut from = 0.0;
    for (index, slice) in slices.iter().enumerate() {
        let share = if whole > 0.0 { slice.value.at.max(0.0) / whole } else { 0.0 };
        let class = tint(index);
        if share > 0.0 {
            svg.push_str(&arc(from, from + share, class));
        }
        from += share;
        let percent = Decimal::try_from(share * 100.0).ok().filter(|_| shares);
        legend.push(SliceView {
            name: slice.name.clone(),
            href: slice.href.clone(),
            class,
            number: slice.value.text.clone(),
            percent: percent.map(share_text).unwrap_or_default(),
        });
    }
    if whole <= 0.0 {
        svg.push_str("<circle class=\"c-g\" r=\"38\" fill=\"none\"/>");
    }
    svg.push_str("</svg>");
    (svg, legend)
}

/// A piece of the ring between two shares of the turn, from the top clockwise.
fn arc(from: f64, to: f64, class: &str) -> String {
    if to - from > 0.9999 {
        return format!(
            "<circle class=\"t-{class}\" stroke=\"currentColor\" r=\"38\" fill=\"none\" stroke-width=\"22\"/>"
        );
    }
    let point = |share: f64| {
        let angle = share * std::f64::consts::TAU;
        (angle.sin() * 38.0, -angle.cos() * 38.0)
    };
    let ((x1, y1), (x2, y2)) = (point(from), point(to));
    let large = i32::from(to - from > 0.5);
    format!(
        "<path class=\"t-{class}\" stroke=\"currentColor\" fill=\"none\" stroke-width=\"22\" d=\"M{x1:.2} {y1:.2}A38 38 0 {large} 1 {x2:.2} {y2:.2}\"/>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_where_there_is_a_whole() {
        let check = |values: &[f64], expected: &[&str]| {
            let slice = |at: &f64| Slice {
                name: String::new(),
                href: None,
                value: Value { at: *at, text: at.to_string() },
            };
            let (_, legend) = pie(&values.iter().map(slice).collect::<Vec<_>>(), "");
            assert_eq!(legend.iter().map(|slice| slice.percent.as_str()).collect::<Vec<_>>(), expected);
        };
        check(&[], &[]);
        check(&[3.0, 1.0, 0.0], &["75.0", "25.0", "0.0"]);
        check(&[0.0], &[""]);
        check(&[500.0, -300.0, 0.0], &["", "", ""]);
    }
}
