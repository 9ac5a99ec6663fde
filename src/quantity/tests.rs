//! Quantities as people write them, as tables; what cannot be read; texts of any kind.

use proptest::prelude::*;

use super::*;

mod figures;
mod known;
mod ranges;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

/// The machine form and unit of a text; what is wrong behind `!`.
fn read(text: &str, units: &[&str]) -> String {
    match parse_with(text, units) {
        Ok(quantity) => format!("{} {}", quantity.to_canonical_string(), quantity.unit).trim_end().into(),
        Err(error) => format!("!{error:?}"),
    }
}

fn check_all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(read(text, &[]), *expected, "{text:?}");
        assert!(looks_numeric(text), "{text:?}");
    }
}

#[test]
fn plain_numbers() {
    check_all(&[
        ("1234", "1234"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("１，２３４", "1234"),
        ("１２", "12"),
        ("１２．５", "12.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("－3", "-3"),
        ("–3", "-3"),
        ("- 3", "-3"),
        ("+11.4", "11.4"),
        ("負3萬", "-30000"),
        ("-0", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("12.50", "12.5"),
        (" 5 ", "5"),
        ("　5　", "5"),
        ("0", "0"),
        ("123456789012345678", "123456789012345678"),
        ("0.0000000001", "0.0000000001"),
        ("0.00000000000001億", "0.000001"),
    ]);
}

/// The short way for plain numbers reads what the grammar reads: a plus sign sends the same text there.
#[test]
fn plain_numbers_are_those_of_the_grammar() {
    let texts = "0 007 12 1,234 12,345,678 1,23 1234,567 ,5 5, 1,234.5 1,234,5.6 1. .5 12.50 1.2.3 1,,234 0,123 \
        999999999999999999 1234567890123456789 9999999999999999999 0.000000000000000001";
    for text in texts.split_whitespace() {
        let shown = |text: &str| {
            parse(text)
                .ok()
                .map(|read| (read.amount, read.step, read.scale, read.amount.low.map(|low| low.scale())))
        };
        assert_eq!(shown(text), shown(&format!("+{text}")), "{text}");
    }
}

#[test]
fn comparators_and_approximations() {
    check_all(&[
        (">= 5", ">=5"),
        ("≥185,200", ">=185200"),
        ("≧ 5", ">=5"),
        ("至少 5 萬套", ">=50000 套"),
        ("不少於5", ">=5"),
        ("不低於 12%", ">=12 %"),
        ("500以上", ">=500"),
        ("500 萬元以上", ">=5000000 元"),
        ("500萬以上", ">=5000000"),
        ("500+", ">=500"),
        ("at least 5", ">=5"),
        ("5 or more", ">=5"),
        ("<= 9", "<=9"),
        ("≤9", "<=9"),
        ("至多9", "<=9"),
        ("不超過 9%", "<=9 %"),
        ("9以下", "<=9"),
        ("3 天以內", "<=3 天"),
        ("> 5", ">5"),
        ("超過5", ">5"),
        ("＞5", ">5"),
        ("< 5", "<5"),
        ("低於 5", "<5"),
        ("約 1,950 萬套", "~19500000 套"),
        ("大約5", "~5"),
        ("近 5 億元", "~500000000 元"),
        ("~400", "~400"),
        ("～400", "~400"),
        ("≈ 400", "~400"),
        ("about 400", "~400"),
        ("About 400", "~400"),
        ("ca. 400", "~400"),
        ("400左右", "~400"),
        ("400 萬元左右", "~4000000 元"),
        ("400上下", "~400"),
        ("至少約 5", ">=~5"),
        ("約 5 以上", ">=~5"),
        ("≥5以上", ">=5"),
        ("500多", "~500"),
        ("10 多戶", "~10 户"),
        ("200～400 元之間", "200..400 元"),
        ("100多萬元", "~1000000 元"),
        ("500萬多", "~5000000"),
        ("三十餘人", "~30 人"),
    ]);
}

#[test]
fn scales() {
    check_all(&[
        ("1億元", "100000000 元"),
        ("5萬套", "50000 套"),
        ("5万", "50000"),
        ("3千萬", "30000000"),
        ("3百萬元", "3000000 元"),
        ("2十億", "2000000000"),
        ("2兆", "2000000000000"),
        ("1萬億", "1000000000000"),
        ("1億2000萬", "120000000"),
        ("3萬5千", "35000"),
        ("1億2000萬元", "120000000 元"),
        ("3千5百萬元", "35000000 元"),
        ("1千2百萬", "12000000"),
        ("3千500萬", "35000000"),
        ("1億2千3百萬元", "123000000 元"),
        ("3千5百", "3500"),
        ("1億2千萬3百", "120000300"),
        ("三萬", "30000"),
        ("十二", "12"),
        ("十二人", "12 人"),
        ("三百", "300"),
        ("兩千萬", "20000000"),
        ("三點五億", "350000000"),
        ("一億二千萬", "120000000"),
        ("20k", "20000"),
        ("20K", "20000"),
        ("3M", "3000000"),
        ("3B", "3000000000"),
        ("3bn", "3000000000"),
        ("3 bn", "3000000000"),
        ("3 million", "3000000"),
        ("3m", "3 m"),
        ("5kg", "5 kg"),
        ("5 kW", "5 kw"),
    ]);
}

#[test]
fn units_and_money() {
    check_all(&[
        ("新台幣3萬元", "30000 新台幣"),
        ("3萬元新臺幣", "30000 新台幣"),
        ("港幣5元/套", "5 港元/套"),
        ("13%", "13 %"),
        ("13 %", "13 %"),
        ("13％", "13 %"),
        ("5‰", "5 ‰"),
        ("百分之十三", "13 %"),
        ("百分之 13", "13 %"),
        ("3 個百分點", "3 个百分点"),
        ("3百分點", "3 百分点"),
        ("¥1,800", "1800 元"),
        ("￥1,800", "1800 元"),
        ("¥ 1,800 元", "1800 元"),
        ("$3M", "3000000 美元"),
        ("-$3M", "-3000000 美元"),
        ("$-3M", "-3000000 美元"),
        ("US$3M", "3000000 美元"),
        ("RMB 20k", "20000 元"),
        ("20k RMB", "20000 元"),
        ("20kRMB", "20000 元"),
        ("RMB20k", "20000 元"),
        ("CNY 5", "5 元"),
        ("5 cny", "5 元"),
        ("USD 5", "5 美元"),
        ("€5", "5 歐元"),
        ("£5k", "5000 英鎊"),
        ("5 £", "5 英鎊"),
        ("5 EUR", "5 歐元"),
        ("5歐元", "5 歐元"),
        ("HK$5", "5 港元"),
        ("HKD5", "5 港元"),
        ("NT$5", "5 新台幣"),
        ("5 新台幣", "5 新台幣"),
        ("人民幣 5 萬元", "50000 元"),
        ("5萬圓", "50000 元"),
        ("5 人民幣", "5 元"),
        ("¥1,800/套", "1800 元/套"),
        ("1,800元/套", "1800 元/套"),
        ("12 元 / 人", "12 元/人"),
        ("5輛", "5 辆"),
        ("10 m²", "10 m2"),
        ("10 平方公尺", "10 平方公尺"),
        ("500千克", "500000 克"),
        ("5兆瓦", "5 兆瓦"),
        ("5萬千瓦", "50000 千瓦"),
        ("20 people", "20 people"),
    ]);
}

#[test]
fn known_units() {
    let check = |text: &str, units: &[&str], expected: &str| {
        assert_eq!(read(text, units), expected, "{text:?} {units:?}")
    };
    check("500千克", &["千克"], "500 千克");
    check("5 萬千克", &["千克"], "50000 千克");
    check("五千克", &["千克"], "5 千克");
    check("五千克", &["克"], "5000 克");
    check("三百貨櫃", &["貨櫃"], "300 货柜");
    check("20百貨店", &["百貨店"], "20 百货店");
    check("500 萬元", &["元"], "5000000 元");
    check("500 萬元", &["萬元"], "500 万元");
    check("500 萬元", &["元", "萬元"], "500 万元");
    check("¥500", &["元"], "500 元");
    check("500 RMB", &["元"], "500 元");
    check("5–6千克", &["千克"], "5..6 千克");
    check("5千克–6千克", &["千克"], "5..6 千克");
    check("約 5 千克以上", &["千克"], ">=~5 千克");
    check("5 套", &["人"], "5 套");
    check("5", &["人"], "5");
    check("3%", &["%"], "3 %");
}

#[test]
fn errors() {
    use QuantityError as E;
    let check = |text: &str, expected: fn(&E) -> bool, at: Option<&str>| {
        let error = parse(text).unwrap_err();
        assert!(expected(&error), "{text:?} {error:?}");
        assert_eq!(error.range().map(|range| &text[range]), at, "{text:?} {error:?}");
        assert!(!error.to_string().ends_with('.'));
    };
    check("", |e| matches!(e, E::Empty), None);
    check(" 　", |e| matches!(e, E::Empty), None);
    for text in [
        "NaN", "待定", "—", "-", "≥", "約", "元", "百", "千克", "+", ".", "∞", "¥", "abc 5", "(500)", "e9",
        "x",
    ] {
        let inner = text.trim_start_matches(['≥', '約']);
        check(text, |e| matches!(e, E::NoNumber { .. }), Some(inner));
    }
    check("1,23", |e| matches!(e, E::Grouping { .. }), Some("1,23"));
    check("1234,567", |e| matches!(e, E::Grouping { .. }), Some("1234,567"));
    check("約 1,2345 元", |e| matches!(e, E::Grouping { .. }), Some("1,2345"));
    check("1e9", |e| matches!(e, E::Exponent { .. }), Some("1"));
    check("1.5E+3", |e| matches!(e, E::Exponent { .. }), Some("1.5"));
    check("1000000000000000000", |e| matches!(e, E::TooLarge { .. }), Some("1000000000000000000"));
    check(
        "1234567890123456789012345678萬",
        |e| matches!(e, E::TooLarge { .. }),
        Some("1234567890123456789012345678萬"),
    );
    check("1億5", |e| matches!(e, E::Ambiguous { .. }), Some("5"));
    check("1億2000", |e| matches!(e, E::Ambiguous { .. }), Some("2000"));
    check("1萬2億", |e| matches!(e, E::Ambiguous { .. }), Some("2億"));
    check("3千5億2千億", |e| matches!(e, E::Ambiguous { .. }), Some("2千億"));
    check("1萬2千3百萬", |e| matches!(e, E::Ambiguous { .. }), Some("3百萬"));
    check("二六萬", |e| matches!(e, E::Digits { .. }), Some("二六"));
    check("不到兩三千", |e| matches!(e, E::Comparators { .. }), Some("不到兩三千"));
    check("3000–2500", |e| matches!(e, E::Reversed { .. }), Some("3000–2500"));
    check("2–1億5千萬", |e| matches!(e, E::Reversed { .. }), Some("2–1億5千萬"));
    check("3000–2500萬", |e| matches!(e, E::Reversed { .. }), Some("3000–2500萬"));
    check("≥ 5–6", |e| matches!(e, E::Comparators { .. }), Some("≥ 5–6"));
    check("至少 5 以下", |e| matches!(e, E::Comparators { .. }), Some("至少 5 以下"));
    check("¥5 美元", |e| matches!(e, E::TwoUnits { .. }), Some("美元"));
    check("5套–6人", |e| matches!(e, E::TwoUnits { .. }), Some("6人"));
    check("3月1日", |e| matches!(e, E::Trailing { .. }), Some("月1日"));
    check("2026-03-01", |e| matches!(e, E::Trailing { .. }), Some("-01"));
    check("1.2.3", |e| matches!(e, E::Trailing { .. }), Some(".3"));
    check("5 6", |e| matches!(e, E::Trailing { .. }), Some("6"));
    check("5 元（含稅）", |e| matches!(e, E::Trailing { .. }), Some("元（含稅）"));
    check("31x00", |e| matches!(e, E::Trailing { .. }), Some("x00"));
    check("5。", |e| matches!(e, E::Trailing { .. }), Some("。"));
    check("1,", |e| matches!(e, E::Trailing { .. }), Some(","));
    check("5-", |e| matches!(e, E::Trailing { .. }), Some("-"));
    check("5–abc", |e| matches!(e, E::Trailing { .. }), Some("–abc"));
    check("5±1", |e| matches!(e, E::Trailing { .. }), Some("±1"));
}

#[test]
fn units_have_one_form() {
    let check = |unit: &str, expected: &str| assert_eq!(&*canonical_unit(unit), expected, "{unit}");
    for money in ["¥", "￥", "元", "圓", "圆", "人民幣", "RMB", "cny"] {
        check(money, "元");
    }
    check("USD", "美元");
    check("欧元", "歐元");
    check("輛", "辆");
    check("KW", "kw");
    check("¥/套", "元/套");
    check(" 套 ", "套");
    check("", "");
}

#[test]
fn long_texts_take_little_time() {
    let check = |part: &str| {
        let text = format!("5{}", part.repeat(50_000));
        assert!(parse_with(&text, &["千克"]).is_err(), "{part}");
        assert!(parse_with(&text[1..], &["千克"]).is_err(), "{part}");
        let _ = parse_with(&text.chars().take(200).collect::<String>(), &["千克"]);
    };
    for part in
        ["一", "5", "–", "- ", ",1", "萬", "約", "千", "–5", "以上", "1億", "百分之", "¥", "多", "零一"]
    {
        check(part);
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "[0-9,.~–—萬億千百十多餘三零點元%¥$kMeB至到約≥<>+\\-/ a-cＡ１，百分之]{0,12}") {
        match parse_with(&text, &["元", "千克", "萬元"]) {
            Ok(_) => prop_assert!(looks_numeric(&text)),
            Err(error) => if let Some(range) = error.range() { prop_assert!(text.get(range).is_some()) },
        }
    }

    #[test]
    fn any_unicode_is_survived(text in any::<String>()) {
        if let Err(error) = parse(&text) && let Some(range) = error.range() {
            prop_assert!(text.get(range).is_some());
        }
    }
}
