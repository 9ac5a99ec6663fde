//! Small slips in what stands around a plan's text: fences of front matter, comments that silence, values of open
//! dimensions, periods of views. Each is named once, under the most special rule.

use super::check;

#[test]
fn fences_that_are_nearly_right_are_named_and_read() {
    let place = |line: u8, column: u8, written: &str| {
        format!(
            "plans/a.md:{line}:{column}: error: front matter begins and ends with a line `---`, found `{written}` [invalid-front-matter]"
        )
    };
    let plan = |text: &str| format!("=== plans/a.md\n{text}");
    let body = "## A\n待定\n";
    let first =
        |line: u8| format!("plans/a.md:{line}:1: error: `待定` is still to be filled in [placeholder]");
    check(&plan(&format!("----\nkind: plan\n---\n{body}")), &[&place(1, 1, "----"), &first(5)]);
    check(&plan(&format!("———\nkind: plan\n---\n{body}")), &[&place(1, 1, "———"), &first(5)]);
    check(&plan(&format!("---\nkind: plan\n----\n{body}")), &[&place(3, 1, "----"), &first(5)]);
    let opens = "front matter must begin at the left edge of the first line [invalid-front-matter]";
    check(
        &plan(&format!(" ---\nkind: plan\n---\n{body}")),
        &[&format!("plans/a.md:1:2: error: {opens}"), &first(5)],
    );
    check(
        &plan(&format!("\n\n---\nkind: plan\n---\n{body}")),
        &[&format!("plans/a.md:3:1: error: {opens}"), &first(7)],
    );
    check(
        &plan(&format!("---\nkind: plan\n ---\n{body}")),
        &[
            "plans/a.md:3:2: error: the line that ends front matter must begin at the left edge [invalid-front-matter]",
            &first(5),
        ],
    );
    check(
        &plan(&format!(" ---\n kind: plan\n title: A\n ---\n{body}")),
        &[&format!("plans/a.md:1:2: error: {opens}"), &first(6)],
    );
    check(
        &plan(&format!("kind: plan\ntags:\n  - a\n---\n{body}")),
        &["plans/a.md:1:1: error: the first line `---` is missing [invalid-front-matter]", &first(6)],
    );
    // Rules of Markdown before text that is none.
    let missing = "plans/a.md:1:1: error: no front matter [missing-front-matter]";
    check(&plan("----\n\nText.\n\n----\n"), &[missing]);
    check(&plan("----\nkind: plan\n"), &[missing]);
    check(&plan("- a: b\n- c: d\n"), &[missing]);
}

#[test]
fn one_comment_silences_several_rules() {
    let plan = |comment: &str| {
        format!("---\nkind: plan\n---\n## A\n<!-- planpress-allow{comment} -->\n待定 [[nobody]]\n")
    };
    check(&plan(" placeholder, broken-link: both are meant"), &[]);
    check(&plan(" placeholder、broken-link：都對"), &[]);
    check(&plan(" placeholder , broken-link both are meant"), &[]);
    check(
        &plan(" placeholder, broken-link, raw-html: all of them"),
        &[
            "plans/example.md:5:48: warning: nothing here is silenced by this suppression of `raw-html` [unused-suppression]",
        ],
    );
    check(
        &plan(" placeholder, broken-link"),
        &[
            "plans/example.md:5:22: warning: the suppression of `placeholder` gives no reason [suppression-without-reason]",
        ],
    );
    check(
        &plan(" placeholder, broken-lin: both"),
        &[
            "plans/example.md:5:35: warning: there is no rule `broken-lin` [unused-suppression]",
            "plans/example.md:6:4: error: no plan has the id `nobody` [broken-link]",
        ],
    );
    check(
        "---\nkind: plan\n---\n## A\n<!-- planpress-allow -->\nText.\n",
        &["plans/example.md:5:22: warning: the suppression names no rule [unused-suppression]"],
    );
}

#[test]
fn spellings_of_a_value_that_anybody_may_add_are_one_value() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: t, title: T, table: { as: targets, columns: { metric: M, channel: C, value: V } } }\n";
    check(
        &format!(
            "{schema}=== plans/a.md\n---\nkind: plan\nperiod: 2026\n---\n## T\n| M | C | V |\n| - | - | - |\n| units | ka | 1 |\n| units | KA | 2 |\n"
        ),
        &["plans/a.md:9:16: error: the target of 銷售量 is 2 here and 1 before [target-conflict]"],
    );
    check(
        "=== plans/a.md\n---\nkind: plan\nperiod: 2026\ntargets: { units: { value: 3, by: { channel: { ka: 1, web: 2 } } } }\n---\n=== plans/b.md\n---\nkind: plan\nchannel: Ka\n---\n=== data/a.csv\nkind,metric,value,period,channel\nactual,units,5,2026,KA\n",
        &[],
    );
}

#[test]
fn periods_of_views_are_faulty_as_anywhere() {
    let plan = |period: &str| {
        format!("---\nkind: plan\n---\n```view\ntable: plans\nwhere: {{ period: {period} }}\n```\n")
    };
    check(
        &plan("2026-13"),
        &["plans/example.md:6:18: error: there is no month 13, the last one is 12 [invalid-period]"],
    );
    check(&plan("2027-02-29"), &["plans/example.md:6:18: error: February 2027 has 28 days [invalid-date]"]);
    check(&plan("2026-12"), &[]);
}

/// Between Chinese lines of one paragraph nothing is left in the text; a label begins its line all the same.
#[test]
fn labels_begin_their_lines() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: a, title: 分析, list: { min: 1 }, labels: [不足, 改進] }\n=== plans/a.md\n---\nkind: plan\n---\n## 分析\n";
    check(&format!("{schema}1. 走訪門店\n   **不足：**很多\n   **改進**：少\n"), &[]);
    check(
        &format!("{schema}1. 走訪門店，**不足：**很多\n\n   **改進**：少\n"),
        &["plans/a.md:5:4: error: the list item has no label `不足` [missing-label]"],
    );
}

#[test]
fn a_row_of_nothing_is_named_once() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: m, title: 分類, table: { as: matrix, columns: [意向, 強, 弱] } }\n=== plans/a.md\n---\nkind: plan\n---\n## 分類\n| 意向 | 強 | 弱 |\n| - | - | - |\n";
    check(
        &format!("{schema}| 高 | 甲 | |\n| | | |\n"),
        &[
            "plans/a.md:7:11: error: the cell of \"高\" and \"弱\" is empty [empty-cell]",
            "plans/a.md:8:3: error: the row is empty [empty-cell]",
        ],
    );
}

/// An end in a cell of its own goes over the year like one behind a dash.
#[test]
fn ends_of_phases_can_lie_in_the_next_year() {
    let schema = "=== schemas/plan.yaml\ntitle: Plan\nsections:\n  - { id: p, title: 階段, table: { as: phases, columns: { name: 名稱, start: 開始, end: 結束 }, overlap: deny, gap: warn, within: period } }\n=== plans/a.md\n---\nkind: plan\nperiod: 2026-08-01..2027-02-28\n---\n## 階段\n| 名稱 | 開始 | 結束 |\n| - | - | - |\n";
    check(&format!("{schema}| 一 | 8月1日 | 次年1月4日 |\n| 二 | 1月5日 | 2月28日 |\n"), &[]);
    check(
        &format!("{schema}| 一 | 8月1日 | 次年1月5日 |\n| 二 | 1月5日 | 2月28日 |\n"),
        &["plans/a.md:9:3: error: \"二\" overlaps \"一\" on 2027-01-05 [phase-overlap]"],
    );
}

#[test]
fn what_nobody_sees_is_named_in_texts_and_pages() {
    let reorders =
        "(left-to-right isolate) changes the order in which this line is shown, and 1 more [bidi-control]";
    check(
        "=== plans/a.md\n---\nkind: plan\n---\nThe north takes \u{2066}1,250\u{2069} bicycles.\n",
        &[&format!("plans/a.md:4:17: error: U+2066 {reorders}")],
    );
    check(
        "=== pages/a.md\n# A\n\nA word\u{200b} and `code\u{1b}`.\n",
        &[
            "pages/a.md:3:7: warning: U+200B (zero-width space) cannot be seen here, and 1 more [hidden-character]",
        ],
    );
    check("=== plans/a.md\n\u{feff}---\nkind: plan\n---\nمی\u{200c}خواهم 👩\u{200d}💻\n", &[]);
}

#[test]
fn an_indented_first_key_is_one_fault() {
    let plan = |text: &str| format!("=== plans/a.md\n---\n{text}---\nText.\n");
    let rest = "title: A\nstatus: draft\nperiod: 2026\nowner: Ann\ntags: [a]\n";
    let indented = "this line is indented, and those below it are not [invalid-front-matter]";
    let tab = "a tab in the indentation [invalid-front-matter]";
    check(&plan(&format!(" kind: plan\n{rest}")), &[&format!("plans/a.md:2:1: error: {indented}")]);
    check(&plan(&format!("\tkind: plan\n{rest}")), &[&format!("plans/a.md:2:1: error: {tab}")]);
    check(&plan("\tkind: plan\n"), &[&format!("plans/a.md:2:1: error: {tab}")]);
    check(&plan("  kind: plan\n  title: A\n"), &[]);
    let item = "nothing stands before this comma [invalid-front-matter]";
    check(&plan("kind: plan\ntags: [a,, b]\n"), &[&format!("plans/a.md:3:10: error: {item}")]);
}

#[test]
fn a_kind_under_another_key_is_pointed_at() {
    let plan = |key: &str| format!("=== plans/a.md\n---\ntitle: A\n{key}: plan\n---\nText.\n");
    let error = |place: &str| {
        format!("plans/a.md:{place}: error: the plan does not say of which kind it is [missing-field]")
    };
    check(&plan("Kind"), &[&error("3:1")]);
    check(&plan("kinde"), &[&error("3:1")]);
    check(&plan("nothing"), &[&error("1:1")]);
}

#[test]
fn files_under_a_neighbouring_ending_are_named() {
    let passed = |path: &str, ending: &str, wanted: &str| {
        format!(
            "{path}:1:1: error: the file is passed over: its name ends in `.{ending}`, not in `.{wanted}` [unreadable-file]"
        )
    };
    for (path, ending, wanted) in [
        ("data/actuals.CSV", "CSV", "csv"),
        ("dimensions.yml", "yml", "yaml"),
        ("pages/x.mdown", "mdown", "md"),
        ("plans/UP.MD", "MD", "md"),
        ("schemas/annual.yml", "yml", "yaml"),
    ] {
        check(&format!("=== {path}\ntext\n"), &[&passed(path, ending, wanted)]);
    }
    check("=== notes/x.markdown\ntext\n=== data/deep/x.CSV\ntext\n=== plans/x.yml\ntext\n", &[]);
}

#[test]
fn references_that_are_defined_nowhere_are_named() {
    let plan = |text: &str| format!("---\nkind: plan\n---\n{text}\n");
    let note = "error: the footnote `nope` is defined nowhere [broken-link]";
    let link = "error: the link `nope` is defined nowhere [broken-link]";
    check(
        &plan("A[^nope] and [x][nope]."),
        &[&format!("plans/example.md:4:2: {note}"), &format!("plans/example.md:4:14: {link}")],
    );
    check(&plan("- *A*[^nope]"), &[&format!("plans/example.md:4:6: {note}")]);
    let fine = "A[^a], [x][b], `[^c]`, \\[^d], [e], a[i][j], [1][2] and [^f g].\n\n[^a]: Note.\n\n[b]: https://b.example\n\n```\n[^h] [x][y]\n```";
    check(&plan(fine), &[]);
}

/// A heading takes no id of what a page has around its text, and is found by its text.
#[test]
fn ids_of_pages_are_no_ids_of_headings() {
    let plan =
        |heading: &str, link: &str| format!("---\nkind: plan\n---\n## {heading}\nText. [here](#{link})\n");
    check(
        &plan("Skip {#p:main}", "skip"),
        &[
            "plans/example.md:4:11: error: a heading cannot have the id `p:main`: what a page has around its text begins with `p:` [invalid-id]",
        ],
    );
    check(
        &plan("備註 {#fn:1}", "備註"),
        &[
            "plans/example.md:4:9: error: a heading cannot have the id `fn:1`: what a page has around its text begins with `fn:` [invalid-id]",
        ],
    );
    check(&plan("Introduction {#sec:intro}", "sec:intro"), &[]);
}

/// Braces that are no id are words of the heading: they are read, and make its anchor.
#[test]
fn braces_of_headings_are_text() {
    let plan =
        |heading: &str, link: &str| format!("---\nkind: plan\n---\n## {heading}\nText. [here](#{link})\n");
    check(&plan("华东 {初稿}", "华东-初稿"), &[]);
    check(
        &plan("目标 {TODO}", "目标-todo"),
        &["plans/example.md:4:8: error: `TODO` is still to be filled in [placeholder]"],
    );
    check(&plan("目标 {#own .wide}", "目标-own-wide"), &[]);
}
