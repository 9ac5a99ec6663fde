//! Findings in all formats.

use super::*;
use crate::diagnostic::{Severity, Suppression};
use crate::text::{Place, SourceFile, Span, display_width};
use std::sync::Arc;

const PLAN: &str = "\u{feff}---\r\nkind: 區域\r\n---\r\n\r\n## 五、目標分解\r\n\r\n| 指標 | 目標 |\r\n| --- | --- |\r\n| 銷售額 | 1億元 |\r\n";

fn plan() -> Arc<SourceFile> {
    SourceFile::new("plans/changsha.md", PLAN)
}

fn place(source: &Arc<SourceFile>, text: &str) -> Place {
    let at = source.text.find(text).expect("the text is there");
    Place::new(source, Span::new(at, at + text.len()))
}

fn example() -> Vec<Diagnostic> {
    let source = plan();
    let schema = SourceFile::new("schemas/regional.yaml", "title: x\nsections:\n  - id: budget\n");
    let missing = Diagnostic::new(
        "missing-section",
        Severity::Error,
        place(&source, "五、目標分解"),
        "section \"費用預算\" is missing",
    )
    .label("a plan of kind regional needs it after this section")
    .help("add `## 六、費用預算`")
    .schema(&place(&schema, "id: budget"));
    let unit = Diagnostic::new("unit-mismatch", Severity::Warning, place(&source, "1億元"), "a & b <c>")
        .related(place(&source, "指標"), "this column");
    let mut silenced = Diagnostic::new("placeholder", Severity::Error, place(&source, "銷售額"), "x");
    silenced.suppression = Some(Suppression::InSource);
    let mut known = Diagnostic::new("placeholder", Severity::Error, place(&source, "五"), "{0} {x}");
    known.suppression = Some(Suppression::Baseline);
    vec![missing, unit, silenced, known]
}

fn render(format: Format) -> String {
    let diagnostics = example();
    let summary = Summary::of(&diagnostics, ["plans/changsha.md", "plans/shenzhen.md"]);
    super::render(&diagnostics, &summary, Style { folder: "計劃 a/", ..Style::plain(format) })
}

#[test]
fn human_reads_well() {
    insta::assert_snapshot!(render(Format::Human));
}

#[test]
fn short_is_one_line_each() {
    insta::assert_snapshot!(render(Format::Short));
}

#[test]
fn json_has_the_documented_shape() {
    insta::assert_snapshot!(render(Format::Json));
}

#[test]
fn github_annotates() {
    insta::assert_snapshot!(render(Format::Github));
}

#[test]
fn junit_is_xml() {
    insta::assert_snapshot!(render(Format::Junit));
}

#[test]
fn sarif_names_rules_and_places() {
    let log: serde_json::Value = serde_json::from_str(&render(Format::Sarif)).expect("it is JSON");
    let results = &log["runs"][0]["results"];
    assert_eq!(results[0]["ruleId"], "missing-section");
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 4);
    let file = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(file["uri"], "%E8%A8%88%E5%8A%83%20a/plans/changsha.md");
    assert_eq!(results[2]["suppressions"][0]["kind"], "inSource");
    assert_eq!(results[3]["suppressions"][0]["kind"], "external");
    // Braces are placeholders only where a message has arguments; none of these has any.
    assert_eq!(results[3]["message"]["text"], "{0} {x}");
}

/// The marks stand under the marked characters, whatever their width.
#[test]
fn marks_stand_right_under_wide_characters() {
    for (before, marked) in [("", "目"), ("十二萬元 ab ", "長沙"), ("ａＢ①", "x"), ("a\u{301}é", "年")]
    {
        let source = SourceFile::new("a.md", format!("{before}{marked} rest"));
        let found = Diagnostic::new("placeholder", Severity::Error, place(&source, marked), "m");
        let text = render_one(&found, false);
        let line = text.lines().find(|line| line.contains("rest")).expect("an excerpt");
        let marks = text.lines().find(|line| line.contains('━')).expect("marks");
        let at = display_width(&line[..line.find(marked).expect("the text")]);
        let marks_at = display_width(&marks[..marks.find('━').expect("marks")]);
        assert_eq!(marks_at, at, "{text}");
        assert_eq!(marks.matches('━').count(), display_width(marked), "{text}");
    }
}

/// Of a long line a part is read, not all of it for each of its findings, and the columns are those of the file.
#[test]
fn long_lines_are_cut_before_they_are_drawn() {
    let words = 200_000;
    let text = "計劃 bad text ".repeat(words);
    let source = SourceFile::new("a.md", &*text);
    let (mark, every) = ("計劃 ".len(), "計劃 bad text ".len());
    for word in (0..words).step_by(200) {
        let at = word * every + mark;
        let near = Place::new(&source, Span::new(at + 4, at + 8));
        let far = Place::new(&source, Span::new(mark, mark + 3));
        let found =
            Diagnostic::new("placeholder", Severity::Error, Place::new(&source, Span::new(at, at + 3)), "m");
        let text = render_one(&found.related(near, "near").related(far, "far"), false);
        assert!(text.contains(&format!(" a.md:1:{}\n", word * 12 + 4)), "{text}");
        assert!(text.len() < 5_000 && !text.contains('\u{fdd0}'), "{text}");
        assert!(word == 0 || text.contains("⸬  a.md:1:4\n"), "{text}");
    }
    let all =
        Diagnostic::new("placeholder", Severity::Error, Place::new(&source, Span::new(0, text.len())), "m");
    assert!(render_one(&all, false).len() < 10_000);
}

#[test]
fn odd_places_do_no_harm() {
    for (text, start, end) in
        [("", 0, 0), ("a", 1, 1), ("\n\n", 2, 2), ("a\r\nb\r\n", 1, 5), ("長", 1, 2), ("\u{feff}x", 0, 0)]
    {
        let source = SourceFile::new("a.md", text);
        let found =
            Diagnostic::new("placeholder", Severity::Error, Place::new(&source, Span::new(start, end)), "m");
        assert!(render_one(&found, true).contains('m'));
    }
}

#[test]
fn summaries_say_where() {
    let diagnostics = example();
    let check = |diagnostics: &[Diagnostic], plans: &[&str], expected: &str| {
        assert_eq!(Summary::of(diagnostics, plans.iter().copied()).to_string(), expected);
    };
    check(&[], &["a.md"], "no findings in 1 plan");
    check(&diagnostics, &["plans/changsha.md", "b.md"], "1 error, 1 warning in 1 of 2 plans; 2 suppressed");
    check(&diagnostics[..1], &["b.md"], "1 error in 1 file (0 of 1 plan)");
}
