//! Schemas with random slips: nothing panics, every finding lies in its file, and whatever was read can be
//! shown and written out.

use super::typed::FULL;
use super::*;
use proptest::prelude::*;

const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "- ",
    ": ",
    "[",
    "]",
    "{",
    "}",
    "~",
    "true",
    "no",
    "-1",
    "99999999999",
    "目標",
    "'",
    "\"",
    "*x",
    "x(",
    "\\",
    "when",
    "unless",
    "list",
    "plan",
    "period",
    "region",
    "metric",
    "pivot",
    "sections",
    "id: market",
    "{ min: 1 }",
    "：",
    "😀",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slips_never_panic(edits in proptest::collection::vec((0..FULL.len(), 0..12usize, proptest::sample::select(PIECES)), 1..6)) {
        let mut text = FULL.to_owned();
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, piece);
        }
        let config = config();
        let files = [SourceFile::new("schemas/k.yaml", text.as_str()), SourceFile::new("schemas/x.yaml", "extends: k\n")];
        let (schemas, findings) = read(&files, &[], &config);
        for finding in &findings {
            let source = &finding.place.source;
            prop_assert!(source.text.get(finding.place.span.range()).is_some(), "{finding:?}");
        }
        for schema in schemas.values() {
            let options = SkeletonOptions { period: Some("2026".to_owned()), ..SkeletonOptions::default() };
            let written = skeleton(schema, &config, &options);
            prop_assert!(written.starts_with("---\n"));
            for section in &schema.sections {
                prop_assert!(skeleton_section(schema, &config, &section.id).is_some());
            }
            let shown = show(schema, &config);
            let yaml = yaml::parse(&SourceFile::new("k.yaml", shown.as_str()), Span::new(0, shown.len()));
            prop_assert!(yaml.faults.is_empty(), "{:?}\n{shown}", yaml.faults);
            json_schema(schema, &config);
        }
    }
}
