//! Names of files, words, numbers, days, and themes with faults; pictures stand in a file of their own.

mod pictures;

use super::key::{encode, encode_fragment, file_name, relative, root_of};
use super::number::{Figure, aligned, code_spans, decimals, fixed, grouped, percent, scaled, short, signed};
use super::texts::fill;
use super::theme::{EMBEDDED, Theme};
use crate::config::{Config, ConfigFiles};
use crate::language::Language;
use crate::period::{PeriodContext, parse};
use crate::quantity::Amount;
use crate::text::SourceFile;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn file_names_are_safe_everywhere() {
    let check = |id: &str, name: &str| assert_eq!(file_name(id), name, "{id:?}");
    check("changsha-2026", "changsha-2026");
    check("長沙 2026", "長沙-2026");
    check("a/b\\c:d*e?f\"g<h>i|j#k%l", "a-b-c-d-e-f-g-h-i-j-k-l");
    check("..", "_");
    check(".hidden", "_.hidden");
    check("-x", "_-x");
    check("CON", "_CON");
    check("com1.txt", "_com1.txt");
    check("con-tract", "con-tract");
    check("end.", "end");
    check("", "_");
    check("e\u{301}", "\u{e9}");
    let long = file_name(&"長".repeat(300));
    assert!(long.len() < 200 && long.starts_with('長'), "{long}");
    assert_ne!(long, file_name(&"長".repeat(301)));
}

#[test]
fn addresses_lead_from_file_to_file() {
    let check = |from: &str, to: &str, address: &str| assert_eq!(relative(from, to), address, "{from} {to}");
    check("index.html", "plans/a.html", "plans/a.html");
    check("plans/a.html", "plans/b.html", "b.html");
    check("plans/a.html", "index.html", "../index.html");
    check("pages/manual/a.html", "pages/b.html", "../b.html");
    check("pages/manual/a.html", "data/x.csv", "../../data/x.csv");
    check("plans/a.html", "owners/李 明.html", "../owners/%E6%9D%8E%20%E6%98%8E.html");
    assert_eq!(encode("a b/c&d"), "a%20b/c%26d");
    assert_eq!(encode_fragment("一、市場 \"x\""), "一、市場%20%22x%22");
    assert_eq!((root_of("index.html").as_str(), root_of("a/b/c.html").as_str()), ("", "../../"));
}

#[test]
fn numbers_read_as_they_are_meant() {
    let check = |amount: Amount, scale: &str, text: &str, sort: &str| {
        let Figure { sort: key, .. } = scaled(&amount, decimal(scale));
        assert_eq!((scaled(&amount, decimal(scale)).text().as_str(), key.as_str()), (text, sort));
    };
    let exact = |text: &str| Amount::exact(decimal(text));
    check(exact("74030000"), "10000", "7,403", "7403");
    check(exact("12345"), "10000", "1.2345", "1.2345");
    check(exact("0"), "1", "0", "0");
    check(exact("-0.0"), "1", "0", "0");
    check(exact("-1234.50"), "1", "−1,234.5", "-1234.5");
    check(Amount::range(decimal("2500"), decimal("3000")), "1", "2,500–3,000", "2500");
    check(Amount::range(decimal("-5"), decimal("-3")), "1", "−5 – −3", "-5");
    check(Amount::at_least(decimal("358001")), "1", "≥ 358,001", "358001");
    check(Amount::at_most(decimal("9")), "1", "≤ 9", "9");
    check(exact("40").approximately(), "1", "≈ 40", "40");
    check(exact("10").approximately(), "3", "≈ 3.333", "3.333");
    check(
        exact("79228162514264337593543950335"),
        "1",
        "79,228,162,514,264,337,593,543,950,335",
        "79228162514264337593543950335",
    );
    assert_eq!(percent(decimal("0.5367")), "53.7");
    // Only zero looks like zero.
    let small: Vec<String> =
        ["0", "0.00000061", "0.00104", "0.0098", "0.01"].iter().map(|text| percent(decimal(text))).collect();
    assert_eq!(small, ["0.0", "0.000061", "0.1", "0.98", "1.0"]);
    assert_eq!((fixed(decimal("-0.04")).as_str(), fixed(decimal("-0.06")).as_str()), ("0.0", "−0.1"));
    assert_eq!(
        (signed("3.3").as_str(), signed("−3.3").as_str(), signed("0.0").as_str()),
        ("+3.3", "−3.3", "0.0")
    );
    assert_eq!(grouped(decimal("1000")), "1,000");
}

/// In a column of a unit that a metric is only shown in, points stand below each other.
#[test]
fn numbers_of_a_column_have_as_many_decimals() {
    let files = ConfigFiles {
        planpress: SourceFile::new("planpress.yaml", "title: Test\n"),
        metrics: Some(SourceFile::new("metrics.yaml", "revenue: { unit: 元, display: 萬元 }\n")),
        dimensions: None,
        lacks: Default::default(),
    };
    let (config, _): (Config, _) = crate::config::read(&files, &[]).unwrap();
    let metric = &config.metrics[0];
    let check = |amount: Amount, places: u32, text: &str| {
        assert_eq!(aligned(&amount, metric, places).text(), text);
    };
    let exact = |text: &str| Amount::exact(decimal(text));
    assert_eq!(decimals(&exact("447499420"), metric), 3);
    check(exact("447499420"), 2, "44,749.94");
    check(exact("166862900"), 2, "16,686.29");
    check(exact("15000"), 2, "1.50");
    check(exact("20000"), 0, "2");
    check(exact("-15000"), 2, "−1.50");
    check(exact("0"), 2, "0");
    check(exact("12"), 2, "0.0012");
    check(Amount::range(decimal("15000"), decimal("20000")), 1, "1.5–2.0");
}

#[test]
fn messages_show_code_as_code() {
    let check = |text: &str, html: &str| assert_eq!(code_spans(text), html);
    check("a `b<c` d", "a <code>b&lt;c</code> d");
    check("a ` b", "a ` b");
    check("`a` and `b`", "<code>a</code> and <code>b</code>");
    check("", "");
    assert_eq!(short("K/A 與代理商：一戶一檔"), "K/A 與代理商");
    assert_eq!(short(&"長".repeat(90)), "長".repeat(28) + "…");
    let task = "Sign the lease for the second showroom in Shenzhen";
    assert_eq!(short(task), task, "two lines hold it");
}

#[test]
fn words_are_filled_in() {
    let check = |pattern: &str, n: &str, text: &str| {
        assert_eq!(fill(pattern, |name| (name == "n").then(|| n.to_owned())), text);
    };
    check("{n} {n|plan|plans}", "1", "1 plan");
    check("{n} {n|plan|plans}", "0", "0 plans");
    check("{x} {n", "1", "{x} {n");
    check("", "1", "");
}

fn theme(files: &[(&str, &str)]) -> (Theme, Vec<crate::diagnostic::Diagnostic>) {
    let source = SourceFile::new("planpress.yaml", "title: Test\n");
    let (config, findings): (Config, _) = crate::config::read(
        &ConfigFiles { planpress: source, metrics: None, dimensions: None, lacks: Default::default() },
        &[],
    )
    .unwrap();
    assert!(findings.is_empty());
    let files: BTreeMap<String, Arc<SourceFile>> =
        files.iter().map(|(path, text)| ((*path).to_owned(), SourceFile::new(*path, *text))).collect();
    Theme::load(&config, &files, &BTreeMap::new(), &Default::default())
}

#[test]
fn periods_are_named_in_the_languages_of_pages() {
    let (theme, findings) = theme(&[]);
    assert!(findings.is_empty(), "{findings:?}");
    let check = |text: &str, hant: &str, hans: &str, en: &str| {
        let period = parse(text, &PeriodContext::default()).unwrap();
        for (language, name) in [(Language::ZhHant, hant), (Language::ZhHans, hans), (Language::En, en)] {
            assert_eq!(theme.texts(language).period(&period), name, "{text}");
        }
    };
    check("2026", "2026 年", "2026 年", "2026");
    check("2026-H2", "2026 年下半年", "2026 年下半年", "H2 2026");
    check("2026-Q3", "2026 年第三季度", "2026 年第三季度", "Q3 2026");
    check("2026-03", "2026 年 3 月", "2026 年 3 月", "March 2026");
    check("2026-W05", "2026 年第 5 週", "2026 年第 5 周", "week 5 of 2026");
    check("2026-03-01", "2026 年 3 月 1 日", "2026 年 3 月 1 日", "1 March 2026");
    check(
        "2026-03-01..2027-02-27",
        "2026 年 3 月 1 日 – 2027 年 2 月 27 日",
        "2026 年 3 月 1 日 – 2027 年 2 月 27 日",
        "1 March 2026 – 27 February 2027",
    );
    check(
        "2026-03-02..2026-08-30",
        "2026 年 3 月 2 日 – 8 月 30 日",
        "2026 年 3 月 2 日 – 8 月 30 日",
        "2 March 2026 – 30 August",
    );
}

#[test]
fn simplified_tables_hold_no_traditional_characters() {
    let file = EMBEDDED.get_file("default/i18n/zh-Hans.yaml").unwrap();
    let wrong: String =
        file.contents_utf8().unwrap().chars().filter(|c| crate::fold::simplify(*c) != *c).collect();
    assert_eq!(wrong, "");
}

#[test]
fn faulty_templates_are_findings_and_give_way() {
    let check = |path: &str, text: &str, at: (u32, u32), message: &str| {
        let (theme, findings) = theme(&[(path, text)]);
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        let place = finding.place.start();
        assert_eq!((finding.rule, &*finding.place.source.path), ("template-error", path));
        assert_eq!((place.line, place.column), at, "{}", finding.message);
        assert!(finding.message.contains(message), "{}", finding.message);
        // The embedded template stands in, so the other pages can still be made.
        assert!(theme.tera.contains_template("plan.html"));
    };
    check("templates/plan.html", "中文\n{% if %}", (2, 7), "expected");
    check("templates/plan.html", "中文 {{ plan.title | nope }}", (1, 20), "nope");
    check("templates/404.html", "{% include \"gone.html\" %}", (1, 12), "gone.html");
    check("templates/404.html", "{% extends \"gone.html\" %}", (1, 1), "gone.html");
    check("themes/default/i18n/en.yaml", "skip: [a]\n", (1, 7), "`skip` must be a text");
}
