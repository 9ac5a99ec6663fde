//! The sections whose schema asks for a list, each with the list that is meant.

use super::context::PlanContext;
use crate::model::lists::{self, Items};
use crate::parse::SectionIndex;
use crate::schema::ListRule;

/// A section with a list rule, and the list that the rule is about.
pub(super) struct RuledList<'a> {
    /// The section.
    pub(super) section: SectionIndex,
    /// The rule.
    pub(super) rule: &'a ListRule,
    /// The list; `None` where there is none.
    pub(super) list: Option<Items<'a>>,
}

/// All sections with content whose schema asks for a list.
pub(super) fn ruled<'a>(context: &PlanContext<'a>) -> Vec<RuledList<'a>> {
    let (plan, Some(kind)) = (context.plan, context.schema()) else { return Vec::new() };
    let mut all = Vec::new();
    for (section, path) in plan.sections.iter().enumerate() {
        let Some(schema) = path.as_ref().and_then(|path| kind.section(path)) else { continue };
        let Some(rule) = schema.list.as_ref().filter(|_| context.is_judged(section)) else { continue };
        let list = lists::choose((&plan.document, &context.details.blocks), &plan.sections, section, rule);
        all.push(RuledList { section, rule, list });
    }
    all
}
