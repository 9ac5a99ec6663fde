//! Heads of rows and columns in words, and how they stand over each other.

use super::{NotSplit, Shown, Slot, class, measure_word, with_unit};
use crate::aggregate::{Answer, Head, Key, Role};
use crate::config::MetricId;
use crate::render::edition::Edition;
use crate::render::key::PageKey;
use crate::render::metric::axis_title;
use crate::render::texts::Texts;
use crate::render::view::HeadView;
use crate::render::{figures, status};
use crate::view::{Axis, Measure};

impl NotSplit {
    /// That along the axis of the columns, which says why something stands there.
    pub(in crate::render) fn along(texts: &Texts, edition: &Edition, columns: Option<Axis>) -> Self {
        let Some(axis) = columns else {
            return Self { name: texts.get("not_split").to_owned(), note: String::new() };
        };
        let title = axis_title(texts, edition, axis);
        let (grain, note) = match axis {
            Axis::Year => (texts.get("grain_year"), "not_split_note"),
            Axis::Half => (texts.get("grain_half"), "not_split_note"),
            Axis::Quarter => (texts.get("grain_quarter"), "not_split_note"),
            Axis::Month => (texts.get("grain_month"), "not_split_note"),
            Axis::Dimension(_) => (title.as_str(), "not_split_note_value"),
            _ => (title.as_str(), "not_split_note_plan"),
        };
        let name = texts.fill("not_split_by", &[("grain", grain)]);
        let note = texts.fill(note, &[("name", &name), ("axis", &title)]);
        Self { name, note }
    }
}

impl Shown<'_> {
    /// The upper heads: one a column of the answer, over its numbers. None where one line is enough.
    pub(super) fn groups(&self, answer: &Answer, slots: &[Slot]) -> Vec<HeadView> {
        if !self.two_lines(answer) {
            return Vec::new();
        }
        let mut groups: Vec<HeadView> = Vec::new();
        for (at, slot) in slots.iter().enumerate() {
            if !slot.first {
                if let Some(last) = groups.last_mut() {
                    last.span += 1;
                }
                continue;
            }
            let head = &answer.columns[slot.column];
            let now = self.is_now(head);
            let apart = self.is_apart(answer, *slot);
            groups.push(HeadView {
                text: match apart {
                    true => self.series_title(answer, slot.series),
                    false => self.column_title(head, now),
                },
                span: 1,
                number: false,
                class: if now { "lead now" } else { "lead" },
                wide: false,
                sort: at + 1,
                shown: true,
            });
        }
        groups
    }

    /// A series of the total that stands beside it.
    fn is_apart(&self, answer: &Answer, slot: Slot) -> bool {
        answer.series[slot.series].measure == Measure::Unallocated
            && answer.columns[slot.column].role == Role::Total
    }

    pub(super) fn heads(&self, answer: &Answer, slots: &[Slot]) -> Vec<HeadView> {
        let two = self.two_lines(answer);
        slots
            .iter()
            .enumerate()
            .map(|(at, slot)| {
                let head = &answer.columns[slot.column];
                let now = self.is_now(head);
                let text = if two || (answer.columns.len() == 1 && head.role == Role::Total) {
                    self.series_title(answer, slot.series)
                } else {
                    self.column_title(head, now)
                };
                HeadView {
                    text,
                    span: 1,
                    number: true,
                    class: class(two && slot.first, now),
                    wide: self.has_bar(answer, *slot),
                    sort: at + 1,
                    shown: !two || !alone(slots, at),
                }
            })
            .collect()
    }

    pub(super) fn two_lines(&self, answer: &Answer) -> bool {
        answer.columns.len() > 1 && answer.series.len() > 1
    }

    pub(super) fn has_bar(&self, answer: &Answer, slot: Slot) -> bool {
        answer.series[slot.series].measure == Measure::Progress
            && answer.columns[slot.column].role == Role::Total
    }

    fn column_title(&self, head: &Head, now: bool) -> String {
        match (head.role, &head.key) {
            (Role::Total, _) => {
                let year = self.days.is_some_and(|(start, end)| super::super::dates::days(start, end) > 363);
                self.texts.get(if year { "all_year" } else { "total" }).to_owned()
            }
            (Role::NotSplit, _) => self.not_split.name.clone(),
            (Role::Rest, _) => self.texts.get("rest_below").to_owned(),
            (Role::Entry, Key::Period(period)) => {
                let year = self.days.is_some_and(|(start, end)| start.year() == end.year());
                let name = if year { self.texts.period_short(period) } else { self.texts.period(period) };
                match now {
                    true => {
                        let day = self.texts.day_tick(self.edition.site.today);
                        let until = self.texts.fill("until", &[("date", &day)]);
                        self.texts.fill("in_brackets", &[("name", &name), ("note", &until)])
                    }
                    false => name,
                }
            }
            (Role::Entry, Key::Metric(id)) => self.metric_title(*id),
            (Role::Entry, Key::Status(status)) => status::status_word(self.texts, status),
            (Role::Entry, _) => head.label.clone(),
        }
    }

    /// A metric with its unit, as it stands in heads.
    fn metric_title(&self, id: MetricId) -> String {
        let Some(metric) = figures::metric(&self.edition.site.config, id) else { return String::new() };
        with_unit(self.texts, &metric.title, metric)
    }

    fn series_title(&self, answer: &Answer, index: usize) -> String {
        let series = &answer.series[index];
        let several = answer.series.iter().any(|other| other.metric != series.metric);
        let measure = measure_word(self.texts, series.measure);
        match series.metric.and_then(|id| figures::metric(&self.edition.site.config, id)) {
            Some(metric) if several && answer.series.iter().all(|other| other.measure == series.measure) => {
                with_unit(self.texts, &metric.title, metric)
            }
            Some(metric) if several => {
                let name = self.texts.fill("name_measure", &[("name", &metric.title), ("measure", &measure)]);
                let has_unit = !matches!(series.measure, Measure::Progress | Measure::Count);
                if has_unit { with_unit(self.texts, &name, metric) } else { name }
            }
            _ => measure,
        }
    }

    /// Whether today lies in the column.
    pub(super) fn is_now(&self, head: &Head) -> bool {
        let today = self.edition.site.today;
        let Key::Period(period) = &head.key else { return false };
        head.role == Role::Entry && period.start <= today && today <= period.end
    }

    pub(super) fn row_title(&self, answer: &Answer, head: &Head) -> (String, Option<String>) {
        let edition = self.edition;
        let to = |key: PageKey| Some(edition.href(self.from, &key));
        match (head.role, &head.key) {
            (Role::Total, _) => (self.texts.get("total").to_owned(), None),
            (Role::NotSplit, _) => (self.texts.fill("rest_dimension", &[("name", &self.corner)]), None),
            (Role::Rest, _) => {
                let top = head.parent.is_none_or(|parent| parent >= answer.rows.len());
                let text = self.texts.fill("rest_dimension", &[("name", &self.corner)]);
                (if top { text } else { self.texts.get("rest_below").to_owned() }, None)
            }
            (Role::Entry, key) => match key {
                Key::Value(id, value) => (head.label.clone(), to(PageKey::Value(*id, value.to_string()))),
                Key::Plan(plan) => (head.label.clone(), Some(edition.plan_href(self.from, *plan))),
                Key::Owner(name) => (head.label.clone(), to(PageKey::Owner(name.to_string()))),
                Key::Kind(kind) => (head.label.clone(), to(PageKey::Kind(kind.to_string()))),
                Key::Tag(tag) => (head.label.clone(), to(PageKey::Tag(tag.to_string()))),
                Key::Metric(id) => (self.metric_title(*id), to(PageKey::Metric(*id))),
                Key::Period(period) => (self.texts.period(period), None),
                Key::Status(status) => (status::status_word(self.texts, status), None),
                Key::None => (head.label.clone(), None),
            },
        }
    }
}

/// Whether a column is the only one of its group.
fn alone(slots: &[Slot], at: usize) -> bool {
    slots.get(at).is_some_and(|slot| slot.first) && slots.get(at + 1).is_none_or(|next| next.first)
}
