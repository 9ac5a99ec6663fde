//! The bullet: what was reached, hatched what is missing up to where time stands, a notch for today. Drawn
//! in percent without a view box, so that it fits any cell; always beside the number that it shows.

use super::number::{escape, percent};
use super::texts::Texts;
use rust_decimal::Decimal;

/// What a bullet shows. Progress and elapsed time are fractions.
pub(super) struct Bullet<'a> {
    /// What was reached of what is to be reached.
    pub progress: Decimal,
    /// How much of the time has passed, while the period runs.
    pub elapsed: Option<Decimal>,
    /// What it is about, for readers of text.
    pub label: &'a str,
}

/// The bare scale, where nothing is known of progress.
pub(super) const EMPTY: &str =
    "<svg class=\"bullet\" height=\"18\" aria-hidden=\"true\"><use href=\"#b:t\"/><use href=\"#b:q\"/></svg>";

impl Bullet<'_> {
    /// The picture.
    pub(super) fn html(&self, texts: &Texts) -> String {
        let mut label = texts.fill("bullet_label_short", &[("progress", &percent(self.progress))]);
        if let Some(elapsed) = self.elapsed {
            label.push_str(&texts.fill("bullet_time", &[("elapsed", &percent(elapsed))]));
        }
        if !self.label.is_empty() {
            label = format!("{}{}{label}", self.label, texts.get("colon"));
        }
        let done = share(self.progress);
        let mut svg = format!(
            "<svg class=\"bullet\" height=\"18\" role=\"img\" aria-label=\"{}\"><use href=\"#b:t\"/><rect class=\"b-a\" y=\"5\" width=\"{done}%\" height=\"8\"/>",
            escape(&label)
        );
        if let Some(elapsed) = self.elapsed {
            let owed = (elapsed.min(Decimal::ONE) - self.progress.max(Decimal::ZERO)).max(Decimal::ZERO);
            if !owed.is_zero() {
                svg.push_str(&format!(
                    "<rect x=\"{done}%\" y=\"5\" width=\"{}%\" height=\"8\" fill=\"url(#p:hatch)\"/>",
                    share(owed)
                ));
            }
        }
        svg.push_str("<use href=\"#b:q\"/>");
        if let Some(elapsed) = self.elapsed {
            let at = share(elapsed);
            svg.push_str(&format!("<rect class=\"b-e\" x=\"{at}%\" y=\"1\" width=\"2\" height=\"16\"/>"));
        }
        if self.progress > Decimal::ONE {
            svg.push_str(
                "<svg x=\"100%\" overflow=\"visible\" aria-hidden=\"true\"><path class=\"b-a\" d=\"M2 4v10l7-5z\"/></svg>",
            );
        }
        svg.push_str("</svg>");
        svg
    }
}

/// A fraction in percent, cut to the bar, with one decimal.
fn share(fraction: Decimal) -> String {
    let cut = fraction.clamp(Decimal::ZERO, Decimal::ONE);
    let value = super::number::round(cut * Decimal::ONE_HUNDRED, 1).normalize();
    value.to_string()
}
