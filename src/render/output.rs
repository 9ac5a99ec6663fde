//! From a key to the bytes of its file, and the list of all keys.

use super::data::DataKey;
use super::edition::Edition;
use super::key::PageKey;
use super::shell::{self, Head};
use super::{checks, fault, plan};
use crate::config::MetricId;
use crate::diagnostic::Diagnostic;
use crate::link::PageIndex;

/// All outputs of an edition. The longest come first, so that they overlap the plans.
pub fn keys(edition: &Edition) -> Vec<PageKey> {
    let site = &edition.site;
    let mut keys = vec![PageKey::Plans, PageKey::Checks, PageKey::Timeline, PageKey::Graph];
    keys.extend(
        [
            DataKey::Statements,
            DataKey::Targets,
            DataKey::Plans,
            DataKey::Graph,
            DataKey::Diagnostics,
            DataKey::Package,
        ]
        .map(PageKey::Data),
    );
    keys.extend([PageKey::Home, PageKey::Targets, PageKey::Budget, PageKey::Tasks]);
    for metric in (0..site.config.metrics.len()).map(|index| MetricId(index as u16)) {
        keys.push(PageKey::Metric(metric));
        keys.push(PageKey::Data(DataKey::Table(metric, "csv")));
        keys.push(PageKey::Data(DataKey::Table(metric, "json")));
    }
    keys.extend(edition.shown().map(|(index, _)| PageKey::Plan(index)));
    keys.extend((0..site.pages.len()).map(|index| PageKey::Page(PageIndex(index as u32))));
    keys.extend(edition.lists.values.keys().map(|(id, value)| PageKey::Value(*id, value.clone())));
    keys.extend(edition.lists.kinds.keys().cloned().map(PageKey::Kind));
    keys.extend(edition.lists.owners.keys().cloned().map(PageKey::Owner));
    keys.extend(edition.lists.tags.keys().cloned().map(PageKey::Tag));
    keys.extend([PageKey::Search, PageKey::NotFound]);
    for (index, plan) in edition.shown() {
        keys.extend(plan.aliases.iter().map(|alias| PageKey::Redirect(alias.value.clone(), index)));
    }
    keys.extend(edition.theme.assets.keys().cloned().map(PageKey::Asset));
    keys.push(PageKey::Feed);
    if site.config.base_url.is_some() {
        keys.push(PageKey::Sitemap);
    }
    keys
}

/// The bytes of an output, or the fault of the template that makes it.
pub fn page(edition: &Edition, key: &PageKey) -> Result<Vec<u8>, Box<Diagnostic>> {
    match key {
        PageKey::Asset(path) => Ok(edition.theme.assets.get(path).map_or(Vec::new(), |bytes| bytes.to_vec())),
        PageKey::Data(_) | PageKey::Feed | PageKey::Sitemap | PageKey::SearchShard(_) => Ok(Vec::new()),
        _ => html(edition, key),
    }
}

fn html(edition: &Edition, key: &PageKey) -> Result<Vec<u8>, Box<Diagnostic>> {
    let texts = edition.theme.texts(edition.language(key));
    let (template, context) = match key {
        PageKey::Plan(index) => {
            let view = plan::view(edition, texts, *index);
            let head = Head {
                title: &view.title,
                description: view.summary.as_deref().unwrap_or(""),
                section: "plans",
                crumbs: plan::crumbs(edition, texts, *index),
            };
            let mut context = shell::context(edition, key, head);
            context.insert("plan", &view);
            ("plan.html", context)
        }
        PageKey::Checks => {
            let view = checks::view(edition, texts);
            let head = Head {
                title: texts.get("findings_title"),
                description: &view.summary,
                section: "checks",
                crumbs: Vec::new(),
            };
            let mut context = shell::context(edition, key, head);
            context.insert("checks", &view);
            ("checks.html", context)
        }
        _ => {
            let head = Head {
                title: texts.get("not_found_title"),
                description: texts.get("not_found_text"),
                section: "",
                crumbs: Vec::new(),
            };
            ("404.html", shell::context(edition, key, head))
        }
    };
    let mut bytes = Vec::with_capacity(32 * 1024);
    match edition.theme.tera.render_to(template, &context, &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => {
            let path = edition.path(key);
            Err(Box::new(fault::finding(&error, &edition.theme.templates, Some(&path)).1))
        }
    }
}
