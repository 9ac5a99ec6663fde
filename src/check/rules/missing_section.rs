//! A section that the plan must have.

use crate::check::context::PlanContext;
use crate::check::outline::{self, Missing, Siblings};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::fold::fold;
use crate::ordinal;
use crate::parse::{BlockKind, SectionIndex};
use crate::schema::SectionSchema;
use crate::text::{Place, Span};

pub(crate) static RULE: Rule = Rule {
    name: "missing-section",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section that the plan must have",
    docs: include_str!("missing_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let plan = context.plan;
    let kind = context.schema().map_or("", |schema| &schema.kind);
    for siblings in context.siblings() {
        // The missing one before this one.
        let mut before: Option<&Missing> = None;
        let all = siblings.missing(context);
        for missing in &all {
            if let Some(index) = missing.elsewhere {
                report_level(context, index, missing.schema, missing.asked, sink);
                continue;
            }
            let same = before.filter(|other| other.after == missing.after);
            let title = same.map(|other| &other.schema.title);
            before = Some(missing);
            let span = match missing.after {
                Some(after) => plan.section_span(after),
                None => outline::parent_span(plan, siblings.parent),
            };
            let place = match (title, missing.after) {
                (Some(title), _) => format!("here, after \"{title}\""),
                (None, Some(_)) => "after this section".to_string(),
                (None, None) => "here, first".to_string(),
            };
            if let Some(slip) = marked_line(context, missing.schema) {
                report_marks(&slip, missing, sink);
                continue;
            }
            let (heading, is_taken) = heading(context, siblings, missing);
            let add = match is_taken {
                true => format!("add `{heading}` and number the headings below it anew"),
                false => format!("add `{heading}`"),
            };
            let (id, title) = (&missing.schema.id, &missing.schema.title);
            let finding = sink
                .report(span, format!("section \"{title}\" is missing"))
                .label(format!("a plan of kind {kind} needs it {place}"))
                .schema(missing.asked);
            match missing.meant {
                Some(meant) => finding
                    .related_here(plan.section_span(meant), "is it this one?")
                    .help(format!("if it is, rename it to \"{title}\"; else {add}")),
                None => finding.help(format!("{add}, or run `planpress new {kind} --section {id}`")),
            };
        }
    }
    for &index in &plan.wrong_level {
        let (Some(schema), Some(path)) = (context.schema(), &plan.sections[index]) else { continue };
        let Some(section) = schema.section(path) else { continue };
        if let Some(asked) = context.requires(&section.required) {
            report_level(context, index, section, asked, sink);
        }
    }
}

/// A line that its author meant as a heading and that is none to Markdown (`##三、預算`, `＃＃ 三、預算`).
struct MarkedLine<'a> {
    span: Span,
    marks: &'a str,
    title: &'a str,
}

/// The line that would be the heading of a section.
fn marked_line<'a>(context: &PlanContext<'a>, section: &SectionSchema) -> Option<MarkedLine<'a>> {
    let source = context.source();
    let all = 0..context.plan.document.sections.len();
    let blocks = all.flat_map(|index| context.details.blocks.of(index));
    for block in blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        let mut start = block.span.start as usize;
        for line in source.slice(block.span).split_inclusive('\n') {
            let written = line.trim();
            let title = written.trim_start_matches(['#', '＃']);
            let marks = &written[..written.len() - title.len()];
            let bare = title.trim();
            let behind =
                [ordinal::split(bare).map(|(_, at)| at), ordinal::split_by_space(bare).map(|(_, at)| at)];
            let mut names =
                std::iter::once(0).chain(behind.into_iter().flatten()).map(|at| fold(&bare[at..]));
            if (1..=6).contains(&marks.chars().count()) && names.any(|name| section.names.contains(&name)) {
                let at = start + line.len() - line.trim_start().len();
                return Some(MarkedLine { span: Span::new(at, at + written.len()), marks, title: bare });
            }
            start += line.len();
        }
    }
    None
}

fn report_marks(line: &MarkedLine, missing: &Missing, sink: &mut Sink) {
    let heading = format!("{} {}", "#".repeat(usize::from(missing.schema.level)), line.title);
    let label = match line.marks.contains('＃') {
        true => "this is no heading: its marks are full-width",
        false => "this is no heading: a space is missing behind its marks",
    };
    sink.report(line.span, format!("section \"{}\" is missing", missing.schema.title))
        .label(label)
        .help(format!("write `{heading}`"))
        .schema(missing.asked);
}

/// Reports a section that is there, but not where it must stand.
fn report_level(
    context: &PlanContext,
    index: SectionIndex,
    section: &SectionSchema,
    asked: &Place,
    sink: &mut Sink,
) {
    let level = context.plan.document.sections[index].level;
    let span = context.plan.section_span(index);
    if level == section.level {
        sink.report(span, format!("section \"{}\" stands below another section than it must", section.title))
            .help("move it to where the schema has it")
            .schema(asked);
    } else {
        sink.report(span, wrong_level(section, level))
            .help(format!("write it with {}", "#".repeat(usize::from(section.level))))
            .schema(asked);
    }
}

/// What is wrong with a heading at another level than its section has.
pub(crate) fn wrong_level(section: &SectionSchema, level: u8) -> String {
    format!(
        "section \"{}\" must be a heading of level {}, this one is of level {level}",
        section.title, section.level
    )
}

/// The heading that is missing, with the ordinal that it must have where the others have one, and whether another
/// heading has that already.
fn heading(context: &PlanContext, siblings: &Siblings, missing: &Missing) -> (String, bool) {
    let section = missing.schema;
    let marks = "#".repeat(usize::from(section.level));
    let Some((like, number)) = siblings.number(context.plan, missing) else {
        return (format!("{marks} {}", section.title), false);
    };
    let is_bare = like.style.after.ends_with(['.', ')', ':']) || like.style.after.is_empty();
    let space = if is_bare { " " } else { "" };
    let mut beside = siblings.headings.iter().filter_map(|(index, _)| outline::ordinal(context.plan, *index));
    let is_taken = beside.any(|ordinal| ordinal.value() == number);
    (format!("{marks} {}{space}{}", like.render(number), section.title), is_taken)
}
