//! The tree, its texts and its spans.

use super::document;
use super::dump::dump;

fn check(markdown: &str, expected: &str) {
    let dumped = dump(&document(markdown));
    let expected: String = expected.lines().map(|line| format!("{line}\n")).collect();
    assert!(dumped == expected, "for\n{markdown}\ngot\n{dumped}\nexpected\n{expected}");
}

#[test]
fn nothing() {
    check("", "root");
}
