//! The nine source plans as a team would bring them: years and figures blanked, a day that does not
//! exist, phases that overlap, what stands twice. The whole report of each is compared with a file;
//! `PLANPRESS_UPDATE=1 cargo test nine` writes them. Read what changes as the person who has to act.

use planpress::pipeline::{self, MemoryTree, Options};
use planpress::report::{self, Format, Style};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The plans, by the names of their files and reports.
const PLANS: [&str; 9] = [
    "p1-work-summary",
    "p2-market-strategy",
    "p3-marketing-plan",
    "p4-customer-process",
    "p5-changsha",
    "p6-shenzhen",
    "p7-pharmacy-contest",
    "p8-performance-review",
    "p9-segment-growth",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The site: its own plans under the schemas, metrics and dimensions of the sample site.
fn site() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (folder, below) in [("tests/nine/site", ""), ("content", "schemas")] {
        read(&root().join(folder), below, &mut files);
    }
    for name in ["metrics.yaml", "dimensions.yaml"] {
        files.insert(name.into(), fs::read_to_string(root().join("content").join(name)).unwrap());
    }
    files
}

fn read(root: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    for entry in walkdir::WalkDir::new(root.join(below)).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn each_of_the_nine_has_the_report_that_it_had() {
    let tree = MemoryTree::new(site());
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: true };
    let loaded = pipeline::load(&tree, options).map_err(|fatal| fatal.0).unwrap();
    let update = std::env::var_os("PLANPRESS_UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for plan in PLANS {
        let path = format!("plans/{plan}.md");
        let mut findings = loaded.findings.to_vec();
        findings.retain(|finding| *finding.place.source.path == path);
        seen += findings.len();
        let report = report::render(&findings, &loaded.summary(&findings), Style::plain(Format::Human));
        let file = root().join(format!("tests/nine/reports/{plan}.txt"));
        if update {
            fs::write(&file, &report).unwrap();
        } else if fs::read_to_string(&file).ok().as_ref() != Some(&report) {
            wrong.push(format!("{plan}:\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "write them with PLANPRESS_UPDATE=1 cargo test nine\n{}", wrong.join("\n"));
    assert_eq!(seen, loaded.findings.len(), "the plans beside the nine have no findings");
}
