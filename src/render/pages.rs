//! Free pages: Markdown with views, listed beside each other.

use super::edition::Edition;
use crate::link::PageIndex;

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
