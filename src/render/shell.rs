//! What every page shares: navigation, foot, words, and the head of the page itself.

use super::data::DataKey;
use super::edition::Edition;
use super::key::{PageKey, encode, root_of};
use super::options;
use super::texts::Texts;
use super::view::{LinkView, NavView, PageView, SiteView};
use crate::config::Language;
use std::collections::BTreeMap;

/// The contexts that all pages of a language start from: `text` and `site`.
pub(super) fn contexts(edition: &Edition) -> BTreeMap<Language, tera::Context> {
    Language::ALL
        .into_iter()
        .map(|language| {
            let texts = edition.theme.texts(language);
            let mut context = tera::Context::new();
            // In order, for templates that go through all of them.
            context.insert("text", &texts.table.iter().collect::<BTreeMap<_, _>>());
            context.insert("site", &site(edition, texts));
            (language, context)
        })
        .collect()
}

fn site(edition: &Edition, texts: &Texts) -> SiteView {
    let (errors, ..) = edition.totals();
    let today = texts.date(edition.site.today);
    let static_file = |key: &str| encode(edition.theme.option(key));
    let colour = |key: &str| {
        let value = edition.theme.option(key);
        if options::is_colour(value) { value.to_owned() } else { String::new() }
    };
    let accent = colour("accent");
    let data = |key: DataKey| {
        let path = edition.path(&PageKey::Data(key));
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        LinkView::to(name, encode(&path))
    };
    let mut links = vec![LinkView::to(texts.get("nav_graph"), "graph.html")];
    links.extend([DataKey::Plans, DataKey::Targets, DataKey::Diagnostics].map(data));
    links.push(LinkView::to(texts.get("feed"), "feed.xml"));
    SiteView {
        title: edition.site.config.title.clone(),
        lang: edition.site.config.language.code(),
        nav: nav(edition, texts),
        errors,
        errors_text: texts.count("errors_n", errors),
        as_of: texts.fill("data_as_of", &[("date", &today)]),
        today,
        links,
        footer: edition.theme.option("footer").to_owned(),
        logo: static_file("logo"),
        accent_dark: match colour("accent_dark") {
            dark if dark.is_empty() => format!("color-mix(in oklab,{accent} 55%,#fff)"),
            dark => dark,
        },
        accent,
        density: edition.theme.option("density").to_owned(),
        css: static_file("css"),
        options: edition.theme.options.clone(),
    }
}

/// The main places; those without anything in them are left out.
fn nav(edition: &Edition, texts: &Texts) -> Vec<NavView> {
    let mut nav = Vec::new();
    let mut add = |key: &'static str, href: String| {
        nav.push(NavView { key, text: texts.get(&format!("nav_{key}")).to_owned(), href });
    };
    add("home", "index.html".to_owned());
    add("plans", "plans.html".to_owned());
    add("targets", "targets.html".to_owned());
    add("timeline", "timeline.html".to_owned());
    if edition.shown().any(|(_, plan)| !plan.budgets.is_empty()) {
        add("budget", "budget.html".to_owned());
    }
    if edition.shown().any(|(_, plan)| !plan.tasks.is_empty()) {
        add("tasks", "tasks.html".to_owned());
    }
    if let Some(first) = super::pages::in_order(edition).first() {
        add("pages", encode(edition.page_path(*first)));
    }
    add("checks", "checks.html".to_owned());
    nav
}

/// What a page says of itself.
pub(super) struct Head<'a> {
    /// Its title.
    pub title: &'a str,
    /// One sentence; may be empty.
    pub description: &'a str,
    /// The main place that it belongs to.
    pub section: &'static str,
    /// The way to it.
    pub crumbs: Vec<LinkView>,
}

/// The context of a page: the shared one and `page`.
pub(super) fn context(edition: &Edition, key: &PageKey, head: Head<'_>) -> tera::Context {
    let language = edition.language(key);
    let path = edition.path(key);
    let base = edition.site.config.base_url.as_deref().map(|base| base.trim_end_matches('/'));
    let mut context = edition.contexts.get(&language).cloned().unwrap_or_default();
    // A server shows the page of lost addresses under any of them, so its links start at the host.
    let root = match (key, base) {
        (PageKey::NotFound, Some(base)) => format!("{}/", path_of(base)),
        _ => root_of(&path),
    };
    let page = PageView {
        lang: language.code(),
        root,
        title: head.title.to_owned(),
        description: head.description.to_owned(),
        section: head.section,
        canonical: base.map(|base| format!("{base}/{}", encode(&path))),
        crumbs: head.crumbs,
    };
    context.insert("page", &page);
    context
}

/// `https://host/a/b` → `/a/b`.
fn path_of(base: &str) -> &str {
    let behind = base.split_once("://").map_or(base, |(_, rest)| rest);
    behind.find('/').map_or("", |slash| &behind[slash..])
}
