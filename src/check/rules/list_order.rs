//! Bullets where numbers are asked for, or numbers out of sequence.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sequence;
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::{Block, BlockKind, List, ListItem};
use crate::text::SourceFile;

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
        let mark = renumbered(sink.source(), item, slip.expected);
        let finding = sink
            .report(
                item.mark,
                format!("item {} of the list has the number {}", slip.index + 1, numbers[slip.index]),
            )
            .label(format!("{} comes here", slip.expected))
            .help("number the items one after the other");
        if let Some(mark) = mark {
            finding.fix(item.mark, mark);
        }
    }
}

/// The mark of an item with another number. What else stands in the item is indented by the width of its mark: a
/// narrower one is filled up with spaces, and where it would be wider, or have more spaces behind it than a mark can
/// have, there is none.
fn renumbered(source: &SourceFile, item: &ListItem, number: u64) -> Option<String> {
    const MOST_SPACES: usize = 4;
    let written = source.slice(item.mark);
    let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut mark = format!("{number}{}", &written[digits..]);
    let is_bare = item.blocks.is_empty() && !item.text.text.is_empty();
    if mark.len() == written.len() || is_bare || !source.slice(item.span).trim_end().contains(['\n', '\r']) {
        return Some(mark);
    }
    let behind = &source.text[item.mark.end as usize..];
    let spaces = behind.len() - behind.trim_start_matches(' ').len();
    let pad = written.len().checked_sub(mark.len())?;
    mark.extend(std::iter::repeat_n(' ', pad));
    (spaces > 0 && spaces + pad <= MOST_SPACES).then_some(mark)
}
