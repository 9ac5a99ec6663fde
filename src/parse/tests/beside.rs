//! Links, views, suppressions, raw HTML, footnotes: Markdown, and its dump with every span as the slice of the file.

use super::dump::dump;
use super::parsed;

fn check(markdown: &str, expected: &str) {
    let got = dump(&parsed(markdown));
    assert!(got.trim_end() == expected, "for\n{markdown}\ngot\n{got}\nexpected\n{expected}");
}

#[test]
fn links_and_sentences() {
    check(
        r#"甲見[[b#目標|乙 *x*]]。丙說 [[c]]！

句一。他（說。）看 [a](b.md#x "題")，再看 [r][R] 和 [s] 與 <http://x.y/z>、<a@b.c>. 完. ![圖 [n](m)](<p q.png>) [e](a\)b) [空]()

[r]: c%20d.md "t"
[s]: <#y>
"#,
        r#"root
  p ‹甲見[[b#目標|乙 *x*]]。丙說 [[c]]！› "甲見乙 x。丙說 c！"(‹甲見›‹乙 ›‹x›‹。丙說 ›‹c›‹！›)
  p ‹句一。他（說。）看 [a](b.md#x "題")，再看 [r][R] 和 [s] 與 <http://x.y/z>、<a@b.c>. 完. ![圖 [n](m)](<p q.png>) [e](a\)b) [空]()› "句一。他（說。）看 a，再看 r 和 s 與 http://x.y/z、a@b.c. 完. 圖 n e 空"(‹句一。他（說。）看 ›‹a›‹，再看 ›‹r›‹ 和 ›‹s›‹ 與 ›‹http://x.y/z›‹、›‹a@b.c›‹. 完. ›‹圖 ›‹n›‹ ›‹e›‹ ›‹空›)
Wiki ‹[[b#目標|乙 *x*]]› -> b#目標 ‹b#目標› text="乙 x" title="" in 0 [甲見|乙 x|。]
Wiki ‹[[c]]› -> c ‹c› text="" title="" in 0 [丙說 ||！]
Markdown ‹[a](b.md#x "題")› -> b.md#x ‹b.md#x› text="a" title="題" in 0 [看 |a|，再看 r 和 s 與 http://x.y/z、a@b.c.]
Markdown ‹[r][R]› -> c%20d.md ‹[r][R]› text="r" title="t" in 0 [看 a，再看 |r| 和 s 與 http://x.y/z、a@b.c.]
Markdown ‹[s]› -> #y ‹[s]› text="s" title="" in 0 [看 a，再看 r 和 |s| 與 http://x.y/z、a@b.c.]
Markdown ‹<http://x.y/z>› -> http://x.y/z ‹http://x.y/z› text="http://x.y/z" title="" in 0 [看 a，再看 r 和 s 與 |http://x.y/z|、a@b.c.]
Markdown ‹<a@b.c>› -> mailto:a@b.c ‹a@b.c› text="a@b.c" title="" in 0 [看 a，再看 r 和 s 與 http://x.y/z、|a@b.c|.]
Image ‹![圖 [n](m)](<p q.png>)› -> p q.png ‹p q.png› text="圖 n" title="" in 0 [|圖 n| e 空]
Markdown ‹[e](a\)b)› -> a)b ‹a\)b› text="e" title="" in 0 [圖 n |e| 空]
Markdown ‹[空]()› ->  ‹@192› text="空" title="" in 0 [圖 n e |空|]"#,
    );
}

#[test]
fn unsafe_links() {
    check(
        r#"[x](javascript:a) [y](&#106;avascript:b) ![z](data:image/png) [w](java%73cript:c) [v](//h/p) [u](筆記:一) [t](tel:1) <ftp://a.b> [[javascript:x]] [s](HTTPS://a)
"#,
        r#"root
  p ‹[x](javascript:a) [y](&#106;avascript:b) ![z](data:image/png) [w](java%73cript:c) [v](//h/p) [u](筆記:一) [t](tel:1) <ftp://a.b> [[javascript:x]] [s](HTTPS://a)› "x y z w v u t ftp://a.b javascript:x s"(‹x›‹ ›‹y›‹ ›‹z›‹ ›‹w›‹ ›‹v›‹ ›‹u›‹ ›‹t›‹ ›‹ftp://a.b›‹ ›‹javascript:x›‹ ›‹s›)
Markdown ‹[u](筆記:一)› -> 筆記:一 ‹筆記:一› text="u" title="" in 0 [x y z w v |u| t ftp://a.b javascript:x s]
Markdown ‹[t](tel:1)› -> tel:1 ‹tel:1› text="t" title="" in 0 [x y z w v u |t| ftp://a.b javascript:x s]
Wiki ‹[[javascript:x]]› -> javascript:x ‹javascript:x› text="" title="" in 0 [x y z w v u t ftp://a.b || s]
Markdown ‹[s](HTTPS://a)› -> HTTPS://a ‹HTTPS://a› text="s" title="" in 0 [x y z w v u t ftp://a.b javascript:x |s|]
Fault unsafe-link ‹[x](javascript:a)›: a link with the scheme `javascript:` is written as text
Fault unsafe-link ‹[y](&#106;avascript:b)›: a link with the scheme `javascript:` is written as text
Fault unsafe-link ‹![z](data:image/png)›: an image with the scheme `data:` is written as text
Fault unsafe-link ‹[w](java%73cript:c)›: a link with the scheme `javascript:` is written as text
Fault unsafe-link ‹[v](//h/p)›: a link to another host without a scheme is written as text
Fault unsafe-link ‹<ftp://a.b>›: a link with the scheme `ftp:` is written as text"#,
    );
}

#[test]
fn views_and_code() {
    check(
        r#"```view
table: targets
```

- 項

  ```view
  table: plans
  rows: [a]
  ```

```view
```

> ~~~ view
> a: b
> ~~~

```rust,x
fn
```

    縮排
"#,
        r#"root
  view 0 ‹```view⏎table: targets⏎```›
  list ordered=false ‹- 項⏎⏎  ```view⏎  table: plans⏎  rows: [a]⏎  ```›
    item ‹-› number=None checked=None ‹- 項⏎⏎  ```view⏎  table: plans⏎  rows: [a]⏎  ```› text=‹項› "項"
      view 1 ‹```view⏎  table: plans⏎  rows: [a]⏎  ```›
  view 2 ‹```view⏎```›
  quote ‹> ~~~ view⏎> a: b⏎> ~~~›
    view 3 ‹~~~ view⏎> a: b⏎> ~~~›
  code "rust,x" "fn\n" ‹```rust,x⏎fn⏎```›
  code "" "縮排\n" ‹縮排›
View ‹table: targets⏎› 0
View ‹  table: plans⏎  rows: [a]⏎› 0
View ‹@87› 0
View ‹> a: b⏎› 0"#,
    );
}

#[test]
fn suppressions() {
    check(
        r#"<!-- planpress-allow near-copy: 同一模板 -->

甲

## 一

乙 <!-- planpress-allow a：理由 二 --> 丙

- 項 <!--planpress-allow b-->
- 二

<!-- planpress-allow c: x -->
## 二

### 子

丁

<!-- planpress-allow d: 尾 -->

## 三 <!-- planpress-allow e: f -->

<!-- planpress-allowed g: h -->
<!-- planpress-allow -->
"#,
        r#"root
  p ‹甲› "甲"
h2 ‹## 一› text=‹一› "一" title="一" ‹一› #一 in Some(0) to "<!-- planpress-allow c: x -->"
  p ‹乙 <!-- planpress-allow a：理由 二 --> 丙› "乙  丙"(‹乙 ›‹ 丙›)
  list ordered=false ‹- 項 <!--planpress-allow b-->⏎- 二›
    item ‹-› number=None checked=None ‹- 項 <!--planpress-allow b-->› text=‹項 <!--planpress-allow b-->› "項 "
    item ‹-› number=None checked=None ‹- 二› text=‹二› "二"
h2 ‹## 二› text=‹二› "二" title="二" ‹二› #二 in Some(0) to "<!-- planpress-allow d: 尾 -->"
h3 ‹### 子› text=‹子› "子" title="子" ‹子› #子 in Some(2) to "<!-- planpress-allow d: 尾 -->"
  p ‹丁› "丁"
h2 ‹## 三 <!-- planpress-allow e: f -->› text=‹三 <!-- planpress-allow e: f -->› "三 " title="三" ‹三› #三 in Some(0) to "<!-- planpress-allow -->"
Allow ‹near-copy› because "同一模板" in ‹甲⏎⏎## 一⏎⏎乙 <!-- planpress-allow a：理由 二 --> 丙⏎⏎- 項 <!--planpress-allow b-->⏎- 二⏎⏎<!-- planpress-allow c: x -->⏎## 二⏎⏎### 子⏎⏎丁⏎⏎<!-- planpress-allow d: 尾 -->⏎⏎## 三 <!-- planpress-allow e: f -->⏎⏎<!-- planpress-allowed g: h -->⏎<!-- planpress-allow -->›
Allow ‹a› because "理由 二" in ‹乙 <!-- planpress-allow a：理由 二 --> 丙⏎⏎- 項 <!--planpress-allow b-->⏎- 二⏎⏎<!-- planpress-allow c: x -->›
Allow ‹b› because "" in ‹項 <!--planpress-allow b-->⏎- 二⏎⏎<!-- planpress-allow c: x -->›
Allow ‹c› because "x" in ‹## 二⏎⏎### 子⏎⏎丁⏎⏎<!-- planpress-allow d: 尾 -->›
Allow ‹d› because "尾" in ‹## 三 <!-- planpress-allow e: f -->⏎⏎<!-- planpress-allowed g: h -->⏎<!-- planpress-allow -->›
Allow ‹e› because "f" in ‹## 三 <!-- planpress-allow e: f -->⏎⏎<!-- planpress-allowed g: h -->⏎<!-- planpress-allow -->›
Allow ‹@326› because "" in ‹@329›"#,
    );
}

#[test]
fn raw_html() {
    check(
        r#"a<br>b <sub class="x">c</sub> <b onclick="x">粗</b> </sup> <sub>未閉

<details open>
<summary>更多</summary>

內容

</details>

<script>
alert(1)
</script>

<!-- 註 -->

<kbd/>

<填寫>
"#,
        r#"root
  p ‹a<br>b <sub class="x">c</sub> <b onclick="x">粗</b> </sup> <sub>未閉› "a\nb c <b onclick=\"x\">粗</b>  未閉"(‹a<br>b ›‹c›‹ <b onclick="x">粗</b> ›‹ ›‹未閉›)
  html ‹<details open>⏎<summary>更多</summary>› "更多"
  p ‹內容› "內容"
  html ‹</details>› ""
  html ‹<script>⏎alert(1)⏎</script>› "<script>\nalert(1)\n</script>"(‹<script>›‹alert(1)›‹</script>›)
  html ‹<kbd/>› ""
  p ‹<填寫>› "<填寫>"
Fault raw-html ‹<sub class="x">›: the tag `<sub>` loses its attributes
Fault raw-html ‹<b onclick="x">›: the tag `<b>` is shown as text
Fault raw-html ‹</sup>›: `</sup>` closes no tag that is open here and is shown as text
Fault raw-html ‹<details open>›: the tag `<details>` loses its attributes
Fault raw-html ‹<script>›: the tag `<script>` is shown as text"#,
    );
}

#[test]
fn footnotes() {
    check(
        r#"文[^一]又[^2]再[^一]。

[^一]: 註

    第二段

[^2]: 二
[^3]: 無人
"#,
        r#"root
  p ‹文[^一]又[^2]再[^一]。› "文又再。"(‹文›‹又›‹再›‹。›)
  quote ‹[^一]: 註⏎⏎    第二段›
    p ‹註› "註"
    p ‹第二段› "第二段"
  quote ‹[^2]: 二›
    p ‹二› "二"
  quote ‹[^3]: 無人›
    p ‹無人› "無人""#,
    );
}

#[test]
fn wiki_links() {
    check(
        "[[ 長沙-2026 | 長沙 ]] [[a#目標]]\n![[圖.png]]",
        r#"root
  p ‹[[ 長沙-2026 | 長沙 ]] [[a#目標]]⏎![[圖.png]]› " 長沙  a#目標圖.png"(‹ 長沙 ›‹ ›‹a#目標›‹圖.png›)
Wiki ‹[[ 長沙-2026 | 長沙 ]]› -> 長沙-2026 ‹長沙-2026› text="長沙" title="" in 0 [|長沙| a#目標圖.png]
Wiki ‹[[a#目標]]› -> a#目標 ‹a#目標› text="" title="" in 0 [長沙  ||圖.png]
Image ‹![[圖.png]]› -> 圖.png ‹圖.png› text="圖.png" title="" in 0 [長沙  a#目標|圖.png|]"#,
    );
    check("[[]] [[a", "root\n  p ‹[[]] [[a› \"[[]] [[a\"");
}
