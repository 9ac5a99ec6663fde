//! Emphasis in Chinese text, by examples and against another parser that knows the same rules.

use crate::parse::{Options, parse};
use crate::text::SourceFile;

fn html(markdown: &str) -> String {
    parse(&SourceFile::new("a.md", markdown), Options::default()).document.html().text.clone()
}

fn check(markdown: &str, expected: &str) {
    let got = html(markdown);
    let inner = got.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>\n")).unwrap_or(&got);
    assert_eq!(inner, expected, "for {markdown}");
}

#[test]
fn bold_beside_punctuation() {
    check("**重點：**說明", "<strong>重點：</strong>說明");
    check("**「重點」**說明", "<strong>「重點」</strong>說明");
    check("前言**「重點」**說明", "前言<strong>「重點」</strong>說明");
    check("**目標（2026）**：一億", "<strong>目標（2026）</strong>：一億");
    check("**目標：**增長**兩成**以上", "<strong>目標：</strong>增長<strong>兩成</strong>以上");
    check("*真，*她", "<em>真，</em>她");
    check("***真，***她", "<em><strong>真，</strong></em>她");
    check("成長**50%**以上", "成長<strong>50%</strong>以上");
    check("**`代碼`**說明", "<strong><code>代碼</code></strong>說明");
    check("**“重点”**说明", "<strong>“重点”</strong>说明");
}

#[test]
fn strikethrough() {
    check("~~「舊」~~新", "<del>「舊」</del>新");
    check("說~~（舊）~~新", "說<del>（舊）</del>新");
    check("~400 套，~500 套；約~6 萬~", "~400 套，~500 套；約~6 萬~");
    check("200~400，500~600", "200~400，500~600");
    check("a ~b~ c", "a ~b~ c");
}

#[test]
fn what_stays_as_written() {
    check(r"\**重點：**說明", "**重點：**說明");
    check(r"\*\*重點：**說明", "**重點：**說明");
    check(r"**重點：\**說明", "**重點：**說明");
    check("**重點： **說明", "**重點： **說明");
    check("2 ** 3，**", "2 ** 3，**");
    check("單一**，沒有結尾", "單一**，沒有結尾");
    check("`**重點：**`說明", "<code>**重點：**</code>說明");
    check("snake_case_名稱_說明", "snake_case_名稱_說明");
}

#[test]
fn across_lines_links_and_cells() {
    check("**第一行，\n第二行。**說明", "<strong>第一行，第二行。</strong>說明");
    assert_eq!(
        html("> **引，**用\n> **續：**行\n"),
        "<blockquote>\n<p><strong>引，</strong>用<strong>續：</strong>行</p>\n</blockquote>\n"
    );
    assert_eq!(html("# **一、**標題\n"), "<h1 id=\"一標題\"><strong>一、</strong>標題</h1>\n");
    assert!(html("|a|\n|-|\n|**合，**計|\n").contains("<td><strong>合，</strong>計</td>"));
    check("[**連，**結](x)**重：**點", "<strong>連，</strong>結<strong>重：</strong>點");
    check("**[連結](x)，**說明", "<strong>連結，</strong>說明");
    check("[**甲](x)，**乙", "**甲，**乙");
}

/// A small generator of numbers, so that each run sees the same strings.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// A paragraph by comrak, which has the same rules as an extension.
fn oracle(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    comrak::markdown_to_html(markdown, &options)
}

#[test]
fn agrees_with_another_parser() {
    const WORDS: [&str; 28] = [
        "**", "**", "**", "*", "*", "***", "~~", "~~", "_", "__", "「", "」", "：", "，", "。", "（", "）",
        "重點", "說明", "a", "1", " ", "(", ")", "%", "한", "é", "—",
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut different = Vec::new();
    for _ in 0..20_000 {
        let len = 3 + random.below(12);
        let mut text = String::from("文");
        text.extend((0..len).map(|_| WORDS[random.below(WORDS.len())]));
        // Longer runs of `~` are no delimiters, and a single one is none here.
        if text.contains("~~~") {
            continue;
        }
        let (ours, theirs) = (html(&text), oracle(&text));
        if ours != theirs {
            different.push(format!("{text}\n  ours   {ours}  theirs {theirs}"));
        }
    }
    assert!(
        different.is_empty(),
        "{} differ:\n{}",
        different.len(),
        different[..different.len().min(12)].concat()
    );
}
