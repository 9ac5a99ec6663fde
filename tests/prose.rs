//! What only the page of a plan and the search show: a build makes nothing else anew where no more has changed. Held
//! against the pages themselves, after edits at random places.

use crate::faults;
use planpress::pipeline::{self, Loaded, MemoryTree, Options};
use planpress::render::{self, Basis, PageKey};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Words that may change what a text is.
const WORDS: [&str; 12] = [
    "一句話。",
    "12",
    "3月1日—3月30日",
    "\n\n另一段。\n\n",
    "\n",
    "| ",
    "- ",
    "待定",
    "[[",
    "5萬件",
    "### ",
    "@李明 ",
];

/// How many edits are made.
const EDITS: usize = 60;

fn load(files: &BTreeMap<String, String>) -> Loaded {
    let tree = MemoryTree::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
    pipeline::load(&tree, options).map_err(|fatal| fatal.0).unwrap()
}

/// All outputs but those of one plan's own and the search index.
fn others(loaded: &Loaded, path: &str) -> BTreeMap<String, Vec<u8>> {
    let edition = loaded.edition();
    let is_own = |key: &PageKey| match key {
        PageKey::Plan(index) | PageKey::Source(index) => {
            &*loaded.site.plan(*index).document.source.path == path
        }
        PageKey::SearchShard(_) => true,
        _ => false,
    };
    let keys = render::keys(&edition);
    let others = keys.par_iter().filter(|key| !is_own(key));
    others.map(|key| (edition.path(key), render::page(&edition, key).unwrap())).collect()
}

#[test]
fn prose_shows_on_its_own_page_alone() {
    let files = faults::sample();
    let before = load(&files);
    let basis = Basis::of(&before.site, &before.findings);
    let plans: Vec<&String> = basis.plans.keys().collect();
    let edit = |number: usize| {
        let path = plans[number * 7 % plans.len()];
        let mut text = files[path].clone();
        let body = text[3..].find("---").unwrap() + 6;
        let mut at = body + (text.len() - body) * (number * 37 % EDITS) / EDITS;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        text.insert_str(at, WORDS[number % WORDS.len()]);
        let mut files = files.clone();
        files.insert(path.clone(), text);
        let after = load(&files);
        let now = Basis::of(&after.site, &after.findings);
        assert_ne!(now.plans[path], basis.plans[path]);
        if now.frame != basis.frame {
            return 0;
        }
        let (was, is) = (others(&before, path), others(&after, path));
        let differs = was.keys().chain(is.keys()).find(|path| was.get(*path) != is.get(*path));
        assert_eq!(differs, None, "edit {number} of {path}");
        1
    };
    let same: usize = (0..EDITS).map(edit).sum();
    // Else this would show nothing.
    assert!((5..EDITS - 5).contains(&same), "{same} of {EDITS} edits change prose alone");
}
