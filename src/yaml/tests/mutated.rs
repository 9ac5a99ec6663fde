//! Texts made of YAML's own pieces in any order: nothing panics, every place lies in the file on borders
//! of characters, and a text that is read again means the same.

use super::*;
use proptest::prelude::*;

/// Pieces of which most slips are made.
const PIECES: &[&str] = &[
    "a",
    "title",
    "標題",
    "kind: ",
    "- ",
    ": ",
    ":",
    "：",
    "，",
    "\n",
    "\n",
    "\n  ",
    "\n\t",
    "\r\n",
    "\r",
    "\t",
    " ",
    "#",
    " # c",
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "'",
    "\"",
    "|",
    ">-",
    "|2\n",
    "&a ",
    "*a",
    "!t ",
    "<<",
    "? ",
    "---",
    "...",
    "%Y",
    "@",
    "`",
    "~",
    "null",
    "true",
    "\\",
    "\\x",
    "\"\\u00",
    "''",
    "2026-03-01",
    "1億元",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "😀",
];

fn text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(PIECES);
    (proptest::collection::vec(piece, 0..40), 0..4usize).prop_map(|(pieces, before)| {
        // A front matter does not begin where its file does.
        format!("{}{}", "x".repeat(before), pieces.concat())
    })
}

fn check_spans(source: &SourceFile, node: &Node, within: Span) {
    assert!(within.contains(node.span), "{node:?} outside {within:?}");
    assert!(source.text.get(node.span.range()).is_some(), "{node:?} cuts a character");
    match &node.value {
        Value::Scalar(scalar) => {
            for at in 0..=scalar.text.len() {
                let part = node.part_span(source, at..scalar.text.len());
                assert!(
                    node.span.contains(part) && source.text.get(part.range()).is_some(),
                    "{part:?} of {node:?}"
                );
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| check_spans(source, item, within)),
        Value::Map(entries) => {
            for entry in entries {
                assert!(source.text.get(entry.key_span.range()).is_some(), "{entry:?} cuts a character");
                check_spans(source, &entry.value, within);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn places_lie_in_the_text(text in text(), cut in 0..6usize) {
        let source = SourceFile::new("a.yaml", text.as_str());
        let start = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let span = Span::new(start, text.len());
        let yaml = parse(&source, span);
        if let Some(root) = &yaml.root {
            check_spans(&source, root, span);
        }
        for fault in &yaml.faults {
            prop_assert!(span.contains(fault.span), "{fault:?}");
            prop_assert!(source.text.get(fault.span.range()).is_some(), "{fault:?}");
        }
        prop_assert_eq!(parse(&source, span), yaml);
    }
}
