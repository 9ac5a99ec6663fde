//! Units that headings, corners and lines above tables give to the numbers below: `銷售額（萬元）`, `單位：萬元、萬套`.
//! Apart from the tables, because a unit that is overlooked makes numbers wrong by its scale.

use super::reading::{HeadingUnit, Reading};
use super::written::Written;
use crate::config::{Config, MetricId};
use crate::fold::fold;
use crate::parse::Text;
use crate::quantity::Power;
use compact_str::format_compact;
use smallvec::SmallVec;
use std::ops::Range;

/// The units of a whole table: one, or one for each metric.
#[derive(Clone, Debug, Default)]
pub(super) struct Units(SmallVec<[HeadingUnit; 1]>);

impl Units {
    /// The unit that is meant for a metric.
    pub(super) fn of(&self, config: &Config, metric: Option<MetricId>) -> Option<&HeadingUnit> {
        match self.0.as_slice() {
            [] => None,
            [one] => Some(one),
            several => {
                let accepted = &config.units(metric?).accepted;
                several.iter().find(|unit| accepted.contains(&unit.unit))
            }
        }
    }

    /// Those of the line above a table: `（單位：萬元）`.
    pub(super) fn above(config: &Config, line: &str) -> Self {
        let Some(list) = list_in(line) else { return Self::default() };
        if let Some(one) = in_words(config, &line[list.clone()]) {
            return Self(SmallVec::from_iter([HeadingUnit { over_all: true, ..one }]));
        }
        let units = pieces(line, list).filter_map(|piece| unit(config, &line[piece]));
        Self(units.map(|unit| HeadingUnit { over_all: true, ..unit }).collect())
    }

    /// Those in the corner of a table: `渠道（萬元）`, `單位：萬元`.
    pub(super) fn corner(config: &Config, text: &str) -> Self {
        let alone = || split_unit(config, &format!("（{text}）")).map(|(_, unit)| unit);
        match split_unit(config, text).map(|(_, unit)| unit).or_else(alone) {
            Some(one) => Self(SmallVec::from_iter([one])),
            None => Self::above(config, text),
        }
    }
}

/// Reports what stands among units in a line above a table, or in its corner, and is none that the site knows.
pub(super) fn report_unknown(reading: &mut Reading, text: &Text) {
    let config = reading.config;
    let Some(list) = list_in(&text.text).filter(|list| in_words(config, &text.text[list.clone()]).is_none())
    else {
        return;
    };
    let mut known: Vec<HeadingUnit> = Vec::new();
    let any = pieces(&text.text, list.clone()).any(|piece| unit(config, &text.text[piece]).is_some());
    for piece in pieces(&text.text, list) {
        let Some(written) = Written::visible(text, piece) else { continue };
        let message = match unit(config, written.text) {
            Some(one) if known.iter().any(|other| other.unit == one.unit && other.scale != one.scale) => {
                format!("`{}` is a second scale of one unit, so nobody can tell which is meant", written.text)
            }
            None if is_scaled(written.text, any) => {
                format!("`{}` is the unit of no metric, so no number has it", written.text)
            }
            one => {
                known.extend(one);
                continue;
            }
        };
        let finding = reading.error("unit-mismatch", written.span, message);
        reading.add(finding.help("name the units that the metrics below have, as in `單位：萬元、萬套`"));
    }
}

/// A unit with its currency spelt out: `人民幣萬元`, `人民幣 萬元`.
fn in_words(config: &Config, text: &str) -> Option<HeadingUnit> {
    let text = text.trim();
    let currency = ["人民幣", "人民币"].iter().find_map(|word| text.strip_prefix(word));
    unit(config, currency.filter(|rest| !rest.is_empty()).unwrap_or(text))
}

/// Whether a word that is no known unit can be meant as one with a scale: `萬噸`. `單位` means an organization
/// too, and the names of some begin like a scale (`萬達店`).
fn is_scaled(word: &str, among_units: bool) -> bool {
    const SHORT: usize = 3;
    let folded = fold(word);
    let is_place = folded.ends_with(['店', '部', '司', '局', '院', '校', '行', '处', '厂', '组']);
    let is_short = among_units || folded.chars().count() <= SHORT;
    is_short && !is_place && folded.starts_with(['十', '百', '千', '万', '亿', '兆'])
}

/// What stands behind `單位：` up to the end of its brackets or sentence.
fn list_in(line: &str) -> Option<Range<usize>> {
    let (at, word) = ["單位", "单位"].iter().filter_map(|word| Some((line.rfind(word)?, *word))).max()?;
    let rest = line[at + word.len()..].strip_prefix(['：', ':'])?;
    let start = line.len() - rest.len();
    let end = rest.find(['（', '(', '）', ')', '】', ']', '。', '\n']).unwrap_or(rest.len());
    Some(start..start + end)
}

/// The words of a list: `萬元、萬套`, `萬元，%`, `萬元和萬套`.
fn pieces(text: &str, list: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let words =
        text[list.clone()].split(['、', '，', ',', '；', ';', '和', '及', '與', '与', ' ', '\u{3000}']);
    let mut at = list.start;
    let ranges = words.map(move |word| {
        let start = at;
        // Whatever separates words is found again by where the next one begins.
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        start..start + word.len()
    });
    ranges.filter(|range| !range.is_empty())
}

/// Splits `銷售額（萬元）`, `銷售額，萬元`, `金額 (元)` into the words and the unit.
pub(super) fn split_unit<'t>(config: &Config, text: &'t str) -> Option<(&'t str, HeadingUnit)> {
    let text = text.trim();
    let (stem, inner) = match text.strip_suffix(['）', ')', '】', ']']) {
        Some(open) => {
            let at = open.rfind(['（', '(', '【', '['])?;
            let inner = open[at..].trim_start_matches(['（', '(', '【', '[']);
            (&open[..at], inner)
        }
        None => {
            let at = text.rfind(['，', ',', '／', '/'])?;
            let inner = text[at..].trim_start_matches(['，', ',', '／', '/']);
            (&text[..at], inner)
        }
    };
    Some((stem.trim(), unit(config, inner)?))
}

/// A unit by itself: `萬元`, `%`, `單位：套`. `None` where it is none that the site knows.
fn unit(config: &Config, text: &str) -> Option<HeadingUnit> {
    let text = text.trim();
    let bare = ["單位", "单位", "unit", "Unit"].iter().find_map(|word| text.strip_prefix(word));
    let text = bare.map_or(text, |rest| rest.trim_start_matches(['：', ':', ' ']));
    if text.is_empty() || text.starts_with(|c: char| c.is_numeric()) {
        return None;
    }
    let one = config.known(None).parse(&format_compact!("1{text}")).ok()?;
    let known = |unit: &str| {
        config.metrics.iter().enumerate().any(|(index, _)| {
            let metric = u16::try_from(index).ok().map(crate::config::MetricId);
            metric.is_some_and(|metric| config.units(metric).accepted.iter().any(|own| &**own == unit))
        })
    };
    let money = ["%", "‰", "元", "美元", "歐元", "英鎊", "港元", "新台幣"];
    let fits = match &*one.unit {
        "" => one.scale != Power::ONE,
        unit => known(unit) || money.contains(&unit),
    };
    (fits && one.amount.single() == Some(one.scale.value())).then_some(HeadingUnit {
        unit: one.unit,
        scale: one.scale,
        over_all: false,
    })
}
