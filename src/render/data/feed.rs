//! `feed.xml` (Atom, RFC 4287) and `sitemap.xml`. Without a `base_url` the feed's links are relative, which
//! readers resolve against the address that they fetched it from.

use super::super::edition::Edition;
use super::super::key::{PageKey, encode};
use crate::model::Plan;
use crate::site::Site;
use jiff::civil::Date;
use pulldown_cmark_escape::escape_html;

/// How many plans the feed has.
const LONGEST: usize = 100;

/// Plans by their date, the newest first.
pub(crate) fn feed(edition: &Edition) -> Vec<u8> {
    let site: &Site = &edition.site;
    let mut dated: Vec<_> = edition.shown().map(|(index, plan)| (date(site, plan), index, plan)).collect();
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
    let mut paths: Vec<String> = pages.iter().map(|key| edition.path(key)).collect();
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

/// The day of a plan: `date`, else the first day of its period, but none after today.
fn date(site: &Site, plan: &Plan) -> Date {
    let own = plan.date.as_ref().map(|date| date.value);
    let day = own.or_else(|| plan.period.as_ref().map(|period| period.value.start));
    day.unwrap_or(site.today).min(site.today)
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing into memory does not fail.
    let _ = escape_html(&mut html, text);
    html
}
