//! Stretches of time as a table with lanes: name, dates, bars. The dates are the text; the bars are drawn
//! in percent of the lane, so that they fit any width.

use super::dates::days;
use super::edition::Edition;
use super::texts::Texts;
use super::view::Ready;
use jiff::civil::{Date, date};
use serde::Serialize;

/// `gantt`: a table with lanes.
#[derive(Clone, Debug, Serialize)]
pub struct GanttView {
    /// What the table is, for readers of text.
    pub label: String,
    /// Its anchor, where it can be filtered.
    pub id: Option<String>,
    /// The head of the first column.
    pub first_column: String,
    /// The first column stays in view.
    pub stick: bool,
    /// Rows can be folded.
    pub tree: bool,
    /// Least width of the first column in pixels.
    pub label_width: u32,
    /// Least width of the lanes in pixels.
    pub width: u32,
    /// Lines of months and of today as a CSS background.
    pub grid: String,
    /// Where years begin.
    pub years: Ready<Vec<TickView>>,
    /// Where months begin.
    pub ticks: Ready<Vec<TickView>>,
    /// Where today lies, if in view.
    pub today: Option<TickView>,
    /// The rows.
    pub rows: Vec<GanttRowView>,
}

/// A place on the axis, or words in a lane.
#[derive(Clone, Debug, Serialize)]
pub struct TickView {
    /// In percent from the left.
    pub left: String,
    /// What is written there.
    pub text: String,
    /// `bad` for what is late.
    pub class: &'static str,
}

/// A bar, or a stretch where two overlap.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    /// In percent from the left.
    pub left: String,
    /// In percent of the lane.
    pub width: String,
    /// `run`, `done`, `sum`, or nothing for what is to come.
    pub class: &'static str,
    /// What is written in it.
    pub text: String,
}

/// A row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GanttRowView {
    /// Its depth in the tree.
    pub depth: usize,
    /// Rows below it can be folded.
    pub parent: bool,
    /// They are folded to begin with.
    pub shut: bool,
    /// It lies in a branch that is folded to begin with.
    pub inside: bool,
    /// A plan rather than a phase.
    pub strong: bool,
    /// What.
    pub name: String,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Who.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// From when to when.
    pub when: String,
    /// Stretches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<BarView>,
    /// Where it overlaps with others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clashes: Vec<BarView>,
    /// Milestones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diamonds: Vec<TickView>,
    /// Words beside the bars.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<TickView>,
}

/// What is drawn in a row.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// One day, drawn as a diamond.
    pub milestone: bool,
    /// A plan's period, drawn thin.
    pub sum: bool,
    /// Its plan is closed, or it is done.
    pub done: bool,
    /// Over, and not done.
    pub late: bool,
    /// Words in the bar or beside it.
    pub text: String,
}

/// The lines and words above the lanes of all charts that show one time.
pub(super) struct TimeAxis {
    grid: String,
    years: Ready<Vec<TickView>>,
    ticks: Ready<Vec<TickView>>,
}

/// The time that a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scale {
    start: Date,
    end: Date,
    today: Date,
    /// Least width of the lanes in pixels, to judge whether words fit.
    width: u32,
}

impl Scale {
    /// From the beginning of the month of the first day to the end of the month of the last one.
    pub(super) fn over(
        stretches: impl Iterator<Item = (Date, Date)>,
        today: Date,
        width: u32,
    ) -> Option<Self> {
        let mut span: Option<(Date, Date)> = None;
        for (start, end) in stretches {
            let (first, last) = span.unwrap_or((start, end));
            span = Some((first.min(start), last.max(end)));
        }
        let (start, end) = span?;
        Some(Self { start: start.first_of_month(), end: end.last_of_month(), today, width })
    }

    /// Exactly these days.
    pub(super) fn exactly(start: Date, end: Date, today: Date, width: u32) -> Self {
        Self { start, end, today, width }
    }

    /// The first and the last day shown.
    pub(super) fn days(&self) -> (Date, Date) {
        (self.start, self.end)
    }

    fn total(&self) -> f64 {
        (days(self.start, self.end) + 1).max(1) as f64
    }

    /// Where a day begins, in percent, cut to the lane.
    fn left(&self, day: Date) -> f64 {
        (days(self.start, day) as f64 / self.total() * 100.0).clamp(0.0, 100.0)
    }

    /// Where a day ends.
    fn right(&self, day: Date) -> f64 {
        ((days(self.start, day) + 1) as f64 / self.total() * 100.0).clamp(0.0, 100.0)
    }

    fn shows(&self, start: Date, end: Date) -> bool {
        start <= self.end && end >= self.start
    }

    /// The empty chart with its axis.
    pub(super) fn chart(
        &self,
        edition: &Edition,
        texts: &Texts,
        label: String,
        first_column: String,
    ) -> GanttView {
        let axis = edition.time_axes.get((*self, texts.language), || {
            let (grid, ticks, years) = self.axis(texts);
            TimeAxis { grid, ticks: Ready::new(&ticks), years: Ready::new(&years) }
        });
        let today = self.shows(self.today, self.today).then(|| {
            let text = texts.fill("today_at", &[("date", &texts.day_tick(self.today))]);
            TickView { left: number(self.left(self.today)), text, class: "" }
        });
        GanttView {
            label,
            id: None,
            first_column,
            stick: false,
            tree: false,
            label_width: 138,
            width: self.width,
            grid: axis.grid.clone(),
            years: axis.years.clone(),
            ticks: axis.ticks.clone(),
            today,
            rows: Vec::new(),
        }
    }

    /// Lines, months and years. Lines stand at months, quarters, halves, years or decades, whatever leaves
    /// room for words.
    fn axis(&self, texts: &Texts) -> (String, Vec<TickView>, Vec<TickView>) {
        let months = days(self.start, self.end) / 30 + 1;
        let room = (i64::from(self.width) / 54).max(2);
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
            .into_iter()
            .find(|step| months / step <= room)
            .unwrap_or(6000);
        let line_step = match step {
            2 => 1,
            step => step,
        };
        let mut grid = String::new();
        let (mut ticks, mut years) = (Vec::new(), Vec::new());
        let mut last_year = None;
        for first in self.firsts(line_step) {
            let left = number(self.left(first));
            if first > self.start {
                grid.push_str(&format!("var(--g) {left}% 0/1px 100% no-repeat,"));
            }
            let index = i64::from(first.year()) * 12 + i64::from(first.month()) - 1;
            if index % step != 0 && ticks.len() + years.len() > 0 {
                continue;
            }
            // The first and the last words must not run over the borders.
            if self.left(first) > 96.0 {
                continue;
            }
            if last_year != Some(first.year()) {
                last_year = Some(first.year());
                years.push(TickView { left: left.clone(), text: first.year().to_string(), class: "" });
            }
            if step < 12 {
                ticks.push(TickView { left, text: texts.month_tick(first.month()), class: "" });
            }
        }
        if self.shows(self.today, self.today) {
            let left = number(self.left(self.today));
            grid.push_str(&format!("var(--g2) {left}% 0/1.5px 100% no-repeat,"));
        }
        grid.push_str("none");
        (grid, ticks, years)
    }

    /// First days of months, every `step` months of the calendar; the chart's own first day comes first.
    fn firsts(&self, step: i64) -> Vec<Date> {
        let mut firsts = vec![self.start];
        let mut index = i64::from(self.start.year()) * 12 + i64::from(self.start.month()) - 1;
        index = (index / step + 1) * step;
        while firsts.len() < 400 {
            let (year, month) = ((index / 12) as i16, (index % 12 + 1) as i8);
            if !(1..=9999).contains(&year) {
                break;
            }
            let first = date(year, month, 1);
            if first > self.end {
                break;
            }
            firsts.push(first);
            index += step;
        }
        firsts
    }

    /// Draws a stretch into a row.
    pub(super) fn draw(&self, row: &mut GanttRowView, stretch: &Stretch) {
        if !self.shows(stretch.start, stretch.end) {
            return;
        }
        let (left, right) = (self.left(stretch.start), self.right(stretch.end));
        if stretch.milestone {
            let middle = (left + right) / 2.0;
            let class = if stretch.late { "lt" } else { "" };
            row.diamonds.push(TickView { left: number(middle), text: String::new(), class });
            self.note(row, middle + 100.0 * 8.0 / f64::from(self.width), stretch);
            return;
        }
        let class = match () {
            () if stretch.sum => "sum",
            () if stretch.done || stretch.end < self.today => "done",
            () if stretch.start <= self.today => "run",
            () => "",
        };
        let width = (right - left).max(0.05);
        let fits = width / 100.0 * f64::from(self.width) >= words_width(&stretch.text) + 16.0;
        let text = if fits && !stretch.sum { stretch.text.clone() } else { String::new() };
        row.bars.push(BarView { left: number(left), width: number(width), class, text });
        if !fits {
            self.note(row, right, stretch);
        }
    }

    /// Words beside a bar, where there is room to the right.
    fn note(&self, row: &mut GanttRowView, left: f64, stretch: &Stretch) {
        let room = (100.0 - left) / 100.0 * f64::from(self.width);
        if !stretch.text.is_empty() && room >= words_width(&stretch.text) + 12.0 {
            let class = if stretch.late { "bad" } else { "" };
            row.notes.push(TickView { left: number(left), text: stretch.text.clone(), class });
        }
    }

    /// Marks days that two stretches share.
    pub(super) fn clash(&self, row: &mut GanttRowView, start: Date, end: Date, text: String) {
        let (left, right) = (self.left(start), self.right(end));
        row.clashes.push(BarView {
            left: number(left),
            width: number((right - left).max(0.05)),
            class: "clash",
            text,
        });
    }
}

/// `03-01 – 03-30` where both lie in the year that is shown, else with years.
pub(super) fn when(start: Date, end: Date, with_year: bool) -> String {
    let short = |day: Date| format!("{:02}-{:02}", day.month(), day.day());
    let text = |day: Date| if with_year { day.to_string() } else { short(day) };
    if start == end { text(start) } else { format!("{} – {}", text(start), text(end)) }
}

/// Two decimals, without needless zeros.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// How wide words are at 12 px, in pixels.
pub(super) fn words_width(text: &str) -> f64 {
    crate::text::display_width(text) as f64 * 6.4
}
