//! From an address to the output behind it, for `serve`: an address is looked up among what the site consists
//! of and never taken for a path. What is dear to list (the search index, the data files of tables) is listed
//! when such an address is asked for.

use super::data;
use super::edition::Edition;
use super::key::{PageKey, SheetKey};
use super::output::listed;
use std::collections::HashMap;

/// The addresses of an edition.
pub struct Addresses(HashMap<String, PageKey>);

impl Addresses {
    /// The addresses that are known without working anything out.
    pub fn new(edition: &Edition) -> Self {
        Self(listed(edition).into_iter().map(|key| (edition.path(&key), key)).collect())
    }

    /// The output at an address from the site's root, with `/` between its parts and none in front.
    pub fn find(&self, edition: &Edition, address: &str) -> Option<PageKey> {
        if let Some(key) = self.0.get(address) {
            return Some(key.clone());
        }
        let shard = address.strip_prefix("assets/search/").and_then(|name| name.strip_suffix(".js"));
        match shard {
            Some(name) if edition.theme.searches() => edition.search().find(name).map(PageKey::SearchShard),
            _ => self.sheet(edition, address),
        }
    }

    /// `data/PAGE.csv` or `data/PAGE/TABLE.csv`, where the page has such a table.
    fn sheet(&self, edition: &Edition, address: &str) -> Option<PageKey> {
        let (inner, ending) = address.strip_prefix("data/")?.rsplit_once('.')?;
        let form = data::FORMS.into_iter().find(|form| *form == ending)?;
        let (folder, last) = inner.rsplit_once('/').unwrap_or(("", inner));
        [(inner, ""), (folder, last)].into_iter().find_map(|(page, table)| {
            let page = self.0.get(&format!("{page}.html"))?;
            let has = data::sheet_names(edition, page).iter().any(|name| name == table);
            let key = || SheetKey { page: Box::new(page.clone()), table: table.to_owned(), form };
            has.then(key).map(PageKey::Sheet)
        })
    }
}

/// The file of the site that a page is made from: of a plan or a free page.
pub fn source_of<'e>(edition: &'e Edition, key: &PageKey) -> Option<&'e str> {
    let document = match key {
        PageKey::Plan(index) => &edition.site.plan(*index).document,
        PageKey::Page(index) => &edition.site.pages.get(index.0 as usize)?.document,
        _ => return None,
    };
    Some(&document.source.path)
}
