//! Examples of the manual that are whole files (their fence names the path) make sites without errors:
//! those of the tour by themselves, those of every other page together with them.

use super::{blocks, manual, read};
use planpress::diagnostic::Severity;
use planpress::pipeline::{self, Loaded, MemoryTree, Options};
use planpress::report;
use std::collections::BTreeMap;

/// The files that a page shows.
fn files(page: &str) -> BTreeMap<String, String> {
    let text = read(&manual().join(page));
    let blocks = blocks(&text).into_iter();
    blocks.filter_map(|block| Some((block.path()?.to_owned(), block.text))).collect()
}

/// The site of the tour.
pub(super) fn tour() -> BTreeMap<String, String> {
    files("getting-started.md")
}

pub(super) fn load(files: BTreeMap<String, String>) -> Loaded {
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
    pipeline::load(&MemoryTree::new(files), options).unwrap()
}

/// Errors as people see them, and the rules of the warnings.
fn findings(files: BTreeMap<String, String>) -> (String, Vec<&'static str>) {
    let loaded = load(files);
    let counted = pipeline::counted(&loaded.findings);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        counted.partition(|finding| finding.severity == Severity::Error);
    let errors = errors.into_iter().map(|finding| report::render_one(finding, false)).collect();
    (errors, warnings.iter().map(|finding| finding.rule).collect())
}

#[test]
fn the_tour_makes_the_site_that_it_describes() {
    let site = tour();
    assert!(site.len() > 6, "files were found: {:?}", site.keys());
    let (errors, warnings) = findings(site);
    assert_eq!(errors, "");
    assert_eq!(warnings, ["target-gap"], "the one gap that the tour speaks of");
}

/// Readers do not see what stands behind a fence.
#[test]
fn whole_files_are_named_in_the_text_before_them() {
    for entry in std::fs::read_dir(manual()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        let text = read(&path);
        let lines: Vec<&str> = text.lines().collect();
        for block in blocks(&text) {
            let Some(file) = block.path() else { continue };
            let before = lines[..block.line - 1].iter().rev().find(|line| !line.is_empty()).unwrap();
            assert!(before.contains(&format!("`{file}`")), "{}:{}: {file}", path.display(), block.line);
        }
    }
}

#[test]
fn whole_files_of_the_manual_are_accepted() {
    let mut seen = 0;
    for entry in std::fs::read_dir(manual()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.ends_with(".md") {
            continue;
        }
        let shown = files(&name);
        seen += shown.len();
        let mut site = tour();
        site.extend(shown);
        let (errors, warnings) = findings(site);
        assert_eq!(errors, "", "{name}");
        assert!(warnings.iter().all(|rule| *rule == "target-gap"), "{name}: {warnings:?}");
    }
    assert!(seen > 10, "examples were found");
}

/// The finding that the tour makes, as the manual shows it.
#[test]
fn findings_look_as_the_manual_shows_them() {
    let mut site = tour();
    let plan = site.get_mut("plans/north-2026.md").unwrap();
    *plan = plan.replace("region: north\n", "region: nroth\n");
    let loaded = load(site);
    let found: Vec<_> =
        loaded.findings.iter().filter(|finding| finding.rule == "invalid-value").cloned().collect();
    let human = report::render_one(&found[0], false);
    let page = read(&manual().join("checking.md"));
    assert!(page.contains(human.trim()), "not in checking.md:\n{human}");
    let json = report::render(&found, &loaded.summary(&found), report::Style::plain(report::Format::Json));
    let page = read(&manual().join("json-formats.md"));
    assert!(page.contains(json.trim()), "not in json-formats.md:\n{json}");
}
