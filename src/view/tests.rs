//! Views and flags against a small site: what is read, and what is said of each fault and where.

use super::*;
use crate::pipeline::{self, MemoryTree, Options};
use crate::site::Site;
use crate::text::{SourceFile, Span};
use crate::yaml;
use jiff::civil::date;

fn site() -> Site {
    let files = [
        ("planpress.yaml", "title: T\nstatuses: [draft, active, closed]\n"),
        (
            "metrics.yaml",
            "revenue: { title: 銷售額, aliases: [營收], unit: 元, kind: flow }\nunits: { kind: flow }\n",
        ),
        (
            "dimensions.yaml",
            "region: { title: 區域, values: [{ id: national, title: 全國, children: [{ id: changsha, title: 長沙 }] }] }\nstore: { open: true }\n",
        ),
        ("schemas/annual.yaml", "title: 年度計劃\n"),
        (
            "plans/a.md",
            "---\nid: a-2026\ntitle: A\nkind: annual\nperiod: 2026\nowner: 李明\ntags: [空調]\nregion: changsha\nstore: 河西店\ntargets: { revenue: 100 }\n---\n\n# A\n",
        ),
    ];
    let options = Options { today: date(2026, 9, 15), drafts: false };
    let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
    Site::clone(&loaded.site)
}

/// The view, or `line:column message; help` of each finding.
fn read_text(text: &str) -> Result<View, Vec<String>> {
    let source = SourceFile::new("page.md", text);
    let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
    let (view, findings) = read(&yaml, Span::default(), &source, &site());
    let line = |finding: crate::diagnostic::Diagnostic| {
        let start = finding.place.start();
        let help = finding.help.map_or_else(String::new, |help| format!("; {help}"));
        format!("{}:{} {}{help}", start.line, start.column, finding.message)
    };
    view.ok_or_else(|| findings.into_iter().map(line).collect())
}

#[track_caller]
fn says(text: &str, expected: &[&str]) {
    assert_eq!(read_text(text).unwrap_err(), expected, "{text}");
}

fn query(text: &str) -> Query {
    match read_text(text).unwrap().content {
        Content::Numbers(query) => query,
        Content::List(list) => panic!("{list:?}"),
    }
}

fn list(text: &str) -> List {
    match read_text(text).unwrap().content {
        Content::List(list) => list,
        Content::Numbers(query) => panic!("{query:?}"),
    }
}

#[test]
fn a_table_of_targets_is_read() {
    let view = read_text(
        "title: 目標\ntable: targets\nmetrics: [營收, units]\nrows: region\ncolumns: quarter\nwhere: { kind: annual, period: 2026, region: 長沙, not: { status: [draft, closed] } }\nshow: [target, gap]\ntotals: true\nsort: -gap\nlimit: 20\n",
    )
    .unwrap();
    assert_eq!((view.title.as_deref(), view.form), (Some("目標"), Form::Table));
    let Content::Numbers(query) = view.content else { panic!() };
    assert_eq!(query.metrics, [crate::config::MetricId(0), crate::config::MetricId(1)]);
    assert_eq!(query.rows, Axis::Dimension(crate::config::DimensionId(0)));
    assert_eq!(query.columns, Some(Axis::Quarter));
    assert_eq!(query.show, [Measure::Target, Measure::Gap]);
    assert_eq!(query.sort, Some(Sort { key: SortKey::Measure(Measure::Gap), descending: true }));
    assert_eq!((query.totals, query.limit), (true, Some(20)));
    let terms: Vec<(&Condition, bool)> =
        query.filter.terms.iter().map(|term| (&term.condition, term.negated)).collect();
    assert_eq!(terms[0], (&Condition::Kind(vec!["annual".into()]), false));
    assert_eq!(
        terms[2],
        (&Condition::Dimension(crate::config::DimensionId(0), vec!["changsha".into()]), false)
    );
    assert_eq!(terms[3], (&Condition::Status(vec!["draft".into(), "closed".into()]), true));
}

#[test]
fn what_is_left_out_has_a_default() {
    let targets = query("table: targets\n");
    assert_eq!(targets.metrics, [crate::config::MetricId(0)], "those with a target");
    assert_eq!((targets.rows, targets.totals), (Axis::Metric, false));
    assert_eq!(targets.show, [Measure::Target, Measure::Actual, Measure::Progress]);
    assert_eq!(query("chart: pie\nrows: region\n").show, [Measure::Target]);
    assert_eq!(query("table: plans\nrows: kind\ncolumns: status\n").show, [Measure::Count]);
    assert_eq!(query("table: budget\nrows: plan\n").show, [Measure::Amount]);
    assert_eq!(list("chart: gantt\n").subject, Subject::Phases);
    assert_eq!(list("chart: tree\n").subject, Subject::Plans);
    assert_eq!(list("table: tasks\nwhere: { done: false }\nsort: -due\n").subject, Subject::Tasks);
    assert_eq!(list("table: statements\nwhere: { statement: [target, actual] }\n").filter.terms.len(), 1);
}

#[test]
fn what_does_not_exist_is_named_with_what_is_near() {
    says(
        "table: target\n",
        &[
            "1:8 expected `targets`, `plans`, `phases`, `budget`, `tasks` or `statements`, found `target`; did you mean `targets`?",
        ],
    );
    says("tabel: targets\n", &["1:1 unknown key `tabel`; did you mean `table`?"]);
    says("table: targets\nmetrics: [revenu]\n", &["2:11 unknown metric `revenu`; did you mean `revenue`?"]);
    says(
        "table: targets\nmetrics: [銷售領]\n",
        &["2:11 unknown metric `銷售領`; did you mean `銷售額` (`revenue`)?"],
    );
    says("table: targets\nrows: regin\n", &["2:7 unknown rows or columns `regin`; did you mean `region`?"]);
    says(
        "table: targets\nshow: [target, progres]\n",
        &["2:16 unknown number `progres`; did you mean `progress`?"],
    );
    says(
        "table: targets\nwhere:\n  region: [changsha, chansha]\n",
        &["3:22 unknown value of `region` `chansha`; did you mean `changsha`?"],
    );
    says(
        "table: targets\nwhere: { regoin: changsha }\n",
        &["2:10 unknown condition `regoin`; did you mean `region`?"],
    );
    says(
        "table: targets\nwhere: { store: 河東店 }\n",
        &["2:17 unknown value of `store` `河東店`; did you mean `河西店`?"],
    );
    says(
        "table: targets\nwhere: { kind: anual, status: activ, owner: 李民, tag: 空条 }\n",
        &[
            "2:16 unknown kind `anual`; did you mean `annual`?",
            "2:31 unknown status `activ`; did you mean `active`?",
            "2:45 unknown owner `李民`; did you mean `李明`?",
            "2:54 unknown tag `空条`; did you mean `空調`?",
        ],
    );
    says(
        "table: plans\nwhere: { not: { plan: a-2025 } }\n",
        &["2:23 unknown plan `a-2025`; did you mean `a-2026`?"],
    );
    says(
        "table: targets\nsort: -gap\n",
        &["2:7 unknown key to sort by `gap`; known: target, actual, progress, label"],
    );
}

#[test]
fn what_cannot_be_meant_is_named() {
    says("table: targets\nchart: bar\n", &["2:1 a view is a table or a chart; leave one of the two out"]);
    says(
        "chart: pie\nrows: region\ncolumns: month\nshow: [target, actual]\n",
        &[
            "3:1 a pie has no columns; leave `columns` out",
            "4:7 a pie shows one number; name one, or use `chart: bar`",
        ],
    );
    says("table: tasks\nrows: metric\n", &["2:7 tasks have no metric to go by"]);
    says("table: tasks\ncolumns: status\n", &["2:10 columns need rows; add `rows`, or leave `columns` out"]);
    says("chart: gantt\nrows: plan\n", &["2:7 this chart has no rows to choose; leave `rows` out"]);
    says("table: targets\nmetrics: [revenue, 營收]\n", &["2:20 `營收` stands twice"]);
    says("table: targets\nlimit: 0\n", &["2:8 `limit` must be at least 1"]);
    says("table: targets\nmetrics: []\n", &["2:10 the list is empty"]);
    says(
        "table: plans\nrows: kind\nshow: [target]\n",
        &["3:8 plans in rows are counted; write `show: [count]`"],
    );
    says(
        "table: targets\nwhere: { statement: actual }\n",
        &[
            "2:10 unknown condition `statement`; known: region, store, period, kind, status, owner, tag, plan, parent, metric",
        ],
    );
    says("", &["1:1 the view is empty; begin with `table: targets`"]);
    assert_eq!(read_text("rows: [a\n").unwrap_err().len(), 1);
}

#[test]
fn flags_make_the_same_query() {
    let site = site();
    let flags = Flags {
        metrics: vec!["revenue".into()],
        rows: Some("region".into()),
        conditions: vec!["period=2026".into(), "status=!draft,closed".into()],
        ..Flags::default()
    };
    let mut expected = query(
        "table: targets\nmetrics: [revenue]\nrows: region\nwhere: { period: 2026, not: { status: [draft, closed] } }\ntotals: true\n",
    );
    assert_eq!(query_from_flags(&site, &flags).unwrap(), expected);
    expected.filter = Filter::default();
    let few = Flags { no_totals: true, ..Flags::default() };
    assert_eq!(query_from_flags(&site, &few).unwrap(), Query { totals: false, ..expected });
    let wrong = Flags {
        rows: Some("regin".into()),
        conditions: vec!["period".into(), "region=x".into()],
        ..Flags::default()
    };
    let problems = query_from_flags(&site, &wrong).unwrap_err();
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let expected = [
        "`--rows`: unknown rows or columns `regin`",
        "`--where period` has no `=`",
        "`--where region=x`: unknown value of `region` `x`",
    ];
    assert_eq!(messages, expected);
}
