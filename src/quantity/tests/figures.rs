//! What quantities are computed with: digits shown, rounding, arithmetic, printing.

use super::*;

#[test]
fn digits_shown() {
    let check = |text: &str, step: &str, scale: &str| {
        let quantity = parse(text).unwrap();
        assert_eq!(
            (quantity.step.value(), quantity.scale.value()),
            (decimal(step), decimal(scale)),
            "{text:?}"
        );
    };
    check("123萬", "10000", "10000");
    check("1.5億", "10000000", "100000000");
    check("1,200", "1", "1");
    check("12.50", "0.01", "1");
    check("12.5%", "0.1", "1");
    check("1億2000萬", "10000", "10000");
    check("2500–3000 萬", "10000", "10000");
    check("8000–1.2萬", "1", "10000");
    check("三百", "1", "1");
    check("三萬", "10000", "10000");
    check("兩千萬", "10000000", "10000000");
    check("十二", "1", "1");
    check("3百", "100", "100");
}

#[test]
fn stated_figures() {
    let check = |stated: &str, computed: &str, slack: &str, expected: bool| {
        let computed_amount = parse(computed).unwrap().amount;
        let found = parse(stated).unwrap().accepts_with(&computed_amount, decimal(slack));
        assert_eq!(found, expected, "{stated} {computed} {slack}");
    };
    check("100", "100", "0", true);
    check("100", "101", "0", false);
    check("100", "100.4", "0", true);
    check("100", "100.5", "0", true);
    check("100", "99.5", "0", true);
    check("100", "100.51", "0", false);
    check("123萬", "1,234,999", "0", true);
    check("123萬", "1,235,000", "0", true);
    check("123萬", "1,235,001", "0", false);
    check("12.50", "12.505", "0", true);
    check("12.50", "12.51", "0", false);
    check("33.3%", "33.3333", "0", true);
    check("100%", "99.9", "0", true);
    check("100%", "98", "1.5", true);
    check("100%", "98", "1.49", false);
    check("2500–3000", "2700", "0", true);
    check("2500–3000", "2400", "0", false);
    check("2500–3000", "3000–3500", "0", true);
    check("2500", "2000–3000", "0", true);
    check("≥185,200", "185,200", "0", true);
    check("≥185,200", "200,000", "0", true);
    check("≥185,200", "185,000", "0", false);
    check("≥185,200", "≥180,000", "0", true);
    check("超過 5", "5", "0", false);
    check("超過 5", "5.1", "0", true);
    check("低於 5", "5", "0", false);
    check("約 400", "400.5", "0", true);
    check("約 400", "401", "0", false);
}

#[test]
fn slack_of_parts() {
    let check =
        |text: &str, expected: &str| assert_eq!(parse(text).unwrap().slack(), decimal(expected), "{text}");
    check("33%", "0.5");
    check("33.3%", "0.05");
    check("約 5 萬", "5000");
    check("5 萬", "0");
}

#[test]
fn printing() {
    let check = |text: &str, step: &str, scale: (&str, &str), expected: &str| {
        let amount = parse(text).unwrap().amount;
        assert_eq!(format::amount(&amount, decimal(step), (decimal(scale.0), scale.1)), expected, "{text}");
    };
    check("約 5,000 萬", "10000", ("10000", "萬"), "≈ 5,000 萬");
    check("2,500–3,000 萬", "10000", ("10000", "萬元"), "2,500–3,000 萬元");
    check("≥ 185,200", "1", ("1", ""), "≥ 185,200");
    check("> 5", "1", ("1", ""), "> 5");
    check("≤ 5", "1", ("1", ""), "≤ 5");
    check("-1234567", "1", ("1", ""), "−1,234,567");
    check("-5 – -3", "1", ("1", ""), "−5 – −3");
    check("12.50", "0.01", ("1", "%"), "12.50%");
    check("1800", "1", ("10000", "萬元"), "0.18 萬元");
    check("1234567", "10000", ("10000", "萬"), "123 萬");
    check("1234567", "10000", ("1", ""), "1,230,000");
    check("1250000", "10000", ("100000000", "億"), "0.0125 億");
    check("12.345", "0.01", ("1", ""), "12.35");
    check("-0.001", "0.01", ("1", ""), "0.00");
    check("99–100.4", "1", ("1", ""), "99–100");
    check("100", "0.1", ("3", "x"), "33.33 x");
    let unbounded = Amount { low: None, high: None, about: false, strict: false };
    assert_eq!(unbounded.to_string(), "—");
    assert_eq!(unbounded.to_canonical_string(), "");
    assert_eq!(Amount::exact(decimal("1234.50")).to_string(), "1,234.5");
}

#[test]
fn arithmetic() {
    let amount = |text: &str| parse(text).unwrap().amount;
    let show = |found: Option<Amount>| found.map_or("none".into(), |found| found.to_canonical_string());
    let check = |a: &str, sign: char, b: &str, expected: &str| {
        let (x, y) = (amount(a), amount(b));
        let found = match sign {
            '+' => Some(x.add(&y)),
            '-' => Some(x.sub(&y)),
            '*' => x.checked_mul(&y),
            _ => x.div(&y),
        };
        assert_eq!(show(found), expected, "{a} {sign} {b}");
    };
    check("5", '+', "3", "8");
    check("5–6", '+', "3", "8..9");
    check("≥5", '+', "3", ">=8");
    check(">5", '+', "≥3", ">8");
    check("≥5", '+', "≤3", "");
    check("約5", '+', "3", "~8");
    check("5", '-', "3–4", "1..2");
    check("5", '-', "≥3", "<=2");
    check("5", '*', "3–4", "15..20");
    check("-5–5", '*', "-2–3", "-15..15");
    check("≥5", '*', "3", ">=15");
    check(">5", '*', "3", ">15");
    check(">5", '*', "0–1", ">=0");
    check("≥5", '*', "-3", "<=-15");
    check("≥5", '*', "0", "0");
    check("≥5", '*', "≤3", "");
    check("10", '/', "4", "2.5");
    check("10–20", '/', "4–5", "2..5");
    check("≥10", '/', "5", ">=2");
    check("10", '/', "≥5", "0..2");
    check("10", '/', "0–5", "none");
    check("10", '/', "0", "none");
    check("10", '/', "≤5", "none");
    check("10", '/', "-5", "-2");
    assert_eq!(amount("≥5").mul(decimal("-2")).to_canonical_string(), "<=-10");
    assert_eq!(amount("≥5").mul(Decimal::ZERO), Amount::zero());
    assert_eq!([amount("5"), amount("約6")].iter().sum::<Amount>().to_canonical_string(), "~11");
    assert_eq!(show(Amount::exact(Decimal::MAX).checked_mul(&amount("10"))), "none");
    assert_eq!(Amount::exact(Decimal::MAX).add(&amount("10")).high, Some(Decimal::MAX));
    assert_eq!(amount("2–5").point(), Some(decimal("3.5")));
    assert_eq!(amount("≥5").point(), Some(decimal("5")));
    assert!(amount("5").is_exact() && !amount("約5").is_exact() && !amount("5–6").is_exact());
    assert!(amount(">5").touches(&amount("5")) && !amount(">5").overlaps(&amount("5")));
    assert!(!amount(">5").contains(decimal("5")) && amount("≥5").contains(decimal("5")));
    assert!(!amount("5–6").touches(&amount("7–8")) && amount("5–6").touches(&amount("6–8")));
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (-1_000_000_000_i64..1_000_000_000, 0_u32..6).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn any_amount() -> impl Strategy<Value = Amount> {
    (any_decimal(), any_decimal(), 0..7, any::<bool>()).prop_map(|(a, b, form, about)| {
        let amount = match form {
            6 => Amount { strict: true, ..Amount::at_most(a) },
            0 | 1 => Amount::exact(a),
            2 => Amount::range(a.min(b), a.max(b)),
            3 => Amount::at_least(a),
            4 => Amount::at_most(a),
            _ => Amount { strict: true, ..Amount::at_least(a) },
        };
        Amount { about, ..amount }
    })
}

/// Words before and behind a number, and the sign that they stand for.
const COMPARATORS: [(&str, &str, &str); 15] = [
    ("", "", ""),
    (">=", "", ">="),
    ("≥", "", ">="),
    ("至少", "", ">="),
    ("不少於", "", ">="),
    ("不低於", "", ">="),
    ("", "以上", ">="),
    ("<=", "", "<="),
    ("≤", "", "<="),
    ("至多", "", "<="),
    ("不超過", "", "<="),
    ("", "以下", "<="),
    (">", "", ">"),
    ("超過", "", ">"),
    ("低於", "", "<"),
];

/// Scales in both scripts and in Latin letters.
const SCALES: [(&str, i64); 12] = [
    ("", 1),
    ("百", 100),
    ("千", 1000),
    ("萬", 10_000),
    ("万", 10_000),
    ("百萬", 1_000_000),
    ("千万", 10_000_000),
    ("億", 100_000_000),
    ("亿", 100_000_000),
    ("k", 1000),
    ("M", 1_000_000),
    ("bn", 1_000_000_000),
];

proptest! {
    #[test]
    fn reading_what_was_printed_gives_the_same(amount in any_amount(), scale in prop::sample::select(vec![("1", ""), ("10000", "萬"), ("100000000", "億")])) {
        prop_assert_eq!(parse(&amount.to_canonical_string()).unwrap().amount, amount);
        prop_assert_eq!(parse(&amount.to_string()).unwrap().amount, amount);
        let printed = format::amount(&amount, decimal("0.00001"), (decimal(scale.0), scale.1));
        prop_assert_eq!(parse(&printed).unwrap().amount, amount, "{}", printed);
    }

    /// Every comparator, approximation, scale and unit form that authors write, in any combination.
    #[test]
    fn words_scales_and_units_are_read_together(
        value in 1_i64..100_000,
        wider in 1_i64..100_000,
        comparator in prop::sample::select(COMPARATORS.to_vec()),
        about in prop::sample::select(vec![("", ""), ("約", ""), ("大約", ""), ("近", ""), ("~", ""), ("≈", ""), ("", "左右")]),
        scale in prop::sample::select(SCALES.to_vec()),
        unit in prop::sample::select(vec!["", "元", "套"]),
        range in any::<bool>(),
    ) {
        let factor = Decimal::from(scale.1);
        let low = Decimal::from(value) * factor;
        let (text, amount) = match (comparator.2, range) {
            ("", true) => {
                let high = Decimal::from(value + wider) * factor;
                (format!("{value}–{}{}{unit}", value + wider, scale.0), Amount::range(low, high))
            }
            (bound, _) => {
                let amount = match bound {
                    ">=" => Amount::at_least(low),
                    ">" => Amount { strict: true, ..Amount::at_least(low) },
                    "<=" => Amount::at_most(low),
                    "<" => Amount { strict: true, ..Amount::at_most(low) },
                    _ => Amount::exact(low),
                };
                (format!("{value}{}{unit}", scale.0), amount)
            }
        };
        let about = if comparator.1.is_empty() { about } else { ("", "") };
        let text = format!("{}{}{text}{}{}", comparator.0, about.0, about.1, comparator.1);
        let read = parse(&text);
        prop_assert!(read.is_ok(), "{} {:?}", text, read);
        let read = read.unwrap();
        let expected = Amount { about: about != ("", ""), ..amount };
        prop_assert_eq!(read.amount, expected, "{}", text);
        prop_assert_eq!(&*read.unit, unit, "{}", text);
        prop_assert_eq!(parse(&read.to_canonical_string()).unwrap().amount, expected, "{}", text);
    }

    #[test]
    fn addition_is_associative_and_commutative(a in any_amount(), b in any_amount(), c in any_amount()) {
        prop_assert_eq!(a.add(&b), b.add(&a));
        prop_assert_eq!(a.add(&b).add(&c), a.add(&b.add(&c)));
        prop_assert_eq!(a.add(&Amount::zero()), a);
        prop_assert_eq!(a.neg().neg(), a);
    }

    #[test]
    fn operations_hold_for_members(a in any_amount(), b in any_amount(), x in any_decimal(), y in any_decimal()) {
        if a.contains(x) && b.contains(y) {
            prop_assert!(a.add(&b).contains(x + y));
            prop_assert!(a.sub(&b).contains(x - y));
            prop_assert!(a.checked_mul(&b).is_none_or(|product| product.contains(x * y)));
        }
    }

    #[test]
    fn a_figure_accepts_itself(amount in any_amount()) {
        let quantity = parse(&amount.to_canonical_string()).unwrap();
        prop_assert!(quantity.accepts(&quantity.amount));
    }

    #[test]
    fn a_rounded_figure_is_accepted(value in any_decimal(), places in 0_u32..6) {
        let stated = parse(&value.round_dp(places).to_string()).unwrap();
        prop_assert!(stated.accepts(&Amount::exact(value)));
    }
}

/// Two digits of what is small, so that it does not look like zero or like another small number.
#[test]
fn small_computed_values_have_two_digits() {
    let check = |value: &str, least: u32, expected: u32| {
        assert_eq!(format::places(value.parse().unwrap(), least), expected, "{value}");
    };
    check("0", 1, 1);
    check("0.061", 1, 3);
    check("-0.061", 1, 3);
    check("0.5", 1, 2);
    check("0.99", 1, 2);
    check("1", 1, 1);
    check("48.1", 1, 1);
    check("0.09", 2, 3);
    check("0.1", 2, 2);
    check("0.000000000000000000000000001", 1, 28);
}

#[test]
fn units_are_told_as_they_are_written() {
    let check =
        |text: &str, expected: &str| assert_eq!(parse(text).unwrap().written_unit(), expected, "{text}");
    check("2 USD", "USD");
    check("US$3M", "US$");
    check("$3M–$5M", "$");
    check("1.5 million eur", "eur");
    check("5萬元左右", "元");
    check("¥5/套", "元/套");
    check("3 KG", "KG");
    check("百分之十三", "%");
    check("5", "");
    for (text, units) in [("$5 EUR", "`$` and `EUR`"), ("5套–6輛", "`套` and `輛`")] {
        let message = parse(text).unwrap_err().to_string();
        assert!(message.contains(units), "{message}");
    }
}
