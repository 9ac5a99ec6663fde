//! What every page has: the site, the page itself, links and statuses.

use serde::Serialize;
use std::collections::BTreeMap;

/// `site`: what all pages of a language share.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// The tag of its language; pages may have others.
    pub lang: &'static str,
    /// The main places, in order.
    pub nav: Vec<NavView>,
    /// How many errors count.
    pub errors: usize,
    /// The same in words.
    pub errors_text: String,
    /// The day that the site is seen on.
    pub today: String,
    /// `資料截至 …`.
    pub as_of: String,
    /// Links at the foot.
    pub links: Vec<LinkView>,
    /// The theme's option `footer`.
    pub footer: String,
    /// The theme's option `logo`: a file in the output.
    pub logo: String,
    /// The theme's option `accent`, where it is a colour.
    pub accent: String,
    /// The theme's option `accent_dark`, else a lighter `accent`.
    pub accent_dark: String,
    /// The theme's option `density`.
    pub density: String,
    /// The theme's option `css`: a file in the output.
    pub css: String,
    /// All options of the theme by name, as the theme or the site sets them; lists are separated by commas.
    pub options: BTreeMap<String, String>,
}

/// A main place.
#[derive(Clone, Debug, Serialize)]
pub struct NavView {
    /// What `page.section` is compared with.
    pub key: &'static str,
    /// Its name.
    pub text: String,
    /// Where, from the root of the site.
    pub href: String,
}

/// `page`: the page itself.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The tag of its language.
    pub lang: &'static str,
    /// How to get to the root of the site: `../` for each folder.
    pub root: String,
    /// Its title.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The main place that it belongs to.
    pub section: &'static str,
    /// Its address where it is published, with `base_url`.
    pub canonical: Option<String>,
    /// The way to it; the last one has no address.
    pub crumbs: Vec<LinkView>,
}

/// Words that may lead somewhere.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct LinkView {
    /// The words.
    pub text: String,
    /// Where to.
    pub href: Option<String>,
}

impl LinkView {
    /// Words that lead somewhere.
    pub fn to(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: Some(href.into()) }
    }

    /// Words alone.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None }
    }
}

/// A status: shape and word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The shape: `draft`, `review`, `approved`, `active`, `closed`, or nothing for a plain ring.
    pub class: &'static str,
    /// The word.
    pub text: String,
}

/// `redirect`: the page of an old id.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// The plan.
    pub link: LinkView,
    /// Its address, which the browser goes to.
    pub href: String,
}
