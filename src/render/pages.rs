//! Free pages: Markdown with views, listed beside each other.

use super::body::{self, Filling};
use super::edition::Edition;
use super::key::relative;
use super::texts::Texts;
use super::view::{FreePageView, LinkView, PageGroupView};
use crate::link::{DocumentIndex, PageIndex};

/// The pages as they are listed: by folder, then by `order`, then by title.
pub(super) fn in_order(edition: &Edition) -> Vec<PageIndex> {
    let mut order: Vec<usize> = (0..edition.site.pages.len()).collect();
    let folder = |key: &str| key.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    order.sort_by_key(|&index| {
        let page = &edition.site.pages[index];
        (folder(&page.key), page.order, page.title.clone(), page.key.clone())
    });
    order.into_iter().map(|index| PageIndex(index as u32)).collect()
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

/// The way to a page: the first one, then the folder's first.
pub(super) fn crumbs(edition: &Edition, texts: &Texts, index: PageIndex) -> Vec<LinkView> {
    let order = in_order(edition);
    let from = edition.page_path(index);
    let Some(page) = edition.site.pages.get(index.0 as usize) else { return Vec::new() };
    let folder = page.key.rsplit_once('/').map(|(folder, _)| folder);
    let of_folder = order.iter().find(|other| {
        let key = &edition.site.pages[other.0 as usize].key;
        key.rsplit_once('/').map(|(folder, _)| folder) == folder
    });
    let mut way = Vec::new();
    if let Some(first) = order.first().filter(|first| **first != index) {
        way.push(LinkView::to(texts.get("pages_title"), relative(from, edition.page_path(*first))));
    }
    if let Some(first) = of_folder.filter(|first| **first != index && order.first() != Some(first)) {
        let title = &edition.site.pages[first.0 as usize].title;
        way.push(LinkView::to(title, relative(from, edition.page_path(*first))));
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
    for index in in_order(edition) {
        let page = &edition.site.pages[index.0 as usize];
        let folder = page.key.rsplit_once('/').map_or("", |(folder, _)| folder);
        if groups.last().is_none_or(|group| group.folder != folder) {
            groups.push(PageGroupView { folder: folder.to_owned(), open: false, links: Vec::new() });
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
