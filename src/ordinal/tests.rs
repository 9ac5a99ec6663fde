//! Headings with and without ordinals, as tables; numerals both ways, as properties.

use proptest::prelude::*;

use super::*;

/// The ordinal's numbers and the text behind it.
fn read(heading: &str) -> Option<(Vec<u32>, &str)> {
    split(heading).map(|(ordinal, at)| (ordinal.numbers, &heading[at..]))
}

#[test]
fn headings_with_an_ordinal() {
    let check = |heading: &str, numbers: &[u32], rest: &str| {
        assert_eq!(read(heading), Some((numbers.to_vec(), rest)), "{heading:?}");
        let (ordinal, _) = split(heading).unwrap();
        let written = &heading.trim_start()[..ordinal.len];
        assert_eq!(ordinal.render(ordinal.value()).replace(' ', ""), written.replace(' ', ""), "{heading:?}");
    };
    check("一、市場分析", &[1], "市場分析");
    check("十二、 附錄", &[12], "附錄");
    check("二十．附錄", &[20], "附錄");
    check("（二）渠道", &[2], "渠道");
    check("(二)渠道", &[2], "渠道");
    check("（ 十一 ） 渠道", &[11], "渠道");
    check("1. Summary", &[1], "Summary");
    check("1.概述", &[1], "概述");
    check("1、概述", &[1], "概述");
    check("3．概述", &[3], "概述");
    check("３．概述", &[3], "概述");
    check("12) Scope", &[12], "Scope");
    check("2）範圍", &[2], "範圍");
    check("1.2 概述", &[1, 2], "概述");
    check("1.2. 概述", &[1, 2], "概述");
    check("1.2.3 Scope", &[1, 2, 3], "Scope");
    check("1.2.3概述", &[1, 2, 3], "概述");
    check("1.2、概述", &[1, 2], "概述");
    check("第四章 目標", &[4], "目標");
    check("第四章", &[4], "");
    check("第 4 章 目標", &[4], "目標");
    check("第二節、渠道", &[2], "渠道");
    check("第二节：渠道", &[2], "渠道");
    check("第三部分 預算", &[3], "預算");
    check("第十篇 總結", &[10], "總結");
    check("第二十一條 罰則", &[21], "罰則");
    check("第5条 罰則", &[5], "罰則");
    check("①市場", &[1], "市場");
    check("⑳ 市場", &[20], "市場");
    check("㉑ 市場", &[21], "市場");
    check("⑵市場", &[2], "市場");
    check("⒊市場", &[3], "市場");
    check("㈣市場", &[4], "市場");
    check("A. Scope", &[1], "Scope");
    check("B、範圍", &[2], "範圍");
    check("a) scope", &[1], "scope");
    check("(c) scope", &[3], "scope");
    check("三）範圍", &[3], "範圍");
    check("IV. Scope", &[4], "Scope");
    check("iv) scope", &[4], "scope");
    check("(iv) scope", &[4], "scope");
    check("Ⅳ、範圍", &[4], "範圍");
    check("Ⅳ 範圍", &[4], "範圍");
    check("(1) x", &[1], "x");
    check("（1）x", &[1], "x");
    check("  一、縮排", &[1], "縮排");
    check("壹、市場", &[1], "市場");
    check("拾貳、市場", &[12], "市場");
    check("第參章 市場", &[3], "市場");
    check("甲、市場", &[1], "市場");
    check("（癸）市場", &[10], "市場");
    check("【二】市場", &[2], "市場");
    assert_eq!(read("贰、市场"), Some((vec![2], "市场")));
}

#[test]
fn numbers_before_a_space() {
    let check = |heading: &str, rest: Option<&str>| {
        assert_eq!(split_by_space(heading).map(|(_, at)| &heading[at..]), rest, "{heading:?}");
    };
    check("1 市場", Some("市場"));
    check("一　市場", Some("市場"));
    check("1-1 市場", Some("市場"));
    check("1－12 市場", Some("市場"));
    check("3 月", Some("月"));
    check("一月", None);
    check("1-1", None);
    check("市場", None);
}

#[test]
fn headings_without_an_ordinal() {
    let check = |heading: &str| assert_eq!(read(heading), None, "{heading:?}");
    for heading in [
        "",
        " ",
        "2026 年目標",
        "2026. 年",
        "2026、目標",
        "1億元目標",
        "1.5億目標",
        "1.5 億元目標",
        "2.5 萬套",
        "3 月計劃",
        "A/B 測試",
        "K/A 與代理商",
        "I have",
        "一般說明",
        "十大措施",
        "第三階段",
        "第三階段 測試",
        "第三條路線",
        "第一",
        "第一部分內容",
        "e.g. this",
        "A.B 測試",
        "U.S. market",
        "IIII. x",
        "Mix. x",
        "MD. x",
        "（和）x",
        "(2026) x",
        "（一",
        "0. x",
        "1.0 版本",
        "一 般",
        "百、x",
        "Ⅳ期",
        "目標",
        "甲方目標",
        "陸運",
        "12",
        "1 概述",
        "a scope",
        "3.",
        "零、x",
    ] {
        if heading != "3." {
            check(heading);
        }
    }
    assert_eq!(read("3."), Some((vec![3], "")));
}

#[test]
fn renumbering_keeps_the_style() {
    let check = |heading: &str, number: u32, expected: &str| {
        let (ordinal, _) = split(heading).unwrap();
        assert_eq!(ordinal.render(number), expected, "{heading:?}");
    };
    check("一、x", 12, "十二、");
    check("（二）x", 3, "（三）");
    check("３．x", 12, "１２．");
    check("1.2.3 x", 4, "1.2.4");
    check("第 四 章 x", 5, "第 五 章");
    check("①x", 21, "㉑");
    check("①x", 36, "㊱");
    check("①x", 51, "51");
    check("⒈x", 2, "⒉");
    check("A. x", 26, "Z.");
    check("A. x", 27, "27.");
    check("iv) x", 9, "ix)");
    check("Ⅳ、x", 5, "Ⅴ、");
    check("Ⅳ、x", 13, "XIII、");
}

#[test]
fn series() {
    let check = |a: &str, b: &str, expected: bool| {
        let (a, b) = (split(a).unwrap().0, split(b).unwrap().0);
        assert_eq!(a.same_series(&b), expected, "{a:?} {b:?}");
    };
    check("一、x", "二、x", true);
    check("1. x", "2、x", true);
    check("1. x", "２．x", true);
    check("（一）x", "(二)x", true);
    check("一、x", "（二）x", false);
    check("1. x", "1) x", false);
    check("1.1 x", "1.2 x", true);
    check("1. x", "1.2 x", false);
    check("第一章 x", "第二章：x", false);
    check("第一章 x", "第二章 x", true);
    check("第一章 x", "第二節 x", false);
}

#[test]
fn letters_beside_letters() {
    let check = |previous: &str, heading: &str, value: u32| {
        let previous = split(previous).unwrap().0;
        assert_eq!(split(heading).unwrap().0.beside(&previous).value(), value, "{heading}");
    };
    check("H. x", "I. x", 9);
    check("u) x", "v) x", 22);
    check("IV. x", "V. x", 5);
    check("B. x", "C. x", 3);
}

#[test]
fn chinese_numbers() {
    let check = |text: &str, expected: Option<u64>| assert_eq!(chinese_number(text), expected, "{text}");
    for (text, expected) in [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("一百", 100),
        ("一百零二", 102),
        ("一百二十", 120),
        ("兩千零三十", 2030),
        ("二〇二六", 2026),
        ("三萬", 30_000),
        ("三万五千", 35_000),
        ("一千二百萬", 12_000_000),
        ("一億二千萬", 120_000_000),
        ("三亿零五", 300_000_005),
        ("一萬億", 1_000_000_000_000),
        ("二兆", 2_000_000_000_000),
        ("壹佰貳拾", 120),
        ("一百一十", 110),
        ("一百十", 110),
        ("十萬", 100_000),
    ] {
        check(text, Some(expected));
    }
    for text in ["", "三萬五", "一百二", "百", "萬", "十十", "一十百", "一般", "1", "零零一萬", "一二萬"]
    {
        check(text, None);
    }
}

proptest! {
    #[test]
    fn numbers_survive_chinese_numerals(number in any::<u32>()) {
        prop_assert_eq!(chinese_number(&to_chinese(number)), Some(number.into()));
    }

    #[test]
    fn small_numbers_survive_chinese_numerals(number in 0_u32..12_000) {
        prop_assert_eq!(chinese_number(&to_chinese(number)), Some(number.into()));
    }

    #[test]
    fn any_text_is_survived(text in "[一二十百零萬亿1.、)(（IVx①第章 ]{0,8}") {
        let _ = chinese_number(&text);
        if let Some((ordinal, at)) = split(&text) {
            prop_assert!(text.is_char_boundary(at));
            let written = format!("{} x", ordinal.render(7));
            prop_assert_eq!(split(&written).map(|(again, _)| again.value()), Some(7));
        }
    }
}
