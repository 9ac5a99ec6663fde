//! `feed.xml` (Atom, RFC 4287) and `sitemap.xml`. Without a `base_url` the feed's links are relative, which
//! readers resolve against the address that they fetched it from.

use super::super::edition::Edition;
use super::super::key::{PageKey, encode};
use crate::changes::History;
use crate::model::Plan;
use crate::site::Site;
use jiff::civil::Date;
use pulldown_cmark_escape::escape_html;
use std::collections::BTreeMap;

/// How many plans the feed has.
const LONGEST: usize = 100;

/// Plans by the day of their last change, the newest first.
pub(crate) fn feed(edition: &Edition) -> Vec<u8> {
    let site: &Site = &edition.site;
    let changed = edition.history.as_ref().map(History::days).unwrap_or_default();
    let dated = edition.shown().filter_map(|(index, plan)| Some((day(site, plan, &changed)?, index, plan)));
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by(|(a, first, _), (b, second, _)| b.cmp(a).then(first.cmp(second)));
    dated.truncate(LONGEST);
    let newest = dated.first().map_or(site.today, |(date, _, _)| *date);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    xml += &format!("<title>{}</title>\n", escaped(&site.config.title));
    xml += &format!("<id>urn:planpress:{}</id>\n", escaped(&encode(&site.config.title)));
    xml += &format!(
        "<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n",
        escaped(&site.config.title)
    );
    xml += &format!("<link href=\"{}\"/>\n", escaped(&address(edition, "index.html")));
    for (date, index, plan) in dated {
        let path = edition.path(&PageKey::Plan(index));
        xml += "<entry>\n";
        xml += &format!("<title>{}</title>\n", escaped(&plan.title.value));
        xml += &format!(
            "<id>urn:planpress:{}:{}</id>\n",
            escaped(&encode(&site.config.title)),
            escaped(&encode(&plan.id.value))
        );
        xml += &format!(
            "<updated>{date}T00:00:00Z</updated>\n<link href=\"{}\"/>\n",
            escaped(&address(edition, &encode(&path)))
        );
        for owner in &plan.owners {
            xml += &format!("<author><name>{}</name></author>\n", escaped(&owner.value));
        }
        if let Some(summary) = crate::render::body::summary(edition, index) {
            xml += &format!("<summary>{}</summary>\n", escaped(&summary));
        }
        xml += "</entry>\n";
    }
    (xml + "</feed>\n").into_bytes()
}

/// All pages, where `base_url` is set.
pub(crate) fn sitemap(edition: &Edition, pages: &[PageKey]) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    // Redirects ask not to be listed.
    let pages = pages.iter().filter(|key| !matches!(key, PageKey::Redirect(..)));
    let mut paths: Vec<String> = pages.map(|key| edition.path(key)).collect();
    paths.retain(|path| path.ends_with(".html") && path != "404.html");
    paths.sort();
    for path in paths {
        xml += &format!("<url><loc>{}</loc></url>\n", escaped(&address(edition, &encode(&path))));
    }
    (xml + "</urlset>\n").into_bytes()
}

fn address(edition: &Edition, path: &str) -> String {
    match &edition.site.config.base_url {
        Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
        None => path.to_owned(),
    }
}

/// The day of a plan's last change: what git remembers, else `date`, else the first day of its period. A day that is
/// not over yet says nothing about changes, and today would be another day tomorrow: then there is none.
fn day(site: &Site, plan: &Plan, changed: &BTreeMap<&str, Date>) -> Option<Date> {
    let names = std::iter::once(&*plan.id.value).chain(plan.aliases.iter().map(|alias| alias.value.as_str()));
    let told = names.filter_map(|name| changed.get(name)).max().copied();
    let own = || plan.date.as_ref().map(|date| date.value);
    let begins = || plan.period.as_ref().map(|period| period.value.start);
    told.or_else(own).or_else(begins).filter(|day| *day <= site.today)
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing into memory does not fail.
    let _ = escape_html(&mut html, text);
    html
}
