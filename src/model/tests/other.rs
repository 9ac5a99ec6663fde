//! Free pages and data files.

use super::config;
use crate::text::SourceFile;
use std::fmt::Write as _;

fn page(text: &str) -> crate::model::Page {
    let source = SourceFile::new("pages/manual/links.md", text);
    crate::model::page(crate::parse::parse(&source, crate::parse::Options::default()).document, &config())
}

#[test]
fn pages() {
    let page_of = page("---\ntitle: Links\nlang: en\norder: 3\nlayout: post\n---\n# Other\n");
    assert_eq!((page_of.key.as_str(), page_of.title.as_str(), page_of.order), ("manual/links", "Links", 3));
    assert_eq!(page_of.findings, []);
    assert_eq!(page("# 標題\n").title, "標題");
    assert_eq!(page("text\n").title, "links");
    let rules: Vec<_> =
        page("---\ntitel: x\nlang: fr\norder: a\n---\n").findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["unknown-field", "invalid-value", "invalid-value"]);
}

fn data(text: &str, expected: &str) {
    let config = config();
    let source = SourceFile::new("data/actuals.csv", text);
    let file = crate::model::data_file(&source, &config);
    let mut out = String::new();
    for (plan, s) in &file.rows {
        let plan = plan.as_ref().map_or("-", |plan| &plan.value);
        let period = s.period.map_or(String::new(), |period| period.key());
        let amount = s.quantity.amount.to_canonical_string();
        let metric = &config.metric(s.metric).id;
        let _ = writeln!(
            out,
            "{} {metric}={amount} {period} plan={plan} [{}]",
            s.kind.name(),
            source.slice(s.span)
        );
    }
    for f in &file.findings {
        let at = f.place.start();
        let under = source.slice(f.place.span);
        let _ = writeln!(out, "{} @{}:{} [{under}] {}", f.rule, at.line, at.column, f.message);
    }
    let expected: String = expected.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(out, expected, "\n{text}");
}

#[test]
fn data_files() {
    data(
        "\u{feff}kind,metric,value,period,plan,region,note\r\nactual,revenue,\"1,234萬元\",2026-Q1,changsha-2026,長沙,\"說 \"\"好\"\"\"\r\n\r\ntargets,銷量, 5 ,2026年3月,,,\r\n",
        "actual revenue=12340000 2026-Q1 plan=changsha-2026 [1,234萬元]
        target units=5 2026-03 plan=- [5]",
    );
    data(
        "kind,metric,value,period,region\nactul,revenu,1x!,2026-02-30,x\nactual,revenue,,2026,changsha\nactual,revenue,1\nactual,units,3元,2026-Q5,\n",
        "invalid-data @2:1 [actul] unknown kind `actul`
        unknown-metric @2:7 [revenu] unknown metric `revenu`
        invalid-quantity @2:14 [1x!] `x!` cannot be read, expected a unit or the end
        invalid-date @2:18 [2026-02-30] February 2026 has 28 days
        invalid-data @2:29 [x] unknown value of `region` `x`
        invalid-data @3:16 [] `value` is empty
        invalid-data @4:1 [actual,revenue,1] 3 cells, the heading has 5
        unit-mismatch @5:14 [3元] `3元` is in `元`, but `units` is counted in `套`
        invalid-period @5:17 [2026-Q5] there is no quarter 5, the last one is 4",
    );
    data(
        "kind,metrc,value,period\nactual,revenue,1,2026\n",
        "invalid-data @1:6 [metrc] unknown column `metrc`",
    );
    data(
        "kind,value,value\n",
        "invalid-data @1:12 [value] the column `value` stands twice
        invalid-data @1:1 [kind,value,value] the heading has no column `metric`, `period`",
    );
    data(
        "kind,metric,value,period,plan\nactual,units,1200,,a\nactual,units,1200,,\n",
        "actual units=1200  plan=a [1200]
        invalid-data @3:19 [] `period` is empty",
    );
    let empty = "invalid-data @1:1 [] the file is empty";
    data("", empty);
    data("\u{feff}\n\n", empty);
    // What a quote takes in that is not closed is no text of its cell.
    let heading = "kind,metric,value,period,region,note\n";
    let unclosed = format!("{heading}actual,units,5,2026-01,,\"x\nactual,units,6,2026-02,,\n");
    data(&unclosed, "invalid-data @2:25 [\"] this quote is never closed");
    data(
        &format!("{heading}actual,units,\"5k,2026,changsha,\n"),
        "invalid-data @2:14 [\"] this quote is never closed",
    );
    data(
        "kind,metric,\"value,period\nactual,units,5,2026",
        "invalid-data @1:13 [\"] this quote is never closed",
    );
    data(
        &format!(
            "{heading}actual,units,5,2026-01,\"ka,\nactual,units,6,2026-02,\"ka\",\nactual,units,7,2026-03,,\n"
        ),
        "actual units=7 2026-03 plan=- [7]
        invalid-data @2:24 [\"ka,
        actual,units,6,2026-02,\"] the quote of this cell is closed before `ka`",
    );
    data(
        &format!("{heading}actual,units,5,2026-01,, 6\" pipe\nactual,units,6,2026-02,,\"two\nlines\" \n"),
        "actual units=5 2026-01 plan=- [5]
        actual units=6 2026-02 plan=- [6]",
    );
    data(
        &format!("{heading}actual,units,1,250,2026-01,,\nactual,units,1,250,2026,\nactual,units,1,250\n"),
        "invalid-data @2:14 [1,250] `1,250` is torn in two at its comma
        invalid-data @3:14 [1,250] `1,250` is torn in two at its comma
        invalid-data @4:14 [1,250] `1,250` is torn in two at its comma",
    );
}
