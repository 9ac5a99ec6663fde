//! Markdown that nobody wrote for planpress: what the packages that it is built from say of themselves, and the
//! files below the folder that `PLANPRESS_FOREIGN` names (`.md` and `.mdx`). Nothing panics, and every place that
//! a finding names lies in its file, between characters. `PLANPRESS_FOREIGN_REPORT` names a file for the findings.
//!
//! `tests/foreign/fetch.sh` makes such a folder, which `tests/run` names.

use planpress::diagnostic::Diagnostic;
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::report::{self, Format, Style};
use planpress::text::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Files that there must be, so that nothing is proved of nothing: of packages, and of a folder that is named.
const LEAST: [usize; 2] = [150, 1_000];

/// Bytes of the largest file that is taken: some packages keep the history of ten years in one.
const LARGEST: u64 = 60_000;

/// The Markdown files of all packages that this one is built from, by package and path.
fn markdown() -> BTreeMap<String, String> {
    // Packages for other systems are not on a fresh machine.
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&cargo(&arguments)).unwrap();
    let mut files = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap().iter().filter(|p| p["source"].is_string()) {
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        let name = package["name"].as_str().unwrap();
        for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            files.extend(read(&entry, folder).map(|(path, text)| (format!("{name}/{path}"), text)));
        }
    }
    if let Some(folder) = std::env::var_os("PLANPRESS_FOREIGN") {
        let named = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
        let named: Vec<_> = named.filter_map(|entry| read(&entry, Path::new(&folder))).collect();
        assert!(named.len() >= LEAST[1], "only {} files below {}", named.len(), folder.display());
        files.extend(named);
    }
    files
}

/// What cargo says.
fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A Markdown file below a folder, by its path there.
fn read(entry: &walkdir::DirEntry, folder: &Path) -> Option<(String, String)> {
    let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    let path = path.strip_suffix(".mdx").map(|stem| format!("{stem}.md")).unwrap_or(path);
    let small = entry.metadata().is_ok_and(|data| data.len() < LARGEST);
    if !path.ends_with(".md") || !small {
        return None;
    }
    Some((path, fs::read_to_string(entry.path()).ok()?))
}

/// What is wrong with a place.
fn fault(place: &Place) -> Option<String> {
    let (text, span) = (&place.source.text, place.span.range());
    let good = span.start <= span.end
        && span.end <= text.len()
        && text.is_char_boundary(span.start)
        && text.is_char_boundary(span.end)
        && place.start() <= place.end();
    (!good).then(|| format!("{}: {span:?} of {}", place.source.path, text.len()))
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = Place> + '_ {
    let fix = finding.fix.iter().map(|fix| Place::new(&finding.place.source, fix.span));
    let related = finding.related.iter().map(|label| label.place.clone());
    std::iter::once(finding.place.clone()).chain(related).chain(finding.schema.clone()).chain(fix)
}

fn check(files: BTreeMap<String, String>) -> Vec<Diagnostic> {
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: true };
    let count = files.keys().filter(|path| path.ends_with(".md")).count();
    let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
    assert_eq!(loaded.site.plans.len(), count);
    let wrong: Vec<String> = loaded.findings.iter().flat_map(places).filter_map(|p| fault(&p)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let summary = loaded.summary(&loaded.findings);
    for format in [Format::Human, Format::Short, Format::Json, Format::Github, Format::Sarif, Format::Junit] {
        assert!(!report::render(&loaded.findings, &summary, Style::plain(format)).is_empty());
    }
    loaded.findings.to_vec()
}

#[test]
fn foreign_markdown_does_no_harm() {
    let found = markdown();
    assert!(found.len() >= LEAST[0], "only {} files were found", found.len());
    let config = "title: Foreign\nplans: [{ path: '**/*.md', kind: text }]\n";
    let schema = "title: Text\nunknown_fields: allow\nunknown_sections: allow\n";
    let ours = [("planpress.yaml", config), ("schemas/text.yaml", schema)];
    let ours = || ours.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    // As they are, and as the sections of a schema that asks for much.
    let mut files = found.clone();
    files.extend(ours());
    let findings = check(files);
    if let Some(report) = std::env::var_os("PLANPRESS_FOREIGN_REPORT") {
        let text = report::render(&findings, &report::Summary::default(), Style::plain(Format::Human));
        fs::write(report, text).unwrap();
    }
    assert!(findings.len() > found.len() / 2, "most files lack their front matter at least");
    let strict = "title: Text\nsections:\n  - { id: usage, title: Usage, required: true, list: { ordered: true, \
                  each: { owner: true, due: true, min: 9 } }, table: { as: targets, columns: { metric: Name, value: \
                  Value } }, labels: [Note], text: { min: 9, must_match: x } }\n  - { id: licence, title: License, \
                  aliases: [Licence], level: 2, repeat: { min: 2 }, phases: { from: heading, gap: warn } }\n";
    let mut files: BTreeMap<String, String> = found
        .into_iter()
        .map(|(path, text)| (path, format!("---\nperiod: 2026\ntargets: {{ x: 1 }}\n---\n{text}")))
        .collect();
    files.extend(ours());
    files.insert("schemas/text.yaml".to_owned(), strict.to_owned());
    check(files);
}
