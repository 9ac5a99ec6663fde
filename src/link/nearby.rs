//! What was most likely meant by a name that leads nowhere. Apart, because one name is often wrong in many
//! places (a plan that was renamed, a folder that was moved) and is looked up once.

use crate::fold::nearest_many;
use std::collections::BTreeMap;

/// Suggestions that are listed.
const MOST: usize = 3;

/// What a name is looked up among.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Among {
    /// Ids of plans.
    Ids,
    /// Paths of plans and pages.
    Documents,
    /// Paths of all files.
    Files,
}

/// The names that were looked up, each with the nearest ones that there are.
#[derive(Default)]
pub(super) struct Nearby(BTreeMap<(Among, String), Vec<String>>);

impl Nearby {
    /// The nearest of some names.
    pub(super) fn of<'n>(
        &mut self,
        among: Among,
        name: &str,
        names: impl Iterator<Item = &'n String>,
    ) -> Vec<&str> {
        let look = || {
            let near = nearest_many(name, names.map(String::as_str), MOST);
            near.into_iter().map(str::to_owned).collect()
        };
        let found = self.0.entry((among, name.to_owned())).or_insert_with(look);
        found.iter().map(String::as_str).collect()
    }
}
