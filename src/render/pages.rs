//! Free pages: Markdown with views, listed beside each other.

use super::body::{self, Filling};
use super::edition::Edition;
use super::key::relative;
use super::texts::Texts;
use super::view::{FreePageView, LinkView, PageGroupView};
use crate::link::{DocumentIndex, PageIndex};

/// The pages as they are listed: by folder, then by `order`, the page `index` before its equals, then by title.
pub(super) fn in_order(edition: &Edition) -> Vec<PageIndex> {
    let mut order: Vec<_> = edition.site.shown_pages().collect();
    order.sort_by_key(|(_, page)| {
        (folder(&page.key), page.order, !is_index(&page.key), page.title.clone(), page.key.clone())
    });
    order.into_iter().map(|(index, _)| index).collect()
}

/// The pages that lead into the others: those in no folder, and the first of each folder.
pub(super) fn entrances(edition: &Edition, from: &str) -> Vec<LinkView> {
    let mut folders: Vec<&str> = Vec::new();
    let mut links = Vec::new();
    for index in in_order(edition) {
        let page = &edition.site.pages[index.0 as usize];
        let folder = page.key.split_once('/').map_or("", |(folder, _)| folder);
        if !folder.is_empty() && folders.contains(&folder) {
            continue;
        }
        folders.push(folder);
        links.push(LinkView::to(&page.title, relative(from, edition.page_path(index))));
    }
    links
}

/// The folder of a page, without the last slash.
fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a page speaks for its folder.
fn is_index(key: &str) -> bool {
    key.rsplit('/').next() == Some("index")
}

/// The page that speaks for a folder.
fn index_of(edition: &Edition, folder: &str) -> Option<PageIndex> {
    let is_wanted = |key: &str| is_index(key) && self::folder(key) == folder;
    edition.site.shown_pages().find(|(_, page)| is_wanted(&page.key)).map(|(index, _)| index)
}

/// The way to a page: the first one, then those that speak for the folders around it. Its neighbours are not above it.
pub(super) fn crumbs(edition: &Edition, texts: &Texts, index: PageIndex) -> Vec<LinkView> {
    let order = in_order(edition);
    let from = edition.page_path(index);
    let Some(page) = edition.site.pages.get(index.0 as usize) else { return Vec::new() };
    let mut way = Vec::new();
    if let Some(first) = order.first().filter(|first| **first != index) {
        way.push(LinkView::to(texts.get("pages_title"), relative(from, edition.page_path(*first))));
    }
    let ends = page.key.match_indices('/').map(|(end, _)| end);
    for above in ends.filter_map(|end| index_of(edition, &page.key[..end])) {
        if above != index && order.first() != Some(&above) {
            let title = &edition.site.pages[above.0 as usize].title;
            way.push(LinkView::to(title, relative(from, edition.page_path(above))));
        }
    }
    way.push(LinkView::plain(&page.title));
    way
}

/// The view of a free page.
pub(super) fn view(edition: &Edition, texts: &Texts, index: PageIndex) -> Option<FreePageView> {
    let page = edition.site.pages.get(index.0 as usize)?;
    let from = edition.page_path(index);
    let links = &edition.site.graph.page_links;
    let filling = Filling {
        edition,
        texts,
        title: &page.title,
        from,
        tasks: &[],
        closed: false,
        targets: links.get(index.0 as usize).map_or(&[], Vec::as_slice),
        marks: &[],
        views: super::views::html(edition, texts, DocumentIndex::Page(index), from),
    };
    let order = in_order(edition);
    let at = order.iter().position(|other| *other == index);
    let neighbour = |at: Option<usize>| {
        let index = *order.get(at?)?;
        let title = &edition.site.pages.get(index.0 as usize)?.title;
        Some(LinkView::to(title, relative(from, edition.page_path(index))))
    };
    Some(FreePageView {
        title: page.title.clone(),
        summary: page.summary.clone(),
        edit: super::checks::edit_url(edition, &page.document.source.path),
        contents: super::plan::contents(&page.document, &[]),
        body_html: body::html(&page.document, page.document.html(), &filling),
        groups: groups(edition, from),
        previous: neighbour(at.and_then(|at| at.checked_sub(1))),
        next: neighbour(at.map(|at| at + 1)),
    })
}

/// All pages by folder; the current one has no address.
fn groups(edition: &Edition, from: &str) -> Vec<PageGroupView> {
    let mut groups: Vec<PageGroupView> = Vec::new();
    let mut last = None;
    for index in in_order(edition) {
        let page = &edition.site.pages[index.0 as usize];
        let folder = folder(&page.key);
        if last != Some(folder) {
            last = Some(folder);
            // A folder is called as the page that speaks for it.
            let title = match index_of(edition, folder) {
                Some(index) if !folder.is_empty() => &edition.site.pages[index.0 as usize].title,
                _ => folder,
            };
            groups.push(PageGroupView { folder: title.to_owned(), open: false, links: Vec::new() });
        }
        let path = edition.page_path(index);
        let link = if path == from {
            LinkView::plain(&page.title)
        } else {
            LinkView::to(&page.title, relative(from, path))
        };
        if let Some(group) = groups.last_mut() {
            group.open |= path == from;
            group.links.push(link);
        }
    }
    groups
}
