//! The YAML of a `view` block.

use super::flags::{SHOWN, metrics_with_targets};
use super::names::{Names, Problem};
use super::query::{Axis, Chart, Content, Filter, Form, List, Measure, Query, Sort, Subject, Term, View};
use crate::config::MetricId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::is_near;
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{Entry, FaultKind, Fields, Node, Reader, Yaml};
use std::sync::Arc;

const SUBJECTS: [(&str, Subject); 6] = [
    ("targets", Subject::Targets),
    ("plans", Subject::Plans),
    ("phases", Subject::Phases),
    ("budget", Subject::Budget),
    ("tasks", Subject::Tasks),
    ("statements", Subject::Statements),
];

const CHARTS: [(&str, Chart); 6] = [
    ("bar", Chart::Bar),
    ("line", Chart::Line),
    ("pie", Chart::Pie),
    ("gantt", Chart::Gantt),
    ("bullet", Chart::Bullet),
    ("tree", Chart::Tree),
];

/// Reads the YAML of a `view` block, whose bytes are `whole`. What the site does not have is an `invalid-view` finding at its place with the
/// nearest that it has, never an empty view: then there is no view.
pub fn read(
    yaml: &Yaml,
    whole: Span,
    source: &Arc<SourceFile>,
    site: &Site,
) -> (Option<View>, Vec<Diagnostic>) {
    let reader = Reader::new(source, "invalid-view");
    // Of YAML that breaks off nobody can say what is missing in it.
    if yaml.faults.iter().any(|fault| matches!(fault.kind, FaultKind::Syntax)) {
        reader.faults(yaml);
        return (None, reader.into_findings());
    }
    let view =
        reader.root(yaml).and_then(|fields| Reading { reader: &reader, names: Names { site } }.view(fields));
    let findings = reader.into_findings();
    if findings.is_empty() {
        // A block without anything in it has no tree and no fault.
        let empty = view.is_none().then(|| {
            let place = Place::new(source, yaml.root.as_ref().map_or(whole, |root| root.span));
            Diagnostic::new("invalid-view", Severity::Error, place, "the view is empty")
                .help("begin with `table: targets`")
        });
        return (view, empty.into_iter().collect());
    }
    (None, findings)
}

struct Reading<'a> {
    reader: &'a Reader<'a>,
    names: Names<'a>,
}

/// What may be left out has no place.
type Found<T> = Option<(T, Span)>;

impl Reading<'_> {
    fn view(&self, mut fields: Fields<'_, '_>) -> Option<View> {
        let title = fields.text("title").map(str::to_owned);
        let table = fields.choice("table", &SUBJECTS);
        let chart = fields.choice("chart", &CHARTS);
        let what = match (fields.entry("table"), fields.entry("chart")) {
            (Some(_), Some(chart)) => {
                self.reader.report_with(
                    chart.key_span,
                    "a view is a table or a chart",
                    "leave one of the two out",
                );
                None
            }
            // A misspelt one is reported as an unknown key.
            (None, None)
                if fields.entries().iter().any(|entry| is_near_one_of(&entry.key, &["table", "chart"])) =>
            {
                None
            }
            (None, None) => {
                let start = Span::at(fields.span().start as usize);
                self.reader.report_with(
                    start,
                    "`table` is missing",
                    "write `table: targets`, or `chart: bar`",
                );
                None
            }
            (Some(_), None) => table.map(|subject| (Form::Table, subject)),
            (None, Some(_)) => chart.map(|chart| (Form::Chart(chart), drawn(chart))),
        };
        // Where it is not known what is asked, other faults are still found, as in a table of targets.
        let (form, subject) = what.unwrap_or((Form::Table, Subject::Targets));
        let content = self.content(&mut fields, form, subject);
        fields.finish();
        what.map(|_| View { title, form, content })
    }

    fn content(&self, fields: &mut Fields<'_, '_>, form: Form, subject: Subject) -> Content {
        let metrics = self.metrics(fields);
        let rows = self.axis(fields, "rows", subject);
        let columns = self.axis(fields, "columns", subject);
        let mut filter = Filter::default();
        self.conditions(fields.mapping("where"), subject, false, &mut filter);
        let show = self.show(fields, form, subject, rows.is_some() || subject == Subject::Targets);
        let totals = fields.boolean("totals").unwrap_or(false);
        let sort = self.sort(fields, subject, &show);
        let limit = self.limit(fields);
        if form == Form::Chart(Chart::Pie) {
            self.check_pie(fields, &metrics, &show);
        }
        if subject == Subject::Targets {
            let metrics = if metrics.is_empty() { metrics_with_targets(self.names.site) } else { metrics };
            let rows = rows.map_or(Axis::Metric, |(axis, _)| axis);
            let columns = columns.map(|(axis, _)| axis);
            return Content::Numbers(Query {
                subject,
                metrics,
                rows,
                columns,
                filter,
                show,
                totals,
                sort,
                limit,
            });
        }
        match (rows, columns) {
            (Some((rows, span)), columns) => {
                if matches!(form, Form::Chart(_)) {
                    self.reader.report_with(span, "this chart has no rows to choose", "leave `rows` out");
                }
                let columns = columns.map(|(axis, _)| axis);
                Content::Numbers(Query { subject, metrics, rows, columns, filter, show, totals, sort, limit })
            }
            (None, columns) => {
                if let Some((_, span)) = columns {
                    self.reader.report_with(span, "columns need rows", "add `rows`, or leave `columns` out");
                }
                Content::List(List { subject, metrics, show, filter, totals, sort, limit })
            }
        }
    }

    fn metrics(&self, fields: &mut Fields<'_, '_>) -> Vec<MetricId> {
        let mut metrics = Vec::new();
        let Some(node) = fields.get("metrics") else { return metrics };
        for (word, span) in self.words(node) {
            match self.names.metric(word) {
                Ok(metric) if metrics.contains(&metric) => {
                    self.reader.report(span, format!("`{word}` stands twice"));
                }
                Ok(metric) => metrics.push(metric),
                Err(problem) => self.report(span, problem),
            }
        }
        metrics
    }

    fn axis(&self, fields: &mut Fields<'_, '_>, key: &'static str, subject: Subject) -> Found<Axis> {
        let node = fields.get(key)?;
        let word = self.reader.text(node)?;
        match self.names.axis(subject, word) {
            Ok(axis) => Some((axis, node.span)),
            Err(problem) => {
                self.report(node.span, problem);
                None
            }
        }
    }

    fn conditions(&self, entries: &[Entry], subject: Subject, negated: bool, filter: &mut Filter) {
        for entry in entries {
            if entry.key == "not" && !negated {
                if let Some(entries) = self.reader.entries(&entry.value) {
                    self.conditions(entries, subject, true, filter);
                }
                continue;
            }
            let words = self.words(&entry.value);
            if words.is_empty() {
                continue;
            }
            let texts: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            match self.names.condition(Some(subject), &entry.key, &texts) {
                Ok(condition) => filter.terms.push(Term { condition, negated }),
                Err(problems) => {
                    for (at, problem) in problems {
                        let span = at.and_then(|at| words.get(at)).map_or(entry.key_span, |(_, span)| *span);
                        self.report(span, problem);
                    }
                }
            }
        }
    }

    fn show(&self, fields: &mut Fields<'_, '_>, form: Form, subject: Subject, pivot: bool) -> Vec<Measure> {
        let Some(node) = fields.get("show") else { return by_default(form, subject, pivot).to_vec() };
        let mut show = Vec::new();
        for (word, span) in self.words(node) {
            match self.names.measure(subject, word) {
                Ok(measure) if subject == Subject::Plans && pivot != (measure == Measure::Count) => {
                    let message =
                        if pivot { "plans in rows are counted" } else { "a list of plans counts nothing" };
                    let help = if pivot { "write `show: [count]`" } else { "leave `count` out" };
                    self.reader.report_with(span, message, help);
                }
                Ok(measure) if show.contains(&measure) => {
                    self.reader.report(span, format!("`{word}` stands twice"));
                }
                Ok(measure) => show.push(measure),
                Err(problem) => self.report(span, problem),
            }
        }
        show
    }

    fn sort(&self, fields: &mut Fields<'_, '_>, subject: Subject, show: &[Measure]) -> Option<Sort> {
        let node = fields.get("sort")?;
        let word = self.reader.text(node)?;
        match self.names.sort(subject, show, word) {
            Ok(sort) => Some(sort),
            Err(problem) => {
                self.report(node.span, problem);
                None
            }
        }
    }

    fn limit(&self, fields: &mut Fields<'_, '_>) -> Option<usize> {
        let node = fields.get("limit")?;
        let limit = self.reader.count(node)?;
        if limit == 0 {
            self.reader.report(node.span, "`limit` must be at least 1");
        }
        Some(limit)
    }

    /// A pie has one number a slice.
    fn check_pie(&self, fields: &mut Fields<'_, '_>, metrics: &[MetricId], show: &[Measure]) {
        if let Some(columns) = fields.entry("columns") {
            self.reader.report_with(columns.key_span, "a pie has no columns", "leave `columns` out");
        }
        let one = |count: usize| count <= 1;
        for (key, count) in [("metrics", metrics.len()), ("show", show.len())] {
            if let Some(entry) = fields.entry(key).filter(|_| !one(count)) {
                self.reader.report_with(
                    entry.value.span,
                    "a pie shows one number",
                    "name one, or use `chart: bar`",
                );
            }
        }
    }

    /// One text or a list of texts with their places.
    fn words<'n>(&self, node: &'n Node) -> Vec<(&'n str, Span)> {
        let nodes = self.reader.one_or_many(node);
        if nodes.is_empty() {
            self.reader.report(node.span, "the list is empty");
        }
        nodes.iter().filter_map(|node| Some((self.reader.text(node)?, node.span))).collect()
    }

    fn report(&self, span: Span, problem: Problem) {
        let finding = self.reader.finding(span, problem.message).maybe_help(problem.help);
        self.reader.push(Diagnostic { rule: problem.rule, ..finding });
    }
}

fn is_near_one_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| is_near(key, name))
}

/// What a chart draws.
fn drawn(chart: Chart) -> Subject {
    match chart {
        Chart::Bar | Chart::Line | Chart::Pie | Chart::Bullet => Subject::Targets,
        Chart::Gantt => Subject::Phases,
        Chart::Tree => Subject::Plans,
    }
}

fn by_default(form: Form, subject: Subject, pivot: bool) -> &'static [Measure] {
    match (subject, form) {
        (Subject::Targets, Form::Chart(Chart::Pie)) => &[Measure::Target],
        (Subject::Targets, Form::Chart(_)) => &[Measure::Target, Measure::Actual],
        (Subject::Targets, Form::Table) => &SHOWN,
        (Subject::Plans, _) if !pivot => &SHOWN,
        (Subject::Budget, _) => &[Measure::Amount],
        _ => &[Measure::Count],
    }
}
