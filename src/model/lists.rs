//! Which list of a section is the one that its schema speaks of. The checker asks the same, so that a task
//! and a missing owner are about one list.

use crate::parse::{BlockKind, Blocks, Document, ListItem, SectionIndex};
use crate::schema::{Count, ListRule};

/// A list; one that is interrupted by other blocks and goes on with the next number is one.
pub struct Items<'a> {
    /// Numbers rather than bullets.
    pub ordered: bool,
    /// Its items, each with the section that it stands in.
    pub items: Vec<(SectionIndex, &'a ListItem)>,
}

/// The list that a rule is about: of the kind asked for, with as many items as asked for, the longest; the
/// first of several. `paths` tells the schema's sections from free ones, whose lists count.
pub fn choose<'a>(
    parsed: (&'a Document, &'a Blocks),
    paths: &[Option<Vec<u16>>],
    section: SectionIndex,
    rule: &ListRule,
) -> Option<Items<'a>> {
    let mut lists = Vec::new();
    collect(parsed, paths, section, &mut lists);
    lists.into_iter().rev().max_by_key(|list: &Items| {
        let kind = rule.ordered.is_none_or(|ordered| ordered == list.ordered);
        (kind, fits(rule.items, list.items.len()), list.items.len())
    })
}

/// The items of the list that a rule is about.
pub(super) fn chosen<'a>(
    parsed: (&'a Document, &'a Blocks),
    paths: &[Option<Vec<u16>>],
    section: SectionIndex,
    rule: &ListRule,
) -> Vec<(SectionIndex, &'a ListItem)> {
    choose(parsed, paths, section, rule).map(|list| list.items).unwrap_or_default()
}

fn fits(wanted: Count, count: usize) -> bool {
    wanted.min.is_none_or(|min| count >= min) && wanted.max.is_none_or(|max| count <= max)
}

fn collect<'a>(
    parsed: (&'a Document, &'a Blocks),
    paths: &[Option<Vec<u16>>],
    section: SectionIndex,
    lists: &mut Vec<Items<'a>>,
) {
    let Some(own) = parsed.0.sections.get(section) else { return };
    let first = lists.len();
    for block in parsed.1.of(section) {
        let BlockKind::List(list) = &block.kind else { continue };
        let items = list.items.iter().map(|item| (section, item));
        let goes_on = |before: &Items| {
            let last = before.items.last().and_then(|(_, item)| item.number);
            let next = list.items.first().and_then(|item| item.number);
            before.ordered && list.ordered && last.is_some() && last.map(|n| n.saturating_add(1)) == next
        };
        match lists[first..].iter_mut().find(|before| goes_on(before)) {
            Some(before) => before.items.extend(items),
            None => lists.push(Items { ordered: list.ordered, items: items.collect() }),
        }
    }
    for child in &own.children {
        if paths.get(*child).is_some_and(Option::is_none) {
            collect(parsed, paths, *child, lists);
        }
    }
}
