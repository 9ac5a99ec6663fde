//! The plain part is read as the whole reader reads it.

use proptest::prelude::*;

use crate::yaml::{Yaml, build, simple};

/// What both readers make of a text; whether the plain part was enough.
fn check(text: &str) -> bool {
    let Some(read) = simple::read(text, 4) else { return false };
    let whole = build::read(text, 4);
    assert!(whole.stopped.is_none(), "{text:?}");
    assert_eq!(read, whole.yaml, "{text:?}");
    true
}

#[test]
fn plain_front_matter_is_read() {
    for text in [
        "kind: regional\ntitle: 第3號區域計劃\nperiod: 2026\n",
        "tags: [賣場, 應收 帳款]\ntargets:\n  revenue: { value: 500萬元, by: { period: { 2026-Q1: 1萬元, 2026-Q2:  2萬元 } } }\n  units: 20套\nowner: 李明",
        "a:\n  b:\n      c: 12:30\n      d: x  \n  e: ~\nf: null",
        "a b: c d\nhttp://x: y\n",
    ] {
        assert!(check(text) || text.contains("//"), "{text}");
    }
}

#[test]
fn the_rest_is_left_alone() {
    for text in [
        "",
        "\n",
        "a",
        "a:",
        "a:\n",
        "a: b\n\nc: d\n",
        "a: 'b'",
        "a: b # c",
        "a: b\n  c\n",
        "a: b\n  c: d\n",
        "a: b\na: c",
        "- a",
        "a:\n- b",
        "a: [b",
        "a: [b,\n c]",
        "a: []",
        "a: {}",
        "a: [b, ]",
        "a: {b}",
        "a: {b: }",
        "a: {b: c: d}",
        "a: {b: c, b: d}",
        "a: |\n  b",
        "a: &b c",
        "a: *b",
        "a: !b c",
        "<<: a",
        "a: {<<: b}",
        "a : b",
        "a: b: c",
        "a: b:",
        "a:b",
        "a:\tb",
        "\ta: b",
        " a: b",
        "a:\n  b: c\n d: e",
        "a: b\r\nc: d",
        "a: \u{2028}b",
        "a: b\u{3000}",
        "...",
        "---\na: b",
        "a: [b] c",
        "a: [b]]",
        "a: ?b",
        "a: -1",
        "a: @b",
        "a: `b",
        "a: %b",
        "...: a",
        "a: 「b」\n...\n",
    ] {
        assert!(simple::read(text, 0).is_none(), "{text:?}");
    }
    let deep = format!("a: {}b{}", "[".repeat(40), "]".repeat(40));
    assert_eq!(simple::read(&deep, 0), None::<Yaml>);
}

proptest! {
    #[test]
    fn whatever_is_read_is_read_alike(text in "[ab題]: ?(([ab ：:,.'\\-\\[\\]{}#&!|\u{3000}~]|\n|\n  |[ab題]: |, |: ){0,6}\n?){0,4}") {
        check(&text);
    }

    #[test]
    fn flows_are_read_alike(text in "a: ([\\[{](( ?[ab題12.\\-：/]{0,3} ?: ?[ab ]{0,2} ?)|[,\\[\\]{}]){0,8}[\\]}]\n?){1,2}") {
        check(&text);
    }

    #[test]
    fn maps_are_read_alike(text in "([ ]{0,3}[abcd題]{1,2}:( [ab{}\\[\\] 題]{0,5})?\n){1,6}") {
        check(&text);
    }
}
