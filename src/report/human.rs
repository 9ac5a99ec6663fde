//! For people: the excerpt, marks right under the offending characters (wide ones count twice), what
//! was expected and what to do.

use super::Summary;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::sync::Arc;

/// A related place this many lines away is still shown in the same excerpt.
const NEAR: u32 = 6;

pub(super) fn render(diagnostics: &[Diagnostic], summary: &Summary, colour: bool) -> String {
    let mut text = String::new();
    for diagnostic in super::shown(diagnostics) {
        text.push_str(&finding(diagnostic, colour));
        text.push('\n');
    }
    text.push_str(&summary.to_string());
    text.push('\n');
    text
}

pub(super) fn finding(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let excerpts = excerpts(diagnostic);
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.rule));
    for excerpt in &excerpts {
        group = group.element(excerpt.snippet());
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    if let Some(place) = &diagnostic.schema {
        let line = place.start().line;
        let at = format!("{}:{line}", place.source.path);
        group = group.element(Level::NOTE.with_name("schema").message(at));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Unicode).render(&[group]);
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}

/// Some lines of a file and the marks under them. Only these lines are given to the renderer, which
/// would otherwise read the whole file for every finding.
struct Excerpt<'a> {
    source: &'a Arc<SourceFile>,
    first: u32,
    last: u32,
    marks: Vec<(AnnotationKind, Span, Option<&'a str>)>,
}

fn excerpts(diagnostic: &Diagnostic) -> Vec<Excerpt<'_>> {
    let mut excerpts =
        vec![Excerpt::new(&diagnostic.place, AnnotationKind::Primary, diagnostic.label.as_deref())];
    for label in &diagnostic.related {
        let next = Excerpt::new(&label.place, AnnotationKind::Context, Some(&label.message));
        match excerpts.iter_mut().find(|excerpt| excerpt.is_near(&next)) {
            Some(excerpt) => excerpt.take(next),
            None => excerpts.push(next),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn new(place: &'a Place, kind: AnnotationKind, label: Option<&'a str>) -> Self {
        let (source, mut span) = (&place.source, place.span);
        let (first, mut last) = (place.start().line, place.end().line);
        // What goes over many lines is marked at its first one only.
        if last > first + NEAR {
            last = first;
            span.end = source.line_span(first).end.max(span.start);
        }
        Self { source, first, last, marks: vec![(kind, span, label)] }
    }

    fn is_near(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.source, other.source)
            && other.first <= self.last.saturating_add(NEAR)
            && self.first <= other.last.saturating_add(NEAR)
    }

    fn take(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.marks.extend(other.marks);
    }

    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let mut text = String::new();
        // For each line: its first byte in the file, and in the excerpt.
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for line in self.first..=self.last {
            let span = self.source.line_span(line);
            starts.push((span.start as usize, text.len()));
            text.push_str(self.source.slice(span));
            text.push('\n');
        }
        let length = text.len().saturating_sub(1);
        let offset = |at: u32| {
            let at = at as usize;
            let line = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let here = starts.get(line).map_or(0, |(start, here)| here + at.saturating_sub(*start));
            text.floor_char_boundary(here.min(length))
        };
        let marks = self.marks.iter().map(|(kind, span, label)| {
            let start = offset(span.start);
            kind.span(start..offset(span.end).max(start)).label(label.map(ToOwned::to_owned))
        });
        let marks: Vec<Annotation> = marks.collect();
        Snippet::source(text).path(&*self.source.path).line_start(self.first as usize).annotations(marks)
    }
}
