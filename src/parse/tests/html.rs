//! The HTML, with slots in braces.

use super::{document, with_slots};
use crate::parse::{Document, Made, Options, html_with_marks, parse};
use crate::text::{SourceFile, Span};

fn check(markdown: &str, expected: &str) {
    assert_eq!(with_slots(document(markdown).html()), expected, "for {markdown}");
}

#[test]
fn blocks() {
    check("a & <b\n\n***\n\nb", "<p>a &amp; &lt;b</p>\n<hr>\n<p>b</p>\n");
    check("> a\n>\n> b", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n");
    check("> [!TIP]\n> a", "<blockquote class=\"alert tip\">\n{alert 1}<p>a</p>\n</blockquote>\n");
    check(
        "```c\"<x y\na < b\n\n```",
        "<pre tabindex=\"0\"><code class=\"language-c&quot;&lt;x\">a &lt; b\n\n</code></pre>\n",
    );
    check("    a\n      b", "<pre tabindex=\"0\"><code>a\n  b</code></pre>\n");
    check("# a", "<h1 id=\"a\">a{# 1}</h1>\n");
    check("# [[x]]\n", "<h1 id=\"x\">{a 0}{title 0}{/a 0}{# 1}</h1>\n");
    check("# a {#x\"y}", "<h1 id=\"x&quot;y\">a{# 1}</h1>\n");
    check(
        "- # a\n- > b",
        "<ul>\n<li>\n<h1 id=\"a\">a</h1>\n</li>\n<li>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>\n",
    );
}

#[test]
fn lists() {
    check("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    check("3. a\n5. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
    check("- a\n  1. b", "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>\n");
    check("- a。 @李明 截止 2026-08-31", "<ul>\n<li>a。{duty} @李明 截止 2026-08-31{/duty}</li>\n</ul>\n");
    check("- @a b\n- x@y\n- a @b。c", "<ul>\n<li>@a b</li>\n<li>x@y</li>\n<li>a @b。c</li>\n</ul>\n");
    check("- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n");
    check(
        "- [x] [[a]]\n- [ ] b",
        "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled checked> {a 0}{title 0}{/a 0}</label></li>\n\
         <li class=\"task\"><label><input type=\"checkbox\" disabled> b</label></li>\n</ul>\n",
    );
    check("- a\n  [[x]]\n  # h\n", "<ul>\n<li>a\n{a 0}{title 0}{/a 0}<h1 id=\"h\">h</h1>\n</li>\n</ul>\n");
}

#[test]
fn inline() {
    check(
        "*a* **b** `c` ~~d~~  \ne",
        "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del><br>\ne</p>\n",
    );
    check("中\n文 a\n中", "<p>中文 a\n中</p>\n");
    check("中，\n**文**\n*a*", "<p>中，<strong>文</strong>\n<em>a</em></p>\n");
    check("[[d|]] [[d| ]] [](c)", "<p>{a 0}{title 0}{/a 0} {a 1}{title 1}{/a 1} {a 2}{title 2}{/a 2}</p>\n");
    check("[a *b*](c) [[d|e]] ![f *g*](h)", "<p>{a 0}a <em>b</em>{/a 0} {a 1}e{/a 1} {img 2}</p>\n");
    check("[![a](b)](c)", "<p>{a 0}{img 1}{/a 0}</p>\n");
    check("![a ![b](c) [d](e)](f) &quot;\"", "<p>{img 0} \"\"</p>\n");
    check("[a](javascript:b) ![*c*](data:d)", "<p>a c</p>\n");
}

/// A table of one column below a heading `h`: what its cells are opened by.
fn numeric(cells: &[&str]) -> bool {
    let rows: String = cells.iter().map(|cell| format!("|{cell}|\n")).collect();
    document(&format!("|h|\n|-|\n{rows}")).html().text.contains("<th scope=\"col\" class=\"n\">")
}

#[test]
fn tables() {
    check(
        "|a|b|c|\n|:-|-:|:-:|\n|1|[[x]]|3|\n|4|\n",
        "{table 0}<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"n\">b</th>\
         <th scope=\"col\" class=\"c\">c</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>1</td><td class=\"n\">{a 0}{title 0}{/a 0}</td><td class=\"c\">3</td></tr>\n\
         <tr><td>4</td><td></td><td></td></tr>\n</tbody>\n</table>{/table 0}\n",
    );
    check(
        "|[[a]]|b|\n|-|-|\n|[[c]]|5|\n\n|d|\n|-|\n",
        "{table 0}<table>\n<thead>\n<tr><th scope=\"col\">{a 0}{title 0}{/a 0}</th>\
         <th scope=\"col\" class=\"n\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>{a 1}{title 1}{/a 1}</td>\
         <td class=\"n\">5</td></tr>\n</tbody>\n</table>{/table 0}\n\
         {table 1}<table>\n<thead>\n<tr><th scope=\"col\">d</th></tr>\n</thead>\n</table>{/table 1}\n",
    );
    // A total stays at the foot, however the rows are sorted.
    check(
        "|a|b|\n|-|-|\n|x|1億|\n|合計|1億|\n",
        "{table 0}<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"n\">b</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>x</td><td class=\"n\" data-v=\"100000000\">1億</td></tr>\n</tbody>\n<tfoot>\n\
         <tr><td>合計</td><td class=\"n\" data-v=\"100000000\">1億</td></tr>\n</tfoot>\n</table>{/table 0}\n",
    );
    // Of a table that is wider than a line the names and the totals stay in sight.
    check(
        "|a|1月|2月|3月|4月|5月|合計|\n|-|-|-|-|-|-|-:|\n|x|1|2|3|4|5|15|\n",
        "{table 0}<table class=\"stick pivot\">\n<thead>\n<tr><th scope=\"col\">a</th>\
         <th scope=\"col\" class=\"n\">1月</th><th scope=\"col\" class=\"n\">2月</th><th scope=\"col\" class=\"n\">3月</th>\
         <th scope=\"col\" class=\"n\">4月</th><th scope=\"col\" class=\"n\">5月</th>\
         <th scope=\"col\" class=\"n last\">合計</th></tr>\n</thead>\n<tbody>\n\
         <tr><td>x</td><td class=\"n\">1</td><td class=\"n\">2</td><td class=\"n\">3</td><td class=\"n\">4</td>\
         <td class=\"n\">5</td><td class=\"n last\">15</td></tr>\n</tbody>\n</table>{/table 0}\n",
    );
    let numbers = [
        "1",
        "-1,234.5",
        "１２",
        "1億元",
        "約 3 萬套",
        "≥ 50%",
        "2,500–3,000 萬",
        "200~400",
        "¥1,800",
        "+11.4",
        "—",
        "",
    ];
    assert!(numeric(&numbers));
    for other in ["a", "2026-03-01", "3月", "第 1 季", "2026年", "共 5 項", "1 個很長的說明", "3/4/5"]
    {
        assert!(!numeric(&["1", other]), "{other}");
    }
    assert!(!numeric(&["—", ""]));
}

#[test]
fn author_html() {
    check("a <!-- b --> c<BR/>", "<p>a  c<br></p>\n");
    check("**a <sub>b** c</sub>", "<p><strong>a <sub>b</sub></strong> c&lt;/sub&gt;</p>\n");
    check("<kbd>a <sup>b</kbd> c</sup>", "<p><kbd>a <sup>b</sup></kbd> c&lt;/sup&gt;</p>\n");
    check(
        "> <small>a\n\nb</small>",
        "<blockquote>\n<p><small>a</small></p>\n</blockquote>\n<p>b&lt;/small&gt;</p>\n",
    );
    check("<!-- a -->\nb", "<p>b</p>\n");
    check("<!-- a", "");
    check("<details>\na &amp; b & c\n</details>", "<details>\na &amp; b &amp; c\n</details>\n");
    check("<div\nx", "<div class=\"raw-html\">&lt;div\nx</div>\n");
    check("<![CDATA[ a ]]> b", "<div class=\"raw-html\">&lt;![CDATA[ a ]]&gt; b</div>\n");
    check("a <?php b ?>", "<p>a &lt;?php b ?&gt;</p>\n");
    check("<img src=x onerror=\"a\">", "<div class=\"raw-html\">&lt;img src=x onerror=\"a\"&gt;</div>\n");
    check("<summary/>", "<summary></summary>\n");
}

#[test]
fn trusted_html() {
    let text = "<div class=\"x\">\n\n**a** <b>c</b>\n\n</div>\n<!-- planpress-allow a: b -->\n";
    let document =
        parse(&SourceFile::new("a.md", text), Options { raw_html: true, ..Options::default() }).document;
    assert_eq!(
        document.html().text,
        "<div class=\"x\">\n<p><strong>a</strong> <b>c</b></p>\n</div>\n<!-- planpress-allow a: b -->\n"
    );
    assert!(document.faults.is_empty());
    assert_eq!(document.suppressions.len(), 1);
}

#[test]
fn footnotes() {
    check(
        "a[^x]\n\n[^x]: [[b]]\n",
        "<p>a<sup class=\"fn\"><a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"fn:1\" value=\"1\"><p>{a 0}{title 0}{/a 0} \
         <a href=\"#fnref:1\" role=\"doc-backlink\">↩ 1</a></p></li>\n</ol>\n</section>\n",
    );
    check(
        "[^x]: - a\n",
        "<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li><ul>\n<li>a</li>\n</ul>\n</li>\n</ol>\n</section>\n",
    );
}

/// The HTML with the first occurrence of each of the given parts marked.
fn marked(text: &str, parts: &[&str]) -> String {
    let document = document(text);
    let marks: Vec<_> = parts
        .iter()
        .map(|part| {
            let at = text.find(part).expect("part of the text");
            (Span::new(at, at + part.len()), "<i>".to_owned(), "</i>".to_owned())
        })
        .collect();
    with_slots(&html_with_marks(&document, &marks))
}

#[test]
fn marks() {
    assert_eq!(marked("---\nid: a\n---\n前文字後", &["文字"]), "<p>前<i>文字</i>後</p>\n");
    assert_eq!(marked("a **b** c", &["a **b** c"]), "<p><i>a </i><strong><i>b</i></strong><i> c</i></p>\n");
    assert_eq!(marked("a &amp; b", &["am"]), "<p>a <i>&amp;</i> b</p>\n");
    assert_eq!(marked("abcd", &["bc", "b", "cd"]), "<p>a<i>bc</i><i>d</i></p>\n");
    assert_eq!(
        marked("## 一、標題 ##\r\n", &["## 一、標題 ##"]),
        "<h2 id=\"一標題\"><i>一、標題</i>{# 1}</h2>\n"
    );
    assert_eq!(marked("`ab` c", &["b"]), "<p><code>a<i>b</i></code> c</p>\n");
    assert_eq!(
        marked("```\nab\ncd\n```", &["cd"]),
        "<pre tabindex=\"0\"><code>ab\n<i>cd</i>\n</code></pre>\n"
    );
    assert_eq!(marked("<div>", &["<div>"]), "<div class=\"raw-html\"><i>&lt;div&gt;</i></div>\n");
    assert_eq!(marked("[ab](c)", &["b"]), "<p>{a 0}a<i>b</i>{/a 0}</p>\n");
    let empty = "|a|\n|-|\n||\n";
    let document = document(empty);
    let marks = [(Span::at(empty.len() - 2), "<i>".to_owned(), "</i>".to_owned())];
    assert!(html_with_marks(&document, &marks).text.contains("<td><i></i></td>"));
}

#[test]
fn what_pages_need_is_the_same_whenever_it_is_made() {
    let texts = [
        "---\nkind: a\n---\n# 一、題 {#own}\n\n**重點：**說明[^1]，[連結](b.md)和[[c]]、<b>粗</b>`碼`，![圖](d.png)。\n\n## 題\n\n## 題\n",
        "- [x] 做 @李明 截止 8月末\n- [ ] <kbd>未\n\n  > [!NOTE]\n  > 註 &amp; <br>\n  > 1. 甲\n  > 2. 乙\n",
        "| 一 | 二 |\n| --- | :-: |\n| 1 | **a |\n| 2,000 |\n\n[^1]: 腳註\n\n    ```rust\n    fn a() {}\n    ```\n\n再[^1]。<details>\n\n段\n\n</details>\n",
        "<!-- planpress-allow placeholder: later -->\n\n段 <script>x</script> [x](javascript:a)\n\n```view\nlist: plans\n```\n---\n",
        "a\r\nb  \r\nc\r\n\r\n<div>\r\nd\r\n</div>\r\n",
    ];
    for text in texts.into_iter().chain([&*texts.concat()]) {
        for raw_html in [false, true] {
            let source = SourceFile::new("a.md", text);
            let as_made = |made| parse(&source, Options { raw_html, made });
            let [at_once, half, later] = [Made::Page, Made::Text, Made::Nothing].map(as_made);
            let (a, b) = (&at_once.document, &later.document);
            assert_eq!(a.frame, half.document.frame, "{text}");
            assert_eq!(a.html().text, half.document.html().text, "{text}");
            assert_eq!(a.html().text, b.html().text, "{text}");
            assert_eq!(a.html().slots, b.html().slots, "{text}");
            assert_eq!(format!("{:?}", at_once.blocks), format!("{:?}", later.blocks), "{text}");
            assert_eq!(
                format!("{:?} {:?}", a.sections, a.links),
                format!("{:?} {:?}", b.sections, b.links),
                "{text}"
            );
            let beside = |document: &Document| {
                format!("{:?} {:?} {:?}", document.views, document.suppressions, document.faults)
            };
            assert_eq!(beside(a), beside(b), "{text}");
            for section in 0..=a.sections.len() {
                assert_eq!(a.lines(section), b.lines(section), "{text}");
                assert_eq!(a.lines(section), half.document.lines(section), "{text}");
            }
        }
    }
}
