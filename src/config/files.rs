//! Which files of a site are read for what they say. Said here alone, so that all who ask see the same site.

/// The folders of a site that hold what it is made from.
pub const FOLDERS: [&str; 7] = ["plans", "pages", "data", "schemas", "static", "templates", "themes"];

/// Files below a folder, beside plans and those of the root.
#[derive(Clone, Copy, Debug)]
pub struct Read {
    folder: &'static str,
    ending: &'static str,
    /// Those of its sub-folders, too.
    deep: bool,
}

impl Read {
    /// Kinds of plans.
    pub const SCHEMAS: Self = Self { folder: "schemas/", ending: ".yaml", deep: false };
    /// Free pages.
    pub const PAGES: Self = Self { folder: "pages/", ending: ".md", deep: true };
    /// Rows of numbers.
    pub const DATA: Self = Self { folder: "data/", ending: ".csv", deep: false };
    /// Single templates of the site's own.
    pub const TEMPLATES: Self = Self { folder: "templates/", ending: "", deep: true };
    /// Themes of the site's own.
    pub const THEMES: Self = Self { folder: "themes/", ending: "", deep: true };
    /// All of these.
    pub const ALL: [Self; 5] = [Self::SCHEMAS, Self::PAGES, Self::DATA, Self::TEMPLATES, Self::THEMES];

    /// Whether a path is that of one of these files.
    pub fn has(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.folder).filter(|rest| rest.ends_with(self.ending));
        rest.is_some_and(|rest| self.deep || !rest.contains('/'))
    }
}

/// Whether a path is that of a file of which none can lie deeper: of the configuration, a kind, or data.
pub fn is_flat(path: &str) -> bool {
    ["metrics.yaml", "dimensions.yaml"].contains(&path) || Read::SCHEMAS.has(path) || Read::DATA.has(path)
}
