//! A section without the table that it must have.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::{Severity, counted};
use crate::parse::{BlockKind, SectionIndex};
use crate::schema::TableRule;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "missing-table",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section without the table that it must have",
    docs: include_str!("missing_table.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    for (index, path) in context.plan.sections.iter().enumerate() {
        let Some(path) = path else { continue };
        let Some(section) = schema.section(path) else { continue };
        if section.tables.is_empty() || !context.is_judged(index) {
            continue;
        }
        // Of a section that stands twice the table may stand in the other one.
        let doubles = context.doubled().iter().filter(|(_, first)| *first == index).map(|(again, _)| *again);
        let all = std::iter::once(index).chain(doubles);
        let below: Vec<usize> =
            all.flat_map(|index| outline::with_free_sections(context.plan, index)).collect();
        for (number, rule) in section.tables.iter().enumerate() {
            let Some(asked) = context.requires(&rule.required) else { continue };
            let there = context.details.tables.iter().any(|table| {
                table.rule.1 == number && table.rule.0 == *path && below.contains(&table.section)
            });
            if !there && !is_unfilled(context, &below) {
                if let Some(line) = uneven_line(context, &below) {
                    let message = format!(
                        "section \"{}\" has no table: the line below the headings has {}, they are {}",
                        outline::title(context.plan, index),
                        counted(line.cells, "cell"),
                        line.headings
                    );
                    let help = "write as many `---` as there are headings";
                    sink.report(line.span, message).help(help).schema(asked);
                    continue;
                }
                let message = format!(
                    "section \"{}\" has no table{}",
                    outline::title(context.plan, index),
                    of_columns(rule)
                );
                sink.report(context.plan.section_span(index), message)
                    .help(format!(
                        "add it; `planpress new {} --section {}` writes one",
                        schema.kind, section.id
                    ))
                    .schema(asked);
            }
        }
    }
}

/// Whether a table stands there whose heading row is still to be filled in: nobody can tell what it will be.
fn is_unfilled(context: &PlanContext, sections: &[SectionIndex]) -> bool {
    let blocks = sections.iter().flat_map(|section| context.details.blocks.of(*section));
    blocks.into_iter().any(|block| match &block.kind {
        BlockKind::Table(table) => table.header.iter().any(|cell| context.is_placeholder(&cell.text.text)),
        _ => false,
    })
}

/// A line of dashes below headings that are more or fewer than it has cells: Markdown makes no table of them.
struct UnevenLine {
    span: Span,
    cells: usize,
    headings: usize,
}

fn uneven_line(context: &PlanContext, sections: &[SectionIndex]) -> Option<UnevenLine> {
    let source = context.source();
    let cells = |line: &str| {
        let line = line.trim();
        let inner = line.strip_prefix('|').unwrap_or(line);
        inner.strip_suffix('|').unwrap_or(inner).split('|').count()
    };
    let is_dashes = |line: &str| {
        line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    let blocks = sections.iter().flat_map(|section| context.details.blocks.of(*section));
    for block in blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        let mut start = block.span.start as usize;
        let mut above: Option<&str> = None;
        for line in source.slice(block.span).split_inclusive('\n') {
            let written = line.trim();
            if let Some(above) = above.filter(|above| above.contains('|'))
                && is_dashes(written)
            {
                let at = start + line.len() - line.trim_start().len();
                let span = Span::new(at, at + written.len());
                return Some(UnevenLine { span, cells: cells(written), headings: cells(above) });
            }
            above = Some(written);
            start += line.len();
        }
    }
    None
}

fn of_columns(rule: &TableRule) -> String {
    let headings = rule.columns.iter().filter(|column| column.required);
    let headings = words::all_of(headings.filter_map(|column| column.headings.first()).map(String::as_str));
    if headings.is_empty() { String::new() } else { format!(" with the columns {headings}") }
}
