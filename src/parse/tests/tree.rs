//! The tree, its texts and its spans: Markdown, and its dump with every span as the slice of the file.

use super::dump::dump;
use super::{document, parsed};
use crate::parse::{FrontMatter, MAX_DEPTH};

fn check(markdown: &str, expected: &str) {
    let got = dump(&parsed(markdown));
    assert!(got.trim_end() == expected, "for\n{markdown}\ngot\n{got}\nexpected\n{expected}");
}

#[test]
fn nothing() {
    check("", "root");
    check("\u{feff}\r\n", "root");
}

/// What the front matter of a text is, and the body behind it.
fn front(text: &str) -> (String, String) {
    let document = document(text);
    let front = match document.front() {
        FrontMatter::Missing => "missing".to_owned(),
        FrontMatter::Unclosed(span) => format!("unclosed {}", document.source.slice(*span)),
        FrontMatter::Present(span, _) => format!("present {}", document.source.slice(*span)),
    };
    (front, document.source.slice(document.body).to_owned())
}

#[test]
fn front_matter() {
    let check = |text: &str, expected: &str, body: &str| {
        assert_eq!(front(text), (expected.to_owned(), body.to_owned()), "for {text:?}");
    };
    check("---\na: 1\n---\nx", "present a: 1\n", "x");
    check("\u{feff}--- \r\na: 1\r\n---\t\r\nx", "present a: 1\r\n", "x");
    check("---\ra: 1\r---\rx", "present a: 1\r", "x");
    check("---\na: 1\n...\n", "present a: 1\n", "");
    check("---\n---", "present ", "");
    check("---\na: 1\n\nx", "unclosed ---", "\nx");
    check("---\na: 1", "unclosed ---", "");
    check("---", "unclosed ---", "");
    check("\u{feff}x\n---\n", "missing", "x\n---\n");
    check(" ---\na: 1\n---\n", "present a: 1\n", "");
    check("\n\n----\na: 1\n—\nx", "present a: 1\n", "x");
    check("---\na: 1\n----\nx", "present a: 1\n", "x");
    check("----\na\n---\n", "missing", "----\na\n---\n");
    check("----\n", "missing", "----\n");
    check("", "missing", "");
}

#[test]
fn the_tree_ends_at_a_depth() {
    let deep = parsed(&format!("{}x\n\n{}y\n", "> ".repeat(100), "- ".repeat(100)));
    let dumped = dump(&deep);
    let indent = |line: &str| (line.len() - line.trim_start().len()) / 2;
    assert_eq!(dumped.lines().map(indent).max(), Some(MAX_DEPTH + 1));
    assert!(dumped.contains("p ‹x›") && dumped.contains("p ‹y›"));
}

#[test]
fn front_matter_and_byte_order_mark() {
    check(
        "\u{feff}---\r\nid: a\r\n---\r\n前言 [[b]]\r\n\r\n# 一、目標：\r\n\r\n文字\r\n",
        r#"root
  p ‹前言 [[b]]› "前言 b"(‹前言 ›‹b›)
h1 ‹# 一、目標：› text=‹一、目標：› "一、目標：" ordinal="‹一、›"=1 title="目標" ‹目標› #一目標 in Some(0) to "文字"
  p ‹文字› "文字"
Wiki ‹[[b]]› -> b ‹b› text="" title="" in 0 [前言 ||]"#,
    );
}

#[test]
fn sections_and_titles() {
    check(
        r#"# 年度計劃

## 二、**市場** 分析。 ##

### （一）背景

## 第四章

#### 1.2 跳級？

標題
---

> ## 引用中

#
"#,
        r######"root
h1 ‹# 年度計劃› text=‹年度計劃› "年度計劃" title="年度計劃" ‹年度計劃› #年度計劃 in Some(0) to "> ## 引用中"
h2 ‹## 二、**市場** 分析。 ##› text=‹二、**市場** 分析。› "二、市場 分析。"(‹二、›‹市場›‹ 分析。›)*市場* ordinal="‹二、›"=2 title="市場 分析" ‹市場** 分析› #二市場-分析 in Some(1) to "### （一）背景"
h3 ‹### （一）背景› text=‹（一）背景› "（一）背景" ordinal="‹（一）›"=1 title="背景" ‹背景› #一背景 in Some(2) to "### （一）背景"
h2 ‹## 第四章› text=‹第四章› "第四章" ordinal="‹第四章›"=4 title="第四章" ‹第四章› #第四章 in Some(1) to "#### 1.2 跳級？"
h4 ‹#### 1.2 跳級？› text=‹1.2 跳級？› "1.2 跳級？" ordinal="‹1.2›"=2 title="跳級" ‹跳級› #12-跳級 in Some(4) to "#### 1.2 跳級？"
h2 ‹標題⏎---› text=‹標題› "標題" title="標題" ‹標題› #標題 in Some(1) to "> ## 引用中"
  quote ‹> ## 引用中›
    p ‹## 引用中› "引用中"
h1 ‹#› text=‹@134› "" title="" ‹@134› #section in Some(0) to "#""######,
    );
}

#[test]
fn anchors() {
    check(
        "# a\n# a\n# A!\n# b {#a}\n# 「目標」 2026 {#目標}\n# 目標\n# ？？\n# `code` &amp; [連結](x) e\u{301}\n",
        "root\nh1 ‹# a› text=‹a› \"a\" title=\"a\" ‹a› #a-1 in Some(0) to \"# a\"\nh1 ‹# a› text=‹a› \"a\" title=\"a\" ‹a› #a-2 in Some(0) to \"# a\"\nh1 ‹# A!› text=‹A!› \"A!\" title=\"A\" ‹A› #a-3 in Some(0) to \"# A!\"\nh1 ‹# b {#a}› text=‹b› \"b\" title=\"b\" ‹b› #a in Some(0) to \"# b {#a}\"\nh1 ‹# 「目標」 2026 {#目標}› text=‹「目標」 2026› \"「目標」 2026\" title=\"「目標」 2026\" ‹「目標」 2026› #目標 in Some(0) to \"# 「目標」 2026 {#目標}\"\nh1 ‹# 目標› text=‹目標› \"目標\" title=\"目標\" ‹目標› #目標-1 in Some(0) to \"# 目標\"\nh1 ‹# ？？› text=‹？？› \"？？\" title=\"？？\" ‹？？› #section in Some(0) to \"# ？？\"\nh1 ‹# `code` &amp; [連結](x) e\u{301}› text=‹`code` &amp; [連結](x) e\u{301}› \"code & 連結 e\\u{301}\"(‹code›c‹ &amp; ›‹連結›‹ e\u{301}›) title=\"code & 連結 e\\u{301}\" ‹code` &amp; [連結](x) e\u{301}› #code--連結-é in Some(0) to \"# `code` &amp; [連結](x) e\\u{301}\"\nMarkdown ‹[連結](x)› -> x ‹x› text=\"連結\" title=\"\" in 8 [code & |連結| e\u{301}]",
    );
}

#[test]
fn lists_with_marks_as_written() {
    check(
        r#"1. 甲 @李明
1. 乙
3. 丙
   1) 子
   5) 孫

10. 丁

    第二段

    | a |
    |---|
    | 1 |
- [x] 完成
- [ ] **未**完成
-
- ```
  code
  ```
  後文
+ 另一個
"#,
        r#"root
  list ordered=true ‹1. 甲 @李明⏎1. 乙⏎3. 丙⏎   1) 子⏎   5) 孫⏎⏎10. 丁⏎⏎    第二段⏎⏎    | a |⏎    |---|⏎    | 1 |›
    item ‹1.› number=Some(1) checked=None ‹1. 甲 @李明› text=‹甲 @李明› "甲 @李明"
    item ‹1.› number=Some(1) checked=None ‹1. 乙› text=‹乙› "乙"
    item ‹3.› number=Some(3) checked=None ‹3. 丙⏎   1) 子⏎   5) 孫› text=‹丙› "丙"
      list ordered=true ‹1) 子⏎   5) 孫›
        item ‹1)› number=Some(1) checked=None ‹1) 子› text=‹子› "子"
        item ‹5)› number=Some(5) checked=None ‹5) 孫› text=‹孫› "孫"
    item ‹10.› number=Some(10) checked=None ‹10. 丁⏎⏎    第二段⏎⏎    | a |⏎    |---|⏎    | 1 |› text=‹丁› "丁"
      p ‹第二段› "第二段"
      table ‹| a |› ‹a›="a"
        row ‹| 1 |› ‹1›="1"
  list ordered=false ‹- [x] 完成⏎- [ ] **未**完成⏎-⏎- ```⏎  code⏎  ```⏎  後文›
    item ‹-› number=None checked=Some(true) ‹- [x] 完成› text=‹完成› "完成"
    item ‹-› number=None checked=Some(false) ‹- [ ] **未**完成› text=‹**未**完成› "未完成"(‹未›‹完成›)*未*
    item ‹-› number=None checked=None ‹-› text=‹@138› ""
    item ‹-› number=None checked=None ‹- ```⏎  code⏎  ```⏎  後文› text=‹@140› ""
      code "" "code\n" ‹```⏎  code⏎  ```›
      p ‹後文› "後文"
  list ordered=false ‹+ 另一個›
    item ‹+› number=None checked=None ‹+ 另一個› text=‹另一個› "另一個""#,
    );
}

#[test]
fn tables() {
    check(
        r#"| 指標 | 目標 \| 值 |  |
|:--|--:|---|
|銷售額|  1億元  |　|
| `a\|b` | [[c\|丙]] **粗：**字 |
||
| 甲 | 乙 | 丙 | 丁 |

- 項

  | x |
  |---|
  | y |
"#,
        r#"root
  table ‹| 指標 | 目標 \| 值 |  |› ‹指標›="指標" ‹目標 \| 值›="目標 | 值"(‹目標 ›‹| 值›) ‹@28›=""
    row ‹|銷售額|  1億元  |　|› ‹銷售額›="銷售額" ‹1億元›="1億元" ‹@70›=""
    row ‹| `a\|b` | [[c\|丙]] **粗：**字 |› ‹`a\|b`›="a|b"(‹`a\|b`›c) ‹[[c\|丙]] **粗：**字›="丙 粗：字"(‹丙›‹ ›‹粗：›‹字›)*粗：* ‹@109›=""
    row ‹||› ‹@111›="" ‹@112›="" ‹@112›=""
    row ‹| 甲 | 乙 | 丙 | 丁 |› ‹甲›="甲" ‹乙›="乙" ‹丙›="丙"
  list ordered=false ‹- 項⏎⏎  | x |⏎  |---|⏎  | y |›
    item ‹-› number=None checked=None ‹- 項⏎⏎  | x |⏎  |---|⏎  | y |› text=‹項› "項"
      table ‹| x |› ‹x›="x"
        row ‹| y |› ‹y›="y"
Wiki ‹[[c\|丙]]› -> c ‹c› text="丙" title="" in 0 [|丙| 粗：字]"#,
    );
}

#[test]
fn text_and_its_bytes() {
    check(
        r#"&lt;a&gt; \*b\* &#x4e00;&nbsp;x `c &amp; d` `` e`f ``
中文
換行 
Latin
中
한국
어  
硬\
斷
"#,
        r#"root
  p ‹&lt;a&gt; \*b\* &#x4e00;&nbsp;x `c &amp; d` `` e`f ``⏎中文⏎換行 ⏎Latin⏎中⏎한국⏎어  ⏎硬\⏎斷› "<a> *b* 一\u{a0}x c &amp; d e`f 中文換行 Latin 中 한국 어\n硬\n斷"(‹&lt;a&gt; ›‹*b›‹* &#x4e00;&nbsp;x ›‹c &amp; d›c‹ ›‹e`f›c‹⏎中文›‹換行›‹⏎Latin⏎中⏎한국⏎어  ⏎硬\⏎斷›)"#,
    );
}

#[test]
fn quotes_and_nesting() {
    check(
        r#"> [!WARNING]
> 小心

> 引
續
> > 深

***

甲
- 乙
  - 丙

    丁
"#,
        r#"root
  quote ‹> [!WARNING]⏎> 小心›
    p ‹小心› "小心"
  quote ‹> 引⏎續⏎> > 深›
    p ‹引⏎續› "引續"(‹引›‹續›)
    quote ‹> 深›
      p ‹深› "深"
  rule ‹***›
  p ‹甲› "甲"
  list ordered=false ‹- 乙⏎  - 丙⏎⏎    丁›
    item ‹-› number=None checked=None ‹- 乙⏎  - 丙⏎⏎    丁› text=‹乙› "乙"
      list ordered=false ‹- 丙⏎⏎    丁›
        item ‹-› number=None checked=None ‹- 丙⏎⏎    丁› text=‹丙› "丙"
          p ‹丁› "丁""#,
    );
}

/// Only just an id in braces is one; all else in braces is text, as the text of a heading is everywhere.
#[test]
fn braces_of_headings() {
    let check = |markdown: &str, text: &str, anchor: &str, of_heading: &str| {
        let document = document(markdown);
        let heading = document.sections[1].heading.as_ref().unwrap();
        let found = (&*heading.text.text, &*heading.anchor, document.source.slice(heading.span));
        assert_eq!(found, (text, anchor, of_heading), "{markdown}");
        assert_eq!(document.source.slice(heading.text_span), text, "{markdown}");
    };
    for (markdown, text, anchor) in [
        ("# 华东 {初稿}", "华东 {初稿}", "华东-初稿"),
        ("## 目标 {TODO}", "目标 {TODO}", "目标-todo"),
        ("# a {}", "a {}", "a-"),
        ("# a {.wide}", "a {.wide}", "a-wide"),
        ("# a {#b .wide}", "a {#b .wide}", "a-b-wide"),
        ("# a {#b TODO}", "a {#b TODO}", "a-b-todo"),
        ("# a {TODO #b}", "a {TODO #b}", "a-todo-b"),
        ("# a {#b #c}", "a {#b #c}", "a-b-c"),
        ("# a {#}", "a {#}", "a-"),
        ("# a {#b} c", "a {#b} c", "a-b-c"),
        ("# {#b} {c}", "{#b} {c}", "b-c"),
        ("# a {#b}", "a", "b"),
        ("# a{#b}", "a", "b"),
        ("# a {x} {#b}", "a {x}", "b"),
        ("# 目標 {#目標-1}", "目標", "目標-1"),
        ("# a {#b_c*}", "a {#b_c*}", "a-b_c"),
        ("# a {#b_c}", "a", "b_c"),
    ] {
        check(markdown, text, anchor, markdown);
        check(&format!("{markdown}  \r\n\r\nb\r\n"), text, anchor, markdown);
        check(&format!("> c\n\n{markdown}\n# {anchor}"), text, anchor, markdown);
        let setext = markdown.trim_start_matches(['#', ' ']);
        if !setext.is_empty() && text != "{#b} {c}" {
            let setext = format!("{setext}\n===");
            check(&setext, text, anchor, &setext);
        }
    }
    check("# a # {#b}", "a", "b", "# a # {#b}");
    check("# a {#b} #", "a {#b}", "a-b", "# a {#b} #");
    let texts =
        |markdown: &str| document(markdown).sections[1].heading.as_ref().unwrap().text.text.to_string();
    assert_eq!(texts("c\nd {#b}\n---\n"), "c d");
    assert_eq!(texts("# a \\{#b}"), "a {#b}");
    assert_eq!(texts("# a \\\\{#b}"), "a \\");
    assert_eq!(texts("# a `{#b}`"), "a {#b}");
    assert_eq!(texts("# `a {#b`}"), "a {#b}");
    assert_eq!(texts("# a {**b**}"), "a {b}");
    // No heading, no id.
    assert!(document("```\n# a {#b}\n```\n\n    # c {#d}\n").sections.len() == 1);
    assert_eq!(texts("# a\n\nc {#d}\n"), "a");
}
