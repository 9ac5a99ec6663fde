//! A sub-section or list item without a bold lead-in that it must have.

use crate::check::context::PlanContext;
use crate::check::lists::RuledList;
use crate::check::outline;
use crate::check::prose::{self, Part};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use crate::fold;
use crate::parse::{BlockKind, Text};
use crate::text::{Place, SourceFile, Span};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "missing-label",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a sub-section or list item without a bold lead-in that it must have",
    docs: include_str!("missing_label.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    for (index, path) in context.plan.sections.iter().enumerate() {
        let Some(section) = path.as_ref().and_then(|path| schema.section(path)) else { continue };
        let Some((labels, asked)) = &section.labels else { continue };
        // The labels of a list that is missing are missing with it.
        let lacks_list = |ruled: &RuledList| {
            ruled.section == index && ruled.list.is_none() && context.requires(&ruled.rule.required).is_some()
        };
        if context.is_judged(index) && !context.lists().iter().any(lacks_list) {
            for unit in units(context, index) {
                report(&unit, labels, asked, sink);
            }
        }
    }
}

/// Something that must have the labels: where findings about it stand, and its text.
struct Unit<'a> {
    span: Span,
    what: String,
    parts: Vec<Part<'a>>,
}

/// The sub-sections of a section; without any, the items of its lists; without those, itself.
fn units<'a>(context: &PlanContext<'a>, index: usize) -> Vec<Unit<'a>> {
    let plan = context.plan;
    let section = &plan.document.sections[index];
    let filled = section.children.iter().filter(|child| !outline::is_empty(context, **child));
    let mut units: Vec<Unit> = filled
        .map(|&child| Unit {
            span: plan.section_span(child),
            what: format!("section \"{}\"", outline::heading_text(plan, child)),
            parts: prose::of_section(context, child),
        })
        .collect();
    if section.children.is_empty() {
        for block in context.details.blocks.of(index) {
            let BlockKind::List(list) = &block.kind else { continue };
            for item in &list.items {
                let mut parts = vec![Part::Item(&item.text)];
                prose::push_blocks(&item.blocks, &mut parts);
                units.push(Unit { span: item.text_span, what: "the list item".to_string(), parts });
            }
        }
        if units.is_empty() {
            let what = format!("section \"{}\"", outline::title(plan, index));
            units.push(Unit {
                span: plan.section_span(index),
                what,
                parts: prose::of_section(context, index),
            });
        }
    }
    units
}

fn report(unit: &Unit, labels: &[String], asked: &Place, sink: &mut Sink) {
    let there: Vec<(String, Span)> = unit
        .parts
        .iter()
        .filter_map(|part| part.text())
        .flat_map(|text| lead_ins(text, sink.source()))
        .collect();
    let missing: Vec<&str> = labels
        .iter()
        .filter(|label| !there.iter().any(|(text, _)| fold::eq_folded(text, label)))
        .map(String::as_str)
        .collect();
    let near = |label: &str| there.iter().find(|(text, _)| fold::is_near(text, label));
    for label in missing.iter().filter(|label| near(label).is_some()) {
        let Some((text, span)) = near(label) else { continue };
        sink.report(*span, format!("there is no label \"{text}\""))
            .label(format!("did you mean \"{label}\"?"))
            .help(format!("write \"{label}\""))
            .schema(asked)
            .fix(*span, *label);
    }
    let missing: Vec<&str> = missing.into_iter().filter(|label| near(label).is_none()).collect();
    if !missing.is_empty() {
        let word = if missing.len() == 1 { "label" } else { "labels" };
        sink.report(
            unit.span,
            format!("{} has no {word} {}", unit.what, words::all_of(missing.iter().copied())),
        )
        .help(format!("write `**{}：**` before the text that it introduces", missing[0]))
        .schema(asked);
    }
}

/// The bold beginnings of a text's lines, without their punctuation, and their bytes.
fn lead_ins(text: &Text, source: &SourceFile) -> Vec<(String, Span)> {
    const MARKS: &[char] = &['：', ':', '。', '．', '.', '，', ',', '、', ' ', '　', '-', '—'];
    let begins_line = |bold: &Range<usize>| {
        let before = text.text.get(..bold.start).unwrap_or("");
        // Between Chinese characters the end of a line leaves nothing in the text.
        let written = &source.text[..text.span(bold.clone()).start as usize];
        let line = written.trim_end_matches(['*', '_']).trim_end_matches([' ', '\t', '>', '　']);
        before.is_empty()
            || before.ends_with(['\n', ' ', '。', '；', ';', '.'])
            || line.ends_with(['\n', '\r'])
    };
    let bold = text.strong.iter().map(|range| range.start as usize..range.end as usize);
    bold.filter(begins_line)
        .filter_map(|range| {
            let written = text.text.get(range.clone())?;
            let label = written.trim_end_matches(MARKS);
            let start = range.start + (label.len() - label.trim_start().len());
            let label = label.trim_start();
            Some((label.to_string(), text.span(start..start + label.len())))
        })
        .collect()
}
