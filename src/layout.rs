//! Files of one folder by path, such that all of them can lie there: none is another, and none has the name of a
//! folder that another lies in.

use std::collections::{BTreeMap, HashMap};

/// Files by path, with `/` between its parts. A path that ends in a slash stands for a folder.
#[derive(Clone, Debug)]
pub struct Layout<T> {
    files: BTreeMap<String, T>,
    /// Each folder with the first file in it.
    folders: HashMap<String, String>,
}

impl<T> Default for Layout<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new(), folders: HashMap::new() }
    }
}

impl<T> Layout<T> {
    /// Adds a file.
    ///
    /// # Errors
    /// The path of the file that is in its way; it is not added then.
    pub fn add(&mut self, path: &str, file: T) -> Result<(), String> {
        if let Some(inside) = self.folders.get(path) {
            return Err(inside.clone());
        }
        // Above a folder that is known lie only such.
        let new = || above(path).take_while(|folder| !self.folders.contains_key(*folder));
        if let Some(file) = new().find(|folder| self.files.contains_key(*folder)) {
            return Err(file.to_owned());
        }
        let new: Vec<String> = new().map(str::to_owned).collect();
        if self.files.contains_key(path) {
            return Err(path.to_owned());
        }
        self.files.insert(path.to_owned(), file);
        self.folders.extend(new.into_iter().map(|folder| (folder, path.to_owned())));
        Ok(())
    }

    /// The file of a path.
    pub fn file(&self, path: &str) -> Option<&T> {
        self.files.get(path)
    }

    /// The first file that was added in a folder.
    pub fn first_in(&self, folder: &str) -> Option<&T> {
        self.files.get(self.folders.get(folder)?)
    }

    /// All files by path.
    pub fn into_files(self) -> BTreeMap<String, T> {
        self.files
    }
}

/// The folders that a path lies in, the nearest first.
pub fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(&path), parent)
}

fn parent<'p>(path: &&'p str) -> Option<&'p str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::Layout;

    #[test]
    fn what_cannot_lie_beside_the_others_is_told_what_is_in_its_way() {
        let check = |paths: &[&str], last: &str, in_the_way: &str| {
            let mut layout = Layout::default();
            paths.iter().for_each(|path| layout.add(path, ()).unwrap());
            let before = layout.clone().into_files();
            match layout.add(last, ()) {
                Ok(()) => assert_eq!("", in_the_way, "{paths:?} {last}"),
                Err(found) => {
                    assert_eq!(found, in_the_way, "{paths:?} {last}");
                    assert_eq!(layout.into_files(), before, "it is left out");
                }
            }
        };
        check(&["a.html", "b/c.html"], "b/d/e.html", "");
        check(&["a.html", "a-b.html", "a/b.html"], "a/c", "");
        check(&["a"], "a", "a");
        check(&["a"], "a/b", "a");
        check(&["b", "a"], "a/b/c/d", "a");
        check(&["a/b/c", "a/d"], "a", "a/b/c");
        check(&["a/b/c", "a/d"], "a/b", "a/b/c");
        check(&["a/b/c"], "a/b/c/d", "a/b/c");
        check(&["a/"], "a", "a/");
        check(&["a/"], "a/b", "");
        check(&["a"], "a/", "a");
    }
}
