//! Bullets where numbers are asked for, or numbers out of sequence.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sequence;
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::{Block, BlockKind, List};

pub(crate) static RULE: Rule = Rule {
    name: "list-order",
    severity: Some(Severity::Warning),
    group: Group::Sections,
    summary: "bullets where numbers are asked for, or numbers out of sequence",
    docs: include_str!("list_order.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for ruled in context.lists() {
        let (Some(asked), Some(list)) = (ruled.rule.ordered, &ruled.list) else { continue };
        let Some((_, first)) = list.items.first() else { continue };
        if asked != list.ordered {
            let (what, help) = if asked {
                ("has bullets, not numbers", "number the items: `1.`, `2.` …")
            } else {
                ("has numbers, not bullets", "begin the items with `- `")
            };
            sink.report(
                places::first_line(context.source(), first.text_span),
                format!("the list of section \"{}\" {what}", outline::title(context.plan, ruled.section)),
            )
            .help(help)
            .schema(&ruled.rule.place);
        }
    }
    for section in 0..context.plan.document.sections.len() {
        walk(context.details.blocks.of(section), sink);
    }
}

fn walk(blocks: &[Block], sink: &mut Sink) {
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(inner) => walk(inner, sink),
            BlockKind::List(list) => {
                if list.ordered {
                    numbers(list, sink);
                }
                for item in &list.items {
                    walk(&item.blocks, sink);
                }
            }
            _ => {}
        }
    }
}

/// Reports the numbers that are out of sequence. A list may begin with any number, and `1. 1. 1.` counts
/// itself.
fn numbers(list: &List, sink: &mut Sink) {
    let numbers: Vec<u64> = list.items.iter().filter_map(|item| item.number).collect();
    let Some(&first) = numbers.first() else { return };
    if numbers.len() != list.items.len() || numbers.iter().all(|number| *number == first) {
        return;
    }
    for slip in sequence::fewest_slips(&numbers, &[1, first]) {
        let item = &list.items[slip.index];
        let written = sink.source().slice(item.mark);
        let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let span = crate::text::Span::new(item.mark.start as usize, item.mark.start as usize + digits);
        sink.report(
            item.mark,
            format!("item {} of the list has the number {}", slip.index + 1, numbers[slip.index]),
        )
        .label(format!("{} comes here", slip.expected))
        .help("number the items one after the other")
        .fix(span, slip.expected.to_string());
    }
}
