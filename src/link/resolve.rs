//! The one sequential step over all documents: who has which id, what each link leads to, who is whose
//! parent, and who mentions whom. It reads ids and links only, never text, so that it stays cheap.

use super::address::{Address, address};
use super::fault::{self, suggestion};
use super::headings::Headings;
use super::nearby::{Among, Nearby};
use super::{Backlink, DocumentIndex, Graph, LinkFault, PageIndex, PassedOver, PlanIndex, Target};
use crate::diagnostic::Fix;
use crate::model::{Page, Plan};
use crate::parse::{Document, Link, LinkKind};
use crate::text::{Span, nfc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Connects all documents. `files` are all paths of the site, relative to its root. Links to drafts are
/// faults unless `drafts` are shown. `passed_over` says why a path is none of the files although it is there.
pub fn graph(
    (plans, pages): (&[Arc<Plan>], &[Arc<Page>]),
    files: &BTreeSet<String>,
    passed_over: &dyn Fn(&str) -> Option<PassedOver>,
    drafts: bool,
) -> Graph {
    let mut resolver = Resolver {
        plans,
        pages,
        files,
        passed_over,
        drafts,
        graph: Graph::default(),
        paths: BTreeMap::new(),
        nearby: Nearby::default(),
        headings: BTreeMap::new(),
    };
    resolver.name_documents();
    resolver.resolve_references();
    resolver.build_tree();
    resolver.resolve_links();
    resolver.finish()
}

struct Resolver<'a> {
    plans: &'a [Arc<Plan>],
    pages: &'a [Arc<Page>],
    files: &'a BTreeSet<String>,
    passed_over: &'a dyn Fn(&str) -> Option<PassedOver>,
    drafts: bool,
    graph: Graph,
    paths: BTreeMap<String, DocumentIndex>,
    nearby: Nearby,
    headings: BTreeMap<DocumentIndex, Headings<'a>>,
}

/// The index of a plan in a list of plans.
fn plan_index(index: usize) -> PlanIndex {
    PlanIndex(u32::try_from(index).unwrap_or(u32::MAX))
}

/// The index of a page in a list of pages.
fn page_index(index: usize) -> PageIndex {
    PageIndex(u32::try_from(index).unwrap_or(u32::MAX))
}

impl<'a> Resolver<'a> {
    fn name_documents(&mut self) {
        for (index, plan) in self.plans.iter().enumerate() {
            let index = plan_index(index);
            self.graph.ids.entry(nfc(&plan.id.value)).or_insert(index);
            self.paths.insert(nfc(&plan.document.source.path), DocumentIndex::Plan(index));
        }
        for (index, plan) in self.plans.iter().enumerate() {
            for alias in &plan.aliases {
                self.graph.ids.entry(nfc(&alias.value)).or_insert(plan_index(index));
            }
        }
        for (index, page) in self.pages.iter().enumerate() {
            self.paths.insert(nfc(&page.document.source.path), DocumentIndex::Page(page_index(index)));
        }
    }

    fn shown(&self, document: DocumentIndex) -> bool {
        self.drafts || !document.is_draft(self.plans, self.pages)
    }

    fn resolve_references(&mut self) {
        self.graph.relations = vec![Vec::new(); self.plans.len()];
        for (index, plan) in self.plans.iter().enumerate() {
            let from = plan_index(index);
            let mut resolved = Vec::with_capacity(plan.references.len());
            for reference in &plan.references {
                let target = self.graph.ids.get(&nfc(&reference.id.value)).copied();
                let (document, span) = (DocumentIndex::Plan(from), reference.id.span);
                let fault = match target {
                    None => Some(self.unknown_id(document, &reference.id.value, span)),
                    Some(to) => {
                        let to = DocumentIndex::Plan(to);
                        let is_hidden = !self.shown(to) && !plan.draft;
                        is_hidden.then(|| self.draft_fault(document, span, to))
                    }
                };
                if let Some(mut fault) = fault {
                    // What a plan does not write itself it has from a default.
                    fault.default = (span == Span::default()).then(|| reference.relation.clone());
                    self.graph.faults.push(fault);
                }
                if let Some(to) = target
                    && reference.is_relation
                    && reference.relation != "parent"
                {
                    let relations = &mut self.graph.relations;
                    relations[index].push((reference.relation.clone(), false, to));
                    relations[to.0 as usize].push((reference.relation.clone(), true, from));
                }
                resolved.push(target);
            }
            self.graph.references.push(resolved);
        }
    }

    /// Parents and children. A cycle of parents is cut at its first plan by path, so that all that walk
    /// the tree end; the rule `relation-cycle` reports it from the references. A draft that is not
    /// shown is nobody's parent or child: plans below it lie below the nearest shown one above it, or what they
    /// state would count beside that one's.
    fn build_tree(&mut self) {
        let count = self.plans.len();
        let mut parents = vec![None; count];
        for (index, plan) in self.plans.iter().enumerate() {
            let named = plan
                .references
                .iter()
                .position(|reference| reference.is_relation && reference.relation == "parent");
            let parent = named.and_then(|at| self.graph.references[index][at]);
            parents[index] = parent.filter(|parent| parent.0 as usize != index);
        }
        for index in 0..count {
            let mut at = parents[index];
            let mut steps = 0;
            while let Some(parent) = at {
                if parent.0 as usize == index || steps > count {
                    parents[index] = None;
                    break;
                }
                steps += 1;
                at = parents[parent.0 as usize];
            }
        }
        for index in 0..count {
            while let Some(hidden) = parents[index].filter(|parent| !self.shown(DocumentIndex::Plan(*parent)))
            {
                parents[index] = parents[hidden.0 as usize];
            }
        }
        let mut children = vec![Vec::new(); count];
        for (index, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent
                && self.shown(DocumentIndex::Plan(plan_index(index)))
            {
                children[parent.0 as usize].push(plan_index(index));
            }
        }
        self.graph.parents = parents;
        self.graph.children = children;
    }

    fn resolve_links(&mut self) {
        self.graph.backlinks = vec![Vec::new(); self.plans.len()];
        let mut files = BTreeSet::new();
        for (index, plan) in self.plans.iter().enumerate() {
            let from = DocumentIndex::Plan(plan_index(index));
            let targets = self.document_links(from, &plan.document, plan.draft, &mut files);
            self.graph.plan_links.push(targets);
        }
        for (index, page) in self.pages.iter().enumerate() {
            let from = DocumentIndex::Page(page_index(index));
            let targets = self.document_links(from, &page.document, page.draft, &mut files);
            self.graph.page_links.push(targets);
        }
        self.graph.files = files.into_iter().collect();
    }

    fn document_links(
        &mut self,
        from: DocumentIndex,
        document: &Document,
        draft: bool,
        files: &mut BTreeSet<String>,
    ) -> Vec<Target> {
        let listed = self.shown(from);
        let mut targets = Vec::with_capacity(document.links.len());
        for (number, link) in document.links.iter().enumerate() {
            let mut target = self.resolve(from, link, &document.source.path);
            if let Target::Document(to, _) = target
                && !self.shown(to)
            {
                if !draft {
                    self.graph.faults.push(self.draft_fault(from, link.span, to));
                }
                target = Target::Draft(to);
            }
            match &target {
                Target::Document(DocumentIndex::Plan(to), _)
                    if listed && from != DocumentIndex::Plan(*to) =>
                {
                    let backlink = Backlink { from, section: link.section, link: number };
                    self.graph.backlinks[to.0 as usize].push(backlink);
                }
                Target::File(path) if listed => {
                    files.insert(path.clone());
                }
                _ => {}
            }
            targets.push(target);
        }
        targets
    }

    fn resolve(&mut self, from: DocumentIndex, link: &Link, path: &str) -> Target {
        if link.kind == LinkKind::Wiki {
            let (id, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
            if id.is_empty() {
                return self.anchored(from, from, &nfc(fragment), link);
            }
            let id = nfc(id.trim());
            if let Some(plan) = self.graph.ids.get(&id) {
                return self.anchored(from, DocumentIndex::Plan(*plan), &nfc(fragment), link);
            }
            if let Some(page) = self.pages.iter().position(|page| page.key == id) {
                return self.anchored(from, DocumentIndex::Page(page_index(page)), &nfc(fragment), link);
            }
            let fault = self.unknown_id(from, &id, link.span);
            let fault = self.with_id_fix(fault, &id, link);
            self.graph.faults.push(fault);
            return Target::Broken;
        }
        match address(&link.target, path) {
            Address::External => Target::External,
            Address::Outside => {
                let message = format!("`{}` leads out of the site", link.target);
                let help = "link to a file inside the site, or to a full address".to_string();
                self.fault("missing-file", from, link.span, message, Some(help));
                Target::Broken
            }
            Address::Site { path, fragment } if path.is_empty() => self.anchored(from, from, &fragment, link),
            Address::Site { path, fragment } => self.resolve_path(from, &path, &fragment, link),
        }
    }

    fn resolve_path(&mut self, from: DocumentIndex, path: &str, fragment: &str, link: &Link) -> Target {
        if let Some(document) = self.paths.get(path).copied() {
            return self.anchored(from, document, fragment, link);
        }
        if self.files.contains(path) {
            return Target::File(path.to_string());
        }
        // `static/` is copied to the output's root, so both ways of naming such a file are right.
        let below_static = format!("static/{path}");
        if self.files.contains(&below_static) {
            return Target::File(below_static);
        }
        let passed_over = (self.passed_over)(path).or_else(|| (self.passed_over)(&below_static));
        if let Some(passed_over) = passed_over {
            // What is said there is not said of each link again.
            if !passed_over.is_reported {
                self.graph.faults.push(fault::passed_over(from, link.span, path, &passed_over));
            }
        } else if path.ends_with(".md") {
            let near = self.nearby.of(Among::Documents, path, self.paths.keys());
            let help =
                suggestion(&near).or_else(|| Some("check the path, or link by id: `[[id]]`".to_string()));
            let message = format!("there is no plan or page at `{path}`");
            self.fault("broken-link", from, link.span, message, help);
        } else {
            let with_extension = format!("{path}.md");
            let help = if self.paths.contains_key(&with_extension) {
                Some(format!("a link to a plan's file needs its ending: `{}.md`", link.target))
            } else {
                let near = self.nearby.of(Among::Files, path, self.files.iter());
                suggestion(&near).or_else(|| Some("add the file, or correct the path".to_string()))
            };
            self.fault("missing-file", from, link.span, format!("there is no file `{path}`"), help);
        }
        Target::Broken
    }

    /// A link to a document, its fragment turned into the anchor of a heading.
    fn anchored(&mut self, from: DocumentIndex, to: DocumentIndex, fragment: &str, link: &Link) -> Target {
        if fragment.is_empty() {
            return Target::Document(to, String::new());
        }
        if let Some(anchor) = self.anchor(to, fragment) {
            return Target::Document(to, anchor);
        }
        // Of a plan whose kind is at fault no section is known by its id, and a required section that is
        // missing is missing for links too: both is said where it is at fault.
        if let DocumentIndex::Plan(plan) = to
            && self.plans[plan.0 as usize]
                .schema
                .as_deref()
                .is_none_or(|schema| fault::requires(&schema.sections, fragment))
        {
            return Target::Document(to, String::new());
        }
        // Without its schema nobody can say which sections a plan has by id; its kind is reported already.
        if let DocumentIndex::Plan(plan) = to
            && self.plans[plan.0 as usize].schema.is_none()
        {
            return Target::Document(to, String::new());
        }
        let help = self.headings(to).help(fragment);
        let message = match to == from {
            true => format!("there is no section `{fragment}` in this file"),
            false => format!("`{}` has no section `{fragment}`", self.document(to).source.path),
        };
        self.fault("broken-anchor", from, link.span, message, Some(help));
        Target::Document(to, String::new())
    }

    /// The anchor that a fragment means: a schema section's id, an anchor, or a heading with or without its ordinal.
    fn anchor(&mut self, to: DocumentIndex, fragment: &str) -> Option<String> {
        let document = self.document(to);
        let anchor_of = |index: usize| {
            document.sections.get(index)?.heading.as_ref().map(|heading| heading.anchor.to_string())
        };
        if let DocumentIndex::Plan(plan) = to {
            let plan = &self.plans[plan.0 as usize];
            let schema = plan.schema.as_deref();
            for (index, path) in plan.sections.iter().enumerate() {
                let section = path.as_deref().and_then(|path| schema?.section(path));
                if section.is_some_and(|section| fault::is_meant(section, fragment)) {
                    return anchor_of(index);
                }
            }
        }
        self.headings(to).find(fragment).map(|heading| heading.anchor.to_string())
    }

    fn headings(&mut self, of: DocumentIndex) -> &Headings<'a> {
        let (plans, pages) = (self.plans, self.pages);
        self.headings.entry(of).or_insert_with(|| Headings::of(of.document(plans, pages)))
    }

    fn document(&self, index: DocumentIndex) -> &Document {
        index.document(self.plans, self.pages)
    }

    fn unknown_id(&mut self, document: DocumentIndex, id: &str, span: Span) -> LinkFault {
        let near = self.nearby.of(Among::Ids, id, self.graph.ids.keys());
        let fix = match near.as_slice() {
            [only] => Some(Fix { span, text: (*only).to_string() }),
            _ => None,
        };
        let help = suggestion(&near).unwrap_or_else(|| "`planpress list` shows all ids".to_string());
        let message = format!("no plan has the id `{id}`");
        LinkFault { fix, ..LinkFault::new("broken-link", document, span, message, Some(help)) }
    }

    /// In a wiki link only the id is replaced, not the brackets around it.
    fn with_id_fix(&self, mut fault: LinkFault, id: &str, link: &Link) -> LinkFault {
        let written = self.document(fault.document).source.slice(link.span);
        fault.fix = match (fault.fix.take(), written.find(id)) {
            (Some(fix), Some(at)) => {
                let start = link.span.start as usize + at;
                Some(Fix { span: Span::new(start, start + id.len()), text: fix.text })
            }
            _ => None,
        };
        fault
    }

    fn draft_fault(&self, document: DocumentIndex, span: Span, to: DocumentIndex) -> LinkFault {
        fault::draft(document, span, to.id(self.plans, self.pages))
    }

    fn fault(
        &mut self,
        rule: &'static str,
        document: DocumentIndex,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        self.graph.faults.push(LinkFault::new(rule, document, span, message, help));
    }

    fn finish(mut self) -> Graph {
        self.graph.faults.sort_by_key(|fault| (fault.document, fault.span, fault.rule));
        self.graph
    }
}
