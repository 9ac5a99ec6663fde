//! From a key to the bytes of its file, and the list of all keys.

use super::body::output_of_file;
use super::collisions::folded;
use super::data::{self, DataKey};
use super::edition::Edition;
use super::key::PageKey;
use super::shell::{self, Head};
use super::texts::Texts;
use super::view::{LinkView, PlansView, RedirectView};
use super::{changes, checks, fault, graph, group, home, metric, pages, plan, rows, timeline, work};
use crate::config::MetricId;
use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::link::{PageIndex, PlanIndex};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;

/// All outputs of an edition, with what several of them wait for made. The longest come first, so that they
/// overlap the plans.
pub fn keys(edition: &Edition) -> Vec<PageKey> {
    edition.prepare();
    let mut keys = listed(edition);
    let sheets = data::sheet_keys(edition, &keys);
    // Behind the pages, before what is short.
    let at = keys.iter().position(|key| *key == PageKey::Search).unwrap_or(keys.len());
    keys.splice(at..at, sheets);
    keys.extend(search_keys(edition));
    edition.facts.forget();
    apart(edition, keys)
}

/// Those that can lie beside the ones before them: where things collide, the first has the place.
fn apart(edition: &Edition, mut keys: Vec<PageKey>) -> Vec<PageKey> {
    if !edition.lists.is_apart {
        let mut layout = Layout::default();
        keys.retain(|key| {
            let path = edition.own_path(key);
            !edition.lists.taken.contains_key(&path) && layout.add(&folded(&path), ()).is_ok()
        });
    }
    keys
}

/// Files to be copied, but for those that collide with outputs or with others of them.
pub fn beside<'f>(edition: &Edition, keys: &[PageKey], mut copied: BTreeSet<&'f str>) -> BTreeSet<&'f str> {
    if !edition.lists.is_apart {
        let mut layout = Layout::default();
        for key in keys {
            // What collides is left out of them already.
            let _ = layout.add(&folded(&edition.path(key)), ());
        }
        copied.retain(|file| {
            let path = output_of_file(file);
            !edition.lists.taken.contains_key(path) && layout.add(&folded(path), ()).is_ok()
        });
    }
    copied
}

/// The files of the search index.
pub(super) fn search_keys(edition: &Edition) -> impl Iterator<Item = PageKey> + use<> {
    let files = if edition.theme.searches() { edition.search().len() } else { 0 };
    (0..files).map(|file| PageKey::SearchShard(file as u16))
}

/// The outputs that are known without working anything out: all but the search index and the data files of
/// tables.
pub(super) fn listed(edition: &Edition) -> Vec<PageKey> {
    let site = &edition.site;
    let mut keys = vec![PageKey::Plans, PageKey::Checks, PageKey::Timeline, PageKey::Graph];
    keys.extend(DataKey::FIXED.map(PageKey::Data));
    keys.push(PageKey::Home);
    for metric in (0..site.config.metrics.len()).map(|index| MetricId(index as u16)) {
        keys.extend(["csv", "json"].map(|form| PageKey::Data(DataKey::Table(metric, form))));
    }
    let is_first = |page: &PageKey| matches!(page, PageKey::Home | PageKey::Plans | PageKey::Timeline);
    keys.extend(pages_with_tables(edition).into_iter().filter(|page| !is_first(page)));
    keys.extend([PageKey::Search, PageKey::NotFound]);
    if edition.history.is_some() {
        keys.push(PageKey::Changes);
    }
    for (index, plan) in edition.shown() {
        keys.extend(plan.aliases.iter().map(|alias| PageKey::Redirect(alias.value.clone(), index)));
        keys.extend(site.config.sources.then_some(PageKey::Source(index)));
    }
    keys.extend(edition.theme.assets.keys().cloned().map(PageKey::Asset));
    keys.push(PageKey::Feed);
    if site.config.base_url.is_some() {
        keys.push(PageKey::Sitemap);
    }
    apart(edition, keys)
}

/// The pages that can have tables with files of their own.
pub(super) fn pages_with_tables(edition: &Edition) -> Vec<PageKey> {
    let site = &edition.site;
    let mut keys = vec![PageKey::Plans, PageKey::Timeline, PageKey::Home];
    keys.extend([PageKey::Targets, PageKey::Budget, PageKey::Tasks]);
    keys.extend((0..site.config.metrics.len()).map(|index| PageKey::Metric(MetricId(index as u16))));
    keys.extend(edition.shown().map(|(index, _)| PageKey::Plan(index)));
    keys.extend(site.shown_pages().map(|(index, _)| PageKey::Page(index)));
    keys.extend(edition.lists.values.keys().map(|(id, value)| PageKey::Value(*id, value.clone())));
    keys.extend(edition.lists.kinds.keys().cloned().map(PageKey::Kind));
    keys.extend(edition.lists.owners.keys().cloned().map(PageKey::Owner));
    keys.extend(edition.lists.tags.keys().cloned().map(PageKey::Tag));
    keys
}

/// The bytes of an output, or the fault of the template that makes it.
pub fn page(edition: &Edition, key: &PageKey) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::with_capacity(32 * 1024);
    write(edition, key, &mut bytes)?;
    Ok(bytes)
}

/// Writes an output piece by piece, or gives the fault of the template that makes it. Where the writer fails,
/// which it tells whoever gives it, a fault means nothing.
pub fn write(edition: &Edition, key: &PageKey, out: &mut dyn Write) -> Result<(), Box<Diagnostic>> {
    let bytes: Cow<'_, [u8]> = match key {
        PageKey::Asset(path) => edition.theme.assets.get(path).map_or(&[] as &[u8], |bytes| bytes).into(),
        PageKey::Data(data) => {
            data::write(edition, *data, out);
            return Ok(());
        }
        PageKey::Sheet(sheet) => data::sheet(edition, sheet).into(),
        PageKey::Source(index) => edition.site.plan(*index).document.source.text.as_bytes().into(),
        PageKey::Feed => data::feed(edition).into(),
        PageKey::Sitemap => data::sitemap(edition, &listed(edition)).into(),
        PageKey::SearchShard(file) => edition.search().bytes(edition, *file),
        _ => {
            let (template, context) = html(edition, key);
            return fill(edition, key, template, &context, out);
        }
    };
    let _ = out.write_all(&bytes);
    Ok(())
}

/// The page of lost addresses for a server that shows it under any of them: its links begin at the host.
pub fn not_found(edition: &Edition) -> Result<Vec<u8>, Box<Diagnostic>> {
    let key = PageKey::NotFound;
    let (template, mut context) = html(edition, &key);
    if let Some(page) = context.get("page").and_then(|page| page.as_map()) {
        let mut page = page.clone();
        page.insert("root".into(), "/".into());
        context.insert("page", &tera::Value::from(page));
    }
    let mut bytes = Vec::new();
    fill(edition, &key, template, &context, &mut bytes)?;
    Ok(bytes)
}

fn fill(
    edition: &Edition,
    key: &PageKey,
    template: &str,
    context: &tera::Context,
    out: &mut dyn Write,
) -> Result<(), Box<Diagnostic>> {
    edition.theme.tera.render_to(template, context, out).map_err(|error| {
        let path = edition.path(key);
        Box::new(fault::finding(&error, &edition.theme.templates, Some(&path)).1)
    })
}

/// The template of a page and what it sees.
fn html(edition: &Edition, key: &PageKey) -> (&'static str, tera::Context) {
    let texts = edition.theme.texts(edition.language(key));
    let page = Page { edition, texts, key };
    match key {
        PageKey::Home => {
            let head = page.head("nav_home", texts.get("home_lead"), "home");
            page.with("home.html", head, "home", &home::view(edition, texts))
        }
        PageKey::Plans => page.plans(),
        PageKey::Plan(index) => page.plan(*index),
        PageKey::Page(index) => page.free(*index),
        PageKey::Targets => {
            let head = page.head("nav_targets", texts.get("targets_lead"), "targets");
            page.with("targets.html", head, "overview", &group::overview(edition, texts))
        }
        PageKey::Metric(id) => page.metric(*id),
        PageKey::Value(..) | PageKey::Kind(_) | PageKey::Owner(_) | PageKey::Tag(_) => page.group(),
        PageKey::Timeline => {
            let view = timeline::view(edition, texts);
            let lead = view.lead.join(" · ");
            page.with("timeline.html", page.head("timeline_title", &lead, "timeline"), "timeline", &view)
        }
        PageKey::Budget => {
            let view = work::budget(edition, texts);
            page.with("budget.html", page.head("budget_title", &view.lead, "budget"), "budget", &view)
        }
        PageKey::Tasks => {
            let view = work::tasks(edition, texts);
            page.with("tasks.html", page.head("tasks_title", &view.lead, "tasks"), "tasks", &view)
        }
        PageKey::Graph => {
            let view = graph::view(edition, texts);
            page.with("graph.html", page.head("graph_title", &view.label, "plans"), "graph", &view)
        }
        PageKey::Checks => {
            let view = checks::view(edition, texts);
            page.with("checks.html", page.head("findings_title", &view.summary, "checks"), "checks", &view)
        }
        PageKey::Changes => {
            let view = changes::view(edition, texts);
            page.with("changes.html", page.head("changes_title", &view.lead, "plans"), "changes", &view)
        }
        PageKey::Search => {
            let head = page.head("search", "", "");
            ("search.html", shell::context(edition, key, head))
        }
        PageKey::Redirect(_, index) => {
            let href = edition.plan_href(&edition.path(key), *index);
            let title = &edition.site.plan(*index).title.value;
            let view = RedirectView { link: LinkView::to(title, &href), href };
            page.with("redirect.html", page.head("redirect_title", "", "plans"), "redirect", &view)
        }
        // The others have no template; `page` takes them before.
        _ => {
            let head = page.head("not_found_title", texts.get("not_found_text"), "");
            ("404.html", shell::context(edition, key, head))
        }
    }
}

/// A page on its way to its template.
struct Page<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    key: &'a PageKey,
}

impl<'a> Page<'a> {
    fn head(&self, title: &'a str, description: &'a str, section: &'static str) -> Head<'a> {
        Head { title: self.texts.get(title), description, section, crumbs: Vec::new() }
    }

    fn with<T: Serialize>(
        &self,
        template: &'static str,
        head: Head<'_>,
        name: &'static str,
        view: &T,
    ) -> (&'static str, tera::Context) {
        let mut context = shell::context(self.edition, self.key, head);
        context.insert(name, view);
        (template, context)
    }

    fn plans(&self) -> (&'static str, tera::Context) {
        let (edition, texts) = (self.edition, self.texts);
        let tree = rows::tree(edition, usize::MAX, usize::MAX);
        let from = edition.path(self.key);
        let mut table = rows::table(edition, texts, &from, "plans", &tree, None);
        for (row, (index, ..)) in table.rows.iter_mut().zip(&tree) {
            row.facets = rows::facets(edition, *index);
        }
        let view = PlansView {
            count: texts.count("plans_count", tree.len()),
            filters: rows::filters(edition, texts),
            table,
            files: data::files(edition, &from, self.key, data::ALL_PLANS),
        };
        self.with("plans.html", self.head("plans_title", &view.count, "plans"), "plans", &view)
    }

    fn plan(&self, index: PlanIndex) -> (&'static str, tera::Context) {
        let view = plan::view(self.edition, self.texts, index);
        let head = Head {
            title: &view.title,
            description: view.summary.as_deref().unwrap_or(""),
            section: "plans",
            crumbs: plan::crumbs(self.edition, self.texts, index),
        };
        self.with("plan.html", head, "plan", &view)
    }

    fn free(&self, index: PageIndex) -> (&'static str, tera::Context) {
        let Some(view) = pages::view(self.edition, self.texts, index) else {
            return (
                "404.html",
                shell::context(self.edition, self.key, self.head("not_found_title", "", "")),
            );
        };
        let head = Head {
            title: &view.title,
            description: view.summary.as_deref().unwrap_or(""),
            section: "pages",
            crumbs: pages::crumbs(self.edition, self.texts, index),
        };
        self.with("page.html", head, "free", &view)
    }

    fn metric(&self, id: MetricId) -> (&'static str, tera::Context) {
        let Some(view) = metric::view(self.edition, self.texts, id) else {
            return (
                "404.html",
                shell::context(self.edition, self.key, self.head("not_found_title", "", "")),
            );
        };
        let from = self.edition.path(self.key);
        let facts = view.facts.join(" · ");
        let crumbs = vec![
            LinkView::to(self.texts.get("nav_targets"), self.edition.href(&from, &PageKey::Targets)),
            LinkView::plain(&view.title),
        ];
        let head = Head { title: &view.title, description: &facts, section: "targets", crumbs };
        self.with("metric.html", head, "metric", &view)
    }

    fn group(&self) -> (&'static str, tera::Context) {
        let (edition, texts) = (self.edition, self.texts);
        let (view, section, crumbs) = match self.key {
            PageKey::Value(id, value) => (
                group::of_value(edition, texts, *id, value),
                "targets",
                group::value_crumbs(edition, texts, *id, value),
            ),
            PageKey::Kind(kind) => (group::of_kind(edition, texts, kind), "plans", Vec::new()),
            PageKey::Tag(tag) => (group::of_tag(edition, texts, tag), "plans", Vec::new()),
            PageKey::Owner(owner) => (group::of_owner(edition, texts, owner), "plans", Vec::new()),
            _ => (group::of_owner(edition, texts, ""), "plans", Vec::new()),
        };
        let crumbs = if crumbs.is_empty() {
            let from = edition.path(self.key);
            let plans = LinkView::to(texts.get("plans_title"), edition.href(&from, &PageKey::Plans));
            vec![plans, LinkView::plain(&view.title)]
        } else {
            crumbs
        };
        let head = Head { title: &view.title, description: &view.count, section, crumbs };
        self.with("group.html", head, "group", &view)
    }
}
