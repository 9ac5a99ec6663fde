//! Ratios: never added. With known parts they are recomputed from the sums of these, where both stand for the same
//! places; without, or where a part has no number, the one statement that is exactly about a cell shows itself: of several
//! the one inside which the others lie, in scope and in the tree of plans.

use super::amount::{computed_step, settled};
use super::counterpart::Told;
use super::facts::{FactId, Facts};
use super::lane::{Lane, Mark, Slot, Way};
use super::numbers::is_left_over;
use super::parts::Parts;
use super::scope::Value;
use super::sums::{Asked, Place, Sum, Sums};
use super::table::Reason;
use super::voice::Voice;
use crate::config::{DimensionId, Metric, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use crate::site::Site;
use rust_decimal::Decimal;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The numbers of a ratio by cell, and why others have none.
#[derive(Default)]
pub(super) struct Ratios {
    pub(super) sums: Sums,
    /// What is said of exactly each cell, also where it is recomputed.
    pub(super) stated: Sums,
    pub(super) reasons: BTreeMap<Place, Reason>,
}

/// The ratios of a metric.
pub(super) fn ratios(
    asked: &Asked<'_>,
    metric: MetricId,
    parts: Option<(MetricId, MetricId)>,
    voice: Voice,
) -> Ratios {
    let mut ratios = Ratios::default();
    if let Some(parts) = parts {
        recompute(asked, metric, parts, voice, &mut ratios);
    }
    let others = [Voice::Target, Voice::Actual, Voice::Forecast].map(|other| match other == voice {
        true => BTreeMap::new(),
        false => stated(asked, metric, other),
    });
    for (place, ids) in stated(asked, metric, voice) {
        let beside = others.iter().filter_map(|other| other.get(&place)).flatten().map(|(id, _)| *id);
        let Some(id) = said_of(asked, &ids, beside) else {
            if !ratios.sums.contains_key(&place) {
                ratios.reasons.entry(place).or_insert(Reason::RatioNotAdded);
            }
            continue;
        };
        let fact = asked.facts.fact(id);
        let sum = Sum { amount: fact.amount, step: fact.step.value(), by: Parts::one(id), as_of: None };
        ratios.stated.insert(place, sum.clone());
        ratios.sums.entry(place).or_insert(sum);
    }
    ratios
}

/// How far a statement is about what a cell is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    /// It is about a part of it, or about something else.
    Other,
    /// It is about what its plan is about, of which nothing but the cell is told.
    Own,
    /// It is about exactly that.
    Exactly,
}

/// The statement that a cell shows: the widest of those exactly about it; where none is, the widest about what its
/// plan is about, if that plan and those below it are all who speak there: of targets, of what was reached and of what
/// is expected, since these are compared with one another.
fn said_of(
    asked: &Asked<'_>,
    ids: &[(FactId, About)],
    beside: impl Iterator<Item = FactId>,
) -> Option<FactId> {
    let nearest = ids.iter().map(|(_, about)| *about).max()?;
    let plan = |id: FactId| asked.facts.plan_of(id);
    match nearest {
        About::Exactly => widest(asked, ids, nearest),
        About::Own => widest(asked, ids, nearest).filter(|widest| {
            let ids = ids.iter().map(|(id, _)| *id).chain(beside);
            let mut all = ids.map(|id| plan(id).zip(plan(*widest)));
            all.all(|plans| plans.is_some_and(|(inner, outer)| asked.facts.tree.within(inner, outer)))
        }),
        About::Other => None,
    }
}

/// Of the statements that are so near to what a cell is about the one that all others lie inside: their scopes do, and
/// their plans are its own or below it.
fn widest(asked: &Asked<'_>, ids: &[(FactId, About)], nearest: About) -> Option<FactId> {
    let (space, tree) = (&asked.facts.space, &asked.facts.tree);
    let holds = |outer: FactId, inner: FactId| {
        let plans = match (asked.facts.plan_of(outer), asked.facts.plan_of(inner)) {
            (Some(outer), Some(inner)) => tree.within(inner, outer),
            (outer, inner) => outer.is_some() || inner.is_none(),
        };
        plans && space.inside(&asked.facts.fact(inner).scope, &asked.facts.fact(outer).scope)
    };
    let near = || ids.iter().filter(|(_, about)| *about == nearest).map(|(id, _)| *id);
    let widest =
        near().reduce(|widest, id| if holds(id, widest) && !holds(widest, id) { id } else { widest })?;
    near().all(|id| holds(widest, id)).then_some(widest)
}

fn recompute(
    asked: &Asked<'_>,
    metric: MetricId,
    (of, over): (MetricId, MetricId),
    voice: Voice,
    ratios: &mut Ratios,
) {
    let ofs = additive(asked, of, voice);
    let overs = additive(asked, over, voice);
    let figures = additive(asked, over, Voice::Figure);
    let factor = asked.site.config.metrics.get(usize::from(metric.0)).map_or(Decimal::ONE, factor);
    let lasting = any_lasting(asked.site, &[of, over]);
    let quoted = OnceCell::new();
    let leaves_over = asked.leaves_over();
    for (place, part) in &*ofs {
        let place = *place;
        if is_left_over(leaves_over, place) {
            ratios.reasons.insert(place, Reason::NothingToCompare);
            continue;
        }
        let whole = whole(asked.facts, over, (part, voice, lasting), |voice, told| match told {
            None if voice == Voice::Figure => figures.get(&place).cloned(),
            None => overs.get(&place).cloned(),
            Some(told) => {
                let quoted: &BTreeMap<Place, Vec<FactId>> =
                    quoted.get_or_init(|| all_of(asked, over, Voice::Figure));
                let ids = quoted.get(&place)?.iter().copied().filter(|id| told.take_in(*id));
                Sum::of_reality(asked.facts, &ids.collect::<Vec<_>>(), any_lasting(asked.site, &[over]))
            }
        });
        let whole = match whole {
            Ok(whole) => whole,
            Err(reason) => {
                ratios.reasons.insert(place, reason);
                continue;
            }
        };
        let Some(amount) = divide(&part.amount, &whole.amount, factor) else {
            ratios.reasons.insert(place, Reason::Division);
            continue;
        };
        let by = Parts::both(&part.by, &whole.by);
        ratios.sums.insert(place, Sum { step: step(&amount, factor), amount, by, as_of: None });
    }
    for place in overs.keys() {
        if !ratios.sums.contains_key(place) {
            ratios.reasons.entry(*place).or_insert(Reason::RatioPart(of));
        }
    }
}

/// The whole that tells of the same as a part, if there is one: of the same kind, else of figures, else of those
/// figures alone that tell of that. `sums` gives what these come to; what is `lasting` has no time.
pub(super) fn whole(
    facts: &Facts,
    over: MetricId,
    (part, voice, lasting): (&Sum, Voice, bool),
    sums: impl Fn(Voice, Option<&Told<'_>>) -> Option<Sum>,
) -> Result<Sum, Reason> {
    let told = Told::by(facts, &part.by, lasting);
    let is_same = |whole: &Sum| told.is_as(&Told::by(facts, &whole.by, lasting));
    let own = sums(voice, None);
    if let Some(own) = own.as_ref().filter(|own| is_same(own)) {
        return Ok(own.clone());
    }
    match sums(Voice::Figure, None) {
        Some(figures) if is_same(&figures) => Ok(figures),
        Some(_) => sums(Voice::Figure, Some(&told)).filter(is_same).ok_or(Reason::NothingToCompare),
        None if own.is_some() => Err(Reason::NothingToCompare),
        None => Err(Reason::RatioPart(over)),
    }
}

/// Whether one of some metrics is a stock, which tells of no time but the last.
pub(super) fn any_lasting(site: &Site, metrics: &[MetricId]) -> bool {
    let kind = |id: MetricId| site.config.metrics.get(usize::from(id.0)).map(|metric| metric.kind);
    metrics.iter().any(|id| kind(*id) == Some(MetricKind::Stock))
}

/// The sums of a part. A ratio of ratios is not taken apart further.
fn additive(asked: &Asked<'_>, metric: MetricId, voice: Voice) -> Rc<Sums> {
    match asked.site.config.metrics.get(usize::from(metric.0)).map(|metric| metric.kind) {
        Some(MetricKind::Flow) => asked.sums(metric, voice, false),
        Some(MetricKind::Stock) => asked.sums(metric, voice, true),
        Some(MetricKind::Ratio(_)) | None => Rc::default(),
    }
}

/// By what a quotient is multiplied: 100 for percent.
pub(super) fn factor(metric: &Metric) -> Decimal {
    match metric.unit.as_str() {
        "%" => Decimal::ONE_HUNDRED,
        "‰" => Decimal::ONE_THOUSAND,
        _ => Decimal::ONE,
    }
}

/// One unit of the last digit of a quotient.
pub(super) fn step(amount: &Amount, factor: Decimal) -> Decimal {
    computed_step(amount, if factor == Decimal::ONE { 2 } else { 1 })
}

/// A quotient; `None` where the divisor may be zero.
pub(super) fn divide(part: &Amount, whole: &Amount, factor: Decimal) -> Option<Amount> {
    let quotient = settled(*part).div(&settled(*whole))?.mul(factor);
    let tidy = |bound: Decimal| bound.round_dp(10).normalize();
    Some(Amount { low: quotient.low.map(tidy), high: quotient.high.map(tidy), ..quotient })
}

/// The statements that a query leaves in.
fn chosen<'f>(
    asked: &'f Asked<'_>,
    metric: MetricId,
    voice: Voice,
) -> impl Iterator<Item = FactId> + use<'f> {
    asked
        .facts
        .of_voice(metric, voice)
        .iter()
        .copied()
        .filter(|id| asked.choice.fact(*id) && asked.choice.scope(&asked.facts.fact(*id).scope))
}

/// For each cell all statements in it.
fn all_of(asked: &Asked<'_>, metric: MetricId, voice: Voice) -> BTreeMap<Place, Vec<FactId>> {
    let mut cells: BTreeMap<Place, Vec<FactId>> = BTreeMap::new();
    for id in chosen(asked, metric, voice) {
        let slots = |lane: &Lane| {
            let mut slots = lane.slots_of_fact(asked.facts, &asked.choice, id);
            slots.push(Slot::Total);
            slots
        };
        let columns = slots(&asked.columns);
        for row in slots(&asked.rows) {
            columns.iter().for_each(|column| cells.entry((row, *column)).or_default().push(id));
        }
    }
    cells
}

/// For each cell the statements of the ratio in it, and how far each is about it.
fn stated(asked: &Asked<'_>, metric: MetricId, voice: Voice) -> BTreeMap<Place, Vec<(FactId, About)>> {
    let mut cells: BTreeMap<Place, BTreeSet<(FactId, About)>> = BTreeMap::new();
    for id in chosen(asked, metric, voice) {
        let elsewhere = elsewhere(asked, id);
        // Beside plans every fact is about what its plan is about.
        let is_beside = |lane: &Lane, slot: Slot| {
            lane.way == Way::Plan && matches!(slot, Slot::Entry(_) | Slot::Exact(_))
        };
        let columns = places(asked, &asked.columns, id);
        for (row, about_row) in places(asked, &asked.rows, id) {
            for (column, about_column) in &columns {
                let about = about_row.min(*about_column);
                let is_beside = is_beside(&asked.rows, row) || is_beside(&asked.columns, *column);
                let about = if is_beside { about } else { about.min(elsewhere) };
                cells.entry((row, *column)).or_default().insert((id, about));
            }
        }
    }
    cells.into_iter().map(|(place, ids)| (place, ids.into_iter().collect())).collect()
}

/// How far a fact is about what is asked, along dimensions that are no axes.
fn elsewhere(asked: &Asked<'_>, id: FactId) -> About {
    let lanes = [&asked.rows, &asked.columns];
    let values = asked.facts.fact(id).scope.values.iter();
    let others = values.filter(|(dimension, _)| !lanes.iter().any(|lane| lane.way == Way::Value(*dimension)));
    others.map(|(dimension, value)| about_all(asked, id, *dimension, *value)).min().unwrap_or(About::Exactly)
}

/// How far a fact with a value of a dimension is about all that is asked of that dimension.
fn about_all(asked: &Asked<'_>, id: FactId, dimension: DimensionId, value: Value) -> About {
    if asked.choice.asks_for(dimension, value) {
        return About::Exactly;
    }
    let Some(plan) = asked.facts.plan_of(id) else { return About::Other };
    let named = asked.facts.space.node(dimension, value).map(|node| &*node.id);
    let mut own = asked.site.plan(plan).dimensions.iter();
    let is_own = own.any(|(of, own)| *of == dimension && Some(own.value.as_str()) == named);
    if is_own { About::Own } else { About::Other }
}

/// Where a fact stands on an axis, and how far it is about that.
fn places(asked: &Asked<'_>, lane: &Lane, id: FactId) -> Vec<(Slot, About)> {
    let own = |plan: PlanIndex| Slot::Entry(Mark::Number(asked.facts.tree.enter(plan)));
    let fact = asked.facts.fact(id);
    let slots = lane.slots_of_fact(asked.facts, &asked.choice, id);
    let exact = |slot: Slot| match lane.way {
        Way::Value(dimension) => match slot {
            Slot::Entry(Mark::Number(value)) => fact.scope.value(dimension) == Some(value),
            _ => true,
        },
        Way::Cell(_) => match slot {
            Slot::Entry(Mark::Period(cell)) => fact.scope.period == Some(cell),
            _ => true,
        },
        Way::Plan => asked.facts.plan_of(id).is_some_and(|plan| own(plan) == slot),
        _ => true,
    };
    let about = |slot: Slot| if exact(slot) { About::Exactly } else { About::Other };
    // A ratio leaves nothing over for the values below its own.
    let slots = slots.into_iter().filter(|slot| !matches!(slot, Slot::Exact(_)));
    let mut placed: Vec<(Slot, About)> = slots.map(|slot| (slot, about(slot))).collect();
    let total = match lane.way {
        Way::Value(dimension) => {
            fact.scope.value(dimension).map(|value| about_all(asked, id, dimension, value))
        }
        _ => None,
    };
    placed.push((Slot::Total, total.unwrap_or(About::Exactly)));
    placed
}
