//! The rows of a table of things, made ready for templates. Apart, because tables may have tens of thousands, and
//! most cells say what the one above them says: the plan, its owner, nothing. Such a cell is there once.

use super::lists::{ListCellView, ListRowView};
use super::ready::Ready;
use serde::Serialize;

/// A row with cells that are ready: the fields are those of [`ListRowView`].
#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<&'a Ready<String>>,
    cells: Vec<&'a Ready<ListCellView>>,
}

/// The last of something, and the same for templates.
struct Above<T>(T, Ready<T>);

impl<T: Serialize + PartialEq> Above<T> {
    fn new(view: T) -> Self {
        let ready = Ready::new(&view);
        Self(view, ready)
    }

    fn or(&mut self, view: T) {
        if self.0 != view {
            *self = Self::new(view);
        }
    }
}

/// Makes the rows of a table ready.
pub fn ready_rows(rows: impl IntoIterator<Item = ListRowView>) -> Vec<Ready<ListRowView>> {
    let mut facets = Above::new(String::new());
    let mut above: Vec<Above<ListCellView>> = Vec::new();
    // All fields by name, so that one that is added is thought of here.
    let ready = |ListRowView { id, facets: own, cells }: ListRowView| {
        facets.or(own);
        above.truncate(cells.len());
        for (at, cell) in cells.into_iter().enumerate() {
            match above.get_mut(at) {
                Some(above) => above.or(cell),
                None => above.push(Above::new(cell)),
            }
        }
        Ready::like(&Row {
            id: &id,
            facets: Some(&facets.1).filter(|_| !facets.0.is_empty()),
            cells: above.iter().map(|Above(_, ready)| ready).collect(),
        })
    };
    rows.into_iter().map(ready).collect()
}
