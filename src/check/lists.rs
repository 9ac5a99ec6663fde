//! Which list of a section is the one that its schema speaks of.

use super::context::PlanContext;
use super::outline;
use crate::model::Plan;
use crate::parse::{BlockKind, ListItem, SectionIndex};
use crate::schema::{ListRule, SectionSchema};

/// A section with a list rule, and the list that the rule is about.
pub(super) struct RuledList<'a> {
    /// The section.
    pub(super) section: SectionIndex,
    /// Its schema.
    pub(super) schema: &'a SectionSchema,
    /// The rule.
    pub(super) rule: &'a ListRule,
    /// The list; `None` where there is none.
    pub(super) list: Option<Items<'a>>,
}

/// A list; one that is interrupted by other blocks and goes on with the next number is one.
pub(super) struct Items<'a> {
    /// Numbers rather than bullets.
    pub(super) ordered: bool,
    /// Its items.
    pub(super) items: Vec<&'a ListItem>,
}

/// All sections with content whose schema asks for a list.
pub(super) fn ruled<'a>(context: &PlanContext<'a>) -> Vec<RuledList<'a>> {
    let Some(kind) = context.schema() else { return Vec::new() };
    let mut all = Vec::new();
    for (section, path) in context.plan.sections.iter().enumerate() {
        let Some(schema) = path.as_ref().and_then(|path| kind.section(path)) else { continue };
        let Some(rule) = &schema.list else { continue };
        if outline::is_empty(context.plan, section) {
            continue;
        }
        let list = choose(lists(context.plan, section), rule);
        all.push(RuledList { section, schema, rule, list });
    }
    all
}

/// The lists of a section and its free sub-sections.
fn lists(plan: &Plan, section: SectionIndex) -> Vec<Items<'_>> {
    let mut lists: Vec<Items> = Vec::new();
    for at in outline::with_free_sections(plan, section) {
        let first = lists.len();
        for block in &plan.document.sections[at].blocks {
            let BlockKind::List(list) = &block.kind else { continue };
            let items: Vec<&ListItem> = list.items.iter().collect();
            let goes_on = |before: &Items| {
                let last = before.items.last().and_then(|item| item.number);
                let next = items.first().and_then(|item| item.number);
                before.ordered && list.ordered && last.is_some() && last.map(|n| n.saturating_add(1)) == next
            };
            match lists[first..].iter_mut().find(|before| goes_on(before)) {
                Some(before) => before.items.extend(items),
                None => lists.push(Items { ordered: list.ordered, items }),
            }
        }
    }
    lists
}

/// The list that is most likely meant: of the kind asked for, with as many items as asked for, the
/// longest; the first of several.
fn choose<'a>(lists: Vec<Items<'a>>, rule: &ListRule) -> Option<Items<'a>> {
    lists.into_iter().rev().max_by_key(|list| {
        let kind = rule.ordered.is_none_or(|ordered| ordered == list.ordered);
        (kind, super::words::within(rule.items, list.items.len()), list.items.len())
    })
}
