//! Schemas as people write them: what is read, and what is said of slips. The findings are compared as
//! lines with their places.

mod faults;
mod mutated;
mod typed;

use super::*;
use crate::config::ConfigFiles;

const SITE: &str = "title: A\nrelations: { reviews: , requires: { cycles: deny } }\n";
const METRICS: &str = "revenue: { title: 銷售額, unit: 元 }\nunits: { unit: 套 }\ncost: { unit: 元 }\n";
const DIMENSIONS: &str = "region: { values: [{ id: national, children: [{ id: changsha, title: 長沙 }] }] }\nchannel: { open: true }\n";

fn config() -> Config {
    let file = |path: &str, text: &str| SourceFile::new(path, text);
    let files = ConfigFiles {
        lacks: Default::default(),
        planpress: file("planpress.yaml", SITE),
        metrics: Some(file("metrics.yaml", METRICS)),
        dimensions: Some(file("dimensions.yaml", DIMENSIONS)),
    };
    let (config, findings) = crate::config::read(&files, &[]).unwrap();
    assert_eq!(findings, []);
    config
}

/// Reads schemas, each a kind and its text; findings as `kind line:column message (help)`.
fn read_all(schemas: &[(&str, &str)]) -> (BTreeMap<String, Arc<Schema>>, Vec<String>) {
    let files: Vec<_> =
        schemas.iter().map(|(kind, text)| SourceFile::new(format!("schemas/{kind}.yaml"), *text)).collect();
    let (read, findings) = read(&files, &[], &config());
    let lines = findings.iter().map(|finding| {
        let at = finding.place.start();
        let kind = finding.place.source.path.trim_start_matches("schemas/").trim_end_matches(".yaml");
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        assert_eq!(finding.rule, "invalid-schema");
        format!("{kind} {}:{} {}{help}", at.line, at.column, finding.message)
    });
    let lines = lines.collect();
    (read, lines)
}

fn check(schema: &str, expected: &[&str]) {
    let (_, findings) = read_all(&[("k", schema)]);
    let findings: Vec<&str> = findings.iter().map(|line| line.strip_prefix("k ").unwrap_or(line)).collect();
    assert_eq!(findings, expected, "in {schema}");
}
