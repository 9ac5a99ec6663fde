//! Cells of answers as they are shown: figures in the metric's unit, progress with its bar, and the verdict
//! in words. Every page takes them from here, so that a number looks the same wherever it stands.

use super::bullet::Bullet;
use super::number::{self, Figure, fixed, share, signed};
use super::texts::Texts;
use super::view::{ProgressView, SignedView, VerdictView};
use crate::aggregate::{Cell, PlanLead, PlanTarget, Reason};
use crate::config::{Better, Config, Metric, MetricId, MetricKind};
use crate::quantity::Amount;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The metric under an id.
pub(super) fn metric(config: &Config, id: MetricId) -> Option<&Metric> {
    config.metrics.get(usize::from(id.0))
}

/// The metrics that lead, in order: those that the site names, else all.
pub(super) fn headline(config: &Config) -> Vec<MetricId> {
    match config.headline.as_slice() {
        // A share of something needs the something beside it to be read; it leads only where it is asked for.
        [] => (0..config.metrics.len())
            .map(|index| MetricId(index as u16))
            .filter(|id| !matches!(config.metrics[usize::from(id.0)].kind, MetricKind::Ratio(_)))
            .collect(),
        list => list.to_vec(),
    }
}

/// A cell in the metric's unit; nothing where it has no number. Computed values show no more digits than
/// the answer vouches for.
pub(super) fn figure(cell: &Cell, metric: Option<&Metric>) -> Option<Figure> {
    Some(number::figure(&vouched(cell)?, metric))
}

/// The amount of a cell in as many digits as the answer vouches for.
pub(super) fn vouched(cell: &Cell) -> Option<Amount> {
    let mut amount = cell.amount?;
    let places = cell.step.normalize().scale();
    let cut = |value: Decimal| if value.scale() > places { number::round(value, places) } else { value };
    if !cell.step.is_zero() {
        amount.low = amount.low.map(cut);
        amount.high = amount.high.map(cut);
    }
    Some(amount)
}

/// A cell as HTML.
pub(super) fn html(cell: &Cell, metric: Option<&Metric>) -> String {
    number::html(figure(cell, metric).as_ref())
}

/// A percentage as text: `45.1`, `45.1–50.0`, `0.061`.
pub(super) fn percentage(amount: &Amount) -> Figure {
    let mut figure = number::scaled(amount, Decimal::ONE);
    let both = amount.low.zip(amount.high).filter(|(low, high)| low != high);
    figure.digits = match (both, amount.low.or(amount.high)) {
        (Some((low, high)), _) => match [share(low), share(high)] {
            [low, high] if low == high => low,
            [low, high] => format!("{low}–{high}"),
        },
        (None, Some(value)) => share(value),
        (None, None) => figure.digits,
    };
    figure
}

/// The one number that stands for an amount in a picture: exact values themselves, of ranges the middle.
pub(super) fn point(amount: &Amount) -> Option<Decimal> {
    match (amount.low, amount.high) {
        (Some(low), Some(high)) if low == high => Some(low),
        (Some(low), Some(high)) => low.checked_add(high)?.checked_div(Decimal::TWO),
        (low, high) => low.or(high),
    }
}

/// Progress of a number: percent reached, and how much of the time has passed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// In percent.
    pub progress: Option<Amount>,
    /// Of a metric of which less is better: how much of the target was used up, in percent.
    pub used: Option<Amount>,
    /// 0 to 1; nothing without a period.
    pub elapsed: Option<Decimal>,
    /// Less is better: time says nothing.
    pub lower: bool,
    /// The target is a budget.
    pub spent: bool,
}

impl Standing {
    /// Where a plan's target stands.
    pub(super) fn of(target: &PlanTarget, metric: Option<&Metric>) -> Self {
        Self::new(&target.target, &target.actual, &target.progress, target.elapsed, metric)
    }

    /// Where the targets of a plan together stand.
    pub(super) fn of_lead(lead: &PlanLead, metric: Option<&Metric>) -> Self {
        Self::new(&lead.target, &lead.actual, &lead.progress, lead.elapsed, metric)
    }

    /// Where a target stands.
    pub(super) fn new(
        target: &Cell,
        actual: &Cell,
        progress: &Cell,
        elapsed: Option<Decimal>,
        metric: Option<&Metric>,
    ) -> Self {
        let lower = metric.is_some_and(|metric| metric.better == Better::Lower);
        let spent = metric.is_some_and(Metric::is_spent);
        if matches!(progress.why_empty, Some(Reason::NotSplit | Reason::NothingToCompare)) {
            // What was reached does not stand for the same as this target.
            return Self { elapsed, lower, spent, ..Self::default() };
        }
        let points = target.amount.as_ref().and_then(point).zip(actual.amount.as_ref().and_then(point));
        let percent = |part: Decimal, whole: Decimal| {
            Some(exact(part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?, false))
        };
        let reached = points.and_then(|(target, actual)| percent(actual, target));
        let computed =
            || if lower { points.and_then(|(target, actual)| percent(target, actual)) } else { reached };
        let used = reached.filter(|_| lower);
        Self { progress: progress.amount.or_else(computed), used, elapsed, lower, spent }
    }

    /// The one number for progress, in percent.
    pub(super) fn percent(&self) -> Option<Decimal> {
        self.progress.as_ref().and_then(point)
    }

    /// Elapsed time while the period runs.
    pub(super) fn running(&self) -> Option<Decimal> {
        self.elapsed.filter(|elapsed| *elapsed > Decimal::ZERO && *elapsed < Decimal::ONE && !self.lower)
    }

    /// Progress less elapsed time, in points, while the period runs.
    pub(super) fn lead(&self) -> Option<Decimal> {
        let elapsed = self.running()?.checked_mul(Decimal::ONE_HUNDRED)?;
        self.percent()?.checked_sub(elapsed)
    }

    /// Bar and number.
    pub(super) fn bar(&self, texts: &Texts, label: &str) -> Option<ProgressView> {
        let amount = self.progress.as_ref()?;
        let progress = point(amount)?.checked_div(Decimal::ONE_HUNDRED)?;
        let bullet = Bullet { progress, elapsed: self.running(), label };
        let figure = percentage(amount);
        Some(ProgressView {
            bullet_html: bullet.html(texts),
            percent: format!("{}{}", figure.mark, figure.digits),
            sort: figure.sort,
        })
    }

    /// The same without a bar, for very long tables.
    pub(super) fn bare(&self) -> Option<ProgressView> {
        let figure = percentage(self.progress.as_ref()?);
        Some(ProgressView {
            bullet_html: String::new(),
            percent: format!("{}{}", figure.mark, figure.digits),
            sort: figure.sort,
        })
    }

    /// The lead with its sign.
    pub(super) fn against_time(&self) -> Option<SignedView> {
        let lead = self.lead()?;
        let text = signed(&fixed(lead));
        let class = match () {
            () if text == "0.0" => "",
            () if lead.is_sign_negative() => "bad",
            () => "good",
        };
        Some(SignedView { text, class })
    }

    /// Whether it is ahead or behind, in words.
    pub(super) fn verdict(&self, texts: &Texts, period: Option<(Date, Date)>, today: Date) -> VerdictView {
        let clock = |text: String| VerdictView { class: "clock", word: String::new(), text };
        let say =
            |class, word: &str, text: String| VerdictView { class, word: texts.get(word).to_owned(), text };
        if let Some((start, _)) = period
            && start > today
        {
            return clock(texts.count("verdict_not_started", super::dates::days(today, start) as usize));
        }
        let share = if self.lower { self.used.as_ref().and_then(point) } else { self.percent() };
        let Some(percent) = share else { return clock(texts.get("verdict_no_actual").to_owned()) };
        if self.lower {
            let over = percent > Decimal::ONE_HUNDRED;
            let points = fixed((percent - Decimal::ONE_HUNDRED).abs());
            return match over {
                true if !self.spent => say("wrn", "verdict_missed", String::new()),
                false if !self.spent => say("ok", "verdict_reached", String::new()),
                true => say("wrn", "verdict_over", texts.fill("verdict_over_by", &[("n", &points)])),
                false => say("ok", "verdict_within", texts.fill("verdict_within_by", &[("n", &points)])),
            };
        }
        match self.lead() {
            Some(lead) => {
                let points = fixed(lead.abs());
                match () {
                    () if points == "0.0" => say("ok", "verdict_on_time", String::new()),
                    () if lead.is_sign_negative() => {
                        say("wrn", "verdict_behind", texts.fill("verdict_behind_by", &[("n", &points)]))
                    }
                    () => say("ok", "verdict_ahead", texts.fill("verdict_ahead_by", &[("n", &points)])),
                }
            }
            None => {
                let ended = period.map_or_else(String::new, |(_, end)| {
                    texts.fill("verdict_ended", &[("date", &texts.day_near(end, today))])
                });
                match percent >= Decimal::ONE_HUNDRED {
                    true => say("ok", "verdict_reached", ended),
                    false if period.is_some() => say("wrn", "verdict_missed", ended),
                    false => clock(String::new()),
                }
            }
        }
    }
}

/// Why a cell has no number, in words; nothing where nothing was stated.
pub(super) fn why(texts: &Texts, config: &Config, cell: &Cell, of: Option<&Metric>) -> Option<String> {
    let title = |id: MetricId| metric(config, id).map_or("", |metric| metric.title.as_str());
    match cell.why_empty? {
        Reason::NothingStated | Reason::NothingToCompare => None,
        Reason::NotSplit => Some(texts.get("not_split").to_owned()),
        Reason::RatioNotAdded => Some(texts.get("ratio_alone").to_owned()),
        Reason::RatioPart(part) => Some(texts.fill("ratio_part", &[("name", title(part))])),
        Reason::Division => Some(texts.get("division").to_owned()),
    }
    .or_else(|| ratio_of(texts, config, of?))
}

/// How a ratio is made, in words.
pub(super) fn ratio_of(texts: &Texts, config: &Config, of: &Metric) -> Option<String> {
    let title = |id: MetricId| metric(config, id).map_or("", |metric| metric.title.as_str());
    match of.kind {
        MetricKind::Ratio(Some((part, whole))) => {
            Some(texts.fill("ratio_of", &[("of", title(part)), ("over", title(whole))]))
        }
        MetricKind::Ratio(None) => Some(texts.get("ratio_alone").to_owned()),
        _ => None,
    }
}

/// What an actual is away from its target, and the word for it: another one than that for the gap between what plans
/// state and what those below them take on.
pub(super) fn away(standing: &Standing, target: &Cell, actual: &Cell) -> (&'static str, Option<Amount>) {
    let missing = missing(target, actual);
    if missing.as_ref().and_then(point).is_some_and(|value| value < Decimal::ZERO) {
        return ("exceeded_amount", missing.map(|amount| amount.neg()));
    }
    let word = match (standing.spent, standing.lower) {
        (true, _) => "left_word",
        (false, true) => "below_amount",
        (false, false) => "missing_amount",
    };
    (word, missing)
}

/// The difference of two amounts as far as it can be told: `target − actual`.
fn missing(target: &Cell, actual: &Cell) -> Option<Amount> {
    let (target, actual) = (target.amount?, point(actual.amount.as_ref()?)?);
    let less = |bound: Decimal| bound.checked_sub(actual);
    match (target.low, target.high) {
        // What is missing to a floor is missing at least up to the floor.
        (Some(low), None) => Some(exact(less(low)?, target.about)),
        (None, Some(high)) => Some(exact(less(high)?, target.about)),
        (Some(low), Some(high)) => Some(Amount {
            low: Some(less(low)?),
            high: Some(less(high)?),
            about: target.about,
            strict: false,
        }),
        (None, None) => None,
    }
}

fn exact(value: Decimal, about: bool) -> Amount {
    Amount { low: Some(value), high: Some(value), about, strict: false }
}
