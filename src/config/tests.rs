//! The configuration as people write it: what is read, and what is said of slips.

use super::*;

const RULES: &[&str] = &["near-copy", "overdue", "placeholder"];

fn files(planpress: &str, metrics: &str, dimensions: &str) -> ConfigFiles {
    ConfigFiles {
        lacks: Default::default(),
        planpress: SourceFile::new("planpress.yaml", planpress),
        metrics: (!metrics.is_empty()).then(|| SourceFile::new("metrics.yaml", metrics)),
        dimensions: (!dimensions.is_empty()).then(|| SourceFile::new("dimensions.yaml", dimensions)),
    }
}

/// Reads three files, which must be free of faults.
fn config(planpress: &str, metrics: &str, dimensions: &str) -> Config {
    let (config, findings) = read(&files(planpress, metrics, dimensions), RULES).unwrap();
    assert_eq!(listed(&findings), [""; 0]);
    config
}

fn listed(findings: &[Diagnostic]) -> Vec<String> {
    let line = |finding: &Diagnostic| {
        let at = finding.place.start();
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        assert_eq!(finding.rule, "invalid-config");
        format!("{}:{} {}{help}", at.line, at.column, finding.message)
    };
    findings.iter().map(line).collect()
}

fn check_site(planpress: &str, expected: &[&str]) {
    let (_, findings) = read(&files(planpress, "", ""), RULES).unwrap();
    assert_eq!(listed(&findings), expected, "in {planpress}");
}

fn check_metrics(metrics: &str, expected: &[&str]) {
    let (_, findings) = read(&files("title: A", metrics, ""), RULES).unwrap();
    assert_eq!(listed(&findings), expected, "in {metrics}");
}

fn check_dimensions(dimensions: &str, expected: &[&str]) {
    let (_, findings) = read(&files("title: A\nrelations: { reviews: }", "", dimensions), RULES).unwrap();
    assert_eq!(listed(&findings), expected, "in {dimensions}");
}

const SITE: &str = r"
title: 銷售計劃
language: zh-Hant
theme: own
theme_options: { colour: '#123456' }
edit_url: https://git.example/plans/edit/main/{path}
base_url: https://plans.example/
fiscal_year_start: 4
statuses: [draft, done]
plans:
  - path: plans/**/*.md
  - { path: 'proposals/*.md', kind: proposal, defaults: { status: draft }, kind_if: [{ when: { status: Moved }, kind: moved }] }
relations:
  reviews: { title: 總結對象, inverse: 總結 }
  requires: { title: 依賴, inverse: 被依賴, cycles: deny }
checks: { near-copy: warn, overdue: off, placeholder: error }
placeholders: ['\[填寫.*?\]']
raw_html: allow
headline: [銷售額]
";

#[test]
fn every_key_is_typed() {
    let config = config(SITE, "revenue: { title: 銷售額, unit: 元 }\n", "");
    assert_eq!(config.title, "銷售計劃");
    assert_eq!(config.language, Language::ZhHant);
    assert_eq!(config.theme, "own");
    assert_eq!(config.theme_options["colour"].value, "#123456");
    assert_eq!(config.fiscal_year_start, 4);
    assert_eq!(config.statuses, ["draft", "done"]);
    assert!(config.raw_html);
    assert_eq!(config.headline, [MetricId(0)]);
    assert_eq!(config.checks["overdue"].0, Level::Off);
    assert_eq!(config.placeholders.len(), 1);
    let [reviews, requires] = &config.relations[..] else { panic!("two relations") };
    assert_eq!(
        (reviews.title.as_str(), reviews.inverse.as_deref(), reviews.acyclic),
        ("總結對象", Some("總結"), false)
    );
    assert!(requires.acyclic);
    let source = config.plan_source("proposals/a.md").unwrap();
    assert_eq!(source.kinds().map(|(kind, _)| kind).collect::<Vec<_>>(), ["proposal", "moved"]);
    assert_eq!(source.defaults[0].key, "status");
    assert!(config.plan_source("proposals/a/b.md").is_none());
    assert_eq!(config.plan_source("plans/a.md").unwrap().path, "plans/**/*.md");
}

#[test]
fn what_is_left_out_has_a_default() {
    let config = config("title: A\n", "", "");
    assert_eq!(config.statuses, ["draft", "review", "approved", "active", "closed"]);
    assert_eq!(
        (config.theme.as_str(), config.language, config.fiscal_year_start),
        ("default", Language::En, 1)
    );
    assert!(config.plan_source("plans/2026/a.md").is_some());
}

#[test]
fn faults_of_the_site_are_findings() {
    check_site("", &["1:1 `title` is missing"]);
    check_site("language: en\n", &["1:1 `title` is missing"]);
    check_site("[a]\n", &["1:1 expected keys with values, found a list"]);
    check_site("title: A\nlanguge: en\n", &["2:1 unknown key `languge` (did you mean `language`?)"]);
    check_site("title: A\nlanguage: zh-TW\n", &["2:11 unknown language `zh-TW` (write `zh-Hant`)"]);
    check_site(
        "title: A\ntheme: ../x\n",
        &[
            "2:8 `../x` cannot be the id of a theme (use letters and digits of any script, `-`, `_` and `.`, and begin with a letter or digit)",
        ],
    );
    check_site("title: A\nfiscal_year_start: 13\n", &["2:20 expected a month from 1 to 12, found `13`"]);
    check_site(
        "title: A\nedit_url: https://x.example/\n",
        &["2:11 the address to edit a plan has no `{path}` (write `{path}` where the plan's path goes)"],
    );
    check_site(
        "title: A\nbase_url: x.example\n",
        &[
            "2:11 expected an address that begins with `https://` or `http://` and holds no spaces, found `x.example`",
        ],
    );
    check_site(
        "title: A\nbase_url: https://x.example/?a=1\n",
        &[
            "2:11 pages have their addresses below `base_url`, which cannot hold `?` or `#` (end it before them)",
        ],
    );
    check_site("title: A\nstatuses: [a, b, A]\n", &["2:18 the status `A` stands twice"]);
    check_site(
        "title: A\nchecks: { near-cpy: warn, overdue: no }\n",
        &[
            "2:11 unknown rule `near-cpy` (did you mean `near-copy`?)",
            "2:36 expected `error`, `warn` or `off`, found `no`",
        ],
    );
    check_site(
        "title: A\nplaceholders: ['a(b', 'x[填']\n",
        &[
            "2:18 the pattern does not compile: unclosed group (patterns are those of the Rust crate `regex`: no look-around, no back-references)",
            "2:25 the pattern does not compile: unclosed character class (patterns are those of the Rust crate `regex`: no look-around, no back-references)",
        ],
    );
    check_site(
        "title: A\nrelations: { parent: { title: X }, status: , a: { cycle: deny } }\n",
        &[
            "2:14 `parent` is built in (leave it out here)",
            "2:36 `status` cannot be a relation: it is a standard key (choose another name)",
            "2:51 unknown key `cycle` (did you mean `cycles`?)",
        ],
    );
    check_site(
        "title: A\nplans:\n  - { kind: x }\n  - ../x/*.md\n  - { path: 'a/{b', kind_if: [{ kind: y }] }\n",
        &[
            "3:5 `path` is missing",
            "4:5 `../x/*.md` is no pattern of paths (a path cannot leave the site's folder)",
            "5:13 `a/{b` is no pattern of paths (`{` is not closed)",
            "5:31 `when` or `unless` is missing",
        ],
    );
    check_site(
        "title: A\nplans:\n  - { path: a/*.md, defaults: { kind: x } }\n  - { path: b/*.md, kind: y, defaults: { kind: } }\n",
        &[
            "3:33 `kind` cannot be a default (write `kind: x` beside `path:`)",
            "4:42 `kind` cannot be a default (write `kind: …` beside `path:`)",
        ],
    );
    check_site(
        "title: A\nplans: [{ path: a/*.md, kind_if: [{ wen: { status: x }, kind: y }] }]\n",
        &["2:37 unknown key `wen` (did you mean `when`?)"],
    );
    check_site("title: A\nheadline: revenue\n", &["2:11 unknown metric `revenue`"]);
    check_site("title: A\nraw_html: true\n", &["2:11 expected `deny` or `allow`, found `true`"]);
    check_site(
        "title: &a A\n",
        &[
            "1:8 `&a` is an anchor of YAML, and anchors are not read (leave it out, or put the text in quotes)",
        ],
    );
}

#[test]
fn only_a_site_file_that_is_not_yaml_is_fatal() {
    let fault = read(&files("title: A\ntheme: [x\nstatuses: [a]\n", "", ""), RULES).unwrap_err();
    assert_eq!((fault.place.start().line, fault.place.start().column), (2, 8));
    check_metrics(
        "a: [\n",
        &["1:4 this bracket is never closed (close it, or put the whole value in quotes)"],
    );
}

#[test]
fn metrics_are_found_by_every_name() {
    let config = config(
        "title: A",
        "revenue: { title: 銷售額, aliases: [營業收入], unit: ¥, kind: flow, better: higher, display: 萬元 }\n\
         headcount: { title: 人數, unit: 人, units: [名], kind: stock, better: lower }\n\
         market: { unit: 輛 }\n\
         share: { unit: '%', kind: ratio, of: revenue, over: market }\n\
         margin: { unit: '%', kind: ratio }\n\
         plain:\n",
        "",
    );
    for (name, id) in
        [("revenue", 0), ("销售额", 0), ("營業收入", 0), ("ＲＥＶＥＮＵＥ", 0), ("人數", 1), ("plain", 5)]
    {
        assert_eq!(config.metric_named(name), Some(MetricId(id)), "{name}");
    }
    assert_eq!(config.metric_named("x"), None);
    let revenue = config.metric(MetricId(0));
    assert_eq!(revenue.unit, "¥");
    assert_eq!(revenue.display, Some(Display { unit: "萬元".to_owned(), scale: 10000.into() }));
    assert_eq!(config.metric(MetricId(1)).unit_names(), ["人", "名"]);
    assert_eq!(config.units(MetricId(2)).accepted, ["辆"]);
    assert_eq!(config.metric(MetricId(2)).unit, "輛");
    assert_eq!(config.metric(MetricId(3)).kind, MetricKind::Ratio(Some((MetricId(0), MetricId(2)))));
    assert_eq!(config.metric(MetricId(4)).kind, MetricKind::Ratio(None));
    assert_eq!(config.metric_names().count(), 8);
}

#[test]
fn faults_of_metrics_are_findings() {
    check_metrics("revenue: { titel: X }\n", &["1:12 unknown key `titel` (did you mean `title`?)"]);
    check_metrics(
        "a: { kind: flux, better: more }\n",
        &[
            "1:12 expected `flow`, `stock` or `ratio`, found `flux`",
            "1:26 expected `higher` or `lower`, found `more`",
        ],
    );
    check_metrics(
        "a: { title: 銷售額 }\nb: { aliases: [销售额] }\n",
        &["2:16 `销售额` names two metrics (give one of them another name)"],
    );
    check_metrics(
        "a b: { unit: 元 }\n",
        &[
            "1:1 `a b` cannot be the id of a metric (use letters and digits of any script, `-`, `_` and `.`, and begin with a letter or digit)",
        ],
    );
    check_metrics(
        "a: { unit: 套, display: 萬元 }\n",
        &[
            "1:24 `萬元` is not a scale and the metric's unit `套` (write `套`, `萬套` or another scale before the unit)",
        ],
    );
    check_metrics(
        "a: { unit: 萬元 }\n",
        &["1:12 the unit `萬元` holds a scale (write `unit: 元` and `display: 萬元`)"],
    );
    check_metrics(
        "a: { of: b, over: c }\nb: { kind: ratio, of: x }\n",
        &[
            "1:10 only a ratio is made `of` one metric `over` another (write `kind: ratio`, or leave `of` and `over` out)",
            "2:23 `of` needs `over` beside it",
            "2:23 unknown metric `x` (known: a, b)",
        ],
    );
    check_metrics(
        "a: { kind: ratio, of: a, over: b }\nb: { kind: ratio, of: a, over: c }\nc:\n",
        &[
            "1:23 `a` is a ratio itself, and ratios never add up (name a flow or a stock)",
            "1:32 `b` is a ratio itself, and ratios never add up (name a flow or a stock)",
            "2:23 `a` is a ratio itself, and ratios never add up (name a flow or a stock)",
        ],
    );
    check_metrics(
        "a: 1\na: 2\n",
        &[
            "1:4 expected keys with values, found `1`",
            "2:1 the key `a` stands twice (keep one of the two; the first one counts)",
        ],
    );
}

#[test]
fn dimensions_are_trees() {
    let config = config(
        "title: A",
        "",
        "region:\n  title: 區域\n  values:\n    - id: national\n      title: 全國\n      children:\n        - { id: changsha, title: 長沙, aliases: [長沙市] }\n        - { id: shenzhen, title: 深圳, children: [nanshan] }\n    - abroad\nchannel: { title: 渠道, open: true }\n",
    );
    assert_eq!(config.dimension_named("region"), Some(DimensionId(0)));
    let region = config.dimension(DimensionId(0));
    assert_eq!(
        region.values.iter().map(|value| value.id.as_str()).collect::<Vec<_>>(),
        ["national", "changsha", "shenzhen", "nanshan", "abroad"]
    );
    assert_eq!(config.value_named(DimensionId(0), "长沙市"), Some(1));
    assert_eq!(config.canonical_value(DimensionId(0), "長沙"), Some("changsha"));
    assert_eq!(config.canonical_value(DimensionId(0), "x"), None);
    assert!(config.is_within(DimensionId(0), "nanshan", "national"));
    assert!(!config.is_within(DimensionId(0), "abroad", "national"));
    assert_eq!(region.ancestors(3).collect::<Vec<_>>(), [2, 0]);
    assert_eq!(region.children(Some(0)).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(region.children(None).collect::<Vec<_>>(), [0, 4]);
    assert_eq!(region.values[3].depth, 2);
    assert_eq!(config.canonical_value(DimensionId(1), "經銷商"), Some("經銷商"));
}

#[test]
fn faults_of_dimensions_are_findings() {
    check_dimensions(
        "region: { title: X }\n",
        &["1:1 `region` has no values (write `values:`, or `open: true` to accept any value)"],
    );
    check_dimensions(
        "status: { open: true }\nreviews: { open: true }\nquarter: { open: true }\n",
        &[
            "1:1 `status` cannot be a dimension (it is a standard key of front matter; choose another name)",
            "2:1 `reviews` cannot be a dimension (a relation has this name; choose another one)",
            "3:1 `quarter` cannot be a dimension (views and tables use this name; choose another one)",
        ],
    );
    check_dimensions(
        "r: { values: [{ title: X }, { id: a, titel: A }, { id: b, aliases: a }] }\n",
        &[
            "1:15 `id` is missing",
            "1:38 unknown key `titel` (did you mean `title`?)",
            "1:68 `a` names two values (give one of them another name)",
        ],
    );
    check_dimensions(
        "r: { values: [a, a] }\n",
        &["1:18 `a` names two values (give one of them another name)"],
    );
}

#[test]
fn paths_match_as_written() {
    for (pattern, path, expected) in [
        ("plans/**/*.md", "plans/a.md", true),
        ("plans/**/*.md", "plans/x/y/a.md", true),
        ("plans/**/*.md", "plansx/a.md", false),
        ("plans/**/*.md", "plans/a.mdx", false),
        ("*.md", "x/a.md", false),
        ("./*.md", "a.md", true),
        ("{a,b}/*.md", "b/計劃.md", true),
        ("{a,b}/*.md", "c/x.md", false),
        ("計劃/20[0-9][0-9].md", "計劃/2026.md", true),
        ("[!a].md", "b.md", true),
        ("[!a].md", "a.md", false),
        ("?.md", "計.md", true),
        ("a+b.md", "a+b.md", true),
        ("a/**", "a/b/c.md", true),
    ] {
        assert_eq!(glob::compile(pattern).unwrap().is_match(path), expected, "{pattern} {path}");
    }
    for pattern in ["/a", "a/../b", "a\\b", "{a", "[a", "C:/a"] {
        assert!(glob::compile(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn languages_are_read_and_hinted_at() {
    for (code, language) in
        [("en", Language::En), ("ZH-hant", Language::ZhHant), ("zh-Hans", Language::ZhHans)]
    {
        assert_eq!(Language::parse(code), Some(language));
    }
    for (code, hint) in [("zh-TW", "write `zh-Hant`"), ("zh_CN", "write `zh-Hans`"), ("en-GB", "write `en`")]
    {
        assert_eq!((Language::parse(code), Language::hint(code).as_str()), (None, hint));
    }
}
