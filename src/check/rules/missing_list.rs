//! A section without the list that it must have.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::ordinal;
use crate::parse::{BlockKind, SectionIndex};
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "missing-list",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section without the list that it must have",
    docs: include_str!("missing_list.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for ruled in context.lists().iter().filter(|ruled| ruled.list.is_none()) {
        let Some(asked) = context.requires(&ruled.rule.required) else { continue };
        let (mark, kind) =
            if ruled.rule.ordered == Some(true) { ("1.", "numbered list") } else { ("-", "list") };
        let title = outline::title(context.plan, ruled.section);
        let finding = sink
            .report(context.plan.section_span(ruled.section), format!("section \"{title}\" has no {kind}"))
            .schema(asked);
        match numbered_line(context, ruled.section) {
            Some((span, written)) => finding
                .related_here(span, "lines like this one run together as one paragraph")
                .help(format!("write `{mark} ` in the place of `{written}`, on a line of its own each")),
            None => {
                finding.help(format!("write its points as items, each on a line that begins with `{mark} `"))
            }
        };
    }
}

/// The first of several lines that are numbered by hand (`①`, `1、`): a list to its author, none to Markdown.
fn numbered_line<'a>(context: &PlanContext<'a>, section: SectionIndex) -> Option<(Span, &'a str)> {
    let source = context.source();
    let sections = outline::with_free_sections(context.plan, section).into_iter();
    let blocks = sections.flat_map(|section| context.details.blocks.of(section));
    let mut lines = Vec::new();
    for block in blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
        let mut start = block.span.start as usize;
        for line in source.slice(block.span).split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            if let Some((ordinal, _)) = ordinal::split(line.trim()) {
                let at = Span::new(start + indent, start + indent + ordinal.len);
                lines.push((Span::new(start + indent, start + line.trim_end().len()), source.slice(at)));
            }
            start += line.len();
        }
    }
    (lines.len() > 1).then(|| lines[0])
}
