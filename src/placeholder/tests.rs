//! What is a placeholder, and what only looks like one.

use super::*;
use proptest::prelude::*;

fn check(text: &str, expected: &[&str]) {
    let patterns = [Regex::new(r"\[填寫.*?\]").unwrap()];
    let found: Vec<&str> = find(text, &patterns).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn placeholders_are_found() {
    check("總銷售量 ****萬件，毛利 ***萬元", &["****", "***"]);
    check("20xx 年、XX年、於xx月，19xx 年至今", &["20xx", "XX", "xx", "19xx"]);
    check("期限待定，數字待補", &["待定", "待補"]);
    check("TBD, todo: ¥元", &["TBD", "todo", "¥元"]);
    check("[填寫市場[填寫]", &["[填寫市場[填寫]"]);
    check("２０ＸＸ年完成ｘｘ萬元", &["２０ＸＸ", "ｘｘ"]);
    check(
        "20ＸＸ 年，ＴＢＤ，ｔｏｄｏ：＊＊＊＊ ＊＊ 台",
        &["20ＸＸ", "ＴＢＤ", "ｔｏｄｏ", "＊＊＊＊", "＊＊ 台"],
    );
}

#[test]
fn blanks_and_units_without_numbers_are_found_in_sentences() {
    check("上半年任務 __ 台，一共售出 ** 台，總利潤 萬元，", &["__", "** 台", "萬元"]);
    check("簽名：________", &["________"]);
    check("全國獎品合計 萬元。", &["萬元"]);
    check("獎勵面在 %，對店員約 25%", &["%"]);
    check("人數 人", &["人"]);
    check("全年 **萬元", &["**萬元"]);
}

#[test]
fn units_in_sentences_are_left_alone() {
    check("銷售額以萬元計，單位 萬元。按 萬元，", &[]);
    check("共 5 萬套 人民幣，3 萬元，十 萬元。", &[]);
    check("in EUR, of 元, 5 %", &[]);
    check("** 重點 **，2 ** 3，a__b，__init__", &[]);
    check("銷售額 萬元人民幣", &[]);
    check("三 家，每 人，", &[]);
    check("合計 十萬元，十元。", &[]);
}

#[test]
fn words_are_left_alone() {
    check("等待定案，期待補充", &[]);
    check("ＸＸＬ，ＳＴＢＤ，Ａ＊Ｂ", &[]);
    check("taxxed, xxl, TODOs, ** and *", &[]);
}

#[test]
fn units_without_numbers() {
    for (text, expected) in [
        ("萬元", true),
        ("%", true),
        ("萬套", true),
        ("套", true),
        ("萬", true),
        ("", false),
        ("3萬元", false),
        ("位", false),
        ("十", false),
        ("十萬套", false),
        ("百", true),
    ] {
        assert_eq!(is_bare_unit(text, ["套"].into_iter()), expected, "{text}");
    }
}

#[test]
fn what_is_found_may_be_there() {
    for text in [
        "****",
        "＿＿",
        "__",
        "xX",
        "20xx",
        "tBd",
        "toDO",
        "(TODO)",
        "待定",
        "待补",
        "待補",
        "¥元",
        "￥ 元",
        "ＸＸ",
        "ｘｘ",
        "ＴＢＤ",
        "＊＊＊",
        "合計 萬元",
        "在 %",
    ] {
        assert!(may_be_in(text), "{text}");
        assert!(may_be_in(&format!("說明，{text}。")), "{text}");
    }
    for text in
        ["2026-01-31", "1,200", "第 12 號", "合計 500 萬元", "a_b*c", "x", "stbd", "等候", "李明 截止"]
    {
        assert!(!may_be_in(text), "{text}");
        assert!(find(text, &[]).is_empty(), "{text}");
    }
}

proptest! {
    /// Many bytes at once come to what one look at each comes to.
    #[test]
    fn long_texts_are_looked_through_as_short_ones(text in "[*_＿＊ＸｘＢｏxXtTbBoO0待定補¥￥元萬%，。 計劃a-]{0,60}") {
        let each = (0..text.len()).any(|at| may_end_at(&text, at));
        prop_assert_eq!(may_be_in(&text), each);
    }

    /// What [`may_be_in`] rules out is not found by the patterns themselves, which a pattern of one's own asks always.
    #[test]
    fn what_is_ruled_out_is_not_there(text in "[*_＿xXtTbBdDoO0129待定補补¥￥元萬套%，。合 a-]{0,12}") {
        let own = [Regex::new("never").unwrap()];
        if !may_be_in(&text) {
            prop_assert_eq!(find(&text, &own), Vec::<Range<usize>>::new());
        }
    }
}
