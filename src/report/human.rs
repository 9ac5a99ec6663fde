//! For people: the excerpt, marks right under the offending characters (wide ones count twice), what
//! was expected and what to do.

use super::Summary;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, Position, SourceFile, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;
use std::sync::Arc;

/// A related place this many lines away is still shown in the same excerpt.
const NEAR: u32 = 6;

/// So many characters before and behind a mark are given to the renderer, which itself cuts what is wider than a
/// screen: more than it ever shows.
const AROUND: usize = 1_000;

/// Longer places are marked up to here.
const LONG: usize = 1_000;

/// Stands behind the path of an excerpt until its columns are counted. No text has this code point.
const PART: &str = "\u{fdd0}";

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
    for excerpt in &excerpts {
        excerpt.count_in_file(&mut text);
    }
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}

/// A part of some lines of a file and the marks in it. Only this part is given to the renderer, which would otherwise
/// read the whole file for every finding, or all of a paragraph that is one long line.
struct Excerpt<'a> {
    source: &'a Arc<SourceFile>,
    first: u32,
    last: u32,
    /// The characters of its lines that are in it.
    columns: Range<usize>,
    /// Each with where it begins.
    marks: Vec<(AnnotationKind, Span, Position, Option<&'a str>)>,
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
        let (start, end) = (place.start(), place.end());
        let (first, mut last) = (start.line, end.line);
        // What goes over many lines is marked at its first one only.
        if last > first + NEAR {
            last = first;
            span.end = source.line_span(first).end.max(span.start);
        }
        let from = start.column as usize - 1;
        let marked = source.slice(span);
        let mut to = from + marked.chars().take(LONG).count();
        if first == last {
            let shown = chars(marked, LONG);
            if shown > 0 {
                span = Span::new(span.start as usize, span.start as usize + shown);
            }
        } else {
            to = to.max(end.column as usize - 1);
        }
        let columns = from.saturating_sub(AROUND)..to + AROUND;
        Self { source, first, last, columns, marks: vec![(kind, span, start, label)] }
    }

    fn is_near(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.source, other.source)
            && other.first <= self.last.saturating_add(NEAR)
            && self.first <= other.last.saturating_add(NEAR)
            && other.columns.start <= self.columns.end
            && self.columns.start <= other.columns.end
    }

    fn take(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.columns.start = self.columns.start.min(other.columns.start);
        self.columns.end = self.columns.end.max(other.columns.end);
        self.marks.extend(other.marks);
    }

    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        let mut text = String::new();
        // For each line: its first byte in the file that is shown, and where that is in the excerpt.
        let mut starts: Vec<(usize, usize)> = Vec::new();
        let mut length = 0;
        for line in self.first..=self.last {
            let shown = self.shown(line);
            starts.push((shown.start as usize, text.len()));
            text.push_str(self.source.slice(shown));
            length = text.len();
            text.push('\n');
        }
        let offset = |at: u32| {
            let at = at as usize;
            let line = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let here = starts.get(line).map_or(0, |(start, here)| here + at.saturating_sub(*start));
            let end = starts.get(line + 1).map_or(length, |(_, next)| next - 1);
            text.floor_char_boundary(here.min(end))
        };
        let marks = self.marks.iter().map(|(kind, span, _, label)| {
            let start = offset(span.start);
            kind.span(start..offset(span.end).max(start)).label(label.map(ToOwned::to_owned))
        });
        let marks: Vec<Annotation> = marks.collect();
        let path = format!("{}{}", self.source.path, self.sign());
        Snippet::source(text).path(path).line_start(self.first as usize).annotations(marks)
    }

    /// The part of a line that is shown. It is counted from a mark where one begins in the line: to count from the
    /// beginning of a long line for each of its findings takes long.
    fn shown(&self, line: u32) -> Span {
        let whole = self.source.line_span(line);
        let mark = self.marks.iter().find(|(_, _, start, _)| start.line == line);
        let (known, column) = match mark {
            Some((_, span, start, _)) => {
                let known = self.source.text.floor_char_boundary(span.start as usize);
                (known.max(whole.start as usize), start.column as usize - 1)
            }
            None => (whole.start as usize, 0),
        };
        let (before, behind) = (Span::new(whole.start as usize, known), Span::new(known, whole.end as usize));
        let (before, behind) = (self.source.slice(before), self.source.slice(behind));
        let start = match column.checked_sub(self.columns.start) {
            Some(0) => known,
            Some(left) => {
                known
                    - before
                        .char_indices()
                        .nth_back(left - 1)
                        .map_or(before.len(), |(at, _)| before.len() - at)
            }
            None => known + chars(behind, self.columns.start - column),
        };
        let rest = self.source.slice(Span::new(start, whole.end as usize));
        Span::new(start, start + chars(rest, self.columns.len()))
    }

    /// What stands behind the path of a part that is not the beginning of its lines.
    fn sign(&self) -> &'static str {
        if self.columns.start == 0 { "" } else { PART }
    }

    /// The heading counts columns in what the renderer got: they are made those of the file.
    fn count_in_file(&self, rendered: &mut String) {
        if self.columns.start == 0 {
            return;
        }
        let Some((before, heading)) = rendered.split_once(PART) else { return };
        let mut numbers = heading.splitn(3, ':').skip(1);
        let (Some(line), Some(rest)) = (numbers.next(), numbers.next()) else { return };
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let column: usize = rest[..digits].parse().unwrap_or(0);
        *rendered = format!("{before}:{line}:{}{}", column + self.columns.start, &rest[digits..]);
    }
}

/// The bytes of the first characters of a text.
fn chars(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}
