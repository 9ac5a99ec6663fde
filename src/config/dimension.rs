//! `dimensions.yaml`: along what numbers are split, as trees of values.

use super::taken::{self, Taken};
use crate::text::Place;
use crate::yaml::{Entry, Fields, Node, Reader, Yaml};

/// The index of a dimension in [`super::Config::dimensions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimensionId(pub u16);

/// Along what statements are split: a tree of values.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its id, a front-matter key.
    pub id: String,
    /// Its title on pages.
    pub title: String,
    /// Any value is accepted.
    pub open: bool,
    /// The values, every parent right before its children, siblings in the order written.
    pub values: Vec<DimensionValue>,
    /// Where it is declared.
    pub place: Place,
}

/// A value of a dimension.
#[derive(Clone, Debug)]
pub struct DimensionValue {
    /// Its id; unique in the dimension.
    pub id: String,
    /// Its title on pages; defaults to the id.
    pub title: String,
    /// Other names in tables and front matter.
    pub aliases: Vec<String>,
    /// The index of the value above it.
    pub parent: Option<u32>,
    /// Depth in the tree, 0 at the top.
    pub depth: u32,
    /// Where it is declared.
    pub place: Place,
}

impl Dimension {
    /// The values above one, the nearest first.
    pub fn ancestors(&self, value: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent(value), |above| self.parent(*above))
    }

    fn parent(&self, value: usize) -> Option<usize> {
        self.values.get(value)?.parent.map(|parent| parent as usize)
    }

    /// The values directly below one (`None`: at the top), in the order written.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        let all = self.values.iter().enumerate();
        all.filter(move |(_, value)| value.parent.map(|above| above as usize) == parent)
            .map(|(index, _)| index)
    }

    /// Ids and titles of all values, for suggestions.
    pub fn value_names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().flat_map(|value| {
            let title = (value.title != value.id).then_some(value.title.as_str());
            std::iter::once(value.id.as_str()).chain(title)
        })
    }
}

/// Reads `dimensions.yaml`. `reserved` says why a name cannot be a dimension's.
pub(super) fn read(
    reader: &Reader,
    yaml: &Yaml,
    reserved: &dyn Fn(&str) -> Option<String>,
) -> Vec<Dimension> {
    let entries = reader.root(yaml).map_or(&[][..], |root| root.entries());
    let mut dimensions = Vec::new();
    for entry in entries.iter().take(usize::from(u16::MAX)) {
        if !taken::check_id(reader, "a dimension", &entry.key, entry.key_span) {
            continue;
        }
        match reserved(&entry.key) {
            Some(why) => {
                reader.report_with(entry.key_span, format!("`{}` cannot be a dimension", entry.key), why)
            }
            None => dimensions.push(dimension(reader, entry)),
        }
    }
    dimensions
}

fn dimension(reader: &Reader, entry: &Entry) -> Dimension {
    let mut dimension = Dimension {
        id: entry.key.clone(),
        title: entry.key.clone(),
        open: false,
        values: Vec::new(),
        place: reader.place(entry.key_span),
    };
    if entry.value.is_null() {
        reader.report_with(
            entry.key_span,
            format!("`{}` has no values", entry.key),
            "write `values:`, or `open: true`",
        );
        return dimension;
    }
    let Some(mut fields) = reader.fields(&entry.value) else { return dimension };
    dimension.title = fields.text("title").unwrap_or(&entry.key).to_owned();
    dimension.open = fields.boolean("open").unwrap_or(false);
    match fields.get("values") {
        Some(values) => {
            let mut tree = Tree::default();
            tree.read(reader, values, None);
            dimension.values = tree.values;
        }
        None if !dimension.open && fields.entry("values").is_none() => {
            let message = format!("`{}` has no values", entry.key);
            reader.report_with(
                entry.key_span,
                message,
                "write `values:`, or `open: true` to accept any value",
            );
        }
        None => {}
    }
    fields.finish();
    dimension
}

/// The values of one dimension while they are read.
#[derive(Default)]
struct Tree {
    values: Vec<DimensionValue>,
    taken: Taken,
}

impl Tree {
    /// Reads a list of values with their children. The YAML is at most 32 levels deep, so this ends.
    fn read(&mut self, reader: &Reader, node: &Node, parent: Option<u32>) {
        for item in reader.list(node).unwrap_or_default() {
            if item.as_str().is_some() {
                if let Some(id) = reader.text(item) {
                    self.add(reader, item, id, parent);
                }
                continue;
            }
            let Some(mut fields) = reader.fields(item) else { continue };
            let id = fields.required("id").and_then(|node| Some((node, reader.text(node)?)));
            let added = id.and_then(|(node, id)| self.add(reader, node, id, parent));
            self.read_names(&mut fields, added);
            let children = fields.get("children");
            fields.finish();
            if let Some(children) = children {
                self.read(reader, children, added.or(parent));
            }
        }
    }

    fn add(&mut self, reader: &Reader, node: &Node, id: &str, parent: Option<u32>) -> Option<u32> {
        if !taken::check_id(reader, "a value", id, node.span) {
            return None;
        }
        let index = self.values.len();
        self.taken.add(reader, "values", id, index, node.span);
        let above = parent.and_then(|above| self.values.get(above as usize));
        self.values.push(DimensionValue {
            id: id.to_owned(),
            title: id.to_owned(),
            aliases: Vec::new(),
            parent,
            depth: above.map_or(0, |above| above.depth + 1),
            place: reader.place(node.span),
        });
        u32::try_from(index).ok()
    }

    fn read_names(&mut self, fields: &mut Fields, value: Option<u32>) {
        let reader = fields.reader();
        let title = fields.get("title");
        let aliases = fields.get("aliases").map_or(&[][..], |node| reader.one_or_many(node));
        let Some(index) = value.map(|value| value as usize) else { return };
        let named =
            title.into_iter().map(|node| (node, true)).chain(aliases.iter().map(|node| (node, false)));
        for (node, is_title) in named {
            let Some(name) = reader.text(node) else { continue };
            self.taken.add(reader, "values", name, index, node.span);
            match self.values.get_mut(index) {
                Some(value) if is_title => value.title = name.to_owned(),
                Some(value) => value.aliases.push(name.to_owned()),
                None => {}
            }
        }
    }
}
