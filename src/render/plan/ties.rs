//! What ties a plan to others: who mentions it, its neighbours, its relations.

use super::Page;
use crate::link::{DocumentIndex, PlanIndex};
use crate::render::key::{encode_fragment, relative};
use crate::render::view::{BacklinkView, LinkView, RelationView};

impl Page<'_> {
    pub(super) fn backlinks(&self) -> Vec<BacklinkView> {
        let edition = self.edition;
        let Some(list) = edition.site.graph.backlinks.get(self.index.0 as usize) else { return Vec::new() };
        list.iter()
            .filter_map(|backlink| {
                let document = match backlink.from {
                    DocumentIndex::Plan(index) => {
                        let plan = edition.site.plan(index);
                        edition.is_shown(plan).then_some(&plan.document)?
                    }
                    DocumentIndex::Page(index) => &edition.site.pages.get(index.0 as usize)?.document,
                };
                let section = document.sections.get(backlink.section)?.heading.as_ref();
                let [before, marked, after] = document.sentence(backlink.link);
                let href = relative(self.from, edition.document_path(backlink.from));
                let fragment = section.map(|heading| format!("#{}", encode_fragment(&heading.anchor)));
                let marked = if marked.is_empty() { &self.plan.title.value } else { marked };
                Some(BacklinkView {
                    title: edition.document_title(backlink.from).to_owned(),
                    href: format!("{href}{}", fragment.unwrap_or_default()),
                    section: section.map_or("", |heading| heading.text.text.as_str()).to_owned(),
                    before: before.clone(),
                    marked: marked.clone(),
                    after: after.clone(),
                })
            })
            .collect()
    }

    pub(super) fn siblings(&self) -> (Option<LinkView>, Option<LinkView>) {
        let graph = &self.edition.site.graph;
        let parent = graph.parents.get(self.index.0 as usize).copied().flatten();
        let Some(list) = parent.and_then(|parent| graph.children.get(parent.0 as usize)) else {
            return (None, None);
        };
        // They come in the order of plans; some have thousands beside them.
        let (before, from_here) = list.split_at(list.partition_point(|index| *index < self.index));
        let is_shown = |index: &&PlanIndex| self.edition.is_shown(self.edition.site.plan(**index));
        let link = |index: Option<&PlanIndex>| index.map(|index| self.plan_link(*index));
        (link(before.iter().rfind(is_shown)), link(from_here.iter().skip(1).find(is_shown)))
    }

    /// Parent, children, then the relations of the configuration in both directions; declared relations
    /// that nobody uses are left out, but for inverse ones of this kind's own reviews.
    pub(super) fn relations(&self) -> Vec<RelationView> {
        let (edition, texts) = (self.edition, self.texts);
        let graph = &edition.site.graph;
        let at = self.index.0 as usize;
        let mut relations = Vec::new();
        let mut add = |title: &str, plans: Vec<PlanIndex>| {
            if !plans.is_empty() {
                let links = plans.into_iter().map(|index| self.plan_link(index)).collect();
                relations.push(RelationView { title: title.to_owned(), links });
            }
        };
        let parent = graph.parents.get(at).copied().flatten();
        add(texts.get("relation_parent"), parent.into_iter().collect());
        let shown = |index: &PlanIndex| edition.is_shown(edition.site.plan(*index));
        let children = graph.children.get(at).map_or(&[] as &[_], Vec::as_slice);
        add(texts.get("relation_children"), children.iter().copied().filter(shown).collect());
        let own = graph.relations.get(at).map_or(&[] as &[_], Vec::as_slice);
        for relation in &edition.site.config.relations {
            for inverse in [false, true] {
                let plans = own
                    .iter()
                    .filter(|(name, is_inverse, _)| *name == relation.id && *is_inverse == inverse)
                    .map(|(_, _, index)| *index)
                    .filter(shown)
                    .collect();
                let title = match (inverse, &relation.inverse) {
                    (false, _) => relation.title.clone(),
                    (true, Some(title)) => title.clone(),
                    (true, None) => texts.fill("relation_inverse", &[("name", &relation.title)]),
                };
                add(&title, plans);
            }
        }
        relations
    }
}
