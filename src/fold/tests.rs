//! Folding and distances: tables of cases, and properties that hold for any text.

use proptest::prelude::*;

use super::*;

#[test]
fn folds() {
    let check = |input: &str, expected: &str| assert_eq!(fold(input), expected, "{input:?}");
    check("", "");
    check("  Hello\t\n World ", "hello world");
    check("ＡＢＣ１２３（％）", "abc123(%)");
    check("市場分析", "市场分析");
    check("銷售　計劃", "销售 计划");
    check("衞裏圓臺", "卫里圆台");
    check("Ⅳ", "iv");
    check("①", "1");
    check("É", "é");
    check("ﬁ", "fi");
    check("萬億", "万亿");
    check("～", "~");
    check("\u{feff}目\u{200b}標\u{fe0f}", "目标");
}

#[test]
fn folded_borrows_only_what_is_folded() {
    for text in ["a b", "A", " a", "a  b", "a\tb", "銷售", "", "~"] {
        assert_eq!(folded(text), fold(text), "{text:?}");
    }
    assert!(matches!(folded("plain words"), Cow::Borrowed(_)));
}

#[test]
fn equality_ignores_script_width_and_case() {
    let check = |a: &str, b: &str, expected: bool| assert_eq!(eq_folded(a, b), expected, "{a} {b}");
    check("目標分解", "目标分解", true);
    check("ＫＡ", "ka", true);
    check("目標", "目的", false);
}

#[test]
fn distances() {
    let check = |a: &str, b: &str, expected: usize| {
        assert_eq!(distance(a, b), expected, "{a} {b}");
        assert_eq!(distance(b, a), expected, "{b} {a}");
        assert_eq!(within(a, b, expected), Some(expected));
        assert_eq!(expected.checked_sub(1).and_then(|max| within(a, b, max)), None);
    };
    check("", "", 0);
    check("", "abc", 3);
    check("abc", "acb", 1);
    check("ca", "abc", 3);
    check("kitten", "sitting", 3);
    check("市場分析", "市埸分析", 1);
    check("市場分析", "巿場析分", 2);
    check("abcdef", "badcfe", 3);
}

#[test]
fn near_titles() {
    let check = |text: &str, title: &str, expected: bool| {
        assert_eq!(is_near(text, title), expected, "{text} {title}")
    };
    check("市場分析", "市場分析", false);
    check("市场分析", "市場分析", false);
    check("市場分折", "市場分析", true);
    check("場市分析", "市場分析", true);
    check("市場份折", "市場分析", false);
    check("Motivatoin", "Motivation", true);
    check("Motvatio", "Motivation", true);
    check("Mtvatio", "Motivation", false);
    check("二零二六年度目標", "二〇二六年度目标", true);
    check("甲", "乙", false);
    check("", "乙", false);
    check("乙", "", false);
}

#[test]
fn suggestions() {
    let words = ["status", "state", "owner", "區域", "期間"];
    let check = |word: &str, expected: &[&str]| {
        assert_eq!(nearest(word, words.iter().copied()), expected.first().copied(), "{word}");
        assert_eq!(nearest_many(word, words.iter().copied(), 2), expected, "{word}");
    };
    check("Status", &["status", "state"]);
    check("statue", &["status", "state"]);
    check("onwer", &["owner"]);
    check("区城", &["區域"]);
    check("zzz", &[]);
}

#[test]
fn titles_inside_others() {
    let check =
        |text: &str, title: &str, expected: bool| assert_eq!(holds(text, title), expected, "{text} {title}");
    check("策劃目的概述", "策劃目的", true);
    check("策划目的概述", "策劃目的", true);
    check("技能的總分析", "技能分析", true);
    check("工作中存在的不足以及改進方法", "不足與改進", true);
    check("實施步驟", "步驟", true);
    check("市場策略", "市場分析", false);
    check("熟悉公司各項規章制度", "熟悉制度與文化", false);
    check("Management report", "Market", false);
    check("The market today", "Market", true);
    check("甲", "甲", false);
}

proptest! {
    #[test]
    fn plain_texts_are_folded_as_all_are(text in "[a-cA-C \\t\\n\u{3000}市場圓，。Ａ１（é]{0,12}") {
        let mut slowly = String::new();
        fold_slowly(&text, &mut slowly);
        prop_assert_eq!(fold(&text), slowly.trim_end_matches(' '));
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn plain_characters_are_told_apart_without_harm(
        text in "[a-cA-CéÉ\u{301}\u{307}\u{3099}か市場Ａ①… \u{200b}ﬁ가각\u{11a8}]{0,12}"
    ) {
        let mut folded = String::new();
        for_each_folded(&text, |c| folded.push(c));
        prop_assert_eq!(folded, normal(&text).map(simplify).collect::<String>());
    }

    #[test]
    fn what_is_folded_already_is_what_folding_makes(text in "[a-cA-C \t\n\u{3000}市場圓圆，。Ａ１（é]{0,6}") {
        prop_assert_eq!(folded(&text), fold(&text));
    }

    #[test]
    fn a_cheap_look_drops_nothing_that_is_near(a in "[a-dA市場场é Ａ]{0,8}", b in "[a-dA市場场é Ａ]{0,8}") {
        let found = distance(&fold(&a), &fold(&b));
        prop_assert!(nearest::may_be_within(&a, &b, found));
    }

    #[test]
    fn a_distance_is_symmetric_and_bounded(a in "[abc市]{0,8}", b in "[abc市]{0,8}") {
        let found = distance(&a, &b);
        prop_assert_eq!(found, distance(&b, &a));
        prop_assert!(found <= a.chars().count().max(b.chars().count()));
        for max in 0..9 {
            prop_assert_eq!(within(&a, &b, max), (found <= max).then_some(found));
        }
    }
}
