//! Data that no plan claims: under conditions on plans, in rows by plan and by what plans have, and in lists.

use super::{World, world};
use planpress::aggregate::{Item, StatementRef, answer, list};
use planpress::text::{SourceFile, Span};
use planpress::view::{self, Content};
use planpress::yaml;

const A: &str = "id: a\nkind: big\nstatus: active\nowner: Anna\ntags: [t]\nperiod: 2026\nregion: changsha\ntargets: { units: 100 }";

fn two_regions(plans: &[&str]) -> World {
    world(plans, &["actual,units,7,2026-01,,changsha,", "actual,units,5,2026-01,,shenzhen,"])
}

fn content(world: &World, text: &str) -> Content {
    let source = SourceFile::new("view", text);
    let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
    let (view, findings) = view::read(&yaml, Span::default(), &source, &world.site);
    assert_eq!(findings, Vec::new());
    view.unwrap().content
}

/// What units come to, and the rows of data that are listed, under the same condition.
#[track_caller]
fn counts(world: &World, filter: &str, expected: &str, rows: &[u32]) {
    let view = format!("metrics: [units]\nwhere: {filter}\n");
    let shown = super::shown(&world.answer(&format!("{view}rows: metric\nshow: [actual]")));
    assert_eq!(shown.lines().nth(1).map_or("", |line| &line["units: ".len()..]), expected, "{filter}");
    let Content::List(query) = content(world, &format!("table: statements\n{view}")) else {
        panic!("{filter}")
    };
    let listed = list(&world.facts, &world.site, &query).items;
    let row = |item: &Item| match item {
        Item::Statement(StatementRef::Data(_, row)) => Some(row + 2),
        _ => None,
    };
    let found: Vec<u32> = listed.iter().filter_map(row).collect();
    assert_eq!(found, rows, "{filter}");
}

/// Data in a plan's scopes are that plan's; what no plan claims is whatever is not asked for.
#[test]
fn a_condition_and_its_contrary_are_everything() {
    let world = two_regions(&[A]);
    for (is, is_not) in [
        ("{ kind: big }", "{ not: { kind: big } }"),
        ("{ status: active }", "{ not: { status: active } }"),
        ("{ owner: Anna }", "{ not: { owner: Anna } }"),
        ("{ tag: t }", "{ not: { tag: t } }"),
        ("{ plan: a }", "{ not: { plan: a } }"),
    ] {
        counts(&world, is, "7", &[2]);
        counts(&world, is_not, "5", &[3]);
    }
    counts(&world, "{ not: { status: closed } }", "12", &[2, 3]);
    counts(&world, "{ kind: big, not: { status: closed } }", "7", &[2]);
    counts(&world, "{ not: { kind: big, status: active } }", "5", &[3]);
    counts(&world, "{ status: closed }", "—", &[]);
    // A plan that is closed keeps what is its own.
    let other = "id: b\nkind: small\nstatus: closed\nperiod: 2026\nregion: shenzhen\ntargets: { units: 9 }";
    counts(&two_regions(&[A, other]), "{ not: { status: closed } }", "7", &[2]);
    // What a plan reports itself is no more than data of the same place tell.
    let reported = A.replace("targets: { units: 100 }", "actuals: { units: 6 }");
    let world = two_regions(&[&reported]);
    counts(&world, "{ kind: big }", "6", &[]);
    counts(&world, "{ not: { kind: big } }", "5", &[3]);
}

#[test]
fn what_no_plan_claims_has_a_row() {
    let world = two_regions(&[A]);
    for (axis, name) in
        [("plan", "a"), ("kind", "Big"), ("status", "active"), ("owner", "Anna"), ("tag", "t")]
    {
        world.shows(
            &format!("rows: {axis}\nmetrics: [units]\nshow: [target, actual, progress]\ntotals: true"),
            &format!("\ntotal\n{name}: 100 7 7\nnot split: — 5 —\ntotal: 100 12 12"),
        );
        world.shows(
            &format!("rows: region\ncolumns: {axis}\nmetrics: [units]\nshow: [actual]\ntotals: true"),
            &format!("\n{name} | not split | total\nchina: 7*1/2 | 5 | 12\n  changsha: 7 | — | 7\n  shenzhen: — | 5 | 5\ntotal: 7*1/2 | 5 | 12"),
        );
    }
    // With the plans that have no parent.
    world.shows(
        "rows: parent\nmetrics: [units]\nshow: [actual]\ntotals: true",
        "\ntotal\nnot split: 12\ntotal: 12",
    );
}

/// Statements are counted where their numbers are.
#[test]
fn rows_of_data_are_counted_where_their_numbers_are() {
    let world = two_regions(&[A]);
    let shows = |axes: &str, expected: &str| {
        let view = format!("table: statements\nwhere: {{ statement: actual }}\ntotals: true\n{axes}");
        let Content::Numbers(query) = content(&world, &view) else { panic!("{axes}") };
        let shown = super::shown(&answer(&world.facts, &world.site, &query));
        assert_eq!(shown.lines().map(str::trim_start).collect::<Vec<_>>().join("\n"), expected, "{axes}");
    };
    for (axis, name) in
        [("plan", "a"), ("kind", "Big"), ("status", "active"), ("owner", "Anna"), ("tag", "t")]
    {
        shows(&format!("rows: {axis}"), &format!("total\n{name}: 1\nnot split: 1\ntotal: 2"));
    }
    shows(
        "rows: region\ncolumns: kind",
        "Big | not split | total\nchina: 1 | 1 | 2\nchangsha: 1 | 0 | 1\nshenzhen: 0 | 1 | 1\ntotal: 1 | 1 | 2",
    );
    shows(
        "rows: tag\ncolumns: kind",
        "Big | not split | total\nt: 1 | 0 | 1\nnot split: 0 | 1 | 1\ntotal: 1 | 1 | 2",
    );
}

/// Data that name an owner are that owner's, whoever states the target in which they lie.
#[test]
fn data_of_no_plan_are_their_owners() {
    let plan = "id: n\nperiod: 2026-H1\nowner: Anna\nregion: changsha\ntargets: { sales: 140 }";
    let show = "metrics: [sales]\nshow: [target, actual]\ntotals: true";
    let rows = ["kind,metric,value,period,region,owner", "actual,sales,100,2026-Q2,changsha,Zed"];
    let world = world(&[plan], &rows);
    world.shows(
        &format!("rows: owner\n{show}"),
        "
        total
        Anna: 140 —
        Zed: — 100
        total: 140 100",
    );
    world.shows(
        &format!("rows: region\nwhere: {{ owner: Zed }}\n{show}"),
        "
        total
        china: — 100
          changsha: — 100
        total: — 100",
    );
}
