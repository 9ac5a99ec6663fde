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

/// What a schema overrides is found by its name, not looked for among all that its base has.
#[test]
fn large_bases_are_merged_without_search() {
    let count = 20_000;
    let fields = |label: &str| {
        let all = (0..count).map(|at| format!("  f{at}: {{ type: text, title: {label}{at} }}\n"));
        format!("fields:\n{}", all.collect::<String>())
    };
    let (own, base) = (format!("extends: base\n{}", fields("O")), fields("B"));
    let (read, findings) = read_all(&[("base", &base), ("own", &own), ("far", "extends: own\n")]);
    assert_eq!(findings, [] as [&str; 0]);
    for kind in ["own", "far"] {
        let keys: Vec<&str> = read[kind].fields.iter().map(|field| &*field.key).collect();
        assert_eq!(keys.len(), count);
        assert_eq!((keys[0], keys[count - 1]), ("f0", &*format!("f{}", count - 1)));
        assert!(
            read[kind]
                .fields
                .iter()
                .all(|field| field.title.as_deref().is_some_and(|title| title.starts_with('O')))
        );
    }
    assert_eq!(read["far"].bases, ["own", "base"]);
    assert_eq!(read["own"].bases, ["base"]);
}
