//! The sample site as it is built: every link leads somewhere, nothing leaves the site, the same input
//! gives the same bytes, and a second build writes nothing.

use crate::support::{built, files, planpress, sample};
use regex::Regex;
use std::path::Path;
use std::time::SystemTime;

fn build(folder: &Path, output: &str) {
    let sample = sample();
    planpress(folder, &["--site", sample.to_str().unwrap(), "build", "-o", output]).exits(0);
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    crate::links::all_lead_somewhere(built(), 1000);
}

#[test]
fn the_same_input_gives_the_same_bytes_and_a_second_build_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), "one");
    build(folder.path(), "two/deep/er");
    let one = folder.path().join("one");
    assert!(files(&one) == files(&folder.path().join("two/deep/er")), "two builds are byte-identical");
    let times = || -> Vec<SystemTime> {
        let walk = walkdir::WalkDir::new(&one).sort_by_file_name().into_iter().map(Result::unwrap);
        walk.map(|entry| entry.metadata().unwrap().modified().unwrap()).collect()
    };
    let before = times();
    build(folder.path(), "one");
    assert_eq!(times(), before);
}

#[test]
fn no_page_asks_for_anything_outside_the_site() {
    let outside = Regex::new(r#"(?:src|srcset|action|poster|data|<link[^>]*href)="?(?:https?:)?//|@import|url\(\s*['"]?(?:https?:)?//"#).unwrap();
    for (path, bytes) in files(built()) {
        if path.ends_with(".html") || path.ends_with(".css") || path.ends_with(".js") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!outside.is_match(&text), "{path}: {:?}", outside.find(&text));
        }
    }
}
