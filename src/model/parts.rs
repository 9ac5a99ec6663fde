//! `by:` of a statement in front matter: its parts along one axis or several, which add up to it unless they
//! are partial. Parts can be split again.

use super::nested::Wholes;
use super::numbers::{Inherited, Numbers, adds};
use super::reading::{Reading, suggest};
use super::stated::{About, statement};
use super::written::Written;
use super::{Equation, Split, StatementKind};
use crate::config::{Config, DimensionId, MetricId};
use crate::diagnostic::counted;
use crate::period::{Grain, Period};
use crate::yaml::{Entry, shape};
use compact_str::format_compact;

/// What `by:` can name beside dimensions.
const TIMES: [(&str, Grain); 6] = [
    ("year", Grain::Year),
    ("half", Grain::Half),
    ("quarter", Grain::Quarter),
    ("month", Grain::Month),
    ("week", Grain::Week),
    ("day", Grain::Day),
];

/// Along what a `by:` splits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    Time(Option<Grain>),
    Dimension(DimensionId),
    Owner,
}

/// `by:`: for each axis the parts of the whole, which add up to it unless they are partial.
pub(super) fn read(
    reading: &mut Reading,
    about: &About,
    entry: &Entry,
    (whole, open): (Option<u32>, bool),
    numbers: &mut Numbers,
) {
    let Some(axes) = entry.value.as_map() else {
        let message = format!("`by` expects an axis with parts, found {}", shape(&entry.value));
        return reading.report("invalid-value", entry.value.span, message);
    };
    for axis in axes {
        let Some(along) = along(reading, axis) else { continue };
        let Some(parts) = axis.value.as_map() else {
            let message = format!("`{}` expects parts with values, found {}", axis.key, shape(&axis.value));
            reading.report("invalid-value", axis.value.span, message);
            continue;
        };
        // Of a part that stands twice one is not read.
        let is_doubled = reading
            .findings
            .iter()
            .any(|found| found.rule == "duplicate-field" && axis.value.span.contains(found.place.span));
        let whole = whole.filter(|_| !is_doubled);
        let split = Split { group: numbers.group(), whole };
        let mut terms = Vec::new();
        let mut known: Vec<(Inherited, &Entry)> = Vec::new();
        for part in parts {
            let base = part_of(reading, about, along, part);
            let is_first = |(first, _): &&(Inherited, &Entry)| {
                along != Along::Owner
                    && base.as_ref().is_some_and(|b| (b.period, &b.scope) == (first.period, &first.scope))
            };
            if let Some((_, first)) = known.iter().find(is_first) {
                let message = format!("`{}` is `{}` again, only the first one counts", part.key, first.key);
                let finding = reading.error("invalid-value", part.key_span, message);
                let finding = finding.related_here(reading.source, first.key_span, "the first one");
                reading.add(finding.help("correct one of the two, or make one part of both"));
                terms.push(None);
                continue;
            }
            known.extend(base.clone().map(|base| (base, part)));
            let about = base.map(|base| {
                let item =
                    if along == Along::Owner { Some(part.key.as_str().into()) } else { about.item.clone() };
                let span = part.key_span;
                About { base, item, owned: false, split: Some(split), span, ..about.clone() }
            });
            let index =
                about.and_then(|about| statement(reading, &about, &part.value, numbers, &mut Vec::new()));
            terms.push(index);
        }
        let terms: Option<Vec<u32>> = terms.into_iter().collect();
        if let (Some(metric), Some(whole), Some(terms)) = (about.metric, whole, terms) {
            let over_time = matches!(along, Along::Time(_));
            let by = format_compact!("by {}", axis.key);
            add_up(reading.config, numbers, (metric, over_time), (whole, open), terms, &by);
        }
    }
}

/// Asks that the parts of a whole come to it; or not to more, where they leave something `open`.
fn add_up(
    config: &Config,
    numbers: &mut Numbers,
    (metric, over_time): (MetricId, bool),
    (whole, open): (u32, bool),
    all: Vec<u32>,
    by: &str,
) {
    let at = |index: &u32| numbers.statements.get(*index as usize);
    let period = |index: &u32| at(index)?.period;
    let wholes = Wholes::among(config, all.iter().filter_map(at));
    let mut terms = wholes.outermost(config, &all, at);
    let part = if terms.len() < all.len() { "outermost part" } else { "part" };
    let mut of = format_compact!("the {} {by}", counted(terms.len(), part));
    let mut partial = open;
    if !adds(config, metric, over_time) {
        // Of a stock the last value counts; one that ends before its whole may be followed by others.
        let last = terms.iter().filter_map(period).map(|period| period.end).max();
        let is_last = |index: &u32| period(index).map(|period| period.end) == last;
        if !adds(config, metric, false) || open && period(&whole).map(|period| period.end) != last {
            return;
        }
        terms.to_mut().retain(is_last);
        of = format_compact!("the last of {of}");
        partial = false;
    }
    if let Some(stated) = numbers.term(whole).filter(|_| !terms.is_empty()) {
        let terms = terms.iter().filter_map(|index| numbers.term(*index)).collect();
        let exact = at(&whole).is_some_and(|whole| whole.kind == StatementKind::Target);
        numbers.equations.push(Equation {
            rule: "sum-mismatch",
            stated,
            of,
            terms,
            exact,
            partial,
            table: None,
        });
    }
}

fn along(reading: &mut Reading, axis: &Entry) -> Option<Along> {
    let key = axis.key.as_str();
    if let Some((_, grain)) = TIMES.iter().find(|(name, _)| *name == key) {
        return Some(Along::Time(Some(*grain)));
    }
    match key {
        "period" => return Some(Along::Time(None)),
        "owner" => return Some(Along::Owner),
        _ => {}
    }
    if let Some(dimension) = reading.config.dimension_named(key) {
        return Some(Along::Dimension(dimension));
    }
    let config = reading.config;
    if config.lacks.dimensions {
        return None;
    }
    let dimensions = config.dimensions.iter().map(|dimension| dimension.id.as_str());
    let known: Vec<&str> =
        TIMES.iter().map(|(name, _)| *name).chain(["period", "owner"]).chain(dimensions).collect();
    let finding = reading.error("invalid-value", axis.key_span, format!("unknown axis `{key}`"));
    reading.add(suggest(finding, Written::bytes(key, axis.key_span), &known));
    None
}

/// The scope of a part: that of the whole, narrowed by the part's key.
fn part_of(reading: &mut Reading, about: &About, along: Along, part: &Entry) -> Option<Inherited> {
    let written = Written::bytes(&part.key, part.key_span);
    let mut base = about.base.clone();
    match along {
        Along::Owner => {
            base.owner = Some(part.key.as_str().into());
            base.names_owner = true;
        }
        Along::Time(grain) => base.period = Some(part_period(reading, about, grain, written)?),
        Along::Dimension(dimension) => {
            let value = reading.dimension_value(dimension, written)?;
            let whole = about.base.value(dimension);
            if whole.is_some_and(|whole| !reading.config.is_within(dimension, &value, whole)) {
                let message = format!("`{}` is no part of `{}`", part.key, whole.unwrap_or(""));
                reading.report("invalid-value", part.key_span, message);
                return None;
            }
            base.place(dimension, value);
        }
    }
    Some(base)
}

/// The period of a part: `2026-03`, `3月`, and under `month:` also `3`.
fn part_period(
    reading: &mut Reading,
    about: &About,
    grain: Option<Grain>,
    written: Written,
) -> Option<Period> {
    let whole = about.base.period.or(reading.within);
    let number = grain.filter(|_| written.text.len() <= 2).and_then(|grain| {
        let number: usize = written.text.parse().ok()?;
        whole?.parts(grain).into_iter().nth(number.checked_sub(1)?)
    });
    let period = match number {
        Some(period) => period,
        None => reading.period(written, whole)?,
    };
    if let Some(grain) = grain.filter(|grain| *grain != period.grain) {
        let message = format!("expected {}, found `{}`", super::limits::grain_words(grain), written.text);
        reading.report("invalid-period", written.span, message);
        return None;
    }
    if let Some(whole) = about.base.period.filter(|whole| !whole.contains(&period)) {
        let message = format!("`{}` lies outside {}, the period that is split", written.text, whole.key());
        reading.report("invalid-period", written.span, message);
        return None;
    }
    Some(period)
}
